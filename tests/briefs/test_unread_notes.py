"""Sentences of notes of which nothing is read: what points to a field is told, the rest is kept for readers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from whichml import Brief, recommend
from whichml.knowledge.algorithm_calls import known_names
from whichml.knowledge.base import Knowledge
from whichml.model.documents.errors import Notice
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.words.pointed_fields import REQUIREMENTS, fields_pointed_at, pointers

LISTS = frozenset({"stakes.regulation", "project.ruled_out"})


def noticed(notes: str, task: str = "binary-classification", **fields: Any) -> list[Notice]:
    given = {"task": task, "data": {"modality": "tabular"}, "notes": notes, **fields}
    return [each for each in Brief.from_mapping(given).notices if "nothing is taken" in each.message]


@pytest.mark.parametrize(
    ("task", "sentence", "entry"),
    [
        ("binary-classification", "Many missing values, half of the tables are new", "data.missing_share: 12 %"),
        ("regression", "A check showed 12 % of the labels wrong", "data.label_quality: medium"),
        ("forecasting", "The Covid years look strange", "data.drift: slow"),
        ("binary-classification", "Later other hospitals will use it too", "data.new_groups: true"),
        ("regression", "Operators ask which settings push it up", "stakes.explanation: post-hoc"),
        ("forecasting", "Today it is last year's number", "project.existing_algorithm: seasonal-naive-forecast"),
        ("regression", "The boss asks for an interval",
         "requirements: [{quality: uncertainty-quantification, min: high}]"),
        ("regression", "One developer at 20 % of her time", "project.team_size: 1"),
        ("regression", "Four data scientists are free in May", "project.team_size: 4"),
        ("regression", "One of us knows PyTorch", "project.team_ml_skill: medium"),
        ("regression", "A statistician helps on Fridays", "project.team_ml_skill: medium"),
        ("regression", "Two have trained models before", "project.team_ml_skill: medium"),
        ("regression", "Nobody here knows machine learning", "project.team_ml_skill: very-low"),
        ("regression", "We are new to deep learning", "project.team_ml_skill: low"),
        ("forecasting", "A spreadsheet or a plug-in will do", "deployment.target: desktop"),
        ("forecasting", "Today somebody applies rules to it", "project.existing_algorithm: hand-written-rules"),
        ("regression", "Cloud hosted in Canada only", "deployment.target: cloud"),
        ("regression", "Nothing may go to the cloud", "data.residency: stays-in-organisation"),
        ("regression", "Cloud is forbidden by the bank", "data.residency: stays-in-organisation"),
    ],
)  # fmt: skip
def test_words_that_point_to_a_field_name_it_with_a_value(task: str, sentence: str, entry: str) -> None:
    assert next(fields_pointed_at(sentence, task)).entry == entry


@pytest.mark.parametrize(
    "sentence",
    [
        "14 analysts around the clock, 900 holds a day",
        "A spreadsheet is in use, off by much in winter",
        "It has trained models for each shop",
        "Everybody knows the old model is bad",
        "The network wants to learn from it",
    ],
)
def test_people_of_another_trade_tables_and_models_point_to_no_team_and_no_algorithm(sentence: str) -> None:
    found = {each.field for each in fields_pointed_at(sentence, "forecasting")}
    assert not found & {"project.team_ml_skill", "project.team_size", "project.existing_algorithm"}


@pytest.mark.parametrize(
    ("title", "fields", "is_named"),
    [
        ("Doors of lifts", {}, True),
        ("Doors of lifts in Vienna", {}, True),
        ("Doors of lifts in Singapore", {}, False),
        ("Doors of lifts", {"exchange_rates": {"SGD": 0.75}}, False),
        ("Doors of lifts", {"stakes": {"cost_false_positive": "95 SGD"}}, False),
        ("Doors of lifts of Vienna and Zurich", {}, True),
    ],
)
def test_a_law_of_the_eu_is_named_unless_the_brief_names_countries_elsewhere(
    title: str, fields: dict[str, Any], is_named: bool
) -> None:
    told = " ".join(each.message for each in noticed("The authority wants records.", title=title, **fields))
    assert ("eu-ai-act-high-risk" in told) is is_named


def test_a_sentence_that_points_to_a_field_is_told_with_it_and_only_what_is_left_is_kept() -> None:
    first, rest = noticed("A check showed many of the labels wrong. The roof of it leaks badly.")
    assert "'A check showed many of the labels wrong' (`data.label_quality: medium`?)" in first.message
    assert "the sentence 'The roof of it leaks badly'" in rest.message
    assert (first.is_kept, rest.is_kept) == (False, True)
    assert (first.n_unread, rest.n_unread) == (1, 1)


def test_a_field_that_is_told_is_pointed_to_no_more() -> None:
    data = {"modality": "tabular", "label_quality": "low"}
    (notice,) = noticed("A check showed many of the labels wrong.", data=data)
    assert notice.is_kept
    assert "label_quality" not in notice.message


def test_a_field_is_named_once_and_none_that_tells_nothing_of_the_task() -> None:
    (first, rest) = noticed("The audit is in May. The regulator asks for a lot.")
    assert first.message.count("stakes.regulation") == 1
    assert "The regulator asks for a lot" in rest.message
    assert all(each.is_kept for each in noticed("The labels are all wrong here.", task="clustering"))


def test_sentences_that_point_to_no_field_are_counted_and_one_alone_is_quoted() -> None:
    (notice,) = noticed(" ".join(f"The roof of house number {n} leaks." for n in "abcdef"))
    assert notice.message == "`notes` hold more than is read: nothing is taken from 6 sentences."
    (one,) = noticed("The roof of the old house leaks.")
    assert one.message.endswith("the sentence 'The roof of the old house leaks'.")


@pytest.mark.parametrize(
    ("notes", "told"),
    [
        ("It was seen within 90 days of the visit.", "no field has '90 days'"),
        ("The machine there has 12 GB and a fan.", "no field has '12 GB'"),
        ("The price went up by 40 % last spring.", ""),
        ("There are 900 old houses in the valley.", ""),
        ("The dam was built 400 years ago, they say.", ""),
        ("It would bring in NGN 310 million for all.", ""),
    ],
)
def test_an_amount_is_told_where_a_field_that_is_left_out_could_hold_it(notes: str, told: str) -> None:
    data = {"modality": "tabular", "rows": 5_000}
    messages = " ".join(each.message for each in noticed(notes, data=data, deployment={"target": "desktop"}))
    assert messages
    assert (told in messages) if told else ("no field" not in messages)


def test_an_amount_is_no_longer_told_once_the_fields_that_could_hold_it_are() -> None:
    data = {"modality": "tabular", "label_delay": "90 days"}
    assert "no field has" in noticed("It lasts 20 days or so.", data=data)[0].message
    (notice,) = noticed("It lasts 20 days or so.", data=data, project={"deadline": "1 month"})
    assert "no field has" not in notice.message


def test_a_count_is_told_where_no_size_is() -> None:
    assert "'900 letters'" in noticed("The old box holds 900 letters.", task="clustering")[0].message
    data = {"modality": "tabular", "rows": 40}
    assert "no field has" not in noticed("The old box holds 900 letters.", task="clustering", data=data)[0].message


def test_a_short_time_that_no_bound_has_is_no_mere_note_for_readers() -> None:
    (notice,) = noticed("The old one took 50 ms on a bad day.")
    assert not notice.is_kept


@pytest.mark.parametrize("phrase", pointers().phrases, ids=lambda phrase: f"{phrase.field} {phrase.text[:20]}")
def test_every_pointer_names_a_field_with_a_value_that_it_takes(phrase: Any) -> None:
    if phrase.field == REQUIREMENTS:
        return
    assert phrase.field in BRIEF_FIELDS
    group, _, inner = phrase.field.partition(".")
    value = [phrase.value] if phrase.field in LISTS else phrase.value_with(3)
    fields: dict[str, Any] = {"data": {"modality": "tabular"}}
    fields.setdefault(group, {})[inner] = value
    Brief.from_mapping({"task": next(iter(sorted(phrase.tasks)), "binary-classification"), **fields})


NOTES = "The works council must agree to it. The roof of the old house leaks. Two score vendors were merged in 2022."
CREDIT = {"task": "binary-classification", "data": {"modality": "tabular"}, "notes": NOTES}


def messages(notices: Iterable[Notice | str]) -> list[str]:
    said = (each if isinstance(each, str) else each.message for each in notices)
    return [each for each in said if "`notes`" in each]


def test_a_sentence_that_tells_a_circumstance_is_not_counted_as_unread(knowledge: Knowledge) -> None:
    expected = ["`notes` hold more than is read: nothing is taken from the sentence 'The roof of the old house leaks'."]
    brief = Brief.from_mapping(CREDIT, known_names(knowledge))
    assert messages(brief.notices) == expected
    # whoever answers knows circumstances, whether the reader did or not
    assert messages(recommend(Brief.from_mapping(CREDIT), knowledge).notices) == expected
    assert messages(recommend(brief, knowledge).notices) == expected


def test_where_a_brief_lists_its_circumstances_sentences_tell_no_others(knowledge: Knowledge) -> None:
    listed = {**CREDIT, "project": {"circumstances": ["bases-joined"]}}
    (message,) = messages(Brief.from_mapping(listed, known_names(knowledge)).notices)
    assert message.endswith("nothing is taken from 2 sentences.")
    denied = {**CREDIT, "project": {"no_circumstances": ["bases-joined"]}}
    assert messages(Brief.from_mapping(denied, known_names(knowledge)).notices) == [message]


def test_a_sentence_that_is_read_for_advice_still_points_to_the_field_that_counts(knowledge: Knowledge) -> None:
    given = {**CREDIT, "task": "forecasting", "notes": "The pandemic of 2020 to 2021 lies within the history."}
    (message,) = messages(recommend(Brief.from_mapping(given), knowledge).notices)
    assert "it is read for advice alone: 'The pandemic" in message
    assert "`data.drift: slow`?" in message
