"""Which field of the brief people mean who write another name, and what they say of it.

In order: a name of the format in other spelling or another group, a name in `field_aliases`, one that says a word of a
field by yes and no (`gpu: true`), one that ends in a unit (`latency_ms`), and one of these in another form: `qps_peak`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from whichml.model.documents.expressions import expression
from whichml.model.documents.plain_numbers import is_number
from whichml.model.entries.misread_names import counts_trials, is_misread, words_to_spot
from whichml.model.format.brief_algorithms import ALGORITHM_LISTS
from whichml.model.format.brief_circumstances import CIRCUMSTANCE_LISTS, may_name_circumstances
from whichml.model.format.brief_fields import BRIEF_FIELDS, GROUPS
from whichml.model.values.currencies import CURRENCIES
from whichml.model.values.quantity import number_or_none
from whichml.model.values.units import units_of
from whichml.model.values.vocabulary import Dimension
from whichml.model.words.algorithm_names import may_name_algorithms
from whichml.model.words.brief_aliases import ALIASES
from whichml.model.words.field_aliases import (
    BY_WORD,
    BY_YES_AND_NO,
    IN_CONTEXT,
    OTHER_NAMES,
    SAYS_NO,
    SAYS_YES,
    SEVERAL,
    Answered,
)
from whichml.model.words.name_forms import KnownForms
from whichml.model.words.spoken_amounts import is_amount
from whichml.model.words.spoken_words import spoken_flag

_LONGEST: Final = 60
_COUNTED: Final = expression(r"^(?:n|num|nr|nb|no_of|num_of|number_of|count_of|total|avg|average|mean|median|typical)_")
"""What says that a name counts something, or takes the middle of it."""
_SAYS_WHETHER: Final = expression(r"_(?:allowed|possible|available|required|needed|enabled|permitted|present|known)\Z")
"""What says that a name is answered by yes and no."""
_BY_INNER_NAME: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        inner: tuple(field for field in BRIEF_FIELDS if field.rpartition(".")[2] == inner)
        for inner in {field.rpartition(".")[2] for field in BRIEF_FIELDS}
    }
)
_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {name.rpartition(".")[2]: field for name, field in ALIASES["field"].items()} | dict(OTHER_NAMES)
)
"""What a name stands for in any group: those that lines in an interview are told by as well, and all others."""
_FORMS: Final = KnownForms({*_NAMES, *_BY_INNER_NAME, *BY_YES_AND_NO, *SEVERAL, *(each for names in IN_CONTEXT.values()
                                                                                  for each in names)})  # fmt: skip
_OF_THEIR_GROUP: Final = frozenset({"users", "items", "groups", "events", "series", "window", "history", "candidates"})
"""Inner names that mean something else in another group."""
_AT_THE_TOP: Final = frozenset({"brief", "task", "requirements", "priorities"})
_A_SECOND: Final = expression(r"(?:qps|rps|tps|/ ?s(?:ec)?|(?:per|a) second)\s*\Z", re.IGNORECASE)
_DIMENSIONS: Final[tuple[Dimension, ...]] = ("duration", "bytes", "frequency", "money")
_NOISE: Final[Mapping[str, str]] = MappingProxyType({
    "none": "very-high", "very-low": "very-high", "low": "high", "little": "high", "some": "medium",
    "moderate": "medium", "medium": "medium", "high": "low", "strong": "low", "severe": "very-low",
    "very-high": "very-low",
})  # fmt: skip
"""What noise in labels leaves of their quality."""
_NOISE_OF_TARGET: Final = frozenset({"noise", "noise_level", "measurement_noise", "target_noise"})
_NUMBERS_TO_PREDICT: Final = frozenset({"regression", "probabilistic-regression", "experiment-selection"})
"""Tasks in which noise without more is that of the number to predict."""
_WRONG: Final = ((0.02, "high"), (0.1, "medium"), (0.3, "low"), (1.0, "very-low"))
"""Up to which share of wrong labels their quality is which: few, some, many, hardly better than guessed. The shares
are our reading of these words."""
_UNIT_OF_NAME: Final[Mapping[tuple[str, str], str]] = MappingProxyType({
    **dict.fromkeys(((name, "data.sampling_rate") for name in ("fps", "frame_rate", "framerate")), "Hz"),
    ("hz", "data.sampling_rate"): "Hz",
    **dict.fromkeys(((name, "data.text_length") for name in
                     ("avg_tokens", "average_tokens", "mean_tokens", "tokens_per_document")), "tokens"),
})  # fmt: skip
"""The unit of a bare number under a name that says it, by name and field."""
_OF_CLICKS: Final = expression(
    r"(?:from |the )?(?:clicks?|click logs?|add[- ]to[- ](?:cart|basket)s?)(?=\s*(?:\Z|[,;+&(]|and\b|plus\b))",
    re.IGNORECASE,
)
"""Labels that are what people did with what they were shown."""
_STEPS: Final = frozenset({"resolution", "granularity", "time_resolution", "step", "step_size"})
_STEPS_IN_WORDS: Final = frozenset({"minutely", "hourly", "half-hourly", "daily", "weekly", "monthly", "quarterly"})
"""What is no number of pixels, but the time from one value to the next."""
_ARMS: Final = frozenset({"arms", "treatment_arms", "test_arms", "trial_arms", "treatments"})
"""What was tried beside one another, one of which each case gets."""
_NOT_SURE: Final = expression(
    r"\b(?:too (?:expensive|costly|dear|much)|expensive|unaffordable|can(?:no|')t|unless|maybe|perhaps|possibly|later|"
    r"hopefully|depends|undecided|not (?:sure|known|yet)|if (?:we|it|you|they|needed|necessary))\b"
)
"""What leaves open whether there is something, or says why there is none."""
_SIDES: Final = expression(
    r"([0-9]{1,6}\s*[x×]\s*[0-9]{1,6}(?:\s*px)?)(?:,?\s+(?:gr[ae]y(?:scale)?|colou?r|rgb|pixels?|jpe?g|png|mono))*",
    re.IGNORECASE,
)
"""The sides of a picture, and behind them of what kind it is."""
SPANS: Final = frozenset({
    "period", "time_period", "span", "time_span", "timespan", "years", "date_range", "time_range", "covers", "length",
})  # fmt: skip
"""Names of how long something was recorded, or from when to when."""
_A_SPAN: Final = expression(
    r"(?:(?:[2-9]|[1-9][0-9])(?:\.[0-9])?\s?(?:years|yrs)\b|(?:2[4-9]|[3-9][0-9]|[1-9][0-9]{2})\s?months\b)",
    re.IGNORECASE,
)
"""So long lasts what was recorded, and no season nor window."""
_CONVERTED: Final = frozenset({("deployment.control_period", "frequency")})
"""Fields with another dimension in which they can be told."""
_UNITS: Final[Mapping[str, tuple[Dimension, str]]] = MappingProxyType({
    **{unit.lower(): (dimension, unit) for dimension in _DIMENSIONS for unit in units_of(dimension)},
    **{f"{unit}s": ("duration", unit) for unit in ("hour", "day", "week", "month", "year")},
    **{code.lower(): ("money", code) for code in CURRENCIES},
    **dict.fromkeys(("sec", "secs", "seconds", "second"), ("duration", "s")),
    **dict.fromkeys(("minutes", "minute", "mins"), ("duration", "min")),
})  # fmt: skip
"""What may end a name and say the unit of the number behind it."""


class MeantField(NamedTuple):
    """A field that another name means.

    Attributes
    ----------
    field : by its full name
    value : what is said of it: as it was given, or the word that yes and no mean
    is_reworded : whether the value is another one
    """

    field: str
    value: object
    is_reworded: bool = False


_LONGEST_KEPT: Final = 80
"""Letters of a name up to which its tidy form is kept: the same names come in every brief, and several times in one."""


def tidy_field_name(name: str) -> str:
    """Return a name in lower case, its words joined by underscores, in the spelling of the format.

    Examples
    --------
    >>> tidy_field_name("Labeled-Rows"), tidy_field_name("number of classes")
    ('labelled_rows', 'classes')
    """
    return _tidied(name) if len(name) <= _LONGEST_KEPT else _tidied.__wrapped__(name)


@lru_cache(maxsize=4096)
def _tidied(name: str) -> str:
    tidy = re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")
    tidy = re.sub(r"label(?=(?:ed|ing)(?:_|\Z))", "labell", tidy)
    return _COUNTED.sub("", tidy) or tidy


def field_meant(name: str, value: object, given: Collection[str], context: Collection[str] = ()) -> MeantField | None:
    """Return the field that a name means which is none of the format's; None where it means none.

    Parameters
    ----------
    name : with its group, such as `data.samples`, or without
    value : what is said of it
    given : fields that the brief tells already; where a name may mean several, one that is not told comes first
    context : the task and the modalities, in which some names mean other fields

    Examples
    --------
    >>> field_meant("data.n_samples", 500, ())
    MeantField(field='data.rows', value=500, is_reworded=False)
    >>> field_meant("deployment.gpu", False, ())
    MeantField(field='deployment.accelerator', value='none', is_reworded=True)
    >>> field_meant("deployment.ram_kb", 64, ())
    MeantField(field='deployment.memory', value='64 kB', is_reworded=True)
    """
    if len(name) > _LONGEST:
        return None
    group, _, inner = name.rpartition(".")
    tidy = tidy_field_name(inner)
    if group == "data" and tidy in SPANS and isinstance(value, str) and _A_SPAN.match(value):
        return MeantField("data.history", value)
    by_value = _by_what_is_said(tidy, value)
    if by_value is not None:
        return by_value
    if words_to_spot(tidy, value, context) and "data.classes" not in given:
        return MeantField("data.classes", value)
    told_already: MeantField | None = None
    for called in dict.fromkeys((inner.strip().lower(), tidy, _SAYS_WHETHER.sub("", tidy))):
        for field in _called(group, called, context):
            if not _can_hold(field, value) or (group and field in _AT_THE_TOP):
                continue
            if is_misread(group, called, field, value, context):
                continue
            if field in given:
                told_already = told_already or MeantField(field, value)
                continue
            if field == "deployment.requests_per_day" and isinstance(value, str) and _A_SECOND.search(value):
                field = "deployment.peak_requests_per_second"
            unit = _UNIT_OF_NAME.get((called, field))
            if unit is not None and is_number(value):
                return MeantField(field, f"{value} {unit}", is_reworded=True)
            if BRIEF_FIELDS[field].kind == "bool" and is_number(value):
                return MeantField(field, value > 0, is_reworded=True)
            return MeantField(field, value)
        answered = BY_YES_AND_NO.get(called)
        if answered is not None and not counts_trials(called, value, context):
            return _answered(answered, value)
        is_noise = called == "label_noise" or (
            called in _NOISE_OF_TARGET and not _NUMBERS_TO_PREDICT.isdisjoint(context)
        )
        if is_noise and (quality := _without_noise(value)) is not None:
            return MeantField("data.label_quality", quality, is_reworded=True)
    meant = _with_unit(group, tidy, value, context) or told_already
    return meant or _in_another_form(group, tidy, value, given, context)


def _by_what_is_said(tidy: str, value: object) -> MeantField | None:
    """Return the field that a name means with what is said of it, whatever it means alone."""
    if tidy in ("labels", "labelled") and isinstance(value, list | tuple):
        return MeantField("data.classes", value)
    if tidy in _ARMS and _lists_several(value):
        return MeantField("data.actions", "discrete", is_reworded=True)
    if not isinstance(value, str):
        return None
    if (tidy, value.strip().lower()) in BY_WORD:
        field, word = BY_WORD[(tidy, value.strip().lower())]
        return MeantField(field, word, is_reworded=True)
    if tidy in ("labels", "labelled") and _OF_CLICKS.match(value):
        return MeantField("data.clicks", True, is_reworded=True)
    if tidy in _STEPS and (is_amount(value, "duration") or value.strip().lower() in _STEPS_IN_WORDS):
        return MeantField("data.sampling_interval", value)
    sides = _SIDES.fullmatch(value.strip()) if tidy in ("size", "shape", "dimensions") else None
    return MeantField("data.image_side", sides[1]) if sides is not None else None


def _lists_several(value: object) -> bool:
    """Return whether a list, or a text, names several things."""
    if isinstance(value, list | tuple):
        return len(value) > 1 and all(isinstance(each, str | int) for each in value)
    parts = re.split(r"\s*[,;/|]\s*", value.strip()) if isinstance(value, str) else []
    return len(parts) > 1 and all(re.search(r"[^\W_]", part) for part in parts)


def _in_another_form(
    group: str, tidy: str, value: object, given: Collection[str], context: Collection[str]
) -> MeantField | None:
    """Return the field whose name, or other name, is this one with its words in another order or shortened."""
    is_listed = isinstance(value, list | tuple) and not all(isinstance(each, str) for each in value)
    if is_listed or isinstance(value, Mapping):
        return None  # the sizes of parts, or facts of their own
    names = (f"{group}.{each}" if group else each for each in _FORMS.like(tidy))
    found = [each for name in names if (each := _named(name, value, given, context)) is not None]
    return found[0] if len({each.field for each in found}) == 1 else None


def _named(name: str, value: object, given: Collection[str], context: Collection[str]) -> MeantField | None:
    return MeantField(name, value) if name in BRIEF_FIELDS else field_meant(name, value, given, context)


def _called(group: str, name: str, context: Collection[str]) -> Iterator[str]:
    """Yield the fields that a tidy name may mean, the likeliest first."""
    if f"{group}.{name}" in BRIEF_FIELDS:
        yield f"{group}.{name}"
    elsewhere = _BY_INNER_NAME.get(name, ())
    if len(elsewhere) == 1 and not (group in GROUPS and name in _OF_THEIR_GROUP):
        yield elsewhere[0]
    for where in (group, *context):
        if name in IN_CONTEXT.get(where, {}):
            yield IN_CONTEXT[where][name]
    yield from SEVERAL.get(name, ())
    if name in _NAMES:
        yield _NAMES[name]


def _can_hold(field: str, value: object) -> bool:
    """Return whether an amount that a value says is of the field's kind; what is no amount is left to the field.

    What was tried, is proposed or holds besides is often told in words, which stay words.
    """
    if field in ALGORITHM_LISTS:
        return may_name_algorithms(value, is_asked=False)
    if field in CIRCUMSTANCE_LISTS:
        return may_name_circumstances(value)
    dimension = BRIEF_FIELDS[field].dimension
    if dimension is None or not isinstance(value, str):
        return True
    others = [each for each in _DIMENSIONS if each != dimension and (field, each) not in _CONVERTED]
    return not any(is_amount(value, each) for each in others)


def _answered(answered: Answered, value: object) -> MeantField | None:
    says = says_yes(value)
    if says is None and answered.field == "deployment.accelerator" and isinstance(value, str):
        plain = value.strip().lower()
        is_open = _NOT_SURE.search(plain) is not None
        says = None if is_open else not re.match(r"(?:no|not|without)\b", plain)  # else it names hardware: `4x A100`
    word = None if says is None else answered.if_yes if says else answered.if_no
    return None if word is None else MeantField(answered.field, word, is_reworded=True)


def says_yes(value: object) -> bool | None:
    """Return whether a value says yes or no; None where it says neither.

    Examples
    --------
    >>> says_yes("required"), says_yes(0), says_yes(["sex", "age"]), says_yes("sometimes")
    (True, False, True, None)
    """
    if isinstance(value, bool | list | tuple):
        return bool(value)
    if isinstance(value, int | float):
        return value > 0
    if not isinstance(value, str):
        return None
    plain = re.sub(r"[\s_-]+", " ", value.strip().lower())
    return True if plain in SAYS_YES else False if plain in SAYS_NO else spoken_flag(value)


def _without_noise(value: object) -> str | None:
    """Return how far labels can be trusted of which a share is wrong, or which are noisy as a word says."""
    if isinstance(value, str) and (word := value.strip().lower()) in _NOISE:
        return _NOISE[word]
    wrong = number_or_none(value)
    if wrong is None or not 0 <= wrong <= 1:
        return None
    return next(level for most, level in _WRONG if wrong <= most)


def unit_of_name(word: str) -> str:
    """Return the unit that the last word of a name says, such as `kB` for `kb`; nothing where it says none."""
    return _UNITS.get(word, ("", ""))[1]


def _with_unit(group: str, tidy: str, value: object, context: Collection[str]) -> MeantField | None:
    base, _, suffix = tidy.rpartition("_")
    dimension, unit = _UNITS.get(suffix, (None, ""))
    if dimension is None or not is_number(value):
        return None
    for field in _called(group, base, context):
        if BRIEF_FIELDS[field].dimension == dimension:
            return MeantField(field, f"{value:g} {unit}" if isinstance(value, float) else f"{value} {unit}", True)
    return None
