"""Work in a process of its own, with limits of time and memory, one thread and no network.

Whatever that work does (raise, print, take all memory, never return, end its process), the caller gets a value.
"""

from __future__ import annotations

import contextlib
import importlib
import multiprocessing
import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection
from typing import Any

from whichml.knowledge.extras import how_to_install
from whichml.model.documents.errors import ProbeError
from whichml.model.statements.evidence import Reason, Stage
from whichml.probe.measures.fold_context import EstimatorTable, StageError

Work = Callable[..., Any]
_SECONDS_TO_START = 120.0
_ENVIRONMENT = threading.Lock()  # a process inherits what is set at that moment, whichever thread starts it
_MOST_MESSAGE_CHARACTERS = 300
_THREAD_COUNTS = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS", "LOKY_MAX_CPU_COUNT",
)  # fmt: skip
_PRELOADED = ("numpy", "pandas", "sklearn.pipeline", "sklearn.linear_model", "sklearn.metrics", "sklearn.impute")
_OUT_OF_TIME = 124  # the exit code of the command `timeout`
_SECONDS_BETWEEN_LOOKS = 0.2
_OUT_OF_MEMORY = ("bad_alloc", "Unable to allocate", "out of memory", "Cannot allocate memory")


@dataclass(frozen=True, eq=False)
class WithinProcessorTime:
    """Work that is ended, with its process, once it has used so many seconds of processor time.

    Other programs on the machine use up wall-clock time and none of these seconds, so that a limit means the same on a
    busy machine as on a quiet one. A thread looks now and then: a timer of the system's would be exact, but Linux tells
    a process its processor time in steps of milliseconds while such a timer runs, and here it is measured. The
    wall-clock limit that the work is given stays behind it, for work that waits or lets no thread look;
    `wall_clock_limit` tells one that is wide enough.
    """

    work: Work
    seconds: float

    def __call__(self, *arguments: Any) -> Any:
        """Return what the work returns."""
        ends_at = time.process_time() + self.seconds
        ended = threading.Event()

        def look() -> None:
            while not ended.wait(_SECONDS_BETWEEN_LOOKS):
                if time.process_time() > ends_at:
                    os._exit(_OUT_OF_TIME)

        threading.Thread(target=look, daemon=True).start()
        try:
            return self.work(*arguments)
        finally:
            ended.set()


def wall_clock_limit(processor_seconds: float) -> float:
    """Return the wall-clock seconds that stand behind a limit of processor time: enough on a machine shared by five."""
    return 5 * processor_seconds + 10


@dataclass(frozen=True, eq=False)
class WorkReturned:
    """What a piece of work returned."""

    value: Any


@dataclass(frozen=True, slots=True)
class WorkFailure:
    """Why a piece of work returned nothing.

    Attributes
    ----------
    stage : where it was, as far as that is known
    message : one line, at most 300 characters
    """

    stage: Stage
    reason: Reason
    message: str


