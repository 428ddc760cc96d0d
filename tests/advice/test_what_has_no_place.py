"""What to measure, components, patterns and decisions speak of the solution that leads and not of another one."""

from __future__ import annotations

from typing import Any

import pytest

from answer_parts import answer_to, decisions_of, patterns_of
from whichml.advise.recommendation import Advisor
from whichml.model.briefs.brief import Brief
from whichml.model.statements.recommendation import Recommendation
from whichml.model.values.qualities import QUALITIES

pytestmark = pytest.mark.slow("answers a brief for each pair of facts")

TARIFF = {"task": "deterministic-computation", "data.modality": "tabular", "deployment.target": "desktop"}
CHARGING = {
    "task": "control", "data.modality": "time-series", "data.hard_constraints": True, "deployment.target": "plc",
}  # fmt: skip
FAQ = {"task": "question-answering", "data.modality": "text", "data.distinct_outputs": 22, "data.rows": 7000}
GLASSES = {
    "task": "translation", "data.modality": "text", "data.privacy": "stays-on-device", "deployment.devices": 9000,
    "deployment.target": "wearable", "deployment.connectivity": "never", "deployment.interaction": "interactive",
}  # fmt: skip
ROSTER = {
    "task": "planning", "data.modality": "tabular", "data.actions": "discrete", "data.hard_constraints": True,
    "data.decision_variables": 5000, "deployment.target": "cloud", "project.team_size": 4,
}  # fmt: skip
STOCKS = {**ROSTER, "data.actions": "continuous"}
TEST_BY_LOT = {
    "task": "treatment-effect-estimation", "data.modality": "tabular", "data.labelled_rows": 40_000,
    "data.assignment": "random", "stakes.explanation": "full",
    "priorities": ["calibration", "uncertainty-quantification"],
}  # fmt: skip
WAFERS = {
    "task": "outlier-detection", "data.modality": "image", "data.rows": 6000, "data.labelled_rows": 85,
    "data.minority_share": 0.005,
}  # fmt: skip
PRICES = {"task": "regression", "data.modality": "tabular", "data.labelled_rows": 640_000, "data.features": 24}


MANUALS = {"task": "question-answering", "data.modality": "text", "data.rows": 8000, "data.text_length": 3000}
SCANS = {"task": "binary-classification", "data.modality": "image", "data.rows": 20_000}
SEAMS = {
    "task": "multiclass-classification", "data.modality": "image", "data.rows": 3000, "data.classes": 5,
    "deployment.target": "edge-device", "deployment.interaction": "real-time",
}  # fmt: skip
PUMPS = {
    "task": "binary-classification", "data.modality": "sensor-features", "data.rows": 200_000, "data.labelled_rows": 0,
    "data.features": 30, "project.domain_experts": True,
}  # fmt: skip


def procedure(answer: Recommendation, quality: str) -> str:
    return next((each.procedure for each in answer.measurements if each.quality == quality), "")


def test_where_code_does_it_no_pattern_speaks_of_a_model(advisor: Advisor) -> None:
    skill = {"project__team_ml_skill": "low", "deployment__interaction": "interactive"}
    assert not {"start-interpretable", "transform"} & patterns_of(answer_to(advisor, TARIFF, **skill))
    assert {"start-interpretable", "transform"} <= patterns_of(answer_to(advisor, PRICES, **skill))


@pytest.mark.parametrize("given", [TARIFF, CHARGING])
def test_where_nothing_is_trained_no_component_trains(advisor: Advisor, given: dict[str, Any]) -> None:
    told = {each.component for each in answer_to(advisor, given).components}
    assert not told & {"data-management", "data-sources", "feature-store", "ml-pipeline"}


def test_a_component_is_told_with_what_it_has_to_care_for(advisor: Advisor) -> None:
    for given in (TARIFF, CHARGING, FAQ, GLASSES, PRICES):
        assert all(each.concerns for each in answer_to(advisor, given).components)


def test_a_feature_store_asks_for_columns(advisor: Advisor) -> None:
    told = [{each.component for each in answer_to(advisor, given).components} for given in (PRICES, FAQ)]
    assert ["feature-store" in each for each in told] == [True, False]


