"""What costs to expect in a project before anything is measured, from the cost models of the knowledge base.

A prediction is a distribution: that of an implementation as it comes, with default settings and on one core, at the
rows, features and classes of the project. A bound in a unit is held against it by the chance to keep it: below one in
ten the algorithm is out, from nine in ten it is clear of the bound, and between them it stays, ranked by its chance.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, get_args

from whichml.advise.devices import (
    ACCELERATED,
    AS_MEASURED,
    LOADED,
    LOADED_BYTES,
    UNCALIBRATED,
    WRITTEN_OUT,
    Factor,
    is_kept_in_flash,
    is_translated,
    serving_factor,
    serving_measure,
)
from whichml.advise.measured_values import in_its_unit
from whichml.knowledge.cost_models import FITTING, TIMES, CostMeasure, CostModel, CostModels, CostTask, Preparation
from whichml.knowledge.spread import Spread, Spreads, chance_within
from whichml.model.statements.calibration import Calibration
from whichml.model.statements.conditions import Facts, positive_number
from whichml.model.statements.facts import Citation

UNCALIBRATED_FACTOR: Final = UNCALIBRATED.reach
"""By how much a machine that was never calibrated may be faster or slower than the one of the sweeps."""
PREPARED_SHARE: Final = 0.75
"""How often columns have to be filled, scaled or spread out where the model is used; else rows come ready."""
FARTHEST: Final = 10.0
"""How many times beyond its sweep a model is believed: coverage was measured up to nine times (docs/cost-models.md)."""
MOST_CUT: Final = 10.0
"""How many times smaller than it comes a model may be made and still be worth having: an assumption."""
LIKELY: Final = 0.5
"""The chance from which an exported model is taken to keep a bound on its time."""
_FARTHEST_LOG: Final = math.log(FARTHEST) + 1e-9
_MEASURE_OF: Final[Mapping[str, CostMeasure]] = MappingProxyType({
    "training-time": "fit-seconds",
    "inference-latency": "row-latency",
    "inference-throughput": "batch-row-seconds",
    "inference-memory": "model-bytes",
    "model-size": "model-bytes",
    "training-memory": "peak-training-bytes",
})  # fmt: skip
_TASK_OF: Final[Mapping[str, CostTask]] = MappingProxyType({
    "binary-classification": "classification",
    "multiclass-classification": "classification",
    "regression": "regression",
})  # fmt: skip
_DENSE: Final = frozenset({"tabular", "sensor-features", "event-stream", "time-series"})
_ROWS: Final = ("data.training_rows", "data.labelled_rows", "data.rows")
_USUAL: Final = ("", "median", "mean")
_UNTOLD_CLASSES: Final = (3.0, 10.0)


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a quality of an algorithm is expected to be in one project.

    Attributes
    ----------
    spreads : of seconds or bytes, each with the probability that it is the right one
    implementation : the usual one, since what is known of the algorithm's accuracy was mostly measured with it
    fields : what the brief had to say for it
    measured_on : the machine that it holds for, in words; empty for sizes
    is_of_machine : whether it is a time of the machine that was calibrated, or of one like that of the sweeps
    beside : what is added to the spreads, for a request
    exported : of the seconds that a row takes without the call of Python; empty where that is not in question
    remedy : what may make it smaller, as a clause; empty where nothing simple does
    """

    algorithm: str
    quality: str
    measure: CostMeasure
    spreads: Spreads
    implementation: str
    fields: tuple[str, ...]
    measured_on: str
    is_of_machine: bool
    source: str
    beside: float = 0.0
    exported: Spreads = ()
    remedy: str = ""

    @property
    def is_rate(self) -> bool:
        """Return whether the quality counts rows in a second, and the spreads are of the seconds of a row."""
        return self.quality == "inference-throughput"

    @property
    def low(self) -> float:
        """Return the low end of the 90 % interval, in the quality's base unit."""
        return 1 / self._most if self.is_rate else self._least

    @property
    def high(self) -> float:
        """Return the high end."""
        return 1 / self._least if self.is_rate else self._most

    @property
    def _least(self) -> float:
        return min(spread.low for _, spread in self.spreads) + self.beside

    @property
    def _most(self) -> float:
        return max(spread.high for _, spread in self.spreads) + self.beside

    @property
    def is_inside(self) -> bool:
        """Return whether the size lies in the range of the sweeps."""
        return all(spread.inside for _, spread in self.spreads)

    @property
    def is_time(self) -> bool:
        """Return whether it depends on the machine that may have been calibrated."""
        return self.is_of_machine

    @property
    def unit(self) -> str:
        """Return its base unit."""
        return "1/second" if self.is_rate else "seconds" if self.measure in TIMES else "bytes"

    @property
    def identity(self) -> str:
        """Return what tells it from other predictions in one answer."""
        return f"{self.algorithm}:{self.quality}:{self.measure}:{self.implementation}"

    @property
    def sources(self) -> tuple[Citation, ...]:
        """Return where the points lie."""
        locator = f"sweeps.csv, {self.measure} of {self.implementation}"
        return (Citation(ref=self.source, locator=locator, supports="the points that the distribution was fitted to"),)

    @property
    def amount(self) -> str:
        """Return the 90 % interval in words."""
        return " to ".join(in_its_unit(each, self.unit, 2) for each in (self.low, self.high))

    @property
    def text(self) -> str:
        """Return what it says, as a clause."""
        on = f" on {self.measured_on}" if self.measured_on else ""
        beyond = "" if self.is_inside else "; the size lies beyond the sweeps"
        return f"{self.amount} are expected in nine of ten cases, as it comes and on one core{on}{beyond}"

    def chance_to_keep(self, bound: float) -> float:
        """Return the probability to keep a bound in the quality's base unit: at most, for a rate at least.

        It never falls where the bound gets looser.
        """
        return chance_within(self.spreads, _most_cost(self.quality, bound) - self.beside)

    def may_be_cut_to(self, bound: float) -> bool:
        """Return whether its remedy may bring it below a bound: its low end lies at most `MOST_CUT` times beyond.

        What comes beside it for a request is not cut. What is exported likely keeps it.
        """
        if self.exported:
            return bool(self.remedy) and self.is_likely_kept_exported(bound)
        return bool(self.remedy) and self.low - self.beside <= MOST_CUT * (bound - self.beside)

    def is_likely_kept_exported(self, bound: float) -> bool:
        """Return whether a row takes at most so much, more likely than not, once no call of Python is around it."""
        return bool(self.exported) and chance_within(self.exported, bound) >= LIKELY


