"""How far a candidate gets: with few rows, and beyond the range that it has seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.measures.disturbances import number_matrix
from whichml.probe.measures.fold_context import EstimatorTable, FoldContext
from whichml.probe.measures.measure_samples import MeasureSamples
from whichml.probe.measures.scores import Predictions, score_of
from whichml.probe.measures.splits import Fold

_FEWEST_ROWS = 50
_PART_INSIDE, _ENOUGH_SHARE = 0.8, 0.9


def measure_learning_curve(
    table: EstimatorTable, candidate: CandidateEstimator, fold: Fold, seed: int
) -> tuple[MeasureSamples, ...]:
    """Return the rows that reach nine tenths of the gain over the constant baseline; nothing where there is no gain."""
    context = FoldContext(table, candidate, fold, seed)
    shuffled = np.random.default_rng(seed).permutation(fold.train)
    counts, scores = [], []
    for n_rows in halved_row_counts(len(shuffled)):
        rows = np.sort(shuffled[:n_rows])
        if table.n_classes and len(np.unique(table.target[rows])) < len(np.unique(table.target[fold.train])):
            continue  # too few rows to have met every class
        counts.append(n_rows)
        scores.append(context.score(context.learning_from(rows).fitted()))
    needed = rows_to_share(counts, scores, _constant_score(context))
    note = "score by rows: " + ", ".join(f"{n:,}: {score:.3f}" for n, score in zip(counts, scores, strict=True))
    return () if needed is None else (MeasureSamples("rows-to-nine-tenths", (needed,), len(fold.train), note),)


def halved_row_counts(n_rows: int) -> tuple[int, ...]:
    """Return growing numbers of rows, each half of the next, the last all rows.

    Examples
    --------
    >>> halved_row_counts(1000)
    (62, 125, 250, 500, 1000)
    """
    parts = [n_rows]
    while parts[-1] // 2 >= _FEWEST_ROWS:
        parts.append(parts[-1] // 2)
    return tuple(reversed(parts))


def rows_to_share(
    counts: Sequence[int], scores: Sequence[float], constant: float, share: float = _ENOUGH_SHARE
) -> float | None:
    """Return the rows at which a learning curve first reaches a share of its whole gain; None without a gain.

    Between two points the curve is taken as straight over the logarithm of the rows. A curve that is there at its
    first point gives the rows of that point.

    Examples
    --------
    >>> round(rows_to_share([100, 1000], [0.8, 1.0], 0.0), 3)
    316.228
    """
    if not scores or scores[-1] <= constant:
        return None
    wanted = constant + share * (scores[-1] - constant)
    place = next(place for place, score in enumerate(scores) if score >= wanted - 1e-12)
    if place == 0:
        return float(counts[0])
    low, high = scores[place - 1], scores[place]
    part = (wanted - low) / (high - low)
    return float(np.exp(np.log(counts[place - 1]) + part * np.log(counts[place] / counts[place - 1])))


def measure_extrapolation(
    table: EstimatorTable, candidate: CandidateEstimator, fold: Fold, seed: int
) -> tuple[MeasureSamples, ...]:
    """Return the error beyond the range of the feature that the target follows most; nothing for classes.

    The error is in standard deviations of the whole target, so that a model that knows nothing does not look good, as
    it would in a ratio of the errors outside and inside. The note tells the error on held-out rows inside the range.
    """
    if table.n_classes or not table.number_columns:
        return ()
    rows = np.sort(np.concatenate([fold.train, fold.test]))
    numbers = number_matrix(FoldContext(table, candidate, fold, seed).rows(rows), table.number_columns)
    strongest = numbers[:, strongest_column(numbers, table.target[rows])]
    bound = np.nanquantile(strongest, _PART_INSIDE)
    outside = rows[strongest > bound]
    inside = rows[~(strongest > bound)]
    if len(outside) < 5 or len(inside) < 10:
        return ()
    is_held = np.random.default_rng(seed).random(len(inside)) < 0.2
    learnt = inside[~is_held]
    context = FoldContext(table, candidate, Fold(learnt, outside), seed)
    model = context.fitted()
    width = float(table.target[rows].std()) or 1.0
    within = _error(context, model, inside[is_held], width) if is_held.any() else float("nan")
    note = f"inside the range {within:.3g}"
    return (MeasureSamples("extrapolation-error", (_error(context, model, outside, width),), len(learnt), note),)


def strongest_column(numbers: Any, target: Any) -> int:
    """Return the position of the column with the highest rank correlation with the target, in either direction."""
    from scipy.stats import rankdata  # an extra, and slow to import

    ranks = rankdata(target)
    strengths = []
    for column in numbers.T:
        filled = np.where(np.isfinite(column), column, np.nanmedian(column) if np.isfinite(column).any() else 0.0)
        varies = filled.std() > 0 and ranks.std() > 0
        strengths.append(abs(np.corrcoef(rankdata(filled), ranks)[0, 1]) if varies else 0.0)
    return int(np.argmax(strengths))


def _error(context: FoldContext, model: Any, rows: Any, width: float) -> float:
    values = context.predicted(model, context.rows(rows)).values
    return float(np.sqrt(np.mean((values - context.table.target[rows]) ** 2)) / width)


def _constant_score(context: FoldContext) -> float:
    """Return the score of always saying what the training rows say on average."""
    (_, target), (_, truth) = context.train, context.test
    if not context.table.n_classes:
        return score_of("r2", truth, Predictions(np.full(len(truth), target.mean())))
    most = int(np.bincount(target).argmax())
    constant = Predictions(np.full(len(truth), most), None, np.zeros(len(truth)))
    return score_of(context.table.metric, truth, constant, context.table.sought)
