"""Answers outlive the process, threads share them, and a foreign file is left alone."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from stored_answers import answer

from whichml_server import AnswerStore
from whichml_server.errors import ServerError
from whichml_server.store import VERSION, StoredAnswer, default_store_path

pytestmark = pytest.mark.slow("keeps answers in every kind of store")

VERSION_1 = """
CREATE TABLE answers (id TEXT PRIMARY KEY, schema TEXT NOT NULL, created TEXT NOT NULL, knowledge TEXT NOT NULL,
                      body BLOB NOT NULL)
"""


def test_a_kept_answer_is_there_in_another_store_on_the_same_file(tmp_path: Path) -> None:
    AnswerStore(tmp_path / "deep" / "answers.sqlite3").put(answer("a"))
    assert AnswerStore(tmp_path / "deep" / "answers.sqlite3").get("a") == answer("a")


def test_an_answer_that_was_not_kept_is_none(place: Path | str) -> None:
    assert AnswerStore(place).get("a") is None


def test_an_answer_of_the_same_id_replaces_the_former_and_keeps_its_date(place: Path | str) -> None:
    store = AnswerStore(place)
    store.put(replace(answer("a"), created=datetime(2020, 1, 1, tzinfo=UTC)))
    store.put(answer("a", b'{"corrected": true}'))
    kept = store.get("a")
    assert kept is not None
    assert (kept.body, kept.created) == (b'{"corrected": true}', datetime(2020, 1, 1, tzinfo=UTC))


def test_a_deleted_answer_is_gone_with_its_documents(place: Path | str) -> None:
    store = AnswerStore(place)
    store.put(answer("a"))
    store.put(answer("b"))
    for identity in ("a", "b"):
        store.put_document(identity, "text/markdown", "digest", b"# An answer")
    assert (store.delete("a"), store.delete("a")) == (True, False)
    assert (store.get("a"), store.document("a", "text/markdown", "digest")) == (None, None)
    assert store.get("b") == answer("b")
    assert store.document("b", "text/markdown", "digest") == b"# An answer"


def test_of_answers_that_are_put_together_those_that_are_new_are_counted(place: Path | str) -> None:
    store = AnswerStore(place)
    store.put(answer("a", b'{"first": true}'))
    assert store.put_missing([answer("a"), answer("b"), answer("c")]) == 2
    assert store.put_missing([answer("a"), answer("b"), answer("c")]) == 0
    assert store.get("a") == answer("a", b'{"first": true}')


def test_a_document_is_kept_for_each_form_and_each_knowledge(place: Path | str) -> None:
    store = AnswerStore(place)
    store.put(answer("a"))
    store.put_document("a", "text/markdown", "digest", b"# Then")
    store.put_document("a", "text/markdown", "later", b"# Now")
    store.put_document("a", "text/html", "digest", b"<h1>Then</h1>")
    assert store.document("a", "text/markdown", "digest") == b"# Then"
    assert store.document("a", "text/markdown", "later") == b"# Now"
    assert store.document("a", "text/html", "digest") == b"<h1>Then</h1>"
    assert store.document("a", "text/html", "later") is None


def test_a_document_of_no_answer_is_not_kept(place: Path | str) -> None:
    store = AnswerStore(place)
    store.put_document("a", "text/markdown", "digest", b"# Nobody asked")
    assert store.document("a", "text/markdown", "digest") is None


@pytest.mark.parametrize("identity", ["", "\0", "a\0", "\ud800", "a" * 100_000])
def test_a_strange_id_is_no_answer(place: Path | str, identity: str) -> None:
    store = AnswerStore(place)
    store.put(answer("a"))
    assert store.get(identity) is None
    assert store.document(identity, "text/html", "digest") is None
    assert store.delete(identity) is False
    assert store.get("a") == answer("a")


def test_answers_of_version_1_are_all_there_and_smaller(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite3"
    bodies = {f"{n:032x}": b'{"brief": {"task": "regression", "id": "old"}, "n": %d}' % n for n in range(450)}
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(VERSION_1)
        connection.execute("PRAGMA user_version = 1")
        rows = list(bodies.items())
        connection.executemany("INSERT INTO answers VALUES (?, 'r/1', '2026-01-02T03:04:05+00:00', 'd', ?)", rows)
    store = AnswerStore(path)
    assert {identity: kept.body for identity in bodies if (kept := store.get(identity))} == bodies
    listed = store.list(task="regression", limit=1000)
    assert len(listed.items) == len(bodies)
    first = listed.items[0]
    assert (first.title, first.created, first.knowledge) == ("old", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "d")


def test_a_move_from_version_1_that_was_cut_off_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite3"
    AnswerStore(path).put(answer("moved", b"{}"))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(VERSION_1.replace("answers", "answers_1"))
        connection.execute("INSERT INTO answers_1 VALUES ('left', 'r/1', 'no date', 'd', ?)", (b"no JSON",))
    store = AnswerStore(path)
    kept = store.get("left")
    assert kept is not None
    assert kept.body == b"no JSON"
    assert store.get("moved") is not None
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'answers_1'").fetchall() == []


def test_threads_share_a_store(place: Path | str) -> None:
    store = AnswerStore(place)

    def keep(number: int) -> StoredAnswer | None:
        store.put(answer(f"{number % 10}", b"x" * 50_000))
        return store.get(f"{number % 10}")

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(keep, range(80)))
    assert len(found) == 80
    assert all(kept is not None and len(kept.body) == 50_000 for kept in found)


def test_stores_may_be_opened_at_once_on_a_file_that_is_missing(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        stores = list(threads.map(lambda _: AnswerStore(tmp_path / "answers.sqlite3"), range(8)))
    stores[0].put(answer("a"))
    assert all(store.get("a") for store in stores)


def test_tables_that_another_makes_while_a_file_is_looked_at_are_no_foreign_ones(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite3"
    path.touch()

    n_statements = 0

    def make_them_after_the_first(*_: object) -> None:
        nonlocal n_statements
        n_statements += 1
        if n_statements == 2:
            AnswerStore(path).put(answer("a"))

    event.listen(Engine, "before_cursor_execute", make_them_after_the_first)
    try:
        store = AnswerStore(path)
    finally:
        event.remove(Engine, "before_cursor_execute", make_them_after_the_first)
    assert store.get("a") == answer("a")


def test_the_file_says_its_version_and_writes_ahead(tmp_path: Path) -> None:
    store = AnswerStore(tmp_path / "answers.sqlite3")
    with closing(sqlite3.connect(store.path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_store_of_a_later_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(ServerError, match=f"has version {VERSION + 1}"):
        AnswerStore(path)


def test_a_database_of_somebody_else_is_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "theirs.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(ServerError, match="is no store of answers"):
        AnswerStore(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.write_bytes(b"not a database" * 100)])
def test_a_path_that_cannot_hold_a_store_is_refused_with_its_name(tmp_path: Path, make: object) -> None:
    path = tmp_path / "here"
    assert callable(make)
    make(path)
    with pytest.raises(ServerError, match="here cannot be used"):
        AnswerStore(path)


def test_the_environment_names_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WHICHML_ANSWERS", str(tmp_path / "mine.sqlite3"))
    assert default_store_path() == tmp_path / "mine.sqlite3"
    monkeypatch.delenv("WHICHML_ANSWERS")
    assert default_store_path().name == "answers.sqlite3"
