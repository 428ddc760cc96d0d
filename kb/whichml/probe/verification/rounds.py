"""What a trial of a verification does: a round of measures of one candidate on one table, by name."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType, TracebackType
from typing import Final, Self

import numpy as np

from whichml.evidence.datasets import ReferenceTimes
from whichml.evidence.positions import reference_figures
from whichml.model.documents.errors import ProbeError
from whichml.model.statements.evidence import Failure
from whichml.model.statements.measures import Measure
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.experiments.evidence_store import FinishedTrial
from whichml.probe.measures import disturbances, fitting, likeness, reach, serving, updating
from whichml.probe.measures.fold_context import EstimatorTable, estimator_table
from whichml.probe.measures.measure_samples import MeasureSamples, measurements_of
from whichml.probe.measures.splits import Fold, Splits, held_out
from whichml.probe.workers.trial_process import WithinProcessorTime, Work, WorkFailure, WorkReturned, wall_clock_limit
from whichml.probe.workers.worker_pool import Trial, WorkerPool, figures_in

SCORES: Final = "scores"
QUICK_ROUNDS: Final = (SCORES, "serving")
N_FOLDS: Final = 5
_MEMORY_BYTES: Final = 4_000_000_000
_SECONDS_FOR_THE_REFERENCE: Final = 60.0
_SECONDS_OF_A_REFERENCE: Final = 60.0  # a machine gets slower when others keep it busy, also in processor time


@dataclass(frozen=True, eq=False)
class RoundTask:
    """A round of one candidate, by name."""

    candidate: CandidateEstimator
    name: str

    @property
    def place(self) -> tuple[str, str]:
        """Return what tells it from the other rounds on the same data."""
        return self.candidate.algorithm, self.name


_FURTHER: Final[Mapping[str, Work]] = MappingProxyType({
    "serving": serving.measure_serving,
    "disturbances": disturbances.measure_disturbances,
    "contamination": disturbances.measure_contamination,
    "seeds": likeness.measure_seeds,
    "resamples": likeness.measure_resamples,
    "updates": updating.measure_updates,
    "learning-curve": reach.measure_learning_curve,
    "extrapolation": reach.measure_extrapolation,
})  # fmt: skip
ROUNDS: Final = (SCORES, *_FURTHER)
"""Rounds in the order in which they are taken; a candidate that has no scores takes no other."""
ROUND_VERSIONS: Final[Mapping[str, str]] = MappingProxyType({
    **dict.fromkeys(ROUNDS, "2"),  # limits in processor time, rows in random order for everybody
    "contamination": "3",  # outlying targets are drawn apart from outlying features
})  # fmt: skip
"""Versions of the procedures; a new one asks for new trials of that round alone."""


class Measuring:
    """Processes that take rounds on one table, side by side; to be used in a `with` statement.

    Parameters
    ----------
    seconds_each : processor time that a round may take
    n_folds : on which scores are taken
    """

    def __init__(
        self, prepared: PreparedDataSet, seed: int, seconds_each: float, workers: int, n_folds: int = N_FOLDS
    ) -> None:
        self._prepared = prepared
        self._seed = seed
        self._seconds = seconds_each
        self._table = estimator_table(prepared)
        self._folds = in_random_order(splits_for(prepared, seed, n_folds).folds, seed)
        self._crew = WorkerPool(self._table, workers, _MEMORY_BYTES)

    def __enter__(self) -> Self:
        self._crew.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._crew.__exit__(kind, raised, trace)

    def run(self, tasks: Iterator[RoundTask]) -> Iterator[tuple[RoundTask, FinishedTrial]]:
        """Yield each round with what it came to, as they end.

        The reference fit is taken before them, and again after every minute, so that ratios are to a fit of nearly the
        same time.

        Parameters
        ----------
        tasks : the next one is asked for when a process is free

        Raises
        ------
        ProbeError
            Where no process starts, or the reference fit does not end.
        """
        given: dict[int, RoundTask] = {}
        for first in tasks:
            reference = self._take_reference()
            ends_at = time.monotonic() + _SECONDS_OF_A_REFERENCE
            soon = itertools.chain([first], _until(ends_at, tasks))
            for trial, outcome in self._crew.run(self._trials(soon, given)):
                task = given.pop(id(trial))
                yield task, self._finished(task, outcome, reference)

    def _trials(self, tasks: Iterator[RoundTask], given: dict[int, RoundTask]) -> Iterator[Trial]:
        for task in tasks:
            work, wall_clock = WithinProcessorTime(self._work(task), self._seconds), wall_clock_limit(self._seconds)
            trial = Trial(task.candidate, work, self._folds[0], self._seed, task.name, 0, wall_clock, False)
            given[id(trial)] = task
            yield trial

    def _work(self, task: RoundTask) -> Work:
        return _ScoresOn(self._folds) if task.name == SCORES else _FURTHER[task.name]

    def _take_reference(self) -> ReferenceTimes:
        returned = self._crew.alone(fitting.measure_reference, self._prepared.task, seconds=_SECONDS_FOR_THE_REFERENCE)
        if isinstance(returned, WorkFailure):
            raise ProbeError.about(f"The reference fit ended at `{returned.stage}`: {returned.message}")
        taken: Mapping[Measure, float] = returned.value
        return ReferenceTimes(
            fit_seconds=taken["fit-seconds"], row_seconds=taken["row-latency"], batch_seconds=taken["batch-latency"]
        )

    def _finished(
        self, task: RoundTask, outcome: WorkReturned | WorkFailure, reference: ReferenceTimes
    ) -> FinishedTrial:
        if isinstance(outcome, WorkReturned):
            told = measurements_of(
                task.candidate, figures_in(outcome), self._table.metric, reference_figures(reference)
            )
            return FinishedTrial(measurements=told, reference_seconds=reference.fit_seconds)
        message = f"{task.name}: {outcome.message}"
        if outcome.reason == "time":
            message = f"{task.name}: It took longer than {self._seconds:g} seconds of processor time."
        failure = Failure(
            algorithm=task.candidate.algorithm,
            implementation=task.candidate.implementation,
            stage=outcome.stage,
            reason=outcome.reason,
            message=message,
            rows=self._prepared.n_rows,
        )
        return FinishedTrial(failures=(failure,), reference_seconds=reference.fit_seconds)


@dataclass(frozen=True, eq=False)
class _ScoresOn:
    """The work of scoring on several folds, one after the other; an object of it goes to another process."""

    folds: tuple[Fold, ...]

    def __call__(
        self, table: EstimatorTable, candidate: CandidateEstimator, _fold: Fold, seed: int
    ) -> tuple[MeasureSamples, ...]:
        return tuple(f for fold in self.folds for f in fitting.measure_fold(table, candidate, fold, seed))


def _until(ends_at: float, tasks: Iterator[RoundTask]) -> Iterator[RoundTask]:
    while time.monotonic() < ends_at:
        task = next(tasks, None)
        if task is None:
            return
        yield task


def splits_for(prepared: PreparedDataSet, seed: int, n_folds: int = N_FOLDS) -> Splits:
    """Return the folds that scores are taken on; every other round uses the first of them."""
    return held_out(prepared, np.arange(prepared.n_rows), n_folds, 1, seed)


def in_random_order(folds: tuple[Fold, ...], seed: int) -> tuple[Fold, ...]:
    """Return the folds with their training rows in a random order.

    Many files are sorted by class. What learns row by row would take that for a drift, and these tables have none.
    """
    draws = np.random.default_rng(seed)
    return tuple(Fold(draws.permutation(fold.train), fold.test) for fold in folds)
