"""When nothing is left: the least that a brief would have to give up, so that an algorithm comes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from whichml.advise.justification import JustificationBuilder
from whichml.advise.screening import Screening
from whichml.knowledge.base import Knowledge
from whichml.model.format.brief_fields import REQUIRED_FIELDS
from whichml.model.statements.recommendation import Relaxation

GivenUp = frozenset[str]
Ways = frozenset[GivenUp]
"""Smallest sets of what a brief says, each of which is enough: fields, and requirements by their keys."""

MOST = 6
"""A brief that gives up more than this describes another project."""


def smallest_relaxations(
    knowledge: Knowledge, screening: Screening, texts: Mapping[str, str], graph: JustificationBuilder
) -> tuple[Relaxation, ...]:
    """Return the smallest sets of the brief's facts and requirements without which an algorithm would be left.

    It is asked for where an answer names nobody. An algorithm comes back when each of its exclusions loses something
    that it stands on. What solves the task itself comes before what does so as something else.

    Parameters
    ----------
    texts : each requirement in words, by its key
    """
    barred = {
        algorithm: [_ways_out(grounds, graph) for grounds in screening.barriers[algorithm]]
        for algorithm in sorted(screening.barriers)
        if knowledge.algorithms[algorithm].facts.role == "candidate" and algorithm not in screening.too_inaccurate
    }
    found = {
        given_up: sorted(readmitted, key=lambda each: (_is_by_detour(each, screening), each))
        for given_up, readmitted in _readmitted_by(barred).items()
    }
    return tuple(
        Relaxation(
            relax=tuple(texts.get(cause, cause) for cause in sorted(given_up)),
            readmits=tuple(found[given_up]),
            because=tuple(
                node
                for algorithm in found[given_up]
                for reason in screening.exclusions[algorithm].reasons
                for node in reason.because
            ),
        )
        for given_up in sorted(found, key=lambda each: (_is_by_detour(found[each][0], screening), sorted(each)))
    )


def _is_by_detour(algorithm: str, screening: Screening) -> bool:
    """Return whether an algorithm solves the task or reads the data only as something else."""
    applicability = screening.applicability.get(algorithm)
    return applicability is not None and bool(applicability.reductions)


def _readmitted_by(barred: Mapping[str, Sequence[Ways]]) -> dict[GivenUp, list[str]]:
    """Return the sets of the least size that bring an algorithm back, each with all that it brings back."""
    for size in range(1, MOST + 1):
        found: dict[GivenUp, list[str]] = {}
        for algorithm, barriers in barred.items():
            for given_up in _through(barriers, frozenset(), size, set()):
                found.setdefault(given_up, []).append(algorithm)
        if found:
            return found
    return {}


def _through(barriers: Sequence[Ways], given_up: GivenUp, most: int, seen: set[GivenUp]) -> Iterator[GivenUp]:
    """Yield the sets of at most so many members that lift every barrier, each once."""
    if given_up in seen or len(given_up) > most:
        return
    seen.add(given_up)
    barrier = next((ways for ways in barriers if not any(way <= given_up for way in ways)), None)
    if barrier is None:
        yield given_up
        return
    for way in barrier:
        yield from _through(barriers, given_up | way, most, seen)


def _ways_out(identity: str, graph: JustificationBuilder) -> Ways:
    """Return the smallest sets of what the brief says, without any one of which the node would not stand."""
    node = graph.node(identity)
    if node.kind == "brief":
        return frozenset() if node.about in REQUIRED_FIELDS else frozenset({frozenset({node.about})})
    below = [_ways_out(premise, graph) for premise in node.because]
    if graph.stands_on_any(identity):
        return _smallest(_through(below, frozenset(), MOST, set()))
    return _smallest(way for ways in below for way in ways)


def _smallest(ways: Iterable[GivenUp]) -> Ways:
    """Return the sets that hold no other one of them."""
    kept: list[GivenUp] = []
    for way in sorted(ways, key=len):
        if not any(other <= way for other in kept):
            kept.append(way)
    return frozenset(kept)
