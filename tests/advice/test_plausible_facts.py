"""Facts that go with a brief: which are likely enough to be tried, and which are worth telling beside it."""

from __future__ import annotations

from typing import Any

import pytest

from whichml.model.format.plausible_data import may_have_columns
from whichml.model.format.plausible_facts import is_likely, is_plausible, is_plausibly_told, is_worth_telling


@pytest.mark.parametrize(
    ("field", "known", "is_told"),
    [
        ("data.on_record", {"task": "binary-classification"}, True),
        ("data.on_record", {"task": "binary-classification", "data.label_delay": 360.0}, False),
        ("data.on_record", {"task": "recommendation", "data.modality": ("interactions",)}, False),
        ("data.on_record", {"task": "multiclass-classification", "data.modality": ("time-series",)}, False),
        ("data.on_record", {"task": "multiclass-classification", "data.modality": ("image", "text")}, True),
        ("data.on_record", {"task": "forecasting"}, False),
        ("data.on_record", {"task": "outlier-detection"}, False),
        ("project.existing_plateaued", {"task": "regression"}, False),
        ("project.existing_plateaued", {"task": "regression", "project.existing_algorithm": "lasso"}, True),
        ("data.on_record", {"task": "regression", "data.label_origin": "simulated"}, False),
        ("data.on_record", {"task": "regression", "data.label_origin": "all-cases"}, True),
        ("deployment.accelerator", {"data.modality": ("tabular",), "data.rows": 2_350}, False),
        ("deployment.accelerator", {"data.modality": ("tabular",), "data.rows": 2_350_000}, True),
        ("deployment.accelerator", {"data.modality": ("image",), "data.rows": 2_350}, True),
    ],
)
def test_what_is_still_to_come_is_on_no_record_and_small_tables_need_no_accelerator(
    field: str, known: dict[str, object], is_told: bool
) -> None:
    assert is_plausibly_told(field, known) is is_told


def test_what_everybody_means_who_leaves_it_out_turns_nothing() -> None:
    assert not is_plausible("data.arrival", "batch", {"task": "regression"})
    assert is_plausible("data.arrival", "stream", {"task": "regression"})
    assert is_plausible("stakes.regulation", ["gdpr"], {"task": "regression"})


def test_the_smallest_of_many_classes_has_no_more_than_its_share() -> None:
    many = {"task": "multiclass-classification", "data.classes": 430}
    assert not is_plausible("data.minority_share", 0.02, many)
    assert is_plausible("data.minority_share", 0.002, many)
    assert is_plausible("data.minority_share", 0.02, {"task": "multilabel-classification", "data.classes": 430})
    assert is_plausible("data.minority_share", 0.02, {"task": "multiclass-classification"})


def test_what_predicts_no_number_of_its_own_has_no_counts() -> None:
    assert not is_plausible("data.target", ["count"], {"task": "survival-analysis"})
    assert is_plausible("data.target", ["multi-output"], {"task": "survival-analysis"})
    assert is_plausible("data.target", ["ordinal"], {"task": "multiclass-classification"})
    assert is_plausible("data.target", ["count"], {"task": "regression"})


