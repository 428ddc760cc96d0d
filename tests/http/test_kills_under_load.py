"""A server that is killed or told to end while clients write: what was acknowledged stays, and nothing is cut off."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
from effort import PATIENCE_SECONDS
from served import JSON, Server, serving

from by_night import IS_NIGHT, only_by_night

N_ENDS: Final = 20 if IS_NIGHT else 2
N_CLIENTS: Final = 8

slow = pytest.mark.slow("starts a server three times, by night twenty-one times")
pytestmark = [
    slow,
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="ends groups of processes as Linux has them"),
]


@dataclass
class Clients:
    """Clients that post briefs which nobody posted before, until nobody listens any more.

    Attributes
    ----------
    acknowledged : bodies that came with 201, by their places
    refused : other answers
    cut_off : how connections ended that had been made, before an answer came
    """

    acknowledged: dict[str, bytes] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    cut_off: list[str] = field(default_factory=list)
    rows: Iterator[int] = field(default_factory=lambda: itertools.count(1_000))
    told: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    @contextmanager
    def posting(self, server: Server) -> Iterator[None]:
        """Have clients post; leaves once each of them was refused. Half of them keep their connections."""
        with ThreadPoolExecutor(N_CLIENTS) as threads:
            clients = [threads.submit(self._post_until_refused, server.port, n % 2 == 0) for n in range(N_CLIENTS)]
            yield
        for client in clients:
            client.result()

    def wait_for(self, n_answers: int) -> None:
        """Return once so many more answers have come."""
        for _ in range(n_answers):
            assert self.told.acquire(timeout=PATIENCE_SECONDS)

    def _post_until_refused(self, port: int, keep: bool) -> None:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        while True:
            try:
                if client.sock is None:
                    client.connect()
            except (ConnectionRefusedError, ConnectionResetError):  # whose knock meets the closing of the door
                return
            self._post(client)
            if not keep:
                client.close()

    def _post(self, client: http.client.HTTPConnection) -> None:
        brief = json.dumps({"task": "regression", "data": {"modality": "tabular", "rows": next(self.rows)}})
        try:
            client.request("POST", "/v1/recommendations", body=brief, headers=JSON)
            response = client.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException) as failure:
            self.cut_off.append(repr(failure))
            client.close()
            return
        if response.status == 201:
            self.acknowledged[response.headers["Location"]] = body
            self.told.release()
        else:
            self.refused.append(f"{response.status} {body!r}")


def kill_all(server: Server) -> None:
    """Kill every process of a server at once."""
    os.killpg(server.process.pid, signal.SIGKILL)
    assert server.process.wait(PATIENCE_SECONDS) == -signal.SIGKILL


def tell_to_end(server: Server) -> None:
    assert server.end() == 0


def end_again_and_again(folder: Path, end: Callable[[Server], None]) -> Clients:
    """Start a server and end it under load, time and again on one store; each has what those before acknowledged."""
    clients, n_known = Clients(), 0
    for n in range(N_ENDS):
        with serving(folder, own_group=True) as server:
            assert_answers(server, clients, n_known)
            n_known = len(clients.acknowledged)
            with clients.posting(server):
                clients.wait_for(10 + 7 * n % 20)
                end(server)
    with serving(folder) as server:
        assert_answers(server, clients)
    assert len(clients.acknowledged) >= 10 * N_ENDS
    return clients


def assert_answers(server: Server, clients: Clients, n_known: int = 0) -> None:
    """Hold a store to be whole, and to have what was acknowledged, to the byte; the first are known to be there."""
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_SECONDS)) as client:
        for place, body in itertools.islice(clients.acknowledged.items(), n_known, None):
            client.request("GET", place)
            assert client.getresponse().read() == body
    with closing(sqlite3.connect(server.log.with_name("answers.sqlite3"))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        kept = {identity for (identity,) in connection.execute("SELECT id FROM answers")}
    assert {place.rpartition("/")[2] for place in clients.acknowledged} <= kept


def test_no_answer_that_was_acknowledged_is_lost_when_all_processes_are_killed(tmp_path: Path) -> None:
    clients = end_again_and_again(tmp_path, kill_all)
    assert clients.refused == []
    assert len(clients.cut_off) >= N_ENDS  # each kill came while clients were connected


@only_by_night
def test_no_request_that_was_taken_is_cut_off_when_a_server_is_told_to_end(tmp_path: Path) -> None:
    clients = end_again_and_again(tmp_path, tell_to_end)
    assert (clients.refused, clients.cut_off) == ([], [])
