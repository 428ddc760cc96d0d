"""Many who write at once wait for a slow disk together, and none is refused because of the others."""

from __future__ import annotations

import json
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from served import JSON, SERVE, serving
from sqlalchemy import Engine, event

from whichml_server import AnswerStore
from whichml_server.store import StoredAnswer, StoreUnavailable
from whichml_server.store.sqlite_file import SqliteFile

N_CLIENTS = 32
SECONDS_OF_A_COMMIT = 0.1
SERVE_FROM_A_SLOW_DISK = f"""
import time
from sqlalchemy import Engine, event
@event.listens_for(Engine, "before_cursor_execute")
def sync_slowly(connection, cursor, statement, *more):
    time.sleep({SECONDS_OF_A_COMMIT} * (statement == "COMMIT"))
{SERVE}
"""


def answer(identity: str) -> StoredAnswer:
    return StoredAnswer(identity, "recommendation/1", "digest", b"{}")


@pytest.fixture
def store(tmp_path: Path) -> AnswerStore:
    return AnswerStore(tmp_path / "answers.sqlite3")


@contextmanager
def each_statement_told_to(listener: Any) -> Iterator[None]:
    event.listen(Engine, "before_cursor_execute", listener)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", listener)


def test_threads_that_write_at_once_share_the_waits_for_a_slow_disk(store: AnswerStore) -> None:
    n_commits = 0

    def sync_slowly(connection: object, cursor: object, statement: str, *_: object) -> None:
        nonlocal n_commits
        if statement == "COMMIT":
            n_commits += 1
            time.sleep(SECONDS_OF_A_COMMIT)

    with each_statement_told_to(sync_slowly), ThreadPoolExecutor(N_CLIENTS) as threads:
        list(threads.map(lambda n: store.put(answer(f"{n}")), range(N_CLIENTS)))
    assert all(store.get(f"{n}") for n in range(N_CLIENTS))
    assert n_commits < N_CLIENTS / 2


def test_each_thread_gets_what_came_of_its_own_wish(store: AnswerStore) -> None:
    for n in range(0, N_CLIENTS, 2):
        store.put(answer(f"{n}"))
    with ThreadPoolExecutor(N_CLIENTS) as threads:
        found = list(threads.map(lambda n: store.delete(f"{n}"), range(N_CLIENTS)))
    assert found == [n % 2 == 0 for n in range(N_CLIENTS)]


def test_all_who_wait_while_another_program_has_the_file_are_refused_together(store: AnswerStore) -> None:
    n_tried = 0

    def count(connection: object, cursor: object, statement: str, *_: object) -> None:
        nonlocal n_tried
        n_tried += statement == "PRAGMA busy_timeout = 0"

    def is_refused(n: int) -> bool:
        with pytest.raises(StoreUnavailable, match="others are writing"):
            store.put(answer(f"{n}"))
        return True

    with closing(sqlite3.connect(store.path, isolation_level=None)) as other, each_statement_told_to(count):
        other.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(N_CLIENTS) as threads:
            assert all(threads.map(is_refused, range(N_CLIENTS)))
        other.execute("ROLLBACK")
        assert 1 <= n_tried < N_CLIENTS / 2
    store.put(answer("a"))
    assert [store.get(identity) is not None for identity in ("a", "0")] == [True, False]


def test_what_one_thread_cannot_write_is_told_to_it_and_leaves_the_file_usable(tmp_path: Path) -> None:
    database = SqliteFile(tmp_path / "answers.sqlite3")
    database.prepare()
    with pytest.raises(ZeroDivisionError):
        database.write(lambda _: 1 // 0)
    assert database.write(lambda _: "written") == "written"


@pytest.mark.slow("starts a server, and has its disk sync slowly")
def test_a_burst_of_clients_is_not_refused_by_a_store_that_nobody_else_uses(tmp_path: Path) -> None:
    with serving(tmp_path, code=SERVE_FROM_A_SLOW_DISK, workers=2) as server, ThreadPoolExecutor(N_CLIENTS) as threads:

        def post(rows: int) -> int:
            brief = json.dumps({"task": "regression", "data": {"modality": "tabular", "rows": rows}})
            return server.ask("POST", "/v1/recommendations", body=brief, headers=JSON)[0]

        assert Counter(threads.map(post, range(1_000, 1_000 + 2 * N_CLIENTS))) == {201: 2 * N_CLIENTS}
