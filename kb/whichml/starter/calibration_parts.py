"""The part of `train.py` that corrects probabilities where rows may not be held out by chance."""

from __future__ import annotations

from string import Template
from typing import Final

CURVES: Final = {
    "isotonic": ('IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip")', "predict(told[:, [place]])"),
    "sigmoid": ("LogisticRegression()", "predict_proba(told[:, [place]])[:, 1]"),
}
"""What learns from the leaning of a model how often it was right, and how that is asked."""
CURVE_PLACES: Final = {
    "isotonic": ("sklearn.isotonic", "IsotonicRegression"), "sigmoid": ("sklearn.linear_model", "LogisticRegression")
}  # fmt: skip
CALIBRATED: Final = Template('''\
class Calibrated(ClassifierMixin, BaseEstimator):
    """Learns from all rows; probabilities are corrected by $words, of models that have not seen them."""

    def __init__(self, model: Any) -> None:
        self.model = model

    def fit(self, X: pd.DataFrame, y: np.ndarray) -> Any:
        leant, truths = [], []
        for train, test in folds(X, y):
            leant.append(leanings(clone(self.model).fit(X.iloc[train], y[train]), X.iloc[test]))
            truths.append(y[test])
        self.model_ = clone(self.model).fit(X, y)
        self.classes_ = self.model_.classes_
        self.curves_ = []  # as the model says where too few rows can be held out
        if leant:
            told, truth = np.concatenate(leant), np.concatenate(truths)
            for place, label in enumerate(self.classes_):
                curve = $curve
                self.curves_.append(curve.fit(told[:, [place]], truth == label))
        return self

    def predict_proba(self, X: pd.DataFrame) -> np.ndarray:
        told = leanings(self.model_, X)
        shares = 1 / (1 + np.exp(-told))
        for place, curve in enumerate(self.curves_):
            shares[:, place] = curve.$asked
        shares = np.maximum(shares, 1e-12)
        return shares / shares.sum(axis=1, keepdims=True)

    def predict(self, X: pd.DataFrame) -> np.ndarray:
        return self.classes_[self.predict_proba(X).argmax(axis=1)]
''')
LEANINGS: Final = {
    True: '''\
def leanings(model: Any, rows: pd.DataFrame) -> np.ndarray:
    """Return how much a model leans to each class, in log-odds."""
    shares = np.clip(model.predict_proba(rows), 1e-9, 1 - 1e-9)
    return np.log(shares / (1 - shares))
''',
    False: '''\
def leanings(model: Any, rows: pd.DataFrame) -> np.ndarray:
    """Return how much a model leans to each class: its margins."""
    told = model.decision_function(rows)
    return np.column_stack([-told, told]) if told.ndim == 1 else told
''',
}
"""By whether the estimator has probabilities."""
