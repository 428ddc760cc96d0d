"""What one more fact would change, in the words that the first screen, the record and the whole answer share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from whichml.advise.turning_causes import N_FIRST
from whichml.advise.turning_facts import TurningFact
from whichml.export.document import UNKNOWN, Entry
from whichml.export.naming import Naming
from whichml.export.sureness import turns_the_leader
from whichml.export.words import CodeSpan
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.statements.recommendation import Recommendation

_MOST_NAMED: Final = 2


def turned_in_words(fact: TurningFact, answer: Recommendation, names: Naming) -> str:
    """Return what follows from a fact that changes the first candidates, as a clause."""
    first = tuple(candidate.algorithm for candidate in answer.candidates[:N_FIRST])
    leads = names.algorithm(fact.first[0])
    if turns_the_leader(answer.candidates[0], (fact,)):
        return f"start, by a hair, with {leads}" if fact.is_close else f"start with {leads}"
    if fact.first[:1] != first[:1]:
        return f"first of those that do as well: {leads}"
    new = tuple(name for name in fact.first if name not in first)
    if new:
        return f"also {some_named(new, names)}"
    return f"no longer {some_named(tuple(name for name in first if name not in fact.first), names)}"


def turning_fact_in_words(fact: TurningFact, turned: str) -> tuple[str, str]:
    """Return what to find out and what would follow: with the field's meaning, and shorter by its name alone."""
    kind = BRIEF_FIELDS.get(fact.field)
    follows = f"if {fact.said}, {turned}."
    short = f"{fact.field}: {follows}"
    return (f"{kind.meaning.rstrip('.')} ({fact.field}): {follows}" if kind is not None else short, short)


def some_named(identities: Sequence[str], names: Naming) -> str:
    """Return the names of the first of several algorithms, with a count of the rest."""
    named = [names.algorithm(each) for each in identities[:_MOST_NAMED]]
    rest = len(identities) - _MOST_NAMED
    return f"{', '.join(named)} and {rest} more" if rest > 0 else " and ".join(named)


def turning_entries(turning: Sequence[TurningFact], answer: Recommendation, names: Naming) -> Iterator[Entry]:
    """Yield each fact that would change the first candidates, with what would follow."""
    for fact in turning:
        turned = turned_in_words(fact, answer, names)
        kind = BRIEF_FIELDS.get(fact.field)
        meaning = f" {kind.meaning}" if kind is not None else ""
        yield Entry((CodeSpan(fact.field), f": if {fact.said}, {turned}.{meaning}"), UNKNOWN)
