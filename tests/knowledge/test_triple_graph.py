"""A graph of triples alone says of every pattern what rdflib's own graph says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF
from rdflib.paths import InvPath
from rdflib.term import Node

from whichml.knowledge.graph import canonical_triples
from whichml.knowledge.triple_graph import TripleGraph

A, B, IS, HAS = (URIRef(f"https://example.org/{name}") for name in ("a", "b", "is", "has"))
SOME = BNode("some")
TURTLE = """
@prefix : <https://example.org/> .
:a :is :b ; :has "text"@en , 1 , ( :a [ :is :b ] ) .
:b :is :a , :b .
"""
TRIPLES: list[tuple[Node, Node, Node]] = [
    (A, IS, B), (A, IS, A), (B, IS, A), (A, HAS, Literal("b")), (B, HAS, Literal("b")), (SOME, IS, B), (A, HAS, SOME),
]  # fmt: skip
PATTERNS = list(product((A, SOME, None), (IS, HAS, RDF.type, None), (A, B, SOME, Literal("b"), None)))


@pytest.fixture
def pair() -> tuple[TripleGraph, Graph]:
    quick, plain = TripleGraph(), Graph()
    for triple in (*TRIPLES, TRIPLES[0]):
        quick.add(triple)
        plain.add(triple)
    return quick, plain


def differing(quick: Graph, plain: Graph) -> Iterator[object]:
    """Yield each pattern of which two graphs say something else."""
    for subject, predicate, found in PATTERNS:
        pattern = (subject, predicate, found)
        if set(quick.triples(pattern)) != set(plain.triples(pattern)) or (pattern in quick) != (pattern in plain):
            yield pattern
        if sorted(quick.objects(subject, predicate)) != sorted(plain.objects(subject, predicate)):
            yield "objects", subject, predicate
        if sorted(quick.subjects(predicate, found)) != sorted(plain.subjects(predicate, found)):
            yield "subjects", predicate, found


def test_every_pattern_finds_what_rdflib_finds(pair: tuple[TripleGraph, Graph]) -> None:
    quick, plain = pair
    assert len(PATTERNS) == 60
    assert list(differing(quick, plain)) == []
    assert len(quick) == len(plain) == len(TRIPLES)


def test_what_is_taken_away_is_found_no_more(pair: tuple[TripleGraph, Graph]) -> None:
    for graph in pair:
        graph.remove((A, HAS, None))
        graph.remove((None, None, A))
    quick, plain = pair
    assert list(differing(quick, plain)) == []
    assert len(quick) == len(plain) == 3


def test_lists_and_paths_are_looked_up_too(pair: tuple[TripleGraph, Graph]) -> None:
    quick, plain = pair
    assert sorted(quick.objects([A, B], IS)) == sorted(plain.objects([A, B], IS)) == [A, A, B]
    assert sorted(quick.subjects(IS, [A, B])) == sorted(plain.subjects(IS, [A, B]))
    assert sorted(quick.objects(A, InvPath(IS))) == sorted(plain.objects(A, InvPath(IS))) == [A, B]


def test_turtle_is_read_joined_and_named_alike() -> None:
    quick, plain = TripleGraph().parse(data=TURTLE), Graph().parse(data=TURTLE)
    assert canonical_triples(quick) == canonical_triples(plain)
    quick += plain
    assert len(quick) == 2 * len(plain) - sum(not _is_blank(triple) for triple in plain)


def _is_blank(triple: tuple[Node, Node, Node]) -> bool:
    return any(isinstance(node, BNode) for node in triple)
