"""What a person should look at before trusting scores: duplicates, marks for missing, groups of rows, order in time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from whichml.model.documents.errors import quoted
from whichml.probe.description.column_kinds import Column, named, words_of_name
from whichml.probe.description.targets import Target

if TYPE_CHECKING:
    import pandas as pd

_GROUP_WORDS = frozenset({
    "id", "user", "users", "patient", "customer", "client", "store", "shop", "subject", "session", "person", "account",
    "device", "machine", "household", "school", "hospital", "site", "participant", "group", "family", "vehicle",
    "village", "ward", "plant", "farm", "batch", "driver", "team", "cluster",
})  # fmt: skip
_TIME_WORDS = frozenset({"year", "date", "time", "timestamp", "ts", "epoch", "month", "day"})
# 1 January 1980 to 2100, in seconds and in milliseconds since 1970
_SECONDS_SINCE_1970 = (315_532_800, 4_102_444_800)
_FIRST_YEAR, _LAST_YEAR = 1800, 2100
# numbers that stand for missing in many tables, where they lie far from all others
_SENTINELS = (-9.0, -99.0, -999.0, -9999.0, -99999.0, 999.0, 9999.0, 99999.0, 999999.0, -1.0)
_SENTINEL_DAYS = ("9999-12-31", "9999-01-01", "2999-12-31", "1900-01-01", "0001-01-01")
_SECONDS_OF_A_DAY = 86_400
_FEWEST_SENTINELS = 2  # a single one may be a slip
_FEWEST_OF_A_CLASS, _FEWEST_IN_EACH_PART = 30, 5


def duplicate_hints(features: pd.DataFrame, target: Any) -> Iterator[str]:
    """Yield a note where rows are the same as an earlier one, the target included."""
    n_repeated = int(features.assign(**{_free_name(features): target}).duplicated().sum())
    if n_repeated:
        yield (f"{n_repeated:,} of {len(target):,} rows ({n_repeated / len(target):.1%}) are the same as an earlier "
               "one; where that is one case told twice, it may be learnt from and tested on at once.")  # fmt: skip


def _free_name(features: pd.DataFrame) -> str:
    name = "target"
    while name in features.columns:
        name += "_"
    return name


def possible_groups(columns: Mapping[str, Column]) -> tuple[str, ...]:
    """Return the columns by which rows may belong together: repeated values under a name such as `patient_id`."""
    possible = []
    for name, column in columns.items():
        n_distinct = column.values.nunique()
        whole = column.kind == "category" or (column.kind == "number" and _is_whole(column.values))
        if words_of_name(name) & _GROUP_WORDS and whole and 2 < n_distinct <= len(column.values) / 2:
            possible.append(name)
    return tuple(possible)


def group_hints(groups: Sequence[str]) -> Iterator[str]:
    """Yield a note for columns by which rows may belong together."""
    if groups:
        yield (f"Rows may belong together by {named(groups)}; name the column as the group where new groups are to "
               "be predicted, so that none is on both sides of a split.")  # fmt: skip


def _is_whole(values: pd.Series) -> bool:
    plain = values.dropna().to_numpy(dtype=float)
    return bool(np.all(np.floor(plain) == plain))


class PossibleOrders(NamedTuple):
    """Columns that may be an order in time: dates, numbers that sort the rows, and numbers that look like a time."""

    dates: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    times: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return all of them."""
        return (*self.dates, *self.steps, *self.times)


def possible_orders(columns: Mapping[str, Column]) -> PossibleOrders:
    """Return the columns that may be an order in time."""
    numbers = {name: column.values for name, column in columns.items() if column.kind == "number"}
    steps = tuple(
        name
        for name, values in numbers.items()
        if values.is_monotonic_increasing and values.nunique() > len(values) / 2
    )
    return PossibleOrders(
        dates=tuple(name for name, column in columns.items() if column.kind == "date"),
        steps=steps,
        times=tuple(name for name, values in numbers.items() if name not in steps and _may_be_time(name, values)),
    )


