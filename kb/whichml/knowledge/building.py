"""From content to what it compiles to: facts and ontology as one graph, checked by shapes, beside the knowledge."""

from __future__ import annotations

import logging
from pathlib import Path

from whichml.knowledge.base import Knowledge
from whichml.knowledge.compilation import compile_read, read_content
from whichml.knowledge.content import Content
from whichml.knowledge.graph import canonical_triples, facts_graph, ontology_graph
from whichml.knowledge.shapes import check_shapes, read_shapes
from whichml.knowledge.snapshot import Compiled, write_snapshot
from whichml.knowledge.stated_facts import StatedFacts
from whichml.knowledge.store import remove_unused
from whichml.model.documents.errors import KnowledgeError

logger = logging.getLogger(__name__)


def compiled(content: Content, version: str) -> Compiled:
    """Return what the content compiles to, once its graph is checked against the shapes.

    Raises
    ------
    KnowledgeError, RuleError
        With every problem of the content.
    """
    with content.unpacked() as lying:
        read = read_content(lying)
        knowledge = compile_read(read, version)
        stated = StatedFacts.of(read.files, knowledge)
        graph = facts_graph(stated, read.taxonomy)
        graph += ontology_graph(lying.ontology / "whichml.ttl")
        problems = check_shapes(graph, read_shapes(lying.ontology / "shapes.ttl"))
    if problems:
        raise KnowledgeError(*problems)
    return Compiled(knowledge, canonical_triples(graph))


def build_knowledge(content: Content, path: Path, version: str) -> Knowledge:
    """Compile the content, keep it in a file, and return the knowledge; errors are those of `compiled`.

    Where the folder cannot be written, the knowledge is returned all the same and the next start builds again. Stores
    in the cache that nobody uses are removed.
    """
    found = compiled(content, version)
    try:
        write_snapshot(path, found, str(content.root), content.stamp)
    except OSError as refusal:
        logger.warning("the knowledge base cannot be kept in %s: %s", path.parent, refusal.strerror)
    remove_unused()
    return found.knowledge
