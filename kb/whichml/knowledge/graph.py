"""Ontology and facts as graphs of rdflib, which the shapes are held against, and such graphs as N-Triples."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF
from rdflib.term import Node

from whichml.knowledge import taxonomy as ontology
from whichml.knowledge.fact_statements import fact_triples
from whichml.knowledge.stated_facts import StatedFacts
from whichml.knowledge.triple_graph import TripleGraph
from whichml.knowledge.triples import PREFIXES, sorted_triples

WML = Namespace(PREFIXES["wml"])
_TEXT = ox.Literal("").datatype


def ontology_graph(path: Path) -> Graph:
    """Return the ontology file as a graph of its own; individuals of one kind differ from each other."""
    graph = TripleGraph().parse(path, format="turtle")
    individuals = sorted(graph.subjects(RDF.type, OWL.NamedIndividual), key=str)
    for _, group in groupby(individuals, lambda individual: str(individual).rpartition("/")[0]):
        statement, members = BNode(), list(group)
        if len(members) > 1:
            graph.add((statement, RDF.type, OWL.AllDifferent))
            graph.add((statement, OWL.distinctMembers, Collection(graph, BNode(), members).uri))
    return graph


def facts_graph(facts: StatedFacts, taxonomy: ontology.Taxonomy) -> Graph:
    """Return the facts and rules as a graph; the ontology itself is not part of it."""
    graph, nodes = TripleGraph(), _Nodes()
    graph.bind("wml", WML)
    for triple in fact_triples(facts, taxonomy.families):
        graph.add((nodes[triple.subject], nodes[triple.predicate], nodes[triple.object]))
    return graph


class _Nodes(dict[object, URIRef | Literal]):
    """The terms of pyoxigraph as those of rdflib, each made once."""

    def __missing__(self, term: object) -> URIRef | Literal:
        node: URIRef | Literal
        if isinstance(term, ox.Literal):
            datatype = None if term.language or term.datatype == _TEXT else URIRef(term.datatype.value)
            node = Literal(term.value, lang=term.language, datatype=datatype)
        else:
            assert isinstance(term, ox.NamedNode)
            node = URIRef(term.value)
        self[term] = node
        return node


def canonical_triples(graph: Graph) -> bytes:
    """Return the graph as N-Triples, sorted, its blank nodes named by their place in it: equal graphs, equal bytes."""
    blank, named = ox.Dataset(), []
    for quad in _quads(graph):
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
            blank.add(quad)
        else:
            named.append(quad)
    blank.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)  # it looks at no triple without a blank node
    return sorted_triples([*named, *blank])


def _quads(graph: Graph) -> Iterator[ox.Quad]:
    terms = _Terms()
    for triple in graph:
        yield ox.Quad(*map(terms.__getitem__, triple))


class _Terms(dict[Node, Any]):
    """The terms of rdflib as those of pyoxigraph, each made once."""

    def __missing__(self, node: Node) -> Any:
        term: ox.NamedNode | ox.BlankNode | ox.Literal
        if isinstance(node, Literal):
            datatype = ox.NamedNode(node.datatype) if node.datatype is not None else None
            term = ox.Literal(str(node), language=node.language, datatype=datatype)
        else:
            term = ox.BlankNode(str(node)) if isinstance(node, BNode) else ox.NamedNode(str(node))
        self[node] = term
        return term


def n_triples(graph: Graph) -> bytes:
    """Return the graph as N-Triples, sorted, so that equal graphs without blank nodes give equal bytes."""
    return sorted_triples(_quads(graph))
