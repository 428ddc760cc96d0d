"""One fact changes, and the answer moves in the direction that an expert expects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from small_knowledge import ROOT, read_plainly
from whichml import Brief, Recommendation
from whichml.advise.recommendation import Advisor

FILES = {"directions.yaml": 85, "scenario_directions.yaml": 24, "held_out_directions.yaml": 40}
SLOW = pytest.mark.slow("answers eighty briefs more")
BY_FILE = {name: read_plainly(ROOT / "tests/cases" / name) for name in FILES}
DIRECTIONS = [direction for of_file in BY_FILE.values() for direction in of_file]
TRIED = [
    pytest.param(each, id=each["name"], marks=SLOW if name == "held_out_directions.yaml" else ())
    for name, of_file in BY_FILE.items()
    for each in of_file
]
N_DIRECTIONS = sum(FILES.values())
EXPECTATIONS = {"excluded", "top3_gains", "top3_keeps", "decisions", "priority_raised", "because"}


def before_and_after(direction: Mapping[str, Any], scenarios: Mapping[str, Brief]) -> tuple[Brief, Brief]:
    before = scenarios[direction["base"]] if "base" in direction else Brief.from_mapping(direction["brief"])
    after = before
    for field, value in direction["change"].items():
        after = (
            Brief.from_mapping({**after.normalised(), field: value})
            if "." not in field
            else after.replace(field, value)
        )
    return before, after


def first_three(answer: Recommendation) -> list[str]:
    return [name for c in answer.candidates[:3] for name in (c.algorithm, *c.equivalents)]


def gains(algorithm: str, before: Recommendation, after: Recommendation) -> bool:
    """Return whether the algorithm enters the first three, rises within them or keeps the first place.

    An algorithm that is folded into another shares its rank.
    """
    ranks = [
        {name: c.rank for c in answer.candidates[:3] for name in (c.algorithm, *c.equivalents)}
        for answer in (before, after)
    ]
    if algorithm not in ranks[1]:
        return False
    return algorithm not in ranks[0] or ranks[1][algorithm] < ranks[0][algorithm] or ranks[1][algorithm] == 1


def missed(expect: Mapping[str, Any], before: Recommendation, after: Recommendation) -> list[str]:
    tops = f"{', '.join(before.top(3))} -> {', '.join(after.top(3))}"
    wrong = [f"{a} is among the first three: {tops}" for a in expect.get("excluded", ()) if a in after.top(3)]
    wanted = expect.get("top3_gains", ())
    if wanted and not any(gains(algorithm, before, after) for algorithm in wanted):
        wrong.append(f"none of {', '.join(wanted)} gains: {tops}")
    kind = set(expect.get("top3_keeps", ()))  # of several of one kind, each may stand for it
    if kind and any(kind.isdisjoint(first_three(answer)) for answer in (before, after)):
        wrong.append(f"none of {', '.join(expect['top3_keeps'])} stays: {tops}")
    decided = {decision.decision: decision.option for decision in after.decisions}
    for decision, options in expect.get("decisions", {}).items():
        if decided.get(decision) not in (options if isinstance(options, list) else [options]):
            wrong.append(f"{decision} is {decided.get(decision)} instead of {options}")
    weights = [{priority.quality: priority.weight for priority in answer.priorities} for answer in (before, after)]
    for quality in expect.get("priority_raised", ()):
        if not weights[1].get(quality, 0.0) > weights[0].get(quality, 0.0):
            wrong.append(f"{quality} does not weigh more: {weights[0].get(quality)} -> {weights[1].get(quality)}")
    nodes = [{node.id for node in answer.justification.nodes} for answer in (before, after)]
    for rule in expect.get("because", ()):
        if f"rule:{rule}" in nodes[0] or f"rule:{rule}" not in nodes[1]:
            wrong.append(f"rule {rule} is not a new reason")
    return wrong


def test_two_facts_are_changed_in_every_shipped_scenario(scenarios: Mapping[str, Brief]) -> None:
    bases = Counter(direction["base"] for direction in DIRECTIONS if "base" in direction)
    assert set(bases) == set(scenarios)
    assert min(bases.values()) >= 2


def test_every_direction_is_collected_and_expects_something() -> None:
    assert len(DIRECTIONS) == N_DIRECTIONS
    for direction in DIRECTIONS:
        assert set(direction) - {"base", "brief"} == {"name", "change", "expect", "why"}, direction["name"]
        assert direction["expect"], direction["name"]
        assert set(direction["expect"]) <= EXPECTATIONS, direction["name"]
    assert len({direction["name"] for direction in DIRECTIONS}) == N_DIRECTIONS


@pytest.mark.parametrize("direction", TRIED)
def test_the_answer_moves_as_expected(
    direction: Mapping[str, Any], scenarios: Mapping[str, Brief], advisor: Advisor
) -> None:
    before, after = before_and_after(direction, scenarios)
    assert before != after
    assert missed(direction["expect"], advisor.recommend(before), advisor.recommend(after)) == []
