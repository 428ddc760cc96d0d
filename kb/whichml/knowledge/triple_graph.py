"""A graph in memory that holds triples alone, and is looked up in a fraction of the time that rdflib's own store takes.

That store notes of each triple in which named graphs it stands, and looks there each time; knowledge names no graph.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from rdflib import Graph, IdentifiedNode, URIRef
from rdflib.plugins.stores.memory import SimpleMemory

if TYPE_CHECKING:
    from rdflib.graph import (
        _ContextType,
        _ObjectType,
        _PredicateType,
        _SubjectType,
        _TriplePatternType,
        _TripleType,
    )
    from rdflib.paths import Path
    from rdflib.term import Node

    _Index = dict[Node, dict[Node, dict[Node, None]]]

Below = TypeVar("Below")


class TripleGraph(Graph):
    """A graph whose triples are found by subject and predicate, or by predicate and object, without a detour."""

    def __init__(self) -> None:
        self._index = _Triples()
        super().__init__(store=self._index)

    def objects(
        self,
        subject: _SubjectType | list[_SubjectType] | None = None,
        predicate: Path | _PredicateType | None = None,
        unique: bool = False,
    ) -> Generator[_ObjectType, None, None]:
        """Yield what stands behind a subject and a predicate, in the order in which it was added."""
        if isinstance(subject, IdentifiedNode) and isinstance(predicate, URIRef):
            yield from self._index.by_subject.get(subject, {}).get(predicate, ())
        else:
            yield from super().objects(subject, predicate, unique)

    def subjects(
        self,
        predicate: Path | _PredicateType | None = None,
        object: _ObjectType | list[_ObjectType] | None = None,
        unique: bool = False,
    ) -> Generator[_SubjectType, None, None]:
        """Yield what a predicate relates to an object, in the order in which it was added."""
        if isinstance(object, URIRef) and isinstance(predicate, URIRef):
            yield from self._index.by_predicate.get(predicate, {}).get(object, ())
        else:
            yield from super().subjects(predicate, object, unique)


class _Triples(SimpleMemory):
    """Triples by each of their parts, and the prefixes of rdflib's simplest store."""

    context_aware = True  # pySHACL takes a graph of no other store, though it names no graph in it
    graph_aware = True

    def __init__(self) -> None:
        super().__init__()
        self.by_subject: _Index = {}
        self.by_predicate: _Index = {}
        self._by_object: _Index = {}
        self._n_triples = 0

    def add_graph(self, graph: Graph) -> None:
        """Do nothing: all triples stand in one graph."""

    def add(self, triple: _TripleType, context: _ContextType, quoted: bool = False) -> None:
        subject, predicate, found = triple
        objects = self.by_subject.setdefault(subject, {}).setdefault(predicate, {})
        if found not in objects:
            objects[found] = None
            self.by_predicate.setdefault(predicate, {}).setdefault(found, {})[subject] = None
            self._by_object.setdefault(found, {}).setdefault(subject, {})[predicate] = None
            self._n_triples += 1

    def remove(self, triple_pattern: _TriplePatternType, context: _ContextType | None = None) -> None:
        for subject, predicate, found in list(self._matching(triple_pattern)):
            del self.by_subject[subject][predicate][found]
            del self.by_predicate[predicate][found][subject]
            del self._by_object[found][subject][predicate]
            self._n_triples -= 1

    def triples(
        self, triple_pattern: _TriplePatternType, context: _ContextType | None = None
    ) -> Iterator[tuple[_TripleType, Iterator[_ContextType | None]]]:
        for triple in self._matching(triple_pattern):
            yield triple, iter(())

    def __len__(self, context: _ContextType | None = None) -> int:
        return self._n_triples

    def _matching(self, pattern: _TriplePatternType) -> Iterator[_TripleType]:
        subject, predicate, found = pattern
        if subject is None and predicate is not None:
            yield from ((s, p, o) for p, o, s in _paths(self.by_predicate, predicate, found, None))
        elif subject is None and found is not None:
            yield from ((s, p, o) for o, s, p in _paths(self._by_object, found, None, None))
        else:
            yield from _paths(self.by_subject, subject, predicate, found)


def _paths(
    index: _Index, first: Node | None, second: Node | None, third: Node | None
) -> Iterator[tuple[Node, Node, Node]]:
    """Yield the ways through an index that go by the parts which are given, each None for any."""
    for one, inner in _entries(index, first):
        for two, innermost in _entries(inner, second):
            for three, _ in _entries(innermost, third):
                yield one, two, three


def _entries(index: dict[Node, Below], part: Node | None) -> Iterable[tuple[Node, Below]]:
    """Return the entry of a part, or of each where none is given."""
    if part is None:
        return index.items()
    return ((part, index[part]),) if part in index else ()
