"""Facts that no field holds: counted by their parts, read with the notes or as a requirement, or of no weight."""

from __future__ import annotations

import pytest

from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError


def read(task: str = "binary-classification", modality: object = "tabular", **groups: object) -> Brief:
    data = groups.pop("data", {})
    assert isinstance(data, dict)
    return Brief.from_mapping({"task": task, "data": {"modality": modality, **data}, **groups})


def facts_of(brief: Brief, *fields: str) -> tuple[object, ...]:
    return tuple(brief.facts().get(field) for field in fields)


@pytest.mark.parametrize(
    ("data", "rows", "labelled"),
    [
        ({"rows": 2200, "unlabeled_images": 200_000}, 202_200, 2200),
        ({"rows": "9k", "unlabelled": "400,000"}, 409_000, 9000),
        ({"labelled_rows": 300, "unlabeled_rows": 200}, 500, 300),
        ({"rows": 3500, "labeled_share": "10 %"}, 3500, 350),
        ({"labelled_hours": 60, "window": "2.5 s"}, None, 86_400),
        ({"hours": 10, "clip_length": "10 s"}, 3600, None),
    ],
)
def test_rows_and_labels_are_counted_by_those_without_labels_by_a_share_and_by_hours(
    data: dict[str, object], rows: int | None, labelled: int | None
) -> None:
    assert facts_of(read(data=data), "data.rows", "data.labelled_rows") == (rows, labelled)


@pytest.mark.parametrize(
    "data",
    [
        {"rows": 1000, "unlabelled_rows": 800}, {"unlabelled_rows": 800}, {"hours": 40}, {"labelled_share": "10 %"},
        {"rows": 1000, "labelled_rows": 200, "unlabelled_rows": 800}, {"labelled_share": 3, "rows": 10},
        {"smallest_class": 60}, {"rows": 50, "smallest_class": 60}, {"class_counts": [140]}, {"class_counts": ["a", 3]},
        {"feature_types": "many"}, {"feature_types": "mixed", "categorical_features": 3}, {"outliers": "few"},
        {"pretrained": False}, {"noise": "high"},
    ],
)  # fmt: skip
def test_what_could_be_counted_in_two_ways_or_may_change_an_answer_stays_refused(data: dict[str, object]) -> None:
    with pytest.raises(BriefError) as refusal:
        read(data=data)
    assert len(refusal.value.problems) == 1


def test_the_sizes_of_classes_tell_their_number_the_smallest_share_and_the_rows() -> None:
    fields = ("data.classes", "data.rows", "data.minority_share")
    assert facts_of(read(data={"class_counts": [140, 70]}), *fields) == (2, 210, 0.333333)
    assert facts_of(read(data={"class_counts": {"good": 90, "bad": 10}, "rows": 400}), *fields) == (2, 400, 0.1)
    assert facts_of(read(data={"smallest_class": 60, "rows": 9000}), *fields) == (None, 9000, 0.006667)


@pytest.mark.parametrize(
    ("data", "categories", "features"),
    [
        ({"feature_types": "mixed"}, 1, None),
        ({"column_types": "numeric"}, 0, None),
        ({"types": ["numeric", "categorical"]}, 1, None),
        ({"column_types": "categorical: 12, numeric: 30"}, 12, 42),
        ({"column_types": {"categorical": 12, "numeric": 30}}, 12, 42),
        ({"features": 50, "column_types": "30 numeric, 12 categorical"}, 12, 50),
        ({"categorical": ["city", "colour"]}, 2, None),
        ({"features": ["age", "income", "city"]}, None, 3),
    ],
)
def test_kinds_of_columns_tell_how_many_are_categories_and_of_mixed_ones_that_one_is(
    data: dict[str, object], categories: int, features: int | None
) -> None:
    assert facts_of(read(data=data), "data.categorical_features", "data.features") == (categories, features)


def test_classes_may_be_named() -> None:
    assert facts_of(read("multiclass-classification", data={"classes": ["cat", "dog", "cow"]}), "data.classes") == (3,)
    assert facts_of(read(data={"labels": ["cat", "dog"]}), "data.classes", "data.labelled_rows") == (2, None)


