"""The compiled knowledge base beside its graph in one SQLite file, so that opening it parses no YAML and no Turtle."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path
from pydantic import TypeAdapter, ValidationError

from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import Content

FORMAT = "10"
"""Raised whenever the stored form changes, so that an older file is built anew."""


def store_path(content: Content) -> Path:
    """Return where the built file of this content belongs: `WHICHML_STORE`, else a file in the user's cache."""
    chosen = os.environ.get("WHICHML_STORE")
    if chosen:
        return Path(chosen)
    place = hashlib.sha256(str(content.root).encode()).hexdigest()[:16]
    return user_cache_path("whichml") / f"knowledge-{place}.sqlite3"


def write_snapshot(path: Path, knowledge: Knowledge, content: Content) -> None:
    """Put the compiled knowledge into an existing store, with the marks of the content that it was made from."""
    stored = {
        "format": FORMAT,
        "version": knowledge.version,
        "stamp": content.stamp,
        "digest": content.digest,
        "knowledge": _adapter().dump_json(knowledge, by_alias=True),
    }
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE IF NOT EXISTS whichml_snapshot (name TEXT PRIMARY KEY, content BLOB NOT NULL)")
        connection.executemany("INSERT OR REPLACE INTO whichml_snapshot VALUES (?, ?)", stored.items())


def read_snapshot(path: Path, content: Content, version: str) -> Knowledge | None:
    """Return the stored knowledge, or None where the file is missing, foreign or made from other content."""
    stored = _stored(path, ("format", "version", "stamp", "digest", "knowledge"))
    if not _is_of(stored, content, version):
        return None
    try:
        return _adapter().validate_json(stored["knowledge"])
    except (KeyError, ValidationError):
        return None


def is_current(path: Path, content: Content, version: str) -> bool:
    """Return whether the file holds what this content compiles to, without opening all of it."""
    return _is_of(_stored(path, ("format", "version", "stamp", "digest")), content, version)


def _stored(path: Path, names: Sequence[str]) -> dict[str, Any]:
    if not path.is_file():
        return {}
    query = f"SELECT name, content FROM whichml_snapshot WHERE name IN ({', '.join('?' * len(names))})"  # noqa: S608
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return dict(connection.execute(query, names))
    except sqlite3.Error:
        return {}


def _is_of(stored: Mapping[str, Any], content: Content, version: str) -> bool:
    if stored.get("format") != FORMAT or stored.get("version") != version:
        return False
    return stored.get("stamp") == content.stamp or stored.get("digest") == content.digest


@cache
def _adapter() -> TypeAdapter[Knowledge]:
    return TypeAdapter(Knowledge)
