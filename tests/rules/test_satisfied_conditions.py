"""The numbered conditions that are found to hold are those that hold when each is tested."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_rules import FIELDS, SHAPES, conditions, facts_for, made_rule

from by_night import examples
from whichml.model.statements.conditions import Condition, Facts, all_hold
from whichml.model.statements.rule import Effect
from whichml.rules.satisfied_conditions import HeldButOne, HeldTogether, NumberedConditions


@st.composite
def conditions_and_facts(draw: st.DrawFn) -> tuple[list[tuple[Condition, ...]], Facts]:
    several = draw(st.lists(conditions(FIELDS, 4), min_size=1, max_size=8))
    rules = [made_rule(f"rule-{number}", each, Effect("advise", "x")) for number, each in enumerate(several)]
    return several, draw(facts_for(rules, SHAPES))


@pytest.mark.slow("tries made-up cases by the hundred")
@settings(deadline=None, max_examples=examples(400), suppress_health_check=list(HealthCheck))
@given(case=conditions_and_facts())
def test_all_of_several_conditions_are_held_where_each_of_them_holds(
    case: tuple[list[tuple[Condition, ...]], Facts],
) -> None:
    several, facts = case
    numbered = NumberedConditions()
    asked = [numbered.asked(each) for each in several]
    held = numbered.holding(facts)
    for each, question in zip(several, asked, strict=True):
        assert question.are_among(held) == all(condition.holds(facts) is True for condition in each)
        assert question.narrow <= question.numbers


@pytest.mark.slow("tries 400 groups of random conditions")
@settings(deadline=None, max_examples=examples(400), suppress_health_check=list(HealthCheck))
@given(case=conditions_and_facts())
def test_groups_are_found_whose_conditions_all_hold(case: tuple[list[tuple[Condition, ...]], Facts]) -> None:
    several, facts = case
    found = HeldTogether(enumerate(several)).on(facts)
    assert found == [number for number, each in enumerate(several) if all_hold(each, facts) is True]


@pytest.mark.slow("tries 400 groups of random conditions")
@settings(deadline=None, max_examples=examples(400), suppress_health_check=list(HealthCheck))
@given(case=conditions_and_facts())
def test_groups_are_found_that_only_one_unknown_field_keeps_from_holding(
    case: tuple[list[tuple[Condition, ...]], Facts],
) -> None:
    several, facts = case
    waiting = [[c for c in set(each) if c.field not in facts] for each in several]
    expected = [
        (number, missing[0])
        for number, (each, missing) in enumerate(zip(several, waiting, strict=True))
        if len(missing) == 1
        and missing[0].holds(facts) is None
        and all(c.holds(facts) for c in each if c is not missing[0] and c != missing[0])
    ]
    assert list(HeldButOne(several).on(facts)) == expected
