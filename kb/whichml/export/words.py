"""Words of a document with what some of them are: code, an address, a citation. Walkers make their texts harmless."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from whichml.model.statements.facts import Citation

_BLANKS: Final = " \t\r\n"


@dataclass(frozen=True, slots=True)
class CodeSpan:
    """An id, or anything else that is typed as it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out."""

    text: str


@dataclass(frozen=True, slots=True)
class Aside:
    """Words behind others that a reader may pass over."""

    text: str


@dataclass(frozen=True, slots=True)
class Address:
    """Where something can be opened."""

    url: str


@dataclass(frozen=True, slots=True)
class Cited:
    """Places in works that what stands before rests on; shown behind a space, or not at all where there are none."""

    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG element, which nobody but `whichml.export.chart` and its like may write, and the same in words."""

    svg: str
    text: str


Part: TypeAlias = str | CodeSpan | Strong | Aside | Address | Cited | Drawing
Words: TypeAlias = "Part | tuple[Words, ...]"


def parts_of(words: Words) -> list[Part]:
    """Return words one after the other, without what is empty, and without blanks at the ends.

    Neighbours of one kind are one, so that no text is made harmless without what stands beside it.
    """
    found: list[Part] = []
    for part in flat(words):
        last = found[-1] if found else None
        if isinstance(part, str) and isinstance(last, str):
            found[-1] = last + part
        elif isinstance(part, CodeSpan | Strong) and type(part) is type(last):
            found[-1] = replace(part, text=last.text + part.text)
        elif not _is_empty(part):
            found.append(part)
    if found and isinstance(found[0], str):
        found[0] = found[0].lstrip(_BLANKS)
    if found and isinstance(found[-1], str):
        found[-1] = found[-1].rstrip(_BLANKS)
    return found


def joined(separator: str, several: Iterable[Words]) -> Words:
    """Return words with a separator between each two."""
    return tuple(part for words in several for part in (separator, words))[1:]


def flat(words: Words) -> Iterator[Part]:
    """Yield words one after the other as they were written."""
    if isinstance(words, tuple):
        for each in words:
            yield from flat(each)
    else:
        yield words


def _is_empty(part: Part) -> bool:
    if isinstance(part, CodeSpan | Strong | Aside):
        return not part.text.strip(_BLANKS)
    return part in ("", Cited(()))
