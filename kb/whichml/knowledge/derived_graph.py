"""The graph as what follows from the knowledge, and what it says beyond that: the ontology, and some places and words.

Nearly all of the graph says again what the knowledge holds. So a file keeps the rest of it beside the knowledge, and
who asks for the graph has it stated anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from whichml.knowledge.base import Knowledge
from whichml.knowledge.fact_statements import fact_triples
from whichml.knowledge.stated_facts import StatedFacts
from whichml.knowledge.triples import FACTS, WML, as_turtle

_ID: Final = re.compile(rf'(?m)^<(?!{re.escape(FACTS)})([^>]+)> <{re.escape(WML)}id> "([^"]+)" \.$'.encode())
"""A whole line by which the ontology gives a class its id; within a text, `<` begins no address."""
_BETWEEN: Final = b"\0"


@dataclass(frozen=True, slots=True)
class _Class:
    """A family of algorithms as the ontology names it."""

    id: str
    label: str
    iri: str


def beyond_knowledge(triples: bytes, knowledge: Knowledge) -> bytes:
    """Return what a graph says beyond the knowledge, and what of that it does not say.

    Parameters
    ----------
    triples : N-Triples, sorted
    """
    said = frozenset(triples.splitlines(keepends=True))
    derived = _derived(knowledge, triples)
    return _BETWEEN.join(as_turtle(b"".join(sorted(lines))) for lines in (said - derived, derived - said))


def with_knowledge(beyond: bytes, knowledge: Knowledge) -> bytes:
    """Return the graph of which `beyond_knowledge` told the rest, as N-Triples, sorted.

    ValueError or SyntaxError where the bytes are something else.
    """
    more, less = (_lines(part) for part in beyond.split(_BETWEEN))
    ontology = b"".join(sorted(more))  # of two terms with one id the last counts, as in the graph itself
    return b"".join(sorted((_derived(knowledge, ontology) - less) | more))


def _derived(knowledge: Knowledge, ontology: bytes) -> frozenset[bytes]:
    """Return the lines of N-Triples that follow from the knowledge, beside a graph that gives classes their ids."""
    ids = {identity.decode(): iri.decode() for iri, identity in _ID.findall(ontology)}
    families = {f.id: _Class(f.id, f.name, ids[f.id]) for f in knowledge.families.values() if f.id in ids}
    triples = fact_triples(StatedFacts.of_knowledge(knowledge), families)
    lines = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    return frozenset(lines.splitlines(keepends=True))


def _lines(turtle: bytes) -> frozenset[bytes]:
    quads = ox.parse(turtle, format=ox.RdfFormat.TURTLE)
    lines = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES) or b""
    return frozenset(lines.splitlines(keepends=True))
