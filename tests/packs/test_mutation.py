"""Rules changed on purpose: which changes there are, and which of them the cases notice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from case_files import case, cases_of

from small_knowledge import ContentFolder, claim, rule
from whichml.authoring.mutants import Mutant, mutants_of
from whichml.authoring.mutation import MutationReport, survivors
from whichml.knowledge.base import Knowledge
from whichml.model.values.regulations import REGULATIONS
from whichml.rules.state_space import StateSpace

RULE = "a-rule"
FIRES, SILENT = {"fires": [RULE]}, {"silent": [RULE]}
CACHE = {"advise": "cache"}


def small(folder: ContentFolder, *rules: Mapping[str, Any], **more: Any) -> Knowledge:
    folder.algorithm("quick", claim("training-time", "low")).algorithm("middling", claim("training-time", "medium"))
    folder.algorithm("slow", claim("training-time", "high")).pattern("cache").decision(
        "inference-placement", ["client-side", "server-side"]
    )
    return folder.rules(*rules, **more).knowledge()


def mutants(folder: ContentFolder, when: Mapping[str, Any], **more: Any) -> tuple[Mutant, ...]:
    knowledge = small(folder, rule(RULE, CACHE, when, **more))
    return mutants_of(knowledge.rules[0], knowledge.shapes)


def texts(found: tuple[Mutant, ...], change: str) -> list[str]:
    return [mutant.text for mutant in found if mutant.change == change]


def mutated(knowledge: Knowledge, folder: ContentFolder, *entries: Mapping[str, Any], **more: Any) -> MutationReport:
    return survivors(knowledge, {"small": cases_of(folder.root, knowledge, *entries)}, **more)


def survived(report: MutationReport, change: str) -> list[str]:
    return [survivor.text for survivor in report.survivors if survivor.change == change]


@pytest.mark.parametrize(("condition", "moved"), [
    ({"data.rows": {"above": 1000}}, ["above 800", "above 1200"]),
    ({"data.classes": {"above": 2}}, ["above 1", "above 3"]),
    ({"data.groups": {"above": 0}}, ["above -1", "above 1"]),
    ({"data.missing_share": {"below": 0.9}}, ["below 0.72", "below 1"]),
    ({"data.missing_share": {"above": 0}}, ["above 1"]),
    ({"data.rows": {"between": [100, 200]}}, [
        "between 80 and 200", "between 120 and 200", "between 100 and 160", "between 100 and 240",
    ]),
    ({"data.horizon": {"below": "10 s"}}, ["below 8 s", "below 12 s"]),
])  # fmt: skip
def test_a_threshold_moves_by_a_fifth_within_what_its_field_can_be(
    folder: ContentFolder, condition: Mapping[str, Any], moved: list[str]
) -> None:
    assert [text.rpartition("moved to is ")[2] for text in texts(mutants(folder, condition), "moved")] == moved


def test_ordered_words_are_widened_and_narrowed_at_each_end_inside_the_scale(folder: ContentFolder) -> None:
    found = mutants(folder, {"data.label_quality": ["low", "medium"]})
    field = "when data.label_quality is low or medium"
    assert texts(found, "widened") == [
        f"{field} widened to is low or medium or very-low", f"{field} widened to is high or low or medium",
    ]  # fmt: skip
    assert texts(found, "narrowed") == [f"{field} narrowed to is medium", f"{field} narrowed to is low"]


def test_the_end_of_a_scale_is_no_edge(folder: ContentFolder) -> None:
    found = mutants(folder, {"data.label_quality": {"above": "medium"}})
    assert len(texts(found, "widened")) == len(texts(found, "narrowed")) == 1


@pytest.mark.parametrize(("condition", "negated"), [
    ({"data.sparse": True}, ["is false"]),
    ({"data.drift": "fast"}, ["is none or slow"]),
    ({"data.rows": {"known": True}}, ["is not known"]),
    ({"data.rows": {"above": 10}}, ["is at most 10"]),
    ({"data.rows": {"between": [10, 20]}}, ["is below 10", "is above 20"]),
    ({"project.existing_algorithm": "a"}, ["is another-word"]),
    ({"stakes.regulation": "gdpr"}, [f"is {' or '.join(name for name in REGULATIONS if name != 'gdpr')}"]),
])  # fmt: skip
def test_a_condition_is_negated_among_known_values(
    folder: ContentFolder, condition: Mapping[str, Any], negated: list[str]
) -> None:
    assert [text.partition("negated to ")[2] for text in texts(mutants(folder, condition), "negated")] == negated


def test_every_condition_is_dropped_on_either_side(folder: ContentFolder) -> None:
    found = mutants(folder, {"data.sparse": True, "data.drift": "fast"}, unless={"data.cold_start": True})
    dropped = ["when data.drift is fast", "when data.sparse is true", "unless data.cold_start is true"]
    assert texts(found, "dropped") == [f"{condition} dropped" for condition in dropped]
    assert all(mutant.id == RULE for mutant in found)


def test_a_threshold_that_no_case_holds_survives(folder: ContentFolder) -> None:
    knowledge = small(folder, rule(RULE, CACHE, {"data.rows": {"above": 1000}}))
    report = mutated(
        knowledge,
        folder,
        case("far above", {"data.rows": 9000}, **FIRES),
        case("far below", {"data.rows": 9}, **SILENT),
    )
    assert len(survived(report, "moved")) == 2
    assert report.survivors[0].where.startswith("rules/small.yaml:")
    assert report.n_mutants == report.n_noticed + len(report.survivors)
    assert json.loads(json.dumps(report.as_plain()))["survivors"][0]["text"] == report.survivors[0].text


def test_a_threshold_that_is_tried_at_both_sides_does_not_survive(folder: ContentFolder) -> None:
    knowledge = small(folder, rule(RULE, CACHE, {"data.rows": {"above": 1000}}))
    report = mutated(
        knowledge, folder, case("above", {"data.rows": 1001}, **FIRES), case("at", {"data.rows": 1000}, **SILENT)
    )
    assert report.survivors == ()
    assert report.n_mutants == report.n_noticed == 4


def test_a_condition_that_nobody_tries_survives_its_loss(folder: ContentFolder) -> None:
    knowledge = small(folder, rule(RULE, CACHE, {"data.sparse": True, "data.cold_start": True}))
    both = {"data.sparse": True, "data.cold_start": True}
    report = mutated(
        knowledge, folder, case("both", both, **FIRES), case("dense", {**both, "data.sparse": False}, **SILENT)
    )
    assert survived(report, "dropped") == ["when data.cold_start is true dropped"]


@pytest.mark.parametrize(("then", "expect"), [
    (CACHE, {"advises": ["cache"]}),
    ({"decide": {"inference-placement": "server-side"}, "strength": "should"},
     {"decides": {"inference-placement": "server-side"}}),
    ({"forbid": {"inference-placement": "client-side"}}, {"forbids": {"inference-placement": "client-side"}}),
    ({"prioritise": {"accuracy": "high"}}, {"prioritises": {"accuracy": "high"}}),
    ({"exclude": "it is slow"}, {"excludes": ["slow"]}),
    ({"rate": {"accuracy": "medium"}}, {"rates": {"slow": {"accuracy": "medium"}}}),
    ({"conclude": {"data.sparse": True}}, {"concludes": {"data.sparse": True}}),
], ids=lambda value: next(iter(value)))  # fmt: skip
def test_what_a_rule_does_tells_its_mutants_too(
    folder: ContentFolder, then: Mapping[str, Any], expect: dict[str, Any]
) -> None:
    knowledge = small(folder, rule(RULE, then, {"data.cold_start": True}))
    report = mutated(knowledge, folder, case("cold", {"data.cold_start": True}, **expect))
    assert survived(report, "negated") == []
    assert survived(report, "dropped") == ["when data.cold_start is true dropped"]


def test_a_case_notices_a_rule_that_another_rule_reads(folder: ContentFolder) -> None:
    facts = {"derived.big": {"values": "bool", "definition": "There are many rows."}}
    knowledge = small(
        folder, rule("many-rows-are-big", {"conclude": {"derived.big": True}}, {"data.rows": {"above": 1000}}),
        rule(RULE, CACHE, {"derived.big": True}), derives=facts,
    )  # fmt: skip
    report = mutated(
        knowledge, folder, case("above", {"data.rows": 1001}, **FIRES), case("at", {"data.rows": 1000}, **SILENT)
    )
    assert [survivor for survivor in report.survivors if survivor.rule == "many-rows-are-big"] == []


@pytest.mark.parametrize("expect", [{"fires": [RULE]}, {"advises": ["cache"]}], ids=["by name", "by effect"])
def test_a_case_that_fails_already_notices_nothing(folder: ContentFolder, expect: dict[str, Any]) -> None:
    knowledge = small(folder, rule(RULE, CACHE, {"data.sparse": True}))
    report = mutated(knowledge, folder, case("wrong", {"data.sparse": True}, excludes=["quick"], **expect))
    assert report.n_noticed == 0


def test_levels_of_a_selected_quality_are_told_by_the_algorithms_on_either_side(folder: ContentFolder) -> None:
    stated = rule(
        RULE, {"exclude": "it is slow"}, {"data.sparse": True}, algorithm={"training-time": {"above": "medium"}}
    )
    knowledge = small(folder, stated)
    sparse = {"data.sparse": True}
    report = mutated(knowledge, folder, case("slow is out", sparse, fires=[RULE], excludes=["slow"]))
    assert survived(report, "selection") == [
        "algorithms of training-time high or very-high moved to medium or high or very-high"
    ]
    told = mutated(
        knowledge, folder, case("middling stays", sparse, fires=[RULE], excludes=["slow"], keeps=["middling"])
    )
    assert survived(told, "selection") == []


def test_levels_that_no_algorithm_tells_apart_change_nothing(folder: ContentFolder) -> None:
    stated = rule(RULE, {"exclude": "it is slow"}, {"data.sparse": True}, algorithm={"training-time": "very-low"})
    folder.algorithm("slow", claim("training-time", "high"))
    knowledge = folder.pattern("cache").rules(stated).knowledge()
    report = mutated(knowledge, folder, case("sparse", {"data.sparse": True}, **FIRES))
    assert survived(report, "selection") == []
    assert report.n_equivalent == 1


def test_a_condition_that_follows_from_the_others_is_not_missed(folder: ContentFolder) -> None:
    facts = {"derived.big": {"values": "bool", "definition": "There are many rows."}}
    rows = {"data.rows": {"above": 1000}}
    knowledge = small(
        folder, rule("many-rows-are-big", {"conclude": {"derived.big": True}}, rows),
        rule(RULE, CACHE, {"derived.big": True, **rows}), derives=facts,
    )  # fmt: skip
    report = mutated(
        knowledge, folder, case("above", {"data.rows": 1001}, fires=[RULE, "many-rows-are-big"]),
        case("at", {"data.rows": 1000}, silent=[RULE, "many-rows-are-big"]),
    )  # fmt: skip
    assert "when derived.big is true dropped" not in survived(report, "dropped")
    assert report.n_equivalent > 0


def test_a_condition_that_follows_but_for_an_exception_is_missed(folder: ContentFolder) -> None:
    facts = {"derived.big": {"values": "bool", "definition": "There are many rows."}}
    rows = {"data.rows": {"above": 1000}}
    knowledge = small(
        folder, rule("many-rows-are-big", {"conclude": {"derived.big": True}}, rows, unless={"data.sparse": True}),
        rule(RULE, CACHE, {"derived.big": True, **rows}), derives=facts,
    )  # fmt: skip
    report = mutated(knowledge, folder, case("above", {"data.rows": 1001}, **FIRES))
    assert "when derived.big is true dropped" in survived(report, "dropped")


def test_an_exception_that_what_is_asked_rules_out_can_go(folder: ContentFolder) -> None:
    knowledge = small(folder, rule(RULE, CACHE, {"data.drift": "fast"}, unless={"data.drift": "none"}))
    (original,) = knowledge.rules
    without = next(m for m in mutants_of(original, knowledge.shapes) if m.text == "unless data.drift is none dropped")
    assert StateSpace.of(knowledge).can_differ(original, without.rule) is False


def test_a_list_of_values_can_meet_what_is_asked_and_its_exception(folder: ContentFolder) -> None:
    knowledge = small(folder, rule(RULE, CACHE, {"data.modality": "text"}, unless={"data.modality": "image"}))
    (original,) = knowledge.rules
    found = mutants_of(original, knowledge.shapes)
    without = next(m for m in found if m.text.startswith("unless") and m.change == "dropped")
    assert StateSpace.of(knowledge).can_differ(original, without.rule)


@pytest.mark.slow("changes many conditions")
def test_a_sample_is_the_same_for_the_same_seed_and_another_for_another(knowledge: Knowledge) -> None:
    cases = {pack.id: () for pack in knowledge.packs}
    first, again, other = (survivors(knowledge, cases, 40, seed) for seed in (1, 1, 2))
    assert first == again
    assert first.survivors != other.survivors
    assert first.n_mutants + first.n_equivalent == 40
