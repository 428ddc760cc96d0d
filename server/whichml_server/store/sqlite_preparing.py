"""The tables in a SQLite file: made where it is new, and brought up to date where it is older."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from whichml_server.errors import ServerError
from whichml_server.store.earlier_versions import ARE_LEFT, bring_up_to_date
from whichml_server.store.sqlite_opening import SECONDS_FOR_A_LOCK, primary_code
from whichml_server.store.tables import TRIAL, VERSION, metadata

_SECONDS_TO_PREPARE: Final = 10.0
_SECONDS_BETWEEN_LOOKS: Final = 0.002
_VERSION_AND_TABLES: Final = "SELECT user_version, (SELECT count(*) FROM sqlite_master) FROM pragma_user_version"
"""Both at once: others may be making the tables."""
_TRIAL: Final = "INSERT INTO dictionaries (id, packed) VALUES (?, zeroblob(65536))"
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
def transaction(connection: Connection, seconds: float | None = None) -> Iterator[None]:
    """Begin with the right to write, so that none who has read is refused it later.

    Parameters
    ----------
    connection : outside of any transaction
    seconds : how long to look, every other millisecond, whether others have done writing; SQLite itself looks ten times
        a second and less, and would seldom meet the moment between two transactions of a busy process; None leaves it
        to SQLite
    """
    _begin(connection, seconds)
    try:
        yield
        connection.exec_driver_sql("COMMIT")
    except BaseException:
        _roll_back(connection)
        raise


class _TakenBack(Exception):  # noqa: N818 (it is what was meant)
    """Ends a transaction that leaves nothing written."""


def write_and_take_back(connection: Connection, seconds: float) -> None:
    """Have a transaction write as much as a large answer takes into the log, and take it back.

    What is not committed usually stays in memory; with hardly any of that SQLite writes it, so that a disk without
    room for it says so. Nothing is synced, and the next transaction writes over it.
    """
    (n_pages,) = connection.exec_driver_sql("PRAGMA cache_size").one()
    connection.exec_driver_sql("PRAGMA cache_size = 1")
    try:
        with suppress(_TakenBack), transaction(connection, seconds):
            connection.exec_driver_sql(_TRIAL, (TRIAL,))
            raise _TakenBack
    finally:
        with suppress(SQLAlchemyError):  # what is raised already says what is wrong
            connection.exec_driver_sql(f"PRAGMA cache_size = {n_pages}")


def _begin(connection: Connection, seconds: float | None) -> None:
    if seconds is None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    until = time.monotonic() + seconds
    _wait_up_to(connection, 0)
    try:
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            except OperationalError as failure:
                if primary_code(failure.orig) != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                    raise
                time.sleep(_SECONDS_BETWEEN_LOOKS)
            else:
                return
    finally:
        _wait_up_to(connection, SECONDS_FOR_A_LOCK)


def _roll_back(connection: Connection) -> None:
    """End a transaction that failed; SQLite has ended it by itself where the disk is full."""
    try:
        connection.exec_driver_sql("ROLLBACK")
    except DBAPIError:
        connection.invalidate()


def _is_up_to_date(connection: Connection, path: Path) -> bool:
    """Return whether the tables of today are there, and no answers of earlier ones are left."""
    version, n_tables = connection.exec_driver_sql(_VERSION_AND_TABLES).one()
    if version > VERSION:
        raise ServerError.about(
            f"the store of answers {path} has version {version}, and this whichml knows {VERSION}.",
            hint=f"Use the whichml that wrote it, or a later one. {_ELSEWHERE}",
        )
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
