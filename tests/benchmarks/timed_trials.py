"""A crew that writes down how long its processes work: in a module of its own, since those processes import it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.workers.trial_process import Work, WorkFailure, WorkReturned
from whichml.probe.workers.worker_pool import Trial, TrialPool

_fits: list[float] = []
"""In a trial process: the seconds of each fit of the piece of work under way."""


@dataclass
class Spent:
    """Seconds on the clock inside trial processes, without what the reference took."""

    work: float = 0.0
    fits: float = 0.0
    n_trials: int = 0


class TimedCrew:
    """A crew whose trials are timed where they are done, with the clock of their process.

    Parameters
    ----------
    pool : who does them
    spent : grows with each trial
    """

    def __init__(self, pool: TrialPool, spent: Spent) -> None:
        self._crew, self._spent = pool, spent

    def __enter__(self) -> TimedCrew:
        self._crew.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._crew.__exit__(*error)

    def alone(self, work: Work, *arguments: Any, seconds: float) -> WorkReturned | WorkFailure:
        """Return what one piece of work came to."""
        return self._crew.alone(work, *arguments, seconds=seconds)

    def run(self, trials: Iterator[Trial]) -> Iterator[tuple[Trial, WorkReturned | WorkFailure]]:
        """Yield each trial with what became of it."""
        asked: dict[int, Trial] = {}

        def timed() -> Iterator[Trial]:
            for trial in trials:
                told = replace(trial, work=TimedWork(trial.work), candidate=with_timed_fit(trial.candidate))
                asked[id(told)] = trial
                yield told

        for told, outcome in self._crew.run(timed()):
            trial = asked.pop(id(told))
            if isinstance(outcome, WorkFailure):
                yield trial, outcome
                continue
            figures, work_seconds, fit_seconds = outcome.value
            self._spent.work += work_seconds
            self._spent.fits += fit_seconds
            self._spent.n_trials += 1
            yield trial, WorkReturned(figures)


@dataclass(frozen=True, eq=False)
class TimedWork:
    """A piece of work that returns its seconds, and those of the fits in it, beside what it returns."""

    work: Work

    def __call__(self, *arguments: Any) -> tuple[Any, float, float]:
        """Return the work's own value, its seconds, and the seconds of fits."""
        _fits.clear()
        started = time.perf_counter()
        value = self.work(*arguments)
        return value, time.perf_counter() - started, sum(_fits)


def with_timed_fit(candidate: CandidateEstimator) -> CandidateEstimator:
    """Return a candidate whose pipelines write down how long they are fitted."""
    return replace(candidate, build=partial(_built, build=candidate.build))


def _built(seed: int, build: Callable[[int], Any]) -> Any:
    model = build(seed)
    model.fit = _TimedFit(model.fit)
    return model


class _TimedFit:
    def __init__(self, fit: Callable[..., Any]) -> None:
        self._fit = fit

    def __call__(self, *arguments: Any, **more: Any) -> Any:
        started = time.perf_counter()
        try:
            return self._fit(*arguments, **more)
        finally:
            _fits.append(time.perf_counter() - started)
