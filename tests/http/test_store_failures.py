"""A file that is full, locked, taken away, damaged or not to be written to is told as such, and heals by itself."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from full_disks import files_up_to, pages_up_to
from sqlalchemy import Engine, event
from stored_answers import answer, large_answer

from whichml.knowledge.base import Knowledge
from whichml_server import AnswerStore, create_app
from whichml_server.store import StoreUnavailable
from whichml_server.store.sqlite_file import SECONDS_TO_BEGIN
from whichml_server.store.sqlite_opening import SECONDS_FOR_A_LOCK

pytestmark = pytest.mark.slow("waits for stores that cannot be used")

LARGE = 300_000
NOBODY = 65_534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "answers").mkdir()
    return tmp_path / "answers" / "answers.sqlite3"


@pytest.fixture
def store(path: Path) -> AnswerStore:
    """Return a store that holds the answers `a` and `b`."""
    store = AnswerStore(path)
    store.put(answer("a"))
    store.put(answer("b"))
    return store


def remove(path: Path, *, with_log: bool) -> None:
    path.unlink()
    if with_log:
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink()


@contextmanager
def locked(path: Path, how: str = "BEGIN IMMEDIATE") -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(how)
        yield
        other.execute("ROLLBACK")


@pytest.mark.parametrize("full", [pages_up_to(40), files_up_to(100_000)], ids=["disk", "quota"])
def test_a_full_disk_refuses_answers_and_gives_those_that_it_has(store: AnswerStore, full: Any) -> None:
    with full:
        for _ in range(3):
            with pytest.raises(StoreUnavailable, match=r"disk is full|cannot be read or written"):
                store.put(large_answer("large", LARGE))
            assert store.get("a") == answer("a")
        assert (store.get("large"), len(store.list().items)) == (None, 2)


@pytest.mark.parametrize("full", [pages_up_to(12), files_up_to(40_000)], ids=["disk", "quota"])
def test_a_full_disk_is_noticed_before_an_answer_comes(store: AnswerStore, full: Any) -> None:
    with full:
        for _ in range(2):
            with pytest.raises(StoreUnavailable, match=r"disk is full|cannot be read or written"):
                store.check()
    store.check()
    assert [found.id for found in store.list().items] == ["b", "a"]


def test_a_store_that_is_looked_at_often_seldom_keeps_others_from_writing(store: AnswerStore) -> None:
    begun: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        begun.extend([statement] if statement.startswith(("BEGIN", "COMMIT")) else [])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        for _ in range(100):
            store.check()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert 1 <= len(begun) < 10
    assert "COMMIT" not in begun


def test_a_locked_file_is_noticed_before_an_answer_comes(store: AnswerStore) -> None:
    with locked(store.path), pytest.raises(StoreUnavailable, match="others are writing"):
        store.check()
    store.check()


def test_a_file_in_the_place_of_the_folder_is_noticed_before_an_answer_comes(store: AnswerStore) -> None:
    folder = store.path.parent
    folder.rename(folder.with_name("away"))
    for _ in range(2):
        with pytest.raises(StoreUnavailable):
            store.check()
        folder.write_text("a file")
    folder.unlink()
    folder.with_name("away").rename(folder)
    store.check()


def test_a_disk_that_has_space_again_takes_answers_again(store: AnswerStore) -> None:
    kept = large_answer("large", LARGE)
    with files_up_to(100_000), pytest.raises(StoreUnavailable):
        store.put(kept)
    store.put(kept)
    assert store.get("large") == kept
    assert AnswerStore(store.path).get("large") == kept


def test_a_small_answer_fits_where_a_large_one_did_not(store: AnswerStore) -> None:
    with pages_up_to(40):
        with pytest.raises(StoreUnavailable):
            store.put(large_answer("large", LARGE))
        store.put(large_answer("small", 100))
    assert store.get("small") is not None


def test_waiting_for_others_takes_less_than_a_second() -> None:
    assert SECONDS_TO_BEGIN < 1  # for threads and for processes, one after the other
    assert 2 * SECONDS_FOR_A_LOCK < 1  # to open the file anew, and to read in it


def test_a_locked_file_refuses_answers_and_gives_those_that_it_has(store: AnswerStore) -> None:
    with locked(store.path):
        with pytest.raises(StoreUnavailable, match="others are writing") as refused:
            store.put(answer("c"))
        assert refused.value.seconds == 1
        assert store.get("a") == answer("a")
    store.put(answer("c"))
    assert store.get("c") == answer("c")


@pytest.mark.parametrize("with_log", [False, True])
def test_a_file_that_was_deleted_is_written_anew_with_all_answers(store: AnswerStore, with_log: bool) -> None:
    remove(store.path, with_log=with_log)
    assert store.get("a") == answer("a")
    store.put(answer("c"))
    for reader in (store, AnswerStore(store.path)):
        assert [reader.get(identity) is not None for identity in "abc"] == [True] * 3
    assert sorted(found.name for found in store.path.parent.iterdir()) == [
        "answers.sqlite3", "answers.sqlite3-shm", "answers.sqlite3-wal",
    ]  # fmt: skip


def test_two_stores_whose_file_was_deleted_go_on_with_one(store: AnswerStore) -> None:
    other = AnswerStore(store.path)
    assert other.get("a") is not None
    remove(store.path, with_log=False)
    other.put(answer("c"))
    store.put(answer("d"))
    for reader in (store, other, AnswerStore(store.path)):
        assert [reader.get(identity) is not None for identity in "abcd"] == [True] * 4


def test_an_answer_written_into_a_file_that_is_being_deleted_is_not_acknowledged(store: AnswerStore) -> None:
    def delete_first(connection: object, cursor: object, statement: str, *_: object) -> None:
        if statement == "COMMIT" and store.path.exists():
            remove(store.path, with_log=True)

    event.listen(Engine, "before_cursor_execute", delete_first)
    try:
        with pytest.raises(StoreUnavailable, match="its file is gone"):
            store.put(answer("c"))
    finally:
        event.remove(Engine, "before_cursor_execute", delete_first)
    store.put(answer("c"))
    assert [AnswerStore(store.path).get(identity) is not None for identity in "abc"] == [True] * 3


def test_answers_stay_readable_while_their_folder_is_away(store: AnswerStore) -> None:
    folder = store.path.parent
    folder.rename(folder.with_name("away"))
    for _ in range(3):
        with pytest.raises(StoreUnavailable):
            store.put(answer("c"))
        assert store.get("a") == answer("a")
    folder.with_name("away").rename(folder)
    store.put(answer("c"))
    assert [AnswerStore(store.path).get(identity) is not None for identity in "abc"] == [True] * 3


def test_a_file_that_is_put_in_its_place_is_taken_up(store: AnswerStore, tmp_path: Path) -> None:
    backup = AnswerStore(tmp_path / "backup.sqlite3")
    backup.put(answer("from the backup"))
    backup.close()
    backup.path.replace(store.path)
    assert store.get("from the backup") is not None
    assert store.get("a") is None  # the log of the former file is not applied to this one
    store.put(answer("c"))
    with closing(sqlite3.connect(store.path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("SELECT count(*) FROM answers").fetchone() == (2,)


@pytest.mark.parametrize("body", [b"not a database" * 1000, b""], ids=["no database", "empty"])
def test_what_is_no_store_in_its_place_is_never_written_to(store: AnswerStore, tmp_path: Path, body: bytes) -> None:
    good = tmp_path / "good.sqlite3"
    with closing(sqlite3.connect(store.path)) as connection, closing(sqlite3.connect(good)) as copy:
        connection.backup(copy)
    (tmp_path / "other").write_bytes(body)
    (tmp_path / "other").replace(store.path)
    if body:
        for _ in range(2):
            with pytest.raises(StoreUnavailable):
                store.put(answer("c"))
        assert store.path.read_bytes() == body
    good.replace(store.path)
    store.put(answer("c"))
    assert [store.get(identity) is not None for identity in "abc"] == [True] * 3


def test_a_damaged_file_gives_what_can_be_read_of_it(path: Path, tmp_path: Path) -> None:
    writer = AnswerStore(path)
    for n in range(10):
        writer.put(large_answer(f"{n}", 20_000))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(path, tmp_path / "good")
    shutil.copy(path, tmp_path / "damaged")
    with (tmp_path / "damaged").open("r+b") as file:
        file.seek(100_000)  # in the middle of an answer
        file.write(b"\xff" * 500)
    (tmp_path / "damaged").replace(path)
    outcomes = [outcome_of(writer, f"{n}") for n in range(10)]
    assert set(outcomes) == {"read", "damaged"}
    assert outcomes.count("read") >= 8
    (tmp_path / "good").replace(path)
    assert [outcome_of(writer, f"{n}") for n in range(10)] == ["read"] * 10


@pytest.mark.parametrize("n_bytes", [100, 4_096, 1_000_000])
def test_a_file_that_somebody_wrote_over_is_noticed_before_an_answer_comes(path: Path, n_bytes: int) -> None:
    store = AnswerStore(path)
    for n in range(10):
        store.put(large_answer(f"{n}", 20_000))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert store.get("3") is not None  # so that the first pages are in memory
    with path.open("r+b") as file:
        file.write(os.urandom(min(n_bytes, path.stat().st_size)))
    with pytest.raises(StoreUnavailable, match="its file is damaged"):
        store.check()


def outcome_of(store: AnswerStore, identity: str) -> str:
    try:
        return "read" if store.get(identity) is not None else "lost"
    except StoreUnavailable:
        return "damaged"


@contextmanager
def without_rights() -> Iterator[Path]:
    """Become nobody, whom modes of files bind, and return a folder of nobody's."""
    folder = Path(tempfile.mkdtemp())
    is_root = os.geteuid() == 0
    if is_root:
        os.chown(folder, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    try:
        yield folder
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o700)
        shutil.rmtree(folder)


