"""Quantities with a unit, such as `40 ms` or `0.001 USD`, as exact magnitudes in a base unit.

The units are those of the brief's format and no others. A month counts 30 days and a year 365, as twelve months do; kB,
MB, GB and TB are powers of 1000, KiB, MiB, GiB and TiB powers of 1024. Currencies are never converted here: a rate has
a date and a source, so that only a brief can say one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from whichml.model.documents.errors import quoted
from whichml.model.documents.expressions import expression
from whichml.model.documents.plain_numbers import is_number
from whichml.model.values.currencies import BASE_CURRENCY
from whichml.model.values.units import (
    BASE_UNIT,
    BINARY,
    DIMENSION_OF,
    MONTHS_PER_YEAR,
    OTHER_SPELLINGS,
    READABLE,
    SEVERAL_UNITS,
    UNITS,
    WRITTEN_OUT,
    accepted_units,
    kind_in_words,
    near_unit,
)
from whichml.model.values.vocabulary import Dimension

Currency: TypeAlias = str

_NUMBER_AND_UNIT = expression(
    r"(?P<number>[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?)[ \t]*(?P<unit>[^0-9\s.+_,-].*)?\Z"
)
_LIKE_THOUSANDS = expression(r"[1-9][0-9]{0,2}\.[0-9]{3}\Z")
_LONGEST = 80
LARGEST = 1e30
"""Whole numbers may have any length in a text; what lies beyond this counts nothing and measures nothing."""


class QuantityError(ValueError):
    """A text that is no quantity of the kind asked for.

    Attributes
    ----------
    message
        What is wrong, as a sentence.
    hint
        What would be right.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(f"{message} {hint}")
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Quantity:
    """A magnitude in the base unit of its dimension; equal to every other spelling of the same magnitude.

    Attributes
    ----------
    text
        As it was written, without spaces around it.
    magnitude
        Seconds, bytes, joules, money in its own currency, per second, hertz, rows, or a plain number; never negative.
    dimension
        What kind of quantity it is; `number` has no unit.
    currency
        For money only.
    """

    text: str = field(compare=False)
    magnitude: float
    dimension: Dimension
    currency: Currency | None = None

    @property
    def canonical(self) -> str:
        """Return the one spelling that all equal quantities share, in the base unit; a plain number for a share.

        Examples
        --------
        >>> parse_quantity("40 ms").canonical
        '0.04 s'
        """
        number = _shortest(self.magnitude)
        if self.dimension == "money" and _LIKE_THOUSANDS.match(number):
            number += "0"  # three digits behind a point may be thousands
        unit = self.currency or BASE_UNIT[self.dimension]
        return f"{number}{unit}" if unit.startswith("/") else f"{number} {unit}".rstrip()

    @property
    def readable(self) -> str:
        """Return the spelling that people read most easily; like `canonical` it is one for all equal quantities.

        Examples
        --------
        >>> parse_quantity("0.04 s").readable, parse_quantity("256000 B").readable, parse_quantity("0.001 USD").readable
        ('40 ms', '256 kB', '0.001 USD')
        >>> parse_quantity("120000/day").readable
        '1.39/s'
        """
        return in_short_words(self.magnitude, self.dimension, self.currency)

    @property
    def is_foreign(self) -> bool:
        """Return whether it is an amount in a currency other than USD, which nothing compares with."""
        return self.currency not in (None, BASE_CURRENCY)

    def is_comparable_with(self, other: Quantity) -> bool:
        """Return whether the two have one dimension and, for money, one currency."""
        return self.dimension == other.dimension and self.currency == other.currency


