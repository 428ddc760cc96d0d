"""A server admits whom its settings admit: by token, by the name it goes by, and by the origin of a page."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from asked_briefs import SMALL_BRIEF
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from whichml.knowledge.base import Knowledge
from whichml.knowledge.query import QueryPool
from whichml_server import AnswerStore, Settings, create_app
from whichml_server.app import shipped_queries

pytestmark = pytest.mark.slow("asks every address with and without tokens")

Admit = Callable[..., FlaskClient]
TOKENS = [
    {"name": name, "may": may, "sha256": sha256(secret).hexdigest()}
    for name, may, secret in (("ci", "write", b"w-secret"), ("portal", "read", b"r-secret"))
]
WRITER, READER = {"Authorization": "Bearer w-secret"}, {"Authorization": "Bearer r-secret"}


@pytest.fixture(scope="module")
def queries() -> QueryPool:
    """Return processes that answer queries, started once for all apps."""
    return shipped_queries()


@pytest.fixture
def admitting(knowledge: Knowledge, queries: QueryPool, tmp_path: Path, half_past: None) -> Admit:
    """Return a function that makes a client of an app with these settings; no hour of a rate ends meanwhile."""

    def admitting(**settings: Any) -> FlaskClient:
        chosen = Settings.model_validate(settings)
        store = AnswerStore(tmp_path / "answers.sqlite3")
        return create_app(knowledge, store, queries, chosen).test_client()

    return admitting


def make(client: FlaskClient, headers: dict[str, str] | None = None) -> TestResponse:
    return client.post("/v1/recommendations", json=SMALL_BRIEF, headers=headers or {})


def refused(response: TestResponse, status: int, kind: str) -> dict[str, Any]:
    assert response.status_code == status
    document: dict[str, Any] = json.loads(response.data)
    assert document["type"].endswith(f"/{kind}")
    return document


def test_without_tokens_everybody_may_write(admitting: Admit) -> None:
    assert make(admitting()).status_code == 201


def test_writing_takes_a_token_and_reading_none_where_it_is_open(admitting: Admit) -> None:
    client = admitting(tokens=TOKENS)
    unknown = make(client)
    refused(unknown, 401, "no-token")
    assert unknown.headers["WWW-Authenticate"] == 'Bearer realm="whichml"'
    made = make(client, WRITER)
    assert made.status_code == 201
    assert client.get(made.headers["Location"]).status_code == 200
    refused(client.delete(made.headers["Location"]), 401, "no-token")
    assert client.delete(made.headers["Location"], headers=WRITER).status_code == 204


def test_a_token_that_may_read_may_not_write(admitting: Admit) -> None:
    client = admitting(tokens=TOKENS)
    assert "'portal' may read" in refused(make(client, READER), 403, "wrong-token")["detail"]
    assert client.get("/v1/rules", headers=READER).status_code == 200


def test_where_reading_is_not_open_it_takes_a_token_and_probes_take_none(admitting: Admit) -> None:
    client = admitting(tokens=TOKENS, open_reading=False)
    for address in ("/v1/rules", "/v1/openapi.json", "/metrics", "/", "/none-such"):
        assert client.get(address).status_code == 401
        assert client.get(address, headers=READER).status_code != 401
    assert [client.get(address).status_code for address in ("/healthz", "/readyz")] == [200, 200]


def test_a_post_that_keeps_nothing_is_reading(admitting: Admit) -> None:
    client = admitting(tokens=TOKENS)
    query = client.post("/v1/sparql", data="ASK {?a ?b ?c}", content_type="application/sparql-query")
    assert query.status_code == 200


@pytest.mark.parametrize("given", ["Bearer nobody", "Bearer", "Bearer \xff", "Digest a=b", "Basic Og=="])
def test_a_token_of_nobody_is_refused_even_where_reading_is_open(admitting: Admit, given: str) -> None:
    response = admitting(tokens=TOKENS).get("/v1/rules", headers={"Authorization": given})
    refused(response, 401, "no-token")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="whichml", error="invalid_token"'


def test_a_browser_may_send_the_token_as_a_password(admitting: Admit) -> None:
    client = admitting(tokens=TOKENS)
    asked = make(client, {"Accept": "text/html"})
    assert asked.headers["WWW-Authenticate"].endswith('Basic realm="whichml"')
    assert client.post("/v1/recommendations", json=SMALL_BRIEF, auth=("anybody", "w-secret")).status_code == 201


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost", 200), ("LOCALHOST:8000", 200), ("127.0.0.1:1", 200), ("[::1]:8000", 200), ("evil.example.org", 421),
     ("localhost.evil.example.org", 421), ("127.0.0.1@evil.example.org", 400)],
)  # fmt: skip
def test_a_server_of_this_machine_goes_by_the_names_of_this_machine(admitting: Admit, host: str, status: int) -> None:
    response = admitting().get("/v1/rules", headers={"Host": host})
    assert response.status_code == status
    if status == 421:
        refused(response, 421, "wrong-host")


@pytest.mark.parametrize(
    ("host", "status"),
    [("a.example.org", 200), ("deep.example.com:8443", 200), ("example.com", 200), ("badexample.com", 421),
     ("localhost", 421)],
)  # fmt: skip
def test_names_can_be_given_also_all_below_one(admitting: Admit, host: str, status: int) -> None:
    client = admitting(trusted_hosts=["a.example.org", ".example.com"])
    assert client.get("/v1/rules", headers={"Host": host}).status_code == status
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [("10.2.3.4:9090", 200), ("[fd00::1]:9090", 200), ("a.example.org", 200), ("evil.example.org", 421),
     ("2130706433", 421)],
)  # fmt: skip
def test_metrics_are_told_by_any_address_and_by_no_foreign_name(admitting: Admit, host: str, status: int) -> None:
    client = admitting(trusted_hosts=["a.example.org"])
    assert client.get("/metrics", headers={"Host": host}).status_code == status
    assert client.get("/v1/rules", headers={"Host": "10.2.3.4:9090"}).status_code == 421


def test_a_server_on_all_addresses_goes_by_any_name_until_told_otherwise(admitting: Admit) -> None:
    assert admitting(host="0.0.0.0").get("/v1/rules", headers={"Host": "any.example.org"}).status_code == 200


def test_a_page_of_another_origin_may_not_write(admitting: Admit) -> None:
    client = admitting()
    for origin in ("https://evil.example.org", "null", "http://localhost:1"):
        refused(make(client, {"Origin": origin}), 403, "foreign-origin")
    assert make(client, {"Origin": "http://localhost"}).status_code == 201
    assert (
        make(admitting(cors_origins=["https://a.example.org"]), {"Origin": "https://a.example.org"}).status_code == 201
    )


def test_a_page_that_is_admitted_may_ask_and_read(admitting: Admit) -> None:
    client = admitting(cors_origins=["https://a.example.org"], tokens=TOKENS, open_reading=False)
    asked = client.options("/v1/recommendations", headers={
        "Origin": "https://a.example.org", "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    })  # fmt: skip
    assert asked.status_code == 204
    assert asked.headers["Access-Control-Allow-Origin"] == "https://a.example.org"
    assert "Authorization" in asked.headers["Access-Control-Allow-Headers"]
    assert "POST" in asked.headers["Access-Control-Allow-Methods"]
    read = client.get("/v1/rules", headers={"Origin": "https://a.example.org", **READER})
    assert read.headers["Access-Control-Allow-Origin"] == "https://a.example.org"
    assert "Origin" in read.headers["Vary"]
    assert "Location" in read.headers["Access-Control-Expose-Headers"]


def test_a_page_that_is_not_admitted_is_told_nothing(admitting: Admit) -> None:
    client = admitting(cors_origins=["https://a.example.org"])
    read = client.get("/v1/rules", headers={"Origin": "https://a.example.org.evil.example"})
    assert "Access-Control-Allow-Origin" not in read.headers
    assert "Origin" in read.headers["Vary"]


def test_responses_have_the_fields_that_keep_browsers_safe(admitting: Admit) -> None:
    client = admitting()
    for response in (client.get("/v1/rules"), client.get("/none-such"), client.get("/v1/rules", headers={"Host": "x"})):
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
        assert "Strict-Transport-Security" not in response.headers
    assert "Strict-Transport-Security" in client.get("/v1/rules", base_url="https://localhost").headers


def test_a_client_sends_no_more_than_its_share(admitting: Admit) -> None:
    client = admitting(write_rate="2/hour", read_rate="5/hour")
    assert [make(client).status_code for _ in range(3)] == [201, 201, 429]
    document = refused(turned_away := make(client), 429, "too-many-requests")
    assert "2 per 1 hour" in document["detail"]
    assert 0 < int(turned_away.headers["Retry-After"]) <= 3600
    assert [client.get("/v1/rules").status_code for _ in range(6)] == [200] * 5 + [429]
    assert client.get("/healthz").status_code == 200
    other = {"environ_overrides": {"REMOTE_ADDR": "10.0.0.9"}}
    assert client.get("/v1/rules", **other).status_code == 200


def test_queries_count_as_costly(admitting: Admit) -> None:
    client = admitting(write_rate="1/hour")
    assert [client.get("/v1/sparql?query=ASK{}").status_code for _ in range(2)] == [200, 429]


def test_what_takes_as_long_as_several_answers_counts_as_several(admitting: Admit) -> None:
    client = admitting(write_rate="11/hour")
    address = f"{make(client).headers['Location']}/what-if"
    asked = [client.post(address, json={"changes": {"data.rows": 100}}) for _ in range(3)]
    assert [each.status_code for each in asked] == [200, 200, 429]
    assert "11 per 1 hour, of which this counts as 5" in asked[2].get_json(force=True)["detail"]


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("/v1/recommendations/{id}/comparison/{id}", 10),
        ("/v1/recommendations/{id}/algorithms/kernel-svm/comparison/decision-tree", 10),
        ("/answers/{id}", 2),
        ("/v1/recommendations/{id}/difference", 1),
        ("/?scenario=recidivism", 1),
        ("/why/kernel-svm?scenario=recidivism", 1),
        ("/v1/recommendations/{id}", 0),
        ("/v1/recommendations/{id}/algorithms/kernel-svm", 0),
        ("/v1/algorithms", 0),
    ],
)
def test_what_makes_answers_counts_against_the_rate_of_those_that_are_kept(
    admitting: Admit, address: str, count: int
) -> None:
    client = admitting(write_rate="10/hour")
    client.get(address.format(id="0" * 32))
    others = [client.delete(f"/v1/recommendations/{'0' * 32}").status_code for _ in range(11)]
    assert others.count(404) == 10 - count
    assert others.count(429) == 1 + count


def test_what_counts_for_more_than_a_client_may_send_is_answered_once(admitting: Admit) -> None:
    client = admitting(write_rate="1/hour")
    address = f"/v1/recommendations/{'0' * 32}/comparison/{'1' * 32}"
    assert [client.get(address).status_code for _ in range(2)] == [404, 429]


def test_addresses_of_one_network_share_and_a_token_has_a_share_of_its_own(admitting: Admit) -> None:
    client = admitting(read_rate="1/hour", tokens=TOKENS)

    def ask(address: str, headers: dict[str, str] | None = None) -> int:
        return client.get("/v1/rules", headers=headers or {}, environ_overrides={"REMOTE_ADDR": address}).status_code

    assert [ask("2001:db8::1"), ask("2001:db8::2"), ask("2001:db8:0:1::1")] == [200, 429, 200]
    assert [ask("2001:db8::1", READER), ask("10.0.0.1", READER), ask("10.0.0.1")] == [200, 429, 200]


def test_guessing_tokens_is_counted(admitting: Admit) -> None:
    client = admitting(write_rate="1/hour", tokens=TOKENS)
    headers = {"Authorization": "Bearer guess"}
    assert [make(client, headers).status_code for _ in range(3)] == [401, 429, 429]


def test_nine_thousand_mistakes_are_told_by_a_few(admitting: Admit) -> None:
    brief = {**SMALL_BRIEF, "priorities": [f"acuracy-{number}" for number in range(9_000)]}
    response = admitting().post("/v1/recommendations", json=brief)
    assert response.status_code == 422
    assert 10 <= len(response.json["errors"]) <= 100
    assert len(response.data) < 50_000
