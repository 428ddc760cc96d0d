"""The catalogue of measures: what quality each speaks of, in which unit, and by which procedure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from whichml.model.evidence import Measure, Statistic

METRIC_UNIT = "metric"  # stands for the name of the run's metric


@dataclass(frozen=True, slots=True)
class Procedure:
    """How something is measured, in words, and whose idea it is.

    Attributes
    ----------
    source : empty where it is plain counting
    is_estimate : whether its numbers are worked out rather than measured
    """

    words: str
    source: str = ""
    is_estimate: bool = False


@dataclass(frozen=True, slots=True)
class MeasureForm:
    """What a number of one measure means.

    Attributes
    ----------
    quality : of the ontology; None for what stands beside a measure of that quality
    unit : as `Measurement.unit`; `metric` for the name of the run's metric
    better : whether more or less is better; None where neither is
    procedure : the usual one; a figure may name another
    statistics : what is told of the repetitions
    """

    quality: str | None
    unit: str
    better: Literal["more", "less"] | None
    procedure: str
    statistics: tuple[Statistic, ...] = ("mean",)


_ONCE: tuple[Statistic, ...] = ("once",)
_MEDIAN: tuple[Statistic, ...] = ("median",)

MEASURES: Mapping[Measure, MeasureForm] = {
    "score": MeasureForm("accuracy", METRIC_UNIT, "more", "held-out-score"),
    "accuracy-share": MeasureForm(None, "share", "more", "held-out-score"),
    "score-difference": MeasureForm(None, METRIC_UNIT, "more", "corrected-comparison"),
    "brier-score": MeasureForm("calibration", "share", "less", "held-out-probabilities"),
    "log-loss": MeasureForm(None, "nats", "less", "held-out-probabilities"),
    "calibration-error": MeasureForm("calibration", "share", "less", "held-out-probabilities"),
    "minority-recall": MeasureForm("class-imbalance-handling", "share", "more", "held-out-score"),
    "fit-seconds": MeasureForm("training-time", "seconds", "less", "timed-fit", _MEDIAN),
    "training-joules": MeasureForm("training-energy", "joules", "less", "estimated-energy", _MEDIAN),
    "inference-joules": MeasureForm("inference-energy", "joules", "less", "estimated-energy", _MEDIAN),
    "row-latency": MeasureForm("inference-latency", "seconds", "less", "single-rows", ("median", "p99")),
    "batch-latency": MeasureForm(None, "seconds", "less", "batches", _MEDIAN),
    "throughput": MeasureForm("inference-throughput", "1/second", "more", "batches", _MEDIAN),
    "model-bytes": MeasureForm("model-size", "bytes", "less", "pickled-size", _ONCE),
    "peak-training-bytes": MeasureForm("training-memory", "bytes", "less", "peak-memory", _ONCE),
    "peak-inference-bytes": MeasureForm("inference-memory", "bytes", "less", "peak-memory", _ONCE),
    "score-loss-under-noise": MeasureForm("robustness", METRIC_UNIT, "less", "feature-noise"),
    "score-loss-under-missing": MeasureForm("missing-value-handling", METRIC_UNIT, "less", "missing-cells"),
    "score-loss-under-outliers": MeasureForm("outlier-robustness", METRIC_UNIT, "less", "outlying-rows"),
    "score-loss-under-label-noise": MeasureForm("data-quality-sensitivity", METRIC_UNIT, "less", "wrong-labels"),
    "score-spread-over-seeds": MeasureForm("stability", METRIC_UNIT, "less", "other-seeds", _ONCE),
    "prediction-disagreement": MeasureForm("stability", "share", "less", "bootstrap-fits"),
    "same-bits": MeasureForm("reproducibility", "share", "more", "same-seed-twice", _ONCE),
    "update-seconds": MeasureForm("update-latency", "seconds", "less", "updates", _MEDIAN),
    "score-loss-of-updates": MeasureForm("incrementality", METRIC_UNIT, "less", "updates", _ONCE),
    "forgetting": MeasureForm("incrementality", METRIC_UNIT, "less", "updates", _ONCE),
    "rows-to-nine-tenths": MeasureForm("data-need", "rows", "less", "learning-curve", _ONCE),
    "extrapolation-error": MeasureForm("extrapolation", "share", "less", "beyond-the-range", _ONCE),
}

PROCEDURES: Mapping[str, Procedure] = {
    "reference": Procedure(
        "A logistic regression (for numbers a ridge regression) behind a scaler, fitted on a fixed table of 4,000 rows "
        "and 20 columns from seed 0; the median processor time of repeated fits. Ratios compare with it, so that times "
        "of two machines can be compared."
    ),
    "held-out-score": Procedure(
        "Fit on the training rows of each fold, score on its test rows; all candidates on the same folds.",
        "scikit-learn user guide 3.1 and 3.4",
    ),
    "held-out-probabilities": Procedure(
        "On the test rows of each fold: Brier score (0 to 1), log-loss, and the distance between probability and "
        "frequency over ten bins of equally many rows.",
        "Brier 1950; Nixon et al. 2019, arXiv:1904.01685",
    ),
    "corrected-comparison": Procedure(
        "Mean difference to the linear baseline over the same folds, with the interval of the corrected resampled "
        "t-test.",
        "Nadeau & Bengio 2003, doi:10.1023/A:1024068626366; Corani & Benavoli 2015, doi:10.1007/s10994-015-5486-z",
    ),
    "timed-fit": Procedure("Seconds of processor time of fit, one thread, preparation of the columns included."),
    "estimated-energy": Procedure(
        "Seconds of processor time multiplied by a stated 15 watts per core; worked out, not measured.",
        is_estimate=True,
    ),
    "package-energy": Procedure(
        "Joules that the machine counts for its whole processor packages while the work runs, other programs and idle "
        "cores included; where Linux offers these counters to the user, in the place of the estimate.",
        "Linux kernel documentation, Power Capping Framework",
    ),
    "single-rows": Procedure(
        "Up to 300 calls of predict with one row each, after 20 to warm up, preparation included; median and 99th "
        "percentile of the processor time, which is what a user waits for on a machine with nothing else to do."
    ),
    "batches": Procedure(
        "Repeated calls of predict with 1,000 rows; seconds of processor time of a call, and rows of such a second."
    ),
    "pickled-size": Procedure("Bytes of the fitted pipeline, pickled with protocol 5, uncompressed."),
    "peak-memory": Procedure(
        "Highest resident memory of the process during the call above what it held before; the system's own mark "
        "where it can be reset, else sampled every 5 ms."
    ),
    "feature-noise": Procedure(
        "Fit on clean rows; add normal noise of 0.3 standard deviations to the numbers of the test rows; loss of "
        "score, the mean of three draws."
    ),
    "missing-cells": Procedure(
        "Blank a fifth of all cells at random, in training and test rows; loss of score against clean rows."
    ),
    "outlying-rows": Procedure(
        "Move the numbers of 5 % of the training rows by ten standard deviations up or down, and numbers to predict in "
        "another 5 %, drawn by themselves; loss of score on clean test rows."
    ),
    "wrong-labels": Procedure(
        "Give 10 % of the training rows another class, or the number of another row; loss of score on clean test rows."
    ),
    "other-seeds": Procedure("Standard deviation of the score over fits with three seeds on the same rows."),
    "bootstrap-fits": Procedure(
        "Four fits on bootstrap samples; share of test rows that a pair of them predicts differently (numbers: root "
        "mean squared difference in standard deviations of the target), the mean of the pairs."
    ),
    "same-seed-twice": Procedure("Fit twice with one seed: 1 where all predictions are the same bits, else 0."),
    "updates": Procedure(
        "partial_fit over ten batches in the order of the rows; seconds of processor time of a batch, score of a fit "
        "on all rows minus the score after the last batch, and forgetting: the score on the first batch right after it "
        "was learnt, minus that after the last."
    ),
    "learning-curve": Procedure(
        "Fit on growing parts of the training rows, each twice the one before; the fewest rows that reach nine tenths "
        "of the way from the constant baseline's score to that on all rows, read off between two parts on a "
        "logarithmic scale."
    ),
    "beyond-the-range": Procedure(
        "Fit on the lower 80 % of the feature that the target follows most, predict beyond: root mean squared error in "
        "standard deviations of the whole target. Numbers only."
    ),
}