# -- what is worth telling -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "known", "is_told"),
    [
        ("data.labelled_rows", {"task": "regression", "data.rows": 12_000}, False),
        ("data.labelled_rows", {"task": "regression"}, True),
        ("data.labelled_rows", {"task": "outlier-detection", "data.rows": 12_000}, True),
        ("stakes.cost_of_mistakes", {"task": "binary-classification"}, True),
        ("stakes.cost_of_mistakes", {"task": "binary-classification", "stakes.cost_false_negative": 400.0}, False),
        ("stakes.cost_of_mistakes", {"task": "control", "stakes.safety_critical": True}, False),
        ("stakes.cost_of_mistakes", {"task": "treatment-effect-estimation"}, False),
        ("deployment.interaction", {"task": "treatment-effect-estimation"}, False),
        ("deployment.interaction", {"task": "summarisation"}, True),
        ("data.clicks", {"task": "ranking", "data.modality": ("tabular",)}, True),
        ("data.clicks", {"task": "ranking", "data.modality": ("tabular",), "data.feedback": "partial"}, False),
        ("data.clicks", {"task": "recommendation", "data.modality": ("interactions",)}, False),
        ("data.feedback", {"task": "recommendation", "data.modality": ("interactions",)}, False),
        ("data.feedback", {"task": "ranking", "data.modality": ("tabular",)}, True),
        ("data.feedback", {"task": "regression", "data.modality": ("tabular",)}, False),
        ("data.label_origin", {"task": "binary-classification"}, True),
        ("data.label_origin", {"task": "sequential-decision"}, False),
        ("data.relation", {"task": "regression", "data.monotone_features": True}, False),
        ("data.relation", {"task": "regression"}, True),
        ("data.exact_match", {"task": "record-linkage", "data.spelling_varies": True}, False),
        ("data.exact_match", {"task": "record-linkage"}, True),
        ("data.categorical_cardinality", {"task": "recommendation", "data.users": 10}, False),
        ("data.series", {"task": "treatment-effect-estimation", "data.modality": ("tabular",)}, False),
        ("data.series", {"task": "treatment-effect-estimation", "data.modality": ("time-series",)}, True),
        ("data.series", {"task": "forecasting", "data.modality": ("tabular",)}, True),
        ("data.history", {"task": "forecasting", "data.rows": 26_000}, True),
        ("data.history", {"task": "forecasting", "data.rows": 26_000, "data.sampling_interval": 3600.0}, False),
        ("deployment.accelerator", {"data.modality": ("image",), "deployment.target": "cloud"}, False),
        ("deployment.accelerator", {"data.modality": ("image",), "deployment.target": "edge-device"}, True),
        ("deployment.accelerator", {"data.modality": ("tabular",)}, False),
        ("deployment.energy_limited", {"deployment.target": "phone"}, False),
        ("deployment.energy_limited", {"deployment.target": "edge-device"}, True),
    ],
)
def test_what_a_brief_implies_is_not_told(field: str, known: dict[str, object], is_told: bool) -> None:
    assert is_worth_telling(field, known) is is_told


