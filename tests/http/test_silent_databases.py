"""A database server that says nothing is given up within a second, by one thread for all, and used once it speaks."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from effort import PATIENCE_SECONDS
from flask.testing import FlaskClient
from private_postgresql import PrivatePostgresql
from psycopg.errors import ConnectionTimeout
from psycopg.waiting import Ready, Wait
from stored_answers import answer

from whichml.knowledge.base import Knowledge
from whichml_server import AnswerStore, create_app
from whichml_server.lanes import Lanes
from whichml_server.store import StoredAnswer, StoreUnavailable
from whichml_server.store.patience import SECONDS_OF_SILENCE, SECONDS_TO_REACH, SECONDS_TO_WAKE, Patience
from whichml_server.store.postgresql_driver import connect, timed_by

pytestmark = pytest.mark.slow("waits for databases that say nothing")

NO_ANSWER = "the store of answers cannot be used now: its database does not answer as it should."


def url_of(server: socket.socket) -> str:
    return f"postgresql://whichml@127.0.0.1:{server.getsockname()[1]}/postgres"


@contextmanager
def accepting() -> Iterator[socket.socket]:
    """Yield a server that takes connections, and neither reads nor says anything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@contextmanager
def dropping() -> Iterator[socket.socket]:
    """Yield a server whose queue is full, so that the network drops what comes: nobody is even refused."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server, ExitStack() as held:
        for _ in range(3):
            client = held.enter_context(socket.socket())
            client.setblocking(False)
            client.connect_ex(server.getsockname())
        yield server


@pytest.fixture(scope="module", params=[accepting, dropping])
def silent(request: pytest.FixtureRequest) -> Iterator[socket.socket]:
    with request.param() as server:
        yield server


@pytest.fixture(scope="module")
def client(silent: socket.socket, knowledge: Knowledge) -> Iterator[FlaskClient]:
    with create_app(knowledge, AnswerStore(url_of(silent))).test_client() as client:
        yield client


def test_waiting_for_a_word_takes_less_than_a_second() -> None:
    assert SECONDS_TO_WAKE + SECONDS_TO_REACH < SECONDS_OF_SILENCE < 1


def test_a_use_that_has_begun_can_be_renewed_while_others_are_refused() -> None:
    patience = Patience()
    patience.never_end()
    patience.lose()
    with pytest.raises(TimeoutError):
        patience.begin()
    patience.renew()
    assert 0 < patience.seconds_left <= SECONDS_OF_SILENCE


@pytest.mark.parametrize("address", [f"/v1/recommendations/{'0' * 32}", "/v1/recommendations", "/readyz"])
def test_what_needs_a_silent_database_gets_503_and_when_to_ask_again(client: FlaskClient, address: str) -> None:
    refused = client.get(address)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert (refused.content_type, refused.json["detail"]) == ("application/problem+json", NO_ANSWER)


def test_a_brief_gets_503_while_the_database_is_silent(client: FlaskClient, fraud: bytes) -> None:
    refused = client.post("/v1/recommendations", data=fraud, content_type="application/yaml")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")


@pytest.mark.parametrize("address", ["/healthz", "/v1/algorithms", "/v1/scenarios", "/"])
def test_what_needs_no_database_is_given_while_it_is_silent(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 200


def test_health_does_not_wait_behind_those_who_wait_for_the_database() -> None:
    lanes = Lanes(n_threads=1, n_queries=1, prefix="/below")
    try:
        health, *others = (
            lanes.of(b"GET /below/%s HTTP/1.1\r\n\r\n" % path) for path in (b"healthz", b"readyz", b"v1/algorithms")
        )
        assert health not in others
    finally:
        lanes.shutdown()


def test_one_thread_finds_out_for_all_that_a_server_is_silent() -> None:
    def is_refused(_: int) -> bool:
        with pytest.raises(StoreUnavailable):
            store.check()
        return True

    with accepting() as server:
        store = AnswerStore(url_of(server))
        with ThreadPoolExecutor(16) as threads:
            assert all(threads.map(is_refused, range(16)))
        server.setblocking(False)
        assert 1 <= n_waiting(server) < 8


def n_waiting(server: socket.socket) -> int:
    """Return how many connections were made to a server that does not block."""
    for n in range(1_000):
        try:
            server.accept()[0].close()
        except BlockingIOError:
            return n
    raise AssertionError("there is no end of connections")


@contextmanager
def greeting() -> Iterator[socket.socket]:
    """Yield a server that says that it does not encrypt, and nothing any more."""
    with accepting() as server, ExitStack() as held:

        def greet() -> None:
            with suppress(OSError):
                while True:
                    client = held.enter_context(server.accept()[0])
                    client.recv(8)
                    client.sendall(b"N")

        greeter = threading.Thread(target=greet)
        greeter.start()
        yield server
        server.shutdown(socket.SHUT_RDWR)
        greeter.join()


def test_a_server_that_falls_silent_while_a_connection_is_made_is_given_up_like_any_other() -> None:
    patience = Patience()
    patience.begin()
    with greeting() as server, pytest.raises(ConnectionTimeout, match="the server says nothing"):
        connect(timed_by(patience), host="127.0.0.1", port=server.getsockname()[1], connect_timeout=PATIENCE_SECONDS)
    with pytest.raises(TimeoutError):
        patience.refuse_if_lost()


def processes_of(server: PrivatePostgresql) -> list[int]:
    first = int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
    return [first, *map(int, Path(f"/proc/{first}/task/{first}/children").read_text().split())]


def sessions_of(server: PrivatePostgresql) -> list[int]:
    others = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    with psycopg.connect(server.url) as connection:
        return [pid for (pid,) in connection.execute(others)]


@contextmanager
def stopped(pids: list[int]) -> Iterator[None]:
    """Have no process of these run, whose sockets the system goes on to serve."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in reversed(pids):
            os.kill(pid, signal.SIGCONT)


