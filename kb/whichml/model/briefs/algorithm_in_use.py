"""The algorithms that a brief names, under any of their names, as the ids by which a knowledge base knows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias

from whichml.model.briefs.known_names import KnownNames
from whichml.model.briefs.recognised_application import application_in_words
from whichml.model.format.brief_algorithms import ALGORITHM_LISTS, PROPOSED
from whichml.model.format.brief_fields import BriefFields, Project
from whichml.model.format.requirement import Finding
from whichml.model.values.vocabulary import AlgorithmId
from whichml.model.words.algorithm_names import spelled_alike, without_its_kind
from whichml.model.words.spoken_words import words_called

Telling: TypeAlias = Callable[[BriefFields], tuple[Mapping[str, Project], list[Finding]]]
"""From a brief to the group that changes, and what tells so."""


def told_by_names(names: KnownNames) -> tuple[Telling, ...]:
    """Return what tells fields of a brief in the names of a knowledge base, to be asked in this order."""
    return (
        partial(algorithm_in_use, names=names),
        *(partial(algorithms_named, names=names, path=path) for path in ALGORITHM_LISTS),
        partial(application_in_words, applications=names.applications()),
    )


def algorithm_in_use(brief: BriefFields, names: KnownNames) -> tuple[Mapping[str, Project], list[Finding]]:
    """Return the group that changes where what is in use is named otherwise than by its id, and what tells so.

    Nothing changes where it is an id already, or where no or several algorithms have that name.
    """
    given = brief.project.existing_algorithm
    found = _called(given, names) if given is not None else given
    if given is None or found is None or found == given:
        return {}, []
    named = Finding(("project", "existing_algorithm"), f"`project.existing_algorithm: {given}` is read as `{found}`.")
    return {"project": brief.project.model_copy(update={"existing_algorithm": found})}, [named]


def algorithms_named(brief: BriefFields, names: KnownNames, path: str) -> tuple[Mapping[str, Project], list[Finding]]:
    """Return the group that changes where a list of algorithms names some otherwise than by ids, and what tells so.

    Ids are put in order, each once, so that briefs that say the same are the same; where a name is none, all stay where
    they were written, for that name to be told with its place.

    Parameters
    ----------
    path : the field, one of `ALGORITHM_LISTS`
    """
    group, field = path.split(".")
    given: tuple[AlgorithmId, ...] = getattr(brief.project, field) or ()
    called = _called_or_of_kind if path == PROPOSED else _called
    known = [called(each, names) for each in given]
    found = tuple(each if name is None else name for each, name in zip(given, known, strict=True))
    told = [
        Finding((group, field, place), f"`{path}: {each}` is read as `{found[place]}`.")
        for place, each in enumerate(given)
        if each != found[place]
    ]
    if None not in known:
        found = tuple(sorted(set(found)))
    return ({group: brief.project.model_copy(update={field: found})} if found != given else {}), told


def _called_or_of_kind(given: AlgorithmId, names: KnownNames) -> AlgorithmId | None:
    """Return the id of an algorithm, or of the one kind of algorithms, that has a name."""
    found = _called(given, names)
    kinds = words_called("project.ruled_out", given) if found is None else ()
    return AlgorithmId(kinds[0]) if len(kinds) == 1 else found


def _called(given: AlgorithmId, names: KnownNames) -> AlgorithmId | None:
    """Return the id of the one algorithm that has a name, an id as it is; None where no or several have it."""
    if names.algorithms is None:
        return None
    if given in names.algorithms:
        return given
    spelled, called = spelled_alike(given), names.called()
    found = called.get(spelled) or called.get(without_its_kind(spelled), ())
    return found[0] if len(found) == 1 else None
