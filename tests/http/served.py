"""A server in processes of its own, as `whichml serve` starts it, and clients that speak to its socket."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from effort import PATIENCE_SECONDS

from warm_copies import WarmCopy, warm_server

BRIEF = json.dumps({"task": "regression", "data": {"modality": "tabular", "rows": 5000}})
JSON = {"Content-Type": "application/json"}
SERVE = "from whichml_server import read_settings, serve; serve(read_settings())"


@dataclass(frozen=True)
class Server:
    """A running server; `process` is the one above its workers."""

    process: subprocess.Popen[bytes] | WarmCopy
    port: int
    log: Path

    def ask(self, method: str, address: str, **more: Any) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, address, **more)
            response = connection.getresponse()
            return response.status, dict(response.headers), response.read()
        finally:
            connection.close()

    def post(self) -> int:
        return self.ask("POST", "/v1/recommendations", body=BRIEF, headers=JSON)[0]

    def connected(self, said: bytes = b"") -> socket.socket:
        """Return a socket that said this much; the caller closes it."""
        client = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_SECONDS)
        client.sendall(said)
        return client

    def answer_to(self, said: bytes) -> tuple[int, dict[str, str], bytes]:
        """Return what is answered to these bytes until the server closes: status, fields and body."""
        with self.connected(said) as client:
            answer = http.client.HTTPResponse(client)
            answer.begin()
            return answer.status, dict(answer.headers), answer.read()

    def told(self, event: str) -> list[dict[str, Any]]:
        """Return what the log says of one sort of events."""
        lines = [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]
        return [line for line in lines if line["event"] == event]

    def workers(self) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal; return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)


@contextmanager
def serving(
    folder: Path, *command: str, code: str = SERVE, own_group: bool = False, **settings: object
) -> Iterator[Server]:
    """Yield a server with these settings once it answers; ends it, if it has not ended.

    Where nothing stands before it, it is a copy of a process that has imported the server.

    Parameters
    ----------
    folder : holds its log, its temporary files, which one that is killed leaves behind, and its answers where the
        settings name no other place
    command : what starts a new Python, such as in a namespace of its own
    code : what Python runs
    own_group : whether its processes are a group of their own, which can be ended as one
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    chosen = {"port": port, "answers": folder / "answers.sqlite3", "write_rate": "off", "read_rate": "off", **settings}
    variables = {f"WHICHML_{name.upper()}": str(value) for name, value in chosen.items()}
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(folder), **variables}
    log = folder / "server.log"
    process: subprocess.Popen[bytes] | WarmCopy
    if command:
        with log.open("wb") as written:
            process = subprocess.Popen(
                [*command, sys.executable, "-c", code], env=environment, stdout=written, stderr=subprocess.STDOUT
            )
    else:
        log.write_bytes(b"")
        process = warm_server().copy(
            "-c", code, folder=Path.cwd(), environment=environment, out=log, err=log, own_group=own_group
        )
    server = Server(process, port, log)
    try:
        wait_for(server)
        yield server
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def wait_for(server: Server) -> None:
    """Return once the server answers; fails where it has ended."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        assert server.process.poll() is None, server.log.read_text()
        try:
            server.ask("GET", "/healthz")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(server.log.read_text())
