"""The baseline of an answer by the name that stands in a sentence."""

from __future__ import annotations

from typing import Final, NamedTuple

from whichml.export.naming import Naming
from whichml.knowledge.base import Knowledge
from whichml.model.recommendation import Recommendation


class Baseline(NamedTuple):
    """An algorithm to keep, by name, and what for."""

    algorithm: str
    name: str
    why: str


def baseline_beside(answer: Recommendation, knowledge: Knowledge) -> Baseline | None:
    """Return what to keep beside the leader; None where the answer names nothing."""
    advised = answer.baseline
    if advised is None:
        return None
    return Baseline(advised.algorithm, _lower(Naming(knowledge).algorithm(advised.algorithm)), advised.why)


def _lower(name: str) -> str:
    """Return a name for the middle of a sentence; abbreviations and proper names keep their capitals."""
    return name[:1].lower() + name[1:] if name[1:2].islower() and not name.startswith(_PROPER) else name


_PROPER: Final = (
    "Bayes",
    "Bernoulli",
    "Gauss",
    "Hoeffding",
    "Kaplan",
    "Elo",
    "Cox",
    "Croston",
    "Light",
    "Cat",
    "Bradley",
)
