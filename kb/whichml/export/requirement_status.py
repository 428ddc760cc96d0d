"""How one candidate stands to each requirement of a brief: met, at risk, open, or ignored."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final, Literal, NamedTuple

from whichml.advise.constraints import BUDGETS
from whichml.export.arguments import is_unknown, requirements_of
from whichml.export.justification_graph import JustificationGraph
from whichml.export.main_points import level_in_words
from whichml.model.documents.document import Plain
from whichml.model.statements.recommendation import Candidate, RatedQuality, Recommendation
from whichml.model.values.currencies import BASE_CURRENCY
from whichml.model.values.qualities import QUALITIES
from whichml.model.values.quantity import QuantityError, in_short_words, parse_quantity
from whichml.model.values.vocabulary import LEVELS, QualityId

Status = Literal["met", "at risk", "open", "ignored"]
_SURE: Final = 0.9
"""The goodness from which what has no verdict counts as kept; so far from the best it counts as broken."""


class RequirementStatus(NamedTuple):
    """A requirement, what is expected of a candidate, and what that comes to.

    Attributes
    ----------
    priority : `must`, `should` or `could`
    bound : such as `at most 40 ms (p99)`
    estimate : what is known of the candidate in words; empty where nothing is
    """

    quality: str
    priority: str
    bound: str
    estimate: str
    status: Status


def statuses_of(
    answer: Recommendation, candidate: Candidate, graph: JustificationGraph
) -> tuple[RequirementStatus, ...]:
    """Return how a candidate stands to what the brief requires, and to what its device can hold.

    What a brief requires twice is told once, and what a device holds only where its verdict is known or somebody has to
    look: of plenty of memory nothing is asked.
    """
    rated = {each.quality: each for each in candidate.qualities}
    at_risk = {risk.quality for risk in candidate.risks}
    given = answer.brief.get("requirements")
    asked = {node for caution in candidate.cautions for node in caution.because}
    stated = zip(given if isinstance(given, list | tuple) else (), requirements_of(answer, graph), strict=True)
    clear = {each.because[0]: each.amount.partition(" (")[0] for each in candidate.met if each.because}
    found = [
        _stated(requirement, quality, words, rated, at_risk, clear.get(node, ""), is_open=node in asked)
        for position, (requirement, (quality, words)) in enumerate(stated)
        if (node := f"brief:requirements.{position}")
    ]
    named = {f"{each.quality} {each.bound}" for each in found}
    for name in rated:
        if name not in named and "(deployment." in name:
            quality, _, bound = name.partition(" ")
            judged = _judged(quality, "must", bound.partition(" (")[0], rated[name], at_risk)
            field = name.rpartition("(")[2].rstrip(")")
            if judged.status != "open" or field != "deployment.memory" or f"brief:{field}" in asked:
                found.append(judged)
    found += _of_its_device(answer.brief.get("deployment"), rated, {each.quality for each in found}, asked)
    return tuple(dict.fromkeys(found))


def _of_its_device(
    deployment: Plain, rated: Mapping[str, RatedQuality], told: Collection[str], asked: Collection[str]
) -> Iterator[RequirementStatus]:
    """Yield what a device holds and no criterion compares, where somebody has to look whether it suffices."""
    for field, quality in BUDGETS.items():
        amount = deployment.get(field.partition(".")[2]) if isinstance(deployment, Mapping) else None
        if f"brief:{field}" in asked and quality not in told and isinstance(amount, str):
            bound = f"at most {in_short_words(parse_quantity(amount, 'bytes').magnitude, 'bytes')}"
            known = rated.get(quality)
            estimate = _estimate(quality, known) if known is not None else "to be measured"
            yield RequirementStatus(quality, "must", bound, estimate, "open")


def _stated(
    requirement: Mapping[str, object],
    quality: str,
    words: str,
    rated: Mapping[str, RatedQuality],
    at_risk: set[str],
    clear: str,
    *,
    is_open: bool,
) -> RequirementStatus:
    """Return how a candidate stands to one requirement.

    Parameters
    ----------
    clear : the numbers by which it was judged to be met, in words; empty where it was not judged by numbers
    is_open : whether a caution says that what is known of the candidate does not settle it
    """
    priority, _, bound = words.partition(", because ")[0].partition(" be ")
    weighed = rated.get(f"{quality} {bound}")
    if weighed is not None:
        return _judged(quality, priority, bound, weighed, at_risk)
    if _is_foreign(requirement):
        return RequirementStatus(quality, priority, bound, "no exchange rate is given", "ignored")
    if "metric" in requirement or (priority != "must" and quality not in at_risk):
        return RequirementStatus(quality, priority, bound, "to be measured", "open")
    if clear and quality not in at_risk:
        return RequirementStatus(quality, priority, bound, clear, "met")
    known = rated.get(quality)  # a must that is no criterion is settled, or open alike for everybody who is left
    estimate = _estimate(quality, known) if known is not None and not is_unknown(known) else ""
    status: Status = "at risk" if quality in at_risk else "open" if is_open else "met"
    return RequirementStatus(quality, priority, bound, estimate, status)


def _judged(quality: str, priority: str, bound: str, rated: RatedQuality, at_risk: set[str]) -> RequirementStatus:
    if is_unknown(rated):
        return RequirementStatus(quality, priority, bound, "to be measured", "open")
    return RequirementStatus(quality, priority, bound, _estimate(quality, rated), _status(quality, rated, at_risk))


def _status(quality: str, rated: RatedQuality, at_risk: set[str]) -> Status:
    """Return what a rating comes to: a bound is met where the whole range that is told keeps it, whatever its level.

    What has no bound that can be judged, such as a yes or no, goes by its goodness.
    """
    broken = rated.verdict == "missed" if rated.verdict else rated.high <= 1 - _SURE
    if quality in at_risk or broken:
        return "at risk"
    kept = rated.verdict == "met" if rated.verdict else rated.low >= _SURE
    return "met" if kept else "open"


def _is_foreign(requirement: Mapping[str, object]) -> bool:
    """Return whether a requirement bounds an amount in a currency whose rate the brief does not give."""
    bounds = (requirement.get(side) for side in ("min", "max"))
    try:
        return any(parse_quantity(bound, "money").is_foreign for bound in bounds if isinstance(bound, str))
    except QuantityError:  # a level, or an amount of something else
        return False


def _estimate(quality: str, rated: RatedQuality) -> str:
    """Return what is known in the unit of the quality, or else the level; of a level with anchors what it stands for.

    A level alone reads like a verdict: a high need of memory may well be met.
    """
    if rated.amount:
        return rated.amount
    named = QUALITIES.get(QualityId(quality.partition(" ")[0]))
    low, _, high = rated.level.partition("..")
    if named is None or named.dimension is None or not named.anchors or low not in LEVELS:
        return level_in_words(rated.level)
    least, most = LEVELS.index(low) - 1, LEVELS.index(high or low)
    ends = [
        in_short_words(named.anchors[end], named.dimension, BASE_CURRENCY if named.dimension == "money" else None)
        if 0 <= end < len(named.anchors)
        else ""
        for end in (least, most)
    ]
    if all(ends):
        return f"usually {ends[0]} to {ends[1]}"
    return f"usually up to {ends[1]}" if ends[1] else f"usually more than {ends[0]}" if ends[0] else ""
