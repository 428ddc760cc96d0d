"""A requirement held against a rating: met, missed, or too close to tell."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from whichml.advise.loaded_models import MEMORY, STORED, least_memory
from whichml.advise.quality_prediction import QualityPrediction
from whichml.advise.ratings import Rating, Ratings
from whichml.knowledge.entities import Quality
from whichml.model.values.scale import level_of_quantity, rank_of

Verdict = Literal["met", "open", "missed"]
SURE_ENOUGH = 0.9
"""The chance from which a prediction settles a bound: it keeps it, or it breaks it."""
CUT_TO_SIZE = 0.5
"""The chance that a model which breaks a bound on its size is still of use where it is cut to that size."""
FAR_BEYOND = 10.0
"""How many times beyond a bound what is claimed in a unit has to lie to put an algorithm out."""
FAR_SHORT: Final[Mapping[str, int]] = MappingProxyType({"high": 2, "medium": 3, "low": 4})
"""How many levels short of a bound a claim has to lie to put an algorithm out, by the claim's confidence."""
SELDOM_KEPT = 0.25
"""The part of the span of an amount up to which a bound that only this part keeps is likelier missed than kept."""
_SPAN_OF_VERDICT: Final[Mapping[Verdict, tuple[float, float]]] = MappingProxyType({
    "met": (1.0, 1.0), "open": (0.0, 1.0), "missed": (0.0, 0.0),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class LevelBound:
    """A bound in levels; `number` is the level's rank, 0 to 4."""

    end: Literal["min", "max"]
    number: int


@dataclass(frozen=True, slots=True)
class UnitBound:
    """A bound in the quality's base unit."""

    end: Literal["min", "max"]
    magnitude: float


Bound = LevelBound | UnitBound


def judge_bound(bound: Bound, rating: Rating | None, quality: Quality) -> Verdict:
    """Return whether what is claimed keeps the bound.

    A prediction misses a bound that it breaks in more than nine of ten cases, unless a model cut to size may keep it,
    and keeps one that it breaks in fewer than one of ten. Claims in units are compared as numbers: an interval beyond
    the bound misses it, also where its best end just touches it; one that reaches over it is open. Claims in levels
    miss a bound in units only when they lie more than one level beyond the level that holds the bound; one below the
    lowest anchor of the scale counts as that anchor. So what misses a bound misses every tighter one.
    """
    if rating is None or not rating.applicable:
        return "open"
    if isinstance(bound, LevelBound):
        return _judge_levels(bound, rating)
    if rating.prediction is not None:
        return _judge_chance(chance_of_use(rating.prediction, bound.magnitude))
    if rating.interval is not None:
        return _judge_interval(bound, rating.interval)
    if not quality.anchors:
        return "open"
    return _judge_level_against_unit(bound, rating, quality.anchors)


def is_out_of_reach(bound: Bound, rating: Rating, quality: Quality) -> bool:
    """Return whether a missed bound puts an algorithm out, rather than at risk.

    What was measured of this project or computed for its size does. Claims speak of usual settings and of what is
    usual elsewhere, and something can be added to most algorithms: they put out what lies ten times beyond a bound in
    a unit, or two levels short of one in levels where all of them are of high confidence or a rule says so. The less
    sure one of them is the further short it has to be, so that whoever misses a bound by most is not left for doubt.
    """
    if rating.is_measured or rating.prediction is not None:
        return True
    if isinstance(bound, LevelBound):
        doubts = () if rating.rules else (claim.confidence for claim in rating.claims)
        enough = max((FAR_SHORT[each] for each in doubts), default=FAR_SHORT["high"])
        return levels_short(bound, rating, quality) >= enough
    if rating.interval is None:
        return True
    low, high = rating.interval
    if bound.end == "max":
        return low >= FAR_BEYOND * bound.magnitude
    return high * FAR_BEYOND <= bound.magnitude


def _level_of(bound: Bound, quality: Quality) -> int:
    return bound.number if isinstance(bound, LevelBound) else level_of_quantity(bound.magnitude, quality.anchors)


def levels_short(bound: Bound, rating: Rating, quality: Quality) -> int:
    """Return by how many levels the best end of a rating misses a bound: 1 where both lie on one level."""
    rank = _level_of(bound, quality)
    short = rating.lowest - rank if bound.end == "max" else rank - rating.highest
    return max(1, short)


def held_against(ratings: Ratings, algorithm: str, quality: Quality, key: str, bound: Bound) -> Rating | None:
    """Return the rating that a bound is held against.

    What was measured goes first, then a prediction, since it is of this project's size, then claims. Memory of which
    nothing is claimed, or a level alone, is no less than what is stored of the model.

    Parameters
    ----------
    key : of the requirement
    """
    known = ratings.against(algorithm, quality.id, key)
    predicted = ratings.predicted_for(algorithm, quality.id, key)
    if predicted is None and quality.id == MEMORY and (known is None or (known.applicable and known.interval is None)):
        least = least_memory(ratings.of(algorithm, STORED), ratings.facts)
        return least if known is None or _breaks(bound, least) else known
    if predicted is None or (known is not None and not known.applicable):
        return known
    return ratings.take(predicted)


def _breaks(bound: Bound, least: Rating | None) -> bool:
    """Return whether the least that is needed lies beyond a bound."""
    if least is None or least.interval is None or not isinstance(bound, UnitBound):
        return False
    return _judge_interval(bound, least.interval) == "missed"


def chance_to_meet(rating: Rating | None, bound: Bound | None) -> float | None:
    """Return the chance that a prediction gives to a bound; None where the rating is none."""
    if rating is None or rating.prediction is None or not isinstance(bound, UnitBound):
        return None
    return rating.prediction.chance_to_keep(bound.magnitude)


def chance_of_use(prediction: QualityPrediction, magnitude: float) -> float:
    """Return the chance that a model keeps a bound as it comes, or where that is more, that it does cut to size."""
    least = CUT_TO_SIZE if prediction.may_be_cut_to(magnitude) else 0.0
    return max(least, prediction.chance_to_keep(magnitude))


def share_kept(bound: Bound, rating: Rating) -> float | None:
    """Return which part of an amount's span, by orders of magnitude, keeps a bound; None where no amount is known."""
    if not isinstance(bound, UnitBound) or rating.interval is None:
        return None
    low, high = (math.log(max(end, sys.float_info.min)) for end in rating.interval)
    limit = math.log(max(bound.magnitude, sys.float_info.min))
    below = min(1.0, max(0.0, (limit - low) / (high - low))) if high > low else float(low <= limit)
    return below if bound.end == "max" else 1.0 - below


def _judge_chance(chance: float) -> Verdict:
    return "met" if chance >= SURE_ENOUGH else "missed" if chance <= 1 - SURE_ENOUGH else "open"


def _judge_levels(bound: LevelBound, rating: Rating) -> Verdict:
    low, high = rating.lowest, rating.highest
    if rating.strength is not None and bound.end == "min" and high == bound.number - 1:
        return "open"  # levels of accuracy are told against one reference: a level short is a matter of taste
    if bound.end == "max":
        return "missed" if low > bound.number else "met" if high <= bound.number else "open"
    return "missed" if high < bound.number else "met" if low >= bound.number else "open"


def _judge_interval(bound: UnitBound, interval: tuple[float, float]) -> Verdict:
    low, high = interval
    if bound.end == "max":
        return "met" if high <= bound.magnitude else "missed" if low >= bound.magnitude else "open"
    return "met" if low >= bound.magnitude else "missed" if high <= bound.magnitude else "open"


def _judge_level_against_unit(bound: UnitBound, rating: Rating, anchors: tuple[float, ...]) -> Verdict:
    rank = level_of_quantity(bound.magnitude, anchors)
    low, high = rating.lowest, rating.highest
    if bound.end == "max":
        return "missed" if low > rank + 1 else "met" if high < rank else "open"
    return "missed" if high < rank - 1 else "met" if low > rank else "open"


def satisfaction(bound: Bound, low: float, high: float, quality: Quality) -> tuple[float, float]:
    """Return how far a span of positions keeps a bound: 1 where it is met, 0.5 one level short, else 0.

    Returns
    -------
    worst and best case over the span, in 0..1
    """
    rank = _level_of(bound, quality)
    scores = [_score(bound.end, rank, position) for position in (low, high)]
    return min(scores), max(scores)


def must_satisfaction(bound: Bound, rating: Rating, quality: Quality) -> tuple[float, float]:
    """Return how far a rating keeps a bound that must hold: all or nothing, or by the part of its span that does."""
    verdict = judge_bound(bound, rating, quality)
    if verdict != "open" or (kept := share_kept(bound, rating)) is None:
        return _SPAN_OF_VERDICT[verdict]
    return max(0.0, 2 * kept - 1), min(1.0, 2 * kept)


def measured_satisfaction(bound: Bound, rating: Rating, quality: Quality) -> tuple[float, float]:
    """Return how far what was measured in a unit keeps a bound: 1 where it does, else by levels and 0.5 at the most.

    A number may miss a bound and lie on its level all the same, where levels alone would call it met. A metric has no
    levels: what misses its bound counts 0.
    """
    verdict = judge_bound(bound, rating, quality)
    if verdict == "met":
        return 1.0, 1.0
    worst, best = (0.0, 0.0)
    if quality.unit and quality.anchors:
        worst, best = (min(0.5, each) for each in satisfaction(bound, rating.least, rating.most, quality))
    return worst, 1.0 if verdict == "open" else best


def _score(end: str, rank: int, position: float) -> float:
    short = rank_of(position) - rank if end == "max" else rank - rank_of(position)
    return 1.0 if short <= 0 else 0.5 if short == 1 else 0.0
