"""What `rules/README.md` says of algorithms, effects and the order of packs; names begin with the sentence shown."""

from __future__ import annotations

import json
from typing import Any

import pytest

from small_knowledge import ContentFolder, brief, claim, rule
from whichml.advise.recommendation import Advisor
from whichml.knowledge.pack_loading import load_packs
from whichml.knowledge.packs import PackFile, parse_pack
from whichml.model.documents.errors import RuleError
from whichml.model.statements.recommendation import Recommendation

DRIFT = {"data.drift": "fast"}
OPTION = {"a": "no-training", "b": "one-off", "c": "scheduled-retraining"}


@pytest.fixture
def three(folder: ContentFolder) -> ContentFolder:
    """Return a folder with two kernel methods and a tree that differ in every way that a rule can ask for."""
    folder.algorithm("exact", claim("robustness", "low"), family="exact-kernel-method", capabilities={"sparse": True})
    folder.algorithm("approximate", claim("robustness", {"low": "low", "high": "high"}),
                     family="approximate-kernel-method", capabilities={"sparse": False})  # fmt: skip
    folder.algorithm("tree", family="streaming-tree", accepts={"tabular": "features"}, role="reference")
    return folder


def out(answer: Recommendation, rule_id: str = "out") -> list[str]:
    return [found.algorithm for found in answer.excluded if rule_id in [reason.rule for reason in found.reasons]]


def meant(folder: ContentFolder, **selector: Any) -> list[str]:
    """Return the algorithms that a rule with this selector excludes."""
    return out(folder.rules(rule("out", {"exclude": "it is meant"}, algorithm=selector)).answer())


def warned(answer: Recommendation, algorithm: str) -> list[str]:
    return [caution.text for found in answer.candidates if found.algorithm == algorithm for caution in found.cautions]


def pack(identity: str, *rules: dict[str, Any]) -> PackFile:
    header = {"id": identity, "version": 1, "title": "Further", "license": "CC0-1.0"}
    text = {"rulepack": header, "rules": list(rules)}
    return parse_pack(json.dumps(text, indent=1).encode(), f"{identity}.yaml")


# S41, S68: the order of packs


def concluding(identity: str, feedback: str) -> dict[str, Any]:
    return rule(identity, {"conclude": {"data.feedback": feedback}})


def test_s41_packs_go_by_their_ids_whatever_their_files_or_the_order_in_which_they_are_read(
    folder: ContentFolder,
) -> None:
    folder.algorithm("one").rules(concluding("from-b", "full"), pack="b-pack")
    folder.rules(concluding("from-a", "partial"), pack="a-pack")
    advisor = Advisor.of(folder.knowledge())
    assert [found.id for found in advisor.knowledge.rules] == ["from-a", "from-b"]
    assert advisor.run_rules({}).facts["data.feedback"] == "partial"


def test_s41_shipped_packs_go_before_all_others(folder: ContentFolder) -> None:
    knowledge = folder.algorithm("one").rules(concluding("shipped", "full"), pack="z-pack").knowledge()
    further = [pack("c-pack", concluding("from-c", "none")), pack("a-pack", concluding("from-a", "partial"))]
    for order in (further, further[::-1]):
        admission = load_packs(knowledge, order)
        assert admission.refused == ()
        assert [found.id for found in admission.knowledge.rules] == ["shipped", "from-a", "from-c"]
        assert Advisor.of(admission.knowledge).run_rules({}).facts["data.feedback"] == "full"


# S49, S50: overriding among rules about algorithms


def test_s49_a_rule_about_algorithms_overrides_for_the_algorithms_that_both_speak_of(three: ContentFolder) -> None:
    three.rules(
        rule("out", {"exclude": "kernels are out"}, algorithm={"family": "kernel-method"}),
        rule("may", {"caution": "It may do."}, DRIFT, algorithm={"id": ["exact", "tree"]}, overrides=["out"]),
    )
    assert out(three.answer()) == ["approximate", "exact"]
    assert out(three.answer(data__drift="fast")) == ["approximate"]


