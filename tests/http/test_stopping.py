"""A server ends what it began, takes its children along, and reads its packs anew in every process."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from edited_packs import write
from effort import PATIENCE_SECONDS
from served import BRIEF, JSON, SERVE, Server, serving

from by_night import by_night, only_by_night
from whichml_server import AnswerStore
from whichml_server.turning_away import turn_newcomers_away

slow = pytest.mark.slow("starts servers of two processes")
pytestmark = [
    slow,
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes as Linux shows them"),
]
SECOND_STARTS_LATE = f"""
import time
from whichml_server.worker import WhichmlWorker
init_process = WhichmlWorker.init_process
def init_late(worker):
    time.sleep(3 * (worker.age > 1))
    init_process(worker)
WhichmlWorker.init_process = init_late
{SERVE}
"""
UNSHARE = ("unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child=SIGKILL")


def can_unshare() -> bool:
    return shutil.which("unshare") is not None and subprocess.run([*UNSHARE, "true"], check=False).returncode == 0


def gone(pids: list[int]) -> bool:
    """Return whether all processes have ended, within patience."""
    until = time.monotonic() + PATIENCE_SECONDS
    while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(Path(f"/proc/{pid}").exists() for pid in pids)


def two_workers(server: Server) -> list[int]:
    """Return the ids of both workers, once they have started."""
    until = time.monotonic() + PATIENCE_SECONDS
    while len(pids := server.workers()) < 2:
        assert time.monotonic() < until
        time.sleep(0.05)
    return pids


def ask_until_refused(server: Server) -> list[int]:
    """Return the status of each answer until nobody listens any more; a connection that was cut is 0."""
    found: list[int] = []
    while True:
        try:
            client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_SECONDS)
            client.connect()
        except ConnectionRefusedError:
            return found
        try:
            client.request("POST", "/v1/recommendations", body=BRIEF, headers=JSON)
            response = client.getresponse()
            json.loads(response.read())
            found.append(response.status)
        except (OSError, http.client.HTTPException):
            found.append(0)
        finally:
            client.close()


@pytest.mark.parametrize("server_name", ["gunicorn", by_night("waitress")])
def test_a_server_that_is_told_to_end_answers_what_it_took(tmp_path: Path, server_name: str) -> None:
    with serving(tmp_path, server=server_name) as server, ThreadPoolExecutor(8) as threads:
        pids = two_workers(server) if server_name == "gunicorn" else []
        asking = [threads.submit(ask_until_refused, server) for _ in range(8)]
        assert [server.post() for _ in range(3)] == [201, 201, 201]
        assert server.end() == 0
        found = [status for future in asking for status in future.result()]
        assert len(found) >= 8
        assert set(found) == {201}
        assert gone(pids)
        assert len(server.told("ended")) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="no filter for sockets")
def test_a_socket_that_turns_newcomers_away_keeps_who_has_come() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        socket.create_connection(listening.getsockname()) as early,
        socket.socket() as late,
    ):
        turn_newcomers_away(listening)
        late.settimeout(0.3)
        with pytest.raises(TimeoutError):
            late.connect(listening.getsockname())
        taken, _ = listening.accept()
        with taken:
            early.sendall(b"here")
            assert taken.recv(4) == b"here"


@pytest.mark.skipif(sys.platform != "linux", reason="no filter for sockets")
def test_a_socket_that_turns_newcomers_away_ends_a_handshake_that_has_begun() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening, socket.socket() as early:
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 5)  # the handshake ends with the first bytes
        listening.settimeout(PATIENCE_SECONDS)
        early.connect(listening.getsockname())
        turn_newcomers_away(listening)
        early.sendall(b"here")
        taken, _ = listening.accept()
        with taken:
            assert taken.recv(4) == b"here"


@pytest.mark.parametrize("server_name", ["gunicorn", by_night("waitress")])
def test_a_connection_that_is_held_delays_the_end_for_a_moment_only(tmp_path: Path, server_name: str) -> None:
    with serving(tmp_path, server=server_name, graceful_seconds=600) as server, server.connected() as idle:
        assert server.end() == 0
        assert idle.recv(1) == b""


def test_a_server_that_is_told_to_end_while_a_process_starts_ends(tmp_path: Path) -> None:
    with serving(tmp_path, code=SECOND_STARTS_LATE, graceful_seconds=600) as server:
        pids = two_workers(server)
        assert server.end() == 0
        assert gone(pids)


@pytest.mark.skipif(not can_unshare(), reason="no process of this user may be the first of its own")
def test_a_server_that_is_process_1_ends_when_told_to(tmp_path: Path) -> None:
    with serving(tmp_path, *UNSHARE) as outer:
        (first,) = outer.workers()
        os.kill(first, signal.SIGTERM)
        assert outer.process.wait(PATIENCE_SECONDS) == 0
        assert gone([first])  # and with the first process of a namespace all others


def test_waitress_ends_when_told_to_after_a_request_that_is_coming(tmp_path: Path) -> None:
    with serving(tmp_path, server="waitress") as server:
        assert server.post() == 201
        body = BRIEF.encode()
        head = b"POST /v1/recommendations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        with server.connected(head + b"Content-Length: %d\r\n\r\n" % len(body)) as half:
            server.ask("GET", "/healthz")  # what came before has been read
            server.process.send_signal(signal.SIGTERM)
            half.sendall(body)
            assert half.recv(12) == b"HTTP/1.1 201"
        assert server.process.wait(PATIENCE_SECONDS) == 0


def test_processes_whose_first_was_killed_leave_too(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        pids = two_workers(server)
        assert server.end(signal.SIGKILL) == -signal.SIGKILL
        assert gone(pids)


def test_a_process_that_was_killed_is_replaced_and_loses_no_answer(tmp_path: Path) -> None:
    with serving(tmp_path, workers=1) as server:
        status, headers, body = server.ask("POST", "/v1/recommendations", body=BRIEF, headers=JSON)
        assert status == 201
        (killed,) = server.workers()
        os.kill(killed, signal.SIGKILL)
        assert server.ask("GET", headers["Location"])[2] == body
        assert server.workers() != [killed]


@pytest.fixture
def packs_served(packs: Path, tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path, rules=packs, reload_seconds=86_400) as server:
        yield server


def test_a_signal_has_every_process_read_its_packs_anew(packs_served: Server, packs: Path) -> None:
    pids = two_workers(packs_served)
    before = digests_of(packs_served, 20)
    assert len(before) == 1
    write(packs, "house", "the second word")
    assert digests_of(packs_served, 20) == before
    packs_served.process.send_signal(signal.SIGHUP)
    until = time.monotonic() + PATIENCE_SECONDS
    n_rounds_of_new = 0
    while n_rounds_of_new < 5:  # one process may answer a whole round while the other still reads
        n_rounds_of_new = 0 if digests_of(packs_served, 20) & before else n_rounds_of_new + 1
        assert time.monotonic() < until
    assert len(digests_of(packs_served, 20)) == 1
    assert packs_served.workers() == pids  # nobody was started anew


@only_by_night
def test_a_signal_has_waitress_read_its_packs_anew(packs: Path, tmp_path: Path) -> None:
    with serving(tmp_path, server="waitress", rules=packs, reload_seconds=86_400) as server:
        (before,) = digests_of(server, 1)
        write(packs, "house", "the second word")
        server.process.send_signal(signal.SIGHUP)
        until = time.monotonic() + PATIENCE_SECONDS
        while digests_of(server, 1) == {before}:
            assert time.monotonic() < until


def digests_of(server: Server, n_connections: int) -> set[str]:
    """Return the knowledge that is told over several connections at once, which all processes take."""
    clients = [
        http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_SECONDS) for _ in range(n_connections)
    ]
    try:
        for client in clients:
            client.request("GET", "/healthz")
        return {json.loads(client.getresponse().read())["knowledge"] for client in clients}
    finally:
        for client in clients:
            client.close()


@pytest.mark.parametrize(
    ("server_name", "how"),
    [
        ("gunicorn", signal.SIGTERM),
        ("waitress", signal.SIGINT),
        by_night("gunicorn", signal.SIGINT),
        by_night("waitress", signal.SIGTERM),
    ],
)
def test_the_file_alone_holds_every_answer_of_a_server_that_has_ended(
    tmp_path: Path, server_name: str, how: signal.Signals
) -> None:
    with serving(tmp_path, server=server_name) as server:
        status, headers, _ = server.ask("POST", "/v1/recommendations", body=BRIEF, headers=JSON)
        assert status == 201
        for pid in server.workers() if server_name == "gunicorn" else ():
            os.kill(pid, signal.SIGKILL)  # who is killed closes nothing
        two_workers(server) if server_name == "gunicorn" else None
        server.end(how)
    assert not (tmp_path / "answers.sqlite3-wal").exists()
    shutil.copy(tmp_path / "answers.sqlite3", tmp_path / "copy.sqlite3")
    store = AnswerStore(tmp_path / "copy.sqlite3")
    assert store.get(headers["Location"].rpartition("/")[2]) is not None
    store.close()
