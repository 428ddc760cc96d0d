"""A stretch of work in which the garbage collector does not run: an answer makes many objects and keeps all of them."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_LOCK = threading.Lock()
_AT_WORK = {"n": 0, "was_enabled": False}


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep the collector from running inside; it is as before once the last of several threads is through.

    A full collection takes longer than an answer and finds nothing in the middle of one.
    """
    with _LOCK:
        if not _AT_WORK["n"]:
            _AT_WORK["was_enabled"] = gc.isenabled()
            gc.disable()
        _AT_WORK["n"] += 1
    try:
        yield
    finally:
        with _LOCK:
            _AT_WORK["n"] -= 1
            if not _AT_WORK["n"] and _AT_WORK["was_enabled"]:
                gc.enable()
