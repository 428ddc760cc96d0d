"""A whole experiment within a budget: a first answer from few rows, then more rows and more measures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np

from whichml.model.errors import ProbeError
from whichml.model.evidence import DataDescription, Evidence, Failure, Stage
from whichml.model.measures import Measure
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.estimators.implementations import baselines
from whichml.probe.experiments.probe_results import ProbeResults
from whichml.probe.experiments.progress import OnProgress, ProbeProgress, ProgressStage
from whichml.probe.experiments.rounds import expected_seconds, rows_of_rounds, those_that_go_on
from whichml.probe.experiments.trial_cache import TrialCache, digest_of
from whichml.probe.machine.properties import machine_here, memory_for_each, versions_of
from whichml.probe.measures.disturbances import measure_contamination, measure_disturbances
from whichml.probe.measures.fitting import measure_fold, measure_reference
from whichml.probe.measures.fold_context import EstimatorTable, estimator_table
from whichml.probe.measures.likeness import measure_resamples, measure_seeds
from whichml.probe.measures.reach import measure_extrapolation, measure_learning_curve
from whichml.probe.measures.serving import measure_serving
from whichml.probe.measures.splits import Fold, Splits, held_out, sample_of, splits_of
from whichml.probe.measures.updating import measure_updates
from whichml.probe.workers.trial_process import Work, WorkFailure, WorkReturned
from whichml.probe.workers.worker_pool import Trial, TrialPool, WorkerPool, figures_in

PoolFor = Callable[[EstimatorTable, int, int | None], TrialPool]
FINAL = "all rows"
_FIRST_FOLDS = 3
_SECONDS_FOR_BASELINES = 60.0
_LEAST_SECONDS, _LEAST_SECONDS_OF_MEASURES = 5.0, 15.0  # repeated calls take some seconds, and more on a busy machine
_SHARE_OF_A_FIRST_FIT, _SHARE_OF_A_FIT = 0.2, 0.35
_MOST_TRAINING_ROWS, _MOST_TEST_ROWS = 2_000, 2_000

# most telling first; the learning curve and the costs of serving need all training rows, the others a part of them
_WHOLE: tuple[Work, ...] = (measure_serving, measure_learning_curve, measure_updates)
FURTHER_WORK: tuple[Work, ...] = (
    measure_disturbances,
    measure_seeds,
    measure_learning_curve,
    measure_updates,
    measure_resamples,
    measure_contamination,
    measure_extrapolation,
)


def run_probe(
    prepared: PreparedDataSet,
    candidates: Sequence[CandidateEstimator],
    *,
    budget_seconds: float,
    seed: int = 0,
    on_progress: OnProgress | None = None,
    workers: int = 1,
    failures: Sequence[Failure] = (),
    memory_bytes: int | None = None,
    clock: Callable[[], float] = time.monotonic,
    pool_for: PoolFor = WorkerPool,
    cache: TrialCache | None = None,
) -> Evidence:
    """Return what candidates do on a table, as far as the budget goes.

    A reference fit, then both baselines and all candidates on a small sample, so that a first answer comes early; then
    on three times as many rows while they are not clearly worse; then on all rows over the full splits, with the other
    measures, the most telling first. Scores of smaller samples stay, with their rows. What is measured depends on the
    seed and on nothing else while the budget lasts; times, and where a budget ends, depend on the machine.

    With `cache`, every trial is kept as soon as it ends, and one that an earlier run kept is taken from there and costs
    nothing of the budget: a run that was killed goes on, and a second one takes what the first had no time for. Since
    who goes on is decided by scores, both take the same decisions. Times keep the ratio to the reference of their run.

    Parameters
    ----------
    budget_seconds : wall-clock time
    on_progress : told of every step, in this process
    workers : processes side by side; more than the machine has cores spoils the times
    failures : of candidates that could not be made, to be kept with the evidence
    memory_bytes : that the work of one process may take; None for 70 % of what is free, shared by the processes
    clock : seconds that never go back
    pool_for : makes who does the work, from the table, the number of workers and the memory of each
    cache : trials of earlier runs; None to begin with nothing and to keep nothing

    Returns
    -------
    Evidence
        `complete` is False where the budget or Ctrl-C ended the run; what was measured until then is kept.

    Raises
    ------
    ProbeError
        Where the table cannot be held out from, a candidate occurs twice or bears a baseline's name, or what it takes
        is not installed.
    KeyboardInterrupt : before anything was measured
    """
    if budget_seconds <= 0 or workers < 1:
        raise ProbeError.about("The budget has to be above 0 seconds, and one worker is the least.")
    everybody = _beside_baselines(prepared, candidates)
    run = _Run(prepared, everybody, budget_seconds, seed, on_progress or (lambda _progress: None), clock, cache)
    run.failures += failures
    with pool_for(run.table, workers, memory_bytes or memory_for_each(workers)) as pool:
        run.measure_reference(pool)
        try:
            run.measure_all(pool)
        except KeyboardInterrupt:
            run.is_interrupted = True
    return run.evidence()


def _beside_baselines(
    prepared: PreparedDataSet, candidates: Sequence[CandidateEstimator]
) -> tuple[CandidateEstimator, ...]:
    everybody = (*baselines(prepared.task, prepared.kinds), *candidates)
    if len({candidate.algorithm for candidate in everybody}) < len(everybody):
        raise ProbeError.about("Each algorithm may occur once among the candidates, and baselines come by themselves.")
    return everybody


class _Run:
    """The state of one experiment."""

    def __init__(
        self,
        prepared: PreparedDataSet,
        everybody: tuple[CandidateEstimator, ...],
        budget_seconds: float,
        seed: int,
        on_progress: OnProgress,
        clock: Callable[[], float],
        cache: TrialCache | None,
    ) -> None:
        self._clock, self._started, self._budget = clock, clock(), budget_seconds
        self._prepared, self._seed, self._tell = prepared, seed, on_progress
        self._everybody = {candidate.algorithm: candidate for candidate in everybody}
        self._constant, self._linear = (candidate.algorithm for candidate in everybody[:2])
        self.table = estimator_table(prepared)
        self._splits = splits_of(prepared, seed)
        self._gathered = ProbeResults(everybody, self.table.metric)
        self._alive = list(self._everybody)
        self._kept, self._data = cache, digest_of(prepared) if cache else ""
        self._reference: dict[Measure, float] = {}
        self.failures: list[Failure] = []
        self._n_left_out = 0
        self._scored_alone: set[str] = set()
        self.is_interrupted = False

    # -- time ---------------------------------------------------------------------------------------------------------

    @property
    def _seconds_left(self) -> float:
        return self._budget - (self._clock() - self._started)

    def _limit(self, algorithm: str, work: Work, is_first: bool) -> tuple[float, bool]:
        """Return the seconds of a trial, and whether it is the budget that limits them."""
        left = self._seconds_left
        if algorithm in (self._constant, self._linear) and is_first:
            return _SECONDS_FOR_BASELINES, False
        share = _SHARE_OF_A_FIRST_FIT if is_first else _SHARE_OF_A_FIT
        own = max(_LEAST_SECONDS if work is measure_fold else _LEAST_SECONDS_OF_MEASURES, share * self._budget)
        return (own, False) if own <= left else (max(left, 0.1), True)

    def _report(self, stage: ProgressStage, candidate: str, rows: int) -> None:
        best, score = self._gathered.best()
        self._tell(ProbeProgress(stage, candidate, rows, 1 - self._seconds_left / self._budget, best, score))

    # -- steps --------------------------------------------------------------------------------------------------------

    def measure_reference(self, pool: TrialPool) -> None:
        """Measure the reference estimator, which every machine has in common."""
        found = pool.alone(measure_reference, self._prepared.task, seconds=_SECONDS_FOR_BASELINES)
        if isinstance(found, WorkFailure):
            raise ProbeError.about(f"The reference estimator could not be measured: {found.message}")
        self._reference = found.value
        self._report("reference", "", 0)

    def measure_all(self, pool: TrialPool) -> None:
        """Take the rounds, the final one, and the other measures."""
        rounds = rows_of_rounds(self._prepared.n_rows)
        for number, n_rows in enumerate(rounds):
            rows = sample_of(self._prepared, n_rows, self._seed)
            splits = held_out(self._prepared, rows, _FIRST_FOLDS, 1, self._seed)
            group = f"{n_rows} rows"
            self._gathered.ratios[group] = splits.test_to_train
            n_before = self._n_left_out
            if number == 0:  # an answer comes from one fold, and the others make it surer
                self._take_round(pool, self._fold_trials(splits, group, range(1), is_first=True), n_rows)
            trials = self._fold_trials(splits, group, range(int(number == 0), len(splits.folds)), number == 0)
            if self._take_round(pool, trials, n_rows) and self._n_left_out == n_before:
                self._part(group, splits)
            elif self._kept is None:
                return  # nothing more can come
        self._gathered.ratios[FINAL] = self._splits.test_to_train
        self._drop_too_slow()
        first = range(min(_FIRST_FOLDS, len(self._splits.folds)))
        trials = self._fold_trials(self._splits, FINAL, first, is_first=not rounds)
        self._take_round(pool, trials, self._prepared.n_rows)
        self._take(pool, self._further_trials(first.stop), self._prepared.n_rows)
        self._report("end", "", self._prepared.n_rows)

    def _take_round(self, pool: TrialPool, trials: Iterator[Trial], n_rows: int) -> bool:
        """Take the trials of a round, and return whether the budget left none of them out."""
        n_before = self._n_left_out
        self._take(pool, trials, n_rows)
        if self._n_left_out > n_before:
            return False
        self._report("answer", "", n_rows)
        return True

    def _take(self, pool: TrialPool, trials: Iterator[Trial], n_rows: int) -> None:
        for trial, outcome in pool.run(self._due(trials, n_rows)):
            if self._kept:
                self._kept.keep(self._data, trial, outcome, self._reference)
            self._gather(trial, outcome, self._reference, n_rows)

    def _due(self, trials: Iterator[Trial], n_rows: int) -> Iterator[Trial]:
        """Yield the trials that are to be run: those that no earlier run kept, while the budget lasts."""
        for trial in trials:
            if self._kept and (found := self._kept.take(self._data, trial)):
                self._gather(trial, found.outcome, found.reference, n_rows)
            elif self._seconds_left <= 0 and trial.is_cut_by_budget:
                self._n_left_out += 1
            else:
                yield trial

    def _fold_trials(self, splits: Splits, group: str, places: range, is_first: bool) -> Iterator[Trial]:
        for place in places:
            for algorithm in list(self._alive):
                if algorithm in self._alive:
                    yield self._trial(algorithm, measure_fold, splits.folds[place], group, place, is_first)

    def _further_trials(self, first_place: int) -> Iterator[Trial]:
        """Yield the costs of serving, the folds that are left, and the other measures, the most telling first."""
        yield from self._work_trials(measure_serving)
        yield from self._fold_trials(self._splits, FINAL, range(first_place, len(self._splits.folds)), is_first=False)
        for work in FURTHER_WORK:
            yield from self._work_trials(work)

    def _work_trials(self, work: Work) -> Iterator[Trial]:
        fold = self._splits.folds[0]
        if work not in _WHOLE:
            fold = self._part_of(fold)
        group = f"{FURTHER_WORK.index(work) + 1 if work in FURTHER_WORK else 0} {work.__name__}"
        for algorithm in list(self._alive):
            if algorithm == self._constant and work is not measure_serving:
                continue  # that it loses nothing under noise says nothing
            if algorithm in self._alive and algorithm not in self._scored_alone:
                yield self._trial(algorithm, work, fold, group, 0, is_first=False)

    def _trial(self, algorithm: str, work: Work, fold: Fold, group: str, place: int, is_first: bool) -> Trial:
        seconds, is_cut = self._limit(algorithm, work, is_first)
        stage: Stage = "fit" if work is measure_fold else "measure"
        return Trial(self._everybody[algorithm], work, fold, self._seed, group, place, seconds, is_cut, stage)

    def _part_of(self, fold: Fold) -> Fold:
        random = np.random.default_rng(self._seed)

        def some(rows: Any, most: int) -> Any:
            return rows if len(rows) <= most else np.sort(random.choice(rows, size=most, replace=False))

        return Fold(some(fold.train, _MOST_TRAINING_ROWS), some(fold.test, _MOST_TEST_ROWS))

    # -- what comes back ----------------------------------------------------------------------------------------------

    def _gather(
        self, trial: Trial, outcome: WorkReturned | WorkFailure, reference: Mapping[Measure, float], n_rows: int
    ) -> None:
        """Take in figures; of a trial that failed take in why, and leave its candidate out of what builds on it.

        Who could not be scored leaves; who took too long or too much for another measure takes no more of those.
        """
        algorithm, is_needed = trial.candidate.algorithm, trial.work is measure_fold
        if isinstance(outcome, WorkReturned):
            self._gathered.add(algorithm, trial.group, trial.place, figures_in(outcome), reference)
        elif outcome.reason == "time" and trial.is_cut_by_budget:
            self._n_left_out += 1
        else:
            message = outcome.message if is_needed else f"{trial.work.__name__}: {outcome.message}"
            self._fail(algorithm, outcome, message, len(trial.fold.train))
            if is_needed:
                self._leave(algorithm)
            elif outcome.reason != "error":
                self._scored_alone.add(algorithm)
        stage: ProgressStage = "measures" if not is_needed else "final" if trial.group == FINAL else "round"
        self._report(stage, algorithm, n_rows)

    def _fail(self, algorithm: str, ended: WorkFailure, message: str, rows: int) -> None:
        self.failures.append(
            Failure(
                algorithm=algorithm,
                implementation=self._everybody[algorithm].implementation,
                stage=ended.stage,
                reason=ended.reason,
                message=message,
                rows=rows,
            )
        )

    def _leave(self, algorithm: str) -> None:
        if algorithm in self._alive:
            self._alive.remove(algorithm)

    def _part(self, group: str, splits: Splits) -> None:
        """Let those go that are clearly worse; who stays is taken up in the order of their scores."""
        entered = [name for name in self._alive if name not in (self._constant, self._linear)]
        scores = {name: tuple(self._gathered.values(name, group, "score").values()) for name in entered}
        stay = those_that_go_on({name: told for name, told in scores.items() if told}, splits.test_to_train)
        for name in entered:
            if name not in stay and scores[name]:
                best = stay[0]
                self._gathered.notes[name, group] = f"left out of further rounds, behind {best}"
        reference = [name for name in (self._constant, self._linear) if name in self._alive]
        self._alive = [*reference, *stay]

    def _drop_too_slow(self) -> None:
        """Leave out whose fit on all rows would take longer than its limit, judged by the rounds before.

        Whom an earlier run measured on all rows needs no such judgement.
        """
        if self._seconds_left <= 0:
            return
        fold = self._splits.folds[0]
        limit = max(_LEAST_SECONDS, _SHARE_OF_A_FIT * self._budget)
        for algorithm in list(self._alive):
            if self._kept and self._kept.has(self._data, self._trial(algorithm, measure_fold, fold, FINAL, 0, False)):
                continue
            expected = self._expected_seconds(algorithm, len(fold.train))
            if expected > 1.5 * limit:
                message = (
                    f"A fit on {len(fold.train):,} rows is expected to take {expected:.0f} seconds; {limit:.0f} are "
                    "allowed."
                )
                self._fail(algorithm, WorkFailure("fit", "time", message), message, len(fold.train))
                self._leave(algorithm)

    def _expected_seconds(self, algorithm: str, n_rows: int) -> float:
        taken = {}
        for group in self._gathered.ratios:
            seconds = self._gathered.values(algorithm, group, "fit-seconds")
            if seconds and group != FINAL:
                taken[int(group.split()[0])] = float(np.median(list(seconds.values())))
        return expected_seconds(taken, round(n_rows * (1 + self._splits.test_to_train)))

    def evidence(self) -> Evidence:
        """Return all that was measured."""
        prepared = self._prepared
        places = {name: place for place, name in enumerate(self._everybody)}
        return Evidence(
            data=DataDescription(
                name=prepared.name,
                digest=prepared.digest,
                task=prepared.task,
                target=prepared.target_name,
                rows=prepared.n_rows,
                features=len(prepared.kinds),
                facts=dict(prepared.facts),
                notes=prepared.notes,
            ),
            machine=machine_here(),
            versions=versions_of(self._everybody.values()),
            metric=self.table.metric,
            splits=self._splits.words,
            seed=self._seed,
            reference_seconds=self._reference["fit-seconds"],
            measurements=self._gathered.measurements(self._linear),
            failures=tuple(sorted(self.failures, key=lambda one: places.get(one.algorithm, len(places)))),
            complete=not (self._n_left_out or self.is_interrupted),
            measured_on=datetime.now(UTC).date().isoformat(),
        )
