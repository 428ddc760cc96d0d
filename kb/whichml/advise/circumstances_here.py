"""What the prose of a brief tells in passing, and what follows from it here."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from textwrap import shorten
from typing import Final

from whichml.advise.justification import JustificationBuilder
from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief import Brief
from whichml.model.briefs.recognised_circumstances import sentences_of
from whichml.model.statements.conditions import Facts, serves
from whichml.model.statements.recommendation import CircumstanceTold

MOST_TOLD: Final = 24
"""How many an answer tells: who tells more tells no project."""
_LONGEST_SAID: Final = 240
"""Letters of a sentence that an answer repeats."""


def circumstances_told(
    knowledge: Knowledge, brief: Brief, facts: Facts, graph: JustificationBuilder
) -> tuple[CircumstanceTold, ...]:
    """Return what a brief tells in passing, each with the sentence that tells it, the most closely met first.

    Parameters
    ----------
    facts : those of the brief, of rules, and of the answer so far as that is known
    """
    return tuple(islice(_all_told(knowledge, brief, facts, graph), MOST_TOLD))


def _all_told(
    knowledge: Knowledge, brief: Brief, facts: Facts, graph: JustificationBuilder
) -> Iterator[CircumstanceTold]:
    for found in knowledge.tellable.told_in(sentences_of(brief)):
        known = knowledge.circumstances[found.id]
        told, when = known.facts, knowledge.cases(known.facts.when)
        if serves(when, knowledge.cases(told.unless), facts):
            said = shorten(found.sentence.text, _LONGEST_SAID, placeholder="…")
            tells = graph.sentence(told.id, said, found.sentence.pointer)
            because = (tells, *graph.facts(sorted({condition.field for case in when for condition in case})))
            node = graph.add(
                f"evidence:circumstance:{told.id}", "evidence", told.say, because, told.sources, known.where
            )
            yield CircumstanceTold(circumstance=told.id, said=said, text=told.say, because=(node,))
