"""What facts a brief could give: for given tests few values that stand for all, and whether rules fire there.

A field counts as independent of every other. So what cannot happen here cannot happen at all, and what can happen here
needs a brief that gives all these facts at once. Two values of a field that no test tells apart stand for each other,
so that the states over a few rules are few, however many briefs there are.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import Final

from whichml.knowledge.base import Knowledge
from whichml.model.brief_fields import BRIEF_FIELDS
from whichml.model.brief_values import LARGEST_COUNT
from whichml.model.conditions import Condition, Conditions, Facts, FactValue, FieldShape, NumberTest, Test, WordTest
from whichml.model.fields import COMPUTED_FIELDS
from whichml.model.rule import Rule
from whichml.rules.oracle import fires

MOST_STATES: Final = 200_000
GIVEN_BY_EVERY_BRIEF: Final = frozenset({"task", "data.modality"})
_MAY_BE_EMPTY: Final = frozenset({"stakes.regulation"})
_WHOLE_WHEN_COMPUTED: Final = frozenset({"data.training_rows", "data.encoded_features"})


@dataclass(frozen=True, slots=True)
class Space:
    """The facts over which rules are asked whether they fire.

    Attributes
    ----------
    shapes : how the values of each field compare
    concluded : the values that rules conclude, by field
    only_concluded : fields that no brief gives
    """

    shapes: Mapping[str, FieldShape]
    concluded: Mapping[str, frozenset[FactValue]] = field(default_factory=dict)
    only_concluded: Collection[str] = ()

    @classmethod
    def of(cls, knowledge: Knowledge) -> Space:
        """Return the facts that briefs and the rules of a knowledge base can give."""
        concluded: dict[str, set[FactValue]] = {}
        for said in (rule.concluded() for rule in knowledge.rules):
            if said is not None:
                concluded.setdefault(said[0], set()).add(said[1])
        frozen = {name: frozenset(values) for name, values in concluded.items()}
        return cls(knowledge.shapes, frozen, frozenset(knowledge.declared) - BRIEF_FIELDS.keys())

    def values(self, name: str, tests: Sequence[Test]) -> tuple[FactValue | None, ...]:
        """Return values of a field, None for unknown among them, one for each way in which the tests can come out."""
        shape = self.shapes[name]
        found: list[FactValue | None] = [] if name in GIVEN_BY_EVERY_BRIEF else [None]
        if name not in self.only_concluded:
            found += _given(shape, tests)
        found += sorted(self.concluded.get(name, ()), key=str)
        told_apart = {tuple(Condition(name, test).holds(_only(name, value)) for test in tests): value
                      for value in reversed(found)}  # fmt: skip
        return tuple(reversed(told_apart.values()))

    def states(self, required: Conditions, considered: Conditions) -> Iterator[Facts] | None:
        """Return every state over the fields named where all that is required holds; None where they are too many.

        Parameters
        ----------
        considered : further conditions whose outcomes are told apart
        """
        tests: dict[str, list[Test]] = {}
        for condition in (*required, *considered):
            tests.setdefault(condition.field, []).append(condition.test)
        names = sorted(tests)
        choices = []
        for name in names:
            wanted = [condition for condition in required if condition.field == name]
            choices.append([
                value for value in self.values(name, tests[name])
                if all(condition.holds(_only(name, value)) for condition in wanted)
            ])  # fmt: skip
        n_states = math.prod(len(values) for values in choices)
        return _assignments(names, choices) if n_states <= MOST_STATES else None

    def can_hold(self, condition: Condition) -> bool:
        """Return whether some value of its field, or that it is unknown, makes a condition true."""
        values = self.values(condition.field, [condition.test])
        return any(condition.holds(_only(condition.field, value)) for value in values)

    def can_fire(self, rule: Rule) -> bool | None:
        """Return whether a rule fires in some state; None where that cannot be told."""
        states = self.states(rule.when, rule.unless)
        return None if states is None else any(fires(rule, state) for state in states)

    def can_fire_together(self, one: Rule, other: Rule) -> bool | None:
        """Return whether two rules fire in the same state; None where that cannot be told."""
        states = self.together(one, other)
        return None if states is None else any(True for _ in states)

    def together(self, one: Rule, other: Rule) -> Iterator[Facts] | None:
        """Return the states where both rules fire; None where there are too many to look at."""
        states = self.states((*one.when, *other.when), (*one.unless, *other.unless))
        return None if states is None else (s for s in states if fires(one, s) and fires(other, s))

    def fires_whenever(self, one: Rule, *others: Rule) -> bool | None:
        """Return whether one rule fires in every state where the others do; None where that cannot be told."""
        required = tuple(condition for other in others for condition in other.when)
        unless = tuple(condition for other in others for condition in other.unless)
        states = self.states(required, (*unless, *one.when, *one.unless))
        if states is None:
            return None
        return all(fires(one, state) for state in states if all(fires(other, state) for other in others))


def _only(name: str, value: FactValue | None) -> Facts:
    return {} if value is None else {name: value}


def _assignments(names: Sequence[str], choices: Sequence[Sequence[FactValue | None]]) -> Iterator[Facts]:
    for values in product(*choices):
        yield {name: value for name, value in zip(names, values, strict=True) if value is not None}


def _given(shape: FieldShape, tests: Sequence[Test]) -> list[FactValue]:
    """Return values that a brief can give a field, enough for every way in which the tests can come out."""
    if shape.kind == "flag":
        return [False, True]
    if shape.kind == "number":
        bounds = {end for test in tests if isinstance(test, NumberTest) for end in (test.low, test.high)}
        finite = sorted(end for end in bounds if end is not None and math.isfinite(end))
        low, high = _range_of(shape.path)
        return list(_whole(finite, low, high) if _is_whole(shape.path) else _real(finite, low, high))
    asked = [test.allowed for test in tests if isinstance(test, WordTest)]
    words = shape.words or _open_words(asked)
    kind = BRIEF_FIELDS.get(shape.path)
    if kind is None or not kind.many:
        return list(words)
    empty: list[FactValue] = [()] if shape.path in _MAY_BE_EMPTY else []
    return empty + list(_lists(words, asked))


def _open_words(asked: Iterable[frozenset[str]]) -> tuple[str, ...]:
    """Return the words that tests ask for, and one that none does."""
    listed = sorted(set().union(*asked))
    other = "other"
    while other in listed:
        other += "-one"
    return (*listed, other)


def _lists(words: Sequence[str], asked: Sequence[frozenset[str]]) -> Iterable[tuple[str, ...]]:
    """Return lists of words, one for each set of tests that a list can pass."""
    found: dict[frozenset[int], tuple[str, ...]] = {}
    for word in words:
        passed = frozenset(number for number, allowed in enumerate(asked) if word in allowed)
        found.setdefault(passed, (word,))
    singles = dict(found)
    waiting = list(found)
    while waiting and len(found) <= MOST_STATES:
        passed = waiting.pop()
        for further, (word,) in singles.items():
            if passed | further not in found:
                found[passed | further] = (*found[passed], word)
                waiting.append(passed | further)
    return found.values()


def _range_of(path: str) -> tuple[float, float]:
    """Return the least and the largest number that a field can hold; a field that is nobody's has no limits."""
    kind = BRIEF_FIELDS.get(path)
    if kind is not None:
        return 0.0, {"fraction": 1.0, "count": float(LARGEST_COUNT)}.get(kind.kind, math.inf)
    measured = path in COMPUTED_FIELDS or path.startswith("requirement.")
    return (0.0 if measured else -math.inf), math.inf


def _is_whole(path: str) -> bool:
    kind = BRIEF_FIELDS.get(path)
    return path in _WHOLE_WHEN_COMPUTED or (kind is not None and kind.kind in ("count", "bytes"))


def _real(bounds: Sequence[float], low: float, high: float) -> Iterator[float]:
    """Yield each bound within the range, and a number in each gap beside and between them."""
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


def _whole(bounds: Sequence[float], low: float, high: float) -> Iterator[int]:
    """Yield the whole numbers at and around each bound within the range; those next to a bound stand for their gap."""
    around = {math.floor(bound) + step for bound in (*bounds, low) for step in (-1, 0, 1)}
    around |= {math.ceil(bound) - 1 for bound in bounds}
    yield from (number for number in sorted(around) if low <= number <= high)
