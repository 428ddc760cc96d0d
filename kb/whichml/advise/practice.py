"""What established practice says of algorithms, mistakes and decisions in the situation of one brief.

Practice is a criterion of its own with half of the weight: its goodness is linear in the log-odds of being used, from
0 at `-REACH` to 1 at `+REACH`; where a candidate stands beyond that all are moved down by as much. What answerers would
call a mistake is no choice. Both can be read point by point.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Final, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from whichml.advise.applicability import Applicability
from whichml.advise.practice_reasons import PracticeReason, PracticeSituation, Situations
from whichml.knowledge.base import Knowledge
from whichml.knowledge.practice import Point, Practice, SubjectPoints
from whichml.knowledge.practised_facts import LEADER, LEADER_FAMILY, practised_shapes
from whichml.model.format.brief_fields import FACT_FIELDS
from whichml.model.statements.conditions import Condition, Facts, FactValue, parse_conditions
from whichml.rules.satisfied_conditions import HeldButOne, HeldTogether

REACH: Final = 6.0
"""Log-odds of being used at which practice counts full."""
N_DECIMALS: Final = 2
"""To which a sum of points is rounded."""
Subject = TypeVar("Subject", bound=Hashable)


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


_NO_POINTS: Final = (np.empty(0, np.intp), np.empty(0, np.float64))


def _as_arrays(points: Sequence[Point]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return the situations of points, and how many points they are."""
    return np.array([point.situation for point in points], np.intp), np.array([point.points for point in points])


class _Table(Generic[Subject]):
    """Points as a table of situations by subjects, families spread over their members."""

    def __init__(
        self,
        points: Mapping[Subject, Sequence[Point]],
        subjects: Mapping[Subject, Sequence[Subject]],
        situations: Situations,
    ) -> None:
        self._situations = situations
        self._column = {name: number for number, name in enumerate(subjects)}
        self._lineage = subjects
        self._given = points
        self._lent: set[Subject] = set()
        self._ordered: dict[Subject, NDArray[np.intp]] = {}
        self._told: dict[Subject, Mapping[int, int]] = {}
        self._columns = {subject: _as_arrays(points[subject]) for subject in points}
        self._points = np.zeros((len(situations), len(subjects)))
        times = np.zeros(self._points.shape, np.intp)
        for name, number in self._column.items():
            for places, heights in (self._columns[each] for each in subjects[name] if each in self._columns):
                self._points[places, number] += heights  # each place once: a subject has one point in a situation
                times[places, number] += 1
        self._points = np.where(times > 1, np.round(self._points, N_DECIMALS), self._points)

    def in_order(self, name: Subject) -> NDArray[np.intp]:
        """Return the numbers of the situations in which a subject has points, those of the strongest first."""
        if name not in self._ordered:
            lineage = () if name in self._lent else self._lineage[name]
            numbers = np.unique(np.concatenate([np.empty(0, np.intp), *(self._places(each) for each in lineage)]))
            heights = np.abs(self._points[numbers, self._column[name]])
            self._ordered[name] = numbers[np.lexsort((numbers, -heights))]
        return self._ordered[name]

    def heights(self, name: Subject) -> list[tuple[int, float]]:
        """Return the situations in which a subject has points and how many these are, for or against it."""
        numbers = self.in_order(name)
        return list(zip(numbers.tolist(), np.abs(self._points[numbers, self._column[name]]).tolist(), strict=True))

    def _places(self, subject: Subject) -> NDArray[np.intp]:
        return self._columns.get(subject, _NO_POINTS)[0]

    def _told_of(self, name: Subject) -> Mapping[int, int]:
        if name not in self._told:  # a family's points count no briefs
            self._told[name] = {point.situation: point.told for point in self._given.get(name, ())}
        return self._told[name]

    def agreed(self, name: Subject, numbers: tuple[int, ...], situation: PracticeSituation) -> str:
        """Return in how many of the briefs of a situation answerers agree on a subject, in words.

        What is said of its family alone has no such number: who agreed on the family named several of its members.
        """
        told, narrowest = self._told_of(name), self._situations.narrowest_of(numbers)
        if not any(told.get(number, 0) for number in numbers):
            return "as its family"
        return "" if narrowest is None else f"{told.get(narrowest, 0)} of {situation.briefs} briefs"

    def log_odds(self, held: list[int]) -> dict[Subject, float]:
        """Return the sum of each subject's points in the situations that hold."""
        return dict(zip(self._column, self._points[held].sum(axis=0).tolist(), strict=True))

    def in_situation(self, number: int, names: Sequence[Subject]) -> list[float]:
        """Return the points of some subjects in one situation."""
        return [float(self._points[number, self._column[name]]) for name in names]

    def strongest(self, name: Subject, is_held: NDArray[np.bool_]) -> Iterator[PracticeReason]:
        """Yield the points of a subject in the situations that hold, the strongest first.

        Those that bound the same fields more and less narrowly are one reason, with what they come to in sum: they are
        steps of one line, of which none says anything by itself.

        Parameters
        ----------
        is_held : of each situation, whether it holds
        """
        numbers = self.in_order(name)
        held = numbers[is_held[numbers]]
        groups, places = np.unique(self._situations.groups[held], return_inverse=True)
        nets = np.round(np.bincount(places, self._points[held, self._column[name]]), N_DECIMALS)
        for place in np.lexsort((groups, -np.abs(nets))).tolist():
            together = tuple(sorted(held[places == place].tolist()))
            situation = self._situations.together(together)
            agreed = self.agreed(name, together, situation)
            yield PracticeReason(float(nets[place]), situation, together, int(groups[place]), agreed)

    def lend(self, siblings: Mapping[Subject, Sequence[Subject]]) -> None:
        """Give subjects what their siblings have on average, where they have any; that is no point of their own."""
        for name, others in siblings.items():
            if others:
                columns = [self._column[other] for other in others]
                self._points[:, self._column[name]] = self._points[:, columns].mean(axis=1)
                self._lent.add(name)


