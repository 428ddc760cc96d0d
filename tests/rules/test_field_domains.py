"""Conditions as sets: what is said of them on a few values is what every value says, one condition at a time."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whichml.model.statements.conditions import (
    Condition,
    FactValue,
    FieldShape,
    KnownTest,
    NumberTest,
    Test,
    WordTest,
    parse_test,
)
from whichml.model.statements.field_domains import ANOTHER_WORD, FieldDomain, complement
from whichml.model.statements.fields import can_be, shapes_of
from whichml.model.values.qualities import QUALITIES
from whichml.model.values.vocabulary import LEVELS

SHAPES = {
    "count": FieldShape("count", "number", least=0, largest=12, whole=True),
    "share": FieldShape("share", "number", least=0, largest=1),
    "seconds": FieldShape("seconds", "number", least=0),
    "number": FieldShape("number", "number"),
    "flag": FieldShape("flag", "flag"),
    "level": FieldShape("level", "word", LEVELS, ordered=True),
    "id": FieldShape("id", "word"),
    "list": FieldShape("list", "word", ("a", "b", "c", "d"), many=True),
    "laws": FieldShape("laws", "word", many=True, may_be_empty=True),
}
OPEN_WORDS = ("a", "b", "c", "d")


@cache  # to make a strategy takes longer than to draw from it
def values_of(shape: FieldShape) -> st.SearchStrategy[FactValue | None]:
    """Return what a field can hold, drawn without a look at the code under test; None is unknown."""
    words = st.sampled_from(shape.words or (*OPEN_WORDS, "named-by-no-test"))
    if shape.many:
        lists = st.lists(words, min_size=0 if shape.may_be_empty else 1, max_size=5, unique=True)
        return st.none() | lists.map(tuple)
    if shape.kind == "word":
        return st.none() | words
    if shape.kind == "flag":
        return st.none() | st.booleans()
    if shape.whole:
        return st.none() | st.integers(int(shape.least), int(shape.largest))
    low, high = max(shape.least, -20.0), min(shape.largest, 20.0)
    return st.none() | st.floats(low, high) | st.integers(-8, 40).map(lambda n: min(high, max(low, n / 4)))


@cache
def written_tests(shape: FieldShape) -> st.SearchStrategy[Test]:
    """Return tests as rules write them, with bounds on and between the values, and beyond what the field can hold."""
    known: st.SearchStrategy[object] = st.builds(lambda wanted: {"known": wanted}, st.booleans())
    if shape.kind == "flag":
        written = st.booleans() | known
    elif shape.kind == "number":
        number = st.integers(-8, 56).map(lambda n: n / 4)
        ends = st.tuples(number, number).map(sorted) | st.tuples(st.none(), number) | st.tuples(number, st.none())
        operators = [("above", number), ("below", number), ("between", ends.map(list)), ("is", number)]
        written = known | st.one_of(
            [operand.map(lambda value, name=name: {name: value}) for name, operand in operators]  # type: ignore[misc]
        )
    else:
        written = known | st.lists(st.sampled_from(shape.words or OPEN_WORDS), min_size=1, max_size=3, unique=True)
    return written.map(lambda each: parse_test(shape, each))


def passes(shape: FieldShape, test: Test, value: FactValue | None) -> bool:
    return Condition(shape.path, test).holds({} if value is None else {shape.path: value}) is True


@st.composite
def fields_with_tests(draw: st.DrawFn, n: int) -> tuple[FieldShape, FactValue | None, tuple[Test, ...]]:
    shape = draw(st.sampled_from(sorted(SHAPES)).map(SHAPES.__getitem__))
    return shape, draw(values_of(shape)), tuple(draw(written_tests(shape)) for _ in range(n))


EXAMPLES = settings(deadline=None, max_examples=300)


@pytest.mark.slow("tries made-up cases by the hundred")
@EXAMPLES
@given(fields_with_tests(3))
def test_a_representative_comes_out_as_any_value_does(drawn: tuple[FieldShape, FactValue, tuple[Test, ...]]) -> None:
    shape, value, tests = drawn
    outcomes = [[passes(shape, test, one) for test in tests] for one in FieldDomain(shape).representatives(tests)]
    assert [passes(shape, test, value) for test in tests] in outcomes
    assert len(outcomes) == len({tuple(each) for each in outcomes})


@pytest.mark.slow("tries made-up cases by the hundred")
@EXAMPLES
@given(fields_with_tests(3))
def test_a_representative_is_a_value_that_the_field_can_hold(
    drawn: tuple[FieldShape, FactValue, tuple[Test, ...]],
) -> None:
    shape, _, tests = drawn
    for found in FieldDomain(shape, may_be_unknown=False).representatives(tests):
        assert found is not None
        assert found != () or shape.may_be_empty
        members = found if isinstance(found, tuple) else (found,)
        assert all(
            can_be(shape, member) or (shape.path == "number" and isinstance(member, float)) for member in members
        )


@pytest.mark.slow("tries made-up cases by the hundred")
@EXAMPLES
@given(fields_with_tests(2))
def test_what_passes_two_tests_shows_that_they_overlap(drawn: tuple[FieldShape, FactValue, tuple[Test, ...]]) -> None:
    shape, value, tests = drawn
    domain = FieldDomain(shape)
    if all(passes(shape, test, value) for test in tests):
        assert domain.overlap(*tests)
    assert all(passes(shape, test, found) for found in domain.accepted(tests) for test in tests)
    assert domain.overlap(*tests) is domain.overlap(*reversed(tests)) is bool(domain.accepted(tests))


@pytest.mark.slow("tries made-up cases by the hundred")
@EXAMPLES
@given(fields_with_tests(3))
def test_what_is_implied_passes_wherever_what_is_given_does(
    drawn: tuple[FieldShape, FactValue, tuple[Test, ...]],
) -> None:
    shape, value, (first, second, wanted) = drawn
    domain = FieldDomain(shape)
    if domain.implies((first, second), wanted):
        if passes(shape, first, value) and passes(shape, second, value):
            assert passes(shape, wanted, value)
    else:
        assert any(not passes(shape, wanted, found) for found in domain.accepted((first, second), (wanted,)))


@pytest.mark.slow("tries made-up cases by the hundred")
@EXAMPLES
@given(fields_with_tests(1))
def test_each_value_passes_a_test_or_its_complement(drawn: tuple[FieldShape, FactValue, tuple[Test, ...]]) -> None:
    shape, value, (test,) = drawn
    shape = replace(shape, many=False)
    rest = complement(shape, test)
    if isinstance(value, tuple):
        value = value[0] if value else None
    if isinstance(test, WordTest) and not shape.words and value is not None and value not in test.allowed:
        value = ANOTHER_WORD
    if value is None and not isinstance(test, KnownTest):
        assert not any(passes(shape, each, value) for each in (test, *rest))
    else:
        assert [passes(shape, each, value) for each in (test, *rest)].count(True) == 1


@pytest.mark.parametrize(("path", "one", "other", "overlap"), [
    ("count", {"below": 3}, {"above": 2}, False),
    ("share", {"below": 3}, {"above": 2}, False),
    ("share", {"below": 0.3}, {"above": 0.2}, True),
    ("seconds", {"below": 0}, {"known": True}, False),
    ("number", {"between": [1, 2]}, {"between": [2, 3]}, True),
    ("number", {"between": [1, 2]}, {"above": 2}, False),
    ("level", {"below": "medium"}, {"above": "low"}, False),
    ("list", "a", "b", True),
    ("id", "a", "b", False),
    ("id", "a", {"known": False}, False),
])  # fmt: skip
def test_two_conditions_overlap_where_a_value_meets_both(path: str, one: object, other: object, overlap: bool) -> None:
    assert FieldDomain(SHAPES[path]).overlap(*(parse_test(SHAPES[path], each) for each in (one, other))) is overlap


@pytest.mark.parametrize(("path", "given", "wanted"), [
    ("count", {"above": 2}, {"between": [3, None]}),
    ("number", {"is": 5}, {"above": 4}),
    ("seconds", {"below": 7}, {"between": [0, 9]}),
    ("level", "medium", {"above": "low"}),
    ("list", "a", ["a", "b"]),
    ("laws", ["a"], {"known": True}),
])  # fmt: skip
def test_a_narrow_condition_implies_a_wider_one_and_not_the_other_way(path: str, given: object, wanted: object) -> None:
    domain, narrow, wide = FieldDomain(SHAPES[path]), *(parse_test(SHAPES[path], each) for each in (given, wanted))
    assert domain.implies((narrow,), wide)
    assert domain.implies((wide,), narrow) is (path == "count")


def test_two_conditions_together_imply_what_neither_does_alone() -> None:
    domain, wanted = FieldDomain(SHAPES["number"]), NumberTest(1, 2)
    assert domain.implies((NumberTest(1, None), NumberTest(None, 2)), wanted)
    assert not domain.implies((NumberTest(1, None),), wanted)


def test_a_field_that_only_rules_conclude_holds_what_they_conclude() -> None:
    domain = FieldDomain(SHAPES["flag"], is_given=False, concluded=frozenset({True}))
    assert domain.overlap(parse_test(SHAPES["flag"], True))
    assert not domain.overlap(parse_test(SHAPES["flag"], False))
    assert domain.representatives([]) == (None,)


def test_a_field_that_is_always_given_is_never_unknown() -> None:
    assert not FieldDomain(SHAPES["id"], may_be_unknown=False).overlap(KnownTest(False))
    assert FieldDomain(SHAPES["id"]).overlap(KnownTest(False))


def test_where_all_words_pass_nothing_is_left() -> None:
    assert complement(SHAPES["level"], WordTest(frozenset(LEVELS))) == ()


def test_shares_counts_and_sizes_have_the_limits_of_a_brief() -> None:
    shapes = shapes_of(QUALITIES, {})
    limits = {path: (shapes[path].least, shapes[path].largest, shapes[path].whole) for path in (
        "data.minority_share", "data.rows", "data.training_rows", "data.rows_per_feature", "deployment.memory",
    )}  # fmt: skip
    inf = float("inf")
    assert limits == {
        "data.minority_share": (0, 1, False),
        "data.rows": (0, 1e18, True),
        "data.training_rows": (0, inf, True),
        "data.rows_per_feature": (0, inf, False),
        "deployment.memory": (0, inf, True),
    }
