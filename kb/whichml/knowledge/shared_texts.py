"""Texts of a graph told by their number among those of the knowledge beside it, so that a file holds each once."""

from __future__ import annotations

import json
import re
from typing import Any, Final

_SHORTEST: Final = 8
"""Shorter texts take no more place than a number."""
_MARK: Final = "\x01"
"""Begins a number; a text that holds this character itself has it escaped."""
_AS_LITERAL: Final = json.JSONEncoder(ensure_ascii=False).encode
_LITERAL: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_NUMBERED: Final = re.compile(rf'"{_MARK}([+-]?)([0-9a-f]+)"')
_NEAR: Final = 64
"""How far a number may be from the one before, of which it is then told how much more or less it is."""


def texts_as_numbers(turtle: str, knowledge: bytes) -> str:
    """Return Turtle whose literals are numbers where the knowledge holds the same text.

    Parameters
    ----------
    knowledge : JSON
    """
    numbers: dict[str, int] = {}
    for literal in _literals(knowledge):
        numbers.setdefault(literal, len(numbers))

    last = 0

    def numbered(found: re.Match[str]) -> str:
        nonlocal last
        number = numbers.get(found[0])
        if number is None:
            return found[0]
        more, last = number - last, number
        return f'"{_MARK}{more:+x}"' if abs(more) < _NEAR else f'"{_MARK}{number:x}"'

    return _LITERAL.sub(numbered, turtle.replace(_MARK, "\\u0001"))


def numbers_as_texts(turtle: str, knowledge: bytes) -> str:
    """Return Turtle that says what `texts_as_numbers` was given; IndexError where the knowledge is another one."""
    literals = _literals(knowledge)
    last = 0

    def text(found: re.Match[str]) -> str:
        nonlocal last
        number = int(found[2], 16)
        last = number if not found[1] else last + number if found[1] == "+" else last - number
        if last < 0:
            raise IndexError("a text before the first")
        return literals[last]

    return _NUMBERED.sub(text, turtle)


def _literals(knowledge: bytes) -> list[str]:
    """Return each text of the knowledge that is long enough once, in their order, as Turtle writes it.

    For what JSON escapes otherwise than Turtle the two never meet, and it stays a text.
    """
    found: dict[str, None] = {}
    _gather(json.loads(knowledge), found)
    return [_AS_LITERAL(text) for text in found if len(text) >= _SHORTEST]


def _gather(value: Any, found: dict[str, None]) -> None:
    """Put the texts of a JSON value behind those that were found, in their order."""
    if isinstance(value, str):
        found[value] = None
    elif isinstance(value, list):
        for each in value:
            _gather(each, found)
    elif isinstance(value, dict):
        for key, each in value.items():
            found[key] = None
            _gather(each, found)
