"""Conditions that hold on given facts are found by field, word and bound, one case of each kind at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from whichml.knowledge.base import Knowledge
from whichml.model.statements.conditions import Condition, Conditions, Facts, parse_conditions
from whichml.rules.satisfied_conditions import HeldButOne, HeldTogether, NumberedConditions

Written = Mapping[str, Any]


def parsed(knowledge: Knowledge, written: Written) -> Conditions:
    return parse_conditions(written, knowledge.shapes)


SINGLE: Sequence[tuple[Written, Facts, bool]] = [
    ({"data.rows": {"above": 10}}, {"data.rows": 10}, False),
    ({"data.rows": {"above": 10}}, {"data.rows": 11}, True),
    ({"data.rows": {"below": 10}}, {"data.rows": 10}, False),
    ({"data.rows": {"below": 10}}, {"data.rows": 9}, True),
    ({"data.rows": {"between": [10, None]}}, {"data.rows": 10}, True),
    ({"data.rows": {"between": [10, None]}}, {"data.rows": 9}, False),
    ({"data.rows": {"between": [None, 10]}}, {"data.rows": 10}, True),
    ({"data.rows": {"between": [None, 10]}}, {"data.rows": 11}, False),
    ({"data.rows": {"between": [5, 10]}}, {"data.rows": 7}, True),
    ({"data.rows": {"between": [5, 10]}}, {"data.rows": 11}, False),
    ({"data.rows": 7}, {"data.rows": 7.0}, True),
    ({"data.rows": {"above": 0}}, {"data.rows": True}, False),
    ({"data.rows": {"below": 9}}, {"data.rows": True}, False),
    ({"data.rows": {"above": 0}}, {"data.rows": "many"}, False),
    ({"data.drift": "fast"}, {"data.drift": "fast"}, True),
    ({"data.drift": ["fast", "slow"]}, {"data.drift": "slow"}, True),
    ({"data.drift": "fast"}, {"data.drift": "slow"}, False),
    ({"data.drift": "fast"}, {"data.drift": True}, False),
    ({"data.modality": "text"}, {"data.modality": ("tabular", "text")}, True),
    ({"data.modality": ["image", "audio"]}, {"data.modality": ("tabular", "text")}, False),
    ({"data.sparse": True}, {"data.sparse": True}, True),
    ({"data.sparse": True}, {"data.sparse": False}, False),
    ({"data.sparse": False}, {"data.sparse": False}, True),
    ({"data.drift": {"known": True}}, {"data.drift": "none"}, True),
    ({"data.drift": {"known": True}}, {}, False),
    ({"data.drift": {"known": False}}, {}, True),
    ({"data.drift": {"known": False}}, {"data.drift": "none"}, False),
    ({"data.rows": {"above": 10}}, {}, False),
]  # fmt: skip


@pytest.mark.parametrize(("written", "facts", "holds"), SINGLE)
def test_a_condition_is_found_where_it_is_known_to_hold(
    knowledge: Knowledge, written: Written, facts: Facts, holds: bool
) -> None:
    (condition,) = parsed(knowledge, written)
    numbered = NumberedConditions()
    asked = numbered.asked([condition])
    assert asked.are_among(numbered.holding(facts)) is holds
    assert (condition.holds(facts) is True) is holds
    assert HeldTogether([(7, (condition,))]).on(facts) == ([7] if holds else [])


def test_of_many_bounds_on_a_field_those_that_a_number_meets_are_found(knowledge: Knowledge) -> None:
    written = [{"data.rows": {side: n}} for side in ("above", "below") for n in (5, 10, 20)]
    written += [{"data.rows": {"between": [10, None]}}, {"data.rows": {"between": [None, 10]}}]
    conditions = [parsed(knowledge, each)[0] for each in written]
    for rows in (4, 5, 6, 9, 10, 11, 20, 21):
        found = HeldTogether((n, (c,)) for n, c in enumerate(conditions)).on({"data.rows": rows})
        assert found == [n for n, c in enumerate(conditions) if c.holds({"data.rows": rows})], rows


def test_equal_conditions_share_a_number_and_others_have_their_own(knowledge: Knowledge) -> None:
    numbered = NumberedConditions()
    first = numbered.asked(parsed(knowledge, {"data.drift": "fast", "data.rows": {"above": 10}}))
    second = numbered.asked(parsed(knowledge, {"data.drift": "fast", "data.rows": {"above": 11}}))
    assert first.numbers == {0, 1}
    assert second.numbers == {0, 2}
    assert [numbered.numbers[condition] for condition in numbered.numbers] == [0, 1, 2]


def test_words_and_flags_are_looked_up_before_bounds_and_all_where_there_are_none(knowledge: Knowledge) -> None:
    numbered = NumberedConditions()
    mixed = {"data.drift": "fast", "data.rows": {"above": 10}, "data.sparse": True}
    asked = numbered.asked(parsed(knowledge, mixed))
    named = {condition.field: number for condition, number in numbered.numbers.items()}
    assert asked.narrow == {named["data.drift"], named["data.sparse"]}
    bounds = numbered.asked(parsed(knowledge, {"data.rows": {"above": 10}}))
    assert bounds.narrow == bounds.numbers == {named["data.rows"]}


def test_groups_that_hold_are_told_in_the_order_of_their_numbers_and_one_without_conditions_always(
    knowledge: Knowledge,
) -> None:
    fast, wide = parsed(knowledge, {"data.drift": "fast"}), parsed(knowledge, {"data.rows": {"above": 10}})
    groups = HeldTogether([(9, fast), (4, ()), (3, (*fast, *wide)), (1, wide), (6, fast)])
    assert groups.on({"data.drift": "fast", "data.rows": 11}) == [1, 3, 4, 6, 9]
    assert groups.on({"data.drift": "fast", "data.rows": 9}) == [4, 6, 9]
    assert groups.on({"data.rows": 11}) == [1, 4]
    assert groups.on({}) == [4]
    assert HeldTogether([]).on({"data.rows": 11}) == []


def waits(knowledge: Knowledge, facts: Facts, *groups: Written) -> list[tuple[int, str]]:
    found = HeldButOne(parsed(knowledge, each) for each in groups).on(facts)
    return [(number, _field(condition)) for number, condition in found]


def _field(condition: Condition) -> str:
    return condition.field


@pytest.mark.parametrize(
    ("written", "facts", "field"),
    [
        ({"data.drift": "fast"}, {}, "data.drift"),
        ({"data.drift": "fast"}, {"data.drift": "fast"}, None),
        ({"data.drift": "fast"}, {"data.drift": "slow"}, None),
        ({"data.drift": "fast", "data.rows": {"above": 10}}, {}, None),
        ({"data.drift": "fast", "data.rows": {"above": 10}}, {"data.rows": 11}, "data.drift"),
        ({"data.drift": "fast", "data.rows": {"above": 10}}, {"data.rows": 9}, None),
        ({"data.drift": "fast", "data.rows": {"above": 10}}, {"data.drift": "fast"}, "data.rows"),
        ({"data.drift": "fast", "data.growth": {"known": False}}, {}, None),
        ({"data.drift": {"known": True}}, {}, None),
        ({"data.growth": {"known": True}, "data.drift": "fast"}, {"data.growth": "fast"}, "data.drift"),
        ({"data.growth": {"known": True}, "data.drift": "fast"}, {}, None),
        ({}, {}, None),
    ],
)
def test_a_group_waits_for_the_one_unknown_field_that_keeps_it_from_holding(
    knowledge: Knowledge, written: Written, facts: Facts, field: str | None
) -> None:
    assert waits(knowledge, facts, written) == ([(0, field)] if field else [])


def test_groups_that_wait_are_told_in_order_each_with_its_own_condition(knowledge: Knowledge) -> None:
    groups = [{"data.drift": "fast"}, {"data.rows": {"above": 10}}, {"data.drift": "slow"},
              {"data.drift": "fast", "data.growth": "fast"}, {"data.drift": {"known": False}}]  # fmt: skip
    assert waits(knowledge, {"data.growth": "fast"}, *groups) == [
        (0, "data.drift"), (1, "data.rows"), (2, "data.drift"), (3, "data.drift"),
    ]  # fmt: skip
    conditions = [condition for _, condition in HeldButOne(parsed(knowledge, each) for each in groups[:3]).on({})]
    assert conditions == [parsed(knowledge, each)[0] for each in groups[:3]]


@pytest.mark.parametrize("written", [written for written, _, _ in SINGLE], ids=str)
@pytest.mark.parametrize("value", [9, 11, "fast", "slow", True, ("tabular", "text")], ids=str)
def test_what_holds_besides_is_what_holds_of_all_facts_together(
    knowledge: Knowledge, written: Written, value: Any
) -> None:
    (condition,) = parsed(knowledge, written)
    (other,) = parsed(knowledge, {"data.arrival": "stream"})
    numbered = NumberedConditions()
    numbered.asked([condition, other])
    before: Facts = {"data.arrival": "stream"}
    found = numbered.holding_besides(numbered.holding(before).numbers, condition.field, value)
    assert found == numbered.holding({**before, condition.field: value}).numbers


@pytest.mark.parametrize(("drift", "holds"), [("fast", True), ("slow", False), ("none", False)])
def test_what_is_refused_must_not_all_hold_besides(knowledge: Knowledge, drift: str, holds: bool) -> None:
    numbered = NumberedConditions()
    wanted = numbered.asked(parsed(knowledge, {"data.rows": {"above": 10}, "data.drift": ["fast", "slow"]}))
    asked = wanted.unless(numbered.asked(parsed(knowledge, {"data.drift": "slow", "data.arrival": "stream"})))
    assert asked.are_among(numbered.holding({"data.rows": 11, "data.drift": drift, "data.arrival": "stream"})) is holds
