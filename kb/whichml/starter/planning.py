"""From a brief, its answer and a table to the plan of a project, each decision with its reason and its sources."""

from __future__ import annotations

from typing import Final, get_args

from whichml.export.arguments import arguments_of, percent
from whichml.export.justification_graph import JustificationGraph
from whichml.export.naming import Naming, question_of, title_of
from whichml.knowledge.base import Knowledge
from whichml.model.brief import Brief
from whichml.model.errors import ExportError
from whichml.model.facts import Citation
from whichml.model.names_in_sentences import in_sentence
from whichml.model.recommendation import Recommendation
from whichml.starter.chosen_algorithm import ChosenAlgorithm
from whichml.starter.measures import CALIBRATED, EXPRESSIONS, checks_of, metric_of_brief, needs_probabilities
from whichml.starter.plan import Check, Choice, Costs, HoldingOut, StarterPlan, StarterTask, TablePlan

STARTER_TASKS: Final[tuple[StarterTask, ...]] = get_args(StarterTask)
_MANY_ROWS: Final = 1_000
_FEWEST_TO_CALIBRATE: Final = 10
_N_CITED: Final = 2
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


def holding_out(brief: Brief, group: str | None, time: str | None) -> HoldingOut:
    """Return how rows are held out: forward in time, by groups, by classes or by chance, the first that is asked for.

    Parameters
    ----------
    group, time : columns that the user named
    """
    if time is not None or speaks_of_time(brief):
        return "time"
    if group is not None or speaks_of_groups(brief):
        return "groups"
    return "chance" if brief.task == "regression" else "classes"


def speaks_of_groups(brief: Brief) -> bool:
    """Return whether rows of a brief belong to groups that have to be held out together."""
    return bool(brief.data.new_groups) or (brief.data.groups or 0) > 1


def speaks_of_time(brief: Brief) -> bool:
    """Return whether a brief's data change, or come as a stream."""
    return brief.data.drift in ("slow", "fast") or brief.data.arrival == "stream"


def plan_starter(
    brief: Brief, answer: Recommendation, knowledge: Knowledge, chosen: ChosenAlgorithm, table: TablePlan
) -> StarterPlan:
    """Return the plan of a project.

    Parameters
    ----------
    brief : with what the table tells
    answer : to that brief
    chosen : the algorithm that is written for
    table : the table that is read, or one that the user has yet to name
    """
    task = starter_task(brief, knowledge)
    costs = _costs(brief) if task == "binary-classification" else None
    metric, bound = metric_of_brief(brief, task)
    checks, unmeasured = checks_of(brief, answer, task, costs is not None)
    checks = tuple(each for each in checks if each != Check(metric))  # the score is told anyway
    held = holding_out(brief, table.group, table.time)
    known = [each.measure for each in checks if each.measure in EXPRESSIONS[task]]
    measures = tuple(dict.fromkeys((metric, *known)))
    calibration = _calibration(brief, chosen, table, measures, task)
    said_of_metric = f"the brief bounds it ({bound.priority})" if bound is not None else _WHY_METRIC[metric]
    choices = [
        _choice_of_algorithm(answer, knowledge, chosen),
        Choice("held out", _HELD_OUT[held], *_why_held_out(held, table, knowledge)),
        Choice("score", metric, said_of_metric),
        *_usual_choices(knowledge),
    ]
    if calibration:
        why = "decisions by cost need true probabilities" if costs else "the project asks for true probabilities"
        choices.append(Choice("calibration", calibration, why, _of_mitigation(knowledge, "calibrated-scores")))
    if task == "binary-classification":
        choices.append(_choice_of_threshold(costs, knowledge))
    return StarterPlan(
        title=title_of(answer.brief),
        task=task,
        algorithm=chosen.id,
        name=Naming(knowledge).algorithm(chosen.id),
        answer=answer.id,
        estimator=chosen.source,
        scaling=chosen.needs.scaling,
        reads_gaps=chosen.needs.reads_gaps,
        reads_sparse=chosen.needs.reads_sparse,
        scales_target=chosen.needs.scales_target and task == "regression",
        table=table,
        holding_out=held,
        calibration=calibration,
        costs=costs,
        metric=metric,
        measures=measures,
        checks=checks,
        unmeasured=unmeasured,
        choices=tuple(choices),
    )


