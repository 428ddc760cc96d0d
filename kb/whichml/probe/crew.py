"""Several trial processes side by side: each takes the next piece of work as soon as it is free."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Any, Protocol, Self

from whichml.model.evidence import Stage
from whichml.probe.bench import Table
from whichml.probe.candidate import Candidate
from whichml.probe.measures.figures import Figure
from whichml.probe.splits import Fold
from whichml.probe.trial_process import Ended, Returned, TrialProcess, Work

_SECONDS_BETWEEN_LOOKS = 1.0


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

    candidate: Candidate
    work: Work
    fold: Fold
    seed: int
    group: str
    place: int
    seconds: float
    is_cut_by_budget: bool
    stage: Stage = "fit"


class AnyCrew(Protocol):
    """Whoever does trials: processes of this machine, or a cluster."""

    def __enter__(self) -> Self:
        """Make ready."""

    def __exit__(self, *_error: object) -> None:
        """End."""

    def alone(self, work: Work, *arguments: Any, seconds: float) -> Returned | Ended:
        """Return what one piece of work came to."""

    def run(self, trials: Iterator[Trial]) -> Iterator[tuple[Trial, Returned | Ended]]:
        """Yield each trial with what became of it."""


class Crew:
    """A number of warm processes; a context manager that ends them all.

    Parameters
    ----------
    memory_bytes : address space that each may take for its work
    """

    def __init__(self, table: Table, n_workers: int, memory_bytes: int | None) -> None:
        self._processes = [TrialProcess(table, memory_bytes) for _ in range(n_workers)]

    def __enter__(self) -> Crew:
        for process in self._processes:
            process.start()
        return self

    def __exit__(self, *_error: object) -> None:
        for process in self._processes:
            process.end()

    def alone(self, work: Work, *arguments: Any, seconds: float) -> Returned | Ended:
        """Return what one piece of work came to while nothing else runs."""
        return self._processes[0].run(work, *arguments, seconds=seconds)

    def run(self, trials: Iterator[Trial]) -> Iterator[tuple[Trial, Returned | Ended]]:
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
        self._processes[number].begin(
            trial.work, trial.candidate, trial.fold, trial.seed, seconds=trial.seconds, stage=trial.stage
        )

    def _ended(self, busy: dict[int, Trial], awaiting: dict[int, Trial]) -> list[int]:
        """Return the numbers of processes that have answered, died, or used up their time; none once one has started.

        Nobody is kept waiting by a process that takes the place of one that was ended.
        """
        by_connection = {self._processes[number].connection: number for number in (*busy, *awaiting)}
        longest = min((self._processes[number].seconds_left for number in busy), default=_SECONDS_BETWEEN_LOOKS)
        longest = min(longest, _SECONDS_BETWEEN_LOOKS) if awaiting else longest
        ready = {by_connection[connection] for connection in wait(list(by_connection), timeout=longest)}
        return sorted(number for number in busy if number in ready or self._processes[number].seconds_left <= 0)


def figures_in(returned: Returned) -> tuple[Figure, ...]:
    """Return the figures of a piece of work that measures."""
    figures: tuple[Figure, ...] = returned.value
    return figures