def test_what_a_project_is_about_is_read_with_its_notes_and_told() -> None:
    brief = read("clustering", project={"purpose": "nobody knows how many groups there are"},
                 stakes={"domain": "medicine"}, notes="Blood samples.", context="Clinic in Ulm")  # fmt: skip
    assert brief.notes == "Blood samples. nobody knows how many groups there are. medicine. Clinic in Ulm"
    assert "`stakes.domain: medicine` is read with the notes." in [each.message for each in brief.notices]
    assert brief.facts()["data.group_count"] == "unknown"


def test_what_is_read_with_the_notes_has_the_place_where_it_stands() -> None:
    text = b"task: clustering\ndata.modality: tabular\nproject:\n  purpose: marketing\nnotes: groups of customers\n"
    told = [str(each) for each in Brief.parse(text, "a.yaml").notices]
    assert "a.yaml:4:12: `project.purpose: marketing` is read with the notes." in told


@pytest.mark.parametrize(
    ("group", "name", "value", "quality", "bound", "priority"),
    [
        ("stakes", "fairness", "required", "fairness-control", "high", "must"),
        ("stakes", "fairness", True, "fairness-control", "high", "should"),
        ("stakes", "uncertainty", "required", "uncertainty-quantification", "high", "must"),
        ("project", "reproducible", True, "reproducibility", "high", "should"),
        ("data", "outliers", "some", "outlier-robustness", "medium", "should"),
        ("data", "outliers", "many", "outlier-robustness", "high", "should"),
    ],
)  # fmt: skip
def test_a_quality_that_is_asked_for_among_the_facts_is_a_requirement(
    group: str, name: str, value: object, quality: str, bound: str, priority: str
) -> None:
    given = {"task": "binary-classification", "data.modality": "tabular", f"{group}.{name}": value}
    (required,) = Brief.from_mapping(given).requirements
    assert (required.quality, required.side, required.bound, required.priority) == (quality, "min", bound, priority)


def test_a_requirement_among_the_facts_joins_those_that_are_listed_or_named_and_has_its_own_place() -> None:
    text = b"""task: regression
data.modality: tabular
stakes: {uncertainty: required}
requirements:
  - {quality: monotonicity, priority: must}
  - {quality: inference-latency, max: 40 ms}
"""
    brief = Brief.parse(text, "a.yaml")
    assert [each.quality for each in brief.requirements] == ["inference-latency", "uncertainty-quantification"]
    assert brief.facts()["data.monotone_features"] is True
    assert [str(brief.place_of(f"requirements.{place}")) for place in (0, 1)] == ["a.yaml:6:5", "a.yaml:3:23"]
    assert brief == Brief.from_mapping(brief.normalised())
    named = read(stakes={"fairness": "required"}, requirements={"latency_ms": 40})
    assert [each.quality for each in named.requirements] == ["inference-latency", "fairness-control"]
    twice = read(stakes={"fairness": "required"}, requirements=[{"quality": "fairness"}])
    assert [each.quality for each in twice.requirements] == ["fairness-control"]
    assert len(Brief.from_mapping(twice.as_written()).requirements) == 1


def test_fairness_between_groups_says_that_the_law_protects_some() -> None:
    assert facts_of(read(stakes={"fairness": "across sex and ethnicity"}), "stakes.protected_groups") == (True,)


@pytest.mark.parametrize(
    ("requirement", "field", "value"),
    [
        ({"quality": "monotonicity", "priority": "should"}, "data.monotone_features", True),
        ("monotonicity", "data.monotone_features", True),
        ({"quality": "feasibility"}, "data.hard_constraints", True),
        ("no hallucinations", "stakes.grounded", True),
        ({"constraint_satisfaction": "must"}, "data.hard_constraints", True),
        ({"quality": "false-alarm-rate", "max": "1 per day"}, "stakes.false_alarms_per_day", 1),
        ({"quality": "false alarms", "max": "0.5/hour"}, "stakes.false_alarms_per_day", 12),
    ],
)
def test_a_requirement_that_says_what_a_field_holds_is_read_as_the_field(
    requirement: object, field: str, value: object
) -> None:
    brief = read(requirements=[{"quality": "roc-auc", "min": 0.8}, requirement])
    assert [each.metric for each in brief.requirements] == ["roc-auc"]
    assert facts_of(brief, field) == (value,)
    assert f"is read as `{field}: {str(value).lower()}`." in " ".join(each.message for each in brief.notices)


