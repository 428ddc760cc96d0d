"""Clients who send half a request, read no answer or flood the server keep nobody else from answers."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from urllib.parse import quote

import pytest
from served import BRIEF, JSON, Server, serving

from by_night import by_night

slow = pytest.mark.slow("starts a server of two processes")
pytestmark = slow
on_unix = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="gunicorn runs on Unix alone")
GUNICORN = pytest.param("gunicorn", marks=on_unix)
HEAD = b"POST /v1/recommendations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
QUERY = quote("SELECT (COUNT(*) AS ?n) WHERE {?a ?b ?c . ?d ?e ?f . ?g ?h ?i}")


@pytest.fixture(scope="module", params=[GUNICORN, "waitress"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("attacked"), server=request.param, threads=4, max_connections=300) as server:
        yield server


def everybody_is_answered(server: Server) -> bool:
    """Return whether ten clients in a row get an answer each, so that no process is left out."""
    found = {(server.ask("GET", "/healthz")[0], server.post()) for _ in range(10)}
    return found == {(200, 201)}


def problem(answer: tuple[int, dict[str, str], bytes], status: int) -> dict[str, object]:
    assert answer[0] == status
    assert answer[1]["Content-Type"] == "application/problem+json"
    document: dict[str, object] = json.loads(answer[2])
    assert document["status"] == status
    assert document["detail"]
    return document


def send_without_reading(client: socket.socket, n_bytes: int) -> None:
    """Send requests one behind the other, as many as the server takes."""
    client.settimeout(1)
    try:
        for _ in range(n_bytes // 5_000):
            client.sendall(b"GET /v1/algorithms HTTP/1.1\r\nHost: localhost\r\n\r\n" * 100)
    except OSError:
        return  # the server takes no more


@pytest.mark.parametrize("server", [GUNICORN, by_night("waitress")], indirect=True)
def test_requests_that_are_sent_one_behind_the_other_and_never_read_stop_nobody(server: Server) -> None:
    with ExitStack() as held:
        clients = [held.enter_context(server.connected()) for _ in range(20)]
        senders = [threading.Thread(target=send_without_reading, args=(each, 1_000_000)) for each in clients]
        for sender in senders:
            sender.start()
        assert everybody_is_answered(server)
        for sender in senders:
            sender.join()
        assert everybody_is_answered(server)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"POST /v1/recommendations HTTP/1.1\r\nHo",
        HEAD + b"Content-Length: 1000\r\n\r\n{",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n3e8\r\n{",
    ],
    ids=["idle", "half a head", "half a body", "half a chunk"],
)
def test_two_hundred_connections_that_are_only_held_stop_nobody(server: Server, said: bytes) -> None:
    with ExitStack() as held:
        for _ in range(200):
            held.enter_context(server.connected(said))
        assert everybody_is_answered(server)


def test_more_connections_than_a_server_has_lock_nobody_out(server: Server) -> None:
    with ExitStack() as held:
        for _ in range(2 * 300 + 50):
            held.enter_context(server.connected())
        assert everybody_is_answered(server)


def test_endless_queries_keep_nobody_from_answers(server: Server) -> None:
    with ExitStack() as held:
        for _ in range(30):
            said = f"GET /v1/sparql?query={QUERY} HTTP/1.1\r\nHost: localhost\r\n\r\n"
            held.enter_context(server.connected(said.encode()))
        assert everybody_is_answered(server)


def test_a_hundred_megabytes_are_refused_and_the_server_lives(server: Server) -> None:
    def megabytes() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 1_000_000

    headers = {**JSON, "Content-Length": "100000000"}
    problem(server.ask("POST", "/v1/recommendations", body=megabytes(), headers=headers), 413)
    assert everybody_is_answered(server)


def test_a_body_without_end_is_refused_while_it_comes(server: Server) -> None:
    with server.connected(HEAD + b"Transfer-Encoding: chunked\r\n\r\n") as client:
        chunk = b"f4240\r\n" + b"x" * 1_000_000 + b"\r\n"
        client.sendall(chunk + chunk)
        assert b"HTTP/1.1 413 " in client.recv(1000)


WRONG: dict[str, tuple[bytes, int]] = {
    "no HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
    "no host": (b"GET / HTTP/1.1\r\n\r\n", 400),
    "two lengths": (HEAD + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400),
    "a length that is none": (HEAD + b"Content-Length: -1\r\n\r\n", 400),
    "a chunk without size": (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
    "a chunk that is longer than it says": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n", 400),
    "another coding": (HEAD + b"Transfer-Encoding: gzip\r\n\r\n", 501),
    "NUL in a field": (b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: a\0b\r\n\r\n", 400),
    "a flood of fields": (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X-Flood: 1\r\n" * 10_000 + b"\r\n", 431),
    "a long field": (b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"x" * 100_000 + b"\r\n\r\n", 431),
    "a long line": (b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 431),
    "more fields than may be": (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X-A: 1\r\n" * 100 + b"\r\n", 431),
    "a field longer than may be": (b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: " + b"x" * 8_200 + b"\r\n\r\n", 431),
    "a head longer than may be": (
        b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X-A: %b\r\n" % (b"x" * 500) * 65 + b"\r\n",
        431,
    ),
    "a field in two lines": (b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: 1\r\n 2\r\n\r\n", 400),
    "an expectation that nobody knows": (HEAD + b"Content-Length: 3\r\nExpect: foo\r\n\r\nabc", 417),
    "another version": (b"GET / HTTP/2.0\r\nHost: localhost\r\n\r\n", 505),
    "a body larger than may be": (HEAD + b"Content-Length: 1000001\r\n\r\n{", 413),
}


@pytest.mark.parametrize(("said", "status"), WRONG.values(), ids=WRONG)
def test_what_the_server_itself_refuses_is_a_problem_document(server: Server, said: bytes, status: int) -> None:
    problem(server.answer_to(said), status)
    assert server.post() == 201


def test_a_request_that_hides_behind_another_is_not_read(server: Server) -> None:
    """A length and chunks contradict each other (RFC 9112, section 6.1)."""
    hidden = b"0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    said = HEAD + b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n" % len(hidden) + hidden
    with server.connected(said) as client:
        client.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: client.recv(65_536), b""))
    assert answer.count(b"HTTP/1.1 ") == 1
    assert answer.startswith(b"HTTP/1.1 400 ")


def read_exactly(read: Callable[[int], bytes], n_bytes: int) -> bytes:
    parts = b""
    while len(parts) < n_bytes:
        parts += read(n_bytes - len(parts))
    return parts


def test_a_client_that_waits_for_leave_to_send_its_body_gets_it(server: Server) -> None:
    body = BRIEF.encode()
    with server.connected(HEAD + b"Content-Length: %d\r\nExpect: 100-continue\r\n\r\n" % len(body)) as client:
        leave = b"HTTP/1.1 100 Continue\r\n\r\n"
        assert read_exactly(client.recv, len(leave)) == leave
        client.sendall(body)
        assert read_exactly(client.recv, 12) == b"HTTP/1.1 201"


def test_requests_one_behind_the_other_are_answered_in_their_order(server: Server) -> None:
    asked = ["/healthz", "/none-such", "/v1/schema/brief.json", "/none-such", "/healthz"]
    lines = "".join(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n" for path in asked[:-1])
    last = f"GET {asked[-1]} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with server.connected((lines + last).encode()) as client:
        answer = b"".join(iter(lambda: client.recv(65_536), b""))
    assert [part[:3] for part in answer.split(b"HTTP/1.1 ")[1:]] == [b"200", b"404", b"200", b"404", b"200"]
