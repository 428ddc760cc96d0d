"""Sweeps: generated tables of many sizes, and the plan of the sizes at which costs are measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

SweptTask: TypeAlias = Literal["classification", "regression"]
FEWEST_ROWS, MOST_ROWS = 200, 50_000
FEWEST_FEATURES, MOST_FEATURES = 5, 200
FEWEST_CLASSES, MOST_CLASSES = 2, 10
_LEAST_ROWS_OF_A_CLASS = 5
# the generalized golden ratio in four dimensions: steps by its powers fill a cube evenly (Roberts, 2018)
_STEP = 1.1673039782614187


@dataclass(frozen=True, slots=True)
class TableShape:
    """How large a table is and what it is like.

    Attributes
    ----------
    classes : 0 for regression
    noise : standard deviation of the noise over that of the signal
    imbalance : how many times rarer each class is than the one before it, 1 where all are equally frequent
    drift : by what angle, in radians, the signal turns from the first row to the last
    rounded_share : share of the features that take few values, as counts and codes do
    """

    rows: int
    features: int
    classes: int
    noise: float = 0.5
    imbalance: float = 1.0
    drift: float = 0.0
    rounded_share: float = 0.25

    @property
    def task(self) -> SweptTask:
        """Return what is to be told of each row."""
        return "classification" if self.classes else "regression"


@dataclass(frozen=True, eq=False, slots=True)
class SweepTable:
    """Features and target.

    Attributes
    ----------
    features : array of floats, rows by features
    target : array of codes 0, 1, ... of classes, or of floats with mean 0 and standard deviation about 1
    """

    features: Any
    target: Any


def make_table(shape: TableShape, seed: int = 0) -> SweepTable:
    """Return a generated table, the same for the same shape and seed.

    Correlated normal features of mean 0 and deviation 1 carry a signal that is half linear and half bent, over about
    a third of them.
    """
    draws = np.random.default_rng([seed, shape.rows, shape.features, shape.classes])
    n_informative = max(2, shape.features // 3)
    causes = draws.normal(size=(shape.rows, n_informative))
    mixing = draws.normal(size=(n_informative, shape.features)) / np.sqrt(n_informative)
    features = 0.7 * (causes @ mixing) + 0.7 * draws.normal(size=(shape.rows, shape.features))
    features = (features - features.mean(axis=0)) / features.std(axis=0)
    n_rounded = round(shape.rounded_share * shape.features)
    features[:, :n_rounded] = np.round(features[:, :n_rounded] * 2) / 2
    scores = _signal(causes, max(1, shape.classes), shape.drift, draws)
    scores += shape.noise * draws.normal(size=scores.shape)
    if not shape.classes:
        return SweepTable(features, scores[:, 0] / np.sqrt(1 + shape.noise**2))
    return SweepTable(features, _classes_of(scores, shape, draws))


def _signal(causes: Any, n_outputs: int, drift: float, draws: np.random.Generator) -> Any:
    """Return scores of deviation 1, rows by outputs; their linear part turns with time where there is drift."""
    n_rows, n_causes = causes.shape
    angle = np.linspace(0.0, drift, n_rows)[:, None]
    first, last, bends = (draws.normal(size=(n_causes, n_outputs)) for _ in range(3))
    linear = np.cos(angle) * (causes @ first) + np.sin(angle) * (causes @ last)
    scores = linear / np.sqrt(n_causes) + np.tanh(causes * np.roll(causes, 1, axis=1)) @ bends / np.sqrt(n_causes)
    return scores / scores.std(axis=0)


def _classes_of(scores: Any, shape: TableShape, draws: np.random.Generator) -> Any:
    """Return the class with the highest score, rarer ones handicapped; each class has a few rows at least."""
    codes = np.argmax(scores - np.log(shape.imbalance) * np.arange(shape.classes), axis=1)
    sure = min(_LEAST_ROWS_OF_A_CLASS, shape.rows // shape.classes)
    places = draws.permutation(shape.rows)[: sure * shape.classes]
    codes[places] = np.repeat(np.arange(shape.classes), sure)
    return codes


def plan(task: SweptTask, n_points: int = 16, most_rows: int = MOST_ROWS) -> tuple[TableShape, ...]:
    """Return the shapes to measure, small ones first.

    They fill the logarithms of rows, features and classes evenly (an additive recurrence, Roberts 2018), and differ in
    noise, imbalance, drift and rounding so that the scatter around a cost model holds what data do to costs.
    """
    powers = _STEP ** -np.arange(1, 5)
    places = (0.5 + np.outer(np.arange(1, n_points + 1), powers)) % 1.0
    shapes = []
    for number, (x, y, z, u) in enumerate(places.tolist()):
        classes = round(_between(FEWEST_CLASSES, MOST_CLASSES)(z)) if task == "classification" else 0
        shapes.append(
            TableShape(
                rows=round(_between(FEWEST_ROWS, most_rows)(x)),
                features=round(_between(FEWEST_FEATURES, MOST_FEATURES)(y)),
                classes=classes,
                noise=round(0.1 + 1.4 * u, 3),
                imbalance=(1.0, 1.5, 3.0)[number % 3] if classes <= 4 else 1.0,
                drift=(0.0, 1.0)[number % 2],
                rounded_share=(0.0, 0.3, 0.9)[number // 2 % 3],
            )
        )
    return tuple(sorted(shapes, key=lambda shape: (shape.rows * shape.features, shape.rows)))


def _between(low: float, high: float) -> Callable[[float], float]:
    return lambda share: low * (high / low) ** share


def is_beyond(shape: TableShape, other: TableShape) -> bool:
    """Tell whether a table is at least as large as another in every way, so that it costs at least as much."""
    return shape.rows >= other.rows and shape.features >= other.features and shape.classes >= other.classes
