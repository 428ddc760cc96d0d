"""How long answers are kept, and how many bytes of them: the oldest go first."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, Subquery, delete, func, select

from whichml_server.store.database import Database
from whichml_server.store.listing import microseconds_at
from whichml_server.store.tables import answers, dictionaries, documents

_N_AT_ONCE: Final = 100
"""How many answers one transaction removes, so that nobody waits long for it."""
_SECONDS_BETWEEN_SWEEPS: Final = 60.0
_SHARE_BETWEEN_SWEEPS: Final = 0.01
_SHARE_LEFT: Final = 0.95


@dataclass(frozen=True, slots=True)
class Retention:
    """What is kept: answers of so many days, and so many bytes on disk of answers and their documents; None for all."""

    days: float | None = None
    n_bytes: int | None = None


KEEP_ALL: Final = Retention()


class Sweeping:
    """Removes what need not be kept, now and then, while answers come.

    Parameters
    ----------
    database : of the store
    keep : what is kept
    """

    def __init__(self, database: Database, keep: Retention) -> None:
        self._database = database
        self._keep = keep
        self._due = time.monotonic()
        self._n_bytes = 0

    def is_due(self, n_bytes: int) -> bool:
        """Return whether it is time to sweep, after so many bytes more were kept."""
        self._n_bytes += n_bytes
        limit = self._keep.n_bytes
        is_much = limit is not None and self._n_bytes > _SHARE_BETWEEN_SWEEPS * limit
        if self._keep == KEEP_ALL or not (is_much or time.monotonic() >= self._due):
            return False
        self._due, self._n_bytes = time.monotonic() + _SECONDS_BETWEEN_SWEEPS, 0
        return True

    def sweep(self) -> int:
        """Remove what need not be kept, some at a time, and return how many answers that were."""
        n_removed = 0
        for beyond in self._beyond():
            while n := self._remove_some(beyond):
                n_removed += n
        return n_removed

    def drop_unused(self) -> None:
        """Remove what no answer needs any more."""
        used = select(answers.c.dictionary).where(answers.c.dictionary.is_not(None))
        with self._database.writing() as connection:
            connection.execute(delete(dictionaries).where(dictionaries.c.id.not_in(used)))
            connection.execute(delete(documents).where(documents.c.answer.not_in(select(answers.c.id))))

    def _beyond(self) -> list[ColumnElement[bool]]:
        """Return the conditions on answers that may go."""
        conditions: list[ColumnElement[bool]] = []
        if self._keep.days is not None:
            oldest = datetime.now(UTC) - timedelta(days=self._keep.days)
            conditions.append(answers.c.created < microseconds_at(oldest))
        if self._keep.n_bytes is not None:
            with self._database.reading() as connection:
                oldest_kept = _first_beyond(connection, self._keep.n_bytes)
            if oldest_kept is not None:
                conditions.append(answers.c.created <= oldest_kept)
        return conditions

    def _remove_some(self, beyond: ColumnElement[bool]) -> int:
        oldest = select(answers.c.id).where(beyond).order_by(answers.c.created, answers.c.id).limit(_N_AT_ONCE)

        def remove(connection: Connection) -> int:
            identities = connection.execute(oldest).scalars().all()
            if identities:
                connection.execute(delete(documents).where(documents.c.answer.in_(identities)))
                connection.execute(delete(answers).where(answers.c.id.in_(identities)))
            return len(identities)

        return self._database.write(remove)


def _first_beyond(connection: Connection, n_bytes: int) -> int | None:
    """Return the date of the newest answer that has to go, None where all may stay.

    Where one has to, somewhat more than it goes, so that the next answers find space.
    """
    total = sum(
        connection.execute(select(func.coalesce(func.sum(table.c.n_packed), 0))).scalar_one()
        for table in (answers, documents)
    )
    if total <= n_bytes:
        return None
    running = _running_totals()
    beyond = select(func.max(running.c.created)).where(running.c.n_bytes > _SHARE_LEFT * n_bytes)
    newest: int | None = connection.execute(beyond).scalar_one()
    return newest


def _running_totals() -> Subquery:
    """Return the date of each answer with the bytes of it and of all newer ones, documents included."""
    sizes = select(documents.c.answer, func.sum(documents.c.n_packed).label("n_packed")).group_by(documents.c.answer)
    of_documents = sizes.subquery()
    whole = answers.c.n_packed + func.coalesce(of_documents.c.n_packed, 0)
    newest_first = (answers.c.created.desc(), answers.c.id.desc())
    joined = answers.outerjoin(of_documents, of_documents.c.answer == answers.c.id)
    running = func.sum(whole).over(order_by=newest_first)
    return select(answers.c.created, running.label("n_bytes")).select_from(joined).subquery()
