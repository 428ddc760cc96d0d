"""The main points of an answer, as the first screen and the decision record tell them: chosen once, said alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from whichml.advise.decision_matrix import PROFILE
from whichml.advise.strength_evidence import ToldWins
from whichml.advise.strength_ratings import ACCURACY
from whichml.export.arguments import USUAL, arguments_of, excluded_of, goodness, percent
from whichml.export.labels_at_hand import labels_mislead
from whichml.export.mistakes import mistake_of
from whichml.export.naming import Naming, is_stated, modalities_of_brief
from whichml.export.sureness import WORTH_TELLING, is_doubted
from whichml.knowledge.base import Knowledge
from whichml.model.statements.conditions import Conditions
from whichml.model.statements.recommendation import Candidate, Exclusion, RatedQuality, Reason, Recommendation
from whichml.model.statements.running_costs import CostOffer

_LEAST_WEIGHT: Final = 0.015
LEAST_SHARE: Final = 0.2
"""The share of briefs of a kind from which being used there says something for an algorithm."""
_SHORT: Final = {
    "inference-latency": "latency", "cost-per-prediction": "cost", "explainability": "explanation",
    "tuning-effort": "tuning",
}  # fmt: skip
"""Names of qualities where there is little room."""
_COST, _PRICED = "cost-per-prediction", "cost of 1,000"
"""The quality whose row tells prices instead of levels where there are any, and its label then."""
_NEXT_TO_NOTHING: Final = 0.0001
"""The USD for a thousand predictions below which nobody counts."""
_WHOLE: Final = 10.0
"""From so much on an amount of money is told without a fraction."""
_MISTAKE: Final = "mistake"
MISTAKE_IN_WORDS: Final = f"{_MISTAKE}: the share of language models that would call it one here"
"""What a row on mistakes tells, in one line of a terminal."""
_YARDSTICK: Final = "yardstick"
_MISTAKE_IN_SHORT: Final = "called a mistake here by"
"""The same for a record, which has no line below its table."""
_REFERENCE: Final = "the reference"
"""The accuracy of the reference, where that of others is told by how often they beat it."""
_NOT_COMPARED: Final = "not compared"
"""The accuracy of what nobody tried beside the reference."""
_RENTED: Final = frozenset({"cloud", "edge-server"})
"""Where machines are paid for by time; elsewhere they are one's own."""
_PROBED: Final = frozenset({"binary-classification", "multiclass-classification", "regression"})


def main_strengths(candidate: Candidate) -> tuple[RatedQuality, ...]:
    """Return the qualities of some weight that speak for a candidate, what was measured first.

    Of those that weigh as much to the percent, what is only inferred or of low confidence comes last.
    """
    good = [each for each in arguments_of(candidate).good if not each.requirement and each.weight >= _LEAST_WEIGHT]
    return tuple(sorted(good, key=lambda rated: (not rated.basis, -round(rated.weight, 2), bool(rated.doubt))))


def main_weaknesses(candidate: Candidate) -> tuple[RatedQuality, ...]:
    """Return the qualities of some weight that speak against a candidate, what costs it most first."""
    bad = [each for each in arguments_of(candidate).bad if each.weight >= _LEAST_WEIGHT]
    return tuple(sorted(bad, key=lambda each: -each.weight * (0.5 - goodness(each))))


def is_usual(candidate: Candidate) -> bool:
    """Return whether established practice uses a candidate in such a situation."""
    practice = candidate.practice
    return practice is not None and practice.side > USUAL and practice.weight >= _LEAST_WEIGHT


def usual_in_words(candidate: Candidate, answer: Recommendation, knowledge: Knowledge) -> str:
    """Return in how many answered briefs of this kind answerers would use a usual candidate, or defend it, as a clause.

    What a colleague could defend is told apart from what an answerer puts among its own first three. The kind is the
    task on these data where that was counted, else the task. Empty where it was not accepted in a fifth of either, or
    the candidate is not usual here.
    """
    practice, task = knowledge.practice, str(answer.brief["task"])
    if practice is None or not is_usual(candidate):
        return ""
    names, points = Naming(knowledge), practice.choices.points.get(candidate.algorithm, ())
    kinds = [{"task": task, "data.modality": each} for each in modalities_of_brief(answer.brief)]
    for kind in (*kinds, {"task": task}):
        for point in points:
            situation = practice.situations[point.situation]
            if situation.when == kind and point.told >= LEAST_SHARE * situation.briefs:
                data = f" on {kind['data.modality']} data" if "data.modality" in kind else ""
                of = f"{situation.briefs:,} briefs of {names.term(task)}{data}"
                used = situation.used.get(candidate.algorithm, 0)
                if not used:
                    return f"language models would defend it in {point.told:,} of {of}"
                more = f", or defend it in {point.told:,}" if point.told > used else ""
                return f"language models would use it in {used:,} of {of}{more}"
    return ""


