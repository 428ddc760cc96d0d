"""Disks without space for what a test writes: by a limit on files, as a quota is, or by one of SQLite on pages."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Pool, event


@contextmanager
def files_up_to(n_bytes: int) -> Iterator[None]:
    """Let this process write no file beyond a size, as a quota does."""
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, former[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)


@contextmanager
def pages_up_to(n_pages: int) -> Iterator[None]:
    """Let SQLite find the disk full once the file has so many pages."""

    def limit(connection: Any, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {n_pages}")

    event.listen(Pool, "checkout", limit)
    try:
        yield
    finally:
        event.remove(Pool, "checkout", limit)
