"""Whom short texts show beside each other: choices, and where they are few what they can be compared with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from whichml.advise.ranking import LEVEL_MISTAKE, LIKELY_MISTAKE
from whichml.export.baselines import kept_beside
from whichml.export.chains import parts_beside
from whichml.export.mistakes import mistake_of
from whichml.export.sureness import is_near
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import Candidate, Recommendation

N_SHOWN: Final = 3


def columns_of(answer: Recommendation, knowledge: Knowledge) -> tuple[Candidate, ...]:
    """Return the first choices, and where there are fewer than three what they can be compared with, all by rank.

    Rivals that come near fill the room; beside an only choice to which nothing comes near, not even what is kept beside
    it, the best of the rest does. What is no choice is never shown in the place of one, nor at all where most would
    call it a mistake.
    """
    choices = answer.candidates[:N_SHOWN]
    if not choices or len(choices) == N_SHOWN:
        return choices
    baseline, parts = kept_beside(answer, knowledge), _other_parts(answer, knowledge)
    told = [each for each in _by_utility(answer.outclassed) if mistake_of(each) < LIKELY_MISTAKE]
    kept = [each for each in told if baseline is not None and _is_known_as(each, baseline.algorithm)]
    rivals = [each for each in told if each not in kept and each.algorithm not in parts]
    near = [each for each in rivals if is_near(each, choices[0])]
    is_alone = len(choices) == 1 and not any(is_near(each, choices[0]) for each in kept)
    beside = near or (_sensible_first(rivals)[:1] if is_alone else [])
    return tuple(sorted((*choices, *beside, *kept[:1])[:N_SHOWN], key=lambda each: each.rank))


def no_choices_of(answer: Recommendation, knowledge: Knowledge) -> tuple[Candidate, ...]:
    """Return the columns that are no choices, nor parts of one: what is behind, and what is kept beside the first."""
    parts = {part.algorithm for part in parts_beside(answer, knowledge)}
    shown = (each for each in columns_of(answer, knowledge) if each not in answer.candidates)
    return tuple(each for each in shown if each.algorithm not in parts)


def _other_parts(answer: Recommendation, knowledge: Knowledge) -> frozenset[str]:
    """Return what works in one system with the leader, so that it is no rival."""
    return frozenset(each.algorithm for each in parts_beside(answer, knowledge) if not each.is_whole)


def _by_utility(behind: Sequence[Candidate]) -> list[Candidate]:
    return sorted(behind, key=lambda each: (-each.utility.mean, each.rank))


def _sensible_first(rivals: Sequence[Candidate]) -> list[Candidate]:
    """Return rivals in their order, but last those that are called a mistake too often for any choice."""
    return sorted(rivals, key=lambda each: mistake_of(each) >= LEVEL_MISTAKE)


def _is_known_as(candidate: Candidate, algorithm: str) -> bool:
    return algorithm in (candidate.algorithm, *candidate.equivalents)
