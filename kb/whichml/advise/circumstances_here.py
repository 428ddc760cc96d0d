"""What the prose of a brief tells in passing, and what follows from it here."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten
from typing import Final

from whichml.advise.justification import JustificationBuilder
from whichml.knowledge.base import Knowledge
from whichml.knowledge.entities import KnownCircumstance
from whichml.model.briefs.brief import Brief
from whichml.model.briefs.recognised_circumstances import ToldSentence, sentences_of
from whichml.model.statements.conditions import Facts, serves
from whichml.model.statements.recommendation import CircumstanceTold

MOST_TOLD: Final = 24
"""How many an answer tells: who tells more tells no project."""
_LONGEST_SAID: Final = 240
"""Letters of a sentence that an answer repeats."""


def circumstances_told(
    knowledge: Knowledge, brief: Brief, facts: Facts, graph: JustificationBuilder
) -> Iterator[CircumstanceTold]:
    """Yield what a brief tells in passing, each with the sentence that tells it, the most closely met first.

    Parameters
    ----------
    facts : those of the brief, of rules, and of the answer so far as that is known
    """
    for found in knowledge.tellable.told_in(sentences_of(brief)):
        known = knowledge.circumstances[found.id]
        if serves(knowledge.cases(known.facts.when), knowledge.cases(known.facts.unless), facts):
            said = shorten(found.sentence.text, _LONGEST_SAID, placeholder="…")
            node = _node(knowledge, known, found.sentence._replace(text=said), graph)
            yield CircumstanceTold(circumstance=found.id, said=said, text=known.facts.say, because=(node,), spoken=True)


def _node(knowledge: Knowledge, known: KnownCircumstance, sentence: ToldSentence, graph: JustificationBuilder) -> str:
    told = known.facts
    fields = sorted({condition.field for case in knowledge.cases(told.when) for condition in case})
    tells = graph.sentence(told.id, sentence.text, sentence.pointer)
    identity = f"evidence:circumstance:{told.id}"
    return graph.add(identity, "evidence", told.say, (tells, *graph.facts(fields)), told.sources, known.where)
