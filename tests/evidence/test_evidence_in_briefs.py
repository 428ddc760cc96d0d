"""A brief names evidence by id, and never by a file."""

from __future__ import annotations

import pytest

from small_knowledge import brief
from whichml import Brief, BriefError
from whichml.model.briefs.brief_schema import brief_json_schema

IDS = ("0" * 31 + "a", "f" * 32)


def test_ids_are_kept_in_order_whichever_way_they_were_written() -> None:
    assert brief(evidence=list(reversed(IDS))).evidence == IDS
    assert brief(evidence=IDS[0]) == brief(evidence=[IDS[0]])


def test_the_normal_form_keeps_the_ids() -> None:
    for given in (list(IDS), IDS[0]):
        said = brief(evidence=given)
        assert Brief.from_mapping(said.normalised()) == said


def test_a_brief_without_evidence_says_nothing_of_it() -> None:
    assert "evidence" not in brief().normalised()
    assert brief(evidence=[]) == brief()
    assert brief(evidence=IDS[0]).replace("evidence", None) == brief()


@pytest.mark.parametrize("given", ["../../etc/passwd", "runs/evidence.json", "A" * 32, "a" * 31, 7, [["a" * 32]], {}])
def test_what_is_no_id_is_refused(given: object) -> None:
    with pytest.raises(BriefError, match="takes ids of evidence"):
        brief(evidence=given)


def test_an_id_that_stands_twice_is_refused() -> None:
    with pytest.raises(BriefError, match="twice"):
        brief(evidence=[IDS[0], IDS[0]])


def test_more_ids_than_anybody_needs_are_refused() -> None:
    with pytest.raises(BriefError, match="The limit is 1000"):
        brief(evidence=[f"{n:032x}" for n in range(1001)])


def test_the_schema_describes_the_ids() -> None:
    prepared = brief_json_schema()["properties"]["evidence"]
    assert {"type": "string", "pattern": "^[0-9a-f]{32}$"} in prepared["anyOf"]


def test_evidence_is_no_fact_that_rules_could_read() -> None:
    assert "evidence" not in brief(evidence=list(IDS)).facts()
