"""How sure the lead of a first candidate is, in words: the one place where shares of draws become a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from whichml.advise.ranking import NEAR_TIE, POSSIBLE_MISTAKE
from whichml.advise.turning_facts import TurningFact
from whichml.export.arguments import near_ties
from whichml.model.recommendation import Candidate, Recommendation

CLEAR_SHARE: Final = 0.75
"""The share of first places over all draws from which a lead is clear."""


def how_sure(answer: Recommendation, turning: Sequence[TurningFact] = ()) -> str:
    """Return how clear the lead of the first candidate is, as a sentence.

    It is a close call where another choice is within 0.02 of its utility. It is clear where it is first in three of
    four draws, no known fact would put another one first, and nothing scores as well that practice may call a mistake.

    Parameters
    ----------
    turning : facts that would change the first three, as far as somebody tried
    """
    leader, rivals = answer.candidates[0], near_ties(answer)
    if rivals:
        return f"A close call with {rivals[0].name}: measure before you decide."
    is_alone = len(answer.candidates) == 1
    if turns_the_leader(leader, turning):
        return f"{'The only choice on what is known' if is_alone else 'A fair lead'}, which one more fact could turn."
    if any(is_doubted(each) and leader.utility.mean - each.utility.mean <= NEAR_TIE for each in answer.outclassed):
        return "A fair lead: what scores as well, practice may call a mistake here."
    if is_alone:
        return "Nothing else is a choice to start with."
    return "A clear lead." if leader.first_rank_share >= CLEAR_SHARE else "A fair lead."


def turns_the_leader(leader: Candidate, turning: Sequence[TurningFact]) -> bool:
    """Return whether a fact would put first what neither leads nor does as well as the leader."""
    alike = {leader.algorithm, *leader.equivalents}
    return any(alike.isdisjoint(fact.first[:1]) for fact in turning)


def is_doubted(candidate: Candidate) -> bool:
    """Return whether practice may call a candidate a mistake here."""
    return candidate.practice is not None and candidate.practice.mistake >= POSSIBLE_MISTAKE
