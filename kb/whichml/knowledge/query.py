"""Ask the graph in SPARQL: read-only, in a process of its own that is killed when it takes too long."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, Literal

from whichml.knowledge import query_text
from whichml.knowledge.query_complaints import ROOM, not_sparql
from whichml.knowledge.snapshot import read_triples
from whichml.knowledge.triples import PREFIXES
from whichml.model.documents.errors import KnowledgeError, QueryRefused

_CHILD: Final = Path(__file__).with_name("query_child.py")
_NICENESS_OF_A_POOL: Final = 15
"""Others go first where many ask, so that endless queries slow nobody but each other."""
_START_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """How much one query may take.

    Attributes
    ----------
    n_rows : rows of a SELECT, or triples of a CONSTRUCT or DESCRIBE
    n_bytes : characters of all values together
    """

    seconds: float = 5.0
    n_rows: int = 10_000
    n_bytes: int = 20_000_000


@dataclass(frozen=True, slots=True)
class RdfTerm:
    """An RDF term: an address, a blank node, a literal with language or datatype, or a triple of three `parts`."""

    kind: Literal["uri", "bnode", "literal", "triple"]
    value: str = ""
    language: str = ""
    datatype: str = ""
    parts: tuple[RdfTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class Solutions:
    """What a SELECT finds: a row for each solution, None where a variable is unbound."""

    variables: tuple[str, ...]
    rows: tuple[tuple[RdfTerm | None, ...], ...]


@dataclass(frozen=True, slots=True)
class BooleanResult:
    """What an ASK finds."""

    holds: bool


@dataclass(frozen=True, slots=True)
class Triples:
    """What a CONSTRUCT or DESCRIBE finds: distinct triples as lines of N-Triples, sorted."""

    lines: tuple[str, ...]


Answer = Solutions | BooleanResult | Triples
USUAL: Final = QueryLimits()


def run_query(text: str, store: Path, limits: QueryLimits = USUAL) -> Answer:
    """Return what a query finds in the graph of a built store.

    Raises
    ------
    QueryError
        Where it cannot be read; with line and column.
    QueryRefused
        Where it is an update, uses SERVICE or FROM, takes too long or returns too much.
    KnowledgeError
        Where the store has no graph.
    """
    query_text.form_of(text)
    process = _QueryProcess(read_triples(store), niceness=0)
    try:
        return process.answer(text, limits)
    finally:
        process.stop()


class QueryPool:
    """Processes that hold the graph and answer one query each at a time, for a face that many people ask.

    They start when they are first needed, and end with the pool. One that was killed is replaced by a new one.

    Parameters
    ----------
    graph : returns it as Turtle or N-Triples; called once, for the first query
    n_processes : how many queries may run side by side
    patience_seconds : how long a query waits for one of them
    n_waiting : how many wait, each of which keeps a thread of its server; more are told at once that all are busy
    """

    def __init__(
        self,
        graph: Callable[[], bytes],
        limits: QueryLimits = USUAL,
        n_processes: int = 2,
        patience_seconds: float = 1.0,
        n_waiting: int = 2,
    ) -> None:
        self.limits = limits
        self._read_graph = graph
        self._graph: bytes | None = None
        self._reading = threading.Lock()
        self._places = threading.BoundedSemaphore(n_processes)
        self._lane = threading.BoundedSemaphore(n_processes + n_waiting)
        self._patience_seconds = patience_seconds
        self._idle: queue.SimpleQueue[_QueryProcess] = queue.SimpleQueue()

    def answer(self, text: str) -> Answer | None:
        """Return what a query finds, or None where all processes are busy; raises what `run_query` raises."""
        query_text.form_of(text)
        if not self._lane.acquire(blocking=False):
            return None
        try:
            return self._answer_in_turn(text)
        finally:
            self._lane.release()

    def _answer_in_turn(self, text: str) -> Answer | None:
        if not self._places.acquire(timeout=self._patience_seconds):
            return None
        try:
            process = self._process()
            try:
                return process.answer(text, self.limits)
            finally:
                if process.lives:
                    self._idle.put(process)
        finally:
            self._places.release()

    def close(self) -> None:
        """End the processes that wait."""
        while not self._idle.empty():
            self._idle.get().stop()

    def _process(self) -> _QueryProcess:
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            with self._reading:
                self._graph = self._graph or self._read_graph()
            return _QueryProcess(self._graph, _NICENESS_OF_A_POOL)


class _QueryProcess:
    """A child process with the graph; it ends with `stop`, when a query overruns, or when this object goes."""

    def __init__(self, graph: bytes, niceness: int) -> None:
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 (it lives as long as the process)
        self._child = subprocess.Popen(  # noqa: S603 (the program is ours)
            [sys.executable, "-P", str(_CHILD), str(niceness)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
        )
        self._end = weakref.finalize(self, _end, self._child, self._complaints)
        try:
            ready = self._exchange(b"%d\n%b" % (len(graph), graph), _START_SECONDS)
        except QueryRefused:
            ready = {}
        if ready.get("kind") != "ready":
            self._end()
            raise KnowledgeError.about("the graph cannot be opened for queries.", hint="Build it: whichml kb build.")

    @property
    def lives(self) -> bool:
        """Return whether it can answer another query."""
        return self._end.alive

    def stop(self) -> None:
        """End the process."""
        self._end()

    def answer(self, text: str, limits: QueryLimits) -> Answer:
        """Return what a query finds."""
        asked = {
            "query": text + ROOM,
            "prefixes": dict(PREFIXES),
            "seconds": limits.seconds,
            "rows": limits.n_rows,
            "bytes": limits.n_bytes,
        }
        return _read(self._exchange(json.dumps(asked).encode() + b"\n", limits.seconds), text, limits)

    def _exchange(self, message: bytes, seconds: float) -> Mapping[str, Any]:
        """Return the child's answer to a message; kills the child when it takes too long."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        overrun = threading.Event()
        watch = threading.Timer(seconds, self._kill, [overrun])
        watch.start()
        try:
            self._child.stdin.write(message)
            self._child.stdin.flush()
            line = self._child.stdout.readline()
        except BrokenPipeError:
            line = b""
        finally:
            watch.cancel()
        if line.endswith(b"\n"):
            if overrun.is_set():  # it answered in the very last moment, and is gone all the same
                self._end()
            found: Mapping[str, Any] = json.loads(line)
            return found
        raise self._refusal(seconds if overrun.is_set() else None)

    def _kill(self, overrun: threading.Event) -> None:
        overrun.set()
        self._child.kill()

    def _refusal(self, overrun_seconds: float | None) -> QueryRefused:
        """Return why the child ended, and clear it away."""
        self._child.wait()
        self._complaints.seek(0)
        complaint = self._complaints.read()
        self._end()
        if overrun_seconds is not None:
            hint = "Narrow it: more patterns that share variables, fewer that do not, or a LIMIT in an inner SELECT."
            return QueryRefused.about(f"the query takes more than {overrun_seconds:g} seconds.", hint=hint)
        if b"memory" in complaint:
            return QueryRefused.about(
                "the query takes more memory than it may have.", hint="Narrow it, or sort and group less at once."
            )
        return QueryRefused.about("the query cannot be answered.", hint="Nest it less deeply, or split it.")


