"""Tables of forecasts and of whole series become studies: what counts as a score, as seconds, and as the regime."""

from __future__ import annotations

from pathlib import Path

import pytest
from raw_tables import write_table

from whichml_workshop.published.readers.forecasting import read_chronos_zero_shot, read_fev, read_gift_eval
from whichml_workshop.published.readers.series import read_tsml_classification, read_tsml_regression
from whichml_workshop.published.study import Outcome

FEV_COLUMNS = (
    "model_name,model_class,horizon,target,known_dynamic_columns,past_dynamic_columns,task_name,training_time_s,"
    "inference_time_s,num_forecasts,SQL,MASE"
)
GIFT_COLUMNS = "dataset,model,eval_metrics/MASE[0.5],eval_metrics/mean_weighted_sum_quantile_loss,num_variates"


def fev_outcome(raw: Path, line: str) -> Outcome:
    write_table(raw / "fev" / "method.csv.gz", FEV_COLUMNS, line)
    (outcome,) = read_fev(raw).outcomes
    return outcome


def test_a_forecaster_is_scored_by_its_point_error_and_not_by_the_quantile_loss(tmp_path: Path) -> None:
    outcome = fev_outcome(tmp_path, "LightGBM,mlforecast,28,sales,[],[],shop_1D,12.5,0.5,70,0.9,0.8")
    assert (outcome.data, outcome.method, outcome.score) == ("shop_1D", "LightGBM", -0.8)


def test_seconds_of_a_method_that_fits_first_are_kept_apart(tmp_path: Path) -> None:
    outcome = fev_outcome(tmp_path, "LightGBM,mlforecast,28,sales,[],[],shop_1D,12.5,0.5,70,0.9,0.8")
    assert (outcome.fit_seconds, outcome.predict_seconds, outcome.predicted_rows) == (12.5, 0.5, 70)


def test_seconds_of_a_method_that_fits_while_it_forecasts_are_seconds_of_fitting(tmp_path: Path) -> None:
    outcome = fev_outcome(tmp_path, "AutoARIMA,statsforecast,28,sales,[],[],shop_1D,0.0,198.5,70,0.9,0.8")
    assert (outcome.fit_seconds, outcome.predict_seconds) == (198.5, None)


def test_targets_and_the_columns_beside_them_count_as_features_of_a_forecast(tmp_path: Path) -> None:
    line = "\"['a', 'b']\",\"['price', 'promotion']\",['weather'],shop_1D,0,1,70,0.9,0.8"
    write_table(tmp_path / "fev" / "method.csv.gz", FEV_COLUMNS, f"TFT,autogluon,28,{line}")
    regime = read_fev(tmp_path).regimes["shop_1D"]
    assert (regime.task, regime.modality, regime.features, regime.horizon) == ("forecasting", "time-series", 5, 28)
    assert regime.rows is None


def test_a_table_that_another_handed_in_may_lack_the_number_of_forecasts(tmp_path: Path) -> None:
    write_table(tmp_path / "fev" / "ours.csv.gz", FEV_COLUMNS, "TFT,autogluon,28,x,[],[],shop_1D,0,1,70,0.9,0.8")
    columns = "model_name,horizon,target,known_dynamic_columns,past_dynamic_columns,task_name,training_time_s"
    theirs = (f"{columns},inference_time_s,MASE", "citras-fm,28,x,[],[],shop_1D,0,1,0.7")
    write_table(tmp_path / "fev" / "theirs.csv.gz", *theirs)
    by_method = {outcome.method: outcome.predicted_rows for outcome in read_fev(tmp_path).outcomes}
    assert by_method == {"TFT": 70, "citras-fm": None}


def test_the_score_of_a_model_on_what_it_was_trained_on_is_left_out(tmp_path: Path) -> None:
    columns = f"{FEV_COLUMNS},trained_on_this_dataset"
    fresh, seen = (
        f"Moirai-2.0,moirai,28,x,[],[],{task},0,1,70,0.9,0.8,{saw}" for task, saw in (("a", False), ("b", True))
    )
    write_table(tmp_path / "fev" / "moirai.csv.gz", columns, fresh, seen)
    assert [outcome.data for outcome in read_fev(tmp_path).outcomes] == ["a"]


