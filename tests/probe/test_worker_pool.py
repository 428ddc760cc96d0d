"""A crew starts before its table is read, and every process that it has holds the table before it works on it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from odd_estimators import odd
from small_tables import generated

from whichml.model.documents.errors import ProbeError
from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.measures.fold_context import EstimatorTable, estimator_table
from whichml.probe.measures.splits import Fold
from whichml.probe.workers.trial_process import WorkFailure, WorkReturned
from whichml.probe.workers.worker_pool import Trial, WorkerPool

pytestmark = pytest.mark.slow("starts and ends processes")

FOLD = Fold(np.arange(40), np.arange(40, 60))


def n_rows_of(table: EstimatorTable, _candidate: CandidateEstimator, _fold: Fold, _seed: int) -> int:
    return len(table.target)


def leaves(_table: EstimatorTable, _candidate: CandidateEstimator, _fold: Fold, _seed: int) -> None:
    os._exit(3)


def has_imported_skrub(_table: EstimatorTable, _candidate: CandidateEstimator, _fold: Fold, _seed: int) -> bool:
    return "skrub" in sys.modules


class EndsItsReader:
    """Whoever unpickles it is gone."""

    def __reduce__(self) -> tuple[Any, tuple[int]]:
        return os._exit, (3,)


def trial(work: Any = n_rows_of, candidate: CandidateEstimator | None = None) -> Trial:
    return Trial(candidate or odd("prints"), work, FOLD, 0, "all rows", 0, 60.0, False)


def outcomes_of(pool: WorkerPool, *trials: Trial) -> list[Any]:
    return [
        outcome.value if isinstance(outcome, WorkReturned) else outcome.reason
        for _, outcome in pool.run(iter(trials))
    ]  # fmt: skip


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(None, 1, None) as started:
        yield started


def test_a_crew_that_started_without_a_table_works_on_the_one_that_is_named_later(pool: WorkerPool) -> None:
    pool.on(estimator_table(generated(60)), 1, None)
    assert outcomes_of(pool, trial(), trial()) == [60, 60]


def test_another_table_takes_the_place_of_the_first(pool: WorkerPool) -> None:
    pool.on(estimator_table(generated(60)), 1, None)
    assert outcomes_of(pool, trial()) == [60]
    pool.on(estimator_table(generated(80)), 1, None)
    assert outcomes_of(pool, trial()) == [80]


def test_a_process_that_takes_the_place_of_one_that_ended_holds_the_table_too(pool: WorkerPool) -> None:
    pool.on(estimator_table(generated(60)), 1, None)
    assert outcomes_of(pool, trial(), trial(leaves), trial()) == [60, "crash", 60]


def test_what_columns_of_text_take_is_imported_before_the_clock_of_a_candidate_runs(pool: WorkerPool) -> None:
    table = estimator_table(generated(60))
    numbers, texts = odd("prints"), replace(odd("prints"), kinds={"words": "text"})
    assert outcomes_of(pool.on(table, 1, None), trial(has_imported_skrub, numbers)) == [False]
    assert outcomes_of(pool.on(table, 1, None), trial(has_imported_skrub, texts)) == [True]


def test_ctrl_c_does_not_end_a_process_that_is_still_importing() -> None:
    with WorkerPool(None, 1, None) as pool:
        for process in multiprocessing.active_children():
            assert process.pid is not None
            os.kill(process.pid, signal.SIGINT)
        assert outcomes_of(pool.on(estimator_table(generated(60)), 1, None), trial()) == [60]


def test_a_table_that_ends_the_process_it_is_sent_to_is_said_to_do_so() -> None:
    table = replace(estimator_table(generated(60)), features=EndsItsReader())
    with (
        WorkerPool(table, 1, None) as pool,
        pytest.raises(ProbeError, match=r"could not be handed to .*exit code 3"),
    ):
        outcomes_of(pool, trial())


def test_a_piece_of_work_alone_needs_no_table(pool: WorkerPool) -> None:
    with WorkerPool(None, 1, None) as tableless:
        assert isinstance(tableless.alone(n_rows_of, seconds=60.0), WorkFailure)
        alone = tableless.alone(is_nothing, seconds=60.0)
    assert isinstance(alone, WorkReturned)
    assert alone.value


def is_nothing(table: object) -> bool:
    return table is None
