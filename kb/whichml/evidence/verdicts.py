"""A claim held against what was measured: confirmed, narrowed, contradicted, open or untestable, by a written rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from whichml.evidence.levels import MeasuredSpan
from whichml.knowledge.entities import Claim
from whichml.model.statements.measures import Bound
from whichml.model.values.scale import DOUBT

Verdict = Literal["confirmed", "narrowed", "contradicted", "untestable", "open"]
VERDICTS: Final[tuple[Verdict, ...]] = ("confirmed", "narrowed", "contradicted", "open", "untestable")
FEWEST_SETS: Final = 3
MOST_BY_CHANCE: Final = 1 / 3
"""For which share of other algorithms a claim may hold at most to tell its own from them.

Measurements inside are then three times as likely of a claim that is right as of one that names any algorithm: the
least that counts as positive evidence (Kass & Raftery 1995, Bayes factors, doi:10.1080/01621459.1995.10476572).
"""
_HALF_A_LEVEL = 0.5
_WHOLE_LEVEL = 1.0


@dataclass(frozen=True, slots=True)
class ClaimedSpan:
    """Where a claim says that its subject stands.

    Attributes
    ----------
    low, high : positions; a level reaches half a level to both sides, an interval in units is as it is written
    doubt : how far the claim's confidence widens that on both sides
    """

    low: float
    high: float
    doubt: float

    def holds(self, position: float) -> bool:
        """Return whether a position lies inside, the doubt included."""
        return self.low - self.doubt <= position <= self.high + self.doubt

    def accepted(self, bound: Bound | None) -> tuple[float, float]:
        """Return between which positions the middle of the measurements speaks for the claim.

        A measurement that is a bound speaks for it on one side only as far as the claim is written.
        """
        low = self.low if bound == "least" else self.low - self.doubt
        high = self.high if bound == "most" else self.high + self.doubt
        return low, high

    def levels_away(self, position: float) -> float:
        """Return by how many levels a position lies below (negative) or above the span, without the doubt; else 0."""
        return min(0.0, position - self.low) + max(0.0, position - self.high)


def claimed_span(claim: Claim) -> ClaimedSpan:
    """Return where a claim says that its subject stands; `not-applicable` has no place and is not asked for."""
    reach = 0.0 if claim.interval is not None else _HALF_A_LEVEL
    return ClaimedSpan(claim.low - reach, claim.high + reach, DOUBT[claim.confidence])


def judge_claim(
    claimed: ClaimedSpan, measured: MeasuredSpan, bound: Bound | None = None, chance: float | None = None
) -> tuple[Verdict, str]:
    """Return the verdict on a claim and a note that says why, and what it is worth that measurements agree.

    Parameters
    ----------
    measured : positions, one for each data set
    bound : whether the measurements tell only the least or the most there can be
    chance : for which share of other algorithms the claim would hold as well; None where too few are measured
    """
    if measured.n_sets < FEWEST_SETS:
        return "open", f"too few data sets: {measured.n_sets}, and {FEWEST_SETS} are needed"
    away = claimed.levels_away(measured.median)
    if bound == "least" and away < 0:
        return "open", "small tables tell only the least it can be, and the claim speaks of the usual size"
    if bound == "most" and away > 0:
        return "open", "one machine tells only the most it can be, and the claim speaks of more than one"
    if claimed.holds(measured.median):
        verdict, note = _confirmed(claimed, measured, bound)
        return verdict, f"{note}; {_worth(chance)}"
    n_agreeing = _on_the_same_side(claimed, measured.positions, away)
    if _apart(claimed, measured) and abs(away) >= _WHOLE_LEVEL and n_agreeing >= FEWEST_SETS:
        side = "above" if away > 0 else "below"
        return "contradicted", f"measured {abs(away):.1f} levels {side} on {n_agreeing} of {measured.n_sets} data sets"
    if _apart(claimed, measured):
        return "open", f"measured outside, and by less than a whole level or on too few data sets ({away:+.1f} levels)"
    return "open", f"the data sets disagree; the middle lies {abs(away):.1f} levels outside"


def _confirmed(claimed: ClaimedSpan, measured: MeasuredSpan, bound: Bound | None) -> tuple[Verdict, str]:
    is_inside = measured.low >= claimed.low and measured.high <= claimed.high
    spare = (claimed.high - claimed.low) - (measured.high - measured.low)
    if is_inside and spare >= _WHOLE_LEVEL and _is_wide(claimed) and bound is None:
        return "narrowed", f"measured inside, and {spare:.1f} levels narrower than claimed"
    return "confirmed", "the middle of the measurements lies inside"


def _worth(chance: float | None) -> str:
    if chance is None:
        return "too few other algorithms to tell whether they would lie there too"
    return f"{'only ' if chance <= MOST_BY_CHANCE else ''}{chance:.0%} of other algorithms would lie there too"


def _is_wide(claimed: ClaimedSpan) -> bool:
    """Return whether a claim spans more than one level, so that it can be narrowed at all."""
    return claimed.high - claimed.low > _WHOLE_LEVEL + 1e-9


def _apart(claimed: ClaimedSpan, measured: MeasuredSpan) -> bool:
    return measured.low > claimed.high + claimed.doubt or measured.high < claimed.low - claimed.doubt


def _on_the_same_side(claimed: ClaimedSpan, positions: Sequence[float], away: float) -> int:
    return sum(not claimed.holds(each) and claimed.levels_away(each) * away > 0 for each in positions)
