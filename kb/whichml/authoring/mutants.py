"""Rules with one small thing changed: what a slip of the pen, or a wrong guess, would have made of them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, get_args

from whichml.authoring.coverage import Part, is_count, is_fraction, parts_of, thresholds_of
from whichml.model.brief_fields import BRIEF_FIELDS
from whichml.model.conditions import (
    Condition,
    Facts,
    FactValue,
    FieldShape,
    FlagTest,
    KnownTest,
    NumberTest,
    Test,
    WordTest,
)
from whichml.model.rule import Rule
from whichml.model.scale import LEVELS
from whichml.rules.oracle import fires

Change: TypeAlias = Literal["moved", "widened", "narrowed", "negated", "dropped", "selection"]
CHANGES: tuple[Change, ...] = get_args(Change)
FACTORS = (0.8, 1.2)
ANOTHER_WORD = "another-word"
"""What an open list of words is asked for where its condition is negated."""
_MOST_FACTS = 20_000


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule with one thing changed.

    Attributes
    ----------
    text : what was changed, such as `when data.rows is above 5000 moved to is above 6000`
    rule : the changed rule; it keeps the id
    path : where in the rule's text the change lies, such as `when`, `data.rows`
    """

    change: Change
    text: str
    rule: Rule
    path: tuple[str, str]

    @property
    def id(self) -> str:
        """Return the id of the rule that was changed."""
        return self.rule.id


def mutants_of(rule: Rule, shapes: Mapping[str, FieldShape]) -> tuple[Mutant, ...]:
    """Return every mutant of a rule, in the order of its conditions and then of its tests of qualities.

    Thresholds are moved by a fifth down and up (a zero by one, a count by one at least, a fraction inside 0 to 1),
    ordered words are widened and narrowed by one level at each end, every condition is negated and is dropped, and
    tests of qualities on the algorithm side are widened and narrowed by one level.
    """
    found: dict[Rule, Mutant] = {}
    for mutant in (*_of_conditions(rule, shapes), *_of_selector(rule)):
        found.setdefault(mutant.rule, mutant)
    found.pop(rule, None)
    return tuple(found.values())


def can_differ(rule: Rule, mutant: Rule) -> bool:
    """Return whether some facts make one of two rules fire and not the other, tried on representative values.

    True also where there are too many combinations to try.
    """
    conditions = [condition for _, condition in (*parts_of(rule), *parts_of(mutant))]
    fields = sorted({condition.field for condition in conditions})
    values = [_representatives(field, [c.test for c in conditions if c.field == field]) for field in fields]
    combinations: Iterator[tuple[FactValue | None, ...]] = itertools.product(*values)
    for number, combination in enumerate(combinations):
        if number >= _MOST_FACTS:
            return True
        facts: Facts = {f: v for f, v in zip(fields, combination, strict=True) if v is not None}
        if fires(rule, facts) != fires(mutant, facts):
            return True
    return False


def _of_conditions(rule: Rule, shapes: Mapping[str, FieldShape]) -> Iterator[Mutant]:
    for part, condition in parts_of(rule):
        shape = shapes[condition.field]
        for change, test in _changed(condition, shape):
            changed = Condition(condition.field, test)
            asked = changed.text().removeprefix(condition.field).strip()
            text = f"{part} {condition.text()} {change} to {asked}"
            yield Mutant(change, text, _with(rule, part, condition, changed), (part, condition.field))
        text = f"{part} {condition.text()} dropped"
        yield Mutant("dropped", text, _with(rule, part, condition, None), (part, condition.field))


def _with(rule: Rule, part: Part, former: Condition, changed: Condition | None) -> Rule:
    replaced = (changed if condition == former else condition for condition in getattr(rule, part))
    conditions = tuple(condition for condition in replaced if condition is not None)
    return replace(rule, when=conditions) if part == "when" else replace(rule, unless=conditions)


