"""Counts as people say them, as a brief would write them: `about 90`, `20 a week`, `64 shops times 120 articles`.

A number is taken where all that stands beside it is understood. What is not, such as a unit or how often, is named in
the refusal, so that no number gets into a field that it was not meant for.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import Final

from whichml.model.documents.document import Plain
from whichml.model.documents.errors import BriefError, quoted
from whichml.model.documents.expressions import expression
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.format.field_help import example_of
from whichml.model.words.names_in_sentences import in_sentence
from whichml.model.words.spoken_amounts import NONE_OF_IT, begins_with_a_unit, unless_unread
from whichml.model.words.spoken_numbers import (
    LONGEST,
    OTHER_SCALES,
    SpokenNumber,
    has_a_number,
    later_number,
    spoken_number,
    without_hedges,
)
from whichml.model.words.spoken_periods import PERIODS, SECONDS_OF, Period, in_a_period, period_of

_RANGE: Final = expression(r"^\s*(?:-|–|—|\.\.\.?|to\b|or\b|and\b)\s*")
_THOUSANDS_OR_NOT: Final = expression(r"[0-9]{1,3}\.[0-9]{3}\Z")
_OFTEN: Final = expression(r"(once|twice|thrice)\s+(?=(?:an?|per|each|every|in)\b|/)", re.IGNORECASE)
_IN_SEVERAL: Final = expression(
    r"(?:[a-z]+\s+)?(?:in|every|per|each)\s+(.+?)\s+(second|minute|hour|day|week|month|year)s\b\W*\Z", re.IGNORECASE
)
"""What says that a number is counted in several days, or another time."""
_TIMES: Final = {"once": "1", "twice": "2", "thrice": "3"}
_TIMES_SIGN: Final = expression(
    r"\s*(?:\btimes(?!\s+(?:an?|per|each|every|in)\b)|[×*]|\bmultiplied by\b|(?<=[0-9])x(?=[0-9])|\bx\b)\s*",
    re.IGNORECASE,
)
_OF_A_SHARE: Final = expression(r"%|per\s?cent\b", re.IGNORECASE)
_SIDES: Final = frozenset({"data.image_side"})
"""Fields for which two numbers with a cross between them are the sides of a picture."""
_MEASURED: Final = frozenset({"data.text_length", "data.image_side", "data.languages"})
"""Counts of what a field says itself, and not of things of the project that have any name."""
_BESIDE: Final = frozenset(re.findall(
    r"[a-z]+",
    "or so more less thereabouts in all total altogether overall at most least best present the moment far by now "
    "today currently on average usually normally typically an a of them it those these we our us have has are is there "
    "i think guess maybe perhaps probably roughly about approximately around please only just long each one together "
    "normal typical day median mean avg typ",
))  # fmt: skip
"""Words beside a number that leave it what it is."""
_OTHER_SENSE: Final = frozenset(re.findall(
    r"[a-z]+",
    "once twice thrice times fold per never not no without but if unless until except half percent daily weekly "
    "monthly yearly hourly cents cent sometimes often rarely",
))  # fmt: skip
"""Words beside a number of things that make it another, or say that it counts something else."""
_ALL: Final = expression(
    r"(?:(?:just|simply|basically|yes|of course)\W+)*"
    r"(?:all|each|each one|every one|every single one|everything|the lot)"
    r"(?:\s+(?:of\s+)?(?:them|these|those|it|(?:the\s+|our\s+)?(?:rows|columns|cases|records|examples|entries|data)))?"
    r"(?:\s+(?:are|is|have|has)\b(?:\s+(?:it|one|a label|labels|labelled|known))?)?\W*",
    re.IGNORECASE,
)
_SAME: Final = {
    "deployment.requests_per_day": frozenset({"calls", "queries", "answers", "inferences", "forecasts"}),
    "deployment.peak_requests_per_second": frozenset({"calls", "queries", "answers", "inferences"}),
    "data.image_side": frozenset({"px", "pixel"}),
}
"""What else what a field counts is called."""

_CASES_OF_PEOPLE: Final = "project.cases_per_day"
"""What people can look at is told in parts of a case only where that is less than one a day."""


def says_all(text: str) -> bool:
    """Return whether an answer to `how many?` says that all of those are meant that were counted elsewhere.

    Examples
    --------
    >>> says_all("all of them"), says_all("all rows"), says_all("all but twenty"), says_all("not all")
    (True, True, False, False)
    """
    return len(text) <= LONGEST and _ALL.fullmatch(text.strip()) is not None


def spoken_count(field: str, text: str) -> Plain:
    """Return how many a text says, a whole number; the text itself where it says none.

    Parameters
    ----------
    field : one that ends in `_per_day` or `_per_second` takes rates, and others none

    Raises
    ------
    BriefError
        Where the text is a rate and the field counts all, could be several numbers, or has words beside the number
        that the field does not know.

    Examples
    --------
    >>> spoken_count("data.rows", "41,000 past stays"), spoken_count("project.cases_per_day", "20 a week")
    (41000, 3)
    >>> spoken_count("data.series", "64 shops times 120 articles"), spoken_count("project.cases_per_day", "0.2 a day")
    (7680, 0.2)
    """
    if len(text.strip()) > LONGEST:
        return text
    given = _OFTEN.sub(lambda found: f"{_TIMES[found[1].lower()]} ", text.strip(), count=1)
    if given.lower() in NONE_OF_IT:
        return 0
    product = _product(field, given)
    if product is not None:
        return product
    between = re.match(r"(?:between|from)\s+(?=.*[0-9])", given, re.IGNORECASE)
    found = spoken_number(given[between.end() :] if between is not None else given)
    if found is None:
        return unless_unread(later_number(given), lambda later: spoken_count(field, later), text)
    found = _said_once(found)
    number, rest = found.number, found.rest
    if _THOUSANDS_OR_NOT.search(without_hedges(given)) and not found.is_scaled:
        whole = given.rpartition(".")
        raise BriefError.about(
            f"{quoted(given)} could be {found.text} or {whole[0].strip()}{whole[2]}.", hint="Write it without a point."
        )
    several = _IN_SEVERAL.match(rest) if period_of(field) is not None else None
    n_periods = spoken_number(several[1]) if several is not None else None
    if several is not None and n_periods is not None and n_periods.number and not n_periods.rest:
        return _at_a_rate(field, given, number / n_periods.number, PERIODS[several[2].lower()])
    period = in_a_period(rest)
    if period is not None and not has_a_number(rest):
        return _at_a_rate(field, given, number, period)
    _refuse_a_range(field, given, found)
    if re.match(r"[.,]?[^\W_A-Za-z]", rest):  # `5k5`, `1,5`: the number goes on, and is none
        return text
    _refuse_unknown_words(field, given, found)
    if number.denominator != 1 and not found.is_scaled:
        return float(number)
    return math.floor(number + Fraction(1, 2))


def _said_once(found: SpokenNumber) -> SpokenNumber:
    """Return a number without its repetition in other words behind a comma: `fourteen thousand, a bit over 14k`."""
    behind = re.match(r"\s*[,;(–—]\s*(.+)\Z", found.rest, re.DOTALL)
    again = spoken_number(behind[1]) if behind is not None else None
    return found._replace(rest=again.rest) if again is not None and again.number == found.number else found


def _product(field: str, given: str) -> int | float | None:
    """Return what several numbers with `times` between them are together; None where the text says no such thing."""
    parts = _TIMES_SIGN.split(given)
    found = [spoken_number(part) for part in parts]
    numbers = [each for each in found if each is not None]
    if len(parts) < 2 or len(numbers) < len(parts):
        return None
    if any(has_a_number(each.rest) or _OF_A_SHARE.match(each.rest) for each in numbers):
        return None
    if field in _SIDES:
        return math.floor(max(each.number for each in numbers))
    product = math.prod((each.number for each in numbers), start=Fraction(1))
    periods = [period for each in numbers if (period := in_a_period(each.rest)) is not None]
    if periods:
        return _at_a_rate(field, given, product, periods[0]) if len(periods) == 1 else None
    return math.floor(product + Fraction(1, 2))


def _at_a_rate(field: str, given: str, number: Fraction, period: Period) -> int | float:
    own = period_of(field)
    if own is None:
        raise BriefError.about(
            f"`{field}` asks how many in all, and {quoted(given)} says how many in a time.",
            hint="Write a number alone.",
        )
    converted = number * SECONDS_OF[own] / SECONDS_OF[period]
    is_told_in_parts = converted < 1 or field != _CASES_OF_PEOPLE
    if BRIEF_FIELDS[field].fractional and converted.denominator != 1 and is_told_in_parts:
        return float(converted)
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


def _refuse_unknown_words(field: str, given: str, found: SpokenNumber) -> None:
    """Refuse a number with words beside it that the field does not know, and say what was read and what is missing."""
    own, counted = period_of(field), in_sentence(BRIEF_FIELDS[field].meaning.partition(";")[0].rstrip("."))
    if has_a_number(found.rest):
        raise BriefError.about(
            f"{quoted(given)} says more than one number.", hint=f"Write the number of {counted} alone."
        )
    unknown = _unknown_words(field, found.rest)
    if not unknown:
        return
    read = f"{quoted(given)} says {int(found.number):,}" if found.number.denominator == 1 else quoted(given)
    if own is not None:
        raise BriefError.about(
            f"{read}, and {quoted(unknown)} does not say that it counts {counted}.",
            hint=f"Write `{found.text} a {own}` where it does, or for another time, such as `{found.text} a week`.",
        )
    raise BriefError.about(
        f"{read}, and {quoted(unknown)} does not go with {counted}.",
        hint=f"Write the number alone, such as {example_of(field)}.",
    )


def _unknown_words(field: str, rest: str) -> str:
    """Return what stands behind a number and is not understood; empty where all is."""
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", rest.lower().replace("n't", " not"))
    if rest.startswith("%") or begins_with_a_unit(rest) or (words and words[0] in OTHER_SCALES):
        return rest
    if re.match(r"(?:or|more or)\s+(?:so|more|less|thereabouts)\b", rest, re.IGNORECASE):
        words = words[2:]
    if period_of(field) is None and field not in _MEASURED:
        return rest if any(word in _OTHER_SENSE for word in words) else ""
    known = {*_BESIDE, *_SAME.get(field, ())}
    for word in re.findall(r"[a-z]+", f"{BRIEF_FIELDS[field].meaning} {field.rpartition('.')[2]}".lower()):
        known |= {word, f"{word}s", word.removesuffix("s")}
    return " ".join(word for word in words if word not in known)
