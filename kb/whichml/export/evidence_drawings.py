"""Drawings of evidence as SVG: score against latency, learning curves, scores over splits; the same text each time."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from whichml.export.evidence_table import Row, learning_curves, rows_of
from whichml.model.errors import ExportError
from whichml.model.evidence import Evidence

_COLOURS = ("#1b6ca8", "#c0504d", "#3a7d44", "#7a5195", "#b8860b", "#008080", "#8b4513", "#555555")
_WIDTH_INCHES = 7.2
_SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "whichml",
    "svg.fonttype": "none",
    "text.parse_math": False,  # names from the data are no formulas
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def drawings_of(evidence: Evidence) -> Mapping[str, str]:
    """Return the drawings by their titles, as SVG elements; one that has nothing to show is left out.

    Raises
    ------
    ExportError
        Where matplotlib is not installed.
    """
    rows = rows_of(evidence)
    drawn: dict[str, str] = {}
    measured = [row for row in rows if row.score is not None]
    if any(row.latency_seconds for row in measured):
        drawn["Score against latency"] = _svg(lambda axes: _draw_trade_off(axes, measured, evidence.metric), 3.6)
    curves = {name: points for name, points in learning_curves(evidence).items() if len(points) > 1}
    if curves:
        drawn["Learning curves"] = _svg(lambda axes: _draw_curves(axes, curves, evidence.metric), 3.6)
    spread = [row for row in measured if len(row.scores) > 1]
    if spread:
        height = 1.0 + 0.35 * len(spread)
        drawn["Scores over splits"] = _svg(lambda axes: _draw_splits(axes, spread, evidence.metric), height)
    return drawn


def _svg(draw: Callable[[Any], None], height_inches: float) -> str:
    """Return what a function draws on axes, without the parts that tell when and with what it was made."""
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ModuleNotFoundError as missing:
        hint = "Install what it takes: pip install 'whichml[probe]'."
        raise ExportError.about(f"{missing.name} is not installed, and a report draws with it.", hint=hint) from None
    with mpl.rc_context(_SETTINGS):
        figure = Figure(figsize=(_WIDTH_INCHES, height_inches), layout="constrained")
        draw(figure.subplots())
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    text = written.getvalue()
    start = text.index("<svg")
    return re.sub(r"\s+<metadata>.*?</metadata>", "", text[start:], flags=re.DOTALL).strip()


def _draw_trade_off(axes: Any, rows: Sequence[Row], metric: str) -> None:
    timed = [row for row in rows if row.latency_seconds]
    for number, row in enumerate(timed):
        colour = _COLOURS[number % len(_COLOURS)]
        marker = "o" if row.is_on_front else "x"
        axes.plot([1000 * (row.latency_seconds or 0)], [row.score], marker=marker, color=colour, markersize=8, ls="")
        axes.annotate(
            row.algorithm,
            (1000 * (row.latency_seconds or 0), row.score),
            xytext=(6, 5 if number % 2 else -13),
            textcoords="offset points",
        )
    front = sorted((row for row in timed if row.is_on_front), key=lambda row: row.latency_seconds or 0)
    axes.step(
        [1000 * (r.latency_seconds or 0) for r in front], [r.score for r in front], where="post", color="#999999", lw=1
    )
    _scale_by_powers(axes)
    axes.set_xlabel("latency of one row, median, ms (log scale; less is better)")
    axes.set_ylabel(f"{metric} (more is better)")
    axes.margins(x=0.25, y=0.15)


def _scale_by_powers(axes: Any) -> None:
    """Put the horizontal axis on a log scale with plain numbers at its ticks."""
    from matplotlib.ticker import FuncFormatter, NullFormatter

    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _position: f"{value:,g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())


def _draw_curves(axes: Any, curves: Mapping[str, Sequence[tuple[int, float]]], metric: str) -> None:
    for number, (name, points) in enumerate(curves.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        axes.plot([n for n, _ in points], [score for _, score in points], marker="o", color=colour, label=name, lw=1.5)
    _scale_by_powers(axes)
    axes.set_xticks(sorted({n_rows for points in curves.values() for n_rows, _ in points}))
    axes.set_xlabel("training rows (log scale)")
    axes.set_ylabel(f"{metric} (more is better)")
    axes.legend(frameon=False, fontsize=9)


def _draw_splits(axes: Any, rows: Sequence[Row], metric: str) -> None:
    names = [row.algorithm for row in rows]
    axes.boxplot(
        [list(row.scores) for row in rows], orientation="horizontal", tick_labels=names, widths=0.5, showfliers=False
    )
    for number, row in enumerate(rows):
        axes.plot(
            row.scores, [number + 1] * len(row.scores), ls="", marker="|", color=_COLOURS[number % len(_COLOURS)], ms=9
        )
    axes.invert_yaxis()
    axes.set_xlabel(f"{metric} on each held-out part (more is better)")
