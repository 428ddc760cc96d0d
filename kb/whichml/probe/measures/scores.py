"""Scores of predictions: the metric that fits the task and its imbalance, and how far probabilities can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal

import numpy as np

from whichml.model.documents.errors import ProbeError
from whichml.model.statements.measures import Measure

MetricName = Literal[
    "roc-auc", "average-precision", "balanced-accuracy", "accuracy", "f1", "r2", "d2-absolute-error", "d2-pinball"
]  # fmt: skip
METRICS: Mapping[str, tuple[MetricName, ...]] = MappingProxyType(
    {
        "binary-classification": ("roc-auc", "average-precision", "balanced-accuracy", "accuracy", "f1"),
        "multiclass-classification": ("balanced-accuracy", "accuracy", "f1"),
        "regression": ("r2", "d2-absolute-error", "d2-pinball"),
    }
)
"""The metrics of each task, the usual one first; more is better in all of them."""
OF_QUANTILES: Final[MetricName] = "d2-pinball"
"""The one that needs a quantile: the share of the cost of errors that is saved beside the best constant answer."""
RARE_SHARE = 0.1
_N_BINS = 10


@dataclass(frozen=True, eq=False)
class Predictions:
    """What a model says about some rows.

    Attributes
    ----------
    values : predicted class codes, or numbers; one-dimensional
    shares : probabilities, rows x classes, columns in the order of the class codes; None where it has none
    ranking : for two classes, what orders rows by the second class; None where there is nothing but `values`
    """

    values: Any
    shares: Any = None
    ranking: Any = None


def metric_for(task: str, target: Any) -> MetricName:
    """Return the metric that candidates are compared by; all are higher for better models.

    Two classes: ROC AUC, which needs no threshold; average precision where the rarer class holds less than a tenth of
    the rows, since ROC AUC looks good there whatever the rare class gets. More classes: balanced accuracy, in which
    every class counts the same. Numbers: the share of variance explained.

    Parameters
    ----------
    task : `binary-classification`, `multiclass-classification` or `regression`
    target : class codes or numbers, one-dimensional
    """
    if task == "regression":
        return "r2"
    if task == "multiclass-classification":
        return "balanced-accuracy"
    counts = np.unique(target, return_counts=True)[1]
    return "average-precision" if counts.min() < RARE_SHARE * counts.sum() else "roc-auc"


def check_metric(metric: str, task: str) -> None:
    """Refuse a metric that says nothing about a task.

    Raises
    ------
    ProbeError
        With the metrics that there are for the task.
    """
    if metric not in METRICS[task]:
        raise ProbeError.about(
            f"{metric} is no metric for {task}.", hint=f"Take one of {', '.join(METRICS[task])}, or leave it out."
        )


def check_quantile(metric: str | None, quantile: float | None) -> None:
    """Refuse a quantile without the metric that scores it, and the metric without one.

    Raises
    ------
    ProbeError
        With what says the quantile.
    """
    if (metric == OF_QUANTILES) != (quantile is not None):
        raise ProbeError.about(
            f"{OF_QUANTILES} goes with a quantile, and no other metric does.",
            hint="Give a --brief with stakes.cost_too_low and stakes.cost_too_high, or with stakes.cost_ratio.",
        )


def predicted_by(model: Any, features: Any, n_classes: int) -> Predictions:
    """Return what a fitted model says about rows; classes that it never saw get probability 0.

    Parameters
    ----------
    n_classes : 0 for numbers
    """
    values = np.asarray(model.predict(features)).reshape(-1)
    if not n_classes:
        return Predictions(values.astype(float))
    values = values.astype(int)
    if hasattr(model, "predict_proba"):
        shares = np.zeros((len(values), n_classes))
        shares[:, np.asarray(model.classes_, dtype=int)] = model.predict_proba(features)
        return Predictions(values, shares, shares[:, 1] if n_classes == 2 else None)
    if n_classes == 2 and hasattr(model, "decision_function"):
        return Predictions(values, None, np.asarray(model.decision_function(features)).reshape(-1))
    return Predictions(values)


def score_of(
    metric: MetricName,
    truth: Any,
    predicted: Predictions,
    positive: int = 1,
    n_classes: int = 2,
    quantile: float | None = None,
) -> float:
    """Return one score; 0.5 is chance for `roc-auc`, 0 is the mean's for `r2`, the median's for `d2-absolute-error`.

    0 is the quantile's for `d2-pinball`, as of the held-out rows. `f1` is that of the positive class where there are
    two, and the mean of all classes where there are more.

    Parameters
    ----------
    positive : code of the class whose precision counts, the rarer one
    n_classes : how many there are in the whole table
    quantile : that `d2-pinball` scores
    """
    from sklearn import metrics  # an extra, and slow to import

    if metric == "r2":
        return float(metrics.r2_score(truth, predicted.values))
    if metric == "d2-absolute-error":
        return float(metrics.d2_absolute_error_score(truth, predicted.values))
    if metric == OF_QUANTILES:
        return float(metrics.d2_pinball_score(truth, predicted.values, alpha=quantile))
    if metric == "accuracy":
        return float(np.mean(predicted.values == truth))
    if metric == "f1":
        average = {"average": "binary", "pos_label": positive} if n_classes == 2 else {"average": "macro"}
        return float(metrics.f1_score(truth, predicted.values, zero_division=0, **average))
    if metric == "balanced-accuracy":
        return float(recalls_of(truth, predicted.values).mean())
    ranking = predicted.values if predicted.ranking is None else predicted.ranking
    if metric == "roc-auc":
        return float(metrics.roc_auc_score(truth, ranking)) if len(np.unique(truth)) == 2 else 0.5
    signed = ranking if positive == 1 else -np.asarray(ranking, dtype=float)
    is_positive = np.asarray(truth) == positive
    return float(metrics.average_precision_score(is_positive, signed)) if is_positive.any() else 0.0


def scores_of(
    metric: MetricName,
    truth: Any,
    predicted: Predictions,
    n_classes: int,
    rare: int | None = None,
    quantile: float | None = None,
    sought: int | None = None,
) -> dict[Measure, float]:
    """Return every score that the predictions allow, by measure.

    Parameters
    ----------
    rare : code of the rarest class of the whole table; None for numbers
    quantile : that `d2-pinball` scores
    sought : code of the class that is to be found; None for the rarest
    """
    positive = next((code for code in (sought, rare) if code is not None), 1)
    score = score_of(metric, truth, predicted, positive, n_classes, quantile)
    found: dict[Measure, float] = {"score": score}
    if not n_classes:
        return found
    found["accuracy-share"] = float(np.mean(predicted.values == truth))
    if rare is not None and np.any(truth == rare):
        found["minority-recall"] = float(np.mean(predicted.values[truth == rare] == rare))
    if predicted.shares is not None:
        found["brier-score"] = brier_score(truth, predicted.shares)
        found["log-loss"] = log_loss(truth, predicted.shares)
        found["calibration-error"] = calibration_error(truth, predicted.shares)
    return found


def recalls_of(truth: Any, values: Any) -> Any:
    """Return the recall of each class that occurs in the truth, in the order of the codes."""
    return np.array([np.mean(values[truth == code] == code) for code in np.unique(truth)])


def brier_score(truth: Any, shares: Any) -> float:
    """Return the mean squared distance between probabilities and what happened, 0 to 1, lower is better.

    Brier 1950 sums over the classes and reaches 2; half of it is given, which is the usual figure for two classes.
    """
    happened = np.eye(shares.shape[1])[np.asarray(truth, dtype=int)]
    return float(((shares - happened) ** 2).sum(axis=1).mean() / 2)


def log_loss(truth: Any, shares: Any) -> float:
    """Return the mean negative logarithm of the probability of what happened, in nats; probabilities from 1e-15."""
    of_truth = shares[np.arange(len(truth)), np.asarray(truth, dtype=int)]
    return float(-np.log(np.clip(of_truth, 1e-15, 1)).mean())


def calibration_error(truth: Any, shares: Any, n_bins: int = _N_BINS) -> float:
    """Return how far probabilities lie from frequencies: the mean distance over bins of equally many rows, 0 to 1.

    Of two classes the probability of the second counts, of more that of the predicted class. Bins of equal mass,
    because bins of equal width leave most of them empty and the error moves with their number (adaptive binning,
    Nixon et al. 2019, Measuring Calibration in Deep Learning, arXiv:1904.01685).
    """
    said, happened = _said_and_happened(truth, shares)
    return float(sum(abs(told - seen) * n_rows for told, seen, n_rows in _bins(said, happened, n_bins)) / len(said))


def _said_and_happened(truth: Any, shares: Any) -> tuple[Any, Any]:
    if shares.shape[1] == 2:
        return shares[:, 1], np.asarray(truth) == 1
    return shares.max(axis=1), shares.argmax(axis=1) == truth


def _bins(said: Any, happened: Any, n_bins: int) -> list[tuple[float, float, int]]:
    """Cut rows into bins of about equal mass; rows with the same probability stay in one bin."""
    bounds = np.unique(np.quantile(said, np.linspace(0, 1, n_bins + 1)[1:-1]))
    places = np.searchsorted(bounds, said, side="left")
    return [
        (float(said[places == place].mean()), float(happened[places == place].mean()), int((places == place).sum()))
        for place in np.unique(places)
    ]
