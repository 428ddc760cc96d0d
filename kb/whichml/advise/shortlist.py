"""Which candidates of an answer to measure: the first ones that can be run here, on this table."""

from __future__ import annotations

from whichml.knowledge.base import Knowledge
from whichml.model.evidence import Failure
from whichml.model.recommendation import Recommendation
from whichml.probe.candidate import Candidate
from whichml.probe.described import Described
from whichml.probe.implementations import candidates_for


def shortlisted(
    answer: Recommendation, knowledge: Knowledge, described: Described, n: int
) -> tuple[tuple[Candidate, ...], tuple[Failure, ...]]:
    """Return the first `n` candidates of an answer that have an implementation here, in their order.

    Parameters
    ----------
    n : how many, counting those that can be run

    Returns
    -------
    Candidates, and those before the last of them that cannot be run here, each with the reason: the next one, a
    sibling that shares its rank first, stands in its place.
    """
    candidates: list[Candidate] = []
    failures: list[Failure] = []
    for algorithm in _in_order(answer):
        if len(candidates) == n:
            break
        found, failed = candidates_for(knowledge, [algorithm], described.task, described.kinds)
        candidates.extend(found)
        failures.extend(failed)
    return tuple(candidates), tuple(failures)


def _in_order(answer: Recommendation) -> tuple[str, ...]:
    ordered: dict[str, None] = {}
    for candidate in (*answer.candidates, *answer.outclassed):
        for algorithm in (candidate.algorithm, *candidate.equivalents):
            ordered.setdefault(algorithm)
    return tuple(ordered)