@dataclass(frozen=True, slots=True)
class _Sizes:
    """The sizes that facts allow, and the fields that say so."""

    points: Sequence[tuple[float, float, float]]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Setting:
    """What turns the points of the sweeps into costs of the project, whatever the algorithm.

    Attributes
    ----------
    factors : each may be the right one, as likely as the others
    doubt : standard deviation of the logarithm of a time that lies in the machine
    columns : `numbers` or `categories`, what has to be prepared; empty where the model is translated without that
    beside : what a request takes of memory on top
    """

    columns: str
    factors: tuple[Factor, ...]
    reference_seconds: float
    doubt: float
    measured_on: str
    is_of_machine: bool
    beside: float = 0.0


def measure_of(quality: str, statistic: str = "") -> CostMeasure | None:
    """Return the measure that a requirement on a quality at a statistic speaks of; None where no model tells of it.

    A tail such as p95 is held against the 99 % point, which lies above it; of the worst case no sweep tells.
    """
    measure = _MEASURE_OF.get(quality)
    if measure != "row-latency" or statistic in _USUAL:
        return measure
    return None if statistic == "worst-case" else "row-latency-p99"


def predict_costs(
    models: CostModels,
    quality: str,
    facts: Facts,
    calibration: Calibration | None = None,
    at: str = "",
) -> Mapping[str, Prediction]:
    """Return what to expect of each algorithm that has a model, by its id, in the order of the file.

    Models speak of classification and regression on dense tables whose rows and features are known. Of several
    implementations the first in the file counts that says something of the sizes: the usual one. Another one may be
    smaller or faster, and worse: random Fourier features come a seventh as large as landmarks, and their defaults bring
    .42 of the way to the best on the 75 tables of the own study, where those of landmarks bring .88.

    Parameters
    ----------
    facts : of the brief, with those that follow from it
    calibration : of the project's machine; None takes the machine of the sweeps and doubts times by `UNCALIBRATED`
    at : the statistic that the bound speaks of
    """
    measure = None if is_kept_in_flash(quality, facts) else measure_of(quality, at)
    task = _TASK_OF.get(str(facts.get("task")))
    sizes = _sizes_in(facts) if task is not None and measure is not None else None
    if task is None or measure is None or sizes is None:
        return {}
    measure = serving_measure(measure, facts)
    setting = _setting_of(quality, measure, facts, models, calibration)
    without_python = measure == "batch-row-seconds" and is_translated(facts)
    before = {
        kind: [model.predict(*size, setting.reference_seconds) for size in sizes.points]
        for kind in get_args(Preparation)
        if (model := models.by_preparation.get((f"{kind} {setting.columns}", measure))) is not None
    }
    found = {}
    for (algorithm, of_task, of_measure), chosen in models.by_algorithm.items():
        if of_task != task or of_measure != measure:
            continue
        for model in chosen:
            if without_python and model.implementation.startswith("river."):
                continue
            if spreads := _spreads(model, before.get(model.preparation, ()), sizes, setting):
                told = _prediction(model, spreads, quality, models.source, sizes, setting)
                found[algorithm] = replace(told, exported=_exported(model, models, sizes, setting))
                break
    return found


