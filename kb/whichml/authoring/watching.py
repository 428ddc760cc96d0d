"""Waiting until a file changes, by looking at it twice a second: it works on every file system and needs nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path

SECONDS_BETWEEN_LOOKS = 0.5
Stamp = tuple[tuple[str, int, int], ...]


def stamp_of(paths: Iterable[Path]) -> Stamp:
    """Return the names, sizes and times of change of the files, and of those in the folders, that are there."""
    found = []
    for path in paths:
        for file in sorted(path.iterdir()) if path.is_dir() else [path]:
            try:
                status = file.stat()
            except OSError:
                continue  # it went between the listing and the look
            found.append((str(file), status.st_size, status.st_mtime_ns))
    return tuple(found)


def changes_of(paths: Iterable[Path], wait: Callable[[float], None] = time.sleep) -> Stamp:
    """Return once a file at the paths was added, changed or removed, with the new stamp."""
    watched = tuple(paths)
    before = stamp_of(watched)
    while (now := stamp_of(watched)) == before:
        wait(SECONDS_BETWEEN_LOOKS)
    return now
