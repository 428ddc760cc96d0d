"""How the accuracy of an algorithm compared with that of others, as values that every face prints as the same JSON."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import Final

from pydantic import BaseModel, ConfigDict

from whichml.advise.strength_evidence import StrengthEvidence
from whichml.knowledge.base import Knowledge
from whichml.knowledge.strengths import Strength, StrengthGroup, Term
from whichml.model.statements.facts import Citation, Confidence

_SLOPES: Final[dict[Term, tuple[str, str]]] = {
    "rows": ("gains with rows", "loses with rows"),
    "features": ("gains with features", "loses with features"),
    "classes": ("gains with classes", "loses with classes"),
    "regression": (
        "does better at regression than at classification",
        "does worse at regression than at classification",
    ),
}

_TAIL: Final = 1.645  # the 95 % point of the normal distribution


class Compared(BaseModel):
    """What one study tells: on how many data sets an algorithm was compared, and which share of its pairs it won."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    study: str
    data_sets: int
    wins: float


class StrengthView(BaseModel):
    """How often an algorithm beats the reference of a group of tasks and modalities.

    `chance` holds at the middle of the sizes that were measured, for classification where a group has both; `low` and
    `high` are its 90 % interval. `slopes` say in words where it does better or worse than there, as far as that is not
    so of everybody. `studies` and `sources` follow one another.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    group: str
    name: str
    reference: str
    chance: float
    low: float
    high: float
    confidence: Confidence
    data_sets: int
    slopes: tuple[str, ...]
    studies: tuple[Compared, ...]
    sources: tuple[Citation, ...]


def strengths_of(knowledge: Knowledge, algorithm: str) -> tuple[StrengthView, ...]:
    """Return how an algorithm compared in every group that has it, in the order of the groups."""
    return tuple(
        _view(group, group.by_algorithm[algorithm])
        for group in (knowledge.strengths.groups if knowledge.strengths is not None else ())
        if algorithm in group.by_algorithm
    )


def _view(group: StrengthGroup, strength: Strength) -> StrengthView:
    sizes: dict[str, float] = {name: 10**axis.centre for name, axis in group.axes.items()}
    figure = StrengthEvidence(
        group, strength.algorithm, strength, group.odds(strength, *group.design(sizes, is_regression=False)), (), ()
    )
    low, middle, high = (round(chance, 4) for chance in figure.chances)
    return StrengthView(
        group=group.id,
        name=group.name,
        reference=group.reference,
        chance=middle,
        low=low,
        high=high,
        confidence=figure.confidence,
        data_sets=strength.n_sets,
        slopes=tuple(_slopes(group, strength)),
        studies=tuple(Compared(study=b.study, data_sets=b.sets, wins=b.wins) for b in strength.backing),
        sources=figure.citations,
    )


def _slopes(group: StrengthGroup, strength: Strength) -> Iterator[str]:
    """Yield the slopes of an algorithm that differ from everybody's by more than chance, at 90 %.

    Where no two studies agree on a slope it is the mean one, which is thus the most frequent.
    """
    for place, term in enumerate(group.terms):
        ((everybodys, times),) = Counter(each.coefficients[place] for each in group.strengths).most_common(1)
        if term == "one" or times < 2:
            continue
        beyond = strength.coefficients[place] - everybodys
        usual = next(each for each in group.strengths if each.coefficients[place] == everybodys)
        doubt = usual if strength.algorithm == group.reference else strength
        if abs(beyond) > _TAIL * math.sqrt(doubt.covariance[place][place]):
            yield _SLOPES[term][beyond < 0]
