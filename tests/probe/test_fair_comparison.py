"""Scores are compared on the same splits of equally many rows, and on no others, whatever happens in a run."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import count

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import generated
from staged_pool import SCORES, Outcome, ShuffledPool, StagedPool, fails_with, measured, named

from whichml.export.evidence_report import evidence_report, headline, why_apart
from whichml.export.evidence_table import Row, compared_level, rows_of
from whichml.model.statements.evidence import DataDescription, Evidence, Failure, Machine, Measurement
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.experiments.comparison import compare_scores
from whichml.probe.experiments.running import run_probe
from whichml.probe.measures.splits import splits_of
from whichml.probe.workers.trial_process import WorkFailure
from whichml.probe.workers.worker_pool import Trial

NAMES = ("constant-baseline", "linear-baseline", "good", "fair", "poor")


def score(algorithm: str, value: float, rows: int = 400, n: int = 3, note: str = "") -> Measurement:
    return Measurement(
        algorithm=algorithm, implementation=f"nowhere.{algorithm}", measure="score", quality="accuracy", unit="roc-auc",
        value=value, low=value, high=value, n=n, rows=rows, statistic="mean", procedure="held-out-score", note=note,
    )  # fmt: skip


def evidence(*measurements: Measurement, failures: Sequence[Failure] = ()) -> Evidence:
    return Evidence(
        data=DataDescription(
            name="orders.csv", digest="0" * 64, task="binary-classification", target="late", rows=1300, features=4
        ),
        machine=Machine(system="Linux", processor="some", n_cores=2, memory_bytes=8_000_000_000, python="3.11"),
        versions={}, metric="roc-auc", splits="twice 5 folds", seed=0, reference_seconds=0.1,
        measurements=measurements, failures=tuple(failures),
    )  # fmt: skip


def failed(algorithm: str, rows: int = 1_040) -> Failure:
    return Failure(algorithm=algorithm, implementation="x", stage="fit", reason="time", message="too long", rows=rows)


def compared(found: Evidence) -> list[str]:
    return [row.algorithm for row in rows_of(found) if row.is_compared]


def places_of(row: Row) -> frozenset[int]:
    """Return the splits of a row's scores, which a staged crew writes into the third decimal."""
    base = SCORES.get(row.algorithm, 0.7)
    return frozenset(round(1_000 * (value - base)) for value in row.scores)


SCORED = st.builds(
    score, st.sampled_from(NAMES), st.floats(0, 1), st.sampled_from([400, 1_040, 1_041]), st.sampled_from([1, 3, 10]),
    st.sampled_from(["", "left out of further rounds, behind good"]),
)  # fmt: skip


@pytest.mark.slow("draws many tables of evidence")
@settings(max_examples=200, deadline=None)
@given(st.lists(SCORED, max_size=12), st.lists(st.sampled_from(NAMES), max_size=2))
def test_the_headline_never_compares_different_rows(scores: list[Measurement], failing: list[str]) -> None:
    rows = rows_of(evidence(*scores, failures=[failed(name) for name in failing]))
    together = [row for row in rows if row.is_compared]
    assert len({(row.rows, row.n_splits) for row in together}) == bool(scores)
    assert rows[: len(together)] == tuple(together)
    best = next((row for row in together if row.algorithm not in NAMES[:2]), None)
    assert headline(rows, "roc-auc") == "" if best is None else best.algorithm in headline(rows, "roc-auc")


@pytest.fixture(scope="module")
def table() -> PreparedDataSet:
    return generated(1_300)


@pytest.mark.slow("draws the splits of many runs")
@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(5, 400), st.floats(0, 0.2))
def test_a_run_compares_the_same_splits_whatever_fails_and_whenever_its_budget_ends(
    table: PreparedDataSet, seed: int, budget_seconds: int, share_of_failures: float
) -> None:
    draws = random.Random(seed)
    ticks = count()

    def outcome(trial: Trial) -> Outcome:
        reason = draws.choice(["time", "error", "memory"])
        fails = draws.random() < share_of_failures and trial.candidate.algorithm not in NAMES[:2]
        return WorkFailure("fit", reason, "so it was") if fails else measured(trial)  # type: ignore[arg-type]

    found = run_probe(
        table, [named("good"), named("fair")], further=[named("poor"), named("alike")], budget_seconds=budget_seconds,
        pool_for=ShuffledPool(outcome, order=draws).on, clock=lambda: float(next(ticks)),
    )  # fmt: skip
    together = [row for row in rows_of(found) if row.is_compared]
    assert {"constant-baseline", "linear-baseline"} <= {row.algorithm for row in together}
    assert len({(row.rows, places_of(row)) for row in together}) == 1
    for row in together:
        told = [one for one in found.measurements if one.measure == "score-difference"]
        differences = [one for one in told if one.algorithm == row.algorithm]
        assert row.difference is None or differences[0].n == row.n_splits


