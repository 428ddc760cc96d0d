"""The kinds of values a brief holds, as types that say what is wrong in the brief's words.

A refusal is the rest of a sentence that begins with the field's name: "takes true or false, not 'maybe'."
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from typing import Annotated, Any, Final, Literal, TypeVar, get_args

from pydantic import AfterValidator, BeforeValidator, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from whichml.model.documents.errors import quoted
from whichml.model.documents.expressions import expression
from whichml.model.documents.plain_numbers import is_number
from whichml.model.values.quantity import Quantity, QuantityError, parse_quantity, plain_number
from whichml.model.values.units import units_of
from whichml.model.values.vocabulary import (
    LEVELS,
    MODALITIES,
    AlgorithmId,
    Dimension,
    FieldKind,
    Level,
    Modality,
    ProgrammingLanguage,
    QualityId,
    RuledOut,
    TargetTrait,
)

LARGEST_COUNT: Final = 10**18
EXACT_IN_JSON: Final = 2**53 - 1
"""The largest whole number that every reader of JSON keeps exactly (RFC 8785, section 3.2.2.3)."""
_SLUG = expression(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_LONGEST_SLUG = 80
_EVIDENCE_ID = expression(r"[0-9a-f]{32}\Z")
MOST_EVIDENCE = 1000
_NUMBER_AS_TEXT = expression(
    r"\s*[-+]?[0-9](?:[0-9_' ]|,(?=(?:[0-9]{2},)*[0-9]{3}(?![0-9])))*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?\s*\Z"
)
"""A comma parts groups of two or three digits (1,00,000), of which the last has three; a decimal one is none."""
_DATE = expression(
    r"\b[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|\b[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2})\b|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(?:[0-9]{1,2}(?:st|nd|rd|th)?,?\s+)?[0-9]{4}\b|"
    r"\b(?:Q[1-4]|H[12])[ /-]*[0-9]{4}\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
    re.IGNORECASE,
)

Word = TypeVar("Word", bound=str)


def refusal(message: str, hint: str, field: str = "") -> PydanticCustomError:
    """Return the error to raise inside a validator; `field` names a field below the one that is validated."""
    return PydanticCustomError("brief", "{message}", {"message": message, "hint": hint, "field": field})


def given_in_words(given: object) -> str:
    """Return what was given, as messages show it."""
    if given is None:
        return "nothing"
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, str):
        return f"the text {quoted(given)}"
    if isinstance(given, int | float):
        return quoted(str(given)).strip("'") if not isinstance(given, int) or abs(given) < 10**40 else "a huge number"
    if isinstance(given, list | tuple):
        return "a list"
    return "a mapping" if isinstance(given, dict) else f"a {type(given).__name__}"


def _as_version(given: object) -> object:
    if given == 1 and not isinstance(given, bool):
        return 1
    raise refusal(f"is a version that is not known: {given_in_words(given)}.", "Write `brief: 1`, or leave it out.")


def _read_count(given: object) -> int:
    if isinstance(given, str):
        if _NUMBER_AS_TEXT.match(given):
            digits = re.sub(r"[_,' ]", "", given)
            if re.fullmatch(r"[0-9]{1,3}\.[0-9]{3}", digits):
                digits = f"{digits.replace('.', '')} or {digits.partition('.')[0]}"
            raise refusal(f"takes a plain number, not {given_in_words(given)}.", f"Write {digits}, without quotes.")
        raise refusal(f"takes a count, not {given_in_words(given)}.", "Write a whole number, such as 20000 or 2e4.")
    if not is_number(given):
        raise refusal(f"takes a count, not {given_in_words(given)}.", "Write a whole number, such as 20000 or 2e4.")
    if isinstance(given, float) and not math.isfinite(given):
        raise refusal(f"takes a finite number, not {given_in_words(given)}.", "Leave it out if it is unknown.")
    if isinstance(given, float) and not given.is_integer():
        raise refusal(f"takes a whole number, not {given_in_words(given)}.", "Round it.")
    if given < 0:
        raise refusal(f"cannot be negative: {given_in_words(given)}.", "Give zero or more, or leave it out if unknown.")
    if given > LARGEST_COUNT:
        raise refusal(f"is too large: {given_in_words(given)}.", f"The limit of a count is {LARGEST_COUNT:.0e}.")
    count = int(given)
    return count if count <= EXACT_IN_JSON else int(float(count))


def _read_frequent_count(given: object) -> int | float:
    """Return how many in a time, which may be less than one."""
    if isinstance(given, float) and math.isfinite(given) and not given.is_integer():
        if given < 0:
            raise refusal(f"cannot be negative: {given_in_words(given)}.", "Give zero or more, or leave it out.")
        return given
    return _read_count(given)


def _read_plain_amount(given: object) -> float:
    """Return a number from zero on whose unit is known otherwise, or that has none."""
    if not is_number(given) or not math.isfinite(given) or not 0 <= given <= LARGEST_COUNT:
        raise refusal(
            f"takes a number alone, not {given_in_words(given)}.", "Write it without a unit, such as 6 or 0.5."
        )
    return float(given)


def _read_fraction(given: object) -> float:
    hint = "Write a share such as 0.05, or 5 %."
    if isinstance(given, str):
        try:
            given = parse_quantity(given, "number").magnitude
        except QuantityError:
            raise refusal(f"takes a fraction from 0 to 1, not {given_in_words(given)}.", hint) from None
    if not is_number(given):
        raise refusal(f"takes a fraction from 0 to 1, not {given_in_words(given)}.", hint)
    if not 0 <= given <= 1:
        raise refusal(f"is a fraction from 0 to 1, not {given_in_words(given)}.", hint)
    return float(given)


def _quantity_reader(dimension: Dimension, example: str) -> Callable[[object], Quantity]:
    def read(given: object) -> Quantity:
        units = ", ".join(units_of(dimension))
        if isinstance(given, Quantity) and given.dimension == dimension:
            return given
        if is_number(given):
            raise refusal(f"has no unit: {given_in_words(given)}.", f"Add one, as in `{example}`. Units: {units}.")
        if not isinstance(given, str):
            raise refusal(f"takes a quantity such as `{example}`, not {given_in_words(given)}.", f"Units: {units}.")
        if dimension == "duration" and _DATE.search(given):
            hint = f"Write how long that is from now, such as `{example}`."
            raise refusal(f"takes a length of time, and {quoted(given)} is a date.", hint)
        try:
            return parse_quantity(given, dimension)
        except QuantityError as cause:
            raise refusal(f"takes a quantity such as `{example}`: {cause.message}", cause.hint) from None

    return read


def _read_slug(given: object) -> str:
    if not isinstance(given, str):
        raise refusal(f"takes an id, not {given_in_words(given)}.", "Write lower-case words joined by hyphens.")
    if not _SLUG.match(given) or len(given) > _LONGEST_SLUG:
        tidy = re.sub(r"[^a-z0-9]+", "-", given.lower()).strip("-")[:_LONGEST_SLUG].strip("-")
        hint = "Write lower-case words joined by hyphens" + (f", such as {quoted(tidy)}." if tidy else ".")
        raise refusal(f"takes an id, not {given_in_words(given)}.", hint)
    return given


def _read_evidence_id(given: object) -> str:
    if not isinstance(given, str) or not _EVIDENCE_ID.match(given):
        raise refusal(
            f"takes ids of evidence, not {given_in_words(given)}.",
            "Write the 32 hexadecimal digits in the name of a file evidence-....json, in quotes.",
        )
    return given


def _at_most_so_many(given: tuple[str, ...]) -> tuple[str, ...]:
    if len(given) > MOST_EVIDENCE:
        raise refusal(f"names {len(given)} pieces of evidence.", f"The limit is {MOST_EVIDENCE}.")
    return tuple(sorted(refuse_repetition(given)))


def as_tuple(given: object) -> object:
    """Return a list as a tuple, and a single value as a tuple of one."""
    if isinstance(given, list | tuple):
        return tuple(given)
    return (given,)


def list_as_tuple(given: object) -> object:
    """Return a list as a tuple; anything else is refused."""
    if isinstance(given, list | tuple):
        return tuple(given)
    raise refusal(f"takes a list, not {given_in_words(given)}.", "Begin each entry on a line of its own with `- `.")


def _in_order_of(words: Iterable[str]) -> Callable[[tuple[Word, ...]], tuple[Word, ...]]:
    rank = {word: position for position, word in enumerate(words)}

    def sort(given: tuple[Word, ...]) -> tuple[Word, ...]:
        if not given:
            raise refusal("is an empty list.", "Name at least one, or leave the field out if unknown.")
        refuse_repetition(given)
        return tuple(sorted(given, key=lambda word: rank[word]))

    return sort


def refuse_repetition(given: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return words as they are, each once; a word that stands twice is refused."""
    for position, word in enumerate(given):
        if word in given[:position]:
            raise refusal(f"names {quoted(word)} twice.", "Name it once.")
    return given


