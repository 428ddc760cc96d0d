"""How a solution of several algorithms stands to each requirement of a brief: what is asked of a request, all keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from whichml.advise.through_reductions import SERVED
from whichml.export.chains import chain_of
from whichml.export.requirement_status import RequirementStatus, Status, statuses_of
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import Candidate, Recommendation

_WORSE: Final[dict[Status, int]] = {"ignored": 0, "met": 0, "open": 1, "at risk": 2}


class _Part(NamedTuple):
    """What runs beside the leader in each request, and how it stands to the requirements, by their ids.

    Attributes
    ----------
    statuses : none where the answer does not hold it against the brief
    """

    name: str
    statuses: dict[str, RequirementStatus]


def standing_of(answer: Recommendation, candidate: Candidate, knowledge: Knowledge) -> tuple[RequirementStatus, ...]:
    """Return how a candidate stands to the requirements; the first with what its solution holds beside it.

    A bound on time, memory or cost is met where each part keeps it, and is open where nothing is known of one.
    """
    statuses = statuses_of(answer, candidate)
    parts = _parts_beside_first(answer, knowledge) if candidate.algorithm == answer.candidates[0].algorithm else ()
    return tuple(_together(each, parts) if each.quality in SERVED else each for each in statuses)


def _parts_beside_first(answer: Recommendation, knowledge: Knowledge) -> tuple[_Part, ...]:
    leader, chain = answer.candidates[0], chain_of(answer, knowledge)
    if chain is None or leader.algorithm == chain.pattern.id:
        return ()  # what is said of the whole is said of its parts together
    own = {leader.algorithm, *leader.equivalents}
    judged = {
        name: each for each in (*answer.outclassed, *answer.candidates) for name in (each.algorithm, *each.equivalents)
    }
    found = []
    for place in chain.places:
        if place.algorithm in own:
            continue
        name = knowledge.algorithms[place.algorithm].facts.name
        standing = statuses_of(answer, judged[place.algorithm]) if place.algorithm in judged else ()
        found.append(_Part(f"what {place.does}" if place.is_example else name, {s.requirement.id: s for s in standing}))
    return tuple(found)


def _together(first: RequirementStatus, parts: Sequence[_Part]) -> RequirementStatus:
    """Return the worst of how the leader and the parts beside it stand to a requirement, with the part that is so."""
    worst = first
    for part in parts:
        theirs = part.statuses.get(first.requirement.id)
        status: Status = theirs.status if theirs is not None else "open"
        if _WORSE[status] > _WORSE[worst.status]:
            known = theirs.estimate if theirs is not None and theirs.estimate != "to be measured" else ""
            worst = replace(worst, status=status, doubt=f"{part.name}: {known or 'unknown'}", is_kept=False)
    return worst