def test_who_was_left_out_on_fewer_rows_is_listed_apart_with_the_reason() -> None:
    found = evidence(
        *(score(name, 0.8) for name in NAMES[:3]), score("poor", 0.99, note="left out of further rounds, behind good"),
        *(score(name, 0.9, 1_040, 10) for name in NAMES[:3]),
    )  # fmt: skip
    rows = rows_of(found)
    assert [row.algorithm for row in rows if not row.is_compared] == ["poor"]
    assert "of good" in headline(rows, "roc-auc")
    assert "each trained on 1,040 rows and scored on the same 10 held-out parts" in headline(rows, "roc-auc")
    said = str(evidence_report(found))
    assert "measured on 400 rows and 3 parts, the others on 1,040 and 10; left out of further rounds" in said


def test_the_reason_that_a_candidate_is_apart_brings_no_full_stop_of_its_own() -> None:
    late = failed("poor").model_copy(update={"message": "It took longer than 7 seconds."})
    told = [score(name, 0.9) for name in NAMES[:4]] + [score("poor", 0.9, rows=100)]
    rows = rows_of(evidence(*told, failures=[late]))
    (apart,) = [row for row in rows if not row.is_compared]
    assert why_apart(apart, rows).endswith("It took longer than 7 seconds")


def test_a_round_that_somebody_is_missing_from_without_a_reason_is_not_the_one_that_is_compared() -> None:
    first = [score(name, 0.8) for name in NAMES[:4]]
    last = [score(name, 0.9, 1_040, 10) for name in NAMES[:3]]
    assert compared_level(evidence(*first, *last)) == (400, 3)
    assert compared_level(evidence(*first, *last, failures=[failed("fair")])) == (1_040, 10)


@pytest.mark.slow("runs whole probes")
def test_a_budget_that_ends_between_two_candidates_compares_the_splits_that_both_have(table: PreparedDataSet) -> None:
    ticks = count()
    for budget_seconds in (60, 61, 62, 63):  # one of them ends before the last candidate of a split
        found = run_probe(
            table, [named("good"), named("fair")], budget_seconds=budget_seconds, pool_for=StagedPool().on,
            clock=lambda: float(next(ticks)),
        )  # fmt: skip
        assert set(compared(found)) == {*NAMES[:4]}
        assert len({row.n_splits for row in rows_of(found) if row.is_compared}) == 1


@pytest.mark.slow("runs whole probes")
def test_one_split_of_all_rows_does_not_stand_for_those_of_a_sample(table: PreparedDataSet) -> None:
    ends = set()
    for budget_seconds in range(30, 80, 2):
        ticks = count()
        found = run_probe(
            table, [named("good"), named("fair")], budget_seconds=budget_seconds, pool_for=StagedPool().on,
            clock=lambda ticks=ticks: float(next(ticks)),
        )  # fmt: skip
        together = [row for row in rows_of(found) if row.is_compared]
        ends.add((together[0].rows, together[0].n_splits))
        is_sample = together[0].rows == 400
        assert ("of a sample of 600 rows" in found.splits) is is_sample
        assert found.splits.startswith("once 3 folds" if is_sample else "2 times 5 folds")
    assert (400, 3) in ends
    assert min(n for rows, n in ends if rows > 400) > 1


def test_equal_scores_are_told_as_such_and_a_rounded_nothing_has_no_sign() -> None:
    told = [score("poor", 0.5), score("fair", 0.96), score("good", 0.96 + 1e-16), score("linear-baseline", 0.96)]
    assert "is 0.960, of fair and good alike, of which linear" in headline(rows_of(evidence(*told)), "roc-auc")
    less = score("good", -1e-9).model_copy(update={"measure": "score-difference"})
    near = rows_of(evidence(score("good", 0.9), score("linear-baseline", 0.9 - 1e-6), less))
    assert "of good, +0.000 beyond the linear baseline (" in headline(near, "roc-auc")


def test_a_single_part_is_said_to_show_nothing_beyond_chance() -> None:
    alone = headline(rows_of(evidence(score("good", 0.9, n=1), score("poor", 0.5, n=1))), "roc-auc")
    assert "scored on a single held-out part, which shows nothing beyond chance" in alone


