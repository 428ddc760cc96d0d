"""Whom a probe measures as the best, a plain cross-validation with other splits finds too, as far as it can be told."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from sklearn.model_selection import KFold, StratifiedKFold, cross_val_score
from small_tables import breast_cancer, diabetes, generated, mixed
from staged_pool import Outcome, StagedPool
from threadpoolctl import threadpool_limits

from by_night import by_night
from whichml.export.evidence_table import rows_of
from whichml.knowledge.base import Knowledge
from whichml.model.statements.evidence import Evidence
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.estimators.implementations import candidates_for
from whichml.probe.experiments.comparison import compare_scores
from whichml.probe.experiments.running import run_probe
from whichml.probe.measures.fitting import measure_fold
from whichml.probe.measures.fold_context import EstimatorTable, estimator_table
from whichml.probe.measures.splits import splits_of
from whichml.probe.workers.trial_process import WorkFailure, WorkReturned
from whichml.probe.workers.worker_pool import Trial, TrialPool

pytestmark = pytest.mark.slow("cross-validates candidates")
TABLES = {"breast cancer": breast_cancer, "diabetes": diabetes, "generated": lambda: generated(300), "mixed": mixed}
REPEATS = ("generated", "mixed")  # made up, with two classes as real data have them
SCORING = {"roc-auc": "roc_auc", "r2": "r2"}


@dataclass(eq=False)
class FoldsAlone(StagedPool):
    """A crew that scores folds in this process, and takes no other measure."""

    def on(self, table: EstimatorTable, _n_workers: int, _memory_bytes: int | None) -> TrialPool:
        def outcome(trial: Trial) -> Outcome:
            if trial.work is not measure_fold:
                return WorkFailure("measure", "error", "not measured here")
            with threadpool_limits(1), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return WorkReturned(measure_fold(table, trial.candidate, trial.fold, trial.seed))

        self.outcome = outcome
        return self


def plain_score(prepared: PreparedDataSet, candidate: CandidateEstimator, metric: str) -> float:
    table = estimator_table(prepared)
    folds: Any = (StratifiedKFold if prepared.classes else KFold)(5, shuffle=True, random_state=99)
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = cross_val_score(candidate.build(0), table.features, table.target, cv=folds, scoring=SCORING[metric])
    return float(np.mean(found))


def interval(evidence: Evidence, one: str, other: str, test_to_train: float) -> tuple[float, float]:
    values = {m.algorithm: m.values for m in evidence.measurements if m.measure == "score"}
    found = compare_scores(values[one], values[other], test_to_train)
    return found.low, found.high


@pytest.mark.parametrize(
    "made", [by_night(made) if name in REPEATS else made for name, made in TABLES.items()], ids=TABLES
)
def test_the_measured_winner_is_that_of_a_plain_cross_validation_or_lies_within_the_interval(
    made: Callable[[], PreparedDataSet], knowledge: Knowledge
) -> None:
    prepared = made()
    linear = "logistic-regression" if prepared.classes else "ridge"
    names = [linear, "decision-tree", "k-nearest-neighbors", "kernel-svm"]
    candidates, _ = candidates_for(knowledge, names, prepared.task, prepared.kinds)
    evidence = run_probe(prepared, candidates, budget_seconds=600, pool_for=FoldsAlone().on)
    compared = [row for row in rows_of(evidence) if row.is_compared and row.algorithm in names]
    assert {row.algorithm for row in compared} == set(names)
    measured = compared[0].algorithm
    scores = {each.algorithm: plain_score(prepared, each, evidence.metric) for each in candidates}
    plain = max(scores, key=lambda name: scores[name])
    if plain != measured:
        low, high = interval(evidence, measured, plain, splits_of(prepared).test_to_train)
        assert low <= 0 <= high
    assert [row.score for row in compared] == sorted((row.score or 0.0 for row in compared), reverse=True)
    assert compared[0].score == pytest.approx(scores[measured], abs=0.1)
