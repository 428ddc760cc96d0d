"""The child process that answers queries: it holds the graph, opens nothing, and can be killed at any time.

Run as a file of its own, so that it starts with the standard library and pyoxigraph alone. It reads the length of the
graph and the graph (Turtle, as which N-Triples can be read too), says `ready`, and then answers each line of JSON with
one line of JSON until its input ends. Its one argument is how far it gives way to other processes, 0 to 19.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

import pyoxigraph as ox

_MEMORY_BYTES = 1_000_000_000
_GRACE_SECONDS = 1.0


def main() -> None:
    """Load the graph, give up every right that answering does not need, and answer."""
    _give_way(int(sys.argv[1]))
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    store = _loaded(questions)
    _give_up_rights()
    _say(answers, {"kind": "ready"})
    for line in questions:
        asked = json.loads(line)
        _ring_after(asked["seconds"] + _GRACE_SECONDS)
        _say(answers, _answer(store, asked))
        _ring_after(0)


def _give_way(niceness: int) -> None:
    """Let other processes go first by so much."""
    if hasattr(os, "nice"):
        os.nice(niceness)


def _loaded(questions: BinaryIO) -> ox.Store:
    """Return the graph with the labels of its blank nodes, by which it is ordered: other processes answer alike."""
    store, graph = ox.Store(), questions.read(int(questions.readline()))
    store.bulk_extend(ox.parse(graph, format=ox.RdfFormat.TURTLE, rename_blank_nodes=False))
    return store


def _give_up_rights() -> None:
    """Bound memory, and open no further file or socket: a query that reaches for the network meets an error."""
    try:
        import resource  # Unix alone has it
    except ModuleNotFoundError:  # only POSIX has limits
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def _ring_after(seconds: float) -> None:
    """End this process after so many seconds even where nobody waits any more; 0 calls it off."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _say(answers: BinaryIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")
    answers.flush()


def _answer(store: ox.Store, asked: dict[str, Any]) -> dict[str, Any]:
    try:
        found = store.query(asked["query"], prefixes=asked["prefixes"])
        if isinstance(found, ox.QueryBoolean):
            return {"kind": "verdict", "holds": bool(found)}
        if isinstance(found, ox.QuerySolutions):
            return _solutions(found, asked["rows"], asked["bytes"])
        return _triples(found, asked["rows"], asked["bytes"])
    except SyntaxError as error:
        return {"kind": "syntax", "message": str(error)}
    except (OSError, RuntimeError, ValueError, MemoryError) as error:
        return {"kind": "failed", "message": str(error) or type(error).__name__}


def _solutions(found: ox.QuerySolutions, most_rows: int, most_bytes: int) -> dict[str, Any]:
    rows: list[list[Any]] = []
    n_bytes = 0
    names = found.variables
    for solution in found:
        if len(rows) == most_rows:
            return {"kind": "rows"}
        rows.append([None if (term := solution[name]) is None else _term(term) for name in names])
        n_bytes += sum(_size(term) for term in rows[-1])
        if n_bytes > most_bytes:
            return {"kind": "bytes"}
    return {"kind": "solutions", "variables": [name.value for name in names], "rows": rows}


def _triples(found: Iterator[ox.Triple], most_rows: int, most_bytes: int) -> dict[str, Any]:
    lines: dict[str, None] = {}
    n_bytes = 0
    for triple in found:
        line = f"{triple} .\n"
        if line in lines:
            continue
        if len(lines) == most_rows:
            return {"kind": "rows"}
        lines[line] = None
        n_bytes += len(line)
        if n_bytes > most_bytes:
            return {"kind": "bytes"}
    return {"kind": "triples", "lines": sorted(lines)}


def _term(term: Any) -> list[Any]:
    """Return a term as its kind, its value, and for a literal language and datatype."""
    if isinstance(term, ox.NamedNode):
        return ["uri", term.value]
    if isinstance(term, ox.BlankNode):
        return ["bnode", term.value]
    if isinstance(term, ox.Literal):
        return ["literal", term.value, term.language or "", term.datatype.value]
    return ["triple", [_term(term.subject), _term(term.predicate), _term(term.object)]]


def _size(term: list[Any] | None) -> int:
    return len(str(term[1])) if term else 1


if __name__ == "__main__":
    main()
