"""The baseline of an answer by the name that stands in a sentence."""

from __future__ import annotations

from typing import NamedTuple

from whichml.export.chains import chain_of
from whichml.export.naming import Naming
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import Recommendation
from whichml.model.words.names_in_sentences import in_sentence


class Baseline(NamedTuple):
    """An algorithm to keep, by its name or by what it is here, and what for."""

    algorithm: str
    name: str
    why: str


def baseline_beside(answer: Recommendation, knowledge: Knowledge) -> Baseline | None:
    """Return what to keep beside the leader; None where the answer names nothing."""
    advised = answer.baseline
    if advised is None:
        return None
    name = advised.form or in_sentence(Naming(knowledge).algorithm(advised.algorithm))
    return Baseline(advised.algorithm, name, advised.why)


def kept_beside(answer: Recommendation, knowledge: Knowledge) -> Baseline | None:
    """Return what to keep beside the leader, unless it has a place of its own in the solution that is advised."""
    baseline, chain = baseline_beside(answer, knowledge), chain_of(answer, knowledge)
    parts = {place.algorithm for place in chain.places} if chain is not None else set()
    return None if baseline is None or baseline.algorithm in parts else baseline