def looked_for(answer: Recommendation, knowledge: Knowledge) -> tuple[Exclusion, ...]:
    """Return the excluded algorithms that suit the task, those that practice knows best first."""
    task = str(answer.brief["task"])
    excluded = excluded_of(answer, knowledge).suitable
    return tuple(sorted(excluded, key=lambda each: _told(knowledge, each.algorithm, task), reverse=True))


def told_as_out(answer: Recommendation, knowledge: Knowledge) -> tuple[Exclusion, ...]:
    """Return those of them that a short text names, last those that are out by nothing but how well they predict.

    First come those that would be among the first three but for packs of one's own. Nobody else is out there by what
    the leader itself is weak in, or only since the brief leaves open what would let it in, nor what the leader's own
    way of use ends in; nor by accuracy alone what practice never uses for the task, which nobody looks for.
    """
    excluded = {each.algorithm: each for each in answer.excluded}
    own = tuple(excluded[name] for name in answer.kept_out if name in excluded)
    return (*own, *(each for each in _out_as_shipped(answer, knowledge) if each not in own))


def _out_as_shipped(answer: Recommendation, knowledge: Knowledge) -> tuple[Exclusion, ...]:
    task = str(answer.brief["task"])
    general = {name for each in (*answer.candidates, *answer.outclassed) for name in each.equivalents}
    general |= _used_by_leader(answer, knowledge)
    found = tuple(
        each for each in looked_for(answer, knowledge)
        if not _is_told_by_another_name(each) and each.algorithm not in general
        and not _waits_for_a_fact(each, answer, knowledge)
        and (not _is_only_inaccurate(each) or knowledge.practice is None or _told_of(knowledge, each.algorithm, task))
    )  # fmt: skip
    found = tuple(sorted(found, key=_is_only_inaccurate))
    if answer.candidates and any(each.quality == "accuracy" for each in main_weaknesses(answer.candidates[0])):
        return tuple(each for each in found if each.reasons[0].kind != "accuracy")
    return found


def _used_by_leader(answer: Recommendation, knowledge: Knowledge) -> frozenset[str]:
    """Return the algorithms in which the ways end by which the leader solves the task or reads the data."""
    ways = (each.reduction for candidate in answer.candidates[:1] for each in candidate.reductions)
    known = (knowledge.reductions[each] for each in ways if each in knowledge.reductions)
    return frozenset(name for each in known for name in each.facts.ends_in)


def main_reason(out: Exclusion) -> Reason:
    """Return why something is out in the words that say most: what it lacks here, before how well it predicts."""
    return next((each for each in out.reasons if each.kind != "accuracy"), out.reasons[0])


def _is_only_inaccurate(out: Exclusion) -> bool:
    return all(each.kind == "accuracy" for each in out.reasons)


def _is_told_by_another_name(out: Exclusion) -> bool:
    """Return whether what is out stands in the answer all the same, by the name of what it is used as."""
    return bool(out.reasons) and out.reasons[0].kind == "other-name"


def _waits_for_a_fact(out: Exclusion, answer: Recommendation, knowledge: Knowledge) -> bool:
    """Return whether rules exclude an algorithm unless the brief says something that it does not speak of."""
    rules = [knowledge.rules_by_id.get(reason.rule) for reason in out.reasons]
    return all(rule is not None and _lets_in(rule.unless, answer.brief) for rule in rules)


def _lets_in(conditions: Conditions, brief: Mapping[str, object]) -> bool:
    """Return whether there are conditions, and a brief leaves the fields of all of them open."""
    return bool(conditions) and not any(is_stated(condition.field, brief) for condition in conditions)


def compared_rows(
    answer: Recommendation, candidates: Sequence[Candidate], yardstick: str = ""
) -> tuple[tuple[str, ...], ...]:
    """Return the rows of candidates beside each other where there is room to say what each row tells."""
    return (*standing_rows(candidates, yardstick, _MISTAKE_IN_SHORT), *profile_rows(answer, candidates))