def _exported(model: CostModel, models: CostModels, sizes: _Sizes, setting: _Setting) -> Spreads:
    """Return what a row takes of an implementation without the call of Python: what one of a batch does.

    Empty for what is no latency of a row, and for what computes in Python itself.
    """
    if not model.measure.startswith("row-latency") or model.implementation.startswith("river."):
        return ()
    of_batch = models.by_algorithm.get((model.algorithm, model.task, "batch-row-seconds"), ())
    same = next((each for each in of_batch if each.implementation == model.implementation), None)
    return _spreads(same, (), sizes, setting) if same is not None else ()


def _spreads(model: CostModel, before: Sequence[Spread], sizes: _Sizes, setting: _Setting) -> Spreads:
    """Return what to expect of an implementation: mostly behind the preparation of columns, else alone.

    Empty where a size lies too far beyond its sweep.
    """
    found: list[tuple[float, Spread]] = []
    share = 1 / (len(sizes.points) * len(setting.factors))
    for place, size in enumerate(sizes.points):
        alone = model.predict(*size, setting.reference_seconds, setting.doubt)
        if alone.outside > _FARTHEST_LOG:
            return ()
        cases = [(share, alone)]
        if before:
            cases = [((1 - PREPARED_SHARE) * share, alone), (PREPARED_SHARE * share, alone.plus(before[place]))]
        found += [(each, spread.times(f.times, f.doubt)) for each, spread in cases for f in setting.factors]
    return tuple(found)


def _prediction(
    model: CostModel, spreads: Spreads, quality: str, source: str, sizes: _Sizes, setting: _Setting
) -> Prediction:
    return Prediction(
        algorithm=model.algorithm,
        quality=quality,
        measure=model.measure,
        spreads=spreads,
        implementation=model.implementation,
        fields=sizes.fields,
        measured_on=setting.measured_on,
        is_of_machine=setting.is_of_machine,
        source=source,
        beside=setting.beside,
    )


