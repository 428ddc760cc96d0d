"""Tables that a brief tells one beside the other, whose rows are linked: `left: {rows: 90}, right: {rows: 70}`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from whichml.model.documents.document import Path
from whichml.model.documents.plain_numbers import is_whole
from whichml.model.entries.bounds_beside import is_bound
from whichml.model.entries.counts_by_parts import tells_parts
from whichml.model.entries.field_calls import field_meant
from whichml.model.entries.written_values import as_the_format_writes
from whichml.model.format.requirement import Finding

_TASK: Final = "record-linkage"
_FIELD: Final = "data.rows"
_GROUP: Final = "data"


class JoinedTables(NamedTuple):
    """What tables say together.

    Attributes
    ----------
    names : of the tables
    fields : each with its path and value: the rows of all, and what else is told of each but how it is called
    finding : what tells how the rows are counted
    """

    names: frozenset[str]
    fields: tuple[tuple[str, Path, object], ...]
    finding: Finding


def tables_joined(group: str, found: Mapping[str, object], context: Collection[str]) -> JoinedTables | None:
    """Return what several tables say of which records are to be linked; None where there are none.

    Examples
    --------
    >>> told = tables_joined("data", {"left": {"rows": "3.2 M"}, "right": {"records": 214000}}, ["record-linkage"])
    >>> told.fields
    (('data.rows', ('data', 'left', 'rows'), 3414000),)
    """
    tables = {
        str(name): each for name, each in found.items()
        if isinstance(each, Mapping) and not tells_parts(str(name)) and not is_bound(each)
    }  # fmt: skip
    others = (name for name in found if name not in tables)
    if group != _GROUP or _TASK not in context or len(tables) < 2 or any(means_rows(name, 1) for name in others):
        return None
    rows = [[name for name, value in table.items() if means_rows(name, value)] for table in tables.values()]
    if any(len(each) != 1 for each in rows):
        return None
    counts = [count_of_rows(table[name]) for table, (name,) in zip(tables.values(), rows, strict=True)]
    if None in counts:
        return None
    total = sum(each for each in counts if each is not None)
    told = list(zip(tables, (name for (name,) in rows), strict=True))
    fields = [(_FIELD, (group, *told[0]), total)]
    rest = [
        (f"{group}.{table} {name}", (group, table, name), value)
        for table, each in tables.items() for name, value in each.items()
        if (table, name) not in told and not (name == "name" and isinstance(value, str))
    ]  # fmt: skip
    said = ", ".join(f"`{table}.{name}: {tables[table][name]}`" for table, name in told)
    finding = Finding((group, "rows"), f"{said} are read together as `{_FIELD}: {total}`.")
    return JoinedTables(frozenset(tables), (*fields, *rest), finding)


def means_rows(name: object, value: object) -> bool:
    """Return whether a name in the group of the data means how many rows there are."""
    if name == "rows":
        return True
    meant = field_meant(f"{_GROUP}.{name}", value, ()) if isinstance(name, str) else None
    return meant is not None and meant.field == _FIELD


def count_of_rows(value: object) -> int | None:
    """Return the count that a value is or writes, such as 150000 for `150k`; None where it is none."""
    written = as_the_format_writes(_FIELD, value)
    count = value if written is None else written
    return count if is_whole(count) and count >= 0 else None
