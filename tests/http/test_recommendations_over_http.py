"""A brief goes in, an answer comes out, and stays at its address."""

from __future__ import annotations

import base64
import gzip
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
from whichml.advise.recommendation import advisor_for
from whichml.advise.turning_facts import turning_facts
from whichml.export.decision_record import to_markdown
from whichml.export.record_details import RecordDetails
from whichml.export.record_reader import OVER_HTTP
from whichml.knowledge.base import Knowledge
from whichml_server import AnswerStore, answers, create_app

Post = Callable[..., TestResponse]


def test_a_posted_brief_gets_the_answer_of_the_library(post: Post, fraud: bytes, knowledge: Knowledge) -> None:
    response = post(fraud, query_string="include=justification")
    assert response.status_code == 201
    assert response.content_type == "application/json"
    assert response.data == recommend(Brief.parse(fraud, "request body", form="yaml"), knowledge).to_json()


def test_the_justification_is_sent_to_who_asks_for_it_and_kept_for_all(
    post: Post, client: FlaskClient, fraud: bytes
) -> None:
    usual = post(fraud)
    kept = client.get(f"{usual.headers['Location']}?include=justification")
    assert usual.json == {name: told for name, told in kept.json.items() if name != "justification"}
    assert len(usual.data) < 0.4 * len(kept.data)
    assert usual.headers["ETag"] != kept.headers["ETag"]
    assert f'<{usual.headers["Location"]}?include=justification>; rel="alternate"' in str(usual.headers)


def test_a_text_that_looks_like_a_justification_stays_in_its_string(post: Post, small_brief: dict[str, Any]) -> None:
    title = 'a","justification":{"nodes":[]},"sources":{'
    response = post(json.dumps({**small_brief, "title": title}).encode(), "application/json")
    assert response.json["brief"]["title"] == title
    assert "justification" not in response.json


def test_what_can_be_included_is_told(post: Post, fraud: bytes) -> None:
    response = post(fraud, query_string="include=justifications&fuul")
    assert response.status_code == 422
    assert {error["hint"] for error in response.json["errors"]} == {
        "Did you mean 'justification'?", "Did you mean 'full'?",
    }  # fmt: skip


@pytest.mark.parametrize(
    "accept", ["text/markdown", "text/html", "application/ld+json", "application/json;charset=utf-8"]
)
def test_a_brief_is_answered_in_the_form_that_is_asked_for(
    post: Post, client: FlaskClient, fraud: bytes, accept: str
) -> None:
    made = post(fraud, headers={"Accept": accept})
    kept = client.get(made.headers["Location"], headers={"Accept": accept})
    assert (made.status_code, made.data, made.content_type) == (201, kept.data, kept.content_type)
    assert made.mimetype == accept.partition(";")[0]


