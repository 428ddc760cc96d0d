"""Numbers and shares as people write them: `12,000`, `12 million`, `a dozen`, `a third`, `83 of 100`, `6 per cent`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_NAMED: Final = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "one": 1,
}  # fmt: skip
_SCALES: Final = {"k": 1e3, "m": 1e6, "dozen": 12, "hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_PARTS: Final = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "tenth": 10}
_DIGITS: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_ARTICLES: Final = ("a", "one", "every", "each", "the")
_BEGINNINGS: Final = frozenset({*_NAMED, *_ARTICLES, "half"})
Found = tuple[float, int]


def number_at(words: Sequence[str], place: int) -> Found | None:
    """Return the number that begins at a place in lower-case words, and the place after it; None where none does."""
    if place >= len(words):
        return None
    word, after = words[place], place + 1
    if word == "a" and after < len(words) and words[after] in _SCALES:
        number = 1.0
    elif _DIGITS.fullmatch(word):
        number = float(word.replace(",", ""))
    elif word in _NAMED:
        number = float(_NAMED[word])
        ones = _NAMED.get(words[after], 0) if after < len(words) else 0
        if number >= 20 and 0 < ones < 10:  # forty-two, whose hyphen parts words
            number, after = number + ones, after + 1
    else:
        return None
    while after < len(words) and words[after] in _SCALES:
        number, after = number * _SCALES[words[after]], after + 1
    return number, after


def share_at(words: Sequence[str], place: int) -> Found | None:
    """Return the share, 0..1, that begins at a place in lower-case words, and the place after it."""
    at = _fraction_at(words, place)
    if at is not None:
        return at
    first = number_at(words, place)
    if first is None:
        return None
    number, after = first
    if words[after : after + 1] in (["%"], ["percent"]):
        return number / 100, after + 1
    if words[after : after + 2] == ["per", "cent"]:
        return number / 100, after + 2
    if words[after : after + 1] in (["of"], ["in"]):
        second = number_at(words, after + (2 if words[after + 1 : after + 2] == ["every"] else 1))
        if second is not None and second[0] >= number > 0:
            return number / second[0], second[1]
    return None


def _fraction_at(words: Sequence[str], place: int) -> Found | None:
    """Return a share in words: `half`, `a third`, `two thirds`, `every fourth`."""
    head = words[place : place + 2]
    if head[:1] == ["half"]:
        return 0.5, place + 1
    if len(head) < 2:
        return None
    part = head[1].removesuffix("s").replace("halve", "half")
    if part not in _PARTS:
        return None
    if head[0] in _ARTICLES:
        return 1 / _PARTS[part], place + 2
    times = _NAMED.get(head[0])
    return (times / _PARTS[part], place + 2) if times and times < _PARTS[part] else None


def begins_number(word: str) -> bool:
    """Return whether a number or a share may begin with a lower-case word."""
    return word[0].isdigit() or word in _BEGINNINGS