def test_seconds_of_forecasting_are_none_of_fitting_where_nothing_is_fitted(tmp_path: Path) -> None:
    columns = "model_name,task_name,horizon,inference_time_s,MASE,trained_on_this_dataset"
    lines = ("auto_ets,m5,28,9.5,1.1,False", "tirex,m5,28,2.5,0.9,False", "moirai_base,m5,28,2.5,0.9,True")
    write_table(tmp_path / "chronos-zeroshot" / "methods.csv.gz", columns, *lines)
    seconds = {outcome.method: outcome.fit_seconds for outcome in read_chronos_zero_shot(tmp_path).outcomes}
    assert seconds == {"auto_ets": 9.5, "tirex": None}


def test_losses_that_differ_by_orders_of_magnitude_are_compared_by_their_logarithm(tmp_path: Path) -> None:
    for method, loss in (("Auto_ETS", "1e24"), ("DeepAR", "0.1"), ("TFT", "0.01")):
        write_table(tmp_path / "gift-eval" / f"{method}.csv.gz", GIFT_COLUMNS, f"solar/H/long,{method},1.0,{loss},1")
    scores = {outcome.method: outcome.score for outcome in read_gift_eval(tmp_path).outcomes}
    assert scores == pytest.approx({"Auto_ETS": -55.262, "DeepAR": 2.303, "TFT": 4.605}, abs=1e-3)


@pytest.mark.parametrize(("configuration", "horizon"), [
    ("solar/H/short", 48), ("solar/H/medium", 480), ("solar/H/long", 720), ("ett1/15T/short", 48),
    ("bizitobs_service/10S/long", 900), ("us_births/M/short", 12), ("m4_monthly/M/short", 18), ("m4_yearly/A/short", 6),
])  # fmt: skip
def test_the_horizon_follows_from_frequency_and_term(tmp_path: Path, configuration: str, horizon: float) -> None:
    write_table(tmp_path / "gift-eval" / "tft.csv.gz", GIFT_COLUMNS, f"{configuration},TFT,1.0,0.1,7")
    regime = read_gift_eval(tmp_path).regimes[configuration]
    assert (regime.horizon, regime.features) == (horizon, 7)


def test_a_classifier_of_series_is_scored_by_its_mean_accuracy_over_resamples(tmp_path: Path) -> None:
    folder = tmp_path / "tsml" / "classification"
    write_table(folder / "Univariate" / "1NN-DTW_accuracy.csv.gz", "Resamples:,0,1,2", "Adiac,0.5,0.6,0.7")
    (outcome,) = read_tsml_classification(tmp_path).outcomes
    assert (outcome.data, outcome.method) == ("Adiac", "1NN-DTW")
    assert outcome.score == pytest.approx(0.6)


def test_one_channel_is_known_of_univariate_series_alone(tmp_path: Path) -> None:
    folder = tmp_path / "tsml" / "classification"
    write_table(folder / "Univariate" / "ROCKET_accuracy.csv.gz", "Resamples:,0", "Adiac,0.5")
    write_table(folder / "Multivariate" / "ROCKET_accuracy.csv.gz", "folds:,0", "BasicMotions,1.0")
    regimes = read_tsml_classification(tmp_path).regimes
    assert {data: regime.features for data, regime in regimes.items()} == {"Adiac": 1, "BasicMotions": None}


def test_a_regressor_of_series_is_better_the_smaller_its_mean_error(tmp_path: Path) -> None:
    for method, errors in (("Ridge", "600000,700000"), ("TSF", "0.04,0.06")):
        write_table(tmp_path / "tsml" / "regression" / f"{method}_rmse.csv.gz", "folds:,0,1", f"BarCrawl6min,{errors}")
    study = read_tsml_regression(tmp_path)
    assert {o.method: o.score for o in study.outcomes} == pytest.approx({"Ridge": -13.385, "TSF": 2.996}, abs=1e-3)
    assert study.regimes["BarCrawl6min"].task == "regression"


def test_a_statistical_method_of_the_zero_shot_tasks_has_seconds_of_fitting_alone(tmp_path: Path) -> None:
    columns, line = "model_name,horizon,task_name,inference_time_s,MASE", "auto_ets,18,monash_m3_monthly,25.5,0.86"
    write_table(tmp_path / "chronos-zeroshot" / "auto_ets.csv.gz", columns, line)
    (outcome,) = read_chronos_zero_shot(tmp_path).outcomes
    assert (outcome.score, outcome.fit_seconds, outcome.predict_seconds) == (-0.86, 25.5, None)
