"""Classes of systems that a law knows, as people name them beside it: `EU AI Act (high risk)`, `AI Act, Annex III`.

Such words decide which duties apply, so that none is read away: they lead to the id of the class, or are asked about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

_LONGEST: Final = 400
_JOINED: Final = r"[\s_,;:()\[\]/–—-]*"
_FIRST, _LAST = r"(?<![a-z0-9])", r"(?![a-z0-9])"
"""Where a word begins and ends; an underscore joins words."""
_FILLERS: Final = (
    rf"(?:(?:for|as|is|are|of|under|in|the|an?|its|use|class(?:ified)?|category|art(?:icle)?|regulation|eu|[0-9/]+){_LAST}"
    rf"{_JOINED}){{0,5}}?"
)
_HIGH: Final = rf"(?:hi|high|higher){_JOINED}r\w{{1,3}}k(?:{_JOINED}systems?)?{_LAST}"
_EU_AI_ACT: Final = rf"{_FIRST}(?:eu{_JOINED})?(?:ai{_JOINED}act|aia){_LAST}"


class _Law(NamedTuple):
    """A law with classes: how it is named, and which id words beside it lead to, the first that are found."""

    named: str
    classes: Mapping[str, str]


_LAWS: Final = (
    _Law(
        rf"{_FIRST}colorado(?:'?s)?{_JOINED}ai{_JOINED}act{_LAST}",
        MappingProxyType({_HIGH: "colorado-ai-act"}),
    ),
    _Law(
        _EU_AI_ACT,
        MappingProxyType({
            rf"(?:not|non|no){_JOINED}{_HIGH}": "eu-ai-act",
            rf"(?:low|lower|limited|minimal|no|little|unknown|open|unclear){_JOINED}risk(?:{_JOINED}class)?{_LAST}":
                "eu-ai-act",
            rf"risk{_JOINED}(?:class{_JOINED})?(?:is{_JOINED})?(?:not{_JOINED})?(?:unknown|open|unclear|stated|known)"
            rf"{_LAST}": "eu-ai-act",
            rf"(?:{_HIGH}|high{_LAST}|hr{_LAST})": "eu-ai-act-high-risk",
            rf"annex(?:es)?{_JOINED}(?:iii|i|3|1){_LAST}": "eu-ai-act-high-risk",
        }),
    ),
)  # fmt: skip
_A_CLASS: Final = rf"{_FIRST}(?:risks?|annex(?:es)?|tiers?|levels?){_LAST}"
"""Words that stand for a class, of which it may be open which one."""


class NamedClass(NamedTuple):
    """A text whose laws are named with their classes.

    Attributes
    ----------
    text : with the ids of the classes in the place of the words for them
    unclear : ids of which one is meant, where words for a class lead to none
    """

    text: str
    unclear: tuple[str, ...] = ()


def with_classes_of_laws(text: str) -> NamedClass:
    """Return a text in which a law with words for a class is the id of that class.

    Examples
    --------
    >>> with_classes_of_laws("GDPR, EU AI Act (high risk)").text, with_classes_of_laws("annex III of the AI Act").text
    ('GDPR, eu-ai-act-high-risk', 'eu-ai-act-high-risk')
    >>> with_classes_of_laws("EU AI Act, limited risk").text, with_classes_of_laws("AI Act").text
    ('eu-ai-act', 'AI Act')
    >>> with_classes_of_laws("eu ai act risk tier 2").unclear
    ('eu-ai-act', 'eu-ai-act-high-risk')
    """
    if len(text) > _LONGEST:
        return NamedClass(text)
    for law in _LAWS:
        if re.search(law.named, text, re.IGNORECASE) is None:
            continue
        for words, meant in law.classes.items():
            read, n_found = re.subn(_beside(law.named, words), meant, text, flags=re.IGNORECASE)
            if n_found:
                return NamedClass(read)
        ids = tuple(sorted({*law.classes.values()}))
        return NamedClass(text, ids if len(ids) > 1 and re.search(_beside(law.named, _A_CLASS), text, re.I) else ())
    return NamedClass(text)


def _beside(named: str, words: str) -> str:
    return rf"(?:{named}{_JOINED}{_FILLERS}{words}|{_FIRST}{words}{_JOINED}{_FILLERS}{named})(?:\s*\))?"
