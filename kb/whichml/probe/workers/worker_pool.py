"""Several trial processes side by side: each takes the next piece of work as soon as it is free."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Any, Protocol, Self

from whichml.model.documents.errors import ProbeError
from whichml.model.statements.evidence import Stage
from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.measures.fold_context import EstimatorTable
from whichml.probe.measures.measure_samples import MeasureSamples
from whichml.probe.measures.splits import Fold
from whichml.probe.workers.resident_table import OnResidentTable, hold
from whichml.probe.workers.trial_process import TrialProcess, Work, WorkFailure, WorkReturned

_SECONDS_BETWEEN_LOOKS = 1.0
_SECONDS_TO_HAND_OVER = 600.0
_SLOW_TO_IMPORT = {"text": ("skrub",)}  # by the kind of column; before the clock of a candidate runs


@dataclass(frozen=True, eq=False)
class Trial:
    """One piece of work on one fold.

    Attributes
    ----------
    group : what its figures are joined with: rows of a round, or the name of the work
    place : number of the fold within the group
    seconds : wall-clock limit
    is_cut_by_budget : whether that limit is what is left of the budget, and no limit of the work's own
    """

    candidate: CandidateEstimator
    work: Work
    fold: Fold
    seed: int
    group: str
    place: int
    seconds: float
    is_cut_by_budget: bool
    stage: Stage = "fit"


class TrialPool(Protocol):
    """Whoever does trials: processes of this machine, or a cluster."""

    def __enter__(self) -> Self:
        """Make ready."""

    def __exit__(self, *_error: object) -> None:
        """End."""

    def alone(self, work: Work, *arguments: Any, seconds: float) -> WorkReturned | WorkFailure:
        """Return what one piece of work came to."""

    def run(self, trials: Iterator[Trial]) -> Iterator[tuple[Trial, WorkReturned | WorkFailure]]:
        """Yield each trial with what became of it."""


class WorkerPool:
    """A number of warm processes; a context manager that ends them all.

    Parameters
    ----------
    table : that trials are on; it may be named later, so that the processes start while it is read
    memory_bytes : address space that each may take for its work
    """

    def __init__(self, table: EstimatorTable | None, n_workers: int, memory_bytes: int | None) -> None:
        self._table = table
        self._processes = [TrialProcess(None, memory_bytes) for _ in range(n_workers)]
        self._holding: dict[int, object] = {}  # by number: the connection to the process that holds the table

    def __enter__(self) -> WorkerPool:
        for process in self._processes:
            process.start()
        return self

    def __exit__(self, *_error: object) -> None:
        for process in self._processes:
            process.end()

    def on(self, table: EstimatorTable, _n_workers: int, _memory_bytes: int | None) -> WorkerPool:
        """Return this pool for the trials on a table; it stays as many and as limited as it was made."""
        self._table = table
        self._holding.clear()
        return self

    def alone(self, work: Work, *arguments: Any, seconds: float) -> WorkReturned | WorkFailure:
        """Return what one piece of work came to while nothing else runs."""
        return self._processes[0].run(work, *arguments, seconds=seconds)

    def run(self, trials: Iterator[Trial]) -> Iterator[tuple[Trial, WorkReturned | WorkFailure]]:
        """Yield each trial with what became of it, in the order in which they end.

        Parameters
        ----------
        trials : the next one is taken when a process is free, so that it may depend on what came before
        """
        busy: dict[int, Trial] = {}
        awaiting: dict[int, Trial] = {}  # trials whose process is still starting
        while True:
            for number, process in enumerate(self._processes):
                if number in busy:
                    continue
                trial = awaiting.pop(number, None) or next(trials, None)
                if trial is None:  # no process is started for nothing
                    continue
                process.start()
                (busy if process.is_ready() else awaiting)[number] = trial
                if number in busy:
                    self._begin(number, trial)
            if not busy and not awaiting:
                return
            for number in self._ended(busy, awaiting):
                yield busy.pop(number), self._processes[number].outcome()

    def _begin(self, number: int, trial: Trial) -> None:
        self._hand_over(number, trial)
        self._processes[number].begin(
            OnResidentTable(trial.work),
            trial.candidate,
            trial.fold,
            trial.seed,
            seconds=trial.seconds,
            stage=trial.stage,
        )

    def _hand_over(self, number: int, trial: Trial) -> None:
        """Send the table to a process that does not hold it: a new one, or one that took another's place.

        Raises
        ------
        ProbeError
            Where the process cannot hold it.
        """
        process = self._processes[number]
        if self._holding.get(number) is process.connection:
            return
        kinds = set(trial.candidate.kinds.values())
        modules = [name for kind, names in _SLOW_TO_IMPORT.items() if kind in kinds for name in names]
        outcome = process.run(hold, self._table, modules, seconds=_SECONDS_TO_HAND_OVER)
        if isinstance(outcome, WorkFailure):
            raise ProbeError.about(
                f"The table could not be handed to a process for experiments: {outcome.message}",
                hint="Take fewer rows, or fewer processes side by side.",
            )
        self._holding[number] = process.connection

    def _ended(self, busy: dict[int, Trial], awaiting: dict[int, Trial]) -> list[int]:
        """Return the numbers of processes that have answered, died, or used up their time; none once one has started.

        Nobody is kept waiting by a process that takes the place of one that was ended.
        """
        by_connection = {self._processes[number].connection: number for number in (*busy, *awaiting)}
        longest = min((self._processes[number].seconds_left for number in busy), default=_SECONDS_BETWEEN_LOOKS)
        longest = min(longest, _SECONDS_BETWEEN_LOOKS) if awaiting else longest
        ready = {by_connection[connection] for connection in wait(list(by_connection), timeout=longest)}
        return sorted(number for number in busy if number in ready or self._processes[number].seconds_left <= 0)


def figures_in(returned: WorkReturned) -> tuple[MeasureSamples, ...]:
    """Return the figures of a piece of work that measures."""
    figures: tuple[MeasureSamples, ...] = returned.value
    return figures
