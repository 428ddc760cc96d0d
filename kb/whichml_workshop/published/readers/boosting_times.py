"""Studies of one data set at many sizes: how long implementations take to learn, and how well they then rank."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from whichml_workshop.published.readers.rows import Row, number_in, read_rows
from whichml_workshop.published.study import Outcome, Regime, Study

_MILLION: Final = 1_000_000
_FEATURES: Final = {"airline": 8, "higgs": 28}
_CATEGORICAL_SHARE: Final = {"airline": 6 / 8, "higgs": 0.0}
_CORES: Final = "16"
_COLUMNS: Final = ("size", "tool", "cores", "core_ids", "kind", "seconds", "auc")
_DOUBTED: Final = frozenset({"catboost"})
_COPIED: Final = 100.0


def read_gbm_perf(raw: Path) -> Study:
    """Return GBM-perf's seconds and areas under the curve of boosting libraries on 16 cores of one processor.

    The median of three runs. Up to ten million rows all libraries ran on one machine; at a hundred million two ran on
    a newer one, on ten copies of the same rows, whose area under the curve therefore says nothing. The study itself
    doubts the area of CatBoost, which is left out.
    """
    folder = raw / "gbm-perf"
    paths = [folder / name / "results" / "res.csv.gz" for name in ("multicore-c5metal", "multicore-cpu-100m")]
    runs: dict[tuple[float, str], list[Row]] = {}
    for row in (row for path in paths for row in read_rows(path, ":", _COLUMNS)):
        if row["cores"] == _CORES and not row["kind"]:
            runs.setdefault((float(row["size"]), row["tool"]), []).append(row)
    outcomes = tuple(
        Outcome(
            data=_data_of("airline", size),
            method=tool,
            score=None if size == _COPIED or tool in _DOUBTED else _median(row["auc"] for row in rows),
            fit_seconds=_median(row["seconds"] for row in rows),
        )
        for (size, tool), rows in sorted(runs.items())
    )
    return Study(_regimes("airline", {size for size, _ in runs}), outcomes)


def read_benchm_ml(raw: Path) -> Study:
    """Return benchm-ml's seconds and areas under the curve of linear models, forests and boosting, by tool.

    A method is called by its kind and its tool, such as `forest Python`. Boosting was run with quick settings, which
    give the score and the seconds, and with those that a search found for XGBoost, which give the tuned score. The
    seconds of Vowpal Wabbit below ten million rows are those of one pass out of several, and are left out. For the
    Higgs data there are areas alone.
    """
    folder = raw / "benchm-ml"
    outcomes = [
        Outcome(
            data=_data_of("airline", float(row["n"])),
            method=f"{kind} {row['Tool']}",
            score=number_in(row["AUC"]),
            fit_seconds=None if row["Tool"] == "VW" and float(row["n"]) < 10 else number_in(row["Time"]),
        )
        for kind, path in (("linear", "1-linear"), ("forest", "2-rf"))
        for row in read_rows(folder / path / "x-run.csv.gz")
    ]
    outcomes += [
        Outcome(
            data=_data_of("airline", float(row["n"])),
            method=f"boosting {row['Tool']}",
            score=number_in(row["AUC_B"]),
            tuned_score=number_in(row["AUC_A"]),
            fit_seconds=number_in(row["Time_B"]),
        )
        for row in read_rows(folder / "3-boosting" / "x-run.csv.gz")
    ]
    areas = read_rows(folder / "x1-data-higgs" / "3a-AUC.csv.gz")
    outcomes += [
        Outcome(_data_of("higgs", float(row["n"])), method, number_in(row[column]))
        for row in areas
        for column, method in (("linear", "linear R"), ("RF", "forest H2O"), ("DL", "network H2O"))
    ]
    regimes = {
        **_regimes("airline", (0.01, 0.1, 1, 10)),
        **_regimes("higgs", (float(row["n"]) for row in areas)),
    }
    return Study(regimes, tuple(outcomes))


def _data_of(data: str, millions: float) -> str:
    """Return the name of a data set at a size: `airline-100k` for a tenth of a million rows."""
    rows = round(millions * _MILLION)
    for unit, sign in ((_MILLION, "m"), (1_000, "k")):
        if rows >= unit:
            return f"{data}-{rows // unit}{sign}"
    return f"{data}-{rows}"


def _regimes(data: str, sizes: Iterable[float]) -> dict[str, Regime]:
    return {
        _data_of(data, millions): Regime(
            task="binary-classification",
            modality="tabular",
            rows=float(round(millions * _MILLION)),
            features=_FEATURES[data],
            classes=2,
            categorical_share=_CATEGORICAL_SHARE[data],
        )
        for millions in sizes
    }


def _median(cells: Iterable[str]) -> float | None:
    numbers = [number for number in map(number_in, cells) if number is not None]
    return statistics.median(numbers) if numbers else None
