"""The engine fires and concludes what a plain reading of the rules does, for shipped rules and for random ones."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_rules import LISTS, SHAPES, cases, concluding, facts_for, made_rule, when

from by_night import IS_NIGHT, examples, only_by_night
from whichml import KnowledgeBase
from whichml.knowledge.base import Knowledge
from whichml.model.statements.conditions import Conditions, Facts
from whichml.model.statements.rule import Effect, Rule
from whichml.model.statements.strata import stratify
from whichml.rules.engine import RuleEngine
from whichml.rules.firing import Firing
from whichml.rules.oracle import run_naively

SHIPPED = KnowledgeBase.load()
SHIPPED_STRATA = stratify(SHIPPED.rules)
QUICK = settings(deadline=None, suppress_health_check=list(HealthCheck))
N_RANDOM = 20_000 if IS_NIGHT else 200
HERE = Path(__file__).resolve().parent


def _told(firing: Firing) -> dict[str, object]:
    return {
        "fired": [rule.id for rule in firing.fired],
        "facts": dict(firing.facts),
        "conclusions": dict(firing.conclusions),
        "dissents": sorted(firing.conflicts, key=lambda d: (d.field, d.rule)),
        "silenced": dict(firing.overridden),
    }


def _naively(rules: tuple[Rule, ...], facts: Facts) -> Firing:
    return run_naively(rules, stratify(rules), SHAPES, facts)


@pytest.fixture(scope="module")
def engine() -> RuleEngine:
    return RuleEngine(SHIPPED.rules, SHIPPED.shapes)


@pytest.mark.slow("runs the shipped rules twice on two hundred sets of facts")
@settings(QUICK, max_examples=examples(200))
@given(facts=facts_for(SHIPPED.rules, SHIPPED.shapes))
def test_shipped_rules_fire_and_conclude_as_the_oracle_says(engine: RuleEngine, facts: Facts) -> None:
    assert _told(engine.run(facts)) == _told(run_naively(SHIPPED.rules, SHIPPED_STRATA, SHIPPED.shapes, facts))


@pytest.mark.slow("compiles many random sets of rules")
@settings(QUICK, max_examples=N_RANDOM)
@given(case=cases(), more=st.data())
def test_random_rules_fire_and_conclude_as_the_oracle_says(
    case: tuple[tuple[Rule, ...], Facts], more: st.DataObject
) -> None:
    rules, facts = case
    engine = RuleEngine(rules, SHAPES)
    assert _told(engine.run(facts)) == _told(_naively(rules, facts))
    again = more.draw(facts_for(rules, SHAPES))
    assert _told(engine.run(again)) == _told(_naively(rules, again)), "a used network remembers an earlier brief"


@pytest.mark.slow("compiles a hundred random sets of rules")
@settings(QUICK, max_examples=N_RANDOM // 2)
@given(case=cases())
def test_what_stands_in_the_end_explains_which_random_rules_fired_counted_and_concluded(
    case: tuple[tuple[Rule, ...], Facts],
) -> None:
    """Holds a firing against what the specification says of its end, without strata, order of runs or shared code."""
    rules, given_facts = case
    firing = _naively(rules, given_facts)
    fired = [r for r in rules if _all(r.when, firing.facts) and not (r.unless and _all(r.unless, firing.facts))]
    assert [rule.id for rule in firing.fired] == [rule.id for rule in fired]
    silencers = {r.id: [o.id for o in fired if r.id in o.overrides and o.id not in firing.overridden] for r in fired}
    assert dict(firing.overridden) == {rule: tuple(by) for rule, by in silencers.items() if by}
    for field, shape in SHAPES.items():
        said = [r.effect.value for r in fired if r.effect.target == field and r.id not in firing.overridden]
        if shape.kind == "flag" or shape.ordered:
            said.sort(key=(shape.words or (False, True)).index, reverse=True)
        assert firing.facts.get(field) == given_facts.get(field, said[0] if said else None)


def _all(conditions: Conditions, facts: Facts) -> bool:
    return all(condition.holds(facts) is True for condition in conditions)


@only_by_night
@pytest.mark.slow("starts processes")
def test_engine_and_oracle_agree_to_the_byte_whatever_the_hash_seed() -> None:
    path = os.pathsep.join((str(HERE), str(HERE.parents[1] / "kb")))
    told = [
        subprocess.run(
            [sys.executable, HERE / "digest_of_seeded_cases.py"],
            env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        ).stdout.split()
        for seed in ("0", "1", "4242")
    ]  # fmt: skip
    assert told[0] == told[1] == told[2]
    engine, oracle, n_overridden = told[0]
    assert engine == oracle
    assert int(n_overridden) > 20, "the cases hardly override"


def test_the_order_of_facts_does_not_matter(engine: RuleEngine) -> None:
    facts = {"task": "regression", "data.modality": "tabular", "data.rows": 10, "stakes.explanation": "full"}
    assert _told(engine.run(facts)) == _told(engine.run(dict(reversed(facts.items()))))


def test_a_rule_that_waits_for_a_field_to_stay_unknown_runs_after_everybody_who_could_conclude_it() -> None:
    rules = (
        concluding("default", when(word0={"known": False}), "word1", "a"),
        concluding("speaks", when(flag0=True), "word0", "b"),
    )
    engine = RuleEngine(rules, SHAPES)
    assert [rule.id for rule in engine.run({"flag0": True}).fired] == ["speaks"]
    assert [rule.id for rule in engine.run({"flag0": False}).fired] == ["default"]


def test_an_exception_that_is_not_known_does_not_keep_a_rule_from_firing() -> None:
    rule = made_rule("careful", when(flag0=True), Effect("advise", "x"), when(flag1=True, word0="a"))
    engine = RuleEngine((rule,), SHAPES)
    assert engine.run({"flag0": True, "flag1": True}).fired == (rule,)
    assert engine.run({"flag0": True, "flag1": True, "word0": "a"}).fired == ()


def test_a_list_of_words_passes_where_one_of_them_does() -> None:
    rule = made_rule("any", when(list0=["a", "b"]), Effect("advise", "x"))
    engine = RuleEngine((rule,), SHAPES)
    assert LISTS[0] == "list0"
    assert engine.run({"list0": ("c", "b")}).fired == (rule,)
    assert engine.run({"list0": ("c",)}).fired == ()


def test_a_rule_without_conditions_fires_on_nothing_at_all() -> None:
    rule = made_rule("always", (), Effect("advise", "x"))
    assert RuleEngine((rule,), SHAPES).run({}).fired == (rule,)


def test_a_number_one_is_not_a_flag_that_is_true() -> None:
    rule = made_rule("flagged", when(flag0=True), Effect("advise", "x"))
    assert RuleEngine((rule,), SHAPES).run({"flag0": 1}).fired == ()


def test_a_run_that_fails_leaves_no_trace_in_the_next_one() -> None:
    rules = (concluding("breaks", when(flag0=True), "word0", "a"), concluding("works", when(flag1=True), "word1", "b"))
    engine = RuleEngine(rules, {name: shape for name, shape in SHAPES.items() if name != "word0"})
    assert list(engine.run({"flag1": True}).conclusions) == ["word1"]
    with pytest.raises(KeyError):
        engine.run({"flag0": True})
    assert engine._idle.empty(), "the network of the failed run is used again"
    assert list(engine.run({"flag1": True}).conclusions) == ["word1"]


@pytest.mark.slow("compiles knowledge time and again")
def test_many_threads_get_the_answers_of_one(engine: RuleEngine, knowledge: Knowledge) -> None:
    briefs: list[Facts] = [
        {"task": task, "data.modality": "tabular", "data.training_rows": 10.0**n, "data.drift": drift}
        for task in ("regression", "binary-classification")
        for n in range(8)
        for drift in ("none", "slow", "fast")
    ]
    alone = [_told(engine.run(facts)) for facts in briefs]
    with ThreadPoolExecutor(8) as threads:
        together = [_told(firing) for firing in threads.map(engine.run, briefs * 3)]
    assert together == alone * 3
    assert len({str(told["fired"]) for told in alone}) > 10
