"""Files whose texts are told by their place come back as they were, beside the same knowledge alone."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whichml.knowledge.base import Knowledge
from whichml.knowledge.told_texts import told_by_place, told_in_full

LONG = "what knowledge and file both say, in more than some thirty letters"
WORDS = st.sampled_from(["one", "two", "é", "a.b", "1999", LONG, f"{LONG}, and more", "", "\x01", "\x1e5;", "\x1f"])
VALUES = st.recursive(
    WORDS | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.none(),
    lambda v: st.lists(v, max_size=6) | st.dictionaries(WORDS, v, max_size=4),
)
FILES = st.lists(WORDS | st.sampled_from([" ", "\n", ": ", '"']), max_size=12).map(lambda some: "".join(some).encode())


@given(files=st.lists(FILES | st.binary(max_size=30), max_size=4), value=VALUES)
def test_files_come_back_byte_for_byte_whatever_the_knowledge_says(files: list[bytes], value: object) -> None:
    knowledge = json.dumps(value, ensure_ascii=False).encode()
    assert list(told_in_full(told_by_place(files, knowledge), knowledge)) == files


def test_what_the_knowledge_says_next_is_told_by_one_byte_and_a_long_text_elsewhere_by_how_far_away_it_is() -> None:
    knowledge = json.dumps({"id": "one", "names": ["other", "third"], "more": ["more"] * 240, "note": LONG})
    files = [b"id: one\nname: third", f"note: {LONG}\nid: one".encode()]
    told = told_by_place(files, knowledge.encode())
    assert told == [b"id: \x01\nname: \x02", b"note: \x1ef1;\nid: one"]


def test_without_knowledge_files_stay_as_they_are() -> None:
    assert told_by_place([b"id: one"], b"") == [b"id: one"]


@pytest.mark.parametrize("told", [b"\x01\x01", b"\x1e-1;", b"\x1effff;"])
def test_a_place_that_the_knowledge_does_not_have_is_an_error(told: bytes) -> None:
    with pytest.raises(IndexError):
        list(told_in_full([told], b'["one text"]'))


def test_applications_and_circumstances_state_what_they_cite_last_as_their_files_do(knowledge: Knowledge) -> None:
    stated = [each.stated for known in (knowledge.applications, knowledge.circumstances) for each in known.values()]
    parts = [part for each in stated for group in ("lead", "mistakes", "points") for part in each.get(group, ())]
    assert len(stated) > 100 < len(parts)
    assert {next(iter(each)) for each in stated} == {"id"}
    assert {[*each][-1] for each in (*stated, *parts)} == {"sources"}
