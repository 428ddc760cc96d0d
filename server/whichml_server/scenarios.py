"""The shipped scenarios, to begin from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from flask import Response
from pydantic import BaseModel, ConfigDict

from whichml.knowledge.content import Content
from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import Problem, did_you_mean, quoted
from whichml_server.api import Api
from whichml_server.catalogue import as_json
from whichml_server.links import link
from whichml_server.problems import UNKNOWN_ID, Refusal


class Scenario(NamedTuple):
    """A brief that ships with whichml, under the name of its file."""

    name: str
    title: str
    brief: Brief


class ScenarioEntry(BaseModel):
    """A scenario in a list."""

    model_config = ConfigDict(frozen=True)

    id: str
    title: str
    task: str


class ScenarioView(ScenarioEntry):
    """A scenario with its brief, which can be posted to `/v1/recommendations` as it is."""

    brief: Mapping[str, Any]


class Scenarios(BaseModel):
    """The shipped scenarios by id."""

    model_config = ConfigDict(frozen=True)

    scenarios: tuple[ScenarioEntry, ...]


@lru_cache(maxsize=1)
def shipped_scenarios() -> Mapping[str, Scenario]:
    """Return the scenarios by their names, in the order of these."""
    found = {name: Brief.load(path) for name, path in Content.shipped().scenarios.items()}
    return MappingProxyType({name: Scenario(name, brief.title or name, brief) for name, brief in found.items()})


def list_scenarios(api: Api) -> Response:
    """Return the scenarios that ship with whichml."""
    entries = (
        ScenarioEntry(id=each.name, title=each.title, task=each.brief.task) for each in shipped_scenarios().values()
    )
    return as_json(Scenarios(scenarios=tuple(entries)))


def get_scenario(api: Api, identity: str) -> Response:
    """Return one scenario with its brief."""
    found = shipped_scenarios().get(identity)
    if found is None:
        hint = did_you_mean(identity, shipped_scenarios()) or f"Known here: {', '.join(shipped_scenarios())}."
        raise Refusal(UNKNOWN_ID, [Problem(f"unknown scenario {quoted(identity)}.", hint=hint)])
    shown = ScenarioView(id=identity, title=found.title, task=found.brief.task, brief=found.brief.normalised())
    return as_json(shown, link("/v1/scenarios", "collection"))
