"""What mistakes of a model cost, as a brief tells it: of two classes, and of a number that is too low or too high."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from whichml.model.briefs.brief import Brief
from whichml.model.format.brief_amounts import as_given
from whichml.model.values.currencies import BASE_CURRENCY
from whichml.model.values.quantity import Quantity
from whichml.starter.plan import Costs, UnitCosts

_OF_NUMBERS: Final = "regression"


def costs_of_mistakes(brief: Brief, told: Sequence[str] = ()) -> Costs | None:
    """Return the costs of both kinds of mistake in one currency; None where they are not known, or nothing.

    Where the brief tells only how many times as bad a miss is, a false alarm is the unit, and there is no currency.

    Parameters
    ----------
    told : what an answer says of amounts that it took in USD, so that they are given as they were written
    """
    pair = _in_one_currency(brief, ("cost_false_positive", "cost_false_negative"), told)
    if pair is not None:
        return Costs(*pair)
    ratio = brief.stakes.cost_ratio
    return Costs(1.0, float(ratio), "") if ratio and brief.task == "binary-classification" else None


def unit_costs_of(brief: Brief, told: Sequence[str] = ()) -> UnitCosts | None:
    """Return what a unit too low and one too high cost in one currency; None where that is not known.

    Where the brief tells only how many times as bad a number too low is, one too high is the unit. Where one of both
    costs nothing, no quantile is best: the highest or the lowest number would be.

    Parameters
    ----------
    told : as of `costs_of_mistakes`
    """
    if brief.task != _OF_NUMBERS:
        return None
    low, high, currency = _in_one_currency(brief, ("cost_too_low", "cost_too_high"), told) or (0.0, 0.0, "")
    if low > 0 and high > 0:
        return UnitCosts(low, high, currency)
    ratio = brief.stakes.cost_ratio
    return UnitCosts(float(ratio), 1.0, "") if ratio and not low + high else None


def _in_one_currency(brief: Brief, names: tuple[str, str], told: Sequence[str]) -> tuple[float, float, str] | None:
    """Return two amounts of the stakes and their currency, as written where both are written in the same."""
    one, other = (getattr(brief.stakes, name) for name in names)
    if not isinstance(one, Quantity) or not isinstance(other, Quantity) or not one.is_comparable_with(other):
        return None
    if one.magnitude + other.magnitude == 0:
        return None
    rates = dict(brief.exchange_rates)
    given = [as_given(f"stakes.{name}", each, rates, told) for name, each in zip(names, (one, other), strict=True)]
    if given[0].currency == given[1].currency:
        one, other = given
    return one.magnitude, other.magnitude, one.currency or BASE_CURRENCY
