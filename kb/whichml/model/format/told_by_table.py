"""The line in the head of a brief that says what a table told, so that data may correct it and nobody else's word."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from whichml.model.documents.document import Plain
from whichml.model.format.brief_form import plain_fields

_TOLD: Final = "Told by the table "
_WIDTH: Final = 120
_MOST_HEAD_LINES: Final = 40


@dataclass(frozen=True, slots=True)
class ToldByTable:
    """What a table told of a project.

    Attributes
    ----------
    table : name of the file
    values : the fields by dotted name, each value as JSON
    """

    table: str
    values: Mapping[str, str]

    @classmethod
    def of(cls, table: str, fields: Mapping[str, object]) -> ToldByTable:
        """Return what a table told, from plain values by dotted name."""
        return cls(" ".join(table.split()), {name: _as_json(value) for name, value in fields.items()})

    def still_in(self, fields: Mapping[str, object]) -> ToldByTable:
        """Return of it what fields still say as the table did; what somebody changed is theirs."""
        return ToldByTable(self.table, {name: each for name, each in self.values.items() if self._holds(name, fields)})

    def _holds(self, name: str, fields: Mapping[str, object]) -> bool:
        return name in fields and _as_json(fields[name]) == self.values[name]

    def lines(self) -> Iterator[str]:
        """Yield the line of the head, wrapped; nothing where nothing was told."""
        if self.values:
            told = "; ".join(f"{name}: {value}" for name, value in self.values.items())
            text = f"{_TOLD}{json.dumps(self.table, ensure_ascii=False)}: {told}"
            yield from textwrap.wrap(
                text, _WIDTH, initial_indent="# ", subsequent_indent="#   ", break_long_words=False,
                break_on_hyphens=False,
            )  # fmt: skip


def told_by_table(text: str) -> ToldByTable | None:
    r"""Return what the head of a brief says that a table told; None where it says nothing of that.

    Examples
    --------
    >>> told_by_table("\n".join(ToldByTable.of("a.csv", {"data.rows": 40, "data.target": ["count"]}).lines()))
    ToldByTable(table='a.csv', values={'data.rows': '40', 'data.target': '["count"]'})
    """
    head = "\n".join(text.splitlines()[:_MOST_HEAD_LINES])
    found = re.search(rf'^# {_TOLD}"((?:[^"\\]|\\.|\n#   )*)":((?:.*)(?:\n#   .*)*)', head, re.MULTILINE)
    if found is None:
        return None
    name, told = (each.replace("\n#   ", " ") for each in found.groups())
    parts = [part.partition(":") for part in told.split(";")]
    return ToldByTable(json.loads(f'"{name}"'), {field.strip(): value.strip() for field, _, value in parts})


def _as_json(value: object) -> str:
    plain: Plain = plain_fields(value)
    return json.dumps(plain, ensure_ascii=False)
