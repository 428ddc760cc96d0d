"""Which word of a closed list an answer means that repeats what the program itself says of it, or nearly does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from whichml.model.documents.expressions import expression
from whichml.model.words.denials import TIDY_DENIALS

_STEM: Final = 5
"""So many first letters two forms of one word share."""
_ENDING: Final = expression(r"(?<=..)(?:(?:at)?ions?|ings?|i?ed|i?ers?|ors?|ments?|ies|[ye]?s|y|e)\Z")
"""What distinguishes forms of one word."""
_MOST_LEFT: Final = 0.25
"""What part of an answer's words may be none of the text that it is taken for."""
_FEWEST: Final = 2
_SAYS_LITTLE: Final = frozenset(re.findall(
    r"[a-z]+",
    "a an the this that these those it its they them we our us you your he she his her i my is are was were be been do "
    "does did has have had will would can could may might must shall should of in on at to for from with without by as "
    "and or so if what which who whom whose when where how why each every all any some more most very such one ones "
    "there here then than up down out over into about because between only just own per",
))  # fmt: skip
"""Words that say nothing of what an answer is about."""


def words_told_so(text: str, told: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the words of which the program says exactly this, in whole or in a part of its sentence.

    Examples
    --------
    >>> told = {"count": ("a number of events, such as calls in an hour",), "positive": ("above zero",)}
    >>> words_told_so("Calls in an hour.", told), words_told_so("number of events", told), words_told_so("calls", told)
    (('count',), ('count',), ())
    """
    wanted = _plain(text)
    return tuple(word for word, texts in told.items() if wanted and any(wanted in _parts(each) for each in texts))


def near_words(text: str, told: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the words of which the program says nearly this: the one with most of an answer's words, or several alike.

    Nothing is near an answer that denies what the text does not deny, that has more than a fourth of its words from
    elsewhere, or no more than half of those of the text.

    Examples
    --------
    >>> told = {"planning": ("Which vehicle serves which customer?",), "regression": ("What will this flat cost?",)}
    >>> near_words("vehicles that serve customers", told), near_words("a flat", told), near_words("no flat costs", told)
    (('planning',), (), ())
    """
    said, denied = _stems(text), _denials(text)
    if len(said) < _FEWEST:
        return ()
    shares: dict[str, float] = {}
    for word, texts in told.items():
        for each in texts:
            stems = _stems(each)
            shared = said & stems
            is_near = len(shared) >= (1 - _MOST_LEFT) * len(said) and len(shared) > len(stems) / 2
            if is_near and len(shared) >= _FEWEST and denied <= _denials(each):
                shares[word] = max(shares.get(word, 0.0), len(shared) / len(said | stems))
    most = max(shares.values(), default=0.0)
    return tuple(word for word, share in shares.items() if share == most)


def words_by_nearness(text: str, told: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the words of which the program says something with a word of the text in it, the nearest first.

    Examples
    --------
    >>> told = {"planning": ("Which vehicle serves which customer?",), "regression": ("What will this flat cost?",)}
    >>> words_by_nearness("what our flats and vehicles cost", told), words_by_nearness("banana", told)
    (('regression', 'planning'), ())
    >>> words_by_nearness("60 products", {"image-generation": ("producing images",)})
    ()
    """
    said = _roots(text)
    n_shared = {word: max((len(said & _roots(each)) for each in texts), default=0) for word, texts in told.items()}
    return tuple(sorted((word for word, n in n_shared.items() if n), key=lambda word: -n_shared[word]))


def _plain(text: str) -> str:
    words = re.findall(r"[^\W_]+", text.lower().replace("'", "").replace("’", ""))
    return " ".join(words[1:] if words[:1] in (["a"], ["an"], ["the"]) else words)


def _parts(text: str) -> frozenset[str]:
    """Return a text in plain words, as a whole and by its parts around `such as`, colons and brackets."""
    return frozenset(map(_plain, (text, *re.split(r",? such as |: |; | \(", text)))) - {""}


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM].removesuffix("s") for word in _telling_words(text))


def _roots(text: str) -> frozenset[str]:
    """Return the words of a text that say something without their endings, so that `products` is no `producing`."""
    return frozenset(_ENDING.sub("", word) for word in _telling_words(text))


def _telling_words(text: str) -> list[str]:
    words = re.findall(r"[^\W\d_]+", text.lower().replace("'s", "").replace("’s", ""))
    return [word for word in words if word not in _SAYS_LITTLE]


def _denials(text: str) -> frozenset[str]:
    return TIDY_DENIALS & {*re.findall(r"[a-z]+", text.lower().replace("'", "").replace("’", ""))}
