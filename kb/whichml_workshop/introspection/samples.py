"""Small generated data that tell one capability each; the same numbers in every run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

N_TRAINING_ROWS = 80
N_NEW_ROWS = 24
N_FEATURES = 5
_SEED = 20
_COLOURS = ("amber", "blue", "cyan")


@dataclass(frozen=True)
class Rows:
    """Training rows with their target, and rows that the estimator has not seen."""

    training: Any
    target: Any
    unseen: Any


@dataclass(frozen=True)
class Samples:
    """Data for one kind of estimator.

    Features are not negative and two in five are zero, so that counting models, sparse formats and models of
    distances all take the same rows; targets are positive.

    Attributes
    ----------
    kind : the kind of estimator, as scikit-learn calls it
    n_features : 5, or 1 for an estimator of a single feature
    """

    kind: str
    n_features: int = N_FEATURES

    @cached_property
    def plain(self) -> Rows:
        """Return dense numbers."""
        return Rows(self._training, self._target, self._unseen)

    @cached_property
    def with_gaps(self) -> Rows:
        """Return the plain rows with NaN in training and in unseen rows."""
        training, unseen = self._training.copy(), self._unseen.copy()
        training[::7, 0] = np.nan
        unseen[::5, 0] = np.nan
        if self.n_features > 1:
            training[3::9, 1] = np.nan
        return Rows(training, self._target, unseen)

    @cached_property
    def with_categories(self) -> Rows:
        """Return data frames whose first column holds words of the dtype `category`; ImportError without pandas."""
        import pandas  # an extra, and slow to import

        def frame(rows: NDArray[np.float64]) -> Any:
            columns: dict[str, Any] = {f"feature_{index}": rows[:, index] for index in range(1, self.n_features)}
            words = [_COLOURS[int(number * 10) % len(_COLOURS)] for number in rows[:, 0]]
            return pandas.DataFrame({"colour": pandas.Categorical(words, categories=_COLOURS), **columns})

        return Rows(frame(self._training), self._target, frame(self._unseen))

    @cached_property
    def sparse(self) -> Rows:
        """Return the plain rows in compressed sparse row format."""
        from scipy.sparse import csr_matrix  # an extra, and slow to import

        return Rows(csr_matrix(self._training), self._target, csr_matrix(self._unseen))

    @cached_property
    def of_two_targets(self) -> Rows:
        """Return the plain rows with a target of two columns."""
        other = self._target[::-1]
        if self.kind == "classifier":
            return Rows(self._training, np.column_stack([self._binary, self._binary[::-1]]), self._unseen)
        return Rows(self._training, np.column_stack([self._target, other]), self._unseen)

    @cached_property
    def falling_in_the_first_feature(self) -> Rows:
        """Return rows whose target falls where the first feature rises; the unseen rows form rising series in it.

        A model that is held to rise in that feature cannot follow the data.
        """
        noise = np.random.default_rng(_SEED + 1).normal(0, 0.2, N_TRAINING_ROWS)
        falling = 8 - 2 * self._training[:, 0] + noise
        target = (falling > np.median(falling)).astype(int) if self.kind == "classifier" else falling
        series = np.repeat(self._unseen[:4], 6, axis=0)
        series[:, 0] = np.tile(np.linspace(0, 3, 6), 4)
        return Rows(self._training, target, series)

    @cached_property
    def weights(self) -> Mapping[str, NDArray[np.float64]]:
        """Return two ways to weigh the training rows: all alike, and every third row twenty times as much."""
        uneven = np.ones(N_TRAINING_ROWS)
        uneven[::3] = 20.0
        return {"even": np.ones(N_TRAINING_ROWS), "uneven": uneven}

    @cached_property
    def _features(self) -> NDArray[np.float64]:
        generator = np.random.default_rng(_SEED)
        shape = (N_TRAINING_ROWS + N_NEW_ROWS, N_FEATURES)
        numbers: NDArray[np.float64] = generator.uniform(0.2, 3.0, shape) * (generator.uniform(size=shape) > 0.4)
        return numbers[:, : self.n_features]

    @cached_property
    def _training(self) -> NDArray[np.float64]:
        return self._features[:N_TRAINING_ROWS]

    @cached_property
    def _unseen(self) -> NDArray[np.float64]:
        return self._features[N_TRAINING_ROWS:]

    @cached_property
    def _signal(self) -> NDArray[np.float64]:
        noise = np.random.default_rng(_SEED + 2).normal(0, 0.6, N_TRAINING_ROWS)
        signal: NDArray[np.float64] = self._training @ np.array([1.0, -0.7, 0.5, 0.0, 0.3])[: self.n_features] + noise
        return signal

    @cached_property
    def _binary(self) -> NDArray[np.int_]:
        return (self._signal > np.median(self._signal)).astype(int)

    @cached_property
    def _target(self) -> Any:
        if self.kind == "classifier":
            return np.digitize(self._signal, np.quantile(self._signal, [0.35, 0.7]))
        return self._signal - self._signal.min() + 0.5
