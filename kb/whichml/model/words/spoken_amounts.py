"""Shares and amounts as people say them, as a brief would write them.

What can be read in one way is read; what could mean several things is refused with those. What is no number at all is
left as it is, for the brief to refuse with what its field takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from whichml.model.documents.document import Plain
from whichml.model.documents.errors import BriefError, quoted
from whichml.model.documents.expressions import expression
from whichml.model.values.currencies import CURRENCIES, CURRENCY_SPELLINGS
from whichml.model.values.quantity import quantity_or_none
from whichml.model.values.units import spellings_of, units_of
from whichml.model.values.vocabulary import Dimension
from whichml.model.words.spoken_numbers import (
    PARTS,
    SpokenNumber,
    decimal_text,
    has_a_number,
    later_number,
    spoken_number,
    without_hedges,
)
from whichml.model.words.spoken_periods import SECONDS_OF, Period, in_a_period

_PARTS_OF_TEXT: Final = frozenset({
    "page", "pages", "sentence", "sentences", "paragraph", "paragraphs", "line", "lines", "character", "characters",
    "chars", "token", "tokens", "megapixel", "megapixels", "mp", "cm", "mm", "km", "metre", "metres", "meter", "meters",
    "inch", "inches", "percent", "per", "times", "fold", "files", "tables", "batches", "folders",
})  # fmt: skip
"""What counts something else than a field asks for, more often than not."""
_AHEAD: Final = expression(
    r"(?:(?:for|until|by|only|just|the)\s+)*(?:(?:next|following|coming)\s+(hour|day|week|month|year)\b"
    r"|(hour|day|week|month|year)[\s-]+ahead\b|tomorrow\b)",
    re.IGNORECASE,
)
"""A time that is one of its kind, without a number."""
_CODES: Final = "|".join((*CURRENCIES, *(re.escape(each) for each in CURRENCY_SPELLINGS if each.isalpha())))
_HUNDREDTHS: Final = expression(
    rf"(?:(?P<of>us|{_CODES})[\s-]+)?(?P<coin>cents?|ct|pence|penny)\b\.?(?:\s*\(?\s*(?P<in>{_CODES})\b\)?)?",
    re.IGNORECASE,
)
_PERCENT: Final = expression(r"(?:%|per\s?cent\b|pct\b\.?)\s*(.*)\Z", re.IGNORECASE | re.DOTALL)
_PART: Final = expression(rf"(?:(an?|the|one|two|three|four)\s+)?({'|'.join(PARTS)})s?\b(.*)\Z", re.IGNORECASE)
_OF_A_WHOLE: Final = expression(
    r"\s*(?:\Z|[^\w\s-]|-\s|(?:of|are|is|were|was|have|has|had|at|in|or|and|only|missing|empty|blank|lacks?)\b)",
    re.IGNORECASE,
)
"""What may stand behind `third`, `quarter` and the like where they are parts: not `party`, as in `third party`."""
_PER_CENT: Final = expression(r"\s*(?:of\s+)?an?\s+(?:%|per\s?cent\b)", re.IGNORECASE)
"""What stands behind a part of one per cent, such as half a per cent."""
_OUT_OF: Final = expression(r"(?:in|of|out of|from|per)\s+(?:every\s+)?(.+)\Z", re.IGNORECASE)
_CODE_FIRST: Final = expression(rf"(€|£|US\$|{'|'.join(CURRENCIES)})\s*(.+)\Z")
NONE_OF_IT: Final = frozenset({"none", "no", "zero", "nothing"})


def begins_with_a_unit(rest: str) -> bool:
    """Return whether what stands behind a number begins with a unit, or counts parts of a text, a time or a share."""
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
    if given.lower() in NONE_OF_IT:
        return 0.0
    if given.endswith("%") and is_amount(given, "number"):
        return given
    part = _PART.match(without_hedges(given))
    if part is not None and not has_a_number(part[3]):
        if part[2].lower() != "half" and _OF_A_WHOLE.match(part[3]) is None:
            return text
        share = {"two": 2, "three": 3, "four": 4}.get((part[1] or "").lower(), 1) * PARTS[part[2].lower()]
        if _PER_CENT.match(part[3]) is not None:
            return float(share / 100)
        _refuse_another_unit(
            given, re.sub(r"^(?:an?|of an?)\s+", "", part[3].strip()), f"{part[1] or ''} {part[2]}".strip()
        )
        return float(share)
    found = spoken_number(given)
    if found is None:
        return unless_unread(later_number(given), spoken_share, text)
    percent = _PERCENT.match(found.rest)
    if percent is not None:
        return text if has_a_number(percent[1]) else f"{found.text} %"
    out_of = _OUT_OF.match(found.rest)
    whole = spoken_number(out_of[1]) if out_of is not None else None
    if whole is not None and whole.number and not has_a_number(whole.rest):
        return float(found.number / whole.number)
    _refuse_another_unit(given, found.rest, found.text)
    return text if has_a_number(found.rest) else float(found.number)


def _refuse_another_unit(given: str, rest: str, read: str) -> None:
    if begins_with_a_unit(rest) or in_a_period(rest) is not None:
        raise BriefError.about(
            f"{quoted(given)} says {read}, and {quoted(rest)} is no part of a whole.",
            hint="Write a share, such as 5 %, 0.05 or `one in twenty`.",
        )


def spoken_amount(text: str, dimension: Dimension, period: Period | None = None) -> str:
    """Return the amount that a text says, with its unit, as it was typed; the text itself where it says none.

    Parameters
    ----------
    period : the time for which the amount is asked, so that one for another time is converted

    Raises
    ------
    BriefError
        Where the amount is for a time and that is not asked, or is in hundredths of no known currency.

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
    ahead = _AHEAD.match(left) if dimension == "duration" else None
    if ahead is not None and not has_a_number(left[ahead.end() :]):
        return f"1 {next((each for each in ahead.groups() if each), 'day').lower()}"
    code = _CODE_FIRST.match(left) if dimension == "money" else None
    if code is not None:
        number = spoken_number(code[2])
        currency = CURRENCY_SPELLINGS.get(code[1], code[1])
        return _unless_more(text, number, number.rest, currency, period) if number is not None else text
    one = re.match(r"(half\s+)?an?\s+(?=[a-z])", left, re.IGNORECASE)
    found = spoken_number(left, with_letters=dimension == "money")
    if found is None and one is not None:
        found = SpokenNumber(Fraction(1, 2) if one[1] else Fraction(1), left[one.end() :])
    if found is None:
        return str(unless_unread(later_number(left), lambda later: spoken_amount(later, dimension), text))
    if dimension == "frequency" and re.fullmatch(r"(?:times\s+)?(?:an?|per|each)\s+second|/\s*s", found.rest):
        return f"{found.text} Hz"
    if dimension == "money" and (hundredths := _HUNDREDTHS.match(found.rest)) is not None:
        whole = found._replace(number=found.number / 100)
        return _unless_more(text, whole, found.rest[hundredths.end() :], _currency_of(given, whole, hundredths), period)
    unit, rest = _unit_at_start(found.rest, dimension)
    amount = _unless_more(text, found, rest, unit, period) if unit else text
    return amount if is_amount(amount, dimension) else text


