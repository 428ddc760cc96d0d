"""Where the brief's statements stand in its file, for people who have the file before them."""

from __future__ import annotations

from dataclasses import replace

from whichml.model.briefs.brief import Brief
from whichml.model.statements.justification import Justification, Node
from whichml.model.statements.recommendation import Recommendation


def with_places(answer: Recommendation, brief: Brief) -> Recommendation:
    """Return the answer with `file:line` instead of a pointer at each node that the brief states.

    The answer itself points into its own copy of the brief, so that it does not depend on how the brief was written.
    """
    nodes = tuple(_placed(node, brief) if node.kind == "brief" else node for node in answer.justification.nodes)
    return answer.model_copy(update={"justification": Justification(nodes=nodes)})


def _placed(node: Node, brief: Brief) -> Node:
    place = brief.place_of(node.about)
    return replace(node, where=f"{place.name}:{place.line}") if place is not None else node
