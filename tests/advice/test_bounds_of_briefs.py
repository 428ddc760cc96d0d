"""What a brief requires, as bounds: in words, as facts that rules read, and beside what the device can hold."""

from __future__ import annotations

from typing import Any

import pytest
from rated_spans import rated

from small_knowledge import brief
from whichml.advise.constraints import Constraint, constraint_facts, constraints_of, is_judged
from whichml.advise.requirements import (
    Bound,
    LevelBound,
    UnitBound,
    is_out_of_reach,
    levels_short,
    measured_satisfaction,
    satisfaction,
)
from whichml.knowledge.base import Knowledge

SLOW = {"quality": "inference-latency"}


def asked(*requirements: dict[str, Any], **fields: Any) -> tuple[Constraint, ...]:
    given = brief(requirements=list(requirements), **fields)
    return constraints_of(given.requirements, given.facts())


def facts_of(knowledge: Knowledge, *requirements: dict[str, Any]) -> dict[str, Any]:
    return constraint_facts(asked(*requirements), knowledge.qualities)


# -- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("requirement", "text"),
    [
        ({**SLOW, "max": "40 ms"}, "at most 40 ms"),
        ({**SLOW, "max": "40 ms", "at": "p99"}, "at most 40 ms (p99)"),
        ({"quality": "privacy", "min": "high"}, "at least high"),
        ({"quality": "accuracy", "metric": "recall", "min": 0.9}, "recall at least 0.9"),
        ({"quality": "accuracy", "metric": "recall", "min": 0.9, "at": "median"}, "recall at least 0.9 (median)"),
    ],
)
def test_a_requirement_is_told_in_words(requirement: dict[str, Any], text: str) -> None:
    (constraint,) = asked(requirement)
    assert constraint.text == text


def test_requirements_keep_their_place_in_the_brief_their_priority_and_their_reason() -> None:
    first, second = asked(
        {**SLOW, "max": "40 ms", "why": "People wait."}, {"quality": "privacy", "min": "low", "priority": "could"}
    )
    assert (first.key, first.priority, first.requirement.why, first.excludes) == (
        "requirements.0",
        "must",
        "People wait",
        True,
    )
    assert (second.key, second.priority, second.requirement.why, second.excludes) == (
        "requirements.1",
        "could",
        "",
        False,
    )


@pytest.mark.parametrize(
    ("requirement", "bound", "metric_bound"),
    [
        ({**SLOW, "max": "40 ms"}, UnitBound("max", 0.04), None),
        ({**SLOW, "max": "low"}, LevelBound("max", 1), None),
        ({"quality": "privacy", "min": "very-high"}, LevelBound("min", 4), None),
        ({"quality": "cost-per-prediction", "max": "1 EUR"}, None, None),
        ({"quality": "accuracy", "metric": "recall", "min": 0.9}, None, UnitBound("min", 0.9)),
    ],
)
def test_a_bound_is_a_level_or_an_amount_or_left_to_measurements(
    requirement: dict[str, Any], bound: Bound | None, metric_bound: UnitBound | None
) -> None:
    (constraint,) = asked(requirement)
    assert (constraint.bound, constraint.metric_bound) == (bound, metric_bound)
    assert constraint.asks_for_measurement is (metric_bound is not None)
    assert is_judged(constraint) is isinstance(bound, LevelBound)


# -- facts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bound", "fact"),
    [
        ({"max": "very-low"}, {"max": 0.001}), ({"max": "high"}, {"max": 1.0}), ({"max": "very-high"}, {}),
        ({"min": "very-low"}, {}), ({"min": "low"}, {"min": 0.001}), ({"min": "very-high"}, {"min": 1.0}),
    ],
)  # fmt: skip
def test_a_level_of_a_quality_in_a_unit_stands_for_the_anchor_that_ends_it(
    knowledge: Knowledge, bound: dict[str, str], fact: dict[str, float]
) -> None:
    found = facts_of(knowledge, {**SLOW, **bound})
    assert found == {f"requirement.inference-latency.{end}": value for end, value in fact.items()}


