"""Small described tables for the tests of experiments; real ones come with scikit-learn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from whichml.probe.description.prepared_data_set import PreparedDataSet


def prepared(features: pd.DataFrame, target: Any, classes: tuple[str, ...], **more: Any) -> PreparedDataSet:
    """Return a described table; columns of text dtype are categories unless `kinds` says otherwise."""
    kinds = {name: "number" if features[name].dtype.kind in "biuf" else "category" for name in features.columns}
    tasks = {0: "regression", 2: "binary-classification"}
    return PreparedDataSet(
        name="small",
        digest="0" * 64,
        features=features,
        target=np.asarray(target),
        target_name="target",
        task=tasks.get(len(classes), "multiclass-classification"),  # type: ignore[arg-type]
        classes=classes,
        kinds={**kinds, **more.pop("kinds", {})},
        **more,
    )


def breast_cancer() -> PreparedDataSet:
    """569 rows, 30 numbers, two classes."""
    from sklearn.datasets import load_breast_cancer

    loaded = load_breast_cancer(as_frame=True)
    return prepared(loaded.data, loaded.target, tuple(loaded.target_names))


def diabetes() -> PreparedDataSet:
    """442 rows, 10 numbers, a number to predict."""
    from sklearn.datasets import load_diabetes

    loaded = load_diabetes(as_frame=True)
    return prepared(loaded.data, loaded.target.astype(float), ())


def generated(n_rows: int, n_classes: int = 2, n_columns: int = 4, rare: float = 0.0, **more: Any) -> PreparedDataSet:
    """Return normal columns; the target follows the first two of them."""
    random = np.random.default_rng(7)
    columns = random.normal(size=(n_rows, n_columns))
    signal = columns[:, 0] + 0.5 * columns[:, 1] + random.normal(size=n_rows) * 0.3
    if n_classes:
        shares = [1 - rare, 1.0] if rare else np.linspace(0, 1, n_classes + 1)[1:]
        target = np.searchsorted(np.quantile(signal, shares[:-1]), signal)
    else:
        target = signal
    frame = pd.DataFrame(columns, columns=[f"x{place}" for place in range(n_columns)])
    return prepared(frame, target, tuple(f"class {code}" for code in range(n_classes)), **more)


def mixed(n_rows: int = 240) -> PreparedDataSet:
    """Numbers with gaps, a category with gaps, a date and a text."""
    random = np.random.default_rng(3)
    frame = pd.DataFrame({"size": random.normal(size=n_rows), "age": random.integers(18, 80, n_rows).astype(float)})
    frame["colour"] = pd.Series(random.choice(["red", "green", "blue"], n_rows), dtype=object)
    frame["day"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(random.integers(0, 400, n_rows), unit="D")
    frame["words"] = [" ".join(random.choice(["fast", "slow", "late", "good", "bad"], 6)) for _ in range(n_rows)]
    target = ((frame["size"] > 0) ^ (frame["colour"] == "red")).astype(int)
    frame.loc[::9, "age"] = np.nan
    frame.loc[::11, "colour"] = None
    kinds = {"colour": "category", "day": "date", "words": "text"}
    return prepared(frame, target, ("no", "yes"), kinds=kinds)