def test_that_something_can_be_sent_is_no_word_of_a_server(postgresql: PrivatePostgresql) -> None:
    def sending() -> Generator[Wait, Ready, Ready]:
        return (yield Wait.W)

    with connect(timed_by(Patience()), postgresql.url) as connection:
        connection.is_resting = True
        assert connection.wait(sending()) == Ready.W
        assert connection.is_resting
        connection.execute("SELECT 1")
        assert not connection.is_resting


@pytest.mark.slow("waits for a database that is silent for a moment")
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes as Linux shows them")
def test_a_database_that_falls_silent_is_given_up_and_used_once_it_speaks(postgresql: PrivatePostgresql) -> None:
    postgresql.empty()
    store = AnswerStore(postgresql.url)
    store.put(answer("a"))
    with stopped(processes_of(postgresql)):
        for _ in range(2):
            with pytest.raises(StoreUnavailable, match="does not answer"):
                store.put(answer("b"))
            with pytest.raises(StoreUnavailable, match="does not answer"):
                store.get("a")
        late = AnswerStore(postgresql.url)
    put_once_possible(store, answer("b"))
    put_once_possible(late, answer("c"))
    assert [late.get(identity) is not None for identity in "abc"] == [True] * 3


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes as Linux shows them")
def test_connections_that_died_while_they_were_kept_are_made_anew_and_nobody_is_refused(
    postgresql: PrivatePostgresql,
) -> None:
    postgresql.empty()
    store = AnswerStore(postgresql.url)
    store.put(answer("a"))
    sessions = sessions_of(postgresql)
    assert sessions
    with stopped(sessions):
        store.put(answer("b"))
        assert [store.get(identity) is not None for identity in "ab"] == [True, True]


def put_once_possible(store: AnswerStore, kept: StoredAnswer) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            store.put(kept)
        except StoreUnavailable:
            assert time.monotonic() < until
            time.sleep(0.05)
        else:
            return
