"""How one candidate stands to each requirement of a brief: met, at risk, open, or ignored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from whichml.advise.constraints import CONTROL_PERIOD
from whichml.export.arguments import is_unknown
from whichml.export.main_points import level_in_words
from whichml.export.peoples_day import beyond_capacity
from whichml.model.documents.expressions import expression
from whichml.model.statements.recommendation import Candidate, RatedQuality, Recommendation
from whichml.model.statements.stated_requirement import OfRequirement, StatedRequirement
from whichml.model.values.currencies import BASE_CURRENCY
from whichml.model.values.qualities import QUALITIES
from whichml.model.values.quantity import in_short_words
from whichml.model.values.vocabulary import LEVELS, QualityId

Status = Literal["met", "at risk", "open", "ignored"]
_MEMORY: Final = "deployment.memory"
_USUAL: Final = "usual times"
"""How a doubt begins that what is known is of usual times, and not of those that a bound asks for."""
_REST: Final = expression(r"[,;]")
_SURE: Final = 0.9
"""The goodness from which what has no verdict counts as kept; so far from the best it counts as broken."""


@dataclass(frozen=True, slots=True)
class RequirementStatus(OfRequirement):
    """A requirement, what is expected of a candidate, and what that comes to.

    Attributes
    ----------
    estimate : what is known of the candidate in words; empty where nothing is
    doubt : why that does not settle a bound which it keeps, so that it has to be measured; empty where it does
    is_kept : whether an open bound is kept by all that is known
    """

    requirement: StatedRequirement
    estimate: str
    status: Status
    doubt: str = ""
    is_kept: bool = False

    @property
    def in_words(self) -> str:
        """Return the status, with the doubt behind it where there is one."""
        return f"{self.said} ({self.doubt})" if self.doubt else self.said

    @property
    def said(self) -> str:
        """Return the status as a reader is told it: what is open and kept by all that is known is likely met."""
        return "likely met" if self.is_kept else self.status

    def beside(self, asked: str) -> tuple[str, ...]:
        """Return how the candidate stands to what is asked, as clauses of fewer and fewer words with the estimate.

        Those with the reason that the brief gives come first: 0.9 for one kind of find is another goal than for all.

        Parameters
        ----------
        asked : the requirement in words
        """
        why = self.requirement.why
        return (*(self._beside(f"{asked} ({why})") if why else ()), *self._beside(asked))

    def _beside(self, asked: str) -> tuple[str, ...]:
        """Return the same without regard to the reason."""
        start = f"{self.said}: {asked}"
        short = f"{self.said}: {asked.replace(' must be ', ' ', 1)}"
        if not self.doubt:
            alone = self.estimate.partition(" by ")[0]
            told = f"{start}; {self.estimate}", f"{short}; {self.estimate}", f"{short}; {alone}"
            return (*dict.fromkeys(told), start) if self.estimate else (start,)
        if not self.estimate:
            return f"{start}; {self.doubt}, to be measured", f"{start}; {self.doubt}", start
        known = f"{self.estimate} ({self.doubt})"
        fewer = (f"{each}; {self._estimate_in_short}" for each in (start, short))
        return f"{start}; {known}, to be measured", f"{start}; {known}", *fewer, start

    @property
    def _estimate_in_short(self) -> str:
        """Return the estimate with what limits it in a word."""
        if self.doubt.startswith(_USUAL):
            return f"usually {self.estimate.removeprefix('usually ')}"
        return f"{self.estimate}, {_REST.split(self.doubt, maxsplit=1)[0]}"

    @property
    def bound(self) -> str:
        """Return the bound with its metric if any, such as `at most 40 ms (p99)`."""
        return self.requirement.limit


def statuses_of(answer: Recommendation, candidate: Candidate) -> tuple[RequirementStatus, ...]:
    """Return how a candidate stands to what the brief requires, and to what its device can hold.

    What a brief requires twice is told once, and what a device holds only where its verdict is known or somebody has to
    look: of plenty of memory nothing is asked. What people see too few cases for is at risk whatever the candidate is.
    """
    standing, beyond = _Standing(candidate), beyond_capacity(answer)
    stated = [
        RequirementStatus(each, beyond[each.id], "at risk") if each.id in beyond else standing.to(each)
        for each in answer.requirements
        if not each.from_device
    ]
    bounded = {each.quality for each in stated}
    of_device = [
        told
        for each in answer.requirements
        if each.from_device and (told := standing.to_device(each, is_bounded=each.quality in bounded)) is not None
    ]
    once: dict[tuple[str, str, str, str, Status], RequirementStatus] = {}
    for each in (*stated, *of_device):
        once.setdefault((each.quality, each.priority, each.bound, each.estimate, each.status), each)
    return tuple(once.values())


class _Standing:
    """What an answer says of one candidate beside each requirement, by the requirements' ids.

    Attributes
    ----------
    weighed : how it stands in the criterion that a requirement is
    rated : how it stands in the qualities that count beside the requirements, by their ids
    at_risk : what claims say that it misses
    unsettled : what is known of it and settles nothing
    doubts : why claims that keep a requirement do not settle it
    clear : the numbers by which what it meets was judged, in words
    """

    def __init__(self, candidate: Candidate) -> None:
        self.weighed = {each.requirement: each for each in candidate.qualities if each.requirement}
        self.rated = {each.quality: each for each in candidate.qualities if not each.requirement}
        self.at_risk = {risk.requirement for risk in candidate.risks}
        self.unsettled = {caution.requirement for caution in candidate.cautions}
        self.doubts = {each.requirement: each.doubt for each in candidate.unsettled}
        self.clear = {each.requirement: each.amount.partition(" (")[0] for each in candidate.met}

    def to_device(self, required: StatedRequirement, *, is_bounded: bool) -> RequirementStatus | None:
        """Return how the candidate stands to what another field leaves; None where nobody has to hear of that.

        Parameters
        ----------
        is_bounded : whether the brief itself bounds the quality too
        """
        is_unsettled = required.id in self.unsettled
        if required.id == CONTROL_PERIOD:  # who acts in every step is told of each
            return self.to(required)
        if required.id in self.weighed:
            judged = self._judged(required)
            is_told = judged.status != "open" or judged.doubt or is_unsettled or required.id != _MEMORY
            return judged if is_told else None
        if not is_unsettled or is_bounded:
            return None
        known = self.rated.get(required.quality)
        estimate = _estimate(known, required.quality) if known is not None else "to be measured"
        return RequirementStatus(required, estimate, "open")

    def to(self, required: StatedRequirement) -> RequirementStatus:
        """Return how the candidate stands to what the brief requires."""
        is_at_risk = required.id in self.at_risk
        if required.id in self.weighed:
            return self._judged(required)
        if not required.comparable:
            return RequirementStatus(required, "no exchange rate is given", "ignored")
        if required.metric or required.priority != "must":
            return RequirementStatus(required, "to be measured", "open")
        clear = self.clear.get(required.id)
        if clear and not is_at_risk:
            return RequirementStatus(required, clear, "met")
        known = self.rated.get(required.quality)  # a must that is no criterion is settled, or open alike for all
        estimate = _estimate(known, required.quality) if known is not None and not is_unknown(known) else ""
        doubt = self.doubts.get(required.id, "")
        is_open = required.id in self.unsettled or bool(doubt)
        status: Status = "at risk" if is_at_risk else "open" if is_open else "met"
        is_kept = status == "open" and bool(doubt) and required.id not in self.unsettled
        if status == "open" and not estimate and not doubt:
            estimate = "to be measured"
        return RequirementStatus(required, estimate, status, doubt, is_kept)

    def _judged(self, required: StatedRequirement) -> RequirementStatus:
        rated = self.weighed[required.id]
        if is_unknown(rated):
            return RequirementStatus(required, "to be measured", "open")
        estimate = _estimate(rated, required.quality)
        status = _status(rated, is_at_risk=required.id in self.at_risk)
        is_kept = status == "open" and bool(rated.doubt) and required.id not in self.unsettled
        return RequirementStatus(required, estimate, status, rated.doubt, is_kept)


def _status(rated: RatedQuality, *, is_at_risk: bool) -> Status:
    """Return what a rating comes to: a bound is met where the whole range that is told keeps it, whatever its level.

    What has no bound that can be judged, such as a yes or no, goes by its goodness.
    """
    broken = rated.verdict == "missed" if rated.verdict else rated.high <= 1 - _SURE
    if is_at_risk or broken:
        return "at risk"
    kept = rated.verdict == "met" if rated.verdict else rated.low >= _SURE
    return "met" if kept else "open"


def _estimate(rated: RatedQuality, quality: str) -> str:
    """Return what is known in the unit of the quality, or else the level; of a level with anchors what it stands for.

    A level alone reads like a verdict: a high need of memory may well be met.
    """
    if rated.amount:
        return rated.amount
    named = QUALITIES.get(QualityId(quality))
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
