"""A trace tells why each rule fired, what nearly fired, and can be replayed from the facts that it cites."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from random_rules import SHAPES, cases, concluding, facts_for, made_rule, when

from by_night import examples
from whichml import KnowledgeBase
from whichml.model.statements.conditions import Facts, FieldShape
from whichml.model.statements.rule import Effect, Rule
from whichml.model.statements.strata import stratify
from whichml.rules.engine import RuleEngine
from whichml.rules.firing import Firing
from whichml.rules.oracle import run_naively
from whichml.rules.trace import Trace, near_miss, trace_of

SHIPPED = KnowledgeBase.load()
ENGINE = RuleEngine(SHIPPED.rules, SHIPPED.shapes)
QUICK = settings(deadline=None, suppress_health_check=list(HealthCheck))


def traced(rules: tuple[Rule, ...], facts: Facts) -> Trace:
    strata = stratify(rules)
    return trace_of(rules, strata, run_naively(rules, strata, SHAPES, facts), facts)


def cited_facts(trace: Trace, facts: Facts) -> Facts:
    """Return those of the facts that the steps cite, and nothing else."""
    cited = {c.condition.field for step in trace.steps for c in (*step.met, *([step.spared] if step.spared else []))}
    cited |= {step.rule.effect.target for step in trace.steps if step.overruled is not None}
    return {field: value for field, value in facts.items() if field in cited}


def replay(trace: Trace, shapes: Mapping[str, FieldShape], facts: Facts) -> Firing:
    """Return what the rules of a trace do on the facts that the trace cites alone."""
    rules = [step.rule for step in sorted(trace.steps, key=lambda step: step.position)]
    return run_naively(rules, stratify(rules), shapes, cited_facts(trace, facts))


def told(firing: Firing) -> tuple[list[str], dict[str, object], list[object], dict[str, object]]:
    conflicts: list[object] = sorted(firing.conflicts, key=lambda d: (d.field, d.rule))
    return [rule.id for rule in firing.fired], dict(firing.conclusions), conflicts, dict(firing.overridden)


@pytest.mark.slow("compiles hundreds of random sets of rules")
@settings(QUICK, max_examples=examples(300))
@given(case=cases())
def test_a_trace_of_random_rules_replays_from_its_own_facts_to_the_same_conclusions(
    case: tuple[tuple[Rule, ...], Facts],
) -> None:
    rules, facts = case
    strata = stratify(rules)
    firing = run_naively(rules, strata, SHAPES, facts)
    trace = trace_of(rules, strata, firing, facts)
    assert told(replay(trace, SHAPES, facts)) == told(firing)


@settings(QUICK, max_examples=examples(60))
@given(facts=facts_for(SHIPPED.rules, SHIPPED.shapes))
@pytest.mark.slow("runs all rules with a trace")
def test_a_trace_of_the_shipped_rules_replays_from_its_own_facts_to_the_same_conclusions(facts: Facts) -> None:
    firing = ENGINE.run(facts)
    trace = trace_of(SHIPPED.rules, ENGINE.strata, firing, facts)
    assert told(replay(trace, SHIPPED.shapes, facts)) == told(firing)


@pytest.mark.slow("compiles hundreds of random sets of rules")
@settings(QUICK, max_examples=examples(200))
@given(case=cases())
def test_changing_the_one_condition_that_failed_is_what_a_near_miss_waits_for(
    case: tuple[tuple[Rule, ...], Facts],
) -> None:
    rules, facts = case
    strata = stratify(rules)
    firing = run_naively(rules, strata, SHAPES, facts)
    for miss in trace_of(rules, strata, firing, facts).near_misses:
        failed = {cited.condition for cited in miss.failed}
        others = [c for c in miss.rule.when if c not in failed]
        assert all(condition.holds(firing.facts) is True for condition in others)
        holds = [cited.condition.holds(firing.facts) is True for cited in miss.failed]
        assert all(holds) if miss.part == "unless" else not any(holds)


def test_a_step_cites_what_each_condition_met_and_which_exception_did_not_hold() -> None:
    rule = made_rule("wary", when(flag0=True, number0={"above": 1}), Effect("advise", "x"), when(word0="a"))
    (step,) = traced((rule,), {"flag0": True, "number0": 2, "word0": "b", "flag1": True}).steps
    assert [(cited.condition.field, cited.value) for cited in step.met] == [("flag0", True), ("number0", 2)]
    assert step.spared is not None
    assert (step.spared.condition.field, step.spared.value) == ("word0", "b")


def test_a_step_says_that_the_brief_overrules_what_its_rule_concludes() -> None:
    rule = concluding("demands", when(flag0=True), "level0", "high")
    (step,) = traced((rule,), {"flag0": True, "level0": "low"}).steps
    assert step.overruled == "low"


def test_a_rule_that_two_conditions_keep_from_firing_is_no_near_miss() -> None:
    rule = made_rule("far", when(flag0=True, flag1=True), Effect("advise", "x"))
    assert traced((rule,), {}).near_misses == ()
    (miss,) = traced((rule,), {"flag1": True}).near_misses
    assert [(cited.condition.field, cited.value) for cited in miss.failed] == [("flag0", None)]


def test_a_rule_that_its_exception_alone_holds_back_is_a_near_miss() -> None:
    rule = made_rule("held", when(flag0=True), Effect("advise", "x"), when(flag1=True))
    (miss,) = traced((rule,), {"flag0": True, "flag1": True}).near_misses
    assert (miss.part, [cited.condition.field for cited in miss.failed]) == ("unless", ["flag1"])


def test_a_rule_that_fires_or_that_its_exception_would_hold_back_too_is_no_near_miss() -> None:
    rule = made_rule("held", when(flag0=True), Effect("advise", "x"), when(flag1=True))
    assert near_miss(rule, {"flag0": True}) is None
    assert near_miss(rule, {"flag1": True}) is None


def test_only_given_facts_that_some_step_used_are_cited() -> None:
    rules = (
        concluding("first", when(flag0=True), "word0", "a"),
        made_rule("then", when(word0="a"), Effect("advise", "x")),
    )
    trace = traced(rules, {"flag0": True, "flag1": False, "number0": 3})
    assert cited_facts(trace, {"flag0": True, "flag1": False, "number0": 3}) == {"flag0": True}
    assert [(step.rule.id, step.stratum) for step in trace.steps] == [("first", 0), ("then", 1)]
