"""What a brief's title, notes and reasons say of fields that it leaves out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from whichml import Brief
from whichml.model.words import phrase_texts, prose_table
from whichml.model.words.prose import MOST_CHARACTERS, read_prose, sentences_read
from whichml.model.words.prose_numbers import number_at, share_at
from whichml.model.words.prose_table import PhraseTable, parse_phrases

NOBODY_KNOWS = "Nobody knows how many groups there are."
LISTS = frozenset({"stakes.regulation", "data.target", "data.modality"})
TABLE = PhraseTable(
    parse_phrases(
        """
        # said of groups
data.group_count = unknown [clustering]
    number of groups/kinds * unknown
    nobody knows how many
data.clicks = false
    clicks are not kept
data.clicks = true
    clicks are kept
data.languages = {n}
    {n} languages
data.minority_share = {n%}
    {n%} (of) (all) cases fail~
deployment.interaction = real-time
    answers in real-time/one-tick
"""
    )
)


def readings(text: str, task: str = "clustering", many: frozenset[str] = frozenset()) -> dict[str, Any]:
    return {each.field: each.value for each in read_prose([("notes", text)], task, many, TABLE)}


def brief(**more: Any) -> Brief:
    return Brief.from_mapping({"task": "clustering", "data": {"modality": "tabular"}, **more})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The number of kinds is still unknown.", {"data.group_count": "unknown"}),
        ("The number of kinds is not all that unknown.", {}),
        ("The number of kinds. It is unknown.", {}),
        ("Nobody knows how many there are", {"data.group_count": "unknown"}),
        ("CLICKS ARE KEPT, we think", {"data.clicks": True}),
        ("No clicks are kept", {}),
        ("We didn't hear that clicks are kept", {}),
        ("It is not cheap, and clicks are kept", {"data.clicks": True}),
        ("Clicks are not kept", {"data.clicks": False}),
        ("Texts in forty-two languages", {"data.languages": 42}),
        ("Texts in 1,200 languages", {"data.languages": 1200}),
        ("2.5 per cent of cases fail", {"data.minority_share": 0.025}),
        ("One in forty cases failed", {"data.minority_share": 0.025}),
        ("every fifth cases failing", {"data.minority_share": 0.2}),
        ("answers in real time", {"deployment.interaction": "real-time"}),
        ("answers in real-time", {"deployment.interaction": "real-time"}),
        ("answers in one tick", {"deployment.interaction": "real-time"}),
        ("texts in a dozen languages", {"data.languages": 12}),
        ("in", {}),
        ("", {}),
    ],
)
def test_a_phrase_is_found_in_one_sentence_and_not_under_a_denial(text: str, expected: dict[str, Any]) -> None:
    assert readings(text) == expected


def test_a_phrase_for_some_tasks_is_read_for_no_other() -> None:
    assert readings("nobody knows how many", "regression") == {}


def test_the_first_phrase_of_the_table_decides_whatever_comes_first_in_the_text() -> None:
    assert readings("Clicks are kept. Later, clicks are not kept.") == {"data.clicks": False}


def test_a_list_takes_each_of_its_words() -> None:
    table = PhraseTable(parse_phrases("data.target = count\n    visits\ndata.target = positive\n    costs\n"))
    found = read_prose([("notes", "costs of visits")], "regression", frozenset({"data.target"}), table)
    assert [each.value for each in found] == ["count", "positive"]


def test_named_words_stand_for_themselves_in_phrases_and_in_words_named_later() -> None:
    text = "@kin = aunt/uncle\n@folk = @kin/clerk\ndata.clicks = true\n    @folk/nobody keeps (@kin) clicks\n"
    assert [phrase.text for phrase in parse_phrases(text)] == ["aunt/uncle/clerk/nobody keeps (aunt/uncle) clicks"]


def test_words_are_added_to_those_that_a_name_stands_for() -> None:
    text = "@kin = aunt\n@kin += uncle/niece\ndata.clicks = true\n    @kin keeps clicks\n"
    assert [phrase.text for phrase in parse_phrases(text)] == ["aunt/uncle/niece keeps clicks"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("clicks of visitors are logged", "clicks of visitors are logged"),
        ("logged is each visit, and so are the clicks", "logged is each visit, and so are the clicks"),
        ("clicks are rare", None),
        ("clicks are not logged", None),
        ("clicks are logged as a test", None),
        ("no test: clicks are logged", "clicks are logged"),
        ("without a test clicks are logged", None),
    ],
)
def test_parts_stand_in_any_order_and_what_may_not_stand_there_does_not_even_denied(
    text: str, expected: str | None
) -> None:
    table = PhraseTable(parse_phrases("data.clicks = true\n    clicks & logged & !test/tests\n"))
    found = read_prose([("notes", text)], "ranking", frozenset(), table)
    assert [each.words for each in found] == ([] if expected is None else [expected])


def test_every_table_has_its_place_in_the_order() -> None:
    elsewhere = ["entries", "names_of_fields", "names_of_tasks", "pointers"]  # of entries, names, or nothing to read
    assert sorted(path.stem for path in phrase_texts.FOLDER.glob("*.txt")) == sorted([*prose_table.TABLES, *elsewhere])


def test_an_installation_reads_the_same_phrases_from_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {path.stem: path.read_text("utf-8") for path in phrase_texts.FOLDER.glob("*.txt")}
    phrase_texts.pack_phrases(tmp_path)
    monkeypatch.setattr(phrase_texts, "FOLDER", tmp_path)
    assert {name: phrase_texts.phrase_text(name) for name in texts} == texts


def test_words_that_nobody_named_are_refused() -> None:
    with pytest.raises(ValueError, match="nobody named: @folk"):
        parse_phrases("data.clicks = true\n    @folk keep clicks\n")


@pytest.mark.parametrize(
    "text",
    ["    a phrase\n", "data.clicks true\n    kept\n", "data.clicks = true\n    * kept\n",
     "data.clicks = true\n    a * b * c * d\n", "data.clicks = true\n    !kept & logged\n",
     "data.clicks = true\n    kept & * logged\n", "data.clicks = true\n    (kept)\n"],
)  # fmt: skip
def test_a_table_that_is_no_table_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="phrase"):
        parse_phrases(text)


@pytest.mark.parametrize(
    ("words", "number", "share"),
    [
        ("12", 12, None), ("three thousand", 3000, None), ("a million", 1e6, None), ("a dozen", 12, None),
        ("twenty two", 22, None), ("sixty", 60, None), ("half", None, 0.5), ("two thirds", 2, 2 / 3),
        ("a quarter", None, 0.25), ("83 of 100", 83, 0.83), ("3 in 2", 3, None), ("6 %", 6, 0.06), ("word", None, None),
    ],
)  # fmt: skip
def test_numbers_and_shares_are_read_as_people_write_them(
    words: str, number: float | None, share: float | None
) -> None:
    found, part = number_at(words.split(), 0), share_at(words.split(), 0)
    assert (found[0] if found else None) == (None if number is None else pytest.approx(number))
    assert (part[0] if part else None) == (None if share is None else pytest.approx(share))


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("texts in 3 languages", 3),
        ("texts in 3 to 5 languages", None),
        ("texts in 3-5 languages", None),
        ("texts in 3\u20135 languages", None),
        ("between 3 and 5 languages", None),
        ("between about three and five languages", None),
        ("3 languages to 5 languages", None),
        ("two or three or so, and 5 languages", 5),
        ("texts of 3 pages and 5 languages", 5),
        ("we forward 300 texts to 12 languages", 12),
        ("from 12 to 5 languages", 5),
    ],
)
def test_of_a_range_neither_end_is_read(text: str, languages: int | None) -> None:
    assert readings(text) == ({} if languages is None else {"data.languages": languages})


def test_of_a_range_of_shares_neither_end_is_read_with_or_without_its_sign() -> None:
    for text in ("5 to 10 % of all cases fail", "5 % to 10 % of cases fail", "between 5 % and 10 % of all cases fail"):
        assert readings(text) == {}
    assert readings("10 % of all cases fail") == {"data.minority_share": 0.1}


def test_of_how_far_ahead_the_upper_end_is_meant() -> None:
    (found,) = read_prose([("notes", "one to 48 hours ahead")], "forecasting", LISTS)
    assert (found.field, found.value) == ("data.horizon", "48 hours")


def test_a_field_that_the_brief_leaves_out_is_read_from_the_notes_and_told() -> None:
    read = brief(notes=NOBODY_KNOWS)
    assert read.data.group_count == "unknown"
    assert any("data.group_count: unknown" in notice.message for notice in read.readings)


def test_a_field_that_the_brief_states_goes_before_its_prose() -> None:
    read = Brief.from_mapping(
        {"task": "clustering", "data": {"modality": "tabular", "group_count": "known"}, "notes": NOBODY_KNOWS}
    )
    assert (read.data.group_count, read.readings) == ("known", ())


def test_a_reading_that_contradicts_the_brief_is_dropped() -> None:
    notes = "Eighty patients died so far."
    stated = {"task": "survival-analysis", "data": {"modality": "tabular", "rows": 60}, "notes": notes}
    assert Brief.from_mapping(stated).data.events is None


def test_the_normal_form_says_in_fields_what_was_read_and_reads_nothing_more() -> None:
    read = brief(notes=NOBODY_KNOWS)
    again = Brief.from_mapping(read.normalised())
    assert again == read
    assert again.readings == ()


def test_a_notice_points_to_the_text_that_says_so() -> None:
    text = b"task: clustering\ndata: {modality: tabular}\nnotes: Nobody knows how many groups there are.\n"
    read = Brief.parse(text, "mine.yaml")
    assert [(str(notice.where), notice.pointer) for notice in read.readings] == [("mine.yaml:3:8", "/notes")]


def test_what_was_read_in_prose_is_told_apart_from_what_was_read_in_fields() -> None:
    read = brief(notes=NOBODY_KNOWS, data={"modality": "table"})
    in_fields, in_prose = read.readings
    assert (in_fields.pointer, in_prose.pointer) == ("/data/modality", "/notes")
    assert read.readings_of_prose == (in_prose,)


def test_a_field_that_was_read_from_prose_is_taken_out_like_any_other() -> None:
    read = brief(notes=NOBODY_KNOWS)
    assert read.replace("data.group_count", None).data.group_count is None
    assert read.replace("data.rows", 900).data.group_count == "unknown"


def test_what_a_brief_states_leaves_out_what_was_read_and_says_the_same_when_it_is_read_again() -> None:
    read = brief(notes=NOBODY_KNOWS)
    assert read.read_from_prose == ("data.group_count",)
    assert read.stated() == {"task": "clustering", "data": {"modality": "tabular"}, "notes": NOBODY_KNOWS}
    assert Brief.from_mapping(read.stated()) == read
    assert read.replace("data.rows", 900).stated()["data"] == {"modality": "tabular", "rows": 900}


def test_a_field_that_was_read_and_is_given_a_value_is_stated_from_then_on() -> None:
    changed = brief(notes=NOBODY_KNOWS).replace("data.group_count", "known")
    assert changed.read_from_prose == ()
    assert changed.stated()["data"] == {"modality": "tabular", "group_count": "known"}


def test_other_notes_are_read_anew_and_nothing_of_the_old_ones_stays() -> None:
    changed = brief(notes=NOBODY_KNOWS).replace("notes", "The data may not leave the house.")
    assert changed.data.group_count is None
    assert changed.data.residency == "stays-in-organisation"


def test_a_brief_as_stated_says_what_its_fields_say() -> None:
    read = brief(notes=NOBODY_KNOWS)
    assert read.as_stated().data.group_count is None
    assert read.as_stated().notes == NOBODY_KNOWS
    assert read.as_stated().as_stated() == read.as_stated()


@pytest.mark.parametrize(
    ("notes", "told"),
    [
        ("Nobody knows how many groups there are.", None),
        ("Yes. Thanks a lot!", None),
        ("The land office has its own maps.", "the sentence 'The land office has its own maps'"),
        (
            "Maps lie in the archive. Nobody knows how many groups there are. The roof of it leaks.",
            "2 sentences",
        ),
    ],
)
def test_notes_of_which_nothing_is_read_are_told(notes: str, told: str | None) -> None:
    found = [each.message for each in brief(notes=notes).notices if "more than is read" in each.message]
    assert found == ([f"`notes` hold more than is read: nothing is taken from {told}."] if told else [])


def test_a_sentence_that_repeats_a_field_counts_as_read() -> None:
    given = brief(notes="Nobody knows how many groups there are.", data={"modality": "tabular", "group_count": "known"})
    assert given.notices == ()


@pytest.mark.parametrize(("share", "read"), [({"zero_share": "3 %"}, None), ({}, True)])
def test_a_share_of_zeros_says_more_than_a_title(share: dict[str, str], read: bool | None) -> None:
    data = {"modality": "time-series", **share}
    given = Brief.from_mapping({"task": "forecasting", "title": "Weekly demand for valve spares", "data": data})
    assert given.data.intermittent is read


def test_what_stands_behind_the_part_of_a_text_that_is_read_counts_as_unread() -> None:
    told = "It has to be explained to the customers. " * (MOST_CHARACTERS // 40 + 1)
    behind = "The moon is made of very green cheese"
    *_, last = sentences_read(told + behind, "regression")
    assert (last.text, last.is_unread) == (behind, True)
