"""Answers in pages, newest first, each page with the cursor that leads to the next."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, and_, or_

from whichml.model.documents.errors import Problem
from whichml_server.errors import ServerError
from whichml_server.store.tables import answers

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_POSITION: Final = re.compile(r"(\d{1,18})\.([0-9A-Za-z-]{1,64})")
_MOST_CHARACTERS: Final = 200
SUMMARY: Final = (
    answers.c.id, answers.c.created, answers.c.knowledge, answers.c.task, answers.c.title, answers.c.n_bytes,
)  # fmt: skip
"""What is read of an answer for a list: everything but the answer."""


@dataclass(frozen=True, slots=True)
class AnswerSummary:
    """What a list tells of an answer; `n_bytes` is the size of its JSON."""

    id: str
    created: datetime
    knowledge: str
    task: str
    title: str
    n_bytes: int


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """Some of the answers asked for, newest first; `cursor` asks for the next, and is None where no more follow."""

    items: tuple[AnswerSummary, ...]
    cursor: str | None


class CursorError(ServerError):
    """A cursor that no page gave."""


def microseconds_at(moment: datetime) -> int:
    """Return a moment as the tables hold it, in microseconds since 1970; without a zone it is in UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - _EPOCH) // timedelta(microseconds=1)


def moment_at(microseconds: int) -> datetime:
    """Return a moment of the tables as a date in UTC."""
    return _EPOCH + timedelta(microseconds=microseconds)


def summary_of(row: Row[*tuple[Any, ...]]) -> AnswerSummary:
    """Return what a list tells of a row of the columns in `SUMMARY`."""
    return AnswerSummary(row.id, moment_at(row.created), row.knowledge, row.task, row.title, row.n_bytes)


def page_of(items: tuple[AnswerSummary, ...], limit: int) -> AnswerPage:
    """Return a page from one answer more than it may have, where there are so many."""
    if len(items) <= limit:
        return AnswerPage(items, None)
    last = items[limit - 1]
    position = f"{microseconds_at(last.created)}.{last.id}"
    return AnswerPage(items[:limit], base64.urlsafe_b64encode(position.encode()).decode().rstrip("="))


def chosen_answers(
    task: str | None, knowledge: str | None, since: datetime | None, until: datetime | None, cursor: str | None
) -> list[ColumnElement[bool]]:
    """Return the conditions on the rows of a list; `since` is part of the span and `until` is not.

    Raises
    ------
    CursorError
        Where the cursor is none that a page gave.
    """
    conditions: list[ColumnElement[bool]] = []
    if task is not None:
        conditions.append(answers.c.task == task)
    if knowledge is not None:
        conditions.append(answers.c.knowledge == knowledge)
    if since is not None:
        conditions.append(answers.c.created >= microseconds_at(since))
    if until is not None:
        conditions.append(answers.c.created < microseconds_at(until))
    if cursor is not None:
        created, identity = _position(cursor)
        before = and_(answers.c.created == created, answers.c.id < identity)
        conditions.append(or_(answers.c.created < created, before))
    return conditions


def _position(cursor: str) -> tuple[int, str]:
    try:
        text = base64.urlsafe_b64decode(cursor[:_MOST_CHARACTERS] + "=" * (-len(cursor) % 4)).decode("ascii")
    except ValueError:
        text = ""
    found = _POSITION.fullmatch(text)
    if found is None:
        raise CursorError(Problem("the cursor is none that a page gave.", hint="Take it from the page before."))
    return int(found[1]), found[2]
