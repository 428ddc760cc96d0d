"""Whom short texts show beside each other: choices, and where there is one alone what it can be compared with."""

from __future__ import annotations

from typing import Final

from whichml.advise.ranking import LIKELY_MISTAKE
from whichml.export.arguments import percent
from whichml.export.baselines import kept_beside
from whichml.export.sureness import distance_in_words, is_passed_over, mistake_of, near_behind
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import Candidate, Recommendation

N_SHOWN: Final = 3


def columns_of(answer: Recommendation, knowledge: Knowledge) -> tuple[Candidate, ...]:
    """Return the first choices; beside an only one what is kept beside it, or else what comes near.

    What is no choice is never shown in the place of one, nor at all where most would call it a mistake.
    """
    choices = answer.candidates[:N_SHOWN]
    if len(choices) != 1:
        return choices
    baseline = kept_beside(answer, knowledge)
    kept = [each for each in answer.outclassed if baseline is not None and _is_known_as(each, baseline.algorithm)]
    near = [each for each in near_behind(answer) if mistake_of(each) < LIKELY_MISTAKE]
    return (*choices, *(kept or near)[:1])


def no_choice_in_words(answer: Recommendation, knowledge: Knowledge) -> str:
    """Return that the second column is no choice, and why; empty where it is one."""
    shown = columns_of(answer, knowledge)
    if len(shown) < 2 or shown[1] in answer.candidates:
        return ""
    leader, other = shown
    baseline = kept_beside(answer, knowledge)
    is_kept = baseline is not None and _is_known_as(other, baseline.algorithm)
    why = distance_in_words(other, leader)
    if is_passed_over(other, leader) and mistake_of(other) <= mistake_of(leader):
        figures = f"({percent(mistake_of(other))} against {percent(mistake_of(leader))})"
        why = f"{'' if is_kept else 'behind; '}either may be a mistake {figures}"
    return f"2 {'is kept beside 1' if is_kept else 'comes near'}, no choice: {why}"


def _is_known_as(candidate: Candidate, algorithm: str) -> bool:
    return algorithm in (candidate.algorithm, *candidate.equivalents)
