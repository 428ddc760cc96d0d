"""Documents as HTML pages that need no network, in light or dark colours as the reader's system asks for."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from html import escape

from whichml.export.document import Block, Entry, Figure, Paragraph, Section, Table, Told, WorkNumbers, Works, told
from whichml.export.escaping import is_plain_address, on_one_line, within_line
from whichml.export.markdown import markdown_of
from whichml.export.words import Address, Aside, Cited, CodeSpan, Drawing, Part, Strong, Words, parts_of

# graphics keep a contrast of 3 to 1 with the paper, texts 4.5 to 1 (WCAG 2.2, 1.4.3 and 1.4.11); a test works it out
LIGHT: Mapping[str, str | tuple[str, ...]] = {
    "ink": "#1a1a1a", "paper": "#ffffff", "quiet": "#4a4a4a", "line": "#c8c8c8", "axis": "#767676",
    "series": ("#1b6ca8", "#b8433f", "#2f7a3d", "#7a5195", "#8a6508", "#007a7a", "#8b4513", "#555555"),
}  # fmt: skip
DARK: Mapping[str, str | tuple[str, ...]] = {
    "ink": "#ececec", "paper": "#16181c", "quiet": "#b8b8b8", "line": "#43464d", "axis": "#8d9096",
    "series": ("#6cb4ee", "#f08a85", "#7fc98b", "#c39bd8", "#e6b84c", "#4fc3c3", "#d8a27a", "#bbbbbb"),
}  # fmt: skip
N_SERIES = 8

_RULES = """
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 }
main { max-width: 64rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem; overflow-wrap: anywhere } h2 { font-size: 1.15rem; margin-top: 2rem }
p, li, figcaption { overflow-wrap: anywhere }
table { border-collapse: collapse; font-size: .9rem } caption { text-align: left; padding: .3rem 0 }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums }
td.number { white-space: nowrap } th[scope=row] { min-width: 9rem; max-width: 17rem; overflow-wrap: break-word }
th[scope=col] { vertical-align: bottom }
.aside, figcaption { color: var(--quiet) }
td .aside, th .aside { display: block; font-weight: normal; font-size: .85em }
.scroll { overflow-x: auto } figure { margin: 0 } pre { overflow-x: auto; font-size: .85rem }
figure svg { width: 100%; min-width: 36rem; height: auto; display: block } figcaption { font-size: .9rem }
svg text { fill: var(--ink); font: 13px system-ui, sans-serif } svg .quiet { fill: var(--quiet) }
svg .axis { stroke: var(--axis); fill: none } svg .grid { stroke: var(--line); fill: none }
svg .lead { stroke: var(--axis); fill: none; stroke-width: .7 } svg .bold { font-weight: 600 }
svg .front { stroke: var(--axis); fill: none; stroke-width: 1.5; stroke-dasharray: 5 3 }
svg .stroke { fill: none; stroke-width: 1.8 } svg .hollow { fill: var(--paper); stroke-width: 2 }
svg .written { fill: var(--axis) } svg .measured { fill: var(--series-0) } svg .median { fill: var(--ink) }
""".strip()


def html_of(document: Section) -> str:
    """Return a document as a whole page; every text in it is shown as it is, on one line, and holds no tag."""
    body = "\n".join(HtmlWriter().written((document,), 1))
    head = (
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<title>{as_html(document.title)}</title>\n'
        f"<style>{_styled()}</style>"
    )
    whole = f"<head>\n{head}\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>"
    return f'<!doctype html>\n<html lang="en">\n{whole}\n</html>\n'


def style_digest() -> str:
    """Return the digest of the style of every page, as a content security policy names it."""
    return f"sha256-{b64encode(sha256(_styled().encode()).digest()).decode()}"


def as_html(text: str) -> str:
    """Return foreign text as HTML that shows it on one line and holds no tag."""
    return escape(on_one_line(text))


class HtmlWriter:
    """Writes the blocks of one page; works are numbered in the order of their mention."""

    def __init__(self) -> None:
        self._numbers = WorkNumbers()

    def written(self, blocks: tuple[Block, ...], level: int) -> Iterator[str]:
        """Yield one element after the other."""
        for block in told(blocks):
            if isinstance(block, Section):
                if block.title:
                    title = as_html(f"{block.label} {block.title}")
                    yield f"<h{min(level, 6)}>{title}</h{min(level, 6)}>"
                yield from self.written(block.blocks, level + 1)
            else:
                yield self._block(block)

    def _block(self, block: Told) -> str:
        if isinstance(block, tuple):
            return self.below(block)
        match block:
            case Paragraph(words):
                return f"<p>{self.line(words)}</p>"
            case Table():
                return self._table(block)
            case Figure(title, svg, caption):
                return f"<figure>{_scrollable(title, svg)}<figcaption>{as_html(caption)}</figcaption></figure>"
            case Works(works):
                listed = (
                    f'<li id="work-{n}" value="{n}">{self.line(work.words)}{self.below(work.below)}</li>'
                    for n, work in self._numbers.listed(works)
                )
                return "<ol>\n" + "\n".join(listed) + "\n</ol>"

    def below(self, entries: tuple[Entry, ...]) -> str:
        """Return entries as a list; empty where there are none."""
        listed = (f"<li>{self.line((e.mark.words, ' ', e.words))}{self.below(e.below)}</li>" for e in entries)
        return "<ul>\n" + "\n".join(listed) + "\n</ul>" if entries else ""

    def _table(self, table: Table) -> str:
        kinds = [' class="number"' if n in table.numbers else "" for n in range(len(table.heads))]
        heads = zip(kinds, table.heads, strict=True)
        head = "".join(f'<th scope="col"{kind}>{as_html(name)}</th>' if name else "<td></td>" for kind, name in heads)
        lines = []
        for row in table.rows:
            first, *cells = map(self.line, row)
            others = "".join(f"<td{kind}>{cell}</td>" for kind, cell in zip(kinds[1:], cells, strict=True))
            lines.append(f'<tr><th scope="row">{first}</th>{others}</tr>')
        caption = f"<caption>{as_html(table.caption)}</caption>\n" if table.caption else ""
        inside = f"{caption}<thead><tr>{head}</tr></thead>\n<tbody>\n" + "\n".join(lines) + "\n</tbody>"
        shown = _scrollable(table.caption, f"<table>{inside}</table>")
        if not table.is_to_paste:
            return shown
        plain = escape(markdown_of(table))
        return f"{shown}\n<details><summary>The table as Markdown</summary>\n<pre>{plain}</pre></details>"

    def line(self, words: Words) -> str:
        """Return words as HTML that stays within a line."""
        return "".join(map(self._part, parts_of(words)))

    def _part(self, part: Part) -> str:
        match part:
            case str():
                return escape(within_line(part))
            case CodeSpan(text):
                return f"<code>{as_html(text)}</code>"
            case Strong(text):
                return f"<strong>{as_html(text)}</strong>"
            case Aside(text):
                return f'<span class="aside">{escape(within_line(text))}</span>'
            case Address(url):
                return f'<a href="{as_html(url)}">{as_html(url)}</a>' if is_plain_address(url) else as_html(url)
            case Drawing(svg, _):
                return svg
            case Cited(citations):
                numbers = self._numbers.cited(citations)
                linked = ", ".join(f'<a href="#work-{n}">{n}</a>' for n in numbers)
                return f" [{linked}]" if numbers else ""


def _scrollable(name: str, inside: str) -> str:
    """Return HTML that is wider than a small screen in a region that scrolls, by keyboard too; the name is a text."""
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{as_html(name)}">{inside}</div>'


def _styled() -> str:
    series = "\n".join(
        f"svg .s{n} {{ stroke: var(--series-{n}) }} svg .f{n} {{ fill: var(--series-{n}); stroke: var(--series-{n}) }}"
        for n in range(N_SERIES)
    )
    dark = f"@media (prefers-color-scheme: dark) {{ {_colours(DARK)} }}"
    return f"\n{_colours(LIGHT)}\n{dark}\n{_RULES}\n{series}\n"


def _colours(scheme: Mapping[str, str | tuple[str, ...]]) -> str:
    told = []
    for name, colour in scheme.items():
        if isinstance(colour, tuple):
            told += [f"--{name}-{n}: {each}" for n, each in enumerate(colour)]
        else:
            told.append(f"--{name}: {colour}")
    return f":root {{ color-scheme: light dark; {'; '.join(told)} }}"
