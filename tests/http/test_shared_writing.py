"""Many who write at once wait for a slow disk together, and none is refused because of the others."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from effort import PATIENCE_SECONDS
from full_disks import files_up_to
from served import JSON, SERVE, serving
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import IntegrityError
from stored_answers import answer

from by_night import IS_NIGHT
from whichml_server import AnswerStore
from whichml_server.store import StoreUnavailable
from whichml_server.store.shared_writing import SharedWriting
from whichml_server.store.sqlite_file import SqliteFile

pytestmark = pytest.mark.slow("waits for a file that others write")

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


@pytest.fixture
def store(tmp_path: Path) -> AnswerStore:
    return AnswerStore(tmp_path / "answers.sqlite3")


@contextmanager
def each_commit_told_to(listener: Callable[[], None]) -> Iterator[None]:
    def listen(connection: object, cursor: object, statement: str, *_: object) -> None:
        if statement == "COMMIT":
            listener()

    event.listen(Engine, "before_cursor_execute", listen)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", listen)


def test_each_thread_gets_what_came_of_its_own_wish(store: AnswerStore) -> None:
    for n in range(0, N_CLIENTS, 2):
        store.put(answer(f"{n}"))
    with ThreadPoolExecutor(N_CLIENTS) as threads:
        found = list(threads.map(lambda n: store.delete(f"{n}"), range(N_CLIENTS)))
    assert found == [n % 2 == 0 for n in range(N_CLIENTS)]


class Held:
    """A place where the first thread to come waits until it may go on, and others pass."""

    def __init__(self) -> None:
        self.has_come, self.may_go = threading.Event(), threading.Event()

    def stop(self) -> None:
        if not self.has_come.is_set():
            self.has_come.set()
            assert self.may_go.wait(PATIENCE_SECONDS)

    def wait_for_it(self) -> None:
        assert self.has_come.wait(PATIENCE_SECONDS)


class Notes:
    """A file with one table, which threads write into together, each in a thread of its own."""

    def __init__(self, path: Path, threads: ThreadPoolExecutor) -> None:
        self.database, self.threads = SqliteFile(path), threads
        self.database.prepare()
        self.shared = SharedWriting(self.transaction, PATIENCE_SECONDS, busy)
        self.write(lambda connection: connection.exec_driver_sql("CREATE TABLE notes (text UNIQUE)"))

    def transaction(self, _: float) -> AbstractContextManager[Connection]:
        return self.database.writing()

    def write(self, work: Callable[[Connection], Any]) -> Any:
        return self.shared.write(work)

    def read(self) -> list[str]:
        with self.database.reading() as connection:
            return sorted(connection.exec_driver_sql("SELECT text FROM notes").scalars())

    def begun_together(self, first: Callable[[Connection], Any], *others: Callable[[Connection], Any]) -> list[Any]:
        """Return what came of one work alone, and of others whose transaction began once all were asked for."""
        commit = Held()
        with each_commit_told_to(commit.stop):
            asked = [self.threads.submit(self.write, first)]
            commit.wait_for_it()
            for n, work in enumerate(others, start=1):
                asked.append(self.threads.submit(self.write, work))
                wait_until(lambda n=n: self.shared.n_waiting == n)  # type: ignore[misc]
            commit.may_go.set()
            return [outcome_of(each) for each in asked]


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[Notes]:
    with ThreadPoolExecutor(N_CLIENTS) as threads:
        yield Notes(tmp_path / "answers.sqlite3", threads)


def busy() -> StoreUnavailable:
    return StoreUnavailable.because("busy")


def noting(text: str) -> Callable[[Connection], str]:
    def note(connection: Connection) -> str:
        connection.exec_driver_sql("INSERT INTO notes VALUES (?)", (text,))
        return text

    return note


def outcome_of(asked: Future[Any]) -> Any:
    """Return what a work returned, or the class of what it raised."""
    failure = asked.exception(PATIENCE_SECONDS)
    return type(failure) if failure else asked.result()


def wait_until(is_so: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(1_000 * PATIENCE_SECONDS):
        if is_so():
            return
        pause.wait(0.001)
    raise AssertionError("it never came to be so")


def test_threads_that_write_at_once_share_one_wait_for_a_slow_disk(notes: Notes) -> None:
    names, n_commits = [f"{n:02}" for n in range(N_CLIENTS)], 0

    def count() -> None:
        nonlocal n_commits
        n_commits += 1

    with each_commit_told_to(count):
        assert notes.begun_together(*map(noting, names)) == names
    assert notes.read() == names
    assert n_commits == 2  # that of the first, for which all others waited, and theirs


def test_all_who_wait_while_another_program_has_the_file_are_refused_together(notes: Notes) -> None:
    begin, n_tried = Held(), 0

    @contextmanager
    def counted_transaction(seconds: float) -> Iterator[Connection]:
        nonlocal n_tried
        n_tried += 1
        begin.stop()
        with notes.transaction(seconds) as connection:
            yield connection

    notes.shared = SharedWriting(counted_transaction, PATIENCE_SECONDS, busy)
    with closing(sqlite3.connect(notes.database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        asked = [notes.threads.submit(notes.write, noting(f"{n}")) for n in range(N_CLIENTS)]
        begin.wait_for_it()
        wait_until(lambda: notes.shared.n_waiting == N_CLIENTS)
        begin.may_go.set()
        assert [outcome_of(each) for each in asked] == [StoreUnavailable] * N_CLIENTS
        other.execute("ROLLBACK")
    assert n_tried == 1
    notes.write(noting("a"))
    assert notes.read() == ["a"]


def test_what_one_thread_cannot_write_is_told_to_it_and_leaves_the_file_usable(notes: Notes) -> None:
    with pytest.raises(ZeroDivisionError):
        notes.write(lambda _: 1 // 0)
    assert notes.write(noting("a")) == "a"


def test_one_work_that_fails_among_several_fails_alone(notes: Notes) -> None:
    outcomes = notes.begun_together(noting("a"), noting("b"), lambda _: 1 // 0, noting("a"), noting("c"))
    assert outcomes == ["a", "b", ZeroDivisionError, IntegrityError, "c"]
    assert notes.read() == ["a", "b", "c"]


def test_a_commit_that_fails_for_a_large_work_fails_for_it_alone(notes: Notes) -> None:
    large = "x" * 300_000
    with files_up_to(100_000):
        assert notes.begun_together(noting("a"), noting("b"), noting(large), noting("c")) == [
            "a", "b", StoreUnavailable, "c",
        ]  # fmt: skip
    assert notes.read() == ["a", "b", "c"]


def test_a_work_whose_turn_does_not_come_is_refused_and_never_done(notes: Notes) -> None:
    notes.shared = SharedWriting(notes.transaction, 0, busy)
    first = Held()
    with each_commit_told_to(first.stop):
        writing = notes.threads.submit(notes.write, noting("a"))
        first.wait_for_it()
        with pytest.raises(StoreUnavailable, match="busy"):
            notes.write(noting("b"))
        first.may_go.set()
        assert writing.result(PATIENCE_SECONDS) == "a"
    notes.write(noting("c"))
    assert notes.read() == ["a", "c"]


def test_the_log_says_that_a_turn_does_not_come_and_that_it_does_again(
    notes: Notes, caplog: pytest.LogCaptureFixture
) -> None:
    first = Held()
    with each_commit_told_to(first.stop):
        writing = notes.threads.submit(notes.database.write, noting("a"))
        first.wait_for_it()
        with pytest.raises(StoreUnavailable, match="others are writing"):
            notes.database.write(noting("b"))
        first.may_go.set()
        assert writing.result(PATIENCE_SECONDS) == "a"
    assert [(said.levelname, said.getMessage().partition(": ")[2]) for said in caplog.records] == [
        ("ERROR", "others are writing to it."), ("WARNING", ""),
    ]  # fmt: skip


def test_the_log_tells_turns_under_load_once_in_ten_seconds(notes: Notes, caplog: pytest.LogCaptureFixture) -> None:
    for now in (100.0, 101.0, 109.9, 110.0):
        notes.database.clock = lambda now=now: now
        with pytest.raises(StoreUnavailable), notes.database.failures_told("written"):
            raise busy()
        with notes.database.failures_told("written"):
            pass
    assert [said.levelname for said in caplog.records] == ["ERROR", "WARNING"] * 2


def test_who_has_waited_for_its_turn_waits_to_begin_for_what_is_left(notes: Notes) -> None:
    told: list[float] = []

    @contextmanager
    def noted_transaction(seconds: float) -> Iterator[Connection]:
        told.append(seconds)
        with notes.transaction(seconds) as connection:
            yield connection

    notes.shared = SharedWriting(noted_transaction, PATIENCE_SECONDS, busy)
    first = Held()
    with each_commit_told_to(first.stop):
        asked = [notes.threads.submit(notes.write, noting("a"))]
        first.wait_for_it()
        asked.append(notes.threads.submit(notes.write, noting("b")))
        wait_until(lambda: notes.shared.n_waiting == 1)
        waits_since = time.monotonic()
        time.sleep(0.01)
        waited = time.monotonic() - waits_since
        first.may_go.set()
        assert [outcome_of(each) for each in asked] == ["a", "b"]
    assert told[1] <= PATIENCE_SECONDS - waited


def test_a_work_that_is_begun_when_its_patience_ends_is_not_refused(notes: Notes) -> None:
    begin, taking_back = Held(), Held()

    @contextmanager
    def held_transaction(seconds: float) -> Iterator[Connection]:
        begin.stop()
        with notes.transaction(seconds) as connection:
            yield connection

    class Hesitant(SharedWriting):
        def _takes_back(self, wish: Any) -> bool:
            taking_back.stop()
            return super()._takes_back(wish)

    notes.shared = Hesitant(held_transaction, 0, busy)
    first = notes.threads.submit(notes.write, noting("a"))
    begin.wait_for_it()
    second = notes.threads.submit(notes.write, noting("b"))
    taking_back.wait_for_it()
    begin.may_go.set()
    assert first.result(PATIENCE_SECONDS) == "a"
    taking_back.may_go.set()
    assert second.result(PATIENCE_SECONDS) == "b"
    assert notes.read() == ["a", "b"]


def test_what_cannot_begin_by_itself_either_is_refused_and_what_was_done_is_told(notes: Notes) -> None:
    n_begun = 0

    @contextmanager
    def transaction(seconds: float) -> Iterator[Connection]:
        nonlocal n_begun
        n_begun += 1
        if n_begun > 3:  # the first alone, the others together, and one of these by itself
            raise busy()
        with notes.transaction(seconds) as connection:
            yield connection

    notes.shared = SharedWriting(transaction, PATIENCE_SECONDS, busy)
    outcomes = notes.begun_together(noting("a"), noting("b"), lambda _: 1 // 0, noting("c"))
    assert outcomes == ["a", "b", StoreUnavailable, StoreUnavailable]
    assert notes.read() == ["a", "b"]


@pytest.mark.slow("starts a server, and has its disk sync slowly")
def test_a_burst_of_clients_is_not_refused_by_a_store_that_nobody_else_uses(tmp_path: Path) -> None:
    with serving(tmp_path, code=SERVE_FROM_A_SLOW_DISK, workers=2) as server, ThreadPoolExecutor(N_CLIENTS) as threads:

        def post(rows: int) -> int:
            brief = json.dumps({"task": "regression", "data": {"modality": "tabular", "rows": rows}})
            return server.ask("POST", "/v1/recommendations", body=brief, headers=JSON)[0]

        n_posted = 2 * N_CLIENTS if IS_NIGHT else N_CLIENTS
        assert Counter(threads.map(post, range(1_000, 1_000 + n_posted))) == {201: n_posted}
