"""How an algorithm stands that shares the place of another one, of which an answer tells the place alone.

What it is worth by itself is rated anew from the same brief, so that nobody reads the other one's levels as its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from whichml.advise.assessment import Assessment
from whichml.model.statements.justification import Justification
from whichml.model.statements.recommendation import Candidate, Recommendation, SourceRecord


@dataclass(frozen=True, slots=True)
class OwnStanding:
    """An algorithm beside the one whose place it shares, and what its ratings rest on.

    Attributes
    ----------
    candidate : the one that heads the place, with the name, the qualities and the practice of the algorithm
    justification, sources : of the answer, with what the algorithm adds to them
    """

    candidate: Candidate
    justification: Justification
    sources: Mapping[str, SourceRecord]


def own_standing(answer: Recommendation, steps: Assessment, algorithm: str, head: Candidate) -> OwnStanding | None:
    """Return how an algorithm stands by itself; None where the steps lead to another answer than the given one.

    Parameters
    ----------
    steps : towards an answer to the same brief, maybe by other knowledge or without its measurements
    head : the candidate whose place the algorithm shares
    """
    if not any(_stand_alike(head, each) for group in steps.ranked for each in group):
        return None
    own = {"algorithm": algorithm, "name": steps.knowledge.algorithms[algorithm].facts.name}
    rated, practice = steps.rated(algorithm), steps.practice_of(algorithm)
    told = {node.id for node in answer.justification.nodes}
    more = tuple(node for node in steps.graph.graph().nodes if node.id not in told)
    return OwnStanding(
        head.model_copy(update={**own, "qualities": rated, "practice": practice}),
        answer.justification.model_copy(update={"nodes": (*answer.justification.nodes, *more)}),
        {**steps.source_records, **answer.sources},
    )


def _stand_alike(one: Candidate, other: Candidate) -> bool:
    return (one.algorithm, one.utility, one.equivalents) == (other.algorithm, other.utility, other.equivalents)
