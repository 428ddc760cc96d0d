"""What follows from the costs of mistakes for a prediction: the quantile to aim at, or the threshold to act from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from whichml.model.quantity import Quantity, QuantityError, parse_quantity
from whichml.model.recommendation import Recommendation

_NUMBERS: Final = frozenset({"regression", "probabilistic-regression", "forecasting"})
_YES_OR_NO: Final = frozenset({"binary-classification", "outlier-detection", "record-linkage"})


def aim_of(answer: Recommendation) -> str:
    """Return at what predictions should aim by what mistakes cost, as a sentence; empty where no costs say so.

    The number at which too little and too much cost the same in expectation is the quantile at the share of the cost of
    too little (the newsvendor's fractile), and acting pays from the probability at the share of the cost of a false
    alarm (Elkan 2001, section 1.3). Both are shares, so that any one currency will do.
    """
    task = answer.brief.get("task")
    if task in _NUMBERS and (found := _share(answer, "cost_too_low", "cost_too_high")):
        share, low, high = found
        return f"Predict the {share:.2g} quantile and no mean: a unit too low costs {low}, too high {high}."
    if task in _YES_OR_NO and (found := _share(answer, "cost_false_positive", "cost_false_negative")):
        share, alarm, miss = found
        return f"Act from a probability of {share:.2g} on: a false alarm costs {alarm}, a miss {miss}."
    return ""


def _share(answer: Recommendation, first: str, second: str) -> tuple[float, str, str] | None:
    """Return the share of the first of two amounts in both, and the amounts in words."""
    stakes = answer.brief.get("stakes")
    told = stakes if isinstance(stakes, Mapping) else {}
    one, other = _amount(told.get(first)), _amount(told.get(second))
    if one is None or other is None or not one.is_comparable_with(other) or one.magnitude + other.magnitude == 0:
        return None
    return one.magnitude / (one.magnitude + other.magnitude), one.readable, other.readable


def _amount(written: object) -> Quantity | None:
    try:
        return parse_quantity(written, "money") if isinstance(written, str) else None
    except QuantityError:  # an answer from elsewhere may say anything
        return None
