"""A run gives evidence within its budget, whatever the candidates do, and keeps what it has when it is ended early."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from odd_estimators import odd
from small_tables import generated
from staged_pool import StagedPool, fails_with, measured, named

from whichml.model.documents.errors import ProbeError
from whichml.model.statements.evidence import Evidence
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.estimators.implementations import build_pipeline
from whichml.probe.experiments.progress import ProbeProgress
from whichml.probe.experiments.rounds import expected_seconds, rows_of_rounds, those_that_go_on
from whichml.probe.experiments.running import run_probe
from whichml.probe.experiments.trial_budget import TrialBudget
from whichml.probe.measures.serving import measure_serving

pytestmark = pytest.mark.slow("runs whole probes")

BASELINES = ["constant-baseline", "linear-baseline"]


def candidate(path: str, table: PreparedDataSet) -> CandidateEstimator:
    name = path.rpartition(".")[2].lower()
    return CandidateEstimator(
        name, path, partial(build_pipeline, path=path, kinds=dict(table.kinds)), dict(table.kinds)
    )


@pytest.fixture(scope="module")
def table() -> PreparedDataSet:
    return generated(1_300)


@pytest.fixture(scope="module")
def steps() -> list[ProbeProgress]:
    """What the run of `evidence` told while it ran."""
    return []


@pytest.fixture(scope="module")
def evidence(table: PreparedDataSet, steps: list[ProbeProgress]) -> Evidence:
    tree = candidate("sklearn.tree.DecisionTreeClassifier", table)
    return run_probe(table, [tree, odd("raises"), odd("exits")], budget_seconds=600, on_progress=steps.append)


def scored(found: Evidence, rows: int | None = None) -> list[str]:
    measurements = [one for one in found.measurements if one.measure == "score"]
    return [one.algorithm for one in measurements if rows is None or one.rows == rows]


def test_a_run_measures_everybody_that_can_be_measured(evidence: Evidence) -> None:
    assert evidence.complete
    assert scored(evidence, 400) == [*BASELINES, "decisiontreeclassifier"]
    assert [(failure.algorithm, failure.reason) for failure in evidence.failures] == [
        ("raises", "error"),
        ("exits", "crash"),
    ]


def test_a_full_run_tells_most_measures(evidence: Evidence) -> None:
    told = {one.measure for one in evidence.measurements if one.algorithm == "decisiontreeclassifier"}
    assert {"score", "score-difference", "row-latency", "model-bytes", "same-bits", "rows-to-nine-tenths"} <= told
    assert len(told) >= 20
    assert evidence.reference_seconds > 0
    assert len(next(one for one in evidence.measurements[::-1] if one.measure == "score").values) >= 6


def test_evidence_reads_back_as_it_was_written(evidence: Evidence) -> None:
    assert Evidence.model_validate_json(evidence.to_json()).id == evidence.id


def test_scores_are_the_same_in_the_next_run(table: PreparedDataSet, evidence: Evidence) -> None:
    def scores(found: Evidence) -> list[tuple[float, ...]]:
        return [
            one.values for one in found.measurements if one.measure == "score" and one.algorithm == "linear-baseline"
        ]

    again = run_probe(table, [], budget_seconds=600, workers=2)
    assert scores(again) == scores(evidence)


def test_a_budget_that_is_used_up_at_once_leaves_the_baselines(table: PreparedDataSet) -> None:
    ticks: Iterator[float] = iter(range(0, 10_000_000, 1_000))
    tree = candidate("sklearn.tree.DecisionTreeClassifier", table)
    found = run_probe(table, [tree], budget_seconds=1, clock=lambda: float(next(ticks)))
    assert not found.complete
    assert scored(found) == BASELINES
    assert found.failures == ()


def test_ctrl_c_keeps_what_was_measured(table: PreparedDataSet) -> None:
    def interrupt(progress: ProbeProgress) -> None:
        if progress.candidate == "linear-baseline":
            raise KeyboardInterrupt

    found = run_probe(table, [odd("hangs")], budget_seconds=600, on_progress=interrupt)
    assert not found.complete
    assert scored(found) == BASELINES


def test_a_fit_that_takes_longer_than_the_budget_gives_it_is_no_fault_of_the_method_and_tells_what_would_do(
    table: PreparedDataSet,
) -> None:
    pool = StagedPool(fails_with("time"))
    (failure,) = run_probe(table, [named("good")], budget_seconds=100, pool_for=pool.on).failures
    limit = 20.0
    assert "a limit of the budget of 100 seconds, and no fault of the method" in failure.message
    assert failure.message.endswith(f"one of {4 * limit / 0.2:.0f} seconds gives a fit 80.")
    seconds, is_cut = TrialBudget(400, lambda: 0.0).limit(is_fold=True, is_first=True)
    assert (seconds, is_cut) == (4 * limit, False)


@pytest.mark.slow("fits estimators in processes")
@pytest.mark.parametrize("reason", ["time", "memory", "crash"])
def test_who_takes_too_much_for_one_measure_is_still_scored_on_all_folds_and_takes_no_other_measure(
    reason: str, table: PreparedDataSet
) -> None:
    failing = fails_with(reason)
    pool = StagedPool(lambda trial: failing(trial) if trial.work is measure_serving else measured(trial))
    found = run_probe(table, [named("good")], budget_seconds=600, pool_for=pool.on)
    assert [failure.algorithm for failure in found.failures] == ["good"]
    asked = [(group, place) for algorithm, group, place in pool.asked if algorithm == "good"]
    assert [place for group, place in asked if group == "all rows"] == list(range(10))
    assert [group for group, _ in asked if group.endswith("measure_learning_curve")] == []


def test_who_fails_in_one_measure_takes_the_others(table: PreparedDataSet) -> None:
    failing = fails_with("error")
    pool = StagedPool(lambda trial: failing(trial) if trial.work is measure_serving else measured(trial))
    found = run_probe(table, [named("good")], budget_seconds=600, pool_for=pool.on)
    assert len(found.failures) == 1
    assert ("good", "3 measure_learning_curve", 0) in pool.asked


def test_progress_tells_the_best_so_far(evidence: Evidence, steps: list[ProbeProgress]) -> None:
    assert evidence.complete
    assert [step.stage for step in (steps[0], steps[-1])] == ["reference", "end"]
    assert [step.rows for step in steps if step.stage == "answer"] == [600, 600, 1_300]
    assert {step.best for step in steps if step.stage == "measures"} == {"linear-baseline"}
    shares = [step.share_of_budget for step in steps]
    assert shares == sorted(shares)


def test_a_first_answer_comes_once_everybody_was_tried_on_one_fold(table: PreparedDataSet) -> None:
    pool = StagedPool()
    asked: list[tuple[str, str, int]] = []

    def look(step: ProbeProgress) -> None:
        if step.stage == "answer" and not asked:
            asked.extend(pool.asked)

    run_probe(table, [named("good"), named("fair")], budget_seconds=600, pool_for=pool.on, on_progress=look)
    assert asked == [(name, "600 rows", 0) for name in (*BASELINES, "good", "fair")]


def test_predictions_that_give_no_score_are_a_finding_of_their_candidate() -> None:
    found = run_probe(generated(80, n_classes=0), [odd("shoots far")], budget_seconds=600)
    (failure,) = found.failures
    assert (failure.algorithm, failure.reason) == ("shoots-far", "error")
    assert "no finite number" in failure.message
    assert set(scored(found)) == set(BASELINES)


def test_an_algorithm_may_occur_once(table: PreparedDataSet) -> None:
    with pytest.raises(ProbeError, match="once"):
        run_probe(table, [odd("raises"), odd("raises")], budget_seconds=10)


def test_who_is_clearly_worse_leaves_and_three_stay_whatever_they_score() -> None:
    scores = {
        name: [level, level + 0.01, level - 0.01]
        for name, level in zip("abcde", (0.9, 0.895, 0.5, 0.4, 0.3), strict=True)
    }
    assert those_that_go_on(scores, 0.5) == ("a", "b", "c")


def test_who_may_be_as_good_stays() -> None:
    scores = {name: [0.9 - step, 0.8, 0.7 + step] for step, name in enumerate("abcd")}
    assert len(those_that_go_on({**scores, "a": [0.9, 0.8, 0.7]}, 0.5)) == 4


def test_rounds_grow_and_leave_the_last_to_all_rows() -> None:
    assert rows_of_rounds(100_000) == (600, 1_800, 5_400, 16_200, 48_600)
    assert rows_of_rounds(600) == ()


def test_a_slow_fit_is_foreseen_along_its_growth() -> None:
    assert expected_seconds({400: 1.0, 800: 8.0}, 1_600) == pytest.approx(64)
    assert expected_seconds({400: 1.0, 800: 1.0}, 1_600) == pytest.approx(2)
    assert expected_seconds({}, 1_600) == 0
