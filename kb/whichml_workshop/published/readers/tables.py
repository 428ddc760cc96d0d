"""Studies of classification and regression on tables."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from whichml_workshop.published.readers.rows import Row, mean_of, number_in, read_rows
from whichml_workshop.published.study import Outcome, Regime, Study

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


_DEFAULT_SUFFIX: Final = "_default"
_NO_DEFAULT: Final = frozenset({"RandomForest"})
"""Methods whose settings before the search are the study's own and far from those of any implementation."""
_SPED_UP: Final = frozenset({"CatBoost", "XGBoost"})
"""Trees that ran on a GPU, beside others that did not: their seconds compare with those of no other trees."""


def read_tabzilla(raw: Path) -> Study:
    """Return TabZilla's accuracies over ten folds, before and after its search of thirty settings.

    A row of `X_default` is the method `X` before the search and gives its score; the row of `X` gives its tuned score.
    Where a method has no settings to search, its one row gives the score. The forest before the search stays a method
    of its own: fifty trees of depth five are nobody's default. Losses are published from 0 to 1 between those of the
    best and the worst method on a data set, which are published too, and are taken back to what they were. Losses and
    seconds are those of the score; CatBoost and XGBoost, which alone of all trees ran on a GPU, get no seconds.
    """
    described = {row["dataset_name"]: row for row in read_rows(raw / "tabzilla" / "datasets.csv.gz")}
    measured = {
        (row["dataset_name"], row["alg_name"]): row for row in read_rows(raw / "tabzilla" / "results.csv.gz")
    }  # fmt: skip
    regimes = {data: _regime_of_tabzilla(described[data]) for data, _ in measured}
    searched = {name.removesuffix(_DEFAULT_SUFFIX) for _, name in measured if name.endswith(_DEFAULT_SUFFIX)}
    outcomes = []
    for data, method in sorted({(data, _called(name)) for data, name in measured}):
        plain = measured.get((data, method + _DEFAULT_SUFFIX)) if method not in _NO_DEFAULT else None
        tuned = measured.get((data, method))
        if method not in searched:
            plain, tuned = tuned, None
        told = plain or tuned
        if told is not None:
            outcomes.append(_outcome_of_tabzilla(data, method, told, plain, tuned))
    return Study(regimes, tuple(outcomes))


def _called(name: str) -> str:
    method = name.removesuffix(_DEFAULT_SUFFIX)
    return name if method in _NO_DEFAULT else method


def _regime_of_tabzilla(row: Row) -> Regime:
    classes, features = float(row["num_classes"]), float(row["num_feats"])
    return Regime(
        task=_task_of(classes),
        modality="tabular",
        rows=float(row["num_training_inst"]),
        features=features,
        classes=classes,
        categorical_share=float(row["num_categorical_feats"]) / features,
    )


def _outcome_of_tabzilla(data: str, method: str, told: Row, plain: Row | None, tuned: Row | None) -> Outcome:
    best, worst = float(told["Log Loss__test_mean_min"]), float(told["Log Loss__test_mean_max"])
    return Outcome(
        data=data,
        method=method,
        score=None if plain is None else number_in(plain["Accuracy__test_mean"]),
        tuned_score=None if tuned is None else number_in(tuned["Accuracy__test_mean"]),
        log_loss=best + float(told["normalized_Log Loss__test_mean"]) * (worst - best),
        fit_seconds=None if method in _SPED_UP else number_in(told["time__train_median"]),
    )


def read_bbtcomp(raw: Path) -> Study:
    """Return the accuracies of untuned classifiers on the smaller data sets of PMLB, each the mean of four folds.

    Data sets are described by PMLB's summary, and by the older one of `olson2018` where PMLB has since taken them out.
    The study writes `_` for `-` and shortens long names with dots.
    """
    folds = _by_column(read_rows(raw / "bbtcomp" / "accuracy_by_fold.csv.gz"), "db")
    summaries = _newer_pmlb(raw), _older_pmlb(raw)
    regimes = {data: _regime_of_pmlb(_described_as(data, *summaries), 3 / 4) for data in folds}
    outcomes = tuple(
        Outcome(data, method, mean_of(row[method] for row in rows))
        for data, rows in sorted(folds.items())
        for method in rows[0]
        if method != "db"
    )
    return Study(regimes, outcomes)


Size: TypeAlias = tuple[float, float, float]
"""Rows, features and classes of a data set."""