def test_a_device_that_is_never_connected_shares_nothing(advisor: Advisor) -> None:
    answer = answer_to(advisor, GLASSES)
    assert not {"federated-learning", "multi-stage-prediction", "multilingual-encoder"} & patterns_of(answer)
    decided = decisions_of(answer)
    assert (decided["feature-computation"], decided.get("model-composition")) != ("precomputed", "cascade")
    assert decided["training-mode"] != "federated"


def test_a_head_on_embeddings_is_trained(advisor: Advisor) -> None:
    decided = decisions_of(answer_to(advisor, FAQ))
    assert decided["training-mode"] != "no-training"
    assert decided["acquisition"] != "licensed-model"


def test_what_compares_with_normal_pictures_is_not_fitted_to_labels(advisor: Advisor) -> None:
    answer = answer_to(advisor, WAFERS)
    assert answer.candidates[0].algorithm == "patch-feature-anomaly-detector"
    assert "transfer-learning" not in patterns_of(answer)
    told_apart = {**WAFERS, "task": "binary-classification", "data.labelled_rows": 6000, "data.minority_share": 0.3}
    assert "transfer-learning" in patterns_of(answer_to(advisor, told_apart))


def test_what_stands_in_for_a_simulator_is_not_made_fit_for_the_real_world(advisor: Advisor) -> None:
    runs = {"data__label_origin": "simulated", "data__labelled_rows": 350, "data__features": 12}
    stands_in = answer_to(advisor, PRICES, **runs, project__simulator=True)
    assert "domain-randomization" not in patterns_of(stands_in)
    cautions = [each.text for each in stands_in.candidates[0].cautions]
    assert any("it stands in for that" in each for each in cautions)
    assert not any("Keep some real cases" in each for each in cautions)
    for_real = answer_to(advisor, PRICES, **runs, project__simulator=False)
    assert "domain-randomization" in patterns_of(for_real)


def test_no_readable_model_imitates_what_solves_by_constraints(advisor: Advisor) -> None:
    planned = answer_to(advisor, ROSTER, stakes__explanation="post-hoc", priorities=["explainability"])
    assert "surrogate-model" not in patterns_of(planned)
    assert "constraints" in procedure(planned, "explainability")
    many = {"data__relation": "nonlinear", "data__labelled_rows": 640_000, "stakes__explanation": "post-hoc"}
    assert "surrogate-model" in patterns_of(answer_to(advisor, PRICES, **many))


def test_fixed_answers_need_no_search_of_documents(advisor: Advisor) -> None:
    growing = {**FAQ, "data.distinct_outputs": None}
    assert "retrieval-augmented-generation" not in patterns_of(answer_to(advisor, FAQ))
    growing.pop("data.distinct_outputs")
    assert "retrieval-augmented-generation" in patterns_of(answer_to(advisor, growing))


def test_an_opaque_leader_is_not_called_readable(advisor: Advisor) -> None:
    answer = answer_to(advisor, {"task": "outlier-detection", "data.modality": "tabular", "data.labelled_rows": 0})
    assert answer.candidates[0].algorithm == "isolation-forest"
    assert decisions_of(answer).get("explanation-form") != "inherent"


def test_hand_made_columns_are_not_measured_of_pictures(advisor: Advisor) -> None:
    quality = "feature-engineering-need"
    asked = {"requirements": [{"quality": quality, "max": "low"}]}
    pictures = {**PRICES, "data.modality": "image"}
    assert procedure(answer_to(advisor, PRICES, priorities=[quality]), quality)
    assert not procedure(answer_to(advisor, pictures, priorities=[quality]), quality)
    assert procedure(answer_to(advisor, pictures, **asked), quality)


@pytest.mark.parametrize(("at", "words"), [("p95", "95th percentile"), ("worst-case", "worst case")])
def test_a_required_statistic_is_what_is_measured(advisor: Advisor, at: str, words: str) -> None:
    asked = {"requirements": [{"quality": "inference-latency", "max": "40 ms", "at": at}]}
    told = next(m for m in answer_to(advisor, PRICES, **asked).measurements if m.quality == "inference-latency")
    assert told.metric == f"{words} of inference latency (ms)"


def test_one_average_effect_is_measured_by_its_interval(advisor: Advisor) -> None:
    trial = {"task": "treatment-effect-estimation", "data.modality": "tabular", "data.assignment": "random"}
    one = answer_to(advisor, trial, data__rows=5400, stakes__explanation="full", priorities=["accuracy"])
    assert one.candidates[0].algorithm == "average-effect-difference"
    assert next(m.metric for m in one.measurements if m.quality == "accuracy") == "interval-width"


