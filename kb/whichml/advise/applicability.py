"""Which algorithms can be used for a task on its data: as they are, or through reductions of the task or the data."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from whichml.advise.shared_nodes import SharedNodes
from whichml.knowledge.base import Knowledge
from whichml.knowledge.entities import Algorithm, Reduction
from whichml.model.statements.conditions import Facts, all_hold
from whichml.model.statements.justification import Node
from whichml.model.statements.recommendation import Exclusion, Reason
from whichml.model.words.names_in_sentences import in_sentence
from whichml.rules.selection import modalities_of

_OF_FEATURES: Final = frozenset({"tabular", "sensor-features"})
"""The kinds of data whose columns are features already."""
MOST_KEPT: Final = 256
"""For how many tasks on data the outcome is kept; there are some hundred that briefs ask about."""
MOST_UNSUITABLE_KEPT: Final = 8_192
"""How many exclusions are kept; tasks on data share most of them."""


@dataclass(frozen=True, slots=True)
class Applicability:
    """How an algorithm comes to solve the task on the data of a brief.

    Attributes
    ----------
    reductions : of the task, then of the data; none where it solves and reads them as they are
    features : what makes the features that it reads of the data, where that needs something served or limits it; no
        detour, since it is what the algorithm is made for
    """

    reductions: tuple[Reduction, ...] = ()
    features: tuple[Reduction, ...] = ()

    def seen(self, facts: Facts) -> Facts:
        """Return the facts as the algorithm meets them: with what the reductions lead to."""
        if not self.reductions:
            return facts
        changed = dict(facts)
        for reduction in self.reductions:
            if reduction.facts.kind == "task":
                changed["task"] = reduction.facts.to
            else:
                changed["data.modality"] = (reduction.facts.to,)
        return changed

    @property
    def ways(self) -> tuple[Reduction, ...]:
        """Return all that is done to the task and the data before the algorithm sees them."""
        return (*self.reductions, *self.features)

    def without_usual(self, facts: Facts) -> Applicability:
        """Return it with the reductions alone that practitioners do not take as a matter of course here."""
        if not self.reductions:
            return self
        return Applicability(tuple(each for each in self.reductions if not _is_usual(each, facts)))


def _is_usual(reduction: Reduction, facts: Facts) -> bool:
    return bool(reduction.usual) and all_hold(reduction.usual, facts) is True


AS_IT_IS = Applicability()


class Unsuitable(NamedTuple):
    """Why an algorithm is out that does not fit the task or the data, and the nodes behind it but for the field's."""

    exclusion: Exclusion
    field: str
    nodes: tuple[Node, ...]


class ReachIndex:
    """What algorithms of a knowledge base can be used for, worked out once for each task on data with its reductions.

    A task is reduced once and the data once, no further: each step gives something up.
    """

    def __init__(self, knowledge: Knowledge, nodes: SharedNodes) -> None:
        self._knowledge = knowledge
        self._algorithms = tuple(a for a in knowledge.algorithms.values() if a.facts.role != "helper")
        self._reductions = dict(sorted(knowledge.reductions.items()))
        self._nodes = nodes
        self._reach = lru_cache(MOST_KEPT)(self._worked_out)
        self._unsuitable = lru_cache(MOST_UNSUITABLE_KEPT)(self._found_unsuitable)

    def in_brief(self, facts: Facts, last: Callable[[Sequence[Reduction]], Collection[str]]) -> OpenReductions:
        """Return what can be used for the task on the data of a brief.

        Parameters
        ----------
        last : the ids of those among sound reductions that are taken where no other one helps
        """
        task, modalities = str(facts["task"]), modalities_of(facts)
        beginnings = {"task": (task,), "modality": modalities}
        sound = [
            reduction for reduction in self._reductions.values()
            if reduction.facts.from_ in beginnings[reduction.facts.kind]
            and all_hold(reduction.when, facts) is not False
        ]  # fmt: skip
        put_last = last(sound)
        in_order = sorted((each.facts.id for each in sound), key=lambda identity: identity in put_last)
        return self._reach(task, modalities, tuple(in_order))

    def _worked_out(self, task: str, modalities: tuple[str, ...], sound: tuple[str, ...]) -> OpenReductions:
        reductions = [self._reductions[each] for each in sound]
        return OpenReductions(self._algorithms, task, modalities, reductions, self._unsuitable)

    def _found_unsuitable(self, algorithm: str, field: str, text: str) -> Unsuitable:
        known = self._knowledge.algorithms[algorithm]
        about = self._nodes.about(known)
        node = Node(
            id=f"exclusion:{algorithm}:{field}", kind="exclusion", text=f"{known.facts.name} is out: {text}",
            because=(f"brief:{field}", about.id),
        )  # fmt: skip
        reason = Reason(text=text, kind="task" if field == "task" else "data", because=(node.id,))
        return Unsuitable(Exclusion(algorithm=algorithm, reasons=(reason,)), field, (node, about))


