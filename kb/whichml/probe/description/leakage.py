"""Columns that tell the target nearly alone, and so may hold what nobody knows when a prediction is made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from whichml.evidence.leakage_notes import POSSIBLE_LEAKAGE, STRIKING_COLUMN
from whichml.model.documents.errors import quoted
from whichml.probe.description.column_kinds import Column, named
from whichml.probe.description.targets import Target
from whichml.probe.extra import of_extra

if TYPE_CHECKING:
    import pandas as pd

# from which rows are learnt from, and which are asked for, both as truth values, to predictions for the latter
Predicted: TypeAlias = Callable[[Any, Any], Any]
NEARLY_PERFECT, STRIKING = 0.99, 0.95
_N_PARTS = 5
_SHORTEST_NAME = 3
# cells that the search for leakage looks at, so that a wide table does not take minutes
_MOST_CELLS, _MOST_ROWS, _FEWEST_ROWS = 20_000_000, 20_000, 500
_ROWS_PER_CATEGORY = 5
# below so many rows, one of many columns looks striking by chance
_FEWEST_ROWS_TO_STRIKE = 100
_EXACT, _MOST_COLUMNS_TO_ADD, _ROWS_PER_COLUMN_TO_ADD = 1e-6, 200, 5


def leakage_hints(columns: Mapping[str, Column], target_name: str, target: Target) -> Iterator[str]:
    """Yield a note for the columns that tell the target nearly alone or in sum, and for those that bear its name.

    A number tells a class where a tree on it alone, with as many leaves as there are classes, has a balanced accuracy
    above 0.99, and a number where the rank correlation is above 0.99 in either direction. A category tells them where
    its own classes, or means, do. What is learnt is held against rows that it was not learnt from. Above 0.95 the note
    says how far.
    """
    n_rows = len(target.values)
    n_looked = min(_MOST_ROWS, max(_FEWEST_ROWS, _MOST_CELLS // max(1, len(columns))), n_rows)
    rows = _with_rows_in_each_part(np.linspace(0, n_rows - 1, n_looked).round().astype(int), target)
    values = target.values[rows]
    agreements = {name: _agreement(column, rows, values, target) for name, column in columns.items()}
    telling = [name for name, agreement in agreements.items() if agreement > NEARLY_PERFECT]
    if telling:
        yield (f"{POSSIBLE_LEAKAGE}{named(telling)} alone {'tells' if len(telling) == 1 else 'tell'} the target nearly "
               "perfectly. Leave out what is not known yet when a prediction is made.")  # fmt: skip
    striking = {name: agreement for name, agreement in agreements.items() if STRIKING < agreement <= NEARLY_PERFECT}
    if striking and len(rows) >= _FEWEST_ROWS_TO_STRIKE:
        how = "balanced accuracy" if target.classes else "rank correlation, or share of variance,"
        each = "each alone tells" if len(striking) > 1 else "alone tells"
        highest = max(striking.values())
        yield (f"{STRIKING_COLUMN}{named(striking)}: {each} the target well ({how} up to {highest:.3f} on "
               "rows held out), which is leakage where it is not known when a prediction is made.")  # fmt: skip
    parts = [] if target.classes or telling else _parts_of_sum(columns, rows, values)
    if parts:
        yield (f"{POSSIBLE_LEAKAGE}the target is a sum of {named(parts)}, each times a constant. Leave out what is not "
               "known yet when a prediction is made.")  # fmt: skip
    bare = _bare(target_name)
    alike = [name for name in columns if len(bare) >= _SHORTEST_NAME and bare in _bare(name) and name not in telling]
    if alike:
        yield (f"{POSSIBLE_LEAKAGE}the name of {named(alike)} contains that of the target {quoted(target_name)}.")


def _with_rows_in_each_part(rows: Any, target: Target) -> Any:
    """Return rows without those of classes that have too few to be learnt and held out."""
    if not target.classes:
        return rows
    counts = np.bincount(target.values[rows], minlength=len(target.classes))
    return rows[counts[target.values[rows]] >= _N_PARTS]


def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.lower())


def _agreement(column: Column, rows: Any, values: Any, target: Target) -> float:
    """Return how well a column alone tells the target, 1 for perfectly."""
    seen = column.values.iloc[rows]
    if column.kind == "text" or len(np.unique(values)) < 2:
        return 0.0
    if column.kind == "category":
        return _agreement_of_category(seen, values, len(target.classes))
    numbers = seen.astype("int64").where(seen.notna()) if column.kind == "date" else seen
    plain = numbers.to_numpy(dtype=float)
    if target.classes:
        return _agreement_of_tree(plain, values, len(target.classes))
    return _rank_correlation(plain, values)


def _agreement_of_tree(plain: Any, values: Any, n_classes: int) -> float:
    if _is_too_mixed(plain, values, n_classes):
        return 0.0
    tree = of_extra("sklearn.tree").DecisionTreeClassifier(
        max_leaf_nodes=max(2, n_classes), min_samples_leaf=2, class_weight="balanced", random_state=0
    )
    # float32 is what trees compare: larger numbers would be refused
    clipped = np.clip(plain, -1e38, 1e38).reshape(-1, 1)
    if _balanced_accuracy(values, tree.fit(clipped, values).predict(clipped)) <= STRIKING:
        return 0.0  # held-out rows tell no more, and most columns end here

    def predicted(taught: Any, asked: Any) -> Any:
        return tree.fit(clipped[taught], values[taught]).predict(clipped[asked])

    return _balanced_accuracy(values, _held_out(values, n_classes, predicted))


def _is_too_mixed(plain: Any, values: Any, n_classes: int) -> bool:
    """Return whether classes alternate so often along a number that no tree of one leaf each can be striking.

    A leaf holds an interval. Every run of a class beyond the intervals holds a row that is told wrongly, and striking
    trees tell few rows of any class wrongly. It spares wide tables thousands of trees.
    """
    ordered = values[np.lexsort((values, plain))]
    n_runs = 1 + int(np.count_nonzero(np.diff(ordered)))
    most_wrong = (1 - STRIKING) * n_classes * int(np.bincount(values).max())
    n_leaves = max(2, n_classes) + 1  # missing values, at the end, go to any leaf
    return n_runs > n_leaves + 2 * most_wrong


def _parts_of_sum(columns: Mapping[str, Column], rows: Any, values: Any) -> list[str]:
    """Return the numbers whose sum, each times a constant, is the target but for rounding; none where none is."""
    numbers = [name for name, column in columns.items() if column.kind == "number"]
    if not 1 < len(numbers) <= min(_MOST_COLUMNS_TO_ADD, len(rows) // _ROWS_PER_COLUMN_TO_ADD):
        return []
    plain = np.column_stack(
        [columns[name].values.iloc[rows].to_numpy(dtype=float, na_value=np.nan) for name in numbers]
    )
    complete = np.isfinite(plain).all(axis=1)
    if complete.sum() < max(_FEWEST_ROWS_TO_STRIKE, _ROWS_PER_COLUMN_TO_ADD * len(numbers)):
        return []
    plain, wanted = plain[complete], values[complete]
    deviations = plain.std(axis=0)
    varied = deviations > 0
    scaled = (plain[:, varied] - plain[:, varied].mean(axis=0)) / deviations[varied]
    scale = float(np.std(wanted)) or 1.0
    wanted = (wanted - wanted.mean()) / scale
    weights, *_ = np.linalg.lstsq(scaled, wanted, rcond=None)
    if np.sqrt(np.mean((wanted - scaled @ weights) ** 2)) > _EXACT:
        return []
    return [name for name, weight in zip(np.array(numbers)[varied], weights, strict=True) if abs(weight) > _EXACT]


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
    """Return the balanced accuracy of each category's commonest class, or the share of variance that its means tell.

    Both are of rows that the classes and means were not taken from: of many categories, any number tell their own rows.
    """
    codes, found = of_extra("pandas").factorize(seen, use_na_sentinel=False)
    n_categories = len(found)
    if n_categories < 2 or n_categories * _ROWS_PER_CATEGORY > len(codes):
        return 0.0
    if n_classes:

        def commonest(taught: Any, asked: Any) -> Any:
            counts = np.zeros((n_categories, n_classes))
            np.add.at(counts, (codes[taught], values[taught]), 1)
            shares = counts / np.maximum(counts.sum(axis=0), 1)  # of each class, so that a rare one counts as much
            return shares.argmax(axis=1)[codes[asked]]

        return _balanced_accuracy(values, _held_out(values, n_classes, commonest))

    def mean(taught: Any, asked: Any) -> Any:
        sizes = np.bincount(codes[taught], minlength=n_categories)
        sums = np.bincount(codes[taught], weights=values[taught], minlength=n_categories)
        return np.where(sizes > 0, sums / np.maximum(sizes, 1), values[taught].mean())[codes[asked]]

    variance = float(np.var(values))
    missed = float(np.mean((values - _held_out(values, 0, mean)) ** 2))
    return max(0.0, 1 - missed / variance) if variance else 0.0


def _held_out(values: Any, n_classes: int, predicted: Predicted) -> Any:
    """Return what is predicted of each row by what the other parts of the rows teach, each class in all parts alike."""
    order = np.random.default_rng(0).permutation(len(values))
    if n_classes:
        order = order[np.argsort(values[order], kind="stable")]
    parts = np.empty(len(values), dtype=int)
    parts[order] = np.arange(len(values)) % _N_PARTS
    found = np.empty_like(values)
    for part in range(_N_PARTS):
        asked = parts == part
        found[asked] = predicted(~asked, asked)
    return found
