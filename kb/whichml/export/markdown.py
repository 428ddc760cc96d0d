"""Documents as Markdown: every text that stands in one is shown as it is, and is no markup, HTML or link."""

from __future__ import annotations

from collections.abc import Iterator

from whichml.export.document import Block, Entry, Figure, Paragraph, Section, Table, Told, WorkNumbers, Works, told
from whichml.export.escaping import as_code, escaped_start, in_markdown, is_plain_address, within_markdown
from whichml.export.words import Address, Aside, Cited, CodeSpan, Drawing, Part, Strong, Words, parts_of


def markdown_of(*blocks: Block) -> str:
    """Return blocks as Markdown that ends with a line break; works are numbered in the order of their mention."""
    return "\n\n".join(_Markdown().written(blocks, 1)) + "\n"


class _Markdown:
    """Writes one document."""

    def __init__(self) -> None:
        self._numbers = WorkNumbers()

    def written(self, blocks: tuple[Block, ...], level: int) -> Iterator[str]:
        """Yield what stands between empty lines."""
        for block in told(blocks):
            if isinstance(block, Section):
                if block.title:
                    yield f"{'#' * level} {block.label} {in_markdown(block.title)}".replace("  ", " ", 1)
                yield from self.written(block.blocks, level + 1)
            else:
                yield self._block(block)

    def _block(self, block: Told) -> str:
        if isinstance(block, tuple):
            return "\n".join(line for entry in block for line in self._marked(entry))
        match block:
            case Paragraph(words):
                return escaped_start(self._line(words))
            case Table():
                return self._table(block)
            case Figure():
                return in_markdown(block.caption)
            case Works(works):
                return "\n".join(
                    line
                    for n, work in self._numbers.listed(works)
                    for line in self._entry(work.words, f"{n}. ", work.below)
                )

    def _marked(self, entry: Entry) -> Iterator[str]:
        words = f"{entry.mark.words} " if entry.mark.words else ""
        return self._entry((words, entry.words), "* ", entry.below)

    def _entry(self, words: Words, bullet: str, below: tuple[Entry, ...]) -> Iterator[str]:
        yield bullet + escaped_start(self._line(words))
        for entry in below:
            yield from (" " * len(bullet) + line for line in self._marked(entry))

    def _table(self, table: Table) -> str:
        rule = ("---:" if n in table.numbers else "---" for n in range(len(table.heads)))
        lines = [map(in_markdown, table.heads), rule, *(map(self._cell, row) for row in table.rows)]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)

    def _cell(self, words: Words) -> str:
        parts = ((part, self._part(part)) for part in parts_of(words))
        return "".join(
            shown.replace("|", "\\|") if isinstance(part, CodeSpan) else shown for part, shown in parts
        ).strip()

    def _line(self, words: Words) -> str:
        line = ""
        for part in parts_of(words):
            shown = self._part(part)
            if _would_link(line, shown):
                shown = f"\\{shown}"
            line += shown
        return line.strip()

    def _part(self, part: Part) -> str:
        match part:
            case str():
                return within_markdown(part)
            case CodeSpan(text):
                return as_code(text)
            case Strong(text):
                shown = in_markdown(text)
                return f"**{shown}**" if text[:1].isalnum() and text[-1:].isalnum() else shown
            case Address(url):
                return f"<{url}>" if is_plain_address(url) else within_markdown(url)
            case Cited(citations):
                numbers = self._numbers.cited(citations)
                return f" [{', '.join(map(str, numbers))}]" if numbers else ""
            case Aside(text) | Drawing(_, text):
                return within_markdown(text)


def _would_link(line: str, shown: str) -> bool:
    """Return whether a line becomes a link, or what one refers to, by what comes behind it, though neither is one."""
    if line.endswith("]"):
        return shown[:1] in ("(", ":")
    return (line.endswith(":") and shown[:1] == "/") or (line[-3:].lower() == "www" and shown[:1] == ".")
