"""One HTML page that needs no network, in light or dark colours as the reader's system asks for."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from whichml.export.foreign_text import on_one_line

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
th .span, th .note { font-weight: normal }
.span { display: block; color: var(--quiet); font-size: .85em } .note, figcaption { color: var(--quiet) }
.scroll { overflow-x: auto } figure { margin: 0 } pre { overflow-x: auto; font-size: .85rem }
figure svg { width: 100%; min-width: 36rem; height: auto; display: block } figcaption { font-size: .9rem }
svg text { fill: var(--ink); font: 13px system-ui, sans-serif } svg .quiet { fill: var(--quiet) }
svg .axis { stroke: var(--axis); fill: none } svg .grid { stroke: var(--line); fill: none }
svg .lead { stroke: var(--axis); fill: none; stroke-width: .7 } svg .bold { font-weight: 600 }
svg .front { stroke: var(--axis); fill: none; stroke-width: 1.5; stroke-dasharray: 5 3 }
svg .stroke { fill: none; stroke-width: 1.8 } svg .hollow { fill: var(--paper); stroke-width: 2 }
svg .written { fill: var(--axis) } svg .measured { fill: var(--series-0) } svg .median { fill: var(--ink) }
""".strip()


def html_page(title: str, body: str) -> str:
    """Return a whole page; title and body are HTML already."""
    head = (
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<title>{title}</title>\n<style>\n{_style()}\n</style>'
    )
    whole = f"<head>\n{head}\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>"
    return f'<!doctype html>\n<html lang="en">\n{whole}\n</html>\n'


def scrollable(name: str, inside: str) -> str:
    """Return HTML that is wider than a small screen in a region that scrolls, by keyboard too; the name is a text."""
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{as_html(name)}">{inside}</div>'


def as_html(text: str) -> str:
    """Return foreign text as HTML that shows it on one line and holds no tag."""
    return escape(on_one_line(text))


def _style() -> str:
    series = "\n".join(
        f"svg .s{n} {{ stroke: var(--series-{n}) }} svg .f{n} {{ fill: var(--series-{n}); stroke: var(--series-{n}) }}"
        for n in range(N_SERIES)
    )
    dark = f"@media (prefers-color-scheme: dark) {{ {_colours(DARK)} }}"
    return f"{_colours(LIGHT)}\n{dark}\n{_RULES}\n{series}"


def _colours(scheme: Mapping[str, str | tuple[str, ...]]) -> str:
    told = []
    for name, colour in scheme.items():
        if isinstance(colour, tuple):
            told += [f"--{name}-{n}: {each}" for n, each in enumerate(colour)]
        else:
            told.append(f"--{name}: {colour}")
    return f":root {{ color-scheme: light dark; {'; '.join(told)} }}"
