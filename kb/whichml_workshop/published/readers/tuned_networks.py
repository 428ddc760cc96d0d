"""Studies that set networks for tables against tuned boosting: one number a run, the runs differ by seed."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import fmean
from typing import Any, Final, TypeAlias

from whichml_workshop.published.study import Outcome, Regime, Study

_SETTING: Final = re.compile(r"(?P<kind>default\d*|\d+)?-?(?P<embeddings>.*?)-?evaluation")
_BOTH_WAYS: Final = ("catboost", "lightgbm", "xgboost")
_SPLIT: Final = re.compile(r"(?P<suite>why/.+-(?:medium|large))-(?P<split>\d+)-(?P<name>.+)")

Runs: TypeAlias = dict[tuple[str, str, bool], dict[str, list[float]]]
"""By data set, method and whether settings are the defaults: scores of all seeds by split."""


def read_tabr(raw: Path) -> Study:
    """Return the scores of TabR and its rivals: accuracies, and root mean squared errors with the sign turned.

    Each is the mean over seeds, then over splits; a method that is missing on one of the splits of a data set is left
    out there. A method is called by its model and, after a blank, by what it embeds numbers with. Boosting has scores
    at default settings and tuned; of the networks few were tried both ways, and their default settings are methods of
    their own, such as `tabr default`. Rows to learn from are known for classification alone, from the reports.
    """
    table = _table(raw / "tabr" / "evaluations.csv.gz")
    regimes: dict[str, Regime] = {}
    runs: Runs = {}
    for row in table.itertuples():
        parted = _SPLIT.fullmatch(row.data)
        data = f"{parted['suite']}-{parted['name']}" if parted else str(row.data)
        setting = _SETTING.fullmatch(row.setting)
        if setting is None:
            continue
        method = f"{row.model.rstrip('_')} {setting['embeddings']}".rstrip()
        at_default = (setting["kind"] or "").startswith("default")
        if at_default and method not in _BOTH_WAYS:
            method = f"{method} default"
        place = data, method, at_default
        runs.setdefault(place, {}).setdefault(parted["split"] if parted else "0", []).append(float(row.test_score))
        if row.kind == "regression" or row.train_rows:
            regimes[data] = _regime(row.kind, row.classes, row.train_rows)
    return Study(regimes, tuple(_outcomes(runs)))


def read_tabred(raw: Path) -> Study:
    """Return TabReD's scores after tuning: areas under the curve, and root mean squared errors with the sign turned.

    Rows to learn from are those of the reports where these tell, and those of all parts of the data set elsewhere.
    """
    table = _table(raw / "tabred" / "evaluations.csv.gz")
    told = {row.data: row for row in table.itertuples() if row.kind == "regression" or row.train_rows}
    regimes = {}
    for sizes in _table(raw / "tabred" / "datasets.csv.gz").itertuples():
        row = told[sizes.data]
        rows = row.train_rows or sizes.rows_of_all_parts
        regimes[str(sizes.data)] = _regime(row.kind, row.classes, rows, sizes.features)
    runs: Runs = {}
    for row in table.itertuples():
        place = str(row.data), row.model.rstrip("_"), False
        runs.setdefault(place, {}).setdefault("0", []).append(float(row.test_score))
    return Study(regimes, tuple(_outcomes(runs)))


def _table(path: Path) -> Any:
    pandas: Any = importlib.import_module("pandas")
    return pandas.read_csv(path, dtype=str, keep_default_na=False)


def _regime(kind: str, classes: str, rows: str, features: str = "") -> Regime:
    task = "regression"
    if kind == "classification":
        task = "binary-classification" if float(classes) == 2 else "multiclass-classification"
    return Regime(
        task=task,
        modality="tabular",
        rows=float(rows) if rows else None,
        features=float(features) if features else None,
        classes=float(classes) if classes else None,
    )


def _outcomes(runs: Mapping[tuple[str, str, bool], Mapping[str, list[float]]]) -> Iterable[Outcome]:
    """Yield the means of all methods that have all splits of a data set."""
    n_splits: dict[str, int] = {}
    for (data, _, _), by_split in runs.items():
        n_splits[data] = max(n_splits.get(data, 0), len(by_split))
    means = {
        place: fmean(map(fmean, by_split.values()))
        for place, by_split in runs.items()
        if len(by_split) == n_splits[place[0]]
    }
    for data, method in sorted({(data, method) for data, method, _ in means}):
        yield Outcome(
            data, method, score=means.get((data, method, True)), tuned_score=means.get((data, method, False))
        )  # fmt: skip
