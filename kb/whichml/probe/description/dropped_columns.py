"""A table without the columns that nobody should learn from, such as what is known only afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whichml.model.documents.errors import ProbeError, Problem, did_you_mean, quoted
from whichml.probe.description.column_kinds import named
from whichml.probe.reading.tables import DataTable


def without_columns(table: DataTable, dropped: Sequence[str], needed: Sequence[str]) -> DataTable:
    """Return a table without some columns, with a note that names them.

    Parameters
    ----------
    dropped : their names; one that is named twice is dropped once
    needed : columns that have another part to play, such as the target

    Raises
    ------
    ProbeError
        Where there is no such column, or it is needed.
    """
    names = [str(name) for name in table.frame.columns]
    problems = []
    for name in dict.fromkeys(dropped):
        if name not in names:
            near = did_you_mean(name, names)
            hint = near or f"The columns are {named(names)}."
            problems.append(Problem(f"{table.name} has no column {quoted(name)} to drop.", hint=hint))
        elif name in needed:
            problems.append(Problem(f"{quoted(name)} cannot be dropped: it is the target, the group or the order."))
    if problems:
        raise ProbeError(*problems)
    if not dropped:
        return table
    once = tuple(dict.fromkeys(dropped))
    note = f"Left out (as asked): {named(once)}."
    kept = [name for name in table.frame.columns if str(name) not in dropped]
    return replace(table, frame=table.frame[kept], notes=(*table.notes, note), dropped=once)
