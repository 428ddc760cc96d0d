"""Tables of outliers, recommenders, clicks and streams become studies: what counts as a score, and what is not read."""

from __future__ import annotations

from pathlib import Path

import pytest
from raw_tables import write_table

from whichml_workshop.published.readers.outliers import (
    read_adbench_early,
    read_pyod,
    read_tsb_ad_multivariate,
    read_tsb_ad_univariate,
)
from whichml_workshop.published.readers.recommendation import read_bars_clicks, read_bars_matching, read_reczilla
from whichml_workshop.published.readers.streams import read_capymoa
from whichml_workshop.published.study import Outcome, Study

CLICK_SETS = (
    "amazonelectronics_x1", "avazu_x1", "avazu_x4_001", "avazu_x4_002", "criteo_x1", "criteo_x4_001", "criteo_x4_002",
    "frappe_x1", "kkbox_x1", "kuaivideo_x1", "microvideo1.7m_x1", "movielenslatest_x1", "taobaoad_x1",
)  # fmt: skip


def the_outcome(study: Study, data: str, method: str) -> Outcome:
    (outcome,) = [each for each in study.outcomes if (each.data, each.method) == (data, method)]
    return outcome


def adbench(raw: Path, *keys: str, scores: tuple[str, ...], seconds: tuple[str, ...]) -> Study:
    for name, numbers in (("AUCPR", scores), ("Time", seconds)):
        lines = (f'"{key}",{cells}' for key, cells in zip(keys, numbers, strict=True))
        write_table(raw / "adbench-early" / f"{name}.csv.gz", ",IForest,KNN,LOF,PCA", *lines)
    return read_adbench_early(raw)


def test_scores_of_a_detector_are_meant_over_seeds_and_its_seconds_are_their_median(tmp_path: Path) -> None:
    study = adbench(
        tmp_path, *(f"('cardio', 0.0, {seed})" for seed in (1, 2, 3)),
        scores=("0.2,0.1,0.1,0.1", "0.4,0.1,0.1,0.1", "0.9,0.1,0.1,0.1"),
        seconds=("9.0,1,1,1", "0.5,1,1,1", "0.4,1,1,1"),
    )  # fmt: skip
    outcome = the_outcome(study, "cardio", "IForest")
    assert outcome.score == pytest.approx(0.5)
    assert outcome.fit_seconds == 0.5


def test_rows_with_labels_that_no_detector_ran_on_change_nothing(tmp_path: Path) -> None:
    keys = ("('cardio', 0.0, 1)", "('cardio', 0.25, 1)", "('never run', 0.25, 1)")
    study = adbench(tmp_path, *keys, scores=("0.2,0.1,0.1,0.1", ",,,", ",,,"), seconds=("1,1,1,1", ",,,", ",,,"))
    assert set(study.regimes) == {"cardio"}
    assert the_outcome(study, "cardio", "IForest").score == 0.2


def test_a_seed_that_broke_off_before_half_of_the_detectors_is_not_read(tmp_path: Path) -> None:
    keys = ("('speech', 0.0, 1)", "('speech', 0.0, 2)")
    study = adbench(tmp_path, *keys, scores=("0.2,0.1,0.1,0.1", "0.8,,,"), seconds=("1,1,1,1", "3,,,"))
    assert the_outcome(study, "speech", "IForest").score == 0.2
    assert the_outcome(study, "speech", "IForest").fit_seconds == 1


def test_a_detector_that_failed_on_every_seed_has_neither_score_nor_seconds(tmp_path: Path) -> None:
    study = adbench(tmp_path, "('cardio', 0.0, 1)", scores=("0.2,0.1,0.1,",), seconds=("1,1,1,7",))
    outcome = the_outcome(study, "cardio", "PCA")
    assert (outcome.score, outcome.fit_seconds) == (None, None)


def test_data_sets_that_were_filled_up_with_copies_are_not_read(tmp_path: Path) -> None:
    keys = ("('cardio', 0.0, 1)", "('WBC_withoutdupl_v10', 0.0, 1)")
    study = adbench(tmp_path, *keys, scores=("0.2,0.1,0.1,0.1",) * 2, seconds=("1,1,1,1",) * 2)
    assert {outcome.data for outcome in study.outcomes} == set(study.regimes) == {"cardio"}


def pyod(raw: Path, scores: str, seconds: str) -> Study:
    for name, cells in (("roc", scores), ("time", seconds)):
        head = "Data,#Samples,# Dimensions,Outlier Perc,IForest,AnoGAN ,KNN"
        write_table(raw / "pyod" / f"{name}.csv.gz", head, f"glass,200,9,4.2,{cells}")
    return read_pyod(raw)


def test_a_detector_with_a_score_of_nought_was_not_run(tmp_path: Path) -> None:
    study = pyod(tmp_path, "0.75,0.0,0.85", "0.13,0.0,0.01")
    assert {outcome.method for outcome in study.outcomes} == {"IForest", "KNN"}


def test_names_of_detectors_lose_their_blanks(tmp_path: Path) -> None:
    assert the_outcome(pyod(tmp_path, "0.75,0.5,0.85", "0.13,9,0.01"), "glass", "AnoGAN").fit_seconds == 9


