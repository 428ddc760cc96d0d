"""From a brief, its answer and a table to the plan of a project, each decision with its reason and its sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple, get_args

from whichml.export.naming import Naming, question_of, title_of
from whichml.knowledge.base import Knowledge
from whichml.knowledge.implementation_paths import is_installed
from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import ExportError
from whichml.model.format.requirement import Requirement
from whichml.model.statements.recommendation import Recommendation
from whichml.probe.estimators.quantile_losses import QUANTILE_LEARNERS, learns_quantiles
from whichml.starter.category_parts import MANY_CATEGORIES
from whichml.starter.choices import (
    choice_of_algorithm,
    choice_of_baseline,
    choice_of_calibration,
    choice_of_quantile,
    choice_of_score,
    choice_of_threshold,
    usual_choices,
)
from whichml.starter.chosen_algorithm import ChosenAlgorithm
from whichml.starter.costs import costs_of_mistakes, unit_costs_of
from whichml.starter.held_out import HELD_OUT, holding_out, of_pattern, time_to_name, why_held_out
from whichml.starter.label_delays import label_delay
from whichml.starter.losses import COUNT_LOSSES, DIRECTIONS, READABLE_SHAPES, learns_counts
from whichml.starter.measures import (
    CALIBRATED,
    checks_of,
    is_uneven,
    is_worked_out,
    metric_of_brief,
    needs_probabilities,
)
from whichml.starter.plan import (
    Check,
    Choice,
    Costs,
    Learner,
    StarterPlan,
    StarterTask,
    TablePlan,
    UnitCosts,
)
from whichml.starter.thresholds import ThresholdRule, threshold_rule
from whichml.starter.two_parts import ONE, PATTERN, in_parts

STARTER_TASKS: Final[tuple[StarterTask, ...]] = get_args(StarterTask)
_MANY_ROWS: Final = 1_000
_SLOW_ROWS: Final = 10_000
_SLOW: Final = ("GaussianProcess", "ExplainableBoosting", "Stacking", "CatBoost")
"""Estimators of which a probe on some thousand rows measures scores and no more, as they take longest."""
_FEWEST_TO_CALIBRATE: Final = 10
_N_NAMED: Final = 3
_TRUE_ALREADY: Final = "LogisticRegression("
"""What minimises log loss over probabilities: they are near the truth as they are."""


def starter_task(brief: Brief, knowledge: Knowledge) -> StarterTask:
    """Return the task of a brief.

    Raises
    ------
    ExportError
        Where it is no supervised task on a table; with those that are.
    """
    for task in STARTER_TASKS:
        if brief.task == task and "tabular" in brief.data.modality:
            return task
    question = question_of(brief.normalised(), Naming(knowledge))
    raise ExportError.about(
        f"there is no starter for {question}.",
        hint=f"A starter is written for tabular data and one of the tasks {', '.join(STARTER_TASKS)}.",
    )


def plan_starter(
    brief: Brief,
    answer: Recommendation,
    knowledge: Knowledge,
    chosen: ChosenAlgorithm,
    table: TablePlan,
    baseline: ChosenAlgorithm | None = None,
    told: Sequence[str] = (),
    probed: str = "",
    probed_part: str = "",
) -> StarterPlan:
    """Return the plan of a project.

    Parameters
    ----------
    brief : with what the table tells
    answer : to that brief
    chosen : the algorithm that is written for
    table : the table that is read, or one that the user has yet to name
    baseline : what is kept beside the model and a constant; None for a constant alone
    told : what was said of the brief as it was written, such as of amounts that were taken in USD
    probed : the metric that a probe of the table compared by; empty where there was none
    probed_part : how that probe held rows out, where it compared a part of them alone
    """
    task = starter_task(brief, knowledge)
    score = _score_of(brief, answer, knowledge, task, (*told, *answer.notices), probed)
    held = holding_out(brief, table.group, table.time, table.is_named)
    untimed = time_to_name(brief, table)
    delay = label_delay(brief, table) if held == "time" else None
    costs, rule, priced = score.costs, score.rule, score.unit_costs
    if held == "classes" and task != "binary-classification" and needs_probabilities(score.measures):
        table = _each_class_in_folds(table)
    calibration = _calibration(brief, chosen, table, score.measures, task)
    choices = (
        choice_of_algorithm(answer, knowledge, chosen),
        Choice("held out", HELD_OUT[held], *why_held_out(held, table, delay, untimed, knowledge)),
        choice_of_score(brief, score.metric, score.bound, task, probed, score.moves_threshold, probed_part),
        choice_of_baseline(answer, knowledge, baseline),
        *usual_choices(knowledge),
        *([choice_of_calibration(calibration, held, costs, knowledge)] if calibration else []),
        *([choice_of_threshold(costs, rule, knowledge)] if task == "binary-classification" else []),
        *([choice_of_quantile(priced, chosen, knowledge)] if priced is not None else []),
    )
    model = _learner(chosen, knowledge, brief, task)
    parts = ONE
    if task == "regression" and priced is None:  # the product of two parts is a mean, and no quantile
        parts = in_parts(answer, knowledge, chosen, model, of_pattern(knowledge, PATTERN))
    return StarterPlan(
        title=title_of(answer.brief), task=task, algorithm=chosen.id, name=model.name, answer=answer.id, model=model,
        baseline=None if baseline is None else _beside(baseline, knowledge, brief, task),
        has_wide_columns=(brief.data.categorical_cardinality or 0) > MANY_CATEGORIES,
        are_counts=learns_counts(brief), table=table, holding_out=held, label_delay=delay, calibration=calibration,
        costs=costs, unit_costs=priced, threshold_rule=rule, metric=score.metric, measures=score.measures,
        checks=score.checks, choices=(*choices, *parts.choices), first_part=parts.first,
        unmeasured=(
            *_of_leakage(table), *_later_rows(untimed), *_of_quantile(priced, answer, knowledge, chosen),
            *parts.missing, *score.unmeasured, *_of_target_and_columns(brief, table, model),
        ),
        may_take_long=_may_take_long(brief, chosen), has_rare_class=_has_rare_class(brief, task),
    )  # fmt: skip


class _Score(NamedTuple):
    """What a project is scored and checked by, and the costs or the rule that it decides by."""

    metric: str
    bound: Requirement | None
    measures: tuple[str, ...]
    checks: tuple[Check, ...]
    unmeasured: tuple[str, ...]
    costs: Costs | None
    unit_costs: UnitCosts | None
    rule: ThresholdRule | None

    @property
    def moves_threshold(self) -> bool:
        """Return whether decisions are taken by another threshold than the usual one."""
        return self.costs is not None or self.rule is not None


def _score_of(
    brief: Brief, answer: Recommendation, knowledge: Knowledge, task: StarterTask, told: Sequence[str], probed: str
) -> _Score:
    """Return what a project is scored by; the metric of a probe is measured, too, so that both can be compared."""
    is_binary = task == "binary-classification"
    costs = costs_of_mistakes(brief, told) if is_binary else None
    rule = threshold_rule(brief) if is_binary and costs is None else None
    priced = unit_costs_of(brief, told)
    metric, bound = metric_of_brief(brief, task, probed, priced)
    checks, unmeasured = checks_of(brief, answer, knowledge, task, rule, costs, priced)
    if is_worked_out(probed, task, priced) and all(each.measure != probed for each in checks):
        checks = (*checks, Check(probed))
    checks = tuple(each for each in checks if each != Check(metric))  # the score is told anyway
    worked_out = (each.measure for each in checks if is_worked_out(each.measure, task, priced))
    measures = tuple(dict.fromkeys((metric, *worked_out)))
    return _Score(metric, bound, measures, checks, unmeasured, costs, priced, rule)


def _each_class_in_folds(table: TablePlan) -> TablePlan:
    """Return a table of no more folds than its smallest class has rows, as probabilities need every class in each."""
    if not table.n_smallest:
        return table
    return replace(table, n_folds=max(2, min(table.n_folds, table.n_smallest)))


def _may_take_long(brief: Brief, chosen: ChosenAlgorithm) -> bool:
    """Return whether learning again and again may take minutes, by the estimator or the rows."""
    is_slow = chosen.needs.samples_kernel or chosen.source.name.startswith(_SLOW)
    return is_slow or (brief.data.rows or brief.data.labelled_rows or 0) >= _SLOW_ROWS


def _has_rare_class(brief: Brief, task: StarterTask) -> bool:
    """Return whether one of two classes is rare."""
    return task == "binary-classification" and is_uneven(brief)


def _of_leakage(table: TablePlan) -> tuple[str, ...]:
    """Return, before all else that is open, that every figure may be too good where a column may tell the target."""
    if not table.leakage:
        return ()
    return (
        "leakage: whether the columns that may tell the target are known when a prediction is made; else every "
        "figure above is too good",
    )


def _later_rows(untimed: str) -> tuple[str, ...]:
    """Return that later rows are not measured, and why, where a column of times has yet to be named."""
    return (f"later rows: {untimed}",) if untimed else ()


def _of_quantile(
    costs: UnitCosts | None, answer: Recommendation, knowledge: Knowledge, chosen: ChosenAlgorithm
) -> Iterator[str]:
    """Yield that a model learns the mean though costs ask for a quantile, with those of the answer that learn it."""
    if costs is None or chosen.source.name in QUANTILE_LEARNERS:
        return
    ranked = (name for each in (*answer.candidates, *answer.outclassed) for name in (each.algorithm, *each.equivalents))
    learning = [name for name in dict.fromkeys(ranked) if _learns_quantiles(knowledge, name)]
    others = f"; these learn it: --algorithm {' or '.join(learning[:_N_NAMED])}" if learning else ""
    name = Naming(knowledge).algorithm(chosen.id)
    yield f"loss: {name} has none for the {costs.quantile:.3g} quantile and learns the mean, which costs more{others}"


def _learns_quantiles(knowledge: Knowledge, algorithm: str) -> bool:
    """Return whether an algorithm can learn a quantile by what is installed here."""
    paths = [each.path for each in knowledge.algorithms[algorithm].facts.implementations]
    return any(learns_quantiles(path) and is_installed(path.partition(".")[0]) for path in paths)


def _learner(chosen: ChosenAlgorithm, knowledge: Knowledge, brief: Brief, task: StarterTask) -> Learner:
    """Return an algorithm with what it wants of its columns, here."""
    source, needs, made_by = chosen.source, chosen.needs, chosen.implementation
    priced = unit_costs_of(brief)
    keeps_counts = priced is None and learns_counts(brief) and source.name in COUNT_LOSSES
    has_directions = _keeps_directions(brief, task) and not (priced and source.name in QUANTILE_LEARNERS)
    return Learner(
        name=Naming(knowledge).algorithm(chosen.id),
        estimator=source,
        scaling=needs.scaling,
        reads_gaps=needs.reads_gaps,
        reads_sparse=needs.reads_sparse,
        scales_target=needs.scales_target and task == "regression" and not keeps_counts,
        keeps_categories=source.name in READABLE_SHAPES,
        n_kept=made_by.most_categories if made_by is not None else 0,
        is_told_categories=made_by is not None and made_by.categories == "by-name",
        is_told_texts=made_by is not None and made_by.texts == "by-name",
        samples_kernel=needs.samples_kernel,
        directions=DIRECTIONS.get(source.name, "") if has_directions else "",
    )


def _beside(chosen: ChosenAlgorithm, knowledge: Knowledge, brief: Brief, task: StarterTask) -> Learner:
    """Return the baseline, which is kept simple: it knows of no directions."""
    return replace(_learner(chosen, knowledge, brief, task), directions="")


def _keeps_directions(brief: Brief, task: StarterTask) -> bool:
    """Return whether some columns may push the prediction one way only; of many classes there is no one way."""
    return bool(brief.data.monotone_features) and task != "multiclass-classification"


def _of_target_and_columns(brief: Brief, table: TablePlan, model: Learner) -> Iterator[str]:
    """Yield what the program cannot take from a brief and a table about its target and its columns."""
    if learns_counts(brief):
        yield "exposure: where rows were seen for unequal lengths of time, learn counts per time, weighted by it"
        if unit_costs_of(brief) is None and model.estimator.name not in COUNT_LOSSES:
            yield f"loss: {model.name} has none for counts, and may predict less than 0"
    if brief.data.monotone_features and not model.directions:
        yield f"monotone features: {model.name} takes no directions here; look at what each of these columns does"


def _calibration(
    brief: Brief, chosen: ChosenAlgorithm, table: TablePlan, measures: tuple[str, ...], task: StarterTask
) -> str:
    """Return by what probabilities are corrected; nothing where they need not be, or too few rows could tell."""
    if task == "regression" or (task == "multiclass-classification" and not needs_probabilities(measures)):
        return ""
    is_true = chosen.source.call.startswith(_TRUE_ALREADY)
    wants = not CALIBRATED.isdisjoint(measures) and not is_true
    if chosen.source.has_probabilities and (not wants or 0 < table.n_smallest < _FEWEST_TO_CALIBRATE):
        return ""
    n_rows = brief.data.labelled_rows or brief.data.rows or 0
    return "isotonic" if n_rows >= 2 * _MANY_ROWS else "sigmoid"
