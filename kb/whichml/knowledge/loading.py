"""The knowledge base that came with the program, opened in milliseconds and built first where its content changed."""

from __future__ import annotations

from dataclasses import fields
from importlib.metadata import version
from pathlib import Path
from typing import Self

from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import Content
from whichml.knowledge.snapshot import is_current, read_snapshot, store_path
from whichml.model.errors import KnowledgeError

VERSION = version("whichml")


class KnowledgeBase(Knowledge):
    """What the advice stands on, with the way to load it."""

    @classmethod
    def load(cls, store: Path | None = None) -> Self:
        """Return the shipped knowledge base; builds its store first where the content changed.

        Parameters
        ----------
        store : the built file; None for the usual place in the user's cache

        Raises
        ------
        KnowledgeError, RuleError
            Where the content has to be built and something is wrong with it.
        """
        content = Content.shipped()
        path = store or store_path(content)
        knowledge = read_snapshot(path, content, VERSION)
        if knowledge is None:
            from whichml.knowledge.building import build  # rdflib, pySHACL and owlready2 take a second to import

            knowledge = build(content, path, VERSION)
        return cls(**{field.name: getattr(knowledge, field.name) for field in fields(Knowledge)})


def built_store() -> Path:
    """Return the built file of the shipped content, for what reads its graph; builds it first where that is due.

    Raises
    ------
    KnowledgeError, RuleError
        Where the content has to be built and something is wrong with it, or the file cannot be written.
    """
    content = Content.shipped()
    path = store_path(content)
    if not is_current(path, content, VERSION):
        from whichml.knowledge.building import build

        build(content, path, VERSION)
        if not is_current(path, content, VERSION):
            raise KnowledgeError.about(
                f"the knowledge base was built, but {path} cannot be written.",
                hint="Set WHICHML_STORE to a file in a folder that can.",
            )
    return path
