"""A request with `If-Match` is meant only for what its client has seen; another answer is neither sent nor deleted."""

from __future__ import annotations

import json

import pytest
from asked_briefs import SMALL_BRIEF
from flask.testing import FlaskClient

from whichml_server.answers import ANSWER_TYPES


@pytest.fixture
def kept(client: FlaskClient) -> str:
    """Return the address of a kept answer."""
    return client.post("/v1/recommendations", json=SMALL_BRIEF).headers["Location"]


@pytest.mark.parametrize("said", ['"nope"', 'nope, "other"'])
def test_what_is_not_the_answer_that_was_seen_is_not_deleted(client: FlaskClient, kept: str, said: str) -> None:
    refused = client.delete(kept, headers={"If-Match": said})
    assert (refused.status_code, refused.content_type) == (412, "application/problem+json")
    assert refused.json["type"].endswith("/precondition-failed")
    assert client.get(kept).status_code == 200


def test_a_weak_tag_does_not_delete_and_the_refusal_says_how_to_get_a_strong_one(
    client: FlaskClient, kept: str
) -> None:
    packed = client.get(kept, headers={"Accept-Encoding": "gzip"})
    refused = client.delete(kept, headers={"If-Match": packed.headers["ETag"]})
    assert refused.status_code == 412
    assert "Accept-Encoding: identity" in refused.json["detail"]


@pytest.mark.parametrize("accept", ANSWER_TYPES)
@pytest.mark.parametrize("query", ["", "?full", "?include=justification"])
def test_the_tag_of_each_form_deletes_the_answer(client: FlaskClient, kept: str, accept: str, query: str) -> None:
    if ("full" in query) == (accept == "application/json"):
        query = ""
    tag = client.get(kept + query, headers={"Accept": accept}).headers["ETag"]
    assert client.delete(kept, headers={"If-Match": f'"other", {tag}'}).status_code == 204
    assert client.delete(kept, headers={"If-Match": tag}).status_code == 404


def test_any_answer_that_there_is_is_sent_and_deleted_for_a_star(client: FlaskClient, kept: str) -> None:
    assert client.get(kept, headers={"If-Match": "*"}).status_code == 200
    assert client.delete(kept, headers={"If-Match": "*"}).status_code == 204


@pytest.mark.parametrize("more", [{}, {"Accept-Encoding": "gzip"}])
@pytest.mark.parametrize("address", ["", "/v1/algorithms", "/v1/openapi.json", "/healthz"])
def test_what_has_another_tag_is_not_sent(client: FlaskClient, kept: str, address: str, more: dict[str, str]) -> None:
    refused = client.get(address or kept, headers={"If-Match": '"nope"', **more})
    assert (refused.status_code, refused.content_type) == (412, "application/problem+json")
    assert "ETag" not in refused.headers
    assert len(refused.data) < 1000
    assert json.loads(refused.data)["status"] == 412


def test_what_has_the_tag_is_sent_also_where_the_client_has_it(client: FlaskClient, kept: str) -> None:
    tag = client.get(kept).headers["ETag"]
    assert client.get(kept, headers={"If-Match": tag}).status_code == 200
    assert client.get(kept, headers={"If-Match": '"nope"', "If-None-Match": tag}).status_code == 412


def test_the_description_tells_of_it(client: FlaskClient) -> None:
    paths = client.get("/v1/openapi.json").json["paths"]
    for method in ("get", "delete"):
        assert "412" in paths["/v1/recommendations/{id}"][method]["responses"]
    assert "412" not in paths["/v1/recommendations"]["post"]["responses"]