def time_hints(orders: PossibleOrders, columns: Mapping[str, Column]) -> Iterator[str]:
    """Yield notes for columns that may be an order in time."""
    dates, steps, times = orders
    if dates:
        ordered = [name for name in dates if columns[name].values.is_monotonic_increasing]
        by = f", and the rows are sorted by {named(ordered)}" if ordered else ""
        yield (f"There {'are dates' if len(dates) > 1 else 'is a date'}: {named(dates)}{by}; name the order where the "
               "future is to be predicted, so that later rows test what earlier ones taught.")  # fmt: skip
    if steps:
        yield f"The rows are sorted by {named(steps)}, which may be a time; name it as the order where it is."
    if times:
        yield (f"{named(times)} may be a time; name it as the order where the future is to be predicted."
               )  # fmt: skip


def _may_be_time(name: str, values: pd.Series) -> bool:
    """Return whether whole numbers under a name such as `year` are years, or look like seconds since 1970."""
    if not words_of_name(name) & _TIME_WORDS or not _is_whole(values):
        return False
    low, high = float(values.min()), float(values.max())
    first, last = _SECONDS_SINCE_1970
    is_seconds = any(first * unit <= low and high <= last * unit for unit in (1, 1_000))
    return is_seconds or (low >= _FIRST_YEAR and high <= _LAST_YEAR and high > low)


def sentinel_hints(columns: Mapping[str, Column]) -> Iterator[str]:
    """Yield a note for numbers such as -999 and days such as 9999-12-31 that stand in rows, far from all others."""
    for name, column in columns.items():
        marks: Mapping[float, str] = {}
        values = column.values
        if column.kind == "number":
            marks = {mark: f"{mark:g}" for mark in _SENTINELS}
        elif column.kind == "date":
            marks = {float(np.datetime64(day, "D").astype(int)): day for day in _SENTINEL_DAYS}
            values = values.astype("datetime64[s]").dropna().astype("int64") // _SECONDS_OF_A_DAY
        for mark in _far_marks(values, marks):
            n_rows = int((values == mark).sum())
            yield (f"{quoted(name)}: {marks[mark]} stands in {n_rows:,} rows, far from all other values; leave those "
                   "cells empty where it means missing.")  # fmt: skip


def _far_marks(values: pd.Series, marks: Iterable[float]) -> Iterator[float]:
    """Yield the marks that lie further from all other values than these do from each other."""
    counts = values.value_counts()
    for mark in marks:
        if counts.get(mark, 0) < _FEWEST_SENTINELS:
            continue
        others = counts.index.to_numpy(dtype=float)
        others = others[others != mark]
        low, high = (float(others.min()), float(others.max())) if len(others) else (mark, mark)
        span = high - low
        if span > 0 and (mark < low - span or mark > high + span):
            yield mark


def class_hints(target: Target) -> Iterator[str]:
    """Yield notes for classes of few rows, and for names of classes that differ in upper and lower case alone."""
    if not target.classes:
        return
    counts = np.bincount(target.values, minlength=len(target.classes))
    rare = [
        (name, int(count)) for name, count in zip(target.classes, counts, strict=True) if count < _FEWEST_OF_A_CLASS
    ]
    if rare:
        shown = ", ".join(f"{quoted(name)} ({count})" for name, count in rare[:5]) + (", ..." if len(rare) > 5 else "")
        yield (f"{'Classes have' if len(rare) > 1 else 'A class has'} few rows: {shown}; what is measured of "
               f"{'them' if len(rare) > 1 else 'it'} depends on which rows are held out.")  # fmt: skip
    fewest = [name for name, count in rare if count < _FEWEST_IN_EACH_PART]
    if fewest and len(target.classes) > 2:
        yield (f"{named(fewest)}: so few rows may be missing from some of the held-out parts, and each of them counts "
               "as much as all of a large class where classes count alike. Collect more of them, put such classes "
               "together, or leave their rows out.")  # fmt: skip
    spellings: dict[str, list[str]] = {}
    for name in target.classes:
        spellings.setdefault(name.casefold(), []).append(name)
    alike = [name for names in spellings.values() if len(names) > 1 for name in names]
    if alike:
        yield f"The classes {named(alike)} differ in upper and lower case alone; write them alike where they are one."
