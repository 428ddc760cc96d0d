"""Every measure of an experiment: its quality, its unit, its procedure, and how its numbers become levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from whichml.model.statements.conditions import Condition, Conditions, Facts, NumberTest, all_hold
from whichml.model.values.qualities import QUALITIES
from whichml.model.values.vocabulary import QualityId

Measure = Literal[
    "score", "accuracy-share", "score-difference", "difference-to-constant", "difference-to-best",
    "brier-score", "log-loss", "calibration-error",
    "fit-seconds", "row-latency", "batch-latency", "throughput", "update-seconds",
    "model-bytes", "peak-training-bytes", "peak-inference-bytes", "training-joules", "inference-joules",
    "score-loss-under-noise", "score-loss-under-missing", "score-loss-under-label-noise", "score-loss-under-outliers",
    "score-spread-over-seeds", "prediction-disagreement", "score-loss-of-updates", "forgetting",
    "rows-to-nine-tenths", "extrapolation-error", "minority-recall", "same-bits",
]  # fmt: skip
Statistic = Literal["mean", "median", "p99", "max", "once"]
Direction = Literal["more", "less"]
Basis = Literal["reference", "own-unit", "share-of-best", "share", "kept-skill", "rank"]
Bound = Literal["least", "most"]
METRIC_UNIT: Final = "metric"
"""Stands for the name of the run's metric."""


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
    """What a number of one measure means, and how it is placed on the scale of levels.

    Attributes
    ----------
    quality : of the ontology; None for what stands beside a measure of that quality
    unit : as `Measurement.unit`; `metric` for the name of the run's metric
    better : whether more or less is better; None where neither is
    procedure : the usual one
    statistics : what is told of the repetitions
    basis : how a number becomes a position over many data sets, for the one measure by which claims on its quality are
        tested: `reference`, a time as on the reference machine, by the anchors; `own-unit`, by the anchors as it is;
        `share-of-best`, the way from the constant baseline to the best of the data set, by the anchors of accuracy;
        `share`, from 0 to 1 along the scale; `kept-skill`, what is left after a loss of score, likewise; `rank`, by
        fifths of the algorithms on the data set
    grows : whether it grows with the training rows, so that a small table only tells the least it can be
    needs : what a data set has to be like for the measure to tell anything
    bound : `most` where a measurement only tells the most there can be: one machine says nothing of others
    steps : for a share, or a loss as a share of an algorithm's skill, that a project measured itself: the largest
        numbers that are still very good, good, fair and poor; where more is better, numbers of 1 minus the share
    other_procedures : those that a figure may name in the place of the usual one
    """

    id: Measure
    quality: str | None
    unit: str
    better: Direction | None
    procedure: str
    statistics: tuple[Statistic, ...] = ("mean",)
    basis: Basis | None = None
    grows: bool = False
    needs: Conditions = ()
    bound: Bound | None = None
    steps: tuple[float, float, float, float] | None = None
    other_procedures: tuple[str, ...] = ()

    @property
    def direction(self) -> Direction:
        """Return whether a larger number is more of the quality, or less."""
        rises = QUALITIES[QualityId(self.quality or "")].better == "higher"
        return "more" if rises == (self.better == "more") else "less"

    @property
    def is_loss(self) -> bool:
        """Return whether it is a loss of score, to be divided by an algorithm's way above the constant baseline."""
        return self.id.startswith("score-loss")

    @property
    def is_in_unit(self) -> bool:
        """Return whether its numbers are those of its quality, in a unit."""
        return self.basis in ("reference", "own-unit")

    def fits(self, facts: Facts) -> bool:
        """Return whether a data set is such that the measure tells anything on it."""
        return all_hold(self.needs, facts) is True


# frequencies of ten bins need test rows enough; where no class is rare there is no imbalance to cope with
_ROWS_FOR_FREQUENCIES: Final[Conditions] = (Condition("data.training_rows", NumberTest(1_000, None)),)
_A_RARE_CLASS: Final[Conditions] = (Condition("data.minority_share", NumberTest(None, 0.2)),)
# preparing columns of categories takes longer than many a prediction, and is no part of an estimator's latency
_NUMBERS_ALONE: Final[Conditions] = (Condition("data.categorical_features", NumberTest(0, 0)),)
_LOSSES: Final = (0.01, 0.03, 0.1, 0.25)

_ONCE: Final[tuple[Statistic, ...]] = ("once",)
_MEDIAN: Final[tuple[Statistic, ...]] = ("median",)

