"""A process that holds the graph, started once for the queries of a module of tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from whichml.knowledge import query


class _Kept(query._QueryProcess):
    """A process that goes on after a query, as those of a pool do, unless the query ended it."""

    def stop(self) -> None:
        """Leave it to the next query."""


@contextmanager
def one_query_process() -> Iterator[None]:
    """Have `run_query` ask one process as long as the graph is the same: to load the graph takes most of its time."""
    kept: list[tuple[bytes, _Kept]] = []

    def started(graph: bytes, niceness: int) -> _Kept:
        if not (kept and kept[0][0] is graph and kept[0][1].lives):
            kept[:] = [(graph, _Kept(graph, niceness))]
        return kept[0][1]

    with patch.object(query, "_QueryProcess", started):
        yield
