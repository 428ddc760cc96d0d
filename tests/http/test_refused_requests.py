"""Every refusal is a problem document that says what is wrong, where, and what would be right."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from whichml_server import answers

Post = Callable[..., TestResponse]
BOMB = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
UNREADABLE = {
    "empty body": ("application/yaml", b""),
    "white space": ("application/json", b" \n "),
    "binary": ("application/yaml", bytes(range(256)) * 10),
    "NUL bytes": ("application/json", b'{"a": "\0"}'),
    "no UTF-8": ("application/json", b'{"a": "\xff"}'),
    "ends early": ("application/json", b'{"task": '),
    "200 levels in JSON": ("application/json", b'{"a": ' + b"[" * 200 + b"]" * 200 + b"}"),
    "200 levels in YAML": ("application/yaml", b"a: " + b"[" * 200 + b"]" * 200),
    "100000 open brackets": ("application/json", b"[" * 100_000),
    "alias bomb": ("application/yaml", BOMB.encode()),
    "duplicate keys in JSON": ("application/json", b'{"task": "regression", "task": "ranking"}'),
    "duplicate keys in YAML": ("application/yaml", b"task: regression\ntask: ranking\n"),
    "NaN in JSON": ("application/json", b'{"data": {"rows": NaN}}'),
    "NaN in YAML": ("application/yaml", b"data: {rows: .nan}"),
}
WRONG = {
    "a list at the top": (b"[1, 2]", ""),
    "a text at the top": (b'"binary-classification"', ""),
    "null at the top": (b"null", ""),
    "nothing said": (b"{}", "/task"),
    "a list where a mapping belongs": (b'{"task": "regression", "data": ["tabular"]}', "/data"),
    "unknown field": (b'{"task": "regression", "data": {"modality": "tabular", "rowz": 1}}', "/data/rowz"),
    "unknown algorithm": (
        b'{"task": "regression", "data": {"modality": "tabular"}, "project": {"existing_algorithm": "kernel-smv"}}',
        "/project/existing_algorithm",
    ),
    "unknown algorithm among those that were tried": (
        b'{"task": "regression", "data": {"modality": "tabular"}, "project": {"tried": ["lasso", "kernel-smv"]}}',
        "/project/tried/1",
    ),
    "megabytes for a latency": (
        b'{"task": "regression", "data": {"modality": "tabular"}, '
        b'"requirements": [{"quality": "inference-latency", "max": "40 MB"}]}',
        "/requirements/0/max",
    ),
}


def problem_of(response: TestResponse, status: int) -> dict[str, Any]:
    """Return the problem document of a response after checking what all of them have."""
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    document: dict[str, Any] = json.loads(response.data)
    assert document["status"] == status
    assert all(document[name] for name in ("type", "title", "detail"))
    assert "Traceback" not in response.text
    return document


@pytest.mark.parametrize(("content_type", "body"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_text_that_cannot_be_read_gets_400(post: Post, content_type: str, body: bytes) -> None:
    problem = problem_of(post(body, content_type), 400)
    assert problem["type"].endswith("/malformed-brief")
    assert all(entry["line"] >= 1 and entry["column"] >= 1 for entry in problem["errors"])


@pytest.mark.parametrize(("body", "pointer"), WRONG.values(), ids=WRONG.keys())
def test_a_text_that_is_no_brief_gets_422_with_a_pointer(post: Post, body: bytes, pointer: str) -> None:
    problem = problem_of(post(body, "application/json"), 422)
    assert problem["type"].endswith("/wrong-brief")
    assert problem["errors"][0]["pointer"] == pointer
    assert all(entry["hint"] for entry in problem["errors"])


def test_all_problems_come_at_once_each_with_its_place(post: Post) -> None:
    body = (
        b"task: binary-clasification\ndata: {modality: tabular, rowz: 3}\n"
        b"requirements:\n- {quality: acuracy, min: high}\n"
    )
    errors = problem_of(post(body), 422)["errors"]
    assert [(error["pointer"], error["line"]) for error in errors] == [
        ("/task", 1),
        ("/data/rowz", 2),
        ("/requirements/0/quality", 4),
    ]
    assert errors[0]["hint"].startswith("Did you mean 'binary-classification'?")


def test_a_contradiction_names_both_sides(post: Post) -> None:
    body = (
        b"task: regression\ndata: {modality: tabular}\nrequirements:\n"
        b"- {quality: inference-latency, max: 10 ms}\n- {quality: inference-latency, min: 20 ms}\n"
    )
    (error,) = problem_of(post(body), 422)["errors"]
    assert "`min: 20 ms` contradicts `max: 10 ms`" in error["detail"]
    assert "request body:4:" in error["detail"]
    assert error["pointer"] == "/requirements/1/min"


@pytest.mark.parametrize(("n_requirements", "status"), [(100, 201), (101, 422)])
def test_a_brief_has_at_most_100_requirements(
    post: Post, small_brief: dict[str, Any], n_requirements: int, status: int
) -> None:
    small_brief["requirements"] = [{"quality": "accuracy", "min": "low", "priority": "could"}] * n_requirements
    response = post(json.dumps(small_brief).encode(), "application/json")
    assert response.status_code == status
    if status == 422:
        assert problem_of(response, 422)["errors"][0]["pointer"] == "/requirements"


@pytest.mark.parametrize("content_type", [None, "text/plain", "application/xml", "multipart/form-data; boundary=x"])
def test_another_media_type_gets_415_naming_the_accepted_ones(post: Post, content_type: str | None) -> None:
    response = post(b"task: regression", content_type)
    assert "application/json, application/yaml, text/yaml, application/x-yaml" in problem_of(response, 415)["detail"]
    assert response.headers["Accept"] == "application/json, application/yaml, text/yaml, application/x-yaml"


def test_a_compressed_body_gets_415(post: Post) -> None:
    response = post(b"\x1f\x8b", "application/json", headers={"Content-Encoding": "gzip"})
    problem_of(response, 415)
    assert response.headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize(
    ("n_bytes", "status"), [(1_000_000, 422), (1_000_001, 413), (1_000_002, 413), (5_000_000, 413)]
)
@pytest.mark.parametrize("chunked", [False, True], ids=["with a length", "in chunks"])
def test_a_body_beyond_a_megabyte_gets_413(post: Post, n_bytes: int, status: int, chunked: bool) -> None:
    start = b"task: regression\n#"
    body = start + b"x" * (n_bytes - len(start))
    if chunked:
        response = post(b"", input_stream=io.BytesIO(body), environ_overrides={"wsgi.input_terminated": True})
    else:
        response = post(body)
    assert problem_of(response, status)["type"].endswith("/too-large" if status == 413 else "/wrong-brief")


@pytest.mark.parametrize("address", ["/v2", "/v1/", "/v2/rules", "/v1/rules/", "/v1//rules", "/v1/static/x", "/v1/%00"])
def test_an_unknown_address_gets_404(client: FlaskClient, address: str) -> None:
    assert problem_of(client.get(address), 404)["type"].endswith("/not-found")


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("PATCH", "/v1/recommendations"),
        ("DELETE", "/v1/rules"),
        ("PUT", "/healthz"),
        ("POST", "/v1/algorithms/kernel-svm"),
        ("TRACE", "/v1/rules"),
    ],
)
def test_a_method_that_an_address_does_not_take_gets_405(client: FlaskClient, method: str, address: str) -> None:
    response = client.open(address, method=method)
    problem_of(response, 405)
    assert "OPTIONS" in response.headers["Allow"]


def test_a_defect_gets_500_and_is_logged_but_not_shown(
    post: Post, fraud: bytes, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr(answers, "brief_in_body", fail)
    with caplog.at_level(logging.ERROR):
        response = post(fraud)
    problem_of(response, 500)
    assert "secret" not in response.text
    assert "the secret of the house" in caplog.text


@pytest.mark.parametrize("address", ["/v1/rules", "/v1/rules/none-such", "/none-such", "/v1/openapi.json"])
def test_every_response_forbids_sniffing_and_content(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert not [name for name, _ in response.headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize("said", ["a b/c", "localhost/x", "localhost:port", "localhost, localhost", "[::1", "a@b"])
@pytest.mark.parametrize("address", ["/v1/rules", "/healthz"])
def test_a_host_that_is_none_gets_400(client: FlaskClient, address: str, said: str) -> None:
    problem = problem_of(client.get(address, headers={"Host": said}), 400)
    assert problem["detail"].startswith(f"`Host` cannot be '{said}'")


def test_a_request_without_a_host_gets_400_unless_it_is_older_than_the_field(client: FlaskClient) -> None:
    nameless = {"HTTP_HOST": None}
    problem = problem_of(client.get("/healthz", environ_overrides=nameless), 400)
    assert problem["detail"].startswith("`Host` is missing")
    assert client.get("/healthz", environ_overrides={**nameless, "SERVER_PROTOCOL": "HTTP/1.0"}).status_code == 200


@pytest.mark.parametrize("said", ["localhost", "LOCALHOST:80", "127.0.0.1:", "[::1]:8000"])
def test_a_host_that_is_one_is_taken(client: FlaskClient, said: str) -> None:
    assert client.get("/v1/rules", headers={"Host": said}).status_code == 200


def test_the_server_as_a_whole_tells_what_it_takes(client: FlaskClient) -> None:
    told = client.options("/v1/rules", environ_overrides={"PATH_INFO": "*"})
    assert (told.status_code, told.data) == (204, b"")
    assert {"GET", "POST", "DELETE"} <= set(told.headers["Allow"].split(", "))
    assert client.options("/nope").status_code == 404


def test_a_browser_gets_a_page_where_nothing_is_and_a_program_a_problem_document(client: FlaskClient) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    page = client.get("/nope", headers=browser)
    assert (page.status_code, page.content_type) == (404, "text/html; charset=utf-8")
    assert "There is nothing at this address." in page.text
    assert 'href="/"' in page.text
    assert "style-src 'self'" in page.headers["Content-Security-Policy"]
    for address, headers in (("/nope", {}), ("/nope", {"Accept": "*/*"}), ("/v1/nope", browser)):
        problem_of(client.get(address, headers=headers), 404)


@pytest.mark.parametrize("identity", ["920b9f43abaf", "920B9F43ABAF4711920B9F43ABAF4711", "x" * 32])
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_what_is_no_id_of_an_answer_is_told_to_be_none(client: FlaskClient, method: str, identity: str) -> None:
    problem = problem_of(client.open(f"/v1/recommendations/{identity}", method=method), 404)
    (error,) = problem["errors"]
    assert error["detail"] == f"'{identity}' is no id of an answer."
    assert "32 digits" in error["hint"]
    assert "errors" not in problem_of(client.open(f"/v1/recommendations/{'0' * 32}", method=method), 404)


@pytest.mark.parametrize("body", [b"[]", b'"text"', b"null"])
def test_a_text_that_is_no_mapping_can_be_read_and_is_wrong(client: FlaskClient, post: Post, body: bytes) -> None:
    kept = post(b"{task: regression, data.modality: tabular}").headers["Location"]
    for address, kind in ((f"{kept}/what-if", "wrong-change"), ("/v1/measured-recommendations", "wrong-body")):
        assert problem_of(client.post(address, data=body, content_type="application/json"), 422)["type"].endswith(kind)
        wrong = client.post(address, data=b"[", content_type="application/json")
        assert problem_of(wrong, 400)["type"].endswith("/malformed-body")


def test_hints_name_addresses_and_no_commands(client: FlaskClient, post: Post) -> None:
    kept = post(b"{task: regression, data.modality: tabular}").headers["Location"]
    unknown = client.get(f"{kept}/algorithms/zzzzzzzz")
    assert "/v1/algorithms" in problem_of(unknown, 404)["errors"][0]["hint"]
    field = post(b"{task: regression, data.modality: tabular, zzzzzzzz: 1}")
    assert "/v1/schema/brief.json" in problem_of(field, 422)["errors"][0]["hint"]
    page = client.get("/", query_string={"brief": "task: regression\ndata.modality: tabular\nzzzzzzzz: 1"})
    assert page.status_code == 422
    assert "/v1/schema/brief.json" in page.text
    why_not = client.get(f"/answers/{kept.rpartition('/')[2]}/why/zzzzzzzz")
    assert why_not.status_code == 404
    assert "/v1/algorithms" in why_not.text
    assert "`whichml " not in unknown.text + field.text + page.text + why_not.text


def test_a_description_that_is_no_brief_is_told_the_address_that_reads_it(client: FlaskClient, post: Post) -> None:
    said = "We want to predict which customers will cancel their contract. We have 20000 rows in a table."
    (error,) = problem_of(post(said.encode()), 422)["errors"]
    assert "`/v1/briefs/check?lenient`, as application/yaml" in error["hint"]
    assert "--lenient" not in error["hint"]
    read = client.post("/v1/briefs/check?lenient", data=said, content_type="application/yaml")
    assert read.json["brief"]["data"]["rows"] == 20000
