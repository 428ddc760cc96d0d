"""Ratings beside the bounds that they are held against, in words, and what is not worth any."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from whichml.advise.constraints import Constraint
from whichml.advise.measured_values import in_cases
from whichml.advise.ratings import Rating
from whichml.advise.requirements import UnitBound, chance_to_meet

ROOMY: Final = 8e9
"""The bytes of memory of a machine from which nobody has to worry whether a model fits that is no large network."""
_FAR_BELOW: Final = 100
"""By what a bound is divided to give an amount that hardly comes near it."""
_LARGE: Final = frozenset({"deep-neural-network", "pretrained-network"})
"""Families whose models may fill any memory."""


def has_room(constraint: Constraint, rating: Rating | None, lineage: Collection[str]) -> bool:
    """Return whether a machine has so much memory that what is open of it is not worth a word.

    Nothing that was predicted or measured is passed over, nor what usually begins near the bound.
    """
    if constraint.key != "deployment.memory" or not isinstance(constraint.bound, UnitBound):
        return False
    room = constraint.bound.magnitude
    if room < ROOMY or not _LARGE.isdisjoint(lineage):
        return False
    if rating is None or rating.interval is None:
        return rating is None or not rating.is_measured
    return rating.prediction is None and not rating.is_measured and rating.interval[0] * _FAR_BELOW <= room


def odds_in_words(constraint: Constraint, rating: Rating | None) -> str:
    """Return in how many cases a prediction keeps a constraint that it settles, as the end of a sentence."""
    chance = chance_to_meet(rating, constraint.bound)
    if rating is None or rating.prediction is None or chance is None:
        return ""
    return f"; as it comes it keeps that {in_cases(chance)}{_remedy(rating, chance)}"


def _remedy(rating: Rating, chance: float) -> str:
    """Return what may bring a prediction below a bound that it breaks, as the end of a sentence."""
    remedy = rating.prediction.remedy if rating.prediction is not None and chance < 0.5 else ""
    return f"; {remedy}" if remedy else ""


def what_is_open(constraint: Constraint, rating: Rating | None) -> str:
    """Return what is open about a constraint, as a clause."""
    chance = chance_to_meet(rating, constraint.bound)
    if rating is not None and chance is not None:
        still = f"{in_cases(chance)}, and has to be measured{_remedy(rating, chance)}"
        return f"as it comes it keeps {constraint.text} {still}"
    still = "is not settled by that" if rating and rating.is_measured else "has to be measured"
    return f"whether it keeps {constraint.text} {still}"


def amount_of(rating: Rating | None) -> str:
    """Return a rating in words: its amount, the units of its claims, or its level."""
    if rating is None:
        return "unknown"
    if rating.amount or rating.as_used:
        return rating.amount or rating.as_used
    units = sorted({claim.level for claim in rating.claims if claim.interval is not None})
    return " or ".join(units) if rating.interval is not None and units else rating.level
