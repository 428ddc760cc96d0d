"""Nobody is cut off: answers arrive whole whatever follows a request, and what came in time is answered."""

from __future__ import annotations

import json
import logging
import os
import selectors
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple

import pytest
from effort import PATIENCE_SECONDS
from flask import Flask
from served import Server, serving

from whichml_server import Settings
from whichml_server.connection_policy import ConnectionPolicy
from whichml_server.serving import listening_socket
from whichml_server.waitress_server import waitress_server

pytestmark = pytest.mark.slow("starts servers")
on_unix = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="gunicorn runs on Unix alone")
HOST = b"Host: localhost\r\n"
LONG = b"GET /v1/openapi.json HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"


@pytest.fixture(scope="module", params=[pytest.param("gunicorn", marks=on_unix), "waitress"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("ends"), server=request.param, workers=1) as server:
        yield server


@contextmanager
def slow_reader(server: Server, said: bytes) -> Iterator[socket.socket]:
    """Yield a client for which the system keeps little of an answer, so that the server has to wait for it."""
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8_192)
        client.settimeout(PATIENCE_SECONDS)
        client.connect(("127.0.0.1", server.port))
        client.sendall(said)
        yield client


FOLLOWS: dict[str, Callable[[socket.socket], Any]] = {
    "nothing": lambda client: None,
    "an empty line": lambda client: client.sendall(b"\r\n"),
    "another request": lambda client: client.sendall(LONG),
    "what is no request": lambda client: client.sendall(b"x" * 70_000),
    "the end": lambda client: client.shutdown(socket.SHUT_WR),
}


@pytest.mark.parametrize("follow", FOLLOWS.values(), ids=FOLLOWS)
@pytest.mark.parametrize("asked", [LONG, LONG.replace(b"HTTP/1.1", b"HTTP/1.0")], ids=["1.1", "1.0"])
def test_the_last_answer_comes_whole_whatever_follows_its_request(
    server: Server, asked: bytes, follow: Callable[[socket.socket], object]
) -> None:
    with slow_reader(server, asked) as client:
        answer = client.recv(1)
        follow(client)
        answer += b"".join(iter(lambda: client.recv(65_536), b""))
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["openapi"]


def test_who_says_close_among_other_options_is_told_so_and_let_go(server: Server) -> None:
    for said in (b"Connection: foo, Close\r\n", b"Connection: foo\r\nX-A: b\r\nconnection: close \r\n",
                 b"Connection: keep-alive, close\r\n"):  # fmt: skip
        with server.connected(b"GET /v1/tasks HTTP/1.1\r\n" + HOST + said + b"\r\n") as client:
            answer = b"".join(iter(lambda: client.recv(65_536), b""))
        assert b"\r\nConnection: close\r\n" in answer
        assert answer.startswith(b"HTTP/1.1 200 ")
    with server.connected(b"GET /v1/tasks HTTP/1.1\r\n" + HOST + b"Connection: closed\r\n\r\n") as client:
        assert b"Connection: close\r\n" not in client.recv(300)


class Turned(NamedTuple):
    """A server that is turned by hand: `turn` does what can be done, `sweep` finds everybody's time over."""

    port: int
    turn: Callable[[], None]
    sweep: Callable[[], None]
    pass_time: Callable[[], None]
    server: Any


class Clock:
    """A clock that stands still, and is put forward by more than anybody may take."""

    def __init__(self, policy: ConnectionPolicy) -> None:
        self._seconds = 0.0
        policy.clock = lambda: self._seconds

    def pass_time(self) -> None:
        self._seconds += 3_600


@contextmanager
def waitress_by_hand(app: Flask, listening: socket.socket) -> Iterator[Turned]:
    server = waitress_server(app, listening, Settings())
    clock = Clock(server.policy)

    def sweep() -> None:
        clock.pass_time()
        server.maintenance(0.0)

    turn = partial(server.turn, PATIENCE_SECONDS)
    try:
        yield Turned(listening.getsockname()[1], turn, sweep, clock.pass_time, server)
    finally:
        server.task_dispatcher.shutdown()
        server.asyncore.close_all(server.active_channels)
        server.close()


@contextmanager
def gunicorn_by_hand(app: Flask, listening: socket.socket) -> Iterator[Turned]:
    from gunicorn.config import Config

    from whichml_server.worker import WhichmlWorker

    listening.setblocking(False)
    worker = WhichmlWorker(0, os.getppid(), [listening], None, 60, Config(), logging.getLogger())
    clock = Clock(worker.policy)
    worker.wsgi, worker.poller = app, selectors.DefaultSelector()
    worker.set_accept_enabled(True)

    def turn() -> None:
        for key, _ in worker.poller.select(PATIENCE_SECONDS):
            key.data(key.fileobj)

    def sweep() -> None:
        clock.pass_time()
        worker.murder_pending()

    try:
        yield Turned(listening.getsockname()[1], turn, sweep, clock.pass_time, worker)
    finally:
        while worker.nr_conns:
            sweep()
        worker.poller.close()
        worker.tmp.close()


@pytest.fixture(params=[pytest.param(gunicorn_by_hand, marks=on_unix), waitress_by_hand])
def turned(request: pytest.FixtureRequest, app: Flask) -> Iterator[Turned]:
    with listening_socket("127.0.0.1", 0) as listening, request.param(app, listening) as turned:
        yield turned


@pytest.mark.parametrize("looked_at", [b"", b"GET /v1"], ids=["all of it", "its rest"])
def test_what_came_while_the_server_was_busy_is_answered_though_its_time_is_over(
    turned: Turned, looked_at: bytes
) -> None:
    with socket.create_connection(("127.0.0.1", turned.port), PATIENCE_SECONDS) as client:
        turned.turn()
        if looked_at:
            client.sendall(looked_at)
            turned.turn()
        client.sendall(b"GET /v1\r\n\r\n"[len(looked_at) :])
        turned.sweep()
        assert client.recv(13) == b"HTTP/1.1 400 "


@pytest.mark.parametrize(("sent", "said"), [(b"", b""), (b"GET /v1", b"HTTP/1.1 408 "), (b"\r\n", b"")])
def test_who_sent_no_whole_request_in_time_is_given_up(turned: Turned, sent: bytes, said: bytes) -> None:
    with socket.create_connection(("127.0.0.1", turned.port), PATIENCE_SECONDS) as client:
        turned.turn()
        for part in (sent, sent):
            client.sendall(part)
            turned.sweep()
        assert client.recv(13) == said


def test_who_comes_as_another_is_given_up_is_not_taken_for_it(app: Flask) -> None:
    with (
        listening_socket("127.0.0.1", 0) as listening,
        waitress_by_hand(app, listening) as turned,
        socket.create_connection(("127.0.0.1", turned.port), PATIENCE_SECONDS),
    ):
        turned.turn()
        (number,) = turned.server.active_channels
        with socket.create_connection(("127.0.0.1", turned.port), PATIENCE_SECONDS) as newcomer:
            newcomer.sendall(b"GET /v1\r\n\r\n")
            turned.pass_time()
            turned.turn()
            assert number in turned.server.active_channels
            turned.turn()
            assert newcomer.recv(13) == b"HTTP/1.1 400 "
