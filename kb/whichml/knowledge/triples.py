"""The graph as N-Triples beside the compiled knowledge, for questions in SPARQL and for exports."""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from whichml.model.errors import KnowledgeError

if TYPE_CHECKING:
    from rdflib import Graph

_WML: Final = "https://whichml.org/ontology#"
_FACTS: Final = "https://whichml.org/facts/"
_KINDS: Final = (
    "access", "algorithm", "citation", "claim", "component", "confidence", "conflict", "decision", "designation",
    "evidence", "family", "implementation", "level", "measured", "mitigation", "modality", "option", "pack", "pattern",
    "quality", "reduction", "role", "rule", "scope", "source", "task",
)  # fmt: skip
PREFIXES: Final[Mapping[str, str]] = MappingProxyType({
    "wml": _WML,
    "wmf": _FACTS,
    **{kind: f"{_FACTS}{kind}/" for kind in _KINDS},
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
})  # fmt: skip
"""Short names that no query has to declare: ontology (`wml`), facts (`wmf`) by kind, and the usual vocabularies."""

_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_TABLE: Final = "CREATE TABLE IF NOT EXISTS whichml_triples (content BLOB NOT NULL)"


def canonical_triples(graph: Graph) -> bytes:
    """Return the graph as N-Triples, sorted, its blank nodes named by their place in it: equal graphs, equal bytes."""
    import pyoxigraph as ox  # whoever only asks for an answer does not need it

    raw = graph.serialize(format="nt", encoding="utf-8")
    dataset = ox.Dataset(ox.parse(raw, format=ox.RdfFormat.N_TRIPLES))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return "".join(sorted(f"{quad.triple} .\n" for quad in dataset)).encode()


def keep_triples(path: Path, n_triples: bytes) -> None:
    """Put the triples into an existing store."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(_TABLE)
        connection.execute("DELETE FROM whichml_triples")
        connection.execute("INSERT INTO whichml_triples VALUES (?)", [zlib.compress(n_triples)])


def kept_triples(path: Path) -> bytes:
    """Return the triples of a built store as N-Triples, sorted.

    Raises
    ------
    KnowledgeError
        Where there is no such store, or it holds no triples.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT content FROM whichml_triples").fetchone()
    except sqlite3.Error:
        row = None
    if row is None:
        raise KnowledgeError.about(f"there is no graph in {path.name}.", hint="Build it: whichml kb build --force.")
    return zlib.decompress(row[0])


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
