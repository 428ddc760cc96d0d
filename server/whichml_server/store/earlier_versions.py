"""From tables of an earlier version to those of today, some answers at a time: each is always in one of the two."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from whichml_server.store.listing import microseconds_at
from whichml_server.store.packing import packed_body
from whichml_server.store.tables import answers

_N_AT_ONCE: Final = 200
ARE_LEFT: Final = "SELECT count(*) FROM sqlite_master WHERE name = 'answers_1'"
"""Counts the tables of version 1 that still hold answers."""

_FIRST: Final = "SELECT id, schema, created, knowledge, body FROM answers_1 LIMIT ?"


def bring_up_to_date(connection: Connection, transaction: Callable[[Connection], AbstractContextManager[None]]) -> bool:
    """Move some answers of version 1 into the tables of today; return whether any may be left.

    A process that ends in between leaves each answer in one of the tables, and the next that opens the file goes on.
    """
    with transaction(connection):
        if not connection.exec_driver_sql(ARE_LEFT).scalar_one():
            return False
        rows = connection.exec_driver_sql(_FIRST, (_N_AT_ONCE,)).all()
        for identity, schema, created, knowledge, body in rows:
            values = _values(identity, schema, created, knowledge, body)
            connection.execute(insert(answers).values(values).on_conflict_do_nothing())
            connection.exec_driver_sql("DELETE FROM answers_1 WHERE id = ?", (identity,))
        if not rows:
            connection.exec_driver_sql("DROP TABLE answers_1")
    return bool(rows)


def _values(identity: str, schema: str, created: str, knowledge: str, body: bytes) -> dict[str, object]:
    """Return the columns of today for a row of version 1; whoever wrote no JSON gets the answer back all the same."""
    packed = packed_body(body)
    try:
        brief = json.loads(body)["brief"]
        task, title = str(brief.get("task", "")), str(brief.get("title") or brief.get("id") or "")
    except (ValueError, KeyError, TypeError, AttributeError):
        task = title = ""
    try:
        moment = microseconds_at(datetime.fromisoformat(created))
    except ValueError:
        moment = 0
    return {
        "id": identity, "schema": schema, "created": moment, "knowledge": knowledge, "task": task, "title": title,
        "n_bytes": len(body), "n_packed": len(packed), "made_by": "", "dictionary": None, "packed": packed,
    }  # fmt: skip