def magnitude_in_words(
    magnitude: float, dimension: Dimension, currency: Currency | None = None, n_digits: int = 6
) -> str:
    """Return a magnitude in the largest unit of which it is at least one, to so many digits where it has a unit.

    Zero is told in the base unit.

    Examples
    --------
    >>> magnitude_in_words(1_500_000_000, "bytes"), magnitude_in_words(89.0, "duration", n_digits=2)
    ('1.5 GB', '1.5 min')
    >>> magnitude_in_words(0.0, "duration"), magnitude_in_words(5e-7, "duration")
    ('0 s', '500 ns')
    >>> magnitude_in_words(86_400.0, "duration"), magnitude_in_words(129_600.0, "duration")
    ('1 day', '1.5 days')
    >>> magnitude_in_words(1000.0, "rows"), magnitude_in_words(1e-6, "money", "USD")
    ('1000 rows', '0.000001 USD')
    """
    sizes = READABLE.get(dimension)
    if sizes is None:
        return f"{_decimal(magnitude)} {currency or BASE_UNIT[dimension]}".rstrip()
    about = float(f"{magnitude:.{n_digits}g}")
    unit, size = next((each for each in sizes if about >= each[1]), sizes[-1]) if about else (BASE_UNIT[dimension], 1.0)
    number = _decimal(float(f"{magnitude / size:.{n_digits}g}"))
    if unit.startswith("/"):
        return f"{number}{unit}"
    return f"{number} {unit}{'s' * (unit in WRITTEN_OUT and number != '1')}"


def in_short_words(magnitude: float, dimension: Dimension, currency: Currency | None = None) -> str:
    """Return a magnitude as `magnitude_in_words` does: as it is where six digits hold it, else to three digits.

    Bytes that three digits hold in a binary unit and not in a decimal one are told in the binary one.

    Examples
    --------
    >>> in_short_words(1_250.5, "rate"), in_short_words(125_000 / 86_400, "rate")
    ('1250.5/s', '1.45/s')
    >>> in_short_words(256_000, "bytes"), in_short_words(262_144, "bytes"), in_short_words(2 * 2**20, "bytes")
    ('256 kB', '256 KiB', '2 MiB')
    """
    if dimension == "bytes" and float(f"{magnitude:.3g}") != magnitude:
        for unit, size in BINARY:
            number = magnitude / size
            if number >= 1 and float(f"{number:.3g}") == number:
                return f"{_decimal(number)} {unit}"
    is_short = float(f"{magnitude:.6g}") == magnitude
    return magnitude_in_words(magnitude, dimension, currency, n_digits=6 if is_short else 3)


def plain_number(number: float, dimension: Dimension = "number") -> Quantity:
    """Return a number that was written without a unit as a quantity, of rows or of nothing."""
    return Quantity(_shortest(number), float(number), dimension)


@lru_cache(maxsize=4096)
def parse_quantity(text: str, dimension: Dimension | None = None) -> Quantity:
    """Return the quantity that a text such as `40 ms` stands for.

    Parameters
    ----------
    text
        A number, a space or none, and a unit; the currency code stands after the number. A rate is a number before
        `/s`, `/min`, `/hour` or `/day`.
    dimension
        What the quantity has to be; None takes any.

    Raises
    ------
    QuantityError
        When it is no such quantity; the message names the units that are accepted.

    Examples
    --------
    >>> parse_quantity("64 kB").magnitude
    64000.0
    >>> parse_quantity("20e6/day", "rate").magnitude
    231.4814814814815
    >>> parse_quantity("12 months") == parse_quantity("1 year"), parse_quantity("18 months").readable
    (True, '545 days')
    """
    number, unit = _split(text, dimension)
    found = DIMENSION_OF[unit]
    if dimension is not None and found != dimension:
        raise QuantityError(
            f"{quoted(text)} is {kind_in_words(found)}, not {kind_in_words(dimension)}.", accepted_units(dimension)
        )
    if float(number) < 0:
        raise QuantityError(f"{quoted(text)} is negative.", "Give zero or more.")
    if float(number) > LARGEST:
        raise QuantityError(f"{quoted(text)} is too large.", f"The limit is a number of {LARGEST:g}.")
    magnitude = abs(float(_in_base_units(Fraction(number), unit, found)))
    if magnitude > LARGEST:
        raise QuantityError(f"{quoted(text)} is too large.", f"The limit is {LARGEST:g} in the base unit.")
    return Quantity(text.strip(), magnitude, found, unit if found == "money" else None)