@pytest.mark.parametrize(
    ("field", "value", "known", "expected"),
    [
        ("data.labelled_rows", 100, {"data.rows": 12_000}, False),
        ("data.labelled_rows", 1_200, {"data.rows": 12_000}, True),
        ("data.labelled_rows", 50, {"data.classes": 7}, False),
        ("data.labelled_rows", 70, {"data.classes": 7}, True),
        ("data.items", 20, {"data.candidates": 50}, False),
        ("data.items", 50, {"data.candidates": 50}, True),
        ("data.drift", "slow", {}, False),
        ("data.drift", "fast", {}, True),
        ("stakes.explanation", "post-hoc", {}, False),
        ("stakes.explanation", "full", {"task": "forecasting"}, False),
        ("stakes.explanation", "full", {"stakes.regulation": ()}, False),
        ("stakes.explanation", "full", {"stakes.regulation": ("gdpr",)}, True),
        ("stakes.explanation", "full", {"stakes.protected_groups": True}, True),
        ("stakes.explanation", "full", {"stakes.safety_critical": True}, True),
        ("stakes.explanation", "full", {"stakes.safety_critical": False}, False),
        ("stakes.explanation", "full", {"stakes.cost_of_mistakes": "high"}, True),
        ("stakes.explanation", "full", {"stakes.cost_of_mistakes": "low"}, False),
        ("stakes.explanation", "full", {"data.privacy": "personal"}, True),
        ("stakes.explanation", "full", {"data.privacy": "internal"}, False),
        ("stakes.explanation", "full", {"requirement.explainability.min": "medium"}, True),
        ("data.features", 50_000, {"data.modality": ("tabular",)}, False),
        ("data.features", 50_000, {"data.modality": ("tabular",), "data.rows": 7_400_000}, False),
        ("data.features", 50_000, {"data.modality": ("tabular",), "data.rows": 200}, True),
        ("data.features", 50_000, {"data.modality": ("text",)}, True),
        ("data.features", 200, {"data.modality": ("tabular",)}, True),
        ("data.classes", 50, {"task": "image-segmentation"}, False),
        ("data.classes", 10, {"task": "image-segmentation"}, True),
        ("data.classes", 10, {"task": "image-segmentation", "data.labelled_rows": 26}, False),
        ("data.classes", 50, {"task": "multiclass-classification", "data.rows": 500}, True),
        ("data.classes", 50, {"task": "multiclass-classification", "data.rows": 499}, False),
        ("data.classes", 200, {"task": "multiclass-classification"}, False),
        ("data.arrival", "stream", {"task": "regression"}, True),
        ("data.arrival", "stream", {"task": "regression", "deployment.update_cadence": "monthly"}, False),
        ("data.arrival", "stream", {"task": "regression", "deployment.update_cadence": "hourly"}, True),
        ("data.arrival", "stream", {"task": "clustering"}, False),
        ("data.horizon", 5e6, {"data.sampling_interval": 900.0}, False),
        ("data.horizon", 86_400.0, {"data.sampling_interval": 900.0}, True),
        ("data.horizon", 5e6, {}, True),
        ("deployment.memory", 5e5, {"deployment.target": "phone"}, False),
        ("deployment.memory", 5e5, {"deployment.target": "microcontroller"}, True),
        ("deployment.memory", 5e8, {"deployment.target": "phone"}, True),
        ("data.privacy", "stays-on-device", {"deployment.target": "cloud"}, False),
        ("data.privacy", "stays-on-device", {}, True),
        ("deployment.target", "phone", {"data.modality": ("image",)}, True),
        ("deployment.target", "phone", {"data.modality": ("tabular",)}, False),
        ("deployment.target", "phone", {"data.modality": ("image",), "deployment.update_cadence": "daily"}, False),
        ("deployment.target", "microcontroller", {"data.modality": ("audio",)}, True),
        ("deployment.target", "microcontroller", {"data.modality": ("text",)}, False),
        ("deployment.target", "microcontroller", {"data.modality": ("event-stream",)}, False),
        ("deployment.target", "microcontroller", {"data.modality": ("time-series",), "task": "forecasting"}, False),
        ("deployment.target", "microcontroller", {"data.modality": ("interactions",)}, False),
        ("deployment.target", "microcontroller", {"data.modality": ("audio", "text")}, False),
        ("deployment.target", "microcontroller", {"data.modality": ("image",)}, False),
        ("deployment.target", "microcontroller", {"data.modality": ("image",), "deployment.devices": 4000}, True),
        (
            "deployment.target",
            "microcontroller",
            {"data.modality": ("audio",), "deployment.accelerator": "gpu"},
            False,
        ),
        ("deployment.target", "microcontroller", {"data.modality": ("audio",), "deployment.memory": 8e9}, False),
        ("deployment.target", "microcontroller", {"data.modality": ("audio",), "deployment.memory": 2e5}, True),
        ("deployment.target", "none", {"task": "regression"}, True),
        ("deployment.target", "none", {"task": "control"}, False),
        ("deployment.target", "none", {"task": "regression", "deployment.update_cadence": "daily"}, False),
        ("deployment.interaction", "batch", {}, True),
        ("deployment.interaction", "online", {"requirement.inference-latency.max": 0.02}, True),
        ("deployment.interaction", "batch", {"requirement.inference-latency.max": 0.02}, False),
        ("deployment.interaction", "batch", {"requirement.inference-latency.max": 60.0}, True),
        ("deployment.interaction", "batch", {"deployment.control_period": 1.0}, False),
        ("deployment.interaction", "batch", {"deployment.target": "edge-device"}, False),
        ("deployment.interaction", "batch", {"deployment.always_on": True}, False),
    ],
)
def test_a_value_that_is_far_from_the_brief_is_not_told(
    field: str, value: Any, known: dict[str, object], expected: bool
) -> None:
    assert is_likely(field, value, known) is expected


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"data.rows": 50_000}, True),
        ({}, True),
        ({"data.rows": 30}, False),
        ({"data.rows": 30, "data.arrival": "stream"}, True),
        ({"data.rows": 50_000, "data.growth": "slow"}, False),
        ({"data.rows": 50_000, "data.growth": "fast"}, True),
        ({"data.rows": 50_000, "data.label_delay": 86_400.0}, False),
        ({"data.rows": 50_000, "data.label_delay": 60.0}, True),
    ],
)
def test_no_model_follows_each_event_where_rows_are_few_or_come_slowly_or_answers_come_late(
    known: dict[str, object], expected: bool
) -> None:
    served = {"task": "binary-classification", "deployment.interaction": "interactive", **known}
    assert is_likely("deployment.update_cadence", "per-event", served) is expected
    assert is_likely("deployment.update_cadence", "daily", served)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"data.modality": ("tabular",)}, True),
        ({"data.modality": ("image",)}, False),
        ({"data.modality": ("audio", "video")}, False),
        ({"data.modality": ("image", "tabular")}, True),
        ({"data.modality": ("tabular",), "data.label_cost": 4.0}, False),
        ({"data.modality": ("tabular",), "data.relation": "nonlinear"}, False),
    ],
)
def test_nobody_writes_down_as_rules_what_is_seen_or_heard_or_answered_case_by_case(
    known: dict[str, object], expected: bool
) -> None:
    assert is_likely("stakes.specification", "complete", known) is expected
    assert is_likely("stakes.specification", "partial", known)


