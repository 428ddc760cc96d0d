"""The description of the API (OpenAPI 3.1), made from the table of routes and the types that they return."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief_schema import brief_json_schema
from whichml_server.briefs import MeasuredBrief
from whichml_server.comparisons import CHANGES
from whichml_server.described_access import SECURITY_SCHEMES, security_of
from whichml_server.description_links import links_of
from whichml_server.operations import BodyForm, Operation
from whichml_server.parameters import Parameter
from whichml_server.problems import (
    EVERYWHERE,
    FOREIGN_ORIGIN,
    KINDS,
    NOT_MATCHED,
    PROBLEM_TYPE,
    TELL_WHEN,
    WRONG_TOKEN,
    ProblemDocument,
    RefusalKind,
)
from whichml_server.settings import Settings

_SCHEMAS: Final = "#/components/schemas/"
_PLAIN: Final = ("string", "integer", "number", "boolean")
_RETRY_AFTER: Final = MappingProxyType({
    "Retry-After": {"description": "Seconds until it is worth asking again.", "schema": {"type": "integer"}}
})  # fmt: skip
_HEADERS: Final[Mapping[str, Any]] = {
    "ETag": {"description": "Changes with the body.", "schema": {"type": "string"}},
    "Link": {
        "description": "Where it goes on (RFC 8288): its `next` page, `collection`, `alternate` forms and the like.",
        "schema": {"type": "string"},
    },
}
_ABOUT: Final = (
    "Which machine-learning algorithm fits a project, and why. A brief goes in; candidates, exclusions, decisions and "
    "the reasons with their sources come out. Every error is a problem document (RFC 9457)."
)
_TAGS: Final[Mapping[str, str]] = {
    "Recommendations": "Briefs answered, and the answers that are kept: explained, compared, varied.",
    "Knowledge": "What answers stand on: algorithms, rules, sources and all else, in lists and one by one.",
    "Queries": "Ontology and facts asked in SPARQL.",
    "Service": "Where everything is, and how the server is.",
}
_OF_ANSWERS: Final = ("/v1/recommendations", "/v1/measured-recommendations", "/v1/briefs", "/v1/scenarios")
_OF_SERVICE: Final = ("/v1", "/v1/openapi.json", "/v1/docs", "/v1/schema/brief.json")
EXAMPLES: Final[Mapping[str, Any]] = {
    "Brief": {
        "task": "binary-classification",
        "data": {"modality": "tabular", "rows": 5000, "features": 20},
        "requirements": [{"quality": "inference-latency", "max": "10 ms"}],
    },
    "MeasuredBrief": {"brief": {"task": "regression", "data": {"modality": "tabular", "rows": 800}}, "evidence": []},
    "Changes": CHANGES["examples"][0],
}
"""Bodies that work, by the names of their schemas."""


def openapi_document(
    operations: Sequence[Operation],
    version: str,
    knowledge: Knowledge,
    root: str = "/",
    settings: Settings | None = None,
) -> dict[str, Any]:
    """Return the OpenAPI 3.1 description of the operations.

    Parameters
    ----------
    operations : every route of the app
    version : of whichml
    knowledge : gives the values that parameters know
    root : what stands before every path, with a slash at its end
    settings : of the server that is described, which say what takes a token; None where none is known
    """
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = {
            **_described(operation, knowledge),
            "security": security_of(operation, settings),
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": "whichml", "version": version, "description": _ABOUT, "license": {"name": "MIT"}},
        "servers": [{"url": root}],
        "tags": [{"name": name, "description": about} for name, about in _TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": _schemas(operations),
            "headers": _HEADERS,
            "responses": {
                "not-modified": {"description": "Not changed since the ETag in `If-None-Match`."},
                **{kind.slug: _refusal_described(kind) for kind in KINDS},
            },
            "securitySchemes": SECURITY_SCHEMES,
        },
    }


def tag_of(operation: Operation) -> str:
    """Return under which heading an operation stands."""
    if operation.path.startswith(_OF_ANSWERS):
        return "Recommendations"
    if operation.path == "/v1/sparql":
        return "Queries"
    return "Service" if operation.path in _OF_SERVICE or not operation.path.startswith("/v1") else "Knowledge"


def _described(operation: Operation, knowledge: Knowledge) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name, "summary": operation.summary, "tags": [tag_of(operation)],
    }  # fmt: skip
    parameters = [_parameter(each, "path", knowledge) for each in operation.variables]
    parameters += [_parameter(each, "query", knowledge) for each in operation.parameters]
    if parameters:
        described["parameters"] = parameters
    if operation.bodies:
        content = {media_type: _body(body) for media_type, body in operation.bodies.items()}
        described["requestBody"] = {"required": True, "content": content}
    described["responses"] = _responses(operation)
    return described


def _body(body: BodyForm) -> dict[str, Any]:
    if isinstance(body, str):
        return {"schema": {"$ref": _SCHEMAS + body}, "example": EXAMPLES[body]}
    return {"schema": _without_examples(body), "example": body["examples"][0]}


def _without_examples(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {name: told for name, told in schema.items() if name != "examples"}


def _parameter(each: Parameter, place: str, knowledge: Knowledge) -> dict[str, Any]:
    """Return a parameter; a filter lists the values that it knows, an id shows the first of them."""
    described: dict[str, Any] = {"name": each.name, "in": place, "description": each.about}
    schema = dict(each.schema)
    known = list(islice(each.known(knowledge), 1 if place == "path" else None)) if each.known else []
    if schema.get("type") == "boolean":
        described["allowEmptyValue"] = True
    if each.required or place == "path":
        described["required"] = True
    if known and place == "query":
        schema["enum"] = sorted(known)
    example = each.example or next(iter(known), None)
    if example is not None:
        described["example"] = int(example) if schema.get("type") == "integer" else example
    return {**described, "schema": schema}


def _responses(operation: Operation) -> dict[str, Any]:
    is_of_answers = operation.path.startswith(_OF_ANSWERS[:2])
    told = ("ETag", "Link") if is_of_answers else ("ETag",)
    sent = {name: {"$ref": f"#/components/headers/{name}"} for name in told}
    content = {media_type: {"schema": _schema_of(media_type, operation)} for media_type in operation.media_types}
    links = links_of(operation)
    found = {"content": content, **({"links": links} if links else {})}
    responses: dict[str, Any]
    if operation.status == 204:
        responses = {"204": {"description": "Gone."}}
    elif operation.status == 201:
        location = {"Location": {"description": "Where the answer is kept.", "schema": {"type": "string"}}}
        responses = {"201": {"description": "Made and kept.", "headers": {**location, **sent}, **found}}
    elif operation.method == "POST":
        responses = {"200": {"description": "Found.", "headers": sent, **found}}
    else:
        responses = {
            "200": {"description": "Found.", "headers": sent, **found},
            "304": {"$ref": "#/components/responses/not-modified"},
        }
    tagged = () if operation.method == "POST" else (NOT_MATCHED,)
    for kind in (*operation.refusals, *tagged, *_access_refusals(operation), *EVERYWHERE):
        responses.setdefault(str(kind.status), []).append(kind)
    return {status: _refused(found) if isinstance(found, list) else found for status, found in responses.items()}


def _access_refusals(operation: Operation) -> Sequence[RefusalKind]:
    return (WRONG_TOKEN, FOREIGN_ORIGIN) if operation.is_writing else ()


def _refused(kinds: Sequence[RefusalKind]) -> dict[str, Any]:
    """Return how refusals of one status are described."""
    if len(kinds) == 1:
        return {"$ref": f"#/components/responses/{kinds[0].slug}"}
    return {**_refusal_described(kinds[0]), "description": " ".join(f"{each.title}. {each.meaning}" for each in kinds)}


def _schema_of(media_type: str, operation: Operation) -> dict[str, Any]:
    if media_type not in ("application/json", "application/yaml", "application/sparql-results+json"):
        return {} if media_type.endswith("json") else {"type": "string"}
    if isinstance(operation.returns, Mapping):
        return dict(operation.returns)
    return {"$ref": _SCHEMAS + operation.returns.__name__}


def _refusal_described(kind: RefusalKind) -> dict[str, Any]:
    content = {PROBLEM_TYPE: {"schema": {"$ref": _SCHEMAS + ProblemDocument.__name__}}}
    headers = {"headers": dict(_RETRY_AFTER)} if kind in TELL_WHEN else {}
    return {"description": f"{kind.title}. {kind.meaning}", **headers, "content": content}


def _schemas(operations: Sequence[Operation]) -> dict[str, Any]:
    models = [o.returns for o in operations if isinstance(o.returns, type)]
    schemas = {
        **_schemas_of([MeasuredBrief, ProblemDocument], "validation"),  # what is not told of a problem is left out
        **_schemas_of(list(dict.fromkeys(models)), "serialization"),
    }
    schemas["Recommendation"]["required"].remove("justification")
    schemas["Recommendation"]["properties"]["justification"]["description"] = "Sent with `include=justification` alone."
    brief = _moved(_with_fields_spelt_out(brief_json_schema()))
    brief.pop("$schema")
    brief.pop(
        "anyOf"
    )  # that `data.modality` may be dotted or nested, of which generators make types that nobody can use
    first_of = {"Law": "stakes.regulation", "Money": "project.budget", "Duration": "data.horizon"}
    named = {name: brief["properties"][field]["anyOf"][0] for name, field in first_of.items()}
    brief = _with_names(brief, named)
    taken = {**brief.pop("$defs"), **named}
    _leave_out_names((brief, *taken.values()))
    for each in (brief, *taken.values()):
        for part in each.get("properties", {}).values():
            if part.get("default", "") is None:
                del part["default"]  # what is left out is unknown, as what is null
    shared = schemas.keys() & {"Brief", "Changes", *taken}
    assert not shared, f"two types are called {shared}"
    schemas["MeasuredBrief"]["properties"]["brief"] = {"$ref": f"{_SCHEMAS}Brief"}
    return {**schemas, **taken, "Brief": brief, "Changes": _without_examples(CHANGES)}


def _schemas_of(models: Sequence[type[BaseModel]], mode: Any) -> dict[str, Any]:
    _, found = models_json_schema([(model, mode) for model in models], ref_template=_SCHEMAS + "{model}")
    schemas: dict[str, Any] = found["$defs"]
    _leave_out_names(schemas.values())
    return schemas


def _leave_out_names(schemas: Iterable[dict[str, Any]]) -> None:
    """Take out the titles of properties that need no name of their own: they say that of the property once more."""
    for schema in schemas:
        for part in schema.get("properties", {}).values():
            if all(map(_is_plain, part.get("anyOf", [part]))):
                part.pop("title", None)


def _is_plain(part: Mapping[str, Any]) -> bool:
    """Return whether a type needs no name of its own in a client: it has one, or is a plain one or a list of such."""
    if part.get("type") == "array":
        return _is_plain(part.get("items", {}))
    return "$ref" in part or (part.get("type") in {*_PLAIN, "null"} and not {"enum", "const"} & part.keys())


def _with_fields_spelt_out(brief: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of briefs without references into another schema, which generators of clients cannot follow."""
    groups = brief["$defs"]
    spelt_out: dict[str, Any] = {}
    for name, field in brief["properties"].items():
        _, _, within = field.get("$ref", "").partition("/properties/")
        spelt_out[name] = groups[field["$ref"].split("/")[2]]["properties"][within] if within else field
    return {**brief, "properties": spelt_out}


def _with_names(schema: Any, named: Mapping[str, Any]) -> Any:
    """Return a schema with references where types stand that are named: each once, of which clients make one type."""
    for name, known in named.items():
        if schema == known:
            return {"$ref": f"{_SCHEMAS}{name}"}
    if isinstance(schema, dict):
        return {name: _with_names(value, named) for name, value in schema.items()}
    return [_with_names(value, named) for value in schema] if isinstance(schema, list) else schema


def _moved(schema: Any) -> Any:
    """Return a schema whose references point to where its definitions are moved."""
    if isinstance(schema, dict):
        return {
            name: value.replace("#/$defs/", _SCHEMAS) if name == "$ref" and isinstance(value, str) else _moved(value)
            for name, value in schema.items()
        }
    return [_moved(value) for value in schema] if isinstance(schema, list) else schema
