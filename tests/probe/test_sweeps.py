"""Sweeps cover sizes evenly on tables that are what they say, and go on where they were ended."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from shipped_content import shipped_facts
from whichml.model.documents.errors import ProbeError
from whichml.probe.workers.trial_process import TrialProcess
from whichml_workshop.costs.estimators import SweptImplementation, build_estimator, prepared, swept_implementations
from whichml_workshop.costs.measuring import Outcome, costs_within, measure_costs
from whichml_workshop.costs.points import SweepPoint, append_points, read_points, write_points
from whichml_workshop.costs.sweep import Sweep, tables_for
from whichml_workshop.costs.sweeps import SweepTable, TableShape, is_beyond, make_table, plan
from whichml_workshop.costs.tables import NamedTable

pytestmark = pytest.mark.slow("fits estimators in processes")

POINT = SweepPoint("ridge", "sklearn.linear_model.Ridge", "1.6", "regression", "generated", 200, 5, 0, "fit-seconds", 2)
SMALL = TableShape(rows=300, features=6, classes=3)


def test_a_table_is_the_same_each_time_and_another_under_another_seed() -> None:
    one, same, other = make_table(SMALL), make_table(SMALL), make_table(SMALL, seed=1)
    assert np.array_equal(one.features, same.features)
    assert np.array_equal(one.target, same.target)
    assert not np.array_equal(one.features, other.features)


def test_a_table_has_the_shape_that_was_asked_for_and_standard_columns() -> None:
    table = make_table(replace(SMALL, rounded_share=0.0))
    assert table.features.shape == (300, 6)
    assert np.allclose(table.features.mean(axis=0), 0)
    assert np.allclose(table.features.std(axis=0), 1)
    assert sorted(set(table.target.tolist())) == [0, 1, 2]


def test_imbalance_makes_the_last_class_the_rarest_and_leaves_it_some_rows() -> None:
    counts = np.bincount(make_table(replace(SMALL, rows=3000, imbalance=3.0)).target)
    assert counts[0] > counts[2] >= 5
    assert np.bincount(make_table(TableShape(12, 5, 10)).target, minlength=10).min() >= 1


def test_noise_hides_the_signal_from_a_linear_model() -> None:
    def explained_share(noise: float) -> float:
        table = make_table(TableShape(2000, 6, 0, noise=noise))
        told = table.features @ np.linalg.lstsq(table.features, table.target, rcond=None)[0]
        return 1 - float(np.var(table.target - told) / np.var(table.target))

    assert explained_share(0.1) > 2 * explained_share(2.0)


def test_drift_turns_the_signal_between_the_first_rows_and_the_last() -> None:
    def likeness(drift: float) -> float:
        table = make_table(TableShape(4000, 6, 0, noise=0.1, drift=drift))
        halves = [slice(0, 1000), slice(3000, 4000)]
        first, last = (np.linalg.lstsq(table.features[h], table.target[h], rcond=None)[0] for h in halves)
        return float(first @ last / np.linalg.norm(first) / np.linalg.norm(last))

    assert likeness(0.0) > 0.9 > likeness(1.5)


@pytest.mark.parametrize("task", ["classification", "regression"])
def test_a_plan_spreads_over_the_ranges_small_before_large(task: str) -> None:
    shapes = plan(task, 16)  # type: ignore[arg-type]
    assert len({(shape.rows, shape.features) for shape in shapes}) == 16
    assert [s.rows * s.features for s in shapes] == sorted(s.rows * s.features for s in shapes)
    for values, lowest, highest in (
        ([shape.rows for shape in shapes], 200, 50_000),
        ([shape.features for shape in shapes], 5, 200),
    ):
        places = (np.log(values) - np.log(lowest)) / np.log(highest / lowest)
        assert np.histogram(places, bins=4, range=(0, 1))[0].min() >= 2
    assert {shape.classes for shape in shapes} == {0} or len({shape.classes for shape in shapes}) > 5


def test_a_longer_plan_holds_the_shorter_one() -> None:
    assert set(plan("classification", 8)) <= set(plan("classification", 16))


def test_points_come_back_from_their_file(tmp_path: Path) -> None:
    path = tmp_path / "sweeps.csv"
    append_points(path, [POINT])
    append_points(path, [replace(POINT, rows=100, ratio=0.5)])
    assert [point.rows for point in read_points(path)] == [200, 100]
    write_points(path, read_points(path))
    assert read_points(path) == (replace(POINT, rows=100, ratio=0.5), POINT)


def test_a_line_that_is_no_point_is_named(tmp_path: Path) -> None:
    path = tmp_path / "sweeps.csv"
    append_points(path, [POINT])
    path.write_text(path.read_text() + "ridge,Ridge,1.6,regression,generated,many,5,0,fit-seconds,1\n")
    with pytest.raises(ProbeError, match=r"sweeps\.csv:3 is no point"):
        read_points(path)


def test_a_table_that_is_larger_in_one_way_and_smaller_in_another_is_not_beyond() -> None:
    assert is_beyond(TableShape(10, 5, 2), TableShape(10, 4, 2))
    assert not is_beyond(TableShape(11, 5, 2), TableShape(10, 6, 2))


def instant(_path: str, _task: str, table: SweepTable, _seconds: float) -> tuple[Outcome, str]:
    """Stand for a process: every fit takes as many reference works as the table has rows, and 1,000 rows too long."""
    n_rows = len(table.target)
    return ({"fit-seconds": float(n_rows)}, "") if n_rows < 1000 else ("out-of-time", "It used up its time.")


def swept_rows(path: Path, *n_rows: int) -> list[tuple[int, str]]:
    """Return rows and measures of the points after a sweep over tables of that many rows."""
    tables = [NamedTable("generated", None, TableShape(n, 5, 0)) for n in n_rows]
    swept = SweptImplementation(POINT.algorithm, POINT.implementation, "1.6", "regression")
    Sweep(path, limit_seconds=20, budget_seconds=60).measure(swept, tables, instant)
    return [(point.rows, point.measure) for point in read_points(path)]


def test_a_sweep_measures_what_the_file_lacks_and_nothing_twice(tmp_path: Path) -> None:
    path = tmp_path / "sweeps.csv"
    append_points(path, [POINT])
    assert swept_rows(path, 200, 300) == [(200, "fit-seconds"), (300, "fit-seconds")]
    assert read_points(path)[0] == POINT


def test_a_table_beyond_one_that_took_too_long_is_not_tried(tmp_path: Path) -> None:
    path = tmp_path / "sweeps.csv"
    told = [(300, "fit-seconds"), (1000, "out-of-time")]
    assert swept_rows(path, 300, 1000, 1001) == told
    assert swept_rows(path, 1000, 1001) == told


def test_what_takes_too_long_or_refuses_a_table_is_a_word_and_the_process_goes_on() -> None:
    table, hundreds = make_table(SMALL), make_table(TableShape(900, 6, 3))
    with TrialProcess(None) as process:
        measuring = partial(costs_within, process)
        slow = "sklearn.ensemble.GradientBoostingClassifier"
        assert measuring(slow, "classification", hundreds, 0.01)[0] == "out-of-time"
        refused, said = measuring("sklearn.no.Such", "classification", table, 30)
        assert (refused, "No module named" in said) == ("refused", True)
        costs, _ = measuring("sklearn.naive_bayes.GaussianNB", "classification", table, 30)
        assert {"fit-seconds", "model-bytes"} < {*costs}


def test_learners_that_tell_two_classes_get_tables_of_two() -> None:
    path = "river.linear_model.LogisticRegression(optim.FTRLProximal)"
    swept = SweptImplementation("ftrl-proximal", path, "0.22", "classification")
    real = [NamedTable("three", None, TableShape(9, 2, 3)), NamedTable("two", None, TableShape(9, 2, 2))]
    tables = tables_for(swept, real, 8)
    assert len(tables) == 9
    assert {named.shape.classes for named in tables} == {2}


@pytest.mark.parametrize(
    ("path", "task"),
    [
        ("sklearn.naive_bayes.CategoricalNB", "classification"),
        ("sklearn.linear_model.GammaRegressor", "regression"),
        ("sklearn.kernel_approximation.Nystroem", "regression"),
        ("river.tree.HoeffdingTreeClassifier", "classification"),
    ],
)
def test_estimators_with_wants_of_their_own_are_measured(path: str, task: str) -> None:
    table = prepared(path, make_table(TableShape(200, 5, 2 if task == "classification" else 0)))
    costs = measure_costs(lambda: build_estimator(path, task), table)  # type: ignore[arg-type]
    assert all(cost > 0 for cost in costs.values())
    assert len(costs) >= 4


def test_a_larger_forest_is_a_larger_model() -> None:
    path = "sklearn.tree.DecisionTreeRegressor"
    small, large = (
        measure_costs(lambda: build_estimator(path, "regression"), make_table(TableShape(n, 5, 0))) for n in (200, 2000)
    )
    assert large["model-bytes"] > 3 * small["model-bytes"]


def test_most_algorithms_that_learn_from_tables_have_an_implementation_to_sweep() -> None:
    facts = [read.value for read in shipped_facts().algorithms.values()]
    swept = swept_implementations(facts)
    assert len({one.algorithm for one in swept}) > 40
    assert len(set(swept)) == len(swept)
