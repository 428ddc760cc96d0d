"""Fields that cannot be true together are refused with both places; those that hardly can are told."""

from __future__ import annotations

import json

import pytest

from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError

SMALLEST: dict[str, object] = {"task": "regression", "data.modality": "tabular"}


@pytest.mark.parametrize(
    "fields",
    [
        {"data.events": 11, "data.rows": 10},
        {"data.events": 11, "data.labelled_rows": 10},
        {"data.examples_per_class": 11, "data.rows": 10},
        {"data.candidates": 11, "data.items": 10},
        {"deployment.top_k": 11, "data.candidates": 10},
        {"deployment.top_k": 11, "data.items": 10},
        {"data.window": "2 s", "data.clip_length": "1000 ms"},
        {"data.sampling_interval": "1 month", "data.history": "2 weeks"},
        {"deployment.accelerator": "tpu", "data.residency": "no-hosted-models", "deployment.target": "on-premises"},
        {
            "deployment.accelerator": "tpu",
            "data.residency": "stays-in-organisation",
            "deployment.target": "on-premises",
        },
    ],
    ids=lambda fields: " and ".join(fields),
)
def test_fields_that_contradict_each_other_are_refused_with_both_names_and_lines(fields: dict[str, object]) -> None:
    lines = [f"{name}: {json.dumps(value)}" for name, value in {**SMALLEST, **fields}.items()]
    with pytest.raises(BriefError) as refusal:
        Brief.parse("\n".join(lines).encode(), "both.yaml")
    (problem,) = refusal.value.problems
    one, other = list(fields)[:2]
    assert f"`{one}`" in problem.message
    assert f"`{other}`" in problem.message
    assert problem.where is not None
    assert {problem.where.line, int(problem.message.partition(" at both.yaml:")[2].partition(":")[0])} == {3, 4}


def test_as_many_as_there_are_is_no_contradiction() -> None:
    fields = {"data.events": 10, "data.rows": 10, "data.window": "1 s", "data.clip_length": "1000 ms"}
    assert Brief.from_mapping({**SMALLEST, "task": "survival-analysis", **fields}).notices == ()


@pytest.mark.parametrize("target", ["phone", "edge-device", None])
def test_an_accelerator_of_tensors_on_a_device_is_in_the_organisation(target: str | None) -> None:
    fields = {"deployment.accelerator": "tpu", "data.residency": "stays-on-device", "deployment.target": target}
    assert Brief.from_mapping({**SMALLEST, **fields}).notices == ()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"data.zero_share": 0.6, "data.intermittent": False}, "most values are zero"),
        (
            {"task": "survival-analysis", "data.censored_share": 0.3, "data.events": 10, "data.rows": 100},
            "leave a share of 0.9",
        ),
        ({"deployment.control_period": "10 ms"}, "acts on nothing"),
        ({"task": "regression", "data.classes": 6}, "which predicts numbers"),
        ({"task": "retrieval", "data.cross_language": True, "data.languages": 1}, "which leaves no other"),
        ({"task": "forecasting", "data.classes": 6}, "which predicts numbers"),
        ({"project.cases_per_day": 0, "project.human_review": True}, "as if nobody could look"),
        (
            {"deployment.accelerator": "tpu", "data.residency": "no-hosted-models", "deployment.target": "cloud"},
            "rented without its models",
        ),
        (
            {"deployment.accelerator": "tpu", "data.residency": "no-hosted-models", "deployment.target": "edge-server"},
            "rented without its models",
        ),
        (
            {"task": "clustering", "data.events": 9},
            "outlier-detection and survival-analysis alone, and `task` is clustering",
        ),
        (
            {"task": "clustering", "data.horizon": "1 day"},
            "forecasting and survival-analysis alone, and `task` is clustering",
        ),
        ({"task": "outlier-detection", "data.horizon": "10 days"}, "metric: lead-time"),
        ({"task": "binary-classification", "data.horizon": "90 days"}, "`data.label_delay`"),
        ({"deployment.update_cadence": "per-event", "data.arrival": "batch"}, "no event comes by itself"),
        ({"deployment.update_cadence": "never", "data.drift": "fast"}, "soon out of date"),
        ({"deployment.telemetry": "full", "deployment.connectivity": "never"}, "nothing comes back by itself"),
        ({"data.treated_alike": True, "data.assignment": "random"}, "tells the treated from others"),
        (
            {"deployment.telemetry": "none", "deployment.update_cadence": "per-event", "deployment.target": "cloud"},
            "nothing to learn from so soon",
        ),
    ],
)
def test_new_fields_that_hardly_fit_together_are_told(fields: dict[str, object], words: str) -> None:
    assert [words in notice.message for notice in Brief.from_mapping({**SMALLEST, **fields}).notices] == [True]


