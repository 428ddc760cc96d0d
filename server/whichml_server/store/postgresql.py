"""A store in a PostgreSQL database, which servers on several machines share."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, inspect, make_url, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from whichml.knowledge.extras import how_to_install
from whichml_server.errors import ServerError
from whichml_server.store.database import Database
from whichml_server.store.patience import SECONDS_TO_REACH, Patience
from whichml_server.store.stored import StoreUnavailable
from whichml_server.store.tables import TRIAL, VERSION, dictionaries, metadata

_SCHEMES: Final = ("postgresql", "postgres", "postgresql+psycopg")
_LOCK: Final = 7_731_164
"""Any number, the same in every server: who holds its lock makes the tables."""
_OPTIONS: Final = "-c statement_timeout=800 -c lock_timeout=400"
_VERSION_IN: Final = "COMMENT ON TABLE answers IS 'whichml answers, version {version}'"


class PostgresDatabase(Database):
    """A store in a PostgreSQL database.

    One that is not there yet, or is away for a while, keeps no server from starting: it is asked again at each use.

    Parameters
    ----------
    url : such as `postgresql://user:password@host/database`

    Raises
    ------
    ServerError
        Where the URL is wrong, or the driver is not installed.
    """

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = _read_url(url)
        self._begin()

    def _begin(self) -> None:
        self._process = os.getpid()
        self._preparing = threading.Lock()
        self._is_prepared = False
        self._patience = Patience()
        self._engine = _engine_of(self._url, self._patience)
        self._closing = weakref.finalize(self, self._engine.dispose)
        self._closing.atexit = False  # a forked process would end the sessions of its parent

    def prepare(self) -> None:
        """Make the tables where they are missing; a database that cannot be reached now is prepared when it can."""
        try:
            with self.failures_told("read"):
                self._prepare_once()
        except StoreUnavailable:
            return  # the log has it

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Return a connection outside of any transaction."""
        with self.failures_told("read"):
            self._prepare_once()
            with self._engine.connect() as connection:
                yield connection.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Return a connection in a transaction, which is done when the block ends."""
        with self.failures_told("written"):
            self._prepare_once()
            with self._engine.begin() as connection:
                yield connection

    def try_writing(self) -> None:
        """Write a short row and take it back, so that what is left of many such trials is not worth a word."""
        with self.failures_told("written"):
            self._prepare_once()
            with self._engine.connect() as connection:
                connection.execute(insert(dictionaries).values(id=f"{TRIAL}-{uuid4().hex}", packed=b""))
                connection.rollback()

    def insert(self, table: Table) -> Any:
        """Return an INSERT of PostgreSQL."""
        return insert(table)

    def vacuum(self) -> None:
        """Let later answers have the space of what was deleted."""
        with self.reading() as connection:
            connection.exec_driver_sql("SET statement_timeout = 0")
            self._patience.never_end()
            try:
                for table in metadata.tables:
                    connection.exec_driver_sql(f"VACUUM (ANALYZE) {table}")
            finally:
                self._patience.renew()
                connection.exec_driver_sql("RESET statement_timeout")

    def close(self) -> None:
        """Close what is open; the next use opens it again."""
        self._engine.dispose()

    def unavailable(self, failure: Exception) -> StoreUnavailable:
        """Return a failure in words, and look at the tables again at the next use."""
        self._is_prepared = False
        return StoreUnavailable.because("its database does not answer as it should")

    def _prepare_once(self) -> None:
        if os.getpid() != self._process:  # a process that was forked has connections of its own
            self._closing.detach()
            self._left_behind = self._engine
            self._begin()
        self._patience.begin()
        if self._is_prepared:
            return
        if not self._preparing.acquire(timeout=self._patience.seconds_left):
            raise TimeoutError("others wait for the database")
        try:
            self._patience.refuse_if_lost()  # who was here before may have found that out
            with self._engine.begin() as connection:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                _make_tables(connection)
            self._is_prepared = True
        finally:
            self._preparing.release()


def _read_url(url: str) -> URL:
    try:
        read = make_url(url)
    except (ArgumentError, ValueError):
        read = None
    if read is None or read.drivername not in _SCHEMES or not read.database:
        raise ServerError.about(
            "the store of answers is named by a URL that is none of a PostgreSQL database.",
            hint="Write it as postgresql://user:password@host/database, or name a file by its path.",
        )
    return read.set(drivername="postgresql+psycopg")


def _engine_of(url: URL, patience: Patience) -> Engine:
    try:
        # the driver comes with an extra
        from whichml_server.store.postgresql_driver import TimedConnection, connect, timed_by

        engine = create_engine(
            url,
            pool_pre_ping=True,
            pool_size=4,
            max_overflow=28,
            pool_timeout=SECONDS_TO_REACH,
            connect_args={"options": _OPTIONS, "connect_timeout": 2, "tcp_user_timeout": 800},
        )
    except (ModuleNotFoundError, NoSuchModuleError) as cause:
        raise ServerError.about(
            f"a store in PostgreSQL takes a driver: {cause}.", hint=f"Install it: {how_to_install('postgresql')}."
        ) from None

    timed = timed_by(patience)

    @event.listens_for(engine, "do_connect")
    def connect_in_time(dialect: object, record: object, arguments: Any, options: dict[str, Any]) -> object:
        return connect(timed, *arguments, **options)

    @event.listens_for(engine, "checkin")
    def rest(connection: TimedConnection | None, record: object) -> None:
        if connection is not None:
            connection.is_resting = True

    return engine


def _make_tables(connection: Connection) -> None:
    found = inspect(connection)
    if "answers" not in found.get_table_names():
        metadata.create_all(connection)
        connection.exec_driver_sql(_VERSION_IN.format(version=VERSION))
        return
    said = found.get_table_comment("answers")["text"] or ""
    if said != f"whichml answers, version {VERSION}":
        raise ServerError.about(
            "the database has a table `answers` that is no store, or one of another version.",
            hint="Name another database, or use the whichml that made the table.",
        )
    metadata.create_all(connection)
