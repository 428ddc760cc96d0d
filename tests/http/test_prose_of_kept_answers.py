"""What was read from the prose of a kept brief goes when that prose does, and is no fact that anybody stated."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient

from whichml.export.kept_answers import read_answer, stated_brief

pytestmark = pytest.mark.slow("answers from the shipped knowledge")

STATED: dict[str, Any] = {"task": "clustering", "data": {"modality": "tabular", "rows": 3000}}
NOTES = "Nobody knows how many groups there are. Clerks can check 300 cases a day."
READ = ["data.group_count", "project.human_review", "project.cases_per_day"]
CHURN: dict[str, Any] = {
    "title": "Churn of customers", "task": "binary-classification", "data": {"modality": "tabular"},
}  # fmt: skip

REASONED: dict[str, Any] = {
    **STATED, "requirements": [{"quality": "inference-latency", "max": "1 s", "why": "Clerks check 30 cases a day"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def kept(client: FlaskClient) -> str:
    return str(client.post("/v1/recommendations", json={**STATED, "notes": NOTES}).headers["Location"])


def what_if(client: FlaskClient, address: str, **changes: Any) -> dict[str, Any]:
    told: dict[str, Any] = client.post(f"{address}/what-if", json={"changes": changes}).json
    return told


def test_an_answer_tells_which_facts_were_read_from_the_words_of_its_brief(client: FlaskClient, kept: str) -> None:
    assert client.get(kept).json["read_from_prose"] == READ
    churn = client.post("/v1/recommendations", json=CHURN).json
    assert churn["read_from_prose"] == ["project.application"]


@pytest.mark.parametrize("notes", [None, "The data may not leave the house."])
def test_other_notes_are_answered_as_the_brief_with_these_notes(
    client: FlaskClient, kept: str, notes: str | None
) -> None:
    told = what_if(client, kept, notes=notes)
    posted = client.post("/v1/recommendations", json=STATED | ({"notes": notes} if notes else {})).json
    assert told["difference"]["answers"][1] == posted["id"]
    assert client.post("/v1/recommendations", json=told["brief"]).json["id"] == posted["id"]


def test_another_title_takes_the_application_of_the_old_one_along(client: FlaskClient) -> None:
    address = client.post("/v1/recommendations", json=CHURN).headers["Location"]
    told = what_if(client, address, title="Credit card fraud")
    assert told["brief"] == {**CHURN, "title": "Credit card fraud"}
    assert [each["second"] for each in told["difference"]["said"] if each["path"] == "project.application"] == [
        "card-payment-fraud"
    ]


@pytest.mark.parametrize("name", ["data.group_count", "group count"])
def test_to_take_out_what_the_notes_tell_is_refused_with_what_tells_it(
    client: FlaskClient, kept: str, name: str
) -> None:
    (error,) = what_if(client, kept, **{name: None, "data.rows": 20})["errors"]
    assert error["pointer"] == f"/changes/{name}"
    assert "`notes` say 'Nobody knows how many groups'" in error["detail"]
    assert "Change these words too" in error["hint"]


def test_what_the_notes_tell_is_taken_out_with_them(client: FlaskClient, kept: str) -> None:
    told = what_if(client, kept, **{"data.group_count": None, "notes": None})
    assert told["brief"] == STATED


@pytest.mark.parametrize("brief", [{**STATED, "notes": NOTES}, CHURN, REASONED])
def test_answers_of_before_this_was_kept_tell_it_by_their_notices(client: FlaskClient, brief: dict[str, Any]) -> None:
    body = client.post("/v1/recommendations?include=justification", json=brief).json
    earlier = {name: value for name, value in body.items() if name != "read_from_prose"}
    told = stated_brief(read_answer(json.dumps(earlier)))
    assert told == stated_brief(read_answer(json.dumps(body)))
    assert told.keys() == brief.keys()


def test_the_brief_to_take_away_holds_what_was_stated(client: FlaskClient, kept: str) -> None:
    text = client.get(f"/answers/{kept.rpartition('/')[2]}/brief.yaml").text
    assert yaml.safe_load(text) == {"brief": 1, **STATED, "notes": NOTES}
    again = client.post("/v1/recommendations", data=text, content_type="application/yaml")
    assert again.headers["Location"] == kept
