"""Which circumstances words tell, and which problem that is none of the tasks."""

from __future__ import annotations

from whichml.knowledge.base import Knowledge
from whichml.model.briefs.named_problems import NamedProblem
from whichml.model.briefs.recognised_circumstances import LONGEST, ToldSentence


def circumstances_in(sentence: str, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the ids of the circumstances that a sentence of the notes tells."""
    told = knowledge.tellable.told_in([ToldSentence(sentence[:LONGEST], "/notes")])
    return tuple(each.id for each in told)


def problem_told(words: str, knowledge: Knowledge) -> NamedProblem | None:
    """Return the problem that words tell and that is none of the tasks, or whose id they are; None for none."""
    told = knowledge.tellable.told_in([ToldSentence(words[:LONGEST], "/task")])
    ids = (words.strip(), *(each.id for each in told))
    known = (knowledge.circumstances[each].facts for each in ids if each in knowledge.circumstances)
    return next((NamedProblem(each.id, each.name, each.method) for each in known if each.method), None)