def test_a_folder_that_may_only_be_read_gives_answers_and_takes_none() -> None:
    with without_rights() as folder:
        path = folder / "answers.sqlite3"
        former = AnswerStore(path)
        former.put(answer("a"))
        former.close()
        for file in (path, folder):
            file.chmod(0o500)
        store = AnswerStore(path)
        for _ in range(2):
            assert store.get("a") == answer("a")
            with pytest.raises(StoreUnavailable, match="may only be read"):
                store.put(answer("b"))
        for file in (folder, path):
            file.chmod(0o700)
        store.put(answer("b"))
        assert AnswerStore(path).get("b") == answer("b")


@pytest.mark.parametrize("is_read_meanwhile", [False, True])
def test_a_file_with_its_log_beside_it_that_may_only_be_read_heals(
    store: AnswerStore, path: Path, is_read_meanwhile: bool
) -> None:
    """As after a crash: SQLite keeps what it shares of a log for reading alone, as long as any connection is open."""
    left_behind = [path.with_name(path.name + ending).read_bytes() for ending in ("", "-wal", "-shm")]
    assert all(left_behind)
    with without_rights() as folder:
        files = [folder / f"answers.sqlite3{ending}" for ending in ("", "-wal", "-shm")]
        for file, raw in zip(files, left_behind, strict=True):
            file.write_bytes(raw)
            file.chmod(0o400)
        folder.chmod(0o500)
        left = AnswerStore(files[0])
        with left._database.reading() if is_read_meanwhile else nullcontext():
            for _ in range(2):
                assert left.get("a") == answer("a")
                with pytest.raises(StoreUnavailable, match="may only be read"):
                    left.put(answer("c"))
        for file in (folder, *files):
            file.chmod(0o700)
        left.check()
        left.put(answer("c"))
        assert AnswerStore(files[0]).get("c") == answer("c")


