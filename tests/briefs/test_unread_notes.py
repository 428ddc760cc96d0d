"""Sentences of notes of which nothing is read: what points to a field is told, the rest is kept for readers."""

from __future__ import annotations

from typing import Any

import pytest

from whichml import Brief
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
    ],
)  # fmt: skip
def test_words_that_point_to_a_field_name_it_with_a_value(task: str, sentence: str, entry: str) -> None:
    assert next(fields_pointed_at(sentence, task)).entry == entry


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


def test_no_more_than_four_sentences_are_quoted_and_the_others_counted() -> None:
    (notice,) = noticed(" ".join(f"The roof of house number {n} leaks." for n in "abcdef"))
    assert notice.message.count("'The roof") == 4
    assert "and 2 more" in notice.message


def test_a_short_time_that_no_bound_has_is_no_mere_note_for_readers() -> None:
    (notice,) = noticed("The old one took 50 ms on a bad day.")
    assert not notice.is_kept


@pytest.mark.parametrize("phrase", pointers().phrases, ids=lambda phrase: f"{phrase.field} {phrase.text[:20]}")
def test_every_pointer_names_a_field_with_a_value_that_it_takes(phrase: Any) -> None:
    if phrase.field == REQUIREMENTS:
        return
    assert phrase.field in BRIEF_FIELDS
    group, _, inner = phrase.field.partition(".")
    value = [phrase.value] if phrase.field in LISTS else phrase.value_with(None)
    fields: dict[str, Any] = {"data": {"modality": "tabular"}}
    fields.setdefault(group, {})[inner] = value
    Brief.from_mapping({"task": next(iter(sorted(phrase.tasks)), "binary-classification"), **fields})
