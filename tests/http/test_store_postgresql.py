"""A store in PostgreSQL is shared by servers, and heals when the database was away."""

from __future__ import annotations

import psycopg
import pytest
from private_postgresql import PrivatePostgresql
from stored_answers import answer

from whichml_server import AnswerStore
from whichml_server.errors import ServerError
from whichml_server.store import StoreUnavailable

pytestmark = pytest.mark.slow("starts a database server")


@pytest.fixture
def url(postgresql: PrivatePostgresql) -> str:
    postgresql.empty()
    return postgresql.url


def test_servers_share_a_database(url: str) -> None:
    one, other = AnswerStore(url), AnswerStore(url)
    one.put(answer("a"))
    assert other.get("a") == answer("a")
    assert (other.delete("a"), one.get("a")) == (True, None)


def test_what_is_packed_alike_is_read_by_another_server(url: str) -> None:
    one = AnswerStore(url)
    one.pack_like(lambda: b"what many answers say " * 500)
    one.put(answer("a"))
    one.vacuum()
    assert AnswerStore(url).get("a") == answer("a")


@pytest.mark.slow("stops and starts a database server")
def test_a_database_that_was_away_is_used_again_and_has_every_answer(url: str, postgresql: PrivatePostgresql) -> None:
    store = AnswerStore(url)
    store.put(answer("a"))
    postgresql.stop()
    try:
        for _ in range(2):
            with pytest.raises(StoreUnavailable, match="its database does not answer"):
                store.put(answer("b"))
            with pytest.raises(StoreUnavailable):
                store.check()
        late = AnswerStore(url)  # a server may start before its database
    finally:
        postgresql.start()
    store.put(answer("b"))
    assert [late.get(identity) is not None for identity in "ab"] == [True, True]


def test_tables_that_others_have_to_themselves_are_noticed_before_an_answer_comes(url: str) -> None:
    store = AnswerStore(url)
    with psycopg.connect(url) as other:
        other.execute("LOCK TABLE dictionaries IN SHARE MODE")  # may be read, not written to
        with pytest.raises(StoreUnavailable):
            store.check()
    store.check()
    store.vacuum()  # nothing of the trial is left that would be kept
    assert list(store.everything()) == []


def test_tables_that_were_removed_are_made_again(url: str, postgresql: PrivatePostgresql) -> None:
    store = AnswerStore(url)
    postgresql.empty()
    with pytest.raises(StoreUnavailable):
        store.put(answer("a"))
    store.put(answer("a"))
    assert store.get("a") == answer("a")


@pytest.mark.parametrize("url", ["mysql://host/db", "postgresql://host", "http://host/x", "postgresql://h:port/db"])
def test_a_url_of_something_else_is_refused(url: str) -> None:
    with pytest.raises(ServerError, match="none of a PostgreSQL database"):
        AnswerStore(url)
