"""The OpenAPI description says what the app does."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from whichml.export.resources import KINDS
from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief_schema import brief_json_schema
from whichml_server import AnswerStore, create_app
from whichml_server.openapi import openapi_document
from whichml_server.problems import KINDS as KINDS_OF_REFUSALS
from whichml_server.routes import OPERATIONS
from whichml_server.settings import BearerToken, Settings

N_ROUTES = 24 + 2 * sum(kind.collection is not None for kind in KINDS)


@pytest.fixture(scope="module")
def description(client: FlaskClient) -> dict[str, Any]:
    response = client.get("/v1/openapi.json")
    assert response.content_type == "application/json"
    described: dict[str, Any] = response.json
    return described


def referenced(value: Any) -> Iterator[str]:
    """Yield every `$ref` in a document."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "$ref" and isinstance(inner, str):
                yield inner
            else:
                yield from referenced(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from referenced(inner)


def resolved(document: dict[str, Any], reference: str) -> Any:
    found: Any = document
    for step in reference.removeprefix("#/").split("/"):
        found = found[step.replace("~1", "/").replace("~0", "~")]
    return found


def test_every_route_of_the_app_is_described(app: Flask, description: dict[str, Any]) -> None:
    routes = {
        (rule.rule.replace("<identity>", "{id}").replace("<", "{").replace(">", "}"), method.lower())
        for rule in app.url_map.iter_rules()
        if not rule.endpoint.startswith("pages.")  # what people read is no part of the API
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert len(routes) == N_ROUTES
    assert routes == {(path, method) for path, methods in description["paths"].items() for method in methods}


def test_every_reference_leads_somewhere(description: dict[str, Any]) -> None:
    references = set(referenced(description))
    assert len(references) > 40
    assert all(resolved(description, reference) for reference in references)


def test_every_schema_and_response_is_used(description: dict[str, Any]) -> None:
    references = set(referenced(description))
    schemas = {f"#/components/schemas/{name}" for name in description["components"]["schemas"]}
    assert schemas <= references
    told = json.dumps(description["paths"])
    unused = {
        name
        for name, response in description["components"]["responses"].items()
        if f"#/components/responses/{name}" not in references and response["description"] not in told
    }
    # routing refuses these before any operation is reached
    assert unused == {"not-found", "method-not-allowed"}


def test_operations_have_names_of_their_own_and_declare_their_ids(description: dict[str, Any]) -> None:
    operations = [(path, o) for path, methods in description["paths"].items() for o in methods.values()]
    assert len({operation["operationId"] for _, operation in operations}) == len(operations) == N_ROUTES
    for path, operation in operations:
        declared = [p["name"] for p in operation.get("parameters", ()) if p["in"] == "path"]
        assert declared == re.findall(r"\{(\w+)\}", path)
        assert all(response.get("description") or response.get("$ref") for response in operation["responses"].values())


def test_a_description_is_openapi_3_1_and_small(description: dict[str, Any]) -> None:
    assert description["openapi"] == "3.1.0"
    assert set(description) == {"openapi", "info", "servers", "tags", "paths", "components"}
    assert len(json.dumps(description)) < 260_000


def test_the_type_of_every_problem_leads_to_its_description(description: dict[str, Any]) -> None:
    for kind in KINDS_OF_REFUSALS:
        address, _, pointer = kind.type.partition("#")
        assert address == "/v1/openapi.json"
        assert kind.title in resolved(description, f"#{pointer}")["description"]


def test_refusals_that_pass_declare_when_to_ask_again(description: dict[str, Any]) -> None:
    for status, n_least in (("429", 30), ("503", 5)):
        found = [
            resolved(description, response["$ref"]) if "$ref" in response else response
            for path in description["paths"].values() for operation in path.values()
            if isinstance(operation, dict) and (response := operation["responses"].get(status)) is not None
        ]  # fmt: skip
        assert len(found) >= n_least
        assert all(each["headers"]["Retry-After"]["schema"] == {"type": "integer"} for each in found)


def test_refusals_of_one_status_are_all_described(description: dict[str, Any]) -> None:
    n_shared = 0
    for operation in OPERATIONS:
        described = description["paths"][operation.path][operation.method.lower()]["responses"]
        for kind in operation.refusals:
            response = described[str(kind.status)]
            shown = resolved(description, response["$ref"]) if "$ref" in response else response
            assert kind.meaning in shown["description"]
            n_shared += "$ref" not in response
    assert n_shared > 1


def test_the_schema_of_a_brief_is_the_library_s(client: FlaskClient) -> None:
    response = client.get("/v1/schema/brief.json")
    assert response.content_type == "application/schema+json"
    assert json.loads(response.data) == brief_json_schema()


def test_bodies_have_the_fields_that_are_described(client: FlaskClient, description: dict[str, Any]) -> None:
    for path, methods in description["paths"].items():
        operation = methods.get("get")
        schema = operation and operation["responses"]["200"]["content"].get("application/json", {}).get("schema", {})
        if not schema or "$ref" not in schema or path.startswith("/v1/recommendations"):
            continue
        address = path
        if "{id}" in path:
            listed = path.removesuffix("/{id}")
            (entries,) = client.get(listed).json.values()
            address = f"{listed}/{entries[0]['id']}"
        body = client.get(address).json
        assert set(body) == set(resolved(description, schema["$ref"])["properties"]), path


def test_links_lead_from_a_response_to_operations_that_there_are(description: dict[str, Any]) -> None:
    operations = {o["operationId"]: o for methods in description["paths"].values() for o in methods.values()}
    links = [
        link
        for operation in operations.values()
        for response in operation["responses"].values()
        for link in response.get("links", {}).values()
    ]
    assert len(links) > 20
    for link in links:
        taken = {each["name"] for each in operations[link["operationId"]].get("parameters", ())}
        assert set(link.get("parameters", {})) <= taken


def test_a_parameter_that_is_yes_or_no_is_a_boolean(description: dict[str, Any]) -> None:
    for path, method, name in (("/v1/recommendations/{id}", "get", "full"), ("/v1/briefs/check", "post", "lenient")):
        (described,) = [p for p in description["paths"][path][method]["parameters"] if p["name"] == name]
        assert described["schema"] == {"type": "boolean"}


def required(document: dict[str, Any], *names: str) -> list[Any]:
    """Return the security requirements of the operations of these names."""
    operations = {o["operationId"]: o for methods in document["paths"].values() for o in methods.values()}
    assert all("security" in operation for operation in operations.values())
    return [operations[name]["security"] for name in names]


def test_a_description_tells_what_takes_a_token_with_and_without_a_server(knowledge: Knowledge) -> None:
    def described(settings: Settings | None) -> list[Any]:
        document = openapi_document(OPERATIONS, "1", knowledge, settings=settings)
        assert {scheme["scheme"] for scheme in document["components"]["securitySchemes"].values()} == {
            "bearer",
            "basic",
        }
        return required(document, "getHealth", "recommend", "deleteRecommendation", "checkBrief", "listRules")

    tokens = (BearerToken(name="ci", may="write", sha256="0" * 64),)
    write, read = [{"bearer": ["write"]}, {"basic": ["write"]}], [{"bearer": ["read"]}, {"basic": ["read"]}]
    for settings in (None, Settings(tokens=tokens)):
        assert described(settings) == [[], write, write, [{}, *read], [{}, *read]]
    assert described(Settings(tokens=tokens, open_reading=False)) == [[], write, write, read, read]
    assert described(Settings()) == [[], [{}, *write], [{}, *write], [{}, *read], [{}, *read]]


def test_what_the_description_says_of_tokens_is_what_a_server_asks_for(knowledge: Knowledge, tmp_path: Path) -> None:
    chosen = Settings(tokens=(BearerToken(name="ci", may="write", sha256="0" * 64),), read_rate="off", write_rate="off")
    client = create_app(knowledge, AnswerStore(tmp_path / "answers.sqlite3"), settings=chosen).test_client()
    n_closed = 0
    for path, methods in client.get("/v1/openapi.json").json["paths"].items():
        for method, operation in methods.items():
            is_refused = client.open(re.sub(r"{\w+}", "0" * 32, path), method=method.upper()).status_code == 401
            assert is_refused == (bool(operation["security"]) and {} not in operation["security"]), (method, path)
            n_closed += is_refused
    assert n_closed == 3


def test_filters_list_what_the_knowledge_knows(description: dict[str, Any], knowledge: Knowledge) -> None:
    parameters = {each["name"]: each for each in description["paths"]["/v1/algorithms"]["get"]["parameters"]}
    assert parameters["family"]["schema"]["enum"] == sorted(knowledge.families)
    assert parameters["family"]["example"] in knowledge.families


@pytest.mark.slow("sends every example")
def test_values_that_are_taken_are_described(client: FlaskClient, description: dict[str, Any]) -> None:
    def described(path: str, name: str) -> dict[str, Any]:
        (found,) = [each for each in description["paths"][path]["get"]["parameters"] if each["name"] == name]
        return dict(found["schema"])

    assert client.get("/v1/briefs/blank?task=churn+prediction&modality=tabular").status_code == 200
    assert described("/v1/briefs/blank", "task") == {"type": "string"}
    assert client.get("/v1/recommendations?since=2026-11-27").status_code == 200
    formats = [each["format"] for each in described("/v1/recommendations", "since")["anyOf"]]
    assert formats == ["date-time", "date"]


def test_header_fields_that_are_sent_are_described(client: FlaskClient, description: dict[str, Any]) -> None:
    sent = client.post("/v1/recommendations", json={"task": "regression", "data": {"modality": "tabular"}})
    declared = description["paths"]["/v1/recommendations"]["post"]["responses"]["201"]["headers"]
    assert {"ETag", "Link", "Location"} <= {*sent.headers.keys()} & declared.keys()


@pytest.mark.slow("sends every example")
def test_every_body_has_an_example_that_is_taken(client: FlaskClient, description: dict[str, Any]) -> None:
    kept = client.post("/v1/recommendations", json={"task": "regression", "data": {"modality": "tabular"}}).json["id"]
    tried = 0
    for path, methods in description["paths"].items():
        for media_type, body in methods.get("post", {}).get("requestBody", {}).get("content", {}).items():
            example = body["example"]
            if media_type.endswith("x-www-form-urlencoded"):
                response = client.post(path, data=example)
            else:
                data = example if isinstance(example, str) else json.dumps(example)  # which is YAML too
                response = client.post(path.replace("{id}", kept), data=data, content_type=media_type)
            assert response.status_code in (200, 201), (path, media_type, response.text)
            tried += 1
    assert tried == 18


@pytest.mark.slow("sends every example")
def test_each_example_of_a_body_on_the_page_for_people_can_be_pasted(client: FlaskClient) -> None:
    kept = client.post("/v1/recommendations", json={"task": "regression", "data": {"modality": "tabular"}}).json["id"]
    page, tried = client.get("/v1/docs").text, 0
    for section in page.split("<h3>")[1:]:
        method, _, path = section.partition("</h3>")[0].partition(" ")
        for taken, example in re.findall(r"Takes (.*?), for example <code>(.*?)</code>", section):
            for media_type in re.findall(r"<code>(.*?)</code>", taken):
                address = path.replace("{id}", kept)
                sent = client.open(address, method=method, data=html.unescape(example), content_type=media_type)
                assert sent.status_code in (200, 201), (path, media_type, sent.text)
                tried += 1
    assert tried == 18


def test_the_description_is_a_page_for_people_without_a_network(
    client: FlaskClient, description: dict[str, Any]
) -> None:
    page = client.get("/v1/docs")
    assert (page.status_code, page.content_type) == (200, "text/html; charset=utf-8")
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            assert f"{method.upper()} {path}<" in page.text
            assert operation["summary"].split(",")[0] in page.text.replace("&#x27;", "'")
    assert not re.search(r"<(script|link|img)|https?://", page.text.replace("http://127.0.0.1", ""))
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
