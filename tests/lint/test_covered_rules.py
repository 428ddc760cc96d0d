"""Rules that say nothing which another does not say already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from linted_packs import DECIDED, RATED, advising, codes, codes_of, linted, places, text_of

from small_knowledge import rule
from whichml.knowledge.base import Knowledge

Written = Mapping[str, Any]
SLOW = {"data.rows": {"above": 6000}}
OUT = {"exclude": "it takes too long"}


@pytest.mark.parametrize(
    "covered",
    [
        advising("mine-one", {"data.rows": {"above": 2000}}),
        advising("mine-one", {"data.rows": {"between": [1001, 1002]}, "task": "regression"}),
        rule("mine-one", OUT, SLOW, algorithm={"id": "slow"}),
        rule("mine-one", OUT, SLOW, algorithm={"family": "ensemble", "training-time": {"above": "low"}}),
        rule("mine-one", {"conclude": {"derived.no_network": True}}, {"deployment.connectivity": "never", **SLOW}),
    ],
)
def test_a_rule_that_says_nothing_new_is_found_at_its_id(base: Knowledge, covered: Written) -> None:
    text = text_of(covered)
    report = linted(base, text)
    assert codes(report) == ["RP305"]
    assert places(report, text) == ["id: mine-one"]
    assert (report.exit_code, report.strictly().exit_code) == (0, 0)


@pytest.mark.parametrize(
    "other",
    [
        advising("mine-one", {"data.rows": {"above": 999}}),
        rule("mine-one", {"advise": "canary"}, {"data.rows": {"above": 2000}}),
        rule("mine-one", OUT, SLOW, algorithm={"id": ["slow", "quick"]}),
        rule("mine-one", OUT, {"data.rows": {"above": 4999}}, algorithm={"id": "slow"}),
        rule("mine-one", {"conclude": {"derived.volume": "high"}}, {"data.rows": {"below": 10}}),
        advising("mine-one", {"data.rows": {"above": 2000}}, overrides=["many-rows-need-a-notebook"]),
    ],
)
def test_a_rule_that_says_something_new_is_not_found(base: Knowledge, other: Written) -> None:
    assert codes_of(base, other) == []


TESTED = {"training-time": {"above": "low"}, "accuracy": {"above": "low"}}


@pytest.mark.parametrize(
    ("wide", "narrow", "is_covered"),
    [
        (TESTED, TESTED, True),
        ({"accuracy": {"above": "low"}}, TESTED, True),
        (TESTED, {"accuracy": {"above": "low"}}, False),
        ({"accuracy": {"above": "low"}}, {"accuracy": {"above": "medium"}}, True),
        ({"accuracy": {"above": "medium"}}, {"accuracy": {"above": "low"}}, False),
        ({}, {"reads": "raw"}, True),
        ({"reads": "raw"}, {"reads": "raw"}, True),
        ({"reads": "raw"}, {}, False),
        ({"reads": "raw"}, {"reads": "features"}, False),
        ({}, {"existing": True}, True),
        ({"existing": True}, {"existing": True}, True),
        ({"existing": True}, {}, False),
        ({"existing": True}, {"existing": "itself"}, True),
        ({"existing": "itself"}, {"existing": True}, False),
        ({"existing": "tried"}, {"existing": "tried"}, True),
        ({"existing": True}, {"existing": "tried"}, False),
        ({"existing": "tried"}, {"existing": "itself"}, False),
        ({"existing": "proposed"}, {"existing": "proposed"}, True),
        ({"existing": "proposed"}, {"existing": "tried"}, False),
        ({"id": "slow"}, {"id": "slow"}, True),
        ({"id": ["slow", "quick"]}, {"id": "slow"}, True),
        ({"id": "quick"}, {"id": "slow"}, False),
    ],
)
def test_a_rule_about_algorithms_is_covered_by_one_that_speaks_of_all_of_them(
    base: Knowledge, wide: Written, narrow: Written, is_covered: bool
) -> None:
    rules = [
        rule(name, {"caution": "Mind it."}, {"data.rows": {"above": n}}, algorithm={"role": "candidate", **side})
        for name, n, side in (("mine-wide", 5, wide), ("mine-one", 6, narrow))
    ]
    found = [code for code in codes_of(base, *rules) if code == "RP305"]
    assert found == (["RP305"] if is_covered else [])


def test_a_rule_is_not_covered_where_what_covers_it_is_overridden(base: Knowledge) -> None:
    covered = advising("mine-one", {"data.rows": {"above": 2000}})
    silencing = rule("mine-two", {"advise": "canary"}, {"data.drift": "fast"}, overrides=["many-rows-need-a-notebook"])
    assert codes_of(base, covered, silencing) == []
    assert codes_of(base, covered, {**silencing, "when": {"data.rows": {"below": 1500}}}) == ["RP305"]


def test_a_rule_that_names_its_cover_as_related_is_meant(base: Knowledge) -> None:
    covered = advising("mine-one", {"data.rows": {"above": 2000}})
    assert codes_of(base, covered) == ["RP305"]
    assert codes_of(base, {**covered, "related": ["many-rows-need-a-notebook"]}) == []


def test_of_two_equal_rules_the_later_is_found(base: Knowledge) -> None:
    text = text_of(advising("mine-a", {"data.sparse": True}), advising("mine-b", {"data.sparse": True}))
    report = linted(base, text)
    assert codes(report) == ["RP305"]
    assert places(report, text) == ["id: mine-b"]


@pytest.mark.parametrize(
    ("then", "wider", "codes_found"),
    [
        ({"prioritise": {"accuracy": "normal"}}, {"prioritise": {"accuracy": "high", "privacy": "low"}}, ["RP305"]),
        ({"prioritise": {"accuracy": "high"}}, {"prioritise": {"accuracy": "normal"}}, []),
        ({"prioritise": {"accuracy": "low", "privacy": "low"}}, {"prioritise": {"accuracy": "high"}}, []),
        ({**DECIDED[0], "strength": "should"}, DECIDED[0], ["RP305"]),
        (DECIDED[0], {**DECIDED[0], "strength": "should"}, []),
        (DECIDED[1], DECIDED[1], ["RP305"]),
        ({"forbid": {"inference-placement": "server-side"}}, DECIDED[1], []),
        (RATED[0], RATED[0], ["RP305"]),
        (RATED[0], {"rate": {"training-time": {"low": "very-low", "high": "low"}}}, []),
    ],
)
def test_an_effect_is_covered_only_by_one_that_says_at_least_as_much(
    base: Knowledge, then: Written, wider: Written, codes_found: list[str]
) -> None:
    rules = rule("mine-wide", wider, {"data.rows": {"above": 5}}), rule("mine-one", then, {"data.rows": {"above": 6}})
    assert codes_of(base, *rules) == codes_found
