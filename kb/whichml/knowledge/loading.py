"""The knowledge base that came with the program, opened in milliseconds and built first where its content changed."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from importlib.metadata import version
from pathlib import Path
from typing import Final, Generic, Self, TypeVar

from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import Content
from whichml.knowledge.extras import how_to_install
from whichml.knowledge.finding import find_packs
from whichml.knowledge.pack_loading import PackLoading, RejectedPack, load_packs, raise_problems
from whichml.knowledge.packs import PackFile
from whichml.knowledge.snapshot import SHIPPED, is_current, is_replaceable, read_snapshot
from whichml.knowledge.store import is_of_cache, knowledge_store_path, mark_used
from whichml.model.documents.errors import KnowledgeError, quoted

VERSION = version("whichml")
_ONTOLOGY_PACKAGES = ("rdflib", "pyshacl")
_DATABASE: Final = re.compile("[a-z][a-z0-9+]+:/")
_HINT: Final = "WHICHML_STORE names the file of the compiled knowledge; where answers are kept says WHICHML_ANSWERS."
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
        refused = [refusal.at_its_path() for refusal in opened.refused]
        named = [refusal for refusal in refused if refusal.is_below(paths)]
        raise_problems(named)
        for refusal in refused:
            logger.warning("%s", refusal)
        return opened.knowledge

    @classmethod
    def open(cls, store: Path | None = None, rules: Sequence[Path] = ()) -> OpenedKnowledge[Self]:
        """Return the knowledge base with every further pack that is sound, and what was refused.

        Raises
        ------
        KnowledgeError, RuleError
            Where the shipped content has to be built and something is wrong with it.
        """
        shipped = cls.shipped(store)
        found = find_packs(rules)
        loading = load_packs(shipped, found.packs) if found.packs else PackLoading(shipped, ())
        knowledge = cls._of(loading.knowledge)
        in_use = {(pack.where, pack.digest) for pack in knowledge.packs if not pack.shipped}
        packs = tuple(pack for pack in found.packs if (pack.document.name, pack.digest) in in_use)
        return OpenedKnowledge(knowledge, (*found.refused, *loading.refused), found.watched, packs, shipped)

    @classmethod
    def joined(cls, shipped: Knowledge, packs: Sequence[PackFile]) -> Self:
        """Return what came with the program with further packs that were read already.

        Raises
        ------
        RuleError
            With every problem of every pack.
        """
        loading = load_packs(shipped, packs)
        raise_problems(loading.refused)
        return cls._of(loading.knowledge)

    @classmethod
    def _of(cls, knowledge: Knowledge) -> Self:
        return cls(**{field.name: getattr(knowledge, field.name) for field in fields(Knowledge)})

    @classmethod
    def shipped(cls, store: Path | None = None) -> Knowledge:
        """Return what came with the program, without any further pack; the errors are those of `load`."""
        content = Content.shipped()
        places = (store,) if store else _places(content)
        for path in places:
            knowledge = read_snapshot(path, content, VERSION)
            if knowledge is not None:
                mark_used(path)
                return knowledge
        return _compile_into(places[-1], content)


Base = TypeVar("Base", bound=KnowledgeBase)


@dataclass(frozen=True, slots=True)
class OpenedKnowledge(Generic[Base]):
    """A knowledge base, the packs that it does not have, and the files and folders that decided it.

    Attributes
    ----------
    packs : the further packs that it has, as they were read
    shipped : what it is without them, None where that is not known
    """

    knowledge: Base
    refused: tuple[RejectedPack, ...]
    watched: tuple[Path, ...]
    packs: tuple[PackFile, ...] = ()
    shipped: Knowledge | None = None


def current_store(content: Content) -> Path | None:
    """Return the file that holds what the content compiles to, None where it has to be compiled first."""
    return next((path for path in _places(content) if is_current(path, content, VERSION)), None)


def build_store(content: Content) -> Path:
    """Compile the content and return the file that holds it.

    Raises
    ------
    KnowledgeError, RuleError
        Where something is wrong with the content, or the file cannot be written.
    """
    path = knowledge_store_path(content)
    _compile_into(path, content)
    if not is_current(path, content, VERSION):
        raise KnowledgeError.about(
            f"the knowledge base was built, but {path} cannot be written.",
            hint="Set WHICHML_STORE to a file in a folder that can.",
        )
    return path


def built_store() -> Path:
    """Return the file of the shipped content, for what reads its graph; the errors are those of `build_store`."""
    content = Content.shipped()
    return current_store(content) or build_store(content)


def _places(content: Content) -> tuple[Path, ...]:
    """Return where the compiled content may be: beside it, as in an installation, else where it is kept."""
    return content.root / SHIPPED, knowledge_store_path(content)


def _compile_into(path: Path, content: Content) -> Knowledge:
    """Return what the content compiles to, kept in a file where that can be written.

    Raises
    ------
    KnowledgeError, RuleError
        Where something is wrong with the content, another file lies there, or the extra `ontology` is not installed.
    """
    _refuse_to_lose(path)
    try:
        from whichml.knowledge.building import build_knowledge  # rdflib and pySHACL are an extra, and slow to import
    except ModuleNotFoundError as missing:
        if missing.name not in _ONTOLOGY_PACKAGES:
            raise
        raise KnowledgeError.about(
            f"the content in {content.root} has to be compiled, and the package {missing.name} is not installed.",
            hint=f"Install it with {how_to_install('ontology')}.",
        ) from None
    return build_knowledge(content, path, VERSION)


def _refuse_to_lose(path: Path) -> None:
    """Refuse to put compiled knowledge in the place of a file of another kind, such as one that holds answers."""
    if _DATABASE.match(str(path)):
        raise KnowledgeError.about(
            "WHICHML_STORE names a database, and compiled knowledge is kept in a file.", hint=_HINT
        )
    if not is_replaceable(path) and not is_of_cache(path):
        message = f"{quoted(str(path))} is not compiled knowledge, and nothing is written in its place."
        raise KnowledgeError.about(message, hint=_HINT)
