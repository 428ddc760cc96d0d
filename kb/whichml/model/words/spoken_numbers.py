"""A number as people write it at the start of an answer: `about 90`, `two`, `87 million`, `41,000 past stays`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final, NamedTuple

from whichml.model.documents.expressions import expression

LONGEST: Final = 80
"""An answer that is longer is none that these rules were made for."""
_MOST_DIGITS: Final = 30
_HUNDRED: Final = 100
_UNSAID: Final = expression(
    r"(?:(?:just|a bit|a little|slightly|somewhat|well)\s+(?=(?:over|under|above|below|more|less)\b)|all(?= )|above|"
    r"below|about|around|roughly|approximately|approx\.?|circa|ca\.?|some|nearly|almost|perhaps|maybe|probably|say|"
    r"well|up to|at most|at least|no more than|not more than|more than|less than|over|under|within|max\.?|maximum|"
    r"min\.?|minimum|in|after|every|we have|we've|there are|there is|there're|they are|it is|it's|i think|i guess|"
    r"[~≈<>=≤≥,:]+)\s*",
    re.IGNORECASE,
)
"""What may stand before a number and leaves it the number to plan with."""
_DIGITS: Final = expression(
    r"(?P<grouped>[0-9]{1,3}(?P<by>[,_'’\u00a0\u202f ])[0-9]{3}(?:(?P=by)[0-9]{3})*(?:\.[0-9]+)?)(?![0-9])"
    r"|(?P<plain>[0-9]+(?:\.[0-9]+)?(?:e[-+]?[0-9]{1,2})?|\.[0-9]+)",
    re.IGNORECASE,
)
_SMALL: Final[Mapping[str, int]] = MappingProxyType({
    word: number for number, word in enumerate((
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ))
} | {
    word: 10 * number for number, word in enumerate((
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ), 2)
})  # fmt: skip
_SCALES: Final[Mapping[str, int]] = MappingProxyType({
    "hundred": 100, "thousand": 1000, "million": 10**6, "millions": 10**6, "billion": 10**9, "dozen": 12,
    "dozens": 12, "hundreds": 100, "thousands": 1000, "mio": 10**6, "mn": 10**6, "bn": 10**9, "k": 1000, "m": 10**6,
    "b": 10**9, "mln": 10**6, "millionen": 10**6, "mrd": 10**9, "milliarde": 10**9, "milliarden": 10**9,
    "mld": 10**9, "billions": 10**9, "trillion": 10**12, "trillions": 10**12, "tsd": 1000, "thsd": 1000,
    "tausend": 1000, "lakh": 10**5, "lakhs": 10**5, "crore": 10**7, "crores": 10**7,
})  # fmt: skip
OTHER_SCALES: Final = frozenset({
    "mil", "mille", "milles", "miles", "millon", "millones", "millón", "milione", "milioni", "milhão", "milhões",
    "miljoen", "miljoner", "milliards", "miliardi", "bilhões", "billionen", "tys", "mlrd", "duizend", "tusen",
    "milliers",
})  # fmt: skip
"""Words that multiply a number elsewhere, of which some mean another number in English: none of them is a thing."""
PARTS: Final[Mapping[str, Fraction]] = MappingProxyType({
    "half": Fraction(1, 2), "third": Fraction(1, 3), "quarter": Fraction(1, 4), "fourth": Fraction(1, 4),
    "fifth": Fraction(1, 5), "sixth": Fraction(1, 6), "tenth": Fraction(1, 10), "hundredth": Fraction(1, 100),
})  # fmt: skip
"""The parts of a whole by their names."""
_FEW: Final[Mapping[str, str]] = MappingProxyType({"couple": "two", "few": "three", "several": "four"})
_SOME: Final = expression(
    r"(?:a\s+)?(?:(couple)\s+(?:of\s+)?|(few|several)\s+(?:of\s+)?(?=(?:dozen|hundred|thousand|million|billion)s?\b))",
    re.IGNORECASE,
)
"""A few of a scale: what is understood is said, so that whoever knows better can."""
_LETTERS: Final = frozenset({"k", "m", "b"})
"""Scales that stand for units too, where an amount is asked for."""
SCALE_WORDS: Final = frozenset(_SCALES) - _LETTERS
"""Words that multiply the number before them."""
NUMBER_WORDS: Final = frozenset({*_SMALL, *_SCALES, "half"}) - _LETTERS
"""Words that are a number, or a part of one."""
_WORD: Final = expression(r"\s*-?\s*([a-z]+)\b\.?", re.IGNORECASE)


class SpokenNumber(NamedTuple):
    """A number at the start of a text.

    Attributes
    ----------
    number : exact
    rest : what stands behind it
    is_grouped : whether its digits were set apart in thousands, such as `41,000`
    is_scaled : whether a word or letter multiplied it, such as `87 million` or `20k`
    """

    number: Fraction
    rest: str
    is_grouped: bool = False
    is_scaled: bool = False

    @property
    def text(self) -> str:
        """Return the number in plain digits."""
        return decimal_text(self.number)


def decimal_text(number: Fraction) -> str:
    """Return a number in plain digits, with a point only where it has to have one."""
    return str(int(number)) if number.denominator == 1 else repr(float(number))


def spoken_number(text: str, *, with_letters: bool = True) -> SpokenNumber | None:
    """Return the number that a text begins with, whatever stands before it that leaves it the number to plan with.

    Parameters
    ----------
    with_letters : whether `k` and `m` are thousands and millions rather than units

    Examples
    --------
    >>> found = spoken_number("about 2,000 past stays")
    >>> found.text, found.rest
    ('2000', 'past stays')
    >>> spoken_number("two hundred and fifty thousand").text, spoken_number("half a million").text
    ('250000', '500000')
    >>> spoken_number("many") is None
    True
    """
    if len(text) > LONGEST:
        return None
    left = without_hedges(text)
    return _in_digits(left, with_letters) or _in_words(left)


def without_hedges(text: str) -> str:
    """Return a text without what says that its number is not exact."""
    left = text.strip()
    while (hedge := _UNSAID.match(left)) is not None and hedge.group().strip():
        if hedge.group()[-1:].isalpha() and left[hedge.end() : hedge.end() + 1].isalpha():
            break  # a word that only begins like one
        left = left[hedge.end() :]
    return left


def _in_digits(text: str, with_letters: bool) -> SpokenNumber | None:
    found = _DIGITS.match(text)
    if found is None or len(found.group()) > _MOST_DIGITS:
        return None
    number = Fraction(re.sub(r"[,_'’\u00a0\u202f ]", "", found.group()))
    rest, scale = text[found.end() :], 1
    while (word := _WORD.match(rest)) is not None:
        factor = _SCALES.get(word[1].lower(), 0) if with_letters or word[1].lower() not in _LETTERS else 0
        if not factor:
            break
        scale, rest = scale * factor, rest[word.end() :]
    return SpokenNumber(number * scale, rest.strip(), found["grouped"] is not None, scale != 1)


def _in_words(text: str) -> SpokenNumber | None:
    """Return a number in words: sums below a scale, times the scale; `half a` and `a` count before a scale alone.

    A sum is of tens and ones: `two-three` is no five.
    """
    half = re.match(r"half an?\s+", text, re.IGNORECASE)
    few = _SOME.match(text)
    if few is not None:
        text = f"{_FEW[(few[1] or few[2]).lower()]} {text[few.end() :]}"
    rest = text[half.end() :] if half else text
    total, part, n_read, room = Fraction(0), Fraction(0), 0, _HUNDRED
    while (found := _WORD.match(rest)) is not None:
        word, after = found[1].lower(), rest[found.end() :]
        ahead = _WORD.match(after)
        following = ahead[1].lower() if ahead else ""
        if word in _SMALL and _SMALL[word] < room:
            part += _SMALL[word]
            room = 10 if _SMALL[word] >= 20 else 0
        elif word in _SCALES and word not in _LETTERS and (n_read or half):
            part = (part or Fraction(1)) * _SCALES[word]
            if _SCALES[word] > _HUNDRED:  # hundreds stay part of the thousands that follow
                total, part = total + part, Fraction(0)
            room = _HUNDRED
        elif word in ("a", "an") and not n_read and following in _SCALES:
            part = Fraction(1)
        elif not (word == "and" and n_read and following in _SMALL and room == _HUNDRED):
            break
        n_read, rest = n_read + 1, after
    if not n_read:
        return None
    number = (total + part) / 2 if half else total + part
    return SpokenNumber(number, rest.strip(), is_scaled=True)


def later_number(text: str) -> str | None:
    """Return a text from its first digits on, where what stands before them is only talk; None where it is more.

    Examples
    --------
    >>> later_number("all of them: 41,000"), later_number("since 2019"), later_number("not 90")
    ('41,000', None, None)
    """
    found = re.search(r"(?<![\w.,-])[0-9]", text)
    if found is None or len(text) > LONGEST:
        return None
    talk, rest = text[: found.start()], text[found.start() :]
    is_more = has_a_number(talk) or re.search(
        r"\b(?:not|no|none|nothing|never|without|nor|than|between)\b", talk, re.IGNORECASE
    )
    is_year = re.match(r"(?:19|20)[0-9]{2}(?![0-9.,])", rest)
    return None if is_more or is_year or not re.search(r"\w", talk) else rest


def has_a_number(text: str) -> bool:
    """Return whether a text holds digits or a part of a number in words."""
    words = re.findall(r"[a-z]+", text.lower())
    return any(letter.isnumeric() for letter in text) or not NUMBER_WORDS.isdisjoint(words)
