"""JSON (RFC 8259) read strictly, with places: no repeated key, no NaN, no recursion.

Works token by token with a stack of its own, so that depth costs nothing.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from whichml.model.documents.errors import quoted
from whichml.model.documents.expressions import expression
from whichml.model.documents.parse_context import ParseContext, Path, Plain, Position, StopReading

_SPACE = expression(r"[ \t\n\r]*+")
_TOKEN = expression(
    r"""(?P<mark>[{}\[\],:])
      | "(?P<text>(?:[^"\\\x00-\x1f]++|\\.)*+)"
      | (?P<number>-?(?:0|[1-9][0-9]*+)(?P<real>(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?))(?![0-9A-Za-z_.+-])
      | (?P<word>true|false|null)(?![0-9A-Za-z_])""",
    re.VERBOSE,
)
_NEXT_WORDS = expression(r"[^\s,\]}]{1,60}")
_CONSTANTS: dict[str, Plain] = {"true": True, "false": False, "null": None}
_LONGEST_NUMBER = 400

_Turn = Literal["value", "value or end", "key", "key or end", "colon", "comma or end", "nothing"]
_EXPECTED: dict[_Turn, str] = {
    "value": "a value is expected here",
    "value or end": "a value or `]` is expected here",
    "key": "a key in double quotes is expected here",
    "key or end": "a key in double quotes or `}` is expected here",
    "colon": "`:` is expected here, between a key and its value",
    "comma or end": "`,` or the closing bracket is expected here",
    "nothing": "nothing more is expected here",
}


def read_json(text: str, context: ParseContext) -> Plain:
    """Return the values of a JSON text; places and problems go into the draft.

    Raises
    ------
    StopReading
        Where the text cannot be read any further.
    """
    return _Reading(text, context).top_level()


@dataclass(slots=True)
class _Open:
    """An object or array whose end has not been read; `key` is the one whose value comes next."""

    values: dict[str, Plain] | list[Plain]
    path: Path
    position: Position
    key: str = ""
    key_is_new: bool = True
    n_keys: int = 0


class _Reading:
    """One pass over the tokens of one text."""

    def __init__(self, text: str, context: ParseContext) -> None:
        self.text = text
        self.context = context
        self.line_starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.open: list[_Open] = []
        self.top: Plain = None
        self.turn: _Turn = "value"

    def top_level(self) -> Plain:
        """Return the only value of the text."""
        text, skip, match = self.text, _SPACE.match, _TOKEN.match
        offset = 0
        while True:
            space = skip(text, offset)
            offset = space.end() if space else offset
            if offset >= len(text):
                if self.turn != "nothing":
                    raise self._unexpected(offset, "the text ends early")
                return self.top
            token = match(text, offset)
            if token is None:
                raise self._unexpected(offset, None)
            self._take(token, offset)
            offset = token.end()

    def _take(self, token: re.Match[str], offset: int) -> None:
        kind = token.lastgroup if token.lastgroup != "real" else "number"
        if kind == "mark":
            self._take_mark(token.group(), offset)
        elif kind == "text" and self.turn in ("key", "key or end"):
            self._take_key(self._unescaped(token.group("text"), offset), offset)
        elif self.turn not in ("value", "value or end"):
            raise self._unexpected(offset, None)
        elif kind == "text":
            string = self._unescaped(token.group("text"), offset)
            self._add(self.context.checked_text(string, self._position(offset), self._path()), offset)
        elif kind == "word":
            self._add(_CONSTANTS[token.group("word")], offset)
        else:
            self._add(self._number(token, offset), offset)

    def _take_mark(self, mark: str, offset: int) -> None:
        turn = self.turn
        if mark in "{[" and turn in ("value", "value or end"):
            self._begin({} if mark == "{" else [], offset)
        elif mark == ":" and turn == "colon":
            self.turn = "value"
        elif mark == "," and turn == "comma or end":
            self.turn = "key" if isinstance(self.open[-1].values, dict) else "value"
        elif mark in "}]" and turn in ("comma or end", "value or end", "key or end"):
            if (mark == "}") != isinstance(self.open[-1].values, dict):
                raise self._unexpected(offset, None)
            self.open.pop()
            self.turn = "comma or end" if self.open else "nothing"
        else:
            raise self._unexpected(offset, None)

    def _begin(self, values: dict[str, Plain] | list[Plain], offset: int) -> None:
        position, path = self._position(offset), self._path()
        self.context.check_nesting(len(self.open) + 1, position, path)
        self._add(values, offset)
        self.open.append(_Open(values, path, position))
        self.turn = "key or end" if isinstance(values, dict) else "value or end"

    def _take_key(self, key: str, offset: int) -> None:
        holder = self.open[-1]
        assert isinstance(holder.values, dict)
        path = (*holder.path, key)
        self.context.checked_text(key, self._position(offset), path)
        holder.key, holder.key_is_new = key, key not in holder.values
        self.context.add_key(holder.values, key, self._position(offset), path)
        holder.n_keys += 1
        self.context.check_entries(holder.n_keys, holder.position, holder.path)
        self.turn = "colon"

    def _path(self) -> Path:
        if not self.open:
            return ()
        holder = self.open[-1]
        return (*holder.path, holder.key if isinstance(holder.values, dict) else len(holder.values))

    def _add(self, value: Plain, offset: int) -> None:
        path = self._path()
        if not self.open:
            self.top = value
            self.context.positions[path] = self._position(offset)
            self.turn = "nothing"
            return
        holder = self.open[-1]
        if isinstance(holder.values, list):
            self.context.positions[path] = self._position(offset)
            holder.values.append(value)
            self.context.check_entries(len(holder.values), holder.position, holder.path)
        elif holder.key_is_new:
            self.context.positions[path] = self._position(offset)
            holder.values[holder.key] = value
        self.turn = "comma or end"

    def _number(self, token: re.Match[str], offset: int) -> Plain:
        written = token.group("number")
        if len(written) > _LONGEST_NUMBER:
            message = f"a number of {len(written)} characters is too long."
            self.context.refuse(self._position(offset), self._path(), message, "Write it shorter.")
            return 0
        if not token.group("real"):
            return int(written)
        number = float(written)
        if abs(number) == float("inf"):
            message = f"the number {quoted(written)} is too large."
            self.context.refuse(self._position(offset), self._path(), message, "Give a smaller number.")
        return number

    def _unescaped(self, written: str, offset: int) -> str:
        if "\\" not in written:
            return written
        try:
            string = json.loads(f'"{written}"')
            string.encode("utf-8")
        except ValueError:
            message = f"the text {quoted(written)} holds an escape that stands for no character."
            raise self.context.stop(self._position(offset), self._path(), message, "Correct or remove it.") from None
        return str(string)

    def _position(self, offset: int) -> Position:
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def _unexpected(self, offset: int, why: str | None) -> StopReading:
        found = _NEXT_WORDS.match(self.text, offset)
        written = found.group() if found else self.text[offset : offset + 1]
        why = why or (f"{quoted(written)} does not fit" if written else "the text ends early")
        hint = "JSON takes double quotes, no comments and no comma after the last entry."
        if written.lstrip("-+") in ("NaN", "Infinity"):
            hint = "JSON knows finite numbers only; leave the field out if it is unknown."
        elif written.startswith('"'):
            hint = "A text ends on the line it begins on, with a double quote; line ends are written as `\\n`."
        message = f"this is not JSON: {why}; {_EXPECTED[self.turn]}."
        return self.context.stop(self._position(offset), self._path() if self.open else (), message, hint)
