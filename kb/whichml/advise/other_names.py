"""One thing has one name: boosting through lagged regression is told as boosted trees on lags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from whichml.advise.applicability import AS_IT_IS
from whichml.advise.ranking import SAME_PLACE, RankedAlternative, ScoredAlternative
from whichml.advise.screening import Screening
from whichml.knowledge.base import Knowledge


def other_names(knowledge: Knowledge, task: str, candidates: Iterable[str], screening: Screening) -> dict[str, str]:
    """Return, for each candidate that is another one under another name, that other, which needs no reduction."""
    used = {name: screening.applicability.get(name, AS_IT_IS) for name in candidates}
    ways = {name: {reduction.facts.id for reduction in each.reductions} for name, each in used.items()}
    made = {name: {reduction.facts.id for reduction in each.ways} for name, each in used.items()}
    found: dict[str, str] = {}
    for known in knowledge.algorithms.values():
        is_usable_itself = known.id in ways and not ways[known.id] and task in known.facts.solves
        for each in known.facts.same_as if is_usable_itself else ():
            for name, reductions in ways.items():
                is_so = each.reduction in made[name] if each.reduction is not None else not reductions
                if name != known.id and is_so and not set(knowledge.algorithms[name].lineage).isdisjoint(each.of):
                    found[name] = known.id
    return found


def under_one_name(
    all_scored: Sequence[ScoredAlternative], names: Mapping[str, str]
) -> tuple[list[ScoredAlternative], dict[str, tuple[str, ...]]]:
    """Return the candidates, each thing under one name, and the other names that do as well as that.

    A thing has the best place among its names that are at most 0.08 apart; names that do worse than its own are left
    out. Where the thing itself is out, each of its names stands for itself.

    Parameters
    ----------
    all_scored : best first
    names : for each other name what it is
    """
    by_id = {scored.algorithm: scored for scored in all_scored}
    told: dict[str, list[str]] = {}
    places: dict[str, None] = {}
    for scored in all_scored:
        own = by_id.get(names.get(scored.algorithm, ""))
        if own is None:
            places[scored.algorithm] = None
        elif scored.mean >= own.mean:
            told.setdefault(own.algorithm, []).append(scored.algorithm)
            if scored.mean - own.mean <= SAME_PLACE:
                places[own.algorithm] = None
    return [by_id[name] for name in places], {own: tuple(others) for own, others in told.items()}


def with_other_names(
    alternatives: Sequence[RankedAlternative], told: Mapping[str, tuple[str, ...]]
) -> tuple[RankedAlternative, ...]:
    """Return the ranks with the other names of each algorithm among its equivalents."""
    return tuple(
        replace(each, equivalents=tuple(dict.fromkeys((*each.equivalents, *told.get(each.scored.algorithm, ())))))
        for each in alternatives
    )
