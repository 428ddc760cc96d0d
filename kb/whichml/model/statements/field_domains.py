"""Conditions as sets of values: what a field can hold, and which of it conditions accept.

A test stands for the values that it accepts: an interval, a finite set of words or what is left without it, a flag,
everything known, or unknown alone. Two values that no test tells apart stand for each other, so that whether sets are
empty, overlap or contain each other shows on a few representatives. So it does for lists of words, too, which pass by
any of their words: no set of words tells what both of two tests accept there.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from whichml.model.statements.conditions import (
    Condition,
    FactValue,
    FieldShape,
    FlagTest,
    KnownTest,
    NumberTest,
    Test,
    WordTest,
)

MOST_LISTS: Final = 200_000
"""How many kinds of lists are told apart at most."""
ANOTHER_WORD: Final = "another-word"
"""Stands for the words that nothing names, where any may be given."""


@dataclass(frozen=True, slots=True)
class FieldDomain:
    """What a field can hold.

    Attributes
    ----------
    may_be_unknown : whether it can be left out
    is_given : whether briefs give it: any value that its shape allows
    concluded : further values that it can have
    """

    shape: FieldShape
    may_be_unknown: bool = True
    is_given: bool = True
    concluded: frozenset[FactValue] = frozenset()

    def representatives(self, tests: Sequence[Test]) -> tuple[FactValue | None, ...]:
        """Return values, None for unknown among them, one for each way in which the tests can come out."""
        found: list[FactValue | None] = [None] if self.may_be_unknown else []
        if self.is_given:
            found += _given(self.shape, tests)
        found += sorted(self.concluded, key=str)
        told_apart: dict[tuple[bool, ...], FactValue | None] = {}
        for value in found:
            told_apart.setdefault(tuple(accepts(test, value) for test in tests), value)
        return tuple(told_apart.values())

    def accepted(self, required: Sequence[Test], considered: Sequence[Test] = ()) -> tuple[FactValue | None, ...]:
        """Return representatives of the values that pass all required tests; none where no value does.

        Parameters
        ----------
        considered : further tests whose outcomes are told apart
        """
        values = self.representatives((*required, *considered))
        return tuple(value for value in values if all(accepts(test, value) for test in required))

    def overlap(self, *tests: Test) -> bool:
        """Return whether some value, or that it is unknown, passes all tests."""
        return bool(self.accepted(tests))

    def implies(self, given: Sequence[Test], wanted: Test) -> bool:
        """Return whether all that passes the given tests passes the wanted one."""
        return all(accepts(wanted, value) for value in self.accepted(given, (wanted,)))


def accepts(test: Test, value: FactValue | None) -> bool:
    """Return whether a value, None for unknown, is known to pass."""
    return accepts_unknown(test) if value is None else test.accepts(value)


def accepts_unknown(test: Test) -> bool:
    """Return whether a test asks for a field that nothing is known of."""
    return isinstance(test, KnownTest) and not test.wanted


def complement(shape: FieldShape, test: Test) -> tuple[Test, ...]:
    """Return tests that together accept each value which a test refuses; of what is known, where that is asked for.

    An open list of words is represented by one word that the test does not name, and a list of words counts as each
    of them.
    """
    if isinstance(test, NumberTest):
        below = NumberTest(None, test.low, high_open=not test.low_open)
        above = NumberTest(test.high, None, low_open=not test.high_open)
        return (*((below,) if test.low is not None else ()), *((above,) if test.high is not None else ()))
    if isinstance(test, WordTest):
        rest = frozenset(shape.words or _open_words([test.allowed])) - test.allowed
        return (WordTest(rest),) if rest else ()
    return (FlagTest(not test.wanted) if isinstance(test, FlagTest) else KnownTest(not test.wanted),)


def bounds_of(test: NumberTest) -> tuple[float, ...]:
    """Return the ends of a test on numbers, lowest first, each once."""
    return tuple(dict.fromkeys(end for end in (test.low, test.high) if end is not None))


def tests_by_field(conditions: Iterable[Condition]) -> Mapping[str, Sequence[Test]]:
    """Return the tests on each field, fields in the order of their names."""
    found: dict[str, list[Test]] = {}
    for condition in sorted(conditions, key=lambda condition: condition.field):
        found.setdefault(condition.field, []).append(condition.test)
    return found


def _given(shape: FieldShape, tests: Sequence[Test]) -> list[FactValue]:
    """Return values of a shape, enough for every way in which the tests can come out."""
    if shape.kind == "flag":
        return [False, True]
    if shape.kind == "number":
        bounds = {end for test in tests if isinstance(test, NumberTest) for end in bounds_of(test)}
        finite = sorted(end for end in bounds if math.isfinite(end))
        return list(_whole(finite, shape) if shape.whole else _real(finite, shape))
    asked = [test.allowed for test in tests if isinstance(test, WordTest)]
    words = shape.words or _open_words(asked)
    if not shape.many:
        return list(words)
    empty: list[FactValue] = [()] if shape.may_be_empty else []
    return empty + list(_lists(words, asked))


def _open_words(asked: Iterable[frozenset[str]]) -> tuple[str, ...]:
    """Return the words that tests ask for, and one that none does."""
    listed = sorted(set().union(*asked))
    other = ANOTHER_WORD
    while other in listed:
        other += "-still"
    return (*listed, other)


def _lists(words: Sequence[str], asked: Sequence[frozenset[str]]) -> Iterable[tuple[str, ...]]:
    """Return lists of words, one for each set of tests that a list can pass."""
    found: dict[frozenset[int], tuple[str, ...]] = {}
    for word in words:
        passed = frozenset(number for number, allowed in enumerate(asked) if word in allowed)
        found.setdefault(passed, (word,))
    singles = dict(found)
    waiting = list(found)
    while waiting and len(found) <= MOST_LISTS:
        passed = waiting.pop()
        for further, (word,) in singles.items():
            if passed | further not in found:
                found[passed | further] = (*found[passed], word)
                waiting.append(passed | further)
    return found.values()


def _real(bounds: Sequence[float], shape: FieldShape) -> Iterator[float]:
    """Yield each bound within the range, and a number in each gap beside and between them."""
    low, high = shape.least, shape.largest
    ends = sorted({end for end in (*bounds, low, high) if low <= end <= high and math.isfinite(end)})
    if not ends:
        yield 0.0
        return
    if low < ends[0]:
        yield ends[0] - abs(ends[0]) - 1
    yield from ends
    yield from (middle for one, next_ in pairwise(ends) if one < (middle := one + (next_ - one) / 2) < next_)
    if ends[-1] < high:
        yield ends[-1] + abs(ends[-1]) + 1


def _whole(bounds: Sequence[float], shape: FieldShape) -> Iterator[int]:
    """Yield the whole numbers at and around each bound within the range; those next to a bound stand for their gap."""
    around = {math.floor(bound) + step for bound in (*bounds, shape.least) for step in (-1, 0, 1)}
    around |= {math.ceil(bound) - 1 for bound in bounds}
    yield from (number for number in sorted(around) if shape.least <= number <= shape.largest)
