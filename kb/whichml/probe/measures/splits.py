"""How rows are held out: repeated and stratified, by groups, or forward in time; the same for one seed."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from whichml.model.documents.errors import ProbeError
from whichml.probe.description.prepared_data_set import PreparedDataSet

_FEW_ROWS, _MANY_ROWS = 1_000, 5_000
_FEWEST_ROWS = 10
_MOST_FOLDS = 30
_FEW_SHARE = 0.05
_GROUPS_OF_A_CLASS = 3


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
    is_forward : whether the folds follow each other in time
    """

    folds: tuple[Fold, ...]
    words: str
    is_forward: bool = False

    @property
    def ratios(self) -> tuple[float, ...]:
        """Return for each fold its test rows divided by its training rows."""
        return tuple(len(fold.test) / len(fold.train) for fold in self.folds)

    @property
    def test_to_train(self) -> float:
        """Return test rows divided by training rows, the mean over the folds."""
        return float(np.mean(self.ratios))

    @property
    def places(self) -> tuple[int, ...]:
        """Return the numbers of the folds in the order in which they tell most.

        Forward in time that is the newest first: it learns from most rows, and is likest to what is yet to come.
        """
        places = tuple(range(len(self.folds)))
        return places[::-1] if self.is_forward else places

    def words_for(self, scored: Iterable[int]) -> str:
        """Return the words, and which folds were scored where these are not all."""
        chosen = sorted(set(scored))
        if not 0 < len(chosen) < len(self.folds):
            return self.words
        if not self.is_forward:
            return f"{self.words}, {len(chosen)} of the {len(self.folds)} parts compared"
        if chosen == sorted(self.places[: len(chosen)]):
            which = "the newest" if len(chosen) == 1 else f"the newest {len(chosen)}"
        else:
            which = f"number {', '.join(str(place + 1) for place in chosen)}"
        return f"{self.words}, {which} of them compared"


def splits_of(prepared: PreparedDataSet, seed: int = 0) -> Splits:
    """Return the splits of a whole table: six test folds or more, by time, by group, by class or by chance.

    Three times five folds up to 1,000 rows, twice five up to 5,000, twice three above: many rows need fewer
    repetitions for the same certainty. With positions in time, training rows always lie before test rows; with
    groups, no group is on both sides.

    Parameters
    ----------
    prepared : its `order` decides before its `groups`, and these before its classes
    seed : of the shuffles; forward chaining has none

    Raises
    ------
    ProbeError
        Where there are fewer than ten rows, a single class, or a single group.
    """
    n_folds, n_repeats = _usual(prepared)
    return held_out(prepared, np.arange(prepared.n_rows), n_folds, n_repeats, seed)


def with_another_repeat(prepared: PreparedDataSet, splits: Splits, seed: int = 0) -> Splits | None:
    """Return the splits of a whole table with one repetition more behind them, None where that would hardly help.

    Thirty folds are the most: the variance of a mean difference is ``(1/n + n_test/n_train) s^2`` (Nadeau & Bengio
    2003), whose second part no repetition makes smaller. Forward in time each block is held out once.

    Parameters
    ----------
    splits : as `splits_of` returns them for the same table and seed, or this function
    """
    if prepared.order is not None:
        return None
    n_folds, n_repeats = _usual(prepared)
    longer = splits
    while len(longer.folds) <= len(splits.folds):
        if n_repeats * n_folds > _MOST_FOLDS:
            return None
        longer = held_out(prepared, np.arange(prepared.n_rows), n_folds, n_repeats, seed)
        n_repeats += 1
    return longer


def _usual(prepared: PreparedDataSet) -> tuple[int, int]:
    """Return the folds of a repetition, and the repetitions."""
    if prepared.n_rows > _MANY_ROWS:
        return 3, 2
    return 5, 2 if prepared.n_rows > _FEW_ROWS else 3