class _OptionTable(_Table[tuple[str, str]]):
    """Points of the options of decisions, counted within the briefs in which somebody takes the decision up."""

    def count_within(self, taken_up: Mapping[str, Sequence[Point]]) -> None:
        """Tell in how many briefs of a situation a decision was taken up, where that was counted."""
        self._decided = {d: {point.situation: point.told for point in points} for d, points in taken_up.items()}

    def agreed(self, name: tuple[str, str], numbers: tuple[int, ...], situation: PracticeSituation) -> str:
        """Return in how many briefs that decide it answerers take an option; empty where nobody counted these.

        A share of all briefs would say little: whoever leaves a decision open speaks against none of its options.
        """
        number = self._situations.narrowest_of(numbers)
        decided = 0 if number is None else self._decided.get(name[0], {}).get(number, 0)
        return f"{self._told_of(name).get(number or 0, 0)} of {decided} briefs that decide it" if decided else ""


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


class PracticeModel:
    """The practice of a knowledge base, made ready to be asked; of none where the knowledge base has none."""

    def __init__(self, knowledge: Knowledge) -> None:
        practice = knowledge.practice
        self.practice = practice
        if practice is None:
            return
        shapes = practised_shapes(knowledge.shapes)
        conditions = tuple(parse_conditions(each.when, shapes) for each in practice.situations)
        self.situations = Situations(conditions, [each.briefs for each in practice.situations], shapes)
        self._conditions = conditions
        is_late = [not {LEADER, LEADER_FAMILY}.isdisjoint(each.fields) for each in self.situations.each]
        self._early = HeldTogether((n, when) for n, when in enumerate(conditions) if not is_late[n])
        self._late = HeldTogether((n, when) for n, when in enumerate(conditions) if is_late[n])
        subjects = {a.id: a.lineage for a in knowledge.algorithms.values()}
        self.choices = _Table(practice.choices.points, subjects, self.situations)
        self.mistakes = _Table(practice.mistakes.points, subjects, self.situations)
        self.siblings = _siblings_of_unasked(knowledge, practice.asked) if practice.asked else {}
        for table in (self.choices, self.mistakes):
            table.lend(self.siblings)
        options = {(d, option): each for d, points in practice.options.items() for option, each in points.items()}
        self.options = _OptionTable(options, {option: (option,) for option in options}, self.situations)
        self.options.count_within(practice.taken_up)
        self.taken_up = _Table(practice.taken_up, {each: (each,) for each in practice.taken_up}, self.situations)
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

    def in_brief(self, facts: Facts) -> BriefPractice | None:
        """Return what practice says in the situation of a brief; None where nobody was asked.

        Parameters
        ----------
        facts : the brief's, those that rules conclude, and what is asked of qualities
        """
        if self.practice is None:
            return None
        return BriefPractice(self, self.practice, facts, self._early.on(facts))

    def late(self, facts: Facts) -> list[int]:
        """Return the situations of the leader that hold."""
        return self._late.on(facts)

    def is_held(self, held: Sequence[int]) -> NDArray[np.bool_]:
        """Return of each situation whether it is among those that hold."""
        found = np.zeros(len(self.situations), np.bool_)
        found[held] = True
        return found


