"""Positive amounts of which only the lowest and the highest are known, and arithmetic on them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """An amount somewhere between two ends, both included.

    Examples
    --------
    >>> Interval(2, 4).times(Interval(10, 20)).plus(Interval(1, 1))
    Interval(low=21, high=81)
    """

    low: float
    high: float

    @classmethod
    def around(cls, amounts: Iterable[float]) -> Interval:
        """Return the interval from the lowest to the highest of some amounts."""
        found = sorted(amounts)
        return cls(found[0], found[-1])

    @property
    def middle(self) -> float:
        """Return the geometric mean of both ends, the middle on a scale of factors."""
        return math.sqrt(self.low * self.high)

    def times(self, other: Interval) -> Interval:
        """Return the product, from the lowest to the highest possible one."""
        return Interval(self.low * other.low, self.high * other.high)

    def over(self, other: Interval) -> Interval:
        """Return the quotient, from the lowest to the highest possible one."""
        return Interval(self.low / other.high, self.high / other.low)

    def plus(self, other: Interval) -> Interval:
        """Return the sum."""
        return Interval(self.low + other.low, self.high + other.high)


NONE = Interval(0.0, 0.0)
ONE = Interval(1.0, 1.0)
