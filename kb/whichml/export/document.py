"""A document as a tree of what is said. Walkers of it decide how that looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final, TypeAlias

from whichml.export.words import Cited, Words, flat
from whichml.model.statements.facts import Citation


@dataclass(frozen=True, slots=True)
class Mark:
    """What an entry means: a sign where there is room for little, words where there is more.

    Words that end in `because` take a clause, which begins with a capital where the sign alone is shown.
    """

    sign: str = ""
    words: str = ""


PLAIN: Final = Mark()
ITEM: Final = Mark("*")
GOOD, NEUTRAL, BAD = Mark("+", "Good, because"), Mark("~", "Neutral, because"), Mark("-", "Bad, because")
CAUTION, UNKNOWN = Mark("!"), Mark("?")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words on their own."""

    words: Words


@dataclass(frozen=True, slots=True)
class Entry:
    """One of several things that are said in a row, with what belongs to it below."""

    words: Words
    mark: Mark = ITEM
    below: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """A cited work by its id, written in full, with the places that are cited below."""

    ref: str
    words: Words
    below: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Works:
    """The works that a document cites."""

    works: tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, of which the first names its row.

    Attributes
    ----------
    numbers : the columns that hold numbers, counted from 0
    is_to_paste : whether a page shows it as Markdown, too
    is_compact : whether a terminal shows it without empty lines around it
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    caption: str = ""
    numbers: range = range(0)
    is_to_paste: bool = False
    is_compact: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing.

    Attributes
    ----------
    svg : the element, which nobody but `whichml.export.chart` and its like may write
    caption : how to read it, and what is not in it
    """

    title: str
    svg: str
    caption: str


@dataclass(frozen=True, slots=True)
class Section:
    """A title and what stands under it; a whole document is one, too. A section of a section may have nothing to say.

    Attributes
    ----------
    label : what stands before the title, such as `1.`
    """

    title: str
    blocks: tuple[Block, ...] = ()
    label: str = ""


Block: TypeAlias = Paragraph | Entry | Table | Figure | Works | Section
Told: TypeAlias = Paragraph | tuple[Entry, ...] | Table | Figure | Works


def told(blocks: Iterable[Block]) -> Iterator[Told | Section]:
    """Yield what has something to say: entries that follow each other together, sections only with a block."""
    for is_entry, run in groupby(blocks, lambda block: isinstance(block, Entry)):
        if is_entry:
            yield tuple(block for block in run if isinstance(block, Entry))
        else:
            for block in run:
                if not isinstance(block, Entry) and not (isinstance(block, Section) and not any(told(block.blocks))):
                    yield block


def citations_in(blocks: Iterable[Block]) -> Iterator[Citation]:
    """Yield what is cited, in the order of reading."""
    for block in blocks:
        if isinstance(block, Section):
            yield from citations_in(block.blocks)
        elif isinstance(block, Paragraph | Entry):
            yield from (one for part in flat(block.words) if isinstance(part, Cited) for one in part.citations)
            yield from citations_in(block.below if isinstance(block, Entry) else ())


class WorkNumbers:
    """The numbers of the works of one document, in the order of their mention."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def of(self, ref: str) -> int:
        """Return the number of a work."""
        return self._numbers.setdefault(ref, len(self._numbers) + 1)

    def cited(self, citations: Iterable[Citation]) -> list[int]:
        """Return the numbers of the works that are cited, ascending."""
        return sorted({self.of(citation.ref) for citation in citations})

    def listed(self, works: Iterable[Work]) -> list[tuple[int, Work]]:
        """Return works with their numbers, ascending."""
        return sorted(((self.of(work.ref), work) for work in works), key=lambda pair: pair[0])
