"""A process of one thread for the measuring of a sweep, that is replaced when a fit takes too long."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

from whichml.model.errors import ProbeError

Outcome: TypeAlias = Mapping[str, float] | Literal["out-of-time", "out-of-memory", "refused"]
_SECONDS_TO_START = 120.0
_MOST_BYTES = 6 * 2**30
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "BLIS_NUM_THREADS")


class SweepProcess:
    """A process that measures one thing after the other; use it as a context manager."""

    def __init__(self) -> None:
        self._process: Any = None
        self._here: Any = None

    def __enter__(self) -> SweepProcess:
        return self

    def __exit__(self, *_error: object) -> None:
        self._end()

    def measured(self, work: Callable[..., Mapping[str, float]], *given: Any, seconds: float) -> Outcome:
        """Return what `work(*given)` returned, or the word for why it did not.

        Parameters
        ----------
        seconds : of wall time; a process that takes longer is ended, and so is one that ran out of memory

        Raises
        ------
        ProbeError
            Where no process can be started.
        """
        if self._process is None:
            self._start()
        try:
            self._here.send((work, given))
            if not self._here.poll(seconds):
                self._end()
                return "out-of-time"
            found: Outcome = self._here.recv()
        except (EOFError, OSError):
            found = "out-of-memory"  # the system ends what takes all memory
        if found == "out-of-memory":
            self._end()
        return found

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there,), daemon=True)
        self._process.start()
        there.close()
        try:
            is_ready = self._here.poll(_SECONDS_TO_START) and self._here.recv() == "ready"
        except (EOFError, OSError):
            is_ready = False
        if not is_ready:
            self._end()
            raise ProbeError.about(
                "The process that measures did not start.",
                hint="Install what it takes: pip install 'whichml[probe]'.",
            )

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._here.close()
            self._process = None


def _serve(there: Any) -> None:
    """Measure what is asked for until nobody asks any more; numerical libraries read the environment as they load."""
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    _limit_memory()
    import threadpoolctl

    with open(os.devnull, "w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
        there.send("ready")
        while True:
            try:
                work, given = there.recv()
            except EOFError:
                return
            with threadpoolctl.threadpool_limits(1):
                there.send(_done(work, given))


def _done(work: Callable[..., Mapping[str, float]], given: tuple[Any, ...]) -> Outcome:
    try:
        return work(*given)
    except MemoryError:
        return "out-of-memory"
    except Exception as refusal:  # an estimator may refuse with any class
        print(f"refused: {type(refusal).__name__}: {str(refusal)[:200]}", file=sys.stderr, flush=True)
        return "refused"


def _limit_memory() -> None:
    """Limit the address space, so that a kernel matrix does not take the machine; Windows has no such limit."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, hard))