def _unless_more(text: str, found: SpokenNumber, rest: str, unit: str, period: Period | None) -> str:
    """Return a number with its unit, for the time that is asked; the text itself where another number follows."""
    if has_a_number(rest):
        return text
    times = _times(text.strip(), period, in_a_period(rest), found.text, unit)
    return f"{decimal_text(found.number * times)} {unit}"


def _times(given: str, period: Period | None, said: Period | None, number: str, unit: str) -> Fraction:
    """Return by what an amount for a time is multiplied, to be that for the time which is asked.

    Raises
    ------
    BriefError
        Where an amount in all is asked for.
    """
    if said is None or said == period:
        return Fraction(1)
    if period is None and unit in spellings_of("duration"):
        raise BriefError.about(
            f"{quoted(given)} says {number} {unit} and how often, and one amount of time is asked for.",
            hint="Write the one that is asked for alone, such as `30 days`.",
        )
    if period is None:
        raise BriefError.about(
            f"{quoted(given)} says {number} {unit} in a {said}, and an amount in all is asked for.",
            hint=f"Write the amount alone, such as `{number} {unit}`.",
        )
    return Fraction(SECONDS_OF[period], SECONDS_OF[said])


def _currency_of(given: str, whole: SpokenNumber, hundredths: re.Match[str]) -> str:
    """Return the currency of cents and pence.

    Raises
    ------
    BriefError
        Where it is not said of which currency.
    """
    named = {CURRENCY_SPELLINGS.get(each.lower(), each.upper()) for each in hundredths.group("of", "in") if each}
    named = {"USD" if each == "US" else each for each in named}
    if hundredths["coin"].lower() in ("pence", "penny"):
        named = {"GBP"}
    if len(named) != 1:
        raise BriefError.about(
            f"{quoted(given)} says {whole.text} of a currency, and not of which.",
            hint=f"Write {whole.text} EUR or {whole.text} USD.",
        )
    return named.pop()


def unless_unread(later: str | None, read: Callable[[str], Plain], text: str) -> Plain:
    """Return what is read from the later part of an answer; the whole answer where there is none or it is not read."""
    if later is None:
        return text
    found = read(later)
    return text if found == later and not _is_in_units(later) else found


def _is_in_units(text: str) -> bool:
    return any(is_amount(text, each) for each in ("duration", "bytes", "money", "frequency", "number"))


def is_amount(text: str, dimension: Dimension) -> bool:
    """Return whether a text is an amount with a unit of a dimension, as briefs write it."""
    return quantity_or_none(text, dimension) is not None


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
