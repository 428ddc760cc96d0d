"""What a rating settles less than its numbers say: low confidence, usual times for a percentile, or another task.

A doubt takes nothing from a candidate and gives nothing to another: it is told, so that somebody looks. What was
measured of this project, computed for its size, or set by a rule is not doubted here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from whichml.advise.constraints import Constraint
from whichml.advise.ratings import Rating
from whichml.advise.requirements import FAR_BEYOND, Bound, LevelBound, UnitBound

LOW: Final = "low confidence"
INFERRED: Final = "inferred"
TRANSLATED: Final = "translated"
"""What is written of a quality was put on the scale of what others measured, on which it may come out lower."""
_ROOM: Final = 3.0
"""How many times amounts of low confidence have to keep a bound: half a level, where levels are ten times apart."""
_TAILS: Final[Mapping[str, float]] = {"p90": 5.0, "p95": 5.0, "p99": 10.0, "worst-case": 100.0}
"""How many times below a bound usual times have to lie to settle it at a percentile.

Our judgement. The table of Dean and Barroso (2013, The Tail at Scale, Communications of the ACM 56(2)), recalled and
not read again, has 1 ms in the middle, 5 ms at the 95th percentile and 10 ms at the 99th of one server; a worst case
has no limit.
"""


def doubt_about(rating: Rating | None) -> str:
    """Return by what a rating is less sure than it reads, in few words; empty where it is not.

    It is where nothing else stands behind it than claims of low confidence, or such as were inferred, or studies of
    another measure than the brief asks for.
    """
    if rating is not None and rating.strength is not None and rating.strength.asked:
        return f"of {rating.strength.measure}"
    if rating is None or not rating.applicable or not _rests_on_claims(rating):
        return ""
    if rating.strength is not None:
        written = rating.strength.written.replace("-", " ").replace("..", "\N{EN DASH}")
        return f"{f'written as {written}; ' * bool(written)}{TRANSLATED}, {LOW}"
    said = [INFERRED] if all(claim.is_inferred for claim in rating.claims) else []
    said += [LOW] if all(claim.confidence == "low" for claim in rating.claims) else []
    return ", ".join(said)


def doubt_of_bound(constraint: Constraint, rating: Rating | None, task: str) -> str:
    """Return why claims that keep a bound do not settle it, in few words; empty where they do.

    Those of low confidence do where they keep it with room: three times in a unit, or a level. Usual times settle no
    percentile that is near, and times of other tasks none within ten times.
    """
    bound = constraint.bound
    if bound is None or rating is None or not rating.applicable or not _rests_on_claims(rating):
        return ""
    said = []
    is_of_others = any(claim.measured_on and task not in claim.measured_on for claim in rating.claims)
    if is_of_others and not _has_room(bound, rating, FAR_BEYOND):
        said.append("of other tasks")
    if constraint.at in _TAILS and rating.interval and not _has_room(bound, rating, _TAILS[constraint.at]):
        said.append(f"usual times, not {constraint.at}")
    if _is_low(rating) and not _has_room(bound, rating, _ROOM):
        said.append(doubt_about(rating) or LOW)
    return "; ".join(said)


def _rests_on_claims(rating: Rating) -> bool:
    """Return whether claims alone stand behind a rating, as they are or translated."""
    compared = rating.strength is not None and rating.strength.strength is not None
    own = bool(rating.figures or rating.prediction or rating.rules)
    return bool(rating.claims) and not compared and not own


def _is_low(rating: Rating) -> bool:
    """Return whether the least sure of its claims is of low confidence, or they were translated."""
    return rating.strength is not None or any(claim.confidence == "low" for claim in rating.claims)


def _has_room(bound: Bound, rating: Rating, factor: float) -> bool:
    """Return whether a rating keeps a bound by a factor of its unit, or by a level where either has none."""
    if isinstance(bound, LevelBound):
        spare = bound.number - rating.highest if bound.end == "max" else rating.lowest - bound.number
        return spare >= 1
    return rating.interval is None or _is_far(bound, rating.interval, factor)


def _is_far(bound: UnitBound, interval: tuple[float, float], factor: float) -> bool:
    low, high = interval
    return high * factor <= bound.magnitude if bound.end == "max" else low >= factor * bound.magnitude
