"""Numbers in texts of a shape of their own: `18 % are too low`, `4 years daily`, `depot (410k)`."""

from __future__ import annotations

import re
from typing import Final

from whichml.model.brief_fields import BRIEF_FIELDS
from whichml.model.document import Plain
from whichml.model.spoken_numbers import has_a_number
from whichml.model.written_values import as_the_format_writes

_SHARE_THAT_IS: Final = re.compile(
    r"(?:(?:about|around|some|roughly|ca\.?)\s+|[~≈]\s?)?(?P<n>[0-9]{1,2}(?:\.[0-9]+)?)\s?(?:%|per ?cent|pct)\s+"
    r"(?:are|is|were|was|have|has|just|only|lack)\b(?P<rest>.*)\Z", re.IGNORECASE | re.DOTALL,
)  # fmt: skip
_ANOTHER: Final = re.compile(r"%|\b(?:per ?cent|pct|up to|really|actually|once|later|half|third|rest)\b", re.IGNORECASE)
"""What may name the share that was meant."""
_HOW_OFTEN: Final = re.compile(
    r"((?:about |around |some |ca\.? )?[0-9]+(?:\.[0-9]+)?\s?(?:days?|weeks?|months?|years?|yrs?))\s+(?:of\s+)?"
    r"(?:hourly|daily|weekly|monthly|quarterly|half-hourly)\b(?!.*[0-9])", re.IGNORECASE,
)  # fmt: skip
"""A length of time with how often something was recorded in it."""
_NAMED: Final = re.compile(r"[^\W\d_][^\d(]*?[\s:(]+([0-9][0-9.]*\s?[kKmM]?)\)?")


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
    >>> number_by_its_shape("data.missing_share", "18 % are gone, later 30 %")
    """
    share = _SHARE_THAT_IS.match(text) if BRIEF_FIELDS[field].kind == "fraction" else None
    if share is not None and _ANOTHER.search(share["rest"]) is None:
        return f"{share['n']} %", ""
    if field == "data.history":
        often = _HOW_OFTEN.match(text)
        return (often[1], "") if often is not None else None
    return _largest(text) if field == "data.categorical_cardinality" else None


def _largest(text: str) -> tuple[Plain, str] | None:
    """Return the largest of the counts that a text gives of columns by their names, each at most one."""
    parts = re.split(r"\s*[,;]\s*", re.sub(r"(?<=[0-9]),(?=[0-9]{3}\b)", "", text))
    named = [found for each in parts if (found := _NAMED.fullmatch(each)) is not None]
    counts = [as_the_format_writes("data.categorical_cardinality", each[1]) for each in named]
    known = [each for each in counts if isinstance(each, int)]
    is_clear = len(parts) > 1 and len(known) == sum(has_a_number(each) for each in parts)
    return (max(known), ", the largest that is named") if known and is_clear else None
