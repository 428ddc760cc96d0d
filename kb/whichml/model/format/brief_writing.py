"""A brief written as the YAML that briefs are read from, plain or with what each field means."""

from __future__ import annotations

import os
import re
import textwrap
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from whichml.model.documents.document import read_document, read_value
from whichml.model.documents.errors import WhichmlError
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.format.brief_form import plain_fields
from whichml.model.format.told_by_table import ToldByTable

_WIDTH: Final = 120
_NOT_KNOWN: Final = "Asked for, and not known: "
_MOST_HEAD_LINES: Final = 40


def brief_text(mapping: Mapping[str, object]) -> str:
    """Return a brief as YAML that the strict reader reads back as the same values.

    Raises
    ------
    BriefError
        When it holds what no brief can hold, such as a NUL character.
    """
    text = yaml.dump(plain_fields(mapping), Dumper=_StrictDumper, sort_keys=False, allow_unicode=True, width=_WIDTH)
    read_document(text.encode("utf-8", "surrogatepass"), "brief.yaml", form="yaml")
    return text


def commented_brief(
    fields: Mapping[str, object],
    not_known: Collection[str] = (),
    told: ToldByTable | None = None,
    schema: str = "",
) -> str:
    """Return a brief as YAML in which every field has its meaning above it.

    Parameters
    ----------
    fields : plain values by dotted name; what a group holds stands in the order of the format
    not_known : fields that were asked for in vain, which `fields_not_known` finds again
    schema : the file of the JSON Schema that editors check by, as a path from the brief; empty where there is none
    told : what a table told, of which `told_by_table` finds again what the fields still say
    """
    lines = [f"# yaml-language-server: $schema={schema}"] if schema else []
    lines += ["# A brief for whichml. Whatever you leave out is unknown, never false.", *_told_unknown(not_known)]
    lines += told.still_in(fields).lines() if told is not None else ()
    lines.append("brief: 1")
    group = ""
    for name in BRIEF_FIELDS:
        if name not in fields or name == "brief":
            continue
        outer, _, inner = name.partition(".")
        if inner and outer != group:
            lines += ["", f"{outer}:"]
        elif not inner:
            lines.append("")
        group = outer if inner else ""
        lines += _commented(inner or name, fields[name], BRIEF_FIELDS[name].meaning, "  " if inner else "")
    text = "\n".join(lines) + "\n"
    read_document(text.encode("utf-8", "surrogatepass"), "brief.yaml", form="yaml")
    return text


def fields_not_known(text: str) -> tuple[str, ...]:
    """Return the fields that the head of a commented brief says were asked for in vain, in the order of the format.

    Examples
    --------
    >>> fields_not_known(commented_brief({"task": "clustering"}, ["title", "data.rows"]))
    ('title', 'data.rows')
    """
    told = "\n".join(text.splitlines()[:_MOST_HEAD_LINES])
    found = re.search(rf"^# {_NOT_KNOWN}((?:.*)(?:\n#   .*)*)", told, re.MULTILINE)
    named = re.findall(r"[a-z_.]+[a-z]", found[1]) if found is not None else []
    return tuple(name for name in BRIEF_FIELDS if name in named)


def _told_unknown(not_known: Collection[str]) -> Iterator[str]:
    named = [name for name in BRIEF_FIELDS if name in not_known]
    if named:
        yield from textwrap.wrap(
            f"{_NOT_KNOWN}{', '.join(named)}", _WIDTH, initial_indent="# ", subsequent_indent="#   "
        )


def write_brief(path: Path, text: str) -> None:
    """Write a brief so that, whatever happens meanwhile, the file holds the old text or the new one whole."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, path)


def _commented(name: str, value: object, meaning: str, indent: str) -> Iterator[str]:
    yield from textwrap.wrap(meaning, _WIDTH, initial_indent=f"{indent}# ", subsequent_indent=f"{indent}# ")
    written = yaml.dump(
        {name: plain_fields(value)}, Dumper=_StrictDumper, sort_keys=False, allow_unicode=True, width=_WIDTH
    )
    yield from (indent + line for line in written.rstrip("\n").split("\n"))


class _StrictDumper(yaml.SafeDumper):
    """Writes every text in quotes that a reader could take for something else, and every value where it stands."""

    def ignore_aliases(self, data: Any) -> bool:
        """Return true: no value is written as a reference to another."""
        return True


def _quoted_where_doubtful(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    try:
        plain = read_value(text, "text") == text
    except WhichmlError:
        plain = False
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')


_StrictDumper.add_representer(str, _quoted_where_doubtful)
