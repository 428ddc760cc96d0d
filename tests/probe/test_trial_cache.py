"""A probe keeps each trial as it ends, and the next run of it takes what was kept and measures the rest alone."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from small_tables import generated
from staged_pool import StagedPool, fails_with, measured, named

from whichml.model.statements.evidence import Evidence
from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.estimators.implementations import build_pipeline
from whichml.probe.experiments.evidence_store import EvidenceStore
from whichml.probe.experiments.running import run_probe
from whichml.probe.experiments.trial_cache import TrialCache, digest_of
from whichml.probe.measures.measure_samples import MeasureSamples
from whichml.probe.measures.splits import Fold
from whichml.probe.workers.trial_process import WorkReturned
from whichml.probe.workers.worker_pool import Trial

pytestmark = pytest.mark.slow("fits estimators in processes")

pytestmark = pytest.mark.slow("fits estimators in processes")

TABLE = generated(1_300)
DATA = digest_of(TABLE)

KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_trial_cache import TABLE, tree
from whichml.probe.experiments.evidence_store import EvidenceStore
from whichml.probe.estimators.implementations import build_pipeline
from whichml.probe.experiments.trial_cache import TrialCache
from whichml.probe.experiments.running import run_probe

def told(step):
    print(step.stage, flush=True)

with EvidenceStore(Path({path!r})) as store:
    run_probe(TABLE, [tree()], budget_seconds=600, on_progress=told, cache=TrialCache(store))
"""


def tree() -> CandidateEstimator:
    path, kinds = "sklearn.tree.DecisionTreeClassifier", dict(TABLE.kinds)
    return CandidateEstimator("decision-tree", path, partial(build_pipeline, path=path, kinds=kinds), kinds)


def probed(
    path: Path, pool: StagedPool, names: Sequence[str] = ("good",), place: str = "here", **more: Any
) -> tuple[Evidence, TrialCache]:
    more = {"budget_seconds": 600, **more}
    with EvidenceStore(path / "trials.sqlite3") as store:
        cache = TrialCache(store, place)
        return run_probe(TABLE, [named(name) for name in names], pool_for=pool.on, cache=cache, **more), cache


def scores_of(evidence: Evidence) -> list[tuple[str, int, tuple[float, ...]]]:
    return [(one.algorithm, one.rows, one.values) for one in evidence.measurements if one.measure == "score"]


def test_a_second_run_measures_nothing_and_says_the_same(tmp_path: Path) -> None:
    first, _ = probed(tmp_path, StagedPool())
    pool = StagedPool()
    second, cache = probed(tmp_path, pool)
    assert pool.asked == []
    assert cache.n_taken > 20
    assert second.measurements == first.measurements
    assert second.complete


def test_a_run_that_was_killed_goes_on_and_measures_nothing_twice(tmp_path: Path) -> None:
    path = tmp_path / "trials.sqlite3"
    script = KILLED.format(tests=str(Path(__file__).parent), path=str(path))
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        while running.stdout.readline() not in ("final\n", ""):
            pass
        running.send_signal(signal.SIGKILL)
        assert running.wait(30) == -signal.SIGKILL
    with EvidenceStore(path) as store:
        before = dict(store.trials())
        cache = TrialCache(store)
        evidence = run_probe(TABLE, [tree()], budget_seconds=600, cache=cache)
        after = dict(store.trials())
    assert evidence.complete
    assert cache.n_taken == len(before) >= 9
    assert (cache.n_measured, len(after)) == (len(after) - len(before), cache.n_taken + cache.n_measured)
    assert {key: after[key] for key in before} == before
    assert len(after) > len(before)


def test_a_run_that_goes_on_takes_the_decisions_of_one_that_was_never_ended(tmp_path: Path) -> None:
    names = ["good", "fair", "poor", "poorer", "poorest"]
    whole, _ = probed(tmp_path / "whole", StagedPool(), names)
    steps: list[str] = []

    def interrupt(step: Any) -> None:
        steps.append(step.stage)
        if len(steps) == 40:
            raise KeyboardInterrupt

    ended, _ = probed(tmp_path / "two", StagedPool(), names, on_progress=interrupt)
    assert not ended.complete
    gone_on, cache = probed(tmp_path / "two", StagedPool(), names)
    assert cache.n_taken == 36  # four steps were no trials
    assert cache.n_measured > 0
    assert gone_on.measurements == whole.measurements


def test_what_was_kept_costs_nothing_of_the_budget(tmp_path: Path) -> None:
    whole, _ = probed(tmp_path, StagedPool())
    ticks: Iterator[float] = iter(range(0, 10_000_000, 1_000))
    pool = StagedPool()
    again, _ = probed(tmp_path, pool, budget_seconds=1, clock=lambda: float(next(ticks)))
    assert pool.asked == []
    assert again.complete
    assert again.measurements == whole.measurements


def test_a_wider_shortlist_asks_for_the_new_candidate_alone(tmp_path: Path) -> None:
    probed(tmp_path, StagedPool())
    pool = StagedPool()
    probed(tmp_path, pool, ["good", "fair"])
    assert {algorithm for algorithm, _, _ in pool.asked} == {"fair"}


def test_a_candidate_without_time_leaves_what_was_kept_of_the_others(tmp_path: Path) -> None:
    whole, _ = probed(tmp_path, StagedPool())
    ticks: Iterator[float] = iter(range(0, 10_000_000, 1_000))
    found, _ = probed(tmp_path, StagedPool(), ["good", "fair"], budget_seconds=1, clock=lambda: float(next(ticks)))
    assert not found.complete
    assert scores_of(found) == scores_of(whole)


