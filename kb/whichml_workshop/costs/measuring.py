"""Costs of one implementation on one table: time of the fit, of a row alone and in a batch, bytes of model and fit."""

from __future__ import annotations

import pickle
import time
import warnings
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Literal, TypeAlias

import numpy as np

from whichml.model.statements.evidence import Reason
from whichml.probe.machine.profiling import timed_reference
from whichml.probe.measures.fold_context import rows_at
from whichml.probe.measures.resident_memory import peak_memory
from whichml.probe.workers.trial_process import TrialProcess, WithinProcessorTime, WorkReturned, wall_clock_limit
from whichml_workshop.costs.estimators import build_estimator, prepared
from whichml_workshop.costs.sweeps import SweepTable, SweptTask, TableShape, make_table

Refusal: TypeAlias = Literal["out-of-time", "out-of-memory", "refused"]
Outcome: TypeAlias = Mapping[str, float] | Refusal
_REFUSALS: Mapping[Reason, Refusal] = {"time": "out-of-time", "memory": "out-of-memory"}
_SHORT_FIT_SECONDS = 1.0
_MOST_ROWS_ASKED, _FEWEST_ROWS_ASKED, _ASKING_SECONDS = 200, 20, 0.4
_BATCH_ROWS, _MOST_BATCHES, _BATCHES_SECONDS = 1000, 10, 0.5
_REFERENCES = 3


def costs_within(
    process: TrialProcess, path: str, task: SweptTask, table: SweepTable, seconds: float
) -> tuple[Outcome, str]:
    """Return the costs of an implementation on a table, or the word for why there are none, and what was said of it.

    Parameters
    ----------
    process : that measures; one without a table of its own
    seconds : of processor time that may be used on it

    Raises
    ------
    ProbeError
        Where no process can be started.
    """
    work = WithinProcessorTime(costs_of, seconds)
    found = process.run(work, path, task, table, seconds=wall_clock_limit(seconds))
    if isinstance(found, WorkReturned):
        costs: Mapping[str, float] = found.value
        return costs, ""
    return _REFUSALS.get(found.reason, "refused"), found.message


def costs_of(_none: object, path: str, task: SweptTask, table: SweepTable) -> dict[str, float]:
    """Return the costs of an implementation on a table; run in a process of its own."""
    _load(path, task)
    ready = prepared(path, table)
    return dict(measure_costs(lambda: build_estimator(path, task), ready))


@cache
def _load(path: str, task: SweptTask) -> None:
    """Fit once to a tiny table, since the first fit of a process loads modules, which is no cost of later ones."""
    tiny = prepared(path, make_table(TableShape(60, 5, 2 if task == "classification" else 0)))
    build_estimator(path, task).fit(tiny.features, tiny.target).predict(tiny.features[:1])


def measure_costs(build: Callable[[], Any], table: SweepTable) -> Mapping[str, float]:
    """Return the costs by measure: times over the reference work of the same minute, sizes in bytes.

    Times are processor time, which other programs on the machine disturb least; the fit is the better of two where it
    takes less than a second. `peak-training-bytes` is what the process grew by during the fit, plus the table itself.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        references = [timed_reference() for _ in range(_REFERENCES)]
        estimator, fit_seconds, grown_bytes = _fitted(build, table)
        latencies = _latencies(estimator, table)
        in_batches = _seconds_in_batches(estimator, table)
        references += [timed_reference() for _ in range(_REFERENCES)]
    reference_seconds = float(np.median(references))
    return {
        "fit-seconds": fit_seconds / reference_seconds,
        "row-latency": float(np.median(latencies)) / reference_seconds,
        "row-latency-p99": float(np.quantile(latencies, 0.99)) / reference_seconds,
        "batch-row-seconds": float(np.median(in_batches)) / reference_seconds,
        "model-bytes": float(len(pickle.dumps(estimator, protocol=5))),
        "peak-training-bytes": float(grown_bytes + _bytes_of(table.features) + table.target.nbytes),
    }


def _bytes_of(features: Any) -> int:
    """Return what an array or a data frame takes in memory."""
    return int(features.nbytes if isinstance(features, np.ndarray) else features.memory_usage(deep=True).sum())


def _fitted(build: Callable[[], Any], table: SweepTable) -> tuple[Any, float, int]:
    """Return the fitted estimator, the seconds of the better fit, and by how many bytes the process grew at most."""
    with peak_memory() as grown:
        estimator, fit_seconds = _timed_fit(build, table)
    if fit_seconds < _SHORT_FIT_SECONDS:
        estimator, again = _timed_fit(build, table)
        fit_seconds = min(fit_seconds, again)
    return estimator, fit_seconds, grown[0]


def _timed_fit(build: Callable[[], Any], table: SweepTable) -> tuple[Any, float]:
    estimator = build()
    started = time.process_time()
    estimator.fit(table.features, table.target)
    return estimator, time.process_time() - started


def _latencies(estimator: Any, table: SweepTable) -> list[float]:
    """Return the seconds of single predictions, the first ones left out."""
    seconds: list[float] = []
    for index in range(_MOST_ROWS_ASKED + 2):
        place = index % len(table.features)
        row = rows_at(table.features, slice(place, place + 1))
        started = time.process_time()
        estimator.predict(row)
        seconds.append(time.process_time() - started)
        if index >= _FEWEST_ROWS_ASKED and sum(seconds) > _ASKING_SECONDS:
            break
    return seconds[2:]


def _seconds_in_batches(estimator: Any, table: SweepTable) -> list[float]:
    """Return the seconds of a row where 1,000 are predicted at once; a smaller table is repeated to fill a batch."""
    batch = np.resize(np.arange(len(table.features)), _BATCH_ROWS)
    rows = rows_at(table.features, batch)
    seconds: list[float] = []
    while len(seconds) < _MOST_BATCHES and sum(seconds) * _BATCH_ROWS < _BATCHES_SECONDS:
        started = time.process_time()
        estimator.predict(rows)
        seconds.append((time.process_time() - started) / _BATCH_ROWS)
    return seconds