class TrialProcess:
    """A warm process that does one piece of work after the other, and is replaced where one of them ends it.

    Use it as a context manager. The caller's script needs the usual guard ``if __name__ == "__main__"``, since
    processes are spawned.

    Parameters
    ----------
    table : sent once and given to every piece of work as its first argument
    memory_bytes : address space that work may take beyond what the process holds when it starts; None for no limit.
        Systems without `resource` (Windows) have no limit
    """

    def __init__(self, table: EstimatorTable | None, memory_bytes: int | None = None) -> None:
        self._table = table
        self._memory_bytes = memory_bytes
        self._process: Any = None
        self._connection: Any = None
        self._is_ready = False
        self._started = 0.0
        self._deadline = 0.0
        self._seconds = 0.0
        self._stage: Stage = "fit"

    def __enter__(self) -> TrialProcess:
        return self

    def __exit__(self, *_error: object) -> None:
        self.end()

    def run(self, work: Work, *arguments: Any, seconds: float, stage: Stage = "fit") -> WorkReturned | WorkFailure:
        """Return what ``work(table, *arguments)`` returned, or why it did not.

        Parameters
        ----------
        work : a function of a module; it, its arguments and its value are pickled
        seconds : wall-clock limit, not counting the start of the process
        stage : said of work that ended the process or took too long; what it raises says its own
        """
        self.begin(work, *arguments, seconds=seconds, stage=stage)
        return self.outcome()

    def start(self) -> None:
        """Start the process, unless it runs; it imports while the caller goes on."""
        if self._process is not None and (self._process.is_alive() or not self._is_ready):
            return  # one that ended before it was ready is told by `is_ready`, and not tried again and again
        self.end()
        context = _context()
        self._connection, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there, self._table, self._memory_bytes), daemon=True)
        with _one_thread_each(), _ctrl_c_held_back():
            self._process.start()
        there.close()
        self._is_ready, self._started = False, time.monotonic()

    def begin(self, work: Work, *arguments: Any, seconds: float, stage: Stage = "fit") -> None:
        """Give it a piece of work and return at once; `outcome` waits for it.

        Raises
        ------
        ProbeError
            Where the process does not start, or cannot import scikit-learn.
        """
        self.start()
        while not self.is_ready(_SECONDS_TO_START):
            pass
        self._stage, self._seconds, self._deadline = stage, seconds, time.monotonic() + seconds
        with contextlib.suppress(OSError):  # a process that has just died is noticed by `outcome`
            self._connection.send((work, arguments))

    @property
    def connection(self) -> Any:
        """Return what becomes readable once the process is ready, or its work is done."""
        return self._connection

    @property
    def seconds_left(self) -> float:
        """Return how long the work may still take."""
        return max(0.0, self._deadline - time.monotonic())

    def outcome(self) -> WorkReturned | WorkFailure:
        """Wait for the work that was begun, at most until its limit, and return what became of it."""
        if not self._connection.poll(self.seconds_left):
            self.end()
            return WorkFailure(self._stage, "time", f"It took longer than {self._seconds:.3g} seconds.")
        try:
            answer: WorkReturned | WorkFailure = self._connection.recv()
        except (EOFError, OSError):
            return self._after_death()
        except Exception as error:  # a value that comes apart when it is unpickled
            self.end()
            return WorkFailure("measure", "error", f"What it returned cannot be read: {type(error).__name__}.")
        if isinstance(answer, WorkFailure) and answer.reason == "memory":
            self.end()  # what is left of its memory may be in pieces
        return answer

    def end(self) -> None:
        """End the process; the next piece of work starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._connection.close()
            self._process = None

    def is_ready(self, seconds: float = 0.0) -> bool:
        """Tell whether the process has imported what it takes, after waiting for it that long at most.

        Raises
        ------
        ProbeError
            Where it ended instead, or has been at it for two minutes.
        """
        if self._is_ready:
            return True
        message = "it took too long"
        if self._connection.poll(seconds):
            try:
                message = self._connection.recv()
            except (EOFError, OSError):
                message = "it ended at once"
        elif time.monotonic() - self._started < _SECONDS_TO_START:
            return False
        if message != "ready":
            self.end()
            raise ProbeError.about(
                f"The process for experiments did not start: {message}.",
                hint=f"Install what it takes: {how_to_install('probe')}. A script of your own needs the guard "
                'if __name__ == "__main__".',
            )
        self._is_ready = True
        return True

    def _after_death(self) -> WorkFailure:
        self._process.join(5)
        code = self._process.exitcode
        self.end()
        if code == _OUT_OF_TIME:
            return WorkFailure(self._stage, "time", "It used up its processor time.")
        if code is not None and code < 0:
            name = signal.Signals(-code).name if -code in {*signal.Signals} else str(-code)
            reason: Reason = "memory" if name == "SIGKILL" else "crash"  # the system kills what takes all memory
            return WorkFailure(self._stage, reason, f"Its process was ended by {name}.")
        return WorkFailure(self._stage, "crash", f"Its process ended itself with exit code {code}.")


def import_ahead() -> bool:
    """Begin to import what all processes take, and return at once; False where each has to import it for itself."""
    context = _context()
    if context.get_start_method() != "forkserver":
        return False
    with _one_thread_each(), _ctrl_c_held_back():
        forkserver.ensure_running()
    return True


def _context() -> Any:
    """Return how processes are started: on Linux as copies of one that has imported everything, else each by itself.

    That process imports once for all, does nothing else and has one thread, so that it can be copied; elsewhere system
    libraries may not be used in a copy.
    """
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*_PRELOADED, "threadpoolctl", __name__])
    return context


@contextlib.contextmanager
def _ctrl_c_held_back() -> Iterator[None]:
    """Hold back Ctrl-C inside; what starts there does so for good. Elsewhere than on POSIX systems, do nothing."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # whose own start would let Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _one_thread_each() -> Iterator[None]:
    """Set for a moment what a spawned process inherits: numerical libraries read it when they are imported."""
    with _ENVIRONMENT:
        before = {name: os.environ.get(name) for name in _THREAD_COUNTS}
        os.environ.update(dict.fromkeys(_THREAD_COUNTS, "1"))
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


