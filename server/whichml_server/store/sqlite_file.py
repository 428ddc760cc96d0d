"""A store in one SQLite file, which threads and processes of one machine share."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from whichml_server.errors import ServerError
from whichml_server.store.database import Database, Outcome
from whichml_server.store.deadlines import seconds_left
from whichml_server.store.shared_writing import SharedWriting
from whichml_server.store.sqlite_opening import (
    SECONDS_FOR_A_LOCK,
    FileMark,
    alone_in_folder,
    drop_log_of_another_file,
    look_anew,
    make_file,
    opened,
    opened_for_reading,
    primary_code,
    restore,
    write_ahead_log,
)
from whichml_server.store.sqlite_preparing import prepare_tables, transaction, write_and_take_back
from whichml_server.store.stored import StoreUnavailable

SECONDS_TO_BEGIN: Final = 0.9
"""How long to wait in all for other threads and other processes before one writes; who waits for a thread that cannot
begin is refused with it."""
_MOST_SECONDS_FREE: Final = 0.004
"""How long a process leaves the file to others between two transactions, who else would hardly come between."""
_N_KEPT: Final = 4
_OPENED_AFTER: Final = "whichml: how often all were closed before"
_GONE: Final = "its file is gone"
_BUSY: Final = "others are writing to it"
_REASONS: Final = MappingProxyType({
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "its file may only be read",
    sqlite3.SQLITE_CANTOPEN: "its file cannot be opened",
    sqlite3.SQLITE_IOERR: "its file cannot be read or written",
    sqlite3.SQLITE_CORRUPT: "its file is damaged",
    sqlite3.SQLITE_NOTADB: "its file is damaged",
})  # fmt: skip
_HELD_BY_WHAT_IS_OPEN: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_READONLY)
"""Failures that stay as long as this process has the file open: connections share what SQLite knows of it and its log,
also that it may only be read."""
_PASSING: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL)
"""Failures after which the connections are as good as before."""


@dataclass(frozen=True, slots=True)
class _InUse:
    """A file that is open: its connections, and the marks of the file and of its log."""

    engine: Engine
    mark: FileMark
    log: FileMark | None


class SqliteFile(Database):
    """A store in one SQLite file, written ahead (WAL), with one fsync a transaction.

    Before each use the path is looked at. Where another file lies there, that one is opened. Where none does, the
    file was deleted, and as long as a connection has it open it is written anew from there.

    Parameters
    ----------
    path : the file, created with its folder where it is missing
    """

    driver_error = sqlite3.Error

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self._begin()

    def _begin(self) -> None:
        self._process = os.getpid()
        self._opening = threading.Lock()
        self._shared = SharedWriting(self._transaction, SECONDS_TO_BEGIN, lambda: StoreUnavailable.because(_BUSY, 1))
        self._free_until = 0.0
        self._in_use: _InUse | None = None
        self._is_doubtful = False
        self._n_forgotten = 0

    def prepare(self) -> None:
        """Make the tables, or bring those of an earlier version up to date; see `Database.prepare`."""
        try:
            make_file(self.path)
            self._open_what_is_there()
        except (OSError, DBAPIError) as failure:
            cause = failure.orig if isinstance(failure, DBAPIError) else failure
            raise ServerError.about(
                f"the store of answers {self.path} cannot be used: {cause}.",
                hint="Name another file, or a folder that may be written to, with WHICHML_ANSWERS.",
            ) from None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Return a connection outside of any transaction; each statement sees what was done before it."""
        with self.failures_told("read"), self._file_at_hand(SECONDS_FOR_A_LOCK, needed=False).engine.connect() as made:
            yield made

    def writing(self) -> AbstractContextManager[Connection]:
        """Return a connection in a transaction; SQLite has one at a time, so that small ones are shared by `write`."""
        return self._transaction(SECONDS_TO_BEGIN)

    @contextmanager
    def _transaction(self, seconds: float) -> Iterator[Connection]:
        until = time.monotonic() + seconds
        with self.failures_told("written"):
            in_use = self._file_at_hand(seconds, needed=True)
            time.sleep(seconds_left(self._free_until))
            with in_use.engine.connect() as connection, transaction(connection, seconds_left(until)):
                began = time.monotonic()
                yield connection
            ended = time.monotonic()
            self._free_until = ended + min(ended - began, _MOST_SECONDS_FREE)
            if FileMark.of(self.path) != in_use.mark:  # what was written went into a file that was taken away
                raise StoreUnavailable.because(_GONE, seconds=1)

    def write(self, work: Callable[[Connection], Outcome]) -> Outcome:
        """Return what the work returns, once it is done together with what other threads wait to write."""
        with self.failures_told("written"):  # also that the turn of a thread has not come
            return self._shared.write(work)

    def try_writing(self) -> None:
        """Write what a large answer takes into the file's log, and take it back; nothing is synced.

        The file is opened anew for a look: connections that are kept have its first pages in memory, and would not see
        that somebody wrote over them.
        """
        until = time.monotonic() + SECONDS_TO_BEGIN
        with self.failures_told("written"):
            in_use = self._file_at_hand(SECONDS_TO_BEGIN, needed=True)
            look_anew(self.path)
            with in_use.engine.connect() as connection:
                write_and_take_back(connection, seconds_left(until))

    def insert(self, table: Table) -> Any:
        """Return an INSERT of SQLite."""
        return insert(table)

    def vacuum(self) -> None:
        """Write the file anew without the space of what was deleted."""
        with self.failures_told("written"):
            in_use = self._file_at_hand(SECONDS_TO_BEGIN, needed=True)
            with in_use.engine.connect() as connection:
                connection.exec_driver_sql("VACUUM")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close what is open; the last process to do so leaves one whole file behind."""
        former, self._in_use = self._in_use, None
        if former is not None:
            former.engine.dispose()

    def unavailable(self, failure: Exception) -> StoreUnavailable:
        """Return a failure in words, and have the file opened anew where the connections may be worth nothing."""
        code = primary_code(getattr(failure, "orig", failure))
        if code in _HELD_BY_WHAT_IS_OPEN and self._in_use is not None:
            self._n_forgotten += 1
            self._in_use.engine.dispose()  # so that nothing stands in the way of a file that is good again
        if code is not None and code not in _PASSING:
            self._is_doubtful = True
        seconds = 1 if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) else 5
        return StoreUnavailable.because(_REASONS.get(code or 0, "its file cannot be used"), seconds)

    def _file_at_hand(self, seconds: float, *, needed: bool) -> _InUse:
        """Return what is open of the file that lies at the path now, or where it is not `needed`, lay there before.

        Where it has to be opened, others who open it are waited for so many seconds, and once more
        `SECONDS_FOR_A_LOCK` by SQLite where somebody has the new file to himself.
        """
        if os.getpid() != self._process:  # a process that was forked must not close what its parent has open
            self._left_behind = self._in_use
            self._begin()
        in_use = self._in_use
        if in_use is not None and not self._is_doubtful and FileMark.of(self.path) == in_use.mark:
            return in_use
        until = time.monotonic() + seconds
        try:
            with _in_turn(self._opening, seconds):
                return self._taken_up(seconds_left(until))
        except (OSError, SQLAlchemyError, sqlite3.Error, StoreUnavailable):
            if needed or in_use is None:
                raise
            return in_use

    def _taken_up(self, seconds: float) -> _InUse:
        """Return the file at the path opened anew, after it was written anew where it is gone."""
        with alone_in_folder(self.path, seconds):
            if FileMark.of(self.path) is None:
                self._make_anew()
            if self._in_use is not None and self._in_use.mark != FileMark.of(self.path):
                drop_log_of_another_file(self.path, self._in_use.log)
            try:
                return self._open_what_is_there()
            except ServerError as failure:
                raise StoreUnavailable.because("another file lies in its place, which is no store") from failure

    def _make_anew(self) -> None:
        """Write the file anew from a connection that has it open; without one, begin with none of the answers."""
        try:
            self._restore()
        except DBAPIError:
            make_file(self.path)
            self.logger.warning("the file of the answers was gone; a new one begins, without the answers of before")
        else:
            self.logger.warning("the file of the answers was gone; it was written anew with all of them")

    def _restore(self) -> None:
        if self._in_use is None:
            make_file(self.path)
            return
        if self.path.parent.stat().st_dev != self._in_use.mark.device:
            raise StoreUnavailable.because("its disk is gone")
        with self._in_use.engine.connect() as connection:
            held = connection.connection.dbapi_connection
            assert isinstance(held, sqlite3.Connection)
            restore(held, self.path)

    def _open_what_is_there(self) -> _InUse:
        """Open the file aside, and take it into use once its tables are known to be there."""
        self._is_doubtful = False
        engine, mark = self._new_engine(), FileMark.of(self.path)
        if mark is None:
            raise StoreUnavailable.because(_GONE)
        with engine.connect() as connection:
            prepare_tables(connection, self.path)
            connection.exec_driver_sql("SELECT id FROM answers LIMIT 1").all()  # opens the log
        former, self._in_use = self._in_use, _InUse(engine, mark, FileMark.of(write_ahead_log(self.path)))
        if former is not None:
            former.engine.dispose()
        return self._in_use

    def _new_engine(self) -> Engine:
        engine = create_engine(
            "sqlite://",
            creator=self._opened,
            poolclass=QueuePool,
            pool_size=_N_KEPT,
            max_overflow=64,
            pool_timeout=SECONDS_FOR_A_LOCK,
            pool_reset_on_return=None,  # each block ends what it began
        )

        def begin(_: object, record: ConnectionPoolEntry) -> None:
            record.info[_OPENED_AFTER] = self._n_forgotten

        def end(_: object, record: ConnectionPoolEntry) -> None:
            if record.info.get(_OPENED_AFTER) != self._n_forgotten:
                record.invalidate()  # it was in use when all others were closed

        event.listen(engine, "connect", begin)
        event.listen(engine, "checkin", end)
        return engine

    def _opened(self) -> sqlite3.Connection:
        try:
            return opened(self.path)
        except sqlite3.Error as failure:
            connection = opened_for_reading(self.path, failure)
            self._is_doubtful = True  # the next use tries again whether it may be written to
            return connection


@contextmanager
def _in_turn(lock: threading.Lock, seconds: float) -> Iterator[None]:
    if not lock.acquire(timeout=seconds):
        raise StoreUnavailable.because(_BUSY, seconds=1)
    try:
        yield
    finally:
        lock.release()
