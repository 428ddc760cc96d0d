"""No answer holds two decisions that exclude one another, or one that the brief's own words exclude."""

from __future__ import annotations

from typing import Any, Final

import pytest
from made_up_practice import practice, practised

from small_knowledge import ROOT, ContentFolder, brief, rule
from whichml import Brief
from whichml.advise.exclusive_options import EXCLUDED_BY_FACTS, INCOMPATIBLE, contradictions, excluded_by_facts
from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml.model.recommendation import Recommendation

OPEN_PARTS: Final = {"learning", "tuning"}
N_BRIEFS: Final = 200


def open_briefs() -> list[str]:
    """Return the numbers of two hundred briefs, spread over those that may be looked at."""
    rows = [line.split(",") for line in (ROOT / "tests/panel/parts.csv").read_text("utf-8").splitlines()]
    found = sorted(number for number, part in rows if part in OPEN_PARTS)
    return found[:: len(found) // N_BRIEFS][:N_BRIEFS]


def contradicted(answer: Recommendation, asked: Brief) -> list[str]:
    """Return what an answer decides though another decision, or the brief where no must asks for it, excludes it."""
    chosen = {each.decision: each.option for each in answer.decisions}
    found = [f"{each.decision}: {each.option} beside {each.of}: {chosen[each.of]}" for each in contradictions(chosen)]
    excluded = excluded_by_facts(asked.facts())
    found += [
        f"{each.decision}: {each.option} against the brief"
        for each in answer.decisions
        if each.option in excluded.get(each.decision, ()) and each.strength != "must"
    ]
    return found


@pytest.fixture
def two(folder: ContentFolder) -> ContentFolder:
    """Return one algorithm and two decisions that may exclude one another."""
    folder.algorithm("one").decision("acquisition", ["no-model", "train-from-scratch"])
    return folder.decision("training-mode", ["no-training", "one-off", "incremental"])


def decides(name: str, decision: str, option: str, strength: str = "should") -> dict[str, Any]:
    return rule(name, {"decide": {decision: option}, "strength": strength})


def chosen(answer: Recommendation) -> dict[str, str]:
    return {each.decision: each.option for each in answer.decisions}


def test_no_scenario_is_answered_with_decisions_that_exclude_one_another(
    scenario_answers: dict[str, Recommendation], scenarios: dict[str, Brief]
) -> None:
    found = {name: contradicted(answer, scenarios[name]) for name, answer in scenario_answers.items()}
    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.slow("answers two hundred briefs of the panel")
def test_no_brief_is_answered_with_decisions_that_exclude_one_another(advisor: Advisor) -> None:
    briefs = {number: Brief.load(ROOT / f"tests/panel/briefs/{number}.yaml") for number in open_briefs()}
    assert len(briefs) == N_BRIEFS
    found = {number: contradicted(advisor.recommend(each), each) for number, each in briefs.items()}
    assert {number: each for number, each in found.items() if each} == {}


def test_every_option_that_excludes_or_is_excluded_is_one_of_the_knowledge_base(knowledge: Knowledge) -> None:
    known = {decision: {each.id for each in facts.options} for decision, facts in knowledge.decisions.items()}
    for each in INCOMPATIBLE:
        assert each.option in known[each.decision], each
        assert set(each.options) <= known[each.of], each
    for field, excluded in EXCLUDED_BY_FACTS.items():
        for words, decision, options in excluded:
            assert set(words) <= set(knowledge.shapes[field].words), field
            assert set(options) <= known[decision], field


def test_what_is_settled_first_stays_and_the_other_takes_the_best_that_is_left(two: ContentFolder) -> None:
    two.rules(
        decides("coded", "acquisition", "no-model"),
        decides("once", "training-mode", "one-off"),
        decides("once-more", "training-mode", "one-off"),
        decides("never", "training-mode", "no-training"),
    )
    assert chosen(two.answer()) == {"acquisition": "no-model", "training-mode": "no-training"}


def test_what_had_to_go_rules_out_nothing_itself(two: ContentFolder) -> None:
    two.decision("inference-placement", ["static-in-product", "gateway"])
    two.decision("update-rollout", ["with-product-release", "per-event"])
    two.rules(
        decides("built-in", "inference-placement", "static-in-product"),
        decides("stream", "training-mode", "incremental"),
        decides("stream-more", "training-mode", "incremental"),
        decides("once", "training-mode", "one-off"),
        decides("released", "update-rollout", "with-product-release"),
    )
    assert chosen(two.answer()) == {
        "inference-placement": "static-in-product", "training-mode": "one-off", "update-rollout": "with-product-release"
    }  # fmt: skip


def test_a_decision_that_rules_out_others_is_itself_ruled_out_by_none_that_comes_later() -> None:
    settled: set[str] = set()
    for each in INCOMPATIBLE:
        settled.add(each.decision)
        assert each.of not in settled, each
    assert len(settled) > 5


def test_a_must_stays_and_what_would_be_settled_first_goes(two: ContentFolder) -> None:
    two.rules(decides("coded", "acquisition", "no-model"), decides("once", "training-mode", "one-off", "must"))
    answer = two.answer()
    assert chosen(answer) == {"training-mode": "one-off"}
    (left,) = answer.not_decided
    assert left.text == ("Acquisition: 'Training-mode: One-off' leaves no room for 'No-model', and nothing else suits.")


def test_of_two_musts_that_exclude_one_another_one_is_left_open(two: ContentFolder) -> None:
    two.rules(decides("coded", "acquisition", "no-model", "must"), decides("once", "training-mode", "one-off", "must"))
    answer = two.answer()
    assert chosen(answer) == {"acquisition": "no-model"}
    assert [each.decision for each in answer.not_decided] == ["training-mode"]


def test_practice_decides_nothing_that_the_brief_excludes(two: ContentFolder) -> None:
    told = practice(options={"training-mode": {"incremental": {0: 4.0}, "one-off": {0: 1.0}, "no-training": {}}})
    advisor = practised(two.knowledge(), told)
    assert chosen(advisor.recommend(brief()))["training-mode"] == "incremental"
    assert chosen(advisor.recommend(brief(deployment__update_cadence="never")))["training-mode"] == "one-off"


def test_a_must_stands_against_what_the_brief_excludes(two: ContentFolder) -> None:
    two.rules(decides("stream", "training-mode", "incremental", "must"))
    assert chosen(two.answer(deployment__update_cadence="never"))["training-mode"] == "incremental"


def test_no_question_says_that_it_would_choose_what_is_chosen(advisor: Advisor, scenarios: dict[str, Brief]) -> None:
    n_asked = 0
    for asked in scenarios.values():
        answer = advisor.recommend(asked)
        would = [f"{option} would be chosen for {decision}" for decision, option in chosen(answer).items()]
        for question in answer.open_questions:
            n_asked += 1
            assert not any(each in question.effect for each in would), question
    assert n_asked > 100
