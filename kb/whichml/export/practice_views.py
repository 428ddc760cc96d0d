"""What established practice says of an algorithm or a family, as values that every face prints as the same JSON."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict

from whichml.knowledge.base import Knowledge
from whichml.knowledge.practice import Practice, SubjectPoints
from whichml.knowledge.practised_facts import practised_shapes
from whichml.model.statements.conditions import parse_conditions
from whichml.model.statements.facts import Citation

N_SHOWN: Final = 12
"""How many points are shown of each kind, the strongest first."""


class PracticePoint(BaseModel):
    """What speaks for an algorithm in a situation, or for calling it a mistake there.

    `points` are log-odds; of the `briefs` in that situation answerers agreed in `told`.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    where: str
    points: float
    told: int
    briefs: int


class PracticeView(BaseModel):
    """What answerers of many briefs have in common about a subject; `evidence` is `elicited` always."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    used: tuple[PracticePoint, ...]
    mistaken: tuple[PracticePoint, ...]
    of_briefs: int
    evidence: str = "elicited"
    sources: tuple[Citation, ...]


def practice_of(knowledge: Knowledge, subject: str) -> PracticeView | None:
    """Return what practice says of an algorithm or a family itself; None where it says nothing."""
    practice = knowledge.practice
    if practice is None:
        return None
    used, mistaken = _points(knowledge, practice.choices, subject), _points(knowledge, practice.mistakes, subject)
    if not used and not mistaken:
        return None
    return PracticeView(used=used, mistaken=mistaken, of_briefs=practice.briefs, sources=(practice.citation,))


def _points(knowledge: Knowledge, leaning: SubjectPoints, subject: str) -> tuple[PracticePoint, ...]:
    practice: Practice | None = knowledge.practice
    if practice is None:
        return ()
    shapes = practised_shapes(knowledge.shapes)
    found = []
    for point in sorted(leaning.points.get(subject, ()), key=lambda each: (-abs(each.points), each.situation))[
        :N_SHOWN
    ]:
        situation = practice.situations[point.situation]
        where = " and ".join(condition.text() for condition in parse_conditions(situation.when, shapes))
        found.append(
            PracticePoint(where=where or "everywhere", points=point.points, told=point.told, briefs=situation.briefs)
        )
    return tuple(found)
