"""Why candidates do not stand in the order of their utility where they do not, in a few words."""

from __future__ import annotations

from typing import Final

from whichml.advise.ranking import CLEARLY_BETTER, N_KINDS, SELDOM_MISTAKEN
from whichml.advise.requirements import SELDOM_KEPT
from whichml.export.arguments import percent
from whichml.export.mistakes import is_passed_over, mistake_of
from whichml.export.sureness import is_doubted
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import Candidate, Recommendation

_SIBLING: Final = "lower, as its kind stands above"
_BEHIND_SAFE: Final = "lower, as what hardly anybody calls a mistake stands beside a leader in doubt"
_BEHIND_SPECIAL: Final = "lower, as a special form has the place of its general one"
_BEHIND_MET: Final = "lower, as it puts a requirement at risk, which what leads does not, and is not clearly better"
_BEHIND_KEPT: Final = "lower, as most of what it may take breaks a bound that must hold, and it is not clearly better"
_BEHIND_NAME: Final = "lower, as one thing has the best place among its names"
NOT_HIGHEST: Final = "is not the highest"
"""How it begins where nothing that is true of the leader alone makes its utility the highest."""


def why_so_low(candidate: Candidate, answer: Recommendation, knowledge: Knowledge) -> str:
    """Return why a candidate stands below one of less utility, as a clause; empty where it does not."""
    ordered = (*answer.candidates, *answer.outclassed)
    above = [each for each in ordered if each.rank < candidate.rank]
    lesser = [each for each in above if each.utility.mean < candidate.utility.mean]
    if not lesser:
        return ""
    if is_passed_over(candidate, answer.candidates[0]):
        return f"lower, as {percent(mistake_of(candidate))} would call it a mistake here"
    if _yields(candidate, ordered[0]):
        return _BEHIND_MET
    if _is_likelier_to_miss(candidate, ordered[0], answer):
        return _BEHIND_KEPT
    kinds = _kinds(candidate, knowledge)
    if any(kinds & _kinds(each, knowledge) for each in above[:N_KINDS]):
        return _SIBLING
    if any(_stands_for_general(each, knowledge) for each in lesser):
        return _BEHIND_SPECIAL
    if candidate in answer.outclassed and any(mistake_of(each) < SELDOM_MISTAKEN for each in lesser):
        return _BEHIND_SAFE
    return _BEHIND_NAME if any(_has_other_names(each, knowledge) for each in lesser) else ""


def why_first(answer: Recommendation) -> str:
    """Return what the leader's mean utility is among those of all candidates, as the end of a sentence."""
    leader, above = answer.candidates[0], _above_leader(answer)
    of_all = f"{len(answer.candidates) + len(answer.outclassed)} candidates"
    if not above:
        return f"is the highest of {of_all}"
    if all(is_passed_over(each, leader) for each in above) and not is_doubted(leader):
        return f"is the highest of those that language models do not call a mistake here, of {of_all}"
    if all(_is_at_risk_alone(each, leader) for each in above):
        return f"is the highest of those that put no requirement at risk, of {of_all}"
    if all(_is_likelier_mistaken(each, leader) for each in above):
        return f"is the highest of those that language models call a mistake no likelier, of {of_all}"
    if all(_is_at_risk_alone(each, leader) or _is_likelier_mistaken(each, leader) for each in above):
        return f"is the highest of those that are no likelier a mistake and put no requirement at risk, of {of_all}"
    return f"{NOT_HIGHEST} of {of_all}"


def against_utility(answer: Recommendation, knowledge: Knowledge) -> str:
    """Return what would lead by utility alone and why it does not, as a sentence; empty where that is the leader."""
    above = _above_leader(answer)
    if not above:
        return ""
    best, leader = max(above, key=lambda each: each.utility.mean), answer.candidates[0]
    why = why_so_low(best, answer, knowledge)
    stands = f"; it stands {why}" if why else ""
    return (
        f"By utility alone {best.name} would come first, with {best.utility.mean:.2f} "
        f"against {leader.utility.mean:.2f}{stands}."
    )


def _above_leader(answer: Recommendation) -> list[Candidate]:
    """Return the candidates whose utility is higher than that of the leader."""
    leader, ordered = answer.candidates[0], (*answer.candidates, *answer.outclassed)
    return [each for each in ordered if each.utility.mean > leader.utility.mean]


def _is_at_risk_alone(candidate: Candidate, leader: Candidate) -> bool:
    return bool(candidate.risks) and not leader.risks


def _is_likelier_mistaken(candidate: Candidate, leader: Candidate) -> bool:
    return mistake_of(candidate) > mistake_of(leader)


def _yields(candidate: Candidate, leader: Candidate) -> bool:
    """Return whether a candidate with which a requirement is at risk stands behind one without, as it may."""
    return _is_at_risk_alone(candidate, leader) and _is_hardly_better(candidate, leader)


def _is_hardly_better(candidate: Candidate, leader: Candidate) -> bool:
    """Return whether a candidate is better by so little that it may yield to the leader for a must."""
    return 0 < candidate.utility.mean - leader.utility.mean <= 2 * CLEARLY_BETTER


def _is_likelier_to_miss(candidate: Candidate, leader: Candidate, answer: Recommendation) -> bool:
    """Return whether a candidate hardly keeps a must that is open, and the leader likelier does."""
    musts = {each.id for each in answer.requirements if each.priority == "must"}
    kept = {each.quality: (each.low + each.high) / 2 for each in leader.qualities if each.requirement in musts}
    return _is_hardly_better(candidate, leader) and any(
        each.verdict == "open" and (each.low + each.high) / 2 <= SELDOM_KEPT < kept.get(each.quality, 0.0)
        for each in candidate.qualities
    )


def _kinds(candidate: Candidate, knowledge: Knowledge) -> frozenset[str]:
    return knowledge.all_kinds_of.get(candidate.algorithm, frozenset())


def _stands_for_general(candidate: Candidate, knowledge: Knowledge) -> bool:
    """Return whether a candidate is a special form that has the place of its general one."""
    return knowledge.general_of.get(candidate.algorithm) in candidate.equivalents


def _has_other_names(candidate: Candidate, knowledge: Knowledge) -> bool:
    """Return whether a candidate is told in place of what is the same under another name."""
    known = knowledge.algorithms.get(candidate.algorithm)
    others = {name for each in (known.facts.same_as if known is not None else ()) for name in each.of}
    told = (knowledge.algorithms[name] for name in candidate.equivalents if name in knowledge.algorithms)
    return any(not others.isdisjoint(each.lineage) for each in told)
