"""Bodies that were written lately, so that what many ask for is read, written and compressed once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

MOST_BYTES: Final = 16_000_000


class WrittenBodies:
    """Bodies by their entity tags; those that nobody asked for longest go first.

    Parameters
    ----------
    most_bytes : of all bodies together
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._n_bytes = 0
        self._bodies: OrderedDict[str, bytes] = OrderedDict()
        self._one_at_a_time = threading.Lock()

    def get(self, tag: str, write: Callable[[], bytes]) -> bytes:
        """Return the body of that tag, written by the function where it is not at hand."""
        with self._one_at_a_time:
            if tag in self._bodies:
                self._bodies.move_to_end(tag)
                return self._bodies[tag]
        body = write()
        with self._one_at_a_time:
            if tag not in self._bodies:
                self._bodies[tag] = body
                self._n_bytes += len(body)
            while self._n_bytes > self._most_bytes:
                _, dropped = self._bodies.popitem(last=False)
                self._n_bytes -= len(dropped)
        return body
