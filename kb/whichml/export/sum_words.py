"""Numbers of sums as people read them: no more digits than tell something."""

from __future__ import annotations

import math
from typing import Final

_LONG: Final = 100_000
"""From so many on a count is told to three digits."""
_UNITS: Final = (("years", 365 * 86_400), ("weeks", 7 * 86_400), ("days", 86_400), ("hours", 3_600))
"""What a length of time is told in, each from two of it on."""
_ONE_IN_MANY: Final = 1e-4
"""The share from which on down nobody reads percents."""


def counted(number: float) -> str:
    """Return a number to three digits, with commas between thousands: what is counted has no fraction from 10 on.

    Examples
    --------
    >>> counted(3.14159), counted(1234.5), counted(3_141_592)
    ('3.1', '1,234', '3,140,000')
    """
    if number < 10:
        return f"{number:.2g}"
    if number < _LONG:
        return f"{round(number):,}"
    digits = 10 ** (math.floor(math.log10(number)) - 2)
    return f"{round(number / digits) * digits:,}"


def rounded(amount: float) -> str:
    """Return an amount in a unit that is not told, to two digits."""
    return f"{amount:.2g}" if amount < 100 else f"{amount:,.0f}"


def shared(share: float) -> str:
    """Return a share in per cent, or as one in many where it is very small.

    Examples
    --------
    >>> shared(0.25), shared(0.0123), shared(0.00001)
    ('25 %', '1.2 %', 'one in 100,000')
    """
    if share < _ONE_IN_MANY:
        return f"one in {counted(1 / share)}"
    return f"{100 * share:.2g} %" if share < 0.1 else f"{100 * share:.0f} %"


def lasting(seconds: float) -> str:
    """Return a length of time in the largest unit of which it holds two, down to hours.

    Examples
    --------
    >>> lasting(16 * 7 * 86_400), lasting(400 * 86_400), lasting(7_200)
    ('16 weeks', '57 weeks', '2 hours')
    """
    name, unit = next((each for each in _UNITS if seconds >= 2 * each[1]), _UNITS[-1])
    return f"{counted(seconds / unit)} {name}"
