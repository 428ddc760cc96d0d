"""What to start with for what else a project asks for, each task answered as a brief of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from whichml.knowledge.algorithm_calls import known_names
from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief import Brief
from whichml.model.briefs.further_briefs import further_brief
from whichml.model.statements.further_answer import FurtherAnswer, FurtherChoice
from whichml.model.statements.recommendation import Candidate, Recommendation

_MOST_CHOICES: Final = 3


def further_answers(
    brief: Brief, knowledge: Knowledge, answer_to: Callable[[Brief], Recommendation], because: tuple[str, ...]
) -> Iterator[FurtherAnswer]:
    """Yield what to start with for each further task of a brief, in its order.

    Parameters
    ----------
    answer_to : answers a brief
    because : the nodes that tell which tasks these are
    """
    for task in brief.project.further_tasks or ():
        found = answer_to(further_brief(brief, task, known_names(knowledge)))
        choices = tuple(map(_choice, found.candidates[:_MOST_CHOICES]))
        yield FurtherAnswer(task=task, brief=found.brief, answer=found.id, choices=choices, because=because)


def _choice(candidate: Candidate) -> FurtherChoice:
    form = candidate.form.text if candidate.form is not None else ""
    return FurtherChoice(
        algorithm=candidate.algorithm, name=candidate.name, equivalents=candidate.equivalents, form=form
    )
