"""Content in one archive, as an installation holds it: a third of what its sixteen hundred files take in a wheel.

What the content compiles to lies around it in the same stream, as knowledge before it and as graph behind it. All
three say much of the same: what the knowledge says, files tell by its place, so that together they take a sixth more
than the knowledge alone. Whoever opens the archive reads no further than it has to, and every start reads the
knowledge: behind the files that takes a third longer. Each part is a line with its name and length, and its bytes: the
heads of a tar file would take a fiftieth more. A file that is named by the id in its first line has no name of its own,
since those of five thousand works take a ninetieth.
"""

from __future__ import annotations

import io
import lzma
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final

from whichml.knowledge.text_compression import made_small
from whichml.knowledge.told_texts import told_by_place, told_in_full
from whichml.model.documents.errors import KnowledgeError

ARCHIVE: Final = "content.xz"
"""The file that an installation holds in the place of the files that answers stand on."""
_COMPILED: Final = ("knowledge", "graph")
"""The first part and the last, which are no files of the content."""
_LONGEST_HEAD: Final = 1_000
_BY_ID: Final = "*"
"""What stands for the id of a file, in its name."""
_ENDING: Final = ".yaml"
_ID: Final = re.compile(rb"id: ([a-z0-9-]+)\n")


def write_archive(path: Path, parts: Iterable[tuple[str, bytes]], knowledge: bytes = b"", graph: bytes = b"") -> None:
    """Write files into an archive, the same bytes for the same files in the same order.

    Parameters
    ----------
    parts : names below the root of the content, with slashes, and bytes
    knowledge, graph : what they compile to, as text: the graph without what follows from the knowledge
    """
    unpacked, files = io.BytesIO(), dict(parts)
    first, last = zip(_COMPILED, (knowledge, graph), strict=True)
    names = (_without_id(name, raw) for name, raw in files.items())
    told = zip(names, told_by_place(files.values(), knowledge), strict=True)
    for name, raw in (first, *told, last):
        unpacked.write(f"{name}\0{len(raw)}\n".encode())
        unpacked.write(raw)
    path.write_bytes(made_small(unpacked.getvalue(), is_shipped=True))


def read_archive(path: Path) -> Iterator[tuple[str, bytes]]:
    """Return the names and bytes of the files in an archive, in their order.

    Raises
    ------
    KnowledgeError
        Where it cannot be read.
    """
    (_, knowledge), *files, _ = _parts(path)
    try:
        raw = tuple(told_in_full((told for _, told in files), knowledge))
    except (LookupError, ValueError) as refusal:
        raise _unreadable(path, refusal) from refusal
    return ((_with_id(name, text), text) for (name, _), text in zip(files, raw, strict=True))


def read_compiled(path: Path) -> bytes:
    """Return what the files in an archive compile to, as it was put in; errors are those of `read_archive`."""
    return next((raw for _, raw in _parts(path)), b"")


def read_graph(path: Path) -> tuple[bytes, bytes]:
    """Return what the files in an archive compile to, as `write_archive` has it; errors as those of `read_archive`."""
    knowledge, graph = (raw for name, raw in _parts(path) if name in _COMPILED)
    return knowledge, graph


def _without_id(name: str, raw: bytes) -> str:
    """Return the name of a file, with a mark for the id where that stands in the first line, too."""
    folder, slash, file = name.rpartition("/")
    return f"{folder}{slash}{_BY_ID}{_ENDING}" if file == _identity(raw) + _ENDING else name


def _with_id(name: str, raw: bytes) -> str:
    """Return the name of a file as `_without_id` was given it."""
    mark = _BY_ID + _ENDING
    return name.removesuffix(mark) + _identity(raw) + _ENDING if name.endswith(mark) else name


def _identity(raw: bytes) -> str:
    """Return the id that a file begins with; empty where it begins with something else."""
    found = _ID.match(raw)
    return found[1].decode() if found else ""


def _parts(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with lzma.open(path) as file:
            name = ""
            while name != _COMPILED[-1]:
                name, raw = _part(file.readline(_LONGEST_HEAD), file)
                yield name, raw
    except (OSError, EOFError, ValueError, lzma.LZMAError) as refusal:
        raise _unreadable(path, refusal) from refusal


def _unreadable(path: Path, refusal: Exception) -> KnowledgeError:
    return KnowledgeError.about(
        f"the archive {path.name} of the knowledge cannot be read: {refusal}.", hint="Install whichml again."
    )


def _part(head: bytes, file: IO[bytes]) -> tuple[str, bytes]:
    name, _, length = head.partition(b"\0")  # of a stream that has ended no length is left, which is no number
    raw = file.read(int(length))
    if len(raw) != int(length):
        raise EOFError("it ends within a file")
    return name.decode(), raw
