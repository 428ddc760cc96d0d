"""Each measure tells apart what it is there to tell apart."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.linear_model import HuberRegressor, LinearRegression, LogisticRegression, SGDClassifier
from sklearn.neighbors import KNeighborsRegressor
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor
from small_tables import generated

from whichml.knowledge.base import Knowledge
from whichml.model.statements.measures import MEASURES, PROCEDURES, Measure
from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.estimators.columns import ScaledTarget
from whichml.probe.estimators.implementations import baselines
from whichml.probe.measures.disturbances import measure_contamination, measure_disturbances
from whichml.probe.measures.fitting import measure_fold, measure_reference
from whichml.probe.measures.fold_context import EstimatorTable, estimator_table
from whichml.probe.measures.likeness import measure_resamples, measure_seeds
from whichml.probe.measures.measure_samples import MeasureSamples, measurements_of
from whichml.probe.measures.reach import measure_extrapolation, measure_learning_curve, rows_to_share
from whichml.probe.measures.resource_usage import ResourceUsage, energy_figure, metered, package_counters
from whichml.probe.measures.serving import measure_serving, size_of
from whichml.probe.measures.splits import Fold
from whichml.probe.measures.updating import measure_updates

pytestmark = pytest.mark.slow("fits estimators")

FOLD = Fold(np.arange(300), np.arange(300, 400))
Work = Callable[[EstimatorTable, CandidateEstimator, Fold, int], tuple[MeasureSamples, ...]]


def build(seed: int, make: Callable[..., Any], settings: Mapping[str, Any]) -> Any:
    seeded = {"random_state": seed} if "random_state" in make().get_params() else {}
    return make_pipeline(make(**{**seeded, **settings}))


def candidate(make: Callable[..., Any], **settings: Any) -> CandidateEstimator:
    return CandidateEstimator("one", f"sklearn.{make.__name__}", partial(build, make=make, settings=settings), {})


@cache
def table(n_classes: int) -> EstimatorTable:
    return estimator_table(generated(400, n_classes))


def told(work: Work, make: Callable[..., Any], n_classes: int = 2, **settings: Any) -> dict[str, float]:
    figures = work(table(n_classes), candidate(make, **settings), FOLD, 0)
    return {figure.measure: float(np.mean(figure.values)) for figure in figures}


def test_every_measure_of_evidence_is_in_the_catalogue_with_a_procedure(knowledge: Knowledge) -> None:
    assert {*MEASURES} == {*get_args(Measure)}
    assert {form.procedure for form in MEASURES.values()} <= {*PROCEDURES}
    assert {form.quality for form in MEASURES.values() if form.quality} <= {*knowledge.qualities}


def test_an_estimate_of_energy_never_looks_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "glob", lambda _path, _pattern: iter(()))
    figures = measure_fold(table(2), candidate(LogisticRegression), FOLD, 0)
    measurements = measurements_of(candidate(LogisticRegression), figures, "roc-auc")
    (joules,) = [one for one in measurements if one.measure == "training-joules"]
    assert joules.estimated
    assert "15 W" in joules.note
    assert not any(one.estimated for one in measurements if one.measure != "training-joules")


class Zones:
    """A made-up folder of the system's counters: two packages, the cores inside one, and the platform around them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for zone, name in (("0", "package-0"), ("0:0", "core"), ("1", "package-1"), ("2", "psys")):
            folder = path / f"intel-rapl:{zone}"
            folder.mkdir(parents=True)
            (folder / "name").write_text(f"{name}\n")
            (folder / "max_energy_range_uj").write_text("1000000\n")
            self.count(zone, 0)

    def count(self, zone: str, microjoules: int) -> None:
        (self.path / f"intel-rapl:{zone}" / "energy_uj").write_text(f"{microjoules}\n")


def test_energy_that_the_machine_counts_is_that_of_its_packages_alone(tmp_path: Path) -> None:
    zones = Zones(tmp_path)
    zones.count("1", 900_000)
    with metered(tmp_path) as spent:
        zones.count("0", 300_000)
        zones.count("1", 100_000)  # past its range, and on from 0
        zones.count("0:0", 250_000)
        zones.count("2", 700_000)
    assert spent.joules == pytest.approx(0.3 + 0.2)


@pytest.mark.parametrize("lost", ["energy_uj", "name"])
def test_counters_that_cannot_be_read_count_nothing(tmp_path: Path, lost: str) -> None:
    Zones(tmp_path)
    (tmp_path / "intel-rapl:1" / lost).unlink()
    assert package_counters(tmp_path) == {}
    with metered(tmp_path) as spent:
        pass
    assert spent.joules is None


