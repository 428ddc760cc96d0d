"""Numbers in texts of a shape of their own: `18 % are too low`, `4 winters`, `350 words median, up to 4000`."""

from __future__ import annotations

import re
from typing import Final

from whichml.model.documents.document import Plain
from whichml.model.documents.expressions import expression
from whichml.model.documents.plain_numbers import is_number, is_whole
from whichml.model.entries.written_values import as_the_format_writes
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.words.spoken_numbers import has_a_number

_SHARE_THAT_IS: Final = expression(
    r"(?:(?:about|around|some|roughly|ca\.?)\s+|[~≈]\s?)?(?P<n>[0-9]{1,2}(?:\.[0-9]+)?)\s?(?:%|per ?cent|pct)\s+"
    r"(?:are|is|were|was|have|has|just|only|lack)\b(?P<rest>.*)\Z", re.IGNORECASE | re.DOTALL,
)  # fmt: skip
_ANOTHER: Final = expression(r"%|\b(?:per ?cent|pct|up to|really|actually|once|later|half|third|rest)\b", re.IGNORECASE)
"""What may name the share that was meant."""
_HOW_OFTEN: Final = expression(
    r"((?:about |around |some |ca\.? )?[0-9]+(?:\.[0-9]+)?\s?(?:days?|weeks?|months?|years?|yrs?))\s+(?:of\s+)?"
    r"(?:hourly|daily|weekly|monthly|quarterly|half-hourly)\b(?!.*[0-9])", re.IGNORECASE,
)  # fmt: skip
"""A length of time with how often something was recorded in it."""
_A_YEAR_EACH: Final = expression(
    r"((?:about |around |some |ca\.? |~ ?)?[0-9]{1,2})\s+"
    r"(?:(?:heating|growing|harvest|crop|ski|flu|fire|whole|full)\s+)?"
    r"(?:winters|summers|springs|autumns|harvests|vintages|seasons)"
    r"(?:\s*[,;(-][^0-9]*)?", re.IGNORECASE,
)  # fmt: skip
"""What comes once in a year."""
_MIDDLE: Final = r"(?:median|average|avg\.?|mean|on average|typically|usually|typical)"
_N: Final = r"[0-9][0-9,.]*\s?k?"
_WITH_THE_MOST: Final = expression(
    rf"(?P<typical>{_N}\s*[a-z]*\s+{_MIDDLE}|{_MIDDLE}\s+{_N}\s*[a-z]*)\s*[,;(]\s*"
    rf"(?:but |some |and )*(?:up to|max(?:imum)?\.?|at most|longest|p9[059]:?)\s+{_N}\s*[a-z]*\)?", re.IGNORECASE,
)  # fmt: skip
"""What is typical, and behind it the most that occurs."""
_OF_A_WHOLE: Final = expression(
    r"(?P<n>[0-9][0-9, ]*k?)\s+(?:inspected|tested|checked|examined|visited|surveyed|sampled|measured|observed|audited|"
    r"reviewed|assessed|screened|interviewed|investigated)\s*(?:\(|,\s*)(?:out )?of (?:about |all |some |our |~ ?)?"
    r"(?P<all>[0-9][0-9, ]*[kKmM]?)\s*[^\W\d][^\d]*", re.IGNORECASE,
)  # fmt: skip
"""Cases that were looked at, and of how many."""
_IN_A_LONGER_TIME: Final = expression(
    rf"(?P<rate>{_N}\s+(?:[a-z-]+\s+){{0,2}}(?:an?|per|each|every)\s+(?:week|month|year))\s*"
    rf"(?:,?\s*(?:out )?of {_N}(?:\s+[a-z-]+){{0,2}}"
    rf"|[,;(]\s*{_N}\s+(?!in |at |on |of |by |for |from |max|when |during |later)"
    r"(?:[a-z-]+\s+)?(?P<noun>[a-z-]{3,}s)\)?)",
    re.IGNORECASE,
)
"""How many in a week, a month or a year, and of how many, or by whom."""
_NAMED: Final = expression(r"[^\W\d_][^\d(]*?[\s:(]+([0-9][0-9.]*\s?[kKmM]?)\)?")


def number_by_its_shape(field: str, text: str) -> tuple[Plain, str] | None:
    """Return the number that a text of a shape of its own gives a field, and why it is that one; None for others.

    Examples
    --------
    >>> number_by_its_shape("data.censored_share", "18 % are just above 100 mg/L")
    ('18 %', '')
    >>> number_by_its_shape("data.history", "4 years daily")
    ('4 years', '')
    >>> number_by_its_shape("data.categorical_cardinality", "postcode (410k), sender (38k), depot")
    (410000, ', the largest that is named')
    >>> number_by_its_shape("data.text_length", "350 words median, up to 4000")
    (350, ', what is typical')
    >>> number_by_its_shape("data.rows", "21,000 inspected (of 260 000 workplaces)")
    (21000, '')
    >>> number_by_its_shape("project.cases_per_day", "240 visits a month, 12 offices")
    (8, ', of all days alike')
    >>> number_by_its_shape("data.missing_share", "18 % are gone, later 30 %")
    """
    share = _SHARE_THAT_IS.match(text) if BRIEF_FIELDS[field].kind == "fraction" else None
    if share is not None and _ANOTHER.search(share["rest"]) is None:
        return f"{share['n']} %", ""
    if field == "data.history":
        often, years = _HOW_OFTEN.match(text), _A_YEAR_EACH.fullmatch(text)
        if years is not None:
            return f"{years[1]} years", ""
        return (often[1], "") if often is not None else None
    if field == "data.text_length" and (typical := _WITH_THE_MOST.fullmatch(text)) is not None:
        return _written(field, typical["typical"], ", what is typical")
    if field == "data.rows" and (part := _OF_A_WHOLE.fullmatch(text)) is not None:
        n, of_all = (as_the_format_writes(field, each.replace(" ", "")) for each in (part["n"], part["all"]))
        return (n, "") if isinstance(n, int) and isinstance(of_all, int) and n < of_all else None
    if field == "project.cases_per_day" and (rate := _IN_A_LONGER_TIME.fullmatch(text)) is not None:
        is_said_again = rate["noun"] is not None and rate["noun"].lower() in rate["rate"].lower()
        return None if is_said_again else _written(field, rate["rate"], ", of all days alike")
    return _largest(text) if field == "data.categorical_cardinality" else None


def _written(field: str, text: str, reason: str) -> tuple[Plain, str] | None:
    value = as_the_format_writes(field, text)
    if is_whole(value):
        return value, reason
    return (float(value), reason) if BRIEF_FIELDS[field].fractional and is_number(value) else None


def _largest(text: str) -> tuple[Plain, str] | None:
    """Return the largest of the counts that a text gives of columns by their names, each at most one."""
    parts = re.split(r"\s*[,;]\s*", re.sub(r"(?<=[0-9]),(?=[0-9]{3}\b)", "", text))
    named = [found for each in parts if (found := _NAMED.fullmatch(each)) is not None]
    counts = [as_the_format_writes("data.categorical_cardinality", each[1]) for each in named]
    known = [each for each in counts if isinstance(each, int)]
    is_clear = len(parts) > 1 and len(known) == sum(has_a_number(each) for each in parts)
    return (max(known), ", the largest that is named") if known and is_clear else None
