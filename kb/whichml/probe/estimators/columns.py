"""Columns of a data frame made ready for estimators: numbers, dates, categories and words.

Functions are for `FunctionTransformer`, so that pipelines stay ordinary scikit-learn and can be pickled. This module is
imported when a pipeline is built, and so may need scikit-learn.
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, RegressorMixin, TransformerMixin

_OTHER = "(other)"
_SECONDS_OF_A_DAY = 86_400
_FIRST_DAY = pd.Timestamp(0, tz="UTC").as_unit("us")


def as_numbers(frame: Any) -> Any:
    """Return a float array of the columns; what is missing or infinite is NaN."""
    if isinstance(frame, pd.DataFrame):
        frame = frame.to_numpy(dtype=float, na_value=np.nan)
    values = np.asarray(frame, dtype=float)
    return np.where(np.isfinite(values), values, np.nan)


def dates_as_numbers(frame: Any) -> Any:
    """Return four numbers for each date: days since 1970, month, weekday from 0 for Monday, hour; NaN where missing."""
    found = []
    for name in frame.columns:
        dates = pd.to_datetime(frame[name], errors="coerce", utc=True)
        dates = dates.astype("datetime64[us, UTC]")  # nanoseconds end in 2262, and 9999-12-31 is a common mark
        days = (dates - _FIRST_DAY).dt.total_seconds() / _SECONDS_OF_A_DAY
        found += [days, dates.dt.month, dates.dt.day_of_week, dates.dt.hour]
    return np.column_stack([np.asarray(column, dtype=float) for column in found])


def number_frame(frame: Any) -> Any:
    """Return the columns as floats, still a data frame, beside columns that stay categories."""
    return pd.DataFrame(as_numbers(frame), columns=frame.columns, index=frame.index)


def date_frame(frame: Any) -> Any:
    """Return the numbers of `dates_as_numbers` as a data frame."""
    names = [f"{name} {part}" for name in frame.columns for part in ("day", "month", "weekday", "hour")]
    return pd.DataFrame(dates_as_numbers(frame), columns=names, index=frame.index)


def as_words(frame: Any) -> Any:
    """Return the values as an array of texts, an empty one where a value is missing."""
    texts = frame.astype(object)
    return np.where(frame.isna(), "", texts.map(str)).astype(object)


def as_texts(column: Any) -> Any:
    """Return one column as a flat array of texts, an empty one where it is missing."""
    return np.where(column.isna(), "", column.astype(object).map(str)).astype(object)


def plainly_named(frame: Any) -> Any:
    """Return the frame with columns c0, c1, ...: some libraries refuse brackets and colons in names."""
    return frame.set_axis([f"c{place}" for place in range(frame.shape[1])], axis=1)


class FrequentCategories(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Columns as pandas categoricals, for estimators that split categories by themselves.

    Parameters
    ----------
    n_most : how many values of a column are kept; the rarer ones are put together, since histograms of 255 bins hold
        no more. A value that the training rows did not have is missing.
    """

    def __init__(self, n_most: int = 200) -> None:
        self.n_most = n_most

    def fit(self, frame: Any, target: Any = None) -> Self:
        """Learn the most frequent values of each column."""
        self.feature_names_in_ = np.asarray(frame.columns, dtype=object)
        self.known_: dict[Any, tuple[list[str], bool]] = {}
        for name in frame.columns:
            counts = frame[name].dropna().astype(object).map(str).value_counts(sort=False)
            ranked = [value for _, value in sorted((-count, value) for value, count in counts.items())]
            self.known_[name] = (sorted(ranked[: self.n_most]), len(ranked) > self.n_most)
        return self

    def transform(self, frame: Any) -> Any:
        """Return the columns as categoricals of the learnt values."""
        found = {}
        for name, (kept, has_others) in self.known_.items():
            values = frame[name].astype(object).map(str)
            if has_others:
                values = values.where(values.isin(kept), _OTHER)
            values = values.where(frame[name].notna(), None)
            found[name] = pd.Categorical(values, categories=[*kept, _OTHER] if has_others else kept)
        return pd.DataFrame(found, index=frame.index)

    def get_feature_names_out(self, names: Any = None) -> Any:
        """Return the names of the columns, which stay as they are."""
        return self.feature_names_in_


class ScaledTarget(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """A regressor that learns the target with mean 0 and deviation 1, and predicts in the target's own unit.

    As `TransformedTargetRegressor` with a `StandardScaler`, and able to learn in parts where the regressor is; mean and
    deviation are those of the first part.
    """

    def __init__(self, regressor: Any) -> None:
        self.regressor = regressor

    def fit(self, features: Any, target: Any) -> Self:
        """Learn mean and deviation, then the regressor."""
        self._learn_scale(target)
        self.regressor.fit(features, (target - self.mean_) / self.deviation_)
        return self

    def partial_fit(self, features: Any, target: Any) -> Self:
        """Learn more rows."""
        if not hasattr(self, "mean_"):
            self._learn_scale(target)
        self.regressor.partial_fit(features, (target - self.mean_) / self.deviation_)
        return self

    def predict(self, features: Any) -> Any:
        """Return predictions in the unit of the target."""
        return np.asarray(self.regressor.predict(features)).reshape(-1) * self.deviation_ + self.mean_

    def _learn_scale(self, target: Any) -> None:
        self.mean_ = float(np.mean(target))
        self.deviation_ = float(np.std(target)) or 1.0
