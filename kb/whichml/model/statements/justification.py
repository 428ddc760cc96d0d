"""The justification of an answer: the graph from what it says back to the brief's facts, claims, rules and sources."""

from dataclasses import dataclass
from typing import Literal

from whichml.model.statements.answer_part import AnswerPart
from whichml.model.statements.facts import Citation

NodeKind = Literal[
    "brief", "derived", "claim", "evidence", "rule", "exclusion", "rating", "priority", "ranking", "decision", "advice"
]


@dataclass(frozen=True, slots=True)
class Node:
    """One step of the justification; `because` names the nodes that it stands on.

    Every chain of `because` ends in `brief` nodes (what the project said) and in nodes with `sources`.
    """

    id: str
    kind: NodeKind
    text: str
    because: tuple[str, ...] = ()
    sources: tuple[Citation, ...] = ()
    where: str = ""

    @property
    def about(self) -> str:
        """Return what it is about: its id without its kind, such as a field of the brief, a claim or a rule."""
        return self.id.partition(":")[2]


class Justification(AnswerPart):
    """The graph from the answer back to the brief's facts, the claims, the rules and their sources."""

    nodes: tuple[Node, ...] = ()

    def node(self, identity: str) -> Node:
        """Return the node of that id; KeyError where the graph has none."""
        for node in self.nodes:
            if node.id == identity:
                return node
        raise KeyError(identity)
