"""Each test of a condition at, above and below its threshold, when unknown, on lists and on words in an order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whichml.knowledge.base import Knowledge
from whichml.model.statements.conditions import (
    OPERATORS,
    Condition,
    ConditionError,
    FieldShape,
    all_hold,
    parse_conditions,
    parse_test,
)

ROWS = FieldShape("rows", "number")
DRIFT = FieldShape("drift", "word", ("none", "slow", "fast"), ordered=True)
MODALITY = FieldShape("modality", "word", ("tabular", "text", "image"))
FREE = FieldShape("regulation", "word")
SPARSE = FieldShape("sparse", "flag")
SHAPES = {shape.path: shape for shape in (ROWS, DRIFT, MODALITY, FREE, SPARSE)}


def holds(shape: FieldShape, written: Any, value: Any) -> bool | None:
    facts = {} if value is None else {shape.path: value}
    return Condition(shape.path, parse_test(shape, written)).holds(facts)


NUMBERS = [  # written, then whether 99, 100 and 101 pass
    (100, (False, True, False)),
    ({"is": 100}, (False, True, False)),
    ({"above": 100}, (False, False, True)),
    ({"below": 100}, (True, False, False)),
    ({"between": [100, 200]}, (False, True, True)),
    ({"between": [50, 100]}, (True, True, False)),
    ({"between": [100, None]}, (False, True, True)),
    ({"between": [None, 100]}, (True, True, False)),
]


@pytest.mark.parametrize(("written", "passed"), NUMBERS)
def test_a_number_passes_on_the_right_side_of_its_threshold(written: Any, passed: tuple[bool, ...]) -> None:
    assert tuple(holds(ROWS, written, value) for value in (99, 100, 101)) == passed


WORDS = [  # written, then whether none, slow and fast pass
    ("slow", (False, True, False)),
    ({"is": "slow"}, (False, True, False)),
    (["none", "fast"], (True, False, True)),
    ({"in": ["none", "fast"]}, (True, False, True)),
    ({"above": "slow"}, (False, False, True)),
    ({"below": "slow"}, (True, False, False)),
    ({"between": ["slow", "fast"]}, (False, True, True)),
    ({"between": [None, "slow"]}, (True, True, False)),
    ({"between": ["slow", None]}, (False, True, True)),
]


@pytest.mark.parametrize(("written", "passed"), WORDS)
def test_an_ordered_word_passes_on_the_right_side_of_its_threshold(written: Any, passed: tuple[bool, ...]) -> None:
    assert tuple(holds(DRIFT, written, word) for word in DRIFT.words) == passed


@pytest.mark.parametrize("written", ["text", ["text", "image"], {"has": "text"}, {"is": "text"}, {"in": ["text"]}])
def test_a_list_passes_where_any_of_its_words_does(written: Any) -> None:
    assert holds(MODALITY, written, ("tabular", "text")) is True
    assert holds(MODALITY, written, ("tabular",)) is False


def test_a_field_with_free_words_takes_any_word() -> None:
    assert holds(FREE, {"has": "gdpr"}, ("ecoa", "gdpr")) is True
    assert holds(FREE, {"has": "gdpr"}, ("ecoa",)) is False


def test_a_flag_passes_only_as_the_flag_asked_for() -> None:
    assert [holds(SPARSE, wanted, value) for wanted in (True, False) for value in (True, False)] == [
        True, False, False, True,
    ]  # fmt: skip


@pytest.mark.parametrize("number", [1, 0])
def test_a_number_is_no_flag_and_a_flag_is_no_number(number: int) -> None:
    assert holds(SPARSE, bool(number), number) is False
    assert holds(ROWS, number, bool(number)) is False


@pytest.mark.parametrize("written", [written for written, _ in NUMBERS])
def test_an_unknown_number_is_neither_true_nor_false(written: Any) -> None:
    assert holds(ROWS, written, None) is None


@pytest.mark.parametrize("written", [written for written, _ in WORDS])
def test_an_unknown_word_is_neither_true_nor_false(written: Any) -> None:
    assert holds(DRIFT, written, None) is None


def test_only_known_can_tell_of_an_unknown_field() -> None:
    assert [holds(ROWS, {"known": True}, value) for value in (None, 0)] == [False, True]
    assert [holds(ROWS, {"known": False}, value) for value in (None, 0)] == [True, False]


def test_one_false_condition_outweighs_any_unknown_one() -> None:
    conditions = parse_conditions({"rows": {"above": 5}, "drift": "fast"}, SHAPES)
    assert all_hold(conditions, {"rows": 1}) is False
    assert all_hold(conditions, {"rows": 6}) is None
    assert all_hold(conditions, {"rows": 6, "drift": "fast"}) is True
    assert all_hold((), {}) is True


@given(st.integers(-(10**29), 10**29), st.integers())
def test_above_below_and_equal_share_the_numbers_among_them(threshold: int, value: int) -> None:
    passed = [holds(ROWS, written, value) for written in ({"above": threshold}, {"below": threshold}, threshold)]
    assert passed.count(True) == 1


BROKEN = [
    ("rows", {"over": 5}, "unknown operator 'over': use one of is, in, above, below, between, has, known"),
    ("rows", {"above": 5, "below": 9}, "`rows` takes one operator, not 2"),
    ("rows", {"above": "many"}, "`rows` is a plain number, not 'many'"),
    ("rows", {"above": True}, "`rows` is a number, not True"),
    ("rows", [1, 2], "`rows` is a number: use above, below or between"),
    ("rows", {"between": [1]}, "`between` takes a list of two, one of which may be null"),
    ("drift", "rapid", "`drift` is one of none, slow, fast, not 'rapid'"),
    ("drift", {"above": "fast"}, "no value of `drift` lies above fast"),
    ("drift", {"below": "none"}, "no value of `drift` lies below none"),
    ("drift", 3, "`drift` is a word, not 3"),
    ("modality", {"above": "text"}, "`modality` has no order: use is or in instead of above"),
    ("modality", [], "`modality` is compared with an empty list"),
    ("modality", {"in": "text"}, "`in` takes a list"),
    ("sparse", "true", "`sparse` is true or false"),
    ("sparse", {"above": False}, "`sparse` has no order: use is or in instead of above"),
    ("rows", {"known": 1}, "`known` takes true or false"),
    ("speed", 1, "unknown field 'speed'"),
]


@pytest.mark.parametrize(("field", "written", "message"), BROKEN, ids=[message for _, _, message in BROKEN])
def test_a_condition_that_cannot_be_read_says_what_would_be_right(field: str, written: Any, message: str) -> None:
    with pytest.raises(ConditionError) as refusal:
        parse_conditions({field: written}, SHAPES)
    assert str(refusal.value) == message
    assert refusal.value.field == field


def test_every_operator_is_tried_above() -> None:
    tried = {key for written, _ in (*NUMBERS, *WORDS) if isinstance(written, dict) for key in written}
    assert tried | {"has", "known"} == set(OPERATORS)


QUANTITIES = {
    "deployment.memory": "64 kB",
    "data.horizon": "1 day",
    "project.budget": "200 USD",
    "deployment.requests_per_second": "100/s",
    "requirement.inference-latency.max": "40 ms",
}


@pytest.mark.parametrize(
    ("field", "below", "at", "above"),
    [
        ("deployment.memory", 63_999, 64_000, 64_001),
        ("data.horizon", 86_399, 86_400, 86_401),
        ("project.budget", 199, 200, 201),
        ("deployment.requests_per_second", 99, 100, 101),
        ("requirement.inference-latency.max", 0.0399, 0.04, 0.0401),
    ],
)
def test_a_quantity_with_a_unit_is_compared_in_base_units(
    knowledge: Knowledge, field: str, below: float, at: float, above: float
) -> None:
    written = QUANTITIES[field]
    shape = knowledge.shapes[field]
    assert [holds(shape, {"above": written}, value) for value in (below, at, above)] == [False, False, True]
    assert [holds(shape, {"below": written}, value) for value in (below, at, above)] == [True, False, False]


def test_a_quantity_in_the_wrong_unit_is_refused(knowledge: Knowledge) -> None:
    with pytest.raises(ConditionError) as refusal:
        parse_conditions({"deployment.memory": {"below": "40 ms"}}, knowledge.shapes)
    assert "40 ms" in str(refusal.value)


def test_each_condition_reads_as_words() -> None:
    texts = [Condition("rows", parse_test(ROWS, written)).text() for written, _ in NUMBERS]
    assert texts == [
        "rows is 100", "rows is 100", "rows is above 100", "rows is below 100", "rows is between 100 and 200",
        "rows is between 50 and 100", "rows is at least 100", "rows is at most 100",
    ]  # fmt: skip
