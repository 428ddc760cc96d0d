"""The ways in which every kind of fact becomes triples: names, references, texts and citations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rdflib import Literal, URIRef
from rdflib.namespace import OWL, RDF, SKOS, Namespace
from rdflib.term import Node

from whichml.knowledge.taxonomy import FACTS
from whichml.knowledge.taxonomy import WML as WML_ADDRESS
from whichml.knowledge.triple_graph import TripleGraph
from whichml.model.statements.facts import Citation, ConditionText

WML = Namespace(WML_ADDRESS)


def address(kind: str, identity: str) -> URIRef:
    """Return the address of a fact.

    Examples
    --------
    >>> str(address("algorithm", "random-forest"))
    'https://whichml.org/facts/algorithm/random-forest'
    """
    return URIRef(f"{FACTS}{kind}/{identity}")


def conditions_as_written(conditions: ConditionText) -> tuple[str, ...]:
    """Return each condition as text, the same however its test was ordered.

    Examples
    --------
    >>> conditions_as_written({"data.rows": {"between": [10, None]}})
    ('data.rows: between [10, unbounded]',)
    """
    return tuple(f"{name}: {_shown(test)}" for name, test in conditions.items())


class FactTriples:
    """A graph in the making, and where each of its facts stands: `file:line` by kind and id."""

    def __init__(self, stated_in: Mapping[str, str]) -> None:
        self.graph = TripleGraph()
        self.graph.bind("wml", WML)
        self._stated_in = stated_in

    def cite(self, subject: URIRef, citations: Iterable[Citation]) -> None:
        """State where the sources of a fact speak of it."""
        for number, citation in enumerate(citations, start=1):
            node = address("citation", f"{subject.removeprefix(FACTS)}.{number}")
            self.add(subject, WML.hasCitation, node)
            self.add(node, RDF.type, WML.Citation)
            self.refer(node, WML.cites, "source", [citation.ref])
            self.texts(node, WML.hasLocator, [citation.locator])
            self.texts(node, WML.supportsStatement, [citation.supports])

    def weigh(self, subject: URIRef, helps: Iterable[str], hurts: Iterable[str]) -> None:
        """State which qualities a design choice improves and worsens."""
        self.refer(subject, WML.helps, "quality", helps)
        self.refer(subject, WML.hurts, "quality", hurts)

    def named(self, kind: str, identity: str, of_class: URIRef, label: str) -> URIRef:
        """State an individual with its class, label and place, and return its address."""
        subject = address(kind, identity)
        self.identify(subject, of_class, identity)
        self.add(subject, SKOS.prefLabel, Literal(label, lang="en"))
        self.place(subject, f"{kind}/{identity}")
        return subject

    def identify(self, subject: URIRef, of_class: URIRef, identity: str) -> None:
        """State the class and id of an individual."""
        self.add(subject, RDF.type, OWL.NamedIndividual)
        self.add(subject, RDF.type, of_class)
        self.add(subject, WML.id, Literal(identity))

    def place(self, subject: URIRef, key: str) -> None:
        """State the file and line of a fact, where they are known."""
        if key in self._stated_in:
            self.add(subject, WML.isStatedIn, Literal(self._stated_in[key]))

    def refer(self, subject: URIRef, relation: URIRef, kind: str, identities: Iterable[str]) -> None:
        """Relate a fact to others of one kind."""
        for identity in identities:
            self.add(subject, relation, address(kind, identity))

    def texts(self, subject: URIRef, relation: URIRef, texts: Iterable[str]) -> None:
        """State the texts that are not empty."""
        for text in texts:
            if text:
                self.add(subject, relation, Literal(text))

    def add(self, subject: URIRef, relation: URIRef, target: Node) -> None:
        """State one triple."""
        self.graph.add((subject, relation, target))


def _shown(test: object) -> str:
    """Return a condition's test as text, the same however its mapping was ordered."""
    if isinstance(test, Mapping):
        return ", ".join(f"{operator} {_shown(test[operator])}" for operator in sorted(test))
    if isinstance(test, (list, tuple)):
        return "[" + ", ".join(_shown(each) for each in test) + "]"
    return "true" if test is True else "false" if test is False else "unbounded" if test is None else str(test)
