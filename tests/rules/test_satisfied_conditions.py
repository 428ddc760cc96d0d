"""The numbered conditions that are found to hold are those that hold when each is tested."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_rules import FIELDS, SHAPES, conditions, facts_for, made_rule

from whichml.model.conditions import Condition, Facts
from whichml.model.rule import Effect
from whichml.rules.satisfied_conditions import NumberedConditions


@st.composite
def conditions_and_facts(draw: st.DrawFn) -> tuple[list[tuple[Condition, ...]], Facts]:
    several = draw(st.lists(conditions(FIELDS, 4), min_size=1, max_size=8))
    rules = [made_rule(f"rule-{number}", each, Effect("advise", "x")) for number, each in enumerate(several)]
    return several, draw(facts_for(rules, SHAPES))


@pytest.mark.slow("tries made-up cases by the hundred")
@settings(deadline=None, max_examples=400, suppress_health_check=list(HealthCheck))
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
