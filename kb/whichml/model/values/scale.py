"""The scale of levels as positions 0 (very low) to 4 (very high), and quantities placed on it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from whichml.model.values.vocabulary import LEVELS, Level

TOP = float(len(LEVELS) - 1)
DOUBT: Final[Mapping[str, float]] = MappingProxyType({"high": 0.0, "medium": 0.25, "low": 0.5})
"""By how many levels a claim in levels is widened on both sides, by its confidence."""


def position_of(level: str) -> float:
    """Return the position of a level's name; ValueError for another word."""
    return float(LEVELS.index(level))


def rank_of(position: float) -> int:
    """Return the number, 0 to 4, of the level nearest to a position; halves go to the lower level."""
    return min(len(LEVELS) - 1, max(0, math.ceil(position - 0.5)))


def nearest_level(position: float) -> Level:
    """Return the name of the level nearest to a position; halves go to the lower level.

    Examples
    --------
    >>> nearest_level(2.6), nearest_level(2.5), nearest_level(-0.2)
    ('high', 'medium', 'very-low')
    """
    return LEVELS[rank_of(position)]


def span_text(low: float, high: float) -> str:
    """Return a span of positions in words, one level or `low..high`."""
    first, last = nearest_level(low), nearest_level(high)
    return first if first == last else f"{first}..{last}"


def place_quantity(value: float, anchors: Sequence[float]) -> float:
    """Return where a quantity stands on the scale of levels.

    Anchor i, the upper bound of level i, is at i + 0.5; between anchors the position is linear in the logarithm of
    the quantity, and so it goes on beyond the outer ones, to 0 and 4 at the most.

    Parameters
    ----------
    value : the quantity in the unit of the anchors, not negative
    anchors : four increasing positive upper bounds of the levels very-low, low, medium and high

    Examples
    --------
    >>> place_quantity(0.01, [0.001, 0.01, 0.1, 1.0])
    1.5
    >>> place_quantity(0.0, [0.001, 0.01, 0.1, 1.0])
    0.0
    """
    if value <= 0:
        return 0.0
    logs = [math.log(anchor) for anchor in anchors]
    wanted = math.log(value)
    segment = next((i for i in range(1, len(logs) - 1) if wanted <= logs[i]), len(logs) - 1)
    below, above = logs[segment - 1], logs[segment]
    position = segment - 0.5 + (wanted - below) / (above - below)
    return round(min(TOP, max(0.0, position)), 6)


def level_of_quantity(value: float, anchors: Sequence[float]) -> int:
    """Return the number of the level, 0 to 4, that holds a quantity; an anchor belongs to the level below it.

    Examples
    --------
    >>> level_of_quantity(0.04, [0.001, 0.01, 0.1, 1.0])
    2
    """
    return sum(value > anchor for anchor in anchors)
