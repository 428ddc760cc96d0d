"""Texts of a graph told by their number among those of the knowledge beside it, so that a file holds each once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

_SHORTEST: Final = 8
"""Shorter texts take no more place than a number."""
_MARK: Final = "\x01"
"""Begins a number; a text that holds this character itself has it escaped."""
_LITERAL: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_NUMBERED: Final = re.compile(rf'"{_MARK}([0-9a-f]+)"')


def texts_as_numbers(turtle: str, knowledge: bytes) -> str:
    """Return Turtle whose literals are numbers where the knowledge holds the same text.

    Parameters
    ----------
    knowledge : JSON
    """
    numbers: dict[str, int] = {}
    for text in _texts(json.loads(knowledge)):
        numbers.setdefault(_as_literal(text), len(numbers))

    def numbered(found: re.Match[str]) -> str:
        number = numbers.get(found[0])
        return found[0] if number is None else f'"{_MARK}{number:x}"'

    return _LITERAL.sub(numbered, turtle.replace(_MARK, "\\u0001"))


def numbers_as_texts(turtle: str, knowledge: bytes) -> str:
    """Return Turtle that says what `texts_as_numbers` was given; IndexError where the knowledge is another one."""
    literals = list(dict.fromkeys(_as_literal(text) for text in _texts(json.loads(knowledge))))
    return _NUMBERED.sub(lambda found: literals[int(found[1], 16)], turtle)


def _as_literal(text: str) -> str:
    """Return a text as Turtle writes it; for what JSON escapes otherwise the two never meet, and it stays a text."""
    return json.dumps(text, ensure_ascii=False)


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts of a JSON value that are long enough, in their order."""
    if isinstance(value, str):
        if len(value) >= _SHORTEST:
            yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _texts(key)
            yield from _texts(each)
