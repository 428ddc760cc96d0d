"""What speaks for a candidate, what against it, and which algorithms are out although they would suit the task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from whichml.advise.constraints import CONTROL_PERIOD
from whichml.export.justification_graph import REASONING, JustificationGraph
from whichml.export.naming import modalities_of_brief
from whichml.knowledge.base import Knowledge
from whichml.knowledge.entities import Algorithm
from whichml.model.statements.recommendation import Candidate, Exclusion, Priority, RatedQuality, Recommendation
from whichml.model.statements.stated_requirement import StatedRequirement

_GOOD, _BAD = 0.625, 0.375
"""Goodness from which a quality speaks for a candidate, and up to which it speaks against: a step above and below
the middle of the scale, less the half of a span that reaches into it."""
NEITHER = 0.5
"""Goodness at which established practice speaks neither for nor against a candidate."""
USUAL = 0.6
"""The goodness in practice from which an algorithm is a usual choice."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """The prioritised qualities of one candidate, the weightiest first in each group.

    Attributes
    ----------
    good : those that speak for it; of bounds, those that are met
    middling : those that speak neither way
    bad : those that speak against it; of bounds, also those that are missed
    unknown : those of which nothing is claimed here
    """

    good: tuple[RatedQuality, ...]
    middling: tuple[RatedQuality, ...]
    bad: tuple[RatedQuality, ...]
    unknown: tuple[RatedQuality, ...]


def arguments_of(candidate: Candidate) -> Arguments:
    """Return a candidate's qualities as arguments."""
    ordered = sorted(candidate.qualities, key=lambda rated: (-rated.weight, rated.quality))
    known = [rated for rated in ordered if not is_unknown(rated)]
    good = tuple(rated for rated in known if goodness(rated) >= _GOOD and rated.verdict in ("", "met"))
    bad = tuple(rated for rated in known if goodness(rated) <= _BAD or rated.verdict == "missed")
    return Arguments(
        good=good,
        middling=tuple(rated for rated in known if rated not in (*good, *bad)),
        bad=bad,
        unknown=tuple(rated for rated in ordered if is_unknown(rated)),
    )


def told_once(group: Sequence[RatedQuality]) -> tuple[RatedQuality, ...]:
    """Return ratings in their order, a quality that counts and is bounded too by its bound alone, with both weights."""
    bounds = {_rated_as(each): each for each in reversed(group) if each.requirement}
    plain = {_rated_as(each): each for each in group if not each.requirement and _rated_as(each) in bounds}
    told: dict[tuple[str, str, str], RatedQuality] = {}
    for each in group:
        bound, other = bounds.get(_rated_as(each), each), plain.get(_rated_as(each))
        if other is None or each not in (bound, other):
            told[*_rated_as(each), each.requirement] = each
            continue
        because = tuple(dict.fromkeys((*bound.because, *other.because)))
        both = replace(bound, weight=round(bound.weight + other.weight, 4), because=because)
        told.setdefault((*_rated_as(each), bound.requirement), both)
    return tuple(told.values())


def quality_of(rated: RatedQuality) -> str:
    """Return which quality a criterion is of: behind its name a bound stands."""
    return rated.quality.partition(" ")[0]


def _rated_as(rated: RatedQuality) -> tuple[str, str]:
    return quality_of(rated), rated.level


def is_unknown(rated: RatedQuality) -> bool:
    """Return whether nothing is claimed of the quality here."""
    return rated.level in ("unknown", "not-applicable")


def goodness(rated: RatedQuality) -> float:
    """Return the middle of a rated quality's span, 0 (worst) to 1 (best)."""
    return (rated.low + rated.high) / 2


def percent(share: float) -> str:
    """Return a share in whole per cent, `under 1 %` where it would round to nothing."""
    return f"{share:.0%}".replace("%", " %") if share >= 0.005 or share == 0 else "under 1 %"


@dataclass(frozen=True, slots=True)
class ExcludedAlgorithms:
    """What is out: `suitable` solve the task and read the data all the same, `unsuitable` do not."""

    suitable: tuple[Exclusion, ...]
    unsuitable: tuple[Exclusion, ...]


def excluded_of(answer: Recommendation, knowledge: Knowledge) -> ExcludedAlgorithms:
    """Return the excluded algorithms in two groups, each in the answer's order."""
    suitable = [e for e in answer.excluded if _suits(knowledge.algorithms.get(e.algorithm), answer.brief)]
    names = {exclusion.algorithm for exclusion in suitable}
    return ExcludedAlgorithms(tuple(suitable), tuple(e for e in answer.excluded if e.algorithm not in names))


def _suits(algorithm: Algorithm | None, brief: Mapping[str, object]) -> bool:
    """Return whether an algorithm solves the brief's task and reads its data; one that is not known might."""
    if algorithm is None:
        return True
    facts = algorithm.facts
    reads = not facts.accepts or any(modality in facts.accepts for modality in modalities_of_brief(brief))
    return brief.get("task") in facts.solves and reads


def why_it_counts(priority: Priority, graph: JustificationGraph) -> str:
    """Return who asked for a priority: the brief's own order, else its rules, facts or sources in words."""
    if priority.tier == "stated":
        return "the brief ranks it"
    return "; ".join(node.text for node in graph.nearest(priority.because, REASONING))


def near_ties(answer: Recommendation) -> tuple[Candidate, ...]:
    """Return the candidates behind the leader that are too near to it to be told apart."""
    return tuple(candidate for candidate in answer.candidates[1:] if candidate.near_tie)


def requirements_of(answer: Recommendation) -> tuple[StatedRequirement, ...]:
    """Return the requirements of the brief, with how soon its actions are due and without what the device can hold."""
    return tuple(each for each in answer.requirements if not each.from_device or each.id == CONTROL_PERIOD)


def facts_in_words(brief: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Return the fields of a normalised brief with their values in words, without its title, notes and requirements."""
    said: list[tuple[str, str]] = []
    for name, value in brief.items():
        if name in ("brief", "id", "title", "notes", "requirements", "priorities"):
            continue
        if isinstance(value, Mapping):
            said.extend((f"{name}.{inner}", _in_words(given)) for inner, given in value.items())
        else:
            said.append((name, _in_words(value)))
    return tuple(said)


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return ", ".join(_in_words(each) for each in value)
    return str(value)
