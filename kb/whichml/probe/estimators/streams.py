"""Learners of streams, from river, behind the estimator API of scikit-learn: one row after the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self

import numpy as np


class StreamEstimator:
    """A river model that is fitted with one pass over the rows, in their order.

    Parameters
    ----------
    model : an unfitted river classifier or regressor
    kind : `classifier` or `regressor`
    """

    def __init__(self, model: Any, kind: str) -> None:
        self.model = model
        self.kind = kind

    def fit(self, features: Any, target: Any) -> Self:
        """Learn all rows, anew."""
        self.model = self.model.clone()
        if self.kind == "classifier":
            self.classes_ = np.unique(target)
        return self.partial_fit(features, target)

    def partial_fit(self, features: Any, target: Any, classes: Any = None) -> Self:
        """Learn more rows; `classes` are all codes that may ever come, wanted at the first call."""
        if self.kind == "classifier" and not hasattr(self, "classes_"):
            self.classes_ = np.unique(target) if classes is None else np.asarray(classes)
        told = [int(code) for code in target] if self.kind == "classifier" else [float(value) for value in target]
        for row, value in zip(_rows(features), told, strict=True):
            self.model.learn_one(row, value)
        return self

    def predict(self, features: Any) -> Any:
        """Return class codes or numbers."""
        if self.kind == "classifier":
            return self.classes_[self.predict_proba(features).argmax(axis=1)]
        return np.array([float(self.model.predict_one(row) or 0.0) for row in _rows(features)])

    def predict_proba(self, features: Any) -> Any:
        """Return probabilities, rows x classes; equal ones where the model says nothing yet."""
        places = {int(code): place for place, code in enumerate(self.classes_)}
        shares = np.zeros((len(features), len(places)))
        for at, row in enumerate(_rows(features)):
            for code, share in self.model.predict_proba_one(row).items():
                shares[at, places[int(code)]] = share
        sums = shares.sum(axis=1, keepdims=True)
        return np.where(sums > 0, shares / np.where(sums > 0, sums, 1), 1 / len(places))

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return what it was made with, as scikit-learn asks."""
        return {"model": self.model, "kind": self.kind}

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def __sklearn_tags__(self) -> Any:
        from sklearn.base import BaseEstimator  # an extra, and slow to import

        tags = BaseEstimator().__sklearn_tags__()
        tags.estimator_type = self.kind
        return tags


def _rows(features: Any) -> Iterator[dict[int, float]]:
    for row in np.asarray(features, dtype=float).tolist():
        yield dict(enumerate(row))


def stream_estimator(made: Any) -> StreamEstimator:
    """Return a river model behind the estimator API."""
    from river import base  # an extra, and slow to import

    return StreamEstimator(made, "classifier" if isinstance(made, base.Classifier) else "regressor")


def follow_the_regularized_leader() -> Any:
    """Return river's logistic regression with FTRL-Proximal, as its path in the facts says in words."""
    from river import linear_model, optim  # an extra, and slow to import

    return linear_model.LogisticRegression(optimizer=optim.FTRLProximal())
