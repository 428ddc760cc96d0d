"""JSON (RFC 8259) read strictly, with places: no repeated key, no NaN, no recursion.

Works token by token with a stack of its own, so that depth costs nothing.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from whichml.model.draft import Draft, Path, Plain, Spot, StopReading
from whichml.model.errors import quoted

_SPACE = re.compile(r"[ \t\n\r]*+")
_TOKEN = re.compile(
    r"""(?P<mark>[{}\[\],:])
      | "(?P<text>(?:[^"\\\x00-\x1f]++|\\.)*+)"
      | (?P<number>-?(?:0|[1-9][0-9]*+)(?P<real>(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?))(?![0-9A-Za-z_.+-])
      | (?P<word>true|false|null)(?![0-9A-Za-z_])""",
    re.VERBOSE,
)
_NEXT_WORDS = re.compile(r"[^\s,\]}]{1,60}")
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


def read_json(text: str, draft: Draft) -> Plain:
    """Return the values of a JSON text; places and problems go into the draft.

    Raises
    ------
    StopReading
        Where the text cannot be read any further.
    """
    return _Reading(text, draft).top_level()


@dataclass(slots=True)
class _Open:
    """An object or array whose end has not been read; `key` is the one whose value comes next."""

    values: dict[str, Plain] | list[Plain]
    path: Path
    spot: Spot
    key: str = ""
    key_is_new: bool = True
    n_keys: int = 0


class _Reading:
    """One pass over the tokens of one text."""

    def __init__(self, text: str, draft: Draft) -> None:
        self.text = text
        self.draft = draft
        self.line_starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.open: list[_Open] = []
        self.top: Plain = None
        self.turn: _Turn = "value"

    def top_level(self) -> Plain:
        """Return the only value of the text."""
        text, skip, match = self.text, _SPACE.match, _TOKEN.match
        position = 0
        while True:
            space = skip(text, position)
            position = space.end() if space else position
            if position >= len(text):
                if self.turn != "nothing":
                    raise self._unexpected(position, "the text ends early")
                return self.top
            token = match(text, position)
            if token is None:
                raise self._unexpected(position, None)
            self._take(token, position)
            position = token.end()

    def _take(self, token: re.Match[str], position: int) -> None:
        kind = token.lastgroup if token.lastgroup != "real" else "number"
        if kind == "mark":
            self._take_mark(token.group(), position)
        elif kind == "text" and self.turn in ("key", "key or end"):
            self._take_key(self._unescaped(token.group("text"), position), position)
        elif self.turn not in ("value", "value or end"):
            raise self._unexpected(position, None)
        elif kind == "text":
            string = self._unescaped(token.group("text"), position)
            self._add(self.draft.checked_text(string, self._spot(position), self._path()), position)
        elif kind == "word":
            self._add(_CONSTANTS[token.group("word")], position)
        else:
            self._add(self._number(token, position), position)

    def _take_mark(self, mark: str, position: int) -> None:
        turn = self.turn
        if mark in "{[" and turn in ("value", "value or end"):
            self._begin({} if mark == "{" else [], position)
        elif mark == ":" and turn == "colon":
            self.turn = "value"
        elif mark == "," and turn == "comma or end":
            self.turn = "key" if isinstance(self.open[-1].values, dict) else "value"
        elif mark in "}]" and turn in ("comma or end", "value or end", "key or end"):
            if (mark == "}") != isinstance(self.open[-1].values, dict):
                raise self._unexpected(position, None)
            self.open.pop()
            self.turn = "comma or end" if self.open else "nothing"
        else:
            raise self._unexpected(position, None)

    def _begin(self, values: dict[str, Plain] | list[Plain], position: int) -> None:
        spot, path = self._spot(position), self._path()
        self.draft.check_nesting(len(self.open) + 1, spot, path)
        self._add(values, position)
        self.open.append(_Open(values, path, spot))
        self.turn = "key or end" if isinstance(values, dict) else "value or end"

    def _take_key(self, key: str, position: int) -> None:
        holder = self.open[-1]
        assert isinstance(holder.values, dict)
        path = (*holder.path, key)
        self.draft.checked_text(key, self._spot(position), path)
        holder.key, holder.key_is_new = key, key not in holder.values
        self.draft.add_key(holder.values, key, self._spot(position), path)
        holder.n_keys += 1
        self.draft.check_entries(holder.n_keys, holder.spot, holder.path)
        self.turn = "colon"

    def _path(self) -> Path:
        if not self.open:
            return ()
        holder = self.open[-1]
        return (*holder.path, holder.key if isinstance(holder.values, dict) else len(holder.values))

    def _add(self, value: Plain, position: int) -> None:
        path = self._path()
        if not self.open:
            self.top = value
            self.draft.spots[path] = self._spot(position)
            self.turn = "nothing"
            return
        holder = self.open[-1]
        if isinstance(holder.values, list):
            self.draft.spots[path] = self._spot(position)
            holder.values.append(value)
            self.draft.check_entries(len(holder.values), holder.spot, holder.path)
        elif holder.key_is_new:
            self.draft.spots[path] = self._spot(position)
            holder.values[holder.key] = value
        self.turn = "comma or end"

    def _number(self, token: re.Match[str], position: int) -> Plain:
        written = token.group("number")
        if len(written) > _LONGEST_NUMBER:
            message = f"a number of {len(written)} characters is too long."
            self.draft.refuse(self._spot(position), self._path(), message, "Write it shorter.")
            return 0
        if not token.group("real"):
            return int(written)
        number = float(written)
        if abs(number) == float("inf"):
            message = f"the number {quoted(written)} is too large."
            self.draft.refuse(self._spot(position), self._path(), message, "Give a smaller number.")
        return number

    def _unescaped(self, written: str, position: int) -> str:
        if "\\" not in written:
            return written
        try:
            string = json.loads(f'"{written}"')
            string.encode("utf-8")
        except ValueError:
            message = f"the text {quoted(written)} holds an escape that stands for no character."
            raise self.draft.stop(self._spot(position), self._path(), message, "Correct or remove it.") from None
        return str(string)

    def _spot(self, position: int) -> Spot:
        line = bisect_right(self.line_starts, position)
        return line, position - self.line_starts[line - 1] + 1

    def _unexpected(self, position: int, why: str | None) -> StopReading:
        found = _NEXT_WORDS.match(self.text, position)
        written = found.group() if found else self.text[position : position + 1]
        why = why or (f"{quoted(written)} does not fit" if written else "the text ends early")
        hint = "JSON takes double quotes, no comments and no comma after the last entry."
        if written.lstrip("-+") in ("NaN", "Infinity"):
            hint = "JSON knows finite numbers only; leave the field out if it is unknown."
        elif written.startswith('"'):
            hint = "A text ends on the line it begins on, with a double quote; line ends are written as `\\n`."
        message = f"this is not JSON: {why}; {_EXPECTED[self.turn]}."
        return self.draft.stop(self._spot(position), self._path() if self.open else (), message, hint)
