"""Briefs that look like YAML and are none are read line by line with `lenient`, and told so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whichml import Brief, BriefError
from whichml.model.documents.errors import Place

PUMPS = """We have 400 pumps in Lagos and want to know how long each one still lives: most have not failed yet.
rows: 400
Note: no sensors: only dates of repairs
 - and makers
hosting: our own server
"""
"""A colon stands in a sentence, and another in what a name says."""


def leniently(text: str) -> Brief:
    return Brief.parse(text.encode(), "told.yaml", lenient=True)


def test_fields_and_prose_are_read_from_lines_that_are_no_yaml() -> None:
    brief = leniently(PUMPS)
    assert (brief.task, brief.data.modality) == ("survival-analysis", ("tabular",))
    assert brief.data.rows == 400
    assert brief.place_of("data.rows").line == 2


def test_it_is_told_that_lines_were_read_and_where_the_text_is_no_yaml() -> None:
    (told,) = (each for each in leniently(PUMPS).notices if "this is not YAML" in each.message)
    assert told.message.endswith("so each line was read by itself.")
    assert told.where is not None
    assert (told.where.name, told.where.line) == ("told.yaml", 3)


def test_without_lenient_such_a_text_is_refused_where_it_is_no_yaml() -> None:
    with pytest.raises(BriefError, match=r"told\.yaml:3:17: this is not YAML"):
        Brief.parse(PUMPS.encode(), "told.yaml")


def test_what_stands_below_a_group_of_the_format_is_not_read_without_its_group() -> None:
    with pytest.raises(BriefError, match="this is not YAML"):
        leniently("task: clustering\ndata:\n  modality: tabular\n  rows: 500: about\n")


def test_a_name_that_is_given_twice_says_both() -> None:
    brief = leniently(
        "want: group our shops: alike ones\nnote: of 40 towns\nnote: no labels exist, nobody ever named them\n"
    )
    assert brief.notes is not None
    assert "40 towns" in brief.notes
    assert "nobody ever named them" in brief.notes


@pytest.mark.parametrize(
    "text",
    [
        '{"task": "clustering", "task": "ranking", "data": {"modality": "tabular"}}',
        "task: clustering\ndata.modality: tabular\ndata.rows: 500\ndata.rows: 5000\n",
    ],
)
def test_json_and_a_field_of_the_format_that_is_given_twice_stay_refused(text: str) -> None:
    with pytest.raises(BriefError, match="is given twice"):
        leniently(text)


def test_a_number_may_be_a_name_where_words_are_read() -> None:
    text = "task: ranking\nmodality: tabular\nlabels: {0: shown, 1: clicked}\n"
    assert leniently(text).task == "ranking"


def test_a_line_longer_than_a_text_may_be_is_refused() -> None:
    with pytest.raises(BriefError, match="this is not YAML"):
        leniently(f"want: sort apples: by colour\nnote: {'x' * 20_001}\n")


@pytest.mark.slow("reads hundreds of made-up texts")
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40), max_size=8))
def test_any_lines_are_read_or_refused_with_what_would_be_right(lines: list[str]) -> None:
    try:
        brief = leniently("\n".join(("goal: find spam: in mails", *lines)))
    except BriefError as refusal:
        assert [each for each in refusal.problems if each.where is None or not each.hint] == []
    else:
        assert any("so each line was read by itself" in each.message for each in brief.notices)


PARCELS = (
    "Choosing parcels to open at customs. Officers can open 420 of them a day and have results for 290,000 openings: "
    "nothing, undervalued or counterfeit, and they have to be able to say why one was opened."
)


def test_a_colon_in_a_sentence_makes_no_field_of_what_stands_before_it() -> None:
    brief = leniently(PARCELS)
    assert brief.notes == PARCELS
    assert brief.stakes.explanation == "post-hoc"
    assert brief.title == "Choosing parcels to open at customs"
    assert brief.task == leniently(PARCELS.replace("openings: nothing", "openings, nothing")).task


def test_fields_below_a_sentence_with_a_colon_stay_fields() -> None:
    brief = leniently(f"{PARCELS}\nrows: 290000\ndescription: People complain.\n")
    assert brief.data.rows == 290_000
    assert brief.place_of("data.rows") == Place("told.yaml", 2, len("rows: ") + 1)
    assert brief.notes == f"{PARCELS}\nPeople complain."


def test_a_sentence_that_ends_with_a_colon_says_no_more_than_itself() -> None:
    sentence = PARCELS.partition(": ")[0]
    brief = leniently(f"{sentence}:\ntask: ranking\nmodality: tabular\ndescription: 12\n")
    assert brief.notes == f"{sentence}\n12"


def test_a_long_name_over_fields_is_still_the_name_of_a_project() -> None:
    name = "The one where we find out which of our many old pumps in the hills will fail soon"
    brief = leniently(f"{name}:\n  task: survival-analysis\n  modality: tabular\n")
    assert (brief.title, brief.task) == (name, "survival-analysis")
