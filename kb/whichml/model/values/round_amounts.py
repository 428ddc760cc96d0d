"""Round amounts, such as one would name as an example: `2 weeks`, `100 kB`, `5 %`, `2,000`."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from whichml.model.documents.document import Plain
from whichml.model.values.quantity import magnitude_in_words
from whichml.model.values.vocabulary import KindOfField

_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 86_400.0
_BELOW_A_SECOND: Final = ((1e-9, "ns"), (1e-6, "us"), (1e-3, "ms"))
_DURATIONS: Final = (
    *((number * size, f"{number} {name}") for size, name, numbers in (
        *((size, name, (1, 2, 5, 10, 20, 50, 100, 200, 500)) for size, name in _BELOW_A_SECOND),
        (1.0, "s", (1, 2, 5, 10, 20, 30)), (_MINUTE, "min", (1, 2, 5, 10, 20, 30)),
    ) for number in numbers),
    *((number * size, f"{number} {name}{'s' if number > 1 else ''}") for size, name, numbers in (
        (_HOUR, "hour", (1, 2, 4, 8, 12)), (_DAY, "day", (1, 2, 4)), (7 * _DAY, "week", (1, 2)),
        (30 * _DAY, "month", (1, 2, 3, 6)), (365 * _DAY, "year", (1, 2, 5, 10, 20, 50, 100)),
    ) for number in numbers),
)  # fmt: skip
"""Durations that people name, in seconds, smallest first."""
_STEPS: Final = (1, 2, 5)


class RoundAmount(NamedTuple):
    """An amount in the base unit of its field, as a brief would write it, and in words."""

    magnitude: float
    value: Plain
    said: str


def round_below(kind: KindOfField, number: float) -> RoundAmount:
    """Return the largest round amount that is not above a number; the smallest there is where all are.

    Examples
    --------
    >>> round_below("duration", 15.5 * 86_400).said, round_below("bytes", 150_000).said, round_below("count", 501).said
    ('2 weeks', '100 kB', '500')
    >>> round_below("money", 0.00003).said, round_below("money", 3e10).said
    ('0.00002 USD', '20,000,000,000 USD')
    """
    found = None
    for amount in _amounts(kind, number):
        if found is not None and amount.magnitude > number * _NEARLY:
            return found
        found = amount
    assert found is not None, "there is a smallest amount of every kind"
    return found


def round_above(kind: KindOfField, number: float) -> RoundAmount:
    """Return the smallest round amount that is not below a number; the largest there is where all are.

    Examples
    --------
    >>> round_above("duration", 86_400.0).said, round_above("fraction", 0.002).said, round_above("count", 60).said
    ('1 day', '0.2 %', '100')
    >>> round_above("count", 0.002).said
    '1'
    """
    found = None
    for found in _amounts(kind, number):
        if found.magnitude >= number / _NEARLY:
            return found
    assert found is not None, "there is a largest amount of every kind"
    return found


_NEARLY: Final = 1 + 1e-9
"""A product of decimals is none in binary."""


def _amounts(kind: KindOfField, number: float) -> Iterator[RoundAmount]:
    """Yield round amounts around a number, smallest first; of counts from 1 on."""
    if kind == "duration":
        yield from (RoundAmount(seconds, said, said) for seconds, said in _DURATIONS)
        return
    power = math.floor(math.log10(number)) if number > 0 else 0
    if kind == "count":
        power = max(power, 0)
    for exponent in (power - 1, power, power + 1):
        for step in _STEPS:
            magnitude = float(f"{step}e{exponent}")
            if kind == "count":
                if magnitude >= 1:
                    yield RoundAmount(magnitude, int(magnitude), f"{int(magnitude):,}")
            elif kind == "fraction":
                if magnitude <= 1:
                    yield RoundAmount(magnitude, magnitude, f"{100 * magnitude:.6g} %")
            else:
                yield _with_unit(kind, magnitude)


def _with_unit(kind: KindOfField, magnitude: float) -> RoundAmount:
    if kind == "money":
        said = f"{Decimal(repr(magnitude)).normalize():,f} USD"
        return RoundAmount(magnitude, said.replace(",", ""), said)
    said = magnitude_in_words(magnitude, "bytes" if kind == "bytes" else "frequency")
    return RoundAmount(magnitude, said, said)
