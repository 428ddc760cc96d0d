"""Threads apart for requests that must not wait for others, and for those that others must not wait for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from whichml_server.operations import LaneName
from whichml_server.request_targets import path_in
from whichml_server.routes import OPERATIONS

_Done = TypeVar("_Done")


class Lane:
    """Threads for one sort of requests; what finds too many waiting is turned away at once.

    Parameters
    ----------
    paths : of its requests, below the prefix; none for all that have no other lane
    """

    def __init__(self, name: str, n_threads: int, most_waiting: int, paths: Sequence[bytes] = ()) -> None:
        self.paths = tuple(paths)
        self._threads = ThreadPoolExecutor(n_threads, thread_name_prefix=f"whichml-{name}")
        self._places = threading.BoundedSemaphore(n_threads + most_waiting)

    def submit(self, work: Callable[[], _Done]) -> Future[_Done] | None:
        """Return the future of the work, None where the lane is full."""
        if not self._places.acquire(blocking=False):
            return None
        future = self._threads.submit(work)
        future.add_done_callback(lambda _: self._places.release())
        return future

    def shutdown(self) -> None:
        """Take no more; what has begun ends by itself."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class Lanes:
    """The lanes of one process: health and metrics, readiness, queries in SPARQL, and everything else.

    Parameters
    ----------
    n_threads, n_queries : requests and queries that are answered side by side
    prefix : the path that stands in front of all others
    """

    def __init__(self, n_threads: int, n_queries: int, prefix: str = "") -> None:
        self._prefix = prefix.encode()
        self._usual = Lane("requests", n_threads, most_waiting=500)
        self._special = (
            Lane("probes", 1, most_waiting=100, paths=_paths_in("probes")),
            Lane("readiness", 1, most_waiting=100, paths=_paths_in("readiness")),  # a store may say nothing for long
            Lane("queries", n_queries + 1, most_waiting=8, paths=_paths_in("queries")),
        )

    def of(self, request: bytes) -> Lane:
        """Return the lane of a request by the path in its first line."""
        target = request[: request.find(b"\r\n")].partition(b" ")[2].partition(b" ")[0]
        path = path_in(target).removeprefix(self._prefix)
        return next((lane for lane in self._special if path in lane.paths), self._usual)

    def shutdown(self) -> None:
        """Take no more requests."""
        for lane in (self._usual, *self._special):
            lane.shutdown()


def _paths_in(lane: LaneName) -> Sequence[bytes]:
    return tuple(dict.fromkeys(each.path.encode() for each in OPERATIONS if each.lane == lane))