def test_parts_that_follow_each_other_in_time_are_not_said_to_be_learnt_from_equally_many_rows() -> None:
    said = headline(rows_of(evidence(score("good", 0.9))), "roc-auc", is_forward=True)
    assert "on the same 3 held-out parts, and trained for each on the rows before it, 400 in the middle" in said


@pytest.mark.slow("runs whole probes")
def test_who_fails_on_one_split_does_not_cut_those_of_the_others(table: PreparedDataSet) -> None:
    failing = fails_with("memory")
    pool = StagedPool(lambda t: failing(t) if (t.group, t.place) == ("all rows", 2) else measured(t))
    found = run_probe(table, [named("good"), named("fair")], budget_seconds=600, pool_for=pool.on)
    rows = {row.algorithm: row for row in rows_of(found)}
    assert (rows["good"].is_compared, rows["good"].n_splits) == (False, 2)
    assert (rows["fair"].is_compared, rows["fair"].n_splits) == (True, 10)


@pytest.mark.slow("runs whole probes")
def test_what_a_baseline_is_by_another_name_is_measured_once_and_has_its_figures(table: PreparedDataSet) -> None:
    twin = named("logistic-regression", "sklearn.linear_model.LogisticRegression")
    pool = StagedPool()
    found = run_probe(table, [named("fair"), twin], budget_seconds=600, pool_for=pool.on)
    assert "logistic-regression" not in {name for name, _, _ in pool.asked}
    scores = {one.algorithm: one.values for one in found.measurements if one.measure == "score"}
    assert scores["logistic-regression"] == scores["linear-baseline"]
    rows = {row.algorithm: row for row in rows_of(found)}
    assert rows["logistic-regression"].is_linear_baseline
    assert "linear-baseline" not in rows


def noisy(trial: Trial) -> Outcome:
    """Return scores of which nobody can tell who is better."""
    found = measured(trial)
    assert not isinstance(found, WorkFailure)
    shift = 0.0 if trial.candidate.algorithm == "constant-baseline" else 0.2 * ((trial.place * 7) % 3 - 1)
    is_odd = trial.candidate.algorithm == "good"
    figures = [f if f.measure != "score" else type(f)("score", (0.7 + shift * is_odd,), f.rows) for f in found.value]
    return type(found)(tuple(figures))


@pytest.mark.slow("runs whole probes")
def test_more_splits_are_taken_while_time_is_left_and_somebody_is_not_told_apart(table: PreparedDataSet) -> None:
    notes: list[str] = []
    found = run_probe(
        table, [named("good")], budget_seconds=600, pool_for=StagedPool(noisy).on,
        on_progress=lambda step: notes.append(step.note),
    )  # fmt: skip
    assert {row.n_splits for row in rows_of(found)} == {30}
    assert found.splits.startswith("6 times 5 folds")
    assert "more splits" in notes[-1]
    assert found.complete


@pytest.mark.slow("runs whole probes")
def test_no_more_splits_are_taken_once_everybody_is_told_apart(table: PreparedDataSet) -> None:
    notes: list[str] = []
    found = run_probe(
        table, [named("good")], budget_seconds=600, pool_for=StagedPool().on,
        on_progress=lambda step: notes.append(step.note),
    )  # fmt: skip
    assert {row.n_splits for row in rows_of(found)} == {10}
    assert notes[-1] == "each candidate is told apart from the best, or works alike"


@pytest.mark.slow("runs whole probes")
def test_time_that_is_left_goes_to_further_candidates_on_the_same_splits(table: PreparedDataSet) -> None:
    pool = StagedPool()
    found = run_probe(table, [named("good")], further=[named("alike")], budget_seconds=600, pool_for=pool.on)
    assert {"good", "alike"} <= set(compared(found))
    asked = [name for name, group, _ in pool.asked if group == "all rows"]
    assert asked.index("alike") > max(place for place, name in enumerate(asked) if name == "good")


@pytest.mark.slow("runs whole probes")
def test_a_further_candidate_that_the_budget_ends_is_no_part_of_the_run(table: PreparedDataSet) -> None:
    now = [0.0]

    def outcome(trial: Trial) -> Outcome:
        if (trial.candidate.algorithm, trial.group, trial.place) == ("alike", "all rows", 4):
            now[0] = 1_000.0
        return measured(trial)

    found = run_probe(
        table, [named("good")], further=[named("alike")], budget_seconds=600, pool_for=StagedPool(outcome).on,
        clock=lambda: now[0],
    )  # fmt: skip
    assert "alike" not in {one.algorithm for one in found.measurements}
    assert found.complete


