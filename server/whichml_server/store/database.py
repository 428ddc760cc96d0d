"""What a store needs of a database: reading, one transaction at a time, and its failures in words."""

from __future__ import annotations

import logging
import math
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final, Literal, TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DataError, IntegrityError, ProgrammingError, SQLAlchemyError

from whichml_server.store.stored import StoreUnavailable

Outcome = TypeVar("Outcome")
SECONDS_BETWEEN_TURNS: Final = 10.0
"""How long a failure that is over is not told again where it comes back: under load others write every second."""
_NO_SUCH_TABLE: Final = "42P01"
"""A table that somebody removed while the server runs, as PostgreSQL tells it."""


class Database(ABC):
    """A database with the tables of a store; threads share it, and each use takes a connection that is kept."""

    logger = logging.getLogger("whichml_server.store")

    clock: Callable[[], float] = staticmethod(time.monotonic)
    """What tells how long ago a failure was told."""

    def __init__(self) -> None:
        self._told: dict[str, str] = {}
        self._told_at: dict[tuple[str, str], float] = {}

    driver_error: type[Exception] = OSError
    """What the driver raises where SQLAlchemy does not stand in between."""

    @abstractmethod
    def prepare(self) -> None:
        """Make the tables where they are missing, and bring those of an earlier version up to date.

        Raises
        ------
        ServerError
            Where this is no store of answers, or one of a later version.
        """

    @abstractmethod
    def reading(self) -> AbstractContextManager[Connection]:
        """Return a connection for statements that change nothing; `StoreUnavailable` where they fail."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[Connection]:
        """Return a connection in one transaction, done when the block ends; `StoreUnavailable` where it fails."""

    def write(self, work: Callable[[Connection], Outcome]) -> Outcome:
        """Return what the work returns, once its transaction is done, which may be that of others too.

        Where it fails with others, it is done once more by itself, so that the work may be called twice; a thread
        should ask for little, since others wait for it.
        """
        with self.writing() as connection:
            return work(connection)

    @abstractmethod
    def try_writing(self) -> None:
        """Return where an answer could be written now, and leave nothing written; else `StoreUnavailable`."""

    @abstractmethod
    def insert(self, table: Table) -> Any:
        """Return an INSERT of this database, which can say what happens on conflict."""

    @abstractmethod
    def vacuum(self) -> None:
        """Give back the space of what was deleted."""

    @abstractmethod
    def close(self) -> None:
        """Close what is open; the next use opens it again."""

    @abstractmethod
    def unavailable(self, failure: Exception) -> StoreUnavailable:
        """Return a failure in words for everybody, who are not to read names of files and machines."""

    @contextmanager
    def failures_told(self, done: Literal["read", "written"]) -> Iterator[None]:
        """Let what the database refuses because of its state be `StoreUnavailable`; a defect of ours stays one.

        The log has the whole of a failure when it begins, and a line when it is over; of the same one neither again
        for `SECONDS_BETWEEN_TURNS`, after which it is told if it is still there.
        """
        try:
            yield
        except (ProgrammingError, IntegrityError, DataError) as failure:
            if getattr(failure.orig, "sqlstate", None) != _NO_SUCH_TABLE:
                raise
            told = self.unavailable(failure)
            self._tell(done, told, failure)
            raise told from failure
        except StoreUnavailable as failure:
            self._tell(done, failure, None)
            raise
        except (SQLAlchemyError, self.driver_error, OSError) as failure:
            told = self.unavailable(failure)
            self._tell(done, told, failure)
            raise told from failure
        if self._told.pop(done, None) is not None:
            self.logger.warning("the store of answers can be %s again", done)

    def _tell(self, done: str, told: StoreUnavailable, failure: Exception | None) -> None:
        text, now = str(told), self.clock()
        if self._told.get(done) == text:
            return
        if now - self._told_at.get((done, text), -math.inf) >= SECONDS_BETWEEN_TURNS:
            self._told[done], self._told_at[done, text] = text, now
            self.logger.error("%s%s", text, f" ({failure})" if failure else "")