def quantity_or_none(value: object, dimension: Dimension) -> Quantity | None:
    """Return the quantity of a dimension that a text stands for; None where it is no such text."""
    try:
        return parse_quantity(value, dimension) if isinstance(value, str) else None
    except QuantityError:
        return None


def number_or_none(value: object) -> int | float | None:
    """Return a number as it is, and a text such as `5 %` as the number that it stands for; None for all else."""
    number = quantity.magnitude if (quantity := quantity_or_none(value, "number")) is not None else value
    return number if is_number(number) else None


def _in_base_units(number: Fraction, unit: str, dimension: Dimension) -> Fraction:
    """Return how much a number of a unit is; whole years among months are those of the calendar."""
    size = UNITS[dimension][unit]
    if unit != "month":
        return number * size
    years, months = divmod(number, MONTHS_PER_YEAR)
    return years * UNITS[dimension]["year"] + months * size


def in_base_unit(value: object, dimension: Dimension) -> float:
    """Return a plain number as it is, and a text as the magnitude of the quantity it stands for.

    For conditions and claims, where the field or quality says the unit.

    Raises
    ------
    QuantityError
        When the value is neither a number nor a quantity of the dimension, or an amount that is not in USD.
    """
    if is_number(value):
        if not abs(value) <= LARGEST:
            raise QuantityError(f"{quoted(str(value))} is out of range.", f"The limit is {LARGEST:g}.")
        return float(value)
    if not isinstance(value, str):
        raise QuantityError(f"{quoted(str(value))} is not {kind_in_words(dimension)}.", accepted_units(dimension))
    quantity = parse_quantity(value, dimension)
    if quantity.currency not in (None, BASE_CURRENCY):
        told = f"{quoted(value)} is in {quantity.currency}, and currencies are not converted."
        raise QuantityError(told, "Give the amount in USD.")
    return quantity.magnitude


def _split(text: str, dimension: Dimension | None) -> tuple[str, str]:
    """Return the number and the unit in the spelling of the table."""
    written = text.strip()
    match = _NUMBER_AND_UNIT.match(written) if len(written) <= _LONGEST else None
    if match is None:
        if written[:1] in ("$", "€", "£", "¥") or re.match(r"[A-Z]{3}\s*[0-9]", written):
            hint = "Write the currency code after the number, such as `5 USD` or `5 EUR`."
        elif re.match(r"[-+0-9.][0-9]*[_,']", written):
            hint = "Write the digits without separators, a point before decimals, and a unit. " + accepted_units(
                dimension
            )
        else:
            hint = "Write a number and then a unit. " + accepted_units(dimension)
        raise QuantityError(f"{quoted(text)} is not {kind_in_words(dimension) if dimension else 'a quantity'}.", hint)
    unit = match["unit"]
    if unit is None:
        raise QuantityError(f"{quoted(text)} has no unit.", "Add one. " + accepted_units(dimension))
    unit = OTHER_SPELLINGS.get(unit, unit)
    if unit.startswith("/"):
        per = unit[1:].strip()
        unit = "/" + OTHER_SPELLINGS.get(per, per)
    if unit in SEVERAL_UNITS:
        raise QuantityError(f"{quoted(unit)} in {quoted(text)} could mean several units.",
                            f"Write {SEVERAL_UNITS[unit]}.")  # fmt: skip
    if unit not in DIMENSION_OF:
        near = near_unit(unit, dimension)
        hint = f"{near} {accepted_units(dimension)}" if near else accepted_units(dimension)
        raise QuantityError(f"unknown unit {quoted(unit)} in {quoted(text)}.", hint)
    return match["number"], unit


def _decimal(number: float) -> str:
    """Return the shortest text of a number without an exponent."""
    shortest = _shortest(number)
    return f"{Decimal(shortest):f}" if "e" in shortest else shortest


def _shortest(number: float) -> str:
    """Return the shortest text that reads back as the same number; whole numbers without a point."""
    return str(int(number)) if number == int(number) and abs(number) < 1e16 else repr(float(number))
