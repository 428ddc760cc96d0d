"""How a project holds rows out: later ones, whole groups, or by chance, and why."""

from __future__ import annotations

from typing import Final

from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import ExportError, quoted
from whichml.model.statements.facts import Citation
from whichml.probe.description.column_kinds import named
from whichml.starter.label_delays import comes_late, gap_in_words
from whichml.starter.plan import HoldingOut, LabelDelay, TablePlan
from whichml.starter.table_plan import MOST_FOLDS

HELD_OUT: Final = {
    "time": "later rows",
    "groups": "whole groups",
    "classes": "folds with the same share of each class",
    "chance": "folds by chance",
}

_NO_LATER_ROWS: Final = "the brief asks for later rows, which no column was named for: that is left to find out"
"""What a decision says where `time_to_name` cautions, whose words stand among what is left to find out."""


def holding_out(brief: Brief, group: str | None, time: str | None, has_table: bool) -> HoldingOut:
    """Return how rows are held out: forward in time, by groups, by classes or by chance, the first that is asked for.

    Targets that come late ask for time as well, after groups that are spoken of. Rows in the order of a file are no
    time: of a table without a column that tells it none is later.

    Parameters
    ----------
    group, time : columns that the user named
    has_table : whether the table is there, so that no column will be filled in
    """
    if time is not None or (speaks_of_time(brief) and not has_table):
        return "time"
    if group is not None or speaks_of_groups(brief):
        return "groups"
    if comes_late(brief) and not has_table:
        return "time"
    return "chance" if brief.task == "regression" else "classes"


def speaks_of_groups(brief: Brief) -> bool:
    """Return whether rows of a brief belong to groups that have to be held out together."""
    return bool(brief.data.new_groups) or (brief.data.groups or 0) > 1


def speaks_of_time(brief: Brief) -> bool:
    """Return whether a brief's data change, or come as a stream."""
    return brief.data.drift in ("slow", "fast") or brief.data.arrival == "stream"


def time_to_name(brief: Brief, table: TablePlan) -> str:
    """Return a caution where a brief asks for later rows and no column of its table tells which are; else nothing."""
    if not table.is_named or table.time is not None:
        return ""
    asked = {"data.drift": brief.data.drift in ("slow", "fast"), "data.arrival": brief.data.arrival == "stream",
             "data.label_delay": comes_late(brief)}  # fmt: skip
    fields = " and ".join(f"`{name}`" for name, is_so in asked.items() if is_so)
    if not fields:
        return ""
    return (
        f"the brief speaks of time ({fields}) and no column was named that tells it, so that no later rows are held "
        "out and scores may be too good for them; --time COLUMN names one"
    )


def group_to_name(brief: Brief, table_is_named: bool, group: str | None) -> None:
    """Refuse to guess which rows belong together.

    Raises
    ------
    ExportError
        Where the brief speaks of groups and a table is there, and no column of them is named.
    """
    if table_is_named and group is None and speaks_of_groups(brief):
        raise ExportError.about(
            "the brief says that rows belong to groups, and no column was named that tells them.",
            hint="Give --group COLUMN; without it a group would be on both sides of a split.",
        )


def why_held_out(
    held: HoldingOut, table: TablePlan, delay: LabelDelay | None, untimed: str, knowledge: Knowledge
) -> tuple[str, tuple[Citation, ...]]:
    """Return why rows are held out so, with the works that say so; `untimed` is what `time_to_name` cautions."""
    if held == "time":
        gap = "" if delay is None else f"; {gap_in_words(delay)}"
        used = _use_of_time(table)
        return f"what is learnt is used on later rows{used}{gap}", of_pattern(knowledge, "test-on-later-data")
    if held == "groups":
        caution = f"; {_NO_LATER_ROWS}" if untimed else ""
        return f"rows of one group depend on each other{caution}", of_pattern(knowledge, "repeatable-splitting")
    left = _NO_LATER_ROWS if untimed else _left_to_chance(table)
    why = f"splits that ignore groups or time make results too good, and {left}"
    if held == "classes":
        why += _of_smallest(table)
    return why, of_pattern(knowledge, "data-leakage")


def _of_smallest(table: TablePlan) -> str:
    """Return what a class of few rows does to how often rows are held out; nothing where it does nothing."""
    if not 0 < table.n_smallest < MOST_FOLDS:
        return ""
    rows = "1 row" if table.n_smallest == 1 else f"{table.n_smallest} rows"
    if table.n_folds > table.n_smallest:
        return f"; the smallest class has {rows} and is missing in some folds, so that its figures tell little"
    return f"; only {table.n_folds} folds, since the smallest class has {rows}: leave it out, or put it to another"


def _use_of_time(table: TablePlan) -> str:
    """Return whether models learn from the column of the time, as a probe does from dates."""
    if table.time is None or table.columns is None:
        return ""
    told = "is learnt from, too" if table.time in table.columns["date"] else "is not learnt from, as it is no date"
    return f"; {quoted(table.time)} {told}"


def _left_to_chance(table: TablePlan) -> str:
    """Return why rows are held out by neither groups nor time, with the columns that may ask for it."""
    possible = []
    if table.possible_groups:
        possible.append(f"belong together by {named(table.possible_groups)} (--group)")
    if table.possible_orders:
        possible.append(f"have an order by {named(table.possible_orders)} (--time)")
    if not possible:
        return "the brief speaks of neither"
    return f"none was named, though rows may {' and '.join(possible)}"


def of_pattern(knowledge: Knowledge, identity: str) -> tuple[Citation, ...]:
    """Return the work that a pattern cites first; nothing where there is no such pattern."""
    found = knowledge.patterns.get(identity)
    return found.sources[:1] if found else ()
