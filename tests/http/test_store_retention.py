"""Answers go when they are too old or too many, the oldest first, with their documents."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from whichml_server.store import AnswerStore, Retention, StoredAnswer, open_store

pytestmark = pytest.mark.slow("keeps answers in every kind of store")

KB = 1000


def kept(n: int, age: timedelta = timedelta(0)) -> StoredAnswer:
    """Return an answer that takes 10 kB, packed or not."""
    created = datetime.now(UTC) - age + timedelta(seconds=n)
    return StoredAnswer(f"{n:032x}", "recommendation/1", "digest", os.urandom(10 * KB), created=created)


def there(store: AnswerStore) -> list[int]:
    return [int(each.id, 16) for each in store.list(limit=1000).items]


def test_everything_is_kept_where_nothing_is_said(place: Path | str) -> None:
    store = open_store(place)
    store.put(kept(1, timedelta(days=4000)))
    assert (store.sweep(), there(store)) == (0, [1])


def test_what_is_older_than_it_may_be_goes(place: Path | str) -> None:
    former = AnswerStore(place)
    former.put(kept(1, timedelta(days=8)))
    former.put(kept(2, timedelta(days=6)))
    store = AnswerStore(place, Retention(days=7))
    assert (store.sweep(), there(store)) == (1, [2])


def test_the_oldest_go_when_there_is_too_much(place: Path | str) -> None:
    former = AnswerStore(place)
    for n in range(250):
        former.put(kept(n))
    store = AnswerStore(place, Retention(n_bytes=1000 * KB))
    assert store.sweep() > 150
    left = there(store)
    assert left == list(range(249, 249 - len(left), -1))
    assert 90 <= len(left) <= 95
    assert store.sweep() == 0


def test_documents_count_and_go_with_their_answer(place: Path | str) -> None:
    former = AnswerStore(place)
    for n in range(4):
        former.put(kept(n))
        former.put_document(kept(n).id, "text/html", "digest", os.urandom(40 * KB))
    store = AnswerStore(place, Retention(n_bytes=120 * KB))
    assert (store.sweep(), there(store)) == (2, [3, 2])
    assert store.document(kept(1).id, "text/html", "digest") is None
    assert store.document(kept(2).id, "text/html", "digest") is not None


def test_a_store_that_is_written_to_stays_within_its_bounds(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite3"
    store = AnswerStore(path, Retention(n_bytes=300 * KB))
    for n in range(100):
        store.put(kept(n))
    assert there(store)[0] == 99
    assert len(there(store)) <= 30
    store.close()
    assert path.stat().st_size < 600 * KB


def test_the_first_answer_of_a_process_removes_what_grew_too_old_before(place: Path | str) -> None:
    AnswerStore(place).put(kept(1, timedelta(days=8)))
    store = AnswerStore(place, Retention(days=7))
    store.put(kept(2))
    assert there(store) == [2]
