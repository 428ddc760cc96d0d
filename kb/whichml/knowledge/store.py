"""Where compiled knowledge is kept in the user's cache, and which of it nobody uses any more."""

from __future__ import annotations

import hashlib
import os
import re
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from platformdirs import user_cache_path

from whichml.knowledge.content import Content
from whichml.knowledge.snapshot import read_origin

_OURS: Final = re.compile(r"\.?knowledge-[0-9a-f]{16}\.(snapshot|sqlite3)\b.*")
"""Names of stores, of those that are being written, and of the SQLite files that version 0.1 kept."""
_UNUSED_SECONDS: Final = 30 * 24 * 3600
_MARKED_EVERY_SECONDS: Final = 24 * 3600


def cache_folder() -> Path:
    """Return the folder of what can be made again at any time: `WHICHML_CACHE`, else whichml's own in the user's."""
    chosen = os.environ.get("WHICHML_CACHE")
    return Path(chosen) if chosen else user_cache_path("whichml")


def knowledge_store_path(content: Content) -> Path:
    """Return where this content is kept once it is compiled: `WHICHML_STORE`, else a file in the cache."""
    chosen = os.environ.get("WHICHML_STORE")
    if chosen:
        return Path(chosen)
    place = hashlib.sha256(str(content.root).encode()).hexdigest()[:16]
    return cache_folder() / f"knowledge-{place}.snapshot"


def is_of_cache(path: Path) -> bool:
    """Return whether a file is one of those that only compiled knowledge is kept in: by its name, in the cache."""
    return path.parent == cache_folder() and _OURS.fullmatch(path.name) is not None


def mark_used(path: Path) -> None:
    """Note, once a day, that a store in the cache is in use."""
    with suppress(OSError):  # a store that cannot be written serves as well
        if path.parent == cache_folder() and _age_seconds(path) > _MARKED_EVERY_SECONDS:
            path.touch()


def remove_unused() -> None:
    """Remove the stores in the cache that nobody used for thirty days, and those of content that is no longer there.

    Another process may read or remove the same files meanwhile; whoever misses one compiles it again.
    """
    with suppress(OSError):
        for path in cache_folder().iterdir():
            if _OURS.fullmatch(path.name):
                with suppress(OSError):
                    if _age_seconds(path) > _UNUSED_SECONDS or _is_orphan(path):
                        path.unlink()


def _age_seconds(path: Path) -> float:
    return time.time() - path.stat().st_mtime


def _is_orphan(path: Path) -> bool:
    origin = read_origin(path)
    return origin is not None and not origin.exists()
