"""A document while it is being read: its limits, and the places and problems found so far."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from whichml.model.documents.errors import Place, Problem, ProblemKind, pointer_to, quoted

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"
Path: TypeAlias = tuple[str | int, ...]


def dotted(path: Path) -> str:
    """Return a path as one name, its steps with dots between them."""
    return ".".join(map(str, path))


Position: TypeAlias = tuple[int, int]
_PLACE_IN_A_LIST: Final = re.compile(r"[0-9]{1,9}", re.ASCII)

_MOST_PROBLEMS = 50


def step_of(said: str) -> str | int:
    """Return a step of a path that is written as a text: a place in a list, or else a name.

    Examples
    --------
    >>> step_of("12"), step_of("rows"), step_of("²"), step_of("٣")
    (12, 'rows', '²', '٣')
    """
    return int(said) if _PLACE_IN_A_LIST.fullmatch(said) else said


@dataclass(frozen=True, slots=True)
class DocumentLimits:
    """How large a text may be; what lies beyond is refused before it costs time or memory.

    Attributes
    ----------
    n_bytes
        Bytes of the whole text.
    nesting
        Depth of mappings and lists inside each other.
    n_entries
        Entries of one list, or keys of one mapping.
    n_characters
        Characters of one string.
    """

    n_bytes: int
    nesting: int = 50
    n_entries: int = 10_000
    n_characters: int = 20_000


class StopReading(Exception):  # noqa: N818 - a signal, not an error
    """Raised inside the readers when nothing after this place can be trusted; never leaves `read_document`."""


def takes_no_words(path: Path, text: str) -> bool:
    """Return that no unquoted text of doubtful reading is taken as words, wherever it stands."""
    return False


@dataclass(slots=True)
class ParseContext:
    """A document while it is being read: places and problems so far.

    Attributes
    ----------
    takes_words : whether an unquoted text at a path is words there, such as `no` or `1:20`, so that it has one reading
    dotted : numbers with one point before three digits, as they are written
    """

    name: str
    limits: DocumentLimits
    takes_words: Callable[[Path, str], bool] = takes_no_words
    positions: dict[Path, Position] = field(default_factory=dict)
    key_positions: dict[Path, Position] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    dotted: dict[Path, str] = field(default_factory=dict)

    def refuse(
        self, position: Position, path: Path, message: str, hint: str | None = None, kind: ProblemKind = "syntax"
    ) -> None:
        """Note a problem and read on; after a few dozen, stop."""
        self.problems.append(Problem(message, Place(self.name, *position), pointer_to(path), hint, kind))
        if len(self.problems) >= _MOST_PROBLEMS:
            raise StopReading

    def stop(
        self, position: Position, path: Path, message: str, hint: str | None = None, kind: ProblemKind = "syntax"
    ) -> StopReading:
        """Note a problem after which reading cannot go on, and return what to raise."""
        self.problems.append(Problem(message, Place(self.name, *position), pointer_to(path), hint, kind))
        return StopReading()

    def check_nesting(self, depth: int, position: Position, path: Path) -> None:
        """Stop where mappings and lists lie deeper inside each other than allowed."""
        if depth > self.limits.nesting:
            raise self.stop(
                position,
                path[:3],
                f"mappings and lists are nested more than {self.limits.nesting} levels deep.",
                f"The limit is {self.limits.nesting} levels; write the content flatter.",
                "size",
            )

    def check_entries(self, n_entries: int, position: Position, path: Path) -> None:
        """Stop where a list or mapping has more entries than allowed."""
        if n_entries > self.limits.n_entries:
            raise self.stop(
                position,
                path,
                f"this list or mapping has more than {self.limits.n_entries} entries.",
                f"The limit is {self.limits.n_entries} entries.",
                "size",
            )

    def checked_text(self, text: str, position: Position, path: Path) -> str:
        """Return the text after noting whether it is too long or holds a NUL character."""
        if len(text) > self.limits.n_characters:
            self.refuse(
                position,
                path,
                f"a text of {len(text)} characters is too long.",
                f"The limit is {self.limits.n_characters} characters.",
                "size",
            )
        if "\0" in text:
            self.refuse(position, path, f"the text {quoted(text)} holds a NUL character.", "Take it out.")
        return text

    def add_key(self, mapping: Mapping[str, Plain], key: str, position: Position, path: Path) -> None:
        """Note the place of a key, and a problem where the mapping has it already."""
        if key in mapping:
            first = self.key_positions.get(path, position)
            self.refuse(
                position,
                path,
                f"the key {quoted(key)} is given twice; the first is at {Place(self.name, *first)}.",
                "Keep one of them.",
                "repeated-key",
            )
        else:
            self.key_positions[path] = position
