"""Ratings from cost models, for the requirements that bound a cost in a unit; measurements go before them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from whichml.advise.constraints import Constraint
from whichml.advise.cost_prediction import Prediction, predict_costs
from whichml.advise.priced_prediction import QUALITY, PricedPrediction, predict_prices
from whichml.advise.quality_prediction import QualityPrediction
from whichml.advise.ratings import Rating
from whichml.advise.requirements import UnitBound
from whichml.knowledge.base import Knowledge
from whichml.model.statements.calibration import Calibration
from whichml.model.statements.conditions import Facts
from whichml.model.values.scale import place_quantity, rank_of, span_text

_SIZES = ("model-size", "inference-memory")
_REMEDIES = (
    ("tree-based", "fewer or shallower trees may fit, at a price in accuracy"),
    ("neural-network", "fewer units may fit, at a price in accuracy"),
)
"""What makes a model smaller, by the family that it holds for; others are as large as rows or columns make them."""
_EXPORTS = (
    ("linear", "its weights written out as code may keep it, since most of that is the call of Python"),
    ("tree-based", "its trees compiled to code may keep it, since most of that is the call of Python"),
)
"""What spares a model the call of Python for each row, by the family that it holds for."""
_OTHER_TASK = {"binary-classification": "regression", "regression": "binary-classification"}
"""The task that a task is treated as where an algorithm does not solve it."""
_OF_CALLS = frozenset({"inference-latency", "inference-throughput"})
"""Qualities of which nearly all lies in how the sum of a model is called, whatever it was fitted to."""


def predicted_for(
    constraints: Iterable[Constraint], knowledge: Knowledge, facts: Facts, calibration: Calibration | None = None
) -> Mapping[tuple[str, str], Rating]:
    """Return what each requirement on a cost is held against, by algorithm and the requirement's key.

    That is for requirements in a unit: at most so much of what costs, at least so much of what is gained.
    """
    found: dict[tuple[str, str], Rating] = {}
    for constraint in constraints:
        bound = constraint.bound
        if not isinstance(bound, UnitBound):
            continue
        quality = knowledge.qualities[constraint.quality]
        if bound.end != ("min" if quality.better == "higher" else "max"):
            continue
        if quality.id == QUALITY:
            for algorithm, priced in predict_prices(knowledge, facts, bound.magnitude).items():
                found[algorithm, constraint.key] = _rating(priced, quality.anchors)
        else:
            for algorithm, told in _costs(constraint, bound.magnitude, knowledge, facts, calibration).items():
                found[algorithm, constraint.key] = _rating(told, quality.anchors)
    return found


def _costs(
    constraint: Constraint, bound: float, knowledge: Knowledge, facts: Facts, calibration: Calibration | None
) -> Mapping[str, Prediction]:
    """Return what is predicted of each algorithm in this task, or else as what it is used for it, with its remedy."""
    if knowledge.costs is None:
        return {}
    quality, task = constraint.quality, str(facts.get("task"))
    found = dict(predict_costs(knowledge.costs, quality, facts, calibration, constraint.at))
    if quality in _OF_CALLS:
        if task in _OTHER_TASK:
            as_other = {**facts, "task": _OTHER_TASK[task]}
            elsewhere = predict_costs(knowledge.costs, quality, as_other, calibration, constraint.at)
            found.update((name, told) for name, told in elsewhere.items() if not _solves(knowledge, name, task))
        for name, algorithm in knowledge.algorithms.items():
            like = found.get(algorithm.facts.computes_like or "")
            if like is not None and name not in found:
                found[name] = replace(like, algorithm=name)
    return {name: replace(told, remedy=_remedy(knowledge, told, quality, bound)) for name, told in found.items()}


def _solves(knowledge: Knowledge, algorithm: str, task: str) -> bool:
    known = knowledge.algorithms.get(algorithm)
    return known is not None and task in known.facts.solves


def _remedy(knowledge: Knowledge, told: Prediction, quality: str, bound: float) -> str:
    """Return what may bring what is predicted below a bound; empty where nothing simple does."""
    known = knowledge.algorithms.get(told.algorithm)
    if known is None or (quality not in _SIZES and not told.is_likely_kept_exported(bound)):
        return ""
    like = knowledge.algorithms.get(known.facts.computes_like or "", known)
    remedies = _REMEDIES if quality in _SIZES else _EXPORTS
    return next((remedy for family, remedy in remedies if family in like.ancestors), "")


def _rating(prediction: QualityPrediction, anchors: tuple[float, ...]) -> Rating:
    of_what = f" for {prediction.bought}" if isinstance(prediction, PricedPrediction) else ""
    ends = prediction.low, prediction.high
    low, high = (place_quantity(each, anchors) for each in ends)
    return Rating(
        low, high, low, high, rank_of(low), rank_of(high), span_text(low, high), ends,
        amount=f"{prediction.amount} (predicted{of_what})", prediction=prediction,
    )  # fmt: skip
