"""How alike models are that come from other seeds, from other samples, or from the very same run."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np

from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.measures.fold_context import EstimatorTable, FoldContext
from whichml.probe.measures.measure_samples import MeasureSamples
from whichml.probe.measures.splits import Fold

N_SEEDS, N_RESAMPLES = 3, 4
_MOST_DRAWS = 50


def measure_seeds(
    table: EstimatorTable, candidate: CandidateEstimator, fold: Fold, seed: int
) -> tuple[MeasureSamples, ...]:
    """Return the spread of the score over three seeds, and whether one seed gives the same bits twice.

    A candidate whose first two seeds give the same bits has no use for seeds; its spread is 0 without a third fit.
    """
    context = FoldContext(table, candidate, fold, seed)
    rows = len(fold.train)
    first, again = (_told(context, context.fitted()) for _ in range(2))
    told = [first, _told(context, context.fitted(seed=seed + 1))]
    note = "no use of the seed"
    if not _same_bits(*told):
        note = f"{N_SEEDS} seeds"
        told += [_told(context, context.fitted(seed=seed + place)) for place in range(2, N_SEEDS)]
    spread = float(np.std([score for _, score in told], ddof=1))
    return (
        MeasureSamples("same-bits", (float(_same_bits(first, again)),), rows),
        MeasureSamples("score-spread-over-seeds", (spread,), rows, note),
    )


def measure_resamples(
    table: EstimatorTable, candidate: CandidateEstimator, fold: Fold, seed: int
) -> tuple[MeasureSamples, ...]:
    """Return how differently fits on bootstrap samples predict the test rows, one value for each pair of fits."""
    context = FoldContext(table, candidate, fold, seed)
    random = np.random.default_rng(seed)
    values = []
    for _ in range(N_RESAMPLES):
        drawn = _bootstrap(fold.train, table, random)
        values.append(context.predicted(context.learning_from(drawn).fitted()).values)
    width = float(table.target.std()) or 1.0
    differences = tuple(_difference(one, other, table.n_classes, width) for one, other in combinations(values, 2))
    return (MeasureSamples("prediction-disagreement", differences, len(fold.train)),)


def _bootstrap(rows: Any, table: EstimatorTable, random: np.random.Generator) -> Any:
    """Return a bootstrap sample with two classes at least, since nothing can be learnt from one."""
    for _ in range(_MOST_DRAWS):
        drawn = np.sort(random.choice(rows, size=len(rows)))
        if not table.n_classes or len(np.unique(table.target[drawn])) > 1:
            return drawn
    raise ValueError(f"{_MOST_DRAWS} bootstrap samples held a single class: the other classes have too few rows")


def _difference(one: Any, other: Any, n_classes: int, width: float) -> float:
    if n_classes:
        return float(np.mean(one != other))
    return float(np.sqrt(np.mean((one - other) ** 2)) / width)


def _told(context: FoldContext, model: Any) -> tuple[bytes, float]:
    predicted = context.predicted(model)
    told = predicted.values if predicted.shares is None else predicted.shares
    return np.ascontiguousarray(told).tobytes(), context.score(model)


def _same_bits(one: tuple[bytes, float], other: tuple[bytes, float]) -> bool:
    return one[0] == other[0]
