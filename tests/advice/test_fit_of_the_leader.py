"""What an answer advises and decides can be carried out by the algorithm that leads it."""

from __future__ import annotations

from typing import Any

import pytest

from answer_parts import answer_to, decisions_of, patterns_of
from answered_briefs import AnsweredBriefs
from by_night import IS_NIGHT, some_of
from small_knowledge import ContentFolder, panel_paths, rule
from whichml import KnowledgeBase, recommend
from whichml.advise.recommendation import Advisor
from whichml.export.main_points import can_be_probed, told_as_out
from whichml.knowledge.pack_loading import load_packs
from whichml.knowledge.packs import parse_pack
from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import KnowledgeError
from whichml.model.statements.recommendation import Recommendation

CODES: dict[str, Any] = {
    "task": "multiclass-classification", "data.modality": "tabular", "data.rows": 400_000,
    "data.categorical_cardinality": 9000,
    "stakes.specification": "complete", "stakes.cost_of_mistakes": "high", "stakes.fallback_possible": True,
}  # fmt: skip
CLIMATE: dict[str, Any] = {
    "task": "control", "data.modality": "time-series", "data.actions": "continuous", "data.hard_constraints": True,
    "project.simulator": True, "deployment.control_period": "15 min", "deployment.target": "on-premises",
}  # fmt: skip
MAIL: dict[str, Any] = {
    "task": "multiclass-classification", "data.modality": "text", "data.labelled_rows": 190_000, "data.rows": 190_000,
    "data.classes": 60, "deployment.target": "on-premises", "deployment.interaction": "stream",
}  # fmt: skip
STOCKOUTS: dict[str, Any] = {
    "task": "forecasting", "data.modality": "time-series", "data.series": 43_000, "data.cut_off": True,
    "data.intermittent": True, "data.rows": 1_300_000, "deployment.interaction": "batch",
}  # fmt: skip

IDLERS: dict[str, Any] = {
    "task": "outlier-detection", "data.modality": "time-series", "data.sampling_rate": "2 kHz", "data.exogenous": True,
    "data.rows": 12_700, "data.labelled_rows": 412, "data.arrival": "stream", "deployment.target": "edge-server",
    "deployment.interaction": "batch", "project.cases_per_day": 20,
}  # fmt: skip

OF_LEARNING = {
    "active-learning", "calibrate-after-training", "champion-challenger", "data-leakage", "embeddings", "feature-cross",
    "generalizing-features", "limits-as-bounds", "loss-of-the-target", "positional-features", "quantized-model",
    "rebalancing", "reject-option", "scheduled-training", "several-goals", "specific-features", "spectral-features",
    "surrogate-model", "test-on-later-data", "transfer-learning", "transform", "weak-supervision",
}  # fmt: skip
"""Patterns about training, its loss, its features or how sure a model is."""
BY_HAND = {
    "hand-written-rules", "deterministic-matching", "pid-controller", "constraint-solving", "linear-programming",
    "mixed-integer-programming", "local-search-metaheuristic", "space-filling-design", "lexical-search",
}  # fmt: skip


DEEDS: dict[str, Any] = {
    "task": "sequence-labelling", "data.modality": "text", "data.rows": 40_000, "data.labelled_rows": 300,
    "data.text_length": 1800, "data.residency": "stays-in-organisation", "deployment.target": "on-premises",
    "deployment.interaction": "batch", "deployment.accelerator": "none", "stakes.verbatim": True,
    "project.team_size": 1, "data.languages": 1, "data.privacy": "personal",
    "project.human_review": True, "project.deadline": "3 months",
    "stakes.cost_of_mistakes": "high",
}  # fmt: skip


def leader_of(answer: Recommendation) -> str:
    return answer.candidates[0].algorithm


@pytest.mark.slow("answers many briefs")
def test_no_pattern_asks_of_a_leader_what_it_cannot_do(kept_answers: AnsweredBriefs, knowledge: KnowledgeBase) -> None:
    told = [kept_answers.answer(path) for path in some_of(panel_paths()[::40], 3)]
    led = [each for each in told if each.candidates]
    unlearned = [each for each in led if leader_of(each) in BY_HAND]
    assert len(unlearned) > (15 if IS_NIGHT else 2)
    for answer in led:
        able = knowledge.algorithms[leader_of(answer)].facts.capabilities
        for pattern in patterns_of(answer):
            for name, wanted in knowledge.patterns[pattern].needs.items():
                assert able.get(name, wanted) is wanted, (answer.brief, pattern)
    for answer in unlearned:
        assert not patterns_of(answer) & OF_LEARNING, answer.brief
        decided = {each.decision: each.option for each in answer.decisions if each.strength != "must"}
        assert decided.get("training-mode", "no-training") == "no-training", answer.brief
        assert decided.get("acquisition") != "train-from-scratch", answer.brief


def test_a_table_of_written_rules_has_no_sureness_no_vectors_and_no_simpler_rule(advisor: Advisor) -> None:
    answer = answer_to(advisor, CODES)
    assert leader_of(answer) == "hand-written-rules"
    assert not patterns_of(answer) & {"reject-option", "embeddings", "separate-business-logic"}
    assert decisions_of(answer).get("fallback") != "heuristic"
    learned = answer_to(advisor, CODES, stakes__specification="none", data__labelled_rows=400_000)
    assert leader_of(learned) != "hand-written-rules"
    assert "reject-option" in patterns_of(learned)


