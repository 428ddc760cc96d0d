"""What one candidate is measured on: the table, the rows to learn from and to score on, and the seed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from whichml.model.statements.evidence import Stage
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.measures.scores import (
    MetricName,
    Predictions,
    check_metric,
    check_quantile,
    metric_for,
    predicted_by,
    score_of,
)
from whichml.probe.measures.splits import Fold


class StageError(Exception):
    """Foreign code that raised, with the stage at which it did; the cause is its own error."""

    def __init__(self, stage: Stage, cause: BaseException) -> None:
        super().__init__(stage, cause)
        self.stage = stage
        self.cause = cause


@contextlib.contextmanager
def at(stage: Stage) -> Iterator[None]:
    """Say of every error inside at which stage it came up."""
    try:
        yield
    except (StageError, KeyboardInterrupt):
        raise
    except BaseException as error:
        raise StageError(stage, error) from error


@dataclass(frozen=True, eq=False)
class EstimatorTable:
    """What estimators are given of a described table, in the form that they take.

    Attributes
    ----------
    features : float array, rows x columns, where all columns are numbers; else a DataFrame
    target : class codes or floats, one-dimensional
    n_classes : 0 for numbers
    rare : code of the rarest class; None for numbers
    number_columns : positions of the columns of numbers
    quantile : that candidates learn and are scored by; None for the mean
    positive : code of the class that is to be found, where one was named; else it is the rarest
    """

    features: Any
    target: Any
    task: str
    n_classes: int
    rare: int | None
    metric: MetricName
    number_columns: tuple[int, ...]
    quantile: float | None = None
    positive: int | None = None

    @property
    def sought(self) -> int:
        """Return the code of the class whose precision and recall count."""
        named = self.positive if self.positive is not None else self.rare
        return 1 if named is None else named


def estimator_table(
    prepared: PreparedDataSet, metric: MetricName | None = None, quantile: float | None = None
) -> EstimatorTable:
    """Return the table of a described one; endless numbers count as missing, as everywhere.

    Parameters
    ----------
    metric : that candidates are compared by; None for the one that fits the task
    quantile : that is to be learnt; given for `d2-pinball`, and for no other metric

    Raises
    ------
    ProbeError
        Where the metric does not fit the task.
    """
    if metric is not None:
        check_metric(metric, prepared.task)
    check_quantile(metric, quantile)
    features: Any = prepared.features
    kinds = [prepared.kinds[str(name)] for name in features.columns]
    features = floats_of(features) if set(kinds) <= {"number"} else features.reset_index(drop=True)
    is_for_classes = bool(prepared.classes)
    rare = int(np.argmin(np.bincount(prepared.target, minlength=len(prepared.classes)))) if is_for_classes else None
    return EstimatorTable(
        features,
        np.asarray(prepared.target),
        prepared.task,
        len(prepared.classes),
        rare,
        metric or metric_for(prepared.task, prepared.target),
        tuple(place for place, kind in enumerate(kinds) if kind == "number"),
        quantile,
        prepared.classes.index(prepared.positive) if prepared.positive else None,
    )


@dataclass(frozen=True, eq=False)
class FoldContext:
    """One candidate on one fold of a table."""

    table: EstimatorTable
    candidate: CandidateEstimator
    fold: Fold
    seed: int

    def rows(self, numbers: Any) -> Any:
        """Return the features of some rows, by row number."""
        return rows_at(self.table.features, numbers)

    @property
    def train(self) -> tuple[Any, Any]:
        """Return features and target to learn from."""
        return self.rows(self.fold.train), self.table.target[self.fold.train]

    @property
    def test(self) -> tuple[Any, Any]:
        """Return features and target to score on."""
        return self.rows(self.fold.test), self.table.target[self.fold.test]

    def made(self, seed: int | None = None) -> Any:
        """Return an unfitted pipeline."""
        with at("make"):
            return self.candidate.build(self.seed if seed is None else seed)

    def fitted(self, features: Any = None, target: Any = None, seed: int | None = None) -> Any:
        """Return a pipeline fitted on the training rows, or on those given."""
        if features is None:
            features = self.train[0]
        model = self.made(seed)
        with at("fit"):
            return model.fit(features, self.train[1] if target is None else target)

    def predicted(self, model: Any, features: Any = None) -> Predictions:
        """Return what a model says about the test rows, or about those given."""
        with at("predict"):
            return predicted_by(model, self.test[0] if features is None else features, self.table.n_classes)

    def score(self, model: Any, features: Any = None, truth: Any = None) -> float:
        """Return a model's score on the test rows, or on those given."""
        predicted = self.predicted(model, features)
        with at("measure"):
            told = self.test[1] if truth is None else truth
            return score_of(
                self.table.metric, told, predicted, self.table.sought, self.table.n_classes, self.table.quantile
            )

    def learning_from(self, numbers: Any) -> FoldContext:
        """Return the same context with other training rows, by row number."""
        return replace(self, fold=Fold(numbers, self.fold.test))


def floats_of(frame: Any) -> Any:
    """Return columns of numbers as a float array, rows x columns; what is missing or endless is NaN."""
    values = frame.to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isfinite(values), values, np.nan)


def rows_at(features: Any, numbers: Any) -> Any:
    """Return rows of an array or a DataFrame by position."""
    return features[numbers] if isinstance(features, np.ndarray) else features.iloc[numbers]
