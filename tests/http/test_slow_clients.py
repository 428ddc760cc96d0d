"""Clients who take their time, and requests that can be told in two ways, under both servers."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from effort import PATIENCE_SECONDS
from served import Server, serving

from by_night import by_night

pytestmark = pytest.mark.slow("starts servers and waits for them to give up")
on_unix = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="gunicorn runs on Unix alone")
GUNICORN = pytest.param("gunicorn", marks=on_unix)
ASKED = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture(scope="module", params=[GUNICORN, "waitress"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    limits = {"request_seconds": 1, "keepalive_seconds": 1, "max_connections_per_client": 20, "body_bytes": 1_000}
    with serving(tmp_path_factory.mktemp("slow"), server=request.param, workers=1, **limits) as server:
        yield server


def until_closed(client: socket.socket) -> bytes:
    return b"".join(iter(lambda: client.recv(65_536), b""))


def test_a_request_that_comes_byte_by_byte_is_given_up(server: Server) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    with server.connected(b"GET /healthz HTTP/1.1\r\nX-Slow: ") as client:
        client.settimeout(0.1)
        answer = b""
        while not answer and time.monotonic() < until:
            client.sendall(b"x")
            with suppress(TimeoutError):
                answer = client.recv(65_536)
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert b"application/problem+json" in answer


def test_a_connection_that_says_nothing_is_closed(server: Server) -> None:
    with server.connected() as silent, server.connected(ASKED) as served:
        assert until_closed(silent) == b""
        assert until_closed(served).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("server", [GUNICORN, by_night("waitress")], indirect=True)
def test_who_reads_no_answer_is_let_go(server: Server) -> None:
    n_asked = 1_500  # answers of five kilobytes, more than the system keeps for a client
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        client.settimeout(PATIENCE_SECONDS)
        client.connect(("127.0.0.1", server.port))
        client.sendall(ASKED.replace(b"/healthz", b"/v1/tasks") * n_asked)
        wait_for_connections(server, 2)
        wait_for_connections(server, 1)
        came = b""
        with suppress(ConnectionResetError):  # requests were left that nobody read
            while more := client.recv(65_536):
                came += more
        assert came.count(b"HTTP/1.1 200 ") < n_asked


def wait_for_connections(server: Server, n_connections: int) -> None:
    """Return once the server has so many connections, with the one that asks."""
    until = time.monotonic() + PATIENCE_SECONDS
    with server.connected() as client:
        while time.monotonic() < until:
            client.sendall(ASKED.replace(b"/healthz", b"/metrics"))
            told = http.client.HTTPResponse(client)
            told.begin()
            if f"\nwhichml_connections {n_connections}.0\n" in told.read().decode():
                return
            time.sleep(0.1)
    raise AssertionError(n_connections)


def test_one_address_keeps_no_more_connections_than_it_may(server: Server) -> None:
    clients = [server.connected(b"GET / HTTP/1.1\r\nX-Half: ") for _ in range(25)]
    try:
        assert [until_closed(each) for each in clients[:3]] == [b"", b"", b""]
        assert server.ask("GET", "/healthz")[0] == 200
    finally:
        for client in clients:
            client.close()


def test_no_body_is_larger_than_the_settings_allow(server: Server) -> None:
    head = b"POST /v1/recommendations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    for body in (b"Content-Length: 1001\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + b"x" * 1001):
        status, fields, document = server.answer_to(head + body)
        assert (status, fields["Content-Type"]) == (413, "application/problem+json")
        assert "1000 bytes" in json.loads(document)["detail"]


@pytest.mark.parametrize("version", [b"1.2", b"1.9"])
def test_a_later_minor_version_is_answered_as_the_one_that_is_spoken(server: Server, version: bytes) -> None:
    with server.connected(ASKED.replace(b"HTTP/1.1", b"HTTP/" + version)) as client:
        assert client.recv(13) == b"HTTP/1.1 200 "


@pytest.mark.parametrize("version", [b"0.9", b"2.0", b"3.0"])
def test_another_major_version_is_refused_by_its_name(server: Server, version: bytes) -> None:
    with server.connected(ASKED.replace(b"HTTP/1.1", b"HTTP/" + version)) as client:
        answer = until_closed(client)
    assert answer.startswith(b"HTTP/1.1 505 ")
    assert b"HTTP/%b is not spoken here" % version in answer


@pytest.mark.parametrize(
    ("target", "host", "status"),
    [
        (b"http://other.example.org/healthz", b"localhost", 200),  # any name may ask this
        (b"http://other.example.org/v1/tasks", b"localhost", 421),
        (b"http://localhost/v1/tasks", b"other.example.org", 200),
        (b"http://localhost", b"localhost", 200),
        (b"http://localhost?task=clustering", b"localhost", 200),
        (b"ftp://localhost/v1/tasks", b"localhost", 400),
        (b"v1/tasks", b"localhost", 400),
        (b"*", b"localhost", 400),
        (b"HTTP://LOCALHOST:8000/v1/algorithms?task=clustering", b"other.example.org", 200),
        (b"http://somebody@localhost/v1/tasks", b"localhost", 400),
        (b"/v1/tasks", b"other.example.org", 421),
        (b"/v1/tasks?said=http://localhost/", b"other.example.org", 421),
    ],
)
def test_a_whole_address_in_the_first_line_says_who_is_meant(
    server: Server, target: bytes, host: bytes, status: int
) -> None:
    said = b"GET %b HTTP/1.1\r\nHost: %b\r\nConnection: close\r\n\r\n" % (target, host)
    assert server.answer_to(said)[0] == status


def test_a_whole_address_does_not_stand_for_a_host_that_is_missing(server: Server) -> None:
    assert server.answer_to(b"GET http://localhost/healthz HTTP/1.1\r\nConnection: close\r\n\r\n")[0] == 400
    assert server.answer_to(b"GET http://localhost/v1/tasks HTTP/1.0\r\n\r\n")[0] == 200


def test_empty_lines_before_a_request_are_nothing(server: Server) -> None:
    with server.connected(b"\r\n\r\n" + ASKED + b"\r\n" + ASKED + b"\r\n") as client:
        assert until_closed(client).count(b"HTTP/1.1 ") == 2  # and no third answer, that a request did not come


def test_what_is_no_request_is_shown_as_it_was_sent(server: Server) -> None:
    detail = json.loads(server.answer_to(b"GET /v1\r\n\r\n")[2])["detail"]
    assert detail == "this is no request in HTTP/1.1: illegal request line: 'GET /v1'."


def test_of_what_is_no_request_no_more_is_shown_than_can_be_read(server: Server) -> None:
    assert len(server.answer_to(b"GET /" + b"x " * 10_000 + b"\r\n\r\n")[2]) < 600
