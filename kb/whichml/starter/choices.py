"""Each decision of a project as a line: what is chosen, why, and by which sources."""

from __future__ import annotations

from typing import Final

from whichml.export.arguments import arguments_of
from whichml.export.baselines import kept_beside
from whichml.export.explanation import why_it_shares
from whichml.export.justification_graph import JustificationGraph
from whichml.export.naming import Naming
from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief import Brief
from whichml.model.format.requirement import Requirement
from whichml.model.statements.facts import Citation
from whichml.model.statements.recommendation import Candidate, Recommendation
from whichml.model.words.names_in_sentences import in_sentence
from whichml.probe.estimators.quantile_losses import QUANTILE_LEARNERS
from whichml.starter.chosen_algorithm import ChosenAlgorithm, why_excluded
from whichml.starter.costs import unit_costs_of
from whichml.starter.held_out import of_pattern
from whichml.starter.measures import is_of_decisions, is_worked_out, why_metric
from whichml.starter.plan import Choice, Costs, HoldingOut, StarterTask, UnitCosts
from whichml.starter.thresholds import ThresholdRule

_FIRST: Final = "the answer would start with it"
"""Why an algorithm is the baseline that is not kept beside the options."""
_N_CITED: Final = 2
_CORRECTED_BY: Final = {"time": ", learnt from later rows", "groups": ", learnt from other groups"}
"""What corrects probabilities where rows are not held out by chance."""


def choice_of_score(
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


def choice_of_baseline(answer: Recommendation, knowledge: Knowledge, built: ChosenAlgorithm | None) -> Choice:
    """Return what is kept beside the model: the algorithm that was built for it, or a constant alone."""
    sources = of_pattern(knowledge, "heuristic-benchmark")
    kept = kept_beside(answer, knowledge)
    if built is None:
        return Choice("baseline", "a constant", "what does not beat it has learnt nothing", sources)
    why = _FIRST
    if kept is not None and kept.algorithm == built.id:
        why = f"the answer keeps it beside the model: {kept.why}"
    return Choice("baseline", f"{Naming(knowledge).algorithm(built.id)}, and a constant", why, sources)


def usual_choices(knowledge: Knowledge) -> tuple[Choice, ...]:
    """Return what every project decides alike: where columns are prepared."""
    return (
        Choice(
            "pipeline", "columns are prepared inside the model",
            "it learns medians, scales and categories from training rows alone, and serving uses the same code",
            (*of_pattern(knowledge, "transform"), *of_pattern(knowledge, "data-leakage")),
        ),
    )  # fmt: skip


def choice_of_algorithm(answer: Recommendation, knowledge: Knowledge, chosen: ChosenAlgorithm) -> Choice:
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


def choice_of_calibration(calibration: str, held: HoldingOut, costs: Costs | None, knowledge: Knowledge) -> Choice:
    """Return by what probabilities are corrected, and from which rows that is learnt."""
    why = "decisions by cost need true probabilities" if costs else "the project asks for true probabilities"
    chosen = f"{calibration}{_CORRECTED_BY.get(held, '')}"
    return Choice("calibration", chosen, why, _of_mitigation(knowledge, "calibrated-scores"))


def choice_of_threshold(costs: Costs | None, rule: ThresholdRule | None, knowledge: Knowledge) -> Choice:
    """Return the threshold of two classes: by a rule of the brief, by its costs, or the usual one."""
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


def choice_of_quantile(costs: UnitCosts, chosen: ChosenAlgorithm, knowledge: Knowledge) -> Choice:
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
