"""Dates as people write them in cells: year first or last, months by number or by name, with or without a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from whichml.model.documents.errors import quoted

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?"
_TIME = (
    rf"(?:(?:T|,? )(?P<time>{_CLOCK})(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?)?"
    r"(?P<zone> ?(?:Z|UTC|GMT)| ?[+-]\d{2}(?::?\d{2})?)?"
)
_NAMES = r"Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_MONTH = rf"(?P<name>{_NAMES})(?:[a-z]{{1,6}})?\.?"
_WEEKDAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,? )?"
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})" + _TIME)
_YEAR_LAST = re.compile(r"(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})" + _TIME)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_DAY_NAME = re.compile(rf"{_WEEKDAY}{_DAY}[-/. ]{{1,2}}{_MONTH}[-/, ]{{1,2}}{_YEAR}{_TIME}", re.IGNORECASE)
_NAME_DAY = re.compile(rf"{_WEEKDAY}{_MONTH}[-/ ]{_DAY},?[-/ ]{_YEAR}{_TIME}", re.IGNORECASE)
_MONTH_ALONE = re.compile(r"(?P<year>(?:19|20)\d{2})-(?P<month>0[1-9]|1[0-2])")
_LAST_MONTH, _NOON, _YEARS_OF_1900 = 12, 12, 69
_MOST_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class WrittenDates:
    """The dates that texts stand for, in ISO 8601, and what a person should look at; no note for no doubt."""

    iso: tuple[str, ...]
    note: str


def dates_written(texts: Sequence[str]) -> WrittenDates | None:
    """Return the dates that all of some texts stand for, or None where one is none or they differ in form.

    Where months are numbers and the year comes last, a number above 12 tells day from month; else points mean that the
    day comes first, and other marks that the month does, with a note. Years of two digits are 1969 to 2068, with a
    note. That a calendar has the date is not checked.

    Examples
    --------
    >>> dates_written(["Jan 3, 2024", "Feb 13, 2024"]).iso
    ('2024-01-03T00:00', '2024-02-13T00:00')
    >>> dates_written(["3/1/2024 1:05 PM"])
    WrittenDates(iso=('2024-03-01T13:05',), note='were read with the month first')
    >>> dates_written(["2024-01", "soon"]) is None
    True
    """
    for pattern in (_YEAR_FIRST, _YEAR_LAST, _DAY_NAME, _NAME_DAY, _MONTH_ALONE):
        if found := _all_matches(pattern, texts):
            return _read(found, pattern is _YEAR_LAST)
    return None


def _all_matches(pattern: re.Pattern[str], texts: Sequence[str]) -> list[re.Match[str]]:
    """Return the matches of all texts; none where one does not match or is longer than a date could be."""
    found = []
    for text in texts:
        match = pattern.fullmatch(text.strip()) if len(text) <= _MOST_CHARACTERS else None
        if match is None:
            return []
        found.append(match)
    return found


def _read(found: Sequence[re.Match[str]], is_year_last: bool) -> WrittenDates:
    notes = []
    parts_of: Callable[[re.Match[str]], tuple[int, int]] = _parts
    if is_year_last:
        first, second = (max(int(match[part]) for match in found) for part in ("a", "b"))
        is_day_first = first > _LAST_MONTH or (second <= _LAST_MONTH and found[0]["mark"] == ".")
        parts_of = _day_first if is_day_first else _month_first
        if first <= _LAST_MONTH and second <= _LAST_MONTH and not is_day_first:
            notes.append("with the month first")
    if any(len(match["year"]) == 2 for match in found):
        notes.append("with years of two digits as 1969 to 2068")
    iso = tuple(f"{_year(match)}-{parts_of(match)[0]:02}-{parts_of(match)[1]:02}{_time_of(match)}" for match in found)
    return WrittenDates(iso, f"were read {' and '.join(notes)}" if notes else "")


def _parts(match: re.Match[str]) -> tuple[int, int]:
    """Return month and day."""
    named = match.groupdict()
    name = named.get("name")
    month = _NAMES.split("|").index(name.title()) + 1 if name else int(match["month"])
    return month, int(named.get("day") or 1)


def _day_first(match: re.Match[str]) -> tuple[int, int]:
    return int(match["b"]), int(match["a"])


def _month_first(match: re.Match[str]) -> tuple[int, int]:
    return int(match["a"]), int(match["b"])


def _year(match: re.Match[str]) -> str:
    year = match["year"]
    if len(year) > 2:
        return year
    return f"{'19' if int(year) >= _YEARS_OF_1900 else '20'}{year}"


def _time_of(match: re.Match[str]) -> str:
    named = match.groupdict()
    hour, _, rest = (named.get("time") or "0:00").replace(",", ".").partition(":")
    half = (named.get("half") or "").lower()
    if half:
        hour = str(int(hour) % _NOON + (_NOON if half == "p" else 0))
    zone = (named.get("zone") or "").strip()
    return f"T{hour.zfill(2)}:{rest}{'Z' if zone in ('UTC', 'GMT') else zone}"


def in_doubt(name: str, dates: WrittenDates, example: str) -> str:
    """Return the note on dates that could be read otherwise; empty for none."""
    return f"{quoted(name)}: dates such as {quoted(example)} {dates.note}." if dates.note else ""
