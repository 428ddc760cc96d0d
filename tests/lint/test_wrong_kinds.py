"""A value of the wrong kind in a pack is told in words, with how it is written instead."""

from __future__ import annotations

import pytest

from whichml.knowledge.packs import parse_pack
from whichml.model.documents.errors import RuleError

PACK = """\
rulepack: {id: acme, version: 1, title: Acme, license: CC0-1.0}
rules:
  - id: acme-care
    title: Care
    when: {task: regression}
    then: {caution: Mind it.}
    sources: [{ref: mlip-book-ch25, locator: chapter 25, supports: it}]
"""
CITATION = "[{ref: mlip-book-ch25, locator: chapter 25, supports: it}]"
LISTED = "`- {ref: ..., locator: ..., supports: ...}`"


@pytest.mark.parametrize(
    ("old", "new", "message", "hint"),
    [
        (CITATION, "mlip-book-ch25", "`sources` is a list, not 'mlip-book-ch25'.",
         f"Write it as a list, such as {LISTED}."),
        (CITATION, "[mlip-book-ch25]", "entry 1 of `sources` has keys and values and is not 'mlip-book-ch25'.",
         "Write it as `{ref: ..., locator: ..., supports: ...}`."),
        (CITATION, "[]", "`sources` is empty.", f"Give at least one, such as {LISTED}."),
        ("locator: chapter 25, ", "", "`locator` is missing.", "Add `locator:` here."),
        ("{task: regression}", "[task]", "`when` has keys and values and is not a list.",
         "Write it as `{key: value}`."),
        ("title: Care", "title: 3", "`title` is a text, not '3'.", "Put it in quotes."),
        ("title: Care", "title: [a]", "`title` is a text, not a list.", "Write a text."),
        ("title: Care", "title: ' '", "`title` is empty.", "Write a text."),
        (PACK[PACK.index("  - id"):], "", "`rules` is empty.",
         "Write it as a list, such as `- {id: ..., title: ..., then: ..., sources: ...}`."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_once_with_how_it_is_written(old: str, new: str, message: str, hint: str) -> None:
    assert old in PACK
    with pytest.raises(RuleError) as refusal:
        parse_pack(PACK.replace(old, new).encode(), "acme.yaml")
    assert [(problem.message, problem.hint) for problem in refusal.value.problems] == [(message, hint)]
