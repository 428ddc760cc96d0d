"""Queries in SPARQL over HTTP: results as JSON, CSV or Turtle, within the limits that everybody has."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from flask import Response, request

from whichml.export.query_results import to_csv, to_results_json, to_turtle
from whichml.knowledge.query import Answer
from whichml.knowledge.query_text import MOST_CHARACTERS, Form, form_of
from whichml.model.errors import KnowledgeError, Problem, QueryError, QueryRefused, quoted
from whichml_server.api import Api
from whichml_server.bodies import body_of, refuse_compressed
from whichml_server.problems import (
    MALFORMED_QUERY,
    NOT_ACCEPTABLE,
    REFUSED_QUERY,
    UNAVAILABLE,
    UNSUPPORTED,
    Refusal,
)

QUERY_TYPE: Final = "application/sparql-query"
RESULTS: Final[dict[str, Any]] = {"type": "object"}
_JSON, _CSV, _TURTLE = "application/sparql-results+json", "text/csv", "text/turtle"
RESULT_TYPES: Final = (_JSON, _CSV, _TURTLE)
_TYPES_OF: Final[dict[Form, tuple[str, ...]]] = {
    "SELECT": (_JSON, _CSV),
    "ASK": (_JSON,),
    "CONSTRUCT": (_TURTLE,),
    "DESCRIBE": (_TURTLE,),
}
_WRITERS: Final = MappingProxyType({_JSON: to_results_json, _CSV: to_csv, _TURTLE: to_turtle})
_QUERY_BYTES: Final = 4 * MOST_CHARACTERS
_BY_FORM: Final = MappingProxyType({"Vary": "Accept"})


def get_query(api: Api) -> Response:
    """Return what the query in the address finds."""
    problems = [
        Problem(f"the parameter {quoted(name)} is not taken here.", hint="Give `query` alone.")
        for name in request.args
        if name != "query"
    ]
    given = request.args.getlist("query")
    if len(given) != 1:
        problems.append(Problem(f"the parameter 'query' is given {len(given)} times.", hint="Give it once."))
    if problems:
        raise Refusal(MALFORMED_QUERY, problems)
    return _found(api, given[0])


def post_query(api: Api) -> Response:
    """Return what the query in the body finds."""
    refuse_compressed(request)
    if request.mimetype != QUERY_TYPE:
        named = f"the media type {quoted(request.mimetype)} is" if request.mimetype else "a body without type is"
        raise Refusal(
            UNSUPPORTED, detail=f"{named} not read here; send a query as {QUERY_TYPE}.", headers={"Accept": QUERY_TYPE}
        )
    if request.args:
        raise Refusal(MALFORMED_QUERY, detail="parameters are not taken here; the query is the body.")
    try:
        text = body_of(request, _QUERY_BYTES, "query").decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(MALFORMED_QUERY, detail="the body is not UTF-8 text.") from None
    return _found(api, text)


def _found(api: Api, text: str) -> Response:
    try:
        media_type = _wanted_type(form_of(text))
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
    return _written(answer, media_type)


def _wanted_type(form: Form) -> str:
    offered = _TYPES_OF[form]
    if not request.accept_mimetypes:
        return offered[0]
    wanted = request.accept_mimetypes.best_match(offered)
    if wanted is None:
        detail = f"{form} is answered as {' or '.join(offered)}."
        raise Refusal(NOT_ACCEPTABLE, detail=detail, headers=_BY_FORM)
    return wanted


def _written(answer: Answer, media_type: str) -> Response:
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    return Response(_WRITERS[media_type](answer), headers=dict(_BY_FORM), content_type=f"{media_type}{charset}")