class OpenReductions:
    """What can be used for a task on its data through the reductions that are sound there, and what cannot.

    Attributes
    ----------
    usable : how each algorithm that can be used is
    unsuitable : why each of the others is out
    nodes, fields : all nodes behind that, but for those of facts, and the fields of these
    """

    def __init__(
        self,
        algorithms: Iterable[Algorithm],
        task: str,
        modalities: Sequence[str],
        sound: Sequence[Reduction],
        told: Callable[[str, str, str], Unsuitable],
    ) -> None:
        self._task = task
        self._modalities = modalities
        self._sound = sound
        self._told_of = told
        algorithms = tuple(algorithms)
        self._by_id = {algorithm.id: algorithm for algorithm in algorithms}
        self.usable: dict[str, Applicability] = {}
        self.unsuitable: dict[str, Exclusion] = {}
        self.nodes: dict[str, Node] = {}
        self.fields: set[str] = set()
        for algorithm in algorithms:
            applicability = self._of(algorithm)
            if applicability is not None:
                self.usable[algorithm.id] = applicability
            else:
                out = self.told(algorithm)
                self.unsuitable[algorithm.id] = out.exclusion
                self.nodes.update((node.id, node) for node in out.nodes)
                self.fields.add(out.field)

    def told(self, algorithm: Algorithm, through: Sequence[Reduction] = ()) -> Unsuitable:
        """Return why an algorithm is out as one that does not solve the task, or else does not read the data.

        Parameters
        ----------
        through : what would make it do so, and is seldom taken here
        """
        solves = self._task in algorithm.facts.solves
        field, does = ("data.modality", "read") if solves else ("task", "solve")
        what = " or ".join(self._modalities) if solves else self._task
        if not through:
            return self._told_of(algorithm.id, field, f"it does not {does} {what}")
        ways = " and ".join(in_sentence(each.facts.name) for each in through)
        return self._told_of(algorithm.id, field, f"it {does}s {what} only by {ways}, and is seldom used so here")

    def _of(self, algorithm: Algorithm) -> Applicability | None:
        """Return how an algorithm can be used here; None where it cannot."""
        facts = algorithm.facts
        solves = self._task in facts.solves
        reads = self._reads(algorithm)
        by_task = self._steps(algorithm, solves, facts.solves, self._is_served_by(facts.specialises))
        by_data = self._steps(algorithm, reads, facts.accepts)
        if by_task is None or by_data is None:
            return None
        made = self._features(algorithm) if reads else ()
        if made and made != self._features(algorithm, sorted(self._sound, key=lambda each: each.facts.id)):
            by_data, made = made, ()  # other features than it is mostly given are a detour
        return Applicability((*by_task, *by_data), made) if by_task or by_data or made else AS_IT_IS

    def _features(self, algorithm: Algorithm, sound: Sequence[Reduction] | None = None) -> tuple[Reduction, ...]:
        """Return what makes the features that an algorithm reads, where it reads nothing of the data as it is."""
        accepts = algorithm.facts.accepts
        read = [each for each in self._modalities if each in accepts]
        if not read or any(accepts[each] == "raw" for each in read):
            return ()
        columns = [each for each in _OF_FEATURES if accepts.get(each) == "raw"]
        meant = set(algorithm.lineage)
        facts = ((each, each.facts) for each in (self._sound if sound is None else sound))
        made = next(
            (
                each for each, stated in facts
                if stated.from_ in read and stated.to in columns and not meant.isdisjoint(stated.only or meant)
            ),
            None,
        )  # fmt: skip
        return (made,) if made is not None and (made.facts.needs or made.facts.limits) else ()

    def _reads(self, algorithm: Algorithm) -> bool:
        accepts = algorithm.facts.accepts
        return not accepts or any(modality in accepts for modality in self._modalities)

    def _is_served_by(self, general: str | None) -> bool:
        """Return whether what an algorithm specialises fits as it is, so that only a detour of its own is of use."""
        known = self._by_id.get(general or "")
        return known is not None and self._task in known.facts.solves and self._reads(known)

    def _steps(
        self, algorithm: Algorithm, as_it_is: bool, can: Iterable[str] | Mapping[str, str], by_name: bool = False
    ) -> tuple[Reduction, ...] | None:
        """Return the reduction that an algorithm needs, if any; None where none helps.

        Parameters
        ----------
        can : the tasks that it solves, or the modalities that it reads; no task bears the name of a modality
        by_name : only a reduction that names the algorithm itself is of use
        """
        if as_it_is:
            return ()
        meant = {algorithm.id} if by_name else set(algorithm.lineage)
        for reduction in self._sound:
            only = reduction.facts.only or (() if by_name else meant)
            if reduction.facts.to in can and not meant.isdisjoint(only):
                return (reduction,)
        return None
