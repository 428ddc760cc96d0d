"""How rows are held out: repeated and stratified, by groups, or forward in time; the same for one seed."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from whichml.model.errors import ProbeError
from whichml.probe.description.described import Described

_FEW_ROWS, _MANY_ROWS = 1_000, 5_000
_FEWEST_ROWS = 10


@dataclass(frozen=True, eq=False)
class Fold:
    """Row numbers to learn from and row numbers to score on, both ascending NumPy arrays."""

    train: Any
    test: Any


@dataclass(frozen=True, eq=False)
class Splits:
    """All folds of one way of holding out.

    Attributes
    ----------
    words : how rows are held out, as a phrase
    """

    folds: tuple[Fold, ...]
    words: str

    @property
    def test_to_train(self) -> float:
        """Return test rows divided by training rows, the mean over the folds."""
        return float(np.mean([len(fold.test) / len(fold.train) for fold in self.folds]))


def splits_of(described: Described, seed: int = 0) -> Splits:
    """Return the splits of a whole table: six test folds or more, by time, by group, by class or by chance.

    Three times five folds up to 1,000 rows, twice five up to 5,000, twice three above: many rows need fewer
    repetitions for the same certainty. With positions in time, training rows always lie before test rows; with
    groups, no group is on both sides.

    Parameters
    ----------
    described : its `order` decides before its `groups`, and these before its classes
    seed : of the shuffles; forward chaining has none

    Raises
    ------
    ProbeError
        Where there are fewer than ten rows, a single class, or a single group.
    """
    n_folds, n_repeats = 5, 3
    if described.n_rows > _FEW_ROWS:
        n_folds, n_repeats = (3, 2) if described.n_rows > _MANY_ROWS else (5, 2)
    return held_out(described, np.arange(described.n_rows), n_folds, n_repeats, seed)


def held_out(described: Described, rows: Any, n_folds: int, n_repeats: int, seed: int = 0) -> Splits:
    """Return splits of some rows; fold arrays hold row numbers of the whole table.

    Parameters
    ----------
    rows : ascending row numbers, a one-dimensional NumPy array
    n_folds : wanted test folds of each repetition; fewer where a class or the groups have too few rows
    n_repeats : repetitions with other shuffles; forward in time, that many times more blocks

    Raises
    ------
    ProbeError
        As `splits_of`.
    """
    _check(described, rows)
    if described.order is not None:
        return _forward(described, rows, n_folds * n_repeats)
    found: list[Fold] = []
    target = described.target[rows]
    groups = None if described.groups is None else described.groups[rows]
    n_folds = _possible_folds(described, target, groups, n_folds)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a class with fewer rows than folds: some folds go without it
        for repeat in range(n_repeats):
            splitter = _splitter(described, n_folds, seed + repeat)
            found += [
                Fold(rows[np.sort(train)], rows[np.sort(test)])
                for train, test in splitter.split(np.zeros((len(rows), 1)), target, groups)
                if not described.classes or len(np.unique(target[train])) > 1
            ]
    if not found:
        raise ProbeError.about(
            f"Each group of {described.name} holds one class of {described.target_name} alone or nearly so: without "
            "the groups of the test rows a single class is left to learn from.",
            hint="Name no group, or one whose rows are of several classes.",
        )
    n_left_out = n_folds * n_repeats - len(found)
    without = f", {n_left_out} of them left out that leave one class to learn from" if n_left_out else ""
    return Splits(tuple(found), _words(described, n_folds, n_repeats, seed) + without)


def sample_of(described: Described, n_rows: int, seed: int = 0) -> Any:
    """Return ascending row numbers of a sample: as many of each class as in the table, and whole groups.

    Parameters
    ----------
    n_rows : wanted rows; all rows where there are no more. Groups are taken whole until there are enough
    """
    n_all = described.n_rows
    if n_rows >= n_all:
        return np.arange(n_all)
    random = np.random.default_rng(seed)
    if described.groups is not None:
        return _whole_groups(described.groups, n_rows, random)
    if not described.classes:
        return np.sort(random.permutation(n_all)[:n_rows])
    chosen = []
    for code in np.unique(described.target):
        of_class = np.flatnonzero(described.target == code)
        n_wanted = max(min(2, len(of_class)), round(n_rows * len(of_class) / n_all))
        chosen.append(random.permutation(of_class)[:n_wanted])
    return np.sort(np.concatenate(chosen))


def _whole_groups(groups: Any, n_rows: int, random: np.random.Generator) -> Any:
    names, counts = np.unique(groups, return_counts=True)
    order = random.permutation(len(names))
    n_needed = max(2, int(np.searchsorted(np.cumsum(counts[order]), n_rows)) + 1)
    return np.flatnonzero(np.isin(groups, names[order[:n_needed]]))


def _check(described: Described, rows: Any) -> None:
    if len(rows) < _FEWEST_ROWS:
        raise ProbeError.about(
            f"{described.name} has {len(rows)} rows to hold out from.",
            hint=f"An experiment needs {_FEWEST_ROWS} rows at least, and some hundred to tell anything.",
        )
    if described.classes and len(np.unique(described.target[rows])) == 1:
        raise ProbeError.about(f"{described.target_name} has one class only: there is nothing to tell apart.")
    if described.order is None and described.groups is not None and len(np.unique(described.groups[rows])) == 1:
        raise ProbeError.about(f"All rows of {described.name} belong to one group, and none can be held out.")


def _possible_folds(described: Described, target: Any, groups: Any, n_folds: int) -> int:
    if groups is not None:
        return min(n_folds, len(np.unique(groups)))
    if described.classes:
        counts = np.unique(target, return_counts=True)[1]
        return min(n_folds, max(2, int(counts.min())), int(counts.max()))
    return n_folds


def _splitter(described: Described, n_folds: int, seed: int) -> Any:
    from sklearn import model_selection  # an extra, and slow to import

    if described.groups is not None:
        if described.classes:
            return model_selection.StratifiedGroupKFold(n_folds, shuffle=True, random_state=seed)
        return model_selection.GroupKFold(n_folds, shuffle=True, random_state=seed)
    if described.classes:
        return model_selection.StratifiedKFold(n_folds, shuffle=True, random_state=seed)
    return model_selection.KFold(n_folds, shuffle=True, random_state=seed)


def _words(described: Described, n_folds: int, n_repeats: int, seed: int) -> str:
    held = "stratified by class" if described.classes else "by chance"
    if described.groups is not None:
        held = "whole groups, " + ("stratified by class" if described.classes else "by chance")
    times = "once" if n_repeats == 1 else f"{n_repeats} times"
    return f"{times} {n_folds} folds, {held}, seed {seed}"


def _forward(described: Described, rows: Any, n_folds: int) -> Splits:
    """Return folds that learn from the past and are scored on what follows; equal positions stay together."""
    folds = tuple(_forward_folds(described, rows, n_folds))
    if not folds:
        raise ProbeError.about(
            f"The positions in time of {described.name} leave no past to learn from.",
            hint="Name no column of time, or one with more than a few different values.",
        )
    grouped = ", without groups of the test rows" if described.groups is not None else ""
    return Splits(folds, f"forward in time over {len(folds)} blocks{grouped}")


def _forward_folds(described: Described, rows: Any, n_folds: int) -> Iterator[Fold]:
    order = described.order[rows]
    bounds = np.unique(np.quantile(order, np.linspace(0, 1, n_folds + 2), method="higher"))
    blocks = list(itertools.pairwise(bounds[1:])) or [(bounds[-1], bounds[-1])]  # of two moments, the later one
    for start, end in blocks:
        is_last = end == bounds[-1]
        test = rows[(order >= start) & ((order <= end) if is_last else (order < end))]
        train = rows[order < start]
        if described.groups is not None:
            train = train[~np.isin(described.groups[train], described.groups[test])]
        if len(test) and len(train) and (not described.classes or len(np.unique(described.target[train])) > 1):
            yield Fold(train, test)