def test_s49_where_it_is_overridden_itself_it_overrides_nobody(three: ContentFolder) -> None:
    three.rules(
        rule("out", {"exclude": "kernels are out"}, algorithm={"family": "kernel-method"}),
        rule("may", {"caution": "It may do."}, algorithm={"family": "kernel-method"}, overrides=["out"]),
        rule("still", {"caution": "It may not."}, DRIFT, algorithm={"id": "exact"}, overrides=["may"]),
    )
    assert out(three.answer()) == []
    assert out(three.answer(data__drift="fast")) == ["exact"]


def test_s49_a_rule_that_speaks_of_no_algorithm_overrides_nobody(three: ContentFolder) -> None:
    three.rules(
        rule("out", {"exclude": "kernels are out"}, algorithm={"family": "kernel-method"}),
        rule("may", {"caution": "It may do."}, algorithm={"capability": {"warm-start": True}}, overrides=["out"]),
    )
    three.algorithm("warm", capabilities={"warm-start": True}, solves=["regression"])
    assert out(three.answer()) == ["approximate", "exact"]


def test_s45_a_rule_about_the_project_silences_one_about_algorithms_for_all_of_them(three: ContentFolder) -> None:
    three.rules(
        rule("out", {"exclude": "kernels are out"}, algorithm={"family": "kernel-method"}),
        rule("lift", {"prioritise": {"robustness": "low"}}, DRIFT, overrides=["out"]),
    )
    assert out(three.answer()) == ["approximate", "exact"]
    assert out(three.answer(data__drift="fast")) == []


@pytest.mark.parametrize("then", [{"exclude": "it is out"}, {"rate": {"robustness": "low"}}, {"caution": "Mind it."}])
def test_s50_a_rule_about_algorithms_cannot_override_one_about_the_project(
    folder: ContentFolder, then: dict[str, Any]
) -> None:
    folder.algorithm("one").rules(
        rule("tier", {"prioritise": {"robustness": "high"}}), rule("narrow", then, overrides=["tier"])
    )
    with pytest.raises(RuleError) as refusal:
        folder.knowledge()
    assert [problem.code for problem in refusal.value.problems] == ["RP211"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("task", "regression"),
        ("data.modality", "text"),
        ("project.existing_algorithm", "one"),
        ("project.tried", "one"),
        ("project.proposed", "one"),
        ("data.training_rows", 10),
        ("requirement.accuracy.min", "high"),
        ("data.minority_share", 7),
        ("data.groups", -5),
        ("data.groups", 2.5),
        ("stakes.regulation", "Not an id"),
        ("data.drift", "sudden"),
    ],
)
def test_s43_what_a_brief_has_to_say_or_cannot_say_is_not_concluded(
    folder: ContentFolder, field: str, value: object
) -> None:
    folder.algorithm("one").rules(rule("says", {"conclude": {field: value}}, DRIFT))
    with pytest.raises(RuleError) as refusal:
        folder.knowledge()
    assert {problem.code for problem in refusal.value.problems} == {"RP204"}


# S52, S53: what the conformance suite's runner takes out, a knowledge base takes out too


def test_s52_a_superseded_rule_is_not_run_whether_or_not_its_successor_fires(folder: ContentFolder) -> None:
    folder.algorithm("one").rules(
        rule("old", {"exclude": "it was so"}), rule("new", {"caution": "Mind it."}, DRIFT, supersedes=["old"])
    )
    assert [found.id for found in folder.knowledge().rules] == ["new"]
    assert folder.answer().excluded == ()


def test_s52_a_pack_supersedes_a_shipped_rule(folder: ContentFolder) -> None:
    shipped = folder.algorithm("one").rules(rule("old", {"exclude": "it was so"})).knowledge()
    further = pack("further", rule("new", {"caution": "Mind it."}, supersedes=["old"]))
    admission = load_packs(shipped, [further])
    assert admission.refused == ()
    assert [found.id for found in admission.knowledge.rules] == ["new"]


def test_s53_a_deprecated_rule_neither_runs_nor_overrides_nor_supersedes(folder: ContentFolder) -> None:
    folder.algorithm("one").rules(
        rule("out", {"exclude": "it is out"}),
        rule("gone", {"caution": "So."}, status="deprecated", overrides=["out"], supersedes=["out"]),
    )
    assert [found.id for found in folder.knowledge().rules] == ["out"]
    assert out(folder.answer()) == ["one"]