@pytest.mark.parametrize(
    ("bounds", "fact"),
    [
        ([{"max": "40 ms"}, {"max": "30 ms"}, {"max": "50 ms"}], {"max": 0.03}),
        ([{"min": "40 ms"}, {"min": "50 ms"}, {"min": "30 ms"}], {"min": 0.05}),
        ([{"max": "40 ms"}, {"min": "30 ms"}], {"max": 0.04, "min": 0.03}),
        ([{"max": "40 ms", "priority": "should"}, {"max": "50 ms"}], {"max": 0.05}),
        ([{"max": "low"}, {"max": "20 ms"}], {"max": 0.01}),
    ],
)
def test_of_several_musts_on_one_side_rules_read_the_tightest(
    knowledge: Knowledge, bounds: list[dict[str, str]], fact: dict[str, float]
) -> None:
    found = facts_of(knowledge, *({**SLOW, **bound} for bound in bounds))
    assert found == {f"requirement.inference-latency.{end}": value for end, value in fact.items()}


@pytest.mark.parametrize(("levels", "fact"), [(["low", "high"], "high"), (["high", "medium"], "high")])
def test_of_several_levels_rules_read_the_highest_that_has_to_be_reached(
    knowledge: Knowledge, levels: list[str], fact: str
) -> None:
    found = facts_of(knowledge, *({"quality": "privacy", "min": level} for level in levels))
    assert found == {"requirement.privacy.min": fact}


def test_of_several_levels_rules_read_the_lowest_that_may_not_be_passed(knowledge: Knowledge) -> None:
    found = facts_of(knowledge, *({"quality": "tuning-effort", "max": level} for level in ("medium", "low", "high")))
    assert found == {"requirement.tuning-effort.max": "low"}


def test_a_bound_on_a_metric_is_no_fact(knowledge: Knowledge) -> None:
    assert facts_of(knowledge, {"quality": "accuracy", "metric": "recall", "min": 0.9}) == {}


# -- what the device can hold ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("requirement", "is_kept"),
    [
        ({"quality": "inference-memory", "max": "64 kB"}, False),
        ({"quality": "inference-memory", "max": "63 kB"}, False),
        ({"quality": "inference-memory", "max": "65 kB"}, True),
        ({"quality": "inference-memory", "max": "64 kB", "priority": "should"}, True),
        ({"quality": "model-size", "max": "1 kB"}, True),
        ({"quality": "inference-memory", "min": "1 kB"}, True),
        ({"quality": "inference-memory", "max": "very-low"}, True),
    ],
)
def test_a_budget_of_the_device_is_left_out_where_a_must_is_as_tight(
    requirement: dict[str, Any], is_kept: bool
) -> None:
    found = asked(requirement, deployment__memory="64 kB")
    assert [each.key for each in found] == ["requirements.0", *(["deployment.memory"] if is_kept else [])]


def test_a_budget_is_a_must_in_bytes_behind_the_requirements() -> None:
    _, memory, storage = asked({**SLOW, "max": "1 s"}, deployment__memory="64 kB", deployment__storage="1 MB")
    assert (memory.quality, memory.bound) == ("inference-memory", UnitBound("max", 64_000.0))
    assert memory.text == "at most 64 kB (deployment.memory)"
    assert (storage.quality, storage.text, storage.excludes) == (
        "model-size",
        "at most 1 MB (deployment.storage)",
        True,
    )


@pytest.mark.parametrize(
    ("task", "is_bounded"), [("control", True), ("sequential-decision", True), ("planning", False)]
)
def test_an_action_is_due_within_the_step_in_tasks_that_wait_for_it(task: str, is_bounded: bool) -> None:
    found = asked(task=task, deployment__control_period="20 ms")
    told = [(each.quality, each.text, each.at, each.bound) for each in found]
    step = ("inference-latency", "at most 20 ms (p99) (deployment.control_period)", "p99", UnitBound("max", 0.02))
    assert told == [step] * is_bounded


