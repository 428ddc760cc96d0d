"""What earlier runs of a probe measured: a trial that ended once is taken from the store, and not measured again.

Kept is what a candidate would do again: its figures, or an error that it raised. What took too long, crashed or ran out
of memory is tried again, since other programs may have been the cause.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from whichml.knowledge.implementation_paths import version_of
from whichml.model.documents.errors import ProbeError
from whichml.model.statements.evidence import Failure
from whichml.model.statements.measures import Measure
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.experiments.evidence_store import EvidenceStore, FinishedTrial, TrialKey
from whichml.probe.machine.properties import machine_here
from whichml.probe.measures.scores import metric_for
from whichml.probe.measures.splits import Fold
from whichml.probe.workers.trial_process import WorkFailure, WorkReturned
from whichml.probe.workers.worker_pool import Trial, figures_in

_AROUND_EVERY_PIPELINE = ("numpy", "pandas", "scikit-learn", "scipy", "skrub", "whichml")


@dataclass(frozen=True, eq=False)
class CachedTrial:
    """What an earlier trial came to, and what the reference estimator took in its run, by measure."""

    outcome: WorkReturned | WorkFailure
    reference: Mapping[Measure, float]


@dataclass(eq=False)
class TrialCache:
    """The trials of probes in a store.

    Parameters
    ----------
    store : where they are
    place : whose times they are, as text: those of another machine are measured anew

    Attributes
    ----------
    n_taken, n_measured : trials that were taken from the store, and those that were run, since this was made
    trouble : why nothing is kept any more; empty while the store can be written
    """

    store: EvidenceStore
    place: str = field(default_factory=lambda: this_machine())
    n_taken: int = 0
    n_measured: int = 0
    trouble: str = ""
    _by_fold: dict[Fold, str] = field(default_factory=dict)

    def has(self, data: str, trial: Trial) -> bool:
        """Tell whether the store has what a trial would come to.

        Parameters
        ----------
        data : as `digest_of` returns it
        """
        return self._found(data, trial) is not None

    def take(self, data: str, trial: Trial) -> CachedTrial | None:
        """Return what an earlier run of a trial came to, None where it has to be run."""
        finished = self._found(data, trial)
        if finished is None:
            return None
        self.n_taken += 1
        if not finished.failures:
            return CachedTrial(WorkReturned(finished.figures), finished.reference)
        (failure,) = finished.failures
        return CachedTrial(WorkFailure(failure.stage, failure.reason, failure.message), finished.reference)

    def keep(
        self, data: str, trial: Trial, outcome: WorkReturned | WorkFailure, reference: Mapping[Measure, float]
    ) -> None:
        """Write what a trial came to, if it would come to that again; a store that fails ends the keeping, not a run.

        Parameters
        ----------
        reference : what the reference estimator took in this run, by measure
        """
        self.n_measured += 1
        finished = _finished(trial, outcome, reference)
        if finished is None or self.trouble:
            return
        try:
            self.store.keep(self._key(data, trial), finished)
        except ProbeError as refusal:
            self.trouble = refusal.problems[0].message

    def forget(self, prepared: PreparedDataSet, metric: str | None = None, quantile: float | None = None) -> None:
        """Delete what earlier runs measured on a table.

        Raises
        ------
        ProbeError
            Where the store cannot be written.
        """
        self.store.forget(digest_of(prepared, metric, quantile))

    def _found(self, data: str, trial: Trial) -> FinishedTrial | None:
        if self.trouble:
            return None
        try:
            return self.store.find(self._key(data, trial))
        except ProbeError as refusal:
            self.trouble = refusal.problems[0].message
            return None

    def _key(self, data: str, trial: Trial) -> TrialKey:
        candidate, fold = trial.candidate, trial.fold
        if fold not in self._by_fold:
            self._by_fold[fold] = _digest(_bytes_of(fold.train), _bytes_of(fold.test))[:32]
        return TrialKey(
            data=data,
            algorithm=candidate.algorithm,
            implementation=candidate.implementation,
            version=f"{_versions(candidate.implementation.partition('.')[0])}; {self.place}",
            procedure=f"{trial.work.__name__} in {trial.group!r}, fold {trial.place}, rows {self._by_fold[fold]}",
            rows=len(fold.train),
            seed=trial.seed,
            probe=f"probe {version_of_experiments()}",
        )


def digest_of(prepared: PreparedDataSet, metric: str | None = None, quantile: float | None = None) -> str:
    """Return what tells a described table from others: the file, what of it is predicted from what, and the metric.

    Parameters
    ----------
    metric : that candidates are compared by; None for the one that fits the task
    quantile : that they learn, for the metric that scores it
    """
    told: list[object] = [
        prepared.digest, prepared.target_name, prepared.task, list(prepared.classes), list(prepared.kinds.items())
    ]  # fmt: skip
    if metric is not None and metric != metric_for(prepared.task, prepared.target):
        told.append(metric)
    if quantile is not None:
        told.append(quantile)
    if prepared.positive:
        told.append(["positive", prepared.positive])
    return _digest(
        json.dumps(told).encode(),
        _bytes_of(prepared.target),
        *(_bytes_of(codes) if codes is not None else b"none" for codes in (prepared.groups, prepared.order)),
    )


def this_machine() -> str:
    """Return what the times that are measured here depend on: processor, cores and Python."""
    machine = machine_here()
    return f"{machine.processor}, {machine.n_cores} cores, Python {machine.python}"


@cache
def version_of_experiments() -> str:
    """Return a digest of the code of all experiments: what another code measured is not the same.

    It needs nobody to raise a number after each change of a procedure, a pipeline or a setting.
    """
    folder = Path(__file__).parents[1]
    modules = sorted(folder.rglob("*.py"), key=lambda path: path.relative_to(folder).as_posix())
    return _digest(*(path.read_bytes() for path in modules))[:16]


def _finished(
    trial: Trial, outcome: WorkReturned | WorkFailure, reference: Mapping[Measure, float]
) -> FinishedTrial | None:
    """Return what is to be kept of a trial; None of one that may come to something else the next time."""
    taken: dict[str, Any] = {"reference_seconds": reference["fit-seconds"], "reference": dict(reference)}
    if isinstance(outcome, WorkReturned):
        return FinishedTrial(figures=figures_in(outcome), **taken)
    if outcome.reason != "error":
        return None
    failure = Failure(
        algorithm=trial.candidate.algorithm,
        implementation=trial.candidate.implementation,
        stage=outcome.stage,
        reason=outcome.reason,
        message=outcome.message,
        rows=len(trial.fold.train),
    )
    return FinishedTrial(failures=(failure,), **taken)


@cache
def _versions(top: str) -> str:
    """Return the versions of the libraries around every pipeline, and of the package that an estimator comes from."""
    told = [f"{name} {version_of(name)}" for name in _AROUND_EVERY_PIPELINE]
    # a candidate's package is imported already; to find its distribution, all that are installed would be looked at
    return ", ".join((*told, f"{top} {getattr(sys.modules.get(top), '__version__', 'unknown')}"))


def _bytes_of(numbers: Any) -> bytes:
    told: bytes = numbers.tobytes()
    return told


def _digest(*parts: bytes) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(f"{len(part)}:".encode())
        found.update(part)
    return found.hexdigest()
