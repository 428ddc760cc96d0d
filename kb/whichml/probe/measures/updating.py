"""Learning from more rows without the old ones: time of an update, what it costs in score, what is forgotten."""

from __future__ import annotations

from typing import Any

import numpy as np

from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.measures.fold_context import EstimatorTable, FoldContext, at
from whichml.probe.measures.measure_samples import MeasureSamples
from whichml.probe.measures.resource_usage import clock
from whichml.probe.measures.splits import Fold

N_BATCHES = 10


def measure_updates(
    table: EstimatorTable, candidate: CandidateEstimator, fold: Fold, seed: int
) -> tuple[MeasureSamples, ...]:
    """Return processor seconds of an update, loss of score against a fit on all rows, and forgetting.

    What cannot be updated has none of them.
    The preparation before the learner is fitted on the first batch and stays as it is, since most scalers and encoders
    cannot be updated. Rows come in the order of the table.
    """
    context = FoldContext(table, candidate, fold, seed)
    if not can_update(context.made()):
        return ()
    batches = [batch for batch in np.array_split(fold.train, N_BATCHES) if len(batch)]
    model, seconds, first_score = _Updated(context.made(), table.n_classes), [], 0.0
    first = context.rows(batches[0]), table.target[batches[0]]
    for place, batch in enumerate(batches):
        features, target = context.rows(batch), table.target[batch]
        started = clock()
        with at("fit"):
            model.learn(features, target)
        seconds.append(clock() - started)
        if place == 0:
            first_score = context.score(model.pipeline, *first)
    rows, of_batch = len(fold.train), f"{len(batches[0]):,} rows in a batch"
    loss = context.score(context.fitted()) - context.score(model.pipeline)
    return (
        MeasureSamples("update-seconds", tuple(seconds[1:] or seconds), rows, of_batch),
        MeasureSamples("score-loss-of-updates", (loss,), rows, f"{len(batches)} updates against one fit"),
        MeasureSamples(
            "forgetting", (first_score - context.score(model.pipeline, *first),), rows, "on the first batch"
        ),
    )


def can_update(pipeline: Any) -> bool:
    """Tell whether the learner at the end of a pipeline takes rows bit by bit."""
    return hasattr(_innermost(pipeline), "partial_fit")


def _innermost(pipeline: Any) -> Any:
    """Return the learner at the end of a pipeline, the one behind a scaled target too."""
    learner = pipeline[-1]
    return getattr(learner, "regressor", learner)


class _Updated:
    """A pipeline that learns in batches: its preparation from the first, its learner from each."""

    def __init__(self, pipeline: Any, n_classes: int) -> None:
        self.pipeline = pipeline
        if getattr(_innermost(pipeline), "early_stopping", False):
            _innermost(pipeline).set_params(early_stopping=False)  # it holds out rows of a whole fit, and of no batch
        self._n_classes = n_classes
        self._is_new = True

    def learn(self, features: Any, target: Any) -> None:
        """Learn from a batch."""
        prepared, learner = self._prepared(features, target), self.pipeline[-1]
        if self._n_classes and self._is_new:
            learner.partial_fit(prepared, target, classes=np.arange(self._n_classes))
        else:
            learner.partial_fit(prepared, target)
        self._is_new = False

    def _prepared(self, features: Any, target: Any) -> Any:
        if len(self.pipeline) == 1:
            return features
        before = self.pipeline[:-1]
        return before.fit_transform(features, target) if self._is_new else before.transform(features)
