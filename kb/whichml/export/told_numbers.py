"""The numbers that the brief of an answer states, by field: in base units, and money in the currency of the brief."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final

from whichml.model.format.brief_amounts import as_given
from whichml.model.statements.recommendation import Recommendation
from whichml.model.values.quantity import Quantity, number_or_none, quantity_or_none
from whichml.model.values.vocabulary import Dimension

_JUDGED: Final = "accuracy"
_IN_TURNS: Final = "Cross-validate"
"""How a procedure begins by which each case is held out in its turn."""


class ToldNumbers:
    """The numbers of the brief of an answer, which may come from elsewhere and say anything."""

    def __init__(self, answer: Recommendation) -> None:
        self._answer = answer
        self.task = answer.brief.get("task")

    def number(self, field: str, dimension: Dimension = "number") -> float | None:
        """Return a number above zero that the brief states; None where it states none."""
        written = self.written(field)
        if dimension == "number":
            found = number_or_none(written)
        else:
            quantity = quantity_or_none(written, dimension)
            found = quantity.magnitude if quantity is not None else None
        return float(found) if found is not None and 0 < found < math.inf else None

    def rare_of_all(self) -> float | None:
        """Return the share of the rare class among all cases; None where labels are of cases that somebody chose.

        Who looks where it is likely finds more of it than there is: that share is none of all cases.
        """
        chosen = self.written("data.label_origin") == "chosen-cases"
        return None if chosen else self.number("data.minority_share")

    def money(self, field: str) -> Quantity | None:
        """Return an amount above zero in the currency in which the brief gave it."""
        found = quantity_or_none(self.written(field), "money")
        rates = self._answer.brief.get("exchange_rates")
        if found is None or not found.magnitude:
            return None
        return as_given(field, found, rates, self._answer.notices) if isinstance(rates, Mapping) else found

    def requirements(self) -> Iterator[Mapping[str, object]]:
        """Yield the requirements of the brief, as they are written."""
        given = self._answer.brief.get("requirements")
        yield from (each for each in (given if isinstance(given, list | tuple) else ()) if isinstance(each, Mapping))

    def most_money(self, quality: str) -> Quantity | None:
        """Return the most that a requirement on a quality allows, in money."""
        asked = (each.get("max") for each in self.requirements() if each.get("quality") == quality)
        return next((found for each in asked if (found := quantity_or_none(each, "money")) is not None), None)

    def is_tested_on_each(self) -> bool:
        """Return whether the answer advises to cross-validate, so that each case is tested and none held out for it."""
        judged = (each.procedure for each in self._answer.measurements if each.quality == _JUDGED)
        return any(each.startswith(_IN_TURNS) for each in judged)

    def written(self, field: str) -> object:
        """Return what the brief says of a field, as it is written; None where it says nothing."""
        group, _, name = field.partition(".")
        told = self._answer.brief.get(group)
        return told.get(name) if isinstance(told, Mapping) else None
