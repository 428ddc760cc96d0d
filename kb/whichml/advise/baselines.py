"""Which simple algorithm to keep beside the leader, so that what the leader is worth can be seen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Final

from whichml.advise.applicability import AS_IT_IS
from whichml.advise.evaluation import BriefEvaluation
from whichml.advise.ranking import LIKELY_MISTAKE
from whichml.advise.requirements import UnitBound
from whichml.advise.screening import Screening
from whichml.advise.todays_figures import FIGURES, todays_figures
from whichml.knowledge.base import Knowledge
from whichml.knowledge.entities import TaskEvaluation
from whichml.model.statements.baseline_advice import BaselineAdvice
from whichml.model.statements.evaluation_facts import BaselineChoice
from whichml.model.statements.recommendation import Candidate

IN_USE: Final = "project.existing_algorithm"
"""The field that says what is in use today."""
DOUBTED_BASELINE: Final = 0.1
"""The chance of being called a mistake here from which a baseline gives way to the next one of the task."""

_Listed = tuple[BaselineChoice, TaskEvaluation, int]


def choose_baseline(
    judged: BriefEvaluation,
    leader: Candidate,
    shown: Collection[str],
    screening: Screening,
    chance_of_mistake: Callable[[str], float],
) -> BaselineAdvice | None:
    """Return what to keep beside the leader: what is in use today, else the first baseline of the task that serves.

    It solves the task and reads the data as it is unless its form says by what, stands in the answer and misses no
    bound in a unit, such as memory. It may be another option of the answer: beside what learns simply, the leader shows
    more than beside a constant. What some would call a mistake here, and what may miss such a bound that the leader
    keeps, gives way to what comes after it, but not to what says next to nothing.

    Parameters
    ----------
    shown : ids of all candidates and references of the answer
    chance_of_mistake : that practice calls an algorithm a mistake here
    """
    search = _Search(judged, leader, shown, screening, chance_of_mistake)
    in_use = judged.facts.get(IN_USE)
    if isinstance(in_use, str) and search.serves(in_use):
        figures = todays_figures(judged.facts)
        why = f"it is what is in use today{f', and {figures}' if figures else ''}"
        fields = (IN_USE, *(name for name in FIGURES if name in judged.facts))
        return BaselineAdvice(algorithm=in_use, why=why, because=tuple(judged.graph.facts(fields)))
    # of equals the first of the list
    found = min(search.listed(), key=lambda each: search.doubts(each[0]), default=None)
    if found is None:
        return None
    choice, evaluation, index = found
    node = judged.baseline_node(choice, evaluation, index)
    return BaselineAdvice(algorithm=choice.algorithm, why=choice.why, because=(node,), form=choice.form or "")


@dataclass(frozen=True)
class _Search:
    """What of the baselines of a task serves beside one leader."""

    judged: BriefEvaluation
    leader: Candidate
    shown: Collection[str]
    screening: Screening
    chance_of_mistake: Callable[[str], float]

    def listed(self) -> Iterator[_Listed]:
        """Yield the baselines that serve here in the order of their list.

        Where the leader is one of them itself, what comes after it is no simpler, nor is what works alike; a reference
        is. Beside what decides today, what says next to nothing is no bar.
        """
        known = self.judged.knowledge.algorithms
        leads = _names_of(self.leader, self.judged.knowledge)
        listed = list(self.judged.baselines())
        has_other_bar = any(choice.is_last for choice, *_ in listed) and self.judged.in_use() is not None
        first = next((n for n, (each, *_) in enumerate(listed) if each.algorithm in leads), len(listed))
        for place, (choice, evaluation, index) in enumerate(listed):
            is_no_simpler = first < len(listed) and known[choice.algorithm].facts.role != "reference" and (
                place > first or _are_of_one_kind(self.judged.knowledge, self.leader.algorithm, choice.algorithm)
            )  # fmt: skip
            is_no_bar = choice.is_last and has_other_bar
            if self.serves(choice.algorithm, by_reduction=choice.by_reduction) and not (is_no_simpler or is_no_bar):
                yield choice, evaluation, index

    def serves(self, name: str, *, by_reduction: bool = False) -> bool:
        """Return whether an algorithm of the answer can be held beside the leader, as it is or by a reduction too."""
        screening, known = self.screening, self.judged.knowledge.algorithms
        if name not in self.shown or name in _names_of(self.leader, self.judged.knowledge):
            return False
        if not by_reduction and screening.applicability.get(name, AS_IT_IS).reductions:
            return False
        if any(isinstance(short.constraint.bound, UnitBound) for short in screening.shortfalls.get(name, ())):
            return False
        return known[name].facts.role == "reference" or self.chance_of_mistake(name) < LIKELY_MISTAKE

    def doubts(self, choice: BaselineChoice) -> tuple[bool, bool]:
        """Return what speaks against keeping a baseline: that it says next to nothing, and that it is in doubt here."""
        return choice.is_last, self._is_doubted(choice.algorithm)

    def _is_doubted(self, name: str) -> bool:
        """Return whether some call it a mistake here, or it may miss a bound that the leader keeps."""
        if self.chance_of_mistake(name) >= DOUBTED_BASELINE:
            return True
        return not self._bounds_at_risk(name) <= self._bounds_at_risk(self.leader.algorithm)

    def _bounds_at_risk(self, name: str) -> set[str]:
        """Return the requirements with a bound in a unit that what is known of an algorithm reaches over."""
        warnings = self.screening.warnings.get(name, ())
        found = [each.constraint for each in warnings if each.constraint is not None and each.rating is not None]
        return {each.key for each in found if isinstance(each.bound, UnitBound)}


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
