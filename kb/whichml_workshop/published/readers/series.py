"""Studies that put whole series into classes or read a number off them."""

from __future__ import annotations

import importlib
import math
from pathlib import Path
from typing import Any

from whichml_workshop.published.study import Outcome, Regime, Study


def read_tsml_classification(raw: Path) -> Study:
    """Return tsml's accuracies of series classifiers, as the mean over resamples.

    A table tells neither rows nor classes; of univariate sets it is known that they have one channel.
    """
    regimes, outcomes = {}, []
    for archive, channels in (("Univariate", 1.0), ("Multivariate", None)):
        means = _means(raw / "tsml" / "classification" / archive, "_accuracy.csv.gz")
        for (method, data), mean in means.items():
            regimes[data] = Regime(task="multiclass-classification", modality="time-series", features=channels)
            outcomes.append(Outcome(data=data, method=method, score=mean))
    return Study(regimes, tuple(outcomes))


def read_tsml_regression(raw: Path) -> Study:
    """Return tsml's errors of series regressors: the logarithm of the mean over resamples, with the sign turned.

    Root mean squared errors of one data set differ by up to seven orders of magnitude, where a method diverges; their
    difference would call all others equal.
    """
    means = _means(raw / "tsml" / "regression", "_rmse.csv.gz")
    regimes = {data: Regime(task="regression", modality="time-series") for _, data in means}
    return Study(regimes, tuple(Outcome(data, method, score=-math.log(mean)) for (method, data), mean in means.items()))


def _means(folder: Path, ending: str) -> dict[tuple[str, str], float]:
    """Return by method and data set the mean over resamples; a table holds one method, a row one data set."""
    pandas: Any = importlib.import_module("pandas")
    means: dict[tuple[str, str], float] = {}
    for path in sorted(folder.glob(f"*{ending}")):
        method = path.name.removesuffix(ending)
        table = pandas.read_csv(path, index_col=0)
        means.update({(method, str(data)): float(mean) for data, mean in table.mean(axis=1).items()})
    return means
