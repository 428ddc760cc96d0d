"""Studies of outliers in tables and of anomalies in series."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path
from typing import Any, Final

from whichml_workshop.published.study import Outcome, Regime, Study

_FEWER_THAN_A_THOUSAND: Final = frozenset({
    "Arrhythmia_withoutdupl_46", "HeartDisease_withoutdupl_44", "Hepatitis_withoutdupl_16",
    "Ionosphere_withoutdupl_norm", "Lymphography_withoutdupl_idf", "Parkinson_withoutdupl_75", "Pima_withoutdupl_35",
    "Stamps_withoutdupl_09", "WBC_withoutdupl_v10", "WDBC_withoutdupl_v10", "WPBC_withoutdupl_norm", "breastw",
    "glass_withoutduplicates_normalized", "vertebral", "wine",
})  # fmt: skip
"""Data sets that ADBench's first run filled up to 1,000 rows with copies, by the rows of its files at that commit."""


def read_adbench_early(raw: Path) -> Study:
    """Return ADBench's first run of detectors without labels: mean over seeds of the area under precision and recall.

    A row is one data set, share of labelled outliers and seed. Left out are seeds that broke off before half of the
    detectors had run, and data sets that were filled up with copies of their rows: a copy in the test part has its
    twin among the training rows, at distance nought, which is the end of every measure of distance or density. Seconds
    are the median over seeds, for fitting and scoring together; a detector that failed has none.
    """
    scores, seconds = (_by_seed(raw / "adbench-early" / f"{name}.csv.gz") for name in ("AUCPR", "Time"))
    scores = scores.dropna(thresh=scores.shape[1] // 2)
    means = scores.groupby(level=0).mean()
    medians = seconds.reindex(scores.index).where(scores.notna()).groupby(level=0).median()
    outcomes = [
        Outcome(str(data), str(method), score=_told(score), fit_seconds=_told(medians.loc[data, method]))
        for data, row in means.iterrows()
        for method, score in row.items()
        if data not in _FEWER_THAN_A_THOUSAND
    ]
    regimes = {outcome.data: Regime(task="outlier-detection", modality="tabular") for outcome in outcomes}
    return Study(regimes, tuple(outcomes))


def read_pyod(raw: Path) -> Study:
    """Return PyOD's areas under the receiver's curve; seconds are for fitting and scoring together.

    A nought stands for a detector that was not run, and among the seconds for less than the clock tells apart.
    """
    pandas: Any = importlib.import_module("pandas")
    scores, seconds = (
        pandas.read_csv(raw / "pyod" / f"{name}.csv.gz", index_col="Data").rename(columns=str.strip)
        for name in ("roc", "time")
    )
    about = ["#Samples", "# Dimensions", "Outlier Perc"]
    regimes = {
        str(data): Regime(
            task="outlier-detection",
            modality="tabular",
            rows=float(row["#Samples"]) * 0.6,
            features=float(row["# Dimensions"]),
        )
        for data, row in scores[about].iterrows()
    }
    outcomes = [
        Outcome(str(data), str(method), score=float(score), fit_seconds=float(seconds.loc[data, method]) or None)
        for data, row in scores.drop(columns=about).iterrows()
        for method, score in row.items()
        if score
    ]
    return Study(regimes, tuple(outcomes))


def read_tsb_ad_univariate(raw: Path) -> Study:
    """Return TSB-AD's volumes under the surface of precision and recall on series of one channel."""
    return _tsb_ad(raw / "tsb-ad" / "uni_mergedTable_VUS-PR.csv.gz", channels=1.0)


def read_tsb_ad_multivariate(raw: Path) -> Study:
    """Return TSB-AD's volumes under the surface of precision and recall on series of several channels.

    How many channels a series has is not told.
    """
    return _tsb_ad(raw / "tsb-ad" / "multi_mergedTable_VUS-PR.csv.gz", channels=None)


def _tsb_ad(path: Path, channels: float | None) -> Study:
    """Return what a table of one row a series says: name, one column a detector, and from `ts_len` on the series."""
    pandas: Any = importlib.import_module("pandas")
    table = pandas.read_csv(path, index_col="file").rename(index=lambda name: name.removesuffix(".csv"))
    detectors = list(table.columns[: table.columns.get_loc("ts_len")])
    regimes = {
        str(data): Regime(task="outlier-detection", modality="time-series", rows=float(points), features=channels)
        for data, points in table["ts_len"].items()
    }
    outcomes = [
        Outcome(str(data), str(method), score=float(score))
        for data, row in table[detectors].iterrows()
        for method, score in row.items()
    ]
    return Study(regimes, tuple(outcomes))


def _by_seed(path: Path) -> Any:
    """Return a table of ADBench by data set, share of labels and seed; its keys are such triples in print."""
    pandas: Any = importlib.import_module("pandas")
    table = pandas.read_csv(path, index_col=0)
    table.index = pandas.MultiIndex.from_tuples([ast.literal_eval(key) for key in table.index])
    return table


def _told(number: Any) -> float | None:
    """Return a number of a table; None where its cell is empty."""
    return float(number) if number == number else None
