"""Names that a brief lists where it is to say how many there are: `de, en, some cz`, `colour, shape, maker`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from whichml.model.documents.expressions import expression
from whichml.model.words.denials import TIDY_DENIALS
from whichml.model.words.spoken_words import number_of_languages, tidy_word

_LONGEST: Final = 200
_FEWEST: Final = 2
_BETWEEN_LANGUAGES: Final = expression(r"[,;/&+()|]|\b(?:and|plus|as well as|also)\b", re.IGNORECASE)
_HOW_MUCH: Final = expression(
    r"[~≈<>]?\s*[0-9]+(?:[.,][0-9]+)?\s*(?:%|pct\b|per ?cent\b)|\b(?:some|mostly|mainly|mixed|only|just|few|a|bit|of|"
    r"little|in|primarily|partly|sometimes|rarely|texts?|documents?|docs?|the|rest|bits?|parts?|often|around|about)\b",
    re.IGNORECASE,
)
"""What says how much of a language there is, and names none."""
_REGION: Final = expression(r"\b([a-z]{2})-[a-z]{2,4}\b", re.IGNORECASE)
_CODES_OF_COUNTRIES: Final = {"cz": "cs", "jp": "ja", "kr": "ko", "gr": "el", "dk": "da", "ua": "uk", "cn": "zh"}
"""Codes of countries that people write for the language spoken there, and that are no code of another one."""
_ACCENT: Final = expression(r"\b(?:accents?|dialects?|speakers?|slang|jargon)\b", re.IGNORECASE)
_MIXED: Final = expression(
    r"\bmixed (?:up |together )?(?:with)?in (?:one|a|an|the same|each|every|a single) "
    r"(?:line|sentence|message|text|post|comment|document|letter|call|utterance|word)\b|\bcode[- ]?(?:switch|mix)\w*",
    re.IGNORECASE,
)
_BEFORE: Final = 3
"""So many words before may deny it."""
_REMARK: Final = expression(
    r"\s*(?:\s[-–—]\s|[,;(])\s*(?:[a-z]+ ){0,2}(?=mixed\b|code[- ]?(?:switch|mix)).*\Z", re.I | re.S
)
"""What stands behind a list of languages and says how they are mixed."""
_NAMED_FIELDS: Final = frozenset({"data.classes", "data.categorical_features", "data.features"})
_NO_COLUMNS: Final = frozenset({"inputs", "covariates", "predictors", "variables", "input"})
"""Names under which people list where data come from, and not the columns one by one."""
_BETWEEN_NAMES: Final = expression(r"\s*[,;]\s*(?:and\s+|or\s+)?|\s+(?:vs\.?|versus)\s+")
_OPEN_END: Final = expression(
    r"\betc\b|\.\.\.|…|\b(?:and|or) (?:more|others?|so on|similar)\b|\be\.?g\.?(?!\w)|\bsuch as\b|\blike\b|\bincl|"
    r"\bothers?\s*\Z|\bmore\s*\Z", re.IGNORECASE,
)  # fmt: skip
"""What leaves open how many more there are."""
_NAME: Final = expression(r"[^\W\d_][\w'+.-]*(?: [\w'+.-]+){0,2}")
_SAYS_HOW_MANY: Final = frozenset(re.findall(
    r"[a-z]+",
    "some many few several most mostly all various different mixed lots none unknown high low medium yes no true false "
    "numeric numerical categorical continuous binary mainly only",
))  # fmt: skip


def mixed_told(field: str, text: str) -> Mapping[str, bool]:
    """Return that languages are mixed within one text, where a text that lists them says so.

    Examples
    --------
    >>> mixed_told("data.languages", "Turkish, German - often mixed in one line"), mixed_told("data.languages", "mixed")
    ({'data.mixed_languages': True}, {})
    """
    found = _MIXED.search(text) if field == "data.languages" and len(text) <= _LONGEST else None
    if found is None or not TIDY_DENIALS.isdisjoint(tidy_word(text[: found.start()]).split("-")[-_BEFORE:]):
        return {}
    return {"data.mixed_languages": True}


def languages_named(text: str) -> int | None:
    """Return how many languages a text names, whatever it says of how much there is of each; None where it says more.

    Examples
    --------
    >>> languages_named("de, en, some cz"), languages_named("Dutch (plus Turkish, Arabic, English ~8 %)")
    (3, 4)
    >>> languages_named("Polish, some with an accent of the north"), languages_named("no English"), languages_named("x")
    (1, None, None)
    >>> languages_named("Turkish, Arabic, German - often mixed in one line")
    3
    """
    if len(text) > _LONGEST or not TIDY_DENIALS.isdisjoint(_words_but_codes(text)):
        return None
    found = set[str]()
    for part in _BETWEEN_LANGUAGES.split(_REGION.sub(r"\1", _REMARK.sub("", text))):
        bare = _HOW_MUCH.sub(" ", part).strip(" .:-").lower()
        if not bare or (found and _ACCENT.search(bare)):
            continue
        code = _CODES_OF_COUNTRIES.get(bare, bare)
        if number_of_languages(code) != 1:
            return None
        found.add(code)
    return len(found) or None


def _words_but_codes(text: str) -> Iterator[str]:
    """Yield the words of a text, but for a code between commas, such as `no` of Norwegian."""
    for part in _BETWEEN_LANGUAGES.split(text):
        words = tidy_word(part).split("-")
        yield from words if len(words) > 1 else ()


def names_counted(field: str, called: str, text: str) -> int | None:
    """Return how many names a text lists where a field counts them; None where it lists none, or leaves more open.

    Parameters
    ----------
    called : what the brief calls the field, without its group

    Examples
    --------
    >>> names_counted("data.categorical_features", "categorical", "colour, country of origin, maker")
    3
    >>> names_counted("data.classes", "classes", "oak, beech, etc"), names_counted("data.classes", "classes", "many")
    (None, None)
    """
    if field not in _NAMED_FIELDS or called.lower() in _NO_COLUMNS or len(text) > _LONGEST or _OPEN_END.search(text):
        return None
    names = [each.strip().strip("'\"").lower() for each in _BETWEEN_NAMES.split(text.strip(" .")) if each.strip()]
    is_list = len(names) >= _FEWEST and len({*names}) == len(names)
    if not is_list or not all(_NAME.fullmatch(each) for each in names):
        return None
    words = {word for each in names for word in each.split()}
    return len(names) if words.isdisjoint(_SAYS_HOW_MANY) and words.isdisjoint(TIDY_DENIALS) else None