def _end(child: subprocess.Popen[bytes], complaints: IO[bytes]) -> None:
    child.kill()
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            with suppress(BrokenPipeError):  # something is left to say to a child that is gone
                stream.close()
    child.wait()
    complaints.close()


def _read(found: Mapping[str, Any], text: str, limits: QueryLimits) -> Answer:
    match found["kind"]:
        case "solutions":
            rows = tuple(tuple(_term(term) if term else None for term in row) for row in found["rows"])
            return Solutions(tuple(found["variables"]), rows)
        case "verdict":
            return BooleanResult(found["holds"])
        case "triples":
            return Triples(tuple(found["lines"]))
        case "rows":
            message = f"the query returns more than {limits.n_rows:,} rows."
            raise QueryRefused.about(message, hint="Narrow it, or take a part of it with LIMIT and OFFSET.")
        case "bytes":
            message = f"the query returns more than {limits.n_bytes:,} characters."
            raise QueryRefused.about(message, hint="Ask for fewer variables, or take a part of it with LIMIT.")
        case "syntax":
            raise not_sparql(text, found["message"])
        case _:
            message = f"the query cannot be answered: {' '.join(found['message'].split())}"
            raise QueryRefused.about(message.rstrip(".") + ".")


def _term(written: list[Any]) -> RdfTerm:
    match written:
        case ["triple", parts]:
            return RdfTerm("triple", parts=tuple(_term(part) for part in parts))
        case ["literal", value, language, datatype]:
            return RdfTerm("literal", value, language, datatype)
        case [kind, value]:
            return RdfTerm(kind, value)
    raise AssertionError(written)