def standing_rows(
    candidates: Sequence[Candidate], yardstick: str = "", mistakes: str = _MISTAKE
) -> tuple[tuple[str, ...], ...]:
    """Return the utility of every candidate with its interval, and how likely it is a mistake where any may be one.

    Parameters
    ----------
    yardstick : whom the answer keeps beside the leader, so that nobody is to choose it
    mistakes : what the row on mistakes is called
    """
    spans = (f"{u.mean:.2f} ({u.low:.2f}\N{EN DASH}{u.high:.2f})" for u in (each.utility for each in candidates))
    rows = [("utility", *spans)]
    if any(map(is_doubted, candidates)):
        told = (_YARDSTICK if each.algorithm == yardstick else _mistake_in_words(each) for each in candidates)
        rows.append((mistakes, *told))
    return tuple(rows)


def standing_note(candidates: Sequence[Candidate]) -> str:
    """Return what the row on mistakes tells, as a sentence without its end; empty where there is no such row."""
    return MISTAKE_IN_WORDS if any(map(is_doubted, candidates)) else ""


def _mistake_in_words(candidate: Candidate) -> str:
    """Return how likely a candidate is called a mistake, as far as that tells anything."""
    return percent(mistake_of(candidate)) if is_doubted(candidate) else f"under {percent(WORTH_TELLING)}"


def of_one_kind(candidates: Sequence[Candidate], knowledge: Knowledge) -> tuple[str, tuple[Candidate, ...]] | None:
    """Return the first family of which several candidates are variants, by name, and these; None where none are."""
    lineages = [set(knowledge.algorithms[each.algorithm].lineage) for each in candidates]
    for each in candidates:
        for kind in sorted(knowledge.kinds_of[each.algorithm]):
            alike = tuple(c for c, lineage in zip(candidates, lineages, strict=True) if kind in lineage)
            if len(alike) > 1:
                return knowledge.families[kind].name, alike
    return None


def profile_rows(answer: Recommendation, candidates: Sequence[Candidate]) -> tuple[tuple[str, ...], ...]:
    """Return the qualities that everybody asks for, each with the level or the price of every candidate.

    Accuracy is told only where somebody measured it, here or on published tables: a level that is judged reads as a
    promise for data on which nobody has tried anything.
    """
    rows = []
    told = [each for each in PROFILE if each != ACCURACY or _is_accuracy_measured(answer, candidates)]
    for quality in told:
        priced = [price_of(answer, each.algorithm) if quality == _COST else "" for each in candidates]
        known = [_level_of(each, quality) for each in candidates]
        if any(priced) or any(known):
            levels = (price or level_in_words(level) for price, level in zip(priced, known, strict=True))
            cells = _wins_or_levels(answer, candidates, levels) if quality == ACCURACY else levels
            rows.append((_PRICED if any(priced) else _SHORT.get(quality, quality), *cells))
    return tuple(rows)


def wins_note(candidates: Sequence[Candidate]) -> str:
    """Return what a share of wins tells, as a sentence without its end; empty where no candidate has one.

    A level of accuracy that was measured elsewhere stands for such a share, and reads as if it told how far off the
    predictions are: who loses by a hair on most data sets is not poor.
    """
    told = [wins for wins in map(_wins_of, candidates) if wins is not None]
    reference = next((wins.reference for wins in told if wins.reference), "")
    return f"wins: how often it beats {reference}, by a hair or by far" if reference else ""


def _is_accuracy_measured(answer: Recommendation, candidates: Sequence[Candidate]) -> bool:
    """Return whether some accuracy of candidates was measured, and a reader may go by it."""
    won = any(wins is not None and wins.share for wins in map(_wins_of, candidates))
    return (won or bool(answer.scores)) and not labels_mislead(answer)


def _wins_or_levels(answer: Recommendation, candidates: Sequence[Candidate], levels: Iterable[str]) -> Iterator[str]:
    """Yield the share of wins of each candidate that was compared; else its level in what was measured here.

    The reference wins against nobody: it is what the wins of the others are told by.
    """
    told = [_wins_of(candidate) for candidate in candidates]
    is_told = any(wins is not None and wins.share for wins in told)
    for wins, level in zip(told, levels, strict=True):
        if wins is None or not is_told:
            yield level if answer.scores else _NOT_COMPARED
        else:
            yield f"wins {wins.share} ({wins.span})" if wins.share else _REFERENCE


def _wins_of(candidate: Candidate) -> ToldWins | None:
    basis = next((rated.basis for rated in candidate.qualities if rated.quality == ACCURACY), "")
    return ToldWins.of(basis)


def _level_of(candidate: Candidate, quality: str) -> str | None:
    """Return a level of a candidate's profile; in an answer of earlier versions what is outclassed has none."""
    if candidate.profile:
        return candidate.profile.get(quality)
    return next((rated.level for rated in candidate.qualities if rated.quality == quality), None)


