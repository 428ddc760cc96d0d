"""Values and texts of others as parts of Python source, so that none can be more than a value or a remark."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from whichml.export.escaping import on_one_line
from whichml.model.statements.facts import Citation

_WIDTH: Final = 112
_IMPORT_WIDTH: Final = 88


def literal(value: object) -> str:
    """Return a plain value as Python writes it, texts in double quotes where that needs no escape.

    Examples
    --------
    >>> print(literal("a column"), literal('he said "no"'), literal(0.5), literal(None))
    "a column" 'he said "no"' 0.5 None
    """
    text = repr(value)
    return f'"{text[1:-1]}"' if isinstance(value, str) and '"' not in text else text


def assigned(name: str, values: Sequence[object]) -> list[str]:
    """Return the lines that assign a list of plain values."""
    return assigned_parts(name, list(map(literal, values)))


def assigned_parts(name: str, parts: Sequence[str]) -> list[str]:
    """Return the lines that assign a list of parts that are written already."""
    whole = f"{name} = [{', '.join(parts)}]"
    return [whole] if len(whole) <= _WIDTH else [f"{name} = [", *_filled(parts), "]"]


def assigned_by_name(name: str, values: Mapping[str, object]) -> list[str]:
    """Return the lines that assign plain values by name."""
    pairs = [f"{literal(key)}: {literal(value)}" for key, value in values.items()]
    whole = f"{name} = {{{', '.join(pairs)}}}"
    return [whole] if len(whole) <= _WIDTH else [f"{name} = {{", *_filled(pairs), "}"]


def imported(module: str, names: Sequence[str]) -> str:
    """Return the lines that import names of a module, laid out as linters ask for by default."""
    whole = f"from {module} import {', '.join(names)}"
    if len(whole) <= _IMPORT_WIDTH:
        return whole
    return "\n".join([f"from {module} import (", *(f"    {name}," for name in names), ")"])


def remark(text: str, sources: Iterable[Citation] = (), indent: str = "") -> str:
    r"""Return a text of any kind as lines of comment, with what it cites.

    Examples
    --------
    >>> print(remark("two\nlines"))
    # two lines
    """
    whole = f"{on_one_line(text)}{cited_places(sources)}"
    start = f"{indent}# "
    lines = textwrap.wrap(whole, _WIDTH, initial_indent=start, subsequent_indent=start, break_on_hyphens=False)
    return "\n".join(lines) or start.rstrip()


def in_docstring(text: str) -> str:
    """Return a text of any kind as part of a line of a docstring."""
    return on_one_line(text).replace("\\", "\\\\").replace('"', '\\"')


def cited_places(sources: Iterable[Citation]) -> str:
    """Return places in works behind a text: `[elkan2001, abstract]`; nothing where there are none."""
    places = "; ".join(f"{each.ref}, {on_one_line(each.locator)}" for each in sources)
    return f" [{places}]" if places else ""


def _filled(parts: Iterable[str]) -> list[str]:
    lines, line = [], "   "
    for part in parts:
        if len(line) + len(part) + 2 > _WIDTH and line.strip():
            lines.append(line)
            line = "   "
        line += f" {part},"
    return [*lines, line]
