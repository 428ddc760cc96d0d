"""Why candidates do not stand in the order of their utility where they do not, in a few words."""

from __future__ import annotations

from typing import Final

from whichml.advise.ranking import N_KINDS, NEAR_TIE, SELDOM_MISTAKEN
from whichml.export.arguments import percent
from whichml.export.mistakes import is_passed_over, mistake_of
from whichml.export.sureness import is_doubted
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import Candidate, Recommendation

_SIBLING: Final = "lower, as its kind stands above"
_BEHIND_SAFE: Final = "lower, as what hardly anybody calls a mistake stands beside a leader in doubt"
_BEHIND_SPECIAL: Final = "lower, as a special form has the place of its general one"
_BEHIND_MET: Final = "lower, as what leads does as well and puts no requirement at risk"
_BEHIND_NAME: Final = "lower, as one thing has the best place among its names"


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
    leader, ordered = answer.candidates[0], (*answer.candidates, *answer.outclassed)
    above = [each for each in ordered if each.utility.mean > leader.utility.mean]
    if not above:
        return f"is the highest of {len(ordered)} candidates"
    if all(is_passed_over(each, leader) for each in above) and not is_doubted(leader):
        return f"is the highest of those that language models do not call a mistake here, of {len(ordered)} candidates"
    if all(is_passed_over(each, leader) or _yields(each, leader) for each in above):
        return f"is the highest of those that put no requirement at risk, of {len(ordered)} candidates"
    if all(mistake_of(each) > mistake_of(leader) for each in above):
        return f"is the highest of those that language models call a mistake no likelier, of {len(ordered)} candidates"
    return f"leads {len(ordered)} candidates, with the place of what it stands for"


def _yields(candidate: Candidate, leader: Candidate) -> bool:
    """Return whether a candidate with which a requirement is at risk stands behind one that does as well without."""
    gap = candidate.utility.mean - leader.utility.mean
    return bool(candidate.risks) and not leader.risks and 0 < gap <= NEAR_TIE


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
