"""Which figures a project works out: the score, the bounds of the brief, and what the answer asks to measure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from whichml.export.arguments import percent
from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief import Brief
from whichml.model.format.requirement import Requirement, bound_in_words
from whichml.model.statements.measures import MEASURES
from whichml.model.statements.recommendation import Recommendation
from whichml.model.values.currencies import BASE_CURRENCY
from whichml.model.values.quantity import Quantity
from whichml.model.values.vocabulary import LEVELS
from whichml.starter.costs import unit_costs_of
from whichml.starter.losses import learns_counts
from whichml.starter.plan import Check, Costs, StarterTask, UnitCosts
from whichml.starter.thresholds import SIDES, ThresholdRule

RARE_SHARE: Final = 0.1
"""The share of the rarer class below which precision over recall tells more than ranks, as in a probe."""
CHOSEN_THRESHOLD: Final = "threshold"
"""What is told of a threshold that the program chooses; its mean over the folds."""
CALIBRATION_ERROR: Final = "calibration-error"
"""How far probabilities lie from frequencies, as a probe works it out and holds it against levels."""
COST: Final = "cost"
COVERED: Final = "share-covered"
"""The share of rows whose truth is not above what is said of them, which is near the quantile that was learnt."""
_OF_BOTH: Final = {
    "accuracy": "metrics.accuracy_score(truth, said)",
    "balanced-accuracy": "metrics.balanced_accuracy_score(truth, said)",
    "error-rate": "1 - metrics.accuracy_score(truth, said)",
    "macro-f1": 'metrics.f1_score(truth, said, average="macro")',
    "micro-f1": 'metrics.f1_score(truth, said, average="micro")',
    "matthews-correlation": "metrics.matthews_corrcoef(truth, said)",
    "cohen-kappa": "metrics.cohen_kappa_score(truth, said)",
}
_OF_TWO_CLASSES: Final = {
    **_OF_BOTH,
    "precision": "metrics.precision_score(truth, said, zero_division=0)",
    "recall": "metrics.recall_score(truth, said)",
    "specificity": "metrics.recall_score(truth, said, pos_label=0)",
    "negative-predictive-value": "metrics.precision_score(truth, said, pos_label=0, zero_division=0)",
    "false-positive-rate": "1 - metrics.recall_score(truth, said, pos_label=0)",
    "false-negative-rate": "1 - metrics.recall_score(truth, said)",
    "f1": "metrics.f1_score(truth, said)",
    "roc-auc": "metrics.roc_auc_score(truth, share)",
    "average-precision": "metrics.average_precision_score(truth, share)",
    "log-loss": "metrics.log_loss(truth, share)",
    "brier-score": "metrics.brier_score_loss(truth, share)",
    CALIBRATION_ERROR: "calibration_error(share, truth == 1)",
    COST: "(FALSE_ALARM * (said > truth) + MISS * (said < truth)).mean()",
    CHOSEN_THRESHOLD: "threshold",
}
_OF_MORE_CLASSES: Final = {
    **_OF_BOTH,
    "roc-auc": 'metrics.roc_auc_score(truth, share, multi_class="ovr")',
    "log-loss": "metrics.log_loss(truth, share)",
    CALIBRATION_ERROR: "calibration_error(share.max(axis=1), truth == said)",
}
_OF_NUMBERS: Final = {
    "r2": "metrics.r2_score(truth, said)",
    "d2-absolute-error": "metrics.d2_absolute_error_score(truth, said)",
    "rmse": "metrics.root_mean_squared_error(truth, said)",
    "mse": "metrics.mean_squared_error(truth, said)",
    "mae": "metrics.mean_absolute_error(truth, said)",
    "median-absolute-error": "metrics.median_absolute_error(truth, said)",
    "max-error": "metrics.max_error(truth, said)",
    "mape": "metrics.mean_absolute_percentage_error(truth, said)",
    "normalised-mae": "metrics.mean_absolute_error(truth, said) / abs(truth.mean())",
    "wape": "abs(truth - said).sum() / abs(truth).sum()",
    "bias": "(said - truth).mean()",
    "mean-poisson-deviance": "metrics.mean_poisson_deviance(truth, np.maximum(said, LEAST))",
    "poisson-deviance-explained": "metrics.d2_tweedie_score(truth, np.maximum(said, LEAST), power=1)",
    COST: "(TOO_LOW * np.maximum(truth - said, 0) + TOO_HIGH * np.maximum(said - truth, 0)).mean()",
    "pinball-loss": "metrics.mean_pinball_loss(truth, said, alpha=QUANTILE)",
    "d2-pinball": "metrics.d2_pinball_score(truth, said, alpha=QUANTILE)",
    COVERED: "(truth <= said).mean()",
}
_BY_UNIT_COSTS: Final = frozenset({COST, "pinball-loss", "d2-pinball", COVERED})
"""Metrics of numbers that need what a unit too low and one too high cost, the score of them first."""
EXPRESSIONS: Final[Mapping[StarterTask, Mapping[str, str]]] = MappingProxyType(
    {
        "binary-classification": _OF_TWO_CLASSES,
        "multiclass-classification": _OF_MORE_CLASSES,
        "regression": _OF_NUMBERS,
    }
)
"""How each metric is worked out from `truth`, what is `said` and, of classes, the `share` of probability."""
LEAST: Final = "LEAST"
"""The name, in a program, of the least prediction that a deviance is worked out of; 0 and less have none."""
_OF_PROBABILITIES: Final = frozenset({"roc-auc", "average-precision", "log-loss", "brier-score", CALIBRATION_ERROR})
_ONE_SIDED: Final = frozenset({
    "precision", "recall", "specificity", "negative-predictive-value", "false-positive-rate", "false-negative-rate",
    COST, "bias", COVERED, CALIBRATION_ERROR,
})  # fmt: skip
"""Metrics that an answer without any learning can make perfect, or that have no better end: bounds, and no score."""
LESS_IS_BETTER: Final = frozenset({
    "error-rate", "false-positive-rate", "false-negative-rate", "log-loss", "brier-score", COST, "rmse", "mse", "mae",
    CALIBRATION_ERROR, "median-absolute-error", "max-error", "mape", "normalised-mae", "wape", "mean-poisson-deviance",
    "pinball-loss",
})  # fmt: skip
OF_MEDIANS: Final = frozenset({"d2-absolute-error", "mae", "median-absolute-error", "mape", "normalised-mae", "wape"})
"""Metrics of numbers that the median makes best among the answers that are the same for every row."""
CALIBRATED: Final = frozenset({"log-loss", "brier-score", COST, CALIBRATION_ERROR})
"""Metrics that are good only where probabilities are true."""
_ALWAYS_TOLD: Final[Mapping[StarterTask, tuple[str, ...]]] = {
    "binary-classification": ("precision", "recall"), "multiclass-classification": ("balanced-accuracy",),
    "regression": ("mae",),
}  # fmt: skip
"""Figures of what is said, beside a score that may look at ranks alone."""
_TOLD_OF_COUNTS: Final = ("mean-poisson-deviance", "poisson-deviance-explained", "bias")
"""Of counts: an absolute error is least where 0 is said of all, once most of them are 0."""
_TOLD_OF_UNIT_COSTS: Final = (COST, COVERED, "mae")
_TOLD_OF_RARE_CLASSES: Final = ("roc-auc", "average-precision")
_UNEVEN_SHARE: Final = 0.25
"""The share of the rarer class below which ranks are told by both: most pairs that the area counts are easy."""
_OF_CLASSES_ALONE: Final = re.compile(r"\b(recall|precision|positive rates?|ROC AUC|balanced accuracy)\b")
_OF_PIPELINE: Final = frozenset({"missing-value-handling", "categorical-handling", "sparse-input"})
"""What columns an estimator takes: the pipeline before it makes them so, and no run need tell."""
_WORKED_OUT_AS: Final[Mapping[str, str]] = MappingProxyType({"poisson-deviance": "mean-poisson-deviance"})
"""How a metric by which an answer judges is called in a program, where it is called otherwise."""
LATENCY, FIT, SIZE = "inference-latency", "training-time", "model-size"
_TIMED: Final = {LATENCY: "duration", FIT: "duration", SIZE: "bytes"}
_SECONDS_OR_BYTES: Final = {LATENCY: f"{LATENCY} p99", FIT: FIT, SIZE: SIZE}


def needs_probabilities(measures: Sequence[str]) -> bool:
    """Return whether one of the metrics is worked out from probabilities."""
    return not _OF_PROBABILITIES.isdisjoint(measures)


def is_of_decisions(measure: str) -> bool:
    """Return whether a metric of two classes looks at what is said of rows, and not at probabilities."""
    return measure not in _OF_PROBABILITIES and measure != CHOSEN_THRESHOLD


def is_worked_out(measure: str, task: StarterTask, unit_costs: UnitCosts | None) -> bool:
    """Return whether a program can work a metric out, by what the brief tells of costs."""
    return measure in EXPRESSIONS[task] and (task != "regression" or not _needs_unit_costs(measure, unit_costs))


def _needs_unit_costs(measure: str, unit_costs: UnitCosts | None) -> bool:
    return unit_costs is None and measure in _BY_UNIT_COSTS


def metric_of_brief(
    brief: Brief, task: StarterTask, probed: str = "", unit_costs: UnitCosts | None = None
) -> tuple[str, Requirement | None]:
    """Return the score: the first metric of a bound that can be one, else that of a probe, else one that fits.

    Where units of a number have costs, a quantile is learnt, and only what is least for it can be the score.

    Parameters
    ----------
    probed : the metric that a probe compared by; its usual one of numbers tells little of counts, and is no score of
        them
    """
    if unit_costs is not None:
        by_costs = _BY_UNIT_COSTS - {COVERED}
        bound = next((each for each in brief.requirements if each.metric in by_costs), None)
        if bound is not None and bound.metric is not None:
            return bound.metric, bound
        return (probed if probed in by_costs else COST), None
    known = {name for name in EXPRESSIONS[task] if is_worked_out(name, task, None)}
    for requirement in brief.requirements:
        if requirement.metric is not None and requirement.metric in known and requirement.metric not in _ONE_SIDED:
            return requirement.metric, requirement
    if probed in known and not (probed == "r2" and learns_counts(brief)):
        return probed, None
    if task == "regression":
        return ("mean-poisson-deviance" if learns_counts(brief) else "r2"), None
    if task == "multiclass-classification":
        return "balanced-accuracy", None
    return ("average-precision" if _is_rarer(brief, RARE_SHARE) else "roc-auc"), None


def why_metric(brief: Brief, metric: str, task: StarterTask) -> str:
    """Return why a score is taken that no bound names."""
    named = dict.fromkeys(each.metric for each in brief.requirements if each.metric is not None)
    priced = unit_costs_of(brief)
    checked = [name for name in named if is_worked_out(name, task, priced)]
    untold = [name for name in named if not is_worked_out(name, task, priced)]
    said = [_WHY_METRIC[metric]]
    if checked:
        why_none = (
            "a constant answer may keep that" if priced is None else "another number than the quantile is best by it"
        )
        said.append(f"the brief bounds {', '.join(checked)}, a check and no score: {why_none}")
    if untold:
        said.append(f"the brief bounds {', '.join(untold)}, which this program does not work out")
    return "; ".join(said if named else ("no bound names a score", *said))


def _is_rarer(brief: Brief, share: float) -> bool:
    return brief.data.minority_share is not None and brief.data.minority_share < share


def is_uneven(brief: Brief) -> bool:
    """Return whether one class is so much rarer that ranks are told by both figures of them."""
    return _is_rarer(brief, _UNEVEN_SHARE)


def checks_of(
    brief: Brief, answer: Recommendation, knowledge: Knowledge, task: StarterTask, rule: ThresholdRule | None,
    costs: Costs | None, unit_costs: UnitCosts | None = None,
) -> tuple[tuple[Check, ...], tuple[str, ...]]:  # fmt: skip
    """Return what is checked or only measured, and in words what has to be told otherwise."""
    checks: list[Check] = []
    others: list[str] = []
    for requirement in brief.requirements:
        check = _check_of(requirement, task, costs or unit_costs, dict(brief.exchange_rates))
        if check is not None:
            checks.append(check)
        else:
            words = f"{SIDES.get(requirement.side or '', '')} {bound_in_words(requirement.bound)}".strip()
            metric = f"{requirement.metric} " if requirement.metric else ""
            others.append(f"{requirement.quality}: {requirement.priority} be {metric}{words}")
    if any(each.measure == CALIBRATION_ERROR for each in checks) and task == "binary-classification":
        checks.append(Check("brier-score"))  # a constant share is calibrated, too, and tells no rows apart
    asked = {requirement.quality for requirement in brief.requirements}
    for each in answer.measurements:
        if each.quality in asked:
            continue
        if each.quality in _SECONDS_OR_BYTES:
            checks.append(Check(_SECONDS_OR_BYTES[each.quality]))
        elif each.quality == "calibration" and task == "binary-classification":
            checks.append(Check("brier-score"))
        elif each.quality == "accuracy":
            measure = _WORKED_OUT_AS.get(each.metric, each.metric)
            measure = COST if unit_costs is not None and measure == "pinball-loss" else measure
            if is_worked_out(measure, task, unit_costs) and (measure != COST or costs or unit_costs):
                checks.append(Check(measure))
            else:
                others.append(f"accuracy: {each.metric}, by which the answer judges, is not worked out here")
        elif each.quality not in _OF_PIPELINE:
            others.append(f"{each.quality}: {_metric_for(task, each.quality, each.metric, knowledge)}")
    told = {each.measure for each in checks}
    usual = list(_TOLD_OF_COUNTS if learns_counts(brief) else _ALWAYS_TOLD[task])
    if unit_costs is not None:
        usual = list(_TOLD_OF_UNIT_COSTS)
    if costs is not None:
        usual.append(COST)
    if rule is not None:
        usual += [rule.best, CHOSEN_THRESHOLD]
    if task == "binary-classification" and is_uneven(brief):
        usual += _TOLD_OF_RARE_CLASSES
    checks += [Check(measure) for measure in usual if measure not in told]
    return tuple(dict.fromkeys(checks)), tuple(dict.fromkeys(others))


def _metric_for(task: StarterTask, quality: str, metric: str, knowledge: Knowledge) -> str:
    """Return how a quality is measured: of numbers by a metric that speaks of no class."""
    if task != "regression" or not _OF_CLASSES_ALONE.search(metric):
        return metric
    measured_by = knowledge.qualities[quality].measured_by
    others = [] if measured_by is None else [f"{each.name} ({each.unit})" for each in measured_by.metrics]
    return next((name for name in others if not _OF_CLASSES_ALONE.search(name)), "to be measured")


def _check_of(
    requirement: Requirement, task: StarterTask, costs: Costs | UnitCosts | None, rates: Mapping[str, float]
) -> Check | None:
    """Return a requirement as a check; None where no figure of the project tells whether it is met."""
    bound, side = requirement.bound, SIDES.get(requirement.side or "")
    if requirement.quality == "calibration" and requirement.side == "min" and task != "regression":
        return _calibration_check(requirement)
    if not isinstance(bound, Quantity) or side is None:
        return None
    if requirement.metric == COST:
        amount = _in_currency(bound, costs, rates)
        return None if amount is None else Check(COST, side, amount, requirement.priority)
    if requirement.metric is not None:
        is_known = is_worked_out(requirement.metric, task, costs if isinstance(costs, UnitCosts) else None)
        return Check(requirement.metric, side, bound.magnitude, requirement.priority) if is_known else None
    if _TIMED.get(requirement.quality) != bound.dimension:
        return None
    measure = f"{LATENCY} {requirement.at or 'p99'}" if requirement.quality == LATENCY else requirement.quality
    return Check(measure, side, bound.magnitude, requirement.priority)


def _calibration_check(requirement: Requirement) -> Check | None:
    """Return a level of calibration as the largest error of it, as what a probe measures is placed."""
    steps = MEASURES[CALIBRATION_ERROR].steps
    place = LEVELS.index(requirement.bound) if requirement.bound in LEVELS else 0
    if requirement.metric is not None or steps is None or place == 0:
        return None
    return Check(CALIBRATION_ERROR, "at most", steps[len(steps) - place], requirement.priority)


def _in_currency(bound: Quantity, costs: Costs | UnitCosts | None, rates: Mapping[str, float]) -> float | None:
    """Return a bound on the cost in the currency of the costs; None where it cannot be held against them."""
    if costs is None:
        return None
    if bound.currency in (None, costs.currency):
        return bound.magnitude
    if bound.currency == BASE_CURRENCY and costs.currency in rates:
        return float(f"{bound.magnitude / rates[costs.currency]:.12g}")
    return None


_WHY_METRIC: Final = {
    "r2": "it is 0 for the mean, whatever the unit",
    COST: "a unit too low and one too high have costs of their own in the brief, and less of both together is better",
    "d2-pinball": "it is the share of the cost that is saved beside the best answer that is the same for every row",
    "mean-poisson-deviance": "of counts less is better, and an error weighs by what was to be expected there",
    "balanced-accuracy": "every class counts the same",
    "average-precision": f"the rarer class holds less than {percent(RARE_SHARE)} of the rows",
    "roc-auc": "it needs no threshold",
}
