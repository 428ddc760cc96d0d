"""Studies of recommenders and of click-through rates."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any, Final

from whichml_workshop.published.study import Outcome, Regime, Study

_CLICKS: Final = (
    "amazonelectronics_x1", "avazu_x1", "avazu_x4_001", "avazu_x4_002", "criteo_x1", "criteo_x4_001", "criteo_x4_002",
    "frappe_x1", "kkbox_x1", "kuaivideo_x1", "microvideo1.7m_x1", "movielenslatest_x1", "taobaoad_x1",
)  # fmt: skip
_MATCHING: Final = ("amazonbooks_m1", "gowalla_m1", "yelp18_m1")
_REGIME_OF_LISTS: Final = Regime(task="recommendation", modality="interactions")


def read_reczilla(raw: Path) -> Study:
    """Return RecZilla's gains at rank ten (NDCG), of the best of a search on the test part, and its training times.

    Seconds are the median over all settings that were tried. A data set is left out where the gain of a method that
    was run is not told: its other columns contradict each other too. The readers' names lose their ending.
    """
    pandas: Any = importlib.import_module("pandas")
    table = pandas.read_csv(raw / "reczilla" / "performance_meta_dataset.csv.gz", low_memory=False)
    gain = "max_test_metric_NDCG_cut_10"
    broken = set(table.dataset_name[table[gain].isna()])
    outcomes = tuple(
        Outcome(
            data=str(row["dataset_name"]).removesuffix("Reader"),
            method=str(row["alg_name"]),
            score=float(row[gain]),
            fit_seconds=float(row["median_time_on_train"]),
        )
        for _, row in table[~table.dataset_name.isin(broken)].iterrows()
    )
    return Study(dict.fromkeys((outcome.data for outcome in outcomes), _REGIME_OF_LISTS), outcomes)


def read_bars_clicks(raw: Path) -> Study:
    """Return BARS's areas under the receiver's curve and log losses of models of click-through rates."""
    outcomes = tuple(
        Outcome(data=data, method=str(row["Model"]), score=float(row["AUC"]), log_loss=float(row["Logloss"]))
        for data in _CLICKS
        for row in _leaderboard(raw / "bars" / "CTR", data)
    )
    regime = Regime(task="binary-classification", modality="tabular", classes=2.0)
    return Study(dict.fromkeys(_CLICKS, regime), outcomes)


def read_bars_matching(raw: Path) -> Study:
    """Return BARS's gains at rank twenty (NDCG) of recommenders that fetch candidates.

    Only what BARS measured itself counts: rows without steps to run them again were copied from papers.
    """
    outcomes = tuple(
        Outcome(data=data, method=str(row["Model"]), score=float(row["NDCG@20"]))
        for data in _MATCHING
        for row in _leaderboard(raw / "bars" / "Matching", data)
        if isinstance(row["Running Steps"], str)
    )
    return Study(dict.fromkeys(_MATCHING, _REGIME_OF_LISTS), outcomes)


def _leaderboard(folder: Path, data: str) -> list[dict[str, Any]]:
    """Return the rows of a leaderboard by column; an empty cell is no text but a NaN."""
    pandas: Any = importlib.import_module("pandas")
    rows: list[dict[str, Any]] = pandas.read_csv(folder / "leaderboard" / f"{data}.csv.gz").to_dict("records")
    return rows