MEASURES: Final[Mapping[Measure, MeasureForm]] = MappingProxyType({
    form.id: form
    for form in (
        MeasureForm("score", "accuracy", METRIC_UNIT, "more", "held-out-score", basis="share-of-best"),
        MeasureForm("accuracy-share", None, "share", "more", "held-out-score"),
        MeasureForm("score-difference", None, METRIC_UNIT, "more", "corrected-comparison"),
        MeasureForm("difference-to-constant", None, METRIC_UNIT, "more", "corrected-comparison"),
        MeasureForm("difference-to-best", None, METRIC_UNIT, "more", "corrected-comparison"),
        MeasureForm("brier-score", "calibration", "share", "less", "held-out-probabilities"),
        MeasureForm("log-loss", None, "nats", "less", "held-out-probabilities"),
        MeasureForm("calibration-error", "calibration", "share", "less", "held-out-probabilities",
                    basis="rank", needs=_ROWS_FOR_FREQUENCIES, steps=(0.02, 0.05, 0.1, 0.2)),
        MeasureForm("minority-recall", "class-imbalance-handling", "share", "more", "held-out-score",
                    basis="rank", needs=_A_RARE_CLASS),
        MeasureForm("fit-seconds", "training-time", "seconds", "less", "timed-fit", _MEDIAN,
                    basis="reference", grows=True),
        MeasureForm("training-joules", "training-energy", "joules", "less", "estimated-energy", _MEDIAN,
                    basis="own-unit", grows=True, other_procedures=("package-energy",)),
        MeasureForm("inference-joules", "inference-energy", "joules", "less", "estimated-energy", _MEDIAN,
                    basis="own-unit", other_procedures=("package-energy",)),
        MeasureForm("row-latency", "inference-latency", "seconds", "less", "single-rows", ("median", "p99"),
                    basis="reference", needs=_NUMBERS_ALONE),
        MeasureForm("batch-latency", None, "seconds", "less", "batches", _MEDIAN),
        MeasureForm("throughput", "inference-throughput", "1/second", "more", "batches", _MEDIAN,
                    basis="reference", needs=_NUMBERS_ALONE),
        MeasureForm("model-bytes", "model-size", "bytes", "less", "pickled-size", _ONCE, basis="own-unit", grows=True),
        MeasureForm("peak-training-bytes", "training-memory", "bytes", "less", "peak-memory", _ONCE,
                    basis="own-unit", grows=True),
        MeasureForm("peak-inference-bytes", "inference-memory", "bytes", "less", "peak-memory", _ONCE,
                    basis="own-unit", grows=True),
        MeasureForm("score-loss-under-noise", "robustness", METRIC_UNIT, "less", "feature-noise",
                    basis="rank", steps=_LOSSES),
        MeasureForm("score-loss-under-missing", "missing-value-handling", METRIC_UNIT, "less", "missing-cells"),
        MeasureForm("score-loss-under-outliers", "outlier-robustness", METRIC_UNIT, "less", "outlying-rows",
                    basis="rank", steps=_LOSSES),
        MeasureForm("score-loss-under-label-noise", "data-quality-sensitivity", METRIC_UNIT, "less", "wrong-labels",
                    basis="rank", steps=_LOSSES),
        MeasureForm("score-spread-over-seeds", "stability", METRIC_UNIT, "less", "other-seeds", _ONCE),
        MeasureForm("prediction-disagreement", "stability", "share", "less", "bootstrap-fits",
                    basis="rank", steps=_LOSSES),
        MeasureForm("same-bits", "reproducibility", "share", "more", "same-seed-twice", _ONCE,
                    basis="share", bound="most", steps=(0.0, 0.0, 0.0, 1.0)),
        MeasureForm("update-seconds", "update-latency", "seconds", "less", "updates", _MEDIAN,
                    basis="reference", grows=True),
        MeasureForm("score-loss-of-updates", "incrementality", METRIC_UNIT, "less", "updates", _ONCE,
                    basis="kept-skill"),
        MeasureForm("forgetting", "incrementality", METRIC_UNIT, "less", "updates", _ONCE),
        MeasureForm("rows-to-nine-tenths", "data-need", "rows", "less", "learning-curve", _ONCE,
                    basis="own-unit", grows=True),
        MeasureForm("extrapolation-error", "extrapolation", "share", "less", "beyond-the-range", _ONCE, basis="rank"),
    )
})  # fmt: skip
"""Steps are told where a share says enough. Two fits of one seed that differ are poor reproducibility, and there is
nothing between. A loss under missing cells says too little: it is that of a pipeline which repairs them, while claims
say whether the estimator takes them as they are; so no claim is tested by it either.
"""
MEASURED_BY: Final[Mapping[str, MeasureForm]] = MappingProxyType(
    {form.quality: form for form in MEASURES.values() if form.quality and form.basis}
)
"""What each quality is read off; one that is not here needs people, a deployment or another kind of data."""

LEAST_COUNTED: Final[Mapping[str, float]] = MappingProxyType(
    {"r2": -1.0, "d2-absolute-error": -1.0, "d2-pinball": -1.0}
)
"""What a lower score of a fold counts as in differences, of metrics that have no lower end."""

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
        "Mean difference to the linear baseline, to the constant, and to the best candidate, over the same folds, with "
        "the 95 % interval of the corrected resampled t-test. An R2 or D2 of a fold that is below -1 counts as -1: it "
        "has no lower end, and one fold would decide.",
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
