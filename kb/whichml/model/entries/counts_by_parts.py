"""Counts that a brief tells by other counts: rows by those without labels, classes by their sizes, columns by kinds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from whichml.model.documents.expressions import expression
from whichml.model.documents.plain_numbers import is_whole
from whichml.model.entries.written_values import as_the_format_writes
from whichml.model.values.quantity import number_or_none, quantity_or_none
from whichml.model.words.field_aliases import LABELLED_RARITIES
from whichml.model.words.name_forms import KnownForms
from whichml.model.words.spoken_amounts import begins_with_a_unit
from whichml.model.words.spoken_numbers import LONGEST, spoken_number

_THINGS: Final = (
    "rows", "samples", "examples", "images", "documents", "texts", "sentences", "clips", "recordings", "frames", "data",
    "records", "instances", "points", "cases", "pool", "videos",
)  # fmt: skip
_UNLABELLED: Final = frozenset({"unlabelled", *(f"unlabelled_{each}" for each in _THINGS)})
_LABELLED_SHARE: Final = frozenset({"labelled_share", "labelled_fraction", "share_labelled", "fraction_labelled"})
_CLASS_COUNTS: Final = frozenset(
    {"class_counts", "class_sizes", "rows_per_class_list", "samples_by_class", "class_distribution"}
)
_SMALLEST: Final = frozenset({
    "smallest_class", "minority_count", "smallest_class_size", "minority_rows", "minority_samples", "positive_count",
    "positive_rows", *LABELLED_RARITIES,
})  # fmt: skip
_KINDS: Final = frozenset({
    "column_types", "feature_types", "types", "column_kinds", "feature_kinds", "features_types", "variable_types",
})  # fmt: skip
_HOURS: Final[Mapping[str, str]] = MappingProxyType({
    "hours": "data.rows", "hours_of_audio": "data.rows", "audio_hours": "data.rows", "hours_of_recordings": "data.rows",
    "labelled_hours": "data.labelled_rows", "transcribed_hours": "data.labelled_rows",
})  # fmt: skip
_FORMS: Final = KnownForms({*_UNLABELLED, *_LABELLED_SHARE, *_CLASS_COUNTS, *_SMALLEST, *_KINDS, *_HOURS})
_NUMERIC: Final = r"(?:numeric|numerical|continuous|numbers?)"
_IN_HOURS: Final = expression(
    r"(?:~|about |around |ca\.? )?([0-9][0-9,]*)\s?(?:hours?|hrs?|h)\b(?!\s*(?:per|each|a\b|/))[^0-9]*\Z", re.IGNORECASE
)
"""Hours of recordings, and no other number."""
_BOTH: Final = expression(
    r"(?P<labelled>[~≈]?\s?[0-9][0-9,]*\s?[kKmM]?)\s+(?:with labels|labell?ed|annotated)\s*"
    r"(?:[,;+]|\band\b|,\s*and\b)\s*(?:about |around |ca\.? )?"
    r"(?P<others>[~≈]?\s?[0-9][0-9,]*(?:\.[0-9]+)?\s?[kKmM]?)\s+"
    r"(?:more |others? )?(?:unlabell?ed|not(?: labell?ed)?|without(?: labels?)?|un-?annotated)", re.IGNORECASE,
)  # fmt: skip
"""How many have labels, and how many do not."""
_NO_COUNT: Final = r"\b(?:per|each|every|percent|of them|or|to|not|no|times)\b|%|/"
"""Behind a number, what makes it another one."""
_MOST: Final = 10**15
_SLOW: Final = 100.0
"""Up to so many values a second each is a row; quicker signals are cut into windows. The limit is our reading."""


class CountedFields(NamedTuple):
    """Fields that a fact counts; none where it needs one that is left out."""

    fields: Mapping[str, object]
    reason: str = ""


def tells_parts(called: str) -> bool:
    """Return whether what stands below a tidy name is the sizes of parts, and no facts of their own."""
    return called in _CLASS_COUNTS or called in _KINDS


def counted_by_parts(called: str, value: object, told: Mapping[str, object]) -> CountedFields | None:
    """Return what a fact says of the counts of a brief; None where it is about none of them.

    Parameters
    ----------
    called : its tidy name
    told : the fields that the brief tells, by their names, as they are written

    Examples
    --------
    >>> counted_by_parts("unlabelled_images", 200000, {"data.rows": 2200}).fields
    {'data.rows': 202200, 'data.labelled_rows': 2200}
    >>> counted_by_parts("labelled_share", "10 %", {"data.rows": 3500}).fields
    {'data.labelled_rows': 350}
    >>> counted_by_parts("class_counts", [140, 70], {}).fields
    {'data.classes': 2, 'data.rows': 210, 'data.minority_share': 0.333333}
    """
    called = next(iter(_FORMS.like(called)), called)
    if called in _UNLABELLED:
        return _by_unlabelled(_leading_count(value), told)
    if called in _LABELLED_SHARE:
        share, all_rows = share_told(value), _count(told.get("data.rows"))
        if share is None or all_rows is None:
            return CountedFields({})
        return CountedFields({"data.labelled_rows": round(share * all_rows)}, ", of `data.rows`")
    if called in _CLASS_COUNTS:
        return _by_class_counts(value, told)
    if called in _SMALLEST:
        n, rows = _count(value), _count(told.get("data.labelled_rows", told.get("data.rows")))
        if n is None or not rows or n > rows:
            return CountedFields({})
        return CountedFields({"data.minority_share": round(n / rows, 6)}, f", {n:,} of {rows:,}")
    if called in _KINDS:
        return CountedFields(_by_kinds(value, told), ", one at least; how many columns are categories would tell more"
                       if value == "mixed" else "")  # fmt: skip
    if called in _HOURS:
        return _by_hours(_HOURS[called], value, told)
    return None


def _by_unlabelled(n: int | None, told: Mapping[str, object]) -> CountedFields:
    """Return how many rows there are and how many of them have labels, beside so many that have none."""
    rows, labelled = _leading_count(told.get("data.rows")), _leading_count(told.get("data.labelled_rows"))
    if n is not None and labelled is not None and rows == labelled and n > labelled:
        return CountedFields({"data.rows": labelled + n}, ", since all that are told as rows have labels")
    if n is None or n == 0 or (rows is not None and labelled is not None):
        return CountedFields({})
    if labelled is not None:
        return CountedFields({"data.rows": labelled + n}, ", with those that have labels")
    if rows is None or n <= rows:  # else the rows may hold them or not
        return CountedFields({})
    return CountedFields(
        {"data.rows": rows + n, "data.labelled_rows": rows}, ", since more have no label than are told as rows"
    )


def _by_class_counts(value: object, told: Mapping[str, object]) -> CountedFields:
    given = list(value.values()) if isinstance(value, Mapping) else value
    counts = [_count(each) for each in given] if isinstance(given, list | tuple) else []
    if len(counts) < 2 or None in counts or not sum(counts):  # type: ignore[arg-type]  # without None
        return CountedFields({})
    known: Sequence[int] = [each for each in counts if each is not None]
    fields = {
        "data.classes": len(known),
        "data.rows": sum(known),
        "data.minority_share": round(min(known) / sum(known), 6),
    }
    return CountedFields({field: each for field, each in fields.items() if field not in told})


def _by_kinds(value: object, told: Mapping[str, object]) -> Mapping[str, object]:
    """Return how many columns are categories: of mixed ones, at least one is."""
    plain = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value).strip().lower()
    if "data.categorical_features" in told:
        return {}
    if plain in ("mixed", "mixed types", "numeric and categorical", "categorical and numeric", "numeric, categorical",
                 "categorical, numeric"):  # fmt: skip
        return {"data.categorical_features": 1}
    if re.fullmatch(rf"(?:all |only )?{_NUMERIC}(?: only)?", plain):
        return {"data.categorical_features": 0}
    found: dict[str, int] = {}
    for kind, pattern in (("categories", "categorical"), ("numbers", _NUMERIC)):
        counted = rf"([0-9]+)\W*{pattern}" if plain[:1].isdigit() else rf"{pattern}\w*\W*([0-9]+)"
        if (count := re.search(counted, plain)) is not None:
            found[kind] = int(count[1])
    if "categories" not in found:
        return {}
    fields = {"data.categorical_features": found["categories"]}
    if "numbers" in found and "data.features" not in told:
        fields["data.features"] = sum(found.values())
    return fields


def rows_counted(field: str, text: str, told: Mapping[str, object]) -> CountedFields:
    """Return the counts that a text tells where one of rows is asked for: of hours, or of those without labels too.

    Examples
    --------
    >>> rows_counted("data.rows", "4200 labelled, ~300k unlabelled", {}).fields
    {'data.rows': 304200, 'data.labelled_rows': 4200}
    >>> rows_counted("data.rows", "4200 labelled, 300 unlabelled", {"data.labelled_rows": 90}).fields
    {}
    """
    both = _BOTH.fullmatch(text.strip()) if field == "data.rows" and "data.labelled_rows" not in told else None
    if both is None:
        return rows_of_hours(field, text, told)
    labelled, others = (_leading_count(each.strip(" ~≈")) for each in both.groups())
    if labelled is None or others is None:
        return CountedFields({})
    return CountedFields({"data.rows": labelled + others, "data.labelled_rows": labelled}, ", the two together")


def rows_of_hours(field: str, text: str, told: Mapping[str, object]) -> CountedFields:
    """Return how many rows hours of recordings are, where a count of rows is asked for.

    Examples
    --------
    >>> rows_of_hours("data.labelled_rows", "9 h of calls", {"data.clip_length": "5 s"}).fields
    {'data.labelled_rows': 6480}
    >>> rows_of_hours("data.labelled_rows", "9 calls", {"data.clip_length": "5 s"}).fields
    {}
    """
    is_of_time = _IN_HOURS.match(text.strip()) is not None
    others = {name: each for name, each in told.items() if name != field}
    return _by_hours(field, text, others) if is_of_time else CountedFields({})


def _by_hours(field: str, value: object, told: Mapping[str, object]) -> CountedFields:
    length = told.get("data.clip_length", told.get("data.window"))
    in_hours = _IN_HOURS.match(value.strip()) if isinstance(value, str) else None
    hours = _count(in_hours[1] if in_hours is not None else value)
    rate = _rate(told) if length is None else 0
    if hours and rate and field not in told:
        return CountedFields({field: round(hours * 3600 * rate)}, f", {rate:g} in a second")
    each = quantity_or_none(length, "duration")
    if not hours or each is None or not each.magnitude or field in told:
        return CountedFields({})
    return CountedFields({field: round(hours * 3600 / each.magnitude)}, f", in pieces of {length}")


def _rate(told: Mapping[str, object]) -> float:
    """Return how often a second a series is measured whose values are its rows; 0 where it is cut into windows."""
    rate = told.get("data.sampling_rate")
    named = told.get("data.modality")
    kinds = named if isinstance(named, list | tuple) else (named,)
    is_series = any(isinstance(each, str) and "series" in each.lower() for each in kinds)
    often = quantity_or_none(rate, "frequency") if is_series else None
    return often.magnitude if often is not None and often.magnitude <= _SLOW else 0.0


def _count(value: object) -> int | None:
    if isinstance(value, str):
        read = as_the_format_writes("data.rows", value)
        value = read if read is not None else int(value) if re.fullmatch(r"[0-9]{1,15}", value) else None
    is_count = is_whole(value) and 0 <= value <= _MOST
    return value if is_count else None  # type: ignore[return-value]  # a count here


def _leading_count(value: object) -> int | None:
    """Return the count that a text begins with, whatever things it counts; that of the whole text where it says one."""
    found = spoken_number(value[:LONGEST]) if isinstance(value, str) and _count(value) is None else None
    if found is None:
        return _count(value)
    is_other = begins_with_a_unit(found.rest) or not re.match(r"[a-z]", found.rest) or re.search(_NO_COUNT, found.rest)
    return None if is_other or found.number.denominator != 1 else int(found.number)


_OF_A_SHARE: Final = expression(r"share|fraction|ratio|rate|per_?cent|pct|prevalence|proportion")


def share_told(value: object) -> float | None:
    """Return the share that a value is or writes, 0..1; None where it is none.

    Examples
    --------
    >>> share_told("91 %"), share_told(0.5), share_told(12)
    (0.91, 0.5, None)
    """
    share = number_or_none(value)
    return float(share) if share is not None and 0 <= share <= 1 else None


def may_be_per_cent(called: str, number: float) -> bool:
    """Return whether a number that is no share may be per cent, since it stands under a name of one.

    Examples
    --------
    >>> may_be_per_cent("minority_share", 3), may_be_per_cent("positives", 3), may_be_per_cent("minority_share", 180)
    (True, False, False)
    """
    return 1 < number <= 100 and _OF_A_SHARE.search(called) is not None
