"""Pitfalls of an ontology file, found by reading its triples: `python -m whichml_workshop.checks.lint`.

Codes are stable; `CODES` says what each one means, and `tests/checks/lint` has a file that causes it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS
from rdflib.term import Node

from whichml.knowledge.content import Content
from whichml.knowledge.graph import WML
from whichml.knowledge.taxonomy import lines_of_subjects
from whichml.knowledge.triples import FACTS
from whichml.model.documents.errors import Place
from whichml_workshop.checks.naming import misnamed
from whichml_workshop.checks.reporting import report
from whichml_workshop.checks.stated import state_knowledge

CODES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "KBL01": "a term without exactly one preferred label",
        "KBL02": "a term without exactly one definition that is a sentence",
        "KBL03": "a term that does not say where it comes from",
        "KBL04": "a source that is not recorded",
        "KBL05": "a term that is used and never declared",
        "KBL06": "a term of two kinds",
        "KBL07": "a term above itself",
        "KBL08": "an orphan: a class or individual that nothing connects to others",
        "KBL09": "a term that nothing uses",
        "KBL10": "an inverse that is none",
        "KBL11": "a domain or range that cannot be meant",
        "KBL12": "a name against the naming law",
        "KBL13": "a preferred label of two terms of one kind",
        "KBL14": "a class without an example",
        "KBL15": "a retired term without a successor",
    }
)
_KINDS: Final = (
    OWL.Class,
    OWL.ObjectProperty,
    OWL.DatatypeProperty,
    OWL.AnnotationProperty,
    OWL.NamedIndividual,
)
_PROPERTIES: Final = _KINDS[1:4]


@dataclass(frozen=True, slots=True, order=True)
class OntologyPitfall:
    """One pitfall; `str` gives file, line, code and what is wrong."""

    where: Place
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.where.name}:{self.where.line}: {self.code} {self.message}"


def lint_ontology(path: Path, name: str, usage: Graph, sources: Collection[str]) -> tuple[OntologyPitfall, ...]:
    """Return the pitfalls of an ontology file in the order of its lines.

    Parameters
    ----------
    name : how findings call the file
    usage : what is stated in the words of the ontology: facts and shapes
    sources : ids of the recorded sources
    """
    text = path.read_text(encoding="utf-8")
    graph = Graph().parse(data=text, format="turtle")
    return tuple(sorted(_Lint(graph, usage, sources, name, lines_of_subjects(text)).findings()))


class _Lint:
    """One pass over an ontology."""

    def __init__(
        self, graph: Graph, usage: Graph, sources: Collection[str], name: str, lines: Mapping[str, int]
    ) -> None:
        self.graph = graph
        self.usage = usage
        self.sources = sources
        self.name = name
        self.lines = lines
        self.kinds = {kind: self._declared(kind) for kind in _KINDS}
        self.terms = sorted(set().union(*self.kinds.values()))
        self.own = [term for term in self.terms if _is_own(term)]

    def findings(self) -> Iterator[OntologyPitfall]:
        for term in self.terms:
            yield from self._about_words(term)
            yield from self._about_origin(term)
        yield from self._about_kinds()
        yield from self._about_structure()
        yield from self._about_properties()
        yield from self._about_names()

    def _about_words(self, term: URIRef) -> Iterator[OntologyPitfall]:
        labels = list(self.graph.objects(term, SKOS.prefLabel))
        definitions = [str(each) for each in self.graph.objects(term, SKOS.definition)]
        if len(labels) != 1:
            yield self._finding("KBL01", term, f"has {len(labels)} preferred labels: give it one `skos:prefLabel`.")
        if len(definitions) != 1 or not re.fullmatch(r"[A-Z0-9].*\.", definitions[0], re.DOTALL):
            yield self._finding("KBL02", term, "needs one `skos:definition` that is a sentence.")

    def _about_origin(self, term: URIRef) -> Iterator[OntologyPitfall]:
        sources = list(self.graph.objects(term, DCTERMS.source))
        if not sources and (term, RDFS.isDefinedBy, None) not in self.graph:
            yield self._finding(
                "KBL03", term, "says no `dcterms:source`, nor `rdfs:isDefinedBy` where a vocabulary coined it."
            )
        for source in sources:
            if str(source).removeprefix(f"{FACTS}source/") not in self.sources:
                yield self._finding("KBL04", term, f"has a source that kb/facts/sources lacks: {_short(source)}.")

    def _about_kinds(self) -> Iterator[OntologyPitfall]:
        used = {term for triple in self.graph for term in triple if isinstance(term, URIRef)}
        for term in sorted(used - set(self.terms)):
            if str(term).startswith(str(WML)) or (self._is_predicate(term) and not _is_built_in(term)):
                yield self._finding("KBL05", term, "is used and never declared: say what it is.")
        for term in self.terms:
            kinds = [kind for kind in _KINDS if term in self.kinds[kind]]
            if len(kinds) > 1:
                yield self._finding("KBL06", term, f"is of two kinds: {' and '.join(map(_short, kinds))}.")
        for term in sorted(self.kinds[OWL.NamedIndividual]):
            if not set(self.graph.objects(term, RDF.type)) & self.kinds[OWL.Class]:
                yield self._finding("KBL08", term, "is an individual of no class.")

    def _about_structure(self) -> Iterator[OntologyPitfall]:
        for relation in (RDFS.subClassOf, RDFS.subPropertyOf):
            for term in self.own:
                above = {
                    each for start in self.graph.objects(term, relation) for each in self._closure(start, relation)
                }
                if term in above:
                    yield self._finding(
                        "KBL07", term, f"stands above itself: break the circle of `{_short(relation)}`."
                    )
        grouped = {member for members in self.graph.objects(None, OWL.members) for member in self.graph.items(members)}
        for term in sorted(self.kinds[OWL.Class]):
            related = any(
                (term, relation, None) in self.graph or (None, relation, term) in self.graph
                for relation in (RDFS.subClassOf, OWL.disjointWith, OWL.equivalentClass)
            )
            if not related and term not in grouped:
                yield self._finding("KBL08", term, "has no class above, below or disjoint with it.")
            if (term, SKOS.example, None) not in self.graph:
                yield self._finding("KBL14", term, "has no `skos:example`.")
            if not self._is_populated(term):
                yield self._finding("KBL09", term, "has no member, and neither has a class below it.")
        for term in self.own:
            if (term, OWL.deprecated, Literal(True)) in self.graph and (term, SKOS.scopeNote, None) not in self.graph:
                yield self._finding("KBL15", term, "is retired: name its successor in a `skos:scopeNote`.")

    def _about_properties(self) -> Iterator[OntologyPitfall]:
        objects, data = self.kinds[OWL.ObjectProperty], self.kinds[OWL.DatatypeProperty]
        for term in sorted(set().union(*(self.kinds[kind] for kind in _PROPERTIES))):
            if not self._is_predicate(term) and (None, None, term) not in self.usage:
                yield self._finding("KBL09", term, "is a property that no fact, shape or term uses.")
        for one, other in sorted(self.graph.subject_objects(OWL.inverseOf), key=str):
            if one == other:
                yield self._finding("KBL10", one, "is its own inverse: declare it an `owl:SymmetricProperty`.")
            elif one not in objects or other not in objects:
                yield self._finding("KBL10", one, "has an inverse where not both are object properties.")
        for term in sorted(objects | data):
            for relation in (RDFS.domain, RDFS.range):
                ends = list(self.graph.objects(term, relation))
                wanted = self._datatypes(ends) if relation == RDFS.range and term in data else self.kinds[OWL.Class]
                if len(ends) > 1 or not set(ends) <= set(wanted):
                    yield self._finding(
                        "KBL11", term, f"has a `{_short(relation)}` of several classes, or of no class."
                    )

    def _about_names(self) -> Iterator[OntologyPitfall]:
        for kind in _KINDS:
            holders: dict[tuple[str, str], URIRef] = {}
            for term in sorted(self.kinds[kind]):
                label = str(self.graph.value(term, SKOS.prefLabel) or "")
                key = (label.lower(), _owner(term) if kind == OWL.NamedIndividual else "")
                if label and key in holders:
                    yield self._finding("KBL13", term, f"shares its preferred label with {_short(holders[key])}.")
                holders.setdefault(key, term)
                if _is_own(term) and (fault := misnamed(term, kind, label, self.graph)):
                    yield self._finding("KBL12", term, fault)

    def _is_populated(self, term: URIRef) -> bool:
        below = self.graph.transitive_subjects(RDFS.subClassOf, term)
        return any((None, RDF.type, each) in graph for each in below for graph in (self.usage, self.graph))

    def _is_predicate(self, term: URIRef) -> bool:
        return (None, term, None) in self.graph or (None, term, None) in self.usage

    def _closure(self, start: Node, relation: URIRef) -> set[Node]:
        return {above for above in self.graph.transitive_objects(start, relation) if above is not None}

    def _datatypes(self, ends: list[Node]) -> list[Node]:
        return [end for end in ends if _is_built_in(end) or (end, RDF.type, RDFS.Datatype) in self.graph]

    def _declared(self, kind: URIRef) -> set[URIRef]:
        return {term for term in self.graph.subjects(RDF.type, kind) if isinstance(term, URIRef)}

    def _finding(self, code: str, term: Node, message: str) -> OntologyPitfall:
        line = self.lines.get(str(term), 1)
        return OntologyPitfall(Place(self.name, line, 1), code, f"{_short(term)} {message}")


def _is_own(term: URIRef) -> bool:
    return str(term).startswith((str(WML), FACTS))


def _is_built_in(term: Node) -> bool:
    return str(term).startswith((str(OWL), str(RDF), str(RDFS), "http://www.w3.org/2001/XMLSchema#"))


def _owner(term: URIRef) -> str:
    """Return what an individual's label has to be unique within: its folder, and for an option its decision."""
    folder, _, name = str(term).rpartition("/")
    return f"{folder}/{name.rpartition('.')[0]}"


def _short(term: Node) -> str:
    for address, prefix in ((str(WML), "wml:"), (FACTS, ""), (str(OWL), "owl:"), (str(RDFS), "rdfs:")):
        if str(term).startswith(address):
            return prefix + str(term).removeprefix(address)
    return str(term)


def main() -> int:
    """Print the pitfalls of the shipped ontology; return 0, or 1 where there is one."""
    content = Content.shipped()
    stated = state_knowledge(content)
    path = content.ontology / "whichml.ttl"
    usage = stated.facts + Graph().parse(content.ontology / "shapes.ttl", format="turtle")
    found = lint_ontology(path, content.name_of(path), usage, stated.compiled.sources)
    return report(found, f"{len(found)} findings")


if __name__ == "__main__":
    raise SystemExit(main())