class BriefPractice:
    """What practice says in the situation of one brief.

    Attributes
    ----------
    held : the numbers of the situations that hold
    """

    def __init__(self, model: PracticeModel, practice: Practice, facts: Facts, held: list[int]) -> None:
        self._model = model
        self.practice = practice
        self._facts = facts
        self.held = held
        self._is_held = model.is_held(held)
        self._choices = model.choices.log_odds(held)
        self._mistakes = model.mistakes.log_odds(held)

    def log_odds(self, algorithm: str, state: State) -> float:
        """Return the log-odds of being used, against an algorithm of which nothing is said."""
        return self._choices[algorithm] + _handicap(self.practice.choices, state)

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
        odds = self.practice.usual + self.practice.slope * worth + self._mistakes[algorithm]
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

    def together(self, *reasons: PracticeReason) -> PracticeSituation:
        """Return what the situations of reasons that bound the same fields come to."""
        return self._model.situations.together(tuple(sorted({n for each in reasons for n in each.numbers})))

    def reasons(self, algorithm: str, of_mistake: bool = False) -> Iterator[PracticeReason]:
        """Yield the points that count for an algorithm, or for calling it a mistake, the strongest first."""
        table = self._model.mistakes if of_mistake else self._model.choices
        return table.strongest(algorithm, self._is_held)

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
        self._is_held = model.is_held(held)
        self._options = model.options.log_odds(held)
        self._taken_up = model.taken_up.log_odds(held)

    def chance_taken_up(self, decision: str) -> float:
        """Return the chance that an answerer takes a decision up; 1 where nobody counted."""
        odds = self._taken_up.get(decision)
        return 1.0 if odds is None else 1.0 / (1.0 + math.exp(-odds))

    def unknown_fields(self, decision: str) -> Iterator[str]:
        """Yield the fields of the brief that would speak on a decision and are not known, the weightiest first."""
        return (field for field in self._model.weightiest_fields(decision) if field not in self._facts)

    def log_odds(self, decision: str, option: str) -> float | None:
        """Return the log-odds of an option; None where practice does not know the decision."""
        return self._options.get((decision, option))

    def reasons(self, decision: str, option: str) -> Iterator[PracticeReason]:
        """Yield the points that count for an option, the strongest first."""
        return self._model.options.strongest((decision, option), self._is_held)


def _handicap(leaning: SubjectPoints, state: State) -> float:
    costs = leaning.handicaps
    found = costs.task * state.task + costs.data * state.data + costs.reference * state.reference
    return found + sum(costs.short if levels == 1 else costs.far_short for levels in state.short)
