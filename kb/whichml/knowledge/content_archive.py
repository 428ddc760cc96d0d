"""Content in one archive, as an installation holds it: a third of what its sixteen hundred files take in a wheel.

What the content compiles to lies before it in the same stream. It says much of the same in the same words, so that
both together take three quarters of what they would take apart; whoever opens it reads no further.
"""

from __future__ import annotations

import io
import lzma
import tarfile
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Final

from whichml.knowledge.text_compression import made_small
from whichml.model.documents.errors import KnowledgeError

ARCHIVE: Final = "content.tar.xz"
"""The file that an installation holds in the place of the files that answers stand on."""
_COMPILED: Final = "compiled"
"""The first entry, which is no file of the content."""


def write_archive(path: Path, parts: Iterable[tuple[str, bytes]], compiled: bytes = b"") -> None:
    """Write files into an archive in their order, the same bytes for the same files.

    Parameters
    ----------
    parts : names below the root of the content, with slashes, and bytes
    compiled : what they compile to, as text
    """
    unpacked = io.BytesIO()
    with tarfile.open(fileobj=unpacked, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, raw in chain([(_COMPILED, compiled)], parts):
            entry = tarfile.TarInfo(name)
            entry.size = len(raw)
            archive.addfile(entry, io.BytesIO(raw))
    path.write_bytes(made_small(unpacked.getvalue(), is_shipped=True))


def read_archive(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the names and bytes of the files in an archive, in their order.

    Raises
    ------
    KnowledgeError
        Where it cannot be read.
    """
    return islice(_entries(path), 1, None)


def read_compiled(path: Path) -> bytes:
    """Return what the files in an archive compile to, as it was put in; errors are those of `read_archive`."""
    return next((raw for _, raw in _entries(path)), b"")


def _entries(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with tarfile.open(path, "r:xz") as archive:
            for entry in archive:
                file = archive.extractfile(entry)
                yield entry.name, file.read() if file is not None else b""
    except (OSError, EOFError, tarfile.TarError, lzma.LZMAError) as refusal:
        raise KnowledgeError.about(
            f"the archive {path.name} of the knowledge cannot be read: {refusal}.", hint="Install whichml again."
        ) from refusal
