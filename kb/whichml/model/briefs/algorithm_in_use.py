"""The algorithm that is in use today, under any of its names, as the id by which a knowledge base knows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias

from whichml.model.briefs.brief_checks import KnownNames
from whichml.model.briefs.recognised_application import application_in_words
from whichml.model.format.brief_fields import BriefFields, Project
from whichml.model.format.requirement import Finding
from whichml.model.words.algorithm_names import spelled_alike

Telling: TypeAlias = Callable[[BriefFields], tuple[Mapping[str, Project], list[Finding]]]
"""From a brief to the group that changes, and what tells so."""


def told_by_names(names: KnownNames) -> tuple[Telling, ...]:
    """Return what tells fields of a brief in the names of a knowledge base, to be asked in this order."""
    return partial(algorithm_in_use, names=names), partial(application_in_words, applications=names.applications())


def algorithm_in_use(brief: BriefFields, names: KnownNames) -> tuple[Mapping[str, Project], list[Finding]]:
    """Return the group that changes where what is in use is named otherwise than by its id, and what tells so.

    Nothing changes where it is an id already, or where no or several algorithms have that name.
    """
    given = brief.project.existing_algorithm
    if names.algorithms is None or given is None or given in names.algorithms:
        return {}, []
    found = names.called().get(spelled_alike(given), ())
    if len(found) != 1:
        return {}, []
    path = ("project", "existing_algorithm")
    named = Finding(path, f"`project.existing_algorithm: {given}` is read as `{found[0]}`.")
    return {"project": brief.project.model_copy(update={"existing_algorithm": found[0]})}, [named]
