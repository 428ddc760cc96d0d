"""The tables in a SQLite file: made where it is new, and brought up to date where it is older."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, OperationalError

from whichml_server.errors import ServerError
from whichml_server.store.earlier_versions import ARE_LEFT, bring_up_to_date
from whichml_server.store.sqlite_opening import SECONDS_FOR_A_LOCK, primary_code
from whichml_server.store.tables import VERSION, metadata

_SECONDS_TO_PREPARE: Final = 10.0
_ELSEWHERE: Final = "Name another file with WHICHML_ANSWERS."


def prepare_tables(connection: Connection, path: Path) -> None:
    """Make the tables where they are missing, and bring those of an earlier version up to date.

    A file that has them is only read, since it may be one that cannot be written to now.

    Raises
    ------
    ServerError
        Where the file is no store of answers, or one of a later version.
    """
    if _is_up_to_date(connection, path):
        return
    _wait_up_to(connection, _SECONDS_TO_PREPARE)  # others may be making the same tables, or moving many answers
    try:
        with transaction(connection):
            if not _is_up_to_date(connection, path):
                _make_tables(connection)
        while bring_up_to_date(connection, transaction):
            pass
        _write_ahead(connection)
    finally:
        _wait_up_to(connection, SECONDS_FOR_A_LOCK)


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """Begin with the right to write, so that none who has read is refused it later."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        yield
        connection.exec_driver_sql("COMMIT")
    except BaseException:
        _roll_back(connection)
        raise


def _roll_back(connection: Connection) -> None:
    """End a transaction that failed; SQLite has ended it by itself where the disk is full."""
    try:
        connection.exec_driver_sql("ROLLBACK")
    except DBAPIError:
        connection.invalidate()


def _is_up_to_date(connection: Connection, path: Path) -> bool:
    """Return whether the tables of today are there, and no answers of earlier ones are left."""
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if version > VERSION:
        raise ServerError.about(
            f"the store of answers {path} has version {version}, and this whichml knows {VERSION}.",
            hint=f"Use the whichml that wrote it, or a later one. {_ELSEWHERE}",
        )
    n_tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
    if version == 0 and n_tables:
        raise ServerError.about(f"the SQLite file {path} is no store of answers.", hint=_ELSEWHERE)
    return bool(version == VERSION and n_tables and not connection.exec_driver_sql(ARE_LEFT).scalar_one())


def _make_tables(connection: Connection) -> None:
    if connection.exec_driver_sql("PRAGMA user_version").scalar_one() == 1:
        connection.exec_driver_sql("ALTER TABLE answers RENAME TO answers_1")
    metadata.create_all(connection)
    connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")


def _wait_up_to(connection: Connection, seconds: float) -> None:
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {round(1000 * seconds)}")


def _write_ahead(connection: Connection) -> None:
    """Have the file written ahead; SQLite does not wait by itself while others open it too."""
    until = time.monotonic() + _SECONDS_TO_PREPARE
    while True:
        try:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        except OperationalError as failure:
            is_in_use = primary_code(failure.orig) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            if not is_in_use or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return
