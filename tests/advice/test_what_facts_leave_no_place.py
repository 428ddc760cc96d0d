"""What a brief states leaves patterns, options and tests no place that contradict it, and leaves it them elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from whichml.advise.recommendation import Advisor
from whichml.model.briefs.brief import Brief
from whichml.model.statements.recommendation import Recommendation

SEPSIS = {
    "task": "binary-classification", "data.modality": "tabular", "data.rows": 8900, "data.labelled_rows": 8900,
    "data.features": 20, "data.privacy": "sensitive", "data.residency": "stays-in-organisation",
    "deployment.target": "on-premises", "deployment.interaction": "interactive", "project.team_size": 2,
    "project.domain_experts": True, "project.human_review": True, "stakes.cost_of_mistakes": "very-high",
    "stakes.safety_critical": True, "stakes.explanation": "post-hoc",
}  # fmt: skip
TILES = {
    "task": "outlier-detection", "data.modality": "image", "data.rows": 50_000, "data.labelled_rows": 50_000,
    "data.minority_share": 0.004, "data.image_side": 4096, "data.new_groups": True, "data.drift": "fast",
    "data.arrival": "stream", "deployment.target": "edge-server", "deployment.accelerator": "gpu",
    "deployment.interaction": "real-time", "project.team_size": 2,
}  # fmt: skip
GRAFTS = {
    "task": "survival-analysis", "data.modality": "tabular", "data.rows": 22_400, "data.labelled_rows": 22_400,
    "data.features": 48, "data.events": 9800, "data.drift": "slow", "data.privacy": "sensitive",
    "deployment.interaction": "interactive", "project.team_size": 2, "project.human_review": True,
    "project.domain_experts": True, "stakes.cost_of_mistakes": "high", "stakes.safety_critical": True,
    "data.censored_share": 0.56, "data.classes": 2, "data.missing_share": 0.1,
    "data.residency": "stays-in-organisation",
    "requirements": [
        {"quality": "calibration", "min": "high", "priority": "must"},
        {"quality": "uncertainty-quantification", "min": "medium", "priority": "must"},
    ],
}  # fmt: skip
THEMES = {
    "task": "topic-modelling", "data.modality": "text", "data.rows": 31_000, "data.labelled_rows": 0,
    "data.group_count": "unknown", "data.privacy": "public", "deployment.interaction": "batch",
    "deployment.update_cadence": "never", "project.team_size": 1, "project.human_review": True,
}  # fmt: skip
LEASES = {
    "task": "sequence-labelling", "data.modality": ["text", "image"], "data.rows": 6140, "data.labelled_rows": 140,
    "data.classes": 25, "data.languages": 2, "data.text_length": 20_000, "data.privacy": "internal",
    "deployment.target": "cloud", "deployment.interaction": "batch", "project.team_size": 2,
    "project.team_ml_skill": "very-low", "project.human_review": True,
}  # fmt: skip
VISCOSITY = {
    "task": "probabilistic-regression", "data.modality": "sensor-features", "data.target": ["positive"],
    "data.rows": 96, "data.labelled_rows": 96, "data.features": 140, "data.collinear": True, "data.drift": "slow",
    "data.label_cost": "14000 USD", "project.team_ml_skill": "low",
}  # fmt: skip
MAILS = {
    "task": "multiclass-classification", "data.modality": "text", "data.rows": 240_000, "data.labelled_rows": 240_000,
    "data.classes": 38, "deployment.target": "on-premises", "deployment.interaction": "online",
    "stakes.fallback_possible": True,
}  # fmt: skip
TARIFF = {
    "task": "regression", "data.modality": "tabular", "data.rows": 410_000, "data.labelled_rows": 410_000,
    "data.features": 35, "data.spatial": True,
}  # fmt: skip
PUMPS = {
    "task": "outlier-detection", "data.modality": ["time-series", "sensor-features"], "data.sampling_rate": "10 kHz",
    "data.window": "1 s", "data.groups": 1200, "data.arrival": "stream", "deployment.target": "edge-device",
    "deployment.interaction": "stream", "deployment.connectivity": "intermittent", "project.human_review": True,
}  # fmt: skip

WIND = {
    "task": "forecasting", "data.modality": "time-series", "data.target": ["bounded"], "data.rows": 3_150_000,
    "data.series": 45, "data.horizon": "36 hours", "data.exogenous": True, "data.missing_share": 0.05,
    "data.relation": "nonlinear", "data.drift": "slow", "data.privacy": "internal", "deployment.target": "cloud",
    "deployment.connectivity": "always", "deployment.interaction": "batch", "deployment.requests_per_day": 2200,
    "deployment.update_cadence": "daily", "deployment.telemetry": "full", "project.team_ml_skill": "high",
    "project.team_size": 4, "stakes.cost_of_mistakes": "high", "stakes.fallback_possible": True,
    "requirements": [{"quality": "uncertainty-quantification", "min": "high", "priority": "must"}],
}  # fmt: skip


def answer_to(advisor: Advisor, given: dict[str, Any], **more: Any) -> Recommendation:
    changed = {**given, **{name.replace("__", "."): value for name, value in more.items()}}
    return advisor.recommend(Brief.from_mapping({name: value for name, value in changed.items() if value is not None}))


def advised(answer: Recommendation, pattern: str) -> bool:
    return pattern in {each.pattern for each in answer.patterns}


def decided(answer: Recommendation, decision: str) -> str | None:
    return {each.decision: each.option for each in answer.decisions}.get(decision)


def test_a_detector_of_defects_neither_learns_what_it_judges_nor_looks_live_pictures_up(advisor: Advisor) -> None:
    live = answer_to(advisor, TILES)
    assert decided(live, "training-mode") == "scheduled-retraining"
    assert decided(live, "feature-computation") == "on-request"
    habits = {"data__modality": "event-stream", "data__image_side": None, "deployment__accelerator": None}
    hosts = answer_to(advisor, TILES, **habits, data__labelled_rows=0, deployment__interaction="stream")
    assert decided(hosts, "training-mode") == "incremental"
    stored = answer_to(advisor, TILES, data__arrival="batch", deployment__interaction="batch")
    assert decided(stored, "feature-computation") == "precomputed"


def test_what_is_trained_once_is_rolled_out_on_no_schedule(advisor: Advisor) -> None:
    answer = answer_to(advisor, PUMPS, deployment__update_cadence="never")
    assert decided(answer, "training-mode") == "one-off"
    assert decided(answer, "update-rollout") not in ("scheduled", "per-event")
    monthly = answer_to(advisor, PUMPS, deployment__update_cadence="monthly", deployment__target="on-premises")
    assert decided(monthly, "update-rollout") == "scheduled"


def test_large_pictures_that_are_due_at_once_get_no_ensemble(advisor: Advisor) -> None:
    bound = [{"quality": "inference-latency", "max": "200 ms", "priority": "must"}]
    assert decided(answer_to(advisor, TILES, requirements=bound), "model-composition") != "ensemble"


def test_what_is_read_as_it_is_is_no_ensemble(advisor: Advisor) -> None:
    assert decided(answer_to(advisor, WIND), "model-composition") == "ensemble"
    read = answer_to(advisor, WIND, stakes__explanation="full")
    assert decided(read, "explanation-form") == "inherent"
    assert decided(read, "model-composition") != "ensemble"


def test_what_can_hurt_people_is_watched_in_the_shadow_before_it_counts(advisor: Advisor) -> None:
    answer = answer_to(advisor, SEPSIS)
    assert decided(answer, "experimentation") == "shadow"
    assert decided(answer, "telemetry-location") != "none"
    alone = answer_to(advisor, SEPSIS, deployment__experiments_possible=False)
    assert decided(alone, "experimentation") in ("offline-only", "shadow")
    unseen = answer_to(advisor, SEPSIS, deployment__telemetry="none")
    assert decided(unseen, "telemetry-location") == "none"
    assert decided(unseen, "experimentation") != "shadow"


def test_a_study_rolls_nothing_out_and_watches_nothing(advisor: Advisor) -> None:
    study = answer_to(advisor, THEMES, deployment__target="none", data__feedback="none")
    assert decided(study, "update-rollout") is None
    assert "monitoring" not in {each.component for each in study.components}
    assert not any("Label a sample by hand" in each.text for each in study.candidates[0].cautions)
    desk = answer_to(advisor, THEMES, deployment__target="desktop", data__feedback="none")
    assert decided(desk, "update-rollout") is not None
    assert any("Label a sample by hand" in each.text for each in desk.candidates[0].cautions)


def test_a_hosted_model_is_served_by_its_vendor(advisor: Advisor) -> None:
    answer = answer_to(advisor, LEASES)
    assert decided(answer, "acquisition") == "hosted-model"
    assert decided(answer, "hardware") != "none"
    assert decided(answer, "serving-form") is not None


def test_who_decides_every_case_is_handed_no_doubtful_ones(advisor: Advisor) -> None:
    assert not advised(answer_to(advisor, SEPSIS), "reject-option")
    assert advised(answer_to(advisor, SEPSIS, deployment__interaction="batch"), "reject-option")
    assert advised(answer_to(advisor, SEPSIS, stakes__fallback_possible=True), "reject-option")


def test_a_leader_without_such_a_loss_is_told_to_learn_the_logarithm(advisor: Advisor) -> None:
    few = answer_to(advisor, VISCOSITY)
    assert few.candidates[0].algorithm in ("bayesian-ridge", "partial-least-squares")
    assert not advised(few, "loss-of-the-target")
    assert any("model the logarithm" in each.text for each in few.candidates[0].cautions)
    many = answer_to(advisor, TARIFF, data__target=["positive", "heavy-tailed"], data__spatial=None)
    assert advised(many, "loss-of-amounts")
    assert not advised(answer_to(advisor, TARIFF, data__target=["positive"], data__spatial=None), "loss-of-amounts")


def test_where_every_answer_comes_by_itself_no_case_is_picked_for_labels(advisor: Advisor) -> None:
    assert advised(answer_to(advisor, VISCOSITY), "active-learning")
    assert not advised(answer_to(advisor, VISCOSITY, data__label_delay="6 h"), "active-learning")
    assert not advised(answer_to(advisor, VISCOSITY, data__feedback="delayed"), "active-learning")
    chosen = {"data__label_delay": "6 h", "data__feedback": "partial"}
    assert advised(answer_to(advisor, VISCOSITY, **chosen), "active-learning")


def test_trials_are_no_product_that_is_launched(advisor: Advisor) -> None:
    trials = {"task": "experiment-selection", "data.modality": "tabular", "data.rows": 64, "data.labelled_rows": 64}
    assert not advised(answer_to(advisor, trials), "launch-without-machine-learning")
    assert advised(answer_to(advisor, trials, task="binary-classification"), "launch-without-machine-learning")


def test_what_learns_what_is_normal_is_shown_no_other_light(advisor: Advisor) -> None:
    assert not advised(answer_to(advisor, TILES), "other-devices-in-training")
    told_apart = answer_to(advisor, TILES, task="multiclass-classification", data__minority_share=0.2)
    assert advised(told_apart, "other-devices-in-training")


def test_where_people_take_over_no_default_result_does(advisor: Advisor) -> None:
    people = answer_to(advisor, MAILS, project__human_review=True, stakes__cost_of_mistakes="high")
    assert decided(people, "fallback") == "human"
    assert not advised(people, "simple-fallback")
    nobody = answer_to(advisor, MAILS, project__human_review=False)
    assert decided(nobody, "fallback") != "human"
    assert advised(nobody, "simple-fallback")


def test_people_who_have_time_for_some_mails_take_the_doubtful_ones(advisor: Advisor) -> None:
    shared = answer_to(advisor, MAILS, project__human_review=False, project__cases_per_day=380)
    assert decided(shared, "human-role") in ("human-in-the-loop", "organize")
    assert advised(shared, "reject-option")
    nobody = answer_to(advisor, MAILS, project__human_review=False)
    assert decided(nobody, "human-role") == "automate"


@pytest.mark.parametrize(
    ("more", "in_blocks"),
    [
        ({}, True),
        ({"deployment__update_cadence": "never"}, True),
        ({"deployment__update_cadence": "yearly"}, False),
        ({"deployment__update_cadence": "yearly", "data__new_groups": True}, True),
    ],
)
def test_the_same_map_a_year_later_is_no_other_map(advisor: Advisor, more: dict[str, Any], in_blocks: bool) -> None:
    answer = answer_to(advisor, TARIFF, **more)
    told = " ".join(each.procedure for each in answer.measurements)
    assert ("whole blocks of the map" in told) == in_blocks
    assert ("test on later ones" in told) != in_blocks
    assert advised(answer, "repeatable-splitting") == in_blocks
