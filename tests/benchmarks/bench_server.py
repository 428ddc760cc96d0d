"""How much the server takes, beside a bare Flask app of the same run.

Sixteen clients, each with a connection of its own, post briefs that nobody posted before, then get one kept answer
compressed, then conditionally; memory is that of each worker; last, `/healthz` is asked while clients attack.

    python tests/benchmarks/bench_server.py [SECONDS]
    python tests/benchmarks/bench_server.py --endurance 100000    # memory of the workers, at every 10,000 requests
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "http"))
from served import BRIEF, JSON, Server, serving
from server_endurance import endure

N_CLIENTS, N_PROCESSES = 16, 2
BARE = """
import os
from flask import Flask, Response, request
app = Flask("bare")
app.add_url_rule("/v1/recommendations", "post", lambda: Response(request.get_data()[:0] + b"{}", 201), methods=["POST"])
app.add_url_rule("/healthz", "get", lambda: Response(b"{}"))
from gunicorn.app.base import BaseApplication
class Bare(BaseApplication):
    def load_config(self):
        for name, value in {"bind": "127.0.0.1:" + os.environ["WHICHML_PORT"], "workers": 2, "worker_class": "gthread",
                            "threads": 8, "keepalive": 30, "loglevel": "error", "control_socket_disable": True}.items():
            self.cfg.set(name, value)
    def load(self):
        return app
