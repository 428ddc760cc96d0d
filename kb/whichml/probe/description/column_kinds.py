"""What each feature column is, and its values in the form of that kind."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from whichml.model.documents.errors import quoted
from whichml.probe.description.prepared_data_set import ColumnKind
from whichml.probe.extra import of_extra
from whichml.probe.reading.written_dates import dates_written, in_doubt
from whichml.probe.reading.written_numbers import numbers_written

if TYPE_CHECKING:
    import pandas as pd

_ID_NAME = re.compile(
    r"(?:^|[_\W])(?:id|ids|uuid|guid|key|index|idx|rownum|nr|no|row|seq|seqn|seqno)$|^(?:unnamed: |column )\d+$"
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CODE = re.compile(r"[0-9]+\Z")
_MISSING_MARKS = frozenset({
    "?", "-", "--", "---", ".", "..", "*", "missing", "unknown", "none", "nil", "na", "n/a", "nan", "null", "n.a.",
    "n/d", "not available", "#value!", "#div/0!", "#ref!", "#name?", "#num!", "#null!",
})  # fmt: skip
# shorter texts are names of things where few of their words are new; names of people hold more different words
_TEXT_WORDS, _TEXT_CHARACTERS, _TEXT_DISTINCT, _TEXT_NEW_WORDS = 3, 20, 0.5, 0.35
_MOST_TEXTS = 20_000  # whose words are looked at
_MIXED_SHARE = 0.05
# numbers with some words among them: above so many different numbers a category would hardly have two rows of each
_MANY_NUMBERS, _FEW_WORDS, _SHARE_OF_FEW_WORDS = 50, 3, 0.5
_MOST_NAMED = 5
# squares of larger numbers overflow; whole numbers beyond the other are no longer told apart as floats
_LARGEST, _LARGEST_WHOLE = 1e100, 2.0**53
_FIRST_DAY, _LAST_DAY = 19_000_101, 20_991_231


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
    value is different and its name says id, where it counts the rows, or where every value is a different word. Texts
    that are numbers or dates as people write them are read as such, with a note on how.
    """
    types = of_extra("pandas").api.types
    note = ""
    if types.is_bool_dtype(values):
        values = values.map({True: "True", False: "False"})
    elif types.is_numeric_dtype(values):
        values, note = _computable(name, values)
    n_distinct = values.nunique()
    if n_distinct == 0 or (n_distinct == 1 and not values.isna().any()):
        return Column("constant", values, note)
    if types.is_datetime64_any_dtype(values):
        return Column("date", values)
    if types.is_numeric_dtype(values):
        return _of_numbers(name, values, n_distinct, note)
    return _of_texts(name, values, n_distinct)


def _computable(name: str, values: pd.Series) -> tuple[pd.Series, str]:
    """Return the values with those that cannot be computed with as missing, and a note on them."""
    sizes = np.abs(values.to_numpy(dtype=float, na_value=np.nan))
    infinite, huge = np.isinf(sizes), (sizes > _LARGEST) & ~np.isinf(sizes)
    told = [
        f"{int(which.sum())} {what} {'value was' if which.sum() == 1 else 'values were'} taken for missing"
        for which, what in ((infinite, "infinite"), (huge, f"(beyond {_LARGEST:g}) huge"))
        if which.any()
    ]
    unfit = infinite | huge
    return (values.mask(unfit), f"{quoted(name)}: {' and '.join(told)}.") if told else (values, "")


def _of_numbers(name: str, values: pd.Series, n_distinct: int, note: str) -> Column:
    days = _days_in_numbers(values)
    if days is not None:
        first = int(values.dropna().iloc[0])
        return Column("date", days, f"{quoted(name)}: whole numbers such as {first} were read as days.")
    is_id = _counts_rows(values)
    if n_distinct == len(values) and _is_whole(values):
        beyond = float(np.abs(values.to_numpy(dtype=float)).max()) > _LARGEST_WHOLE
        is_id = is_id or beyond or _names_id(name)
    return Column("id" if is_id else "number", values, note)


def _days_in_numbers(values: pd.Series) -> pd.Series | None:
    """Return the days that all numbers of a column write as 20240131; None where some do not."""
    present = values.dropna()
    if not (present.between(_FIRST_DAY, _LAST_DAY).all() and _is_whole(present)):
        return None
    pandas = of_extra("pandas")
    found = pandas.to_datetime(present.astype("int64").astype(str), format="%Y%m%d", errors="coerce")
    return found.reindex(values.index).astype("datetime64[us]") if found.notna().all() else None


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
    texts = [str(text) for text in counts.index]
    if _are_codes(texts):
        note = f"{quoted(name)}: digits with leading zeros were taken for codes and not for amounts."
        return Column("id" if n_distinct == len(values) else "category", values, note)
    written = _dates(name, values, texts) or _numbers(name, values, counts)
    if written is not None:
        return written
    note = _note_of_mixture(name, counts)
    if n_distinct == len(values) and _names_id(name):
        return Column("id", values, note)
    if _is_prose(values, n_distinct):
        return Column("text", values, note)
    return Column("id" if n_distinct == len(values) else "category", values, note)


