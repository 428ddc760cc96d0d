"""Values that say that something is not known, in any field: they leave it open, whatever phrases would read there."""

from __future__ import annotations

from typing import Any

import pytest

from whichml.model.briefs.brief import Brief
from whichml.model.format.brief_fields import BRIEF_FIELDS

LEFT_OPEN = [
    "unknown", "Unknown", "not known", "Not known yet.", "still unknown", "nobody knows", "don't know", "no idea",
    "we don't know yet", "not sure", "hm, hard to say", "tbd", "TBD", "to be determined", "undecided", "not decided",
    "n/a", "N/A", "not applicable", "?", "-", "maybe", "unclear", "not specified", "not stated",
]  # fmt: skip
HEAD: dict[str, Any] = {"task": "recommendation", "data": {"modality": "tabular"}}
FIELDS = [
    name for name, kind in BRIEF_FIELDS.items()
    if "." in name and kind.kind != "text" and name not in ("data.modality", "data.group_count")
]  # fmt: skip
"""Every field but those of texts, the kind of data, and the one that has `unknown` as a word of its own."""


def with_all(value: object) -> dict[str, Any]:
    given: dict[str, Any] = {"task": HEAD["task"], "data": dict(HEAD["data"])}
    for name in FIELDS:
        group, _, inner = name.partition(".")
        given.setdefault(group, {})[inner] = value
    return given


@pytest.mark.parametrize("lenient", [False, True])
@pytest.mark.parametrize("words", LEFT_OPEN)
def test_words_for_unknown_leave_every_field_open(words: str, lenient: bool) -> None:
    nothing = Brief.from_mapping(HEAD, lenient=lenient).normalised()
    for value in (words, [words]):
        assert Brief.from_mapping(with_all(value), lenient=lenient).normalised() == nothing


def test_what_is_left_open_is_told_once_and_not_read_besides() -> None:
    brief = Brief.from_mapping({**HEAD, "stakes": {"explanation": "tbd"}})
    assert [each.message for each in brief.notices] == ["`stakes.explanation` says 'tbd': it counts as not told."]


def test_words_behind_a_denial_still_say_that_there_is_none() -> None:
    brief = Brief.from_mapping({**HEAD, "stakes": {"explanation": "not needed"}, "project": {"human_review": "no"}})
    assert (brief.stakes.explanation, brief.project.human_review) == ("none", False)
