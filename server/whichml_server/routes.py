"""The table of all routes. The app and its description are both made from it."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote

from flask import Response

from whichml import Recommendation, __version__
from whichml.export.brief_comparison import BriefComparison
from whichml.export.comparison import AlgorithmComparison
from whichml.export.explanation import Explanation
from whichml.export.formats import ANSWER_FORMATS
from whichml.export.resources import KINDS
from whichml.model.briefs.brief_schema import brief_json_schema
from whichml_server import (
    about,
    answers,
    blank_briefs,
    briefs,
    catalogue,
    comparisons,
    explanations,
    health,
    listing,
    queries,
    scenarios,
)
from whichml_server.api import Api
from whichml_server.bodies import in_forms
from whichml_server.documentation import documentation_page
from whichml_server.links import reachable
from whichml_server.openapi import openapi_document
from whichml_server.operations import Operation
from whichml_server.pages import PAGES, PageRoute
from whichml_server.parameters import SLUG, Parameter
from whichml_server.problems import (
    MALFORMED_BODY,
    MALFORMED_BRIEF,
    MALFORMED_QUERY,
    NOT_ACCEPTABLE,
    NOTHING_DIFFERS,
    OUTDATED,
    REFUSED_QUERY,
    TOO_LARGE,
    UNAVAILABLE,
    UNKNOWN_ID,
    UNSUPPORTED,
    WRONG_BODY,
    WRONG_BRIEF,
    WRONG_CHANGE,
    WRONG_FILTER,
)
from whichml_server.sending import PAGE_TYPES, send
from whichml_server.settings import settings_in_use

_ANSWER_FORMS: Final = " or as ".join(("JSON", *(each.label for each in ANSWER_FORMATS)))


def get_brief_schema(api: Api) -> Response:
    """Return the JSON Schema of a brief."""
    return Response(_brief_schema(), content_type="application/schema+json")


def get_openapi(api: Api) -> Response:
    """Return the description of this API."""
    tag = _tag("openapi", api)
    return send(api, tag, "application/json", lambda: json.dumps(_description(api)).encode())


def get_documentation(api: Api) -> Response:
    """Return the description of this API as a page."""
    tag = _tag("docs", api)
    return send(api, tag, "text/html", lambda: documentation_page(_description(api)).encode())


def _tag(form: str, api: Api) -> str:
    """Return what changes with a description: the knowledge, the prefix, and what takes a token."""
    chosen = settings_in_use()
    access = f"{'tokens' if chosen.tokens else 'open'}-{'open' if chosen.open_reading else 'tokens'}"
    return f"{form}-{explanations.stamp(api)}-{access}{quote(reachable('/'))}"


def _description(api: Api) -> dict[str, Any]:
    return openapi_document(OPERATIONS, __version__, api.knowledge, reachable("/"), settings_in_use())


def _get_entrance(api: Api) -> Response:
    """Return the lists, and the other addresses without variables, by their last part."""
    return about.get_entrance(api, {
        each.path.rpartition("/")[2].removesuffix(".json"): each.path
        for each in OPERATIONS
        if not each.variables and each.path.startswith("/v1/")
    })  # fmt: skip


@lru_cache(maxsize=1)
def _brief_schema() -> bytes:
    return json.dumps(brief_json_schema()).encode()


SCENARIO: Final = Parameter(
    "id",
    "Id of a scenario.",
    {"type": "string", "pattern": f"^{SLUG}$"},
    known=lambda _: scenarios.shipped_scenarios(),
    example="credit-card-fraud",
)
OPERATIONS: Final = (
    Operation(
        "/v1/recommendations", "recommend", "Recommend algorithms for a brief, and keep the answer",
        answers.post_recommendation, Recommendation, method="POST", media_types=answers.ANSWER_TYPES,
        parameters=(answers.INCLUDE, answers.FULL), bodies=in_forms("Brief"), status=201, cost=1,
        refusals=(MALFORMED_BRIEF, NOT_ACCEPTABLE, TOO_LARGE, UNSUPPORTED, WRONG_BRIEF, WRONG_FILTER, UNAVAILABLE),
    ),
    Operation(
        "/v1/recommendations", "listRecommendations", "List the kept answers, newest first, a page at a time",
        listing.list_recommendations, listing.ListedAnswers, parameters=listing.PARAMETERS, is_open=True,
        refusals=(NOT_ACCEPTABLE, WRONG_FILTER, UNAVAILABLE),
    ),
    Operation(
        "/v1/recommendations/{id}", "getRecommendation", f"Get a kept answer, as {_ANSWER_FORMS}",
        answers.get_recommendation, Recommendation, media_types=answers.ANSWER_TYPES,
        parameters=(answers.INCLUDE, answers.FULL), variables=(answers.IDENTITY,),
        refusals=(UNKNOWN_ID, NOT_ACCEPTABLE, WRONG_FILTER, UNAVAILABLE),
    ),
    Operation(
        "/v1/recommendations/{id}", "deleteRecommendation", "Delete a kept answer",
        answers.delete_recommendation, {}, method="DELETE", variables=(answers.IDENTITY,), media_types=(), status=204,
        cost=1,
        refusals=(UNKNOWN_ID, WRONG_FILTER, UNAVAILABLE),
    ),
    Operation(
        "/v1/recommendations/{id}/algorithms/{algorithm}", "explain",
        "Tell why an algorithm leads a kept answer, ranks lower or is out of it",
        explanations.get_explanation, Explanation, media_types=PAGE_TYPES,
        variables=(answers.IDENTITY, explanations.ALGORITHM),
        refusals=(UNKNOWN_ID, NOT_ACCEPTABLE, WRONG_FILTER, UNAVAILABLE),
    ),
    Operation(
        "/v1/recommendations/{id}/algorithms/{algorithm}/comparison/{other}", "compareAlgorithms",
        "Tell how two algorithms differ in a kept answer, and what would turn their order",
        explanations.get_algorithm_comparison, AlgorithmComparison, media_types=PAGE_TYPES, cost=10,
        variables=(answers.IDENTITY, explanations.ALGORITHM, explanations.OTHER),
        refusals=(UNKNOWN_ID, NOT_ACCEPTABLE, OUTDATED, NOTHING_DIFFERS, WRONG_FILTER, UNAVAILABLE),
    ),
    Operation(
        "/v1/recommendations/{id}/comparison/{other}", "compareAnswers",
        "Tell how two kept answers differ, and which fact makes the difference",
        comparisons.get_comparison, BriefComparison, media_types=PAGE_TYPES, cost=10,
        variables=(answers.IDENTITY, comparisons.OTHER_ANSWER),
        refusals=(UNKNOWN_ID, NOT_ACCEPTABLE, OUTDATED, NOTHING_DIFFERS, WRONG_FILTER, UNAVAILABLE),
    ),
    Operation(
        "/v1/recommendations/{id}/what-if", "askWhatIf",
        "Tell how a kept answer would differ if some facts were otherwise",
        comparisons.post_what_if, comparisons.WhatIf, method="POST", media_types=PAGE_TYPES, cost=5,
        variables=(answers.IDENTITY,), bodies=in_forms("Changes"),
        refusals=(UNKNOWN_ID, MALFORMED_BODY, NOT_ACCEPTABLE, OUTDATED, TOO_LARGE, UNSUPPORTED, WRONG_CHANGE,
                  NOTHING_DIFFERS, WRONG_FILTER, UNAVAILABLE),
    ),
    Operation(
        "/v1/recommendations/{id}/difference", "getDifference",
        "Tell what today's knowledge would answer otherwise to the brief of a kept answer",
        comparisons.get_difference, comparisons.KnowledgeDifference, variables=(answers.IDENTITY,), cost=1,
        refusals=(UNKNOWN_ID, NOT_ACCEPTABLE, OUTDATED, WRONG_FILTER, UNAVAILABLE),
    ),
    Operation(
        "/v1/measured-recommendations", "recommendMeasured",
        "Recommend algorithms for a brief on measurements of its project, and keep the answer",
        briefs.post_measured_recommendation, Recommendation, method="POST", media_types=answers.ANSWER_TYPES,
        parameters=(answers.INCLUDE, answers.FULL), bodies=in_forms("MeasuredBrief"), status=201, cost=1,
        refusals=(MALFORMED_BODY, NOT_ACCEPTABLE, TOO_LARGE, UNSUPPORTED, WRONG_BODY, WRONG_FILTER, UNAVAILABLE),
    ),
    Operation(
        "/v1/briefs/check", "checkBrief", "Tell what is read in a brief, and what is unknown and matters most",
        briefs.post_check, briefs.BriefReading, method="POST", media_types=PAGE_TYPES, cost=1,
        parameters=(briefs.LENIENT,), bodies=in_forms({**briefs.AS_WRITTEN}),
        refusals=(MALFORMED_BRIEF, NOT_ACCEPTABLE, TOO_LARGE, UNSUPPORTED, WRONG_BRIEF, WRONG_FILTER),
    ),
    Operation(
        "/v1/briefs/blank", "getBlankBrief", "Get a blank brief with every field that tells something of a task",
        blank_briefs.get_blank_brief, {"type": "object"}, media_types=(blank_briefs.MEDIA_TYPE,),
        parameters=(blank_briefs.TASK, blank_briefs.MODALITY), refusals=(WRONG_FILTER,),
    ),
    Operation(
        "/v1/scenarios", "listScenarios", "List the shipped scenarios",
        scenarios.list_scenarios, scenarios.Scenarios, refusals=(NOT_ACCEPTABLE, WRONG_FILTER),
        of_one="getScenario",
    ),
    Operation(
        "/v1/scenarios/{id}", "getScenario", "Get a scenario with its brief",
        scenarios.get_scenario, scenarios.ScenarioView, variables=(SCENARIO,),
        refusals=(UNKNOWN_ID, NOT_ACCEPTABLE, WRONG_FILTER),
    ),
    Operation(
        "/v1/knowledge", "getKnowledge", "Get which knowledge answers, and how much it holds",
        about.get_knowledge, about.KnowledgeVersion, refusals=(NOT_ACCEPTABLE, WRONG_FILTER),
    ),
    *catalogue.operations(KINDS),
    Operation(
        "/v1/sparql", "query", "Ask ontology and facts in SPARQL",
        queries.get_query, queries.RESULTS, media_types=queries.RESULT_TYPES, parameters=(queries.QUERY,), is_open=True,
        refusals=(MALFORMED_QUERY, NOT_ACCEPTABLE, REFUSED_QUERY, UNAVAILABLE), cost=1, lane="queries",
    ),
    Operation(
        "/v1/sparql", "postQuery", "Ask ontology and facts in SPARQL, with the query as body",
        queries.post_query, queries.RESULTS, method="POST", media_types=queries.RESULT_TYPES,
        bodies=queries.BODIES, is_open=True, cost=1, lane="queries",
        refusals=(MALFORMED_QUERY, NOT_ACCEPTABLE, TOO_LARGE, UNSUPPORTED, REFUSED_QUERY, UNAVAILABLE),
    ),
    Operation(
        "/v1", "getEntrance", "Get where everything is", _get_entrance, about.Entrance, refusals=(WRONG_FILTER,),
    ),
    Operation(
        "/v1/schema/brief.json", "getBriefSchema", "Get the JSON Schema of a brief",
        get_brief_schema, {"type": "object"}, media_types=("application/schema+json",), is_open=True,
    ),
    Operation(
        "/v1/openapi.json", "getOpenApi", "Get this description",
        get_openapi, {"type": "object"}, is_open=True,
    ),
    Operation(
        "/v1/docs", "getDocumentation", "Get this description as a page",
        get_documentation, {"type": "string"}, media_types=("text/html",), is_open=True,
    ),
    *health.OPERATIONS,
)  # fmt: skip
"""Every route of the API, in the order of its description."""
ROUTES: Final[tuple[Operation | PageRoute, ...]] = (*OPERATIONS, *PAGES)
"""Every route of the app, with those of its pages."""
