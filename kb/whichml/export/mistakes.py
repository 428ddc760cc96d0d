"""How likely a candidate is called a mistake, and whether that costs it its place behind the leader."""

from __future__ import annotations

from whichml.advise.ranking import LIKELY_MISTAKE, mistake_limit
from whichml.model.statements.recommendation import Candidate


def limit_of(candidate: Candidate, leader: Candidate) -> float:
    """Return the chance from which the leader would not lead, or another candidate is no choice beside it."""
    if candidate.algorithm == leader.algorithm:
        return LIKELY_MISTAKE
    return mistake_limit(leader.utility.mean - candidate.utility.mean)


def is_passed_over(candidate: Candidate, leader: Candidate) -> bool:
    """Return whether a candidate is no choice beside the leader since practice may call it a mistake here."""
    return candidate.algorithm != leader.algorithm and mistake_of(candidate) >= limit_of(candidate, leader)


def mistake_of(candidate: Candidate) -> float:
    """Return the chance that practice calls a candidate a mistake here; 0 where practice has no say."""
    return candidate.practice.mistake if candidate.practice is not None else 0.0
