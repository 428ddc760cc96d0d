"""Names in Turtle that begin as their subject does, each told by one letter, so that a graph takes less room.

Subjects that are of others, such as the citations of a claim, are told by their place: whose they are stands in the
same file, in nearly the same order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

_CITATIONS: Final = "\x02"
"""Stands for how the citations of the subject begin."""
_ID: Final = "\x03"
"""Stands for the id of the subject where that is its name."""
_CLAIMS: Final = "\x04"
"""Stands for how the claims about the subject begin."""
_SAME: Final = "\x05"
"""Stands for the citation that comes next of whose the one before is."""
_NEXT: Final = "\x06"
"""Stands, before a kind and a number, for the name of a subject of that kind: so many behind the one after the last."""
_SCOPE: Final = "\x07"
"""Stands for how the scope of the subject is called."""
_MARKS: Final = (_CITATIONS, _ID, _CLAIMS, _SAME, _NEXT, _SCOPE)
_CITATION: Final = re.compile(r"citation:([a-z]+)\\/(\S+)\.([0-9]+)(?= )")
_OF_CLAIM: Final = re.compile(r"scope:(\S+)(?= )")
_TOLD: Final = re.compile(rf"{_NEXT}([a-z]+)([0-9]*)(?= )")
_SCOPES: Final = "scope"


def with_names_shortened(turtle: str) -> str:
    """Return Turtle in which a subject names its id, its citations and claims about it by what is left of their names.

    Parameters
    ----------
    turtle : as `pyoxigraph` writes it: a line for each subject, and one that begins with a tab for each predicate
    """
    for mark in _MARKS:
        turtle = turtle.replace(mark, f"\\u{ord(mark):04x}")
    return _by_place(_line_by_line(turtle, lambda line, name, mark: line.replace(name, mark)))


def with_names_in_full(turtle: str) -> str:
    """Return Turtle that says what `with_names_shortened` was given."""
    return _line_by_line(_by_name(turtle), lambda line, name, mark: line.replace(mark, name))


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
        _SCOPE: f"scope:{name}",
    }  # fmt: skip


class _Places:
    """The names of subjects by kind, in their order, and of whom something was told last."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._names: dict[str, list[str]] = {}
        for line in lines:
            kind, colon, name = line.partition(" ")[0].partition(":")
            if colon and name and not line.startswith(("\t", *_MARKS)):
                self._names.setdefault(kind, []).append(name)
        self._place = {kind: {name: n for n, name in enumerate(names)} for kind, names in self._names.items()}
        self._last: dict[tuple[str, str], int] = {}

    def told(self, of: str, kind: str, name: str) -> str:
        """Return by how many the name comes behind the next, empty for none; the name itself where it comes before."""
        place, last = self._place.get(kind, {}).get(name), self._last.get((of, kind), -1)
        if place is None:
            return name
        self._last[of, kind] = place
        n_between = place - last - 1
        return name if n_between < 0 else str(n_between or "")

    def name(self, of: str, kind: str, n_between: str) -> str:
        """Return the name that was told so."""
        place = self._last.get((of, kind), -1) + 1 + int(n_between or 0)
        self._last[of, kind] = place
        return self._names[kind][place]

    def seen(self, of: str, kind: str, name: str) -> None:
        """Note a name that was told in full."""
        self._last[of, kind] = self._place.get(kind, {}).get(name, self._last.get((of, kind), -1))


def _by_place(turtle: str) -> str:
    """Return Turtle whose citations and scopes are called by the place of whose they are."""
    lines = turtle.split("\n")
    places, before = _Places(lines), ("", "", 0)
    for n, line in enumerate(lines):
        found = _CITATION.match(line)
        if found is not None:
            kind, name, number = found[1], found[2], int(found[3])
            if before == (kind, name, number - 1):
                lines[n] = f"{_SAME}{line[found.end() :]}"
            elif number == 1 and (told := places.told(kind, kind, name)) != name:
                lines[n] = f"{_NEXT}{kind}{told}{line[found.end() :]}"
            else:
                places.seen(kind, kind, name)
            before = kind, name, number
        elif (found := _OF_CLAIM.match(line)) is not None and (
            told := places.told(_SCOPES, "claim", found[1])
        ) != found[1]:
            lines[n] = f"{_NEXT}{_SCOPES}{told}{line[found.end() :]}"
    return "\n".join(lines)


def _by_name(turtle: str) -> str:
    """Return Turtle that says what `_by_place` was given; LookupError where it was something else."""
    lines = turtle.split("\n")
    places, before = _Places(lines), ("", "", 0)
    for n, line in enumerate(lines):
        if line.startswith(_SAME):
            before = *before[:2], before[2] + 1
            lines[n] = f"{_cited(*before)}{line[1:]}"
        elif (found := _TOLD.match(line)) is not None and found[1] == _SCOPES:
            lines[n] = f"scope:{places.name(_SCOPES, 'claim', found[2])}{line[found.end() :]}"
        elif found is not None:
            before = found[1], places.name(found[1], found[1], found[2]), 1
            lines[n] = f"{_cited(*before)}{line[found.end() :]}"
        elif (found := _CITATION.match(line)) is not None:
            before = found[1], found[2], int(found[3])
            places.seen(before[0], *before[:2])
        elif (found := _OF_CLAIM.match(line)) is not None:
            places.seen(_SCOPES, "claim", found[1])
    return "\n".join(lines)


def _cited(kind: str, name: str, number: int) -> str:
    return f"citation:{kind}\\/{name}.{number}"
