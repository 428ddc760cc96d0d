"""Values as people write them who have no time: bounds under names of their own, dates, marks for what is open."""

from __future__ import annotations

from typing import Any

import pytest

from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError
from whichml.model.words.brief_words import BriefWords
from whichml.model.words.other_languages import is_not_english
from whichml.model.words.prose import read_prose

HEAD = "task: binary-classification\ndata.modality: tabular\n"


def brief(text: str, *, lenient: bool = False, head: str = HEAD) -> Brief:
    return Brief.parse(f"{head}{text}\n".encode(), "a.yaml", lenient=lenient)


def bounds(text: str) -> list[tuple[str, str | None, str]]:
    return [
        (each.metric or each.quality, each.side, getattr(each.bound, "text", str(each.bound)))
        for each in brief(text).requirements
    ]


def refused(text: str) -> tuple[str, str]:
    with pytest.raises(BriefError) as refusal:
        brief(text)
    (problem,) = refusal.value.problems
    return problem.message, problem.hint or ""


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("response_time: ~300ms", ("inference-latency", "max", "300ms")),
        ("latency: 20-40 ms", ("inference-latency", "max", "40 ms")),
        ("latency: 0,25 s", ("inference-latency", "max", "0.25 s")),
        ("latency: about 3 seconds", ("inference-latency", "max", "3 seconds")),
        ("latency: low", ("inference-latency", "max", "low")), ("accuracy: 92%", ("accuracy", "min", "92%")),
        ("precision: '>= 0.6'", ("precision", "min", "0.6")), ("precision: 0.8", ("precision", "min", "0.8")),
        ("auc: 0.85", ("roc-auc", "min", "0.85")),
        ("cost: 0.003 USD per request", ("cost-per-prediction", "max", "0.003 USD")),
        ("accuracy: 90-95 %", ("accuracy", "min", "90 %")),
    ],
)  # fmt: skip
def test_a_bound_beside_the_fields_is_read_as_a_requirement(text: str, read: tuple[str, str, str]) -> None:
    assert bounds(text) == [read]
    assert brief(text, lenient=True).requirements == brief(text).requirements


def test_what_a_service_promises_is_read_one_by_one() -> None:
    found = bounds("slo: {p95: 80ms, precision: '>= 0.6', recall: 0.7}")
    assert found == [("inference-latency", "max", "80ms"), ("precision", "min", "0.6"), ("recall", "min", "0.7")]


@pytest.mark.parametrize("text", ["latency: none", "constraints: {latency: unlimited}", "requirements: {latency: any}"])
def test_a_quality_of_which_nothing_is_asked_is_no_requirement(text: str) -> None:
    assert brief(text).requirements == ()
    assert brief(text).facts().get("data.hard_constraints") is None


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("latency: 250", "has no unit", "`latency: 250 ms`"),
        ("latency: quick", "no bound on inference-latency", "quality: inference-latency, max: 500 ms"),
        ("cost: 0.02 USD", "could bound cost-per-prediction, training-cost or development-cost", "cost-per-prediction"),
        ("gpu: too costly", "neither yes nor no", "`gpu: no`"),
        ("precision: within 8 % of the price", "no bound on precision", "quality: precision"),
    ],
)
def test_a_known_word_that_cannot_be_read_is_never_told_to_be_left_out(text: str, message: str, hint: str) -> None:
    found = refused(text)
    assert message in found[0]
    assert hint in found[1]
    assert "No field says this" not in found[1]


@pytest.mark.parametrize(
    "text",
    [
        "gpu: unknown", "gpu: ?", "drift: -", "rows: tbd", "team: n/a", "data.privacy: unknown",
        "features: not decided yet",
        "data: {rows: TBA}", "deployment.accelerator: don't know", "requirements: {latency: tbd}", "gpu: maybe",
    ],
)  # fmt: skip
def test_what_is_not_known_counts_as_not_told(text: str) -> None:
    head = HEAD.replace("data.modality: tabular\n", "modality: tabular\n")
    found = brief(text, head=head)
    assert set(found.facts()) == {"task", "data.modality"}
    assert found.requirements == ()
    assert found.readings
    assert brief(text, lenient=True, head=head) == found


def test_a_number_of_clusters_that_is_unknown_is_told() -> None:
    head = "task: clustering\ndata.modality: tabular\n"
    assert brief("k: unknown", head=head).facts()["data.group_count"] == "unknown"
    assert brief("k: 6", head=head).facts()["data.group_count"] == "known"


@pytest.mark.parametrize("date", ["2027-02-28", "28.02.2027", "March 2027", "Q3 2027", "Friday"])
def test_a_date_for_a_time_is_refused_with_what_would_be_right(date: str) -> None:
    message, hint = refused(f"deadline: {date}")
    assert "is a date" in message
    assert "how long that is from now" in hint


@pytest.mark.parametrize("text", ["target: will_renew", "label: is_late", "y: price (EUR)", "target_column: defect"])
def test_the_name_of_the_column_that_is_predicted_goes_with_the_notes(text: str) -> None:
    assert text in str(brief(text).notes)
    assert set(brief(text).facts()) == {"task", "data.modality"}


def test_a_name_of_a_machine_under_target_stays_one() -> None:
    assert "names what is predicted" not in str(brief("target: phone", lenient=True).notices)


@pytest.mark.parametrize(
    ("text", "field", "value"), [("clases: 5", "data.classes", 5), ("langauges: 3", "data.languages", 3)]
)
def test_a_name_a_letter_away_is_read_leniently_alone(text: str, field: str, value: object) -> None:
    head = "task: multiclass-classification\ndata.modality: text\n"
    assert brief(text, lenient=True, head=head).facts()[field] == value
    with pytest.raises(BriefError, match="unknown field"):
        brief(text, head=head)


