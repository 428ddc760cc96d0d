"""What a person should look at before trusting scores: leakage, duplicates, groups of rows, order in time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from whichml.model.errors import quoted
from whichml.probe.column_kinds import Column, named
from whichml.probe.extra import of_extra
from whichml.probe.targets import Target

if TYPE_CHECKING:
    import pandas as pd

NEARLY_PERFECT = 0.99
_SHORTEST_NAME = 3
# cells that the search for leakage looks at, so that a wide table does not take minutes
_MOST_CELLS, _MOST_ROWS, _FEWEST_ROWS = 20_000_000, 20_000, 500
_ROWS_PER_CATEGORY = 5
_GROUP_WORDS = frozenset({
    "id", "user", "users", "patient", "customer", "client", "store", "shop", "subject", "session", "person", "account",
    "device", "machine", "household", "school", "hospital", "site", "participant", "group", "family", "vehicle",
})  # fmt: skip


def leakage_hints(columns: Mapping[str, Column], target_name: str, target: Target) -> Iterator[str]:
    """Yield a note for the columns that tell the target nearly alone, and for those that bear its name.

    A number tells a class where a tree on it alone, with as many leaves as there are classes, has a balanced accuracy
    above 0.99, and a number where the rank correlation is above 0.99 in either direction. A category tells them where
    its own classes, or means, do.
    """
    n_rows = len(target.values)
    n_looked = min(_MOST_ROWS, max(_FEWEST_ROWS, _MOST_CELLS // max(1, len(columns))), n_rows)
    rows = np.linspace(0, n_rows - 1, n_looked).round().astype(int)
    values = target.values[rows]
    telling = [name for name, column in columns.items() if _agreement(column, rows, values, target) > NEARLY_PERFECT]
    if telling:
        yield (f"Possible leakage: {named(telling)} alone {'tells' if len(telling) == 1 else 'tell'} the target nearly "
               "perfectly. Leave out what is not known yet when a prediction is made.")  # fmt: skip
    bare = _bare(target_name)
    alike = [name for name in columns if len(bare) >= _SHORTEST_NAME and bare in _bare(name) and name not in telling]
    if alike:
        yield (f"Possible leakage: the name of {named(alike)} contains that of the target {quoted(target_name)}.")


def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.lower())


def _agreement(column: Column, rows: Any, values: Any, target: Target) -> float:
    """Return how well a column alone tells the target, 1 for perfectly."""
    seen = column.values.iloc[rows]
    if column.kind == "text":
        return 0.0
    if column.kind == "category":
        return _agreement_of_category(seen, values, len(target.classes))
    numbers = seen.astype("int64").where(seen.notna()) if column.kind == "date" else seen
    plain = numbers.to_numpy(dtype=float)
    if target.classes:
        return _agreement_of_tree(plain, values, len(target.classes))
    return _rank_correlation(plain, values)


def _agreement_of_tree(plain: Any, values: Any, n_classes: int) -> float:
    tree = of_extra("sklearn.tree").DecisionTreeClassifier(
        max_leaf_nodes=max(2, n_classes), min_samples_leaf=2, class_weight="balanced", random_state=0
    )
    # float32 is what trees compare: larger numbers would be refused
    clipped = np.clip(plain, -1e38, 1e38).reshape(-1, 1)
    return _balanced_accuracy(values, tree.fit(clipped, values).predict(clipped))


def _balanced_accuracy(values: Any, predicted: Any) -> float:
    right = predicted == values
    return float(np.mean([right[values == code].mean() for code in np.unique(values)]))


def _rank_correlation(plain: Any, values: Any) -> float:
    pandas = of_extra("pandas")
    present = np.isfinite(plain)
    if present.sum() < len(plain) / 2 or len(np.unique(plain[present])) < 3:
        return 0.0
    ranks = [pandas.Series(numbers[present]).rank().to_numpy() for numbers in (plain, values)]
    if any(np.ptp(rank) == 0 for rank in ranks):
        return 0.0
    return abs(float(np.corrcoef(*ranks)[0, 1]))


def _agreement_of_category(seen: pd.Series, values: Any, n_classes: int) -> float:
    """Return the balanced accuracy of each category's commonest class, or the share of variance between categories."""
    codes, found = of_extra("pandas").factorize(seen, use_na_sentinel=False)
    n_categories = len(found)
    if n_categories < 2 or n_categories * _ROWS_PER_CATEGORY > len(codes):
        return 0.0
    if n_classes:
        counts = np.zeros((n_categories, n_classes))
        np.add.at(counts, (codes, values), 1)
        shares = counts / np.maximum(counts.sum(axis=0), 1)  # of each class, so that a rare one counts as much
        return _balanced_accuracy(values, shares.argmax(axis=1)[codes])
    sizes = np.bincount(codes)
    means = np.bincount(codes, weights=values) / sizes
    variance = float(np.var(values))
    return float(np.sum(sizes * (means - np.mean(values)) ** 2) / len(values) / variance) if variance else 0.0


def duplicate_hints(features: pd.DataFrame, target: Any) -> Iterator[str]:
    """Yield a note where rows are the same as an earlier one, the target included."""
    n_repeated = int(features.assign(**{_free_name(features): target}).duplicated().sum())
    if n_repeated:
        yield (f"{n_repeated:,} of {len(target):,} rows ({n_repeated / len(target):.1%}) are the same as an earlier "
               "one; where that is one case told twice, it may be learnt from and tested on at once.")  # fmt: skip


def _free_name(features: pd.DataFrame) -> str:
    name = "target"
    while name in features.columns:
        name += "_"
    return name


def group_hints(columns: Mapping[str, Column]) -> Iterator[str]:
    """Yield a note for columns by which rows may belong together: repeated values under a name such as `patient_id`."""
    possible = []
    for name, column in columns.items():
        words = set(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()))
        n_distinct = column.values.nunique()
        whole = column.kind == "category" or (column.kind == "number" and _is_whole(column.values))
        if words & _GROUP_WORDS and whole and 2 < n_distinct <= len(column.values) / 2:
            possible.append(name)
    if possible:
        yield (f"Rows may belong together by {named(possible)}; name the column as the group where new groups are to "
               "be predicted, so that none is on both sides of a split.")  # fmt: skip


def _is_whole(values: pd.Series) -> bool:
    plain = values.dropna().to_numpy(dtype=float)
    return bool(np.all(np.floor(plain) == plain))


def time_hints(columns: Mapping[str, Column]) -> Iterator[str]:
    """Yield a note for columns that may be an order in time: dates, and numbers by which the rows are sorted."""
    dates = [name for name, column in columns.items() if column.kind == "date"]
    if dates:
        ordered = [name for name in dates if columns[name].values.is_monotonic_increasing]
        by = f", and the rows are sorted by {named(ordered)}" if ordered else ""
        yield (f"There {'are dates' if len(dates) > 1 else 'is a date'}: {named(dates)}{by}; name the order where the "
               "future is to be predicted, so that later rows test what earlier ones taught.")  # fmt: skip
    steps = [
        name
        for name, column in columns.items()
        if column.kind == "number"
        and column.values.is_monotonic_increasing
        and column.values.nunique() > len(column.values) / 2
    ]
    if steps:
        yield f"The rows are sorted by {named(steps)}, which may be a time; name it as the order where it is."
