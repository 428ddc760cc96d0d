"""Amounts of a brief in other currencies, as USD where the brief says what a currency is worth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from pydantic import BaseModel

from whichml.model.format.brief_fields import GROUPS, BriefFields
from whichml.model.format.requirement import Finding, Requirement
from whichml.model.values.currencies import BASE_CURRENCY
from whichml.model.values.quantity import Quantity, parse_quantity

_CONVERTED: Final = r"`{}` of .+ as .+ for one ([A-Z]{{3}})\.$"
"""What is told of a field that was converted, alone or with others in its currency."""
_DIGITS: Final = 12
"""A rate is not known better, and so many digits hide that a product of decimals is none in binary."""


def in_dollars(brief: BriefFields) -> tuple[dict[str, Any], list[Finding]]:
    """Return what changes in a brief where amounts with a known rate are given in USD, and what to tell of rates."""
    rates = dict(brief.exchange_rates)
    changes: dict[str, Any] = {}
    if not rates:
        return changes, []
    told: list[_Conversion] = []
    for name in GROUPS:
        group: BaseModel = getattr(brief, name)
        converted = {inner: _converted(found, rates) for inner, found in group}
        known = {inner: amount for inner, amount in converted.items() if amount is not None}
        if known:
            changes[name] = group.model_copy(update=known)
            told += [_Conversion((name, inner), getattr(group, inner), known[inner]) for inner in known]
    requirements: list[Requirement] = []
    for position, requirement in enumerate(brief.requirements):
        side, bound = requirement.side, requirement.bound
        amount = _converted(bound, rates)
        if side is not None and amount is not None and isinstance(bound, Quantity):
            told.append(_Conversion(("requirements", position, side), bound, amount))
            requirements.append(requirement.model_copy(update={side: amount}))
        else:
            requirements.append(requirement)
    currencies = dict.fromkeys(each.given.currency for each in told)
    findings = [_told([each for each in told if each.given.currency == one], rates[one or ""]) for one in currencies]
    return {**changes, "requirements": tuple(requirements)}, findings


class _Conversion(NamedTuple):
    """An amount as it was given, and in USD."""

    path: tuple[str | int, ...]
    given: Quantity
    amount: Quantity

    @property
    def name(self) -> str:
        path = self.path
        return f"{path[0]}[{path[1]}].{path[2]}" if path[0] == "requirements" else f"{path[0]}.{path[1]}"


def _converted(found: object, rates: dict[str, float]) -> Quantity | None:
    """Return an amount with a known rate in USD; None for whatever else."""
    if not isinstance(found, Quantity) or found.currency is None or found.currency not in rates:
        return None
    magnitude = float(f"{found.magnitude * rates[found.currency]:.{_DIGITS}g}")
    converted = Quantity("", magnitude, "money", BASE_CURRENCY)
    return replace(converted, text=converted.canonical)


def as_given(field: str, amount: Quantity, rates: Mapping[str, float], told: Iterable[str]) -> Quantity:
    """Return an amount in USD in the currency in which a brief gave it, by what was told when it was converted.

    Parameters
    ----------
    field : by its dotted name
    rates : how many USD one unit of each other currency is
    told : what an answer says of the brief's amounts, among other things
    """
    currency = next((found[1] for each in told if (found := re.search(_CONVERTED.format(re.escape(field)), each))), "")
    if not rates.get(currency):
        return amount
    magnitude = float(f"{amount.magnitude / rates[currency]:.{_DIGITS}g}")
    return parse_quantity(f"{magnitude:.{_DIGITS}g} {currency}", "money")


def _told(conversions: Sequence[_Conversion], rate: float) -> Finding:
    """Return what tells of all amounts of one currency, and of its rate once."""
    first, *others = conversions
    said = f"`{first.name}` of {first.given.text} is taken as {first.amount.readable}"
    more = "".join(f", `{each.name}` of {each.given.text} as {each.amount.readable}" for each in others)
    at = f"at {rate:g} {BASE_CURRENCY} for one {first.given.currency}"
    return Finding(first.path, f"{said}{more}, {at}.")
