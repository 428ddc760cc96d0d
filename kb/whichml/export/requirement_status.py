"""How one candidate stands to each requirement of a brief: met, at risk, open, or ignored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from whichml.export.arguments import is_unknown, requirements_of
from whichml.export.justification_graph import JustificationGraph
from whichml.model.quantity import QuantityError, parse_quantity
from whichml.model.recommendation import Candidate, RatedQuality, Recommendation

Status = Literal["met", "at risk", "open", "ignored"]
_SURE: Final = 0.9
"""The chance from which a bound counts as kept, or as broken."""


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
    """Return how a candidate stands to what the brief requires, and to what its device can hold."""
    rated = {each.quality: each for each in candidate.qualities}
    at_risk = {risk.quality for risk in candidate.risks}
    given = answer.brief.get("requirements")
    stated = zip(given if isinstance(given, list | tuple) else (), requirements_of(answer, graph), strict=True)
    found = [_stated(requirement, quality, words, rated, at_risk) for requirement, (quality, words) in stated]
    named = {f"{each.quality} {each.bound}" for each in found}
    for name in rated:
        if name not in named and "(deployment." in name:
            quality, _, bound = name.partition(" ")
            found.append(_judged(quality, "must", bound.partition(" (")[0], rated[name], at_risk))
    return tuple(found)


def _stated(
    requirement: Mapping[str, object], quality: str, words: str, rated: Mapping[str, RatedQuality], at_risk: set[str]
) -> RequirementStatus:
    priority, _, bound = words.partition(", because ")[0].partition(" be ")
    weighed = rated.get(f"{quality} {bound}")
    if weighed is not None:
        return _judged(quality, priority, bound, weighed, at_risk)
    if _is_foreign(requirement):
        return RequirementStatus(quality, priority, bound, "no exchange rate is given", "ignored")
    if "metric" in requirement or (priority != "must" and quality not in at_risk):
        return RequirementStatus(quality, priority, bound, "to be measured", "open")
    known = rated.get(quality)  # a must that is no criterion is settled: nobody left breaks it, but for what is at risk
    estimate = _in_words(known.level) if known is not None and not is_unknown(known) else ""
    return RequirementStatus(quality, priority, bound, estimate, "at risk" if quality in at_risk else "met")


def _judged(quality: str, priority: str, bound: str, rated: RatedQuality, at_risk: set[str]) -> RequirementStatus:
    if is_unknown(rated):
        return RequirementStatus(quality, priority, bound, "to be measured", "open")
    return RequirementStatus(quality, priority, bound, _in_words(rated.level), _status(quality, rated, at_risk))


def _status(quality: str, rated: RatedQuality, at_risk: set[str]) -> Status:
    if quality in at_risk or rated.high <= 1 - _SURE:
        return "at risk"
    return "met" if rated.low >= _SURE else "open"


def _is_foreign(requirement: Mapping[str, object]) -> bool:
    """Return whether a requirement bounds an amount in a currency whose rate the brief does not give."""
    bounds = (requirement.get(side) for side in ("min", "max"))
    try:
        return any(parse_quantity(bound, "money").is_foreign for bound in bounds if isinstance(bound, str))
    except QuantityError:  # a level, or an amount of something else
        return False


def _in_words(level: str) -> str:
    return level.replace("-", " ").replace("..", "\N{EN DASH}")