def test_of_a_leader_only_what_a_condition_asks_for_is_worked_out(advisor: Advisor) -> None:
    asked = set(advisor.knowledge.asked_of_leader)
    assert {"interpretability"} <= asked < set(QUALITIES)
    assessment = advisor.assess(Brief.from_mapping(PRICES))
    worked_out = {name.removeprefix("answer.leader.") for name in assessment.answer_facts if "answer.leader." in name}
    assert worked_out <= asked
    assert "interpretability" in worked_out


FOUND: dict[str, Any] = {"task": "clustering", "data.modality": "tabular", "data.rows": 80_000, "data.features": 2}
OF_RUNNING = {"fallback", "inference-placement", "communication", "telemetry-location", "update-rollout", "api-access"}


def spoken_of(answer: Recommendation) -> set[str]:
    return {*decisions_of(answer), *(each.decision for each in answer.not_decided)}


@pytest.mark.parametrize("task", ["clustering", "treatment-effect-estimation", "dimensionality-reduction"])
def test_of_what_is_found_once_nothing_is_called_renewed_or_watched(advisor: Advisor, task: str) -> None:
    answer = answer_to(advisor, {**FOUND, "task": task})
    assert not spoken_of(answer) & OF_RUNNING
    assert not {each.component for each in answer.components} & {"model-inference-service", "monitoring"}
    served = answer_to(advisor, {**FOUND, "task": task}, deployment__interaction="online")
    assert spoken_of(served) >= OF_RUNNING
    assert {"model-inference-service", "monitoring"} <= {each.component for each in served.components}


def test_what_is_never_put_into_operation_has_no_fallback_whatever_the_task(advisor: Advisor) -> None:
    assert not spoken_of(answer_to(advisor, PRICES, deployment__target="none")) & OF_RUNNING
    again = answer_to(advisor, PRICES, deployment__target="none", deployment__update_cadence="monthly")
    assert "fallback" in spoken_of(again)


def test_where_code_does_it_nobody_is_asked_how_models_are_composed(advisor: Advisor) -> None:
    assert not spoken_of(answer_to(advisor, TARIFF)) & {"feature-computation", "model-composition"}
    assert "model-composition" in spoken_of(answer_to(advisor, TARIFF, stakes__safety_critical=True))


def test_what_others_trained_is_not_trained_from_scratch(advisor: Advisor) -> None:
    sales = {"task": "forecasting", "data.modality": "time-series", "data.series": 300, "data.rows": 300_000}
    answer = answer_to(advisor, sales)
    assert answer.candidates[0].algorithm == "pretrained-forecaster"
    assert decisions_of(answer).get("acquisition") != "train-from-scratch"
    (left,) = (each.text for each in answer.not_decided if each.decision == "acquisition")
    assert "close between 'Ready-made model on own hardware' (" in left


def test_where_nothing_is_trained_no_component_cares_for_training(advisor: Advisor) -> None:
    notes = {"task": "summarisation", "data.modality": "text", "data.rows": 1000, "data.text_length": 3000}
    answer = answer_to(advisor, notes)
    assert decisions_of(answer)["training-mode"] == "no-training"
    told = {each.component: [concern.text for concern in each.concerns] for each in answer.components}
    assert "ml-pipeline" not in told
    assert not [text for texts in told.values() for text in texts if "train" in text]


PORTRAITS = {"task": "image-generation", "data.modality": "text", "stakes.protected_groups": True}


def test_what_generates_has_no_error_rates_by_group(advisor: Advisor) -> None:
    answer = answer_to(
        advisor, PORTRAITS, stakes__cost_of_mistakes="high", priorities=["fairness-control", "calibration"]
    )
    assert "recall" not in procedure(answer, "fairness-control")
    assert "prompts that name no group" in procedure(answer, "fairness-control")
    assert not procedure(answer, "calibration")
    assert "discriminatory-inputs" not in patterns_of(answer)


def test_what_is_written_from_a_record_looks_nothing_up(advisor: Advisor) -> None:
    told = [
        patterns_of(answer_to(advisor, {"task": "text-generation", "data.modality": kind, "data.growth": "fast"}))
        for kind in ("text", "tabular")
    ]
    assert ["retrieval-augmented-generation" in each for each in told] == [True, False]


