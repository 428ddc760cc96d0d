"""Which candidates of an answer to measure: the first of each rank that can be run here, on this table."""

from __future__ import annotations

from whichml.knowledge.base import Knowledge
from whichml.model.evidence import Failure
from whichml.model.recommendation import Recommendation
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.estimators.implementations import candidates_for


def shortlisted(
    answer: Recommendation, knowledge: Knowledge, prepared: PreparedDataSet, n: int
) -> tuple[tuple[CandidateEstimator, ...], tuple[Failure, ...]]:
    """Return one candidate for each of the first `n` ranks of an answer that has an implementation here, in order.

    Siblings that share a rank work alike, so one stands for all: the next one where the first cannot be run here. What
    is behind the shortlist follows, and then the other siblings, where there are too few ranks.

    Parameters
    ----------
    n : how many, counting those that can be run

    Returns
    -------
    Candidates, and those that were tried before the last of them and cannot be run here, each with the reason.
    """
    candidates: list[CandidateEstimator] = []
    failures: list[Failure] = []
    waiting: list[str] = []

    def has_run(algorithm: str) -> bool:
        found, failed = candidates_for(knowledge, [algorithm], prepared.task, prepared.kinds)
        candidates.extend(found)
        failures.extend(failed)
        return bool(found)

    for ranked in (*answer.candidates, *answer.outclassed):
        if len(candidates) == n:
            break
        siblings = (ranked.algorithm, *ranked.equivalents)
        tried = next((place for place, each in enumerate(siblings, 1) if has_run(each)), len(siblings))
        waiting += siblings[tried:]
    for algorithm in waiting:
        if len(candidates) == n:
            break
        has_run(algorithm)
    return tuple(candidates), tuple(failures)
