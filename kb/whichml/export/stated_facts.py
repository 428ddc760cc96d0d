"""What the brief of an answer states, field by field, amounts in the units and the currency that its readers know."""

from __future__ import annotations

from collections.abc import Iterator

from whichml.export.arguments import facts_in_words
from whichml.export.told_numbers import ToldNumbers
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.statements.recommendation import Recommendation
from whichml.model.values.quantity import quantity_or_none


def stated_facts(answer: Recommendation) -> Iterator[tuple[str, str]]:
    """Yield the facts with their values in words; money as it was given, with what it is taken as where that differs.

    Sentences of the answer tell money as it was given, and rules compare what it is taken as.
    """
    for name, said in facts_in_words(answer.brief):
        kind = BRIEF_FIELDS.get(name)
        amount = quantity_or_none(said, kind.dimension) if kind is not None and kind.dimension is not None else None
        taken, given = amount.readable if amount is not None else said, money_as_given(answer, name)
        yield name, f"{given}, taken as {taken}" if given and given != taken else taken


def money_as_given(answer: Recommendation, field: str) -> str:
    """Return an amount of money in the currency in which the brief gave it; empty of whatever else."""
    kind = BRIEF_FIELDS.get(field)
    found = ToldNumbers(answer).money(field) if kind is not None and kind.dimension == "money" else None
    return found.readable if found is not None else ""