@pytest.mark.parametrize(
    ("task", "named", "unnamed"),
    [
        ("pose-estimation", "mmpose.apis.MMPoseInferencer", "mmdet.apis.DetInferencer"),
        ("object-detection", "mmdet.apis.DetInferencer", "mmpose.apis.MMPoseInferencer"),
    ],
)
def test_key_points_are_not_found_by_what_finds_boxes_alone(
    advisor: Advisor, task: str, named: str, unnamed: str
) -> None:
    answer = answer_to(advisor, {"task": task, "data.modality": "image", "data.labelled_rows": 8000})
    ranked = (*answer.candidates, *answer.outclassed)
    detector = next(each for each in ranked if each.algorithm == "one-stage-object-detector")
    assert named in detector.implementations
    assert unnamed not in detector.implementations


def test_a_large_image_takes_as_long_as_its_tiles(advisor: Advisor) -> None:
    given = {"task": "object-detection", "data.modality": "image", "data.labelled_rows": 8000}
    levels = []
    for side in (640, 2048):
        answer = answer_to(advisor, given, data__image_side=side, priorities=["inference-latency"])
        detector = next(each for each in answer.candidates if each.algorithm == "one-stage-object-detector")
        levels += [each.level for each in detector.qualities if each.quality == "inference-latency"]
    assert levels == ["low..high", "medium..very-high"]


OF_A_MODEL = {
    "automatic-rollback", "model-in-image", "model-load", "model-versioning", "scheduled-training",
    "single-script-pipeline", "test-on-later-data", "workflow-pipeline",
}  # fmt: skip


@pytest.mark.parametrize("cadence", ["hourly", "daily", "weekly", "monthly"])
@pytest.mark.parametrize("given", [ROSTER, STOCKS])
def test_the_pace_of_plans_is_none_of_training(advisor: Advisor, given: dict[str, Any], cadence: str) -> None:
    answer = answer_to(advisor, given, deployment__update_cadence=cadence, data__drift="slow")
    decided = decisions_of(answer)
    assert decided["acquisition"] == "no-model"
    assert decided["training-mode"] == "no-training"
    assert decided.get("update-rollout") in (None, "with-product-release")
    assert not patterns_of(answer) & OF_A_MODEL
    learned = answer_to(advisor, PRICES, deployment__update_cadence=cadence, deployment__target="cloud")
    assert patterns_of(learned) & OF_A_MODEL


@pytest.mark.parametrize("cadence", ["hourly", "daily", "yearly", "per-event"])
def test_what_changes_at_a_stated_pace_is_not_trained_once(advisor: Advisor, cadence: str) -> None:
    for given in (PRICES, GLASSES, {"task": "clustering", "data.modality": "tabular", "data.rows": 9000}):
        assert decisions_of(answer_to(advisor, given, deployment__update_cadence=cadence))["training-mode"] != "one-off"


def test_no_question_asks_for_what_could_change_nothing(advisor: Advisor) -> None:
    asked = answer_to(advisor, ROSTER, deployment__update_cadence="weekly").open_questions
    told = " ".join(each.effect for each in asked)
    assert "train-from-scratch" not in told
    assert "scheduled-retraining" not in told
    assert not {"data.rows", "data.groups"} & {each.field for each in asked}
    assert not any(pattern in told for pattern in OF_A_MODEL)


@pytest.mark.parametrize("task", ["deterministic-computation", "ranking", "binary-classification"])
def test_what_is_specified_is_measured_by_no_figure_of_learning(advisor: Advisor, task: str) -> None:
    wishes = {"priorities": ["accuracy", "calibration", "generalization", "data-quality-sensitivity"]}
    given = {"task": task, "data.modality": "tabular", "stakes.specification": "complete", **wishes}
    answer = answer_to(advisor, given, stakes__explanation="post-hoc")
    assert {each.quality for each in answer.measurements} & {*wishes["priorities"]} == {"accuracy"}
    assert decisions_of(answer)["explanation-form"] == "inherent"
    assert "explainable-predictions" not in patterns_of(answer)


def test_effects_have_no_truth_to_be_held_against(advisor: Advisor) -> None:
    answer = answer_to(advisor, TEST_BY_LOT)
    told = " ".join(each.procedure for each in answer.measurements)
    assert "truths" not in told
    assert "known effect" in procedure(answer, "uncertainty-quantification")


