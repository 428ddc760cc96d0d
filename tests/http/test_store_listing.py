"""Answers are listed newest first, in pages that lead from one to the next, and by what they are about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from whichml import Brief, Recommendation
from whichml.advise.recommendation import Advisor
from whichml_server import AnswerStore
from whichml_server.store import AnswerSummary, CursorError, StoredAnswer

pytestmark = pytest.mark.slow("keeps answers in every kind of store")

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def kept(n: int, task: str = "regression", knowledge: str = "digest") -> StoredAnswer:
    """Return an answer; three are kept each second, so that dates alone do not order them."""
    return StoredAnswer(f"{n:032x}", "recommendation/1", knowledge, b"{}", task, f"No {n}", NOON + timedelta(0, n // 3))


@pytest.fixture
def store(place: Path | str) -> AnswerStore:
    store = AnswerStore(place)
    for n in range(20):
        store.put(kept(n, task=("regression", "ranking")[n % 2], knowledge=("old", "new")[n >= 10]))
    return store


def pages(store: AnswerStore, limit: int) -> Iterator[tuple[AnswerSummary, ...]]:
    cursor = None
    while True:
        page = store.list(limit=limit, cursor=cursor)
        yield page.items
        if page.cursor is None:
            return
        cursor = page.cursor


def titles(items: tuple[AnswerSummary, ...]) -> list[str]:
    return [item.title for item in items]


@pytest.mark.parametrize("limit", [1, 7, 10, 20, 21])
def test_pages_hold_every_answer_once_newest_first(store: AnswerStore, limit: int) -> None:
    found = [title for items in pages(store, limit) for title in titles(items)]
    assert found == [f"No {n}" for n in reversed(range(20))]


def test_an_answer_that_comes_meanwhile_moves_no_page(store: AnswerStore) -> None:
    first = store.list(limit=5)
    store.put(kept(99))
    assert titles(store.list(limit=5, cursor=first.cursor).items) == [f"No {n}" for n in (14, 13, 12, 11, 10)]


def test_a_list_may_ask_for_a_task_a_knowledge_and_a_span(store: AnswerStore) -> None:
    assert titles(store.list(task="ranking", knowledge="old").items) == ["No 9", "No 7", "No 5", "No 3", "No 1"]
    span = store.list(since=NOON + timedelta(0, 1), until=NOON + timedelta(0, 2))
    assert titles(span.items) == ["No 5", "No 4", "No 3"]
    assert store.list(task="no such\0task").items == ()


def test_a_moment_without_a_zone_is_in_utc(store: AnswerStore) -> None:
    assert store.list(since=NOON.replace(tzinfo=None)) == store.list(since=NOON)


@pytest.mark.parametrize(
    "cursor", ["", "nonsense", "é", "\0", "A" * 5000, "MTIzLg", "LTEuYQ", "OTk5OTk5OTk5OTk5OTk5OTk5OTkuYQ"]
)
def test_a_cursor_that_no_page_gave_is_refused(store: AnswerStore, cursor: str) -> None:
    with pytest.raises(CursorError, match="none that a page gave"):
        store.list(cursor=cursor)


def test_an_answer_is_listed_by_the_task_and_the_title_of_its_brief(tmp_path: Path, advisor: Advisor) -> None:
    brief = {"title": "Loans", "task": "regression", "data": {"modality": "tabular", "rows": 500}}
    answer: Recommendation = advisor.recommend(Brief.from_mapping(brief))
    store = AnswerStore(tmp_path / "answers.sqlite3")
    store.put(StoredAnswer.of(answer))
    (listed,) = store.list().items
    assert (listed.id, listed.task, listed.title) == (answer.id, "regression", "Loans")
    assert (listed.knowledge, listed.n_bytes) == (answer.knowledge.digest, len(answer.to_json()))
