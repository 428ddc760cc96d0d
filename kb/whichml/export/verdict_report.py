"""Verdicts on claims as one HTML page: what is written, what was measured, both drawn on the scale of levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from whichml.export.evidence_report import html_page
from whichml.export.foreign_text import on_one_line
from whichml.model.scale import TOP
from whichml.probe.verdict_rows import VerdictRow
from whichml.probe.verdicts import MOST_BY_CHANCE

_WIDTH, _HEIGHT, _PAD = 160, 22, 8
_ORDER = ("contradicted", "narrowed", "confirmed", "open", "untestable")


def verdicts_to_html(
    rows: Sequence[VerdictRow], spans: Mapping[str, tuple[float, float]], data_sets: Sequence[str]
) -> str:
    """Return the page, contradicted claims first; claims that cannot be tested are counted and not listed.

    Parameters
    ----------
    spans : for each claim, the ends of what it says as positions on the scale of levels, 0 to 4
    data_sets : names of the data sets behind it
    """
    counts = {verdict: sum(row.verdict == verdict for row in rows) for verdict in _ORDER}
    told = ", ".join(f"{count:,} {verdict}" for verdict, count in counts.items())
    shown = sorted(
        (row for row in rows if row.verdict != "untestable"), key=lambda row: (_ORDER.index(row.verdict), row.claim)
    )
    lines = "\n".join(_line(row, spans.get(row.claim)) for row in shown)
    head = "".join(
        f'<th scope="col">{name}</th>' for name in ("claim", "written", "measured", "on the scale", "verdict")
    )
    legend = (
        "Grey: what is written; blue: what was measured, with its median, from very low (left) to very high (right)."
    )
    title = "Claims held against measurements"
    table = f"<caption>{legend}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{lines}\n</tbody>"
    body = "\n".join((
        f"<h1>{title}</h1>",
        f"<p>{told}.</p>",
        f"<p>{_chance_in_words(rows)}</p>",
        f"<p>Measured on {_text(', '.join(data_sets))}.</p>",
        f'<div class="scroll"><table>\n{table}\n</table></div>',
    ))  # fmt: skip
    return html_page(title, body)


def _chance_in_words(rows: Sequence[VerdictRow]) -> str:
    """Return how many claims agree and are verified, beside what they would by chance."""
    known = [(row, row.chance) for row in rows if row.chance is not None]
    telling = [chance for _, chance in known if chance <= MOST_BY_CHANCE]
    n_agreeing, n_verified = sum(row.agrees for row, _ in known), sum(row.is_verified for row, _ in known)
    by_chance = sum(chance for _, chance in known)
    return (
        f"{n_agreeing:,} claims agree with the measurements; with the algorithms swapped at random {by_chance:,.0f} "
        f"would. {len(telling):,} claims hold of so few other algorithms that they can be verified: {n_verified:,} "
        f"are; by chance {sum(telling):,.0f} would be."
    )


def _line(row: VerdictRow, span: tuple[float, float] | None) -> str:
    measured = "nothing" if row.measured is None else f"{row.measured.level} on {row.measured.n_sets} sets"
    note = f"<br><span class=note>{_text(row.note)}</span>" if row.note else ""
    debate = f"<br><span class=note>debate: {_text(row.debate)}</span>" if row.debate else ""
    return (
        f'<tr><th scope="row">{_text(row.claim)}<br><span class=note>{_text(row.where)}</span></th>'
        f"<td>{_text(row.written)}</td><td>{_text(measured)}</td><td>{_drawn(row, span)}</td>"
        f"<td>{_text(row.verdict)}{note}{debate}</td></tr>"
    )


def _drawn(row: VerdictRow, span: tuple[float, float] | None) -> str:
    """Return both spans on the scale of levels, as an SVG element that says in words what it shows."""
    marks = "".join(f'<line x1="{_x(n)}" y1="2" x2="{_x(n)}" y2="{_HEIGHT - 2}" stroke="#ddd"/>' for n in range(5))
    if span is not None:
        marks += _bar(span[0], span[1], 4, "#888")
    if row.measured is not None:
        marks += _bar(row.measured.low, row.measured.high, 13, "#1b6ca8")
        marks += f'<circle cx="{_x(row.measured.median)}" cy="15.5" r="3.5" fill="#0b3c5d"/>'
    label = _text(f"written {row.written}, measured {row.measured.level if row.measured else 'nothing'}")
    size = f'width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    return f'<svg {size} role="img" aria-label="{label}">{marks}</svg>'


def _bar(low: float, high: float, top: float, colour: str) -> str:
    width = max(2.0, float(_x(high)) - float(_x(low)))
    return f'<rect x="{_x(low)}" y="{top}" width="{width:.1f}" height="5" fill="{colour}"/>'


def _x(position: float) -> str:
    inside = min(TOP, max(0.0, position))
    return f"{_PAD + inside / TOP * (_WIDTH - 2 * _PAD):.1f}"


def _text(text: str) -> str:
    return escape(on_one_line(text))
