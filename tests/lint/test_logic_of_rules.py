"""What the linter says of rules that can be read, and of those that come near to it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from linted_packs import ADVICE, DECIDED, RATED, advising, codes, codes_of, linted, places, text_of

from by_night import IS_NIGHT
from shipped_content import shipped_read
from small_knowledge import ContentFolder, rule
from whichml.authoring.linting import LintReport, lint
from whichml.knowledge.base import Knowledge
from whichml.knowledge.compilation import compile_read
from whichml.knowledge.pack_loading import load_packs
from whichml.knowledge.packs import parse_pack
from whichml.rules.lint import lint_rules

Written = Mapping[str, Any]
REGRESSION = {"task": "regression"}


@pytest.mark.parametrize(
    ("when", "unless", "points_at"),
    [
        ({"data.rows": {"below": 0}}, {}, "data.rows"),
        ({"data.minority_share": {"above": 1}}, {}, "data.minority_share"),
        ({"derived.no_network": False}, {}, "derived.no_network"),
        ({"derived.volume": {"above": "low"}}, {}, "derived.volume"),
        ({"task": {"known": False}}, {}, "task"),
        ({}, {"derived.no_network": False}, "derived.no_network"),
        ({"data.rows": {"above": 10}}, {"data.rows": {"above": 5}}, "unless"),
        ({"data.drift": "slow"}, {"data.drift": {"known": True}}, "unless"),
        ({"derived.no_network": True, "deployment.connectivity": "always"}, {}, "when"),
    ],
)
def test_a_condition_that_can_never_hold_is_found_at_its_key(
    base: Knowledge, when: Written, unless: Written, points_at: str
) -> None:
    text = text_of(advising("mine-one", {**REGRESSION, **when}, unless=dict(unless)))
    report = linted(base, text)
    assert codes(report) == ["RP301"]
    assert places(report, text)[0].startswith(f"{points_at}:")


@pytest.mark.parametrize(
    ("when", "more", "message"),
    [
        ({"data.rows": {"below": 0}}, {}, "`data.rows is below 0` can never hold: no brief can give such a value."),
        (
            {"derived.volume": {"above": "low"}},
            {},
            "`derived.volume is high` can never hold: no brief gives `derived.volume`, and rules conclude low of it.",
        ),
        (
            {"derived.odd": True},
            {"derives": {"derived.odd": {"values": "bool", "definition": "Nothing concludes it."}}},
            "`derived.odd is true` can never hold: no brief gives `derived.odd`, and rules conclude nothing of it.",
        ),
        (
            {"derived.no_network": True, "deployment.connectivity": "always"},
            {},
            "'mine-one' can never fire: no rule concludes what it reads where the rest of its `when` holds.",
        ),
    ],
)
def test_why_a_condition_can_never_hold_is_told(
    base: Knowledge, when: Written, more: dict[str, Any], message: str
) -> None:
    report = linted(base, text_of(advising("mine-one", dict(when)), **more))
    assert [finding.problem.message for finding in report.findings] == [message]


def test_what_rules_conclude_instead_is_told_in_order(base: Knowledge) -> None:
    derives = {"derived.speed": {"values": ["low", "middle", "high"], "definition": "How fast."}}
    said = [rule(f"mine-{n}", {"conclude": {"derived.speed": word}}, {"data.rows": {"above": n}})
            for n, word in enumerate(("middle", "low"))]  # fmt: skip
    report = linted(base, text_of(*said, advising("mine-one", {"derived.speed": "high"}), derives=derives))
    assert "and rules conclude low or middle of it." in report.findings[0].problem.message


def test_an_exception_that_covers_all_of_a_rule_is_told_so(base: Knowledge) -> None:
    report = linted(base, text_of(advising("mine-one", {"data.drift": "slow"}, unless={"data.drift": {"known": True}})))
    assert [finding.problem.message for finding in report.findings] == [
        "'mine-one' can never fire: wherever all of its `when` holds, all of its `unless` does too."
    ]


@pytest.mark.parametrize(
    ("when", "unless"),
    [
        ({"data.rows": {"below": 1}}, {}),
        ({"data.minority_share": {"above": 0.99}}, {}),
        ({"derived.no_network": True}, {}),
        ({"derived.no_network": {"known": False}}, {}),
        ({"derived.volume": {"below": "high"}}, {}),
        ({"data.rows": {"above": 10}}, {"data.rows": {"above": 11}}),
        ({"data.drift": "slow"}, {"data.drift": "fast"}),
        ({"data.rows": {"above": 10}}, {"data.sparse": True}),
        ({"derived.no_network": True, "deployment.connectivity": "never"}, {}),
    ],
)
def test_a_condition_that_can_hold_is_not_found(base: Knowledge, when: Written, unless: Written) -> None:
    assert codes_of(base, advising("mine-one", {**REGRESSION, **when}, unless=dict(unless))) == []


CONCLUDED = {"conclude": {"data.sparse": True}}, {"conclude": {"data.sparse": False}}


@pytest.mark.parametrize(("one", "other"), [RATED, CONCLUDED, DECIDED])
def test_opposite_effects_that_meet_are_found_once_with_both_places(
    base: Knowledge, one: Written, other: Written
) -> None:
    text = text_of(
        rule("mine-one", one, {"data.rows": {"above": 5}}), rule("mine-other", other, {"data.drift": "slow"})
    )
    report = linted(base, text)
    assert codes(report) == ["RP304"]
    message = report.findings[0].problem.message
    assert "'mine-one' at pack0.yaml:" in message
    assert places(report, text)[0].startswith(next(iter(next(iter(other.values())))))


@pytest.mark.parametrize(
    ("one", "other", "more"),
    [
        (RATED[0], {"rate": {"training-time": {"low": "low", "high": "high"}}}, {}),
        (RATED[0], {"rate": {"training-memory": "high"}}, {}),
        (CONCLUDED[0], {"conclude": {"data.sparse": True}}, {}),
        ({"conclude": {"data.drift": "slow"}}, {"conclude": {"data.drift": "fast"}}, {}),
        (DECIDED[0], {"decide": {"inference-placement": "server-side"}, "strength": "must"}, {}),
        ({"decide": {"inference-placement": "client-side"}, "strength": "should"}, DECIDED[1], {}),
        (DECIDED[0], {"forbid": {"inference-placement": "server-side"}}, {}),
        (*DECIDED, {"overrides": ["mine-one"]}),
        (*DECIDED, {"related": ["mine-one"]}),
        (*DECIDED, {"unless": {"data.rows": {"above": 4}}}),
    ],
)
def test_effects_that_are_not_opposite_or_are_settled_are_not_found(
    base: Knowledge, one: Written, other: Written, more: Written
) -> None:
    rules = (
        rule("mine-one", one, {"data.rows": {"above": 5}}),
        rule("mine-other", other, {"data.rows": {"above": 7}}, **more),
    )
    assert "RP304" not in codes_of(base, *rules)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"id": "quick"}, {"id": "slow"}),
        ({"reads": "raw"}, {"reads": "features"}),
        ({"accuracy": {"above": "medium"}}, {"accuracy": {"below": "medium"}}),
    ],
)
def test_ratings_of_different_algorithms_do_not_contradict_each_other(
    base: Knowledge, one: Written, other: Written
) -> None:
    rules = rule("mine-one", RATED[0], algorithm=dict(one)), rule("mine-other", RATED[1], algorithm=dict(other))
    assert "RP304" not in codes_of(base, *rules)


def test_a_third_rule_that_overrides_wherever_both_fire_settles_a_contradiction(base: Knowledge) -> None:
    one = rule("mine-one", DECIDED[0], {"data.rows": {"above": 5}})
    other = rule("mine-other", DECIDED[1], {"data.drift": "slow"})
    both = {**one["when"], **other["when"]}
    third = rule("mine-third", {"decide": {"inference-placement": "server-side"}, "strength": "must"}, both)
    assert codes_of(base, one, other, {**third, "overrides": ["mine-one"]}) == []
    assert codes_of(base, one, other, {**third, "when": {**both, "data.sparse": True}, "overrides": ["mine-one"]}) == [
        "RP304"
    ]


def test_who_overrides_an_overrider_does_not_override_in_its_place(base: Knowledge) -> None:
    one = rule("mine-one", DECIDED[0], {"data.rows": {"above": 5}})
    between = advising("mine-between", {"data.sparse": True}, overrides=["mine-one"])
    other = rule("mine-other", DECIDED[1], {"data.drift": "slow"}, overrides=["mine-between"])
    assert codes_of(base, one, between, other) == ["RP304"]


def test_an_override_settles_a_contradiction_though_its_own_rule_is_overridden_elsewhere(base: Knowledge) -> None:
    one = rule("mine-one", DECIDED[0], {"data.rows": {"above": 5}})
    other = rule("mine-other", DECIDED[1], {"data.drift": "slow"})
    silencing = advising("mine-silencing", {"data.sparse": True}, overrides=["mine-other"])
    assert codes_of(base, one, {**other, "overrides": ["mine-one"]}, silencing) == []
    assert codes_of(base, {**one, "overrides": ["mine-other"]}, other, silencing) == []
    assert codes_of(base, one, other, silencing) == ["RP304"]


def test_facts_that_no_rules_conclude_together_part_a_contradiction(base: Knowledge) -> None:
    one = rule("mine-one", DECIDED[0], {"derived.no_network": True})
    assert codes_of(base, one, rule("mine-other", DECIDED[1], {"deployment.connectivity": "always"})) == []
    assert codes_of(base, one, rule("mine-other", DECIDED[1], {"deployment.connectivity": "never"})) == ["RP304"]


@pytest.mark.slow("follows a long chain of rules")
def test_a_long_chain_of_conclusions_is_followed_or_left_untold(base: Knowledge) -> None:
    n_links = 250 if IS_NIGHT else 120
    derives = {f"derived.link{n}": {"values": "bool", "definition": "A link."} for n in range(n_links)}
    links = [
        rule(f"mine-{n}", {"conclude": {f"derived.link{n}": True}}, {f"derived.link{n - 1}": True} if n else {})
        for n in range(n_links)
    ]
    assert codes_of(base, *links, derives=derives) == []


def test_a_contradiction_with_a_shipped_rule_stands_at_the_rule_of_the_pack(base: Knowledge) -> None:
    opposed = rule("mine-one", {"conclude": {"derived.no_network": False}}, {"data.privacy": "public"})
    report = linted(base, text_of(opposed))
    assert codes(report) == ["RP304"]
    assert "'devices-have-no-network' at rules/small.yaml:" in report.findings[0].problem.message


@pytest.mark.parametrize(
    ("algorithm", "when", "points_at"),
    [
        ({"id": "quick", "family": "linear", "except": {"id": "quick", "family": "linear"}}, {}, "algorithm"),
        ({"id": "slow", "capability": {"partial-fit": True}}, {}, "algorithm"),
        ({"id": "joiner"}, {}, "algorithm"),
        ({"id": "quick", "reads": "features"}, {}, "reads"),
        ({"id": "quick"}, {"task": "forecasting"}, "algorithm"),
        ({"id": "quick", "training-time": {"above": "medium"}}, {}, "training-time"),
        ({"model-size": {"below": "low"}}, {}, "model-size"),
    ],
)
def test_an_algorithm_side_that_matches_nothing_is_found_at_its_key(
    base: Knowledge, algorithm: Written, when: Written, points_at: str
) -> None:
    text = text_of(rule("mine-one", {"caution": "Mind it."}, dict(when), algorithm=dict(algorithm)))
    report = linted(base, text)
    assert codes(report) == ["RP306"]
    assert places(report, text)[0].startswith(f"{points_at}:")


@pytest.mark.parametrize(
    "algorithm",
    [
        {"id": ["quick", "joiner"]},
        {"capability": {"partial-fit": True}},
        {"id": "quick", "reads": "raw"},
        {"training-time": {"above": "medium"}},
        {"existing": True},
        {"existing": "tried"},
        {"existing": "proposed"},
    ],
)
def test_an_algorithm_side_that_can_match_is_not_found(base: Knowledge, algorithm: Written) -> None:
    when = {"task": "binary-classification"}
    assert codes_of(base, rule("mine-one", {"caution": "Mind it."}, when, algorithm=dict(algorithm))) == []


def test_an_algorithm_that_a_reduction_brings_to_a_task_can_match(tmp_path: Path) -> None:
    folder = ContentFolder(tmp_path).algorithm("quick").algorithm("slow", family="ensemble")
    folder.reduction("detour", **{"from": "clustering", "to": "binary-classification", "only": ["quick"]})
    knowledge = folder.knowledge()
    mine = rule("mine-one", {"caution": "Mind it."}, {"task": "clustering"}, algorithm={"id": "quick"})
    assert codes_of(knowledge, mine) == []
    assert codes_of(knowledge, {**mine, "algorithm": {"id": "slow"}}) == ["RP306"]


def test_a_rating_by_a_rule_makes_a_quality_test_possible(base: Knowledge) -> None:
    tested = rule("mine-one", {"caution": "Mind it."}, algorithm={"model-size": {"below": "low"}})
    rating = rule("mine-two", {"rate": {"model-size": "very-low"}}, {"data.sparse": True}, algorithm={"id": "quick"})
    assert codes_of(base, tested, rating) == []
    assert codes_of(base, tested, {**rating, "then": {"rate": {"model-size": "high"}}}) == ["RP306"]


@pytest.mark.parametrize(
    ("mentions", "codes_found"),
    [
        ({"overrides": ["old-advice"]}, ["RP307"]),
        ({"related": ["old-advice", "small-data-are-few"]}, ["RP307"]),
        ({"supersedes": ["old-advice"]}, []),
        ({"supersedes": ["small-data-are-few"]}, []),
        ({"overrides": ["many-rows-need-a-notebook"]}, []),
    ],
)
def test_a_mention_of_a_retired_rule_is_found(base: Knowledge, mentions: Written, codes_found: list[str]) -> None:
    assert codes_of(base, rule("mine-one", {"advise": "canary"}, {"data.sparse": True}, **mentions)) == codes_found


def test_a_mention_of_a_superseded_rule_names_its_successor_at_the_entry(base: Knowledge) -> None:
    successor = rule(
        "mine-one", {"advise": "canary"}, {"data.rows": {"above": 10}}, supersedes=["many-rows-need-a-notebook"]
    )
    text = text_of(successor, advising("mine-two", {"data.sparse": True}, related=["many-rows-need-a-notebook"]))
    report = linted(base, text)
    assert codes(report) == ["RP307"]
    assert report.findings[0].problem.hint == "Name 'mine-one' instead."
    assert places(report, text) == ["many-rows-need-a-notebook"]


def with_citation(**changed: str) -> dict[str, Any]:
    return {**advising("mine-one", {"data.sparse": True}),
            "sources": [{"ref": "made-up", "locator": "page 1", "supports": "what is said", **changed}]}  # fmt: skip


@pytest.mark.parametrize(
    "written",
    [
        with_citation(locator="TODO: page"),
        with_citation(supports="what is said (fixme)"),
        {**with_citation(), "title": "Replace me"},
        {**with_citation(), "note": "todo"},
        {**with_citation(), "then": {"exclude": "FIXME"}},
    ],
)
def test_a_placeholder_is_a_warning_that_strictness_makes_an_error(base: Knowledge, written: Written) -> None:
    report = linted(base, text_of(written))
    assert codes(report) == ["RP402"]
    assert (report.exit_code, report.strictly().exit_code) == (0, 1)


@pytest.mark.parametrize("title", ["A todolist is short", "Replacement parts are rare", "Methods of Fixmer"])
def test_a_word_that_only_looks_like_a_placeholder_is_not_found(base: Knowledge, title: str) -> None:
    assert codes_of(base, {**with_citation(), "title": title}) == []


def test_a_rule_may_be_about_lists_of_todos(base: Knowledge) -> None:
    assert codes_of(base, advising("todo-lists-are-short", {"data.sparse": True})) == []


@pytest.mark.parametrize(
    ("url", "codes_found"),
    [
        ("https://example.org/a", ["RP402"]),
        ("http://www.example.com", ["RP402"]),
        ("https://wiki.rail.test/policy", ["RP402"]),
        ("https://intranet.invalid", ["RP402"]),
        ("https://intranet.internal/invalid", []),
        ("https://test.org/a.test", []),
        ("https://example.org.uk/a", []),
        ("https://notexample.org/", []),
        ("https://arxiv.org/abs/example.org", []),
    ],
)
def test_an_address_for_examples_is_a_placeholder(base: Knowledge, url: str, codes_found: list[str]) -> None:
    source = {"id": "mine-book", "type": "book", "authors": ["Somebody"], "year": 2001, "title": "A book", "url": url,
              "access": "whole", "accessed": "2026-01-01"}  # fmt: skip
    assert codes_of(base, advising("mine-one", {"data.sparse": True}), sources=[source]) == codes_found


def test_pairs_of_rules_outside_the_linted_packs_are_not_looked_at(base: Knowledge) -> None:
    texts = [text_of(rule(f"{name}-one", effect, {"data.sparse": {"known": False}}), pack=name)
             for name, effect in zip(("first", "second"), DECIDED, strict=True)]  # fmt: skip
    packs = [parse_pack(text, f"{number}.yaml") for number, text in enumerate(texts)]
    knowledge = load_packs(base, packs).knowledge
    third = parse_pack(text_of(advising("mine-one", {"data.sparse": True})), "mine.yaml")
    whole = load_packs(knowledge, [third]).knowledge
    assert lint_rules(whole, [third]) == ()
    assert [problem.code for problem in lint_rules(whole, packs[:1])] == ["RP304"]


def test_a_rule_that_bears_the_id_of_a_shipped_one_is_only_refused(base: Knowledge) -> None:
    report = linted(base, text_of(advising("many-rows-need-a-notebook", {"data.rows": {"below": 0}})))
    assert codes(report) == ["RP207"]


def test_a_deprecated_rule_is_not_held_against_others(base: Knowledge) -> None:
    opposed = rule("mine-one", {"conclude": {"derived.no_network": False}}, {}, status="deprecated")
    assert codes_of(base, opposed) == []


@pytest.fixture(scope="module")
def shipped() -> LintReport:
    read = shipped_read()
    return lint(read.packs, compile_read(read, "test"))


@pytest.mark.slow("reads all content")
def test_shipped_packs_have_no_findings(shipped: LintReport) -> None:
    assert [str(finding.problem) for finding in shipped.findings] == []


def test_the_advice_of_a_small_pack_is_sound(base: Knowledge) -> None:
    assert codes_of(base, rule("mine-one", ADVICE, {"data.sparse": True})) == []
