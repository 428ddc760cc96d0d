"""An estimator that does nothing; imported when a preparation is measured, and so may need scikit-learn."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin


class Idle(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Learns nothing and predicts zeros, so that what is measured is the preparation of columns before it."""

    def fit(self, features: Any, target: Any) -> Self:
        """Learn nothing."""
        self.fitted_ = True
        return self

    def predict(self, features: Any) -> Any:
        """Return a zero for each row."""
        return np.zeros(len(features))
