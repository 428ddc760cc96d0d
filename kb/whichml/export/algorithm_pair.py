"""What an answer, or the steps towards it, tell of two algorithms that are to be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from whichml.advise.assessment import Assessment
from whichml.advise.order_changes import is_before
from whichml.model.statements.practice_told import PracticeTold
from whichml.model.statements.recommendation import RatedQuality, Recommendation, SourceRecord

Sides = tuple[str, str]


@dataclass(frozen=True, slots=True)
class AlgorithmPair:
    """What is known of two algorithms in an answer, each in the order in which they are named.

    Attributes
    ----------
    answer : with what the levels rest on in its justification
    ahead : the one that goes before the other, None where neither does
    rated : how each stands in every criterion, as far as that is known
    records : works that may be cited, beside those of the answer
    """

    answer: Recommendation
    ahead: str | None
    rated: tuple[Mapping[str, RatedQuality], ...]
    practice: tuple[PracticeTold | None, ...]
    records: Mapping[str, SourceRecord]

    @classmethod
    def by_steps(cls, answer: Recommendation, steps: Assessment, algorithms: Sides) -> Self:
        """Return what the steps towards the answer tell, also of what is out."""
        rated = tuple({each.quality: each for each in steps.rated(name)} for name in algorithms)
        practice = tuple(steps.practice_of(name) for name in algorithms)
        nodes = steps.graph.graph()  # with the levels of what is out, which the answer has no use for
        known = {node.id for node in nodes.nodes}
        rest = tuple(node for node in answer.justification.nodes if node.id not in known)
        justification = nodes.model_copy(update={"nodes": (*nodes.nodes, *rest)})
        enriched = answer.model_copy(update={"justification": justification})
        return cls(enriched, which_is_ahead(steps, algorithms), rated, practice, steps.source_records)

    @classmethod
    def by_answer(cls, answer: Recommendation, algorithms: Sides) -> Self:
        """Return what the answer itself tells: levels and practice of those that have a place of their own."""
        field = (*answer.candidates, *answer.outclassed)
        own = {candidate.algorithm: candidate for candidate in field}
        places = {name: each.rank for each in field for name in (each.algorithm, *each.equivalents)}
        last = len(places) + 1
        one, other = (places.get(name, last) for name in algorithms)
        ahead = None if one == other else algorithms[0] if one < other else algorithms[1]
        found = [own.get(name) for name in algorithms]
        rated = tuple({each.quality: each for each in candidate.qualities} if candidate else {} for candidate in found)
        return cls(answer, ahead, rated, tuple(each.practice if each else None for each in found), {})


def which_is_ahead(assessment: Assessment, algorithms: Sides) -> str | None:
    """Return which of two algorithms goes before the other; None where neither does."""
    one, other = algorithms
    return one if is_before(assessment, one, other) else other if is_before(assessment, other, one) else None
