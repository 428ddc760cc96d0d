"""`/v1/sparql` answers queries in the form that is asked for, and refuses the rest with a problem document."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest
from effort import PATIENCE_SECONDS
from flask.testing import FlaskClient

from whichml.knowledge.base import Knowledge
from whichml.knowledge.query import QueryLimits, QueryPool
from whichml_server import AnswerStore, create_app

pytestmark = pytest.mark.slow("starts processes that hold the graph")

TASKS = "SELECT ?id { ?task a wml:Task ; wml:id ?id } ORDER BY ?id"
TRIPLES = "CONSTRUCT WHERE { algorithm:ridge wml:solves ?task }"
JSON = "application/sparql-results+json"


def test_a_query_in_the_address_is_answered_in_json(client: FlaskClient, knowledge: Knowledge) -> None:
    response = client.get("/v1/sparql", query_string={"query": TASKS})
    assert (response.status_code, response.content_type) == (200, JSON)
    found = [binding["id"]["value"] for binding in response.get_json(force=True)["results"]["bindings"]]
    assert found == sorted(knowledge.tasks)


def test_a_query_in_the_body_gets_the_same_answer(client: FlaskClient) -> None:
    got = client.get("/v1/sparql", query_string={"query": TASKS})
    posted = client.post("/v1/sparql", data=TASKS, content_type="application/sparql-query; charset=utf-8")
    assert (posted.status_code, posted.data) == (200, got.data)


def test_solutions_come_as_csv_where_that_is_wanted(client: FlaskClient, knowledge: Knowledge) -> None:
    response = client.get("/v1/sparql", query_string={"query": TASKS}, headers={"Accept": "text/csv"})
    assert response.content_type == "text/csv; charset=utf-8"
    assert [row["id"] for row in csv.DictReader(io.StringIO(response.text))] == sorted(knowledge.tasks)
    assert "Accept" in response.vary


@pytest.mark.parametrize("accept", [None, "text/turtle", "text/html, */*;q=0.8"])
def test_triples_come_as_turtle(client: FlaskClient, knowledge: Knowledge, accept: str | None) -> None:
    headers = {"Accept": accept} if accept else {}
    response = client.get("/v1/sparql", query_string={"query": TRIPLES}, headers=headers)
    assert response.content_type == "text/turtle; charset=utf-8"
    found = list(ox.parse(response.data, format=ox.RdfFormat.TURTLE))
    assert len(found) == len(knowledge.algorithms["ridge"].facts.solves)


def test_an_ask_is_answered_with_a_boolean(client: FlaskClient) -> None:
    response = client.get("/v1/sparql", query_string={"query": "ASK { algorithm:ridge a wml:Algorithm }"})
    assert response.get_json(force=True) == {"head": {}, "boolean": True}


@pytest.mark.parametrize(
    ("query", "accept"),
    [(TASKS, "text/turtle"), (TRIPLES, "text/csv"), ("ASK { }", "text/csv"), (TASKS, "application/pdf")],
)
def test_a_form_that_an_answer_does_not_have_gets_406(client: FlaskClient, query: str, accept: str) -> None:
    response = client.get("/v1/sparql", query_string={"query": query}, headers={"Accept": accept})
    assert response.status_code == 406
    assert "is answered as" in response.get_json(force=True)["detail"]


@pytest.mark.parametrize(
    ("query", "status", "kind", "reason"),
    [
        ("SELECT * { ?a foo:b ?c }", 400, "malformed-query", "prefix is not declared"),
        ("", 400, "malformed-query", "there is no query"),
        ("x" * 20_001, 400, "malformed-query", "the limit is 20000"),
        ("CLEAR ALL", 422, "refused-query", "CLEAR begins an update"),
        ("SELECT * { SERVICE <http://example.org/> { } }", 422, "refused-query", "SERVICE would ask"),
        ("SELECT * FROM <http://example.org/> { }", 422, "refused-query", "FROM would read"),
        ("SELECT * { ?s ?p ?o }", 422, "refused-query", "more than 10,000 rows"),
    ],
)
def test_a_refusal_is_a_problem_document_with_the_reason_and_the_place(
    client: FlaskClient, query: str, status: int, kind: str, reason: str
) -> None:
    for response in (
        client.get("/v1/sparql", query_string={"query": query}),
        client.post("/v1/sparql", data=query, content_type="application/sparql-query"),
    ):
        assert (response.status_code, response.content_type) == (status, "application/problem+json")
        problem = response.get_json(force=True)
        assert problem["type"].endswith(f"/{kind}")
        assert reason in problem["detail"]
        assert ("line" in problem["errors"][0]) == ("limit" not in reason and "rows" not in reason)


@pytest.mark.parametrize("as_form", [False, True])
def test_an_update_is_refused_by_its_name_and_not_taken_for_a_query_that_is_missing(
    client: FlaskClient, as_form: bool
) -> None:
    asked = {"update": "INSERT DATA { <a:a> <a:b> <a:c> }"}
    response = client.post("/v1/sparql", data=asked) if as_form else client.get("/v1/sparql", query_string=asked)
    assert response.status_code == 400
    assert "'update' asks for a change" in response.get_json(force=True)["detail"]


@pytest.mark.parametrize("text", ["query=ASK%7B%FF%7D", "query=ASK%7B%7D&x=%C3"])
def test_a_query_that_is_no_utf_8_is_refused_in_the_address_as_in_a_form(client: FlaskClient, text: str) -> None:
    form = client.post("/v1/sparql", data=text, content_type="application/x-www-form-urlencoded")
    address = client.get("/v1/sparql", query_string=text)
    assert [each.status_code for each in (form, address)] == [400, 400]
    assert all("is not UTF-8 text" in each.get_json(force=True)["detail"] for each in (form, address))


@pytest.mark.parametrize(
    "address", ["/v1/sparql", "/v1/sparql?query=ASK{}&query=ASK{}", "/v1/sparql?query=ASK{}&default-graph-uri=a:b"]
)
def test_a_query_is_given_once_and_alone(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert response.get_json(force=True)["errors"][0]["hint"]


@pytest.mark.parametrize(
    ("body", "content_type", "headers", "status"),
    [
        (b"ASK { }", "text/plain", {}, 415),
        (b"query=ASK{}", "multipart/form-data", {}, 415),
        (b"query=%ff", "application/x-www-form-urlencoded", {}, 400),
        (b"query=ASK{}&query=ASK{}", "application/x-www-form-urlencoded", {}, 400),
        (b"update=CLEAR+ALL", "application/x-www-form-urlencoded", {}, 400),
        (b"query=ASK{}&named-graph-uri=a:b", "application/x-www-form-urlencoded", {}, 400),
        (b"&".join(b"a%d=" % n for n in range(200)), "application/x-www-form-urlencoded", {}, 400),
        (b"query=" + b"#" * 240_001, "application/x-www-form-urlencoded", {}, 413),
        (b"ASK { }", None, {}, 415),
        (b"\x1f\x8b", "application/sparql-query", {"Content-Encoding": "gzip"}, 415),
        (b"\xff\xfe", "application/sparql-query", {}, 400),
        (b"#" * 80_001, "application/sparql-query", {}, 413),
    ],
)
def test_a_body_that_is_no_query_is_refused(
    client: FlaskClient, body: bytes, content_type: str | None, headers: dict[str, str], status: int
) -> None:
    response = client.post("/v1/sparql", data=body, content_type=content_type, headers=headers)
    assert response.status_code == status
    assert response.content_type == "application/problem+json"


def test_parameters_of_other_services_are_ignored(client: FlaskClient) -> None:
    usual = client.get("/v1/sparql", query_string={"query": TASKS})
    given = {
        "query": TASKS,
        "format": "json",
        "output": "json",
        "results": "json",
        "timeout": "0",
        "default-graph-uri": "",
    }
    assert client.get("/v1/sparql", query_string=given).data == usual.data
    assert client.post("/v1/sparql?debug=on", data=given).data == usual.data


@pytest.mark.parametrize(
    ("query", "accept", "begins"),
    [
        (TASKS, "application/sparql-results+xml", '<?xml version="1.0"?>\n<sparql xmlns='),
        (TASKS, "text/tab-separated-values", "?id\n"),
        (TASKS, "application/json", '{\n "head"'),
        ("ASK {}", "application/xml", '<?xml version="1.0"?>'),
        (TRIPLES, "application/n-triples", "<https://"),
        (TRIPLES, "application/rdf+xml", "<?xml"),
        (TRIPLES, "application/ld+json", "["),
    ],
)
def test_results_come_in_the_forms_of_the_recommendations(
    client: FlaskClient, query: str, accept: str, begins: str
) -> None:
    response = client.get("/v1/sparql", query_string={"query": query}, headers={"Accept": f"{accept};charset=utf-8"})
    assert (response.status_code, response.mimetype) == (200, accept)
    assert response.text.startswith(begins)


def test_texts_of_any_kind_survive_xml_and_tsv(client: FlaskClient) -> None:
    query = 'SELECT * { VALUES ?a { "<&\\"\\t\\n\'" "\\u0001"@en 1.5 UNDEF <a:b> } }'
    xml, tsv = (
        client.get("/v1/sparql", query_string={"query": query}, headers={"Accept": accept}).text
        for accept in ("application/sparql-results+xml", "text/tab-separated-values")
    )
    assert "&lt;&amp;\"\t\n'</literal>" in xml
    assert '<literal xml:lang="en">\ufffd</literal>' in xml
    assert 'datatype="http://www.w3.org/2001/XMLSchema#decimal">1.5<' in xml
    assert tsv.split("\n") == [
        "?a", '"<&\\"\\t\\n\'"', '"\x01"@en', '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>', "", "<a:b>", "",
    ]  # fmt: skip


@contextmanager
def busy_pool(patience_seconds: float, n_waiting: int) -> Iterator[QueryPool]:
    """Yield processes that are all busy: the only one waits for its graph."""
    has_begun, is_over = threading.Event(), threading.Event()

    def graph() -> bytes:
        has_begun.set()
        is_over.wait()
        return b""

    limits = QueryLimits(seconds=3)
    pool = QueryPool(graph, limits, n_processes=1, patience_seconds=patience_seconds, n_waiting=n_waiting)
    with ThreadPoolExecutor(1) as threads:
        threads.submit(pool.answer, "ASK {}")
        try:
            assert has_begun.wait(PATIENCE_SECONDS)
            yield pool
        finally:
            is_over.set()
    pool.close()


def test_queries_beyond_those_that_may_wait_are_told_at_once(knowledge: Knowledge, tmp_path: Path) -> None:
    store = AnswerStore(tmp_path / "answers.sqlite3")
    with busy_pool(600, n_waiting=0) as full, create_app(knowledge, store, full).test_client() as client:
        assert client.get("/v1/sparql?query=ASK{}").status_code == 503
        assert client.get("/healthz").status_code == 200


def test_a_server_whose_processes_are_all_busy_says_when_to_ask_again(knowledge: Knowledge, tmp_path: Path) -> None:
    store = AnswerStore(tmp_path / "answers.sqlite3")
    with busy_pool(0, n_waiting=2) as busy, create_app(knowledge, store, busy).test_client() as client:
        response = client.get("/v1/sparql?query=ASK{}")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "3"
    assert response.get_json(force=True)["type"].endswith("/unavailable")
