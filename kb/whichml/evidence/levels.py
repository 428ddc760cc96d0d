"""From measured numbers to positions on the scale of levels, by a rule that is written down in docs/probes.md.

What has a unit is turned into what it would be on the stated reference machine, and placed by the anchors of its
quality. What has none is placed by its rank among the algorithms on the same data set: a fifth of them for each level.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from whichml.model.statements.measures import Direction
from whichml.model.values.scale import TOP, place_quantity, span_text
from whichml.model.values.vocabulary import LEVELS

_SHARE_OF_INTERVAL = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class MeasuredSpan:
    """Where an algorithm stands with one quality, over the data sets that it was measured on.

    Attributes
    ----------
    low, median, high : positions on the scale of levels, 0 to 4: the 10, 50 and 90 % points over the data sets
    positions : one for each data set, ascending
    """

    low: float
    median: float
    high: float
    positions: tuple[float, ...]

    @property
    def n_sets(self) -> int:
        """Return how many data sets it comes from."""
        return len(self.positions)

    @property
    def level(self) -> str:
        """Return the span in words."""
        return span_text(self.low, self.high)


def place_on_machine(ratio: float, reference: float, anchors: Sequence[float]) -> float:
    """Return the position of a time, or of a rate, that is known as a multiple of the reference estimator's.

    Parameters
    ----------
    ratio : what was measured over that of the reference estimator in the same run
    reference : what the reference estimator takes on the reference machine
    anchors : of the quality, in its base unit

    Examples
    --------
    >>> place_on_machine(20.0, 0.05, (1.0, 60.0, 3600.0, 86_400.0))
    0.5
    """
    return place_quantity(ratio * reference, anchors)


def place_by_rank(value: float, among: Sequence[float], direction: Direction) -> float:
    """Return the position of a number by its rank among others: 20 % of them for each level.

    The rank is the share of the numbers below, with half of those that are equal, so that the bounds of the levels
    lie at the 20, 40, 60 and 80 % points and no unit matters.

    Parameters
    ----------
    among : all numbers of the same measure, ascending
    direction : whether a larger number is more of the quality, or less

    Examples
    --------
    >>> [place_by_rank(each, [1.0, 2.0, 3.0, 4.0, 5.0], "more") for each in (1.0, 3.0, 5.0)]
    [0.0, 2.0, 4.0]
    >>> place_by_rank(1.0, [1.0, 2.0, 3.0, 4.0, 5.0], "less")
    4.0
    """
    if not among:
        raise ValueError("a rank needs other numbers")
    share = (bisect_left(among, value) + bisect_right(among, value)) / (2 * len(among))
    position = min(TOP, max(0.0, share * len(LEVELS) - 0.5))
    return round(position if direction == "more" else TOP - position, 6)


def span_over_sets(positions: Sequence[float]) -> MeasuredSpan:
    """Return the 10, 50 and 90 % points of positions, interpolated linearly; ValueError without any.

    Examples
    --------
    >>> span_over_sets([1.0, 2.0, 3.0]).median
    2.0
    """
    if not positions:
        raise ValueError("a span needs at least one position")
    ordered = sorted(positions)
    low, median, high = (round(_quantile(ordered, share), 6) for share in _SHARE_OF_INTERVAL)
    return MeasuredSpan(low, median, high, tuple(ordered))


def median_of(values: Sequence[float]) -> float:
    """Return the median; ValueError without any value."""
    if not values:
        raise ValueError("a median needs at least one value")
    return _quantile(sorted(values), 0.5)


def _quantile(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
