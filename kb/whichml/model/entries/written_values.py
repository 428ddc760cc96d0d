"""Values as people write them into a brief: `2.5M`, `1:20`, `[en, de]`, `daily`, `$400`, as the format writes them.

Reads what an answer in the interview may say too, and takes nothing that could mean several things: that is left as it
is, for the brief to refuse.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from whichml.model.documents.errors import BriefError
from whichml.model.documents.expressions import expression
from whichml.model.documents.plain_numbers import is_whole
from whichml.model.entries.field_calls import says_yes
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.replies.typed_answer import value_of
from whichml.model.values.currencies import dollars_told
from whichml.model.values.quantity import quantity_or_none
from whichml.model.values.vocabulary import FieldKind
from whichml.model.words.denials import TIDY_DENIALS
from whichml.model.words.drift_in_words import drift_told
from whichml.model.words.spoken_words import spoken_flag, spoken_words, tidy_word

_NUMBERS: Final = frozenset({"1", "0"})
"""Texts that stand for a number: whoever puts them in quotes took them for something else."""
_RATIO: Final = expression(r"([0-9]{1,9}(?:\.[0-9]+)?)\s*:\s*([0-9]{1,9}(?:\.[0-9]+)?)")
_WITH_UNDERSCORES: Final = expression(r"[1-9][0-9]{0,2}(?:_[0-9]{3}){1,6}")
_OF_FINDS: Final = expression(
    r"(?:all |the |of )?(?:flagged|rejected|positives?|alerts?|alarms?|hits)\b|"
    r"(?:all|every one|each one|everything)\Z|"
    r"(?:all|each|every)(?: [a-z]+){0,2} (?:cases?|results?|reports?|images?|documents?|decisions?|predictions?|"
    r"drafts?|answers?|letters?|records?)\Z",
    re.IGNORECASE,
)
"""What people look at who look at all that a model finds, or at all cases."""
_SO_MANY_CHOICES: Final = expression(
    r"(?:[2-9]|[1-9][0-9]{1,2})\s+(?:[a-z]+\s+)?"
    r"(?:steps|levels|options|choices|arms|actions|variants|buttons|offers|discounts|prices|texts|letters|banners)\b",
    re.IGNORECASE,
)
"""A number of actions to choose from."""
_LEADING_ZERO: Final = expression(r"0[0-9,_xX]")
_TOKENS: Final = expression(r"(?:~|about |around )?([0-9][0-9,_ ]{0,11}) ?tokens?", re.IGNORECASE)
_DESCRIBED: Final = frozenset({"data.exogenous", "data.cold_start", "data.item_features"})
"""Fields answered by yes and no that people answer by what there is: `exogenous: weather forecasts`."""
_LONGEST_DESCRIPTION: Final = 200
_ONE_LANGUAGE: Final = expression(r"(?!Multi|Several|Many|Mixed|Various|Different)[A-Z][a-z]+(?: \([a-z ]+\)| only)?")
_WORDS_IN_A_TOKEN: Final = 0.75
"""Of English, by the rule of thumb in OpenAI's help on how to count tokens: 100 tokens are some 75 words."""
_COUNTED_BY_NAMES: Final = frozenset({"data.languages", "data.classes", "data.features", "data.categorical_features"})
"""Counts of what a list may name."""
_EVERY: Final[Mapping[str, str]] = MappingProxyType({
    "minutely": "1 min", "every minute": "1 min", "per minute": "1 min", "hourly": "1 hour", "daily": "1 day",
    "nightly": "1 day", "every night": "1 day", "each night": "1 day",
    "weekly": "1 week", "monthly": "1 month", "quarterly": "3 months", "yearly": "1 year", "annual": "1 year",
    "annually": "1 year", "half-hourly": "30 min", "every second": "1 s", "half hourly": "30 min",
})  # fmt: skip
"""How often, as the time from one to the next."""


def as_the_format_writes(field: str, given: object) -> object | None:
    """Return a value as the format writes it; None where it is written so already, or cannot be read in one way.

    Examples
    --------
    >>> as_the_format_writes("data.rows", "2.5M"), as_the_format_writes("data.minority_share", "1:19")
    (2500000, 0.05)
    >>> as_the_format_writes("data.languages", ["en", "de"]), as_the_format_writes("data.sampling_interval", "daily")
    (2, '1 day')
    >>> as_the_format_writes("data.rows", 500), as_the_format_writes("data.rows", "some")
    (None, None)
    """
    kind = BRIEF_FIELDS[field]
    if isinstance(given, list | tuple):
        return _of_a_list(field, kind, given)
    if isinstance(given, bool | int | float):
        return _of_a_number(field, kind, given)
    if not isinstance(given, str):
        return None
    if kind.kind == "bool":
        if field == "project.human_review" and _OF_FINDS.match(given):
            return True
        found = _flag(given)
        return True if found is None and field in _DESCRIBED and _describes(given) else found
    if kind.kind == "algorithm" and kind.many:
        return _algorithms(field, given)
    if kind.kind in ("algorithm", "application"):
        return tidy if (tidy := tidy_word(given)) != given else None
    if field == "data.drift" and spoken_flag(given) is True:
        return drift_told(given)
    if kind.values:
        return _word(field, kind, given)
    return _amount(field, kind, given.strip())


