"""Few states stand for all: what they say of rules is what every value of every field says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linted_packs import made_rule

from by_night import examples
from whichml import Brief, BriefError
from whichml.knowledge.base import Knowledge
from whichml.model.format.brief_fields import BRIEF_FIELDS, REQUIRED_FIELDS
from whichml.model.statements.conditions import Condition, Conditions, Facts, FactValue, all_hold, parse_test
from whichml.model.statements.fields import shapes_of
from whichml.model.statements.rule import DerivedText, Rule
from whichml.model.values.qualities import QUALITIES
from whichml.rules.oracle import fires
from whichml.rules.state_space import MOST_STATES, StateSpace

DECLARED = {"derived.no_network": DerivedText.model_validate({"values": "bool", "definition": "No network."})}
SHAPES = shapes_of(QUALITIES, DECLARED)
SPACE = StateSpace(SHAPES, {"derived.no_network": frozenset({True})}, frozenset(DECLARED))
WORDS = {
    "data.drift": ("none", "slow", "fast"),
    "data.modality": ("text", "tabular", "image"),
    "stakes.regulation": ("gdpr", "ecoa"),
    "project.existing_algorithm": ("kernel-svm", "lasso"),
}
EVERY_VALUE: Mapping[str, Sequence[FactValue | None]] = {
    "data.rows": (None, *range(12), 10**6),
    "data.minority_share": (None, *(n / 8 for n in range(9))),
    "project.budget": (None, *(n / 8 for n in range(10)), 1e6),
    "data.sparse": (None, False, True),
    "data.drift": (None, *WORDS["data.drift"]),
    "data.modality": tuple(
        tuple(w for w, chosen in zip((*WORDS["data.modality"], "audio"), mask, strict=True) if chosen)
        for mask in product((False, True), repeat=4) if any(mask)  # "audio" is one that no rule below names
    ),
    "stakes.regulation": (None, (), ("gdpr",), ("ecoa",), ("ecoa", "gdpr"), ("hipaa",), ("gdpr", "hipaa")),
    "project.existing_algorithm": (None, "kernel-svm", "lasso", "random-forest"),
    "derived.no_network": (None, True),
}  # fmt: skip
"""What a field can hold, fine enough for the bounds below."""


def written_tests(name: str) -> st.SearchStrategy[object]:
    known = st.builds(lambda wanted: {"known": wanted}, st.booleans())
    shape = SHAPES[name]
    if shape.kind == "flag":
        return st.booleans() | known
    if shape.kind == "number":
        number = st.integers(-1, 5) if name == "data.rows" else st.sampled_from([-0.25, 0, 0.25, 0.5, 0.75, 1])
        pair = st.tuples(number, number).map(lambda ends: {"between": sorted(ends)})
        return (
            number | pair | known | number.map(lambda n: {"above": n}) | number.map(lambda n: {"below": n})
        )  # fmt: skip
    return st.lists(st.sampled_from(WORDS[name]), min_size=1, max_size=2, unique=True) | known


@st.composite
def conditions(draw: st.DrawFn, fields: Sequence[str]) -> Conditions:
    chosen = draw(st.lists(st.sampled_from(fields), max_size=2, unique=True))
    return tuple(Condition(name, parse_test(SHAPES[name], draw(written_tests(name)))) for name in sorted(chosen))


@st.composite
def two_rules(draw: st.DrawFn) -> tuple[Rule, Rule]:
    fields = draw(st.lists(st.sampled_from(sorted(EVERY_VALUE)), min_size=1, max_size=3, unique=True))
    one = made_rule("one", draw(conditions(fields)), draw(conditions(fields)))
    return one, made_rule("other", draw(conditions(fields)), draw(conditions(fields)))


def every_state(*rules: Rule) -> Iterator[Facts]:
    names = sorted({condition.field for rule in rules for condition in (*rule.when, *rule.unless)})
    for values in product(*(EVERY_VALUE[name] for name in names)):
        yield {name: value for name, value in zip(names, values, strict=True) if value is not None}


@pytest.mark.slow("tries made-up cases by the hundred")
@settings(deadline=None, max_examples=examples(250))
@given(two_rules())
def test_few_states_tell_what_all_states_tell(rules: tuple[Rule, Rule]) -> None:
    one, other = rules
    outcomes = {(fires(one, state), fires(other, state)) for state in every_state(*rules)}
    assert SPACE.can_fire(one) is any(first for first, _ in outcomes)
    assert SPACE.can_fire(one, other) is ((True, True) in outcomes)
    assert SPACE.fires_whenever(one, other) is ((False, True) not in outcomes)


@pytest.mark.slow("tries made-up cases by the hundred")
@settings(deadline=None)
@given(two_rules())
def test_every_state_meets_what_is_required(rules: tuple[Rule, Rule]) -> None:
    one, other = rules
    states = SPACE.states((*one.when, *other.when), (*one.unless, *other.unless))
    assert states is not None
    assert all(all_hold((*one.when, *other.when), state) is True for state in states)


@pytest.mark.slow("costs more than half a second")
@settings(deadline=None)
@given(two_rules())
def test_rules_can_differ_where_some_state_makes_one_fire_alone(rules: tuple[Rule, Rule]) -> None:
    one, other = rules
    differ = any(fires(one, state) != fires(other, state) for state in every_state(*rules))
    assert SPACE.can_differ(one, other) is SPACE.can_differ(other, one) is differ


@pytest.mark.parametrize("name", sorted(EVERY_VALUE))
def test_two_values_that_no_test_tells_apart_are_listed_once(name: str) -> None:
    tests = [parse_test(SHAPES[name], {"known": True})]
    assert len(SPACE.domain(name).representatives(tests)) == (1 if name in REQUIRED_FIELDS else 2)


@pytest.mark.parametrize(
    ("name", "written", "holds"),
    [
        ("data.rows", {"below": 0}, False),
        ("data.rows", {"below": 1}, True),
        ("data.rows", {"between": [0.2, 0.8]}, False),
        ("data.rows", {"above": 10**18}, False),
        ("data.minority_share", {"above": 1}, False),
        ("data.minority_share", {"above": 0.99}, True),
        ("data.rows_per_feature", {"between": [0.2, 0.8]}, True),
        ("project.budget", {"below": 0}, False),
        ("requirement.model-size.max", {"below": 0}, False),
        ("task", {"known": False}, False),
        ("data.sparse", {"known": False}, True),
        ("derived.no_network", False, False),
        ("derived.no_network", True, True),
    ],
)
def test_a_condition_can_hold_only_within_what_a_field_can_be(name: str, written: object, holds: bool) -> None:
    assert SPACE.can_hold(Condition(name, parse_test(SHAPES[name], written))) is holds


@pytest.mark.parametrize("name", sorted(REQUIRED_FIELDS))
def test_a_brief_without_what_every_brief_gives_is_refused(name: str) -> None:
    whole = {"task": "regression", "data.modality": "tabular"}
    assert Brief.from_mapping(whole)
    with pytest.raises(BriefError, match="is missing"):
        Brief.from_mapping({key: value for key, value in whole.items() if key != name})


def test_where_the_states_are_too_many_nothing_is_told() -> None:
    names = [name for name in BRIEF_FIELDS if name in SHAPES and SHAPES[name].kind == "number"]
    assert 2 ** len(names) > MOST_STATES
    wide = tuple(Condition(name, parse_test(SHAPES[name], {"above": 0.5})) for name in names)
    narrow = tuple(Condition(name, parse_test(SHAPES[name], {"between": [0.1, 0.9]})) for name in names)
    assert SPACE.can_fire(made_rule("one", (), (*wide, *narrow))) is None
    assert SPACE.fires_whenever(made_rule("one", wide), made_rule("other", (), narrow)) is None
    assert SPACE.can_fire(made_rule("one", wide)) is True


def test_the_space_of_a_knowledge_base_knows_what_its_rules_conclude(base: Knowledge) -> None:
    space = StateSpace.of(base)
    assert space.concluded == {"derived.no_network": frozenset({True}), "derived.volume": frozenset({"low"})}
    assert space.only_concluded == frozenset({"derived.no_network", "derived.volume"})
