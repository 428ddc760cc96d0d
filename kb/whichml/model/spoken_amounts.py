"""Counts, shares and amounts as people say them, as a brief would write them.

What can be read in one way is read; what could mean several things is refused with those. What is no number at all is
left as it is, for the brief to refuse with what its field takes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from whichml.model.currencies import CURRENCIES, CURRENCY_SPELLINGS
from whichml.model.document import Plain
from whichml.model.errors import BriefError, quoted
from whichml.model.quantity import QuantityError, parse_quantity, spellings_of, units_of
from whichml.model.spoken_numbers import (
    PARTS,
    SpokenNumber,
    decimal_text,
    has_a_number,
    later_number,
    spoken_number,
    without_hedges,
)
from whichml.model.vocabulary import Dimension

_PERIODS: Final[Mapping[str, int]] = MappingProxyType({
    "second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 7 * 86_400, "month": 30 * 86_400,
    "year": 365 * 86_400,
})  # fmt: skip
_SHORT_PERIODS: Final[Mapping[str, str]] = MappingProxyType({
    "s": "second", "sec": "second", "min": "minute", "h": "hour", "hr": "hour", "d": "day", "secondly": "second",
    "hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "annually": "year",
})  # fmt: skip
_RATE: Final = re.compile(
    r"(?:\b(?:per|an?|each|every|in an?|in one)\s+|/\s*)(second|minute|hour|day|week|month|year|sec|min|s|h|hr|d)\b"
    r"|\b(hourly|daily|weekly|monthly|yearly|annually)\b",
    re.IGNORECASE,
)
_RANGE: Final = re.compile(r"^\s*(?:-|–|—|\.\.\.?|to\b|or\b|and\b)\s*")
_THOUSANDS_OR_NOT: Final = re.compile(r"[0-9]{1,3}\.[0-9]{3}\Z")
_PARTS_OF_TEXT: Final = frozenset({
    "page", "pages", "sentence", "sentences", "paragraph", "paragraphs", "line", "lines", "character", "characters",
    "chars", "token", "tokens", "megapixel", "megapixels", "mp", "cm", "mm", "km", "metre", "metres", "meter", "meters",
    "inch", "inches", "percent", "per", "times", "fold", "files", "tables", "batches", "folders",
})  # fmt: skip
"""What counts something else than a field asks for, more often than not."""
_PERCENT: Final = re.compile(r"(?:%|per\s?cent\b)\s*(.*)\Z", re.IGNORECASE | re.DOTALL)
_PART: Final = re.compile(rf"(?:(an?|the|one|two|three|four)\s+)?({'|'.join(PARTS)})s?\b(.*)\Z", re.IGNORECASE)
_OF_A_WHOLE: Final = re.compile(
    r"\s*(?:\Z|[^\w\s-]|-\s|(?:of|are|is|were|was|have|has|had|at|in|or|and|only|missing|empty|blank|lacks?)\b)",
    re.IGNORECASE,
)
"""What may stand behind `third`, `quarter` and the like where they are parts: not `party`, as in `third party`."""
_OUT_OF: Final = re.compile(r"(?:in|of|out of|from)\s+(?:every\s+)?(.+)\Z", re.IGNORECASE)
_CODE_FIRST: Final = re.compile(rf"(€|£|US\$|{'|'.join(CURRENCIES)})\s*(.+)\Z")
_NONE_OF_IT: Final = frozenset({"none", "no", "zero", "nothing"})


def spoken_count(field: str, text: str) -> Plain:
    """Return how many a text says, a whole number; the text itself where it says none.

    Parameters
    ----------
    field : one that ends in `_per_day` or `_per_second` takes rates, and others none

    Raises
    ------
    BriefError
        Where the text is a rate and the field counts all, or could be several numbers.

    Examples
    --------
    >>> spoken_count("data.rows", "41,000 past stays"), spoken_count("project.cases_per_day", "20 a week")
    (41000, 3)
    """
    given = text.strip()
    if given.lower() in _NONE_OF_IT:
        return 0
    between = re.match(r"(?:between|from)\s+(?=.*[0-9])", given, re.IGNORECASE)
    found = spoken_number(given[between.end() :] if between is not None else given)
    if found is None:
        return _unless_unread(later_number(given), lambda later: spoken_count(field, later), text)
    number, rest = found.number, found.rest
    if _THOUSANDS_OR_NOT.search(without_hedges(given)) and not found.is_scaled:
        whole = given.rpartition(".")
        raise BriefError.about(
            f"{quoted(given)} could be {found.text} or {whole[0].strip()}{whole[2]}.", hint="Write it without a point."
        )
    rate = _RATE.search(rest)
    if rate is not None and not has_a_number(rest):
        return _at_a_rate(field, given, number, (rate[1] or rate[2]).lower())
    _refuse_a_range(field, given, found)
    if has_a_number(rest) or rest.startswith("%") or _counts_something_else(rest):
        return text
    if number.denominator != 1 and not found.is_scaled:
        return float(number)
    return math.floor(number + Fraction(1, 2))


def _at_a_rate(field: str, given: str, number: Fraction, period: str) -> int:
    own = next((each for each in _PERIODS if field.endswith(f"_per_{each}")), None)
    if own is None:
        raise BriefError.about(
            f"`{field}` asks how many in all, and {quoted(given)} says how many in a time.",
            hint="Write a number alone.",
        )
    seconds = _PERIODS[_SHORT_PERIODS.get(period, period)]
    converted = number * _PERIODS[own] / seconds
    if 0 < converted < Fraction(1, 2):
        raise BriefError.about(
            f"{quoted(given)} is less than one in a {own}, and `{field}` counts whole ones.", hint="Write 0 or 1."
        )
    return math.floor(converted + Fraction(1, 2))


def _refuse_a_range(field: str, given: str, found: SpokenNumber) -> None:
    behind = _RANGE.match(found.rest)
    if behind and spoken_number(found.rest[behind.end() :]) is not None:
        raise BriefError.about(
            f"`{field}` takes one number, and {quoted(given)} says two.", hint="Write the one to plan with."
        )


def _counts_something_else(rest: str) -> bool:
    word = re.match(r"[a-zµ]+", rest, re.IGNORECASE)
    if word is None:
        return False
    units = {each.lower() for each in (*_ALL_UNITS, *_PARTS_OF_TEXT)} - {"row", "rows"}
    return word.group().lower() in units


def spoken_share(text: str) -> Plain:
    """Return the share that a text says, as a number or with its per cent sign; the text where it says none.

    Examples
    --------
    >>> spoken_share("6 % had it"), spoken_share("one in ten"), spoken_share("two thirds"), spoken_share("0.05")
    ('6 %', 0.1, 0.6666666666666666, 0.05)
    """
    given = text.strip()
    if given.lower() in _NONE_OF_IT:
        return 0.0
    if given.endswith("%") and is_amount(given, "number"):
        return given
    part = _PART.match(without_hedges(given))
    if part is not None and not has_a_number(part[3]):
        if part[2].lower() != "half" and _OF_A_WHOLE.match(part[3]) is None:
            return text
        times = {"two": 2, "three": 3, "four": 4}.get((part[1] or "").lower(), 1)
        return float(times * PARTS[part[2].lower()])
    found = spoken_number(given)
    if found is None:
        return _unless_unread(later_number(given), spoken_share, text)
    percent = _PERCENT.match(found.rest)
    if percent is not None:
        return text if has_a_number(percent[1]) else f"{found.text} %"
    out_of = _OUT_OF.match(found.rest)
    whole = spoken_number(out_of[1]) if out_of is not None else None
    if whole is not None and whole.number and not has_a_number(whole.rest):
        return float(found.number / whole.number)
    return text if has_a_number(found.rest) else float(found.number)


def spoken_amount(text: str, dimension: Dimension) -> str:
    """Return the amount that a text says, with its unit, as it was typed; the text itself where it says none.

    Examples
    --------
    >>> spoken_amount("24 GB on the GPU", "bytes"), spoken_amount("within 150 ms", "duration")
    ('24 GB', '150 ms')
    >>> spoken_amount("€5 per case", "money"), spoken_amount("two weeks", "duration")
    ('5 EUR', '2 weeks')
    """
    given = text.strip()
    if is_amount(given, dimension):
        return given
    left = without_hedges(given)
    code = _CODE_FIRST.match(left) if dimension == "money" else None
    if code is not None:
        number = spoken_number(code[2])
        is_clear = number is not None and not has_a_number(number.rest)
        return f"{number.text} {CURRENCY_SPELLINGS.get(code[1], code[1])}" if number and is_clear else text
    one = re.match(r"(half\s+)?an?\s+(?=[a-z])", left, re.IGNORECASE)
    found = spoken_number(left, with_letters=dimension == "money")
    if found is None and one is not None:
        found = SpokenNumber(Fraction(1, 2) if one[1] else Fraction(1), left[one.end() :])
    if found is None:
        return str(_unless_unread(later_number(left), lambda later: spoken_amount(later, dimension), text))
    if dimension == "frequency" and re.fullmatch(r"(?:times\s+)?(?:an?|per|each)\s+second|/\s*s", found.rest):
        return f"{found.text} Hz"
    unit, rest = _unit_at_start(found.rest, dimension)
    if not unit or has_a_number(rest):
        return text
    amount = f"{decimal_text(found.number)} {unit}"
    return amount if is_amount(amount, dimension) else text


def _unless_unread(later: str | None, read: Callable[[str], Plain], text: str) -> Plain:
    """Return what is read from the later part of an answer; the whole answer where there is none or it is not read."""
    if later is None:
        return text
    found = read(later)
    return text if found == later and not _is_in_units(later) else found


def _is_in_units(text: str) -> bool:
    return any(is_amount(text, each) for each in ("duration", "bytes", "money", "frequency", "number"))


def is_amount(text: str, dimension: Dimension) -> bool:
    """Return whether a text is an amount with a unit of a dimension, as briefs write it."""
    try:
        parse_quantity(text, dimension)
    except QuantityError:
        return False
    return True


def _unit_at_start(text: str, dimension: Dimension) -> tuple[str, str]:
    """Return the unit that a text begins with and what stands behind it; no unit where several fit or none does."""
    word = re.match(r"[^\s0-9,;:()]+", text.strip())
    if word is None:
        return "", text
    written, rest = word.group().rstrip("."), text.strip()[word.end() :]
    spellings = spellings_of(dimension)
    if written in spellings:
        return written, rest
    fitting = {meant for spelling, meant in spellings.items() if spelling.lower() == written.lower()}
    return (fitting.pop() if len(fitting) == 1 else ""), rest


_ALL_UNITS: Final = tuple(
    spelling
    for dimension in ("duration", "bytes", "energy", "money", "frequency")
    for spelling in (*units_of(dimension), *spellings_of(dimension))
)