@pytest.mark.parametrize("accept", ["application/json", "text/markdown", "text/html", "application/ld+json"])
def test_an_answer_is_compressed_for_who_takes_it_so(
    post: Post, client: FlaskClient, fraud: bytes, accept: str
) -> None:
    address, headers = post(fraud).headers["Location"], {"Accept": accept}
    plain = client.get(address, headers=headers)
    packed = client.get(address, headers={**headers, "Accept-Encoding": "gzip, deflate"})
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Content-Encoding"] == "gzip"
    assert {"Accept", "Accept-Encoding"} <= set(packed.vary)
    assert len(packed.data) < 0.5 * len(plain.data)
    again = client.get(address, headers={**headers, "If-None-Match": packed.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("encoding", ["", "identity", "br", "gzip;q=0", "identity, gzip;q=0.5"])
def test_an_answer_is_sent_as_it_is_to_who_does_not(
    post: Post, client: FlaskClient, fraud: bytes, encoding: str
) -> None:
    response = client.get(post(fraud).headers["Location"], headers={"Accept-Encoding": encoding})
    assert "Content-Encoding" not in response.headers


def test_an_answer_that_the_client_has_is_not_written_again(
    post: Post, client: FlaskClient, fraud: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, headers = post(fraud).headers["Location"], {"Accept": "text/html"}
    had = client.get(address, headers=headers)
    monkeypatch.setattr(answers.AnswerForm, "write", None)
    again = client.get(address, headers={**headers, "If-None-Match": f'"other", {had.headers["ETag"]}'})
    assert (again.status_code, again.headers["ETag"]) == (304, had.headers["ETag"])


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
    brief = Brief.parse(fraud, "request body")
    turning = turning_facts(advisor_for(knowledge), brief)
    assert response.text == to_markdown(
        recommend(brief, knowledge), knowledge, RecordDetails(turning=turning, reader=OVER_HTTP)
    )


@pytest.mark.parametrize("accept", ["text/markdown", "text/html"])
@pytest.mark.parametrize("query", ["", "?full"])
def test_a_record_tells_its_reader_over_http_of_the_query_and_not_of_options(
    post: Post, client: FlaskClient, fraud: bytes, accept: str, query: str
) -> None:
    address = post(fraud).headers["Location"]
    told = client.get(f"{address}{query}", headers={"Accept": accept}).text
    assert "more with ?full" in told
    assert "the same brief gets again by the same knowledge" in told
    assert ("at the end of its address adds every reason" in told) == (query == "")
    for command in ("--full", "whichml export", "whichml recommend"):
        assert command not in told


@pytest.mark.parametrize("accept", ["text/markdown", "text/html"])
def test_the_record_to_paste_links_to_all_of_it(post: Post, client: FlaskClient, fraud: bytes, accept: str) -> None:
    address = post(fraud).headers["Location"]
    short = client.get(address, headers={"Accept": accept})
    link = re.search(r'<([^>]*)>; rel="alternate"; title="the full record"', str(short.headers))
    assert link is not None
    full = client.get(link[1], headers={"Accept": accept})
    assert (full.status_code, full.content_type) == (200, short.content_type)
    assert "Why Not the Others" in full.text
    assert "Why Not the Others" not in short.text
    assert full.headers["ETag"] != short.headers["ETag"]
    assert "full record" not in str(full.headers)


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
        ("application/json;charset=utf-8", "application/json"),
        ("text/html; charset=UTF-8, application/json;q=0.5", "text/html; charset=utf-8"),
        ("application/json;v=1;q=0.2, text/html;level=1;q=0.1", "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("application/ld+json", "application/ld+json"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "application/ld+json"),
        ("application/ld+json, application/json;q=0.9", "application/ld+json"),
        ("application/ld+json;q=0.8, application/json;q=0.9", "application/json"),
        ("application/json;q=0, application/*", "application/ld+json"),
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
    assert "Accept" in response.vary


def test_a_whole_record_is_asked_for_with_yes_and_not_with_no(post: Post, client: FlaskClient, fraud: bytes) -> None:
    address, headers = post(fraud).headers["Location"], {"Accept": "text/markdown"}

    def length(query: str) -> int:
        return len(client.get(address + query, headers=headers).data)

    assert {length(f"?full{said}") for said in ("", "=", "=true", "=yes", "=1", "=True")} == {length("?full")}
    assert {length(f"?full={said}") for said in ("false", "no", "0", "FALSE")} == {length("")}
    assert length("") < length("?full")
    refused = client.get(f"{address}?full=maybe", headers=headers)
    assert refused.status_code == 422
    assert "'maybe' is neither yes nor no for 'full'" in refused.json["detail"]
    assert "`true` or `false`" in refused.json["errors"][0]["hint"]


def test_a_known_etag_gets_304_without_a_body(post: Post, client: FlaskClient, fraud: bytes) -> None:
    made = post(fraud)
    response = client.get(made.headers["Location"], headers={"If-None-Match": made.headers["ETag"]})
    assert (response.status_code, response.data) == (304, b"")
    assert response.headers.get("Vary") == client.get(made.headers["Location"]).headers["Vary"]
    assert {"Accept", "Accept-Encoding"} <= set(response.vary)


def test_the_etag_of_one_form_does_not_stand_for_the_other(post: Post, client: FlaskClient, fraud: bytes) -> None:
    made = post(fraud)
    headers = {"Accept": "text/markdown", "If-None-Match": made.headers["ETag"]}
    assert client.get(made.headers["Location"], headers=headers).status_code == 200


@pytest.mark.parametrize("identity", ["0" * 32, "0" * 31, "G" * 32, "..", "%2e%2e%2fanswers", "a" * 5000, "%00", "é"])
def test_an_unknown_id_is_not_found(client: FlaskClient, identity: str) -> None:
    response = client.get(f"/v1/recommendations/{identity}")
    assert response.status_code == 404
    assert response.content_type == "application/problem+json"
