"""What the knowledge base states of one thing, as plain values that JSON can hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from pydantic import BaseModel

from whichml.export import term_views
from whichml.export.views import view_algorithm, view_decision, view_pattern, view_quality, view_rule, view_source
from whichml.knowledge.base import Knowledge
from whichml.model.errors import WhichmlError, did_you_mean, quoted

Record = Mapping[str, object]
Kind = Literal[
    "algorithm", "family", "quality", "pattern", "decision", "component", "rule", "source", "task", "modality",
    "option", "pack", "claim", "measured", "reduction", "mitigation",
]  # fmt: skip


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
        "task": tuple(knowledge.tasks),
        "modality": tuple(knowledge.modalities),
        "option": term_views.option_ids(knowledge),
        "pack": tuple(pack.id for pack in knowledge.packs),
        "claim": tuple(knowledge.claims),
        "measured": tuple(knowledge.measured),
        "reduction": tuple(knowledge.reductions),
        "mitigation": tuple(knowledge.mitigations),
    }


def record_of(knowledge: Knowledge, kind: Kind, identity: str) -> Record:
    """Return everything that is stated of one thing, its kind as `record`; an error where the kind has no such id."""
    views: dict[Kind, Callable[[Knowledge, str], BaseModel]] = {
        "algorithm": view_algorithm,
        "family": term_views.view_family,
        "quality": view_quality,
        "pattern": view_pattern,
        "decision": view_decision,
        "component": term_views.view_component,
        "rule": view_rule,
        "source": view_source,
        "task": term_views.view_task,
        "modality": term_views.view_modality,
        "option": term_views.view_option,
        "pack": term_views.view_pack,
        "claim": term_views.view_claim,
        "measured": lambda knowledge, identity: knowledge.measured[identity],
        "reduction": term_views.view_reduction,
        "mitigation": term_views.view_mitigation,
    }
    return {"record": kind, **_plain(views[kind](knowledge, identity))}


def _plain(stated: BaseModel) -> Record:
    return stated.model_dump(mode="json", by_alias=True)
