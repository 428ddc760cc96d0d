"""What established practice says of algorithms, mistakes and decisions in the situation of one brief.

Practice is a criterion of its own with half of the weight: its goodness is linear in the log-odds of being used, from
0 at `-REACH` to 1 at `+REACH`; where a candidate stands beyond that all are moved down by as much. What answerers would
call a mistake is no choice. Both can be read point by point.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import Final

from whichml.advise.applicability import Applicability
from whichml.advise.practice_points import OptionTable, PointsHere, PointTable
from whichml.advise.practice_reasons import PracticeReason, PracticeSituation, Situations
from whichml.knowledge.base import Knowledge
from whichml.knowledge.practice import Practice, SubjectPoints
from whichml.knowledge.practised_facts import LEADER, LEADER_FAMILY, practised_shapes
from whichml.model.format.brief_fields import FACT_FIELDS
from whichml.model.statements.conditions import (
    Condition,
    Conditions,
    Facts,
    FactValue,
    FieldShape,
    WordTest,
    parse_conditions,
)
from whichml.rules.satisfied_conditions import HeldButOne, HeldTogether

REACH: Final = 6.0
"""Log-odds of being used at which practice counts full."""


@dataclass(frozen=True, slots=True)
class State:
    """How an algorithm comes to be usable here, as far as practice cares.

    Attributes
    ----------
    task, data : whether a reduction of the task or the data is needed
    reference : whether it is a reference
    short : by how many levels it misses each must constraint that claims have it miss
    """

    task: bool = False
    data: bool = False
    reference: bool = False
    short: tuple[int, ...] = ()

    @classmethod
    def of(cls, applicability: Applicability, is_reference: bool = False, short: tuple[int, ...] = ()) -> State:
        """Return the state of an algorithm that reductions, if any, make usable."""
        kinds = {reduction.facts.kind for reduction in applicability.reductions}
        return cls(task="task" in kinds, data="modality" in kinds, reference=is_reference, short=short)


def _siblings_of_unasked(knowledge: Knowledge, asked: Sequence[str]) -> dict[str, list[str]]:
    """Return the algorithms that answerers could name and that share a family with one which they could not.

    What specialises an algorithm that they could name has the points of that one, and needs no others to lend it any.
    """
    known = {name: set(knowledge.algorithms[name].facts.family) for name in asked if name in knowledge.algorithms}
    unasked = [
        a for a in knowledge.algorithms.values()
        if a.id not in known and a.facts.role != "helper" and a.facts.specialises not in known
    ]  # fmt: skip
    return {a.id: [name for name, families in known.items() if families & set(a.facts.family)] for a in unasked}


def _conditions_of(practice: Practice, shapes: Mapping[str, FieldShape]) -> tuple[Conditions, ...]:
    """Return the conditions of each situation; those that thousands of situations share are read once."""
    read: dict[tuple[str, str], Condition] = {}

    def condition(field: str, written: object) -> Condition:
        key = field, repr(written)
        if key not in read:
            (read[key],) = parse_conditions({field: written}, shapes)
        return read[key]

    return tuple(
        tuple(condition(field, written) for field, written in sorted(each.when.items(), key=itemgetter(0)))
        for each in practice.situations
    )


class PracticeModel:
    """The practice of a knowledge base, made ready to be asked; of none where the knowledge base has none."""

    def __init__(self, knowledge: Knowledge) -> None:
        practice = knowledge.practice
        self.practice = practice
        if practice is None:
            return
        shapes = practised_shapes(knowledge.shapes)
        conditions = _conditions_of(practice, shapes)
        self.situations = Situations(conditions, [each.briefs for each in practice.situations], shapes)
        self._conditions = conditions
        is_late = [not {LEADER, LEADER_FAMILY}.isdisjoint(each.fields) for each in self.situations.each]
        self._early = HeldTogether((n, when) for n, when in enumerate(conditions) if not is_late[n])
        self._late = HeldTogether((n, when) for n, when in enumerate(conditions) if is_late[n])
        subjects = {a.id: a.lineage for a in knowledge.algorithms.values()}
        self.choices = PointTable(practice.choices.points, subjects, self.situations)
        self.mistakes = PointTable(practice.mistakes.points, subjects, self.situations)
        self.siblings = _siblings_of_unasked(knowledge, practice.asked) if practice.asked else {}
        for table in (self.choices, self.mistakes):
            table.lend(self.siblings)
        options = {(d, option): each for d, points in practice.options.items() for option, each in points.items()}
        self.options = OptionTable(options, {option: (option,) for option in options}, self.situations)
        self.options.count_within(practice.taken_up)
        self.taken_up = PointTable(practice.taken_up, {each: (each,) for each in practice.taken_up}, self.situations)
        self._weightiest: dict[str, tuple[str, ...]] = {}

    def weightiest_fields(self, decision: str) -> tuple[str, ...]:
        """Return the fields that a brief may state, by all points on a decision of the situations that look at them."""
        if decision not in self._weightiest:
            options = self.practice.options.get(decision, {}) if self.practice is not None else {}
            weight: dict[str, float] = {}
            for number, height in chain.from_iterable(self.options.heights((decision, each)) for each in options):
                for field in self.situations.each[number].fields:
                    if field in FACT_FIELDS:
                        weight[field] = weight.get(field, 0.0) + height
            self._weightiest[decision] = tuple(sorted(weight, key=lambda field: (-weight[field], field)))
        return self._weightiest[decision]

    def was_asked_about(self, task: object) -> bool:
        """Return whether answered briefs had a task: what is chosen for others is no practice of this one."""
        return not self._tasks or task in self._tasks

    @cached_property
    def _tasks(self) -> frozenset[str]:
        """Return the tasks that situations name; none where practice does not go by tasks at all."""
        tests = (condition.test for when in self._conditions for condition in when if condition.field == "task")
        return frozenset(word for test in tests if isinstance(test, WordTest) for word in test.allowed)

    @cached_property
    def told_in(self) -> Mapping[str, int]:
        """Return how many answered briefs are at most in one situation of each field: what projects mostly can tell."""
        told: dict[str, int] = {}
        for situation in self.situations.each:
            for field in situation.fields if len(situation.fields) == 1 else ():
                told[field] = max(told.get(field, 0), situation.briefs)
        return told

    @cached_property
    def rarity(self) -> Mapping[str, float]:
        """Return how far each field sets a project apart that tells it, in nats: 0 for what most briefs tell."""
        most = max(self.told_in.values(), default=1)
        return {field: math.log(most / told) for field, told in self.told_in.items()}

    @cached_property
    def nearly_held(self) -> HeldButOne:
        """Return which situations only one unknown field keeps from holding, by their numbers."""
        return HeldButOne(self._conditions)

    def in_brief(self, facts: Facts, established: Collection[str] = ()) -> BriefPractice | None:
        """Return what practice says in the situation of a brief; None where nobody was asked.

        Parameters
        ----------
        facts : the brief's, those that rules conclude, and what is asked of qualities
        established : algorithms that practice starts with in the brief's own application, by what is published of it
        """
        if self.practice is None:
            return None
        return BriefPractice(self, self.practice, facts, self._early.on(facts), established)

    def late(self, facts: Facts) -> list[int]:
        """Return the situations of the leader that hold."""
        return self._late.on(facts)


class BriefPractice:
    """What practice says in the situation of one brief.

    Attributes
    ----------
    held : the numbers of the situations that hold
    established : algorithms that practice starts with in the brief's own application, by what is published of it
    """

    def __init__(
        self,
        model: PracticeModel,
        practice: Practice,
        facts: Facts,
        held: list[int],
        established: Collection[str] = (),
    ) -> None:
        self._model = model
        self.practice = practice
        self._facts = facts
        self.held = held
        self.established = established
        self._choices = PointsHere(model.choices, held)
        self._mistakes = PointsHere(model.mistakes, held)

    def log_odds(self, algorithm: str, state: State) -> float:
        """Return the log-odds of being used, against an algorithm of which nothing is said."""
        return self._choices.log_odds[algorithm] + _handicap(self.practice.choices, state)

    @property
    def knows_task(self) -> bool:
        """Return whether anybody was asked about a brief of this task."""
        return self._model.was_asked_about(self._facts.get("task"))

    def is_asked(self, algorithm: str) -> bool:
        """Return whether answerers could name an algorithm, or it has no siblings to stand for it."""
        return not self._model.siblings.get(algorithm)

    def goodness(self, algorithm: str, state: State, beyond: float = 0.0) -> float:
        """Return where the log-odds of being used stand, 0..1.

        Parameters
        ----------
        beyond : log-odds by which somebody stands beyond the scale
        """
        return min(1.0, max(0.0, 0.5 + (self.log_odds(algorithm, state) - beyond) / (2 * REACH)))

    def chance_of_mistake(self, algorithm: str, state: State, worth: float) -> float:
        """Return the chance that answerers call an algorithm a mistake here.

        Parameters
        ----------
        worth : its utility by qualities alone
        """
        odds = self.practice.usual + self.practice.slope * worth + self._mistakes.log_odds[algorithm]
        return 1.0 / (1.0 + math.exp(-(odds + _handicap(self.practice.mistakes, state))))

    @property
    def told_in(self) -> Mapping[str, int]:
        """Return how many answered briefs are at most in one situation of each field."""
        return self._model.told_in

    @property
    def rarity(self) -> Mapping[str, float]:
        """Return how far each field sets a project apart that tells it."""
        return self._model.rarity

    def waiting(self, algorithms: Sequence[str]) -> Iterator[tuple[Condition, float]]:
        """Yield the conditions on one unknown field that alone keep a situation from holding.

        Each comes with how far the situation would part the algorithms, in log-odds of being used.
        """
        for number, condition in self._model.nearly_held.on(self._facts):
            points = self._model.choices.in_situation(number, algorithms)
            if any(points):
                yield condition, max(points) - min(points) if len(points) > 1 else max(map(abs, points))

    def reasons(self, algorithm: str) -> Iterator[PracticeReason]:
        """Yield the points of an algorithm, the strongest first."""
        return self._choices.strongest(algorithm)

    def doubts(self, algorithm: str) -> Iterator[PracticeReason]:
        """Yield the points that count for calling an algorithm a mistake, the strongest first."""
        return self._mistakes.strongest_for(algorithm)

    def ahead(self, algorithm: str, other: str, least: float) -> Iterator[tuple[float, PracticeSituation]]:
        """Yield by how much situations put an algorithm before another, from a least gap on, the widest gap first."""
        return self._choices.ahead(algorithm, other, least)

    def led_by(self, leaders: Sequence[str], families: Sequence[str]) -> LedPractice:
        """Return what practice says of decisions once it is known who leads the answer.

        Parameters
        ----------
        leaders : the leader, and what it specialises if anything; none where nothing leads
        """
        led: dict[str, FactValue] = {**self._facts}
        if leaders:
            led.update({LEADER: tuple(leaders), LEADER_FAMILY: tuple(families)})
        return LedPractice(self._model, led, [*self.held, *self._model.late(led)])


class LedPractice:
    """What practice says of decisions in the situation of one brief, given who leads the answer."""

    def __init__(self, model: PracticeModel, facts: Facts, held: list[int]) -> None:
        self._model = model
        self._facts = facts
        self._options = PointsHere(model.options, held)
        self._taken_up = PointsHere(model.taken_up, held)

    def chance_taken_up(self, decision: str) -> float:
        """Return the chance that an answerer takes a decision up; 1 where nobody counted."""
        odds = self._taken_up.log_odds.get(decision)
        return 1.0 if odds is None else 1.0 / (1.0 + math.exp(-odds))

    def unknown_fields(self, decision: str) -> Iterator[str]:
        """Yield the fields of the brief that would speak on a decision and are not known, the weightiest first."""
        return (field for field in self._model.weightiest_fields(decision) if field not in self._facts)

    def log_odds(self, decision: str, option: str) -> float | None:
        """Return the log-odds of an option; None where practice does not know the decision."""
        return self._options.log_odds.get((decision, option))

    def reasons(self, decision: str, option: str) -> Iterator[PracticeReason]:
        """Yield the points that count for an option, the strongest first."""
        return self._options.strongest_for((decision, option))


def _handicap(leaning: SubjectPoints, state: State) -> float:
    costs = leaning.handicaps
    found = costs.task * state.task + costs.data * state.data + costs.reference * state.reference
    return found + sum(costs.short if levels == 1 else costs.far_short for levels in state.short)
