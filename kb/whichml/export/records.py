"""What the knowledge base states of one thing, as plain values that JSON can hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from pydantic import BaseModel

from whichml.export.views import view_algorithm, view_quality, view_rule
from whichml.knowledge.base import Claim, Family, Knowledge
from whichml.model.errors import WhichmlError, did_you_mean, quoted

Record = Mapping[str, object]
Kind = Literal["algorithm", "family", "quality", "pattern", "decision", "component", "rule", "source"]


def find(knowledge: Knowledge, thing: str) -> tuple[Kind, str]:
    """Return the kind and id of what a name stands for: an id, or `kind:id` where two kinds share one.

    Raises
    ------
    WhichmlError
        Where nothing is called so.
    """
    wanted, _, rest = thing.rpartition(":")
    kinds = ids_by_kind(knowledge)
    for kind, ids in kinds.items():
        if rest in ids and wanted in ("", kind):
            return kind, rest
    every = [identity for ids in kinds.values() for identity in ids]
    hint = did_you_mean(rest, every) or f"Name one of these by its id: {', '.join(kinds)}."
    raise WhichmlError.about(f"nothing in the knowledge base is called {quoted(thing)}.", hint=hint)


def ids_by_kind(knowledge: Knowledge) -> Mapping[Kind, Iterable[str]]:
    """Return the ids of everything that can be shown, by kind."""
    return {
        "algorithm": tuple(knowledge.algorithms),
        "family": tuple(knowledge.families),
        "quality": tuple(knowledge.qualities),
        "pattern": tuple(knowledge.patterns),
        "decision": tuple(knowledge.decisions),
        "component": tuple(knowledge.components),
        "rule": tuple(rule.id for rule in knowledge.rules),
        "source": tuple(knowledge.sources),
    }


def record_of(knowledge: Knowledge, kind: Kind, identity: str) -> Record:
    """Return everything that is stated of one thing, its kind as `record`; KeyError where the kind has no such id."""
    makers: dict[Kind, Callable[[], Record]] = {
        "algorithm": lambda: _algorithm(knowledge, identity),
        "family": lambda: _family(knowledge, knowledge.families[identity]),
        "quality": lambda: _plain(view_quality(knowledge, identity)),
        "pattern": lambda: _plain(knowledge.patterns[identity]),
        "decision": lambda: _plain(knowledge.decisions[identity]),
        "component": lambda: _plain(knowledge.components[identity]),
        "rule": lambda: _plain(view_rule(knowledge, identity)),
        "source": lambda: _plain(knowledge.sources[identity]),
    }
    return {"record": kind, **makers[kind]()}


def counts_of(knowledge: Knowledge) -> Mapping[str, int]:
    """Return how much the knowledge base holds; `cells` are pairs of algorithm and quality with any claim."""
    return {
        "algorithms": len(knowledge.algorithms),
        "families": len(knowledge.families),
        "qualities": len(knowledge.qualities),
        "claims": len(knowledge.claims),
        "cells": len(knowledge.cells),
        "claims_with_source": sum(bool(claim.sources) for claim in knowledge.claims.values()),
        "patterns": len(knowledge.patterns),
        "decisions": len(knowledge.decisions),
        "components": len(knowledge.components),
        "rules": len(knowledge.rules),
        "packs": len(knowledge.packs),
        "sources": len(knowledge.sources),
    }


def _algorithm(knowledge: Knowledge, identity: str) -> Record:
    cells = sorted(quality for owner, quality in knowledge.cells if owner == identity)
    claims = [claim for quality in cells for claim in knowledge.cells[identity, quality]]
    view = view_algorithm(knowledge, identity).model_dump(mode="json", by_alias=True)
    return {**view, "claims": [_claim(claim, identity, knowledge) for claim in claims]}


def _claim(claim: Claim, owner: str, knowledge: Knowledge) -> Record:
    """Return a claim as it bears on `owner`; the scope maps each field to its test in words."""
    return {
        "id": claim.id,
        "subject": claim.subject,
        "inherited": claim.subject != owner,
        "quality": claim.quality,
        "level": claim.level,
        "low": claim.low,
        "high": claim.high,
        "interval": list(claim.interval) if claim.interval else None,
        "unit": knowledge.qualities[claim.quality].unit,
        "scope": {c.field: c.text().removeprefix(c.field).strip() for c in claim.scope},
        "confidence": claim.confidence,
        "evidence": claim.evidence,
        "sources": [_plain(citation) for citation in claim.sources],
        "note": claim.note,
        "where": claim.where,
    }


def _family(knowledge: Knowledge, family: Family) -> Record:
    members = [a.id for a in knowledge.algorithms.values() if family.id in a.ancestors]
    inherited = [claim for subject in family.ancestors for claim in knowledge.claims_of.get(subject, ())]
    return {
        "id": family.id,
        "name": family.name,
        "definition": family.definition,
        "parents": list(family.parents),
        "ancestors": list(family.ancestors),
        "algorithms": sorted(members),
        "claims": [_claim(claim, family.id, knowledge) for claim in inherited],
    }


def _plain(stated: BaseModel) -> Record:
    return stated.model_dump(mode="json", by_alias=True)
