"""The twelve scenarios come out as their experts expect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from small_knowledge import N_SCENARIOS, SCENARIOS, read_plainly, with_special_forms
from whichml import Recommendation
from whichml.knowledge.base import Knowledge

# Names that expectations use for patterns of the knowledge base.
CALLED = {
    "quantized-model-for-offline-use": "quantized-model",
    "controlled-rollout": "canary-release",
    "silent-intelligence": "shadow-release",
}


def expectation(name: str) -> Mapping[str, Any]:
    path = next(p for p in SCENARIOS if p.stem == name).with_name(f"{name}.expected.yaml")
    expected: Mapping[str, Any] = read_plainly(path)
    return expected


EXPECTED = {path.stem: expectation(path.stem) for path in SCENARIOS}


def top_three(answer: Recommendation) -> set[str]:
    return {name for c in answer.candidates[:3] for name in (c.algorithm, *c.equivalents)}


def test_every_scenario_is_collected() -> None:
    assert len(EXPECTED) == N_SCENARIOS == 12


@pytest.mark.parametrize("name", EXPECTED)
def test_an_accepted_algorithm_is_among_the_first_three(
    name: str, scenario_answers: Mapping[str, Recommendation], knowledge: Knowledge
) -> None:
    accepted = with_special_forms(EXPECTED[name]["accepted"], knowledge)
    assert set(scenario_answers[name].top(3)) & accepted, scenario_answers[name].top(5)


@pytest.mark.parametrize("name", EXPECTED)
def test_no_algorithm_that_is_ruled_out_is_among_the_first_three(
    name: str, scenario_answers: Mapping[str, Recommendation]
) -> None:
    assert top_three(scenario_answers[name]) & set(EXPECTED[name]["ruled_out"]) == set()


@pytest.mark.parametrize("name", EXPECTED)
def test_the_decisions_are_among_those_expected(name: str, scenario_answers: Mapping[str, Recommendation]) -> None:
    decided = {decision.decision: decision.option for decision in scenario_answers[name].decisions}
    wrong = {
        decision: decided.get(decision)
        for decision, options in EXPECTED[name].get("decisions", {}).items()
        if decided.get(decision) not in (options if isinstance(options, list) else [options])
    }
    assert wrong == {}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_expected_patterns_are_advised(
    name: str, scenario_answers: Mapping[str, Recommendation], knowledge: Knowledge
) -> None:
    wanted = {CALLED.get(pattern, pattern) for pattern in EXPECTED[name].get("patterns", ())}
    advised = {advice.pattern for advice in scenario_answers[name].patterns}
    assert (wanted & set(knowledge.patterns)) - advised == set()


def test_expectations_name_patterns_of_the_knowledge_base(knowledge: Knowledge) -> None:
    wanted = {CALLED.get(p, p) for expected in EXPECTED.values() for p in expected.get("patterns", ())}
    assert wanted - set(knowledge.patterns) == set()
    assert set(CALLED) <= {p for expected in EXPECTED.values() for p in expected.get("patterns", ())}


def test_expectations_name_algorithms_and_options_of_the_knowledge_base(knowledge: Knowledge) -> None:
    for name, expected in EXPECTED.items():
        assert {*expected["accepted"], *expected["ruled_out"]} <= set(knowledge.algorithms), name
        for decision, options in expected.get("decisions", {}).items():
            known = {option.id for option in knowledge.decisions[decision].options}
            assert set(options if isinstance(options, list) else [options]) <= known, name
