"""What a rival does is no ground for what a record says of its leader."""

from __future__ import annotations

from typing import Any

import pytest

from small_knowledge import CITED, SOURCE, ContentFolder, claim
from whichml.export.decision_record import to_markdown

YARDSTICK = {"ref": "of-the-rival", "locator": "page 2", "supports": "the yardstick: the rival is the best of all"}


def record_of(folder: ContentFolder, *places: dict[str, Any]) -> str:
    folder.source("of-the-rival", title="A book on the rival")
    folder.algorithm("one", {**claim("robustness", "very-high"), "sources": list(places)})
    return to_markdown(folder.answer(priorities=["robustness"]), folder.knowledge())


def test_a_yardstick_is_not_cited_for_what_another_place_says(folder: ContentFolder) -> None:
    record = record_of(folder, YARDSTICK, *CITED)
    assert "A book for tests" in record
    assert "A book on the rival" not in record


@pytest.mark.parametrize("places", [[YARDSTICK], [{**YARDSTICK, "ref": SOURCE}]])
def test_where_there_is_no_other_place_the_yardstick_is_cited_as_one(
    folder: ContentFolder, places: list[dict[str, Any]]
) -> None:
    assert "the yardstick: the rival is the best of all" in record_of(folder, *places)


def test_of_several_places_the_one_that_supports_what_is_noted_is_cited(folder: ContentFolder) -> None:
    beside = {"ref": "of-the-rival", "locator": "page 2", "supports": "boosted trees lead on noisy business series"}
    noted = {**CITED[0], "supports": "all leading entries trained across series"}
    folder.source("of-the-rival", title="A book on the rival")
    note = "All leading entries trained across series."
    folder.algorithm("one", {**claim("robustness", "very-high"), "sources": [beside, noted], "note": note})
    record = to_markdown(folder.answer(priorities=["robustness"]), folder.knowledge())
    assert "A book for tests" in record
    assert "A book on the rival" not in record
