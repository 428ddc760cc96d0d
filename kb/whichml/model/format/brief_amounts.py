"""Amounts of a brief in other currencies, as USD where the brief says what a currency is worth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from pydantic import BaseModel

from whichml.model.format.brief_fields import GROUPS, BriefFields
from whichml.model.format.requirement import Finding, Requirement
from whichml.model.values.currencies import BASE_CURRENCY
from whichml.model.values.quantity import Quantity, parse_quantity

_CONVERTED: Final = r"`{}` of .+ is taken as .+ for one ([A-Z]{{3}})\.$"
"""What is told of a field that was converted."""
_DIGITS: Final = 12
"""A rate is not known better, and so many digits hide that a product of decimals is none in binary."""


def in_dollars(brief: BriefFields) -> tuple[dict[str, Any], list[Finding]]:
    """Return what changes in a brief where amounts with a known rate are given in USD, and what to tell of each."""
    rates = dict(brief.exchange_rates)
    changes: dict[str, Any] = {}
    told: list[Finding] = []
    if not rates:
        return changes, told
    for name in GROUPS:
        group: BaseModel = getattr(brief, name)
        converted = {inner: _converted(found, rates) for inner, found in group}
        known = {inner: amount for inner, amount in converted.items() if amount is not None}
        if known:
            changes[name] = group.model_copy(update=known)
            told += [_told((name, inner), getattr(group, inner), known[inner], rates) for inner in known]
    requirements: list[Requirement] = []
    for position, requirement in enumerate(brief.requirements):
        side, bound = requirement.side, requirement.bound
        amount = _converted(bound, rates)
        if side is not None and amount is not None and isinstance(bound, Quantity):
            told.append(_told(("requirements", position, side), bound, amount, rates))
            requirements.append(requirement.model_copy(update={side: amount}))
        else:
            requirements.append(requirement)
    return {**changes, "requirements": tuple(requirements)}, told


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


def _told(path: tuple[str | int, ...], found: Quantity, amount: Quantity, rates: dict[str, float]) -> Finding:
    name = f"{path[0]}[{path[1]}].{path[2]}" if path[0] == "requirements" else f"{path[0]}.{path[1]}"
    rate = rates[found.currency or ""]
    at = f"at {rate:g} {BASE_CURRENCY} for one {found.currency}"
    return Finding(path, f"`{name}` of {found.text} is taken as {amount.readable}, {at}.")
