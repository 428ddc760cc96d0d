"""A crew that measures nothing, for tests of what a run asks for and makes of what comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.measures.fold_context import EstimatorTable
from whichml.probe.measures.measure_samples import MeasureSamples
from whichml.probe.workers.trial_process import Work, WorkFailure, WorkReturned
from whichml.probe.workers.worker_pool import Trial, TrialPool

Outcome = WorkReturned | WorkFailure
SCORES = {"constant-baseline": 0.5, "linear-baseline": 0.8, "good": 0.9, "alike": 0.895, "fair": 0.85}


def named(algorithm: str, implementation: str = "") -> CandidateEstimator:
    return CandidateEstimator(algorithm, implementation or f"nowhere.{algorithm}", no_pipeline, {})


def no_pipeline(_seed: int) -> Any:
    raise AssertionError("a staged crew builds nothing")


def measured(trial: Trial) -> Outcome:
    """Return scores that depend on nothing but the trial, as those of a seeded estimator do."""
    rows, algorithm = len(trial.fold.train), trial.candidate.algorithm
    score = SCORES.get(algorithm, 0.7) + 0.001 * trial.place
    return WorkReturned((MeasureSamples("score", (score,), rows), MeasureSamples("fit-seconds", (0.2,), rows)))


@dataclass(eq=False)
class StagedPool:
    """A crew that measures nothing: outcomes come from a function, and what was asked for is written down."""

    outcome: Callable[[Trial], Outcome] = measured
    fit_seconds: float = 0.1
    asked: list[tuple[str, str, int]] = field(default_factory=list)

    def on(self, _table: EstimatorTable, _n_workers: int, _memory_bytes: int | None) -> TrialPool:
        return self

    def __enter__(self) -> StagedPool:
        return self

    def __exit__(self, *_error: object) -> None:
        """End nothing."""

    def alone(self, _work: Work, *_arguments: Any, seconds: float) -> Outcome:
        return WorkReturned({"fit-seconds": self.fit_seconds, "row-latency": 0.001, "batch-latency": 0.01})

    def run(self, trials: Iterator[Trial]) -> Iterator[tuple[Trial, Outcome]]:
        for trial in trials:
            self.asked.append((trial.candidate.algorithm, trial.group, trial.place))
            yield trial, self.outcome(trial)


def fails_with(reason: str, algorithm: str = "good") -> Callable[[Trial], Outcome]:
    def outcome(trial: Trial) -> Outcome:
        failed: Any = WorkFailure("fit", reason, "so it was")  # type: ignore[arg-type]
        return failed if trial.candidate.algorithm == algorithm else measured(trial)

    return outcome


@dataclass(eq=False)
class ShuffledPool(StagedPool):
    """Several workers, who end in whatever order; trials are handed out before others have ended."""

    order: Any = None
    n_workers: int = 3

    def run(self, trials: Iterator[Trial]) -> Iterator[tuple[Trial, Outcome]]:
        for some in iter(lambda: list(islice(trials, self.n_workers)), []):
            self.order.shuffle(some)
            for trial in some:
                yield trial, self.outcome(trial)