def held_out(prepared: PreparedDataSet, rows: Any, n_folds: int, n_repeats: int, seed: int = 0) -> Splits:
    """Return splits of some rows; fold arrays hold row numbers of the whole table.

    Parameters
    ----------
    rows : ascending row numbers, a one-dimensional NumPy array
    n_folds : wanted test folds of each repetition; fewer where classes or the groups have too few rows
    n_repeats : repetitions with other shuffles; forward in time, that many times more blocks

    Raises
    ------
    ProbeError
        As `splits_of`.
    """
    _check(prepared, rows)
    if prepared.order is not None:
        return _forward(prepared, rows, n_folds * n_repeats)
    found: list[Fold] = []
    target = prepared.target[rows]
    groups = None if prepared.groups is None else prepared.groups[rows]
    n_folds = _possible_folds(prepared, target, groups, n_folds)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a class with fewer rows than folds: some folds go without it
        for repeat in range(n_repeats):
            splitter = _splitter(prepared, n_folds, seed + repeat)
            found += [
                Fold(rows[np.sort(train)], rows[np.sort(test)])
                for train, test in splitter.split(np.zeros((len(rows), 1)), target, groups)
                if not prepared.classes or len(np.unique(target[train])) > 1
            ]
    if not found:
        raise ProbeError.about(
            f"Each group of {prepared.name} holds one class of {prepared.target_name} alone or nearly so: without "
            "the groups of the test rows a single class is left to learn from.",
            hint="Name no group, or one whose rows are of several classes.",
        )
    n_left_out = n_folds * n_repeats - len(found)
    without = f", {n_left_out} of them left out that leave one class to learn from" if n_left_out else ""
    return Splits(tuple(found), _words(prepared, n_folds, n_repeats, seed) + without)


def sample_of(prepared: PreparedDataSet, n_rows: int, seed: int = 0) -> Any:
    """Return ascending row numbers of a sample: as many of each class as in the table, and whole groups.

    Parameters
    ----------
    n_rows : wanted rows; all rows where there are no more. Groups are taken whole until there are enough, and until
        each class is in three of them, as far as it is in so many
    """
    n_all = prepared.n_rows
    if n_rows >= n_all:
        return np.arange(n_all)
    random = np.random.default_rng(seed)
    if prepared.groups is not None:
        return _whole_groups(prepared, n_rows, random)
    if not prepared.classes:
        return np.sort(random.permutation(n_all)[:n_rows])
    chosen = []
    for code in np.unique(prepared.target):
        of_class = np.flatnonzero(prepared.target == code)
        n_wanted = max(min(2, len(of_class)), round(n_rows * len(of_class) / n_all))
        chosen.append(random.permutation(of_class)[:n_wanted])
    return np.sort(np.concatenate(chosen))


def _whole_groups(prepared: PreparedDataSet, n_rows: int, random: np.random.Generator) -> Any:
    """Return the rows of groups drawn one by one, until there are enough rows, and each class is in a few groups."""
    names, places, counts = np.unique(prepared.groups, return_inverse=True, return_counts=True)
    order = random.permutation(len(names))
    n_needed = max(2, int(np.searchsorted(np.cumsum(counts[order]), n_rows)) + 1)
    drawn = np.argsort(order)  # when each group is drawn
    for code in range(len(prepared.classes)):
        when = np.sort(drawn[np.unique(places[prepared.target == code])])
        if len(when):
            n_needed = max(n_needed, int(when[min(_GROUPS_OF_A_CLASS, len(when)) - 1]) + 1)
    return np.flatnonzero(np.isin(prepared.groups, names[order[:n_needed]]))


def _check(prepared: PreparedDataSet, rows: Any) -> None:
    if len(rows) < _FEWEST_ROWS:
        raise ProbeError.about(
            f"{prepared.name} has {len(rows)} rows to hold out from.",
            hint=f"An experiment needs {_FEWEST_ROWS} rows at least, and some hundred to tell anything.",
        )
    if prepared.classes and len(np.unique(prepared.target[rows])) == 1:
        raise ProbeError.about(f"{prepared.target_name} has one class only: there is nothing to tell apart.")
    if prepared.order is None and prepared.groups is not None and len(np.unique(prepared.groups[rows])) == 1:
        raise ProbeError.about(f"All rows of {prepared.name} belong to one group, and none can be held out.")


