"""What established practice says of algorithms, mistakes and decisions in the situation of one brief.

Practice is a criterion of its own with half of the weight: its goodness is linear in the log-odds of being used, from
0 at `-REACH` to 1 at `+REACH`. What answerers would call a mistake is no choice. Both can be read point by point.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from whichml.knowledge.base import Knowledge
from whichml.knowledge.practice import Leaning, Point, Practice
from whichml.knowledge.practised_facts import LEADER, LEADER_FAMILY, practised_shapes
from whichml.model.brief_fields import FACT_FIELDS
from whichml.model.conditions import Conditions, Facts, FactValue, all_hold, parse_conditions

REACH: Final = 6.0
"""Log-odds of being used at which practice counts full."""
FULL_SHARE: Final = 0.5
"""The share of the whole weight that practice has where nothing was measured of the regime of a brief."""
Floats = NDArray[np.float64]


def practice_share(n_told: int | None, is_measured: bool = False) -> float:
    """Return the share of the whole weight that practice has.

    Where a brief tells only sizes of a task that others measured, what they measured decides alone; each further fact
    makes its situation one that practice knows better. What was measured of the project itself halves it.

    Parameters
    ----------
    n_told : how much a brief tells beyond that; None where nothing was measured of its regime
    is_measured : whether accuracy was measured on the project's own data

    Examples
    --------
    >>> [practice_share(n) for n in (None, 0, 1, 3)]
    [0.5, 0.0, 0.375, 0.46875]
    """
    share = FULL_SHARE if n_told is None else FULL_SHARE * (1 - 1 / (n_told + 1) ** 2)
    return share / 2 if is_measured else share


@dataclass(frozen=True, slots=True)
class State:
    """How an algorithm comes to be usable here, as far as practice cares.

    Attributes
    ----------
    task, data : whether a reduction of the task or the data is needed
    reference : whether it is a reference
    short : by how many levels it misses each must demand that claims have it miss
    """

    task: bool = False
    data: bool = False
    reference: bool = False
    short: tuple[int, ...] = ()


class Situation(NamedTuple):
    """One situation that practice looks at.

    Attributes
    ----------
    words : the situation in words
    fields : that it looks at
    briefs : how many answered briefs are in it
    """

    words: str
    fields: tuple[str, ...]
    briefs: int

    @classmethod
    def of(cls, when: Conditions, briefs: int) -> Situation:
        """Return the situation of these conditions, in words."""
        words = " and ".join(condition.text() for condition in when) or "nothing else is said"
        return cls(words, tuple(condition.field for condition in when), briefs)


class Reason(NamedTuple):
    """What counts in one situation: the points of an algorithm and its families."""

    point: Point
    situation: Situation

    @property
    def text(self) -> str:
        """Return the situation, the points and in how many of the answered briefs the answerers agree, in words."""
        point, situation = self
        return f"where {situation.words} ({point.points:+.1f}; {point.told} of {situation.briefs} briefs)"


def _added_up(points: Sequence[Point]) -> list[Point]:
    """Return one point for each situation, the strongest first.

    Parameters
    ----------
    points : of an algorithm, then of its families, the nearest first, whose count of briefs stands for all
    """
    found: dict[int, Point] = {}
    for point in points:
        known = found.get(point.situation)
        found[point.situation] = known._replace(points=round(known.points + point.points, 2)) if known else point
    return sorted(found.values(), key=lambda point: (-abs(point.points), point.situation))


class _Table:
    """Points as a table of situations by subjects, families spread over their members.

    Attributes
    ----------
    reasons : the points of each subject, the strongest first
    fields : of briefs that the situations look at, by all points in them, the weightiest first
    """

    def __init__(
        self,
        leaning: Leaning,
        subjects: Mapping[str, Sequence[str]],
        situations: Sequence[Situation],
    ) -> None:
        self.leaning = leaning
        self.column = {name: number for number, name in enumerate(subjects)}
        self.points = np.zeros((len(situations), len(subjects)))
        self.reasons: dict[str, tuple[Reason, ...]] = {}
        for name, number in self.column.items():
            added = _added_up([point for subject in subjects[name] for point in leaning.points.get(subject, ())])
            for point in added:
                self.points[point.situation, number] = point.points
            self.reasons[name] = tuple(Reason(point, situations[point.situation]) for point in added)
        self.fields = _weightiest(reason for reasons in self.reasons.values() for reason in reasons)

    def lend(self, siblings: Mapping[str, Sequence[str]]) -> None:
        """Give subjects what their siblings have on average, where they have any; that is no point of their own."""
        for name, others in siblings.items():
            if others:
                columns = [self.column[other] for other in others]
                self.points[:, self.column[name]] = self.points[:, columns].mean(axis=1)
                self.reasons[name] = ()


def _siblings_of_unasked(knowledge: Knowledge, asked: Sequence[str]) -> dict[str, list[str]]:
    """Return the algorithms that answerers could name and that share a family with one which they could not."""
    known = {name: set(knowledge.algorithms[name].facts.family) for name in asked if name in knowledge.algorithms}
    unasked = [a for a in knowledge.algorithms.values() if a.id not in known and a.facts.role != "helper"]
    return {a.id: [name for name, families in known.items() if families & set(a.facts.family)] for a in unasked}


def _weightiest(reasons: Iterable[Reason]) -> tuple[str, ...]:
    """Return the fields that a brief may state, by all points of the situations that look at them."""
    weight: dict[str, float] = {}
    for reason in reasons:
        for field in reason.situation.fields:
            if field in FACT_FIELDS:
                weight[field] = weight.get(field, 0.0) + abs(reason.point.points)
    return tuple(sorted(weight, key=lambda field: (-weight[field], field)))


class PracticeBook:
    """The practice of a knowledge base, made ready to be asked; of none where the knowledge base has none."""

    def __init__(self, knowledge: Knowledge) -> None:
        practice = knowledge.practice
        self.practice = practice
        if practice is None:
            return
        shapes = practised_shapes(knowledge.shapes)
        conditions = tuple(parse_conditions(each.when, shapes) for each in practice.situations)
        situations = [
            Situation.of(when, each.briefs) for when, each in zip(conditions, practice.situations, strict=True)
        ]
        is_late = [LEADER in situation.fields or LEADER_FAMILY in situation.fields for situation in situations]
        self._early = tuple((n, when) for n, when in enumerate(conditions) if not is_late[n])
        self._late = tuple((n, when) for n, when in enumerate(conditions) if is_late[n])
        subjects = {a.id: (a.id, *a.ancestors) for a in knowledge.algorithms.values()}
        self.choices = _Table(practice.choices, subjects, situations)
        self.mistakes = _Table(practice.mistakes, subjects, situations)
        self.siblings = _siblings_of_unasked(knowledge, practice.asked) if practice.asked else {}
        for table in (self.choices, self.mistakes):
            table.lend(self.siblings)
        self.options = {
            decision: _Table(Leaning(points=points), {option: (option,) for option in points}, situations)
            for decision, points in practice.options.items()
        }

    def in_brief(self, facts: Facts) -> PracticeHere | None:
        """Return what practice says in the situation of a brief; None where nobody was asked.

        Parameters
        ----------
        facts : the brief's, those that rules conclude, and what is asked of qualities
        """
        if self.practice is None:
            return None
        return PracticeHere(self, self.practice, facts, [n for n, when in self._early if all_hold(when, facts)])

    def late(self, facts: Facts) -> list[int]:
        """Return the situations of the leader that hold."""
        return [n for n, when in self._late if all_hold(when, facts)]


class PracticeHere:
    """What practice says in the situation of one brief.

    Attributes
    ----------
    held : the numbers of the situations that hold
    """

    def __init__(self, book: PracticeBook, practice: Practice, facts: Facts, held: list[int]) -> None:
        self._book = book
        self.practice = practice
        self._facts = facts
        self.held = held
        self._is_held = frozenset(held)
        self._choices = book.choices.points[held].sum(axis=0)
        self._mistakes = book.mistakes.points[held].sum(axis=0)

    def log_odds(self, algorithm: str, state: State) -> float:
        """Return the log-odds of being used, against an algorithm of which nothing is said."""
        choices = self._book.choices
        return float(self._choices[choices.column[algorithm]]) + _handicap(choices.leaning, state)

    def is_asked(self, algorithm: str) -> bool:
        """Return whether answerers could name an algorithm, or it has no siblings to stand for it."""
        return not self._book.siblings.get(algorithm)

    def goodness(self, algorithm: str, state: State) -> float:
        """Return where the log-odds of being used stand, 0..1."""
        return min(1.0, max(0.0, 0.5 + self.log_odds(algorithm, state) / (2 * REACH)))

    def chance_of_mistake(self, algorithm: str, state: State, worth: float) -> float:
        """Return the chance that answerers call an algorithm a mistake here.

        Parameters
        ----------
        worth : its utility by qualities alone
        """
        mistakes = self._book.mistakes
        odds = self.practice.usual + self.practice.slope * worth + float(self._mistakes[mistakes.column[algorithm]])
        return 1.0 / (1.0 + math.exp(-(odds + _handicap(mistakes.leaning, state))))

    def reasons(self, algorithm: str, of_mistake: bool = False) -> Iterator[Reason]:
        """Yield the points that count for an algorithm, or for calling it a mistake, the strongest first."""
        table = self._book.mistakes if of_mistake else self._book.choices
        return (reason for reason in table.reasons[algorithm] if reason.point.situation in self._is_held)

    def led_by(self, leader: str | None, families: Sequence[str]) -> LedPractice:
        """Return what practice says of decisions once it is known who leads the answer."""
        led: dict[str, FactValue] = {**self._facts}
        if leader is not None:
            led.update({LEADER: leader, LEADER_FAMILY: tuple(families)})
        return LedPractice(self._book, led, [*self.held, *self._book.late(led)])


class LedPractice:
    """What practice says of decisions in the situation of one brief, given who leads the answer."""

    def __init__(self, book: PracticeBook, facts: Facts, held: list[int]) -> None:
        self._book = book
        self._facts = facts
        self._held = held

    def unknown_fields(self, decision: str) -> Iterator[str]:
        """Yield the fields of the brief that would speak on a decision and are not known, the weightiest first."""
        return (field for field in self._book.options[decision].fields if field not in self._facts)

    def options(self, decision: str) -> dict[str, float]:
        """Return the log-odds of each option of a decision; none where practice does not know it."""
        table = self._book.options.get(decision)
        if table is None:
            return {}
        return dict(zip(table.column, table.points[self._held].sum(axis=0).tolist(), strict=True))

    def reasons(self, decision: str, option: str) -> Iterator[Reason]:
        """Yield the points that count for an option, the strongest first."""
        table, held = self._book.options[decision], frozenset(self._held)
        return (reason for reason in table.reasons[option] if reason.point.situation in held)


def _handicap(leaning: Leaning, state: State) -> float:
    costs = leaning.handicaps
    found = costs.task * state.task + costs.data * state.data + costs.reference * state.reference
    return found + sum(costs.short if levels == 1 else costs.far_short for levels in state.short)
