"""Documents on the terminal: headings and marked lines with hanging indents, plain where nobody looks at a terminal."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from itertools import zip_longest
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from whichml.export.document import Entry, Figure, Paragraph, Section, Table, Told, Works, told
from whichml.export.escaping import on_one_line, within_line
from whichml.export.words import Address, Aside, Cited, CodeSpan, Drawing, Part, Strong, Words, parts_of

_LEAST_WIDTH = 20
_STEP = 2
_LEAST_COLUMN = 8
_MOST_REFS = 3
_DEPTHS = {1: (0, 1), 2: (1, 1), 3: (2, 2)}
"""How many steps to the right paragraphs and entries stand below a title of each level."""
_LESS: Final = "LESS"
_RAW: Final = frozenset("rR")
"""Options of `less` that let colours through; without one it prints their codes."""
STYLES = {"+": "green", "-": "red", "!": "yellow", "?": "cyan"}


class Terminal(Console):
    """A console without markup; a reader who left ends the command, which `Face` meets as a broken pipe."""

    def __init__(self) -> None:
        super().__init__(markup=False, emoji=False, highlight=False)

    def on_broken_pipe(self) -> None:
        """Pass the broken pipe on."""
        raise BrokenPipeError


def print_document(document: Section, console: Console | None = None) -> None:
    """Print a document, on standard output unless a console is given.

    Text is data: nothing in it is markup, and what is invisible is shown.

    Signs carry the meaning (`+` for, `-` against, `?` unknown, `!` caution); colour only repeats it.
    """
    page = _Page(console or Terminal())
    page.section(document, 1)
    page.print_lines()


def print_paged(document: Section) -> None:
    """Print a document through the pager where somebody looks at a terminal."""
    console = Terminal()
    if not console.is_terminal:
        print_document(document, console)
        return
    with console.pager(styles=_shows_styles(os.environ)):
        print_document(document, console)


def _shows_styles(environment: MutableMapping[str, str]) -> bool:
    """Return whether the pager shows colours: `less` does where its options say so, which they do unless they are set.

    Whoever has set them wants theirs, so that colours are left out there where they say nothing of them.
    """
    options = environment.setdefault(_LESS, "R")  # as git does
    return not _RAW.isdisjoint(options) or "RAW-CONTROL-CHARS" in options.upper()


class _Page:
    """Prints one document in the console's width, all lines up to a table at once: each time takes as long as many."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._width = console.width
        self._lines: list[Text] = []

    def print_lines(self) -> None:
        """Print the lines that wait."""
        if self._lines:
            self._console.print(Text("\n").join(self._lines), no_wrap=True, overflow="ignore", crop=False)
            self._lines.clear()

    def section(self, section: Section, level: int) -> None:
        """Print a title and what stands under it; one of the second level stands behind an empty line."""
        if level == 2:
            self._lines.append(Text())
        if section.title:
            title = section.title.upper() if level == 2 else section.title
            self._line(Strong(title), 0, section.label)
        depths = _DEPTHS[min(level, 3)] if section.title else (0, 0)
        for block in told(section.blocks):
            if isinstance(block, Section):
                self.section(block, level + 1)
            else:
                self._block(block, *depths)

    def _block(self, block: Told, depth: int, depth_of_entries: int) -> None:
        if isinstance(block, tuple):
            for entry in block:
                self._marked(entry, depth_of_entries)
            return
        match block:
            case Paragraph(words):
                self._line(words, depth)
            case Figure():
                self._line(block.caption, depth)
            case Table():
                self._table(block)
            case Works(works):
                for work in sorted(works, key=lambda work: work.ref):
                    self._entry(work.words, f"[{work.ref}]", work.below, depth_of_entries)

    def _marked(self, entry: Entry, depth: int) -> None:
        words = parts_of(entry.words)
        if entry.mark.words.endswith("because") and words and isinstance(words[0], str):
            words[0] = words[0][:1].upper() + words[0][1:]
        self._entry(tuple(words), entry.mark.sign, entry.below, depth)

    def _entry(self, words: Words, label: str, below: tuple[Entry, ...], depth: int) -> None:
        self._line(words, depth, label)
        for entry in below:
            self._marked(entry, depth + (2 if label else 1))

    def _table(self, table: Table) -> None:
        self.print_lines()
        if table.is_compact:
            self._compact(table)
            return
        grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, title=on_one_line(table.caption) or None)
        for number, head in enumerate(table.heads):
            grid.add_column(
                Text(on_one_line(head)), overflow="fold", justify="right" if number in table.numbers else "left"
            )
        for row in table.rows:
            grid.add_row(*map(_text, row))
        self._console.print(grid)

    def _compact(self, table: Table) -> None:
        """Print a small table line by line, its columns two blanks apart; what is too wide goes on below itself."""
        heads = [Text(on_one_line(head), "bold") for head in table.heads]
        rows = [heads, *(list(map(_text, row)) for row in table.rows)]
        widths = [max(cell.cell_len for cell in column) for column in zip(*rows, strict=True)]
        room = max(_LEAST_WIDTH, self._width) - 2 * (len(widths) - 1)
        while sum(widths) > room and max(widths) > _LEAST_COLUMN:
            widths[widths.index(max(widths))] -= 1
        for row in rows:
            cells = [cell.wrap(self._console, width) for cell, width in zip(row, widths, strict=True)]
            for parts in zip_longest(*cells, fillvalue=Text()):
                line = Text()
                for part, width in zip(parts, widths, strict=True):
                    part.rstrip()
                    line += part + Text(" " * max(0, width - part.cell_len + 2))
                line.rstrip()
                self._console.print(line, no_wrap=True, overflow="ellipsis")

    def _line(self, words: Words, depth: int = 0, label: str = "") -> None:
        """Print one paragraph behind its label; its further lines stand below its first letter."""
        width = max(_LEAST_WIDTH, self._width)
        indent = " " * min(_STEP * depth, width // 2)
        start, shown = Text(), _text(words)
        if label:
            start = Text(f"{within_line(label)} ", STYLES.get(label, ""))
        if 2 * len(start) > width - len(indent):  # no room beside the label: the text goes on below it
            start, shown = Text(), start + shown
        hanging = Text(" " * len(start))
        wrapped = shown.wrap(self._console, width - len(indent) - len(start)) or [Text()]
        for number, part in enumerate(wrapped):
            line = Text.assemble(indent, hanging if number else start, part)
            line.rstrip()
            self._lines.append(line)


def _text(words: Words) -> Text:
    """Return words as one visible line."""
    text = Text()
    for part in parts_of(words):
        text.append(_shown(part), "bold" if isinstance(part, Strong) else "")
    text.rstrip()
    return text


def _shown(part: Part) -> str:
    match part:
        case str():
            return within_line(part)
        case CodeSpan(text) | Strong(text) | Aside(text) | Address(text) | Drawing(_, text):
            return within_line(text)
        case Cited(citations):
            refs = list(dict.fromkeys(citation.ref for citation in citations))
            more = f" +{len(refs) - _MOST_REFS}" if len(refs) > _MOST_REFS else ""
            return f" [{', '.join(refs[:_MOST_REFS])}{more}]" if refs else ""
