"""Names in Turtle that begin as their subject does, each told by one letter, so that a graph takes less room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

_CITATIONS: Final = "\x02"
"""Stands for how the citations of the subject begin."""
_ID: Final = "\x03"
"""Stands for the id of the subject where that is its name."""
_CLAIMS: Final = "\x04"
"""Stands for how the claims about the subject begin."""
_MARKS: Final = (_CITATIONS, _ID, _CLAIMS)


def with_names_shortened(turtle: str) -> str:
    """Return Turtle in which a subject names its id, its citations and claims about it by what is left of their names.

    Parameters
    ----------
    turtle : as `pyoxigraph` writes it: a line for each subject, and one that begins with a tab for each predicate
    """
    for mark in _MARKS:
        turtle = turtle.replace(mark, f"\\u{ord(mark):04x}")
    return _line_by_line(turtle, lambda line, name, mark: line.replace(name, mark))


def with_names_in_full(turtle: str) -> str:
    """Return Turtle that says what `with_names_shortened` was given."""
    return _line_by_line(turtle, lambda line, name, mark: line.replace(mark, name))


def _line_by_line(turtle: str, change: Callable[[str, str, str], str]) -> str:
    names: Mapping[str, str] = {}
    lines = []
    for line in turtle.split("\n"):
        if line.startswith("\t"):
            for mark, name in names.items():
                line = change(line, name, mark)
        else:
            names = _names_of(line)
        lines.append(line)
    return "\n".join(lines)


def _names_of(line: str) -> Mapping[str, str]:
    """Return by mark how names begin that are the subject's of a line; nothing where it has no short name."""
    kind, colon, name = line.partition(" ")[0].partition(":")
    if not colon or not name:
        return {}
    plain = name.replace("\\", "")
    return {
        _ID: f'wml:id "{plain}"', _CITATIONS: f"citation:{kind}\\/{name}.", _CLAIMS: f"claim:{name}.",
    }  # fmt: skip
