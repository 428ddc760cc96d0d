"""How fast data change, where a brief tells of it: `yes, strong`, `scammers adapt within weeks`."""

from __future__ import annotations

import re
from typing import Final

from whichml.model.documents.expressions import expression
from whichml.model.words.denials import TIDY_DENIALS
from whichml.model.words.spoken_words import spoken_flag, spoken_words, tidy_word

_FIELD: Final = "data.drift"
_SOON: Final = expression(
    r"\b(?:within|in|over|every|each|after)\s+(?:(?:an?|the|few|some|couple|of|one|two|three|[0-9]{1,2}(?:-[0-9]{1,2})?)"
    r"\s+){0,3}(?:hours?|days?|weeks?)\b|\b(?:hourly|daily|weekly|constantly|overnight)\b", re.IGNORECASE,
)  # fmt: skip
"""Times in which what changes so changes fast, as the format has it: within days or weeks."""
_LATER: Final = expression(r"\b(?:months?|quarters?|years?|seasons?|seasonal|decades?)\b", re.IGNORECASE)
_FEWEST_WORDS: Final = 2


def drift_told(text: str) -> str | None:
    """Return how fast data change of which a text tells; None where it says neither that they do nor how fast.

    Examples
    --------
    >>> drift_told("yes, strong - scammers adapt within weeks"), drift_told("yes"), drift_told("no")
    ('fast', 'slow', None)
    >>> drift_told("new models every few years"), drift_told("the crowd moves on every week")
    (None, 'fast')
    """
    says_so = spoken_flag(text) is True
    words = tidy_word(text).split("-")
    if not TIDY_DENIALS.isdisjoint(words):
        return "slow" if says_so else None
    named = spoken_words(_FIELD, text) if says_so else ()
    if len(named) == 1 and named[0] != "none":
        return named[0]
    is_soon = len(words) > _FEWEST_WORDS and _SOON.search(text) is not None and _LATER.search(text) is None
    return "fast" if is_soon and not named else "slow" if says_so else None
