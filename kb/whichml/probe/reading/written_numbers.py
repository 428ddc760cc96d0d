"""Numbers as people write them in cells: with thousands marks, decimal commas, a currency, a unit, a clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from whichml.model.documents.errors import quoted

_BLANKS = " \u00a0\u202f\u2009"
_AFFIX = r"[^\d\s.,:'’+\-−()<>=~*?/|_#&;][^\d\s<>=~?|_#&;]{0,9}"
_WRITTEN = re.compile(
    rf"(?P<open>\(?)(?P<sign>[-−+]?)(?P<before>(?:[$€£¥₹]|[A-Z]{{3}}(?=[{_BLANKS}\d]))?)[{_BLANKS}]*(?P<sign2>[-−]?)"
    rf"(?P<digits>[\d.,][\d.,'’{_BLANKS}]*?)[{_BLANKS}]*(?P<after>(?:{_AFFIX})?)(?P<close>\)?)\Z"
)
_CLOCK = re.compile(r"(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d(?:\.\d+)?))?\Z")
_GROUPINGS = {".": r",|[ \u00a0\u202f\u2009'’]", ",": r"\.|[ \u00a0\u202f\u2009'’]"}
_MOST_CHARACTERS = 50
_SECONDS_OF_AN_HOUR, _MINUTES_OF_AN_HOUR = 3_600, 60


@dataclass(frozen=True, slots=True)
class WrittenNumbers:
    """The numbers that texts stand for, and how they were read, as words for a person.

    Attributes
    ----------
    values : as many as texts
    words : `without '$'`, `with commas as decimal marks`
    """

    values: tuple[float, ...]
    words: str


def numbers_written(texts: Sequence[str]) -> WrittenNumbers | None:
    """Return the numbers that all of some texts stand for, or None where one of them is no number.

    All have the same currency before or unit behind, which is taken off; a mixture of units is none. Where a mark may
    part decimals or thousands, the reading that fits all texts is taken, and where both fit, that of thousands.

    Examples
    --------
    >>> numbers_written(["1,234.50 kg", "7 kg"])
    WrittenNumbers(values=(1234.5, 7.0), words="without 'kg', with ',' between thousands")
    >>> numbers_written(["2,5", "10,25"]).values, numbers_written(["3 kg", "3 g"])
    ((2.5, 10.25), None)
    >>> numbers_written(["7:30", "18:00"])
    WrittenNumbers(values=(7.5, 18.0), words='as hours of a clock')
    """
    if clocks := _all_matches(_CLOCK, texts):
        return WrittenNumbers(tuple(map(_hours, clocks)), "as hours of a clock")
    found = _all_matches(_WRITTEN, texts)
    affixes = {(match["before"], match["after"]) for match in found}
    if len(affixes) != 1 or any(bool(match["open"]) != bool(match["close"]) for match in found):
        return None
    bodies = [match["digits"].rstrip(_BLANKS) for match in found]
    for decimal in _order_of_trial(bodies):
        whole = re.compile(rf"(?:\d+|[1-9]\d{{0,2}}(?P<mark>{_GROUPINGS[decimal]})\d{{3}}(?:(?P=mark)\d{{3}})*)"
                           rf"(?:{re.escape(decimal)}\d*)?|{re.escape(decimal)}\d+")  # fmt: skip
        parted = [whole.fullmatch(body) for body in bodies]
        if all(parted):
            marks = sorted({match["mark"] for match in parted if match and match["mark"]})
            values = tuple(_value(match, decimal) for match in found)
            return WrittenNumbers(values, _words(affixes.pop(), decimal, marks, bodies))
    return None


def _all_matches(pattern: re.Pattern[str], texts: Sequence[str]) -> list[re.Match[str]]:
    """Return the matches of all texts; none where one does not match or is longer than a number could be."""
    found = []
    for text in texts:
        match = pattern.match(text.strip()) if len(text) <= _MOST_CHARACTERS else None
        if match is None:
            return []
        found.append(match)
    return found


def _order_of_trial(bodies: Sequence[str]) -> tuple[str, ...]:
    """Return the decimal marks to try: a point first, since commas before three digits part thousands in most tables.

    Without thousands to part, a comma is tried first, so that points before three digits are not decimals where others
    are commas.
    """
    return (".", ",") if any(re.search(r"\.\d*$", body) for body in bodies) or _part_thousands(bodies) else (",", ".")


def _part_thousands(bodies: Sequence[str]) -> bool:
    with_commas = [body for body in bodies if "," in body]
    return all(re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+", body) for body in with_commas)


def _hours(match: re.Match[str]) -> float:
    minutes, seconds = int(match["minute"]), float(match["second"] or 0)
    return int(match["hour"]) + minutes / _MINUTES_OF_AN_HOUR + seconds / _SECONDS_OF_AN_HOUR


def _value(match: re.Match[str], decimal: str) -> float:
    plain = "".join(mark for mark in match["digits"] if mark.isdigit() or mark == decimal).replace(decimal, ".")
    # brackets around an amount are how accountants write that it is below zero
    is_negative = bool(match["open"]) or "-" in match["sign"] + match["sign2"] or "−" in match["sign"] + match["sign2"]
    return -float(plain) if is_negative else float(plain)


def _words(affix: tuple[str, str], decimal: str, marks: Sequence[str], bodies: Sequence[str]) -> str:
    taken_off = " and ".join(quoted(part) for part in affix if part)
    told = [f"without {taken_off}"] if taken_off else []
    if decimal == "," and any("," in body for body in bodies):
        told.append("with ',' before decimals")
    if marks:
        told.append(f"with {' and '.join(quoted(mark) for mark in marks)} between thousands")
    return ", ".join(told) or "as they stand"
