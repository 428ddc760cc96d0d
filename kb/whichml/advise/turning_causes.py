"""Whether a fact that changes whom an answer puts first has a cause there, so that it is worth telling.

Practice learns which projects use what, and of some fields no more than which projects happen to tell them: how large
a team is makes no algorithm a better one. What qualities, rules and claims say has to move the same way there, and
wherever one variant of a family takes the place of another.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Final

from whichml.advise.assessment import Assessment

N_FIRST: Final = 3
"""A fact turns an answer where it changes who is among so many."""
_MOVED: Final = 0.02
"""By how much two algorithms part by their qualities alone, as utility, where a fact has to do with them."""
_TELLING: Final = frozenset({
    "data.rows", "data.labelled_rows", "data.classes", "data.history", "data.horizon", "data.target", "data.relation",
    "data.modality", "data.exact_match", "data.feedback", "data.drift", "data.arrival", "stakes.explanation",
})  # fmt: skip
"""Fields that say what is to be learnt from, or who has to follow it: what practice says of them tells why."""


def first_of(assessment: Assessment) -> tuple[str, ...]:
    """Return whom an answer names first."""
    return assessment.order.shortlist[:N_FIRST]


def needs_a_cause(field: str) -> bool:
    """Return whether what practice alone says of a field is nothing that an algorithm is better or worse for.

    Examples
    --------
    >>> needs_a_cause("project.team_size"), needs_a_cause("data.drift")
    (True, False)
    """
    return field not in _TELLING


def is_turn(before: Assessment, then: Assessment, field: str, is_close: bool) -> bool:
    """Return whether a fact changes the first of an answer, by a cause and clearly where it needs one.

    Nothing is turned by another name for those that do as well, nor by a newcomer of which a variant was there, nor
    where both leaders are as good as one: a reader who looks for the fact would be no wiser.

    Parameters
    ----------
    is_close : whether who led before is in a near-tie with who leads then
    """
    first, now = first_of(before), first_of(then)
    if not first or not now:
        return False
    if now[0] != first[0]:
        if is_close or now[0] in before.order.alternatives[0].equivalents:
            return False
        is_loose = needs_a_cause(field) or _is_variant(before, now[0], first[:1])
        return not is_loose or _has_cause(before, then, now[:1], first[:1])
    if needs_a_cause(field):
        return False
    if any(not _is_variant(before, name, first) for name in now):
        return True
    gone = [name for name in first if name not in now and not _is_variant(before, name, now)]
    return bool(gone) and _has_cause(before, then, now, gone)


def _is_variant(assessment: Assessment, algorithm: str, others: Sequence[str]) -> bool:
    """Return whether an algorithm is among others, or a variant of one: filed under one kind with it."""
    kinds_of = assessment.knowledge.kinds_of
    return algorithm in others or any(not kinds_of[algorithm].isdisjoint(kinds_of[other]) for other in others)


def _has_cause(before: Assessment, then: Assessment, gaining: Sequence[str], losing: Sequence[str]) -> bool:
    """Return whether somebody who gains is ahead of one who loses by more than before without practice.

    Whoever comes in or goes out by a rule, a bound or what it can read has a cause.
    """
    if then.practised is None:
        return True
    was, now = before.order.worth, then.order.worth
    return any(
        a not in was or b not in now or (now[a] - now[b]) - (was.get(a, 0.0) - was.get(b, 0.0)) >= _MOVED
        for a, b in product(gaining, losing)
    )
