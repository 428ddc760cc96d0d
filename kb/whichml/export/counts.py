"""How much the knowledge base holds, how sure it is, and what it does not know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, get_args

from whichml.knowledge.base import Knowledge
from whichml.knowledge.strengths import Backing
from whichml.model.statements.facts import Confidence

_COMPARED: Final = "accuracy"


def knowledge_counts(knowledge: Knowledge) -> Mapping[str, int]:
    """Return how much the knowledge base holds.

    `cells` are pairs of algorithm and quality with any claim, `cells_that_apply` all pairs but those that a claim says
    make no sense, `unknown_cells` those of them without claim and measured strength. `studies` and what follows stand
    behind the strengths; of the data sets of a study those count that one algorithm was compared on.
    """
    claims = knowledge.claims.values()
    confidences = get_args(Confidence)
    return {
        "algorithms": len(knowledge.algorithms),
        "families": len(knowledge.families),
        "qualities": len(knowledge.qualities),
        "claims": len(claims),
        **{_of_confidence(level): sum(claim.confidence == level for claim in claims) for level in confidences},
        "cells": len(knowledge.cells),
        **_unknown(knowledge),
        "claims_with_source": sum(bool(claim.sources) for claim in claims),
        **_compared(knowledge),
        "patterns": len(knowledge.patterns),
        "decisions": len(knowledge.decisions),
        "components": len(knowledge.components),
        "reductions": len(knowledge.reductions),
        "mitigations": len(knowledge.mitigations),
        "applications": len(knowledge.applications),
        "circumstances": len(knowledge.circumstances),
        "rules": len(knowledge.rules),
        "packs": len(knowledge.packs),
        "sources": len(knowledge.sources),
    }


def shares_of(counts: Mapping[str, int]) -> Mapping[str, float]:
    """Return which share of the claims each confidence has, and which share of the cells that apply is unknown."""
    named = {_of_confidence(level): "claims" for level in get_args(Confidence)} | {"unknown_cells": "cells_that_apply"}
    return {name: round(counts[name] / max(1, counts[whole]), 4) for name, whole in named.items()}


def _of_confidence(level: str) -> str:
    return f"claims_of_{level}_confidence"


def _unknown(knowledge: Knowledge) -> Mapping[str, int]:
    senseless = {cell for cell, claims in knowledge.cells.items() if not any(claim.applicable for claim in claims)}
    compared = {(name, _COMPARED) for name in _algorithms_compared(knowledge)}
    every = {(name, quality) for name in knowledge.algorithms for quality in knowledge.qualities}
    return {
        "cells_that_apply": len(every - senseless),
        "unknown_cells": len(every - set(knowledge.cells) - compared),
    }


def _compared(knowledge: Knowledge) -> Mapping[str, int]:
    sets: dict[tuple[str, str], int] = {}
    studies: dict[str, Backing] = {}
    for group in knowledge.strengths.groups if knowledge.strengths is not None else ():
        for backing in (each for strength in group.strengths for each in strength.backing):
            studies[backing.study] = backing
            place = group.id, backing.study
            sets[place] = max(sets.get(place, 0), backing.sets)
    return {
        "studies": len(studies),
        "studies_of_others": sum(knowledge.sources[b.source].access != "measured" for b in studies.values()),
        "compared_data_sets": sum(sets.values()),
        "algorithms_with_strengths": len(_algorithms_compared(knowledge)),
    }


def _algorithms_compared(knowledge: Knowledge) -> frozenset[str]:
    groups = knowledge.strengths.groups if knowledge.strengths is not None else ()
    return frozenset(strength.algorithm for group in groups for strength in group.strengths)
