"""Check the compiled graph against the shapes, and say in which file a problem stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pyshacl
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF
from rdflib.term import Node

from whichml.knowledge.triple_graph import TripleGraph
from whichml.knowledge.triples import FACTS, WML
from whichml.model.documents.errors import KnowledgeError, Place, Problem, in_order, quoted

_SH: Final = Namespace("http://www.w3.org/ns/shacl#")
_STATED_IN: Final = URIRef(WML + "isStatedIn")
_PLACE: Final = re.compile(r"^(?P<name>.+?)(?::(?P<line>\d+))?(?::(?P<column>\d+))?$")
_OWNERSHIP: Final = tuple(
    URIRef(WML + name)
    for name in (
        "hasCitation",
        "hasClaim",
        "hasConflict",
        "hasDesignation",
        "hasImplementation",
        "hasOption",
        "hasScope",
    )
)
_STEPS_UP: Final = 4


def read_shapes(path: Path) -> Graph:
    """Return the shapes of a Turtle file, each with what it asks of a property as a shape of its own.

    A shape of a property that has the target of its owner asks the same, and is held against all members at once.
    """
    shapes = TripleGraph().parse(path, format="turtle")
    for owner, target in list(shapes.subject_objects(_SH.targetClass)):
        for part in shapes.objects(owner, _SH.property):
            shapes.add((part, _SH.targetClass, target))
    for owner in {*shapes.subjects(_SH.targetClass)} - {*shapes.objects(None, _SH.property)}:
        shapes.remove((owner, _SH.property, None))
    return shapes


def check_shapes(graph: Graph, shapes: Graph) -> tuple[Problem, ...]:
    """Return what in the graph does not conform to the shapes, in the order of files and lines; nothing when all does.

    Parameters
    ----------
    graph : ontology and facts together, so that subclasses count as members of their classes

    Raises
    ------
    KnowledgeError
        When the shapes themselves are not well-formed SHACL.
    """
    _, report, text = pyshacl.validate(graph, shacl_graph=shapes, inference="none", inplace=True)
    if not isinstance(report, Graph):
        raise KnowledgeError.about(f"the shapes cannot be used: {text}")
    results = report.subjects(RDF.type, _SH.ValidationResult)
    return in_order(sorted({_problem(graph, report, result) for result in results}, key=str))


def _problem(graph: Graph, report: Graph, result: Node) -> Problem:
    focus = report.value(result, _SH.focusNode)
    found = report.value(result, _SH.value)
    message = report.value(result, _SH.resultMessage)
    shown = f" Found {quoted(_short(found))}." if found is not None and found != focus else ""
    return Problem(f"{_short(focus)}: {message}{shown}", _place(graph, focus))


def _place(graph: Graph, focus: Node | None) -> Place | None:
    """Return where the fact stands, or the fact that it is a part of; None for a term of the ontology."""
    level = [focus] if focus is not None else []
    for _ in range(_STEPS_UP):
        stated = sorted(str(text) for node in level for text in graph.objects(node, _STATED_IN))
        if stated:
            return _read_place(stated[0])
        level = sorted(
            {owner for node in level for part in _OWNERSHIP for owner in graph.subjects(part, node)}, key=str
        )
    return None


def _read_place(text: str) -> Place | None:
    match = _PLACE.match(text)
    return Place(match["name"], int(match["line"] or 1), int(match["column"] or 1)) if match else None


def _short(node: Node | None) -> str:
    """Return a node as people name it: `claim random-forest.accuracy`, `wml:TreeEnsemble`, or its text."""
    if node is None or isinstance(node, Literal):
        return "" if node is None else str(node)
    address = str(node)
    if address.startswith(FACTS):
        return address.removeprefix(FACTS).replace("/", " ", 1)
    return address.replace(WML, "wml:", 1)