def test_counted_energy_is_told_as_measured_for_the_whole_package() -> None:
    counted, guessed = (
        measurements_of(candidate(LogisticRegression), [energy_figure("inference-joules", spent, 10, 100)], "r2")[0]
        for spent in (ResourceUsage(2.0, 50.0), ResourceUsage(2.0, None))
    )
    assert (counted.value, counted.procedure, counted.estimated) == (0.5, "package-energy", False)
    assert "whole processor package" in counted.note
    assert (guessed.value, guessed.procedure, guessed.estimated) == (0.3, "estimated-energy", True)


def test_joules_of_two_procedures_are_never_mixed() -> None:
    figures = [
        energy_figure("training-joules", spent, 10) for spent in (ResourceUsage(1.0, 9.0), ResourceUsage(1.0, None))
    ]
    (found,) = measurements_of(candidate(LogisticRegression), figures, "r2")
    assert (found.value, found.n, found.estimated) == (9.0, 1, False)


class Waiting(DummyClassifier):  # type: ignore[misc]
    """Waits, as an estimator does while other programs have the processor."""

    def fit(self, features: Any, target: Any) -> Any:
        time.sleep(0.3)
        return super().fit(features, target)

    def predict(self, features: Any) -> Any:
        time.sleep(0.01)
        return super().predict(features)


def test_time_that_is_waited_does_not_count() -> None:
    assert told(measure_fold, Waiting)["fit-seconds"] < 0.15
    served = told(measure_serving, Waiting)
    assert served["row-latency"] < 0.005
    assert served["batch-latency"] < 0.005


def test_ratios_are_to_the_reference_estimator() -> None:
    figures = (MeasureSamples("fit-seconds", (2.0, 4.0), 10), MeasureSamples("fit-seconds", (6.0,), 10))
    (found,) = measurements_of(candidate(LogisticRegression), figures, "r2", {"fit-seconds": 0.5})
    assert (found.value, found.ratio, found.n, found.values) == (4.0, 8.0, 3, (2.0, 4.0, 6.0))


def test_the_reference_is_measured_for_classes_and_for_numbers() -> None:
    for task in ("binary-classification", "regression"):
        assert min(measure_reference(None, task).values()) > 0


def test_a_deep_tree_is_larger_than_a_stump() -> None:
    deep, stump = (told(measure_serving, DecisionTreeClassifier, **kind) for kind in ({}, {"max_depth": 1}))
    assert deep["model-bytes"] > stump["model-bytes"] > 100
    assert deep["throughput"] > 0 < deep["row-latency"]


def test_the_size_of_a_model_is_that_of_its_pickle() -> None:
    import pickle

    model = LogisticRegression().fit([[0.0], [1.0]], [0, 1])
    assert size_of(model) == len(pickle.dumps(model, protocol=5))


class Hungry(DummyRegressor):  # type: ignore[misc]
    """Takes 64 MB while it is fitted, and keeps nothing of it."""

    def fit(self, features: Any, target: Any) -> Any:
        np.ones(8_000_000).sum()
        return super().fit(features, target)


def test_memory_that_a_fit_takes_and_gives_back_is_seen() -> None:
    modest, hungry = (told(measure_serving, make, 0) for make in (DummyRegressor, Hungry))
    assert hungry["peak-training-bytes"] - modest["peak-training-bytes"] > 40e6


def test_memorised_rows_lose_more_under_noise_and_wrong_labels_than_a_line() -> None:
    tree, line = (
        told(measure_disturbances, make) | told(measure_contamination, make)
        for make in (DecisionTreeClassifier, LogisticRegressionWithoutGaps)
    )
    assert tree["score-loss-under-label-noise"] > line["score-loss-under-label-noise"]
    assert line["score-loss-under-noise"] > 0
    assert line["score-loss-under-missing"] > 0


class LogisticRegressionWithoutGaps(LogisticRegression):  # type: ignore[misc]
    """Takes 0 for what is missing."""

    def fit(self, features: Any, target: Any) -> Any:
        return super().fit(np.nan_to_num(features), target)

    def decision_function(self, features: Any) -> Any:
        return super().decision_function(np.nan_to_num(features))


