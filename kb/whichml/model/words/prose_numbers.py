"""Numbers and shares inside a sentence: those that answers are read for, at a place among its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from whichml.model.words.spoken_numbers import LONGEST, NUMBER_WORDS, PARTS, spoken_number

_MOST_WORDS: Final = 8
"""Of how many words a number consists at most, such as `two hundred and fifty thousand`."""
_ARTICLES: Final = frozenset({"a", "one", "every", "each", "the"})
_TIMES: Final = {**dict.fromkeys(_ARTICLES, 1), "two": 2, "three": 3, "four": 4}
_TO_UPPER_END: Final = frozenset({"to", "and", "until", "till"})
"""What may stand between the ends of a range; `and` only behind `between`."""
Found = tuple[float, int]


def number_at(words: Sequence[str], place: int) -> Found | None:
    """Return the number that begins at a place in lower-case words, and the place after it; None where none does."""
    found = _number_in(" ".join(words[place : place + _MOST_WORDS])[:LONGEST])
    return (found[0], place + found[1]) if found is not None else None


@lru_cache(maxsize=256)
def _number_in(text: str) -> Found | None:
    """Return the number at the start of a text, and of how many words it is; many phrases ask at the same place."""
    found = spoken_number(text, with_letters=False)
    return (float(found.number), len(text.split()) - len(found.rest.split())) if found is not None else None


def share_at(words: Sequence[str], place: int) -> Found | None:
    """Return the share, 0..1, that begins at a place in lower-case words, and the place after it."""
    part = _part_at(words, place)
    if part is not None:
        return part
    first = number_at(words, place)
    if first is None:
        return None
    number, after = first
    if words[after : after + 1] in (["%"], ["percent"]):
        return number / 100, after + 1
    if words[after : after + 2] == ["per", "cent"]:
        return number / 100, after + 2
    second = number_at(words, after + 1) if words[after : after + 1] in (["of"], ["in"]) else None
    return (number / second[0], second[1]) if second is not None and second[0] >= number > 0 else None


def _part_at(words: Sequence[str], place: int) -> Found | None:
    """Return a share in words: `half`, `a third`, `two thirds`, `every fourth`."""
    times = _TIMES.get(words[place]) if place < len(words) else None
    after = place + (times is not None)
    named = words[after].removesuffix("s") if after < len(words) else ""
    if named not in PARTS or (times is None and named != "half"):
        return None
    share = float((times or 1) * PARTS[named])
    return (share, after + 1) if share < 1 else None


def ranges_in(words: Sequence[str], dashed: Sequence[bool]) -> Iterator[tuple[range, range]]:
    """Yield the places of the lower and of the upper end of each range that a sentence names.

    That is `between 4 and 16`, `4 to 16`, `4-16`, and each with the unit behind both ends; where the second number is
    not larger it is none, as in `300 letters to 12 desks`.

    Parameters
    ----------
    words : in lower case
    dashed : of each word whether a dash alone stands between the word before and it

    Examples
    --------
    >>> list(ranges_in("sounds between 4 and 16 khz".split(), [False] * 6))
    [(range(2, 3), range(4, 5))]
    """
    for place, word in enumerate(words):
        lower = number_at(words, place) if begins_number(word) else None
        if lower is None:
            continue
        for start in _starts_of_upper_end(words, dashed, lower[1], "between" in words[max(0, place - 2) : place]):
            upper = number_at(words, start)
            has_units = start > lower[1] and words[lower[1]] not in _TO_UPPER_END
            if upper is None or upper[0] <= lower[0]:
                continue
            if not has_units or words[upper[1] : upper[1] + 1] == [words[lower[1]]]:
                yield range(place, lower[1]), range(start, upper[1])


def _starts_of_upper_end(words: Sequence[str], dashed: Sequence[bool], after: int, is_between: bool) -> Iterator[int]:
    """Yield where the second number of a range may begin whose first one ends before a place, maybe with a unit."""
    if after < len(words) and dashed[after]:
        yield after
    for joint in (after, after + 1):
        if words[joint : joint + 1] and (words[joint] in _TO_UPPER_END and (words[joint] != "and" or is_between)):
            yield joint + 1


def begins_number(word: str) -> bool:
    """Return whether a number or a share may begin with a lower-case word."""
    return word in _ARTICLES or word in NUMBER_WORDS or word[0].isdigit()