def _most_cost(quality: str, bound: float) -> float:
    """Return up to which seconds or bytes a bound on a quality is kept."""
    if quality == "inference-throughput":
        return 1 / bound if bound > 0 else math.inf
    return bound


def _setting_of(
    quality: str, measure: CostMeasure, facts: Facts, models: CostModels, calibration: Calibration | None
) -> _Setting:
    """Return what holds for all algorithms: where the cost arises, and how well that place is known."""
    columns = "categories" if positive_number(facts, "data.categorical_features") else "numbers"
    if measure not in TIMES:
        return _setting_of_size(quality, measure, facts, columns)
    between = models.machine_scales.get(measure, 0.0)
    elsewhere = None if measure in FITTING else serving_factor(facts)
    if elsewhere is not None:
        place = f"{elsewhere.text} {models.machine}"
        return _Setting(
            "" if is_translated(facts) else columns,
            (elsewhere,),
            models.reference_seconds,
            between,
            place,
            is_of_machine=False,
        )
    is_accelerated = measure == "fit-seconds" and facts.get("deployment.accelerator") in ("gpu", "tpu")
    factors = ACCELERATED if is_accelerated else (AS_MEASURED,)
    if calibration is None:
        doubt = math.hypot(between, UNCALIBRATED.doubt)
        place = f"a machine up to {UNCALIBRATED_FACTOR:g} times faster or slower than {models.machine}"
        return _Setting(columns, factors, models.reference_seconds, doubt, place, is_of_machine=True)
    seconds = calibration.reference_seconds
    place = f"the calibrated machine, {calibration.machine.processor} ({1000 * seconds:.3g} ms of reference work)"
    return _Setting(columns, factors, seconds, between, place, is_of_machine=True)


def _setting_of_size(quality: str, measure: CostMeasure, facts: Facts, columns: str) -> _Setting:
    """Return what holds for sizes of all algorithms: as Python keeps them, or written out for where they are used."""
    if measure in FITTING:
        return _Setting(columns, (AS_MEASURED,), 1.0, 0.0, "", is_of_machine=False)
    if is_translated(facts):
        return _Setting("", (WRITTEN_OUT,), 1.0, 0.0, "", is_of_machine=False)
    if quality == "inference-memory":
        return _Setting(columns, (LOADED,), 1.0, 0.0, "", is_of_machine=False, beside=LOADED_BYTES)
    return _Setting(columns, (AS_MEASURED,), 1.0, 0.0, "", is_of_machine=False)


def _sizes_in(facts: Facts) -> _Sizes | None:
    """Return the sizes that the facts allow; None where rows or features are not known, or data are no dense table.

    Where several classes are not counted, there may be 3 to 10 of them; a categorical column may be spread out or not.
    """
    told = facts.get("data.modality", ())
    modalities = told if isinstance(told, tuple) else (told,)
    rows_field = next((field for field in _ROWS if positive_number(facts, field) is not None), None)
    features = positive_number(facts, "data.features")
    if rows_field is None or features is None or facts.get("data.sparse") is True or {*modalities} - _DENSE:
        return None
    rows = positive_number(facts, rows_field) or 0.0
    encoded = positive_number(facts, "data.encoded_features") or features
    is_spread_out = encoded != features
    widths = (features, encoded) if is_spread_out else (features,)
    fields = ["task", rows_field, "data.features", *(["data.encoded_features"] if is_spread_out else [])]
    if facts["task"] == "binary-classification":
        classes: tuple[float, ...] = (2.0,)
    elif facts["task"] == "regression":
        classes = (1.0,)
    else:
        counted = positive_number(facts, "data.classes")
        classes = _UNTOLD_CLASSES if counted is None else (counted,)
        fields += ["data.classes"] if counted is not None else []
    return _Sizes([(rows, width, count) for width in widths for count in classes], tuple(fields))
