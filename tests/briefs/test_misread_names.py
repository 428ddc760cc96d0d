"""Names in briefs that mean no field where their values, the task or the data say that they mean something else."""

from __future__ import annotations

import pytest

from whichml.model.briefs.brief import Brief

TABLE: dict[str, object] = {"task": "regression", "data": {"modality": "tabular"}}


def read(task: str, modality: str, data: dict[str, object], **others: object) -> Brief:
    return Brief.from_mapping({"task": task, "data": {"modality": modality, **data}, **others}, lenient=True)


@pytest.mark.parametrize("value", ["Kotlin", "Java 21", ["Python", "R"], "C/C++"])
def test_a_language_that_programs_are_written_in_is_none_of_the_data(value: object) -> None:
    brief = read("regression", "tabular", {}, deployment={"language": value})
    assert "data.languages" not in brief.facts()
    assert "language" in str(brief.normalised().get("notes"))


def test_a_language_that_people_speak_is_one_of_the_data() -> None:
    assert read("clustering", "text", {"language": "Czech"}).facts()["data.languages"] == 1


@pytest.mark.parametrize("value", ["40 GB/day", "2.1 TB/day", "500 MB"])
def test_bytes_are_no_requests(value: str) -> None:
    facts = read("clustering", "text", {"volume": value}).facts()
    assert not {"deployment.requests_per_day", "deployment.peak_requests_per_second"} & facts.keys()


def test_a_volume_of_things_counts_requests() -> None:
    assert read("clustering", "text", {"volume": "900 invoices/week"}).facts()["deployment.requests_per_day"] == 129


def test_staff_in_the_data_are_no_team() -> None:
    assert "project.team_size" not in read("outlier-detection", "tabular", {"staff": 2150}).facts()
    assert "project.team_size" not in read("outlier-detection", "tabular", {}, staff=2150).facts()
    assert read("outlier-detection", "tabular", {}, staff=3).facts()["project.team_size"] == 3


@pytest.mark.parametrize(
    ("name", "task", "modality", "field"),
    [("outputs", "regression", "tabular", "data.distinct_outputs"), ("users", "regression", "tabular", "data.users"),
     ("answers", "multilabel-classification", "text", "data.distinct_outputs")],
)  # fmt: skip
def test_a_name_of_some_tasks_is_no_field_of_others(name: str, task: str, modality: str, field: str) -> None:
    assert field not in read(task, modality, {} if name == "users" else {name: 85}, users=85).facts()


def test_outputs_of_a_regression_are_numbers_to_predict_and_of_questions_answers_that_there_are() -> None:
    assert read("regression", "tabular", {"outputs": "3 scalars"}).facts()["data.target"] == ("multi-output",)
    assert read("question-answering", "text", {"answers": 85}).facts()["data.distinct_outputs"] == 85


def test_users_of_a_recommender_are_users() -> None:
    assert read("recommendation", "interactions", {}, users=85).facts()["data.users"] == 85


def test_words_to_spot_in_recordings_are_classes_and_elsewhere_the_length_of_a_text() -> None:
    spotting = read("keyword spotting", "audio", {"words": 6})
    assert (spotting.task, spotting.facts()["data.classes"]) == ("multiclass-classification", 6)
    assert "data.text_length" not in spotting.facts()
    assert "data.text_length" not in read("speech-to-text", "audio", {"words": 6}).facts()
    assert read("clustering", "text", {"words": 60}).facts()["data.text_length"] == 60


def test_few_labels_beside_many_texts_are_those_to_choose_from() -> None:
    facts = read("multilabel-classification", "text", {"labels": 1850, "docs": "410k"}).facts()
    assert facts["data.classes"] == 1850
    assert "data.labelled_rows" not in facts


@pytest.mark.parametrize(
    ("task", "data"),
    [("multilabel-classification", {"labels": 900, "docs": 2000}), ("multilabel-classification", {"labels": 900}),
     ("multiclass-classification", {"labels": 900, "docs": 200000})],
)  # fmt: skip
def test_labels_that_may_be_those_of_rows_are_labelled_rows(task: str, data: dict[str, object]) -> None:
    assert read(task, "text", data).facts()["data.labelled_rows"] == 900


def test_a_word_of_a_trade_is_a_law_only_where_laws_are_asked_for() -> None:
    fined = read("regression", "tabular", {}, stakes={"error_cost": "customs fine ~4k per container"})
    assert "stakes.regulation" not in fined.facts()
    asked = read("regression", "tabular", {}, stakes={"regulation": "customs"})
    assert asked.facts()["stakes.regulation"] == ("union-customs-code",)


def test_what_the_law_asks_to_be_explained_is_explanation() -> None:
    brief = read("record-linkage", "tabular", {}, legal={"explain": "must say why two records are one person"})
    assert brief.facts()["stakes.explanation"] == "post-hoc"


@pytest.mark.parametrize(
    ("privacy", "residency"),
    [("articles must not leave our AWS account", "no-hosted-models"), ("no American clouds", "no-hosted-models"),
     ("customer data must stay in EU", None)],
)  # fmt: skip
def test_where_data_have_to_stay_says_nothing_of_their_kind(privacy: str, residency: str | None) -> None:
    facts = read("clustering", "text", {}, privacy=privacy).facts()
    assert "data.privacy" not in facts
    assert facts.get("data.residency") == residency


def test_personal_data_that_stay_somewhere_are_personal() -> None:
    assert read("clustering", "text", {}, privacy="personal data, stay in EU").facts()["data.privacy"] == "personal"


def test_a_cloud_that_is_forbidden_keeps_data_in_the_house() -> None:
    assert read("clustering", "text", {}, cloud="forbidden").facts()["data.residency"] == "stays-in-organisation"
    assert "data.residency" not in read("clustering", "text", {}, cloud="yes").facts()


@pytest.mark.parametrize(
    ("notes", "is_collinear"),
    [("the spectra are 2 mag brighter than the sample", None), ("spectra of 700 wavelengths, one column each", True),
     ("near infrared of milk powder", True)],
)  # fmt: skip
def test_columns_are_alike_where_they_are_wavelengths_and_not_where_stars_have_spectra(
    notes: str, is_collinear: bool | None
) -> None:
    assert read("regression", "tabular", {}, notes=notes).facts().get("data.collinear") is is_collinear


def test_firmware_that_changes_says_nothing_of_where_a_model_runs() -> None:
    brief = read("outlier-detection", "time-series", {}, notes="3 airframes, their firmware changes monthly")
    assert "deployment.target" not in brief.facts()
