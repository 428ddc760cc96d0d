"""How sure the lead of a first candidate is, in words: the one place where shares of draws become a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from whichml.advise.ranking import LEVEL_MISTAKE, LIKELY_MISTAKE, NEAR_TIE, POSSIBLE_MISTAKE
from whichml.advise.turning_facts import TurningFact
from whichml.export.arguments import USUAL, near_ties, percent
from whichml.export.chains import PartBeside, mistake_of_solution
from whichml.export.labels_at_hand import labels_mislead
from whichml.export.mistakes import is_passed_over, mistake_of
from whichml.export.nothing_learnt import NOTHING_LEARNT
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import Candidate, Recommendation

CLEAR_SHARE: Final = 0.8
"""The share of first places over all draws from which a lead is clear."""
_OF_VOTES: Final = 0.5
"""The share of what counts from which practice bears a lead, so that what is not used may still be near."""
_AS_DOUBTED: Final = 0.03
"""By how much more often something has to be called a mistake than the leader for that to speak against it."""
WORTH_TELLING: Final = 0.05
"""The chance of being called a mistake from which a text tells of it where it moved nothing."""
LIMITS_IN_WORDS: Final = (
    "A share of mistakes is how many answerers are expected to call the algorithm one here. Behind the leader it is no "
    f"choice from {percent(POSSIBLE_MISTAKE)} on, where it does as well from {percent(LEVEL_MISTAKE)} on; from "
    f"{percent(LIKELY_MISTAKE)} on it does not lead either, nor is it named beside a special form of it. They are "
    "that far apart since somebody has to lead, and what has most for it does; what is named beside it is one more "
    "thing to try, and is left out rather than named where it may be wrong."
)
"""What a share of mistakes means, the limits that are set to it, and why they are that far apart."""


def how_sure(answer: Recommendation, turning: Sequence[TurningFact] = (), parts: Sequence[PartBeside] = ()) -> str:
    """Return how clear the lead of the first candidate is, and what comes near it, as sentences.

    Where nothing was learnt from the project's data, no lead means anything. It is a close call where another choice is
    within 0.025 of its utility. It is clear where it is first in four of five draws, no known fact would put another
    one first, hardly anybody would call it a mistake, and nothing that is no choice comes nearer than the second one:
    with an interval of utility that reaches into the leader's. What does is named; figures stand in the whole answer.

    Parameters
    ----------
    turning : facts that would change the first three, as far as somebody tried
    parts : what one system holds beside the leader, so that it is no rival, however near it comes
    """
    if answer.nothing_learnt:
        return NOTHING_LEARNT
    beside = {each.algorithm for each in parts if not each.is_whole}
    leader, rivals = answer.candidates[0], [each for each in near_ties(answer) if each.algorithm not in beside]
    if rivals:
        return f"A close call with {rivals[0].name}: {what_decides(answer, rivals[:1])}."
    near = [each for each in near_behind(answer) if each.algorithm not in beside]
    choices = [each for each in answer.candidates[1:] if each.algorithm not in beside]
    is_alone = len(answer.candidates) == 1 and not near_behind(answer)
    best = near[0] if near and all(near[0].utility.mean > c.utility.mean for c in choices) else None
    if turns_the_leader(leader, turning):
        sure = f"{'The only choice on what is known' if is_alone else 'A fair lead'}, which one more fact could turn."
    elif is_alone:
        sure = _alone(answer, leader)
    elif best is not None or not _is_clear(leader):
        sure = "A fair lead."
    else:
        sure = "A clear lead."
    if best is not None and answer.baseline is not None and best.algorithm == answer.baseline.algorithm:
        too = " as well" if answer.in_use is not None else ""  # which is what a screen tells to keep beside it
        return f"{sure} {best.name}, to be kept beside it{too}, {_nearness(best, leader)}."
    if best is None:
        return sure
    aside = "," if "," in best.name else ""  # what stands in apposition ends before the verb
    return f"{sure} {best.name}{aside} {_nearness(best, leader)}{_doubt_of(best, leader)}."


def _is_clear(leader: Candidate) -> bool:
    """Return whether a leader is first in nearly all draws, and disputed by hardly anybody."""
    return leader.first_rank_share >= CLEAR_SHARE and not is_doubted(leader)


def _alone(answer: Recommendation, leader: Candidate) -> str:
    """Return how sure a lead is that nothing comes near: votes for one algorithm are none against all others."""
    if not answer.outclassed:
        return "Nothing else is a choice to start with."
    if leader.practice is None or leader.practice.weight < _OF_VOTES:
        return "Nothing else comes near."
    return "A clear lead." if _is_clear(leader) else "A fair lead."


def what_decides(answer: Recommendation, rivals: Sequence[Candidate]) -> str:
    """Return what decides between the leader and what is as good, as a clause: to measure those that were not yet."""
    if labels_mislead(answer):
        return "take what is easier to explain, since a test on these labels tells nothing of other cases"
    scored = {each.algorithm for each in answer.scores}
    tied = (answer.candidates[0], *rivals)
    left = [each.name for each in tied if scored.isdisjoint((each.algorithm, *each.equivalents))]
    if not left:
        return f"{'both' if len(rivals) == 1 else 'all'} were measured, so take what is easier to run and explain"
    return "measure before you decide" if len(left) == len(tied) else f"measure {' and '.join(left)} before you decide"


def near_behind(answer: Recommendation) -> tuple[Candidate, ...]:
    """Return what is no choice beside the leader though its utility may be as high: the intervals of both overlap."""
    leader = answer.candidates[0]
    near = [each for each in answer.outclassed if is_near(each, leader)]
    return tuple(sorted(near, key=lambda each: (-each.utility.mean, each.rank)))


def is_near(candidate: Candidate, leader: Candidate) -> bool:
    """Return whether a candidate at its best does as well as the leader at its worst."""
    return candidate.utility.high >= leader.utility.low


def distance_in_words(candidate: Candidate, leader: Candidate) -> str:
    """Return why a candidate is no choice beside the leader, as a clause."""
    far = "" if is_near(candidate, leader) else "far behind"
    return ", ".join(filter(None, (far, doubt_beside(candidate, leader)))) or "behind, though the intervals overlap"


def doubt_beside(candidate: Candidate, leader: Candidate) -> str:
    """Return that so many would call a candidate a mistake, as a clause, where that costs it its place.

    It is empty where hardly anybody would, and where hardly more would than call the leader one: that is no reason that
    a reader can follow, and the candidate lies behind all the same. Where it does not, both shares are told.
    """
    share, of_leader = mistake_of(candidate), mistake_of(leader)
    if not is_passed_over(candidate, leader) or not is_doubted(candidate):
        return ""
    if share >= of_leader + _AS_DOUBTED:
        return f"{percent(share)} would call it a mistake here"
    is_level = leader.utility.mean - candidate.utility.mean <= NEAR_TIE
    return f"either may be a mistake here ({percent(share)} against {percent(of_leader)})" if is_level else ""


def _doubt_of(best: Candidate, leader: Candidate) -> str:
    """Return why the best of what is no choice is none, as a clause; empty where it is merely behind.

    Shares of answerers without their reasons tell a reader nothing, and stand in the whole answer.
    """
    passed = is_passed_over(best, leader) and mistake_of(best) >= max(WORTH_TELLING, mistake_of(leader) + _AS_DOUBTED)
    if not passed:
        return ""
    return ", but is disputed here" if _parts_answerers(best) else ", but is likelier a mistake here"


def _parts_answerers(candidate: Candidate) -> bool:
    """Return whether practice uses a candidate in such a situation, and is expected to call it a mistake as well."""
    practice = candidate.practice
    return practice is not None and practice.mistake > LIKELY_MISTAKE and practice.side > USUAL


def _nearness(best: Candidate, leader: Candidate) -> str:
    """Return how the utility of what comes near stands to the leader's, as a verb."""
    gap = leader.utility.mean - best.utility.mean
    return "scores higher" if gap < 0 else "scores as well" if gap <= NEAR_TIE else "comes near"


def turns_the_leader(leader: Candidate, turning: Sequence[TurningFact]) -> bool:
    """Return whether a fact would put first what neither leads nor does as well as the leader."""
    alike = {leader.algorithm, *leader.equivalents}
    return any(alike.isdisjoint(fact.first[:1]) for fact in turning)


def is_doubted(candidate: Candidate) -> bool:
    """Return whether practice calls a candidate a mistake here likely enough to tell, even where that moved nothing."""
    return mistake_of(candidate) >= WORTH_TELLING


def doubt_of_solution(answer: Recommendation, knowledge: Knowledge, least: float = WORTH_TELLING) -> str:
    """Return how many would call part of the solution a mistake, as a clause; empty where fewer than `least`."""
    share = mistake_of_solution(answer, knowledge)
    return f"{percent(share)} of language models asked on such projects call it a mistake" if share >= least else ""