def _as_ties(given: object) -> object:
    if not isinstance(given, list | tuple):
        raise refusal(
            f"takes a list of qualities, not {given_in_words(given)}.", "Write `[accuracy, inference-latency]`."
        )
    return tuple(tuple(entry) if isinstance(entry, list | tuple) else (entry,) for entry in given)


def _refuse_empty_ties(given: tuple[tuple[QualityId, ...], ...]) -> tuple[tuple[QualityId, ...], ...]:
    for position, tie in enumerate(given):
        if not tie:
            raise refusal(f"has an empty list at place {position + 1}.", "Name the qualities of the tie, or remove it.")
    return given


def read_bound(given: object) -> Level | Quantity:
    """Return a level, or a quantity; a number without a unit is a quantity of dimension `number`."""
    if isinstance(given, Quantity):
        return given
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        raise refusal(
            f"takes a level or a quantity, not {given_in_words(given)}.",
            f"Write one of {', '.join(LEVELS)}, or a number with its unit, such as `40 ms`.",
        )
    if isinstance(given, int | float):
        if abs(given) > LARGEST_COUNT or math.isnan(given):
            raise refusal(f"is out of range: {given_in_words(given)}.", f"The limit is {LARGEST_COUNT:.0e}.")
        return plain_number(float(given))
    if given in LEVELS:
        return LEVELS[LEVELS.index(given)]
    try:
        return parse_quantity(given)
    except QuantityError as cause:
        if given[:1].isalpha():
            raise refusal(
                f"takes a level or a quantity, not {given_in_words(given)}.",
                f"Write one of {', '.join(LEVELS)}, or a number with its unit, such as `40 ms`.",
            ) from None
        raise refusal(f"takes a level or a quantity with its unit: {cause.message}", cause.hint) from None


