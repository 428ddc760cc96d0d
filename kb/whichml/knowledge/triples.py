"""The graph as N-Triples, with names shortened by prefixes for questions in SPARQL and for exports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pyoxigraph as ox

WML: Final = "https://whichml.org/ontology#"
FACTS: Final = "https://whichml.org/facts/"
_KINDS: Final = (
    "access", "algorithm", "application", "circumstance", "citation", "claim", "component", "confidence", "conflict",
    "decision", "designation", "evidence", "family", "implementation", "level", "measured", "mitigation", "modality",
    "option", "pack", "pattern", "quality", "reduction", "role", "rule", "scope", "source", "task",
)  # fmt: skip
PREFIXES: Final[Mapping[str, str]] = MappingProxyType({
    "wml": WML,
    "wmf": FACTS,
    **{kind: f"{FACTS}{kind}/" for kind in _KINDS},
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
})  # fmt: skip
"""Short names that no query has to declare: ontology (`wml`), facts (`wmf`) by kind, and the usual vocabularies."""

_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")


def as_turtle(triples: bytes) -> bytes:
    """Return N-Triples as Turtle, whose triples stand in their order."""
    import pyoxigraph as ox  # whoever only asks for an answer does not need it

    quads = ox.parse(triples, format=ox.RdfFormat.N_TRIPLES)
    return ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES)) or b""


def sorted_triples(quads: Iterable[ox.Quad]) -> bytes:
    """Return triples as N-Triples, sorted."""
    import pyoxigraph as ox  # whoever only asks for an answer does not need it

    lines = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES) or b""
    return b"".join(sorted(lines.splitlines(keepends=True)))


def short_name(address: str) -> str:
    """Return an address with a prefix where one fits, else the address in angle brackets.

    Examples
    --------
    >>> short_name("https://whichml.org/facts/algorithm/random-forest"), short_name("https://example.org/")
    ('algorithm:random-forest', '<https://example.org/>')
    """
    fitting = [(namespace, prefix) for prefix, namespace in PREFIXES.items() if address.startswith(namespace)]
    if fitting:
        namespace, prefix = max(fitting, key=lambda pair: len(pair[0]))
        if _LOCAL.fullmatch(address[len(namespace) :]):
            return f"{prefix}:{address[len(namespace) :]}"
    return f"<{address}>"