def test_outlying_rows_hurt_least_squares_more_than_a_robust_fit() -> None:
    losses = [
        told(measure_contamination, make, 0)["score-loss-under-outliers"] for make in (LinearRegression, HuberRegressor)
    ]
    assert losses[0] > losses[1]


def test_outlying_targets_are_not_hidden_behind_outlying_features() -> None:
    nearest = told(measure_contamination, KNeighborsRegressor, 0, n_neighbors=3)
    assert nearest["score-loss-under-outliers"] > 0.3


def test_a_seed_that_is_used_spreads_scores_and_one_that_is_not_does_not() -> None:
    spread = told(measure_seeds, DecisionTreeClassifier, max_features=1)
    none = told(measure_seeds, LogisticRegression)
    assert spread["score-spread-over-seeds"] > 0 == none["score-spread-over-seeds"]
    assert spread["same-bits"] == none["same-bits"] == 1


class Fickle(LogisticRegression):  # type: ignore[misc]
    """Looks at a clock, as some libraries do with more than one thread."""

    def predict_proba(self, features: Any) -> Any:
        return np.full((len(features), 2), 0.5) + np.random.default_rng().normal(size=(len(features), 2)) / 1e9


def test_a_last_bit_that_differs_is_no_reproduction() -> None:
    assert told(measure_seeds, Fickle)["same-bits"] == 0


def test_a_tree_disagrees_with_its_resamples_more_than_a_line() -> None:
    tree, line = (
        told(measure_resamples, make)["prediction-disagreement"]
        for make in (DecisionTreeClassifier, LogisticRegression)
    )
    assert tree > line > 0


def test_resamples_hold_two_classes_however_rare_the_second_is() -> None:
    few = table(2)
    rare = np.flatnonzero(few.target[:300] == 1)[:1]
    fold = Fold(np.concatenate([np.flatnonzero(few.target[:300] == 0)[:4], rare]), FOLD.test)
    for seed in range(5):  # one in three samples of these five rows lacks the second class
        assert measure_resamples(few, candidate(LogisticRegression), fold, seed)
    alone = Fold(np.flatnonzero(few.target == 0)[:5], FOLD.test)
    with pytest.raises(ValueError, match="held a single class"):
        measure_resamples(few, candidate(LogisticRegression), alone, 0)


def test_only_what_can_be_updated_is_updated() -> None:
    found = told(measure_updates, SGDClassifier, loss="log_loss")
    assert {*found} == {"update-seconds", "score-loss-of-updates", "forgetting"}
    assert told(measure_updates, LogisticRegression) == {}


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_a_network_that_stops_by_held_out_rows_is_updated_without_them() -> None:
    assert "forgetting" in told(measure_updates, MLPClassifier, early_stopping=True, max_iter=20)
    behind_a_scale = CandidateEstimator("one", "sklearn.MLPRegressor", scaled_network, {})
    assert measure_updates(table(0), behind_a_scale, FOLD, 0)


def scaled_network(seed: int) -> Any:
    return make_pipeline(ScaledTarget(MLPRegressor(random_state=seed, early_stopping=True, max_iter=20)))


def test_rows_are_read_off_between_two_points_of_the_curve() -> None:
    assert rows_to_share([100, 200, 400], [0.5, 0.9, 1.0], 0.0) == pytest.approx(200)
    assert rows_to_share([100, 200], [0.95, 1.0], 0.0) == 100
    assert rows_to_share([100, 200], [0.1, 0.2], 0.5) is None


def test_a_learning_curve_needs_no_more_rows_than_there_are() -> None:
    found = told(measure_learning_curve, LogisticRegression)
    assert 30 < found["rows-to-nine-tenths"] <= 300
    assert told(measure_learning_curve, DummyRegressor, 0) == {}


def test_a_line_goes_on_where_a_tree_stops() -> None:
    line, tree = (
        told(measure_extrapolation, make, 0)["extrapolation-error"]
        for make in (LinearRegression, DecisionTreeRegressor)
    )
    assert line < 0.4 < tree
    assert told(measure_extrapolation, LogisticRegression) == {}


def test_a_constant_finds_none_of_the_rare_class() -> None:
    found = told(measure_fold, DummyClassifier)
    assert found["minority-recall"] in (0.0, 1.0)
    assert found["score"] == 0.5


@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_baselines_can_be_measured_in_full() -> None:
    prepared = generated(400)
    for baseline in baselines(prepared.task, prepared.kinds):
        figures = measure_disturbances(table(2), baseline, FOLD, 0)
        assert all(np.isfinite(figure.values).all() for figure in figures)
