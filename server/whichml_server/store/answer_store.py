"""The store: answers put and got by id, listed, deleted, and as documents for people."""

from __future__ import annotations

import math
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from platformdirs import user_data_path
from sqlalchemy import Connection, Executable, Row, and_, bindparam, delete, or_, select

from whichml_server.store.database import Database
from whichml_server.store.dictionaries import Dictionaries
from whichml_server.store.listing import (
    SUMMARY,
    AnswerPage,
    chosen_answers,
    microseconds_at,
    moment_at,
    page_of,
    summary_of,
)
from whichml_server.store.packing import Dictionary, packed_body, unpacked_body
from whichml_server.store.postgresql import PostgresDatabase
from whichml_server.store.retention import KEEP_ALL, Retention, Sweeping
from whichml_server.store.sqlite_file import SqliteFile
from whichml_server.store.sqlite_opening import fold_log
from whichml_server.store.stored import StoredAnswer, StoreUnavailable
from whichml_server.store.tables import answers, documents

MOST_LISTED: Final = 1000
SECONDS_BETWEEN_TRIALS: Final = 1.0
_N_READ_AT_ONCE: Final = 100
_COLUMNS: Final = tuple(column.name for column in answers.columns)
_GET: Final = select(answers).where(answers.c.id == bindparam("identity"))


def default_store_path() -> Path:
    """Return where answers belong: `WHICHML_ANSWERS`, else a file among the user's data."""
    chosen = os.environ.get("WHICHML_ANSWERS")
    return Path(chosen) if chosen else user_data_path("whichml") / "answers.sqlite3"


def open_store(place: Path | str | None = None, keep: Retention = KEEP_ALL) -> AnswerStore:
    """Return the store at a place, None for the usual one; see `AnswerStore`."""
    return AnswerStore(place or default_store_path(), keep)


def leave_one_file(place: Path | str | None = None) -> None:
    """Have the file of a store hold all answers by itself, once whoever wrote to it has ended.

    A database is left as it is, and so is what cannot be used now: nothing is lost that the next who opens it would not
    read from the log.
    """
    place = place or default_store_path()
    if isinstance(place, str) and "://" in place:
        return
    path = Path(place)
    if path.is_file():
        with suppress(sqlite3.Error):
            fold_log(path)


