"""Ratings from cost models, for the requirements that bound a cost in a unit; measurements go before them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from whichml.advise.cost_prediction import Prediction, measure_of, predict_costs
from whichml.advise.demands import Demand
from whichml.advise.figures import in_its_unit
from whichml.advise.ratings import Rating
from whichml.advise.requirements import UnitBound
from whichml.knowledge.base import Knowledge
from whichml.model.calibration import Calibration
from whichml.model.conditions import Facts
from whichml.model.scale import place_quantity, rank_of, span_text

_STORES_ROWS = "stores-training-rows"
"""The family whose models are as large as the rows that they hold; the size of others is a matter of settings."""


def predicted_for(
    demands: Iterable[Demand], knowledge: Knowledge, facts: Facts, calibration: Calibration | None = None
) -> Mapping[tuple[str, str], Rating]:
    """Return what each requirement on a cost is held against, by algorithm and the requirement's key.

    A requirement that is an upper bound in a unit is held against the interval from the least that may be reached to
    the high end: it is missed where even the least misses it, and kept where the high end keeps it.
    """
    found: dict[tuple[str, str], Rating] = {}
    for demand in demands:
        measure = measure_of(demand.quality, demand.at)
        if knowledge.costs is None or measure is None or not isinstance(demand.bound, UnitBound):
            continue
        if demand.bound.end == "max":
            anchors = knowledge.qualities[demand.quality].anchors
            predicted = predict_costs(knowledge.costs, measure, facts, calibration, _of_given_size(knowledge))
            found |= {(algorithm, demand.key): _rating(each, anchors) for algorithm, each in predicted.items()}
    return found


def _of_given_size(knowledge: Knowledge) -> frozenset[str]:
    return frozenset(a.id for a in knowledge.algorithms.values() if _STORES_ROWS in a.ancestors)


def _rating(prediction: Prediction, anchors: tuple[float, ...]) -> Rating:
    low, high = (place_quantity(each, anchors) for each in (prediction.low, prediction.high))
    ends = [in_its_unit(each, prediction.unit, 2) for each in (prediction.low, prediction.high)]
    return Rating(
        low, high, low, high, rank_of(low), rank_of(high), span_text(low, high),
        (prediction.least, prediction.high), amount=f"{' to '.join(ends)} (predicted)", prediction=prediction,
    )  # fmt: skip
