"""Times that something is counted in, as people say them: `a day`, `per week`, `/h`, `hourly`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from whichml.model.documents.expressions import expression

Period: TypeAlias = Literal["second", "minute", "hour", "day", "week", "month", "year"]

SECONDS_OF: Final[Mapping[Period, int]] = MappingProxyType({
    "second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 7 * 86_400, "month": 30 * 86_400,
    "year": 365 * 86_400,
})  # fmt: skip
PERIODS: Final[Mapping[str, Period]] = MappingProxyType({each: each for each in SECONDS_OF})
"""The times by their names."""
_SPELLINGS: Final[Mapping[str, Period]] = MappingProxyType({
    **PERIODS,
    "s": "second", "sec": "second", "min": "minute", "h": "hour", "hr": "hour", "d": "day", "secondly": "second",
    "hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "annually": "year",
    "morning": "day", "evening": "day", "night": "day", "afternoon": "day",
})  # fmt: skip
_RATE: Final = expression(
    r"(?:\b(?:per|an?|each|every|in an?|in one)\s+(?:(?:average|normal|usual|typical|working|single)\s+)?|/\s*)"
    r"(second|minute|hour|day|week|month|year|sec|min|s|h|hr|d)\b"
    r"|\b(?:each|every|per|an?)\s+(morning|evening|night|afternoon)\b|\b(hourly|daily|weekly|monthly|yearly|annually)\b",
    re.IGNORECASE,
)


def in_a_period(text: str) -> Period | None:
    """Return the time that a text counts something in; None where it names none.

    Examples
    --------
    >>> in_a_period("visitors a day"), in_a_period("/h"), in_a_period("past stays")
    ('day', 'hour', None)
    """
    found = _RATE.search(text)
    return _SPELLINGS[next(each for each in found.groups() if each).lower()] if found is not None else None


def period_of(field: str) -> Period | None:
    """Return the time in which a field counts, by its name; None where it counts all.

    Examples
    --------
    >>> period_of("project.cases_per_day"), period_of("data.rows")
    ('day', None)
    """
    return next((each for each in SECONDS_OF if field.endswith(f"_per_{each}")), None)
