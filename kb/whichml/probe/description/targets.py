"""The target of a table: which task it poses, and its values as codes of classes or as numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from whichml.model.documents.errors import ProbeError, did_you_mean, quoted
from whichml.model.values.vocabulary import TASKS, TargetTrait
from whichml.probe.extra import of_extra

if TYPE_CHECKING:
    import pandas as pd

ProbedTask: TypeAlias = Literal["binary-classification", "multiclass-classification", "regression"]
PROBED_TASKS: tuple[ProbedTask, ...] = ("binary-classification", "multiclass-classification", "regression")
MOST_CLASSES = 1_000
# whole numbers are taken for classes only where they are few, and each has rows enough to be learnt
_MOST_NUMBERED_CLASSES, _FEWEST_ROWS_OF_NUMBERED, _MOST_SHARE_DISTINCT = 20, 5, 0.1
_MOST_DOUBTFUL_AMOUNTS = 50
_MOST_SHARE_OF_SINGLES = 0.5
_LARGEST = 1e100  # squares of larger numbers overflow
_HEAVY_TAIL = 8.0  # a normal distribution has 3.5, an exponential 5.6, a log-normal of sigma 1 has 9.5


@dataclass(frozen=True, eq=False)
class Target:
    """The target of the rows that are kept.

    Attributes
    ----------
    task : which of the tasks it poses
    values : NumPy array, integer codes in the order of `classes`, floats for a regression
    classes : their names, numbers in their order and texts in that of the alphabet
    kept : NumPy array of truth values, one for each row given: whether the row is kept
    notes : what a person should look at
    """

    task: ProbedTask
    values: Any
    classes: tuple[str, ...]
    kept: Any
    notes: tuple[str, ...]


def target_of(name: str, given: pd.Series, task: str | None = None) -> Target:
    """Return the target that a column without missing values holds, for a task or for the one that it poses.

    Two values pose a binary classification; texts, and few whole numbers with many rows each, a multiclass one; other
    numbers a regression. Rows of a class that has only one are not kept.

    Raises
    ------
    ProbeError
        When there is nothing to learn, or the column does not fit the task.
    """
    types = of_extra("pandas").api.types
    if task is not None and task not in PROBED_TASKS:
        _refuse_task(task)
    if types.is_datetime64_any_dtype(given):
        raise ProbeError.about(f"the target {quoted(name)} holds dates.",
                               hint="Make a number of it, such as days until then.")  # fmt: skip
    counts = given.value_counts()
    if len(counts) == 1:
        raise ProbeError.about(f"the target {quoted(name)} has one value in all rows: {quoted(str(counts.index[0]))}.",
                               hint="Take rows of at least two classes, or another target.")  # fmt: skip
    is_number = types.is_numeric_dtype(given) and not types.is_bool_dtype(given)
    found = task or _task_posed(given, counts, is_number)
    if found == "regression":
        numbers = _numbers(name, given, is_number)
        if task is not None or len(counts) > _MOST_DOUBTFUL_AMOUNTS:
            return numbers
        note = (f"The {len(counts)} different numbers of the target {quoted(name)} were taken for amounts; give the "
                "task multiclass-classification where they are classes.")  # fmt: skip
        return replace(numbers, notes=(note,))
    notes: list[str] = []
    if task is None and is_number and len(counts) > 2:
        notes.append(f"The whole numbers of the target {quoted(name)} were taken for {len(counts)} classes; "
                     "give the task regression where they are amounts.")  # fmt: skip
    return _classes(name, given, counts, task, notes)


def _refuse_task(task: str) -> None:
    known = ", ".join(PROBED_TASKS)
    if task in TASKS:
        raise ProbeError.about(f"experiments are not made for the task {quoted(task)}.", hint=f"It is one of {known}.")
    near = did_you_mean(task, PROBED_TASKS)
    raise ProbeError.about(f"unknown task {quoted(task)}.", hint=near or f"It is one of {known}.")


def _task_posed(given: pd.Series, counts: pd.Series, is_number: bool) -> ProbedTask:
    if len(counts) == 2:
        return "binary-classification"
    if not is_number:
        return "multiclass-classification"
    plain = given.to_numpy(dtype=float)
    few = len(counts) <= min(_MOST_NUMBERED_CLASSES, _MOST_SHARE_DISTINCT * len(plain))
    whole = bool(np.all(np.floor(plain) == plain))
    classes = few and whole and counts.min() >= _FEWEST_ROWS_OF_NUMBERED
    return "multiclass-classification" if classes else "regression"


def _numbers(name: str, given: pd.Series, is_number: bool) -> Target:
    if not is_number:
        raise ProbeError.about(
            f"the target {quoted(name)} holds texts such as {quoted(str(given.iloc[0]))}, and a regression needs "
            "numbers.",
            hint="Leave the task out for a classification, or write its numbers with points and without units.",
        )
    plain = given.to_numpy(dtype=float)
    largest = float(np.abs(plain).max())
    if largest > _LARGEST:
        raise ProbeError.about(
            f"the target {quoted(name)} reaches {largest:.3g}, and squares of numbers beyond {_LARGEST:g} cannot be "
            "computed.",
            hint="Give it in a larger unit, or its logarithm.",
        )
    return Target("regression", plain, (), np.ones(len(given), dtype=bool), ())


def _classes(name: str, given: pd.Series, counts: pd.Series, task: str | None, notes: list[str]) -> Target:
    if len(counts) > MOST_CLASSES:
        raise ProbeError.about(
            f"the target {quoted(name)} has {len(counts):,} classes, and the limit is {MOST_CLASSES:,}; it looks like "
            "an id, a number or a free text.",
            hint="Give another target, or the task regression for numbers; numbers with decimal commas are texts.",
        )
    if task == "binary-classification" and len(counts) != 2:
        raise ProbeError.about(f"a binary classification has 2 classes, and {quoted(name)} has {len(counts)}.",
                               hint="Give the task multiclass-classification, or put classes together.")  # fmt: skip
    kept = np.ones(len(given), dtype=bool)
    single = sorted(str(value) for value in counts.index[counts == 1])
    if single:
        shown = ", ".join(quoted(value) for value in single[:5]) + (", ..." if len(single) > 5 else "")
        of_one = f"{len(single)} classes of the target {quoted(name)} have a single row: {shown}"
        if len(single) == 1:
            of_one = f"the class {shown} of the target {quoted(name)} has a single row"
        if len(counts) - len(single) < 2:
            raise ProbeError.about(f"{of_one}, and too few others are left to tell apart.",
                                   hint="A class has to have at least two rows; collect more, or join rare classes.",
                                   )  # fmt: skip
        if len(single) > _MOST_SHARE_OF_SINGLES * len(given):
            raise ProbeError.about(f"{of_one}; it looks like an id, a number or a free text.",
                                   hint="Give another target, or write its numbers without words and units.",
                                   )  # fmt: skip
        notes.append(f"{of_one[0].upper()}{of_one[1:]}; such rows were left out.")
        kept = given.map(counts).to_numpy() > 1
    ordered = sorted(counts.index[counts > 1])
    codes = given[kept].map({value: code for code, value in enumerate(ordered)}).to_numpy(dtype=np.int64)
    posed: ProbedTask = "binary-classification" if len(ordered) == 2 else "multiclass-classification"
    names = tuple(_class_name(value) for value in ordered)
    return Target("multiclass-classification" if task == "multiclass-classification" else posed,
                  codes, names, kept, tuple(notes))  # fmt: skip


def _class_name(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def traits_of(values: Any) -> tuple[TargetTrait, ...]:
    """Return what is particular about the numbers of a regression, as a brief says it.

    Counts are whole and begin at 0 or 1, as prices and other amounts in whole units do not; a heavy tail reaches eight
    times as far from the median at 99 % as at 75 % of the rows, on either side, where one value fills half of the rows
    or more, as zeros do, of the other rows; bounded means shares between 0 and 1.
    """
    traits: list[TargetTrait] = []
    is_whole, lowest = bool(np.all(np.floor(values) == values)), float(values.min())
    if is_whole and lowest in (0, 1):
        traits.append("count")
    if lowest > 0:
        traits.append("positive")
    low, median, high = np.quantile(values, [0.25, 0.5, 0.75])
    spread = values[values != median] if low == high else values
    first, low, median, high, last = np.quantile(spread if len(spread) else values, [0.01, 0.25, 0.5, 0.75, 0.99])
    if len(spread) >= 100 and (
        last - median > _HEAVY_TAIL * (high - median) > 0 or median - first > _HEAVY_TAIL * (median - low) > 0
    ):
        traits.append("heavy-tailed")
    if not is_whole and lowest >= 0 and float(values.max()) <= 1:
        traits.append("bounded")
    return tuple(traits)
