"""What sentences say in numbers reaches its field where that is clear, and is told where no field takes it."""

from __future__ import annotations

from typing import Any

import pytest

from whichml import Brief
from whichml.model.words.numbers_in_prose import amounts_in


def brief(task: str, notes: str, lenient: bool = False, **data: Any) -> Brief:
    fields = {"task": task, "data": {"modality": "tabular", **data}, "notes": notes}
    return Brief.from_mapping(fields, lenient=lenient)


def untaken(read: Brief) -> list[str]:
    """Return what notices say that no field has."""
    found = [each.message.partition("no field has ")[2] for each in read.notices]
    return [each for each in found if each]


@pytest.mark.parametrize(
    ("task", "notes", "field", "value"),
    [
        ("binary-classification", "We have 40,000 rows in a CSV.", "data.rows", 40_000),
        ("regression", "An export with about 12 thousand records is at hand.", "data.rows", 12_000),
        ("binary-classification", "Each day we get 500 new rows.", "data.rows", None),
        ("regression", "Grapes of 120 rows of vines were weighed.", "data.rows", None),
        ("question-answering", "Answers stand in tables of 40 rows.", "data.rows", None),
        ("survival-analysis", "How long until a hip implant fails, 900 patients.", "data.rows", 900),
        ("survival-analysis", "900 patients had visits every year.", "data.rows", None),
        ("binary-classification", "We have 2 million transactions a day.", "deployment.requests_per_day", 2_000_000),
        ("binary-classification", "Our team can read 40 mails a day.", "deployment.requests_per_day", None),
        ("binary-classification", "About 17 percent cancel within a year.", "data.minority_share", 0.17),
        ("binary-classification", "We hope that fewer than 17 percent cancel.", "data.minority_share", None),
    ],
)
@pytest.mark.parametrize("lenient", [False, True])
def test_a_number_in_a_sentence_reaches_its_field_where_that_is_clear(
    task: str, notes: str, field: str, value: float | None, lenient: bool
) -> None:
    assert brief(task, notes, lenient).facts().get(field) == value


@pytest.mark.parametrize("lenient", [False, True])
def test_a_hit_does_not_mark_the_rest_of_its_sentence_as_read(lenient: bool) -> None:
    said = "We have 2 million transactions a day and must say within 50 ms whether each is fraud."
    read = brief("binary-classification", said, lenient)
    assert read.stakes.adversarial is True
    (told,) = untaken(read)
    assert told.startswith("'50 ms' (a bound on time is a requirement: `{quality: inference-latency, max: 50 ms}`)")
    assert "2 million" not in told


def test_a_sentence_of_which_nothing_is_read_is_told_with_its_amounts() -> None:
    read = brief("clustering", "The land office has 340 maps of 12 MB.")
    message = "nothing is taken from the sentence 'The land office has 340 maps of 12 MB', and no field has"
    assert any(f"{message} '340 maps', '12 MB'." in each.message for each in read.notices)


def test_an_amount_that_a_field_holds_is_not_told_as_lost() -> None:
    read = brief("binary-classification", "Fraud is 2 % of the 6000 known payments.", rows=6000, minority_share=0.02)
    assert untaken(read) == []


def test_years_small_counts_and_parts_of_names_are_no_amounts() -> None:
    said = "Since 2019 on 3 sites, ISO 27001, T4-type, 24/7, v2.1, 10-20 items, 1990 to 2005"
    assert list(amounts_in(said)) == []
    assert [each.number for each in amounts_in("1,200 wells, 3.5 k parts, 0.5 %")] == [1200, 3500, 0.5]
