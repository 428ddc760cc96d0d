"""One fold: fit, predict, score; what every round of an experiment consists of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from whichml.model.statements.measures import Measure
from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.measures.fold_context import EstimatorTable, FoldContext, at
from whichml.probe.measures.measure_samples import MeasureSamples
from whichml.probe.measures.resource_usage import clock, energy_figure, metered
from whichml.probe.measures.scores import scores_of
from whichml.probe.measures.splits import Fold

_REFERENCE_ROWS, _REFERENCE_COLUMNS = 4_000, 20
_REFERENCE_SECONDS = 0.2


def measure_fold(
    table: EstimatorTable, candidate: CandidateEstimator, fold: Fold, seed: int
) -> tuple[MeasureSamples, ...]:
    """Return scores on the test rows of one fold, processor seconds of the fit, and its energy."""
    context = FoldContext(table, candidate, fold, seed)
    features, target = context.train
    model = context.made()
    with at("fit"), metered() as spent:
        model.fit(features, target)
    predicted = context.predicted(model)
    with at("measure"):
        scores = scores_of(
            table.metric, context.test[1], predicted, table.n_classes, table.rare, table.quantile, table.sought
        )
        if not np.isfinite(scores["score"]):
            raise ArithmeticError("its score is no finite number; its predictions, or the target, are too large.")
    rows = len(fold.train)
    figures = [MeasureSamples(measure, (value,), rows) for measure, value in scores.items()]
    return (
        *figures,
        MeasureSamples("fit-seconds", (spent.seconds,), rows),
        energy_figure("training-joules", spent, rows),
    )


def measure_reference(_table: Any, task: str) -> dict[Measure, float]:
    """Return the processor seconds of the reference estimator on a fixed table: of a fit, of one row, of 1,000 rows.

    The same estimator and table on every machine and in every run of one task, so that figures of two machines can be
    compared through it.

    Parameters
    ----------
    task : a ridge regression for `regression`, else a logistic regression; both behind a scaler
    """
    from sklearn.linear_model import LogisticRegression, Ridge  # an extra, and slow to import
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    random = np.random.default_rng(0)
    features = random.normal(size=(_REFERENCE_ROWS, _REFERENCE_COLUMNS))
    numbers = features @ random.normal(size=_REFERENCE_COLUMNS) + random.normal(size=_REFERENCE_ROWS)
    target = numbers if task == "regression" else (numbers > 0).astype(int)
    model = make_pipeline(StandardScaler(), Ridge() if task == "regression" else LogisticRegression(max_iter=1000))
    model.fit(features, target)
    return {
        "fit-seconds": _median_seconds(lambda: model.fit(features, target)),
        "row-latency": _median_seconds(lambda: model.predict(features[:1])),
        "batch-latency": _median_seconds(lambda: model.predict(features[:1_000])),
    }


def _median_seconds(call: Callable[[], object]) -> float:
    taken: list[float] = []
    while sum(taken) < _REFERENCE_SECONDS:
        started = clock()
        call()
        taken.append(clock() - started)
    return float(np.median(taken))
