"""How the leader is built and run, in one or two lines: the architecture decisions of an answer as short phrases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from whichml.knowledge.base import Knowledge
from whichml.model.statements.architecture import DecisionAnswer
from whichml.model.statements.recommendation import Recommendation

_IN_ORDER: Final = (
    "acquisition", "model-composition", "training-mode", "feature-computation", "serving-form", "inference-placement",
    "hardware", "human-role", "fallback", "experimentation", "update-rollout",
)  # fmt: skip
"""The decisions that a reader would ask for first, in the order in which a system comes about."""
_STRENGTHS: Final = ("must", "should", "practice", "default")
_FEWEST: Final = 2
"""How many phrases make a line: one alone says nothing of a system."""


def built_and_run(answer: Recommendation, knowledge: Knowledge, has_room: Callable[[str], bool]) -> str:
    """Return how a system is built and run by what an answer decides, as phrases in a line; empty where little is.

    What rules decide comes before what language models do: phrases are left out from the weakest on until the line has
    room, and how many is told.

    Parameters
    ----------
    has_room : whether there is room for a line
    """
    decided = {each.decision: each for each in answer.decisions}
    named = [(decided[d], said) for d in _IN_ORDER if d in decided and (said := _phrase(decided[d], knowledge))]
    by_strength = sorted(named, key=lambda each: _STRENGTHS.index(each[0].strength))
    for n_kept in range(len(by_strength), _FEWEST - 1, -1):
        strongest = {each.decision for each, _ in by_strength[:n_kept]}
        kept = [said for each, said in named if each.decision in strongest]
        line = _line(kept, len(answer.decisions) - n_kept)
        if has_room(line):
            return line
    return ""


def _line(phrases: Sequence[str], n_more: int) -> str:
    return f"built and run: {'; '.join(phrases)}{f'; {n_more} more' if n_more else ''}"


def _phrase(answer: DecisionAnswer, knowledge: Knowledge) -> str:
    """Return the chosen option as a phrase; empty where it has none."""
    options = knowledge.decisions[answer.decision].options if answer.decision in knowledge.decisions else ()
    return next((option.in_short or "" for option in options if option.id == answer.option), "")