def test_how_many_numbers_a_limit_cut_off_is_told_where_one_did() -> None:
    assert not is_plausibly_told("data.censored_share", {"task": "regression"})
    assert is_plausibly_told("data.censored_share", {"task": "regression", "data.cut_off": True})
    assert is_plausibly_told("data.censored_share", {"task": "survival-analysis"})


def test_nobody_leaves_out_fifty_causes_that_end_a_wait_nor_thousands_of_columns_beside_a_count_of_channels() -> None:
    assert is_likely("data.classes", 3, {"task": "survival-analysis", "data.rows": 60_000})
    assert not is_likely("data.classes", 50, {"task": "survival-analysis", "data.rows": 60_000})
    series = {"task": "outlier-detection", "data.modality": ("sensor-features",)}
    assert is_likely("data.features", 50_000, series)
    assert not is_likely("data.features", 50_000, {**series, "data.channels": 14})


@pytest.mark.parametrize(
    ("known", "is_meant"),
    [
        ({"data.modality": ("interactions",)}, True),
        ({"data.modality": ("tabular",)}, True),
        ({"data.modality": ("tabular",), "deployment.target": "plc"}, False),
        ({"data.modality": ("text",)}, False),
        ({"data.modality": ("image", "tabular")}, False),
        ({"data.modality": ("text",), "data.arrival": "stream"}, True),
    ],
)
def test_a_model_follows_each_request_where_the_request_tells_what_was_right(
    known: dict[str, Any], is_meant: bool
) -> None:
    asked = {"task": "binary-classification", "deployment.interaction": "interactive", "data.rows": 500_000, **known}
    assert is_plausible("deployment.update_cadence", "per-event", asked) is is_meant


@pytest.mark.parametrize(
    ("modality", "rows", "is_meant"),
    [("event-stream", 11_000_000_000, False), ("event-stream", 900, True), ("text", 11_000_000, True)],
)
def test_more_columns_than_anybody_counts_go_with_few_rows_or_with_texts(
    modality: str, rows: int, is_meant: bool
) -> None:
    assert may_have_columns(50_000, {"data.modality": (modality,), "data.rows": rows}) is is_meant
