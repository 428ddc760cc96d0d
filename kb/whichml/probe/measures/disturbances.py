"""What a candidate loses when features are noisy or missing, rows outlying, or labels wrong."""

from __future__ import annotations

from typing import Any

import numpy as np

from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.measures.fold_context import EstimatorTable, FoldContext, floats_of
from whichml.probe.measures.measure_samples import MeasureSamples
from whichml.probe.measures.splits import Fold

NOISE_WIDTH, N_DRAWS = 0.3, 3
MISSING_SHARE, OUTLYING_SHARE, OUTLYING_WIDTH, WRONG_SHARE = 0.2, 0.05, 10.0, 0.1


def measure_disturbances(
    table: EstimatorTable, candidate: CandidateEstimator, fold: Fold, seed: int
) -> tuple[MeasureSamples, ...]:
    """Return losses of score under feature noise in test rows, and under missing cells in training and test rows.

    Positive is a loss. Tables without a column of numbers have no feature noise.
    """
    context = FoldContext(table, candidate, fold, seed)
    model = context.fitted()
    clean, rows = context.score(model), len(fold.train)
    figures = []
    if table.number_columns:
        widths = _widths(context.train[0], table.number_columns)
        noisy = [_noisy(context.test[0], table.number_columns, widths, seed + draw) for draw in range(N_DRAWS)]
        losses = tuple(clean - context.score(model, features) for features in noisy)
        figures.append(
            MeasureSamples("score-loss-under-noise", losses, rows, f"noise of {NOISE_WIDTH} standard deviations")
        )
    holed = context.fitted(_holed(context.train[0], seed))
    loss = clean - context.score(holed, _holed(context.test[0], seed + 1))
    figures.append(MeasureSamples("score-loss-under-missing", (loss,), rows, f"{MISSING_SHARE:.0%} of all cells blank"))
    return tuple(figures)


def measure_contamination(
    table: EstimatorTable, candidate: CandidateEstimator, fold: Fold, seed: int
) -> tuple[MeasureSamples, ...]:
    """Return losses of score on clean test rows when training rows are outlying, and when their labels are wrong."""
    context = FoldContext(table, candidate, fold, seed)
    features, target = context.train
    clean, rows = context.score(context.fitted()), len(fold.train)
    figures = []
    if table.number_columns:
        outlying, moved = _outlying(table, features, target, seed)
        loss = clean - context.score(context.fitted(outlying, moved))
        figures.append(
            MeasureSamples("score-loss-under-outliers", (loss,), rows, f"{OUTLYING_SHARE:.0%} of training rows")
        )
    loss = clean - context.score(context.fitted(features, _wrong(table, target, seed)))
    figures.append(MeasureSamples("score-loss-under-label-noise", (loss,), rows, f"{WRONG_SHARE:.0%} of training rows"))
    return tuple(figures)


def _widths(features: Any, columns: tuple[int, ...]) -> Any:
    return np.nanstd(number_matrix(features, columns), axis=0)


def number_matrix(features: Any, columns: tuple[int, ...]) -> Any:
    """Return the columns of numbers as a float array, rows x those columns."""
    if isinstance(features, np.ndarray):
        return features[:, list(columns)]
    return floats_of(features.iloc[:, list(columns)])


def with_numbers(features: Any, columns: tuple[int, ...], numbers: Any) -> Any:
    """Return a copy of the features with other values in the columns of numbers."""
    changed = features.copy()
    if isinstance(features, np.ndarray):
        changed[:, list(columns)] = numbers
        return changed
    for place, column in enumerate(columns):
        changed[changed.columns[column]] = numbers[:, place]
    return changed


def _noisy(features: Any, columns: tuple[int, ...], widths: Any, seed: int) -> Any:
    numbers = number_matrix(features, columns)
    noise = np.random.default_rng(seed).normal(size=numbers.shape) * widths * NOISE_WIDTH
    return with_numbers(features, columns, numbers + noise)


def _holed(features: Any, seed: int) -> Any:
    blank = np.random.default_rng(seed).random(features.shape) < MISSING_SHARE
    if isinstance(features, np.ndarray):
        return np.where(blank, np.nan, features)
    changed = {}
    for place, name in enumerate(features.columns):
        column = features[name]
        if column.dtype.kind in "biuf":
            column = column.astype(float)
        changed[name] = column.mask(blank[:, place])
    return type(features)(changed, index=features.index)


def _outlying(table: EstimatorTable, features: Any, target: Any, seed: int) -> tuple[Any, Any]:
    """Return features and target with some wild rows each.

    Wild targets are drawn by themselves: where features are wild too, whatever looks at near rows alone never sees
    the target of such a row.
    """
    random = np.random.default_rng(seed)
    numbers = number_matrix(features, table.number_columns)
    is_moved = random.random(len(numbers)) < OUTLYING_SHARE
    signs = random.choice([-1.0, 1.0], size=numbers.shape)
    far = numbers + signs * OUTLYING_WIDTH * np.nanstd(numbers, axis=0)
    moved = target
    if not table.n_classes:
        signs = random.choice([-1.0, 1.0], size=len(target))
        is_wild = random.random(len(target)) < OUTLYING_SHARE
        moved = np.where(is_wild, target + signs * OUTLYING_WIDTH * target.std(), target)
        moved = np.clip(moved, target.min(), None) if target.min() >= 0 else moved  # counts stay counts
    return with_numbers(features, table.number_columns, np.where(is_moved[:, None], far, numbers)), moved


def _wrong(table: EstimatorTable, target: Any, seed: int) -> Any:
    random = np.random.default_rng(seed)
    places = np.flatnonzero(random.random(len(target)) < WRONG_SHARE)
    wrong = target.copy()
    if table.n_classes:
        wrong[places] = (target[places] + random.integers(1, table.n_classes, size=len(places))) % table.n_classes
    else:
        wrong[places] = target[random.permutation(places)]
    return wrong
