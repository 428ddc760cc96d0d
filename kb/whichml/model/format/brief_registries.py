"""Values of a brief that are entries of a closed list with meanings: laws and norms, metrics, and currencies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, PlainValidator, WithJsonSchema

from whichml.model.documents.errors import did_you_mean, quoted
from whichml.model.documents.plain_numbers import is_number
from whichml.model.format.brief_values import Slug, as_tuple, given_in_words, refusal, refuse_repetition
from whichml.model.values.currencies import BASE_CURRENCY, CURRENCIES
from whichml.model.values.metrics import FORMS_WITH_A_NUMBER, METRICS, metric_of
from whichml.model.values.regulations import REGULATIONS
from whichml.model.values.vocabulary import FieldKind

_REGULATION_IDS: Final = tuple(REGULATIONS)
_LARGEST_RATE: Final = 1e6
_REGULATION_SCHEMA: Final = {"type": "string", "enum": list(_REGULATION_IDS)}
_METRIC_SCHEMA: Final = {
    "anyOf": [
        {"type": "string", "enum": list(METRICS)},
        {"type": "string", "pattern": "^([a-z-]+-at-[1-9][0-9]*|top-[1-9][0-9]*-accuracy)$"},
    ],
    "description": "What the bound counts; with `quality: accuracy`.",
}


def _as_regulations(given: object) -> object:
    """Return what names laws as a tuple; what can name none is refused with those that are known."""
    named = as_tuple(given)
    for each in named if isinstance(named, tuple) else ():
        if not isinstance(each, str):
            raise refusal(
                f"takes laws and norms by their names, not {given_in_words(each)}.",
                f"Known are {', '.join(_REGULATION_IDS)}.",
            )
    return named


def _known_regulations(given: tuple[str, ...]) -> tuple[str, ...]:
    for name in given:
        if name not in REGULATIONS:
            near = did_you_mean(name, REGULATIONS)
            known = f"Known are {', '.join(_REGULATION_IDS)}."
            raise refusal(f"names no law or norm that is known: {quoted(name)}.", f"{near} {known}" if near else known)
    return tuple(sorted(refuse_repetition(given)))


def _known_metric(given: str) -> str:
    if metric_of(given) is None:
        near = did_you_mean(given, METRICS)
        known = f"Known are {', '.join((*METRICS, *FORMS_WITH_A_NUMBER))}."
        raise refusal(f"is no metric that is known: {quoted(given)}.", f"{near} {known}" if near else known)
    return given


def _read_rates(given: object) -> tuple[tuple[str, float], ...]:
    hint = f"Write how many {BASE_CURRENCY} one unit is, such as `{{EUR: 1.08}}`."
    if isinstance(given, tuple):
        given = dict(given)
    if not isinstance(given, Mapping):
        raise refusal(f"takes a mapping of currencies, not {given_in_words(given)}.", hint)
    found: dict[str, float] = {}
    for code, rate in given.items():
        if code not in CURRENCIES or code == BASE_CURRENCY:
            if str(code).upper() == BASE_CURRENCY:
                raise refusal(f"gives a rate for {BASE_CURRENCY}, which is what others are converted to.", hint)
            near = did_you_mean(str(code), CURRENCIES)
            known = f"Known are {', '.join(each for each in CURRENCIES if each != BASE_CURRENCY)}."
            raise refusal(f"knows no currency {quoted(str(code))} to convert.", f"{near} {known}" if near else known)
        if not is_number(rate) or not 0 < rate <= _LARGEST_RATE:
            raise refusal(f"takes a number above 0 for {code}, not {given_in_words(rate)}.", hint)
        found[code] = float(rate)
    return tuple(sorted(found.items()))


Rates = Annotated[
    tuple[tuple[str, float], ...],
    PlainValidator(_read_rates),
    WithJsonSchema({
        "type": "object",
        "propertyNames": {"enum": [each for each in CURRENCIES if each != BASE_CURRENCY]},
        "additionalProperties": {"type": "number", "exclusiveMinimum": 0},
        "examples": [{"EUR": 1.08}],
    }),
    FieldKind("rates"),
]  # fmt: skip
Regulations = Annotated[
    tuple[Slug, ...],
    BeforeValidator(_as_regulations),
    AfterValidator(_known_regulations),
    WithJsonSchema(
        {"anyOf": [_REGULATION_SCHEMA, {"type": "array", "items": _REGULATION_SCHEMA, "uniqueItems": True}]}
    ),
    FieldKind("word", _REGULATION_IDS, many=True),
]
MetricId = Annotated[Slug, AfterValidator(_known_metric), WithJsonSchema(_METRIC_SCHEMA)]
