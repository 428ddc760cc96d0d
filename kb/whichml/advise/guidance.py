"""What to build and measure around the model: patterns, components and a plan of measurements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from whichml.advise.baselines import IN_USE
from whichml.advise.constraints import Constraint
from whichml.advise.evaluation import BriefEvaluation
from whichml.advise.justification import JustificationBuilder
from whichml.advise.pattern_places import PatternPlaces
from whichml.advise.priorities import Criterion
from whichml.advise.todays_figures import todays_figures
from whichml.knowledge.base import Knowledge
from whichml.model.statements.architecture import (
    Advice,
    AdviceNotFollowed,
    ComponentAnswer,
    ComponentConcern,
    DecisionAnswer,
)
from whichml.model.statements.baseline_advice import BaselineAdvice
from whichml.model.statements.conditions import Conditions, Facts, all_hold
from whichml.model.statements.evaluation_facts import MeasuredOtherwise, QualityFacts, SplitChoice
from whichml.model.statements.recommendation import Measurement
from whichml.model.statements.rule import Rule
from whichml.model.values.metrics import judged_with, meaning_of, metric_name
from whichml.model.words.names_in_sentences import in_sentence

N_MEASURED_PRIORITIES = 5


class _Asked(NamedTuple):
    """What is to be measured, for a reason that is a node.

    Attributes
    ----------
    metric, at : what a requirement names, and the statistic that it speaks of; empty where none does
    requirement : its id
    """

    quality: str
    metric: str
    bound: str
    because: str
    at: str = ""
    requirement: str = ""


def _holds_any(cases: Sequence[Conditions], facts: Facts) -> bool:
    return any(all_hold(case, facts) is True for case in cases)


def advise_patterns(
    knowledge: Knowledge, standing: Sequence[Rule], places: PatternPlaces, graph: JustificationBuilder
) -> tuple[Advice, ...]:
    """Return the patterns that standing rules advise where they have a place, each once with all its rules, by id."""
    supporters: dict[str, list[Rule]] = {}
    for rule in standing:
        if rule.effect.kind == "advise" and not places.bars(rule):
            supporters.setdefault(rule.effect.target, []).append(rule)
    advice = []
    for pattern in sorted(supporters):
        named = knowledge.patterns[pattern]
        described = graph.add(
            f"evidence:pattern:{pattern}", "evidence", f"{named.name}: {named.solution}", (), named.sources
        )
        because = [*(graph.rule(rule) for rule in supporters[pattern]), described]
        node = graph.add(f"advice:{pattern}", "advice", named.name, because)
        advice.append(
            Advice(
                pattern=pattern, name=named.name, kind=named.kind, text=named.solution, builds=named.builds or "",
                because=(node,),
            )
        )  # fmt: skip
    return tuple(advice)


def advice_not_followed(
    knowledge: Knowledge, standing: Sequence[Rule], places: PatternPlaces, graph: JustificationBuilder
) -> tuple[AdviceNotFollowed, ...]:
    """Return what packs of the house advise in vain, since it has no place in the answer, by pattern."""
    own = (rule for rule in standing if rule.pack in knowledge.own_packs and rule.effect.kind == "advise")
    mine = filter(places.bars, own)
    found: dict[str, list[Rule]] = {}
    for rule in sorted(mine, key=lambda rule: rule.effect.target):
        found.setdefault(rule.effect.target, []).append(rule)
    return tuple(
        AdviceNotFollowed(
            pattern=pattern, name=knowledge.patterns[pattern].name, why=places.why_not(rules[0]),
            because=tuple(graph.rule(rule) for rule in rules),
        )
        for pattern, rules in found.items()
    )  # fmt: skip


def concern_components(
    knowledge: Knowledge, facts: Facts, decided: Sequence[DecisionAnswer], graph: JustificationBuilder
) -> tuple[ComponentAnswer, ...]:
    """Return the components with the concerns that hold in this project and the decisions that shape them.

    A component is left out where a must asks for an option beside which a system has no such part, or where one of its
    cases holds or none of its concerns does.
    """
    compelled = {answer.decision: answer.option for answer in decided if answer.strength == "must"}
    taken = {answer.decision for answer in decided}
    answers = []
    for identity in sorted(knowledge.components):
        component = knowledge.components[identity]
        if any(compelled.get(decision) in options for decision, options in component.not_with.items()):
            continue
        if _holds_any(knowledge.absent_where.get(identity, ()), facts):
            continue
        source = graph.add(f"evidence:component:{identity}", "evidence", component.definition, (), component.sources)
        concerns = []
        for concern, conditions in zip(component.concerns, knowledge.concern_conditions[identity], strict=True):
            if all_hold(conditions, facts) is True:
                because = (source, *graph.facts(condition.field for condition in conditions))
                concerns.append(ComponentConcern(quality=concern.quality, text=concern.text, because=because))
        if component.concerns and not concerns:
            continue
        shaped = tuple(decision for decision in component.decisions if decision in taken)
        answers.append(ComponentAnswer(component=identity, concerns=tuple(concerns), decisions=shaped))
    return tuple(answers)


def plan_measurements(
    evaluation: BriefEvaluation,
    facts: Facts,
    constraints: Sequence[Constraint],
    criteria: Sequence[Criterion],
    open_constraints: Mapping[str, Sequence[str]],
    baseline: BaselineAdvice | None,
    is_measured: Callable[[str, Constraint | None], bool],
) -> tuple[Measurement, ...]:
    """Return what to measure: every requirement, those that claims leave open first, then the weightiest qualities.

    Accuracy is measured by the metric that the requirement names, else by the one that tells most of such a task, on
    data that are parted as they are met in use, and beside the baseline. What cannot be measured of such a solution is
    left out unless it is required.

    Parameters
    ----------
    facts : the brief's with those of the answer
    baseline : what accuracy is reported beside, which counts as a reason then
    is_measured : whether a quality, or what a requirement asks of it, was measured already
    """
    graph = evaluation.graph

    def measurement(asked: _Asked) -> Measurement:
        if asked.quality == "accuracy" and (split := evaluation.split()) is not None:
            metric, procedure, because = _of_accuracy(evaluation, split, asked, baseline)
        else:
            (metric, procedure), because = _metric_and_procedure(evaluation.knowledge, facts, asked), (asked.because,)
        return Measurement(
            quality=asked.quality, requirement=asked.requirement, metric=metric, procedure=procedure,
            bound=asked.bound, because=because,
        )  # fmt: skip

    unmeasured = [constraint for constraint in constraints if not is_measured(constraint.quality, constraint)]
    ordered = sorted(
        unmeasured, key=lambda constraint: (constraint.key not in open_constraints, constraint.priority != "must")
    )
    plan = [measurement(_Asked(c.quality, c.metric, c.text, graph.constraint(c), c.at, c.key)) for c in ordered]
    covered = {constraint.quality for constraint in constraints}
    leading = [
        c for c in criteria if c.constraint is None and c.quality not in covered and not is_measured(c.quality, None)
    ]
    plan += [
        measurement(_Asked(c.quality, "", "as good as the candidates allow", f"priority:{c.name}"))
        for c in leading[:N_MEASURED_PRIORITIES]
        if not _is_left_out(evaluation.knowledge, facts, c.quality)
    ]
    return _each_once(plan)


def _each_once(plan: Iterable[Measurement]) -> tuple[Measurement, ...]:
    """Return measurements without repeats; the first of equal ones stays, for the reasons of all of them."""
    found: dict[tuple[str, str, str], Measurement] = {}
    for each in plan:
        first = found.setdefault((each.quality, each.metric, each.bound), each)
        because = tuple(dict.fromkeys((*first.because, *each.because)))
        found[each.quality, each.metric, each.bound] = first.model_copy(update={"because": because})
    return tuple(found.values())


def _of_accuracy(
    evaluation: BriefEvaluation, split: tuple[SplitChoice, str], asked: _Asked, baseline: BaselineAdvice | None
) -> tuple[str, str, tuple[str, ...]]:
    """Return the metric by which accuracy is measured on this task, how, and the nodes behind that.

    Parameters
    ----------
    split : how the data are parted, and the node of that
    """
    said, nodes, metric = [split[0].how], [asked.because, split[1]], asked.metric
    told = None if metric else evaluation.metric()
    if told is not None:
        metric, why, node = told
        said.append(why)
        nodes.append(node)
    said.append(meaning_of(metric))
    pair = judged_with(metric)
    if pair:
        said.append(
            f"{metric_name(metric)} can be had at will alone: tell {in_sentence(metric_name(pair))} beside it, at the"
            " same setting."
        )
    said.append(f"Report the mean and the spread beside {_beside(evaluation, baseline)}.")
    nodes.extend(baseline.because if baseline is not None else ())
    return metric, " ".join(filter(None, said)), tuple(nodes)


def _beside(evaluation: BriefEvaluation, baseline: BaselineAdvice | None) -> str:
    """Return what a figure is reported beside: what is in use first, then the baseline, which may be the same."""
    in_use, graph = evaluation.facts.get(IN_USE), evaluation.graph
    is_named = isinstance(in_use, str) and in_use in evaluation.knowledge.algorithms
    today = f"{in_sentence(graph.name_of(str(in_use)))}, which is in use today" if is_named else "what is in use today"
    figures = todays_figures(evaluation.facts)
    if figures:
        today = f"{today}{' and' if is_named else ', which'} {figures}"
    if baseline is None or baseline.algorithm == in_use:
        return today
    kept = baseline.form or in_sentence(graph.name_of(baseline.algorithm))
    return f"{today}{',' if is_named or figures else ''} and {kept}"


def _metric_and_procedure(knowledge: Knowledge, facts: Facts, asked: _Asked) -> tuple[str, str]:
    """Return by which metric a quality is measured in such a solution, and how."""
    described, at = knowledge.qualities[asked.quality], asked.at
    measured_by = described.measured_by
    if measured_by is None:
        return asked.metric or described.name, ""
    first, procedure = measured_by.metrics[0], measured_by.procedure
    other = _otherwise(knowledge, facts, measured_by)
    if other is not None:
        first, procedure = other.metric or first, other.procedure or procedure
    statistic = f"{at[1:]}th percentile" if at.startswith("p") else at.replace("-", " ")
    name = f"{statistic} of {in_sentence(described.name)}" if at else first.name
    return asked.metric or (f"{name} ({first.unit})" if first.unit else name), procedure


def _is_left_out(knowledge: Knowledge, facts: Facts, quality: str) -> bool:
    """Return whether there is nothing to measure of a quality in such a solution."""
    measured_by = knowledge.qualities[quality].measured_by
    other = _otherwise(knowledge, facts, measured_by) if measured_by is not None else None
    return other is not None and other.procedure is None


def _otherwise(knowledge: Knowledge, facts: Facts, measured_by: QualityFacts) -> MeasuredOtherwise | None:
    """Return how a quality is measured of such a solution; None where the usual way fits."""
    ways = zip(measured_by.otherwise, knowledge.measured_otherwise[measured_by.id], strict=True)
    return next((each for each, cases in ways if _holds_any(cases, facts)), None)
