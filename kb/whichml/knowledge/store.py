"""Keep the compiled graph in one SQLite file, and open it again for questions about classes."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path

import owlready2
import pyoxigraph as ox
from rdflib import Graph

from whichml.knowledge.taxonomy import WML
from whichml.model.errors import KnowledgeError, quoted


def n_triples(graph: Graph) -> bytes:
    """Return the graph as N-Triples, sorted, so that equal graphs without blank nodes give equal bytes."""
    lines = graph.serialize(format="nt", encoding="utf-8").splitlines()
    return b"\n".join(sorted(line for line in lines if line)) + b"\n"


def turtle_as_n_triples(path: Path) -> bytes:
    """Return a Turtle file as N-Triples, which owlready2 reads and Turtle it does not."""
    triples = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
    return ox.serialize((quad.triple for quad in triples), format=ox.RdfFormat.N_TRIPLES) or b""


def store_graph(graph: Graph, path: Path) -> None:
    """Write ontology and facts into one SQLite file for owlready2.

    The file is written under another name and then renamed: when anything fails, a former file stays as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    os.close(handle)
    unfinished = Path(name)
    unfinished.unlink()
    try:
        world = owlready2.World(filename=name)
        try:
            world.get_ontology(WML).load(fileobj=io.BytesIO(n_triples(graph)))
            world.save()
        finally:
            world.close()
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def open_store(path: Path) -> owlready2.World:
    """Return the world in a stored file; close it after use.

    Raises
    ------
    KnowledgeError
        When there is no such file: owlready2 would create an empty one.
    """
    if not path.is_file():
        raise KnowledgeError.about(f"there is no knowledge base at {path.name}.", hint="Build it: whichml kb build.")
    return owlready2.World(filename=str(path), exclusive=False)


def families_above(world: owlready2.World, family: str) -> frozenset[str]:
    """Return the ids of a family and of all families above it, as the stored classes say.

    Raises
    ------
    KnowledgeError
        When no class of algorithms has that id.
    """
    ontology = world.get_ontology(WML)
    for found in ontology.search(id=family, subclass_of=ontology.Algorithm):
        return frozenset(name for above in found.ancestors() for name in getattr(above, "id", ()))
    raise KnowledgeError.about(f"unknown family {quoted(family)}.")
