"""From a brief, its answer and a table to the plan of a project, each decision with its reason and its sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, get_args

from whichml.export.arguments import arguments_of
from whichml.export.baselines import kept_beside
from whichml.export.explanation import why_it_shares
from whichml.export.justification_graph import JustificationGraph
from whichml.export.naming import Naming, question_of, title_of
from whichml.knowledge.base import Knowledge
from whichml.knowledge.implementation_paths import is_installed
from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import ExportError
from whichml.model.format.requirement import Requirement
from whichml.model.statements.facts import Citation
from whichml.model.statements.recommendation import Candidate, Recommendation
from whichml.model.words.names_in_sentences import in_sentence
from whichml.probe.estimators.quantile_losses import QUANTILE_LEARNERS, learns_quantiles
from whichml.starter.category_parts import MANY_CATEGORIES
from whichml.starter.chosen_algorithm import ChosenAlgorithm, why_excluded
from whichml.starter.costs import costs_of_mistakes, unit_costs_of
from whichml.starter.held_out import HELD_OUT, holding_out, of_pattern, time_to_name, why_held_out
from whichml.starter.label_delays import label_delay
from whichml.starter.losses import COUNT_LOSSES, DIRECTIONS, READABLE_SHAPES, learns_counts
from whichml.starter.measures import (
    CALIBRATED,
    checks_of,
    is_of_decisions,
    is_uneven,
    is_worked_out,
    metric_of_brief,
    needs_probabilities,
    why_metric,
)
from whichml.starter.plan import (
    Check,
    Choice,
    Costs,
    HoldingOut,
    Learner,
    StarterPlan,
    StarterTask,
    TablePlan,
    UnitCosts,
)
from whichml.starter.thresholds import ThresholdRule, threshold_rule
from whichml.starter.two_parts import ONE, PATTERN, in_parts

STARTER_TASKS: Final[tuple[StarterTask, ...]] = get_args(StarterTask)
_FIRST: Final = "the answer would start with it"
"""Why an algorithm is the baseline that is not kept beside the options."""
_MANY_ROWS: Final = 1_000
_SLOW_ROWS: Final = 10_000
_SLOW: Final = ("GaussianProcess", "ExplainableBoosting", "Stacking", "CatBoost")
"""Estimators of which a probe on some thousand rows measures scores and no more, as they take longest."""
_FEWEST_TO_CALIBRATE: Final = 10
_N_CITED, _N_NAMED = 2, 3
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
    is_binary = task == "binary-classification"
    costs = costs_of_mistakes(brief, (*told, *answer.notices)) if is_binary else None
    rule = threshold_rule(brief) if is_binary and costs is None else None
    priced = unit_costs_of(brief, (*told, *answer.notices))
    metric, bound = metric_of_brief(brief, task, probed, priced)
    checks, unmeasured = checks_of(brief, answer, knowledge, task, rule, costs, priced)
    if is_worked_out(probed, task, priced) and all(each.measure != probed for each in checks):
        checks = (*checks, Check(probed))  # so that figures of both can be compared
    checks = tuple(each for each in checks if each != Check(metric))  # the score is told anyway
    held = holding_out(brief, table.group, table.time, table.is_named)
    untimed = time_to_name(brief, table)
    delay = label_delay(brief, table) if held == "time" else None
    measures = tuple(
        dict.fromkeys((metric, *(each.measure for each in checks if is_worked_out(each.measure, task, priced))))
    )
    if held == "classes" and not is_binary and needs_probabilities(measures) and table.n_smallest:
        table = replace(table, n_folds=max(2, min(table.n_folds, table.n_smallest)))  # each fold needs every class
    calibration = _calibration(brief, chosen, table, measures, task)
    choices = (
        _choice_of_algorithm(answer, knowledge, chosen),
        Choice("held out", HELD_OUT[held], *why_held_out(held, table, delay, untimed, knowledge)),
        _choice_of_score(brief, metric, bound, task, probed, costs is not None or rule is not None, probed_part),
        _choice_of_baseline(answer, knowledge, baseline),
        *_usual_choices(knowledge),
        *([_choice_of_calibration(calibration, held, costs, knowledge)] if calibration else []),
        *([_choice_of_threshold(costs, rule, knowledge)] if is_binary else []),
        *([_choice_of_quantile(priced, chosen, knowledge)] if priced is not None else []),
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
        costs=costs, unit_costs=priced, threshold_rule=rule, metric=metric, measures=measures, checks=checks,
        unmeasured=(
            *_of_leakage(table), *_later_rows(untimed), *_of_quantile(priced, answer, knowledge, chosen),
            *parts.missing, *unmeasured, *_of_target_and_columns(brief, table, model),
        ),
        choices=(*choices, *parts.choices), first_part=parts.first,
        may_take_long=_may_take_long(brief, chosen),
        has_rare_class=is_binary and is_uneven(brief),
    )  # fmt: skip


def _may_take_long(brief: Brief, chosen: ChosenAlgorithm) -> bool:
    """Return whether learning again and again may take minutes, by the estimator or the rows."""
    is_slow = chosen.needs.samples_kernel or chosen.source.name.startswith(_SLOW)
    return is_slow or (brief.data.rows or brief.data.labelled_rows or 0) >= _SLOW_ROWS


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


def _choice_of_score(
    brief: Brief, metric: str, bound: Requirement | None, task: StarterTask, probed: str, is_moved: bool, part: str
) -> Choice:
    """Return the score, with whether it is that of the probe.

    Parameters
    ----------
    is_moved : whether decisions are taken by another threshold than a probe takes them by
    part : how the probe held rows out, where it compared a part of them alone
    """
    if bound is None and metric == probed:
        moved = ", though by the threshold that is chosen here" if is_moved and is_of_decisions(metric) else ""
        if part:
            return Choice(
                "score", metric, f"the probe compared by it on other parts of the rows ({part}): figures differ"
            )
        return Choice("score", metric, f"the probe compared by it, so that figures of both can be held together{moved}")
    why = f"the brief bounds it ({bound.priority})" if bound else why_metric(brief, metric, task)
    if probed and metric != probed:
        also = (
            "is measured, too"
            if is_worked_out(probed, task, unit_costs_of(brief))
            else "this program does not work out"
        )
        why += f"; the probe compared by {probed}, which {also}"
    return Choice("score", metric, why)


def _choice_of_baseline(answer: Recommendation, knowledge: Knowledge, built: ChosenAlgorithm | None) -> Choice:
    sources = of_pattern(knowledge, "heuristic-benchmark")
    kept = kept_beside(answer, knowledge)
    if built is None:
        return Choice("baseline", "a constant", "what does not beat it has learnt nothing", sources)
    why = _FIRST
    if kept is not None and kept.algorithm == built.id:
        why = f"the answer keeps it beside the model: {kept.why}"
    return Choice("baseline", f"{Naming(knowledge).algorithm(built.id)}, and a constant", why, sources)


def _usual_choices(knowledge: Knowledge) -> tuple[Choice, ...]:
    """Return what every project decides alike: where columns are prepared."""
    return (
        Choice(
            "pipeline", "columns are prepared inside the model",
            "it learns medians, scales and categories from training rows alone, and serving uses the same code",
            (*of_pattern(knowledge, "transform"), *of_pattern(knowledge, "data-leakage")),
        ),
    )  # fmt: skip


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


def _choice_of_algorithm(answer: Recommendation, knowledge: Knowledge, chosen: ChosenAlgorithm) -> Choice:
    """Return the algorithm with what speaks for it, and why those before it were passed over."""
    names, graph = Naming.of(answer, knowledge), JustificationGraph(answer)
    name = names.algorithm(chosen.id)
    ranked = next(
        (
            each for each in (*answer.candidates, *answer.outclassed)
            if chosen.id in (each.algorithm, *each.equivalents)
        ), None,
    )  # fmt: skip
    if ranked is None:
        why, sources = why_excluded(answer, chosen.id)
        return Choice("algorithm", name, f"it was asked for; {why or 'the answer does not recommend it'}", sources)
    if chosen.id != ranked.algorithm:
        return _choice_of_equivalent(ranked, knowledge, chosen)
    good = arguments_of(ranked).good[:_N_CITED]
    said = ", ".join(f"{in_sentence(names.criterion(each))} {each.level}" for each in good)
    place = f"rank {ranked.rank} of the answer"
    passed = f"; {' '.join(chosen.passed_over).rstrip('.')}" if chosen.passed_over else ""
    sources = graph.citations([node for each in good for node in each.because])[:_N_CITED]
    return Choice("algorithm", name, f"{place}{': ' if said else ''}{said}{passed}", sources)


def _choice_of_equivalent(ranked: Candidate, knowledge: Knowledge, chosen: ChosenAlgorithm) -> Choice:
    """Return an algorithm that shares the place of another, which the answer rates, with what is known of itself."""
    facts = knowledge.algorithms[chosen.id].facts
    why = f"{why_it_shares(knowledge, chosen.id, ranked)} {ranked.rank} of the answer"
    if chosen.passed_over:
        why = f"it stands for {ranked.name}: {why}; {' '.join(chosen.passed_over).rstrip('.')}"
    known = f"{facts.name} itself: {in_sentence(facts.description).rstrip('.')}"
    return Choice("algorithm", facts.name, f"{why}; {known}", facts.sources[:_N_CITED])


def _choice_of_calibration(calibration: str, held: HoldingOut, costs: Costs | None, knowledge: Knowledge) -> Choice:
    why = "decisions by cost need true probabilities" if costs else "the project asks for true probabilities"
    chosen = f"{calibration}{_CORRECTED_BY.get(held, '')}"
    return Choice("calibration", chosen, why, _of_mitigation(knowledge, "calibrated-scores"))


def _choice_of_threshold(costs: Costs | None, rule: ThresholdRule | None, knowledge: Knowledge) -> Choice:
    if rule is not None:
        why = f"of the rows of training alone, each judged by a model that has not seen it: {rule.words}"
        return Choice("threshold", "chosen in each fold", why, _of_mitigation(knowledge, "tuned-threshold")[:1])
    if costs is None:
        why = (
            "no bound asks for another, and both mistakes count alike, as the brief names no "
            "stakes.cost_false_positive and cost_false_negative"
        )
        return Choice("threshold", "0.5", why)
    why = f"a false alarm costs {costs.false_positive:g} and a miss {costs.false_negative:g} {costs.currency}"
    if not costs.currency:
        why = f"a miss is {costs.false_negative:g} times as bad as a false alarm"
    return Choice("threshold", f"{costs.threshold:.4g}", why, _of_mitigation(knowledge, "tuned-threshold"))


def _choice_of_quantile(costs: UnitCosts, chosen: ChosenAlgorithm, knowledge: Knowledge) -> Choice:
    """Return which quantile is to be predicted, and whether the model learns it."""
    if costs.currency:
        priced = f"each unit too low costs {costs.too_low:g} and each too high {costs.too_high:g} {costs.currency}"
    else:
        priced = f"a number too low is {costs.too_low:g} times as bad as one too high"
    how = "the model learns it" if chosen.source.name in QUANTILE_LEARNERS else "the model cannot learn it"
    why = (
        f"{priced}, so that this quantile costs least in the mean; {how}, and the constant is that of the training rows"
    )
    return Choice("quantile", f"{costs.quantile:.4g}", why, of_pattern(knowledge, "quantile-from-costs"))


def _of_mitigation(knowledge: Knowledge, identity: str) -> tuple[Citation, ...]:
    found = knowledge.mitigations.get(identity)
    return found.sources if found else ()


_CORRECTED_BY: Final = {"time": ", learnt from later rows", "groups": ", learnt from other groups"}
"""What corrects probabilities where rows are not held out by chance."""