def _possible_folds(prepared: PreparedDataSet, target: Any, groups: Any, n_folds: int) -> int:
    if groups is not None:
        return min(n_folds, len(np.unique(groups)))
    return _folds_of_classes(target, n_folds) if prepared.classes else n_folds


def _folds_of_classes(target: Any, n_folds: int) -> int:
    """Return as many folds as wanted or as each class has rows.

    Of three classes or more, those that together hold a twentieth of the rows at most have no say: some folds go
    without them, as with a plain stratified split. To learn from half of all rows, for two rows, would cost the others
    more. Of two classes, a fold without one of them has no score.
    """
    counts = np.unique(target, return_counts=True)[1]
    if len(counts) > 2:
        for n in range(n_folds, 2, -1):
            few = counts < n
            if counts[few].sum() <= _FEW_SHARE * counts.sum() and np.count_nonzero(~few) >= 2:
                return n
    return min(n_folds, max(2, int(counts.min())), int(counts.max()))


def _splitter(prepared: PreparedDataSet, n_folds: int, seed: int) -> Any:
    from sklearn import model_selection  # an extra, and slow to import

    if prepared.groups is not None:
        if prepared.classes:
            return model_selection.StratifiedGroupKFold(n_folds, shuffle=True, random_state=seed)
        return model_selection.GroupKFold(n_folds, shuffle=True, random_state=seed)
    if prepared.classes:
        return model_selection.StratifiedKFold(n_folds, shuffle=True, random_state=seed)
    return model_selection.KFold(n_folds, shuffle=True, random_state=seed)


def _words(prepared: PreparedDataSet, n_folds: int, n_repeats: int, seed: int) -> str:
    held = "stratified by class" if prepared.classes else "by chance"
    if prepared.groups is not None:
        held = "whole groups, " + ("stratified by class" if prepared.classes else "by chance")
    times = "once" if n_repeats == 1 else f"{n_repeats} times"
    return f"{times} {n_folds} folds, {held}, seed {seed}"


def _forward(prepared: PreparedDataSet, rows: Any, n_folds: int) -> Splits:
    """Return folds that learn from the past and are scored on what follows; equal positions stay together."""
    folds = tuple(_forward_folds(prepared, rows, n_folds))
    if not folds:
        raise _no_past(prepared, rows, n_folds)
    grouped = ", without groups of the test rows" if prepared.groups is not None else ""
    return Splits(folds, f"forward in time over {len(folds)} blocks{grouped}", is_forward=True)


def _no_past(prepared: PreparedDataSet, rows: Any, n_folds: int) -> ProbeError:
    """Return why no block of time leaves rows to learn from: groups, classes, or time itself."""
    if prepared.groups is not None and any(_forward_folds(replace(prepared, groups=None), rows, n_folds)):
        return ProbeError.about(
            f"Each group of {prepared.name} goes on through time: without the groups of the test rows, too little of "
            "the past is left to learn from.",
            hint="Name the time alone to predict what comes next of groups that are known, or the group alone to "
            "predict groups that are new.",
        )
    if any(_forward_folds(replace(prepared, groups=None, classes=()), rows, n_folds)):
        return ProbeError.about(
            f"The past of {prepared.name} holds one class of {prepared.target_name} alone.",
            hint="Name no column of time, or take rows that go further back.",
        )
    return ProbeError.about(
        f"The positions in time of {prepared.name} leave no past to learn from.",
        hint="Name no column of time, or one with more than a few different values.",
    )


def _forward_folds(prepared: PreparedDataSet, rows: Any, n_folds: int) -> Iterator[Fold]:
    order = prepared.order[rows]
    bounds = np.unique(np.quantile(order, np.linspace(0, 1, n_folds + 2), method="higher"))
    blocks = list(itertools.pairwise(bounds[1:])) or [(bounds[-1], bounds[-1])]  # of two moments, the later one
    for start, end in blocks:
        is_last = end == bounds[-1]
        test = rows[(order >= start) & ((order <= end) if is_last else (order < end))]
        train = rows[order < start]
        if prepared.groups is not None:
            train = train[~np.isin(prepared.groups[train], prepared.groups[test])]
        if len(test) and len(train) and (not prepared.classes or len(np.unique(prepared.target[train])) > 1):
            yield Fold(train, test)
