"""Random facts for given rules, and random rule sets with facts that come near their thresholds."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from functools import cache

from hypothesis import strategies as st

from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.statements.conditions import Condition, Conditions, Facts, FactValue, FieldShape, parse_test
from whichml.model.statements.rule import Effect, Rule, Selector

LEVELS = ("very-low", "low", "medium", "high", "very-high")
FLAGS = [f"flag{i}" for i in range(3)]
NUMBERS = [f"number{i}" for i in range(3)]
ORDERED = [f"level{i}" for i in range(3)]
WORDS = [f"word{i}" for i in range(3)]
LISTS = ["list0", "list1"]
SHAPES: Mapping[str, FieldShape] = {
    **{name: FieldShape(name, "flag") for name in FLAGS},
    **{name: FieldShape(name, "number") for name in NUMBERS},
    **{name: FieldShape(name, "word", LEVELS, ordered=True) for name in ORDERED},
    **{name: FieldShape(name, "word", ("a", "b", "c")) for name in (*WORDS, *LISTS)},
}
FIELDS = tuple(SHAPES)


def facts_for(rules: Sequence[Rule], shapes: Mapping[str, FieldShape]) -> st.SearchStrategy[dict[str, FactValue]]:
    """Return facts over the fields that the rules name, numbers at and around the thresholds of their conditions."""
    thresholds: dict[str, set[float]] = {}
    named = {c[0] for rule in rules if (c := rule.concluded()) is not None}
    for rule in rules:
        for condition in (*rule.when, *rule.unless):
            named.add(condition.field)
            for bound in (getattr(condition.test, "low", None), getattr(condition.test, "high", None)):
                if bound is not None:
                    thresholds.setdefault(condition.field, set()).add(bound)
    known = {field: _values(shapes[field], tuple(sorted(thresholds.get(field, {1.0})))) for field in sorted(named)}
    return st.fixed_dictionaries({}, optional=known)


@cache  # to make a strategy takes longer than to draw from it
def _values(shape: FieldShape, thresholds: tuple[float, ...]) -> st.SearchStrategy[FactValue]:
    if shape.kind == "flag":
        return st.booleans()
    if shape.kind == "number":
        return st.sampled_from([n for t in thresholds for n in (t, t * 0.999, t * 1.001, t - 1, t + 1)])
    word: st.SearchStrategy[FactValue] = st.sampled_from(shape.words or ("one", "two", "gdpr", "ecoa", "automotive"))
    field = BRIEF_FIELDS.get(shape.path)
    if shape.path in LISTS or (field is not None and field.many):
        return st.lists(word, min_size=1, max_size=3, unique=True).map(tuple)
    return word


@st.composite
def conditions(draw: st.DrawFn, fields: Sequence[str], most: int) -> Conditions:
    chosen = draw(st.lists(st.sampled_from(fields), max_size=most, unique=True)) if fields else []
    return tuple(Condition(field, parse_test(SHAPES[field], draw(_written(SHAPES[field])))) for field in sorted(chosen))


@cache
def _written(shape: FieldShape) -> st.SearchStrategy[object]:
    known = st.builds(lambda wanted: {"known": wanted}, st.booleans())
    if shape.kind == "flag":
        return st.booleans() | known
    if shape.kind == "number":
        number = st.integers(0, 4)
        pair = st.tuples(number, number).map(lambda ends: {"between": sorted(ends)})
        return (
            number
            | st.builds(lambda n: {"above": n}, number)
            | st.builds(lambda n: {"below": n}, number)
            | pair
            | known
        )
    one = st.sampled_from(shape.words)
    several = st.lists(one, min_size=1, max_size=2, unique=True)
    if not shape.ordered:
        return one | several | known
    inner = st.sampled_from(shape.words[1:-1])
    return one | several | st.builds(lambda w: {"above": w}, inner) | st.builds(lambda w: {"below": w}, inner) | known


@cache
def _concluded(shape: FieldShape) -> st.SearchStrategy[str | bool | int]:
    if shape.kind == "flag":
        return st.booleans()
    return st.integers(0, 4) if shape.kind == "number" else st.sampled_from(shape.words)


@st.composite
def rule_sets(draw: st.DrawFn) -> tuple[Rule, ...]:
    """Return rules in any order that neither conclude nor override in a circle.

    A rule reads only fields before its own place in an order of the fields, and concludes the field there, if any. It
    overrides only rules made before it whose place is no earlier, since it has a say in what these conclude.
    """
    order = draw(st.permutations(FIELDS))
    rules: list[Rule] = []
    places: dict[str, int] = {}
    for number in range(draw(st.integers(1, 9))):
        identity, place = f"rule-{number}", draw(st.integers(0, len(order)))
        effect = Effect("advise", "pattern")
        if place < len(order) and draw(st.integers(0, 3)):
            effect = Effect("conclude", order[place], draw(_concluded(SHAPES[order[place]])))
        readable = order[:place]
        overridable = [other for other in places if places[other] >= place]
        overrides = draw(st.lists(st.sampled_from(overridable), max_size=3, unique=True)) if overridable else []
        rules.append(made_rule(
            identity, draw(conditions(readable, 3)), effect, draw(conditions(readable, 2)), tuple(overrides)
        ))  # fmt: skip
        places[identity] = place
    return tuple(draw(st.permutations(rules)))


@st.composite
def cases(draw: st.DrawFn) -> tuple[tuple[Rule, ...], Facts]:
    rules = draw(rule_sets())
    return rules, draw(facts_for(rules, SHAPES))


def seeded_case(chance: random.Random) -> tuple[tuple[Rule, ...], Facts]:
    """Return rules as `rule_sets` makes them, and facts, from nothing but the given random numbers."""
    order = chance.sample(FIELDS, len(FIELDS))
    rules: list[Rule] = []
    places: dict[str, int] = {}
    for number in range(chance.randint(4, 14)):
        identity, place = f"rule-{number}", chance.randint(0, len(order))
        effect = Effect("advise", "pattern")
        if place < len(order) and chance.random() < 0.8:
            effect = Effect("conclude", order[place], chance.choice(_values_of(SHAPES[order[place]])))
        when, unless = (
            tuple(
                Condition(field, parse_test(SHAPES[field], _seeded_test(SHAPES[field], chance)))
                for field in sorted(chance.sample(order[:place], min(place, chance.randint(0, most))))
            )
            for most in (2, 1)
        )
        overridable = [other for other in places if places[other] >= place]
        overrides = tuple(chance.sample(overridable, min(len(overridable), chance.randint(0, 2))))
        rules.append(made_rule(identity, when, effect, unless, overrides))
        places[identity] = place
    chance.shuffle(rules)
    known = chance.sample(FIELDS, chance.randint(0, len(FIELDS)))
    return tuple(rules), {
        field: (chance.choice("abc"),) if field in LISTS else chance.choice(_values_of(SHAPES[field]))
        for field in known
    }


def _values_of(shape: FieldShape) -> Sequence[str | bool | int]:
    return {"flag": (False, True), "number": (0, 1, 2, 3), "word": shape.words}[shape.kind]


def _seeded_test(shape: FieldShape, chance: random.Random) -> object:
    if chance.random() < 0.25:
        return {"known": chance.random() < 0.5}
    if shape.kind == "flag":
        return chance.random() < 0.5
    if shape.kind == "word" and not shape.ordered:
        return chance.sample(shape.words, 2)
    return {chance.choice(("above", "below")): chance.choice(_values_of(shape)[1:-1])}


def made_rule(
    identity: str, when: Conditions, effect: Effect, unless: Conditions = (), overrides: tuple[str, ...] = ()
) -> Rule:
    return Rule(
        id=identity, title=identity, status="stable", pack="random", where="rules/random.yaml:1", when=when,
        unless=unless, selector=Selector(), effect=effect, overrides=overrides, sources=(),
    )  # fmt: skip


def when(**written: object) -> Conditions:
    return tuple(Condition(field, parse_test(SHAPES[field], written[field])) for field in sorted(written))


def concluding(identity: str, conditions_: Conditions, field: str, value: str | bool | int) -> Rule:
    return made_rule(identity, conditions_, Effect("conclude", field, value))