def test_a_requirement_against_the_field_that_it_means_is_left_as_it_is() -> None:
    with pytest.raises(BriefError, match="takes exactly one of"):
        read(data={"hard_constraints": False}, requirements=[{"quality": "feasibility"}])


@pytest.mark.parametrize(
    ("task", "modality", "group", "name", "value"),
    [
        ("multiclass-classification", "image", "data", "grayscale", True),
        ("multiclass-classification", "image", "project", "pretrained_models", "allowed"),
        ("text-generation", "text", "project", "fine_tuning", "allowed"),
        ("recommendation", "interactions", "data", "sparsity", "99.9 %"),
        ("uplift", "tabular", "data", "treatment", "binary"), ("uplift", "tabular", "data", "outcome", "continuous"),
        ("uplift", "tabular", "data", "treated_share", "18 %"), ("regression", "tabular", "data", "outliers", "none"),
        ("survival-analysis", "tabular", "data", "time_varying_covariates", "no"),
        ("binary-classification", "tabular", "stakes", "fairness", "not required"),
    ],
)  # fmt: skip
def test_a_fact_that_leaves_the_answer_as_it_is_is_told_to_change_nothing(
    task: str, modality: str, group: str, name: str, value: object
) -> None:
    data = {name: value} if group == "data" else {}
    brief = read(task, modality, data=data, **({} if data else {group: {name: value}}))
    plain = read(task, modality)
    assert brief == plain
    (told,) = [each for each in brief.notices if each not in plain.notices]
    assert told.message.startswith(f"`{group}.{name}: ")
    assert " changes nothing here: " in told.message
    assert not told.is_left_out


def test_what_a_project_is_to_gain_is_no_requirement_on_a_model() -> None:
    brief = read("control", "time-series", requirements=[{"quality": "energy-saving", "min": "10 %"}])
    assert brief.requirements == ()
    assert "says what the project is to gain" in brief.notices[-1].message


@pytest.mark.parametrize(
    ("task", "modality", "group", "name", "value"),
    [
        ("regression", "tabular", "data", "treatment", "binary"),
        ("uplift", "tabular", "data", "treated_share", "2 %"),
        ("uplift", "tabular", "data", "treatment", "continuous"),
        ("regression", "tabular", "data", "sparsity", "80 %"),
        ("outlier-detection", "tabular", "data", "outliers", "some"),
        ("regression", "tabular", "deployment", "power", "15 W"),
        ("speech-to-text", "audio", "data", "noise", "high"),
    ],
)
def test_what_may_change_the_answer_is_never_told_to_change_nothing(
    task: str, modality: str, group: str, name: str, value: object
) -> None:
    with pytest.raises(BriefError, match="unknown field"):
        read(task, modality, **{group: {name: value}})


@pytest.mark.parametrize(
    ("target", "kept"),
    [("hospital", "stays-in-organisation"), ("smartphone", "stays-on-device"), (None, "stays-in-organisation")],
)
def test_what_is_trained_by_federation_stays_on_devices_or_with_each_of_the_organisations(
    target: str | None, kept: str
) -> None:
    assert facts_of(read(deployment={"target": target, "training": "federated"}), "data.residency") == (kept,)
    assert facts_of(read(deployment={"target": target}, data={"federated": True}), "data.residency") == (kept,)


def test_memory_of_a_graphics_processor_says_that_there_is_one() -> None:
    fields = ("deployment.memory", "deployment.accelerator")
    assert facts_of(read(deployment={"gpu_memory": "48 GB"}), *fields) == (48_000_000_000, "gpu")
    assert facts_of(read(deployment={"vram_gb": 16}), *fields) == (16_000_000_000, "gpu")


@pytest.mark.parametrize(
    ("name", "value"), [("power", "5 mW"), ("power_mw", 5), ("power_budget", "0.2 W"), ("power", "battery")]
)
def test_energy_is_short_where_less_than_a_watt_may_be_drawn(name: str, value: object) -> None:
    assert facts_of(read(deployment={name: value}), "deployment.energy_limited") == (True,)


@pytest.mark.parametrize(("written", "quality"), [("low", "high"), ("high", "low"), ("8 %", "medium")])
def test_noise_in_numbers_to_predict_is_that_of_the_labels(written: str, quality: str) -> None:
    assert facts_of(read("regression", data={"noise": written}), "data.label_quality") == (quality,)