def price_of(answer: Recommendation, algorithm: str) -> str:
    """Return what a thousand predictions cost in USD: as a bound is judged, else over all ways to have them made.

    Empty where nothing tells.
    """
    told = [offer.usd_per_thousand for offer in _offers_of(answer, algorithm)]
    if not told:
        return ""
    low, high = min(each.low for each in told), max(each.high for each in told)
    if high < _NEXT_TO_NOTHING:
        return f"under {_NEXT_TO_NOTHING:g} USD"
    return f"up to {_money(high)} USD" if low < _NEXT_TO_NOTHING else f"{_money(low)}\N{EN DASH}{_money(high)} USD"


def price_note(answer: Recommendation, candidates: Sequence[Candidate], knowledge: Knowledge) -> str:
    """Return by which of several services the first candidate is priced that has any; empty where none has."""
    for place, each in enumerate(candidates, 1):
        hosted = [offer for offer in _offers_of(answer, each.algorithm) if offer.hosting == "hosted"]
        if not hosted or len(_offers_of(answer, each.algorithm, all_ways=True)) == 1:
            continue
        ends = min(hosted, key=_lowest), max(hosted, key=_highest)
        first, last = (knowledge.prices[end.price].name for end in ends)
        return f"{_PRICED} of {place}: by a {first}" + f" to a {last}" * (first != last)
    return ""


def _offers_of(answer: Recommendation, algorithm: str, *, all_ways: bool = False) -> list[CostOffer]:
    costs = answer.running_costs
    offers = [offer for offer in costs.offers if offer.algorithm == algorithm] if costs else []
    if is_stated("deployment.target", answer.brief) and _target_of(answer) not in _RENTED:
        offers = [offer for offer in offers if offer.hosting == "hosted"]  # nobody rents what stands there anyway
    judged = [offer for offer in offers if offer.holds_bound]
    return offers if all_ways or not judged else judged


def _target_of(answer: Recommendation) -> object:
    deployment = answer.brief.get("deployment")
    return deployment.get("target") if isinstance(deployment, Mapping) else None


def _lowest(offer: CostOffer) -> float:
    return offer.usd_per_thousand.low


def _highest(offer: CostOffer) -> float:
    return offer.usd_per_thousand.high


def _money(amount: float) -> str:
    """Return an amount to two digits, never with a power of ten."""
    about = float(f"{amount:.2g}")
    return f"{about:,.0f}" if about >= _WHOLE else f"{about:g}"


def can_be_probed(answer: Recommendation) -> bool:
    """Return whether `whichml probe` can measure the candidates: on a table whose labels somebody may learn from."""
    if labels_mislead(answer) or _learns_nothing(answer):
        return False
    is_table = "tabular" in modalities_of_brief(answer.brief)
    return answer.brief.get("task") in _PROBED and is_table and bool(answer.candidates)


def _learns_nothing(answer: Recommendation) -> bool:
    """Return whether ordinary code is to do it and nothing else is left, so that there is nothing to measure."""
    left = (*answer.candidates, *answer.outclassed)
    is_code = any(each.decision == "acquisition" and each.option == "no-model" for each in answer.decisions)
    return is_code and len(left) == 1


def level_in_words(level: str | None) -> str:
    """Return a level, or a span of levels, as people write it."""
    return "unknown" if level in (None, "unknown") else str(level).replace("-", " ").replace("..", "\N{EN DASH}")


def level_with_doubt(rated: RatedQuality) -> str:
    """Return the level of a rated quality, and in brackets by what it is less sure than it reads."""
    said = level_in_words(rated.level)
    return f"{said} ({rated.doubt})" if rated.doubt else said


def _told(knowledge: Knowledge, algorithm: str, task: str) -> tuple[int, int]:
    """Return in how many answered briefs of a task an algorithm was agreed on, and in how many at all."""
    practice = knowledge.practice
    points = practice.choices.points.get(algorithm, ()) if practice is not None else ()
    return _told_of(knowledge, algorithm, task), max((point.told for point in points), default=0)


def _told_of(knowledge: Knowledge, algorithm: str, task: str) -> int:
    """Return in how many answered briefs of a task an algorithm was agreed on, by the situations that name the task."""
    practice = knowledge.practice
    if practice is None:
        return 0
    told = 0
    for point in practice.choices.points.get(algorithm, ()):
        tasks = practice.situations[point.situation].when.get("task")
        if tasks == task or (isinstance(tasks, list | tuple) and task in tasks):
            told = max(told, point.told)
    return told
