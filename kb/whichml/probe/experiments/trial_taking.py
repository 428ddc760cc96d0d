"""The state of one experiment: trials as they are due, what comes back of them, and what is known from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from whichml.model.documents.errors import ProbeError
from whichml.model.statements.evidence import DataDescription, Evidence, Failure, Stage
from whichml.model.statements.measures import Measure
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.experiments.probe_results import ProbeResults
from whichml.probe.experiments.progress import OnProgress, ProbeProgress, ProgressStage
from whichml.probe.experiments.trial_budget import SECONDS_FOR_BASELINES, TrialBudget
from whichml.probe.experiments.trial_cache import TrialCache, digest_of
from whichml.probe.machine.properties import machine_here, versions_of
from whichml.probe.measures.fitting import measure_fold, measure_reference
from whichml.probe.measures.fold_context import EstimatorTable
from whichml.probe.measures.splits import Fold, Splits, splits_of
from whichml.probe.workers.trial_process import Work, WorkFailure, WorkReturned
from whichml.probe.workers.worker_pool import Trial, TrialPool, figures_in

FINAL = "all rows"
_TIMES_LONGER = 4.0
"""How many times its limit a fit is to be given after it ran into that; nobody knows how much it lacked."""


class TrialTaking:
    """An experiment under way, whatever the order of its trials.

    Attributes
    ----------
    table : what estimators are given
    failures : of candidates, and of what came before
    is_interrupted : whether the user ended it
    """

    def __init__(
        self,
        prepared: PreparedDataSet,
        table: EstimatorTable,
        everybody: tuple[CandidateEstimator, ...],
        twins: Mapping[str, str],
        n_further: int,
        budget: TrialBudget,
        seed: int,
        on_progress: OnProgress,
        cache: TrialCache | None,
    ) -> None:
        self._budget, self.table, self._twins = budget, table, twins
        self._prepared, self._seed, self._tell = prepared, seed, on_progress
        self._everybody = {candidate.algorithm: candidate for candidate in everybody}
        self._constant, self._linear = (candidate.algorithm for candidate in everybody[:2])
        self._splits = splits_of(prepared, seed)
        self._samples: dict[str, tuple[int, Splits]] = {}
        self._gathered = ProbeResults(everybody, self.table.metric)
        self._alive = list(self._everybody)[: len(everybody) - n_further]
        self._further = list(self._everybody)[len(everybody) - n_further :]
        self._kept, self._data = cache, digest_of(prepared, table.metric, table.quantile) if cache else ""
        self._unfinished = ""
        self._reference: dict[Measure, float] = {}
        self.failures: list[Failure] = []
        self._n_left_out = 0
        self._scored_alone: set[str] = set()
        self.is_interrupted = False

    def _limit(self, algorithm: str, work: Work, is_first: bool) -> tuple[float, bool]:
        """Return the seconds of a trial, and whether it is the budget that limits them."""
        if algorithm in (self._constant, self._linear) and is_first:
            return SECONDS_FOR_BASELINES, False
        return self._budget.limit(work is measure_fold, is_first)

    def _report(self, stage: ProgressStage, candidate: str, rows: int, note: str = "") -> None:
        best, score = self._gathered.best()
        self._tell(ProbeProgress(stage, candidate, rows, self._budget.share_used, best, score, note))

    def measure_reference(self, pool: TrialPool) -> None:
        """Measure the reference estimator, which every machine has in common."""
        found = pool.alone(measure_reference, self._prepared.task, seconds=SECONDS_FOR_BASELINES)
        if isinstance(found, WorkFailure):
            raise ProbeError.about(f"The reference estimator could not be measured: {found.message}")
        self._reference = found.value
        self._report("reference", "", 0)

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
            elif self._budget.seconds_left <= 0 and trial.is_cut_by_budget:
                self._n_left_out += 1
            else:
                yield trial

    def _fold_trials(self, splits: Splits, group: str, places: Iterable[int], is_first: bool) -> Iterator[Trial]:
        for place in places:
            for algorithm in list(self._alive):
                if algorithm in self._alive:
                    yield self._trial(algorithm, measure_fold, splits.folds[place], group, place, is_first)

    def _trial(self, algorithm: str, work: Work, fold: Fold, group: str, place: int, is_first: bool) -> Trial:
        seconds, is_cut = self._limit(algorithm, work, is_first)
        stage: Stage = "fit" if work is measure_fold else "measure"
        return Trial(self._everybody[algorithm], work, fold, self._seed, group, place, seconds, is_cut, stage)

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
            if outcome.reason == "time" and is_needed:
                message += f" {self._budget.in_words(_TIMES_LONGER * trial.seconds)}"
            self._fail(algorithm, outcome, message, len(trial.fold.train))
            if is_needed:
                self._leave(algorithm)
                self._gathered.leave(algorithm, trial.group)
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

    def evidence(self) -> Evidence:
        """Return all that was measured."""
        prepared = self._prepared
        # what was under way beyond the usual splits and candidates when the run ended, and is not whole
        self._gathered.forget(self._unfinished)
        self._gathered.forget_folds(FINAL, len(self._splits.folds))
        self._gathered.forget_begun(FINAL)
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
                group=prepared.group_column,
                order=prepared.order_column,
                dropped=prepared.dropped,
                positive=prepared.positive,
            ),
            machine=machine_here(),
            versions=versions_of(self._everybody[name] for name in self._everybody if name not in self._further),
            metric=self.table.metric,
            quantile=self.table.quantile,
            splits=self._splits_in_words(),
            seed=self._seed,
            reference_seconds=self._reference["fit-seconds"],
            measurements=self._gathered.measurements(self._linear, self._constant, self._twins),
            failures=tuple(sorted(self.failures, key=lambda one: places.get(one.algorithm, len(places)))),
            complete=not (self._n_left_out or self.is_interrupted),
            measured_on=datetime.now(UTC).date().isoformat(),
        )

    def _splits_in_words(self) -> str:
        """Return how those rows were held out that are compared, which may be a sample."""
        group = self._gathered.compared_group()
        n_rows, splits = self._samples.get(group, (0, self._splits))
        words = splits.words_for(self._gathered.shared_folds(group) if group else ())
        return f"{words}, of a sample of {n_rows:,} rows" if n_rows else words
