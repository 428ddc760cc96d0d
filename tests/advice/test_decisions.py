"""Architecture decisions: the strongest support that nothing forbids, a default, or a tension."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from small_knowledge import ContentFolder, brief, rule
from whichml import recommend
from whichml.knowledge.base import Knowledge
from whichml.model.statements.architecture import DecisionAnswer
from whichml.model.statements.recommendation import Recommendation

OPTIONS = ["no-training", "one-off", "scheduled-retraining", "incremental"]
ALWAYS_ANSWERED = ("training-mode", "human-role", "fallback", "experimentation")


def supports(name: str, option: str, strength: str = "should", **more: Any) -> dict[str, Any]:
    return rule(name, {"decide": {"training-mode": option}, "strength": strength}, **more)


def forbids(name: str, option: str) -> dict[str, Any]:
    return rule(name, {"forbid": {"training-mode": option}})


def decided(
    folder: ContentFolder, *rules: dict[str, Any], default: str | None = None
) -> tuple[DecisionAnswer, Recommendation]:
    folder.algorithm("one").decision("training-mode", OPTIONS, default)
    answer = folder.rules(*(rules or [rule("other", {"caution": "Well."})])).answer()
    (decision,) = answer.decisions
    return decision, answer


def test_a_must_beats_any_number_of_shoulds(folder: ContentFolder) -> None:
    decision, _ = decided(
        folder, supports("a", "one-off"), supports("b", "one-off"), supports("c", "incremental", "must")
    )
    assert (decision.option, decision.strength) == ("incremental", "must")
    assert decision.for_ == ("rule:c",)
    assert decision.against == ("rule:a", "rule:b")
    assert not decision.tension


def test_between_equals_more_rules_win(folder: ContentFolder) -> None:
    decision, _ = decided(folder, supports("a", "one-off"), supports("b", "incremental"), supports("c", "incremental"))
    assert decision.option == "incremental"


def test_between_full_equals_the_option_listed_first_wins(folder: ContentFolder) -> None:
    decision, _ = decided(folder, supports("a", "incremental"), supports("b", "one-off"))
    assert decision.option == "one-off"


def test_a_forbidden_option_gives_way_to_weaker_support(folder: ContentFolder) -> None:
    decision, _ = decided(folder, supports("a", "one-off"), supports("b", "one-off"), forbids("no", "one-off"),
                          supports("c", "incremental"))  # fmt: skip
    assert decision.option == "incremental"
    (alternative,) = decision.alternatives
    assert (alternative.option, alternative.against) == ("one-off", ("rule:no",))


def test_a_decision_cites_the_rules_that_forbid_its_rivals(folder: ContentFolder) -> None:
    decision, answer = decided(folder, supports("a", "one-off"), supports("b", "incremental"),
                               forbids("no", "incremental"))  # fmt: skip
    assert decision.option == "one-off"
    assert answer.justification.node(decision.because[0]).because == ("rule:a", "rule:no")
    assert (decision.for_, decision.against) == (("rule:a",), ("rule:b",)), "what forbids a rival is not against it"


def test_rivals_stand_in_the_order_of_their_ids_wherever_they_are_named(folder: ContentFolder) -> None:
    rules = [
        supports("wins", "one-off", "must"), forbids("no-s", "scheduled-retraining"), forbids("no-i", "incremental"),
        supports("s", "scheduled-retraining"), supports("i", "incremental"), supports("none", "no-training"),
    ]  # fmt: skip
    decision, answer = decided(folder, *rules)
    assert [each.option for each in decision.alternatives] == ["incremental", "no-training", "scheduled-retraining"]
    assert decision.against == ("rule:i", "rule:none", "rule:s")
    graph = answer.justification.node(decision.because[0])
    assert graph.because == ("rule:wins", "rule:no-i", "rule:no-s")
    assert graph.text == "Training-mode: One-off. It is one-off."
    assert [(each.for_, each.against) for each in decision.alternatives] == [
        (("rule:i",), ("rule:no-i",)), (("rule:none",), ()), (("rule:s",), ("rule:no-s",)),
    ]  # fmt: skip


def test_decisions_stand_in_the_order_of_their_ids(folder: ContentFolder) -> None:
    folder.decision("training-mode", OPTIONS, "one-off").decision("fallback", ["human", "safe-stop"], "human")
    folder.decision("inference-placement", ["client-side", "server-side"], "client-side")
    answer = folder.algorithm("one").answer()
    assert [each.decision for each in answer.decisions] == ["fallback", "inference-placement", "training-mode"]


def test_what_forbids_the_option_that_is_chosen_all_the_same_is_against_it_and_named_first(
    folder: ContentFolder,
) -> None:
    rules = supports("a", "one-off", "must"), forbids("no", "one-off"), supports("b", "incremental")
    decision, _ = decided(folder, *rules, forbids("no-i", "incremental"))
    assert (decision.option, decision.strength) == ("one-off", "must")
    assert decision.against == ("rule:no", "rule:b")
    assert decision.tension


@pytest.mark.parametrize(
    ("rules", "option"),
    [
        ([("a", "incremental", "must"), ("b", "one-off", "must"), ("c", "one-off", "should")], "one-off"),
        ([("a", "incremental", "must"), ("b", "one-off", "must")], "one-off"),
        ([("a", "incremental", "must"), ("b", "incremental", "must"), ("c", "one-off", "must")], "incremental"),
        ([("a", "incremental", "should"), ("b", "one-off", "should"), ("c", "incremental", "should")], "incremental"),
    ],
)
@pytest.mark.parametrize("is_forbidden", [False, True])
def test_musts_are_counted_before_shoulds_and_the_order_of_options_decides_last(
    folder: ContentFolder, rules: list[tuple[str, str, str]], option: str, is_forbidden: bool
) -> None:
    refused = [forbids("no-1", "one-off"), forbids("no-2", "incremental")] if is_forbidden else []
    decision, _ = decided(folder, *(supports(*each) for each in rules), *refused)
    assert decision.option == option


def test_a_default_cites_the_rule_that_forbids_what_was_asked_for(folder: ContentFolder) -> None:
    decision, answer = decided(folder, supports("a", "incremental"), forbids("no", "incremental"), default="one-off")
    graph = answer.justification.node(decision.because[0]).because
    assert graph == ("evidence:decision:training-mode", "rule:no")


def test_where_a_must_and_a_should_want_the_same_it_is_a_must_and_the_must_is_named_first(
    folder: ContentFolder,
) -> None:
    decision, _ = decided(folder, supports("a", "one-off"), supports("b", "one-off", "must"))
    assert (decision.strength, decision.for_) == ("must", ("rule:b", "rule:a"))
    weaker, _ = decided(folder, supports("a", "one-off"))
    assert (weaker.strength, weaker.for_) == ("should", ("rule:a",))


def test_without_support_the_default_stands_with_its_source(folder: ContentFolder) -> None:
    decision, answer = decided(folder, default="one-off")
    assert (decision.option, decision.strength, decision.for_) == ("one-off", "default", ())
    (graph,) = answer.justification.node(decision.because[0]).because
    assert answer.justification.node(graph).sources


def test_where_all_support_is_forbidden_the_default_stands(folder: ContentFolder) -> None:
    decision, _ = decided(folder, supports("a", "incremental"), forbids("no", "incremental"), default="one-off")
    assert (decision.option, decision.tension) == ("one-off", False)


def test_without_support_and_default_nothing_is_decided(folder: ContentFolder) -> None:
    answer = folder.algorithm("one").decision("training-mode", OPTIONS).answer()
    assert answer.decisions == ()


def test_a_forbidden_default_is_not_chosen(folder: ContentFolder) -> None:
    folder.algorithm("one").decision("training-mode", OPTIONS, "one-off")
    assert folder.rules(forbids("no", "one-off")).answer().decisions == ()


@pytest.mark.parametrize(
    "rules",
    [
        [supports("a", "one-off", "must"), supports("b", "incremental", "must")],
        [supports("a", "one-off", "must"), forbids("b", "one-off")],
    ],
    ids=["must against must", "must against forbid"],
)
def test_rules_that_leave_no_choice_and_pull_apart_are_a_tension(
    folder: ContentFolder, rules: list[dict[str, Any]]
) -> None:
    decision, answer = decided(folder, *rules)
    assert decision.tension
    (tension,) = answer.tensions
    assert set(tension.because) == {"rule:a", "rule:b"}


def test_a_should_that_is_forbidden_is_no_tension(folder: ContentFolder) -> None:
    decision, answer = decided(folder, supports("a", "one-off"), forbids("b", "one-off"), default="incremental")
    assert not decision.tension
    assert answer.tensions == ()


def test_a_fact_against_a_rules_conclusion_is_a_tension_that_cites_both(folder: ContentFolder) -> None:
    folder.algorithm("one").rules(
        rule("law", {"conclude": {"stakes.explanation": "full"}}, {"stakes.regulation": {"has": "ecoa"}})
    )
    answer = folder.answer(stakes__regulation=["ecoa"], stakes__explanation="none")
    (tension,) = answer.tensions
    assert {"brief:stakes.explanation", "rule:law"} <= set(tension.because)
    assert folder.answer(stakes__regulation=["ecoa"]).tensions == ()


@pytest.mark.slow("answers every scenario")
def test_nearly_every_scenario_settles_the_four_questions_that_every_project_has(
    scenario_answers: dict[str, Recommendation],
) -> None:
    left = []
    for name, answer in scenario_answers.items():
        settled, open_ = ({each.decision for each in part} for part in (answer.decisions, answer.not_decided))
        assert set(ALWAYS_ANSWERED) <= settled | open_, name
        left += [f"{name}: {decision}" for decision in set(ALWAYS_ANSWERED) & open_]
    assert len(left) <= 4, left


def test_where_nobody_was_asked_about_practice_the_smallest_brief_answers_them_by_default(knowledge: Knowledge) -> None:
    answer = recommend(brief(), replace(knowledge, practice=None))
    decided_ = {decision.decision: decision for decision in answer.decisions}
    assert set(ALWAYS_ANSWERED) <= set(decided_)
    assert decided_["training-mode"].option == "one-off"
    assert answer.not_decided == ()


def test_what_practice_leaves_open_for_the_smallest_brief_is_told_with_the_fields_that_would_decide_it(
    knowledge: Knowledge,
) -> None:
    answer = recommend(brief(), knowledge)
    left = {each.decision: each.fields for each in answer.not_decided}
    decided_ = {decision.decision for decision in answer.decisions}
    assert left
    assert all(left.values())
    assert decided_ | set(left) == set(knowledge.decisions)
    assert not decided_ & set(left)


def test_every_decision_of_a_scenario_is_an_option_of_the_knowledge_base(
    knowledge: Knowledge, scenario_answers: dict[str, Recommendation]
) -> None:
    n_checked = 0
    for answer in scenario_answers.values():
        for decision in answer.decisions:
            known = {option.id for option in knowledge.decisions[decision.decision].options}
            assert {decision.option, *(a.option for a in decision.alternatives)} <= known
            n_checked += 1
    assert n_checked > 100
