"""Which of many numbered conditions hold on given facts, found by field, word and bound rather than one by one."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

import numpy as np

from whichml.model.statements.conditions import (
    Condition,
    Conditions,
    Facts,
    FactValue,
    FlagTest,
    KnownTest,
    NumberTest,
    Test,
    WordTest,
)
from whichml.model.statements.field_domains import accepts_unknown

Bound = tuple[float, int, int]
"""An end of an interval, 1 where it is open else 0, and the number of the condition; sorted so that those that hold
come first, a closed end before an open one."""
_NARROW = (WordTest, FlagTest)
"""The tests that few facts meet."""


class SatisfiedConditions:
    """The numbers of the conditions that are known to hold: no set itself, which experta would copy each time."""

    __slots__ = ("numbers",)

    def __init__(self, numbers: frozenset[int]) -> None:
        self.numbers = numbers


class RequiredConditions:
    """Numbers of conditions that all have to hold.

    Attributes
    ----------
    narrow : those of them that few facts meet, so that they are worth being looked up first; all where none stands out
    refused : conditions that must not all hold besides; empty where nothing is refused
    """

    __slots__ = ("narrow", "numbers", "refused")

    def __init__(self, numbers: frozenset[int], narrow: frozenset[int], refused: frozenset[int] = frozenset()) -> None:
        self.numbers = numbers
        self.narrow = narrow or numbers
        self.refused = refused

    def unless(self, refused: RequiredConditions) -> RequiredConditions:
        """Return them with what must not hold besides."""
        return RequiredConditions(self.numbers, self.narrow, refused.numbers)

    def are_among(self, held: SatisfiedConditions) -> bool:
        """Return whether all of them are held, and not all of what is refused."""
        return self.numbers <= held.numbers and not (self.refused and self.refused <= held.numbers)


@dataclass(slots=True)
class _OfOneField:
    """The conditions on one field, by what finds those that hold."""

    by_word: dict[str, list[int]] = field(default_factory=dict)
    above: list[Bound] = field(default_factory=list)
    below: list[Bound] = field(default_factory=list)
    other: list[tuple[Test, int]] = field(default_factory=list)

    def add(self, test: Test, number: int) -> None:
        if isinstance(test, WordTest):
            for word in test.allowed:
                self.by_word.setdefault(word, []).append(number)
        elif isinstance(test, NumberTest) and test.high is None and test.low is not None:
            insort(self.above, (test.low, int(test.low_open), number))
        elif isinstance(test, NumberTest) and test.low is None and test.high is not None:
            insort(self.below, (-test.high, int(test.high_open), number))
        else:
            self.other.append((test, number))

    def holding(self, value: FactValue) -> Iterator[int]:
        if self.by_word:
            for word in value if isinstance(value, tuple) else (value,):
                if isinstance(word, str):
                    yield from self.by_word.get(word, ())
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield from (number for _, _, number in self.above[: _n_met(self.above, value)])
            yield from (number for _, _, number in self.below[: _n_met(self.below, -value)])
        yield from (number for test, number in self.other if test.accepts(value))


def _n_met(bounds: list[Bound], value: float) -> int:
    """Return how many bounds, from the first, a value meets: those below it, and closed ones that it equals."""
    return bisect_right(bounds, (value, 0, _AFTER_ALL))


_AFTER_ALL = 1 << 60


class NumberedConditions:
    """Conditions with a number each, `numbers`; equal ones share it."""

    def __init__(self) -> None:
        self.numbers: dict[Condition, int] = {}
        self._fields: dict[str, _OfOneField] = {}
        self._absent: dict[str, list[int]] = {}

    def asked(self, conditions: Iterable[Condition]) -> RequiredConditions:
        """Return what to ask so that all of some conditions hold."""
        numbers: list[int] = []
        narrow: list[int] = []
        for condition in conditions:
            number = self._number(condition)
            numbers.append(number)
            if isinstance(condition.test, _NARROW):
                narrow.append(number)
        return RequiredConditions(frozenset(numbers), frozenset(narrow))

    def _number(self, condition: Condition) -> int:
        n_before = len(self.numbers)
        number = self.numbers.setdefault(condition, n_before)
        if number == n_before:
            if accepts_unknown(condition.test):
                self._absent.setdefault(condition.field, []).append(number)
            else:
                self._fields.setdefault(condition.field, _OfOneField()).add(condition.test, number)
        return number

    def holding(self, facts: Facts) -> SatisfiedConditions:
        """Return the conditions that are known to hold."""
        found: set[int] = set()
        for name, value in facts.items():
            if name in self._fields:
                found.update(self._fields[name].holding(value))
        for name, numbers in self._absent.items():
            if name not in facts:
                found.update(numbers)
        return SatisfiedConditions(frozenset(found))

    def holding_besides(self, held: frozenset[int], name: str, value: FactValue) -> frozenset[int]:
        """Return the conditions that hold once a field is known of which nothing was known where some were held."""
        found = self._fields[name].holding(value) if name in self._fields else ()
        return held.difference(self._absent.get(name, ())).union(found)


class RequiredTogether:
    """Groups of conditions, each with a number; which groups hold is found by a condition of each that few share."""

    def __init__(self, groups: Iterable[tuple[int, RequiredConditions]]) -> None:
        asked = list(groups)
        often = Counter(condition for _, group in asked for condition in group.numbers)
        self._always = [number for number, group in asked if not group.numbers]
        self._by_rarest: dict[int, list[tuple[int, RequiredConditions]]] = {}
        for number, group in asked:
            if group.numbers:
                rarest = min(group.narrow, key=lambda condition: (often[condition], condition))
                self._by_rarest.setdefault(rarest, []).append((number, group))

    def among(self, held: SatisfiedConditions) -> list[int]:
        """Return the numbers of the groups of which every condition is held, and not all of what is refused."""
        found = [
            number
            for condition in held.numbers
            for number, group in self._by_rarest.get(condition, ())
            if group.are_among(held)
        ]
        return sorted(found + self._always)


class HeldTogether:
    """Conditions in groups, each with a number; which groups hold on given facts."""

    def __init__(self, groups: Iterable[tuple[int, Conditions]]) -> None:
        self._conditions = NumberedConditions()
        self._groups = RequiredTogether((number, self._conditions.asked(conditions)) for number, conditions in groups)

    def on(self, facts: Facts) -> list[int]:
        """Return the numbers of the groups of which every condition is known to hold, in their order."""
        return self._groups.among(self._conditions.holding(facts))


class _HeldBut:
    """Groups of conditions, each with what it asks for; none that holds where a field is unknown: it waits for nothing.

    What groups ask for is kept as pairs of a group and a condition, in order, so that all are looked at in one go.

    Parameters
    ----------
    waits : whether a condition waits for a value of its field
    """

    def __init__(self, groups: Iterable[Conditions], waits: Callable[[Condition], bool]) -> None:
        self._conditions = NumberedConditions()
        pairs = [
            (group, condition)
            for group, conditions in enumerate(groups)
            if not any(accepts_unknown(condition.test) for condition in conditions)
            for condition in sorted(self._conditions.asked(conditions).numbers)
        ]
        self._group, self._condition = np.array(pairs, np.intp).reshape(-1, 2).T.copy()
        self._numbered = {number: condition for condition, number in self._conditions.numbers.items()}
        self._waiting: dict[str, list[int]] = {}
        for number, condition in self._numbered.items():
            if waits(condition):
                self._waiting.setdefault(condition.field, []).append(number)

    def _lacked(self, facts: Facts, n_most: int) -> Iterator[tuple[int, Condition]]:
        """Return what each group lacks that unknown fields alone, and no more than so many, keep from holding.

        Groups come in order, and so do the conditions of each.
        """
        is_lacking = np.ones(len(self._numbered), np.bool_)
        is_lacking[list(self._conditions.holding(facts).numbers)] = False
        is_open = np.zeros(len(self._numbered), np.bool_)
        for name, numbers in self._waiting.items():
            if name not in facts:
                is_open[numbers] = True
        lacking = np.flatnonzero(is_lacking[self._condition])
        group, condition = self._group[lacking], self._condition[lacking]
        n_lacked = np.bincount(group)
        n_open = np.bincount(group[is_open[condition]], minlength=len(n_lacked))
        found = np.flatnonzero(((n_lacked <= n_most) & (n_open == n_lacked))[group])
        return zip(group[found].tolist(), map(self._numbered.__getitem__, condition[found].tolist()), strict=True)


class HeldButOne(_HeldBut):
    """Groups of conditions; which of them only one unknown field keeps from holding.

    A condition that a field is known waits for no value: no group lacks it alone.
    """

    def __init__(self, groups: Iterable[Conditions]) -> None:
        super().__init__(groups, lambda condition: not isinstance(condition.test, KnownTest))

    def on(self, facts: Facts) -> Iterator[tuple[int, Condition]]:
        """Yield the number of each such group, in order, and its condition on the unknown field."""
        return self._lacked(facts, 1)


class HeldButFew(_HeldBut):
    """Groups of conditions; which of them a few unknown fields alone keep from holding.

    A condition that a field is known waits for any value of it, unlike for `HeldButOne`.
    """

    def __init__(self, groups: Iterable[Conditions], n_most: int) -> None:
        super().__init__(groups, lambda condition: True)
        self._n_most = n_most

    def on(self, facts: Facts) -> Iterator[tuple[int, tuple[Condition, ...]]]:
        """Yield the number of each such group, in order, and its conditions on unknown fields."""
        for number, lacked in groupby(self._lacked(facts, self._n_most), key=itemgetter(0)):
            yield number, tuple(condition for _, condition in lacked)
