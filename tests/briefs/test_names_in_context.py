"""Names in briefs that mean other fields for a task, also where that is settled by its parts, its data or a guess."""

from __future__ import annotations

import pytest

from whichml.model.briefs.brief import Brief


@pytest.mark.parametrize(
    ("task", "modality", "name", "value", "field", "fact"),
    [
        ("uplift / did it work?", "tabular", "customers", 900, "data.rows", 900),
        ("anomaly detection on gearbox of robot arms", "time-series", "robots", 64, "data.groups", 64),
        ("document information extraction", "document images", "fields", 7, "data.classes", 7),
    ],
)
def test_a_task_that_its_parts_or_its_data_settle_says_what_a_name_means(
    task: str, modality: str, name: str, value: object, field: str, fact: object
) -> None:
    brief = Brief.from_mapping({"task": task, "data": {"modality": modality, name: value}})
    assert brief.facts()[field] == fact


@pytest.mark.parametrize(
    ("task", "modality", "name", "value", "field", "fact"),
    [
        ("answer questions of clerks", "text", "test_questions", 120, "data.labelled_rows", 120),
        ("optimise reaction conditions", "experiments", "n_done", 14, "data.rows", 14),
        ("predict MIC from whole genome sequence", "tabular", "n_isolates", 1140, "data.rows", 1140),
    ],
)
def test_a_task_that_is_guessed_says_what_a_name_means(
    task: str, modality: str, name: str, value: object, field: str, fact: object
) -> None:
    brief = Brief.from_mapping({"task": task, "data": {"modality": modality, name: value}}, lenient=True)
    assert any(notice.guessed for notice in brief.notices)
    assert brief.facts()[field] == fact


def test_a_kind_of_data_that_is_named_at_the_top_or_together_says_what_a_name_means() -> None:
    together = {"task": "survival-analysis", "data": {"modality": "tabular, clinical", "patients": 80}}
    assert Brief.from_mapping(together, lenient=True).facts()["data.rows"] == 80
    at_the_top = {"task": "survival-analysis", "modality": "tabular", "data": {"patients": 80}}
    assert Brief.from_mapping(at_the_top).facts()["data.rows"] == 80


def test_a_task_is_still_told_to_say_a_field_besides() -> None:
    brief = Brief.from_mapping({"task": "uplift modelling", "data": {"modality": "tabular"}})
    assert any("`deployment.prediction_unit: row` too" in notice.message for notice in brief.notices)


def test_the_classes_of_a_classification_may_be_told_under_any_name_that_tells_them() -> None:
    brief = Brief.from_mapping({"task": "classification", "data": {"modality": "audio", "keywords": 6}})
    assert (brief.task, brief.facts()["data.classes"]) == ("multiclass-classification", 6)