def test_the_step_screens_and_is_neither_read_by_rules_nor_weighed(knowledge: Knowledge) -> None:
    (step,) = asked(task="control", deployment__control_period="20 ms")
    assert step.only_screens
    assert constraint_facts([step], knowledge.qualities) == {}


def test_a_bound_on_latency_that_is_as_tight_stands_for_the_step() -> None:
    for bound, n_told in (("20 ms", 1), ("30 ms", 2)):
        assert len(asked({**SLOW, "max": bound}, task="control", deployment__control_period="20 ms")) == n_told


# -- how far short ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bound", "span", "short"),
    [
        (LevelBound("min", 3), (2, 2), 1), (LevelBound("min", 3), (0, 1), 2), (LevelBound("min", 3), (3, 3), 1),
        (LevelBound("max", 1), (3, 4), 2), (LevelBound("max", 1), (2, 4), 1), (UnitBound("max", 0.04), (4, 4), 2),
        (UnitBound("max", 0.04), (2, 2), 1), (UnitBound("min", 0.04), (0, 0), 2),
    ],
)  # fmt: skip
def test_levels_are_counted_from_the_best_end_and_at_least_one(
    knowledge: Knowledge, bound: Bound, span: tuple[float, float], short: int
) -> None:
    assert levels_short(bound, rated(*span), knowledge.qualities["inference-latency"]) == short


@pytest.mark.parametrize(
    ("bound", "interval", "is_out"),
    [
        (UnitBound("max", 1.0), (10.0, 20.0), True), (UnitBound("max", 1.0), (9.9, 20.0), False),
        (UnitBound("min", 10.0), (0.1, 1.0), True), (UnitBound("min", 10.0), (0.1, 1.1), False),
        (UnitBound("max", 1.0), None, True),
    ],
)  # fmt: skip
def test_what_is_claimed_is_out_of_reach_from_ten_times_beyond_and_where_a_level_alone_misses_a_unit(
    knowledge: Knowledge, bound: Bound, interval: tuple[float, float] | None, is_out: bool
) -> None:
    assert is_out_of_reach(bound, rated(0, 0, interval), knowledge.qualities["inference-latency"]) is is_out


@pytest.mark.parametrize(
    ("interval", "span", "satisfied"),
    [
        ((0.01, 0.04), (2, 2), (1.0, 1.0)), ((0.03, 0.05), (2, 2), (0.5, 1.0)), ((0.05, 0.06), (2, 2), (0.5, 0.5)),
        ((0.2, 0.3), (3, 3), (0.5, 0.5)), ((2.0, 3.0), (4, 4), (0.0, 0.0)), ((0.03, 3.0), (2, 4), (0.0, 1.0)),
        ((0.05, 3.0), (2, 4), (0.0, 0.5)),
    ],
)  # fmt: skip
def test_a_number_that_misses_a_bound_counts_half_on_its_level_or_the_next(
    knowledge: Knowledge, interval: tuple[float, float], span: tuple[float, float], satisfied: tuple[float, float]
) -> None:
    latency = knowledge.qualities["inference-latency"]
    assert measured_satisfaction(UnitBound("max", 0.04), rated(*span, interval), latency) == satisfied


@pytest.mark.parametrize(
    ("interval", "satisfied"), [((0.95, 0.99), (1.0, 1.0)), ((0.85, 0.95), (0.0, 1.0)), ((0.7, 0.8), (0.0, 0.0))]
)
def test_a_metric_has_no_levels_so_that_what_misses_counts_nothing(
    knowledge: Knowledge, interval: tuple[float, float], satisfied: tuple[float, float]
) -> None:
    accuracy = knowledge.qualities["accuracy"]
    assert measured_satisfaction(UnitBound("min", 0.9), rated(0, 4, interval), accuracy) == satisfied


def test_an_amount_is_held_against_positions_by_the_level_that_holds_it(knowledge: Knowledge) -> None:
    latency = knowledge.qualities["inference-latency"]
    assert satisfaction(UnitBound("max", 0.1), 2.0, 4.0, latency) == (0.0, 1.0)
    assert satisfaction(UnitBound("max", 0.101), 2.0, 4.0, latency) == (0.5, 1.0)
