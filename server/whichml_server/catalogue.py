"""Read access to the knowledge base: lists of each kind of resource that is served, and every thing in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from types import GenericAlias, MappingProxyType
from typing import Any

from flask import Response, request
from pydantic import BaseModel, ConfigDict, create_model

from whichml.export.kinds import Collection, Kind, View
from whichml.model.documents.errors import KnowledgeError, Problem
from whichml_server.api import Api
from whichml_server.links import link
from whichml_server.operations import Operation
from whichml_server.parameters import SLUG, Parameter, wrong_parameters
from whichml_server.problems import NOT_ACCEPTABLE, UNKNOWN_ID, WRONG_FILTER, Refusal


class Listing(BaseModel):
    """A list under the name of what it lists."""

    model_config = ConfigDict(frozen=True)


def operations(kinds: Iterable[Kind]) -> Iterator[Operation]:
    """Yield the routes of every kind that is served: its list, and one thing in full."""
    for kind in kinds:
        if (served := kind.collection) is None:
            continue
        path, filters = f"/v1/{served.plural}", tuple(served.filters)
        by = f" by {' and '.join(', '.join(filters).rsplit(', ', 1))}" if filters else ""
        listing, of_one = _listing(served), f"get{kind.name.capitalize()}"
        yield Operation(
            path, f"list{served.plural.capitalize()}", f"List {served.words}{by}",
            partial(_list, kind, served, listing), listing,
            parameters=tuple(_as_parameter(served, name) for name in filters),
            is_open=bool(filters), refusals=(NOT_ACCEPTABLE, WRONG_FILTER), of_one=of_one,
        )  # fmt: skip
        yield Operation(
            f"{path}/{{id}}", of_one, f"Get {served.whole}", partial(_show, kind), kind.form,
            variables=(_identity(kind),), refusals=(UNKNOWN_ID, NOT_ACCEPTABLE, WRONG_FILTER),
        )  # fmt: skip


def _as_parameter(served: Collection, name: str) -> Parameter:
    return Parameter(name, f"Only {served.words} of this {name}.", known=served.filters[name].known)


def _identity(kind: Kind) -> Parameter:
    schema = MappingProxyType({"type": "string", "pattern": f"^{SLUG}$"})
    return Parameter("id", f"Id of the {kind.name}.", schema, known=kind.things)


def _listing(served: Collection) -> type[Listing]:
    about = served.about or f"{served.words.capitalize()} by id."
    fields: dict[str, Any] = {served.plural: (GenericAlias(tuple, (served.entry, ...)), ...)}
    return create_model(served.plural.capitalize(), __base__=Listing, __doc__=about, **fields)


def _list(kind: Kind, served: Collection, listing: type[Listing], api: Api) -> Response:
    entries = _filtered(kind, api, tuple(served.filters)) if served.filters else kind.entries(api.knowledge, {})
    return as_json(listing(**{served.plural: entries}))


def _show(kind: Kind, api: Api, identity: str) -> Response:
    try:
        shown = kind.view(api.knowledge, identity)
    except KnowledgeError as error:
        raise Refusal(UNKNOWN_ID, error.problems) from None
    return as_json(shown, *([link(f"/v1/{kind.collection.plural}", "collection")] if kind.collection else []))


def as_json(shown: BaseModel, *links: str) -> Response:
    """Return a value as a JSON response, with links as `link` writes them."""
    response = Response(shown.model_dump_json(by_alias=True), content_type="application/json")
    response.headers.extend([("Link", each) for each in links])
    return response


def _filtered(kind: Kind, api: Api, known: Sequence[str]) -> tuple[View, ...]:
    """Return what passes the filters of the query; refuses unknown parameters and unknown values together."""
    problems = list(wrong_parameters(request, [Parameter(name, "") for name in known]))
    found: tuple[View, ...] = ()
    try:
        found = kind.entries(api.knowledge, {name: request.args[name] for name in known if name in request.args})
    except KnowledgeError as error:
        problems.extend(_with_what_is_known(each, kind, api) for each in error.problems)
    if problems:
        raise Refusal(WRONG_FILTER, problems)
    return found


def _with_what_is_known(problem: Problem, kind: Kind, api: Api) -> Problem:
    """Return a problem of a filter with all that the filter takes, where it has no better hint."""
    filters = kind.collection.filters if kind.collection else {}
    name = next((name for name in filters if problem.message.startswith(f"unknown {name} ")), None)
    if name is None or problem.hint is not None:
        return problem
    return replace(problem, hint=f"Known here: {', '.join(filters[name].known(api.knowledge))}.")
