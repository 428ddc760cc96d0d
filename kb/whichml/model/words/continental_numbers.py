"""Numbers with a decimal comma and points between thousands, as most of Europe writes them, with a decimal point.

`2,5 %`, `1.200.000` and `1.000,50 EUR` have one reading. `2.500` has two, which lie a thousand apart: nothing here
chooses between them.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from whichml.model.documents.expressions import expression
from whichml.model.values.currencies import CURRENCIES, CURRENCY_SPELLINGS
from whichml.model.values.units import spellings_of
from whichml.model.values.vocabulary import Dimension
from whichml.model.words.spoken_numbers import SCALE_WORDS

_MEASURED: Final[tuple[Dimension, ...]] = ("duration", "bytes", "energy", "frequency")
_CURRENCIES: Final = "|".join(sorted(map(re.escape, (*CURRENCIES, *CURRENCY_SPELLINGS, "$")), key=len, reverse=True))
_SCALES: Final = "|".join(sorted(SCALE_WORDS, key=len, reverse=True))
_UNITS: Final = "|".join(
    sorted((re.escape(each) for one in _MEASURED for each in spellings_of(one)), key=len, reverse=True)
)
_BEFORE: Final = r"(?<![\w.,:/'’])"
_GROUPED: Final = expression(
    rf"{_BEFORE}[1-9][0-9]{{0,2}}(?:(?:\.[0-9]{{3}})+,[0-9]+|(?:\.[0-9]{{3}}){{2,3}})(?![.,]?[0-9])"
)
"""Points between thousands, of which there are several or a comma follows."""
_COMMA: Final = r"[0-9]{1,7},(?:[0-9]{1,2}|[0-9]{4,9}|(?<=\b0,)[0-9]{3})(?![.,]?[0-9])"
"""A comma that parts no thousands."""
_DECIMAL: Final = expression(
    rf"{_BEFORE}{_COMMA}(?=\s?(?:%|‰|per\s?cent\b|pct\b|/\s?(?:s|min|h|hour|day)\b|(?:{_CURRENCIES})(?!\w)|"
    rf"(?:{_UNITS}|[kKM])(?!\w)|(?i:{_SCALES})(?!\w)|[-–]\s?[0-9]+,[0-9]))"
    rf"|(?:(?<=[<>≤≥=~€$£])|(?<=[<>≤≥=~€$£] )){_COMMA}"
)
_NUMBER_ALONE: Final = expression(rf"\s*[-+~≈<>]?\s*{_COMMA}\s*")
_DOTTED: Final = r"[1-9][0-9]{0,2}\.[0-9]{3}"
_POINT: Final = expression(rf"{_BEFORE}(?P<number>{_DOTTED})(?![0-9]|[.,][0-9])(?P<rest>.*)", re.DOTALL)
_MONEY_BEHIND: Final = expression(rf"\s?(?:{_CURRENCIES})(?!\w)")
_MONEY_BEFORE: Final = expression(rf"(?:{_CURRENCIES})\s?\Z")
_MEASURE_BEHIND: Final = expression(
    rf"\s?(?:%|‰|per\s?cent\b|pct\b|/|(?:{_UNITS}|[kKM])(?!\w)|(?i:{_SCALES})(?!\w)|[+*×^-])"
)
_UNIT_BEHIND: Final = expression(
    r"\s?(" + "|".join(
        sorted((re.escape(each) for one in _MEASURED[:3] for each in spellings_of(one)), key=len, reverse=True)
    ) + r")(?!\w)"
)  # fmt: skip
_THING_BEHIND: Final = expression(
    r"\s+(?!(?:on|of|in|at|to|for|by|per|from|with|and|or|is|was|as|than|but|now|which)\b)[^\W\d_]{3,}"
)
_NUMBER_AT_START: Final = expression(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_NEAR: Final = 24
"""Letters behind a number that say what it counts."""
_BASE: Final = frozenset({"s", "B", "J"})


class TwoReadings(NamedTuple):
    """A number with one point before three digits, in a text.

    Attributes
    ----------
    written : as it stands, such as `2.500`
    whole : with the point between thousands: `2500`
    decimal : with a decimal point: `2.5`
    is_money : whether a currency stands beside it
    is_measured : whether a unit, a sign or a scale does, with which a decimal point is usual
    unit : of a time, of memory or of energy, unless it is the one of normal forms
    rest : what stands behind
    """

    written: str
    whole: str
    decimal: str
    is_money: bool
    is_measured: bool
    unit: str
    rest: str


def two_readings(text: str) -> TwoReadings | None:
    """Return the first number of a text whose point may part thousands or begin decimals; None where it has none.

    Examples
    --------
    >>> found = two_readings("about 2.500 EUR")
    >>> found.whole, found.decimal, found.is_money
    ('2500', '2.5', True)
    >>> two_readings("1.500 ms").is_measured, two_readings("0.125"), two_readings("1.234.567")
    (True, None, None)
    """
    found = _POINT.search(text)
    if found is None:
        return None
    written, rest = found["number"], found["rest"]
    is_money = _MONEY_BEHIND.match(rest) is not None or _MONEY_BEFORE.search(text[: found.start()]) is not None
    is_measured = not is_money and _MEASURE_BEHIND.match(rest) is not None
    unit = _UNIT_BEHIND.match(rest)
    return TwoReadings(
        written, written.replace(".", ""), f"{float(written):g}", is_money, is_measured,
        unit[1] if unit is not None and unit[1] not in _BASE else "", rest,
    )  # fmt: skip


def with_decimal_points(text: str) -> str:
    """Return a text whose numbers have decimal points and nothing between thousands, as far as they have one reading.

    A comma between digits is decimal beside a unit, a scale or a comparison; else it may list two numbers.

    Examples
    --------
    >>> with_decimal_points("1.000,50 EUR"), with_decimal_points("2,5 %"), with_decimal_points("1,2 Mio.")
    ('1000.50 EUR', '2.5 %', '1.2 Mio.')
    >>> with_decimal_points("85,000 rows"), with_decimal_points("labels 0,1"), with_decimal_points("2.500 EUR")
    ('85,000 rows', 'labels 0,1', '2.500 EUR')
    """
    if "," not in text and text.count(".") < 2:
        return text
    return _DECIMAL.sub(_pointed, _GROUPED.sub(_ungrouped, text))


def number_said(text: str, number: str) -> str:
    """Return the number that a text begins with, in plain digits, where that has one reading there.

    One point before three digits parts thousands where a thing stands behind that is counted.

    Examples
    --------
    >>> number_said("1.200 emails a day", "1.200"), number_said("1.200 GHz", "1.200"), number_said("2,5 %", "2,5")
    ('1200', '1.200', '2.5')
    """
    if "." not in number and "," not in number:
        return number
    near = text[: len(number) + _NEAR]
    several = two_readings(near) if near.startswith(number) and _POINT.match(near) is not None else None
    if several is not None and several.written == number:
        is_thing = not several.is_measured and not several.is_money and _THING_BEHIND.match(several.rest) is not None
        return several.whole if is_thing else number
    found = _NUMBER_AT_START.match(with_decimal_points(near))
    return found.group() if found is not None else number


def number_with_point(text: str) -> str:
    """Return a text that is a number with a decimal comma alone, where one number is asked for, with a point.

    Examples
    --------
    >>> number_with_point("0,125"), number_with_point("2,5"), number_with_point("1,200")
    ('0.125', '2.5', '1,200')
    """
    return text.replace(",", ".") if _NUMBER_ALONE.fullmatch(text) else text


def _ungrouped(found: re.Match[str]) -> str:
    return found.group().replace(".", "").replace(",", ".")


def _pointed(found: re.Match[str]) -> str:
    return found.group().replace(",", ".")