def _usual_choices(knowledge: Knowledge) -> tuple[Choice, ...]:
    """Return what every project decides alike: its baseline, and where columns are prepared."""
    return (
        Choice(
            "baseline", "a constant", "what does not beat it has learnt nothing",
            _of_pattern(knowledge, "heuristic-benchmark"),
        ),
        Choice(
            "pipeline", "columns are prepared inside the model",
            "it learns medians, scales and categories from training rows alone, and serving uses the same code",
            (*_of_pattern(knowledge, "transform"), *_of_pattern(knowledge, "data-leakage")),
        ),
    )  # fmt: skip


def _costs(brief: Brief) -> Costs | None:
    """Return the costs of both kinds of mistake in one currency; None where they are not known, or nothing."""
    alarm, miss = brief.stakes.cost_false_positive, brief.stakes.cost_false_negative
    if alarm is None or miss is None or not alarm.is_comparable_with(miss) or alarm.magnitude + miss.magnitude == 0:
        return None
    return Costs(alarm.magnitude, miss.magnitude)


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
    names, graph = Naming(knowledge), JustificationGraph(answer)
    name = names.algorithm(chosen.id)
    ranked = next(
        (
            each for each in (*answer.candidates, *answer.outclassed)
            if chosen.id in (each.algorithm, *each.equivalents)
        ), None,
    )  # fmt: skip
    if ranked is None:
        return Choice("algorithm", name, "it was asked for; the answer does not recommend it")
    good = arguments_of(ranked).good[:_N_CITED]
    said = ", ".join(f"{in_sentence(names.quality(each.quality))} {each.level}" for each in good)
    place = f"rank {ranked.rank} of the answer"
    passed = f"; {' '.join(chosen.passed_over)}" if chosen.passed_over else ""
    sources = graph.citations([node for each in good for node in each.because])[:_N_CITED]
    return Choice("algorithm", name, f"{place}{': ' if said else ''}{said}{passed}", sources)


def _choice_of_threshold(costs: Costs | None, knowledge: Knowledge) -> Choice:
    if costs is None:
        why = "both mistakes count alike, as the brief names no stakes.cost_false_positive and cost_false_negative"
        return Choice("threshold", "0.5", why)
    why = f"a false alarm costs {costs.false_positive:g} and a miss {costs.false_negative:g}"
    return Choice("threshold", f"{costs.threshold:.4g}", why, _of_mitigation(knowledge, "tuned-threshold"))


def _why_held_out(held: HoldingOut, table: TablePlan, knowledge: Knowledge) -> tuple[str, tuple[Citation, ...]]:
    if held == "time":
        rows = "" if table.time else "; rows are taken to stand in the order of time, since no column of it was named"
        return f"what is learnt is used on later rows{rows}", _of_pattern(knowledge, "test-on-later-data")
    if held == "groups":
        return "rows of one group depend on each other", _of_pattern(knowledge, "repeatable-splitting")
    why = "splits that ignore groups or time make results too good, and the brief speaks of neither"
    return why, _of_pattern(knowledge, "data-leakage")


def _of_pattern(knowledge: Knowledge, identity: str) -> tuple[Citation, ...]:
    found = knowledge.patterns.get(identity)
    return found.sources[:1] if found else ()


def _of_mitigation(knowledge: Knowledge, identity: str) -> tuple[Citation, ...]:
    found = knowledge.mitigations.get(identity)
    return found.sources if found else ()


def group_to_name(brief: Brief, table_is_named: bool, group: str | None) -> None:
    """Refuse to guess which rows belong together.

    Raises
    ------
    ExportError
        Where the brief speaks of groups and a table is there, and no column of them is named.
    """
    if table_is_named and group is None and speaks_of_groups(brief):
        raise ExportError.about(
            "the brief says that rows belong to groups, and no column was named that tells them.",
            hint="Give --group COLUMN; without it a group would be on both sides of a split.",
        )


_HELD_OUT: Final = {
    "time": "later rows",
    "groups": "whole groups",
    "classes": "folds with the same share of each class",
    "chance": "folds by chance",
}
_WHY_METRIC: Final = {
    "r2": "no bound names a score; it is 0 for the mean, whatever the unit",
    "balanced-accuracy": "no bound names a score; every class counts the same",
    "average-precision": f"no bound names a score; the rarer class holds less than {percent(0.1)} of the rows",
    "roc-auc": "no bound names a score; it needs no threshold",
}
