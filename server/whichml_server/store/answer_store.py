"""The store: answers put and got by id, listed, deleted, and as documents for people."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from platformdirs import user_data_path
from sqlalchemy import Row, delete, select

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
from whichml_server.store.packing import packed_body, unpacked_body
from whichml_server.store.sqlite_file import SqliteFile
from whichml_server.store.stored import StoredAnswer
from whichml_server.store.tables import answers, documents

MOST_LISTED: Final = 1000


def default_store_path() -> Path:
    """Return where answers belong: `WHICHML_ANSWERS`, else a file among the user's data."""
    chosen = os.environ.get("WHICHML_ANSWERS")
    return Path(chosen) if chosen else user_data_path("whichml") / "answers.sqlite3"


def open_store(place: Path | str) -> AnswerStore:
    """Return the store at a place; see `AnswerStore`."""
    return AnswerStore(place)


class AnswerStore:
    """Answers that were given; threads and processes may share a store, and each answer is one transaction.

    Every method raises `StoreUnavailable` within a second where the database can not be used now. The next call
    tries it again, so that nothing has to be restarted once the cause is gone.

    Parameters
    ----------
    place : the path of a SQLite file, created with its folder where it is missing

    Raises
    ------
    ServerError
        Where the place cannot be used, holds something else, or was written by a later whichml.
    """

    def __init__(self, place: Path | str) -> None:
        self.path = Path(place)
        self._database: Database = SqliteFile(self.path)
        self._database.prepare()
        self._dictionaries = Dictionaries(self._database)

    def pack_like(self, sample: Callable[[], bytes]) -> None:
        """Pack new answers against a text that they have much in common with.

        Parameters
        ----------
        sample : called once, by the first answer that is put; it holds nothing that a client sent, and may be empty
        """
        self._dictionaries.sample = sample

    def put(self, answer: StoredAnswer) -> None:
        """Keep an answer; one of the same id is replaced and keeps its first date. Done when this returns."""
        kept = self.get(answer.id)
        if kept is not None and (kept, kept.made_by) == (answer, answer.made_by):
            return
        created = microseconds_at(answer.created or datetime.now(UTC))
        dictionary = self._dictionaries.for_new_answers()
        packed = packed_body(answer.body, dictionary)
        changing = {
            "schema": answer.schema, "knowledge": answer.knowledge, "task": answer.task, "title": answer.title,
            "n_bytes": len(answer.body), "n_packed": len(packed), "made_by": answer.made_by,
            "dictionary": dictionary.id if dictionary else None, "packed": packed,
        }  # fmt: skip
        statement = self._database.insert(answers).values(id=answer.id, created=created, **changing)
        with self._database.writing() as connection:
            if dictionary is not None:
                self._dictionaries.keep(dictionary, connection)
            connection.execute(statement.on_conflict_do_update(index_elements=[answers.c.id], set_=changing))

    def get(self, identity: str) -> StoredAnswer | None:
        """Return the answer of that id, or None where there is none."""
        if not _is_text(identity):
            return None
        with self._database.reading() as connection:
            row = connection.execute(select(answers).where(answers.c.id == identity)).one_or_none()
        return self._answer_in(row) if row is not None else None

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
        with self._database.writing() as connection:
            connection.execute(delete(documents).where(documents.c.answer == identity))
            return connection.execute(delete(answers).where(answers.c.id == identity)).rowcount > 0

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
        with self._database.writing() as connection:
            if connection.execute(select(answers.c.id).where(answers.c.id == identity)).one_or_none() is not None:
                connection.execute(statement.on_conflict_do_update(index_elements=key, set_=changing))

    def check(self) -> None:
        """Return where the store can be read; `StoreUnavailable` says why not."""
        with self._database.reading() as connection:
            connection.execute(select(answers.c.id).limit(1)).all()

    def _answer_in(self, row: Row[*tuple[Any, ...]]) -> StoredAnswer:
        body = unpacked_body(row.packed, self._dictionaries.of(row.dictionary))
        return StoredAnswer(
            row.id, row.schema, row.knowledge, body, row.task, row.title, moment_at(row.created), row.made_by
        )

    def close(self) -> None:
        """Close what is open; the next use opens it again."""
        self._database.close()


def _is_text(*given: str) -> bool:
    """Return whether a database can hold each of the texts, which nothing that is kept fails."""
    try:
        return not any("\0" in text for text in given if text.encode())
    except UnicodeEncodeError:
        return False
