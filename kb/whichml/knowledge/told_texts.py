"""Files whose texts are told by their place in the knowledge that they compile to, so that an archive holds each once.

The knowledge says most of what the files say, in nearly the same order. So a text is told by how many texts of the
knowledge lie between it and the one before, mostly none, which is a single byte.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

_NEAR: Final = bytes((*range(1, 9), 0x0B, 0x0C, 0x0E, 0x0F))
"""Marks for the text that comes next, the one behind it, and so on."""
_FAR: Final = b"\x1e"
"""Begins how many places on a text is; a semicolon ends it."""
_PLAIN: Final = b"\x1f"
"""Begins a file that is told as it is, since it holds marks itself."""
_MARK: Final = re.compile(rb"([" + _NEAR + rb"])|" + _FAR + rb"(-?[0-9a-f]+);")
_HOLDS_MARKS: Final = re.compile(rb"[" + _NEAR + _FAR + _PLAIN + rb"]")
_BEGINS: Final = re.compile(rb"(?<![A-Za-z0-9])(?=\S)")
"""Where a text may begin."""
_SHORTEST: Final = 2
_LONG: Final = 32
"""How many bytes a text needs for which it pays to say how far away it is."""


def told_by_place(files: Iterable[bytes], knowledge: bytes) -> list[bytes]:
    """Return files whose texts are told by their place.

    Parameters
    ----------
    knowledge : JSON; where it is empty, the files stay as they are
    """
    places = _Places(_texts(knowledge))
    return [places.told(raw) for raw in files]


def told_in_full(told: Iterable[bytes], knowledge: bytes) -> Iterator[bytes]:
    """Yield the files that `told_by_place` was given; LookupError or ValueError where the knowledge is another one."""
    texts, last = _texts(knowledge), -1

    def text(mark: re.Match[bytes]) -> bytes:
        nonlocal last
        last += _NEAR.index(mark[1]) + 1 if mark[1] is not None else int(mark[2], 16)
        if last < 0:
            raise IndexError("a text before the first")
        return texts[last]

    for raw in told:
        yield raw[1:] if raw.startswith(_PLAIN) else _MARK.sub(text, raw)


class _Places:
    """The texts of the knowledge, and which of them was told last."""

    def __init__(self, texts: list[bytes]) -> None:
        self._texts = texts
        self._next = tuple(texts[: len(_NEAR)])
        self._last = -1
        self._places: dict[bytes, list[int]] = defaultdict(list)
        self._long: dict[bytes, list[bytes]] = defaultdict(list)
        for place, text in enumerate(texts):
            if len(text) >= _LONG:
                self._places[text].append(place)
        for text in sorted(self._places, key=lambda text: (-len(text), text)):  # the longest that fits says most
            self._long[text[:_LONG]].append(text)

    def told(self, raw: bytes) -> bytes:
        """Return a file with marks in the place of texts."""
        if _HOLDS_MARKS.search(raw):
            return _PLAIN + raw
        told, done = [], 0
        for begin in _BEGINS.finditer(raw) if self._texts else ():
            at, before = begin.start(), self._last
            if at < done or (place := self._found(raw, at)) is None:
                continue
            self._last, self._next = place, tuple(self._texts[place + 1 : place + 1 + len(_NEAR)])
            n_on = place - before
            told += [raw[done:at], _NEAR[n_on - 1 : n_on] if 0 < n_on <= len(_NEAR) else b"%b%x;" % (_FAR, n_on)]
            done = at + len(self._texts[place])
        return b"".join((*told, raw[done:]))

    def _found(self, raw: bytes, at: int) -> int | None:
        """Return the place of the text that begins at a byte: one of the next, else of a long one, behind the last.

        Short texts are looked for among the very next alone: farther away it is chance that they are alike.
        """
        for n, text in enumerate(self._next) if raw.startswith(self._next, at) else ():  # mostly it is none of them
            end = at + len(text)
            if n <= len(text) and raw.startswith(text, at) and not raw[end : end + 1].isalnum():
                return self._last + 1 + n
        long = next((text for text in self._long.get(raw[at : at + _LONG], ()) if raw.startswith(text, at)), None)
        if long is None:
            return None
        places = self._places[long]
        return next((place for place in places if place > self._last), places[0])


def _texts(knowledge: bytes) -> list[bytes]:
    """Return the texts and numbers of the knowledge that are long enough, in their order."""
    found: list[str] = []
    if knowledge:
        _gather(json.loads(knowledge), found)
    return [text.encode() for text in found if len(text) >= _SHORTEST]


def _gather(value: Any, found: list[str]) -> None:
    """Put the texts and numbers of a JSON value behind those that were found."""
    if isinstance(value, str):
        found.append(value)
    elif isinstance(value, list):
        for each in value:
            _gather(each, found)
    elif isinstance(value, dict):
        for each in value.values():
            _gather(each, found)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        found.append(str(value))
