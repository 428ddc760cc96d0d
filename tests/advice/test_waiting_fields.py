"""Unknown fields that rules wait for: how heavy each is, which rules wait for it alone, and which do not count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from small_knowledge import MODALITY, TASK, ContentFolder, claim, rule
from whichml import Brief
from whichml.advise.recommendation import Advisor
from whichml.advise.waiting_fields import WaitingField, WaitingFields
from whichml.knowledge.base import Knowledge
from whichml.model.statements.conditions import FactValue
from whichml.rules.satisfied_conditions import HeldButFew

FACTS: Mapping[str, FactValue] = {"task": TASK, "data.modality": (MODALITY,)}
OUT, MIND = {"exclude": "it is out"}, {"caution": "Mind it."}
FAST, GROWS, STREAM = {"data.drift": "fast"}, {"data.growth": "fast"}, {"data.arrival": "stream"}
DERIVES = {"derived.urgent": {"values": "bool", "definition": "It cannot wait."}}


@pytest.fixture
def folder(folder: ContentFolder) -> ContentFolder:
    folder.algorithm("one", claim("privacy", "low")).algorithm("two", family="tree-ensemble").pattern("canary")
    return folder.decision("training-mode", ["one-off", "incremental"])


def waiting(
    folder: ContentFolder,
    *rules: Mapping[str, Any],
    fired: tuple[str, ...] = (),
    derives: Any = None,
    **facts: FactValue,
) -> tuple[WaitingField, ...]:
    """Return what rules wait for where `one` alone leads; two underscores stand for the dot."""
    advisor = Advisor.of(folder.rules(*rules, **({"derives": derives} if derives else {})).knowledge())
    waiting = WaitingFields(advisor.knowledge, advisor.selection)
    given = {**FACTS, **{name.replace("__", "."): value for name, value in facts.items()}}
    return waiting.fields(given, fired, lambda algorithm, quality: None, ["one"])


def weights(found: tuple[WaitingField, ...]) -> dict[str, float]:
    return {each.field: pytest.approx(each.weight) for each in found}


@pytest.mark.parametrize(
    ("then", "weight"),
    [
        (OUT, 3.0), ({"rate": {"privacy": "high"}}, 1.5), ({"prioritise": {"privacy": "high"}}, 1.2),
        ({"decide": {"training-mode": "one-off"}, "strength": "should"}, 0.8),
        ({"forbid": {"training-mode": "one-off"}}, 0.8), (MIND, 0.8), ({"conclude": {"data.sparse": True}}, 0.5),
        ({"advise": "canary"}, 0.3),
    ],
)  # fmt: skip
def test_a_field_weighs_what_a_rule_that_waits_for_it_would_do(
    folder: ContentFolder, then: dict[str, Any], weight: float
) -> None:
    (found,) = waiting(folder, rule("r", then, FAST))
    assert (found.field, found.weight, [each.id for each in found.rules]) == ("data.drift", weight, ["r"])


def test_what_several_rules_would_do_adds_up_and_the_heaviest_field_and_rule_come_first(folder: ContentFolder) -> None:
    found = waiting(folder, rule("b", MIND, FAST), rule("a", MIND, FAST), rule("c", OUT, FAST), rule("d", OUT, GROWS))
    assert [(each.field, [r.id for r in each.rules]) for each in found] == [
        ("data.drift", ["c", "a", "b"]), ("data.growth", ["d"]),
    ]  # fmt: skip
    assert weights(found) == {"data.drift": 4.6, "data.growth": 3.0}


def test_of_equally_heavy_fields_the_first_by_name_comes_first(folder: ContentFolder) -> None:
    found = waiting(folder, rule("a", OUT, GROWS), rule("b", OUT, FAST))
    assert [each.field for each in found] == ["data.drift", "data.growth"]


def test_a_rule_that_waits_for_two_fields_counts_a_quarter_for_each_and_is_no_rule_of_theirs(
    folder: ContentFolder,
) -> None:
    found = waiting(folder, rule("r", OUT, {**FAST, **GROWS}))
    assert weights(found) == {"data.drift": 0.75, "data.growth": 0.75}
    assert [each.rules for each in found] == [(), ()]


def test_a_rule_that_waits_for_three_fields_does_not_count(folder: ContentFolder) -> None:
    assert waiting(folder, rule("r", OUT, {**FAST, **GROWS, **STREAM})) == ()


@pytest.mark.parametrize("own", [{"task": TASK}, {"data.modality": MODALITY}])
def test_a_rule_of_this_task_or_modality_counts_double(folder: ContentFolder, own: dict[str, Any]) -> None:
    assert weights(waiting(folder, rule("r", OUT, {**own, **FAST}))) == {"data.drift": 6.0}


def test_what_a_rule_concludes_counts_by_the_rules_that_wait_for_that_value(folder: ContentFolder) -> None:
    concludes = rule("urgent", {"conclude": {"derived.urgent": True}}, FAST)
    calm = rule("calm", {"conclude": {"derived.urgent": False}}, GROWS)
    follow = rule("late", OUT, {"derived.urgent": True}), rule("slow", MIND, {"derived.urgent": True})
    found = waiting(folder, concludes, calm, *follow, derives=DERIVES)
    assert weights(found) == {"data.drift": 0.5 + 3.0 + 0.8, "data.growth": 0.5}
    assert [r.id for r in found[0].rules] == ["urgent"]


def test_a_rule_that_waits_for_a_conclusion_and_a_field_counts_for_neither(folder: ContentFolder) -> None:
    concludes = rule("urgent", {"conclude": {"derived.urgent": True}}, FAST)
    both = rule("late", OUT, {"derived.urgent": True, **GROWS})
    assert weights(waiting(folder, concludes, both, derives=DERIVES)) == {"data.drift": 0.5}


@pytest.mark.parametrize(
    ("when", "field"),
    [
        ({"data.training_rows": {"above": 10}}, "data.rows"),
        ({"data.minority_rows": {"below": 10}}, "data.minority_share"),
        ({"deployment.requests_per_second": {"above": 10}}, "deployment.requests_per_day"),
    ],
)
def test_a_computed_field_is_asked_for_by_what_a_brief_can_say(
    folder: ContentFolder, when: dict[str, Any], field: str
) -> None:
    assert weights(waiting(folder, rule("r", OUT, when))) == {field: 3.0}


def test_two_conditions_on_what_one_answer_tells_are_waited_for_by_nobody(folder: ContentFolder) -> None:
    when = {"data.rows": {"above": 10}, "data.training_rows": {"above": 5}}
    assert waiting(folder, rule("r", OUT, when)) == ()


@pytest.mark.parametrize(
    ("made", "facts"),
    [
        (rule("r", OUT, FAST), {"data__drift": "slow"}),
        (rule("r", OUT, FAST), {"data__drift": "fast"}),
        (rule("r", OUT, FAST, algorithm={"id": "two"}), {}),
        (rule("r", {"prioritise": {"security": "high"}}, FAST), {}),
        (rule("r", OUT, FAST, unless=GROWS), {"data__growth": "fast"}),
        (rule("r", OUT, {"requirement.inference-latency.max": {"below": 1}}), {}),
        (rule("r", OUT, {**FAST, "requirement.inference-latency.max": {"below": 1}}), {}),
    ],
    ids=["it is otherwise", "it is so", "it touches no leader", "it ranks nothing", "an exception holds", "a bound",
         "a field and a bound"],
)  # fmt: skip
def test_rules_that_nothing_more_said_would_make_matter_do_not_count(
    folder: ContentFolder, made: Mapping[str, Any], facts: dict[str, FactValue]
) -> None:
    folder.quality("security", ranks=False)
    assert waiting(folder, made, **facts) == ()


def test_a_rule_that_has_fired_and_one_whose_exception_is_open_are_told_apart(folder: ContentFolder) -> None:
    assert waiting(folder, rule("r", OUT, FAST), fired=("r",)) == ()
    assert weights(waiting(folder, rule("r", OUT, FAST, unless=GROWS))) == {"data.drift": 3.0}


def test_a_rule_that_counts_some_quality_that_ranks_is_waited_for(folder: ContentFolder) -> None:
    folder.quality("security", ranks=False)
    both = rule("r", {"prioritise": {"security": "high", "privacy": "low"}}, FAST)
    assert weights(waiting(folder, both)) == {"data.drift": 1.2}


def test_that_a_field_is_known_is_a_value_to_wait_for_and_that_it_is_not_is_none(folder: ContentFolder) -> None:
    assert weights(waiting(folder, rule("r", OUT, {"data.drift": {"known": True}}))) == {"data.drift": 3.0}
    assert waiting(folder, rule("r", OUT, {"data.drift": {"known": False}, **GROWS})) == ()


def test_the_costs_of_both_mistakes_are_asked_for_where_a_rule_waits_for_their_ratio(folder: ContentFolder) -> None:
    priced = rule("priced", MIND, {"stakes.cost_threshold": {"known": True}}, algorithm={"id": "one"})
    assert weights(waiting(folder, priced)) == {"stakes.cost_false_negative": 0.8, "stakes.cost_false_positive": 0.8}


def test_groups_that_a_few_unknown_fields_keep_from_holding_are_those_that_trying_each_condition_finds(
    knowledge: Knowledge, scenarios: dict[str, Brief]
) -> None:
    held = HeldButFew((each.when for each in knowledge.rules), n_most=2)
    n_found = 0
    for brief in scenarios.values():
        facts = brief.facts()
        expected = {}
        for number, each in enumerate(knowledge.rules):
            lacking = [c for c in each.when if c.field not in facts]
            rest = [c for c in each.when if c.field in facts]
            waits_for_nothing = any(c.holds({}) is True for c in each.when)
            if 0 < len(lacking) <= 2 and all(c.holds(facts) for c in rest) and not waits_for_nothing:
                expected[number] = {*lacking}
        assert {number: {*lacked} for number, lacked in held.on(facts)} == expected
        n_found += len(expected)
    assert n_found > 1000