def _quantity_schema(example: str) -> dict[str, Any]:
    """Return the schema of a number and a unit; which units there are stands with the field."""
    return {"type": "string", "description": "A number and a unit.", "examples": [example]}


def _one_or_many(words: tuple[str, ...]) -> dict[str, Any]:
    one = {"type": "string", "enum": list(words)}
    return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1, "uniqueItems": True}]}


SLUG_SCHEMA: Final = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": _LONGEST_SLUG}
_EVIDENCE_SCHEMA: Final = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
_RULED_OUT: Final[tuple[RuledOut, ...]] = get_args(RuledOut)
_PROGRAMMING: Final[tuple[ProgrammingLanguage, ...]] = get_args(ProgrammingLanguage)
_TARGET_TRAITS: Final[tuple[TargetTrait, ...]] = get_args(TargetTrait)

Flag = Annotated[bool, FieldKind("bool")]
Text = Annotated[str, FieldKind("text")]
Grade = Annotated[Level, FieldKind("level", LEVELS, ordered=True)]
Version = Annotated[Literal[1], BeforeValidator(_as_version), FieldKind("version")]
Count = Annotated[
    int,
    PlainValidator(_read_count),
    WithJsonSchema({"type": "integer", "minimum": 0, "maximum": LARGEST_COUNT}),
    FieldKind("count"),
]
FrequentCount = Annotated[
    int | float,
    PlainValidator(_read_frequent_count),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": LARGEST_COUNT}),
    FieldKind("count", fractional=True),
]
PlainAmount = Annotated[
    float,
    PlainValidator(_read_plain_amount),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": LARGEST_COUNT}),
    FieldKind("count", fractional=True),
]
Share = Annotated[
    float,
    PlainValidator(_read_fraction),
    WithJsonSchema(
        {"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, {"type": "string", "pattern": "^[0-9.eE+-]+ ?%$"}]}
    ),
    FieldKind("fraction"),
]
Duration = Annotated[
    Quantity,
    PlainValidator(_quantity_reader("duration", "30 days")),
    WithJsonSchema(_quantity_schema("30 days")),
    FieldKind("duration"),
]
Bytes = Annotated[
    Quantity,
    PlainValidator(_quantity_reader("bytes", "64 kB")),
    WithJsonSchema(_quantity_schema("64 kB")),
    FieldKind("bytes"),
]
Money = Annotated[
    Quantity,
    PlainValidator(_quantity_reader("money", "5000 USD")),
    WithJsonSchema(_quantity_schema("5000 USD")),
    FieldKind("money"),
]
Frequency = Annotated[
    Quantity,
    PlainValidator(_quantity_reader("frequency", "16 kHz")),
    WithJsonSchema(_quantity_schema("16 kHz")),
    FieldKind("frequency"),
]
Slug = Annotated[str, PlainValidator(_read_slug), WithJsonSchema(SLUG_SCHEMA), FieldKind("slug")]
QualitySlug = Annotated[QualityId, PlainValidator(_read_slug), WithJsonSchema(SLUG_SCHEMA)]
AlgorithmSlug = Annotated[AlgorithmId, PlainValidator(_read_slug), WithJsonSchema(SLUG_SCHEMA), FieldKind("algorithm")]
ApplicationSlug = Annotated[str, PlainValidator(_read_slug), WithJsonSchema(SLUG_SCHEMA), FieldKind("application")]
Ties = Annotated[
    tuple[tuple[QualitySlug, ...], ...],
    BeforeValidator(_as_ties),
    AfterValidator(_refuse_empty_ties),
    WithJsonSchema({
        "type": "array",
        "items": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]},
        "description": "Qualities, most important first; a list inside the list is a tie.",
    }),
    FieldKind("priorities", many=True),
]  # fmt: skip
EvidenceIds = Annotated[
    tuple[Annotated[str, PlainValidator(_read_evidence_id)], ...],
    BeforeValidator(as_tuple),
    AfterValidator(_at_most_so_many),
    WithJsonSchema({
        "anyOf": [
            _EVIDENCE_SCHEMA,
            {"type": "array", "items": _EVIDENCE_SCHEMA, "maxItems": MOST_EVIDENCE, "uniqueItems": True},
        ],
        "description": "Ids of measurements of this project, never their files.",
    }),
    FieldKind("slug", many=True),
]  # fmt: skip
Modalities = Annotated[
    tuple[Modality, ...],
    BeforeValidator(as_tuple),
    AfterValidator(_in_order_of(MODALITIES)),
    WithJsonSchema(_one_or_many(MODALITIES)),
    FieldKind("word", MODALITIES, many=True),
]
TargetTraits = Annotated[
    tuple[TargetTrait, ...],
    BeforeValidator(as_tuple),
    AfterValidator(_in_order_of(_TARGET_TRAITS)),
    WithJsonSchema(_one_or_many(_TARGET_TRAITS)),
    FieldKind("word", _TARGET_TRAITS, many=True),
]
KindsRuledOut = Annotated[
    tuple[RuledOut, ...],
    BeforeValidator(as_tuple),
    AfterValidator(_in_order_of(_RULED_OUT)),
    WithJsonSchema(_one_or_many(_RULED_OUT)),
    FieldKind("word", _RULED_OUT, many=True),
]
ProgrammingLanguages = Annotated[
    tuple[ProgrammingLanguage, ...],
    BeforeValidator(as_tuple),
    AfterValidator(_in_order_of(_PROGRAMMING)),
    WithJsonSchema(_one_or_many(_PROGRAMMING)),
    FieldKind("word", _PROGRAMMING, many=True),
]
Bound = Annotated[
    Level | Quantity,
    PlainValidator(read_bound),
    WithJsonSchema({
        "anyOf": [{"enum": list(LEVELS)}, {"type": "string", "pattern": "^[0-9.]"}, {"type": "number"}],
        "description": "A level, or a number with its unit; a plain number only with `metric` or for rows.",
        "examples": ["high", "40 ms", "0.001 USD"],
    }),
]  # fmt: skip
