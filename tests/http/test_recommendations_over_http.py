"""A brief goes in, an answer comes out, and stays at its address."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from whichml import Brief, recommend
from whichml.export.decision_record import to_markdown
from whichml.knowledge.base import Knowledge
from whichml_server import AnswerStore, create_app

Post = Callable[..., TestResponse]


def test_a_posted_brief_gets_the_answer_of_the_library(post: Post, fraud: bytes, knowledge: Knowledge) -> None:
    response = post(fraud)
    assert response.status_code == 201
    assert response.content_type == "application/json"
    assert response.data == recommend(Brief.parse(fraud, "request body", form="yaml"), knowledge).to_json()


def test_the_location_leads_to_the_same_bytes_and_the_same_etag(post: Post, client: FlaskClient, fraud: bytes) -> None:
    made = post(fraud)
    assert made.headers["Location"] == f"/v1/recommendations/{made.json['id']}"
    kept = client.get(made.headers["Location"])
    assert (kept.status_code, kept.data, kept.headers["ETag"]) == (200, made.data, made.headers["ETag"])


@pytest.mark.parametrize(
    "content_type",
    ["application/yaml", "text/yaml", "application/x-yaml", "application/json", "application/json; charset=utf-8"],
)
def test_a_brief_may_be_json_or_yaml(post: Post, small_brief: dict[str, Any], content_type: str) -> None:
    response = post(json.dumps(small_brief).encode(), content_type)
    assert response.status_code == 201
    assert response.json["brief"] == small_brief


def test_the_same_brief_again_gets_the_same_address(post: Post, small_brief: dict[str, Any]) -> None:
    first = post(json.dumps(small_brief).encode(), "application/json")
    again = post(b"data.rows: 5000\ndata.modality: tabular\ntask: binary-classification\n")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.headers["Location"] == again.headers["Location"]


def test_an_answer_survives_a_restart(knowledge: Knowledge, fraud: bytes, tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite3"
    before = create_app(knowledge, AnswerStore(path)).test_client()
    made = before.post("/v1/recommendations", data=fraud, content_type="application/yaml")
    after = create_app(knowledge.without(rules=[knowledge.rules[0].id]), AnswerStore(path)).test_client()
    assert after.get(made.headers["Location"]).data == made.data
    assert after.get(made.headers["Location"], headers={"Accept": "text/markdown"}).status_code == 200


def test_an_answer_is_available_as_markdown(
    post: Post, client: FlaskClient, fraud: bytes, knowledge: Knowledge
) -> None:
    address = post(fraud).headers["Location"]
    response = client.get(address, headers={"Accept": "text/markdown"})
    assert response.content_type == "text/markdown; charset=utf-8"
    assert response.text == to_markdown(recommend(Brief.parse(fraud, "request body"), knowledge), knowledge)


@pytest.mark.parametrize("accept", ["text/markdown", "text/html"])
def test_the_record_to_paste_links_to_all_of_it(post: Post, client: FlaskClient, fraud: bytes, accept: str) -> None:
    address = post(fraud).headers["Location"]
    short = client.get(address, headers={"Accept": accept})
    link = re.fullmatch(r'<(.*)>; rel="alternate"; title="the full record"', short.headers["Link"])
    assert link is not None
    full = client.get(link[1], headers={"Accept": accept})
    assert (full.status_code, full.content_type) == (200, short.content_type)
    assert "Why Not the Others" in full.text
    assert "Why Not the Others" not in short.text
    assert full.headers["ETag"] != short.headers["ETag"]
    assert "Link" not in full.headers


def test_the_style_of_a_page_is_all_that_it_may_load(post: Post, client: FlaskClient, fraud: bytes) -> None:
    page = client.get(post(fraud).headers["Location"], headers={"Accept": "text/html"})
    style = page.text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = page.headers["Content-Security-Policy"]
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'"


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("text/html, */*;q=0.1", "text/html; charset=utf-8"),
        ("image/png, */*;q=0.1", "application/json"),
        ("text/*", "text/markdown; charset=utf-8"),
        ("application/json;q=0.1, text/markdown", "text/markdown; charset=utf-8"),
        ("application/json;q=0, */*", "text/markdown; charset=utf-8"),
        ("text/html", "text/html; charset=utf-8"),
        ("image/png", "application/problem+json"),
        ("nonsense", "application/problem+json"),
    ],
)
def test_accept_chooses_the_form(
    post: Post, client: FlaskClient, fraud: bytes, accept: str | None, content_type: str
) -> None:
    headers = {} if accept is None else {"Accept": accept}
    response = client.get(post(fraud).headers["Location"], headers=headers)
    assert response.content_type == content_type
    assert response.status_code == (406 if "problem" in content_type else 200)
    assert response.headers["Vary"] == "Accept"


def test_a_known_etag_gets_304_without_a_body(post: Post, client: FlaskClient, fraud: bytes) -> None:
    made = post(fraud)
    response = client.get(made.headers["Location"], headers={"If-None-Match": made.headers["ETag"]})
    assert (response.status_code, response.data) == (304, b"")
    assert response.headers["Vary"] == "Accept"


def test_the_etag_of_one_form_does_not_stand_for_the_other(post: Post, client: FlaskClient, fraud: bytes) -> None:
    made = post(fraud)
    headers = {"Accept": "text/markdown", "If-None-Match": made.headers["ETag"]}
    assert client.get(made.headers["Location"], headers=headers).status_code == 200


@pytest.mark.parametrize("identity", ["0" * 32, "0" * 31, "G" * 32, "..", "%2e%2e%2fanswers", "a" * 5000, "%00", "é"])
def test_an_unknown_id_is_not_found(client: FlaskClient, identity: str) -> None:
    response = client.get(f"/v1/recommendations/{identity}")
    assert response.status_code == 404
    assert response.content_type == "application/problem+json"
