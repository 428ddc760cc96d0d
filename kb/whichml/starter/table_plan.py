"""A table as the project will read it: held against how the probe read it, so that nothing is lost in silence."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from whichml.evidence.leakage_notes import leakage_notes
from whichml.model.documents.errors import ProbeError, quoted
from whichml.probe.description.column_kinds import column_of, named
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.description.sought_class import refuse_unknown_class
from whichml.probe.extra import of_extra
from whichml.probe.measures.splits import held_out
from whichml.probe.reading.delimited import MISSING
from whichml.probe.reading.tables import DataTable, layout_of_table
from whichml.starter.plan import FILL_IN, Label, TablePlan, TextLayout

if TYPE_CHECKING:
    import pandas as pd

MOST_FOLDS: Final = 5
_MOST_NAMED: Final = 20
_LARGEST_WHOLE: Final = 2.0**53


def unnamed_table(target: str | None, group: bool, time: bool) -> TablePlan:
    """Return the plan of a table that the user has yet to name.

    Parameters
    ----------
    group, time : whether the brief speaks of groups and of time, whose columns then have to be named, too
    """
    return TablePlan(
        path=FILL_IN, digest="", layout=None, target=target or FILL_IN, labels=(), columns=None,
        group=FILL_IN if group else None, time=FILL_IN if time else None, is_time_written=True, n_folds=MOST_FOLDS,
        n_smallest=0,
    )  # fmt: skip


def table_plan(
    path: Path, table: DataTable, prepared: PreparedDataSet, project: Path, group: str | None, time: str | None,
    positive: str | None,
) -> tuple[TablePlan, tuple[str, ...]]:  # fmt: skip
    """Return how a project reads a table, and notes on columns that only the probe reads.

    Parameters
    ----------
    table, prepared : the same file, read and described by the probe
    project : the folder that the code will stand in
    positive : the class that is to be found; None takes the rarer one

    Raises
    ------
    ProbeError
        Where the project would read the target or the time otherwise than the probe, or there is no such class.
    """
    layout = _layout(path)
    rows = _read_plainly(path, layout)
    missing = [name for name in (prepared.target_name, group, time) if name is not None and name not in rows.columns]
    if missing:
        raise ProbeError.about(
            f"{table.name} has {named(missing)} under a name that only the probe reads.",
            hint="Give each column of the table a plain name, and begin again.",
        )
    labels = _labels(rows, prepared, positive)
    read = _columns(rows, table.frame, prepared)
    target_mark = _mark_of_target(rows, prepared)
    is_time_written, is_day_first = _time(rows, table, time)
    counts = np.unique(prepared.target, return_counts=True)[1] if labels else np.array([prepared.n_rows])
    return TablePlan(
        path=_from(project, path),
        digest=table.digest,
        layout=layout,
        target=prepared.target_name,
        labels=labels,
        columns=read.by_kind,
        group=group,
        time=time,
        is_time_written=is_time_written,
        n_folds=_n_folds(prepared),
        n_smallest=int(counts.min()) if labels else 0,
        leakage=leakage_notes(prepared.notes),
        possible_groups=prepared.possible_groups,
        possible_orders=prepared.possible_orders,
        written={**read.written, **({prepared.target_name: target_mark} if target_mark else {})},
        day_first=tuple(dict.fromkeys((*read.day_first, *((time,) if time is not None and is_day_first else ())))),
        left_out=tuple(_left_out(table, prepared, read.unlike, {group, time})),
    ), _notes(read.unlike)


def _n_folds(prepared: PreparedDataSet) -> int:
    """Return how often rows are held out: of classes as often as a probe does in each repetition."""
    if prepared.order is not None:
        return MOST_FOLDS
    if prepared.groups is not None:
        return max(2, min(MOST_FOLDS, len(np.unique(prepared.groups))))
    return len(held_out(prepared, np.arange(prepared.n_rows), MOST_FOLDS, 1).folds)


def _layout(path: Path) -> TextLayout | None:
    found = layout_of_table(path)
    if found is None:
        return None
    return TextLayout(found.delimiter, found.decimal, found.encoding, found.codes)


def _from(project: Path, path: Path) -> str:
    """Return the path of a file, with slashes: relative to the project where both may be moved together, else whole.

    Both lie together where the file is in the project, beside it, or below what the project lies in.
    """
    whole, home = path.resolve(), project.resolve().parent
    return Path(os.path.relpath(whole, project.resolve())).as_posix() if home in whole.parents else whole.as_posix()


def _read_plainly(path: Path, layout: TextLayout | None) -> pd.DataFrame:
    """Return the table by the one call that stands in the project, with names without blanks around them."""
    pandas = of_extra("pandas")
    if layout is None:
        rows = pandas.read_parquet(path)
    else:
        rows = pandas.read_csv(
            path, sep=layout.delimiter, decimal=layout.decimal, encoding=layout.encoding, skipinitialspace=True,
            keep_default_na=False, na_values=list(MISSING), dtype=dict.fromkeys(layout.codes, "str"),
            index_col=False, low_memory=False,
        )  # fmt: skip
    return rows.rename(columns=str).rename(columns=str.strip)


def _labels(rows: pd.DataFrame, prepared: PreparedDataSet, positive: str | None) -> tuple[Label, ...]:
    """Return the classes as plain values of the file, the one to be found last."""
    if not prepared.classes:
        return ()
    found: dict[str, Label] = {}
    for value in rows[prepared.target_name].dropna().unique().tolist():
        plain: Label = value.strip() if isinstance(value, str) else value
        if isinstance(plain, float) and plain.is_integer() and abs(plain) < _LARGEST_WHOLE:
            plain = int(plain)
        found.setdefault(str(plain), plain)
    lost = [name for name in prepared.classes if name not in found]
    if lost:
        raise ProbeError.about(
            f"the classes {named(lost)} of the target {quoted(prepared.target_name)} are written in several ways.",
            hint="Write each class in one way, and begin again.",
        )
    if positive is not None:
        refuse_unknown_class(prepared, positive)
    counts = np.bincount(prepared.target, minlength=len(prepared.classes))
    sought = positive if positive is not None else prepared.classes[int(np.argmin(counts))]
    return (*(found[name] for name in prepared.classes if name != sought), found[sought])


class _ReadColumns(NamedTuple):
    """The columns to learn from by kind, how some of them are written, and those that only the probe reads."""

    by_kind: Mapping[str, tuple[str, ...]]
    written: Mapping[str, str]
    day_first: tuple[str, ...]
    unlike: tuple[str, ...]


def _columns(rows: pd.DataFrame, probed: pd.DataFrame, prepared: PreparedDataSet) -> _ReadColumns:
    """Return how the project reads each column, so that it holds what the probe read."""
    columns: dict[str, list[str]] = {"number": [], "category": [], "date": [], "text": []}
    written: dict[str, str] = {}
    day_first: list[str] = []
    unlike: list[str] = []
    for name, kind in prepared.kinds.items():
        if kind not in columns:
            continue
        way = _way_of(name, kind, rows, prepared.features[name], prepared, probed)
        (columns[kind] if way is not None else unlike).append(name)
        if way and kind == "number":
            written[name] = way
        elif way:
            day_first.append(name)
    if not any(columns.values()):
        raise ProbeError.about("no column is left that a plain reader understands.", hint="Write plain numbers.")
    by_kind = {kind: tuple(names) for kind, names in columns.items()}
    return _ReadColumns(by_kind, written, tuple(day_first), tuple(unlike))


def _way_of(
    name: str, kind: str, rows: pd.DataFrame, described: Any, prepared: PreparedDataSet, probed: pd.DataFrame
) -> str | None:
    """Return by which way a column is read as the probe read it, the plain one first; None where no way does."""
    if name not in rows.columns:
        return None
    if kind not in ("number", "date"):
        return PLAIN
    ways = _NUMBERS if kind == "number" else _DATES
    return next((way for way, read in ways.items() if _is_alike(read(rows[name]), described, prepared, probed)), None)


def _mark_of_target(rows: pd.DataFrame, prepared: PreparedDataSet) -> str:
    """Return the decimal mark of a target whose numbers are not plain; empty for others, and for classes.

    Raises
    ------
    ProbeError
        Where the project would learn other numbers than the probe.
    """
    if prepared.classes:
        return PLAIN
    values, described = rows[prepared.target_name], of_extra("pandas").Series(prepared.target)
    for way, read in _NUMBERS.items():
        if _plain(read(values).dropna()) == _plain(described):
            return way
    raise ProbeError.about(
        f"the target {quoted(prepared.target_name)} is written in a way that only the probe reads.",
        hint="Write plain numbers.",
    )


def _time(rows: pd.DataFrame, table: DataTable, time: str | None) -> tuple[bool, bool]:
    """Return whether a time is a date, and whether it writes the day before the month.

    Raises
    ------
    ProbeError
        Where the project would put rows into another order than the probe.
    """
    if time is None:
        return False, False
    column = column_of(time, table.frame[time])
    kind = "date" if column.kind == "date" else "number"
    ways = _DATES if kind == "date" else {PLAIN: _numbers}
    way = next((way for way, read in ways.items() if _same(read(rows[time]), column.values, kind)), None)
    if way is None:
        raise ProbeError.about(
            f"the time {quoted(time)} is written in a way that only the probe reads.",
            hint="Write dates such as 2026-11-25, or plain numbers.",
        )
    return kind == "date", bool(way)


def _same(read: Any, described: Any, kind: str) -> bool:
    """Return whether a time is read alike; what is a number to the project may be digits in a text to the probe."""
    if kind == "number":
        described = _numbers(described)
    return len(read) == len(described) and _plain(read) == _plain(described)


def _left_out(
    table: DataTable, prepared: PreparedDataSet, unlike: tuple[str, ...], apart: set[str | None]
) -> Iterator[str]:
    """Yield what of the columns is not learnt from, and why."""
    used = {*prepared.kinds, prepared.target_name, *apart}
    told_nothing = [str(name) for name in table.frame.columns if str(name) not in used]
    for names, why in (
        (prepared.dropped, "as asked"), (told_nothing, "an id, a count of the rows, or one value alone"),
        (unlike, "written in a way that only the probe reads"),
    ):  # fmt: skip
        if names:
            more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
            yield f"Left out ({why}): {', '.join(map(quoted, names[:_MOST_NAMED]))}{more}."


def _notes(unlike: tuple[str, ...]) -> tuple[str, ...]:
    if not unlike:
        return ()
    return (
        f"Left out: {named(unlike)}, written in a way that only the probe reads. Write plain numbers and dates such as "
        "2026-11-25 to learn from them.",
    )


def _is_alike(read: Any, described: Any, prepared: PreparedDataSet, probed: pd.DataFrame) -> bool:
    """Return whether a column holds the same values, in rows of which some were left out for want of a target."""
    if len(read) == len(described):
        return bool(_plain(read) == _plain(described))
    kept = probed[prepared.target_name].notna().to_numpy()
    if int(kept.sum()) == len(described):
        return bool(_plain(read[kept]) == _plain(described))
    return bool(read.notna().sum() >= described.notna().sum())


def _plain(values: Any) -> list[str]:
    """Return values as texts that are the same where the values are."""
    if str(values.dtype).startswith("datetime"):
        return [str(each)[:19] for each in values.dt.tz_localize(None)]
    return [f"{each:.12g}" for each in values.astype(float)]


def _numbers(values: Any) -> Any:
    pandas = of_extra("pandas")
    found = pandas.to_numeric(values, errors="coerce")
    return found.where(np.isfinite(found.astype(float)))


def _numbers_beside(values: Any, decimal: str) -> Any:
    """Return numbers of which all but digits, the sign and the decimal mark is taken off, as the project does it."""
    if of_extra("pandas").api.types.is_numeric_dtype(values):
        return _numbers(values)
    texts = values.astype("str").str.replace(f"[^0-9{decimal}-]", "", regex=True)
    return _numbers(texts.str.replace(decimal, ".", regex=False))


def _dates(values: Any, day_first: bool = False) -> Any:
    return of_extra("pandas").to_datetime(
        values.astype("str"), errors="coerce", format="mixed", dayfirst=day_first, utc=True
    )


PLAIN: Final = ""
_NUMBERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    PLAIN: _numbers, ",": partial(_numbers_beside, decimal=","), ".": partial(_numbers_beside, decimal="."),
}  # fmt: skip
_DATES: Final[Mapping[str, Callable[[Any], Any]]] = {PLAIN: _dates, "day first": partial(_dates, day_first=True)}
"""How the project reads numbers and dates, the plain way first; categories and texts are taken as they are written."""
