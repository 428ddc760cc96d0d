"""What each feature column is, and its values in the form of that kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from whichml.model.errors import quoted
from whichml.probe.described import ColumnKind
from whichml.probe.extra import of_extra

if TYPE_CHECKING:
    import pandas as pd

_ID_NAME = re.compile(r"(?:^|[_\W])(?:id|ids|uuid|guid|key|index|idx|rownum|nr|no|row)$|^(?:unnamed: |column )\d+$")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_TIME = r"(?P<time>[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?(?P<zone>Z|[+-]\d{2}:?\d{2})?"
_YEAR_FIRST = re.compile(r"(?P<a>\d{4})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?P<c>\d{1,2})" + _TIME)
_YEAR_LAST = re.compile(r"(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?P<c>\d{4})" + _TIME)
_MISSING_MARKS = frozenset({"?", "-", "--", ".", "*", "missing", "unknown", "n.a.", "none"})
_TEXT_WORDS, _TEXT_CHARACTERS, _TEXT_DISTINCT = 3, 20, 0.5
_MIXED_SHARE = 0.05
_MOST_NAMED = 5


@dataclass(frozen=True, eq=False)
class Column:
    """A feature column: what it is, and its values.

    Attributes
    ----------
    values : floats or integers for numbers, datetimes for dates, texts else; missing values are missing
    note : what a person should look at; empty for nothing
    """

    kind: ColumnKind
    values: pd.Series
    note: str = ""


def column_of(name: str, values: pd.Series) -> Column:
    """Return what a column is, and its values in the form of that kind.

    A column is constant where it has one value, missing counted as a value, or only missing ones; an id where every
    value is different and its name says id, where it counts the rows, or where every value is a different word.
    """
    types = of_extra("pandas").api.types
    n_infinite = 0
    if types.is_bool_dtype(values):
        values = values.map({True: "True", False: "False"})
    elif types.is_numeric_dtype(values):
        infinite = np.isinf(values.to_numpy(dtype=float))
        n_infinite = int(infinite.sum())
        values = values.mask(infinite) if n_infinite else values
    note = f"{quoted(name)}: {n_infinite} infinite values were taken for missing." if n_infinite else ""
    n_distinct = values.nunique()
    if n_distinct == 0 or (n_distinct == 1 and not values.isna().any()):
        return Column("constant", values, note)
    if types.is_datetime64_any_dtype(values):
        return Column("date", values)
    if types.is_numeric_dtype(values):
        is_id = _counts_rows(values) or (n_distinct == len(values) and _is_whole(values) and _names_id(name))
        return Column("id" if is_id else "number", values, note)
    return _of_texts(name, values, n_distinct)


def _names_id(name: str) -> bool:
    """Return whether a name says that a column identifies rows, such as `customerId` or `order_no`."""
    return bool(_ID_NAME.search(_CAMEL.sub("_", name).lower()))


def _is_whole(values: pd.Series) -> bool:
    plain = values.to_numpy(dtype=float)
    return bool(np.all(np.isfinite(plain) & (np.floor(plain) == plain)))


def _counts_rows(values: pd.Series) -> bool:
    """Return whether each value is one more (or one less) than the one before it."""
    steps = np.diff(values.to_numpy(dtype=float))
    return len(steps) > 0 and bool(np.all(steps == 1) or np.all(steps == -1))


def _of_texts(name: str, values: pd.Series, n_distinct: int) -> Column:
    counts = values.value_counts()
    dates = _dates(name, values, counts)
    if dates is not None:
        return dates
    mixed = _numbers_among(name, values, counts)
    if mixed is not None and mixed.kind == "number":
        return mixed
    note = mixed.note if mixed is not None else ""
    present = values.dropna()
    if n_distinct == len(values) and _names_id(name):
        return Column("id", values, note)
    is_long = present.str.len().mean() > _TEXT_CHARACTERS and present.str.count(r"\S+").median() > _TEXT_WORDS
    if is_long and n_distinct > _TEXT_DISTINCT * len(present):
        return Column("text", values, note)
    return Column("id" if n_distinct == len(values) else "category", values, note)


def _numbers_among(name: str, values: pd.Series, counts: pd.Series) -> Column | None:
    """Return texts of which a good part are numbers; as numbers where all the others are one mark for missing."""
    pandas = of_extra("pandas")
    numbers = pandas.to_numeric(counts.index.to_series(), errors="coerce").to_numpy(dtype=float)
    is_word = np.isnan(numbers)
    n_words, n_numbers = int(counts[is_word].sum()), int(counts[~is_word].sum())
    if n_numbers <= _MIXED_SHARE * (n_words + n_numbers):
        return None
    words = [str(word) for word in counts.index[is_word]]
    if len(words) <= 1 and all(word.strip().lower() in _MISSING_MARKS for word in words):
        note = f"{quoted(name)}: {n_words} cells {quoted(words[0])} were taken for missing." if words else ""
        plain = pandas.to_numeric(values, errors="coerce")
        return Column("number", plain.replace([np.inf, -np.inf], np.nan), note)
    shown = ", ".join(quoted(word) for word in words[:3])
    commas = " (numbers with decimal commas are texts; write points)" if _all_decimal_commas(words) else ""
    return Column("category", values, f"{quoted(name)} mixes {n_numbers} numbers with {n_words} texts such as {shown}"
                  f"{commas}; it was read as a category.")  # fmt: skip


def _all_decimal_commas(words: list[str]) -> bool:
    return all(re.fullmatch(r"\s*[-+]?\d+,\d+\s*", word) for word in words)


def _dates(name: str, values: pd.Series, counts: pd.Series) -> Column | None:
    """Return the dates that all texts of a column are, without a zone (UTC); None where some are none.

    A year comes first or last. Where it comes last, a number above 12 tells day from month; else points mean that the
    day comes first, and other marks that the month does, with a note.
    """
    texts = [str(text).strip() for text in counts.index]
    pattern = _YEAR_FIRST if _YEAR_FIRST.fullmatch(texts[0]) else _YEAR_LAST
    found = [match for text in texts for match in (pattern.fullmatch(text),) if match]
    if len(found) < len(texts):
        return None
    note, order = "", ("a", "b", "c")
    if pattern is _YEAR_LAST:
        first, second = (max(int(match[part]) for match in found) for part in ("a", "b"))
        day_first = first > 12 or (second <= 12 and found[0]["mark"] == ".")
        order = ("c", "b", "a") if day_first else ("c", "a", "b")
        if first <= 12 and second <= 12 and not day_first:
            note = f"{quoted(name)}: dates such as {quoted(texts[0])} were read with the month first."
    plain = ["-".join(match[part].zfill(2) for part in order) + _time_of(match) for match in found]
    pandas = of_extra("pandas")
    parsed = pandas.to_datetime(plain, format="ISO8601", utc=True, errors="coerce").tz_localize(None)
    n_unfit = int(counts[parsed.isna()].sum())
    if n_unfit == len(values.dropna()):
        return None
    if n_unfit:
        note = " ".join(filter(None, (note, f"{quoted(name)}: {n_unfit} dates that no calendar has are missing.")))
    return Column("date", values.map(dict(zip(counts.index, parsed, strict=True))).astype("datetime64[us]"), note)


def _time_of(match: re.Match[str]) -> str:
    time = (match["time"] or " 00:00")[1:]
    hour, _, rest = time.partition(":")
    return f"T{hour.zfill(2)}:{rest}{match['zone'] or ''}"


def n_categories(columns: Mapping[str, Column]) -> list[int]:
    """Return how many different values each category column has."""
    return [int(column.values.nunique()) for column in columns.values() if column.kind == "category"]


def share_of_zeros(columns: Mapping[str, Column]) -> float:
    """Return which share of all cells are the number zero."""
    n_cells = sum(len(column.values) for column in columns.values())
    n_zeros = sum(int((column.values == 0).sum()) for column in columns.values() if column.kind == "number")
    return n_zeros / n_cells if n_cells else 0.0


def named(names: Any) -> str:
    """Return names of columns for a note, the first few of many."""
    listed = [quoted(name) for name in names]
    more = f" and {len(listed) - _MOST_NAMED} more" if len(listed) > _MOST_NAMED else ""
    return ", ".join(listed[:_MOST_NAMED]) + more
