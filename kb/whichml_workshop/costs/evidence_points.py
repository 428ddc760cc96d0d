"""Points of cost models from committed experiments, for what a sweep cannot tell.

Explainable boosting takes too long for a sweep, and stacking has no estimators of its own; experiments tell their cost.
An experiment measures a whole pipeline, so what preparing columns costs is taken off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from whichml.knowledge.cost_models import TIMES, CostMeasure, CostModel
from whichml.model.statements.evidence import Evidence, Measurement
from whichml_workshop.costs.points import EXPERIMENT, SweepPoint
from whichml_workshop.costs.preparation import preparation_of

TOLD_BY_EXPERIMENTS: Final = frozenset({"explainable-boosting-machine", "stacking"})
_LEAST_SHARE: Final = 0.1
_DISTRIBUTIONS: Final[Mapping[str, str]] = {
    "sklearn": "scikit-learn", "interpret": "interpret-core", "xgboost": "xgboost-cpu",
}  # fmt: skip
_MEASURES: Final[Mapping[tuple[str, str], CostMeasure]] = {
    ("fit-seconds", "median"): "fit-seconds",
    ("row-latency", "median"): "row-latency",
    ("row-latency", "p99"): "row-latency-p99",
    ("throughput", "median"): "batch-row-seconds",
    ("model-bytes", "once"): "model-bytes",
    ("peak-training-bytes", "once"): "peak-training-bytes",
}


def points_of(
    evidence: Iterable[Evidence], preparations: Iterable[CostModel], reference_seconds: float
) -> Iterator[SweepPoint]:
    """Yield a point for each cost that experiments measured, without the preparation, and at least a tenth of it.

    Parameters
    ----------
    preparations : models of what is taken off
    reference_seconds : what the reference work took on the machine of the experiments
    """
    known: dict[tuple[str, str], CostModel] = {(model.implementation, model.measure): model for model in preparations}
    for one in evidence:
        for measurement in one.measurements:
            measure = _MEASURES.get((measurement.measure, measurement.statistic))
            if measure is not None and measurement.value > 0:
                yield _point(one, measurement, measure, known, reference_seconds)


def _point(
    evidence: Evidence,
    measurement: Measurement,
    measure: CostMeasure,
    known: Mapping[tuple[str, str], CostModel],
    reference_seconds: float,
) -> SweepPoint:
    facts = evidence.data.facts
    kind = preparation_of(measurement.implementation)
    has_categories = bool(facts.get("data.categorical_features"))
    features = facts["data.features"] if kind == "split" else facts.get("data.encoded_features", facts["data.features"])
    is_regression = evidence.data.task == "regression"
    classes = 0 if is_regression else int(facts.get("data.classes", 2))
    cost = 1 / measurement.value if measurement.measure == "throughput" else measurement.value
    ratio = cost / reference_seconds if measure in TIMES else cost
    preparation = known.get((f"{kind} {'categories' if has_categories else 'numbers'}", measure))
    if preparation is not None:
        before = preparation.predict(measurement.rows, float(features), float(classes), 1.0).median
        ratio = max(_LEAST_SHARE * ratio, ratio - before)
    library = measurement.implementation.partition(".")[0]
    version = evidence.versions.get(_DISTRIBUTIONS.get(library, library), "")
    return SweepPoint(
        measurement.algorithm, measurement.implementation, version, "regression" if is_regression else "classification",
        f"{EXPERIMENT}{evidence.data.name}", measurement.rows, int(features), classes, measure, ratio,
    )  # fmt: skip