# S55 to S58: of which algorithms a rule speaks


def test_s55_ids_and_families_are_joined_and_neither_means_all(three: ContentFolder) -> None:
    assert meant(three, id="tree", family="exact-kernel-method") == ["exact", "tree"]
    assert meant(three, family="kernel-method") == ["approximate", "exact"]
    assert meant(three) == ["approximate", "exact", "tree"]


def test_s56_exceptions_are_taken_away_from_whatever_was_named(three: ContentFolder) -> None:
    assert meant(three, id=["exact", "tree"], **{"except": {"id": "exact"}}) == ["tree"]
    assert meant(three, **{"except": {"family": "kernel-method"}}) == ["tree"]
    assert meant(three, **{"except": {"family": "exact-kernel-method", "id": "tree"}}) == ["approximate"]


def test_s57_every_further_test_has_to_hold(three: ContentFolder) -> None:
    assert meant(three, reads="raw") == ["approximate", "exact"]
    assert meant(three, reads="raw", capability={"sparse": True}) == ["exact"]
    assert meant(three, role="reference") == ["tree"]
    assert meant(three, role="reference", reads="raw") == []
    assert meant(three, id="tree", family="kernel-method", role="candidate") == ["approximate", "exact"]


def test_s57_a_capability_that_is_not_stated_passes_neither_true_nor_false(three: ContentFolder) -> None:
    assert [meant(three, capability={"sparse": wanted}) for wanted in (True, False)] == [["exact"], ["approximate"]]


@pytest.mark.parametrize(
    ("test", "names"),
    [
        ({"below": "medium"}, ["exact"]),
        ({"below": "very-high"}, ["approximate", "exact"]),
        ({"above": "very-low"}, ["approximate", "exact"]),
        ({"above": "low"}, []),
        ({"between": ["low", "medium"]}, ["exact"]),
        (["low", "high"], ["exact"]),
        ("medium", []),
    ],
)
def test_s58_a_quality_test_holds_where_every_level_of_the_span_passes(
    three: ContentFolder, test: Any, names: list[str]
) -> None:
    assert meant(three, robustness=test) == names


# S60 to S66: what each effect does


def test_s60_exclude_takes_the_algorithms_out_with_the_reason(three: ContentFolder) -> None:
    answer = three.rules(rule("out", {"exclude": "it is slow"}, algorithm={"id": "exact"})).answer()
    assert [(e.algorithm, [r.text for r in e.reasons]) for e in answer.excluded] == [("exact", ["it is slow"])]
    assert [candidate.algorithm for candidate in answer.candidates] == ["approximate"]


RATES = {
    "higher": rule("higher", {"rate": {"robustness": "high"}}),
    "lower": rule("lower", {"rate": {"robustness": "medium"}}),
}


@pytest.mark.parametrize(
    ("rates", "below_high", "above_low", "medium"),
    [
        (["higher"], [], ["exact"], []),
        (["lower"], ["exact"], ["exact"], ["exact"]),
        (["higher", "lower"], [], ["exact"], []),
        (["lower", "higher"], [], ["exact"], []),
        ([], ["exact"], [], []),
    ],
)
def test_s61_rates_replace_the_claims_and_reach_over_all_that_rules_say(
    folder: ContentFolder, rates: list[str], below_high: list[str], above_low: list[str], medium: list[str]
) -> None:
    folder.algorithm("exact", claim("robustness", "low"))
    tests = {"below-high": {"below": "high"}, "above-low": {"above": "low"}, "medium": "medium"}
    probes = [rule(name, {"exclude": "it passes"}, algorithm={"robustness": test}) for name, test in tests.items()]
    answer = folder.rules(*(RATES[name] for name in rates), *probes).answer()
    assert [out(answer, name) for name in tests] == [below_high, above_low, medium]


def test_s62_a_caution_warns_and_changes_nothing_else(three: ContentFolder) -> None:
    plain = three.answer()
    answer = three.rules(rule("mind", {"caution": "Mind it."}, algorithm={"id": "exact"})).answer()
    assert (warned(answer, "exact"), warned(answer, "approximate")) == (["Mind it."], [])
    order = [[(c.algorithm, c.rank, c.utility) for c in found.candidates] for found in (plain, answer)]
    assert order[0] == order[1]
    assert answer.excluded == plain.excluded


