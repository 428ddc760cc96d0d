"""Answers outlive the process, threads share them, and a foreign file is left alone."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from whichml_server import AnswerStore
from whichml_server.errors import ServerError
from whichml_server.store import VERSION, StoredAnswer, default_store_path


def answer(identity: str, body: bytes = b"{}") -> StoredAnswer:
    return StoredAnswer(identity, "recommendation/1", "digest", body)


def test_a_kept_answer_is_there_in_another_store_on_the_same_file(tmp_path: Path) -> None:
    AnswerStore(tmp_path / "deep" / "answers.sqlite3").put(answer("a"))
    assert AnswerStore(tmp_path / "deep" / "answers.sqlite3").get("a") == answer("a")


def test_an_answer_that_was_not_kept_is_none(tmp_path: Path) -> None:
    assert AnswerStore(tmp_path / "answers.sqlite3").get("a") is None


def test_an_answer_of_the_same_id_replaces_the_former_and_keeps_its_date(tmp_path: Path) -> None:
    store = AnswerStore(tmp_path / "answers.sqlite3")
    store.put(answer("a"))
    with closing(sqlite3.connect(store.path)) as connection, connection:
        connection.execute("UPDATE answers SET created = '2020-01-01'")
    store.put(answer("a", b'{"corrected": true}'))
    with closing(sqlite3.connect(store.path)) as connection:
        rows = connection.execute("SELECT created, body FROM answers").fetchall()
    assert rows == [("2020-01-01", b'{"corrected": true}')]


def test_threads_share_a_store(tmp_path: Path) -> None:
    store = AnswerStore(tmp_path / "answers.sqlite3")

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