def _of_selector(rule: Rule) -> Iterator[Mutant]:
    for index, (quality, test) in enumerate(rule.selector.qualities):
        if not isinstance(test, WordTest):
            continue
        for _, changed in _other_levels(test, LEVELS):
            qualities = list(rule.selector.qualities)
            qualities[index] = (quality, changed)
            selector = replace(rule.selector, qualities=tuple(qualities))
            was, now = _words_text(test), _words_text(changed)
            text = f"algorithms of {quality} {was} moved to {now}"
            yield Mutant("selection", text, replace(rule, selector=selector), ("algorithm", quality))


def _changed(condition: Condition, shape: FieldShape) -> Iterator[tuple[Change, Test]]:
    test = condition.test
    if isinstance(test, NumberTest):
        yield from (("moved", moved) for moved in _moved(test, condition.field))
        yield from (("negated", rest) for rest in _outside(test))
    elif isinstance(test, WordTest):
        if shape.ordered:
            yield from _other_levels(test, shape.words)
        rest = frozenset(shape.words) - test.allowed if shape.words else frozenset({ANOTHER_WORD})
        if rest:
            yield "negated", WordTest(rest)
    else:
        kind: Callable[[bool], Test] = FlagTest if isinstance(test, FlagTest) else KnownTest
        yield "negated", kind(not test.wanted)


def _moved(test: NumberTest, field: str) -> Iterator[NumberTest]:
    for threshold in thresholds_of(test):
        for factor in FACTORS:
            other = _other(threshold, factor, field)
            low = other if test.low == threshold else test.low
            high = other if test.high == threshold else test.high
            if low is None or high is None or low <= high:
                yield replace(test, low=low, high=high)


def _other(threshold: float, factor: float, field: str) -> float:
    """Return a threshold moved by a factor; a count to another whole number, a fraction inside 0 to 1."""
    step = factor - 1.0
    other = threshold * factor if threshold else (1.0 if step > 0 else -1.0)
    if is_fraction(field):
        return min(1.0, max(0.0, other))
    if is_count(field):
        away = threshold + (1 if step > 0 else -1)
        return float(max(away, round(other)) if step > 0 else min(away, round(other)))
    return float(f"{other:.12g}")


def _outside(test: NumberTest) -> Iterator[NumberTest]:
    """Yield what lies below the interval and what lies above it."""
    if test.low is not None:
        yield NumberTest(None, test.low, high_open=not test.low_open)
    if test.high is not None:
        yield NumberTest(test.high, None, low_open=not test.high_open)


def _other_levels(test: WordTest, words: Sequence[str]) -> Iterator[tuple[Change, WordTest]]:
    """Yield the test widened and narrowed by one level at each end that is not an end of the scale."""
    ranks = sorted(words.index(word) for word in test.allowed)
    for edge, step in ((ranks[0], -1), (ranks[-1], 1)):
        if 0 <= edge + step < len(words):
            yield "widened", WordTest(test.allowed | {words[edge + step]})
            if len(ranks) > 1:
                yield "narrowed", WordTest(test.allowed - {words[edge]})


def _words_text(test: WordTest) -> str:
    return " or ".join(word for word in LEVELS if word in test.allowed)


def _representatives(field: str, tests: Sequence[Test]) -> list[FactValue | None]:
    """Return values of one field that tell any two of the tests apart that differ; None stands for unknown."""
    found: list[FactValue | None] = [None]
    for test in tests:
        if isinstance(test, WordTest):
            found += [*sorted(test.allowed), ANOTHER_WORD]
        elif isinstance(test, FlagTest):
            found += [True, False]
        elif isinstance(test, NumberTest):
            for threshold in thresholds_of(test):
                margin = abs(threshold) * 1e-6 or 1e-6
                found += [threshold - margin, threshold, threshold + margin]
    if field in BRIEF_FIELDS and BRIEF_FIELDS[field].many:
        found.append(tuple(sorted({word for test in tests if isinstance(test, WordTest) for word in test.allowed})))
    if found == [None]:
        found.append(True)  # only `known` is asked, and any value answers it
    return list(dict.fromkeys(found))
