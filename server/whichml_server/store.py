"""Answers kept in one SQLite file, so that an address handed out once still answers after a restart."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_data_path

from whichml_server.errors import ServerError

VERSION = 1
"""`PRAGMA user_version` of the tables below; each later version brings the step that leads to it."""

_TABLES = """
CREATE TABLE IF NOT EXISTS answers (
    id TEXT PRIMARY KEY,
    schema TEXT NOT NULL,
    created TEXT NOT NULL,
    knowledge TEXT NOT NULL,
    body BLOB NOT NULL
)
"""
_SECONDS_TO_WAIT_FOR_A_LOCK = 10.0


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer as it was given.

    Attributes
    ----------
    id : the answer's id, a hash of brief and knowledge
    schema : the form of `body`, such as `recommendation/1`
    knowledge : digest of the knowledge base that it stands on
    body : the answer as UTF-8 JSON
    """

    id: str
    schema: str
    knowledge: str
    body: bytes


def default_store_path() -> Path:
    """Return where answers belong: `WHICHML_ANSWERS`, else a file among the user's data."""
    chosen = os.environ.get("WHICHML_ANSWERS")
    return Path(chosen) if chosen else user_data_path("whichml") / "answers.sqlite3"


class AnswerStore:
    """Answers in one SQLite file; threads and processes may share it, as each use opens a connection of its own.

    Parameters
    ----------
    path : the file, created with its folder where it is missing

    Raises
    ------
    ServerError
        Where the file cannot be opened, is no store of answers, or was written by a later whichml.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with self._connection() as connection:
                self._prepare(connection)
        except (OSError, sqlite3.Error) as cause:
            raise ServerError.about(
                f"the store of answers {path} cannot be used: {cause}.",
                hint="Name another file, or a folder that may be written to, with WHICHML_ANSWERS.",
            ) from None

    def put(self, answer: StoredAnswer) -> None:
        """Keep an answer; one of the same id is replaced and keeps its first date."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._connection() as connection, connection:
            connection.execute(
                "INSERT INTO answers (id, schema, created, knowledge, body) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET schema = excluded.schema, body = excluded.body "
                "WHERE body IS NOT excluded.body",
                (answer.id, answer.schema, now, answer.knowledge, answer.body),
            )

    def get(self, identity: str) -> StoredAnswer | None:
        """Return the answer of that id, or None where there is none."""
        with self._connection() as connection:
            row = connection.execute(
                "SELECT id, schema, knowledge, body FROM answers WHERE id = ?", (identity,)
            ).fetchone()
        return StoredAnswer(*row) if row else None

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=_SECONDS_TO_WAIT_FOR_A_LOCK)) as connection:
            yield connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            (n_tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if version > VERSION:
                raise ServerError.about(
                    f"the store of answers {self.path} has version {version}, and this whichml knows {VERSION}.",
                    hint="Use the whichml that wrote it, or a later one; or name another file with WHICHML_ANSWERS.",
                )
            if version == 0 and n_tables:
                raise ServerError.about(
                    f"the SQLite file {self.path} is no store of answers.",
                    hint="Name another file with WHICHML_ANSWERS.",
                )
            connection.execute(_TABLES)
            connection.execute(f"PRAGMA user_version = {VERSION}")
        _write_ahead(connection)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Have the file written ahead; SQLite does not wait by itself while others open it too."""
    until = time.monotonic() + _SECONDS_TO_WAIT_FOR_A_LOCK
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return
