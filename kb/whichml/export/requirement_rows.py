"""What a brief requires and what money it has, beside the leader: what has no room on a screen is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from whichml.export.budget_status import budgets_of
from whichml.export.naming import Naming
from whichml.export.requirement_status import Status
from whichml.export.solution_status import standing_of
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import Recommendation

_ORDER: Final[tuple[Status, ...]] = ("met", "at risk", "open", "ignored")


def requirement_rows(
    answer: Recommendation, knowledge: Knowledge, names: Naming, n_most: int
) -> Iterator[tuple[Status | None, Sequence[str]]]:
    """Yield how the leader stands to each, as a status and clauses of fewer and fewer words; without one, the count.

    Of more than there is room for, those that must hold and are not met go first.

    Parameters
    ----------
    n_most : for how many lines there is room, that of the count included
    """
    required = standing_of(answer, answer.candidates[0], knowledge)
    told: list[tuple[bool, Status, Sequence[str]]] = [
        (each.priority != "must", each.status, each.beside(names.required(each.requirement))) for each in required
    ]
    told.extend((False, each.status, each.ways) for each in budgets_of(answer))
    ordered = sorted(range(len(told)), key=lambda n: (told[n][0], told[n][1] == "met"))
    shown = sorted(ordered if len(ordered) <= n_most else ordered[: n_most - 1])
    yield from ((told[n][1], told[n][2]) for n in shown)
    rest = [told[n][1] for n in ordered if n not in shown]
    if rest:
        counted = ", ".join(f"{rest.count(status)} {status}" for status in _ORDER if status in rest)
        yield None, (f"{len(rest)} more requirements: {counted} (--full)",)
