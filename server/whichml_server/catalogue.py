"""Read access to the knowledge base: lists of each kind of thing, and every thing in full."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from flask import Response, request
from pydantic import BaseModel, ConfigDict

from whichml.export import term_views, views
from whichml.knowledge.base import Knowledge
from whichml.model.errors import KnowledgeError, Problem, did_you_mean, quoted
from whichml_server.api import Api
from whichml_server.problems import UNKNOWN_ID, WRONG_FILTER, Refusal

ALGORITHM_FILTERS = ("task", "family", "modality")
RULE_FILTERS = ("pack",)
Shown = TypeVar("Shown", bound=BaseModel)


class Listing(BaseModel):
    """A list under the name of what it lists."""

    model_config = ConfigDict(frozen=True)


class Algorithms(Listing):
    """Algorithms by id."""

    algorithms: tuple[views.AlgorithmEntry, ...]


class Rules(Listing):
    """Rules in the order in which they take effect."""

    rules: tuple[views.RuleEntry, ...]


class Qualities(Listing):
    """Qualities by id."""

    qualities: tuple[views.QualityEntry, ...]


class Patterns(Listing):
    """Patterns by id."""

    patterns: tuple[views.PatternEntry, ...]


class Decisions(Listing):
    """Architecture decisions by id."""

    decisions: tuple[views.DecisionEntry, ...]


class Sources(Listing):
    """Cited works by id."""

    sources: tuple[views.SourceEntry, ...]


class Families(Listing):
    """Families of algorithms by id."""

    families: tuple[term_views.FamilyEntry, ...]


class Components(Listing):
    """Components of a system by id."""

    components: tuple[term_views.ComponentEntry, ...]


class Tasks(Listing):
    """Tasks by id."""

    tasks: tuple[term_views.TermEntry, ...]


class Modalities(Listing):
    """Modalities by id."""

    modalities: tuple[term_views.TermEntry, ...]


def list_algorithms(api: Api) -> Response:
    """Return the algorithms that pass the filters of the query."""
    return as_json(Algorithms(algorithms=_filtered(views.list_algorithms, api, ALGORITHM_FILTERS)))


def get_algorithm(api: Api, identity: str) -> Response:
    """Return one algorithm with its claims."""
    return _shown(views.view_algorithm, api, identity)


def list_rules(api: Api) -> Response:
    """Return the rules that pass the filter of the query."""
    return as_json(Rules(rules=_filtered(views.list_rules, api, RULE_FILTERS)))


def get_rule(api: Api, identity: str) -> Response:
    """Return one rule."""
    return _shown(views.view_rule, api, identity)


def list_qualities(api: Api) -> Response:
    """Return all qualities."""
    return as_json(Qualities(qualities=views.list_qualities(api.knowledge)))


def get_quality(api: Api, identity: str) -> Response:
    """Return one quality."""
    return _shown(views.view_quality, api, identity)


def list_patterns(api: Api) -> Response:
    """Return all patterns."""
    return as_json(Patterns(patterns=views.list_patterns(api.knowledge)))


def get_pattern(api: Api, identity: str) -> Response:
    """Return one pattern."""
    return _shown(views.view_pattern, api, identity)


def list_decisions(api: Api) -> Response:
    """Return all architecture decisions."""
    return as_json(Decisions(decisions=views.list_decisions(api.knowledge)))


def get_decision(api: Api, identity: str) -> Response:
    """Return one architecture decision."""
    return _shown(views.view_decision, api, identity)


def list_sources(api: Api) -> Response:
    """Return all cited works."""
    return as_json(Sources(sources=views.list_sources(api.knowledge)))


def get_source(api: Api, identity: str) -> Response:
    """Return one cited work."""
    return _shown(views.view_source, api, identity)


def list_families(api: Api) -> Response:
    """Return all families of algorithms."""
    return as_json(Families(families=term_views.list_families(api.knowledge)))


def get_family(api: Api, identity: str) -> Response:
    """Return one family with its algorithms and claims."""
    return _shown(term_views.view_family, api, identity)


def list_components(api: Api) -> Response:
    """Return all components."""
    return as_json(Components(components=term_views.list_components(api.knowledge)))


def get_component(api: Api, identity: str) -> Response:
    """Return one component."""
    return _shown(term_views.view_component, api, identity)


def list_tasks(api: Api) -> Response:
    """Return all tasks."""
    return as_json(Tasks(tasks=term_views.list_tasks(api.knowledge)))


def get_task(api: Api, identity: str) -> Response:
    """Return one task with the algorithms that solve it."""
    return _shown(term_views.view_task, api, identity)


def list_modalities(api: Api) -> Response:
    """Return all modalities."""
    return as_json(Modalities(modalities=term_views.list_modalities(api.knowledge)))


def get_modality(api: Api, identity: str) -> Response:
    """Return one modality with the algorithms that accept it."""
    return _shown(term_views.view_modality, api, identity)


def as_json(shown: BaseModel) -> Response:
    """Return a value as a JSON response."""
    return Response(shown.model_dump_json(by_alias=True), content_type="application/json")


def _shown(view: Callable[[Knowledge, str], Shown], api: Api, identity: str) -> Response:
    try:
        return as_json(view(api.knowledge, identity))
    except KnowledgeError as error:
        raise Refusal(UNKNOWN_ID, error.problems) from None


def _filtered(find: Callable[..., tuple[Shown, ...]], api: Api, known: Sequence[str]) -> tuple[Shown, ...]:
    """Return what passes the filters of the query; refuses unknown parameters and unknown values together."""
    problems = list(_wrong_parameters(known))
    filters = {name: request.args[name] for name in known if name in request.args}
    found: tuple[Shown, ...] = ()
    try:
        found = find(api.knowledge, **filters)
    except KnowledgeError as error:
        problems.extend(error.problems)
    if problems:
        raise Refusal(WRONG_FILTER, problems)
    return found


def _wrong_parameters(known: Sequence[str]) -> Iterator[Problem]:
    for name, given in request.args.lists():
        if name not in known:
            hint = did_you_mean(name, known) or f"Known here: {', '.join(known)}."
            yield Problem(f"unknown parameter {quoted(name)}.", hint=hint)
        elif len(given) > 1:
            yield Problem(f"the parameter {quoted(name)} is given {len(given)} times.", hint="Give it once.")