def test_who_plans_under_constraints_needs_no_filter_for_its_actions(advisor: Advisor) -> None:
    answer = answer_to(advisor, CLIMATE)
    assert leader_of(answer) == "model-predictive-control"
    assert "action-filter" not in patterns_of(answer)
    loop = answer_to(advisor, CLIMATE, data__decision_variables=1, deployment__target="plc", project__simulator=False)
    assert leader_of(loop) == "pid-controller"
    assert "action-filter" in patterns_of(loop)


def test_a_fine_tuned_encoder_was_not_trained_on_own_data_alone(advisor: Advisor) -> None:
    answer = answer_to(advisor, MAIL, data__languages=2, deployment__requests_per_day=132)
    assert leader_of(answer) == "fine-tuned-language-encoder"
    assert decisions_of(answer).get("acquisition") in (None, "fine-tune-pretrained")
    assert decisions_of(answer).get("feature-computation") != "precomputed"


def test_what_has_no_likelihood_is_told_of_no_loss_that_reads_bounds(advisor: Advisor) -> None:
    answer = answer_to(advisor, STOCKOUTS)
    bounds = {each.pattern for each in answer.patterns} & {"limits-as-bounds"}
    assert bool(bounds) == (leader_of(answer) != "intermittent-demand-forecast")
    assert any("bound" in each.text for each in answer.candidates[0].cautions)


@pytest.mark.parametrize(("daily", "form"), [(132, False), (999, False), (1000, True), (200_000, True)])
def test_some_hundred_cases_a_day_need_no_broker(advisor: Advisor, daily: int, form: bool) -> None:
    answer = answer_to(advisor, MAIL, deployment__requests_per_day=daily)
    assert (decisions_of(answer).get("serving-form") == "stream-processor") is form
    assert ("stream-processing" in patterns_of(answer)) is form


def test_a_few_streams_a_day_may_well_be_processed_as_such(advisor: Advisor) -> None:
    captions = {"task": "speech-to-text", "data.modality": "audio", "deployment.target": "on-premises"}
    answer = answer_to(advisor, captions, deployment__interaction="stream", deployment__requests_per_day=10)
    assert "stream-processing" in patterns_of(answer)


def test_nobody_reads_that_what_the_leaders_recipe_ends_in_is_out(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    answer = answer_to(advisor, IDLERS, deployment__interaction="stream")
    assert [each.reduction for each in answer.candidates[0].reductions] == ["outliers-against-conditions"]
    assert "control-chart" in {each.algorithm for each in answer.excluded}
    assert "control-chart" not in {each.algorithm for each in told_as_out(answer, knowledge)}


def test_what_watches_for_wear_is_not_weighed_by_how_it_learns_as_it_watches(advisor: Advisor) -> None:
    watched, log = (
        {each.quality for each in answer_to(advisor, {k: IDLERS[k] for k in given}).priorities}
        for given in (IDLERS, IDLERS.keys() - {"data.sampling_rate"})
    )
    assert "incrementality" not in watched
    assert "incrementality" in log


def test_nothing_is_measured_where_code_alone_is_left(advisor: Advisor) -> None:
    code = answer_to(advisor, CODES, task="binary-classification", data__labelled_rows=9000)
    assert [each.algorithm for each in code.candidates] == ["hand-written-rules"]
    assert not can_be_probed(code)
    learned = answer_to(advisor, CODES, stakes__specification="none", data__labelled_rows=9000)
    assert can_be_probed(learned)


def test_advice_of_a_house_that_the_leader_cannot_follow_says_why(knowledge: KnowledgeBase) -> None:
    pack = (
        "rulepack: {id: house, version: 1, title: House, license: CC0-1.0}\nrules:\n"
        "  - {id: house-0, title: A rule, then: {advise: action-filter}, "
        "sources: [{ref: mlip-book-ch25, locator: chapter 25, supports: it}]}\n"
    )
    loading = load_packs(knowledge, [parse_pack(pack.encode(), "house.yaml")])
    answer = recommend(Brief.from_mapping(CLIMATE), loading.knowledge)
    (told,) = answer.not_followed
    assert (told.pattern, told.why) == ("action-filter", "no place beside a leader that keeps constraints itself")


def test_a_pattern_that_needs_what_no_algorithm_is_known_for_is_refused(folder: ContentFolder) -> None:
    folder.algorithm("tree", capabilities={"learns": True})
    folder.pattern("careful", needs={"lerns": True})
    with pytest.raises(KnowledgeError, match="unknown capability 'lerns'"):
        folder.answer()


def test_a_rule_speaks_of_nobody_who_is_known_to_lack_what_it_is_about(folder: ContentFolder) -> None:
    folder.algorithm("written", capabilities={"learns": False})
    folder.algorithm("fitted", capabilities={"learns": True})
    folder.algorithm("open")
    folder.rules(rule("out", {"exclude": "it learns"}, algorithm={"except": {"capability": {"learns": False}}}))
    assert [each.algorithm for each in folder.answer().excluded] == ["fitted", "open"]


def test_nobody_tunes_a_random_field_that_was_trained_elsewhere(advisor: Advisor) -> None:
    answer = answer_to(advisor, DEEDS)
    assert answer.candidates[0].algorithm == "conditional-random-field"
    assert ("acquisition", "fine-tune-pretrained") not in {(each.decision, each.option) for each in answer.decisions}
    assert "transfer-learning" not in {each.pattern for each in answer.patterns}


def test_an_encoder_of_texts_is_still_tuned_on_few_labels(advisor: Advisor) -> None:
    answer = answer_to(advisor, MAIL, data__labelled_rows=900, data__rows=900, data__classes=6)
    assert ("acquisition", "fine-tune-pretrained") in {(each.decision, each.option) for each in answer.decisions}
    assert "transfer-learning" in {each.pattern for each in answer.patterns}
