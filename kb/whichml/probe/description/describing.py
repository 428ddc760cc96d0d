"""From a table to the data of a supervised task: target, features, what each is, and what to look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from whichml.model.documents.errors import ProbeError, Problem, did_you_mean, quoted
from whichml.probe.description.column_kinds import Column, column_of, n_categories, named, share_of_zeros
from whichml.probe.description.hints import (
    PossibleOrders,
    class_hints,
    duplicate_hints,
    group_hints,
    possible_groups,
    possible_orders,
    sentinel_hints,
    time_hints,
)
from whichml.probe.description.leakage import leakage_hints
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.description.targets import Target, target_of, traits_of
from whichml.probe.description.watched_times import watched_time_hints
from whichml.probe.extra import of_extra
from whichml.probe.reading.tables import DataTable

if TYPE_CHECKING:
    import pandas as pd

FEWEST_ROWS = 20
_SPARSE_SHARE = 0.9
_SIX_DIGITS = 6


def describe(
    table: DataTable, target: str, task: str | None = None, group: str | None = None, order: str | None = None
) -> PreparedDataSet:
    """Return the data of the task of predicting one column from the others.

    Parameters
    ----------
    target : the column to predict; rows without it are left out
    task : `binary-classification`, `multiclass-classification` or `regression`; None finds it by the target's values
    group : column that tells which rows belong together; it is no feature
    order : column of dates or numbers that tells the order in time; numbers are no feature, dates are

    Raises
    ------
    ProbeError
        When a column is missing or does not fit, or too little is left to learn from or to tell apart.
    """
    _refuse_unknown(table, {"target": target, "group": group, "order": order})
    notes = list(table.notes)
    frame = _with_target(_with_plain_target(table.frame, target, notes), target, notes)
    found = target_of(target, frame[target], task)
    notes += found.notes
    frame = frame.loc[found.kept].reset_index(drop=True)
    _refuse_few(len(frame), target)
    columns = _features(frame, {target, group, order}, notes)
    positions = None
    if order is not None:
        time = column_of(order, frame[order])
        positions = _positions(order, time, notes)
        if time.kind == "date":
            columns[order] = time
    if not columns:
        if set(table.frame.columns) <= {target, group, order}:
            raise ProbeError.about(
                f"{table.name} has no column besides the target {quoted(target)} to predict it from.",
                hint="Give a table with more columns; they are separated by comma, semicolon, tab or bar.",
            )
        raise ProbeError.about(
            f"there is nothing to predict {quoted(target)} from: every other column is constant or an id.",
            hint="Give a table with columns that differ from row to row.",
        )
    features = of_extra("pandas").DataFrame({name: column.values for name, column in columns.items()})
    groups, n_groups = _groups(group, frame, notes)
    notes += class_hints(found)
    notes += leakage_hints(columns, target, found)
    notes += watched_time_hints(columns, target, found)
    notes += duplicate_hints(features, found.values)
    notes += sentinel_hints(columns)
    possible = possible_groups(columns) if group is None else ()
    notes += group_hints(possible)
    orders = possible_orders(columns) if order is None else PossibleOrders()
    notes += time_hints(orders, columns)
    facts = _facts(columns, found, len(table.frame), n_groups)
    return PreparedDataSet(table.name, table.digest, features, found.values, target, found.task, found.classes,
                           {name: column.kind for name, column in columns.items()}, groups, positions,
                           facts, tuple(notes), possible, orders.names, group or "", order or "",
                           table.dropped)  # fmt: skip


def _refuse_unknown(table: DataTable, asked: Mapping[str, str | None]) -> None:
    names = [str(name) for name in table.frame.columns]
    problems = []
    for role, name in asked.items():
        if name is not None and name not in names:
            near = did_you_mean(name, names)
            hint = near or f"The columns are {named(names)}."
            problems.append(Problem(f"{table.name} has no column {quoted(name)} for the {role}.", hint=hint))
    given = [name for name in asked.values() if name is not None]
    if asked["target"] in given[1:]:
        problems.append(Problem("the target cannot be the group or the order too.", hint="Name another column."))
    if problems:
        raise ProbeError(*problems)


def _with_target(frame: pd.DataFrame, target: str, notes: list[str]) -> pd.DataFrame:
    """Return the rows whose target is known and finite."""
    types = of_extra("pandas").api.types
    values = frame[target]
    missing = values.isna().to_numpy()
    infinite = np.zeros(len(frame), dtype=bool)
    if types.is_numeric_dtype(values) and not types.is_bool_dtype(values):
        infinite = np.isinf(values.to_numpy(dtype=float))
    if np.all(missing | infinite):
        raise ProbeError.about(f"the target {quoted(target)} has no value in any row.",
                               hint="Name the column that holds what is to be predicted.")  # fmt: skip
    for n_left_out, what in ((int(missing.sum()), "a missing"), (int(infinite.sum()), "an infinite")):
        if n_left_out:
            notes.append(f"{n_left_out:,} of {len(frame):,} rows with {what} target were left out.")
    kept = frame.loc[~(missing | infinite)]
    _refuse_few(len(kept), target)
    return kept


def _refuse_few(n_rows: int, target: str) -> None:
    if n_rows < FEWEST_ROWS:
        raise ProbeError.about(
            f"{n_rows} {'row' if n_rows == 1 else 'rows'} with a target {quoted(target)} are too few to learn from and "
            f"to test on; at least {FEWEST_ROWS} are needed.",
            hint="Collect more rows; a rule or a baseline is the better start.",
        )


def _with_plain_target(frame: pd.DataFrame, target: str, notes: list[str]) -> pd.DataFrame:
    """Return the frame with a target whose texts are dates, or numbers beside a mark for missing, as what they are."""
    if of_extra("pandas").api.types.is_numeric_dtype(frame[target]):
        return frame
    as_column = column_of(target, frame[target])
    if as_column.kind not in ("date", "number"):
        return frame
    if as_column.note:
        notes.append(as_column.note)
    return frame.assign(**{target: as_column.values})


def _features(frame: pd.DataFrame, other: set[str | None], notes: list[str]) -> dict[str, Column]:
    """Return the columns to learn from; those left out are noted."""
    columns = {str(name): column_of(str(name), frame[name]) for name in frame.columns if name not in other}
    notes += [column.note for column in columns.values() if column.note]
    constant = [name for name, column in columns.items() if column.kind == "constant"]
    empty = [name for name in constant if columns[name].values.isna().all()]
    for left_out, why in (
        (empty, "no value in any row"),
        ([name for name in constant if name not in empty], "one value in all rows"),
        ([name for name, column in columns.items() if column.kind == "id"], "an id, or a count of the rows"),
    ):
        if left_out:
            notes.append(f"Left out ({why}): {named(left_out)}.")
    return {name: column for name, column in columns.items() if column.kind not in ("constant", "id")}


def _positions(order: str, column: Column, notes: list[str]) -> Any:
    """Return the place in time of each row from 0; rows of one time share a place."""
    if column.kind in ("category", "id") and column.values.astype("str").str.fullmatch("[0-9]+").all():
        column = Column("number", of_extra("pandas").to_numeric(column.values))  # with leading zeros
    numeric = of_extra("pandas").api.types.is_numeric_dtype(column.values)
    if column.kind != "date" and not numeric:
        raise ProbeError.about(f"the order {quoted(order)} holds neither dates nor numbers.",
                               hint="Write its dates as 2026-11-25.")  # fmt: skip
    n_missing = int(column.values.isna().sum())
    if n_missing:
        raise ProbeError.about(f"the order {quoted(order)} is missing in {n_missing:,} rows.",
                               hint="Fill it in, or leave those rows out.")  # fmt: skip
    if column.kind == "constant":
        raise ProbeError.about(f"the order {quoted(order)} is the same in all rows.", hint="Name another column.")
    if column.note:
        notes.append(column.note)
    return column.values.rank(method="dense").to_numpy(dtype=np.int64) - 1


def _groups(group: str | None, frame: pd.DataFrame, notes: list[str]) -> tuple[Any, int | None]:
    """Return the code of each row's group, and how many there are; a row without a group is one of its own."""
    if group is None:
        return None, None
    codes, found = of_extra("pandas").factorize(frame[group])
    alone = codes < 0
    n_groups = len(found) + int(alone.sum())
    if n_groups < 2:
        raise ProbeError.about(f"the group {quoted(group)} is the same in all rows.", hint="Name another column.")
    if alone.any():
        notes.append(f"{int(alone.sum()):,} rows without a group {quoted(group)} were taken for groups of their own.")
        codes = codes.copy()
        codes[alone] = np.arange(len(found), n_groups)
    return codes.astype(np.int64), n_groups


