"""A learner that has to be told which columns are categories, and takes words in them: CatBoost."""

from __future__ import annotations

from typing import Any, Self

from sklearn.base import BaseEstimator
from sklearn.utils import get_tags

MISSING = "missing"


class ExplicitCategories(BaseEstimator):  # type: ignore[misc]
    """Tells a learner which columns of a frame are categorical, and gives it words there.

    A gap becomes a word of its own, since the learner refuses gaps in categories. An array has no categories and is
    handed on as it is.

    Parameters
    ----------
    learner : its `fit` takes `cat_features`, the names of the columns
    """

    def __init__(self, learner: Any) -> None:
        self.learner = learner

    def fit(self, features: Any, target: Any) -> Self:
        """Learn from rows."""
        names = _category_names(features)
        self.learner.fit(_with_words(features, names), target, **({"cat_features": names} if names else {}))
        if hasattr(self.learner, "classes_"):
            self.classes_ = self.learner.classes_
        return self

    def predict(self, features: Any) -> Any:
        """Return classes or numbers, one-dimensional."""
        return self.learner.predict(_with_words(features, _category_names(features))).reshape(-1)

    def predict_proba(self, features: Any) -> Any:
        """Return probabilities, rows x classes; AttributeError of a learner of numbers."""
        return self.learner.predict_proba(_with_words(features, _category_names(features)))

    def __sklearn_tags__(self) -> Any:
        """Return the tags of the learner."""
        return get_tags(self.learner)


def _category_names(features: Any) -> list[str]:
    if not hasattr(features, "columns"):
        return []
    return [name for name in features.columns if str(features[name].dtype) == "category"]


def _with_words(features: Any, names: list[str]) -> Any:
    if not names:
        return features
    return features.assign(
        **{name: features[name].astype(object).where(features[name].notna(), MISSING) for name in names}
    )
