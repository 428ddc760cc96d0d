"""From content to a store: facts and ontology as one graph, checked by shapes, kept with the compiled form."""

from __future__ import annotations

import logging
import os
import tempfile
from pathlib import Path

from whichml.knowledge.base import Knowledge
from whichml.knowledge.compilation import compile_read, read_content
from whichml.knowledge.content import Content
from whichml.knowledge.graph import StatedFacts, facts_graph, ontology_graph
from whichml.knowledge.shapes import check_shapes, read_shapes
from whichml.knowledge.snapshot import write_snapshot
from whichml.knowledge.store import store_graph
from whichml.knowledge.triples import canonical_triples, keep_triples
from whichml.model.errors import KnowledgeError

logger = logging.getLogger(__name__)


def build(content: Content, path: Path, version: str) -> Knowledge:
    """Compile the content, check its graph against the shapes, write the store and return the knowledge.

    The store is written under another name and put in place at the end: after an error the former one stays usable.
    Where its folder cannot be written, the knowledge is returned all the same and the next start builds again.

    Raises
    ------
    KnowledgeError, RuleError
        With every problem of the content.
    """
    read = read_content(content)
    knowledge = compile_read(read, version)
    stated = StatedFacts.of(read.files, knowledge.packs, knowledge.rules)
    graph = ontology_graph(content.ontology / "whichml.ttl") + facts_graph(stated, read.taxonomy)
    problems = check_shapes(graph, read_shapes(content.ontology / "shapes.ttl"))
    if problems:
        raise KnowledgeError(*problems)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
        os.close(handle)
        unfinished = Path(name)
        try:
            store_graph(graph, unfinished)
            keep_triples(unfinished, canonical_triples(graph))
            write_snapshot(unfinished, knowledge, content)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as refusal:
        logger.warning("the knowledge base cannot be kept in %s: %s", path.parent, refusal.strerror)
    return knowledge
