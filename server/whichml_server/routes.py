"""The table of all routes. The app and its description are both made from it."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from flask import Response
from pydantic import BaseModel, ConfigDict

from whichml import Recommendation, __version__
from whichml.export import term_views, views
from whichml.knowledge.admission import Refusal
from whichml.model.brief_schema import brief_json_schema
from whichml.model.errors import quoted
from whichml.model.facts import ComponentFacts, DecisionFacts, PatternFacts, Source
from whichml.model.recommendation import PackStamp
from whichml_server import answers, catalogue, queries
from whichml_server.api import Api
from whichml_server.bodies import FORMS
from whichml_server.openapi import openapi_document
from whichml_server.operations import Operation
from whichml_server.problems import (
    MALFORMED_BRIEF,
    MALFORMED_QUERY,
    NOT_ACCEPTABLE,
    REFUSED_QUERY,
    TOO_LARGE,
    UNAVAILABLE,
    UNKNOWN_ID,
    UNSUPPORTED,
    WRONG_BRIEF,
    WRONG_FILTER,
)

# the folders of a path from the root of a machine; a web address has its slashes after a colon or a letter
_FOLDERS: Final = re.compile(r"(?<![\w.:/\\-])(?:[A-Za-z]:)?[/\\](?:[^\s/\\'\"]+[/\\])+")
_SLUG: Final = "[a-z0-9]+(?:-[a-z0-9]+)*"


class PackProblem(BaseModel):
    """One thing that is wrong with a rule pack; `where` is its file with line and column."""

    model_config = ConfigDict(frozen=True)

    code: str
    message: str
    where: str | None
    hint: str | None


class RefusedPack(BaseModel):
    """A rule pack that is not in use as it lies there; its former version may be."""

    model_config = ConfigDict(frozen=True)

    pack: str
    problems: tuple[PackProblem, ...]


class Health(BaseModel):
    """That the server answers, its version, the digest of its knowledge, and the rule packs in use and refused."""

    model_config = ConfigDict(frozen=True)

    status: Literal["ok"] = "ok"
    version: str
    knowledge: str
    packs: tuple[PackStamp, ...]
    refused: tuple[RefusedPack, ...]


def get_health(api: Api) -> Response:
    """Return that the server answers, and what it answers from."""
    packs = tuple(
        PackStamp(id=pack.id, version=pack.version, digest=pack.digest, shipped=pack.shipped)
        for pack in api.knowledge.packs
    )
    refused = tuple(_as_refused(refusal) for refusal in api.refused)
    shown = Health(version=api.knowledge.version, knowledge=api.knowledge.digest, packs=packs, refused=refused)
    return catalogue.as_json(shown)


def _as_refused(refusal: Refusal) -> RefusedPack:
    """Return a refusal in words for everybody: the folders of the server's machine are its own affair."""
    problems = tuple(
        PackProblem(
            code=problem.code,
            message=_without_folders(problem.message, refusal.path),
            where=str(problem.where) if problem.where else None,
            hint=_without_folders(problem.hint, refusal.path) if problem.hint else None,
        )
        for problem in refusal.problems
    )
    return RefusedPack(pack=_without_folders(refusal.pack, refusal.path), problems=problems)


def _without_folders(text: str, path: Path | None) -> str:
    """Return the text with the last part of each absolute path alone, and of the pack's own path."""
    if path is not None:
        name = path.name or "."
        text = name if text == str(path) else text.replace(quoted(str(path)), quoted(name))
    return _FOLDERS.sub("", text)


def get_brief_schema(api: Api) -> Response:
    """Return the JSON Schema of a brief."""
    return Response(_brief_schema(), content_type="application/schema+json")


def get_openapi(api: Api) -> Response:
    """Return the description of this API."""
    return Response(_openapi(), content_type="application/json")


@lru_cache(maxsize=1)
def _brief_schema() -> bytes:
    return json.dumps(brief_json_schema()).encode()


@lru_cache(maxsize=1)
def _openapi() -> bytes:
    return json.dumps(openapi_document(OPERATIONS, __version__)).encode()


