"""Queries in SPARQL over HTTP, as the SPARQL 1.1 Protocol has them, within the limits that everybody has."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import parse_qsl

from flask import Response, request
from werkzeug.datastructures import MultiDict

from whichml.export.result_formats import RESULT_FORMATS, ResultFormat
from whichml.knowledge.query_text import MOST_CHARACTERS, form_of
from whichml.model.documents.errors import KnowledgeError, Problem, QueryError, QueryRefused, quoted
from whichml_server.api import Api
from whichml_server.bodies import body_of, refuse_compressed
from whichml_server.negotiation import BY_FORM, content_type, wanted_type
from whichml_server.operations import BodyForm
from whichml_server.parameters import Parameter
from whichml_server.problems import MALFORMED_QUERY, REFUSED_QUERY, UNAVAILABLE, UNSUPPORTED, Refusal

QUERY_TYPE: Final = "application/sparql-query"
FORM_TYPE: Final = "application/x-www-form-urlencoded"
EXAMPLE: Final = "SELECT ?id { ?task a wml:Task ; wml:id ?id } ORDER BY ?id"
QUERY: Final = Parameter(
    "query", "The query in SPARQL. Other parameters, such as `format`, are ignored; `Accept` chooses the form.",
    required=True, example=EXAMPLE,
)  # fmt: skip
BODIES: Final[Mapping[str, BodyForm]] = MappingProxyType({
    FORM_TYPE: {
        "type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"],
        "examples": [{"query": EXAMPLE}],
    },
    QUERY_TYPE: {"type": "string", "examples": [EXAMPLE]},
})  # fmt: skip
RESULTS: Final[dict[str, Any]] = {
    "type": "object",
    "description": "SPARQL 1.1 Query Results JSON: `boolean` for ASK, else `results`.",
    "properties": {"head": {"type": "object"}, "boolean": {"type": "boolean"}, "results": {"type": "object"}},
    "required": ["head"],
}
_ALSO_CALLED: Final = MappingProxyType({
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
})  # fmt: skip
RESULT_TYPES: Final = (*(each.media_type for each in RESULT_FORMATS), *_ALSO_CALLED)
_QUERY_BYTES: Final = 4 * MOST_CHARACTERS
_MOST_FIELDS: Final = 100
_OTHER_DATA: Final = ("default-graph-uri", "named-graph-uri", "using-graph-uri", "using-named-graph-uri")


def get_query(api: Api) -> Response:
    """Return what the query in the address finds; parameters that the protocol does not know are ignored."""
    return _found(api, _query_among(_parameters_in(request.query_string.decode("latin-1"), "address")))


def post_query(api: Api) -> Response:
    """Return what the query in the body finds, sent as a form or as it is."""
    refuse_compressed(request)
    if request.mimetype == FORM_TYPE:
        _refuse_other_data(request.args)
        return _found(api, _query_among(_parameters_in(_text_in_body(3 * _QUERY_BYTES), "form")))
    if request.mimetype != QUERY_TYPE:
        named = f"the media type {quoted(request.mimetype)} is" if request.mimetype else "a body without type is"
        accepted = " or ".join(BODIES)
        raise Refusal(
            UNSUPPORTED, detail=f"{named} not read here; send a query as {accepted}.", headers={"Accept": accepted}
        )
    _refuse_other_data(request.args)
    return _found(api, _text_in_body(_QUERY_BYTES))


def _text_in_body(n_bytes: int) -> str:
    try:
        return body_of(request, n_bytes, "query").decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(MALFORMED_QUERY, detail="the body is not UTF-8 text.") from None


def _parameters_in(text: str, what: str) -> MultiDict[str, str]:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:  # UnicodeDecodeError is one
        detail = f"the {what} is not UTF-8 text, or has more than {_MOST_FIELDS} fields."
        raise Refusal(MALFORMED_QUERY, detail=detail) from None
    return MultiDict(pairs)


def _query_among(given: MultiDict[str, str]) -> str:
    """Return the query among parameters; refuses other data, updates, and any number of queries but one."""
    _refuse_other_data(given)
    queries = given.getlist("query")
    if "update" in given:
        message = "the parameter 'update' asks for a change, and the knowledge base is read-only here."
        raise Refusal(MALFORMED_QUERY, [Problem(message, hint="Send `query`.")])
    if len(queries) != 1:
        found = f"the parameter 'query' is given {len(queries)} times." if queries else "there is no parameter 'query'."
        hint = "Give it once: in the address, or in the form of a POST."
        raise Refusal(MALFORMED_QUERY, [Problem(found, hint=hint)])
    return queries[0]


def _refuse_other_data(given: MultiDict[str, str]) -> None:
    hint = "Leave it out: ontology and facts are one graph, which every query reads."
    problems = [
        Problem(f"the parameter {quoted(name)} would read other data, and is refused.", hint=hint)
        for name in _OTHER_DATA
        if any(given.getlist(name))
    ]
    if problems:
        raise Refusal(MALFORMED_QUERY, problems)


def _found(api: Api, text: str) -> Response:
    try:
        form = form_of(text)
        offered = _offered([each for each in RESULT_FORMATS if form in each.queries])
        media_type = wanted_type(tuple(offered), f"{form} is answered")
        answer = api.queries.answer(text)
    except QueryRefused as error:
        raise Refusal(REFUSED_QUERY, error.problems) from None
    except QueryError as error:
        raise Refusal(MALFORMED_QUERY, error.problems) from None
    except KnowledgeError as error:
        raise Refusal(UNAVAILABLE, error.problems) from None
    if answer is None:
        detail = "other queries are being answered; ask again in a few seconds."
        raise Refusal(UNAVAILABLE, detail=detail, headers={"Retry-After": f"{api.queries.limits.seconds:.0f}"})
    return Response(offered[media_type].write(answer), headers=dict(BY_FORM), content_type=content_type(media_type))


def _offered(formats: list[ResultFormat]) -> dict[str, ResultFormat]:
    """Return the formats by their media types, and behind all of these by what else clients call them."""
    offered = {each.media_type: each for each in formats}
    also = {name: offered[usual] for name, usual in _ALSO_CALLED.items() if usual in offered}
    return {**offered, **also}
