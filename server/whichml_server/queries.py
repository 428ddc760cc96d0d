"""Queries in SPARQL over HTTP: results as JSON, CSV or Turtle, within the limits that everybody has."""

from __future__ import annotations

from typing import Any, Final

from flask import Response, request

from whichml.export.formats import RESULT_FORMATS
from whichml.knowledge.query_text import MOST_CHARACTERS, form_of
from whichml.model.errors import KnowledgeError, Problem, QueryError, QueryRefused, quoted
from whichml_server.api import Api
from whichml_server.bodies import body_of, refuse_compressed
from whichml_server.negotiation import BY_FORM, content_type, wanted_type
from whichml_server.operations import BodyForm
from whichml_server.parameters import Parameter
from whichml_server.problems import MALFORMED_QUERY, REFUSED_QUERY, UNAVAILABLE, UNSUPPORTED, Refusal

QUERY_TYPE: Final = "application/sparql-query"
QUERY: Final = Parameter(
    "query", "The query in SPARQL.", required=True, example="SELECT ?id { ?task a wml:Task ; wml:id ?id } ORDER BY ?id"
)
BODIES: Final[dict[str, BodyForm]] = {QUERY_TYPE: {"type": "string"}}
RESULTS: Final[dict[str, Any]] = {"type": "object"}
RESULT_TYPES: Final = tuple(each.media_type for each in RESULT_FORMATS)
_QUERY_BYTES: Final = 4 * MOST_CHARACTERS


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
        form = form_of(text)
        offered = {each.media_type: each for each in RESULT_FORMATS if form in each.queries}
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
