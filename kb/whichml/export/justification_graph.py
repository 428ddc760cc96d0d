"""The justification graph walked downward: what a statement of the answer rests on, to facts, claims and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cached_property
from typing import Final

from pydantic import BaseModel

from whichml.model.format.brief_fields import REQUIRED_FIELDS
from whichml.model.statements.facts import Citation
from whichml.model.statements.justification import Node, NodeKind
from whichml.model.statements.recommendation import Recommendation


class JustificationGraph:
    """The nodes of one answer by id, and more beside them; the ways down. Ids without a node are passed over."""

    def __init__(self, answer: Recommendation, more: Iterable[Node] = ()) -> None:
        self._answer = answer
        self._nodes = {node.id: node for node in (*more, *answer.justification.nodes)}

    def nodes(self, identities: Iterable[str]) -> tuple[Node, ...]:
        """Return the nodes of these ids that the graph has, in their order."""
        return tuple(self._nodes[identity] for identity in identities if identity in self._nodes)

    def below(self, identities: Iterable[str]) -> tuple[Node, ...]:
        """Return every node that these rest on, themselves included, each once and depth first."""
        found: dict[str, Node] = {}
        waiting = list(reversed(list(identities)))
        while waiting:
            identity = waiting.pop()
            node = self._nodes.get(identity)
            if node is not None and identity not in found:
                found[identity] = node
                waiting.extend(reversed(node.because))
        return tuple(found.values())

    def nearest(self, identities: Iterable[str], kinds: frozenset[NodeKind]) -> tuple[Node, ...]:
        """Return the first nodes of these kinds on every way down, each once."""
        found: dict[str, Node] = {}
        seen: set[str] = set()
        waiting = list(reversed(list(identities)))
        while waiting:
            identity = waiting.pop()
            node = self._nodes.get(identity)
            if node is None or identity in seen:
                continue
            seen.add(identity)
            if node.kind in kinds:
                found[identity] = node
            else:
                waiting.extend(reversed(node.because))
        return tuple(found.values())

    def backing(self, identities: Iterable[str]) -> tuple[Node, ...]:
        """Return the nearest rules and claims below these, and after them what was measured."""
        tops = tuple(identities)
        evidence = self.nearest(tops, frozenset({"evidence"}))
        return (*self.nearest(tops, BACKING), *(node for node in evidence if not _is_description(node)))

    def citations(self, identities: Iterable[str]) -> tuple[Citation, ...]:
        """Return what the nearest rules, claims and evidence below these cite, each place once."""
        cited = self.nearest(identities, _CITING)
        return tuple(dict.fromkeys(citation for node in cited for citation in node.sources))

    @property
    def counting_rules(self) -> tuple[str, ...]:
        """Return the ids of the rules that the answer stands on, without those that wait for an open question."""
        return tuple(node.about for node in self._counting if node.kind == "rule")

    @property
    def counting_claims(self) -> tuple[str, ...]:
        """Return the ids of the claims that the answer stands on, in the order in which it comes to them."""
        return tuple(node.about for node in self._counting if node.kind == "claim")

    @cached_property
    def _counting(self) -> tuple[Node, ...]:
        """Return the rules and claims that the answer stands on; it takes a walk over all of it, and is made once."""
        tops = (name for part in _PARTS for name in _named_by(getattr(self._answer, part)))
        return tuple(node for node in self.below(tops) if node.kind in BACKING)

    def facts(self, identities: Iterable[str]) -> tuple[Node, ...]:
        """Return the statements of the brief that these rest on."""
        return tuple(node for node in self.below(identities) if node.kind == "brief")

    def fields_of_project(self, identities: Iterable[str]) -> frozenset[str]:
        """Return the fields of the brief that these rest on, without those that every brief states."""
        return frozenset(node.about for node in self.facts(identities)).difference(REQUIRED_FIELDS)


_PARTS: Final = tuple(
    name
    for name in Recommendation.model_fields
    if name not in ("brief", "knowledge", "justification", "sources", "open_questions", "not_decided")
)
"""What an answer says of this project as it is told."""


def _named_by(part: object) -> Iterator[str]:
    """Yield the ids of nodes that a part of an answer names, and those within it."""
    if isinstance(part, tuple):
        for each in part:
            yield from _named_by(each)
    elif isinstance(part, str):
        yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _named_by(getattr(part, name))
    elif is_dataclass(part):
        for field in fields(part):
            yield from _named_by(getattr(part, field.name))


_CITING: frozenset[NodeKind] = frozenset({"rule", "claim", "evidence"})
BACKING: frozenset[NodeKind] = frozenset({"rule", "claim"})
REASONING: frozenset[NodeKind] = frozenset({"rule", "claim", "evidence", "brief"})


def _is_description(node: Node) -> bool:
    """Return whether evidence says what an algorithm solves and reads, and nothing of its qualities."""
    return node.id.count(":") == 1