def _is_prose(values: pd.Series, n_distinct: int) -> bool:
    """Return whether texts are free: mostly different, and long or made of words that recur."""
    present = values.dropna()
    if n_distinct <= _TEXT_DISTINCT * len(present):
        return False
    n_words = present.str.count(r"\S+")
    if present.str.len().mean() > _TEXT_CHARACTERS and n_words.median() > _TEXT_WORDS:
        return True
    looked = present.iloc[np.linspace(0, len(present) - 1, min(_MOST_TEXTS, len(present))).round().astype(int)]
    words = [word for text in looked for word in text.split()]
    return bool(n_words.median() >= _TEXT_WORDS) and len(set(words)) <= _TEXT_NEW_WORDS * len(words)


def _are_codes(texts: Sequence[str]) -> bool:
    """Return whether all texts are digits and some begin with a zero, as postcodes do."""
    return any(len(text) > 1 and text[0] == "0" for text in texts) and all(map(_CODE.match, texts))


def _is_mark(text: str) -> bool:
    """Return whether a text stands for a missing value, in a column of numbers or dates."""
    return text.strip().lower() in _MISSING_MARKS


def _note_of_marks(name: str, values: pd.Series, marks: Sequence[str]) -> str:
    if not marks:
        return ""
    return f"{quoted(name)}: {int(values.isin(marks).sum())} cells {named(sorted(marks))} were taken for missing."


def _numbers(name: str, values: pd.Series, counts: pd.Series) -> Column | None:
    """Return the numbers that texts stand for, beside marks for missing or a few words; None where they are none."""
    pandas = of_extra("pandas")
    plain = pandas.to_numeric(counts.index.to_series(), errors="coerce")
    texts = [str(text) for text in counts.index[plain.isna()]]
    marks = [text for text in texts if _is_mark(text)]
    texts = [text for text in texts if not _is_mark(text)]
    notes = [_note_of_marks(name, values, marks)]
    words = _words_among([str(text) for text in counts.index if str(text) not in marks], texts)
    if len(texts) > len(words):
        readable = [str(text) for text in counts.index if str(text) not in {*marks, *words}]
        written = numbers_written(readable)
        if written is None:
            return None
        plain = pandas.Series(dict(zip(readable, written.values, strict=True)), dtype=float)
        example = next(text for text in texts if text not in words)
        notes.append(f"{quoted(name)}: texts such as {quoted(example)} were read as numbers, {written.words}.")
    if words:
        if not _are_few_words(counts, plain, words):
            return None
        notes.append(f"{quoted(name)}: {int(counts[words].sum())} cells {named(sorted(words))} among numbers were "
                     "taken for missing.")  # fmt: skip
    if plain.notna().sum() == 0:
        return None
    numbers, unfit = _computable(name, values.map(plain).astype(float))
    return Column("number", numbers, " ".join(filter(None, (*notes, unfit))))


def _words_among(everything: Sequence[str], texts: Sequence[str]) -> list[str]:
    """Return the texts that are no written number, one more than a few of them at most.

    Parameters
    ----------
    everything : these texts, and beside them those that are plain numbers
    """
    if not texts or numbers_written(everything) is not None:
        return []
    return list(itertools.islice((text for text in texts if numbers_written([text]) is None), _FEW_WORDS + 1))


def _are_few_words(counts: pd.Series, plain: pd.Series, words: Sequence[str]) -> bool:
    """Return whether numbers are too many for categories, and words so few that they stand for missing values."""
    n_with_words = int(counts[words].sum())
    is_few = len(words) <= _FEW_WORDS
    return (
        is_few and int(plain.notna().sum()) > _MANY_NUMBERS and n_with_words < _SHARE_OF_FEW_WORDS * int(counts.sum())
    )


def _note_of_mixture(name: str, counts: pd.Series) -> str:
    """Return what to say of texts of which a good part are numbers; nothing of others."""
    is_word = of_extra("pandas").to_numeric(counts.index.to_series(), errors="coerce").isna().to_numpy()
    n_words, n_numbers = int(counts[is_word].sum()), int(counts[~is_word].sum())
    if n_numbers <= _MIXED_SHARE * (n_words + n_numbers):
        return ""
    shown = ", ".join(quoted(str(word)) for word in counts.index[is_word][:3])
    return f"{quoted(name)} mixes {n_numbers} numbers with {n_words} texts such as {shown}; it was read as a category."


def _dates(name: str, values: pd.Series, texts: Sequence[str]) -> Column | None:
    """Return the dates that all texts of a column are, marks for missing apart, without a zone (UTC)."""
    present = [text for text in texts if not _is_mark(text)]
    written = dates_written(present)
    if written is None:
        return None
    pandas = of_extra("pandas")
    parsed = pandas.to_datetime(list(written.iso), format="ISO8601", utc=True, errors="coerce").tz_localize(None)
    found = values.map(dict(zip(present, parsed, strict=True))).astype("datetime64[us]")
    marks = [text for text in texts if _is_mark(text)]
    n_unfit = int((found.isna() & values.notna() & ~values.isin(marks)).sum())
    if found.notna().sum() == 0:
        return None
    notes = [in_doubt(name, written, present[0]), _note_of_marks(name, values, marks)]
    if n_unfit:
        notes.append(f"{quoted(name)}: {n_unfit} dates that no calendar has are missing.")
    return Column("date", found, " ".join(filter(None, notes)))


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


def words_of_name(name: str) -> set[str]:
    """Return the words of a name such as `patient_id` or `patientId`, in lower case."""
    return set(re.findall(r"[a-z]+", _CAMEL.sub("_", name).lower()))
