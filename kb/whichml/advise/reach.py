"""Which algorithms can be used for a task on its data: as they are, or through reductions of the task or the data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from whichml.knowledge.base import Algorithm, Knowledge, Reduction
from whichml.model.conditions import Facts, all_hold
from whichml.rules.selection import modalities_of


@dataclass(frozen=True, slots=True)
class Reached:
    """How an algorithm comes to solve the task on the data of a brief.

    Attributes
    ----------
    reductions : of the task, then of the data; none where it solves and reads them as they are
    """

    reductions: tuple[Reduction, ...] = ()

    def seen(self, facts: Facts) -> Facts:
        """Return the facts as the algorithm meets them: with what the reductions lead to."""
        changed = dict(facts)
        for reduction in self.reductions:
            if reduction.facts.kind == "task":
                changed["task"] = reduction.facts.to
            else:
                changed["data.modality"] = (reduction.facts.to,)
        return changed


AS_IT_IS = Reached()


class Reach:
    """The reductions that are open to a brief, and what they make usable.

    A task is reduced once and the data once, no further: each step gives something up.
    """

    def __init__(self, knowledge: Knowledge, facts: Facts) -> None:
        self._knowledge = knowledge
        self._task = str(facts["task"])
        self._modalities = modalities_of(facts)
        sound = [r for _, r in sorted(knowledge.reductions.items()) if all_hold(r.when, facts) is not False]
        self._of_task = [r for r in sound if r.facts.kind == "task" and r.facts.from_ == self._task]
        self._of_data = [r for r in sound if r.facts.kind == "modality" and r.facts.from_ in self._modalities]

    def of(self, algorithm: Algorithm) -> Reached | None:
        """Return how an algorithm can be used here; None where it cannot."""
        by_task = self._steps(algorithm, self.solves(algorithm), algorithm.facts.solves, self._of_task)
        by_data = self._steps(algorithm, self.reads(algorithm), algorithm.facts.accepts, self._of_data)
        if by_task is None or by_data is None:
            return None
        return Reached((*by_task, *by_data)) if by_task or by_data else AS_IT_IS

    def solves(self, algorithm: Algorithm) -> bool:
        """Return whether an algorithm solves the task as it is."""
        return self._task in algorithm.facts.solves

    def reads(self, algorithm: Algorithm) -> bool:
        """Return whether an algorithm reads any of the data as they are."""
        accepts = algorithm.facts.accepts
        return not accepts or any(modality in accepts for modality in self._modalities)

    @staticmethod
    def _steps(
        algorithm: Algorithm, as_it_is: bool, can: Iterable[str] | Mapping[str, str], reductions: Iterable[Reduction]
    ) -> tuple[Reduction, ...] | None:
        """Return the reduction that an algorithm needs, if any; None where none helps."""
        if as_it_is:
            return ()
        meant = {algorithm.id, *algorithm.ancestors}
        for reduction in reductions:
            facts = reduction.facts
            if facts.to in can and (not facts.only or not meant.isdisjoint(facts.only)):
                return (reduction,)
        return None
