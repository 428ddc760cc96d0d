"""From a data set of the registry to a table made ready for experiments, of no more rows than asked for."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from whichml.evidence.datasets import DataSet
from whichml.model.documents.errors import ProbeError
from whichml.probe.description.prepared_data_set import ColumnKind, PreparedDataSet
from whichml.probe.verification.package_data import locate

ARRANGED: Mapping[str, Any] = {
    "data.modality": "tabular", "data.arrival": "batch", "data.growth": "static", "data.drift": "none",
    "data.sparse": False,
}  # fmt: skip
"""What holds for every table of the registry by the way experiments use it: whole, at once, dense, never growing."""


def load_prepared(dataset: DataSet, folder: Path, most_rows: int | None = None, seed: int = 0) -> PreparedDataSet:
    """Return the table of a data set; the same rows for the same seed.

    Parameters
    ----------
    folder : where fetched data files are kept
    most_rows : rows beyond are left out at random, in proportion to the classes; None keeps all

    Raises
    ------
    ProbeError
        Where the data cannot be had, or hold other rows or features than the registry says.
    """
    paths = locate(dataset, folder)
    table, target = _read(dataset, paths)
    features, kinds = _columns(table, dataset)
    known = target.notna().to_numpy()
    features, target = features[known].reset_index(drop=True), target[known].reset_index(drop=True)
    _check_shape(dataset, features)
    codes, classes = _coded(target, dataset)
    kept = _chosen_rows(codes, most_rows, seed, bool(classes))
    features, codes = features.iloc[kept].reset_index(drop=True), codes[kept]
    notes = () if len(kept) == dataset.rows else (f"{len(kept)} of {dataset.rows} rows, drawn with seed {seed}",)
    return PreparedDataSet(
        name=dataset.id,
        digest=dataset.digest,
        features=features,
        target=codes,
        target_name=dataset.target,
        task=dataset.task,
        classes=classes,
        kinds=kinds,
        facts=brief_facts(dataset, features, codes, kinds),
        notes=notes,
    )


def brief_facts(dataset: DataSet, features: Any, codes: Any, kinds: Mapping[str, ColumnKind]) -> Mapping[str, Any]:
    """Return the fields of a brief that the table tells, with those that follow from them by arithmetic."""
    n_rows, n_features = features.shape
    facts: dict[str, Any] = {"task": dataset.task, **ARRANGED, "data.rows": n_rows, "data.features": n_features}
    facts["data.labelled_rows"] = facts["data.training_rows"] = n_rows
    facts["data.rows_per_feature"] = n_rows / n_features
    facts["data.missing_share"] = round(float(features.isna().to_numpy().mean()), 6)
    categories = [name for name, kind in kinds.items() if kind == "category"]
    facts["data.categorical_features"] = len(categories)
    widest = max((int(features[name].nunique()) for name in categories), default=0)
    if categories:
        facts["data.categorical_cardinality"] = widest
    facts["data.encoded_features"] = max(n_features, widest)
    if dataset.task != "regression":
        counts = np.unique(codes, return_counts=True)[1]
        facts["data.classes"] = len(counts)
        facts["data.minority_share"] = round(float(counts.min() / n_rows), 6)
        facts["data.minority_rows"] = int(counts.min())
    return facts


def _read(dataset: DataSet, paths: tuple[Path, ...]) -> tuple[Any, Any]:
    """Return a frame of all columns but the target, and the target."""
    pandas: Any = importlib.import_module("pandas")
    if dataset.read == "scikit-learn":
        loader = getattr(importlib.import_module("sklearn.datasets"), dataset.loader)
        bunch = loader(as_frame=True)
        return bunch.data, bunch.target
    if dataset.read == "stata":
        table = pandas.read_stata(paths[0], convert_categoricals=False)
    else:
        head = 0 if dataset.read == "csv" else None
        table = pandas.read_csv(paths[0], header=head, skipinitialspace=True)
    if dataset.read == "csv-without-head":
        table.columns = [str(number) for number in range(1, table.shape[1] + 1)]
    if len(paths) > 1:
        return table, pandas.read_csv(paths[1]).iloc[:, 0]
    return table.drop(columns=[dataset.target]), table[dataset.target]


def _columns(table: Any, dataset: DataSet) -> tuple[Any, dict[str, ColumnKind]]:
    """Return the columns to learn from and what each is; constant ones are left out."""
    pandas: Any = importlib.import_module("pandas")
    features = table.drop(columns=list(dataset.drop))
    features.columns = [str(name) for name in features.columns]
    kinds: dict[str, ColumnKind] = {}
    for name in features.columns:
        if features[name].nunique(dropna=False) < 2:
            features = features.drop(columns=[name])
        elif name in dataset.categories or not pandas.api.types.is_numeric_dtype(features[name]):
            known = features[name].notna()
            words = features[name].astype(str).where(known).astype(object)
            features = features.assign(**{name: words.astype("category")})
            kinds[name] = "category"
        else:
            kinds[name] = "number"
    return features, kinds


def _check_shape(dataset: DataSet, features: Any) -> None:
    if features.shape != (dataset.rows, dataset.features):
        rows, columns = features.shape
        raise ProbeError.about(
            f"the data set '{dataset.id}' has {rows} rows and {columns} features, not {dataset.rows} and "
            f"{dataset.features}.",
            hint="Correct the registry, kb/facts/probes/datasets.yaml, if this is the table that is meant.",
        )


def _coded(target: Any, dataset: DataSet) -> tuple[Any, tuple[str, ...]]:
    if dataset.task == "regression":
        return target.to_numpy(dtype=float), ()
    names, codes = np.unique(target.astype(str).to_numpy(), return_inverse=True)
    return codes.astype(np.int64), tuple(str(name) for name in names)


def _chosen_rows(codes: Any, most_rows: int | None, seed: int, by_class: bool) -> Any:
    """Return the positions of the rows to keep, ascending; of every class in proportion, and at least five."""
    if most_rows is None or len(codes) <= most_rows:
        return np.arange(len(codes))
    draws = np.random.default_rng(seed)
    if not by_class:
        return np.sort(draws.choice(len(codes), most_rows, replace=False))
    kept = []
    for code in np.unique(codes):
        places = np.flatnonzero(codes == code)
        wanted = min(len(places), max(5, round(len(places) * most_rows / len(codes))))
        kept.append(draws.choice(places, wanted, replace=False))
    return np.sort(np.concatenate(kept))
