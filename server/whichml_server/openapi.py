"""The description of the API (OpenAPI 3.1), made from the table of routes and the types that they return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from whichml.model.brief_schema import brief_json_schema
from whichml_server.briefs import MeasuredBrief
from whichml_server.operations import BodyForm, Operation
from whichml_server.parameters import Parameter
from whichml_server.problems import (
    EVERYWHERE,
    FOREIGN_ORIGIN,
    KINDS,
    PROBLEM_TYPE,
    WRONG_TOKEN,
    ProblemDocument,
    RefusalKind,
)

_SCHEMAS: Final = "#/components/schemas/"
_ABOUT: Final = (
    "Which machine-learning algorithm fits a project, and why. A brief goes in; candidates, exclusions, decisions and "
    "the reasons with their sources come out. Every error is a problem document (RFC 9457)."
)


def openapi_document(operations: Sequence[Operation], version: str) -> dict[str, Any]:
    """Return the OpenAPI 3.1 description of the operations.

    Parameters
    ----------
    operations : every route of the app
    version : of whichml
    """
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _described(operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": "whichml", "version": version, "description": _ABOUT, "license": {"name": "MIT"}},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": _schemas(operations),
            "responses": {kind.slug: _refusal_described(kind) for kind in KINDS},
        },
    }


def _described(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {"operationId": operation.name, "summary": operation.summary}
    parameters = [_parameter(each, "path") for each in operation.variables]
    parameters += [_parameter(each, "query") for each in operation.parameters]
    if parameters:
        described["parameters"] = parameters
    if operation.bodies:
        content = {media_type: {"schema": _body_schema(body)} for media_type, body in operation.bodies.items()}
        described["requestBody"] = {"required": True, "content": content}
    described["responses"] = _responses(operation)
    return described


def _body_schema(body: BodyForm) -> dict[str, Any]:
    return {"$ref": _SCHEMAS + body} if isinstance(body, str) else body


def _parameter(each: Parameter, place: str) -> dict[str, Any]:
    described: dict[str, Any] = {"name": each.name, "in": place, "description": each.about}
    if each.required or place == "path":
        described["required"] = True
    return {**described, "schema": dict(each.schema)}


def _responses(operation: Operation) -> dict[str, Any]:
    etag = {"ETag": {"description": "Changes with the body.", "schema": {"type": "string"}}}
    content = {media_type: {"schema": _schema_of(media_type, operation)} for media_type in operation.media_types}
    responses: dict[str, Any]
    if operation.status == 204:
        responses = {"204": {"description": "Gone."}}
    elif operation.status == 201:
        location = {"Location": {"description": "Where the answer is kept.", "schema": {"type": "string"}}}
        responses = {"201": {"description": "Made and kept.", "headers": {**location, **etag}, "content": content}}
    elif operation.method == "POST":
        responses = {"200": {"description": "Found.", "headers": etag, "content": content}}
    else:
        responses = {
            "200": {"description": "Found.", "headers": etag, "content": content},
            "304": {"description": "Not changed since the ETag in `If-None-Match`."},
        }
    for kind in (*operation.refusals, *_access_refusals(operation), *EVERYWHERE):
        responses.setdefault(str(kind.status), []).append(kind)
    return {status: _refused(found) if isinstance(found, list) else found for status, found in responses.items()}


def _access_refusals(operation: Operation) -> Sequence[RefusalKind]:
    return (WRONG_TOKEN, FOREIGN_ORIGIN) if operation.method == "DELETE" or operation.status == 201 else ()


def _refused(kinds: Sequence[RefusalKind]) -> dict[str, Any]:
    """Return how refusals of one status are described."""
    if len(kinds) == 1:
        return {"$ref": f"#/components/responses/{kinds[0].slug}"}
    return {**_refusal_described(kinds[0]), "description": " ".join(f"{each.title}. {each.meaning}" for each in kinds)}


def _schema_of(media_type: str, operation: Operation) -> dict[str, Any]:
    if media_type not in ("application/json", "application/sparql-results+json"):
        return {"type": "string"}
    if isinstance(operation.returns, Mapping):
        return dict(operation.returns)
    return {"$ref": _SCHEMAS + operation.returns.__name__}


def _refusal_described(kind: RefusalKind) -> dict[str, Any]:
    content = {PROBLEM_TYPE: {"schema": {"$ref": _SCHEMAS + ProblemDocument.__name__}}}
    return {"description": f"{kind.title}. {kind.meaning}", "content": content}


def _schemas(operations: Sequence[Operation]) -> dict[str, Any]:
    models: list[type[BaseModel]] = [o.returns for o in operations if isinstance(o.returns, type)]
    unique: list[type[BaseModel]] = list(dict.fromkeys([*models, ProblemDocument]))
    _, returned = models_json_schema([(model, "serialization") for model in unique], ref_template=_SCHEMAS + "{model}")
    schemas: dict[str, Any] = returned["$defs"]
    _, taken_in = models_json_schema([(MeasuredBrief, "validation")], ref_template=_SCHEMAS + "{model}")
    schemas = {**taken_in["$defs"], **schemas}
    brief = _moved(brief_json_schema())
    brief.pop("$schema")
    taken = brief.pop("$defs")
    shared = schemas.keys() & {"Brief", *taken}
    assert not shared, f"two types are called {shared}"
    return {**schemas, **taken, "Brief": brief}


def _moved(schema: Any) -> Any:
    """Return a schema whose references point to where its definitions are moved."""
    if isinstance(schema, dict):
        return {
            name: value.replace("#/$defs/", _SCHEMAS) if name == "$ref" and isinstance(value, str) else _moved(value)
            for name, value in schema.items()
        }
    return [_moved(value) for value in schema] if isinstance(schema, list) else schema
