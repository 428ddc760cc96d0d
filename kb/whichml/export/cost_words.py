"""What follows from the costs of mistakes for a prediction: the quantile to aim at, or the threshold to act from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from whichml.advise.computed import share_of_first
from whichml.model.brief_amounts import as_given
from whichml.model.fields import SHARES_OF_COSTS
from whichml.model.quantity import Quantity, QuantityError, parse_quantity
from whichml.model.recommendation import Recommendation

_NUMBERS: Final = frozenset({"regression", "probabilistic-regression", "forecasting"})
_YES_OR_NO: Final = frozenset({"binary-classification", "outlier-detection", "record-linkage"})


def aim_of(answer: Recommendation) -> str:
    """Return at what predictions should aim by what mistakes cost, as a sentence; empty where no costs say so.

    The number at which too little and too much cost the same in expectation is the quantile at the share of the cost of
    too little (the newsvendor's fractile), and acting pays from the probability at the share of the cost of a false
    alarm, where acting and not acting are expected to cost the same (Elkan 2001, opening of section 1). Both are
    shares, so that any one currency will do. Where one mistake costs nothing, neither end of a scale is an aim.
    """
    task = answer.brief.get("task")
    if task in _NUMBERS and (found := _share(answer, "stakes.cost_quantile")):
        share, low, high = found
        return f"Predict the {share} quantile and no mean: a unit too low costs {low}, too high {high}."
    if task in _YES_OR_NO and (found := _share(answer, "stakes.cost_threshold")):
        share, alarm, miss = found
        return f"Act from a probability of {share} on: a false alarm costs {alarm}, a miss {miss}."
    return ""


def _share(answer: Recommendation, field: str) -> tuple[str, str, str] | None:
    """Return the share of the first of two costs in both, and the costs, in words; None where it is 0, 1 or unknown."""
    stakes = answer.brief.get("stakes")
    told = stakes if isinstance(stakes, Mapping) else {}
    one, other = (_amount(answer, cost, told.get(cost.removeprefix("stakes."))) for cost in SHARES_OF_COSTS[field])
    if one is None or other is None or not one.is_comparable_with(other):
        return None
    share = share_of_first(one.magnitude, other.magnitude)
    return (share_in_words(share), one.readable, other.readable) if share is not None and 0 < share < 1 else None


def share_in_words(share: float) -> str:
    """Return a share above 0 and below 1 to two digits of it, or of what is left to 1 where that is less.

    Examples
    --------
    >>> share_in_words(0.75), share_in_words(1 / 19), share_in_words(1000 / 1001)
    ('0.75', '0.053', '0.999')
    """
    n_digits = 1 - math.floor(math.log10(min(share, 1 - share)))
    return f"{share:.{n_digits}f}".rstrip("0")


def _amount(answer: Recommendation, field: str, written: object) -> Quantity | None:
    """Return an amount of a brief in the currency in which that gave it."""
    rates = answer.brief.get("exchange_rates")
    try:
        found = parse_quantity(written, "money") if isinstance(written, str) else None
    except QuantityError:  # an answer from elsewhere may say anything
        return None
    return as_given(field, found, rates, answer.notices) if found is not None and isinstance(rates, Mapping) else found
