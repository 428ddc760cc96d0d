"""What is expected of a cost: a two-piece Student distribution on the scale of its logarithm, in plain Python."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

TAIL = 1.6448536269514722
"""The 95 % point of the normal distribution."""
_EXACT_UP_TO = 30
_NO_SPREAD = 1e-9


@dataclass(frozen=True, slots=True)
class Spread:
    """The distribution of a cost in seconds or bytes: its logarithm scatters around a middle.

    Attributes
    ----------
    middle : logarithm of the median
    below, above : standard deviation of the logarithm under and over the middle
    dof : degrees of freedom of Student's t
    outside : how far the size lies beyond the range of the sweep, in units of log over all axes; 0 inside
    """

    middle: float
    below: float
    above: float
    dof: int
    outside: float = 0.0

    @property
    def inside(self) -> bool:
        """Return whether the size lies in the range of the sweep, so that nothing is extrapolated."""
        return self.outside == 0.0

    @property
    def low(self) -> float:
        """Return the low end of the 90 % interval."""
        return _power(self.middle - student_quantile(self.dof) * self.below)

    @property
    def median(self) -> float:
        """Return the middle of the distribution."""
        return _power(self.middle)

    @property
    def high(self) -> float:
        """Return the high end of the 90 % interval."""
        return _power(self.middle + student_quantile(self.dof) * self.above)

    def chance_within(self, most: float) -> float:
        """Return the probability that the cost is at most so much; it never falls where `most` grows."""
        if most <= 0 or math.isinf(most):
            return float(most > 0)
        beyond = math.log(most) - self.middle
        if abs(beyond) < _NO_SPREAD:
            beyond = 0.0  # a median that was taken to a logarithm and back keeps itself
        deviation = self.below if beyond < 0 else self.above
        if deviation < _NO_SPREAD:
            return float(beyond >= 0)
        return student_share(beyond / deviation, self.dof)

    def plus(self, other: Spread) -> Spread:
        """Return the distribution of the sum with another cost, by the shares that they have of it."""
        largest = max(self.middle, other.middle)
        middle = largest + math.log(math.exp(self.middle - largest) + math.exp(other.middle - largest))
        mine, its = math.exp(self.middle - middle), math.exp(other.middle - middle)
        return Spread(
            middle,
            math.hypot(mine * self.below, its * other.below),
            math.hypot(mine * self.above, its * other.above),
            min(self.dof, other.dof),
            max(self.outside, other.outside),
        )

    def times(self, factor: float, doubt: float = 0.0) -> Spread:
        """Return the distribution of so many times the cost.

        Parameters
        ----------
        doubt : standard deviation of the logarithm of the factor
        """
        if factor == 1.0 and doubt == 0.0:
            return self
        below, above = math.hypot(self.below, doubt), math.hypot(self.above, doubt)
        return Spread(self.middle + math.log(factor), below, above, self.dof, self.outside)


Spreads: TypeAlias = tuple[tuple[float, Spread], ...]
"""Distributions with the probabilities that each is the right one; they sum to 1."""


def chance_within(spreads: Spreads, most: float) -> float:
    """Return the probability that a cost is at most so much, whichever distribution is the right one."""
    return min(1.0, sum(share * spread.chance_within(most) for share, spread in spreads))


def _power(exponent: float) -> float:
    return math.exp(min(700.0, exponent))


def joint_dof(parts: Sequence[tuple[float, float]]) -> int:
    """Return the degrees of freedom of a sum of variances, each with its own (Welch 1947, Satterthwaite 1946).

    Parameters
    ----------
    parts : variances with their degrees of freedom; a variance that is stated rather than estimated has infinite ones

    Examples
    --------
    >>> joint_dof([(1.0, 5.0)]), joint_dof([(1.0, 5.0), (1.0, 5.0)])
    (5, 10)
    """
    total = doubtful = 0.0
    for variance, dof in parts:
        total += variance
        doubtful += variance * variance / dof
    return max(1, int(min(1000.0, total**2 / doubtful))) if doubtful > 0 else 1000


@lru_cache(maxsize=1024)
def student_quantile(dof: int) -> float:
    """Return the 95 % point of Student's t, to 1 % from three degrees of freedom (Abramowitz and Stegun 26.7.5).

    Examples
    --------
    >>> round(student_quantile(10), 2), round(student_quantile(1000), 2)
    (1.81, 1.65)
    """
    z, n = TAIL, float(max(1, dof))
    if dof == 1:
        return 6.3138
    if dof == 2:
        return 2.92
    first, second = (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / n + second / n**2 + third / n**3


@lru_cache(maxsize=1024)
def student_share(t: float, dof: int) -> float:
    """Return the share of Student's t below a point: exact up to 30 degrees of freedom (Abramowitz and Stegun 26.7.3).

    Beyond them it is normal to three digits (26.7.8).

    Examples
    --------
    >>> round(student_share(1.812, 10), 3), round(student_share(-6.3138, 1), 3), round(student_share(0.0, 7), 3)
    (0.95, 0.05, 0.5)
    """
    n = max(1, dof)
    if n > _EXACT_UP_TO:
        normal = t * (1 - 1 / (4 * n)) / math.sqrt(1 + t * t / (2 * n))
        return 0.5 * (1 + math.erf(normal / math.sqrt(2)))
    angle = math.atan(abs(t) / math.sqrt(n))
    inside = _odd_series(angle, n) if n % 2 else _even_series(angle, n)
    half = math.copysign(inside, t) / 2
    return min(1.0, max(0.0, 0.5 + half))


def _odd_series(angle: float, n: int) -> float:
    term = total = math.cos(angle) if n > 1 else 0.0
    for k in range(3, n - 1, 2):
        term *= math.cos(angle) ** 2 * (k - 1) / k
        total += term
    return 2 / math.pi * (angle + math.sin(angle) * total)


def _even_series(angle: float, n: int) -> float:
    term = total = 1.0
    for k in range(2, n - 1, 2):
        term *= math.cos(angle) ** 2 * (k - 1) / k
        total += term
    return math.sin(angle) * total
