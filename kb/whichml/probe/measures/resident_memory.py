"""How much memory a process takes at its highest while something runs."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import threading
from collections.abc import Iterator

_SAMPLE_SECONDS = 0.005


@contextlib.contextmanager
def peak_memory() -> Iterator[list[int]]:
    """Yield a list that holds, once the block has ended, the highest resident memory above what was held before.

    Python's own tracing sees little of what compiled code takes; the system's mark sees all of it. Linux lets a
    process set its mark back (`/proc/self/clear_refs`, see proc(5)); elsewhere a thread looks every 5 ms.
    """
    import psutil  # an extra

    peak = [0]
    gc.collect()
    _return_free_memory()
    process = psutil.Process()
    before = process.memory_info().rss
    if _mark_set_back():
        yield peak
        peak[0] = max(0, _mark() - before)
        return
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(_SAMPLE_SECONDS):
            peak[0] = max(peak[0], process.memory_info().rss - before)

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    yield peak
    ended.set()
    looking.join()
    peak[0] = max(peak[0], process.memory_info().rss - before)


def _mark_set_back() -> bool:
    try:
        with open("/proc/self/clear_refs", "w", encoding="ascii") as marks:
            marks.write("5")
    except OSError:
        return False
    return os.path.exists("/proc/self/status") and _mark() > 0


def _mark() -> int:
    """Return the highest resident memory since the mark was set back, in bytes; 0 where the system does not tell."""
    with open("/proc/self/status", encoding="ascii", errors="replace") as status:
        found = [line.split()[1] for line in status if line.startswith("VmHWM:")]
    return int(found[0]) * 1024 if found else 0


def _return_free_memory() -> None:
    """Give memory that was freed back to the system, so that the next peak counts what is taken anew."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
