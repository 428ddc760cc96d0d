"""The app behind waitress, where gunicorn does not run: real sockets, chunked bodies, several clients at once."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from whichml_server import Settings, serve
from whichml_server.errors import ServerError
from whichml_server.serving import listening_socket
from whichml_server.waitress_server import waitress_server

pytestmark = pytest.mark.slow("starts a server")


@pytest.fixture(scope="module")
def port(app: Flask) -> Iterator[int]:
    server = waitress_server(app, listening_socket("127.0.0.1", 0), Settings())
    thread = threading.Thread(target=server.run)
    thread.start()
    yield server.effective_port
    server.trigger.pull_trigger(server.close)
    thread.join(10)
    assert not thread.is_alive()


def exchange(port: int, method: str, address: str, **more: Any) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, address, **more)
        response = connection.getresponse()
        return response.status, dict(response.headers), response.read()
    finally:
        connection.close()


def test_a_brief_is_answered_and_kept(port: int, fraud: bytes) -> None:
    status, headers, body = exchange(
        port, "POST", "/v1/recommendations", body=fraud, headers={"Content-Type": "application/yaml"}
    )
    assert status == 201
    assert headers["Server"] == "whichml"
    assert exchange(port, "GET", headers["Location"])[2] == body


@pytest.mark.parametrize(("n_bytes", "status"), [(1_000_000, 422), (1_000_001, 413), (5_000_000, 413)])
def test_a_chunked_body_has_the_same_limit(port: int, n_bytes: int, status: int) -> None:
    body = b"task: regression\n#".ljust(n_bytes, b"x")
    chunks = (body[start : start + 100_000] for start in range(0, n_bytes, 100_000))
    found, headers, document = exchange(
        port, "POST", "/v1/recommendations", body=chunks, encode_chunked=True,
        headers={"Content-Type": "application/yaml", "Transfer-Encoding": "chunked"},
    )  # fmt: skip
    assert found == status
    assert headers["Content-Type"] == "application/problem+json"
    assert json.loads(document)["status"] == status


def test_clients_at_once_get_each_their_own_answer(port: int) -> None:
    def ask(rows: int) -> tuple[int, int]:
        brief = {"task": "regression", "data": {"modality": "tabular", "rows": rows}}
        status, _, body = exchange(
            port, "POST", "/v1/recommendations", body=json.dumps(brief), headers={"Content-Type": "application/json"}
        )
        return status, json.loads(body)["brief"]["data"]["rows"]

    sizes = [1000 * (1 + n) for n in range(16)]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, sizes)) == [(201, size) for size in sizes]


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("127.0.0.1", -1), ("", 80), ("\0", 80)])
def test_an_address_that_is_none_is_refused(host: str, port: int) -> None:
    with pytest.raises(ServerError, match="cannot listen on"):
        listening_socket(host, port)


def test_a_port_in_use_is_refused_with_its_number(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        with pytest.raises(ServerError, match=f"cannot listen on 127.0.0.1, port {taken}"):
            serve(Settings(port=taken, store=str(tmp_path / "answers.sqlite3")))
    assert not (tmp_path / "answers.sqlite3").exists()
