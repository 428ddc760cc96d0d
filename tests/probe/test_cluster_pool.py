"""A Dask cluster measures what processes of this machine do, and a trial that ends its process ends no worker."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest
from distributed import LocalCluster

from by_night import only_by_night
from whichml.model.documents.errors import ProbeError
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.estimators.implementations import build_pipeline
from whichml.probe.experiments.running import run_probe
from whichml.probe.workers import cluster_pool
from whichml.probe.workers.cluster_pool import cluster_pool_at

pytestmark = pytest.mark.slow("starts the workers of a cluster")

N_ROWS = 120
KINDS = {"a": "number", "b": "number"}


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as workers:
        yield workers.scheduler_address


def prepared() -> PreparedDataSet:
    random = np.random.default_rng(0)
    features = pd.DataFrame(random.normal(size=(N_ROWS, 2)), columns=["a", "b"])
    target = (features["a"] + 0.3 * random.normal(size=N_ROWS) > 0).to_numpy().astype(int)
    return PreparedDataSet("made", "0" * 64, features, target, "y", "binary-classification", ("no", "yes"), KINDS)  # type: ignore[arg-type]


def candidate(algorithm: str, path: str) -> CandidateEstimator:
    return CandidateEstimator(algorithm, path, partial(build_pipeline, path=path, kinds=KINDS), KINDS)  # type: ignore[arg-type]


def leave(_seed: int) -> Any:
    os._exit(7)


@only_by_night
def test_two_workers_of_a_cluster_measure_what_this_machine_measures(cluster: str) -> None:
    tree = candidate("decision-tree", "sklearn.tree.DecisionTreeClassifier")
    here = run_probe(prepared(), [tree], budget_seconds=600)
    there = run_probe(prepared(), [tree], budget_seconds=600, pool_for=cluster_pool_at(cluster))

    def scores(evidence: Any) -> list[tuple[str, int, float]]:
        return sorted((m.algorithm, m.rows, m.value) for m in evidence.measurements if m.measure == "score")

    assert scores(there) == scores(here)
    assert there.complete


@only_by_night
def test_a_candidate_that_ends_its_process_is_a_finding_of_its_own(cluster: str) -> None:
    gone = CandidateEstimator("gone", "nowhere.Gone", leave, KINDS)  # type: ignore[arg-type]
    evidence = run_probe(prepared(), [gone], budget_seconds=600, pool_for=cluster_pool_at(cluster))
    assert {(failure.algorithm, failure.reason) for failure in evidence.failures} == {("gone", "crash")}
    assert "linear-baseline" in {m.algorithm for m in evidence.measurements}


def test_an_address_where_nobody_answers_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_pool, "_SECONDS_TO_CONNECT", 1)
    with pytest.raises(ProbeError, match=r"no Dask scheduler answers at 'tcp://127\.0\.0\.1:9'"):
        run_probe(prepared(), [], budget_seconds=5, pool_for=cluster_pool_at("tcp://127.0.0.1:9"))
