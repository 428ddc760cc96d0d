"""Whether a server that answers for long takes more and more memory.

Eight clients ask for what teams ask for, in fixed shares: mostly for answers that they have already or that are sent
compressed, now and then for a record or a list, and they post briefs that nobody posted before. What is kept has a
bound that is reached early, so that what grows afterwards is the processes alone.
"""

from __future__ import annotations

import http.client
import itertools
import json
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "http"))
from served import JSON, Server, serving

N_CLIENTS: Final = 8
N_BETWEEN_REPORTS: Final = 10_000
KEPT_BYTES: Final = 10_000_000
_GZIP: Final = {"Accept-Encoding": "gzip"}
_PATTERN: Final = (
    *(["post"] * 5), *(["conditional"] * 60), *(["compressed"] * 27), *(["plain"] * 4), *(["list"] * 2), "record",
    "explanation",
)  # fmt: skip
"""What a hundred requests are."""
Request = tuple[str, str, str | None, dict[str, str]]


@dataclass
class Asking:
    """What the clients have asked so far, and the answers that they know: place and entity tag of the newest."""

    server: Server
    numbers: Iterator[int] = field(default_factory=itertools.count)
    known: deque[tuple[str, str]] = field(default_factory=lambda: deque(maxlen=100))
    statuses: Counter[int] = field(default_factory=Counter)
    began: float = field(default_factory=time.perf_counter)
    one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def ask_until(self, n_requests: int) -> None:
        """Ask over one connection until all clients together have asked so often."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)) as client:
            for number in self.numbers:
                if number >= n_requests:
                    return
                method, address, body, headers = self.request(number)
                client.request(method, address, body, headers)
                response = client.getresponse()
                self.note(f"{method} {address}", response, response.read())

    def request(self, number: int) -> Request:
        """Return the request of that number."""
        kind = _PATTERN[number * 37 % len(_PATTERN)]  # 37 and 100 have no factor in common: each kind is spread out
        if kind == "post" or not self.known:
            brief = {"task": "regression", "data": {"modality": "tabular", "rows": 1_000 + number}}
            return "POST", "/v1/recommendations", json.dumps(brief), JSON
        place, tag = self.known[number % len(self.known)]
        more: dict[str, tuple[str, dict[str, str]]] = {
            "conditional": (place, {**_GZIP, "If-None-Match": tag}),
            "compressed": (place, _GZIP),
            "plain": (place, {}),
            "list": (f"/v1/recommendations?limit={1 + number % 20}", _GZIP),
            "record": (place, {"Accept": ("text/markdown", "text/html", "application/ld+json")[number % 3]}),
            "explanation": (f"{place}/algorithms/random-forest", _GZIP),
        }
        address, headers = more[kind]
        return "GET", address, None, headers

    def note(self, asked: str, response: http.client.HTTPResponse, body: bytes) -> None:
        """Take note of a response, and print what was refused, and the memory now and then."""
        if response.status == 201:
            self.known.append((response.headers["Location"], response.headers["ETag"]))
        elif response.status >= 400:
            print(asked, response.status, body.decode())
        with self.one_at_a_time:
            self.statuses[response.status] += 1
            if self.statuses.total() % N_BETWEEN_REPORTS == 0:
                self.report()

    def report(self) -> None:
        """Print how much memory each worker takes, how much the kept answers, and how fast it went."""
        told = [memory_of(pid) for pid in self.server.workers()]
        workers = ", ".join(f"{rss / 1e6:6.1f} MB (its own: {uss / 1e6:6.1f} MB)" for rss, uss in told)
        kept = sum(each.stat().st_size for each in self.server.log.parent.glob("answers.sqlite3*"))
        rate = self.statuses.total() / (time.perf_counter() - self.began)
        print(f"{self.statuses.total():9,} requests   workers {workers}   store {kept / 1e6:5.1f} MB   {rate:5.0f} /s")
        sys.stdout.flush()


def memory_of(pid: int) -> tuple[int, int]:
    """Return the memory of a process in bytes: all of it, and what it shares with nobody."""
    told: Any = psutil.Process(pid).memory_full_info()
    return told.rss, told.uss


def endure(folder: Path, n_requests: int) -> None:
    """Send so many requests to a server, and print what its workers take at every ten thousand."""
    with serving(folder, keep_bytes=KEPT_BYTES) as server, ThreadPoolExecutor(N_CLIENTS) as threads:
        time.sleep(1)
        asking = Asking(server)
        asking.report()
        for client in [threads.submit(asking.ask_until, n_requests) for _ in range(N_CLIENTS)]:
            client.result()
        print("answered with", ", ".join(f"{status}: {n:,}" for status, n in sorted(asking.statuses.items())))
