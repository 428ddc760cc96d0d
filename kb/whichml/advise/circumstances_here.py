"""What a brief says to hold besides, or its prose tells in passing, and what follows from it here."""

from __future__ import annotations

from itertools import islice
from textwrap import shorten
from typing import Final

from whichml.advise.justification import JustificationBuilder
from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief import Brief
from whichml.model.briefs.recognised_circumstances import ToldSentence, sentences_of
from whichml.model.format.brief_circumstances import HOLDS
from whichml.model.statements.conditions import Facts, serves
from whichml.model.statements.recommendation import CircumstanceTold

MOST_TOLD: Final = 24
"""How many an answer tells: who tells more tells no project."""
_LONGEST_SAID: Final = 240
"""Letters of a sentence that an answer repeats."""


def circumstances_told(
    knowledge: Knowledge, brief: Brief, facts: Facts, graph: JustificationBuilder
) -> tuple[CircumstanceTold, ...]:
    """Return what a brief tells besides: what it says to hold, else what its prose tells, the most closely met first.

    A list of what holds is whole: prose, which is misread now and then, is not read for more, and a sentence that tells
    what is listed stands beside it. What is said not to hold is told by no prose. That what is asked for is none of the
    tasks is told before all else.

    Parameters
    ----------
    facts : those of the brief, of rules, and of the answer so far as that is known
    """
    stated = brief.project.circumstances
    read = {each.id: each.sentence for each in knowledge.tellable.told_in(sentences_of(brief))}
    if stated is None:
        stated = tuple(each for each in read if each not in (brief.project.no_circumstances or ()))
    known = sorted(
        (each for each in stated if each in knowledge.circumstances),
        key=lambda each: knowledge.circumstances[each].facts.method is None,
    )
    told = (_told(each, read.get(each), knowledge, facts, graph) for each in known)
    return tuple(islice((each for each in told if each is not None), MOST_TOLD))


def _told(
    circumstance: str, sentence: ToldSentence | None, knowledge: Knowledge, facts: Facts, graph: JustificationBuilder
) -> CircumstanceTold | None:
    """Return what follows from a circumstance; None where something else of the brief keeps it from being told."""
    known = knowledge.circumstances[circumstance]
    told, when = known.facts, knowledge.cases(known.facts.when)
    if not serves(when, knowledge.cases(told.unless), facts):
        return None
    said, because = "", graph.facts((HOLDS,))
    if sentence is not None:
        said = shorten(sentence.text, _LONGEST_SAID, placeholder="…")
        because = [*because, graph.sentence(told.id, said, sentence.pointer)]
    because += graph.facts(sorted({condition.field for case in when for condition in case}))
    node = graph.add(f"evidence:circumstance:{told.id}", "evidence", told.say, because, told.sources, known.where)
    return CircumstanceTold(circumstance=told.id, said=said, text=told.say, method=told.method or "", because=(node,))
