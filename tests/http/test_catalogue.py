"""The knowledge base can be read: lists, filters, and every single thing in full."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from by_night import some_of
from whichml import __version__
from whichml.export.kinds import Kind
from whichml.export.records import record_of
from whichml.export.resources import KINDS
from whichml.knowledge.base import Knowledge

SERVED = {kind.collection.plural: kind for kind in KINDS if kind.collection}


def test_the_kinds_that_answers_speak_of_are_served() -> None:
    assert {"algorithms", "families", "qualities", "decisions", "patterns", "rules", "sources"} < set(SERVED)
    assert len(SERVED) >= 10


@pytest.mark.slow("asks for hundreds of entries")
@pytest.mark.parametrize("kind", SERVED)
def test_a_list_holds_everything_and_its_entries_can_be_read(
    client: FlaskClient, knowledge: Knowledge, kind: str
) -> None:
    entries = client.get(f"/v1/{kind}").json[kind]
    assert [entry["id"] for entry in entries] == list(SERVED[kind].things(knowledge))
    for entry in some_of(entries, 6):
        shown = client.get(f"/v1/{kind}/{entry['id']}")
        assert shown.status_code == 200
        assert shown.json["id"] == entry["id"]


def test_filters_narrow_the_algorithms(client: FlaskClient, knowledge: Knowledge) -> None:
    query = "?task=regression&family=ensemble&modality=tabular"
    found = client.get(f"/v1/algorithms{query}").json["algorithms"]
    assert {entry["id"] for entry in found} == {
        algorithm.id
        for algorithm in knowledge.algorithms.values()
        if "regression" in algorithm.facts.solves
        and "ensemble" in algorithm.ancestors
        and "tabular" in algorithm.facts.accepts
    }
    assert 0 < len(found) < len(knowledge.algorithms)


def test_a_family_includes_the_families_below_it(client: FlaskClient) -> None:
    found = client.get("/v1/algorithms?family=ensemble").json["algorithms"]
    assert any("ensemble" not in entry["family"] for entry in found)


def test_an_algorithm_shows_inherited_claims_with_their_subject(client: FlaskClient, knowledge: Knowledge) -> None:
    shown = client.get("/v1/algorithms/kernel-svm").json
    subjects = {claim["subject"] for claim in shown["claims"]}
    assert "kernel-svm" in subjects
    assert subjects <= {"kernel-svm", *shown["families"]}
    assert all(claim["inherited"] == (claim["subject"] != "kernel-svm") for claim in shown["claims"])
    own = {claim["id"] for claim in shown["claims"] if not claim["inherited"]}
    assert own == {claim.id for claim in knowledge.claims_of["kernel-svm"]}
    assert any(claim["inherited"] for claim in shown["claims"])


def test_an_algorithm_shows_what_others_measured_of_it(client: FlaskClient) -> None:
    shown = client.get("/v1/algorithms/exponential-smoothing").json["measured"]
    assert [(each["group"], each["reference"]) for each in shown] == [("forecasting", "exponential-smoothing")]
    (measured,) = shown
    fit, *studies = measured["sources"]
    assert fit["ref"] == "fitted-strengths"
    assert len(studies) == len(measured["studies"]) > 1


@pytest.mark.parametrize(("plural", "kind"), SERVED.items())
def test_the_api_says_what_the_command_line_says(
    client: FlaskClient, knowledge: Knowledge, plural: str, kind: Kind
) -> None:
    for identity in list(kind.things(knowledge))[:20]:
        record = dict(record_of(knowledge, kind, identity))
        assert record.pop("record") == kind.name
        assert client.get(f"/v1/{plural}/{identity}").json == record


def test_a_pack_narrows_the_rules(client: FlaskClient, knowledge: Knowledge) -> None:
    pack = knowledge.packs[0]
    assert {rule["id"] for rule in client.get(f"/v1/rules?pack={pack.id}").json["rules"]} == set(pack.rules)


@pytest.mark.slow("asks for hundreds of entries")
def test_a_rule_shows_its_effect_as_its_pack_writes_it(client: FlaskClient, knowledge: Knowledge) -> None:
    kinds = set()
    for rule in some_of(knowledge.rules, 3):
        shown = client.get(f"/v1/rules/{rule.id}").json
        assert next(iter(shown["then"])) == shown["effect"] == rule.effect.kind
        assert len(shown["when"]) == len(rule.when)
        assert shown["where"].startswith("rules/")
        assert shown["sources"]
        kinds.add(rule.effect.kind)
    assert len(kinds) >= 6


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("/v1/algorithms?task=regresion", "Did you mean 'regression'?"),
        ("/v1/algorithms?family=ensembl", "Did you mean 'ensemble'?"),
        ("/v1/algorithms?modality=tabullar", "Did you mean 'tabular'?"),
        ("/v1/algorithms?tsak=regression", "Did you mean 'task'?"),
        ("/v1/algorithms?task=regression&task=ranking", "Give it once."),
        ("/v1/rules?pack=deploymnt", "Did you mean 'deployment'?"),
    ],
)
def test_a_wrong_filter_gets_422_with_what_would_be_right(client: FlaskClient, address: str, hint: str) -> None:
    response = client.get(address)
    assert response.status_code == 422
    assert [error["hint"] for error in response.json["errors"]] == [hint]


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("/v1/algorithms?task=xyz", "clustering"),
        ("/v1/algorithms?family=xyz", "ensemble"),
        ("/v1/algorithms?modality=xyz", "tabular"),
        ("/v1/rules?pack=xyz", "deployment"),
    ],
)
def test_a_filter_by_what_is_near_nothing_tells_all_that_is_known(
    client: FlaskClient, address: str, known: str
) -> None:
    (error,) = client.get(address).json["errors"]
    assert error["hint"].startswith("Known here: ")
    assert known in error["hint"].removesuffix(".").split(": ")[1].split(", ")


def test_all_that_is_wrong_with_a_query_comes_at_once(client: FlaskClient) -> None:
    response = client.get("/v1/algorithms?task=x&family=y&modality=z&page=2")
    assert len(response.json["errors"]) == 4


@pytest.mark.parametrize("kind", SERVED)
def test_an_unknown_id_gets_404_with_the_nearest_known_one(
    client: FlaskClient, knowledge: Knowledge, kind: str
) -> None:
    known = client.get(f"/v1/{kind}").json[kind][0]["id"]
    response = client.get(f"/v1/{kind}/{known}x")
    assert response.status_code == 404
    assert response.json["errors"][0]["hint"] == f"Did you mean '{known}'?"


@pytest.mark.parametrize("kind", SERVED)
@pytest.mark.parametrize("identity", ["..", "%2e%2e%2fetc%2fpasswd", "%00", "A" * 3000, "'; drop table answers", "é"])
def test_an_id_that_cannot_be_one_is_not_found(client: FlaskClient, kind: str, identity: str) -> None:
    response = client.get(f"/v1/{kind}/{identity}")
    assert response.status_code == 404
    assert response.content_type == "application/problem+json"


def test_a_list_has_an_etag_and_gets_304(client: FlaskClient) -> None:
    etag = client.get("/v1/qualities").headers["ETag"]
    assert client.get("/v1/qualities", headers={"If-None-Match": etag}).status_code == 304


def test_health_says_version_and_knowledge(client: FlaskClient, knowledge: Knowledge) -> None:
    packs = [
        {"id": pack.id, "version": pack.version, "digest": pack.digest, "shipped": True} for pack in knowledge.packs
    ]
    assert client.get("/healthz").json == {
        "status": "ok", "version": __version__, "knowledge": knowledge.digest, "packs": packs, "refused": [],
    }  # fmt: skip


def test_head_says_what_get_says_without_the_body(client: FlaskClient) -> None:
    head, get = client.head("/v1/rules"), client.get("/v1/rules")
    assert head.data == b""
    assert head.headers["Content-Length"] == str(len(get.data))
    assert head.headers["ETag"] == get.headers["ETag"]


def test_options_says_which_methods_there_are(client: FlaskClient) -> None:
    response = client.options("/v1/recommendations")
    assert (response.status_code, response.data) == (204, b"")
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}


@pytest.mark.parametrize("address", ["/v1/algorithms", "/v1/algorithms/kernel-svm", "/v1/scenarios", "/v1/knowledge"])
def test_what_is_there_as_json_alone_is_sent_in_no_other_form(client: FlaskClient, address: str) -> None:
    refused = client.get(address, headers={"Accept": "image/png"})
    assert (refused.status_code, refused.content_type) == (406, "application/problem+json")
    assert refused.json["detail"].endswith("as application/json.")
    for accepted in ("*/*", "application/*", "text/html, */*;q=0.1", "application/json;charset=utf-8"):
        assert client.get(address, headers={"Accept": accepted}).status_code == 200
