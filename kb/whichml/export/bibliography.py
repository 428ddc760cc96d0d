"""The cited works with how far each was read, how much cites it, and what stands on works that nobody read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from pydantic import BaseModel, ConfigDict

from whichml.knowledge.base import Knowledge
from whichml.model.statements.facts import Citation, Source

UNREAD = ("recalled", "summary")
"""How far a work was read that counts as not read: stated from memory, or known through somebody else's words."""


class CitedSource(BaseModel):
    """A work with how much cites it.

    Attributes
    ----------
    claims, rules, applications, circumstances : ids of what cites it
    claims_alone, rules_alone : those of them that cite nothing but works that nobody read; empty for a work that was
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    source: Source
    claims: tuple[str, ...]
    rules: tuple[str, ...]
    claims_alone: tuple[str, ...] = ()
    rules_alone: tuple[str, ...] = ()
    applications: tuple[str, ...] = ()
    circumstances: tuple[str, ...] = ()


def cited_sources(knowledge: Knowledge) -> tuple[CitedSource, ...]:
    """Return every work by id."""
    unread = {identity for identity, source in knowledge.sources.items() if source.access in UNREAD}
    claims = {claim.id: _refs(claim.sources) for claim in knowledge.claims.values()}
    rules = {rule.id: _refs(rule.sources) for rule in knowledge.rules}
    applications = _citing({name: _refs(each.facts.citations) for name, each in knowledge.applications.items()})
    circumstances = _citing({name: _refs(each.facts.sources) for name, each in knowledge.circumstances.items()})
    by_work = [_citing(stated) for stated in (claims, rules)]
    alone = [_citing({name: refs for name, refs in stated.items() if refs <= unread}) for stated in (claims, rules)]
    return tuple(
        CitedSource(
            source=source,
            claims=by_work[0].get(identity, ()),
            rules=by_work[1].get(identity, ()),
            claims_alone=alone[0].get(identity, ()),
            rules_alone=alone[1].get(identity, ()),
            applications=applications.get(identity, ()),
            circumstances=circumstances.get(identity, ()),
        )
        for identity, source in sorted(knowledge.sources.items())
    )


def debts(works: Iterable[CitedSource]) -> tuple[CitedSource, ...]:
    """Return the works that nobody read, those first on which most stands alone."""
    unread = [work for work in works if work.source.access in UNREAD]
    return tuple(sorted(unread, key=lambda work: (-len(work.claims_alone) - len(work.rules_alone), work.source.id)))


def _refs(citations: Iterable[Citation]) -> frozenset[str]:
    return frozenset(citation.ref for citation in citations)


def _citing(stated: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name in sorted(stated):
        for ref in stated[name]:
            found.setdefault(ref, []).append(name)
    return {ref: tuple(names) for ref, names in found.items()}
