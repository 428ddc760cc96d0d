"""The metrics that a bound on accuracy may be given in: a closed list, each with its meaning and its direction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from whichml.model.documents.expressions import expression
from whichml.model.values.vocabulary import Better, Dimension


@dataclass(frozen=True, slots=True)
class AccuracyMetric:
    """What one metric counts.

    Attributes
    ----------
    meaning : in a few words, as a sentence
    better : which direction is better
    is_share : whether it lies between 0 and 1
    dimension : what a bound on it may be given in, beside a plain number; None where that alone will do
    judged_with : the metric beside which it tells something, where it can be had at will alone, such as precision
        beside recall; empty where it stands for itself
    """

    meaning: str
    better: Better = "higher"
    is_share: bool = True
    dimension: Dimension | None = None
    judged_with: str = ""


def _error(
    meaning: str, dimension: Dimension | None = None, *, is_share: bool = False, judged_with: str = ""
) -> AccuracyMetric:
    return AccuracyMetric(meaning, "lower", is_share, dimension, judged_with)


METRICS: Final[Mapping[str, AccuracyMetric]] = MappingProxyType({
    "accuracy": AccuracyMetric("Share of the cases that are right."),
    "balanced-accuracy": AccuracyMetric("Mean of the recall of each class."),
    "precision": AccuracyMetric("Share of the reported positives that are positive.", judged_with="recall"),
    "recall": AccuracyMetric(
        "Share of the positives that are found; also called sensitivity.", judged_with="precision"
    ),
    "specificity": AccuracyMetric("Share of the negatives that are left alone.", judged_with="recall"),
    "negative-predictive-value": AccuracyMetric(
        "Share of the cases called negative that are negative.", judged_with="specificity"
    ),
    "false-positive-rate": _error("Share of the negatives that are reported.", is_share=True, judged_with="recall"),
    "false-negative-rate": _error(
        "Share of the positives that are missed.", is_share=True, judged_with="false-positive-rate"
    ),
    "error-rate": _error("Share of the cases that are wrong.", is_share=True),
    "equal-error-rate": _error("Rate of either mistake where both are equally frequent.", is_share=True),
    "f1": AccuracyMetric("Harmonic mean of precision and recall."),
    "macro-f1": AccuracyMetric("Mean of the F1 of each class, all classes alike."),
    "micro-f1": AccuracyMetric("F1 over the cases of all classes together."),
    "roc-auc": AccuracyMetric("Chance that a positive is ranked above a negative."),
    "average-precision": AccuracyMetric("Precision averaged over all recalls; area under the precision-recall curve."),
    "matthews-correlation": AccuracyMetric("Correlation between what is predicted and what is true.", is_share=False),
    "cohen-kappa": AccuracyMetric("Agreement beyond chance.", is_share=False),
    "weighted-kappa": AccuracyMetric(
        "Agreement beyond chance of grades, in which a miss weighs by the square of its steps.", is_share=False
    ),
    "log-loss": _error("Mean negative logarithm of the probability given to the truth."),
    "brier-score": _error("Mean squared error of predicted probabilities.", is_share=True),
    "expected-calibration-error": _error("Mean gap between predicted and observed shares.", is_share=True),
    "hamming-loss": _error("Share of the labels that are wrong.", is_share=True),
    "rmse": _error("Root of the mean squared error, in the unit of the target."),
    "mse": _error("Mean squared error."),
    "mae": _error("Mean absolute error, in the unit of the target."),
    "median-absolute-error": _error("Median absolute error, in the unit of the target."),
    "normalised-mae": _error("Mean absolute error over the mean of the target."),
    "normalised-rmse": _error("Root of the mean squared error over the spread or the mean of the target."),
    "rmsle": _error("Root of the mean squared error of logarithms."),
    "mape": _error("Mean absolute error as a share of each true value."),
    "smape": _error("Mean absolute error as a share of the mean of truth and prediction."),
    "wape": _error("Sum of absolute errors over the sum of the true values."),
    "mase": _error("Mean absolute error over that of repeating the last season."),
    "pinball-loss": _error("Mean loss of predicted quantiles."),
    "poisson-deviance": _error("Loss that is least for the mean of counts."),
    "tweedie-deviance": _error("Loss that is least for the mean of amounts of which many are zero and few are large."),
    "crps": _error("Distance between a predicted distribution and what happened."),
    "interval-coverage": AccuracyMetric(
        "Share of the cases that lie within their predicted interval.", judged_with="interval-width"
    ),
    "interval-width": _error("Mean width of the stated intervals, in the unit of the target."),
    "bias": _error("Mean error with its sign, in the unit of the target.", judged_with="mae"),
    "within-tolerance": AccuracyMetric("Share of the predictions that are off by no more than the tolerance."),
    "max-error": _error("Largest absolute error, in the unit of the target."),
    "translation-error-mm": _error("Distance between predicted and true position, in millimetres."),
    "rotation-error-degrees": _error("Angle between predicted and true orientation, in degrees."),
    "r2": AccuracyMetric("Share of the variance that is explained; negative below the mean.", is_share=False),
    "spearman-correlation": AccuracyMetric("Correlation of ranks.", is_share=False),
    "pearson-correlation": AccuracyMetric("Linear correlation of prediction and truth.", is_share=False),
    "concordance-index": AccuracyMetric("Share of the pairs whose order of events is predicted right."),
    "integrated-brier-score": _error("Brier score of predicted survival, averaged over time.", is_share=True),
    "ndcg": AccuracyMetric("Gain of relevant results, discounted by their rank, over the best that is possible."),
    "mean-average-precision": AccuracyMetric("Mean over queries or classes of the average precision."),
    "mean-reciprocal-rank": AccuracyMetric("Mean of one over the rank of the first relevant result."),
    "hit-rate": AccuracyMetric("Share of the cases where something relevant is among the results."),
    "coverage": AccuracyMetric("Share of the cases that are answered, or of the items that are ever shown."),
    "click-through-rate": AccuracyMetric("Share of the shown results that are clicked."),
    "click-through-rate-uplift": AccuracyMetric("Gain of the click-through rate over what is in use.", is_share=False),
    "qini-coefficient": AccuracyMetric("Area between the gains by predicted effect and by chance.", is_share=False),
    "uplift-auc": AccuracyMetric("Area under the curve of gains by predicted effect.", is_share=False),
    "effect-rmse": _error("Root of the mean squared error of predicted effects."),
    "iou": AccuracyMetric("Overlap over union of predicted and true areas."),
    "dice": AccuracyMetric("Twice the overlap over the sum of predicted and true areas."),
    "word-error-rate": _error("Words put in, left out or replaced, over the words that were said."),
    "character-error-rate": _error("Characters put in, left out or replaced, over those that are there."),
    "exact-match": AccuracyMetric("Share of the answers that equal the expected one."),
    "bleu": AccuracyMetric("Overlap of word sequences with translations by people.", is_share=False),
    "chrf": AccuracyMetric("Overlap of character sequences with translations by people.", is_share=False),
    "rouge-l": AccuracyMetric("Longest common sequence with a summary by people."),
    "faithfulness": AccuracyMetric("Share of the statements that the given texts support."),
    "key-point-coverage": AccuracyMetric("Share of the points that a summary has to hold that are in it."),
    "perplexity": _error("How many next words, or letters, the model is undecided between."),
    "silhouette": AccuracyMetric("How much nearer rows are to their own cluster than to the next.", is_share=False),
    "dbcv": AccuracyMetric(
        "How much denser clusters are within than between them, whatever their shape (DBCV).", is_share=False
    ),
    "modularity": AccuracyMetric("Links within groups beyond those that chance would put there.", is_share=False),
    "bic": _error("Misfit of a mixture, with a charge for each parameter (Bayesian information criterion)."),
    "adjusted-rand-index": AccuracyMetric("Agreement of clusters with known groups, beyond chance.", is_share=False),
    "normalised-mutual-information": AccuracyMetric("Information that clusters and known groups share."),
    "reconstruction-error": _error("Mean squared error of what is rebuilt from fewer dimensions."),
    "topic-coherence": AccuracyMetric("How well the words of a topic go together.", is_share=False),
    "detection-delay": _error(
        "Time between a change and its report.", "duration", judged_with="false-alarms-per-day"
    ),
    "false-alarms-per-day": _error("Reports in a day that nothing is behind.", judged_with="recall"),
    "mota": AccuracyMetric("Accuracy of tracking: misses, false alarms and swaps together.", is_share=False),
    "keypoint-accuracy": AccuracyMetric("Share of the keypoints that lie near enough."),
    "cumulative-reward": AccuracyMetric("Sum of the rewards of an episode.", is_share=False),
    "cumulative-regret": _error("Reward that the best choices would have brought beyond those made."),
    "success-rate": AccuracyMetric("Share of the episodes, plans, runs or pictures that do what they are for."),
    "optimality-gap": _error("How far the objective lies from the best that is known, or proven possible."),
    "marginal-error": _error("Distance between drawn and real data in each column and each pair of columns."),
    "best-found": AccuracyMetric("Best value that was found after so many trials.", is_share=False),
    "constraint-violations": _error("Constraints that a plan or controller breaks.", judged_with="cost"),
    "tracking-error": _error("Distance between the wanted and the reached value."),
    "cost": _error("Cost of the mistakes, in money.", "money"),
    "f2": AccuracyMetric("Harmonic mean of precision and recall, recall counting twice."),
    "f0-5": AccuracyMetric("Harmonic mean of precision and recall, precision counting twice."),
    "gini": AccuracyMetric("Twice the area under the ROC curve, less one.", is_share=False),
    "kolmogorov-smirnov": AccuracyMetric("Largest gap between the scores of positives and of negatives."),
    "lift": AccuracyMetric("Positives among the highest scores over those among all cases.", is_share=False),
    "recall-at-fixed-fpr": AccuracyMetric("Share of the positives that are found at a given share of false alarms."),
    "recall-at-fixed-precision": AccuracyMetric("Share of the positives that are found at a given precision."),
    "precision-at-fixed-recall": AccuracyMetric("Precision where a given share of the positives is found."),
    "rmsse": _error("Root of the mean squared error over that of repeating the last value."),
    "nash-sutcliffe": AccuracyMetric("One less squared errors over those of the mean; of flows.", is_share=False),
    "kling-gupta": AccuracyMetric("Correlation, spread and mean of flows together; 1 is best.", is_share=False),
    "skill-score": AccuracyMetric("Share of the error of a reference that is saved.", is_share=False),
    "directional-accuracy": AccuracyMetric("Share of the steps whose direction is predicted right."),
    "service-level": AccuracyMetric("Share of the demand, or of the periods, that is met from stock."),
    "lead-time": AccuracyMetric(
        "Time between a report and what it announces.", is_share=False, dimension="duration",
        judged_with="false-alarms-per-day",
    ),
    "false-positives-per-image": _error("Reports in a picture that nothing is behind.", judged_with="recall"),
    "pixel-accuracy": AccuracyMetric("Share of the pixels that are right."),
    "boundary-f1": AccuracyMetric("F1 of the pixels on borders."),
    "panoptic-quality": AccuracyMetric("Overlap of matched areas times the share that is matched."),
    "hausdorff-distance": _error("Largest distance between the borders of predicted and true areas."),
    "real-time-factor": _error("Time to process a recording over its length."),
    "hallucination-rate": _error("Share of the answers or statements that nothing supports.", is_share=True),
    "citation-precision": AccuracyMetric("Share of the cited passages that support what they are cited for."),
    "answer-relevance": AccuracyMetric("Share of the answers that answer what was asked."),
    "resolution-rate": AccuracyMetric(
        "Share of the cases that are settled without a person.", judged_with="accuracy"
    ),
    "human-rating": AccuracyMetric("Mean grade that people give.", is_share=False),
    "win-rate": AccuracyMetric("Share of the comparisons in which people prefer it."),
    "toxicity": _error("Share of the texts that offend.", is_share=True),
    "pass-rate": AccuracyMetric("Share of the programs that pass their tests."),
    "bertscore": AccuracyMetric("Likeness of words in context to a text by people."),
    "comet": AccuracyMetric("Quality of a translation as a trained model grades it.", is_share=False),
    "translation-edit-rate": _error("Edits that turn a translation into one by people, over its words."),
    "davies-bouldin": _error("Spread of clusters over the distance to the next."),
    "calinski-harabasz": AccuracyMetric("Spread between clusters over that within them.", is_share=False),
    "purity": AccuracyMetric("Share of the rows that belong to the main group of their cluster."),
    "v-measure": AccuracyMetric("Harmonic mean of homogeneity and completeness of clusters."),
    "conversion-rate": AccuracyMetric("Share of the visits or offers that end as wished."),
    "watch-time": AccuracyMetric(
        "Time that people stay with what they are shown.", is_share=False, dimension="duration"
    ),
    "diversity": AccuracyMetric("How unlike one another the shown items are.", is_share=False),
    "novelty": AccuracyMetric("How unknown the shown items are.", is_share=False),
    "policy-value": AccuracyMetric("What a rule of whom to treat gains on average.", is_share=False),
    "makespan": _error("Time from the first start to the last end of a plan.", "duration"),
    "total-distance": _error("Length of all tours together."),
    "on-time-rate": AccuracyMetric("Share of the deliveries or trips that are in time."),
    "vehicles-used": _error("Vehicles that a plan needs."),
    "utilisation": AccuracyMetric("Share of the capacity that is used."),
    "overshoot": _error("How far a value goes beyond where it is steered."),
    "settling-time": _error("Time until a value stays where it is steered.", "duration"),
})  # fmt: skip

_AT_A_NUMBER: Final[Mapping[str, str]] = MappingProxyType({
    "precision": "Share of the first {k} results that are relevant or positive.",
    "recall": "Share of what is relevant that is among the first {k} results.",
    "ndcg": "Gain of relevant results among the first {k}, discounted by their rank, over the best possible.",
    "hit-rate": "Share of the cases where something relevant is among the first {k} results.",
    "mean-average-precision": "Mean average precision of the first {k} results.",
    "mean-reciprocal-rank": "Mean of one over the rank of the first relevant result among {k}.",
})  # fmt: skip
_AT: Final = expression(rf"({'|'.join(_AT_A_NUMBER)})-at-([1-9][0-9]{{0,6}})\Z")
_TOP: Final = expression(r"top-([1-9][0-9]{0,4})-accuracy\Z")
FORMS_WITH_A_NUMBER: Final = (*(f"{name}-at-K" for name in _AT_A_NUMBER), "top-K-accuracy")
"""Metrics that stand for one for each number K, as messages name them."""
_AT_A_RATE: Final = tuple((expression(form), metric) for form, metric in (
    (r"(?:recall|tpr|sensitivity|true-positive-rate|detection-rate)-at-.*(?:fpr|false-positive-rate|specificity).*",
     "recall-at-fixed-fpr"),
    (r"(?:recall|tpr|sensitivity)-at-.*precision.*", "recall-at-fixed-precision"),
    (r"precision-at-.*(?:recall|sensitivity).*", "precision-at-fixed-recall"),
    (r"lift-at-.*", "lift"),
    (r"(?:pass-at|pass)-[1-9][0-9]{0,3}", "pass-rate"),
    (r"m?ap-?(?:at-)?(?:0-)?[1-9][0-9]{0,1}(?:-(?:0-)?[1-9][0-9]{0,1})?", "mean-average-precision"),
))  # fmt: skip
"""Metrics at a rate that the name tells, such as `recall-at-1%-fpr` and `map50`."""


def metric_at_a_rate(name: str) -> str | None:
    """Return the metric that a name stands for which tells a rate besides; None where it does not.

    Examples
    --------
    >>> metric_at_a_rate("recall-at-1%-fpr"), metric_at_a_rate("map50"), metric_at_a_rate("latency")
    ('recall-at-fixed-fpr', 'mean-average-precision', None)
    """
    if len(name) > _LONGEST_RATE or _AT.match(name):
        return None
    return next((metric for form, metric in _AT_A_RATE if form.fullmatch(name)), None)


_LONGEST_RATE: Final = 60


def metric_of(name: str) -> AccuracyMetric | None:
    """Return a metric by its id, such as `roc-auc` or `recall-at-10`; None where there is none.

    Examples
    --------
    >>> metric_of("recall-at-10").meaning
    'Share of what is relevant that is among the first 10 results.'
    """
    at, top = _AT.match(name), _TOP.match(name)
    if at:
        return AccuracyMetric(_AT_A_NUMBER[at[1]].format(k=at[2]))
    if top:
        return AccuracyMetric(f"Share of the cases whose truth is among the {top[1]} likeliest classes.")
    return METRICS.get(name)


_AT_ANY: Final = "-at-k"


def meaning_of(name: str) -> str:
    """Return what a metric counts, as a sentence, also where its number is open; empty where there is none.

    Examples
    --------
    >>> meaning_of("recall-at-k")
    'Share of what is relevant that is among the first k results.'
    """
    if name.endswith(_AT_ANY) and name.removesuffix(_AT_ANY) in _AT_A_NUMBER:
        return _AT_A_NUMBER[name.removesuffix(_AT_ANY)].format(k="k")
    known = metric_of(name)
    return known.meaning if known is not None else ""


def judged_with(name: str) -> str:
    """Return the metric that one has to be read beside, since it can be had at will alone; empty for all others.

    Examples
    --------
    >>> judged_with("recall"), judged_with("roc-auc")
    ('precision', '')
    """
    known = metric_of(name)
    return known.judged_with if known is not None else ""


_CAPITALS: Final = frozenset({
    "auc", "bic", "bleu", "comet", "crps", "dbcv", "f1", "f2", "fpr", "iou", "mae", "mape", "mase", "mota", "mse",
    "ndcg", "r2", "rmse", "rmsle", "rmsse", "roc", "smape", "wape",
})  # fmt: skip
_AFTER_SOMEBODY: Final = frozenset({
    "bouldin", "brier", "calinski", "cohen", "davies", "gini", "gupta", "harabasz", "hausdorff", "kling", "kolmogorov",
    "matthews", "nash", "pearson", "poisson", "qini", "smirnov", "spearman", "sutcliffe", "tweedie",
})  # fmt: skip
_WRITTEN: Final[Mapping[str, str]] = MappingProxyType({
    "chrf": "chrF", "rouge-l": "ROUGE-L", "f0-5": "F0.5", "bertscore": "BERTScore",
    "v-measure": "V-measure", "false-positive-rate": "false-positive rate",
    "false-negative-rate": "false-negative rate", "click-through-rate": "click-through rate",
    "click-through-rate-uplift": "click-through rate uplift", "translation-error-mm": "translation error in mm",
    "rotation-error-degrees": "rotation error in degrees",
})  # fmt: skip
"""Names that the parts of an id do not make."""


def metric_name(metric: str) -> str:
    """Return what people call a metric, as it begins a sentence.

    Examples
    --------
    >>> [metric_name(each) for each in ("roc-auc", "macro-f1", "ndcg-at-10", "false-positive-rate", "brier-score")]
    ['ROC AUC', 'Macro F1', 'NDCG at 10', 'False-positive rate', 'Brier score']
    >>> metric_name("top-5-accuracy"), metric_name("word-error-rate")
    ('Top-5 accuracy', 'Word error rate')
    """
    top = _TOP.match(metric)
    if top:
        return f"Top-{top[1]} accuracy"
    name = _WRITTEN.get(metric) or " ".join(
        part.upper() if part in _CAPITALS else part.capitalize() if part in _AFTER_SOMEBODY else part
        for part in metric.split("-")
    )
    return name[:1].upper() + name[1:]
