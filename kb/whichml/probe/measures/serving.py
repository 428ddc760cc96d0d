"""What a fitted model costs where it is used: time of a row and of a batch, size, memory, energy."""

from __future__ import annotations

import pickle
from typing import Any

from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.measures.fold_context import EstimatorTable, FoldContext, at, rows_at
from whichml.probe.measures.measure_samples import MeasureSamples
from whichml.probe.measures.resident_memory import peak_memory
from whichml.probe.measures.resource_usage import ResourceUsage, clock, energy_figure, metered
from whichml.probe.measures.splits import Fold

_N_WARM, _N_ROWS, _BATCH_ROWS, _N_BATCHES = 20, 300, 1_000, 10
_MOST_SECONDS_EACH = 2.0


def measure_serving(
    table: EstimatorTable, candidate: CandidateEstimator, fold: Fold, seed: int
) -> tuple[MeasureSamples, ...]:
    """Return row latency, batch latency, throughput, size, peak memory of fit and predict, and energy of a row."""
    context = FoldContext(table, candidate, fold, seed)
    features, target = context.train
    model = context.made()
    with at("fit"), peak_memory() as training_peak:
        model.fit(features, target)
    rows = len(fold.train)
    n_bytes = size_of(model)
    singles = row_seconds(model, context.test[0])
    batches, spent = batch_seconds(model, table.features)
    with at("predict"), peak_memory() as inference_peak:
        model.predict(rows_at(table.features, slice(0, _BATCH_ROWS)))
    n_rows = min(_BATCH_ROWS, len(table.target))
    of_batch = f"{n_rows:,} rows" if n_rows < _BATCH_ROWS else ""
    return (
        MeasureSamples("row-latency", singles, rows),
        MeasureSamples("batch-latency", batches, rows, of_batch),
        MeasureSamples("throughput", tuple(n_rows / seconds for seconds in batches), rows, of_batch),
        energy_figure("inference-joules", spent, rows, n_rows * len(batches)),
        MeasureSamples("model-bytes", (float(n_bytes),), rows),
        MeasureSamples("peak-training-bytes", (float(training_peak[0]),), rows),
        MeasureSamples("peak-inference-bytes", (float(inference_peak[0]),), rows, of_batch),
    )


def row_seconds(model: Any, features: Any, n_rows: int = _N_ROWS) -> tuple[float, ...]:
    """Return processor seconds of predict for single rows, warmed up; fewer rows where these take over two seconds."""
    single = [rows_at(features, slice(place, place + 1)) for place in range(min(n_rows, len(features)))]
    seconds: list[float] = []
    with at("predict"):
        for row in single[:_N_WARM]:
            started = clock()
            model.predict(row)
            if clock() - started > _MOST_SECONDS_EACH / _N_WARM:
                break
        for row in single:
            started = clock()
            model.predict(row)
            seconds.append(clock() - started)
            if sum(seconds) > _MOST_SECONDS_EACH:
                break
    return tuple(seconds)


def batch_seconds(model: Any, features: Any) -> tuple[tuple[float, ...], ResourceUsage]:
    """Return processor seconds of predict for batches of up to 1,000 rows, and what all of them spent."""
    batch = rows_at(features, slice(0, _BATCH_ROWS))
    seconds: list[float] = []
    with at("predict"):
        model.predict(batch)
        with metered() as spent:
            while len(seconds) < _N_BATCHES and sum(seconds) < _MOST_SECONDS_EACH:
                started = clock()
                model.predict(batch)
                seconds.append(clock() - started)
    return tuple(seconds), spent


def size_of(model: Any) -> int:
    """Return the bytes of a pickled model, without keeping them."""
    counted = _Counted()
    with at("measure"):
        pickle.Pickler(counted, protocol=5).dump(model)
    return counted.n_bytes


class _Counted:
    """A file that counts what is written to it."""

    def __init__(self) -> None:
        self.n_bytes = 0

    def write(self, written: Any) -> int:
        """Count the bytes."""
        n_bytes = memoryview(written).nbytes
        self.n_bytes += n_bytes
        return n_bytes