@pytest.mark.slow("runs whole probes")
def test_a_further_candidate_that_is_clearly_worse_on_a_sample_takes_no_other_rows(table: PreparedDataSet) -> None:
    pool = StagedPool()
    found = run_probe(table, [named("good")], further=[named("poor")], budget_seconds=600, pool_for=pool.on)
    assert {group for name, group, _ in pool.asked if name == "poor"} == {"600 rows"}
    (row,) = [row for row in rows_of(found) if row.algorithm == "poor"]
    assert (row.is_compared, row.note) == (False, "left out of further rounds, behind good")


@pytest.mark.slow("runs whole probes")
def test_a_budget_that_ends_early_compares_the_newest_blocks_of_time_and_says_so() -> None:
    series, ticks = generated(1_300, order=np.arange(1_300)), count()
    found = run_probe(
        series, [named("good")], budget_seconds=45, pool_for=StagedPool(noisy).on, clock=lambda: float(next(ticks))
    )
    (row,) = [row for row in rows_of(found) if row.algorithm == "good"]
    assert not found.complete
    assert found.splits == f"forward in time over 10 blocks, the newest {row.n_splits} of them compared"
    splits = splits_of(series)
    newest = sorted(splits.places[: row.n_splits])
    assert row.rows == int(np.median([len(splits.folds[place].train) for place in newest]))


@pytest.mark.slow("runs whole probes")
def test_each_candidate_is_told_beside_the_constant_and_the_best_of_its_splits(table: PreparedDataSet) -> None:
    found = run_probe(table, [named("good"), named("fair")], budget_seconds=600, pool_for=StagedPool().on)
    told = {(one.algorithm, one.measure): one for one in found.measurements}
    scores = {row.algorithm: np.array(row.scores) for row in rows_of(found)}
    for name in NAMES[1:4]:
        gain = told[name, "difference-to-constant"]
        assert gain.values == pytest.approx(tuple(scores[name] - scores["constant-baseline"]))
        assert gain.low <= gain.value <= gain.high
    assert "to good;" in told["fair", "difference-to-best"].note
    assert told["fair", "difference-to-best"].value == pytest.approx(float(np.mean(scores["fair"] - scores["good"])))
    assert not {("good", "difference-to-best"), ("constant-baseline", "difference-to-best")} & set(told)


@pytest.mark.slow("runs whole probes")
def test_a_fold_without_a_lower_end_counts_as_minus_one_in_what_is_told_beside_the_constant() -> None:
    series = generated(1_300, n_classes=0, order=np.arange(1_300))

    def trend(trial: Trial) -> Outcome:
        found = measured(trial)
        assert not isinstance(found, WorkFailure)
        fallen = {"constant-baseline": -20.0 - trial.place, "good": 0.5, "fair": -0.5}.get(trial.candidate.algorithm, 0)
        figures = [f if f.measure != "score" else type(f)("score", (fallen,), f.rows) for f in found.value]
        return type(found)(tuple(figures))

    found = run_probe(series, [named("good"), named("fair")], budget_seconds=600, pool_for=StagedPool(trend).on)
    gains = {one.algorithm: one.value for one in found.measurements if one.measure == "difference-to-constant"}
    assert (gains["good"], gains["fair"]) == pytest.approx((1.5, 0.5))
    beyond = {one.algorithm: one.value for one in found.measurements if one.measure == "score-difference"}
    assert beyond["constant-baseline"] == pytest.approx(-1.0)
    assert "a part whose r2 is below -1 counts as -1" in headline(rows_of(found), "r2")
    assert "counts as -1" not in headline([row for row in rows_of(found) if row.algorithm != "constant-baseline"], "r2")


@pytest.mark.slow("runs whole probes")
def test_an_interval_is_that_of_the_folds_that_were_compared() -> None:
    series, ticks = generated(1_300, order=np.arange(1_300)), count()
    found = run_probe(
        series, [named("good")], budget_seconds=45, pool_for=StagedPool(noisy).on, clock=lambda: float(next(ticks))
    )
    (told,) = [one for one in found.measurements if (one.algorithm, one.measure) == ("good", "score-difference")]
    splits = splits_of(series)
    ratio = float(np.mean([splits.ratios[place] for place in splits.places[: told.n]]))
    wanted = compare_scores(told.values, [0.0] * told.n, ratio)
    assert (told.low, told.high) == pytest.approx((wanted.low, wanted.high))
    assert ratio < 0.5 * splits.test_to_train
