"""What the knowledge base states of one thing, as plain values that JSON can hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from whichml.export.kinds import Kind
from whichml.export.resources import KINDS
from whichml.knowledge.base import Knowledge
from whichml.model.documents.errors import WhichmlError, did_you_mean, quoted

Record = Mapping[str, object]


def find(knowledge: Knowledge, thing: str) -> tuple[Kind, str]:
    """Return the kind and id of what a name stands for: an id, or `kind:id` where two kinds share one.

    An option has the id of its decision before its own, which may be left out where one decision alone has it.

    Raises
    ------
    WhichmlError
        Where nothing is called so, or options of several decisions are.
    """
    wanted, _, rest = thing.rpartition(":")
    known = ids_by_kind(knowledge)
    for kind in KINDS:
        if rest in known[kind.name] and wanted in ("", kind.name):
            return kind, rest
    options = [full for full in known["option"] if full.rpartition(".")[2] == rest and wanted in ("", "option")]
    if len(options) == 1:
        return next(kind for kind in KINDS if kind.name == "option"), options[0]
    if options:
        message = f"{quoted(thing)} is an option of several decisions."
        raise WhichmlError.about(message, hint=f"Name one of {', '.join(sorted(options))}.")
    every = [identity for ids in known.values() for identity in ids]
    hint = did_you_mean(rest, every) or f"Name one of these by its id: {', '.join(known)}."
    raise WhichmlError.about(f"nothing in the knowledge base is called {quoted(thing)}.", hint=hint)


def ids_by_kind(knowledge: Knowledge) -> Mapping[str, Collection[str]]:
    """Return the ids of everything that can be shown, by the name of its kind."""
    return {kind.name: kind.things(knowledge).keys() for kind in KINDS}


def record_of(knowledge: Knowledge, kind: Kind, identity: str) -> Record:
    """Return everything that is stated of one thing, its kind as `record`; an error where the kind has no such id."""
    return {"record": kind.name, **kind.view(knowledge, identity).model_dump(mode="json", by_alias=True)}
