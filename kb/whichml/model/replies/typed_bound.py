"""A bound that a person types: `response time max 150 ms`, `precision at least 0.3`, `within 2 s in 99 % of cases`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from whichml.model.documents.document import Plain
from whichml.model.documents.errors import BriefError, Problem, quoted
from whichml.model.documents.expressions import expression
from whichml.model.format.requirement import Side
from whichml.model.values.metrics import metric_of
from whichml.model.values.qualities import QUALITIES
from whichml.model.values.quantity import quantity_or_none
from whichml.model.values.vocabulary import LEVELS, Dimension, QualityId
from whichml.model.words.bound_names import usual_side
from whichml.model.words.brief_aliases import ALIASES, AMBIGUOUS
from whichml.model.words.denials import DENIALS
from whichml.model.words.near_qualities import all_of, what_it_may_be
from whichml.model.words.spoken_amounts import is_amount, spoken_amount
from whichml.model.words.spoken_numbers import LONGEST, has_a_number, spoken_number
from whichml.model.words.spoken_words import tidy_word

_AT_MOST: Final = (
    "at most", "less than", "fewer than", "faster than", "shorter than", "smaller than", "lower than", "cheaper than",
    "maximum of", "maximum", "maximal", "max.", "max", "up to", "below", "under", "within", "<=", "≤", "<",
)  # fmt: skip
_AT_LEAST: Final = (
    "at least", "more than", "higher than", "better than", "greater than", "longer than", "slower than", "larger than",
    "bigger than", "minimum of", "minimum", "minimal", "min.", "min", "above", "over", "exceeds", "exceed", ">=", "≥",
    ">",
)  # fmt: skip
_SIDES: Final[Mapping[str, Side]] = MappingProxyType(
    {**dict.fromkeys(_AT_MOST, "max"), **dict.fromkeys(_AT_LEAST, "min")}
)
_SIDE: Final = expression(
    "|".join(
        rf"(?<![\w-]){re.escape(each)}(?![\w-])" if each[0].isalpha() else re.escape(each)
        for each in sorted(_SIDES, key=len, reverse=True)
    ),
    re.IGNORECASE,
)
_DENIAL: Final = "|".join(re.escape(each).replace("'", "['’]?") for each in sorted(DENIALS, key=len, reverse=True))
_DENIED: Final = expression(rf"(?<![\w-])(?:{_DENIAL})\s+(?:(?:be|get|go|take|fall|drop|rise)\s+)?\Z", re.IGNORECASE)
"""What turns a side round that stands behind it: `not above` is at most."""
_OTHER_SIDE: Final[Mapping[Side, Side]] = MappingProxyType({"max": "min", "min": "max"})
_AT: Final = expression(
    r"\(?\s*(?:(?:at|in)\s+(?:the\s+)?)?(p[0-9]{2}|median|mean|worst[ -]case|on average|"
    r"(?:9[059])\s*%\s*of\s+(?:the\s+|all\s+)?(?:cases|requests|calls|times?)|(?:9[059])th percentile)\s*\)?\s*\Z",
    re.IGNORECASE,
)
_FILLERS: Final = expression(
    r"^(?:the|a|an|its|our|this|that)\s+|\s*(?:\b(?:is|be|of|to|must|should|has|have|needs?|shall|been|between|from|reach(?:es)?|achieves?|gets?|hits?)\b\s*)+\Z|[:=]+\s*\Z",
    re.IGNORECASE,
)
_THE_ANSWER: Final = expression(
    r"(?:(?:the|an?|its|every|each|all|one)\s+)*(?:answers?|results?|predictions?|responses?|repl(?:y|ies)|outputs?)"
    r"(?:\s+(?:comes?|arrives?|is|are|there|shown|given|must|has|have|to|should|come|be|back|out))*",
    re.IGNORECASE,
)
"""What a bound may speak of without naming a quality: its unit says which."""
_PRONOUN: Final = expression(r"^(?:it|this|that|they)\b[a-z ]*\Z", re.IGNORECASE)
_RANGE: Final = expression(r"\s*(?:(?<![0-9][eE])-|–|—|\.\.+|\bto\b|\bor\b|\band\b)\s*", re.IGNORECASE)
_BY_UNIT: Final[Mapping[Dimension, tuple[str, ...]]] = MappingProxyType({
    "duration": ("inference-latency", "training-time", "update-latency", "time-to-release"),
    "bytes": ("inference-memory", "model-size", "training-memory"),
    "money": ("cost-per-prediction", "training-cost", "development-cost"),
    "rate": ("inference-throughput",),
    "energy": ("inference-energy", "training-energy"),
})  # fmt: skip
"""The qualities that an amount alone may bound."""
_BY_METRIC: Final = (
    "Write the metric: `recall min {amount}`, `balanced-accuracy min {amount}`, `roc-auc min {amount}`, or a level: "
    "`accuracy min high`."
)
LONGEST_ANSWER_SECONDS: Final = 10.0
"""Nobody trains, updates or releases within so short a time: it is an answer that has to come."""


class TypedBound(NamedTuple):
    """A bound as a brief writes it, with the text that says the same."""

    quality: str
    side: Side
    amount: Plain
    at: str | None = None

    @property
    def text(self) -> str:
        """Return the bound as one types it in the words of the format."""
        return f"{self.quality} {self.side} {self.amount}{f' ({self.at})' if self.at else ''}"


def bound_of(text: str) -> TypedBound:
    """Return the bound that a text says.

    Raises
    ------
    BriefError
        Where it says none, or could say several; with what would be right.

    Examples
    --------
    >>> bound_of("response time max 150 ms").text, bound_of("precision at least 30 %").text
    ('inference-latency max 150 ms', 'precision min 30 %')
    >>> bound_of("within 150 ms in 99 % of cases").text
    'inference-latency max 150 ms (p99)'
    """
    given = text.strip()
    if len(given) > LONGEST:
        raise BriefError.about(
            f"{quoted(given)} is no bound: it has more than {LONGEST} characters.",
            hint="Write a quality, max or min, and an amount: inference-latency max 40 ms.",
        )
    statistic = _AT.search(given)
    bare = given[: statistic.start()].strip() if statistic is not None else given
    at = _statistic(statistic[1]) if statistic is not None else None
    named, side, wanted = _parted(bare)
    if not wanted:
        raise _no_bound(given, named)
    quality, wanted = _quality_of(named, wanted, given)
    meant = side or _side_of(quality)
    amount = amount_for(quality, wanted)
    if quality == "accuracy" and amount not in LEVELS:
        raise BriefError.about(f"{quoted(given)} does not say by which metric.", hint=_BY_METRIC.format(amount=amount))
    return TypedBound(quality, meant, amount, at)


def says_a_bound(text: str) -> bool:
    """Return whether a text says one bound, as a quality's name and an amount do.

    Examples
    --------
    >>> says_a_bound("memory: 2 GB"), says_a_bound("privacy: internal")
    (True, False)
    """
    try:
        bound = bound_of(text)
    except BriefError:
        return False
    return bound.amount in LEVELS or has_a_number(str(bound.amount))


def _parted(bare: str) -> tuple[str, Side | None, str]:
    """Return what stands before the side of a bound, the side if one is said, and what stands behind it."""
    found = _SIDE.search(bare)
    if found is None:
        named, wanted = _split_at_amount(bare)
        return named, None, wanted
    named, side = bare[: found.start()], _SIDES[found.group().lower()]
    denied = _DENIED.search(named)
    if denied is not None:
        named, side = named[: denied.start()], _OTHER_SIDE[side]
    return named, side, bare[found.end() :].strip(" :=")


def _no_bound(given: str, named: str) -> BriefError:
    said = _FILLERS.sub("", named.strip()) or given
    quality = _called(said)
    if quality is not None:
        example = _example(quality)
        return BriefError.about(
            f"{quoted(given)} is no bound: it has no amount.",
            hint=f"Write one, such as `{quality} {_side_of(quality)} {example}`.",
        )
    in_general = "Write a quality, max or min, and an amount: inference-latency max 40 ms. `?` lists the qualities."
    return BriefError.about(f"{quoted(given)} is no bound.", hint=what_it_may_be(said, QUALITIES) or in_general)


def _example(quality: str) -> str:
    """Return an amount that a bound on a quality or metric could have."""
    if QualityId(quality) not in QUALITIES:
        return "0.9" if _side_of(quality) == "min" else "0.05"
    dimension = QUALITIES[QualityId(quality)].dimension
    examples = {"duration": "40 ms", "bytes": "64 MB", "money": "0.01 USD", "rate": "100/s", "energy": "10 J"}
    return examples.get(dimension or "", "high" if _side_of(quality) == "min" else "low")


def _statistic(said: str) -> str:
    plain = said.lower()
    if plain[0] == "9":
        return f"p{plain[:2]}"
    return {"on average": "mean", "worst case": "worst-case"}.get(plain, plain)


def _split_at_amount(text: str) -> tuple[str, str]:
    """Return what stands before the first amount or level of a text, and the rest from there on."""
    levels = "|".join(level.replace("-", "[- ]") for level in sorted(LEVELS, key=len, reverse=True))
    found = re.search(rf"(?<![\w-])(?:[0-9.€£]|(?:{levels})\Z)", text, re.IGNORECASE)
    return (text[: found.start()], text[found.start() :]) if found is not None else (text, "")


def _quality_of(named: str, wanted: str, given: str) -> tuple[str, str]:
    """Return the quality or metric that a bound speaks of, and the amount; its name may stand behind the amount."""
    said = named.strip()
    while _called(said) is None and (shorter := _FILLERS.sub("", said)) != said:
        said = shorter.strip()
    if _called(said) is None and not what_it_may_be(said, QUALITIES):
        said = _PRONOUN.sub("", said)
    if said and not _THE_ANSWER.fullmatch(said):
        return _known(said, given), wanted
    behind = re.match(
        r"(\S*[0-9]\S*(?:\s*[A-Za-zµ%/$€£]+)?)\s+(?:of\s+|for\s+)?([a-z][a-z -]+)\Z", wanted, re.IGNORECASE
    )
    if behind is not None and _called(behind[2]) is not None:
        return _known(behind[2], given), behind[1]
    if _THE_ANSWER.fullmatch(said) and is_amount(spoken_amount(wanted, "duration"), "duration"):
        return _BY_UNIT["duration"][0], wanted
    return _by_unit(wanted, given), wanted


def _called(said: str) -> str | None:
    """Return the quality or metric whose name or other name a text is."""
    tidy = re.sub(r"^(?:the|an?|its|our)-", "", tidy_word(said))
    if tidy in QUALITIES or metric_of(tidy) is not None:
        return tidy
    return ALIASES["quality"].get(tidy) or ALIASES["metric"].get(tidy)


def _known(said: str, given: str) -> str:
    quality = _called(said)
    if quality is not None:
        return quality
    choices = AMBIGUOUS["quality"].get(tidy_word(said)) or AMBIGUOUS["metric"].get(tidy_word(said))
    if choices is not None:
        raise BriefError.about(f"{quoted(said)} could mean several things.", hint=f"Write one of {', '.join(choices)}.")
    near = what_it_may_be(said, QUALITIES)
    raise BriefError(
        Problem(
            f"unknown quality {quoted(said)} in {quoted(given)}.",
            hint=near or all_of(QUALITIES),
            lists="nothing" if near else "qualities",
        )
    )


def _by_unit(wanted: str, given: str) -> str:
    """Return the quality that an amount without a name bounds.

    Raises
    ------
    BriefError
        Where several may be meant, or it has no unit.
    """
    for dimension, names in _BY_UNIT.items():
        amount = wanted if dimension in ("rate", "energy") else spoken_amount(wanted, dimension)
        found = quantity_or_none(amount, dimension)
        if found is None:
            continue
        if len(names) == 1 or (dimension == "duration" and found.magnitude <= LONGEST_ANSWER_SECONDS):
            return names[0]
        raise BriefError.about(
            f"{quoted(given)} does not say of what.", hint=f"Write the quality before it: {', '.join(names)}."
        )
    raise _no_bound(given, "")


def _side_of(quality: str) -> Side:
    return usual_side(QUALITIES.get(QualityId(quality)), metric_of(quality))


def amount_for(quality: str, wanted: str) -> Plain:
    """Return an amount as a brief writes it: a level, a number of a metric, or an amount in the quality's unit.

    What is no amount stays as it is, for the brief to refuse.

    Raises
    ------
    BriefError
        Where two amounts are said.
    """
    level = tidy_word(wanted)
    if level in LEVELS:
        return level
    amount = _number_or_amount(quality, wanted)
    if amount is None and sum(map(has_a_number, _RANGE.split(wanted))) > 1:
        raise BriefError.about(
            f"a bound takes one amount, and {quoted(wanted)} says two.", hint="Write the one that must hold."
        )
    return wanted if amount is None else amount


def _number_or_amount(quality: str, wanted: str) -> Plain:
    """Return a number of a metric, or an amount in the quality's unit; None where there is none to read."""
    named = QUALITIES.get(QualityId(quality))
    dimension = named.dimension if named is not None else None
    if dimension in ("duration", "bytes", "money"):
        amount = spoken_amount(wanted, dimension)
        return amount if is_amount(amount, dimension) else None
    number = spoken_number(wanted)
    if number is None or has_a_number(number.rest):
        return None
    if dimension == "rate":
        per = re.match(r"(?:\w+\s+)?(?:/|per\s|an?\s|each\s)\s*(s|sec|second|min|minute|hour|day)s?\b", number.rest)
        unit = {"sec": "s", "second": "s", "minute": "min"}.get(per[1], per[1]) if per is not None else ""
        return f"{number.text}/{unit}" if unit else None
    if number.rest.startswith("%") or re.match(r"per\s?cent\b", number.rest):
        return f"{number.text} %"
    if dimension == "rows" or (named is None or quality == "accuracy"):
        return float(number.number) if number.number.denominator != 1 else int(number.number)
    return None