def test_seconds_below_what_the_clock_tells_apart_are_unknown(tmp_path: Path) -> None:
    outcome = the_outcome(pyod(tmp_path, "0.75,0.0,0.85", "0.13,0.0,0.0"), "glass", "KNN")
    assert (outcome.score, outcome.fit_seconds) == (0.85, None)


def test_three_in_five_rows_of_a_table_are_there_to_learn_outliers_from(tmp_path: Path) -> None:
    regime = pyod(tmp_path, "0.75,0.0,0.85", "0.13,0.0,0.01").regimes["glass"]
    assert (regime.task, regime.modality, regime.rows, regime.features) == ("outlier-detection", "tabular", 120, 9)


def test_what_a_table_of_series_says_of_a_series_is_no_detector(tmp_path: Path) -> None:
    lines = ("file,Sub-LOF,MOMENT (ZS),ts_len,anomaly_len", "001_NAB_tr_10.csv,0.14,0.57,4031,343")
    write_table(tmp_path / "tsb-ad" / "uni_mergedTable_VUS-PR.csv.gz", *lines)
    study = read_tsb_ad_univariate(tmp_path)
    assert [(each.data, each.method, each.score) for each in study.outcomes] == [
        ("001_NAB_tr_10", "Sub-LOF", 0.14), ("001_NAB_tr_10", "MOMENT (ZS)", 0.57),
    ]  # fmt: skip
    regime = study.regimes["001_NAB_tr_10"]
    assert (regime.task, regime.modality, regime.rows, regime.features) == ("outlier-detection", "time-series", 4031, 1)


def test_how_many_channels_a_series_has_is_unknown_where_there_are_several(tmp_path: Path) -> None:
    lines = ("file,LOF,ts_len,anomaly_len", "002_MSL_tr_500.csv,0.18,1827,11")
    write_table(tmp_path / "tsb-ad" / "multi_mergedTable_VUS-PR.csv.gz", *lines)
    regime = read_tsb_ad_multivariate(tmp_path).regimes["002_MSL_tr_500"]
    assert (regime.rows, regime.features) == (1827, None)


def reczilla(raw: Path, *lines: str) -> Study:
    head = "dataset_name,alg_name,median_time_on_train,max_test_metric_NDCG_cut_5,max_test_metric_NDCG_cut_10"
    write_table(raw / "reczilla" / "performance_meta_dataset.csv.gz", head, *lines)
    return read_reczilla(raw)


def test_a_recommender_is_scored_by_its_best_gain_at_rank_ten(tmp_path: Path) -> None:
    (outcome,) = reczilla(tmp_path, "Movielens1MReader,ItemKNN,2.5,0.9,0.05").outcomes
    assert outcome == Outcome("Movielens1M", "ItemKNN", score=0.05, fit_seconds=2.5)


def test_a_data_set_where_a_gain_is_missing_is_not_read_at_all(tmp_path: Path) -> None:
    lines = ("LastFMReader,ItemKNN,2.5,0.9,0.05", "LastFMReader,TopPop,0.1,,", "FrappeReader,TopPop,0.1,0.1,0.12")
    assert set(reczilla(tmp_path, *lines).regimes) == {"Frappe"}


def test_models_of_clicks_have_an_area_and_a_log_loss_on_each_of_thirteen_sets(tmp_path: Path) -> None:
    for data in CLICK_SETS:
        table = tmp_path / "bars" / "CTR" / "leaderboard" / f"{data}.csv.gz"
        write_table(table, "Year,Model,gAUC,AUC,Logloss", "2010,FM,0.65,0.8022,0.4491")
    study = read_bars_clicks(tmp_path)
    assert {outcome.data for outcome in study.outcomes} == set(study.regimes) == set(CLICK_SETS)
    outcome = the_outcome(study, "criteo_x1", "FM")
    assert (outcome.score, outcome.log_loss) == (0.8022, 0.4491)
    assert study.regimes["criteo_x1"].task == "binary-classification"


def test_results_that_a_leaderboard_copied_from_papers_are_not_read(tmp_path: Path) -> None:
    lines = ("Model,Recall@20,NDCG@20,Running Steps", "ItemCF,0.07,0.06,https://example.org/ItemCF", "GAT,0.05,0.04,")
    for data in ("amazonbooks_m1", "gowalla_m1", "yelp18_m1"):
        write_table(tmp_path / "bars" / "Matching" / "leaderboard" / f"{data}.csv.gz", *lines)
    outcomes = read_bars_matching(tmp_path).outcomes
    assert [(each.method, each.score) for each in outcomes] == [("ItemCF", 0.06)] * 3


def test_learners_of_streams_are_read_of_one_library_and_apart_by_their_trees(tmp_path: Path) -> None:
    write_table(
        tmp_path / "capymoa" / "results_2025.csv.gz",
        "\ufeffLibrary,Learner,Ensemble,Avg WallClock (s),Std WallClock (s),Avg Accuracy (%),Std Accuracy (%)",
        "CapyMOA,HoeffdingTree,-,0.669,0.009,88.6,0",
        "River,HoeffdingTree,-,9.655,0.037,88.569,0",
        "CapyMOA,ARF,10,16.288,0.108,86.244,0.134",
    )
    assert read_capymoa(tmp_path).outcomes == (
        Outcome("average", "HoeffdingTree", score=88.6, fit_seconds=0.669),
        Outcome("average", "ARF 10", score=86.244, fit_seconds=16.288),
    )