@pytest.mark.parametrize("name", ["particles", "clauses_found", "dead time"])
def test_a_word_of_its_own_is_not_taken_for_a_name_misspelt(name: str) -> None:
    found = brief(f"{name}: 12", lenient=True)
    assert set(found.facts()) == {"task", "data.modality"}


def test_words_under_a_name_misspelt_stay_with_the_notes() -> None:
    said = "show the clerk which part of the form was odd"
    assert said in str(brief(f"explaination: {said}", lenient=True).notes)


def test_a_bound_in_several_parts_is_no_wish_for_a_low_one() -> None:
    assert brief("latency: {first_token: 2 s, p95: 9 s}", lenient=True).requirements == ()


def test_a_list_of_one_task_is_that_task_and_of_several_the_first_with_the_others_asked_besides() -> None:
    given: dict[str, Any] = {"task": ["clustering"], "data": {"modality": "tabular"}}
    assert Brief.from_mapping(given).task == "clustering"
    assert Brief.from_mapping({**given, "task": ["segmentation", "clustering"]}).task == "clustering"
    several = Brief.from_mapping({**given, "task": ["churn prediction", "clustering", "planning"]})
    assert (several.task, several.project.further_tasks) == ("binary-classification", ("clustering", "planning"))
    assert "`project.further_tasks: [clustering, planning]`" in several.readings[0].message


def test_a_list_of_tasks_that_are_not_all_clear_is_guessed_leniently_alone() -> None:
    several = {"task": ["regression", "segmentation"], "data": {"modality": "tabular"}}
    with pytest.raises(BriefError) as refusal:
        Brief.from_mapping(several)
    assert "one task" in (refusal.value.problems[0].hint or "")
    (guess,) = [each for each in Brief.from_mapping(several, lenient=True).notices if each.guessed]
    assert guess.guessed == "`task` is taken as regression and could be clustering or image-segmentation"


def test_a_resolution_in_time_is_no_number_of_pixels() -> None:
    head = "task: forecasting\ndata.modality: time-series\n"
    assert brief("resolution: 10 min", head=head).facts()["data.sampling_interval"] == 600.0
    picture = "task: image-segmentation\ndata.modality: image\n"
    assert brief("resolution: 640x480", head=picture).facts()["data.image_side"] == 640


def test_categorical_columns_beside_the_number_of_all_are_read() -> None:
    facts = brief("columns: 31 (20 numeric, 11 categorical)").facts()
    assert (facts["data.features"], facts["data.categorical_features"]) == (31, 11)


def test_a_text_is_told_the_first_fields_and_the_lenient_way() -> None:
    with pytest.raises(BriefError) as refusal:
        Brief.parse(b"We want to know which customers leave.", "a.txt")
    hint = refusal.value.problems[0].hint or ""
    assert "`task: ...`" in hint
    assert "`--lenient`" in hint
    assert "English" in hint


def test_a_text_in_another_language_hears_that_briefs_are_read_in_english() -> None:
    with pytest.raises(BriefError) as refusal:
        Brief.parse(b"Wir haben die Berichte von der Werkstatt und wollen das Bauteil lesen", "a", lenient=True)
    assert "English" in str(refusal.value)
    assert not is_not_english("The die is cast in the plant, and the van is from Bonn")


def test_words_of_any_text_are_never_named_as_what_speaks_for_a_task() -> None:
    words = BriefWords({"text": "Each visitor will get no response within a minute, or not at all."})
    named = {word for task in words.chances() for word in words.words_for(task)}
    assert named.isdisjoint({"will", "no", "or", "not", "within", "all", "each"})


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("All scans must remain inside our own clinic.", "data.residency", "stays-in-organisation"),
        ("We cannot send texts to ChatGPT.", "data.residency", "no-hosted-models"),
        ("It has 96 kB of RAM and 512 kB flash.", "deployment.memory", "96 kB"),
        ("It has 96 kB of RAM and 512 kB flash.", "deployment.storage", "512 kB"),
        ("Runs on a Cortex-M7 board.", "deployment.target", "microcontroller"),
        ("An office pc with 16 GB RAM.", "deployment.memory", "16 GB"),
        ("The terminal comes without a graphics card.", "deployment.accelerator", "none"),
        ("There are no data scientists in our house.", "project.team_ml_skill", "very-low"),
        ("The score must not discriminate against women.", "stakes.protected_groups", True),
        ("The nurses have to understand every single alert.", "stakes.explanation", "full"),
        ("Two agents can visit about 25 farms per week.", "deployment.top_k", 25),
        ("We hold 31,000 past claims.", "data.rows", 31_000),
        ("4% churn every month.", "data.minority_share", 0.04),
    ],
)  # fmt: skip
def test_common_sentences_of_a_project_are_read(text: str, field: str, value: object) -> None:
    found = read_prose([("notes", text)], "binary-classification", frozenset())
    assert {each.field: each.value for each in found}[field] == value


@pytest.mark.parametrize(
    "text",
    [
        "The data should not stay in the hospital.", "Our data stay in the cloud.", "We train on a pc with 16 GB RAM.",
        "We do not want to call the customers.", "No platform for data science is planned.",
        "Prices of 3% leave room for more.",
    ],
)  # fmt: skip
def test_sentences_that_only_sound_alike_are_not_read(text: str) -> None:
    found = read_prose([("notes", text)], "binary-classification", frozenset())
    hard = {"data.residency", "deployment.memory", "project.team_ml_skill", "data.minority_share"}
    assert hard.isdisjoint({each.field for each in found})
