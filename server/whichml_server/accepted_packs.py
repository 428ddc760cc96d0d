"""The rule packs that were taken into use last, where every process that is forked from this one finds them."""

from __future__ import annotations

import json
import os
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from whichml.knowledge.packs import PackFile, parse_pack

_HAS_FORKS: Final = hasattr(os, "fork")
"""Where there are none, there is one process, which knows what it accepted."""
_Text = tuple[str, str, str]
"""How citations call a pack, where it lies, and what it says."""


@dataclass(frozen=True, slots=True)
class AcceptedPacks:
    """Packs that a process took into use.

    Attributes
    ----------
    number : how many times packs were taken into use since the first process began
    """

    number: int
    packs: tuple[PackFile, ...]


class AcceptanceRecord:
    """What was accepted last, in a file without a name that forks inherit.

    The files of packs may be broken or gone when a process begins. It then serves what the others took from them while
    they were sound, for which this keeps the texts of the packs.
    """

    def __init__(self) -> None:
        if hasattr(os, "memfd_create"):
            self._file = os.fdopen(os.memfd_create("whichml-packs"), "w+b")
        else:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 (open as long as the record)
        self._descriptor = self._file.fileno()
        weakref.finalize(self, self._file.close)

    def since(self, number: int) -> AcceptedPacks | None:
        """Return what was accepted last, None where that was nothing after this number."""
        if not _HAS_FORKS:
            return None
        with self._alone():
            noted = self._read()
        if noted is None or noted[0] <= number:
            return None
        return AcceptedPacks(noted[0], tuple(_as_pack(*each) for each in noted[1]))

    def note(self, packs: Sequence[PackFile], number: int) -> int | None:
        """Note packs that are to be used by all; return their number.

        Parameters
        ----------
        number : that of the packs in whose place they come; None comes back where others took that place meanwhile
        """
        if not _HAS_FORKS:
            return number + 1
        texts = [(pack.document.name, str(pack.path or ""), pack.raw.decode()) for pack in packs]
        with self._alone():
            noted = self._read()
            if noted is not None and noted[0] > number:
                return noted[0] if sorted(noted[1]) == sorted(texts) else None
            text = json.dumps([number + 1, texts]).encode()
            os.pwrite(self._descriptor, text, 0)
            os.ftruncate(self._descriptor, len(text))
        return number + 1

    def _read(self) -> tuple[int, list[_Text]] | None:
        """Return what is noted; None where that is nothing, or its writer was killed before it had written all."""
        text = os.pread(self._descriptor, os.fstat(self._descriptor).st_size, 0)
        try:
            noted = json.loads(text or b"null")
        except ValueError:
            return None
        return (noted[0], [(name, path, text) for name, path, text in noted[1]]) if noted else None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other processes out; they share the place in the file too, which thus stays at its beginning."""
        os.lockf(self._descriptor, os.F_LOCK, 0)
        try:
            yield
        finally:
            os.lockf(self._descriptor, os.F_ULOCK, 0)


def _as_pack(name: str, path: str, text: str) -> PackFile:
    return parse_pack(text.encode(), name, Path(path) if path else None)
