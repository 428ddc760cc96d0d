"""The ways in which every kind of fact becomes triples: names, references, texts and citations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import pyoxigraph as ox

from whichml.knowledge.triples import FACTS, PREFIXES
from whichml.model.statements.facts import Citation, ConditionText


class Vocabulary:
    """The names of a vocabulary, each an attribute.

    Examples
    --------
    >>> str(Vocabulary("https://example.org/").title)
    '<https://example.org/title>'
    """

    def __init__(self, begins: str) -> None:
        self._begins = begins

    def __getattr__(self, name: str) -> ox.NamedNode:
        found = ox.NamedNode(f"{self._begins}{name}")
        self.__dict__[name] = found  # the next time it is there
        return found


WML: Final = Vocabulary(PREFIXES["wml"])
DCTERMS: Final = Vocabulary(PREFIXES["dcterms"])
OWL: Final = Vocabulary(PREFIXES["owl"])
RDF: Final = Vocabulary(PREFIXES["rdf"])
SKOS: Final = Vocabulary(PREFIXES["skos"])
XSD: Final = Vocabulary(PREFIXES["xsd"])


def address(kind: str, identity: str) -> ox.NamedNode:
    """Return the address of a fact.

    Examples
    --------
    >>> address("algorithm", "random-forest").value
    'https://whichml.org/facts/algorithm/random-forest'
    """
    return ox.NamedNode(f"{FACTS}{kind}/{identity}")


def conditions_as_written(conditions: ConditionText) -> tuple[str, ...]:
    """Return each condition as text, the same however its test was ordered.

    Examples
    --------
    >>> conditions_as_written({"data.rows": {"between": [10, None]}})
    ('data.rows: between [10, unbounded]',)
    """
    return tuple(f"{name}: {_shown(test)}" for name, test in conditions.items())


class FactTriples:
    """Triples in the making, some of them more than once, and where each fact stands: `file:line` by kind and id."""

    def __init__(self, stated_in: Mapping[str, str]) -> None:
        self.triples: list[ox.Triple] = []
        self._stated_in = stated_in

    def cite(self, subject: ox.NamedNode, citations: Iterable[Citation]) -> None:
        """State where the sources of a fact speak of it."""
        for number, citation in enumerate(citations, start=1):
            node = address("citation", f"{subject.value.removeprefix(FACTS)}.{number}")
            self.add(subject, WML.hasCitation, node)
            self.add(node, RDF.type, WML.Citation)
            self.refer(node, WML.cites, "source", [citation.ref])
            self.texts(node, WML.hasLocator, [citation.locator])
            self.texts(node, WML.supportsStatement, [citation.supports])

    def weigh(self, subject: ox.NamedNode, helps: Iterable[str], hurts: Iterable[str]) -> None:
        """State which qualities a design choice improves and worsens."""
        self.refer(subject, WML.helps, "quality", helps)
        self.refer(subject, WML.hurts, "quality", hurts)

    def named(self, kind: str, identity: str, of_class: ox.NamedNode, label: str) -> ox.NamedNode:
        """State an individual with its class, label and place, and return its address."""
        subject = address(kind, identity)
        self.identify(subject, of_class, identity)
        self.add(subject, SKOS.prefLabel, ox.Literal(label, language="en"))
        self.place(subject, f"{kind}/{identity}")
        return subject

    def identify(self, subject: ox.NamedNode, of_class: ox.NamedNode, identity: str) -> None:
        """State the class and id of an individual."""
        self.add(subject, RDF.type, OWL.NamedIndividual)
        self.add(subject, RDF.type, of_class)
        self.add(subject, WML.id, ox.Literal(identity))

    def place(self, subject: ox.NamedNode, key: str) -> None:
        """State the file and line of a fact, where they are known."""
        if key in self._stated_in:
            self.add(subject, WML.isStatedIn, ox.Literal(self._stated_in[key]))

    def refer(self, subject: ox.NamedNode, relation: ox.NamedNode, kind: str, identities: Iterable[str]) -> None:
        """Relate a fact to others of one kind."""
        for identity in identities:
            self.add(subject, relation, address(kind, identity))

    def texts(self, subject: ox.NamedNode, relation: ox.NamedNode, texts: Iterable[str]) -> None:
        """State the texts that are not empty."""
        for text in texts:
            if text:
                self.add(subject, relation, ox.Literal(text))

    def add(self, subject: ox.NamedNode, relation: ox.NamedNode, target: ox.NamedNode | ox.Literal) -> None:
        """State one triple."""
        self.triples.append(ox.Triple(subject, relation, target))


def _shown(test: object) -> str:
    """Return a condition's test as text, the same however its mapping was ordered."""
    if isinstance(test, Mapping):
        return ", ".join(f"{operator} {_shown(test[operator])}" for operator in sorted(test))
    if isinstance(test, (list, tuple)):
        return "[" + ", ".join(_shown(each) for each in test) + "]"
    return "true" if test is True else "false" if test is False else "unbounded" if test is None else str(test)
