"""The whole graph, ontology and facts, in the forms that other programs read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from whichml.knowledge.snapshot import read_triples
from whichml.knowledge.triples import PREFIXES

Form = Literal["ttl", "owl", "jsonld"]
FORMS: tuple[Form, ...] = ("ttl", "owl", "jsonld")


def to_linked_data(store: Path, form: Form) -> bytes:
    """Return ontology and facts of a built store; the same content gives the same bytes.

    Parameters
    ----------
    form : `ttl` is Turtle, `owl` RDF/XML, which OWL tools read, `jsonld` JSON-LD in expanded form

    Raises
    ------
    KnowledgeError
        Where the store has no graph.
    """
    import pyoxigraph as ox  # whoever only asks for an answer does not need it

    formats = {"ttl": ox.RdfFormat.TURTLE, "owl": ox.RdfFormat.RDF_XML, "jsonld": ox.RdfFormat.JSON_LD}

    def triples() -> Iterator[ox.Triple]:
        for quad in ox.parse(read_triples(store), format=ox.RdfFormat.N_TRIPLES):
            yield quad.triple

    prefixes = {} if form == "jsonld" else dict(PREFIXES)
    return (ox.serialize(triples(), format=formats[form], prefixes=prefixes) or b"").rstrip(b"\n") + b"\n"
