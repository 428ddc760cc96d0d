"""Verdicts on claims as one HTML page: what is written, what was measured, both drawn on the scale of levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from whichml.evidence.verdict_rows import VerdictRow
from whichml.export.document import Paragraph, Section, Table
from whichml.export.web_page import as_html, html_of
from whichml.export.words import Aside, Drawing, Words
from whichml.model.values.scale import TOP

_WIDTH, _HEIGHT, _PAD = 160, 22, 8
_LEAST = 5.0  # pixels of a claim on a single level
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
    shown = sorted(
        (row for row in rows if row.verdict != "untestable"), key=lambda row: (_ORDER.index(row.verdict), row.claim)
    )
    table = Table(
        ("claim", "written", "measured", "on the scale", "verdict"),
        tuple(_cells(row, spans.get(row.claim)) for row in shown),
        "Grey: what is written; blue: what was measured, a stroke for each data set and a dot for the median, from "
        "very low (left) to very high (right).",
    )
    said = (
        f"{', '.join(f'{count:,} {verdict}' for verdict, count in counts.items())}.",
        _chance_in_words(rows),
        f"Measured on {', '.join(data_sets)}.",
    )
    return html_of(Section("Claims held against measurements", (*map(Paragraph, said), table)))


def _chance_in_words(rows: Sequence[VerdictRow]) -> str:
    """Return how many claims agree with the measurements, beside what they would by chance."""
    known = [row for row in rows if row.chance is not None]
    telling = [row for row in known if row.tells_apart]
    agreeing, apart = (sum(row.is_verified for row in some) for some in (known, telling))
    by_chance, apart_by_chance = (sum(row.chance or 0.0 for row in some) for some in (known, telling))
    return (
        f"{agreeing:,} claims are confirmed or narrowed; with the algorithms swapped at random {by_chance:,.0f} would "
        f"be. {len(telling):,} claims would hold of a third of other algorithms at most, and so tell their own apart: "
        f"{apart:,} of them are confirmed or narrowed, and by chance {apart_by_chance:,.0f} would be."
    )


def _cells(row: VerdictRow, span: tuple[float, float] | None) -> tuple[Words, ...]:
    measured = "nothing" if row.measured is None else f"{row.measured.level} on {row.measured.n_sets} sets"
    notes = (row.note, f"debate: {row.debate}" if row.debate else "")
    return (
        (row.claim, Aside(f" ({row.where})")),
        row.written,
        measured,
        _drawn(row, span),
        (row.verdict, *(Aside(f" ({note})") for note in notes if note)),
    )


def _drawn(row: VerdictRow, span: tuple[float, float] | None) -> Drawing:
    """Return both spans on the scale of levels."""
    marks = "".join(f'<line x1="{_x(n)}" y1="2" x2="{_x(n)}" y2="{_HEIGHT - 2}" class="grid"/>' for n in range(5))
    if span is not None:
        marks += _bar(span[0], span[1], 4, "written")
    if row.measured is not None:
        marks += _bar(row.measured.low, row.measured.high, 13, "measured")
        marks += "".join(
            f'<line x1="{_x(each)}" y1="11" x2="{_x(each)}" y2="20" class="s0"/>' for each in row.measured.positions
        )
        marks += f'<circle cx="{_x(row.measured.median)}" cy="15.5" r="3.5" class="median"/>'
    label = f"written {row.written}, measured {row.measured.level if row.measured else 'nothing'}"
    size = f'width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    return Drawing(f'<svg {size} role="img" aria-label="{as_html(label)}">{marks}</svg>', label)


def _bar(low: float, high: float, top: float, style: str) -> str:
    width = max(_LEAST, float(_x(high)) - float(_x(low)))
    left = (float(_x(low)) + float(_x(high)) - width) / 2
    return f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="5" class="{style}"/>'


def _x(position: float) -> str:
    inside = min(TOP, max(0.0, position))
    return f"{_PAD + inside / TOP * (_WIDTH - 2 * _PAD):.1f}"
