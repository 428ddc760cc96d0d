"""Kept answers are listed in pages, filtered, and deleted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from whichml.knowledge.base import Knowledge
from whichml_server import AnswerStore, create_app

pytestmark = pytest.mark.slow("keeps answers in every kind of store")
TASKS = ["regression", "binary-classification", "regression", "clustering", "regression"]


@pytest.fixture(scope="module")
def listed(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A server with five answers, kept one after the other."""
    store = AnswerStore(tmp_path_factory.mktemp("listed") / "answers.sqlite3")
    with create_app(knowledge, store).test_client() as client:
        for number, task in enumerate(TASKS):
            brief = {"task": task, "title": f"brief {number}", "data": {"modality": "tabular"}}
            assert client.post("/v1/recommendations", json=brief).status_code == 201
        yield client


def titles(page: dict[str, Any]) -> list[str]:
    return [entry["title"] for entry in page["recommendations"]]


def test_answers_are_listed_newest_first_with_their_addresses(listed: FlaskClient, knowledge: Knowledge) -> None:
    page = listed.get("/v1/recommendations").json
    assert titles(page) == [f"brief {number}" for number in (4, 3, 2, 1, 0)]
    assert page["next"] is None
    for entry in page["recommendations"]:
        kept = listed.get(f"{entry['address']}?include=justification")
        assert (kept.json["id"], len(kept.data)) == (entry["id"], entry["n_bytes"])
        assert entry["knowledge"] == knowledge.digest


def test_pages_lead_from_one_to_the_next(listed: FlaskClient) -> None:
    address: str | None = "/v1/recommendations?limit=2"
    found: list[str] = []
    n_pages = 0
    while address is not None:
        response = listed.get(address)
        linked = re.fullmatch(r'<(.*)>; rel="next"', response.headers.get("Link", ""))
        assert (linked[1] if linked else None) == response.json["next"]
        found += titles(response.json)
        address = response.json["next"]
        n_pages += 1
    assert (n_pages, found) == (3, [f"brief {number}" for number in (4, 3, 2, 1, 0)])


def test_filters_narrow_the_list_and_stay_on_its_pages(listed: FlaskClient) -> None:
    page = listed.get("/v1/recommendations?task=regression&limit=2").json
    assert titles(page) == ["brief 4", "brief 2"]
    assert titles(listed.get(page["next"]).json) == ["brief 0"]
    assert titles(listed.get("/v1/recommendations?knowledge=another").json) == []


def test_moments_narrow_the_list(listed: FlaskClient) -> None:
    newest = listed.get("/v1/recommendations?limit=1").json["recommendations"][0]
    assert len(titles(listed.get("/v1/recommendations", query_string={"until": newest["created"]}).json)) == 4
    assert len(titles(listed.get("/v1/recommendations?since=2026-01-01").json)) == 5
    assert titles(listed.get("/v1/recommendations?since=2999-01-01T00:00:00%2B01:00").json) == []


@pytest.mark.parametrize(
    ("query", "hints"),
    [
        ("task=regresion", ["Did you mean 'regression'?"]),
        ("limit=0&since=yesterday", ["Write it as 2026-11-27T08:00:00Z, or as a day, 2026-11-27.", "From 1 to 500."]),
        ("limit=9999999999", ["From 1 to 500."]),
        (
            "since=2026-01-01T00:00:00+01:00",
            ["In an address `+` is a blank; write it as `%2B`: 2026-01-01T00:00:00%2B01:00."],
        ),
        ("cursor=abc", ["Take it from the page before."]),
        ("cursor=é", ["Take it from the page before."]),
        ("page=2&limit=-1", ["Known here: task, knowledge, since, until, limit, cursor.", "From 1 to 500."]),
    ],
)
def test_a_wrong_filter_is_refused_with_what_would_be_right(listed: FlaskClient, query: str, hints: list[str]) -> None:
    response = listed.get(f"/v1/recommendations?{query}")
    assert response.status_code == 422
    assert [error["hint"] for error in response.json["errors"]] == hints


def test_a_deleted_answer_is_gone_in_every_form(client: FlaskClient) -> None:
    brief = {"task": "regression", "data": {"modality": "tabular", "rows": 321}}
    made = client.post("/v1/recommendations", json=brief)
    kept = made.headers["Location"]
    assert client.get(kept, headers={"Accept": "text/html"}).status_code == 200
    gone = client.delete(kept)
    assert (gone.status_code, gone.data, gone.headers.get("Content-Type")) == (204, b"", None)
    for accept in ("application/json", "text/html"):
        assert client.get(kept, headers={"Accept": accept}).status_code == 404
    assert client.get(kept, headers={"If-None-Match": made.headers["ETag"]}).status_code == 404
    assert client.delete(kept).status_code == 404
    assert client.post("/v1/recommendations", json=brief).data == made.data


def test_a_record_says_that_the_knowledge_has_moved_on_and_else_stays_what_it_was(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    path = tmp_path / "answers.sqlite3"
    before = create_app(knowledge, AnswerStore(path)).test_client()
    kept = before.post("/v1/recommendations", json={"task": "regression", "data": {"modality": "tabular"}})
    address, markdown = kept.headers["Location"], {"Accept": "text/markdown"}
    record = before.get(address, headers=markdown)
    leader = kept.json["candidates"][0]["algorithm"]
    facts = knowledge.algorithms[leader].facts
    renamed = knowledge.without(rules=[knowledge.rules[0].id])
    today = create_app(renamed, AnswerStore(path)).test_client()
    again = today.get(address, headers=markdown)
    title, note, rest = again.text.partition("The knowledge has moved on since: ")
    assert note
    assert title + rest.partition("\n\n")[2] == record.text
    assert again.headers["ETag"] != record.headers["ETag"]
    assert facts.name in again.text
    assert any("/difference>" in link for link in again.headers.getlist("Link"))
