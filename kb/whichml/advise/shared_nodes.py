"""Nodes of justifications that depend on the knowledge and their premises alone, made once for all answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from whichml.advise.ratings import Rating
from whichml.advise.strength_evidence import StrengthEvidence
from whichml.knowledge.entities import Algorithm
from whichml.model.statements.conditions import FactValue
from whichml.model.statements.facts import Citation
from whichml.model.statements.justification import Node

MOST_SHARED = 20_000
"""How many nodes are kept for further answers; most come back within a few, and a service runs for months."""


@dataclass(frozen=True, slots=True)
class StandingRating:
    """A rating that holds in every brief, with its nodes by their ids."""

    rating: Rating
    identity: str
    nodes: Mapping[str, Node]


@dataclass(frozen=True, slots=True)
class SharedNodes:
    """Nodes that depend on the knowledge and their premises alone, made once for all answers.

    Attributes
    ----------
    by_premises : a node with the same id, premises and what else it depends on, such as the kind of data, is the same
    standing : the ratings that hold in every brief, by algorithm, quality and kind of data, on which citations depend
    """

    by_premises: dict[tuple[str, tuple[str, ...], FactValue], Node] = field(default_factory=dict)
    standing: dict[tuple[str, str, FactValue], StandingRating] = field(default_factory=dict)
    _about: dict[str, Node] = field(default_factory=dict)
    _citations: dict[tuple[str, str], tuple[Citation, ...]] = field(default_factory=dict)

    def citations_of(self, figure: StrengthEvidence) -> tuple[Citation, ...]:
        """Return the places that a strength stands on, which are the same in every regime."""
        strength = figure.group.id, figure.algorithm
        if strength not in self._citations:
            self._citations[strength] = figure.citations
        return self._citations[strength]

    def forget_many(self) -> None:
        """Forget what was made for former answers where it has become too much."""
        if len(self.by_premises) > MOST_SHARED:
            self.by_premises.clear()

    def about(self, algorithm: Algorithm) -> Node:
        """Return the node that says what an algorithm solves and reads, with the sources of that."""
        facts = algorithm.facts
        if facts.id not in self._about:
            reads = ", ".join(f"{modality} ({reading})" for modality, reading in sorted(facts.accepts.items()))
            text = f"{facts.name} solves {', '.join(facts.solves)}; it reads {reads or 'no data'}"
            self._about[facts.id] = Node(
                id=f"evidence:{facts.id}", kind="evidence", text=text, sources=facts.sources, where=algorithm.where
            )
        return self._about[facts.id]
