"""What a store needs of a database: reading, one transaction at a time, and its failures in words."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError, SQLAlchemyError

from whichml_server.store.stored import StoreUnavailable


class Database(ABC):
    """A database with the tables of a store; threads share it, and each use takes a connection that is kept."""

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

    @abstractmethod
    def insert(self, table: Table) -> Any:
        """Return an INSERT of this database, which can say what happens on conflict."""

    @abstractmethod
    def vacuum(self) -> None:
        """Give back the space of what was deleted."""


@contextmanager
def failures_told(reason: str) -> Iterator[None]:
    """Let what a database refuses because of its state be `StoreUnavailable`, and defects of ours be what they are."""
    try:
        yield
    except (ProgrammingError, IntegrityError, DataError):
        raise
    except DBAPIError as failure:
        raise StoreUnavailable.because(f"{reason}: {failure.orig}") from failure
    except (SQLAlchemyError, OSError) as failure:
        raise StoreUnavailable.because(f"{reason}: {type(failure).__name__}") from failure
