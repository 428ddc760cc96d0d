"""Which simple algorithm to keep beside the leader, so that what the leader is worth can be seen."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from whichml.advise.applicability import AS_IT_IS
from whichml.advise.evaluation import BriefEvaluation
from whichml.advise.ranking import LIKELY_MISTAKE
from whichml.advise.requirements import UnitBound
from whichml.advise.screening import Screening
from whichml.advise.todays_figures import FIGURES, todays_figures
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import BaselineAdvice, Candidate

IN_USE: Final = "project.existing_algorithm"
"""The field that says what is in use today."""


def choose_baseline(
    judged: BriefEvaluation,
    leader: Candidate,
    shown: Collection[str],
    screening: Screening,
    chance_of_mistake: Callable[[str], float],
) -> BaselineAdvice | None:
    """Return what to keep beside the leader: what is in use today, else the first baseline of the task that serves.

    It solves the task, reads the data as it is, stands in the answer and misses no bound in a unit, such as memory; one
    that is no reference is not what practice is sure to call a mistake. It may be another option of the answer: beside
    what learns simply, the leader shows more than beside a constant. Where the leader is such a baseline itself, what
    comes after it in the list is no simpler, nor is what works alike; a reference is.

    Parameters
    ----------
    shown : ids of all candidates and references of the answer
    chance_of_mistake : that practice calls an algorithm a mistake here
    """
    known = judged.knowledge.algorithms
    leads = _names_of(leader, judged.knowledge)

    def serves(name: str) -> bool:
        if name not in shown or name in leads or screening.applicability.get(name, AS_IT_IS).reductions:
            return False
        if any(isinstance(short.constraint.bound, UnitBound) for short in screening.shortfalls.get(name, ())):
            return False
        return known[name].facts.role == "reference" or chance_of_mistake(name) < LIKELY_MISTAKE

    in_use = judged.facts.get(IN_USE)
    if isinstance(in_use, str) and serves(in_use):
        figures = todays_figures(judged.facts)
        why = f"it is what is in use today{f', and {figures}' if figures else ''}"
        fields = (IN_USE, *(name for name in FIGURES if name in judged.facts))
        return BaselineAdvice(algorithm=in_use, why=why, because=tuple(judged.graph.facts(fields)))
    listed = list(judged.baselines())
    first = next((n for n, (each, *_) in enumerate(listed) if each.algorithm in leads), len(listed))
    is_baseline = first < len(listed)
    for place, (choice, evaluation, index) in enumerate(listed):
        is_no_simpler = is_baseline and known[choice.algorithm].facts.role != "reference" and (
            place > first or _are_of_one_kind(judged.knowledge, leader.algorithm, choice.algorithm)
        )  # fmt: skip
        if serves(choice.algorithm) and not is_no_simpler:
            because = (judged.baseline_node(choice, evaluation, index),)
            return BaselineAdvice(algorithm=choice.algorithm, why=choice.why, because=because)
    return None


def _names_of(option: Candidate, knowledge: Knowledge) -> set[str]:
    """Return an option by id, with what does as well and what these are special forms of."""
    names = {option.algorithm, *option.equivalents}
    return names | {general for name in names if (general := knowledge.general_of.get(name)) is not None}


def _are_of_one_kind(knowledge: Knowledge, one: str, other: str) -> bool:
    """Return whether one of two algorithms is filed under a family of one kind that the other belongs to."""
    pairs = ((one, other), (other, one))
    return any(
        not knowledge.kinds_of[first].isdisjoint(knowledge.algorithms[second].ancestors) for first, second in pairs
    )