def test_two_names_of_one_field_that_say_the_same_are_no_contradiction() -> None:
    assert facts_of(read("ranking", data={"labels": "clicks", "position_bias": True}), "data.clicks") == (True,)
    with pytest.raises(BriefError, match="given twice"):
        read(data={"rows": 5, "samples": 6})


@pytest.mark.parametrize(
    ("task", "modality", "group", "name", "value", "field", "fact"),
    [
        ("ranking", "tabular", "data", "queries", "300k", "data.groups", 300_000),
        ("outlier-detection", "time-series", "data", "n_sensors", 60, "data.channels", 60),
        ("image-segmentation", "image", "data", "spectral_bands", 13, "data.channels", 13),
        ("question-answering", "text", "stakes", "citations", "required", "stakes.grounded", True),
        ("question-answering", "text", "stakes", "hallucination", "unacceptable", "stakes.grounded", True),
        ("quantile-forecasting", "time-series", "data", "covariates", ["price"], "data.exogenous", True),
        ("visual-anomaly-detection", "image", "data", "normal_samples", 1200, "data.rows", 1200),
        ("multiclass-classification", "video", "data", "fps", 15, "data.sampling_rate", 15.0),
        ("multiclass-classification", "text", "data", "queues", 63, "data.classes", 63),
        ("multilabel-classification", "text", "data", "tags", 37, "data.classes", 37),
        ("binary-classification", "tabular", "data", "conversion", "1.8%", "data.minority_share", 0.018),
        ("forecasting", "time-series", "data", "history", "3.5y", "data.history", 110_376_000.0),
        ("multiclass-classification", "video", "data", "frame_rate", "30 fps", "data.sampling_rate", 30.0),
        ("object-detection", "image", "deployment", "fps", 30, "deployment.peak_requests_per_second", 30),
        ("retrieval", "text", "data", "avg_tokens", 400, "data.text_length", 300),
        ("contextual-bandit", "tabular", "data", "actions", 15, "data.actions", "discrete"),
        ("contextual-bandit", "tabular", "data", "arms", 4, "data.actions", "discrete"),
        ("control", "time-series", "data", "actuators", 8, "data.decision_variables", 8),
        ("control", "time-series", "data", "sampling", "1 min", "data.sampling_interval", 60.0),
        ("survival-analysis", "tabular", "data", "competing_risks", True, "data.classes", 2),
        ("image-segmentation", "image", "data", "size", "512x512", "data.image_side", 512),
        ("forecasting", "time-series", "data", "drift", True, "data.drift", "slow"),
        ("regression", "tabular", "data", "cost_per_sample", "80 USD", "data.label_cost", 80.0),
        ("regression", "tabular", "deployment", "model_size_mb", 5, "deployment.storage", 5_000_000),
        ("binary-classification", "tabular", "stakes", "human_review", "flagged cases", "project.human_review", True),
        ("control", "time-series", "stakes", "fallback", "rule-based", "stakes.fallback_possible", True),
    ],
)  # fmt: skip
def test_names_and_words_of_one_task_or_modality_are_read(
    task: str, modality: str, group: str, name: str, value: object, field: str, fact: object
) -> None:
    assert facts_of(read(task, modality, **{group: {name: value}}), field) == (fact,)


def test_a_metric_that_is_a_quality_is_required_as_the_quality() -> None:
    (required,) = read(requirements=[{"metric": "uncertainty"}]).requirements
    assert (required.quality, required.metric, required.bound) == ("uncertainty-quantification", None, "high")
    (parity,) = read(requirements=[{"quality": "demographic-parity-difference", "max": 0.05}]).requirements
    assert (parity.quality, parity.side, parity.bound) == ("fairness-control", "min", "high")


def test_rare_cases_with_labels_are_all_labels_of_outliers_and_the_smallest_class_elsewhere() -> None:
    def told(task: str) -> dict[str, object]:
        brief = Brief.from_mapping({"task": task, "data.modality": "tabular", "data.rows": 2000, "known_failures": 20})
        counted = ("data.labelled_rows", "data.minority_share")
        return {name: each for name, each in brief.facts().items() if name in counted}

    assert told("outlier-detection") == {"data.labelled_rows": 20}
    assert told("binary-classification") == {"data.minority_share": 0.01}
