"""The graph of a store as whoever compares triples reads it."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from whichml.knowledge.snapshot import read_triples, read_turtle
from whichml.knowledge.triples import sorted_triples


def triples_of(store: Path) -> bytes:
    triples = read_triples(store)
    assert sorted_triples(ox.parse(read_turtle(store), format=ox.RdfFormat.TURTLE)) == triples
    return triples
