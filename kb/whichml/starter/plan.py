"""What is decided before anything is written: the table, the estimator, how rows are held out, what is measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath, PureWindowsPath
from typing import Literal

from whichml.model.statements.facts import Citation
from whichml.starter.thresholds import ThresholdRule

HoldingOut = Literal["time", "groups", "classes", "chance"]
StarterTask = Literal["binary-classification", "multiclass-classification", "regression"]
Label = str | int | float | bool
_ALWAYS = ("joblib", "numpy", "pandas", "scikit-learn")
FILL_IN = "FILL IN"
"""What stands where nothing was named, and the user has to."""


@dataclass(frozen=True, slots=True)
class TextLayout:
    """How the text of a table is laid out; `codes` are columns with digits that are no numbers."""

    delimiter: str
    decimal: str
    encoding: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TablePlan:
    """The table as the project reads it.

    Attributes
    ----------
    path : of the file, relative to the project or whole; `FILL IN` where none was named, and the rest is in the data
    digest : SHA-256 of the file; empty where there is none
    layout : None for Parquet, or where no file was named
    labels : of the classes as the file writes them, the one that is to be found last; empty for numbers
    columns : names by kind (`number`, `category`, `date`, `text`); None where they are not known
    group, time : columns; None where rows are held out otherwise
    is_time_written : whether the time is a date, and not a number
    n_folds : how often rows are held out
    n_smallest : rows of the smallest class; 0 for numbers, or where it is not known
    leakage : what was noted of columns that may tell the target before anybody knows it, in sentences
    possible_groups, possible_orders : columns that may be a group or a time, where none was named
    written : decimal mark of columns whose numbers stand beside marks between thousands or a unit, the target too
    day_first : columns of dates that write the day before the month
    left_out : what is not learnt from, with why, in sentences
    """

    path: str
    digest: str
    layout: TextLayout | None
    target: str
    labels: tuple[Label, ...]
    columns: Mapping[str, tuple[str, ...]] | None
    group: str | None
    time: str | None
    is_time_written: bool
    n_folds: int
    n_smallest: int
    leakage: tuple[str, ...] = ()
    possible_groups: tuple[str, ...] = ()
    possible_orders: tuple[str, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict)
    day_first: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def is_whole_path(self) -> bool:
        """Return whether the table lies apart from the project, which then cannot be moved to it."""
        return PurePosixPath(self.path).is_absolute() or PureWindowsPath(self.path).is_absolute()

    @property
    def is_named(self) -> bool:
        """Return whether there is a table, and the user need not fill it in."""
        return self.path != FILL_IN


@dataclass(frozen=True, slots=True)
class EstimatorSource:
    """An estimator as source: its class, the call that makes it, what that imports, and the packages behind it."""

    name: str
    call: str
    imports: frozenset[tuple[str, str]]
    packages: tuple[str, ...]
    has_probabilities: bool


@dataclass(frozen=True, slots=True)
class Learner:
    """An estimator with what stands before it.

    Attributes
    ----------
    name : of the algorithm
    scaling, reads_gaps, reads_sparse, scales_target : what the estimator wants of columns and target
    keeps_categories : words stay words, and each column is one
    n_kept : categories of a column that stay such, as the estimator splits them by itself; 0 where it does not
    is_told_categories, is_told_texts : words stay words, or texts texts, and the estimator is told which columns hold
        them
    samples_kernel : a kernel is learnt from some of the rows
    directions : the setting that takes the directions of columns; empty where none are to be kept
    """

    name: str
    estimator: EstimatorSource
    scaling: Literal["none", "standard", "unit"]
    reads_gaps: bool
    reads_sparse: bool
    scales_target: bool
    keeps_categories: bool = False
    n_kept: int = 0
    is_told_categories: bool = False
    is_told_texts: bool = False
    samples_kernel: bool = False
    directions: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """Something that is measured, and held against a bound where the brief has one.

    Attributes
    ----------
    measure : what is measured, such as `recall` or `inference-latency p99`
    side : `at least` or `at most`; empty without a bound
    priority : of the requirement; empty without a bound
    """

    measure: str
    side: str = ""
    bound: float | None = None
    priority: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision of the project: what, why, and who says so."""

    topic: str
    chosen: str
    why: str
    sources: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Costs:
    """What one false alarm and one miss cost, in one currency by its code; empty where their ratio alone is known."""

    false_positive: float
    false_negative: float
    currency: str

    @property
    def threshold(self) -> float:
        """Return the probability from which acting costs less than not acting (Elkan 2001)."""
        return self.false_positive / (self.false_positive + self.false_negative)


