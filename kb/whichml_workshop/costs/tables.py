"""Real data sets that come with installed packages, as tables that cost models are held against."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from whichml.evidence.datasets import BUILT_IN, DataSet, read_registry
from whichml.knowledge.content import Content
from whichml.model.documents.errors import ProbeError
from whichml.probe.verification.package_data import data_folder
from whichml.probe.verification.prepared_data_sets import load_prepared
from whichml_workshop.costs.sweeps import SweepTable, TableShape


@dataclass(frozen=True, eq=False, slots=True)
class NamedTable:
    """A table with its name and shape; `table` is None for one that is still to be generated."""

    name: str
    table: SweepTable | None
    shape: TableShape


def real_tables(content: Content, with_registry: bool = False) -> tuple[NamedTable, ...]:
    """Return the data sets of scikit-learn and river that lie inside the packages, by name.

    Columns of numbers are taken as they are, the middle one for what is missing; columns of categories become one for
    each. All columns and the targets of regression have mean 0 and deviation 1, as a pipeline would hand them on.

    Parameters
    ----------
    with_registry : also the data sets of the registry that come with other packages, which are fetched; one that
        cannot be had is left out
    """
    found = [_from_scikit_learn(name, loader) for name, loader in _SCIKIT_LEARN.items()]
    if importlib.util.find_spec("river") is not None:
        found += [_from_river(name, stream) for name, stream in _RIVER.items()]
    if with_registry:
        others = [each for each in read_registry(content).sets if each.package != BUILT_IN]
        found += [named for each in others if (named := _from_registry(each)) is not None]
    return tuple(sorted(found, key=lambda one: one.name))


_SCIKIT_LEARN: Mapping[str, str] = {
    "breast-cancer": "load_breast_cancer",
    "diabetes": "load_diabetes",
    "digits": "load_digits",
    "iris": "load_iris",
    "wine": "load_wine",
}
_RIVER: Mapping[str, str] = {
    "bananas": "Bananas",
    "image-segments": "ImageSegments",
    "phishing": "Phishing",
    "trump-approval": "TrumpApproval",
}
_NUMBERS = ("diabetes", "trump-approval")
_MOST_ROWS, _MOST_COLUMNS = 10_000, 200


def _from_scikit_learn(name: str, loader: str) -> NamedTable:
    load: Callable[..., Any] = getattr(importlib.import_module("sklearn.datasets"), loader)
    features, target = load(return_X_y=True)
    return _named(name, np.asarray(features, dtype=float), np.asarray(target))


def _from_river(name: str, stream: str) -> NamedTable:
    rows = list(getattr(importlib.import_module("river.datasets"), stream)())
    columns = sorted(rows[0][0])
    features = np.array([[float(row[column]) for column in columns] for row, _ in rows])
    return _named(name, features, np.array([target for _, target in rows]))


def _from_registry(dataset: DataSet) -> NamedTable | None:
    """Return a data set of the registry; None where it cannot be had or is wider than any sweep once encoded."""
    pandas: Any = importlib.import_module("pandas")
    try:
        prepared = load_prepared(dataset, data_folder(), _MOST_ROWS)
    except ProbeError as refusal:
        print(f"without {dataset.id}: {refusal}", file=sys.stderr)
        return None
    features = prepared.features
    categories = [name for name, kind in prepared.kinds.items() if kind == "category"]
    if sum(features[name].nunique() for name in categories) + features.shape[1] > _MOST_COLUMNS:
        return None
    spread = pandas.get_dummies(features, columns=categories, dtype=float).apply(pandas.to_numeric, errors="coerce")
    filled = spread.fillna(spread.median()).fillna(0.0).to_numpy(dtype=float)
    return _named(dataset.id, filled, prepared.target, is_for_numbers=prepared.task == "regression")


def _named(name: str, features: Any, target: Any, is_for_numbers: bool = False) -> NamedTable:
    deviations = features.std(axis=0)
    features = (features - features.mean(axis=0))[:, deviations > 0] / deviations[deviations > 0]
    if is_for_numbers or name in _NUMBERS:
        target, n_classes = (target - target.mean()) / target.std(), 0
    else:
        labels, target = np.unique(target, return_inverse=True)
        n_classes = len(labels)
    n_rows, n_features = features.shape
    return NamedTable(name, SweepTable(features, target), TableShape(n_rows, n_features, n_classes))