def test_a_process_that_was_forked_opens_the_file_for_itself(store: AnswerStore) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of threads, which the child does not use
        child = os.fork()
    if child == 0:
        try:
            store.put(answer("from the child"))
        finally:
            os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    store.put(answer("c"))
    assert [store.get(identity) is not None for identity in ("a", "from the child", "c")] == [True] * 3


def test_a_store_that_cannot_be_used_is_answered_with_503_and_when_to_ask_again(
    knowledge: Knowledge, path: Path, fraud: bytes
) -> None:
    with create_app(knowledge, AnswerStore(path)).test_client() as client:
        made = client.post("/v1/recommendations", data=fraud, content_type="application/yaml")
        with locked(path):
            brief = fraud.replace(b"title:", b"title: another,")
            refused = client.post("/v1/recommendations", data=brief, content_type="application/yaml")
            assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")
            assert refused.content_type == "application/problem+json"
            assert refused.json["detail"] == "the store of answers cannot be used now: others are writing to it."
            assert client.get(made.headers["Location"]).status_code == 200
            probed = client.get("/readyz")
            assert (probed.status_code, probed.headers["Retry-After"]) == (503, "1")
        assert client.get("/readyz").status_code == 200
        again = client.post("/v1/recommendations", data=brief, content_type="application/yaml")
        assert client.get(again.headers["Location"]).status_code == 200