@dataclass(frozen=True, slots=True)
class UnitCosts:
    """What each unit costs that a number is said too low or too high, in one currency by its code; empty as above."""

    too_low: float
    too_high: float
    currency: str

    @property
    def quantile(self) -> float:
        """Return the quantile that costs least in the mean, the critical fractile of the newsvendor."""
        return self.too_low / (self.too_low + self.too_high)


@dataclass(frozen=True, slots=True)
class LabelDelay:
    """How long after a row its target is known.

    Attributes
    ----------
    words : as the brief says it
    days : at least as many; a month of a brief has 30, and may have more in the calendar
    unit : by what rows of a table are told whose target had come; only for dates is that known without the user
    """

    words: str
    days: float
    unit: Literal["dates", "numbers"]


@dataclass(frozen=True, slots=True)
class StarterPlan:
    """All that the files of a project say.

    Attributes
    ----------
    baseline : the simpler model that the answer keeps beside it; None where that is a constant, or cannot be built
    has_wide_columns : whether a column has so many categories that not each can be a column
    are_counts : whether the numbers to predict count something
    unit_costs : of a number too low or too high, by which a quantile is to be learnt; None where the mean is
    threshold_rule : by which the threshold is chosen; None where it is a number
    first_part : what tells whether there is an amount at all, before the model tells how much; None where that is one
    label_delay : of what later rows may not be learnt from; None where targets are known at once, or held out otherwise
    calibration : `sigmoid` or `isotonic`; empty where probabilities stay as they are
    measures : metrics that are worked out on held-out rows, by name; `metric`, the score, is the first
    unmeasured : what the brief or the answer asks for and no program of this kind can tell, in words
    choices : the estimator first
    has_rare_class : whether, of two, the one holds so few rows that half is no threshold by which it need be found
    may_take_long : whether learning may take minutes, so that the program says how far it is
    """

    title: str
    task: StarterTask
    algorithm: str
    name: str
    answer: str
    model: Learner
    baseline: Learner | None
    has_wide_columns: bool
    are_counts: bool
    table: TablePlan
    holding_out: HoldingOut
    label_delay: LabelDelay | None
    calibration: str
    costs: Costs | None
    unit_costs: UnitCosts | None
    threshold_rule: ThresholdRule | None
    metric: str
    measures: tuple[str, ...]
    checks: tuple[Check, ...]
    unmeasured: tuple[str, ...]
    choices: tuple[Choice, ...]
    first_part: EstimatorSource | None = None
    may_take_long: bool = False
    has_rare_class: bool = False

    def choice(self, topic: str) -> Choice:
        """Return the decision on a topic; KeyError where none was taken."""
        for each in self.choices:
            if each.topic == topic:
                return each
        raise KeyError(topic)


def packages_of(plan: StarterPlan) -> tuple[str, ...]:
    """Return the packages that a project needs, in the order of their names."""
    is_parquet = plan.table.is_named and plan.table.layout is None
    baseline = plan.baseline.estimator.packages if plan.baseline else ()
    others = (*baseline, *(plan.first_part.packages if plan.first_part else ()))
    return tuple(sorted({*_ALWAYS, *plan.model.estimator.packages, *others, *(("pyarrow",) if is_parquet else ())}))
