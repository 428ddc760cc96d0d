"""What counts in the situations of one brief, as it is told: nested bounds of one field as one, by their net."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from whichml.knowledge.practised_facts import TOLD
from whichml.model.statements.conditions import Condition, Conditions, FieldShape, KnownTest, NumberTest, Test, WordTest

NEARLY_ALL: Final = 0.75
"""The share of those who tell a field from which a bound of it says little more than that it is told."""
_FEW: Final = 2
"""So many words of a list are told as those that it is not."""


@dataclass(frozen=True)
class PracticeSituation:
    """One situation that practice looks at, or several that bound the same fields.

    Attributes
    ----------
    when : its conditions, bounds of one field as the narrowest span
    briefs : how many answered briefs are in it, at most
    bounds : the conditions that make it so narrow
    fields_told : who tells the fields, by which a condition says more or less
    """

    when: Conditions
    briefs: int
    bounds: Conditions
    fields_told: FieldsTold

    @cached_property
    def words(self) -> str:
        """Return the situation in words, which few of thousands are told in."""
        return f"where {' and '.join(map(self.fields_told.in_words, self.when))}" if self.when else "on the whole"

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """Return the fields that it looks at."""
        return tuple(condition.field for condition in self.when)

    @cached_property
    def spans(self) -> frozenset[str]:
        """Return the fields of which it accepts several numbers or words."""
        return frozenset(condition.field for condition in self.when if is_span(condition))

    @cached_property
    def says_little(self) -> bool:
        """Return whether it says no more than that fields are told, or left out."""
        return bool(self.bounds) and all(map(self.fields_told.says_little, self.bounds))


class PracticeReason(NamedTuple):
    """What counts in one situation: the points of an algorithm and its families, or of an option.

    Attributes
    ----------
    points : log-odds, for it or against it
    situation : where they count
    counted : returns in how many of the answered briefs the answerers agree, in words; empty where nobody counted that
    """

    points: float
    situation: PracticeSituation
    counted: Callable[[], str]

    @property
    def text(self) -> str:
        """Return the situation, the points and in how many of the answered briefs the answerers agree, in words."""
        return f"{self.situation.words} ({'; '.join(filter(None, (f'{self.points:+.1f}', self.counted())))})"


class FieldsTold:
    """In how many answered briefs each field is told, as far as situations of one field tell that.

    Parameters
    ----------
    counted : each condition that is a situation by itself, with how many briefs are in it
    """

    def __init__(self, counted: Mapping[Condition, int], shapes: Mapping[str, FieldShape]) -> None:
        self._counted, self._shapes = counted, shapes
        self._by_field: dict[str, list[Condition]] = {}
        for condition in counted:
            self._by_field.setdefault(condition.field, []).append(condition)
        self._told: dict[str, int] = {}

    def is_bound(self, condition: Condition) -> bool:
        """Return whether a condition is a span of values, of which one brief may be in several."""
        test = condition.test
        return isinstance(test, NumberTest) or (isinstance(test, WordTest) and self._is_ordered(condition.field))

    def says_little(self, condition: Condition) -> bool:
        """Return whether a condition says no more than that its field is told, or that it is left out."""
        if isinstance(condition.test, KnownTest):
            return True
        briefs = self._counted.get(condition)
        bounds_it = self.is_bound(condition) and is_span(condition)
        return bounds_it and briefs is not None and briefs >= NEARLY_ALL * self._n_told(condition.field)

    def in_words(self, condition: Condition) -> str:
        """Return a condition in words; of a bound that nearly all keep who tell the field, that it is told."""
        field, test = condition.field, condition.test
        if field == TOLD and isinstance(test, NumberTest) and test.high is not None and not test.low:
            return f"the brief tells {_at_most(test.high)} beyond its task and the kinds of its data"
        said = self._words_in_order(field, test) if isinstance(test, WordTest) else ""
        text = f"{field} {said}" if said else condition.text()
        if isinstance(test, KnownTest) or not self.says_little(condition):
            return text
        return f"{field} is told and {text.removeprefix(f'{field} is ')}"

    def _words_in_order(self, field: str, test: WordTest) -> str:
        """Return a span of the words of an ordered list by its ends, or by the few words beyond it."""
        if not self._is_ordered(field) or len(test.allowed) == 1:
            return ""
        words = self._shapes[field].words
        places = [place for place, word in enumerate(words) if word in test.allowed]
        if len(places) != len(test.allowed) or places != list(range(places[0], places[-1] + 1)):
            return ""
        others = [word for word in words if word not in test.allowed]
        if others and len(others) <= _FEW and self.says_little(Condition(field, test)):
            return f"is not {' or '.join(others)}"
        if places[-1] == len(words) - 1:
            return f"is at least {words[places[0]]}"
        return f"is at most {words[places[-1]]}" if not places[0] else f"is {words[places[0]]} to {words[places[-1]]}"

    def _is_ordered(self, field: str) -> bool:
        shape = self._shapes.get(field)
        return shape is not None and shape.ordered

    def _n_told(self, field: str) -> int:
        """Return in how many briefs a field is told at least: what two bounds that exclude one another count."""
        if field not in self._told:
            known = [each for each in self._by_field.get(field, ()) if self.is_bound(each)]
            pairs = (pair for pair in combinations(known, 2) if _exclude(pair[0].test, pair[1].test))
            sums = (self._counted[one] + self._counted[other] for one, other in pairs)
            self._told[field] = max((*sums, *(self._counted[each] for each in known)), default=0)
        return self._told[field]


class Situations:
    """The situations of practice by number, and those that bound the same fields as one.

    Parameters
    ----------
    conditions : of each situation
    briefs : how many answered briefs are in each
    """

    def __init__(
        self, conditions: Sequence[Conditions], briefs: Sequence[int], shapes: Mapping[str, FieldShape]
    ) -> None:
        alone = {when[0]: n for when, n in zip(conditions, briefs, strict=True) if len(when) == 1}
        self._fields_told = FieldsTold(alone, shapes)
        self.each = [
            PracticeSituation(when, n, when, self._fields_told) for when, n in zip(conditions, briefs, strict=True)
        ]
        self._merged: dict[tuple[int, ...], PracticeSituation] = {}

    def __len__(self) -> int:
        return len(self.each)

    @cached_property
    def groups(self) -> NDArray[np.intp]:
        """Return of each situation the number of the first one that differs from it in bounds of the same fields."""
        first: dict[tuple[str | Condition, ...], int] = {}
        is_bound = self._fields_told.is_bound
        keys = (tuple(c.field if is_bound(c) else c for c in each.when) for each in self.each)
        return np.array([first.setdefault(key, number) for number, key in enumerate(keys)], np.intp)

    def together(self, numbers: tuple[int, ...]) -> PracticeSituation:
        """Return what several situations of one group, which hold in one brief, come to."""
        if len(numbers) == 1:
            return self.each[numbers[0]]
        if numbers not in self._merged:
            self._merged[numbers] = self._narrowest([self.each[number] for number in numbers])
        return self._merged[numbers]

    def narrowest_of(self, numbers: tuple[int, ...]) -> int | None:
        """Return the number of the situation that is no wider than any other of a group; None where there is none."""
        when = self.together(numbers).when
        return next((number for number in numbers if self.each[number].when == when), None)

    def _narrowest(self, situations: Sequence[PracticeSituation]) -> PracticeSituation:
        when: list[Condition] = []
        bounds: list[Condition] = []
        for conditions in zip(*(each.when for each in situations), strict=True):
            tests = {condition.test: condition for condition in conditions}
            needed = [one for test, one in tests.items() if not any(_is_within(other, test) for other in tests)]
            bounds += needed
            when.append(Condition(needed[0].field, _intersection([each.test for each in needed])))
        return PracticeSituation(tuple(when), min(each.briefs for each in situations), tuple(bounds), self._fields_told)


def is_span(condition: Condition) -> bool:
    """Return whether a condition accepts several numbers or words."""
    test = condition.test
    return isinstance(test, NumberTest) or (isinstance(test, WordTest) and len(test.allowed) > 1)


def _at_most(n_things: float) -> str:
    """Return in words how many things there are at most."""
    return {0: "nothing", 1: "at most one thing"}.get(int(n_things), f"at most {int(n_things)} things")


def _edges(test: NumberTest) -> tuple[tuple[float, bool], tuple[float, bool]]:
    """Return the ends of a span so that the later of two low ends, and the earlier of two high ones, is narrower."""
    low = (-np.inf if test.low is None else test.low, test.low_open)
    high = (np.inf if test.high is None else test.high, not test.high_open)
    return low, high


def _is_within(inner: Test, outer: Test) -> bool:
    """Return whether one of two different tests accepts only a part of what the other does."""
    if isinstance(inner, WordTest) and isinstance(outer, WordTest):
        return inner.allowed < outer.allowed
    if inner == outer or not (isinstance(inner, NumberTest) and isinstance(outer, NumberTest)):
        return False
    (low, high), (least, most) = _edges(inner), _edges(outer)
    return low >= least and high <= most


def _exclude(one: Test, other: Test) -> bool:
    """Return whether nothing is accepted by both of two tests."""
    if isinstance(one, WordTest) and isinstance(other, WordTest):
        return one.allowed.isdisjoint(other.allowed)
    if not (isinstance(one, NumberTest) and isinstance(other, NumberTest)):
        return False
    return any(_ends_before(*pair) for pair in ((one, other), (other, one)))


def _ends_before(one: NumberTest, other: NumberTest) -> bool:
    if one.high is None or other.low is None:
        return False
    return one.high < other.low or (one.high == other.low and (one.high_open or other.low_open))


def _intersection(tests: Sequence[Test]) -> Test:
    """Return the test that accepts what all of several accept, which are of one kind."""
    words = [test.allowed for test in tests if isinstance(test, WordTest)]
    if words:
        return WordTest(frozenset.intersection(*words))
    spans = [test for test in tests if isinstance(test, NumberTest)]
    if len(tests) == 1 or not spans:
        return tests[0]
    return _span(spans)


def _span(tests: Iterable[NumberTest]) -> NumberTest:
    edges = [_edges(test) for test in tests]
    (low, low_open), (high, high_closed) = max(low for low, _ in edges), min(high for _, high in edges)
    return NumberTest(
        None if low == -np.inf else low, None if high == np.inf else high, low_open, not high_closed and high != np.inf
    )