Bare().run()
"""
Ask = Callable[[http.client.HTTPConnection, int], tuple[int, int]]


def post(connection: http.client.HTTPConnection, number: int) -> tuple[int, int]:
    brief = {"task": "regression", "data": {"modality": "tabular", "rows": 1_000 + number}}
    return exchanged(connection, "POST", "/v1/recommendations", json.dumps(brief), JSON)


def exchanged(
    connection: http.client.HTTPConnection, method: str, address: str, body: str | None, headers: dict[str, str]
) -> tuple[int, int]:
    connection.request(method, address, body=body, headers=headers)
    response = connection.getresponse()
    return response.status, len(response.read())


def ask_for(port: int, seconds: float, first: int, what: tuple[str, dict[str, str]] | None, found: Any) -> None:
    """Ask over eight connections from one process, and put the milliseconds of each answer into the queue."""
    times: list[float] = []

    def keep_asking(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        until = time.perf_counter() + seconds
        while (began := time.perf_counter()) < until:
            asked = what or ("", {})
            status, _ = exchanged(connection, "GET", asked[0], None, asked[1]) if what else post(connection, number)
            times.append(1_000 * (time.perf_counter() - began) if status in (200, 201, 304) else float("inf"))
            number += N_CLIENTS

    threads = [threading.Thread(target=keep_asking, args=(first + n,)) for n in range(N_CLIENTS // N_PROCESSES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.put(times)


def measured(port: int, seconds: float, what: tuple[str, dict[str, str]] | None = None) -> str:
    """Return requests per second and percentiles, as a text."""
    found: Any = multiprocessing.Queue()
    start = int(time.time() * 1_000) % 1_000_000_000
    share = N_CLIENTS // N_PROCESSES
    clients = [
        multiprocessing.Process(target=ask_for, args=(port, seconds, start + n * share, what, found))
        for n in range(N_PROCESSES)
    ]
    for client in clients:
        client.start()
    times = sorted(each for _ in clients for each in found.get())
    for client in clients:
        client.join()
    n_refused = times.count(float("inf"))
    rate = f"{(len(times) - n_refused) / seconds:7.0f} /s" + (f" ({n_refused} refused)" if n_refused else "")
    return f"{rate}   median {percentile(times, 50):6.1f} ms   p99 {percentile(times, 99):6.1f} ms"


def percentile(times: list[float], share: int) -> float:
    return times[min(len(times) - 1, len(times) * share // 100)] if times else float("nan")


def cpu_seconds(pids: list[int]) -> float:
    return sum(sum(psutil.Process(pid).cpu_times()[:2]) for pid in pids)


def memory(server: Server) -> str:
    told = (psutil.Process(pid).memory_full_info() for pid in server.workers())
    return ", ".join(f"{each.rss / 1e6:.0f} MB (alone its own: {each.uss / 1e6:.0f} MB)" for each in told)


@contextmanager
def attacked(server: Server) -> Iterator[None]:
    """Hold idle and half-open connections, send requests without reading, and ask endless queries."""
    over = threading.Event()

    def never_read() -> None:
        while not over.is_set():
            with server.connected() as client:
                client.settimeout(1)
                try:
                    while not over.is_set():
                        client.sendall(b"GET /v1/algorithms HTTP/1.1\r\nHost: localhost\r\n\r\n" * 100)
                except OSError:
                    over.wait(5)

    with ExitStack() as held:
        for said in (b"", b"POST /v1/recommendations HTTP/1.1\r\nHo"):
            for _ in range(100):
                held.enter_context(server.connected(said))
        threads = [threading.Thread(target=never_read, daemon=True) for _ in range(20)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            over.set()


def health_times(server: Server, n_times: int) -> str:
    times = []
    for _ in range(n_times):
        began = time.perf_counter()
        assert server.ask("GET", "/healthz")[0] == 200
        times.append(1_000 * (time.perf_counter() - began))
        time.sleep(0.02)
    return f"median {percentile(sorted(times), 50):6.1f} ms   p99 {percentile(sorted(times), 99):6.1f} ms"


def bench_bare(folder: Path, seconds: float) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen([sys.executable, "-c", BARE], env=bare_environment(port, folder)) as process:
        try:
            time.sleep(4)
            print(f"bare Flask under gunicorn, POST      {measured(port, seconds)}")
            print(f"bare Flask under gunicorn, GET       {measured(port, seconds, ('/healthz', {}))}")
        finally:
            process.terminate()


def bare_environment(port: int, folder: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "WHICHML_PORT": str(port), "HOME": str(folder)}


def bench_whichml(folder: Path, seconds: float) -> None:
    began = time.perf_counter()
    with serving(folder) as server:
        print(f"whichml, start to first answer       {time.perf_counter() - began:.1f} s")
        time.sleep(1)
        print(f"whichml, memory of its workers       {memory(server)}")
        before, n_before = cpu_seconds(server.workers()), len(server.told("request"))
        print(f"whichml, distinct POST, kept         {measured(server.port, seconds)}")
        spent, n_made = cpu_seconds(server.workers()) - before, len(server.told("request")) - n_before
        print(f"whichml, processor time of a POST    {1_000 * spent / max(n_made, 1):.1f} ms")
        _, headers, _ = server.ask("POST", "/v1/recommendations", body=BRIEF, headers=JSON)
        place, gzip = headers["Location"], {"Accept-Encoding": "gzip"}
        tag = server.ask("GET", place, headers=gzip)[1]["ETag"]
        print(f"whichml, GET compressed              {measured(server.port, seconds, (place, gzip))}")
        known = (place, {**gzip, "If-None-Match": tag})
        print(f"whichml, GET conditional (304)       {measured(server.port, seconds, known)}")
        print(f"whichml, memory after all that       {memory(server)}")
        print(f"whichml, health in peace             {health_times(server, 200)}")
        with attacked(server):
            time.sleep(1)
            print(f"whichml, health under attack         {health_times(server, 500)}")


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description="Measure the server.")
    parser.add_argument("seconds", type=float, nargs="?", default=10.0, help="how long each sort of requests is sent")
    parser.add_argument("--endurance", type=int, metavar="N", help="send N requests, and print the memory of workers")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if chosen.endurance:
            endure(Path(folder), chosen.endurance)
            return
        bench_bare(Path(folder), chosen.seconds)
        bench_whichml(Path(folder), chosen.seconds)


if __name__ == "__main__":
    main()
