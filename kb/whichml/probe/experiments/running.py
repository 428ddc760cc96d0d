"""A whole experiment within a budget: a first answer from few rows, then more rows and more measures.

A reference fit, then both baselines and all candidates on a small sample, so that a first answer comes early; then on
three times as many rows while they are not clearly worse; then on all rows over the full splits, with the other
measures, the most telling first. What is left of the budget goes to further candidates, and to more splits of the
same rows for everybody, until each candidate is told apart from the best or works alike. Scores of smaller samples
stay, with their rows. Compared are those of a round on the splits that all who took part in it share.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from whichml.model.documents.errors import ProbeError
from whichml.model.statements.evidence import Evidence, Failure
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.estimators.implementations import baselines, learning_quantile
from whichml.probe.experiments.progress import OnProgress
from whichml.probe.experiments.rounds import (
    expected_seconds,
    is_clearly_worse,
    is_settled,
    rows_of_rounds,
    those_that_go_on,
)
from whichml.probe.experiments.trial_budget import TrialBudget
from whichml.probe.experiments.trial_cache import TrialCache
from whichml.probe.experiments.trial_taking import FINAL, TrialTaking
from whichml.probe.machine.properties import memory_for_each
from whichml.probe.measures.disturbances import measure_contamination, measure_disturbances
from whichml.probe.measures.fitting import measure_fold
from whichml.probe.measures.fold_context import EstimatorTable, estimator_table
from whichml.probe.measures.likeness import measure_resamples, measure_seeds
from whichml.probe.measures.reach import measure_extrapolation, measure_learning_curve
from whichml.probe.measures.scores import MetricName
from whichml.probe.measures.serving import measure_serving
from whichml.probe.measures.splits import Fold, Splits, held_out, sample_of, with_another_repeat
from whichml.probe.measures.updating import measure_updates
from whichml.probe.workers.trial_process import Work, WorkFailure
from whichml.probe.workers.worker_pool import Trial, TrialPool, WorkerPool

PoolFor = Callable[[EstimatorTable, int, int | None], TrialPool]
_FIRST_FOLDS = 3
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
    further: Sequence[CandidateEstimator] = (),
    metric: MetricName | None = None,
    quantile: float | None = None,
) -> Evidence:
    """Return what candidates do on a table, as far as the budget goes.

    What is measured depends on the seed and on nothing else while the budget lasts; times, and where it ends, on the
    machine. What `cache` has costs nothing of the budget, and keeps its ratios of times; who goes on is decided alike.

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
    further : candidates that are taken up one after the other where all else is measured and time is left
    metric : that candidates are compared by; None for the one that fits the task
    quantile : that candidates learn where they can, and are scored by with `d2-pinball`; None for the mean

    Returns
    -------
    Evidence
        `complete` is False where the budget or Ctrl-C ended the run; what was measured until then is kept. A candidate
        that is implemented as a baseline has the baseline's figures.

    Raises
    ------
    ProbeError
        Where the table cannot be held out from, a candidate occurs twice, or what it takes is not installed.
    KeyboardInterrupt : before anything was measured
    """
    if budget_seconds <= 0 or workers < 1:
        raise ProbeError.about("The budget has to be above 0 seconds, and one worker is the least.")
    everybody, twins = _beside_baselines(prepared, candidates, further)
    everybody = tuple(learning_quantile(each, quantile) for each in everybody)
    budget, table = TrialBudget(budget_seconds, clock), estimator_table(prepared, metric, quantile)
    n_further = len({each.algorithm for each in further} - set(twins))
    run = _Run(prepared, table, everybody, twins, n_further, budget, seed, on_progress or (lambda _step: None), cache)
    run.failures += failures
    with pool_for(run.table, workers, memory_bytes or memory_for_each(workers)) as pool:
        run.measure(pool)
    return run.evidence()


def _beside_baselines(
    prepared: PreparedDataSet, candidates: Sequence[CandidateEstimator], further: Sequence[CandidateEstimator]
) -> tuple[tuple[CandidateEstimator, ...], Mapping[str, str]]:
    """Return the baselines and all that is measured beside them, and which candidate is which baseline."""
    both = baselines(prepared.task, prepared.kinds)
    everybody = (*both, *candidates, *further)
    if len({candidate.algorithm for candidate in everybody}) < len(everybody):
        raise ProbeError.about("Each algorithm may occur once among the candidates, and baselines come by themselves.")
    names = {baseline.implementation: baseline.algorithm for baseline in both}
    twins = {one.algorithm: names[one.implementation] for one in everybody[2:] if one.implementation in names}
    return tuple(one for one in everybody if one.algorithm not in twins), twins


class _Run(TrialTaking):
    """One experiment from the reference fit to the end of its budget."""

    def measure(self, pool: TrialPool) -> None:
        """Take the reference, without which nothing is measured, and then all that Ctrl-C leaves."""
        self.measure_reference(pool)
        try:
            self._measure_all(pool)
        except KeyboardInterrupt:
            self.is_interrupted = True

    def _measure_all(self, pool: TrialPool) -> None:
        """Take the rounds, the final one, and the other measures."""
        rounds = rows_of_rounds(self._prepared.n_rows)
        for number, n_rows in enumerate(rounds):
            rows = sample_of(self._prepared, n_rows, self._seed)
            splits = held_out(self._prepared, rows, _FIRST_FOLDS, 1, self._seed)
            group = f"{n_rows} rows"
            self._gathered.ratios[group] = splits.ratios
            self._samples[group] = n_rows, splits
            n_before = self._n_left_out
            if number == 0:  # an answer comes from one fold, and the others make it surer
                self._take_round(pool, self._fold_trials(splits, group, splits.places[:1], is_first=True), n_rows)
            trials = self._fold_trials(splits, group, splits.places[int(number == 0) :], number == 0)
            if self._take_round(pool, trials, n_rows) and self._n_left_out == n_before:
                self._part(group)
            elif self._kept is None:
                return  # nothing more can come
        self._gathered.ratios[FINAL] = self._splits.ratios
        self._drop_too_slow(list(self._alive))
        first = self._splits.places[:_FIRST_FOLDS]
        trials = self._fold_trials(self._splits, FINAL, first, is_first=not rounds)
        self._take_round(pool, trials, self._prepared.n_rows)
        self._take(pool, self._further_trials(), self._prepared.n_rows)
        why = "" if self._n_left_out else self._use_what_is_left(pool)
        self._report("end", "", self._prepared.n_rows, why)

    def _use_what_is_left(self, pool: TrialPool) -> str:
        """Take up further candidates and more splits; return why nothing more would help, empty where time ran out.

        Both are whole or are not there: a candidate, or a repetition, that the budget ends is no part of this run.
        """
        while self._further:
            self._unfinished = self._further.pop(0)
            if not self._has_measured(pool, self._unfinished):
                return ""
            self._unfinished = ""
        while not self._is_settled():
            longer = with_another_repeat(self._prepared, self._splits, self._seed)
            if longer is None:
                return "more splits of the same rows would hardly make the differences surer"
            added = range(len(self._splits.folds), len(longer.folds))
            if not self._is_whole(pool, self._fold_trials(longer, FINAL, added, is_first=False)):
                return ""
            self._splits = longer
            self._gathered.ratios[FINAL] = longer.ratios
        return "each candidate is told apart from the best, or works alike"

    def _is_whole(self, pool: TrialPool, trials: Iterator[Trial], n_rows: int | None = None) -> bool:
        """Take trials that the run is complete without, and return whether the budget left none of them out."""
        self._take(pool, trials, n_rows or self._prepared.n_rows)
        n_left_out, self._n_left_out = self._n_left_out, 0
        return not n_left_out

    def _has_measured(self, pool: TrialPool, name: str) -> bool:
        """Measure one further candidate as the others were, and return whether the budget left it the time."""
        self._alive.append(name)
        for group in self._gathered.ratios:
            self._gathered.leave(name, group)  # its splits count once they are all there
        for group, (n_rows, splits) in list(self._samples.items())[:1]:
            if not self._is_whole(pool, self._folds_of(name, group, splits, is_first=True), n_rows):
                return False
            self._judge(name, group)
        is_first = not self._samples
        if not self._is_whole(pool, self._folds_of(name, FINAL, self._splits, is_first)):
            return False
        if name in self._alive:
            self._gathered.left.discard((name, FINAL))
            self._is_whole(pool, self._measures_of(name))
        return True

    def _judge(self, name: str, group: str) -> None:
        """Let a further candidate go that is clearly worse on a sample, or would take too long on all rows."""
        if name not in self._alive:
            return
        self._gathered.left.discard((name, group))
        scores = {one: tuple(self._gathered.scores(one, group).values()) for one in self._everybody}
        best = max((one for one in scores if scores[one]), key=lambda one: float(np.mean(scores[one])))
        if is_clearly_worse(scores[name], scores[best], self._gathered.ratio(group)):
            self._gathered.notes[name, group] = f"left out of further rounds, behind {best}"
            self._leave(name)
        else:
            self._drop_too_slow([name])

    def _folds_of(self, name: str, group: str, splits: Splits, is_first: bool) -> Iterator[Trial]:
        for place in splits.places:
            if name in self._alive:
                is_its_first = is_first and place == splits.places[0]
                yield self._trial(name, measure_fold, splits.folds[place], group, place, is_its_first)

    def _measures_of(self, name: str) -> Iterator[Trial]:
        for work in (measure_serving, *FURTHER_WORK):
            yield from self._work_trials(work, [name])

    def _is_settled(self) -> bool:
        names = [name for name in self._alive if name != self._constant]
        scores = {name: tuple(self._gathered.scores(name, FINAL).values()) for name in names}
        return is_settled({name: told for name, told in scores.items() if told}, self._gathered.ratio(FINAL))

    def _take_round(self, pool: TrialPool, trials: Iterator[Trial], n_rows: int) -> bool:
        """Take the trials of a round, and return whether the budget left none of them out."""
        n_before = self._n_left_out
        self._take(pool, trials, n_rows)
        if self._n_left_out > n_before:
            return False
        self._report("answer", "", n_rows)
        return True

    def _further_trials(self) -> Iterator[Trial]:
        """Yield the costs of serving, the folds that are left, and the other measures, the most telling first."""
        yield from self._work_trials(measure_serving)
        yield from self._fold_trials(self._splits, FINAL, self._splits.places[_FIRST_FOLDS:], is_first=False)
        for work in FURTHER_WORK:
            yield from self._work_trials(work)

    def _work_trials(self, work: Work, names: Iterable[str] | None = None) -> Iterator[Trial]:
        fold = self._splits.folds[self._splits.places[0]]
        if work not in _WHOLE:
            fold = self._part_of(fold)
        group = f"{FURTHER_WORK.index(work) + 1 if work in FURTHER_WORK else 0} {work.__name__}"
        for algorithm in list(self._alive if names is None else names):
            if algorithm == self._constant and work is not measure_serving:
                continue  # that it loses nothing under noise says nothing
            if algorithm in self._alive and algorithm not in self._scored_alone:
                yield self._trial(algorithm, work, fold, group, 0, is_first=False)

    def _part_of(self, fold: Fold) -> Fold:
        random = np.random.default_rng(self._seed)

        def some(rows: Any, most: int) -> Any:
            return rows if len(rows) <= most else np.sort(random.choice(rows, size=most, replace=False))

        return Fold(some(fold.train, _MOST_TRAINING_ROWS), some(fold.test, _MOST_TEST_ROWS))

    def _part(self, group: str) -> None:
        """Let those go that are clearly worse; who stays is taken up in the order of their scores."""
        entered = [name for name in self._alive if name not in (self._constant, self._linear)]
        scores = {name: tuple(self._gathered.scores(name, group).values()) for name in entered}
        stay = those_that_go_on({name: told for name, told in scores.items() if told}, self._gathered.ratio(group))
        for name in entered:
            if name not in stay and scores[name]:
                best = stay[0]
                self._gathered.notes[name, group] = f"left out of further rounds, behind {best}"
        reference = [name for name in (self._constant, self._linear) if name in self._alive]
        self._alive = [*reference, *stay]

    def _drop_too_slow(self, names: Iterable[str]) -> None:
        """Leave out whose fit on all rows would take longer than its limit, judged by the rounds before.

        Whom an earlier run measured on all rows needs no such judgement.
        """
        if self._budget.seconds_left <= 0:
            return
        place = self._splits.places[0]
        fold = self._splits.folds[place]
        limit = self._budget.seconds_of_a_fit
        for algorithm in names:
            if self._kept and self._kept.has(
                self._data, self._trial(algorithm, measure_fold, fold, FINAL, place, False)
            ):
                continue
            expected = self._expected_seconds(algorithm, len(fold.train))
            if expected > 1.5 * limit:
                message = (
                    f"A fit on {len(fold.train):,} rows is expected to take {expected:.0f} seconds; {limit:.0f} are "
                    f"allowed. {self._budget.in_words(1.5 * expected)}"
                )
                self._fail(algorithm, WorkFailure("fit", "time", message), message, len(fold.train))
                self._leave(algorithm)
                self._gathered.leave(algorithm, FINAL)

    def _expected_seconds(self, algorithm: str, n_rows: int) -> float:
        taken = {}
        for group in self._gathered.ratios:
            seconds = self._gathered.values(algorithm, group, "fit-seconds")
            if seconds and group != FINAL:
                taken[int(group.split()[0])] = float(np.median(list(seconds.values())))
        return expected_seconds(taken, round(n_rows * (1 + self._splits.test_to_train)))
