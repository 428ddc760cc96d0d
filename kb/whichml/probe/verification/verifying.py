"""Claims of the knowledge base tested with real estimators on real tables: trials, evidence, verdicts.

Trials stream into a store as they finish, so that a run that was killed goes on, and one with nothing new does nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from whichml.evidence.datasets import DataSet, Registry
from whichml.evidence.permutation_control import QualityControl
from whichml.evidence.verdict_rows import VerdictRow, judgement_of, verdict_counts
from whichml.evidence.verdicts import Verdict
from whichml.knowledge.base import Knowledge
from whichml.knowledge.implementation_paths import version_of
from whichml.model.documents.errors import ProbeError
from whichml.model.statements.evidence import DataDescription, Evidence
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.estimators.implementations import candidates_for, settings_text
from whichml.probe.experiments.evidence_store import EvidenceStore, FinishedTrial, TrialKey
from whichml.probe.machine.properties import machine_here, versions_of
from whichml.probe.measures.scores import metric_for
from whichml.probe.verification.extent import Extent
from whichml.probe.verification.prepared_data_sets import load_prepared
from whichml.probe.verification.rounds import (
    ROUND_VERSIONS,
    SCORES,
    Measuring,
    RoundTask,
    splits_for,
)

_DISTRIBUTIONS = {"sklearn": "scikit-learn", "xgboost": "xgboost-cpu", "interpret": "interpret-core"}


@dataclass(frozen=True, slots=True)
class VerificationProgress:
    """A trial that has ended, one of so many of its data set."""

    dataset: str
    algorithm: str
    round: str
    n_done: int
    n_all: int

    def __str__(self) -> str:
        return f"{self.dataset}: {self.n_done} of {self.n_all}, {self.algorithm} {self.round}"


@dataclass(frozen=True)
class VerifyReport:
    """What a verification found.

    Attributes
    ----------
    rows : the verdict on every claim, in the order of their ids
    evidence : one for each data set
    findings : data sets that could not be used, as sentences
    n_measured, n_kept : trials that were run now, and those that the store already had
    complete : False where the budget ended the run before all was measured
    controls : for each quality, and last for all, how many claims would agree and be verified by chance
    """

    rows: tuple[VerdictRow, ...]
    evidence: tuple[Evidence, ...]
    findings: tuple[str, ...]
    n_measured: int
    n_kept: int
    complete: bool
    controls: tuple[QualityControl, ...] = ()

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """Return how many claims there are of each verdict."""
        return verdict_counts(self.rows)

    @property
    def contradictions(self) -> tuple[VerdictRow, ...]:
        """Return the contradicted claims that are not marked as a debate."""
        return tuple(row for row in self.rows if row.verdict == "contradicted" and not row.debate)


def verify(
    knowledge: Knowledge,
    registry: Registry,
    store: EvidenceStore,
    *,
    extent: Extent,
    folder: Path,
    budget_seconds: float | None = None,
    workers: int = 1,
    algorithms: Sequence[str] | None = None,
    on_progress: Callable[[VerificationProgress], None] = lambda _: None,
) -> VerifyReport:
    """Return the verdict on every claim, after running the trials that the store lacks.

    Parameters
    ----------
    extent : what to measure; `extent_of` gives that of a scope
    folder : where fetched data files are kept
    budget_seconds : no trial begins after so many seconds; None for no limit
    workers : processes that measure side by side; more than the free cores spoils the times
    algorithms : their ids; None for all
    on_progress : called after each trial

    Raises
    ------
    ProbeError
        Where the store cannot be written, or scikit-learn is missing.
    """
    deadline = None if budget_seconds is None else time.monotonic() + budget_seconds
    named = tuple(algorithms) if algorithms is not None else tuple(sorted(knowledge.algorithms))
    evidence: list[Evidence] = []
    findings: list[str] = []
    n_measured = n_kept = 0
    complete = True
    for dataset in extent.sets:
        try:
            prepared = load_prepared(dataset, folder, extent.rows_of(dataset), extent.seed)
        except ProbeError as refusal:
            findings.append(f"{dataset.id} is left out: {refusal}")
            continue
        run = _SetRun(knowledge, dataset, prepared, extent, named)
        n_kept += run.take_kept(store)
        n_measured += run.measure(store, workers, deadline, on_progress)
        complete = complete and run.is_complete
        if run.finished:
            evidence.append(run.evidence())
    judged = judgement_of(knowledge, registry, evidence)
    return VerifyReport(judged.rows, tuple(evidence), tuple(findings), n_measured, n_kept, complete, judged.controls)


class _SetRun:
    """The trials of one data set: those that the store has, and those that are still to be run."""

    def __init__(
        self,
        knowledge: Knowledge,
        dataset: DataSet,
        prepared: PreparedDataSet,
        extent: Extent,
        algorithms: Sequence[str],
    ) -> None:
        candidates, _ = candidates_for(knowledge, algorithms, prepared.task, prepared.kinds)
        self._dataset = dataset
        self._prepared = prepared
        self._extent = extent
        self._splits = splits_for(prepared, extent.seed, extent.n_folds).words
        self._tasks = tuple(RoundTask(candidate, name) for candidate in candidates for name in extent.rounds)
        self.finished: dict[tuple[str, str], FinishedTrial] = {}

    def take_kept(self, store: EvidenceStore) -> int:
        """Take the trials that the store has, and return how many."""
        for task in self._tasks:
            kept = store.find(self._key(task))
            if kept is not None:
                self.finished[task.place] = kept
        return len(self.finished)

    def measure(
        self,
        store: EvidenceStore,
        workers: int,
        deadline: float | None,
        on_progress: Callable[[VerificationProgress], None],
    ) -> int:
        """Run what is missing until the deadline, keep each trial as it ends, and return how many were run."""
        due = sum(self._is_due(task) for task in self._tasks)
        if not due or _is_over(deadline):
            return 0
        n_run = 0
        extent = self._extent
        with Measuring(
            self._prepared, extent.seed, extent.seconds_each, min(workers, due), extent.n_folds
        ) as measuring:
            for task, finished in measuring.run(self._still_due(deadline)):
                store.keep(self._key(task), finished)
                self.finished[task.place] = finished
                n_run += 1
                on_progress(VerificationProgress(self._dataset.id, *task.place, len(self.finished), len(self._tasks)))
        return n_run

    @property
    def is_complete(self) -> bool:
        """Return whether nothing is left to be measured."""
        return not any(self._is_due(task) for task in self._tasks)

    def evidence(self) -> Evidence:
        """Return what the finished trials of this data set measured."""
        ended = [self.finished[task.place] for task in self._tasks if task.place in self.finished]
        prepared = self._prepared
        data = DataDescription(
            name=prepared.name,
            digest=prepared.digest,
            task=prepared.task,
            target=prepared.target_name,
            rows=prepared.n_rows,
            features=prepared.features.shape[1],
            facts=prepared.facts,
            package=f"{self._dataset.package} {self._dataset.version}",
            licence=self._dataset.licence,
            notes=prepared.notes,
        )
        return Evidence(
            schema="evidence/1",
            data=data,
            machine=machine_here(),
            versions=versions_of(task.candidate for task in self._tasks),
            metric=metric_for(prepared.task, prepared.target),
            splits=self._splits,
            seed=self._extent.seed,
            reference_seconds=float(np.median([trial.reference_seconds for trial in ended])),
            measurements=tuple(found for trial in ended for found in trial.measurements),
            failures=tuple(found for trial in ended for found in trial.failures),
            complete=self.is_complete,
        )

    def _still_due(self, deadline: float | None) -> Iterator[RoundTask]:
        """Yield the rounds that are worth their time, decided when each is asked for."""
        for task in self._tasks:
            if _is_over(deadline):
                return
            if self._is_due(task):
                yield task

    def _is_due(self, task: RoundTask) -> bool:
        """Return whether a round is still to be run; none is after scores that could not be had."""
        scores = self.finished.get((task.candidate.algorithm, SCORES))
        failed = scores is not None and not scores.measurements
        return task.place not in self.finished and not failed

    def _key(self, task: RoundTask) -> TrialKey:
        path = task.candidate.implementation
        return TrialKey(
            self._dataset.fingerprint,
            task.candidate.algorithm,
            path,
            _versions_of(task.candidate),
            f"{task.name}, {self._splits}, {self._extent.seconds_each:g} s; {settings_text(path)}",
            self._prepared.n_rows,
            self._extent.seed,
            ROUND_VERSIONS[task.name],
        )


def _is_over(deadline: float | None) -> bool:
    return deadline is not None and time.monotonic() >= deadline


def _versions_of(candidate: CandidateEstimator) -> str:
    """Return the versions that a candidate's numbers depend on: its library's, and that of the pipeline around it."""
    top = candidate.implementation.partition(".")[0]
    named = dict.fromkeys((_DISTRIBUTIONS.get(top, top), "scikit-learn"))
    return ", ".join(f"{name} {version_of(name)}" for name in named)