def _algorithms(field: str, given: str) -> object | None:
    """Return the algorithms that a text names, alone where it names one; None where it is that as it stands."""
    named = value_of(field, given)
    assert isinstance(named, list)
    found = named[0] if len(named) == 1 else named
    return found if named and found != given else None


def _of_a_list(field: str, kind: FieldKind, given: Sequence[object]) -> object | None:
    if kind.kind == "bool":
        return bool(given)
    if field in _COUNTED_BY_NAMES:
        return (
            len(given)
            if given and (field == "data.languages" or all(isinstance(each, str) for each in given))
            else None
        )
    if field == "data.actions":
        return "discrete" if given else None
    if field == "data.seasonality":
        return "several" if len(given) > 1 else "one" if given else "none"
    if kind.kind == "text" and given and all(isinstance(each, str) for each in given):
        return ". ".join(str(each).rstrip(" .") for each in given)
    sides = [each for each in given if is_whole(each)]
    return max(sides) if field == "data.image_side" and sides and len(sides) == len(given) else None


def _of_a_number(field: str, kind: FieldKind, given: float) -> object | None:
    if field == "data.group_count" and not isinstance(given, bool):
        return "known"
    if field == "stakes.explanation" and isinstance(given, bool):
        return "post-hoc" if given else "none"
    if field == "deployment.connectivity" and isinstance(given, bool):
        return "always" if given else "never"
    if field == "data.drift" and isinstance(given, bool):
        return "slow" if given else "none"
    if field == "stakes.specification" and given is False:
        return "none"
    if field == "data.actions" and isinstance(given, int) and given > 1:
        return "discrete"
    return None


def _flag(given: str) -> bool | None:
    if given in _NUMBERS:
        return None
    spoken = spoken_flag(given)
    return says_yes(given) if spoken is None else spoken


def _describes(given: str) -> bool:
    """Return whether a text tells of something that there is: words, of which none denies it."""
    words = tidy_word(given).split("-")
    return len(words) > 1 and TIDY_DENIALS.isdisjoint(words) and len(given) <= _LONGEST_DESCRIPTION


def _word(field: str, kind: FieldKind, given: str) -> str | None:
    if given in kind.values:
        return None
    words = spoken_words(field, given)
    if words == ("one",) and field == "data.seasonality" and re.search(r"\b(?:plus|and|also)\b|[+&]", given):
        return "several"
    if len(words) == 1:
        return words[0]
    if field == "data.actions" and _SO_MANY_CHOICES.match(given):
        return "discrete"
    return "known" if field == "data.group_count" and re.match(r"[0-9]", given) else None


def _amount(field: str, kind: FieldKind, given: str) -> object | None:
    """Return a count, share or amount that a text says."""
    if kind.kind not in ("count", "fraction") and kind.dimension is None:
        return None
    if kind.dimension is not None and _is_quantity(given, kind):
        return None
    ratio = _RATIO.fullmatch(given)
    if kind.kind == "fraction" and ratio is not None:
        parts = sorted(float(each) for each in ratio.groups())
        return round(parts[0] / sum(parts), 6) if sum(parts) else None
    rate = re.fullmatch(r"([0-9][0-9,.]*[kKmM]?) ?(?:[a-z]+ ?/ ?s(?:ec)?|[fqrt]ps)", given)
    if field == "deployment.peak_requests_per_second" and rate is not None:
        return _amount(field, kind, rate[1]) or int(rate[1].replace(",", ""))
    if field == "data.languages" and _ONE_LANGUAGE.fullmatch(given):
        return 1
    tokens = _TOKENS.fullmatch(given)
    if field == "data.text_length" and tokens is not None:
        return round(int(re.sub(r"[,_ ]", "", tokens[1])) * _WORDS_IN_A_TOKEN)
    frames = re.fullmatch(r"([0-9.]+) ?(?:fps|frames/s)", given, re.IGNORECASE)
    if field == "data.sampling_rate" and frames is not None:
        return f"{frames[1]} Hz"
    thousands = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?) ?k", given)
    if field == "data.sampling_rate" and thousands is not None:
        return f"{thousands[1]} kHz"
    dollars = dollars_told(given) if kind.dimension == "money" else None
    if dollars is not None:
        return _amount(field, kind, dollars) or dollars
    if kind.kind == "count" and _LEADING_ZERO.match(given):
        return None
    if kind.kind == "count" and _WITH_UNDERSCORES.fullmatch(given):
        return int(given.replace("_", ""))
    if field == "data.sampling_interval" and (often := _EVERY.get(re.sub(r"[\s_]+", " ", given.lower()))) is not None:
        return often
    if field == "deployment.control_period" and (period := _period(given)) is not None:
        return period
    try:
        found = value_of(field, given)
    except BriefError:
        return None
    if kind.kind == "fraction" and isinstance(found, float) and found > 1:
        return None  # a count, of which it takes the whole to be a share
    is_metres = field == "data.image_side" and re.fullmatch(r"[0-9.]+ ?m", given) is not None
    return None if found == given or is_metres else found


def _is_quantity(given: str, kind: FieldKind) -> bool:
    assert kind.dimension is not None
    return quantity_or_none(given, kind.dimension) is not None


def _period(given: str) -> str | None:
    """Return the time from one to the next of what comes so often, such as 100 times a second."""
    often = quantity_or_none(given, "frequency")
    return f"{1000 / often.magnitude:.6g} ms" if often is not None and often.magnitude else None