def _serve(asked: Any, table: EstimatorTable | None, memory_bytes: int | None) -> None:
    """Do the work that is asked for until nobody asks any more."""
    connection: Connection[Any, Any] = asked
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the caller's; it ends this process itself
    _swallow_prints()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.addaudithook(_refuse_the_network)
    try:
        for name in _PRELOADED:
            importlib.import_module(name)
        threads = importlib.import_module("threadpoolctl")
        if table is not None and hasattr(table.features, "columns"):
            with contextlib.suppress(ImportError):  # before the clock of a candidate runs: it takes a second or more
                importlib.import_module("skrub")
    except ImportError as error:
        connection.send(f"{error}")
        return
    connection.send("ready")
    while True:
        try:
            work, arguments = connection.recv()
        except EOFError:
            return
        except Exception as error:  # work that cannot be unpickled here
            connection.send(WorkFailure("make", "error", _in_short(error)))
            continue
        with threads.threadpool_limits(1), _limited_memory(memory_bytes), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            answer = _done(work, table, arguments)
        _send(connection, answer)


def _done(work: Work, table: EstimatorTable | None, arguments: tuple[Any, ...]) -> WorkReturned | WorkFailure:
    try:
        return WorkReturned(work(table, *arguments))
    except StageError as error:
        return WorkFailure(error.stage, _reason(error.cause), _in_short(error.cause))
    except BaseException as error:  # foreign code may raise anything, SystemExit included
        return WorkFailure("measure", _reason(error), _in_short(error))


def _send(connection: Connection[Any, Any], answer: WorkReturned | WorkFailure) -> None:
    try:
        connection.send(answer)
    except Exception as error:  # a value that cannot be pickled
        connection.send(WorkFailure("measure", "error", f"What it returned cannot be sent: {_in_short(error)}"))


def _reason(error: BaseException) -> Reason:
    said = isinstance(error, MemoryError) or any(words in str(error) for words in _OUT_OF_MEMORY)
    return "memory" if said else "error"


def _in_short(error: BaseException) -> str:
    """Return class and message of an error on one line."""
    try:
        words = " ".join(str(error).split())
    except Exception:  # an error that cannot even say itself
        words = ""
    said = f"{type(error).__name__}: {words}" if words else type(error).__name__
    return said[:_MOST_MESSAGE_CHARACTERS]


def _swallow_prints() -> None:
    """Lead standard output and error into nothing, those of compiled code too."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 (open until the process ends)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _refuse_the_network(event: str, _arguments: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        raise PermissionError("an estimator under experiment may not use the network")


@contextlib.contextmanager
def _limited_memory(memory_bytes: int | None) -> Iterator[None]:
    """Limit the address space to what is taken now and that much more."""
    try:
        import resource  # Unix alone has it

        import psutil  # an extra
    except ImportError:
        memory_bytes = None
    if memory_bytes is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = psutil.Process().memory_info().vms + memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
