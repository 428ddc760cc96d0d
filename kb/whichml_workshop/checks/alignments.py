"""Links to other vocabularies: each from a term of ours, by a known predicate, with a reason, outside the T-box."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, PROV, RDF, RDFS, SKOS, Namespace
from rdflib.term import Node

from whichml.knowledge.content import Content
from whichml_workshop.checks.reporting import report
from whichml_workshop.checks.stated import state_knowledge

QUDT: Final = Namespace("http://qudt.org/schema/qudt/")
VOCABULARIES: Final[dict[str, str]] = {
    "ML-Schema": "http://www.w3.org/ns/mls#",
    "MLSO": "http://w3id.org/mlso/",
    "AIO": "https://w3id.org/aio/",
    "DQV": "http://www.w3.org/ns/dqv#",
    "PROV-O": str(PROV),
    "DPV-AI": "https://w3id.org/dpv/ai#",
    "QUDT units": "http://qudt.org/vocab/",
}
PREDICATES: Final = (
    SKOS.exactMatch,
    SKOS.closeMatch,
    SKOS.broadMatch,
    SKOS.narrowMatch,
    SKOS.relatedMatch,
    RDFS.subClassOf,
    QUDT.applicableUnit,
)
_FEWEST_WORDS = 4

Link = tuple[Node, Node, Node]


def read_alignments(path: Path) -> Graph:
    """Return the alignments of a Turtle file."""
    return Graph().parse(path, format="turtle")


def links_in(alignments: Graph) -> tuple[Link, ...]:
    """Return the links of an alignment graph, sorted."""
    described = set(alignments.subjects(RDF.type, OWL.Ontology)) | set(alignments.subjects(RDF.type, OWL.Axiom))
    return tuple(sorted((link for link in alignments if link[0] not in described), key=str))


def unsound_links(alignments: Graph, known: Graph) -> tuple[str, ...]:
    """Return what is wrong with the links, as sentences, sorted.

    Parameters
    ----------
    known : ontology and facts; the subject of a link is a term of theirs
    """
    links = links_in(alignments)
    reasons = _reasons(alignments)
    return tuple(sorted({*_faults(links, reasons, known), *_idle_reasons(links, reasons)}))


def leaks(ontology: Graph) -> tuple[str, ...]:
    """Return the addresses of aligned vocabularies that the T-box uses, sorted."""
    used = {str(term) for triple in ontology for term in triple if isinstance(term, URIRef)}
    foreign = tuple(VOCABULARIES.values())
    return tuple(sorted(address for address in used if address.startswith(foreign)))


def _reasons(alignments: Graph) -> dict[Link, list[str]]:
    found: dict[Link, list[str]] = {}
    for axiom in alignments.subjects(RDF.type, OWL.Axiom):
        parts = [
            alignments.value(axiom, part) for part in (OWL.annotatedSource, OWL.annotatedProperty, OWL.annotatedTarget)
        ]
        source, predicate, target = parts
        if source is not None and predicate is not None and target is not None:
            notes = [str(note) for note in alignments.objects(axiom, SKOS.note) if isinstance(note, Literal)]
            found.setdefault((source, predicate, target), []).extend(notes)
    return found


def _faults(links: tuple[Link, ...], reasons: dict[Link, list[str]], known: Graph) -> Iterator[str]:
    for link in links:
        subject, predicate, target = link
        if (subject, RDF.type, None) not in known:
            yield f"{subject} is linked and is no term of whichml."
        if predicate not in PREDICATES:
            yield f"{subject} is linked by {predicate}, which is no predicate of alignments."
        if not str(target).startswith(tuple(VOCABULARIES.values())):
            yield f"{subject} is linked to {target}, which is in none of the aligned vocabularies."
        if not any(len(reason.split()) >= _FEWEST_WORDS for reason in reasons.get(link, ())):
            yield f"{subject} is linked to {target} without a reason."


def _idle_reasons(links: tuple[Link, ...], reasons: dict[Link, list[str]]) -> Iterator[str]:
    for subject, _, target in set(reasons) - set(links):
        yield f"{subject} has a reason for a link to {target} that is not there."


def main() -> int:
    """Print what is wrong with the shipped alignments; return 0, or 1 where anything is."""
    content = Content.shipped()
    stated = state_knowledge(content)
    alignments = read_alignments(content.ontology / "alignments.ttl")
    found = [*unsound_links(alignments, stated.graph), *(f"{each} is in the T-box." for each in leaks(stated.ontology))]
    return report(found, f"{len(links_in(alignments))} links, {len(found)} faults")


if __name__ == "__main__":
    raise SystemExit(main())