@pytest.mark.parametrize(
    ("tiers", "wins"),
    [
        (["low"], "low"), (["low", "normal"], "normal"), (["high", "low"], "high"),
        (["normal", "high", "normal"], "high"),
        (["low", "low", "low", "low", "low"], "low"),
    ],
)  # fmt: skip
def test_s63_the_highest_tier_wins_and_tiers_do_not_add_up(folder: ContentFolder, tiers: list[str], wins: str) -> None:
    rules = [rule(f"tier-{n}", {"prioritise": {"robustness": tier}}) for n, tier in enumerate(tiers)]
    assert [p.tier for p in folder.algorithm("one").rules(*rules).answer().priorities] == [wins]


def test_s63_two_rules_of_one_tier_weigh_what_one_does(folder: ContentFolder) -> None:
    folder.algorithm("one")
    tier, other = {"prioritise": {"robustness": "normal"}}, {"prioritise": {"interpretability": "normal"}}
    answer = folder.rules(rule("one", tier), rule("two", tier), rule("three", other)).answer()
    assert [p.weight for p in answer.priorities] == [0.5, 0.5]


def decided(folder: ContentFolder, support: list[tuple[str, str]], forbidden: list[str], default: str | None) -> str:
    """Return which of the options a, b and c is chosen, listed in this order."""
    decision = "training-mode"
    rules = [
        rule(f"for-{number}", {"decide": {decision: OPTION[option]}, "strength": strength})
        for number, (strength, option) in enumerate(support)
    ]
    rules += [rule(f"against-{option}", {"forbid": {decision: OPTION[option]}}) for option in forbidden]
    folder.algorithm("one").decision(decision, list(OPTION.values()), OPTION.get(default or ""))
    (answer,) = folder.rules(*rules).answer().decisions
    return next(letter for letter, option in OPTION.items() if option == answer.option)


DECISIONS: list[tuple[list[tuple[str, str]], str, str | None]] = [
    ([("should", "b")], "b", None),
    ([("must", "b"), ("should", "a"), ("should", "a"), ("should", "a")], "b", None),
    ([("should", "a"), ("should", "b"), ("should", "b")], "b", None),
    ([("must", "a"), ("must", "b"), ("must", "b"), ("should", "a")], "b", None),
    ([("must", "a"), ("must", "b"), ("should", "b")], "b", None),
    ([("should", "b"), ("should", "a")], "a", None),
    ([("should", "b")], "b", "c"),
]


@pytest.mark.parametrize(("support", "option", "default"), DECISIONS)
def test_s64_musts_go_before_shoulds_then_more_rules_then_the_option_listed_first(
    folder: ContentFolder, support: list[tuple[str, str]], option: str, default: str | None
) -> None:
    assert decided(folder, support, [], default) == option


@pytest.mark.parametrize(
    ("forbidden", "default", "option"),
    [
        (["a"], None, "b"),
        (["a", "b"], "c", "c"),
        (["a", "b"], None, "a"),
        (["b"], None, "a"),
        (["a", "b", "c"], "c", "a"),
    ],
)
def test_s65_what_is_forbidden_is_chosen_only_where_nothing_else_is_left(
    folder: ContentFolder, forbidden: list[str], default: str | None, option: str
) -> None:
    support = [("must", "a"), ("should", "a"), ("should", "b")]
    assert decided(folder, support, forbidden, default) == option


def test_s66_a_pattern_is_advised_once_with_all_its_rules(folder: ContentFolder) -> None:
    folder.algorithm("one").pattern("shadow").pattern("canary").rules(
        rule("one", {"advise": "shadow"}), rule("two", {"advise": "shadow"}), rule("three", {"advise": "canary"}, DRIFT)
    )
    answer = Advisor.of(folder.knowledge()).recommend(brief())
    assert [advice.pattern for advice in answer.patterns] == ["shadow"]
    nodes = {node.id: node for node in answer.justification.nodes}
    because = nodes[answer.patterns[0].because[0]].because
    assert [nodes[node].id for node in because if nodes[node].kind == "rule"] == ["rule:one", "rule:two"]
