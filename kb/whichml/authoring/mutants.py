"""Rules with one small thing changed: what a slip of the pen, or a wrong guess, would have made of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, get_args

from whichml.authoring.coverage import Part, conditions_by_part
from whichml.model.statements.conditions import Condition, FieldShape, NumberTest, Test, WordTest
from whichml.model.statements.field_domains import bounds_of, complement
from whichml.model.statements.rule import Rule
from whichml.model.values.vocabulary import LEVELS

Change: TypeAlias = Literal["moved", "widened", "narrowed", "negated", "dropped", "selection"]
CHANGES: tuple[Change, ...] = get_args(Change)
FACTORS = (0.8, 1.2)


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


def _of_conditions(rule: Rule, shapes: Mapping[str, FieldShape]) -> Iterator[Mutant]:
    for part, condition in conditions_by_part(rule):
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
        yield from (("moved", moved) for moved in _moved(test, shape))
    elif isinstance(test, WordTest) and shape.ordered:
        yield from _other_levels(test, shape.words)
    yield from (("negated", rest) for rest in complement(shape, test))


def _moved(test: NumberTest, shape: FieldShape) -> Iterator[NumberTest]:
    for threshold in bounds_of(test):
        for factor in FACTORS:
            other = _other(threshold, factor, shape)
            low = other if test.low == threshold else test.low
            high = other if test.high == threshold else test.high
            if low is None or high is None or low <= high:
                yield replace(test, low=low, high=high)


def _other(threshold: float, factor: float, shape: FieldShape) -> float:
    """Return a threshold moved by a factor; a count to another whole number, a fraction inside 0 to 1.

    A count may leave its limits: below none is a threshold that no count passes, and a case should notice that.
    """
    step = factor - 1.0
    other = threshold * factor if threshold else (1.0 if step > 0 else -1.0)
    if shape.whole:
        away = threshold + (1 if step > 0 else -1)
        return float(max(away, round(other)) if step > 0 else min(away, round(other)))
    if math.isfinite(shape.largest):
        return min(shape.largest, max(shape.least, other))
    return float(f"{other:.12g}")


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