def test_what_the_budget_cut_off_is_not_kept(tmp_path: Path) -> None:
    pool = StagedPool(fails_with("time"))
    cut, _ = probed(tmp_path, pool, budget_seconds=4)  # less than the least that a trial may take: the budget cuts
    assert (cut.failures, cut.complete) == ((), False)
    pool = StagedPool()
    again, _ = probed(tmp_path, pool)
    assert ("good", "600 rows", 0) in pool.asked
    assert "good" in {algorithm for algorithm, _, _ in scores_of(again)}


@pytest.mark.parametrize(
    ("reason", "asked_again"), [("error", False), ("crash", True), ("memory", True), ("time", True)]
)
def test_errors_are_kept_and_what_other_programs_may_have_caused_is_tried_again(
    reason: str, asked_again: bool, tmp_path: Path
) -> None:
    first, _ = probed(tmp_path, StagedPool(fails_with(reason)))
    pool = StagedPool(fails_with(reason))
    second, _ = probed(tmp_path, pool)
    assert second.failures == first.failures
    assert bool(pool.asked) == asked_again


def test_times_keep_the_ratio_to_the_reference_of_their_own_run(tmp_path: Path) -> None:
    probed(tmp_path, StagedPool(fit_seconds=0.1))
    evidence, _ = probed(tmp_path, StagedPool(fit_seconds=0.4), ["good", "fair"])
    ratios = {one.algorithm: one.ratio for one in evidence.measurements if one.measure == "fit-seconds"}
    assert ratios["good"] == pytest.approx(2.0)
    assert ratios["fair"] == pytest.approx(0.5)
    assert evidence.reference_seconds == 0.4


@pytest.mark.parametrize(
    "other",
    [
        {"place": "elsewhere"},
        {"seed": 1},
    ],
)
def test_another_place_or_seed_asks_for_everything_anew(other: dict[str, Any], tmp_path: Path) -> None:
    probed(tmp_path, StagedPool())
    _, cache = probed(tmp_path, StagedPool(), **other)
    assert cache.n_taken == 0


@pytest.mark.parametrize(
    "other",
    [
        {"target_name": "another"},
        {"digest": "1" * 64},
        {"target": 1 - TABLE.target},
        {"groups": np.arange(TABLE.n_rows)},
        {"order": np.arange(TABLE.n_rows)},
        {"kinds": {**TABLE.kinds, "x0": "category"}},
    ],
)
def test_another_file_target_group_or_order_is_other_data(other: dict[str, Any]) -> None:
    assert digest_of(replace(TABLE, **other)) != DATA


def test_folds_with_other_rows_are_other_trials(tmp_path: Path) -> None:
    fold = Fold(np.arange(0, 900), np.arange(900, 1_300))
    other = Fold(np.arange(1, 901), np.arange(901, 1_300))
    trial = Trial(named("good"), len, fold, 0, "all rows", 0, 10.0, False)
    with EvidenceStore(tmp_path / "trials.sqlite3") as store:
        cache = TrialCache(store, "here")
        cache.keep(DATA, trial, measured(trial), {"fit-seconds": 0.1})
        assert cache.has(DATA, trial)
        assert not cache.has(DATA, replace(trial, fold=other))
        assert not cache.has(DATA, replace(trial, work=max))


def test_figures_that_are_no_numbers_come_back_as_they_were(tmp_path: Path) -> None:
    trial = Trial(named("good"), len, Fold(np.arange(9), np.arange(9)), 0, "all rows", 0, 10.0, False)
    figure = MeasureSamples("log-loss", (float("inf"), float("nan"), -float("inf"), 0.1 + 0.2), 9)
    with EvidenceStore(tmp_path / "trials.sqlite3") as store:
        cache = TrialCache(store, "here")
        cache.keep(DATA, trial, WorkReturned((figure,)), {"fit-seconds": 0.1})
        found = cache.take(DATA, trial)
    assert found is not None
    assert isinstance(found.outcome, WorkReturned)
    (told,) = found.outcome.value
    assert repr(told) == repr(figure)


def test_forgetting_a_table_leaves_other_tables(tmp_path: Path) -> None:
    probed(tmp_path, StagedPool())
    with EvidenceStore(tmp_path / "trials.sqlite3") as store:
        n_trials = len(store)
        TrialCache(store, "here").forget(replace(TABLE, digest="1" * 64))
        assert len(store) == n_trials
        TrialCache(store, "here").forget(TABLE)
        assert len(store) == 0


def test_a_store_that_fails_ends_the_keeping_and_not_the_run(tmp_path: Path) -> None:
    with EvidenceStore(tmp_path / "trials.sqlite3") as store:
        cache = TrialCache(store, "here")

        def close(step: Any) -> None:
            if step.stage == "answer":
                store.close()

        found = run_probe(
            TABLE, [named("good")], budget_seconds=600, pool_for=StagedPool().on, cache=cache, on_progress=close
        )
    assert found.complete
    assert "cannot be used as a store of trials" in cache.trouble


def test_two_runs_side_by_side_share_one_store(tmp_path: Path) -> None:
    """The second run begins with the first answer of the first, and takes what that has kept until then."""
    second: list[TrialCache] = []

    def begin_another(step: Any) -> None:
        if step.stage == "answer" and not second:
            second.append(probed(tmp_path, StagedPool())[1])

    first, cache = probed(tmp_path, StagedPool(), on_progress=begin_another)
    assert first.complete
    assert second[0].n_taken == 3
    assert cache.n_taken == second[0].n_measured


def test_a_renamed_file_is_the_same_data() -> None:
    assert digest_of(replace(TABLE, name="renamed")) == DATA


def test_scores_by_another_metric_are_kept_apart_from_those_by_the_usual_one() -> None:
    assert digest_of(TABLE, "roc-auc") == DATA
    assert digest_of(TABLE, "f1") != DATA
