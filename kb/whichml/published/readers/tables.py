"""Studies of classification and regression on tables."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from whichml.published.study import Outcome, Regime, Study

_TASK_OF_TYPE = {
    "binary": "binary-classification", "multiclass": "multiclass-classification", "regression": "regression",
}  # fmt: skip


def read_tabarena(raw: Path) -> Study:
    """Return TabArena's errors on one split of each data set, at default settings and tuned.

    A method is called by its name before the brackets, such as `CAT`; what is in brackets is its settings. The score is
    the error with its sign turned: that of default settings, and of the best of a search in `tuned_score`.
    """
    pandas: Any = importlib.import_module("pandas")
    tables = pandas.read_csv(raw / "tabarena" / "dataset_metadata.csv.gz")
    regimes = {
        row.dataset_name: Regime(
            task=_TASK_OF_TYPE[row.problem_type],
            modality="tabular",
            rows=float(row.num_instances) * 2 / 3,
            features=float(row.num_features) - 1,  # the target is counted among them
            classes=float(row.num_classes) if row.num_classes == row.num_classes else None,
            categorical_share=float(row.percentage_cat_features) / 100,
        )
        for row in tables.itertuples()
    }
    results = pandas.read_csv(raw / "tabarena" / "results_per_split.csv.gz")
    measured = results[~results.imputed & results.method_subtype.isin(["default", "tuned"])]
    names = measured.method.str.replace(r" \(.*\)$", "", regex=True)
    outcomes = []
    for (data, name), rows in measured.groupby([measured.dataset, names], sort=True):
        by_settings = {row.method_subtype: row for row in rows.itertuples()}
        plain, tuned = by_settings.get("default"), by_settings.get("tuned")
        outcomes.append(
            Outcome(
                data=str(data),
                method=str(name),
                score=None if plain is None else -float(plain.metric_error),
                tuned_score=None if tuned is None else -float(tuned.metric_error),
                fit_seconds=None if plain is None else float(plain.time_train_s),
                predict_seconds=None if plain is None else float(plain.time_infer_s),
                predicted_rows=None if plain is None else (regimes[str(data)].rows or 0.0) / 2,
            )
        )
    return Study(regimes, tuple(outcomes))