@pytest.mark.parametrize(
    "fields",
    [
        {"deployment.update_cadence": "per-event", "data.arrival": "stream"},
        {"task": "outlier-detection", "data.events": 214},
        {"task": "outlier-detection", "data.events": 214, "data.labelled_rows": 0},
        {"task": "survival-analysis", "data.horizon": "5 years"},
        {"task": "binary-classification", "data.events": 40, "data.rows": 900},
        {"deployment.update_cadence": "hourly", "data.arrival": "batch"},
        {"deployment.update_cadence": "never", "data.drift": "slow"},
        {"deployment.telemetry": "limited", "deployment.connectivity": "never"},
        {"data.treated_alike": False, "data.assignment": "random"},
        {"deployment.telemetry": "none", "deployment.update_cadence": "per-event", "deployment.target": "phone"},
        {"deployment.telemetry": "none", "deployment.update_cadence": "daily", "deployment.target": "cloud"},
    ],
)
def test_fields_beside_those_that_hardly_fit_are_not_told(fields: dict[str, object]) -> None:
    assert Brief.from_mapping({**SMALLEST, **fields}).notices == ()


def test_times_of_which_some_have_not_ended_are_told_to_be_of_another_task() -> None:
    fields = {"data.modality": "tabular", "data.censored_share": 0.7}
    told = {task: Brief.from_mapping({"task": task, **fields}).notices for task in ("regression", "survival-analysis")}
    assert ["is `survival-analysis`" in notice.message for notice in told["regression"]] == [True]
    assert told["survival-analysis"] == ()


def test_the_share_of_numbers_that_a_limit_cut_off_is_told_of_a_number() -> None:
    fields = {"task": "regression", "data.modality": "tabular", "data.censored_share": 0.7}
    (notice,) = Brief.from_mapping(fields).notices
    assert "`data.cut_off: true`" in notice.message
    assert Brief.from_mapping({**fields, "data.cut_off": True}).notices == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"task": "multiclass-classification", "data.classes": 6}, {"task": "survival-analysis", "data.classes": 2},
        {"project.cases_per_day": 1}, {"project.human_review": False},
    ],
)  # fmt: skip
def test_classes_to_tell_apart_and_cases_that_somebody_looks_at_are_told_of_nothing(fields: dict[str, object]) -> None:
    assert Brief.from_mapping({**SMALLEST, **fields}).notices == ()


def test_what_fits_together_is_not_told() -> None:
    fields = {
        "data.zero_share": 0.6, "data.intermittent": True, "data.censored_share": 0.9, "data.rows": 100,
    }  # fmt: skip
    in_steps = {"task": "control", "deployment.control_period": "10 ms"}
    assert Brief.from_mapping({**SMALLEST, **in_steps, **fields}).notices == ()
    ended = {"task": "survival-analysis", "data.events": 10}
    assert Brief.from_mapping({**SMALLEST, **ended, **fields}).notices == ()


def test_counts_that_hardly_differ_are_told_apart() -> None:
    with pytest.raises(BriefError, match=r"\(1234568\) is more than `data\.rows` \(1234567\)"):
        Brief.from_mapping({**SMALLEST, "data.rows": 1234567, "data.labelled_rows": 1234568})