def _facts(columns: Mapping[str, Column], target: Target, n_all_rows: int, n_groups: int | None) -> dict[str, Any]:
    """Return the fields of a brief that the data tell; rows count those without a target, shares only the others."""
    return dict(_told(columns, target, n_all_rows, n_groups))


def _told(
    columns: Mapping[str, Column], target: Target, n_all_rows: int, n_groups: int | None
) -> Iterator[tuple[str, Any]]:
    n_rows = len(target.values)
    kinds = [column.kind for column in columns.values()]
    yield "task", target.task
    yield "data.modality", "text" if set(kinds) == {"text"} else "tabular"
    if not target.classes and (traits := traits_of(target.values)):
        yield "data.target", list(traits)
    if not target.classes:
        yield "data.zero_share", round(float(np.mean(target.values == 0)), _SIX_DIGITS)
    yield "data.rows", n_all_rows
    yield "data.labelled_rows", n_rows
    yield "data.features", len(columns)
    if target.classes:
        yield "data.classes", len(target.classes)
        yield "data.minority_share", round(int(np.bincount(target.values).min()) / n_rows, _SIX_DIGITS)
    n_missing = sum(int(column.values.isna().sum()) for column in columns.values())
    yield "data.missing_share", round(n_missing / (n_rows * len(columns)), _SIX_DIGITS)
    yield "data.categorical_features", kinds.count("category")
    if cardinalities := n_categories(columns):
        yield "data.categorical_cardinality", max(cardinalities)
    yield "data.sparse", share_of_zeros(columns) >= _SPARSE_SHARE
    if n_groups is not None:
        yield "data.groups", n_groups
