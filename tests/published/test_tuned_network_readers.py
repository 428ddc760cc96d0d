"""Runs that differ by seed become one score a method, at default settings and after a search."""

from __future__ import annotations

from pathlib import Path

import pytest
from raw_tables import write_table

from whichml_workshop.published.readers.tuned_networks import read_tabr, read_tabred

COLUMNS = "model,data,setting,seed,kind,classes,train_rows,test_score"


def tabr_scores(raw: Path, *lines: str) -> dict[tuple[str, str], tuple[float | None, float | None]]:
    write_table(raw / "tabr" / "evaluations.csv.gz", COLUMNS, *lines)
    return {(o.data, o.method): (o.score, o.tuned_score) for o in read_tabr(raw).outcomes}


def test_seeds_are_averaged_and_default_settings_are_kept_apart_from_tuned_ones(tmp_path: Path) -> None:
    scores = tabr_scores(
        tmp_path,
        "xgboost_,house,default2-evaluation,0,regression,,,-4.0",
        "xgboost_,house,2-evaluation,0,regression,,,-3.0",
        "xgboost_,house,2-evaluation,1,regression,,,-2.0",
    )
    assert scores == {("house", "xgboost"): (-4.0, -2.5)}


def test_a_network_with_embedded_numbers_is_a_method_of_its_own(tmp_path: Path) -> None:
    scores = tabr_scores(
        tmp_path,
        "mlp,house,0-evaluation,0,regression,,,-4.0",
        "mlp,house,plr-lite-evaluation,0,regression,,,-3.0",
        "tabr,house,2-plr-lite-evaluation,0,regression,,,-2.0",
    )
    assert list(scores) == [("house", "mlp"), ("house", "mlp plr-lite"), ("house", "tabr plr-lite")]


def test_default_settings_of_a_network_are_a_method_of_their_own(tmp_path: Path) -> None:
    scores = tabr_scores(
        tmp_path,
        "tabr,house,default-evaluation,0,regression,,,-4.0",
        "tabr,house,0-evaluation,0,regression,,,-3.0",
    )
    assert scores == {("house", "tabr"): (None, -3.0), ("house", "tabr default"): (-4.0, None)}


def test_splits_of_one_data_set_are_averaged_where_a_method_has_them_all(tmp_path: Path) -> None:
    suite = "why/classif-num-medium"
    scores = tabr_scores(
        tmp_path,
        f"mlp,{suite}-0-wine,0-evaluation,0,classification,2.0,1787.0,0.7",
        f"mlp,{suite}-1-wine,0-evaluation,0,classification,2.0,1787.0,0.9",
        f"lightgbm_,{suite}-1-wine,2-evaluation,0,classification,2.0,1787.0,0.8",
    )
    assert list(scores) == [(f"{suite}-wine", "mlp")]
    assert scores[f"{suite}-wine", "mlp"][1] == pytest.approx(0.8)


def test_rows_and_classes_are_taken_from_the_reports_that_tell_them(tmp_path: Path) -> None:
    tabr_scores(
        tmp_path,
        "mlp,otto,0-evaluation,0,classification,9.0,39601.0,0.8",
        "knn,otto,0-evaluation,0,classification,9.0,,0.7",
        "mlp,house,0-evaluation,0,regression,,,-4.0",
    )
    regimes = read_tabr(tmp_path).regimes
    assert (regimes["otto"].task, regimes["otto"].rows) == ("multiclass-classification", 39601)
    assert (regimes["house"].task, regimes["house"].rows) == ("regression", None)


def test_industrial_tables_without_a_count_of_training_rows_have_the_rows_of_all_parts(tmp_path: Path) -> None:
    folder = tmp_path / "tabred"
    write_table(folder / "datasets.csv.gz", "data,features,rows_of_all_parts", "weather,103,423795", "ecom,119,160057")
    write_table(
        folder / "evaluations.csv.gz",
        COLUMNS,
        "mlp,weather,evaluation,0,regression,,,-1.5",
        "linear_model,weather,evaluation,0,,,,-1.7",
        "mlp,ecom,evaluation,0,classification,2.0,80057.0,0.6",
    )
    study = read_tabred(tmp_path)
    assert {data: regime.rows for data, regime in study.regimes.items()} == {"weather": 423795, "ecom": 80057}
    assert study.regimes["ecom"].task == "binary-classification"
    scores = {outcome.method: outcome.tuned_score for outcome in study.outcomes if outcome.data == "weather"}
    assert scores == {"mlp": -1.5, "linear_model": -1.7}
