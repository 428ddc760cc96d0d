"""A store in one SQLite file, which threads and processes of one machine share."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, Table, create_engine
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import QueuePool

from whichml_server.errors import ServerError
from whichml_server.store.database import Database, failures_told
from whichml_server.store.earlier_versions import bring_up_to_date
from whichml_server.store.stored import StoreUnavailable
from whichml_server.store.tables import VERSION, metadata

_SECONDS_FOR_A_LOCK: Final = 0.4
"""How long to wait for other processes, and as long for other threads: together less than a second."""
_SECONDS_TO_PREPARE: Final = 10.0
_N_KEPT: Final = 4
_REASON: Final = "its SQLite file answers"


class SqliteFile(Database):
    """A store in one SQLite file, written ahead (WAL), with one fsync a transaction.

    Parameters
    ----------
    path : the file, created with its folder where it is missing
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writing = threading.Lock()
        self._engine = self._new_engine()

    def prepare(self) -> None:
        """Make the tables, or bring those of an earlier version up to date; see `Database.prepare`."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._engine.connect() as connection, _patient(connection):
                self._make_tables(connection)
                _write_ahead(connection)
        except (OSError, DBAPIError) as failure:
            cause = failure.orig if isinstance(failure, DBAPIError) else failure
            raise ServerError.about(
                f"the store of answers {self.path} cannot be used: {cause}.",
                hint="Name another file, or a folder that may be written to, with WHICHML_ANSWERS.",
            ) from None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Return a connection outside of any transaction; each statement sees what was done before it."""
        with failures_told(_REASON), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Return a connection in a transaction; threads wait here in turn, since SQLite has one writer at a time."""
        if not self._writing.acquire(timeout=_SECONDS_FOR_A_LOCK):
            raise StoreUnavailable.because("others are writing to it", seconds=1)
        try:
            with failures_told(_REASON), self._engine.connect() as connection, _transaction(connection):
                yield connection
        finally:
            self._writing.release()

    def insert(self, table: Table) -> Any:
        """Return an INSERT of SQLite."""
        return insert(table)

    def vacuum(self) -> None:
        """Write the file anew without the space of what was deleted."""
        with failures_told(_REASON), self._engine.connect() as connection:
            connection.exec_driver_sql("VACUUM")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def _new_engine(self) -> Engine:
        return create_engine(
            "sqlite://",
            creator=self._opened,
            poolclass=QueuePool,
            pool_size=_N_KEPT,
            max_overflow=64,
            pool_timeout=_SECONDS_FOR_A_LOCK,
            pool_reset_on_return=None,  # each block ends what it began
        )

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=_SECONDS_FOR_A_LOCK, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA synchronous = FULL")  # an answer that was acknowledged survives loss of power
        return connection

    def _make_tables(self, connection: Connection) -> None:
        with _transaction(connection):
            version = _version_of(connection)
            n_tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
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
            if version == 1:
                connection.exec_driver_sql("ALTER TABLE answers RENAME TO answers_1")
            metadata.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
        while bring_up_to_date(connection, _transaction):
            pass


@contextmanager
def _patient(connection: Connection) -> Iterator[None]:
    """Wait longer for others, who may be making the same tables or bringing many answers up to date."""
    _wait_up_to(connection, _SECONDS_TO_PREPARE)
    try:
        yield
    finally:
        _wait_up_to(connection, _SECONDS_FOR_A_LOCK)


def _wait_up_to(connection: Connection, seconds: float) -> None:
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {round(1000 * seconds)}")


@contextmanager
def _transaction(connection: Connection) -> Iterator[None]:
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


def _version_of(connection: Connection) -> int:
    version: int = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    return version


def _write_ahead(connection: Connection) -> None:
    """Have the file written ahead; SQLite does not wait by itself while others open it too."""
    until = time.monotonic() + _SECONDS_TO_PREPARE
    while True:
        try:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        except OperationalError as failure:
            if getattr(failure.orig, "sqlite_errorcode", None) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return
