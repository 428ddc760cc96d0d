"""Amounts that stand in prose, by which a reader is told what of a sentence no field took."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from whichml.model.documents.expressions import expression
from whichml.model.values.currencies import CURRENCIES

_TIMES: Final = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "mio": 1e6, "billion": 1e9, "bn": 1e9}
_UNITS: Final = (
    "ms|milliseconds?|s|secs?|seconds?|min|minutes?|h|hours?|days?|weeks?|months?|years?|%|percent|per cent|"
    "[kMGT]i?B|kilobytes?|megabytes?|gigabytes?|Hz|kHz|MHz|USD|EUR|GBP|CHF|euros?|dollars?|ct|cents?"
)
_AMOUNT: Final = expression(
    r"(?<![\w.,/:#€$£-])(?P<number>\d{1,3}(?:[,' ]\d{3})+|\d+(?:\.\d+)?)"
    r"(?:\s?(?P<times>k|thousand|m|million|mio|billion|bn)(?![\w]))?"
    rf"(?![\w/:-]*\d)(?:\s?(?P<unit>{_UNITS})(?!\w)|(?:\s(?P<noun>[^\W\d_]{{3,}})))"
)
_FEWEST_OF_THINGS: Final = 100
"""Of how many things a number is told though no unit stands behind it; smaller ones mostly count what no field does."""
_YEARS: Final = range(1900, 2101)
_NO_THING: Final = frozenset(
    {"and", "the", "per", "for", "with", "from", "who", "was", "were", "but", "are", "has", "more", "each", "beside"}
)


class SaidAmount(NamedTuple):
    """A number with what it counts or its unit, as it is written, and where it stands in the text."""

    number: float
    words: str
    start: int
    end: int


def amounts_in(text: str) -> Iterator[SaidAmount]:
    """Yield the amounts of a text that a field might hold: those in a unit, and those of a hundred things or more.

    Examples
    --------
    >>> [each.words for each in amounts_in("2 million transactions a day, within 50 ms, since 2019, on 3 sites")]
    ['2 million transactions', '50 ms']
    """
    for found in _AMOUNT.finditer(text):
        number = float("".join(mark for mark in found["number"] if mark not in ",' ")) * _TIMES.get(found["times"], 1)
        is_of_things = found["unit"] is None
        if is_of_things and (
            text[max(0, found.start() - 4) : found.start()].strip() in CURRENCIES  # which costs are read by
            or number < _FEWEST_OF_THINGS or found["noun"].lower() in _NO_THING
            or (found["times"] is None and found["number"].isdigit() and number in _YEARS)
        ):  # fmt: skip
            continue
        yield SaidAmount(number, found.group(), found.start(), found.end())


def untaken_amounts(sentence: str, taken: Collection[str], known: Collection[float]) -> Iterator[str]:
    """Yield the amounts of a sentence that nothing takes, as they are written.

    Parameters
    ----------
    taken : the words of the sentence that are read
    known : numbers that fields hold
    """
    spans = [(start, start + len(words)) for words in taken if (start := sentence.find(words)) >= 0]
    for amount in amounts_in(sentence):
        is_inside = any(start <= amount.start < end for start, end in spans)
        if not is_inside and not any(_is_same(amount.number, each) for each in known):
            yield amount.words


def _is_same(number: float, known: float) -> bool:
    """Return whether two numbers are one, also where one is a percentage and the other a share."""
    return any(abs(number - each) <= 1e-9 * max(1.0, abs(number)) for each in (known, 100 * known))
