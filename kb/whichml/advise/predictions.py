"""Ratings from cost models, for the requirements that bound a cost in a unit; measurements go before them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from whichml.advise.constraints import Constraint
from whichml.advise.cost_prediction import predict_costs
from whichml.advise.priced_prediction import QUALITY, predict_prices
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
        elif knowledge.costs is not None:
            predicted = predict_costs(knowledge.costs, quality.id, facts, calibration, constraint.at)
            for algorithm, told in predicted.items():
                remedied = replace(told, remedy=_remedy(knowledge, algorithm)) if quality.id in _SIZES else told
                found[algorithm, constraint.key] = _rating(remedied, quality.anchors)
    return found


def _remedy(knowledge: Knowledge, algorithm: str) -> str:
    known = knowledge.algorithms.get(algorithm)
    families = known.ancestors if known is not None else frozenset()
    return next((remedy for family, remedy in _REMEDIES if family in families), "")


def _rating(prediction: QualityPrediction, anchors: tuple[float, ...]) -> Rating:
    ends = prediction.low, prediction.high
    low, high = (place_quantity(each, anchors) for each in ends)
    return Rating(
        low, high, low, high, rank_of(low), rank_of(high), span_text(low, high), ends,
        amount=f"{prediction.amount} (predicted)", prediction=prediction,
    )  # fmt: skip