OPERATIONS: Final = (
    Operation(
        "/v1/recommendations", "recommend", "Recommend algorithms for a brief, and keep the answer",
        answers.post_recommendation, Recommendation, method="POST", takes=tuple(FORMS), body="Brief", status=201,
        refusals=(MALFORMED_BRIEF, TOO_LARGE, UNSUPPORTED, WRONG_BRIEF),
    ),
    Operation(
        "/v1/recommendations/{id}", "getRecommendation", "Get a kept answer, as JSON or as Markdown",
        answers.get_recommendation, Recommendation, media_types=answers.ANSWER_TYPES,
        id_pattern=answers.ANSWER_ID, refusals=(UNKNOWN_ID, NOT_ACCEPTABLE),
    ),
    Operation(
        "/v1/algorithms", "listAlgorithms", "List algorithms by task, family and modality",
        catalogue.list_algorithms, catalogue.Algorithms, filters=catalogue.ALGORITHM_FILTERS, refusals=(WRONG_FILTER,),
    ),
    Operation(
        "/v1/algorithms/{id}", "getAlgorithm", "Get an algorithm with all that is claimed of it and its families",
        catalogue.get_algorithm, views.AlgorithmView, id_pattern=_SLUG, refusals=(UNKNOWN_ID,),
    ),
    Operation(
        "/v1/rules", "listRules", "List rules by pack",
        catalogue.list_rules, catalogue.Rules, filters=catalogue.RULE_FILTERS, refusals=(WRONG_FILTER,),
    ),
    Operation(
        "/v1/rules/{id}", "getRule", "Get a rule with its conditions, effect and sources",
        catalogue.get_rule, views.RuleView, id_pattern=_SLUG, refusals=(UNKNOWN_ID,),
    ),
    Operation(
        "/v1/qualities", "listQualities", "List qualities",
        catalogue.list_qualities, catalogue.Qualities,
    ),
    Operation(
        "/v1/qualities/{id}", "getQuality", "Get a quality and how it is measured",
        catalogue.get_quality, views.QualityView, id_pattern=_SLUG, refusals=(UNKNOWN_ID,),
    ),
    Operation(
        "/v1/patterns", "listPatterns", "List design patterns",
        catalogue.list_patterns, catalogue.Patterns,
    ),
    Operation(
        "/v1/patterns/{id}", "getPattern", "Get a design pattern",
        catalogue.get_pattern, PatternFacts, id_pattern=_SLUG, refusals=(UNKNOWN_ID,),
    ),
    Operation(
        "/v1/decisions", "listDecisions", "List architecture decisions",
        catalogue.list_decisions, catalogue.Decisions,
    ),
    Operation(
        "/v1/decisions/{id}", "getDecision", "Get an architecture decision with its options",
        catalogue.get_decision, DecisionFacts, id_pattern=_SLUG, refusals=(UNKNOWN_ID,),
    ),
    Operation(
        "/v1/sources", "listSources", "List cited works",
        catalogue.list_sources, catalogue.Sources,
    ),
    Operation(
        "/v1/sources/{id}", "getSource", "Get a cited work",
        catalogue.get_source, Source, id_pattern=_SLUG, refusals=(UNKNOWN_ID,),
    ),
    Operation(
        "/v1/families", "listFamilies", "List families of algorithms",
        catalogue.list_families, catalogue.Families,
    ),
    Operation(
        "/v1/families/{id}", "getFamily", "Get a family with its algorithms and claims",
        catalogue.get_family, term_views.FamilyView, id_pattern=_SLUG, refusals=(UNKNOWN_ID,),
    ),
    Operation(
        "/v1/tasks", "listTasks", "List tasks",
        catalogue.list_tasks, catalogue.Tasks,
    ),
    Operation(
        "/v1/tasks/{id}", "getTask", "Get a task with the algorithms that solve it",
        catalogue.get_task, term_views.TaskView, id_pattern=_SLUG, refusals=(UNKNOWN_ID,),
    ),
    Operation(
        "/v1/modalities", "listModalities", "List modalities",
        catalogue.list_modalities, catalogue.Modalities,
    ),
    Operation(
        "/v1/modalities/{id}", "getModality", "Get a modality with the algorithms that accept it",
        catalogue.get_modality, term_views.ModalityView, id_pattern=_SLUG, refusals=(UNKNOWN_ID,),
    ),
    Operation(
        "/v1/components", "listComponents", "List components of a system",
        catalogue.list_components, catalogue.Components,
    ),
    Operation(
        "/v1/components/{id}", "getComponent", "Get a component with what it is concerned with",
        catalogue.get_component, ComponentFacts, id_pattern=_SLUG, refusals=(UNKNOWN_ID,),
    ),
    Operation(
        "/v1/sparql", "query", "Ask ontology and facts in SPARQL",
        queries.get_query, queries.RESULTS, media_types=queries.RESULT_TYPES, filters=("query",), required=("query",),
        refusals=(MALFORMED_QUERY, NOT_ACCEPTABLE, REFUSED_QUERY, UNAVAILABLE),
    ),
    Operation(
        "/v1/sparql", "postQuery", "Ask ontology and facts in SPARQL, with the query as body",
        queries.post_query, queries.RESULTS, method="POST", media_types=queries.RESULT_TYPES,
        takes=(queries.QUERY_TYPE,), body={"type": "string"},
        refusals=(MALFORMED_QUERY, NOT_ACCEPTABLE, TOO_LARGE, UNSUPPORTED, REFUSED_QUERY, UNAVAILABLE),
    ),
    Operation(
        "/v1/schema/brief.json", "getBriefSchema", "Get the JSON Schema of a brief",
        get_brief_schema, {"type": "object"}, media_types=("application/schema+json",),
    ),
    Operation(
        "/v1/openapi.json", "getOpenApi", "Get this description",
        get_openapi, {"type": "object"},
    ),
    Operation(
        "/healthz", "getHealth", "See whether the server answers",
        get_health, Health,
    ),
)  # fmt: skip
"""Every route of the app, in the order of its description."""