def test_amounts_are_planned_by_a_linear_program_and_whole_pieces_are_not(advisor: Advisor) -> None:
    leading = {
        name: answer_to(advisor, given).candidates[0] for name, given in (("amounts", STOCKS), ("pieces", ROSTER))
    }
    assert leading["amounts"].algorithm == "linear-programming"
    assert "linear-programming" not in {leading["pieces"].algorithm, *leading["pieces"].equivalents}
    assert "linear-programming" in {each.algorithm for each in answer_to(advisor, ROSTER).excluded}


def test_a_controller_is_no_form_of_rules_and_a_filter_controls_by_its_forecast_alone(advisor: Advisor) -> None:
    loop = {"task": "control", "data.modality": "sensor-features", "data.decision_variables": 1}
    answer = answer_to(advisor, loop, data__actions="continuous", deployment__target="plc")
    leader = answer.candidates[0]
    assert leader.algorithm == "pid-controller"
    assert "hand-written-rules" not in leader.equivalents
    filters = [each for each in (*answer.candidates, *answer.outclassed) if each.algorithm == "state-space-filter"]
    assert [[way.reduction for way in each.reductions] for each in filters] == [
        ["control-by-forecast-and-optimisation"]
    ] * len(filters)


@pytest.mark.parametrize(
    ("given", "more", "form"),
    [
        (MANUALS, {"stakes__grounded": True}, "post-hoc"),
        (MANUALS, {"stakes__grounded": True, "stakes__cost_of_mistakes": "low"}, "post-hoc"),
        (SCANS, {"requirements": [{"quality": "explainability", "min": "medium", "priority": "must"}]}, "post-hoc"),
        # a sum of features made by hand is read as it is
        (SCANS, {"requirements": [{"quality": "interpretability", "min": "medium", "priority": "must"}]}, "inherent"),
    ],
)
def test_a_demanded_explanation_is_not_left_out(
    advisor: Advisor, given: dict[str, Any], more: dict[str, Any], form: str
) -> None:
    assert decisions_of(answer_to(advisor, given)).get("explanation-form", "none") == "none"
    assert decisions_of(answer_to(advisor, given, **more))["explanation-form"] == form


def test_where_no_explanation_is_asked_for_shown_sources_do(advisor: Advisor) -> None:
    answer = answer_to(advisor, MANUALS, stakes__grounded=True, stakes__explanation="none")
    assert decisions_of(answer)["explanation-form"] == "none"


def test_single_pictures_are_not_joined_to_tracks(advisor: Advisor) -> None:
    told = [patterns_of(answer_to(advisor, SEAMS, **more)) for more in ({}, {"data__arrival": "stream"})]
    assert ["tracks-before-alarms" in each for each in told] == [False, True]


def test_what_learns_from_no_labels_gets_no_labelling_functions(advisor: Advisor) -> None:
    unlabelled = answer_to(advisor, {**PUMPS, "task": "outlier-detection"})
    told = [patterns_of(each) for each in (unlabelled, answer_to(advisor, PUMPS, data__labelled_rows=900))]
    assert ["weak-supervision" in each for each in told] == [False, True]


@pytest.mark.parametrize(
    "more",
    [
        {"deployment__accelerator": "npu"}, {"deployment__storage": "16 MB"},
        {"requirements": [{"quality": "model-size", "max": "8 MB", "priority": "must"}]},
    ],
)  # fmt: skip
def test_a_small_or_integer_device_gets_a_quantized_network(advisor: Advisor, more: dict[str, Any]) -> None:
    assert "quantized-model" not in patterns_of(answer_to(advisor, SEAMS))
    assert "quantized-model" in patterns_of(answer_to(advisor, SEAMS, **more))


@pytest.mark.parametrize("task", ["retrieval", "question-answering"])
def test_a_search_for_words_does_not_lead_across_languages(advisor: Advisor, task: str) -> None:
    notes = {
        "task": task, "data.modality": "text", "data.rows": 40_000, "data.languages": 2, "data.text_length": 300,
        "deployment.target": "on-premises", "deployment.accelerator": "none", "data.labelled_rows": 0,
    }  # fmt: skip
    within, across = (answer_to(advisor, notes, data__cross_language=each) for each in (False, True))
    assert "lexical-search" in {each.algorithm for each in within.candidates}
    assert across.candidates[0].algorithm != "lexical-search"
    assert "multilingual-encoder" in patterns_of(across)