def _newer_pmlb(raw: Path) -> dict[str, Size]:
    return {
        row["dataset"]: (float(row["n_instances"]), float(row["n_features"]), float(row["n_classes"]))
        for row in read_rows(raw / "pmlb" / "all_summary_stats.tsv.gz", "\t")
        if row["task"] == "classification"
    }


def _older_pmlb(raw: Path) -> dict[str, Size]:
    return {
        row["Dataset"].removesuffix(".csv"): (
            float(row["#instances"]), float(row["#features"]), float(row["#classes"])
        )
        for row in read_rows(raw / "olson2018" / "pmlb_report.csv.gz", "\t")
    }  # fmt: skip


def _described_as(data: str, *summaries: Mapping[str, Size]) -> Size:
    """Return the size that the first summary tells which has the data set of a name in the study's spelling."""
    kept = [re.escape(part).replace("_", "[-_]") for part in re.split(r"\.{3,}", data)]
    pattern = re.compile(".*".join(kept))
    for summary in summaries:
        found = [size for name, size in summary.items() if pattern.fullmatch(name)]
        if len(found) == 1:
            return found[0]
    raise ValueError(f"no summary of PMLB has one data set that '{data}' is the name of")


def _regime_of_pmlb(size: Size, share: float) -> Regime:
    """Return the regime of a data set of which a share of the rows is learnt from.

    PMLB writes categories as numbers, so the share of categorical columns is unknown.
    """
    rows, features, classes = size
    return Regime(_task_of(classes), "tabular", rows * share, features, classes)


def read_olson2018(raw: Path) -> Study:
    """Return on how many data sets each of thirteen classifiers beat each other by a hundredth of the best accuracy.

    Accuracies are the best of a grid of settings for each data set, over ten folds. The notebook that counts goes over
    166 data sets, of which the paper speaks as 165.
    """
    regimes = {name: _regime_of_pmlb(size, 9 / 10) for name, size in _older_pmlb(raw).items()}
    counted = read_rows(raw / "olson2018" / "wins_losses_13x13_165_sets.csv.gz")
    wins = {(row["a"], row["b"]): (int(row["wins_a"]), int(row["losses_a"])) for row in counted if row["a"] < row["b"]}
    return Study(regimes, wins=wins, wins_at="tuned")


_SEARCHED: Final = {"randomforest": "tunedrandomforest"}


def read_amlb(raw: Path) -> Study:
    """Return the first AutoML benchmark's means over ten folds within an hour: area under the curve, or log loss.

    The forest with the best share of features for each split is the tuned score of the forest. Seconds are those of a
    whole run, with predicting in them, and unknown where the clock showed none. Data sets are those of TabZilla with
    the same OpenML task, which tells their size from eight tenths of the rows; nine tenths are learnt from here.
    """
    described = {
        row["dataset_name"].rpartition("__")[2]: _regime_of_tabzilla(row)
        for row in read_rows(raw / "tabzilla" / "datasets.csv.gz")
    }
    runs = _by_column(read_rows(raw / "amlb" / "1h.csv.gz"), "task")
    regimes, outcomes = {}, []
    for data, rows in sorted(runs.items()):
        regimes[data] = _regime_of_amlb(rows[0], described.get(rows[0]["id"].rpartition("/")[2]))
        by_method = _by_column(rows, "framework")
        for method in sorted(set(by_method) - set(_SEARCHED.values())):
            searched = by_method.get(_SEARCHED.get(method, ""), ())
            outcomes.append(
                Outcome(
                    data=data,
                    method=method,
                    score=mean_of(row["score"] for row in by_method[method]),
                    tuned_score=mean_of(row["score"] for row in searched),
                    log_loss=mean_of(row["logloss"] for row in by_method[method]),
                    fit_seconds=mean_of(row["duration"] for row in by_method[method]) or None,
                )
            )
    return Study(regimes, tuple(outcomes))


def _regime_of_amlb(run: Row, described: Regime | None) -> Regime:
    task = _TASK_OF_TYPE[run["type"]]
    if described is None:
        return Regime(task, "tabular")
    rows = None if described.rows is None else described.rows * 9 / 8
    return Regime(task, "tabular", rows, described.features, described.classes, described.categorical_share)


def _task_of(classes: float) -> str:
    return "binary-classification" if classes == 2 else "multiclass-classification"


def _by_column(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    """Return rows by what they say in a column."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found
