"""Implementations run one after the other in a process of their own, each within a time limit and without a network."""

from __future__ import annotations

import contextlib
import importlib
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection
from typing import Any

from whichml.knowledge.implementation_paths import is_installed, version_of
from whichml.model.documents.errors import ProbeError
from whichml_workshop.introspection.estimators import measure_path
from whichml_workshop.introspection.measurement import CapabilityMeasurement

SECONDS_EACH = 20.0
_SECONDS_TO_START = 120.0
_DEMANDED = ("sklearn", "pandas", "threadpoolctl")

Measure = Callable[[str, str], CapabilityMeasurement]


def check_installed() -> None:
    """Refuse to go on where nothing could be measured.

    Raises
    ------
    ProbeError
        Where scikit-learn, or what belongs to it, is not installed.
    """
    missing = [name for name in _DEMANDED if not is_installed(name)]
    if missing:
        raise ProbeError.about(
            f"{', '.join(missing)} cannot be imported, and telling capabilities runs estimators.",
            hint="Install what it takes: pip install 'whichml[probe]'.",
        )


def measure_paths(
    paths: Iterable[tuple[str, str]], seconds_each: float = SECONDS_EACH, measure: Measure = measure_path
) -> Iterator[CapabilityMeasurement]:
    """Yield what each implementation can do, in the order of the paths.

    Parameters
    ----------
    paths : implementation and distribution, as the fact files write them
    seconds_each : time limit of one implementation; the process of one that takes longer is ended
    measure : measures one implementation

    Raises
    ------
    ProbeError
        Where scikit-learn, or what belongs to it, is not installed.
    """
    check_installed()
    worker: _Worker | None = None
    try:
        for path, distribution in paths:
            worker = worker or _Worker(measure)
            found = worker.ask(path, distribution, seconds_each)
            if found is None:
                worker.end()
                worker = None
                found = CapabilityMeasurement(path, distribution, version_of(distribution), "out of time")
            yield found
    finally:
        if worker is not None:
            worker.end()


class _Worker:
    """A process that measures what it is asked for."""

    def __init__(self, measure: Measure) -> None:
        context = multiprocessing.get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_answer, args=(there, measure), daemon=True)
        self._process.start()
        there.close()
        if not self._here.poll(_SECONDS_TO_START):
            self.end()
            raise ProbeError.about(f"scikit-learn was not imported within {_SECONDS_TO_START:.0f} seconds.")
        self._receive()

    def ask(self, path: str, distribution: str, seconds: float) -> CapabilityMeasurement | None:
        """Return the measurement; None where it took too long, or took the process with it."""
        self._here.send((path, distribution))
        if not self._here.poll(seconds):
            return None
        found = self._receive()
        return found if isinstance(found, CapabilityMeasurement) else None

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._here.close()

    def _receive(self) -> object:
        try:
            return self._here.recv()
        except EOFError:
            return None


def _answer(asked: Any, measure: Measure) -> None:
    """Measure what is asked for until nobody asks any more; foreign prints go nowhere."""
    connection: Connection[Any, Any] = asked
    sys.addaudithook(_refuse_the_network)
    importlib.import_module("sklearn.base")
    threads = importlib.import_module("threadpoolctl")
    with open(os.devnull, "w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
        connection.send(None)
        while True:
            try:
                path, distribution = connection.recv()
            except EOFError:
                return
            with contextlib.redirect_stderr(nowhere), threads.threadpool_limits(1):
                found = measure(path, distribution)
            connection.send(found)


def _refuse_the_network(event: str, _arguments: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.getaddrinfo"):
        raise PermissionError("an estimator under trial may not use the network")
