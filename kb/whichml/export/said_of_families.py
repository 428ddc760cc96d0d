"""What limits a claim: it may be made of a family, so that what it cites speaks of others, or be of low confidence."""

from __future__ import annotations

from collections.abc import Iterable

from whichml.export.justification_graph import JustificationGraph
from whichml.knowledge.base import Knowledge
from whichml.model.statements.justification import Node
from whichml.model.statements.recommendation import RatedQuality


def family_of(node: Node, knowledge: Knowledge) -> str:
    """Return the name of the family that a claim is made of; empty where it is made of an algorithm, or is no claim."""
    claim = knowledge.claims.get(node.about) if node.kind == "claim" else None
    family = knowledge.families.get(claim.subject) if claim is not None else None
    return family.name if family is not None else ""


def families_behind(because: Iterable[str], graph: JustificationGraph, knowledge: Knowledge) -> str:
    """Return as words in brackets of which families alone speaks what a statement rests on.

    Empty where a part of that speaks of the algorithm itself, or of no algorithm at all.
    """
    families = [family_of(node, knowledge) for node in graph.backing(because)]
    if not families or not all(families):
        return ""
    return f" (of the family {' and '.join(dict.fromkeys(families))})"


def notes_of(because: Iterable[str], graph: JustificationGraph, knowledge: Knowledge) -> tuple[str, ...]:
    """Return what the claims behind a statement say of themselves: on what they were studied, what they leave out."""
    claims = [knowledge.claims.get(node.about) for node in graph.backing(because) if node.kind == "claim"]
    return tuple(dict.fromkeys(each.note for each in claims if each is not None and each.note))


def limits_of(rated: RatedQuality, graph: JustificationGraph, knowledge: Knowledge, cited: bool) -> str:
    """Return as words in brackets what limits a rated quality: families alone behind what is cited, and doubts."""
    family = families_behind(rated.because, graph, knowledge) if cited else ""
    said = "; ".join(filter(None, (family.strip(" ()"), rated.doubt)))
    return f" ({said})" if said else ""
