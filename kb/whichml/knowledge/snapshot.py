"""Compiled knowledge and its graph in one file, which opens without a line of YAML or Turtle being read.

The first line says, as JSON, what the file was compiled from and how long its parts are. Then come the knowledge as
JSON and, packed, what the graph says beyond it, unless the file is shipped beside an archive that holds both.
"""

from __future__ import annotations

import lzma
import os
import tempfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import IO, Final

from pydantic import TypeAdapter, ValidationError

from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import Content
from whichml.knowledge.content_archive import ARCHIVE, read_compiled, read_graph, write_archive
from whichml.knowledge.stored import StoredValue
from whichml.knowledge.text_compression import made_small
from whichml.knowledge.triples import as_turtle
from whichml.model.documents.errors import KnowledgeError

SHIPPED: Final = "knowledge.snapshot"
"""The file that an installation holds beside its content."""
_FORMAT: Final = "29"
"""Raised whenever the stored form changes, so that an older file is compiled anew."""
_LONGEST_HEAD: Final = 10_000
_BEGINS: Final = b'{"format":'
"""How a file of every version begins."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """What content compiles to: the knowledge that answers stand on, and the graph as N-Triples, sorted."""

    knowledge: Knowledge
    triples: bytes


class _Head(StoredValue):
    """The first line of a file.

    Attributes
    ----------
    version : of the program
    stamp : of the content
    origin : the folder of the content; empty where the file lies beside the archive of it, which holds both parts
    n_knowledge, n_graph : length of the two parts in bytes
    """

    format: str
    version: str
    stamp: str
    origin: str
    n_knowledge: int
    n_graph: int

    def is_of(self, content: Content, version: str) -> bool:
        return (self.format, self.version) == (_FORMAT, version) and self.stamp == content.stamp

    def knowledge_in(self, file: IO[bytes], path: Path) -> bytes:
        """Return the knowledge that follows in the file of this path or lies beside it, as JSON."""
        return file.read(self.n_knowledge) if self.origin else read_compiled(path.with_name(ARCHIVE))

    def parts_in(self, file: IO[bytes], path: Path) -> tuple[bytes, bytes]:
        """Return the knowledge and what the graph says beyond it, wherever they are."""
        if not self.origin:
            return read_graph(path.with_name(ARCHIVE))
        return file.read(self.n_knowledge), lzma.decompress(file.read(self.n_graph))


def write_snapshot(path: Path, compiled: Compiled, origin: str, stamp: str = "") -> None:
    """Write a file, the same bytes for the same arguments.

    It is written under another name and put in place at the end: when anything fails, a former file stays as it was.

    Parameters
    ----------
    origin : the folder of the content, so that the file can go when that is gone
    stamp : of the content; where it is empty, the digest of what it compiled to

    Raises
    ------
    OSError
        Where it cannot be written.
    """
    knowledge = _as_json(compiled.knowledge)
    graph = made_small(_beyond(compiled))
    head = _head_of(compiled, stamp or compiled.knowledge.digest, graph, origin, len(knowledge))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines((head, knowledge, graph))
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_shipped(folder: Path, compiled: Compiled, content: Content) -> tuple[Path, Path]:
    """Write into a folder what an installation holds, and return the files: the archive, and the snapshot beside it."""
    archive, snapshot = folder / ARCHIVE, folder / SHIPPED
    knowledge = _as_json(compiled.knowledge)
    write_archive(archive, content.parts(), knowledge, _beyond(compiled))
    snapshot.write_bytes(_head_of(compiled, replace(content, archive=archive).stamp))
    return archive, snapshot


def _beyond(compiled: Compiled) -> bytes:
    from whichml.knowledge.derived_graph import beyond_knowledge  # whoever only asks for an answer does not need it

    return beyond_knowledge(compiled.triples, compiled.knowledge)


def _as_json(knowledge: Knowledge) -> bytes:
    return _adapter().dump_json(knowledge, by_alias=True, exclude_defaults=True)  # a fourteenth is what is usual


def _head_of(compiled: Compiled, stamp: str, graph: bytes = b"", origin: str = "", n_knowledge: int = 0) -> bytes:
    version, n_graph = compiled.knowledge.version, len(graph)
    head = _Head(
        format=_FORMAT, version=version, stamp=stamp, origin=origin, n_knowledge=n_knowledge, n_graph=n_graph
    )  # fmt: skip
    return head.model_dump_json().encode() + b"\n"


def read_snapshot(path: Path, content: Content, version: str) -> Knowledge | None:
    """Return the stored knowledge, or None where the file is missing, foreign or compiled from other content."""
    try:
        with path.open("rb") as file:
            head = _read_head(file)
            return _adapter().validate_json(head.knowledge_in(file, path)) if head.is_of(content, version) else None
    except (OSError, ValidationError, KnowledgeError):
        return None


def is_current(path: Path, content: Content, version: str) -> bool:
    """Return whether a file is what this content compiles to, by its first line."""
    try:
        with path.open("rb") as file:
            return _read_head(file).is_of(content, version)
    except (OSError, ValidationError):
        return False


def is_replaceable(path: Path) -> bool:
    """Return whether nothing of another kind is lost with a file: there is none, it is empty, or begins as ours do."""
    try:
        if not path.exists():
            return True
        with path.open("rb") as file:
            return path.is_file() and file.read(len(_BEGINS)) in (b"", _BEGINS)
    except OSError:
        return False


def read_turtle(path: Path) -> bytes:
    """Return the graph in a file as Turtle, a third as long as `read_triples` has it; errors are those of that."""
    return as_turtle(read_triples(path))


def read_triples(path: Path) -> bytes:
    """Return the graph in a file as N-Triples, sorted.

    Raises
    ------
    KnowledgeError
        Where there is no such file, or it holds no graph.
    """
    from whichml.knowledge.derived_graph import with_knowledge  # whoever only asks for an answer does not need it

    try:
        with path.open("rb") as file:
            knowledge, beyond = _read_head(file).parts_in(file, path)
        return with_knowledge(beyond, _adapter().validate_json(knowledge))
    except (OSError, ValidationError, KnowledgeError, lzma.LZMAError, ValueError, SyntaxError):
        raise KnowledgeError.about(
            f"there is no graph in {path.name}.", hint="Build it: whichml kb build --force."
        ) from None


def read_origin(path: Path) -> Path | None:
    """Return the folder of the content that a file was compiled from, None where it does not say."""
    try:
        with path.open("rb") as file:
            origin = _read_head(file).origin
    except (OSError, ValidationError):
        return None
    return Path(origin) if origin else None


def _read_head(file: IO[bytes]) -> _Head:
    return _Head.model_validate_json(file.readline(_LONGEST_HEAD))


@cache
def _adapter() -> TypeAdapter[Knowledge]:
    return TypeAdapter(Knowledge)
