"""What costs to expect in a project before anything is measured, from the cost models of the knowledge base.

A prediction is held against bounds in units. It says three things of a bound: *clear*, where the high end of its 90 %
interval keeps it; *over*, where even the least that a careful engineer may reach misses it; else *measure this*.

The interval is that of an implementation as it comes: default settings, one core, called from Python for one row at a
time. An algorithm is more than that, so only what lies beyond a bound by more than `LEEWAY` is over it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from whichml.advise.figures import in_its_unit
from whichml.knowledge.cost_models import TIMES, CostMeasure, CostModel, CostModels, CostTask
from whichml.model.calibration import Calibration
from whichml.model.conditions import Facts
from whichml.model.facts import Citation

UNCALIBRATED_FACTOR: Final = 3.0
"""By how much a machine that was never calibrated may be faster or slower than the one of the sweeps."""
LEEWAY: Final[Mapping[CostMeasure, float]] = MappingProxyType({
    "fit-seconds": 16.0,  # cores that a fit may use
    "row-latency": 100.0,  # rows in batches are up to two orders of magnitude faster (scikit-learn's guide, see docs)
    "row-latency-p99": 100.0,
    "model-bytes": 10.0,  # shorter numbers; what else shrinks a model is told by its kind
    "peak-training-bytes": 4.0,  # shorter numbers, data in parts
})  # fmt: skip
"""By what factor other settings, cores or programs may undercut an implementation as it comes; this project's rule."""
FARTHEST: Final = 10.0
"""How many times beyond its sweep a model is believed: coverage was measured up to nine times (docs/cost-models.md)."""
_MEASURE_OF: Final[Mapping[str, CostMeasure]] = MappingProxyType({
    "training-time": "fit-seconds",
    "inference-latency": "row-latency",
    "model-size": "model-bytes",
    "training-memory": "peak-training-bytes",
})  # fmt: skip
_TASK_OF: Final[Mapping[str, CostTask]] = MappingProxyType({
    "binary-classification": "classification",
    "multiclass-classification": "classification",
    "regression": "regression",
})  # fmt: skip
_DENSE: Final = frozenset({"tabular", "sensor-features", "event-stream", "time-series"})
_SERVERS: Final = frozenset({"cloud", "on-premises", "edge-server", "desktop", "none"})
"""Targets that may be the machine that was calibrated, or one like that of the sweeps."""
_ROWS: Final = ("data.training_rows", "data.labelled_rows", "data.rows")
_USUAL: Final = ("", "median", "mean")
_UNTOLD_CLASSES: Final = (3.0, 10.0)


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a quality of an algorithm is expected to be in one project.

    Attributes
    ----------
    low, high : ends of the 90 % interval in the quality's base unit; of several implementations the cheapest counts at
        each end, since an algorithm misses a bound only where all of them do
    least : the low end with all leeway taken
    is_inside : whether the size lies in the range of the sweeps
    fields : what the brief had to say for it
    measured_on : the machine that it holds for, in words; empty for sizes
    sources : where the points lie
    """

    algorithm: str
    measure: CostMeasure
    low: float
    high: float
    least: float
    is_inside: bool
    implementations: tuple[str, ...]
    fields: tuple[str, ...]
    measured_on: str
    sources: tuple[Citation, ...]

    @property
    def is_time(self) -> bool:
        """Return whether it depends on the machine."""
        return self.measure in TIMES

    @property
    def unit(self) -> str:
        """Return its base unit."""
        return "seconds" if self.is_time else "bytes"

    @property
    def text(self) -> str:
        """Return what it says, as a clause."""
        low, high, least = (in_its_unit(each, self.unit, 2) for each in (self.low, self.high, self.least))
        most = f"below {least} is not expected" if self.least > 0 else "how much less is possible is not known"
        on = f" on {self.measured_on}" if self.measured_on else ""
        beyond = "" if self.is_inside else "; the size lies beyond the sweeps"
        return (
            f"{low} to {high} are expected in nine of ten cases, as it comes and on one core{on}{beyond}; "
            f"{most} with other settings, cores or programs"
        )


@dataclass(frozen=True, slots=True)
class _Sizes:
    """The sizes that facts allow, and the fields that say so."""

    points: Sequence[tuple[float, float, float]]
    fields: tuple[str, ...]


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
    measure: CostMeasure,
    facts: Facts,
    calibration: Calibration | None = None,
    of_given_size: Collection[str] = (),
) -> Mapping[str, Prediction]:
    """Return what to expect of each algorithm that has a model, by its id, in the order of the file.

    Models speak of classification and regression on dense tables whose rows and features are known. The latency on a
    phone, a wearable or anything smaller is left out: no reference work was timed there.

    Parameters
    ----------
    facts : of the brief, with those that follow from it
    calibration : of the project's machine; None takes the machine of the sweeps and widens times by
        `UNCALIBRATED_FACTOR` each way
    of_given_size : ids of algorithms whose models are as large as rows or features make them; others, such as trees,
        can be made as small as somebody wants
    """
    task = _TASK_OF.get(str(facts.get("task")))
    sizes = _sizes_in(facts) if task is not None else None
    is_elsewhere = measure.startswith("row-latency") and facts.get("deployment.target", "none") not in _SERVERS
    if task is None or sizes is None or is_elsewhere:
        return {}
    found = {}
    for (algorithm, of_task, of_measure), chosen in models.by_algorithm.items():
        if of_task != task or of_measure != measure:
            continue
        believed = [m for m in chosen if all(m.times_beyond(*size) <= FARTHEST for size in sizes.points)]
        if believed:
            is_unbounded = _is_unbounded(measure, facts, algorithm in of_given_size)
            found[algorithm] = _predicted(believed, models, sizes, calibration, is_unbounded)
    return found


def _is_unbounded(measure: CostMeasure, facts: Facts, is_of_given_size: bool) -> bool:
    """Return whether nothing can be said of the least: on an accelerator, or where settings decide the size."""
    if measure == "fit-seconds":
        return facts.get("deployment.accelerator") in ("gpu", "tpu")
    return measure == "model-bytes" and not is_of_given_size


def _predicted(
    chosen: Sequence[CostModel],
    models: CostModels,
    sizes: _Sizes,
    calibration: Calibration | None,
    is_unbounded: bool,
) -> Prediction:
    first = chosen[0]
    seconds = models.reference_seconds if calibration is None else calibration.reference_seconds
    spans = [[model.predict(*size, reference_seconds=seconds) for size in sizes.points] for model in chosen]
    factor = UNCALIBRATED_FACTOR if calibration is None and first.measure in TIMES else 1.0
    low = min(each.low for told in spans for each in told) / factor
    high = min(max(each.high for each in told) for told in spans) * factor
    paths = tuple(sorted({model.implementation for model in chosen}))
    points = Citation(
        ref=models.source,
        locator=f"sweeps.csv, {first.measure} of {', '.join(paths)}",
        supports="the points that the interval was fitted to",
    )
    return Prediction(
        algorithm=first.algorithm,
        measure=first.measure,
        low=low,
        high=high,
        least=0.0 if is_unbounded else low / LEEWAY[first.measure],
        is_inside=all(each.inside for told in spans for each in told),
        implementations=paths,
        fields=sizes.fields,
        measured_on=_machine(models, calibration) if first.measure in TIMES else "",
        sources=(points,),
    )


def _machine(models: CostModels, calibration: Calibration | None) -> str:
    if calibration is None:
        return f"a machine up to {UNCALIBRATED_FACTOR:g} times faster or slower than {models.machine}"
    milliseconds = 1000 * calibration.reference_seconds
    return f"the calibrated machine, {calibration.machine.processor} ({milliseconds:.3g} ms of reference work)"


def _sizes_in(facts: Facts) -> _Sizes | None:
    """Return the sizes that the facts allow; None where rows or features are not known, or data are no dense table.

    Where several classes are not counted, there may be 3 to 10 of them; a categorical column may be spread out or not.
    """
    told = facts.get("data.modality", ())
    modalities = told if isinstance(told, tuple) else (told,)
    rows_field = next((field for field in _ROWS if _number(facts, field) is not None), None)
    features = _number(facts, "data.features")
    if rows_field is None or features is None or facts.get("data.sparse") is True or {*modalities} - _DENSE:
        return None
    rows = _number(facts, rows_field) or 0.0
    encoded = _number(facts, "data.encoded_features") or features
    widths = sorted({features, encoded})
    fields = ["task", rows_field, "data.features", *(["data.encoded_features"] if encoded != features else [])]
    if facts["task"] == "binary-classification":
        classes: tuple[float, ...] = (2.0,)
    elif facts["task"] == "regression":
        classes = (1.0,)
    else:
        counted = _number(facts, "data.classes")
        classes = _UNTOLD_CLASSES if counted is None else (counted,)
        fields += ["data.classes"] if counted is not None else []
    return _Sizes([(rows, width, count) for width in widths for count in classes], tuple(fields))


def _number(facts: Facts, field: str) -> float | None:
    value = facts.get(field)
    return None if value is None or isinstance(value, bool | str | tuple) or value <= 0 else float(value)
