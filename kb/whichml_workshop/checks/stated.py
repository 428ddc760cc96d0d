"""The whole knowledge as one graph, stated once and asked by several gates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from whichml.knowledge.base import Knowledge
from whichml.knowledge.compilation import ContentRead, compile_read, read_content
from whichml.knowledge.content import Content
from whichml.knowledge.graph import facts_graph, n_triples, ontology_graph
from whichml.knowledge.stated_facts import StatedFacts


@dataclass(frozen=True, eq=False)
class StatedKnowledge:
    """What the content says: as read, as compiled and as graphs.

    Attributes
    ----------
    ontology, facts : the T-box and what is stated in its words, apart
    """

    content: Content
    read: ContentRead
    compiled: Knowledge
    ontology: Graph
    facts: Graph

    @cached_property
    def graph(self) -> Graph:
        """Return ontology and facts together."""
        return self.ontology + self.facts

    @cached_property
    def store(self) -> ox.Store:
        """Return ontology and facts together, ready for SPARQL."""
        return queryable(n_triples(self.graph))


def state_knowledge(content: Content) -> StatedKnowledge:
    """Return what the content says.

    Raises
    ------
    KnowledgeError, RuleError
        Where the content cannot be read or compiled.
    """
    return stated_as_read(content, read_content(content))


def stated_as_read(content: Content, read: ContentRead) -> StatedKnowledge:
    """Return what content says that was read."""
    compiled = compile_read(read, version="gates")
    stated = StatedFacts.of(read.files, compiled)
    ontology = ontology_graph(content.ontology / "whichml.ttl")
    return StatedKnowledge(content, read, compiled, ontology, facts_graph(stated, read.taxonomy))


def queryable(triples: bytes) -> ox.Store:
    """Return a store of N-Triples."""
    store = ox.Store()
    store.bulk_load(triples, format=ox.RdfFormat.N_TRIPLES)
    return store


def question_in_words(path: Path) -> str:
    """Return the comment lines that open a query file, joined; empty where it opens without one."""
    words: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        words.append(line.removeprefix("#").strip())
    return " ".join(words)