class AnswerStore:
    """Answers that were given; threads and processes may share a store, and each answer is one transaction.

    Every method raises `StoreUnavailable` within a second where the database can not be used now, and within one and a
    half where a file has to be opened anew that another program has to itself. The next call tries it again, so that
    nothing has to be restarted once the cause is gone.

    Parameters
    ----------
    place : the path of a SQLite file, created with its folder where it is missing, or the URL of a PostgreSQL database
    keep : how long answers are kept, and how many bytes of them; the oldest go first

    Raises
    ------
    ServerError
        Where the place cannot be used, holds something else, or was written by a later whichml.
    """

    def __init__(self, place: Path | str, keep: Retention = KEEP_ALL) -> None:
        self.path = Path(place)
        self._database = _database_at(place)
        self._database.prepare()
        self._dictionaries = Dictionaries(self._database)
        self._put = self._putting()
        self._sweeping = Sweeping(self._database, keep)
        self._can_be_written_until = -math.inf

    def pack_like(self, sample: Callable[[], bytes]) -> None:
        """Pack new answers against a text that they have much in common with.

        Parameters
        ----------
        sample : called once, by the first answer that is put; it holds nothing that a client sent, and may be empty
        """
        self._dictionaries.sample = sample

    def put(self, answer: StoredAnswer) -> None:
        """Keep an answer; one of the same id is replaced and keeps its first date. Done when this returns."""
        dictionary, row = self._packed_row(answer)

        def put(connection: Connection) -> None:
            if dictionary is not None:
                self._dictionaries.keep(dictionary, connection)
            connection.execute(self._put, row)

        self._database.write(put)
        self._sweep_if_due(len(row["packed"]))

    def put_missing(self, given: Sequence[StoredAnswer]) -> int:
        """Keep those of the answers whose ids are not there, in one transaction, and return how many these were."""
        if not given:
            return 0
        rows = [self._packed_row(answer) for answer in given]
        # a row comes back for each that is new; not every driver counts what an INSERT did
        statement = self._database.insert(answers).on_conflict_do_nothing().returning(answers.c.id)
        n_new = 0
        with self._database.writing() as connection:
            for dictionary, row in rows:
                if dictionary is not None:
                    self._dictionaries.keep(dictionary, connection)
                n_new += len(connection.execute(statement, row).all())
        return n_new

    def get(self, identity: str) -> StoredAnswer | None:
        """Return the answer of that id, or None where there is none."""
        if not _is_text(identity):
            return None
        with self._database.reading() as connection:
            row = connection.execute(_GET, {"identity": identity}).one_or_none()
        return self._answer_in(row) if row is not None else None

    def everything(self) -> Iterator[StoredAnswer]:
        """Yield every answer, oldest first."""
        last: tuple[int, str] = (-1, "")
        while True:
            later = or_(answers.c.created > last[0], and_(answers.c.created == last[0], answers.c.id > last[1]))
            oldest = select(answers).where(later).order_by(answers.c.created, answers.c.id).limit(_N_READ_AT_ONCE)
            with self._database.reading() as connection:
                rows = connection.execute(oldest).all()
            for row in rows:
                last = (row.created, row.id)
                yield self._answer_in(row)
            if not rows:
                return

    def _packed_row(self, answer: StoredAnswer) -> tuple[Dictionary | None, dict[str, Any]]:
        """Return an answer as a row, and the dictionary that the row needs."""
        dictionary = self._dictionaries.for_new_answers()
        packed = packed_body(answer.body, dictionary)
        return dictionary, {
            "id": answer.id, "schema": answer.schema, "knowledge": answer.knowledge, "task": answer.task,
            "title": answer.title, "n_bytes": len(answer.body), "n_packed": len(packed), "made_by": answer.made_by,
            "created": microseconds_at(answer.created or datetime.now(UTC)),
            "dictionary": dictionary.id if dictionary else None, "packed": packed,
        }  # fmt: skip

    def _putting(self) -> Executable:
        """Return the statement that keeps a row, made once; a row that is there as it is stays untouched."""
        insert = self._database.insert(answers)
        changing = {name: insert.excluded[name] for name in _COLUMNS if name not in ("id", "created")}
        differs = or_(answers.c.packed != insert.excluded.packed, answers.c.made_by != insert.excluded.made_by)
        statement: Executable = insert.on_conflict_do_update(
            index_elements=[answers.c.id], set_=changing, where=differs
        )
        return statement

    def list(
        self,
        *,
        task: str | None = None,
        knowledge: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> AnswerPage:
        """Return a page of what is kept, newest first.

        Parameters
        ----------
        task, knowledge : only answers of this task, and only those that stand on the knowledge of this digest
        since, until : only answers that were kept from the first moment on, and before the second
        limit : how many at most, from 1 to `MOST_LISTED`
        cursor : of the page before

        Raises
        ------
        CursorError
            Where the cursor is none that a page gave.
        """
        limit = min(max(limit, 1), MOST_LISTED)
        conditions = chosen_answers(task, knowledge, since, until, cursor)
        if not _is_text(task or "", knowledge or ""):
            return AnswerPage((), None)
        newest = (answers.c.created.desc(), answers.c.id.desc())
        with self._database.reading() as connection:
            rows = connection.execute(select(*SUMMARY).where(*conditions).order_by(*newest).limit(limit + 1)).all()
        return page_of(tuple(summary_of(row) for row in rows), limit)

    def delete(self, identity: str) -> bool:
        """Remove the answer of that id with its documents; return whether there was one."""
        if not _is_text(identity):
            return False

        def remove(connection: Connection) -> bool:
            connection.execute(delete(documents).where(documents.c.answer == identity))
            return connection.execute(delete(answers).where(answers.c.id == identity)).rowcount > 0

        return self._database.write(remove)

    def document(self, identity: str, form: str, knowledge: str) -> bytes | None:
        """Return an answer as a document, as it was made with the knowledge of that digest; None where none was kept.

        Parameters
        ----------
        form : what was made, such as `text/markdown`
        """
        if not _is_text(identity, form, knowledge):
            return None
        wanted = (documents.c.answer == identity, documents.c.form == form, documents.c.knowledge == knowledge)
        with self._database.reading() as connection:
            packed = connection.execute(select(documents.c.packed).where(*wanted)).scalar_one_or_none()
        return unpacked_body(packed) if packed is not None else None

    def put_document(self, identity: str, form: str, knowledge: str, document: bytes) -> None:
        """Keep an answer as a document that the knowledge of that digest made; it goes when the answer does."""
        packed = packed_body(document)
        changing = {"n_packed": len(packed), "packed": packed}
        statement = self._database.insert(documents).values(answer=identity, form=form, knowledge=knowledge, **changing)
        key = [documents.c.answer, documents.c.form, documents.c.knowledge]

        def put(connection: Connection) -> None:
            if connection.execute(select(answers.c.id).where(answers.c.id == identity)).one_or_none() is not None:
                connection.execute(statement.on_conflict_do_update(index_elements=key, set_=changing))

        self._database.write(put)

    def documents_of(self, identity: str) -> tuple[tuple[str, str, bytes], ...]:
        """Return form, knowledge and text of each document of an answer."""
        wanted = select(documents.c.form, documents.c.knowledge, documents.c.packed)
        ordered = wanted.where(documents.c.answer == identity).order_by(documents.c.form, documents.c.knowledge)
        with self._database.reading() as connection:
            rows = connection.execute(ordered).all()
        return tuple((row.form, row.knowledge, unpacked_body(row.packed)) for row in rows)

    def sweep(self) -> int:
        """Remove the answers that need not be kept, and return how many; else that is done as answers come."""
        return self._sweeping.sweep()

    def vacuum(self) -> None:
        """Give back the space of what was deleted; a SQLite file needs as much space again meanwhile."""
        self._sweeping.drop_unused()
        self._database.vacuum()

    def _sweep_if_due(self, n_bytes: int) -> None:
        if self._sweeping.is_due(n_bytes):
            with suppress(StoreUnavailable):  # the answer is kept all the same, and the next sweep comes
                self._sweeping.sweep()

    def check(self) -> None:
        """Return where the store can be read and written now; `StoreUnavailable` says why not.

        Writing is tried again a second after it was found to work, so that frequent probes do not keep others waiting.
        """
        with self._database.reading() as connection:
            connection.execute(select(answers.c.id).limit(1)).all()
        now = self._database.clock()
        if now >= self._can_be_written_until:
            self._database.try_writing()
            self._can_be_written_until = now + SECONDS_BETWEEN_TRIALS

    def _answer_in(self, row: Row[*tuple[Any, ...]]) -> StoredAnswer:
        body = unpacked_body(row.packed, self._dictionaries.of(row.dictionary))
        return StoredAnswer(
            row.id, row.schema, row.knowledge, body, row.task, row.title, moment_at(row.created), row.made_by
        )

    def close(self) -> None:
        """Close what is open; the next use opens it again."""
        self._database.close()


def _database_at(place: Path | str) -> Database:
    if isinstance(place, str) and "://" in place:
        return PostgresDatabase(place)
    return SqliteFile(Path(place))


def _is_text(*given: str) -> bool:
    """Return whether a database can hold each of the texts, which nothing that is kept fails."""
    try:
        return not any("\0" in text for text in given if text.encode())
    except UnicodeEncodeError:
        return False
