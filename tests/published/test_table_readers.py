"""Raw tables of classifications become studies: which row is a score, what is learnt from, and what is left unsaid."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from whichml_workshop.published.readers.boosting_times import read_benchm_ml, read_gbm_perf
from whichml_workshop.published.readers.tables import (
    read_amlb,
    read_bbtcomp,
    read_olson2018,
    read_tabarena,
    read_tabzilla,
)
from whichml_workshop.published.study import Outcome, Regime, Study

ARENA_SETS = "dataset_name,problem_type,num_instances,num_features,num_classes,percentage_cat_features"
ARENA = "dataset,method,method_subtype,imputed,metric_error,time_train_s,time_infer_s"
ZILLA_SETS = "dataset_name,num_training_inst,num_classes,num_feats,num_numerical_feats,num_categorical_feats"
ZILLA = (
    "alg_name,dataset_name,Accuracy__test_mean,time__train_median,"
    "normalized_Log Loss__test_mean,Log Loss__test_mean_min,Log Loss__test_mean_max"
)
PMLB = "dataset\tn_instances\tn_features\tn_classes\ttask"
OLDER_PMLB = "Dataset\t#instances\t#features\t#classes"
AMLB = "task,id,framework,fold,type,score,logloss,duration"


def write_table(path: Path, *lines: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode()))


def outcome_of(study: Study, method: str, data: str | None = None) -> Outcome:
    (found,) = [each for each in study.outcomes if each.method == method and data in (None, each.data)]
    return found


def methods_of(study: Study) -> set[str]:
    return {outcome.method for outcome in study.outcomes}


def tabarena(raw: Path, *results: str) -> Study:
    write_table(raw / "tabarena/dataset_metadata.csv.gz", ARENA_SETS, "wine,regression,3000,12,,25")
    write_table(raw / "tabarena/results_per_split.csv.gz", ARENA, *results)
    return read_tabarena(raw)


def test_tabarena_learns_from_two_thirds_of_the_rows_and_the_target_is_no_feature(tmp_path: Path) -> None:
    study = tabarena(tmp_path, "wine,GBM (default),default,False,0.5,2,1")
    assert study.regimes["wine"] == Regime("regression", "tabular", 2000, 11, None, 0.25)


def test_tabarena_joins_the_settings_of_a_method_and_takes_the_seconds_of_the_default(tmp_path: Path) -> None:
    study = tabarena(
        tmp_path,
        "wine,GBM (default),default,False,0.5,2,1",
        "wine,GBM (tuned),tuned,False,0.25,90,3",
        "wine,GBM (tuned + ensemble),tuned_ensemble,False,0.125,90,9",
    )
    assert study.outcomes == (Outcome("wine", "GBM", -0.5, None, 2, 1, 1000, -0.25),)


def test_tabarena_counts_nothing_that_was_imputed(tmp_path: Path) -> None:
    study = tabarena(tmp_path, "wine,GBM (default),default,False,0.5,2,1", "wine,TABPFN (default),default,True,0.5,2,1")
    assert methods_of(study) == {"GBM"}


def tabzilla(raw: Path, *results: str) -> Study:
    write_table(raw / "tabzilla/datasets.csv.gz", ZILLA_SETS, "openml__a__1,800,2,10,6,4", "openml__b__2,80,3,4,4,0")
    write_table(raw / "tabzilla/results.csv.gz", ZILLA, *results)
    return read_tabzilla(raw)


def test_tabzilla_describes_the_data_sets_that_were_measured(tmp_path: Path) -> None:
    study = tabzilla(tmp_path, "KNN,openml__a__1,0.5,1,0,0,1")
    assert study.regimes == {"openml__a__1": Regime("binary-classification", "tabular", 800, 10, 2, 0.4)}


def test_tabzilla_joins_a_method_with_its_default(tmp_path: Path) -> None:
    study = tabzilla(tmp_path, "KNN_default,openml__b__2,0.5,3,0.5,0.25,1.25", "KNN,openml__b__2,0.75,5,0.25,0.25,1.25")
    assert study.outcomes == (Outcome("openml__b__2", "KNN", 0.5, 0.75, 3, tuned_score=0.75),)
    assert study.regimes["openml__b__2"].task == "multiclass-classification"


def test_tabzilla_scores_a_method_without_settings_by_its_one_row(tmp_path: Path) -> None:
    study = tabzilla(tmp_path, "LinearModel,openml__a__1,0.5,3,1,0.25,1.25")
    assert study.outcomes == (Outcome("openml__a__1", "LinearModel", 0.5, 1.25, 3),)


def test_tabzilla_has_no_default_score_where_the_default_failed(tmp_path: Path) -> None:
    study = tabzilla(
        tmp_path,
        "SVM_default,openml__a__1,0.5,3,0,0,1",
        "SVM,openml__a__1,0.75,5,0,0,1",
        "SVM,openml__b__2,0.625,7,0,0,1",
    )
    failed = outcome_of(study, "SVM", "openml__b__2")
    assert (failed.score, failed.tuned_score, failed.fit_seconds) == (None, 0.625, 7)


def test_tabzilla_keeps_the_shallow_forest_apart_from_the_tuned_one(tmp_path: Path) -> None:
    study = tabzilla(
        tmp_path, "RandomForest_default,openml__a__1,0.5,3,0,0,1", "RandomForest,openml__a__1,0.75,5,0,0,1"
    )
    assert outcome_of(study, "RandomForest") == Outcome("openml__a__1", "RandomForest", None, 0.0, 5, tuned_score=0.75)
    assert "RandomForest_default" in methods_of(study)


@pytest.mark.parametrize("method", ["XGBoost", "CatBoost"])
def test_tabzilla_tells_no_seconds_of_the_trees_that_a_gpu_grew(tmp_path: Path, method: str) -> None:
    study = tabzilla(tmp_path, f"{method}_default,openml__a__1,0.5,3,0,0,1", f"{method},openml__a__1,0.75,5,0,0,1")
    assert outcome_of(study, method).fit_seconds is None


def bbtcomp(raw: Path, *folds: str) -> Study:
    write_table(raw / "bbtcomp/accuracy_by_fold.csv.gz", '"db","rf","qda"', *folds)
    write_table(
        raw / "pmlb/all_summary_stats.tsv.gz", PMLB,
        "solar_flare\t400\t6\t2.0\tclassification", "GAMETES_3_way_1H\t800\t9\t3.0\tclassification",
        "solar_rate\t40\t6\t9.0\tregression",
    )  # fmt: skip
    write_table(
        raw / "olson2018/pmlb_report.csv.gz", OLDER_PMLB, "solar-flare.csv\t404\t6\t2", "credit-g.csv\t1000\t20\t2"
    )
    return read_bbtcomp(raw)


def test_bbtcomp_means_the_folds_that_were_measured(tmp_path: Path) -> None:
    study = bbtcomp(tmp_path, '"solar_flare",0.5,NA', '"solar_flare",0.75,0.25')
    assert (outcome_of(study, "rf").score, outcome_of(study, "qda").score) == (0.625, 0.25)


@pytest.mark.parametrize(
    ("data", "rows", "task"),
    [
        ("solar_flare", 300, "binary-classification"),
        ("credit_g", 750, "binary-classification"),
        ("GAMETES_3...1H", 600, "multiclass-classification"),
    ],
)
def test_bbtcomp_finds_its_data_sets_in_the_newer_or_the_older_summary(
    tmp_path: Path, data: str, rows: float, task: str
) -> None:
    regime = bbtcomp(tmp_path, f'"{data}",0.5,0.5').regimes[data]
    assert (regime.rows, regime.task, regime.categorical_share) == (rows, task, None)


@pytest.mark.parametrize("data", ["solar_rate", "nowhere", "solar...e_"])
def test_bbtcomp_guesses_no_size_of_a_data_set_that_no_summary_has(tmp_path: Path, data: str) -> None:
    with pytest.raises(ValueError, match=f"'{data}'"):
        bbtcomp(tmp_path, f'"{data}",0.5,0.5')


def test_olson_counts_each_pair_once_and_its_wins_are_tuned(tmp_path: Path) -> None:
    write_table(tmp_path / "olson2018/pmlb_report.csv.gz", OLDER_PMLB, "a.csv\t100\t6\t2", "b.csv\t100\t6\t4")
    write_table(
        tmp_path / "olson2018/wins_losses_13x13_165_sets.csv.gz", "a,b,wins_a,losses_a", "SVC,KNN,1,0", "KNN,SVC,0,1"
    )
    study = read_olson2018(tmp_path)
    assert (study.outcomes, study.wins, study.wins_at) == ((), {("KNN", "SVC"): (0, 1)}, "tuned")
    assert study.regimes["b"] == Regime("multiclass-classification", "tabular", 90, 6, 4)


def amlb(raw: Path, *runs: str) -> Study:
    write_table(raw / "tabzilla/datasets.csv.gz", ZILLA_SETS, "openml__Car__7,800,4,6,0,6")
    write_table(raw / "amlb/1h.csv.gz", AMLB, *runs)
    return read_amlb(raw)


def test_amlb_means_the_folds_and_takes_the_tuned_forest_for_the_tuned_score(tmp_path: Path) -> None:
    study = amlb(
        tmp_path,
        "car,openml.org/t/7,randomforest,0,multiclass,-0.5,0.5,3",
        "car,openml.org/t/7,randomforest,1,multiclass,-0.25,0.25,4",
        "car,openml.org/t/7,tunedrandomforest,0,multiclass,-0.125,0.125,90",
        "car,openml.org/t/7,tpot,0,multiclass,,,3600",
    )
    assert outcome_of(study, "randomforest") == Outcome("car", "randomforest", -0.375, 0.375, 3.5, tuned_score=-0.125)
    assert outcome_of(study, "tpot").score is None
    assert methods_of(study) == {"randomforest", "tpot"}


def test_amlb_takes_sizes_from_the_same_task_and_knows_none_of_another(tmp_path: Path) -> None:
    study = amlb(
        tmp_path,
        "car,openml.org/t/7,randomforest,0,multiclass,-0.5,0.5,3",
        "helena,openml.org/t/70,randomforest,0,binary,0.5,,3",
    )
    assert study.regimes == {
        "car": Regime("multiclass-classification", "tabular", 900, 6, 4, 1.0),
        "helena": Regime("binary-classification", "tabular"),
    }


def test_amlb_knows_no_seconds_where_the_clock_showed_none(tmp_path: Path) -> None:
    study = amlb(tmp_path, "car,openml.org/t/7,constantpredictor,0,multiclass,-0.5,0.5,0.0")
    assert outcome_of(study, "constantpredictor").fit_seconds is None


@pytest.fixture
def gbm_perf(tmp_path: Path) -> Callable[..., Study]:
    def read(*runs: str, copied: str = "100:xgboost:16:0-15::262:0.75") -> Study:
        write_table(tmp_path / "gbm-perf/multicore-c5metal/results/res.csv.gz", *runs)
        write_table(tmp_path / "gbm-perf/multicore-cpu-100m/results/res.csv.gz", copied)
        return read_gbm_perf(tmp_path)

    return read


def test_gbm_perf_takes_the_median_run_on_sixteen_cores_of_one_processor(gbm_perf: Callable[..., Study]) -> None:
    study = gbm_perf(
        "1:lightgbm:16:0-15::4:0.75", "1:lightgbm:16:0-15::3:0.75", "1:lightgbm:16:0-15::9:0.75",
        "1:lightgbm:1:0::30:0.5", "1:lightgbm:16:0-7,32-39:HT:70:0.5",
    )  # fmt: skip
    assert outcome_of(study, "lightgbm") == Outcome("airline-1m", "lightgbm", 0.75, fit_seconds=4)
    assert study.regimes["airline-1m"] == Regime("binary-classification", "tabular", 1_000_000, 8, 2, 0.75)


def test_gbm_perf_keeps_seconds_alone_of_copied_rows_and_of_an_area_that_the_study_doubts(
    gbm_perf: Callable[..., Study],
) -> None:
    study = gbm_perf("0.1:catboost:16:0-15::5:0.5")
    assert outcome_of(study, "xgboost") == Outcome("airline-100m", "xgboost", fit_seconds=262)
    assert outcome_of(study, "catboost") == Outcome("airline-100k", "catboost", fit_seconds=5)


@pytest.fixture
def benchm_ml(tmp_path: Path) -> Study:
    folder = tmp_path / "benchm-ml"
    write_table(
        folder / "1-linear/x-run.csv.gz", "Tool,n,Time,RAM,AUC", "VW,1,1,,71.0", "VW,10,15,,71.0", "H2O,0.01,1,1,NA"
    )
    write_table(folder / "2-rf/x-run.csv.gz", "Tool,n,Time,RAM,AUC", "R,1,,,", "Python,1,900,20,73.2")
    write_table(
        folder / "3-boosting/x-run.csv.gz", "Tool,n,Time_A,Time_B,AUC_A,AUC_B,RAM_A,RAM_B", "xgboost,1,400,45,77,74,1,1"
    )
    write_table(folder / "x1-data-higgs/3a-AUC.csv.gz", "n,linear,RF,DL", "0.0001,0.5,0.75,0.25")
    return read_benchm_ml(tmp_path)


def test_benchm_ml_scores_boosting_by_its_quick_settings_and_tunes_it_by_the_slow_ones(benchm_ml: Study) -> None:
    assert outcome_of(benchm_ml, "boosting xgboost") == Outcome(
        "airline-1m", "boosting xgboost", 74, fit_seconds=45, tuned_score=77
    )


def test_benchm_ml_tells_no_seconds_of_one_pass_out_of_several(benchm_ml: Study) -> None:
    assert outcome_of(benchm_ml, "linear VW", "airline-1m").fit_seconds is None
    assert outcome_of(benchm_ml, "linear VW", "airline-10m").fit_seconds == 15


def test_benchm_ml_keeps_a_crash_and_a_missing_area_as_unknown(benchm_ml: Study) -> None:
    assert outcome_of(benchm_ml, "forest R") == Outcome("airline-1m", "forest R")
    assert outcome_of(benchm_ml, "linear H2O") == Outcome("airline-10k", "linear H2O", fit_seconds=1)


def test_benchm_ml_has_areas_alone_for_the_higgs_data(benchm_ml: Study) -> None:
    higgs = {each.method: each.score for each in benchm_ml.outcomes if each.data == "higgs-100"}
    assert higgs == {"linear R": 0.5, "forest H2O": 0.75, "network H2O": 0.25}
    assert benchm_ml.regimes["higgs-100"] == Regime("binary-classification", "tabular", 100, 28, 2, 0)
