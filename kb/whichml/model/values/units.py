"""The units that quantities are written in: how much each is, its other spellings, and what it is a unit of."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from whichml.model.documents.errors import did_you_mean
from whichml.model.values.currencies import CURRENCIES, CURRENCY_SPELLINGS
from whichml.model.values.vocabulary import Dimension

SECONDS_PER_DAY: Final = 86_400
DAYS_PER_MONTH: Final = 365 / 12
"""On average, as what is paid by the month is counted."""
DAYS_PER_SHORT_MONTH: Final = 30
"""Of months that make no whole year."""
DAYS_PER_YEAR: Final = 365
MONTHS_PER_YEAR: Final = 12
_MINUTE, _HOUR, _DAY = Fraction(60), Fraction(3600), Fraction(SECONDS_PER_DAY)
UNITS: Final[Mapping[Dimension, Mapping[str, Fraction]]] = MappingProxyType({
    "duration": {
        "ns": Fraction(1, 10**9), "us": Fraction(1, 10**6), "ms": Fraction(1, 1000), "s": Fraction(1), "min": _MINUTE,
        "hour": _HOUR, "day": _DAY, "week": 7 * _DAY, "month": DAYS_PER_SHORT_MONTH * _DAY,
        "year": DAYS_PER_YEAR * _DAY,
    },
    "bytes": {
        "B": Fraction(1), "kB": Fraction(10**3), "MB": Fraction(10**6), "GB": Fraction(10**9), "TB": Fraction(10**12),
        "KiB": Fraction(2**10), "MiB": Fraction(2**20), "GiB": Fraction(2**30), "TiB": Fraction(2**40),
    },
    "energy": {
        "mJ": Fraction(1, 1000), "J": Fraction(1), "mWh": Fraction(18, 5), "kJ": Fraction(10**3), "Wh": Fraction(3600),
        "MJ": Fraction(10**6), "kWh": Fraction(3_600_000), "GJ": Fraction(10**9),
    },
    "money": dict.fromkeys(CURRENCIES, Fraction(1)),
    "rate": {"/s": Fraction(1), "/min": 1 / _MINUTE, "/hour": 1 / _HOUR, "/day": 1 / _DAY},
    "frequency": {
        "Hz": Fraction(1), "kHz": Fraction(10**3), "MHz": Fraction(10**6), "GHz": Fraction(10**9),
    },
    "rows": {"rows": Fraction(1)},
    "number": {"%": Fraction(1, 100)},
})  # fmt: skip
"""How much of the base unit each unit is, smallest first but for rates; the first that is 1 is the base unit."""
BASE_UNIT: Final[Mapping[Dimension, str]] = MappingProxyType(
    {dimension: next((unit for unit, size in units.items() if size == 1), "") for dimension, units in UNITS.items()}
)
_READABLE_UNITS: Final[Mapping[Dimension, tuple[str, ...]]] = {
    "duration": ("day", "hour", "min", "s", "ms", "us", "ns"), "bytes": ("TB", "GB", "MB", "kB", "B"),
    "energy": ("GJ", "MJ", "kJ", "J", "mJ"), "rate": ("/s", "/day"),
    "frequency": ("GHz", "MHz", "kHz", "Hz"),
}  # fmt: skip
READABLE: Final[Mapping[Dimension, tuple[tuple[str, float], ...]]] = MappingProxyType(
    {
        dimension: tuple((unit, float(UNITS[dimension][unit])) for unit in units)
        for dimension, units in _READABLE_UNITS.items()
    }
)
"""The units that people read most easily with how much of the base unit each is, largest first."""
BINARY: Final = tuple((unit, float(UNITS["bytes"][unit])) for unit in ("TiB", "GiB", "MiB", "KiB"))
"""The units of memory by powers of two, largest first."""
WRITTEN_OUT: Final = frozenset({"hour", "day"})
"""Units that are written out, and have a plural."""
OTHER_SPELLINGS: Final[Mapping[str, str]] = MappingProxyType({
    "second": "s", "seconds": "s", "sec": "s", "secs": "s", "minute": "min", "minutes": "min", "mins": "min",
    "hours": "hour", "h": "hour", "hr": "hour", "hrs": "hour", "days": "day", "d": "day", "weeks": "week", "wk": "week",
    "months": "month", "years": "year", "yr": "year", "yrs": "year", "y": "year", "row": "rows",
    "msec": "ms", "millisecond": "ms", "milliseconds": "ms", "µs": "us", "microsecond": "us", "microseconds": "us",
    "nsec": "ns", "nanosecond": "ns", "nanoseconds": "ns",
    "byte": "B", "bytes": "B",
    "KB": "kB", "kilobyte": "kB", "kilobytes": "kB", "megabyte": "MB", "megabytes": "MB", "gigabyte": "GB",
    "gigabytes": "GB", "terabyte": "TB", "terabytes": "TB", "hz": "Hz", "hertz": "Hz", "khz": "kHz",
    "KHz": "kHz", "ghz": "GHz",
    **CURRENCY_SPELLINGS,
})  # fmt: skip
SEVERAL_UNITS: Final[Mapping[str, str]] = MappingProxyType({
    "m": "min or month", "M": "month, or a unit of size such as MB", "$": "USD, CAD or another code of a currency",
    "dollars": "USD, CAD or another code of a currency", "kr": "SEK, NOK or DKK", "¥": "JPY or CNY",
})  # fmt: skip
"""What could stand for several units."""
DIMENSION_OF: Final[Mapping[str, Dimension]] = MappingProxyType(
    {unit: dimension for dimension, units in UNITS.items() for unit in units}
)
_A_KIND: Final[Mapping[Dimension, str]] = MappingProxyType({
    "duration": "a duration", "bytes": "a number of bytes", "energy": "an energy", "money": "an amount of money",
    "rate": "a rate", "frequency": "a frequency", "rows": "a number of rows", "number": "a share",
})  # fmt: skip
_FEWEST_LETTERS: Final = 3
"""So many letters a unit has at least that one misspelt may stand for."""


def units_of(dimension: Dimension) -> tuple[str, ...]:
    """Return the units that a quantity of this dimension may be written in, smallest first."""
    return tuple(UNITS[dimension])


def spellings_of(dimension: Dimension) -> Mapping[str, str]:
    """Return the unit that each spelling stands for, of the units of this dimension; each unit is a spelling too."""
    units = UNITS[dimension]
    others = {spelling: unit for spelling, unit in OTHER_SPELLINGS.items() if unit in units}
    return {**{unit: unit for unit in units}, **others}


def kind_in_words(dimension: Dimension) -> str:
    """Return what a quantity of the dimension is, as messages say it: `a duration`, `a rate`."""
    return _A_KIND[dimension]


def in_months(days: float) -> float:
    """Return how many months a number of days is, of which twelve are a year.

    Examples
    --------
    >>> in_months(60), in_months(4 * 365), in_months(365 + 90)
    (2.0, 48.0, 15.0)
    """
    years, rest = divmod(days, DAYS_PER_YEAR)
    return years * MONTHS_PER_YEAR + rest / DAYS_PER_SHORT_MONTH


def near_unit(unit: str, dimension: Dimension | None) -> str | None:
    """Return `Did you mean '...'?` with the unit that a misspelt one stands for; None where none is near.

    Between units of one or two letters each letter counts: `ps` is no `s`.
    """
    units = [each for each, found in DIMENSION_OF.items() if dimension in (None, found)]
    others = [each for each, meant in OTHER_SPELLINGS.items() if meant in units]
    if len(unit) >= _FEWEST_LETTERS:
        return did_you_mean(unit, [each for each in (*units, *others) if len(each) >= _FEWEST_LETTERS])
    known = [each for each in (*units, *others) if each.lower() == unit.lower()]
    return f"Did you mean '{known[0]}'?" if known else None


def accepted_units(dimension: Dimension | None) -> str:
    """Return which units a quantity may be written in, as the hint of a message."""
    if dimension is None:
        plain = ", ".join(unit for unit, found in DIMENSION_OF.items() if found != "money")
        return f"Units: {plain}; amounts of money take the code of their currency, such as USD."
    units = units_of(dimension)
    return f"Units: {', '.join(units)}." if len(units) > 1 else f"The unit is {units[0]}."
