"""Whatever foreign code does in a trial, the caller gets a value and goes on."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

import numpy as np
import odd_estimators
import pytest
from odd_estimators import odd
from small_tables import generated

from whichml.probe.measures.fitting import measure_fold
from whichml.probe.measures.fold_context import EstimatorTable, estimator_table
from whichml.probe.measures.splits import Fold
from whichml.probe.workers.trial_process import TrialProcess, WithinProcessorTime, WorkFailure, WorkReturned
from whichml.probe.workers.worker_pool import Trial, WorkerPool

pytestmark = pytest.mark.slow("starts and ends processes")

FOLD = Fold(np.arange(40), np.arange(40, 60))


@pytest.fixture(scope="module")
def table() -> EstimatorTable:
    return estimator_table(generated(60))


@pytest.fixture(scope="module")
def process(table: EstimatorTable) -> Iterator[TrialProcess]:
    with TrialProcess(table, memory_bytes=3 * 2**30) as started:
        yield started


def tried(process: TrialProcess, oddity: str, seconds: float = 30) -> WorkReturned | WorkFailure:
    return process.run(measure_fold, odd(oddity), FOLD, 0, seconds=seconds)


@pytest.mark.parametrize(
    ("oddity", "stage", "reason", "words"),
    [
        ("cannot be made", "make", "error", "TypeError: missing part"),
        ("raises", "fit", "error", "ValueError: no such luck"),
        ("leaves", "fit", "error", "SystemExit: enough"),
        ("fails to predict", "predict", "error", "RuntimeError: not today"),
        ("eats memory", "fit", "memory", "Unable to allocate"),
        ("calls out", "fit", "error", "may not use the network"),
        ("crashes", "fit", "crash", "SIGSEGV"),
        ("exits", "fit", "crash", "exit code 3"),
    ],
)
def test_what_goes_wrong_is_told_with_its_stage(
    process: TrialProcess, oddity: str, stage: str, reason: str, words: str
) -> None:
    found = tried(process, oddity)
    assert isinstance(found, WorkFailure)
    assert (found.stage, found.reason) == (stage, reason)
    assert words in found.message


def test_work_that_never_ends_is_ended(process: TrialProcess) -> None:
    found = tried(process, "hangs", 0.3)
    assert isinstance(found, WorkFailure)
    assert found.reason == "time"


def test_work_that_uses_up_its_processor_time_is_ended_and_what_waits_uses_none(process: TrialProcess) -> None:
    limited = WithinProcessorTime(measure_fold, 0.3)
    endless = process.run(limited, odd("reckons for ever"), FOLD, 0, seconds=600)
    assert isinstance(endless, WorkFailure)
    assert (endless.reason, endless.message) == ("time", "It used up its processor time.")
    waiting = WithinProcessorTime(odd_estimators.wait_a_second, 0.3)
    assert isinstance(process.run(waiting, seconds=600), WorkReturned)


def test_a_limit_of_processor_time_leaves_the_clock_exact(process: TrialProcess) -> None:
    found = process.run(WithinProcessorTime(odd_estimators.steps_of_the_clock, 30), seconds=60)
    assert isinstance(found, WorkReturned)
    assert 0 < found.value < 1e-4


def test_a_limit_of_processor_time_ends_with_its_work(process: TrialProcess) -> None:
    limited = WithinProcessorTime(odd_estimators.own_process, 0.2)
    first = process.run(limited, seconds=30)
    again = process.run(odd_estimators.reckon_for, 0.4, seconds=60)
    assert isinstance(first, WorkReturned)
    assert isinstance(again, WorkReturned)
    assert again.value == first.value


def test_prints_are_seen_by_nobody(process: TrialProcess, capfd: pytest.CaptureFixture[str]) -> None:
    assert isinstance(tried(process, "prints"), WorkReturned)
    assert capfd.readouterr() == ("", "")


def test_a_process_goes_on_after_an_error_and_is_replaced_after_a_crash(process: TrialProcess) -> None:
    def number() -> int:
        found = process.run(odd_estimators.own_process, seconds=30)
        assert isinstance(found, WorkReturned)
        return int(found.value)

    first = number()
    tried(process, "raises")
    assert number() == first
    tried(process, "exits")
    assert number() != first


def test_a_value_that_cannot_be_sent_is_an_error(process: TrialProcess) -> None:
    found = process.run(odd_estimators.unpicklable, seconds=30)
    assert isinstance(found, WorkFailure)
    assert found.reason == "error"


def test_libraries_have_one_thread(process: TrialProcess) -> None:
    found = process.run(odd_estimators.threads_told, seconds=30)
    assert isinstance(found, WorkReturned)
    assert found.value == ("1", 1)


def test_a_candidate_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(odd("raises"))).algorithm == "raises"


def test_a_crew_does_everything_once_though_its_processes_are_ended(table: EstimatorTable) -> None:
    oddities = ["exits", "prints", "hangs", "raises", "crashes", "prints"]
    trials = [Trial(odd(name), measure_fold, FOLD, 0, "g", place, 1.0, False) for place, name in enumerate(oddities)]
    with WorkerPool(table, 2, None) as pool:
        ended = {trial.place: outcome for trial, outcome in pool.run(iter(trials))}
    told = [getattr(ended[place], "reason", "returned") for place in range(len(oddities))]
    assert told == ["crash", "returned", "time", "error", "crash", "returned"]
