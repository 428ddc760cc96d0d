"""The knowledge base that came with the program, opened in milliseconds and built first where its content changed."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from importlib.metadata import version
from pathlib import Path
from typing import Generic, Self, TypeVar

from whichml.knowledge.admission import Admission, Refusal, admit
from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import Content
from whichml.knowledge.finding import find_packs
from whichml.knowledge.snapshot import is_current, read_snapshot, store_path
from whichml.model.errors import KnowledgeError, RuleError, in_order

VERSION = version("whichml")
logger = logging.getLogger(__name__)


class KnowledgeBase(Knowledge):
    """What the advice stands on, with the way to load it."""

    @classmethod
    def load(cls, store: Path | None = None, rules: Iterable[Path | str] = ()) -> Self:
        """Return the shipped knowledge base with further rule packs; builds its store first where the content changed.

        Packs named by `WHICHML_RULES` and those of installed packages join in too; one of them that is broken is left
        out with a warning in the log.

        Parameters
        ----------
        store : the built file; None for the usual place in the user's cache
        rules : files or folders of further packs, which have to be sound

        Raises
        ------
        KnowledgeError, RuleError
            Where the content has to be built and something is wrong with it, or a pack below `rules` is refused.
        """
        paths = tuple(Path(path) for path in rules)
        opened = cls.open(store, paths)
        named = [refusal for refusal in opened.refused if refusal.is_below(paths)]
        if named:
            raise RuleError(*in_order(problem for refusal in named for problem in refusal.problems))
        for refusal in opened.refused:
            logger.warning("%s", refusal)
        return opened.knowledge

    @classmethod
    def open(cls, store: Path | None = None, rules: Sequence[Path] = ()) -> Opened[Self]:
        """Return the knowledge base with every further pack that is sound, and what was refused.

        Raises
        ------
        KnowledgeError, RuleError
            Where the shipped content has to be built and something is wrong with it.
        """
        shipped = cls.shipped(store)
        found = find_packs(rules)
        admission = admit(shipped, found.packs) if found.packs else Admission(shipped, ())
        knowledge = cls(**{field.name: getattr(admission.knowledge, field.name) for field in fields(Knowledge)})
        return Opened(knowledge, (*found.refused, *admission.refused), found.watched)

    @classmethod
    def shipped(cls, store: Path | None = None) -> Knowledge:
        """Return what came with the program, without any further pack; the errors are those of `load`."""
        content = Content.shipped()
        path = store or store_path(content)
        knowledge = read_snapshot(path, content, VERSION)
        if knowledge is None:
            from whichml.knowledge.building import build  # rdflib, pySHACL and owlready2 take a second to import

            knowledge = build(content, path, VERSION)
        return knowledge


Base = TypeVar("Base", bound=KnowledgeBase)


@dataclass(frozen=True, slots=True)
class Opened(Generic[Base]):
    """A knowledge base, the packs that it does not have, and the files and folders that decided it."""

    knowledge: Base
    refused: tuple[Refusal, ...]
    watched: tuple[Path, ...]


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
