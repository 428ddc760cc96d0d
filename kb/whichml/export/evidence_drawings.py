"""Figures of evidence as SVG: score against latency, learning curves, scores over splits; the same text each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from whichml.export import chart
from whichml.export.amounts import seconds_in_words
from whichml.export.document import Figure
from whichml.export.evidence_table import Row, learning_curves, rows_of
from whichml.export.web_page import N_SERIES
from whichml.model.statements.evidence import CONSTANT, Evidence

_WIDTH, _HEIGHT = 820.0, 380.0
_TOP, _BELOW, _GAP = 24.0, 46.0, 26.0
_N_SHAPES = 4
_ROW = 26.0


def drawings_of(evidence: Evidence) -> tuple[Figure, ...]:
    """Return the drawings that have something to show.

    The constant baseline is told in the caption and is not drawn: its score would press all others together.
    """
    rows = rows_of(evidence)
    measured = [row for row in rows if row.is_compared]
    series = {row.algorithm: number for number, row in enumerate(row for row in rows if row.algorithm != CONSTANT)}
    shown = [row for row in measured if row.algorithm != CONSTANT]
    left_out = _without_constant(measured, evidence.metric)
    untimed = [row.algorithm for row in shown if not row.latency_seconds]
    without_latency = f" Without a latency: {', '.join(untimed)}." if untimed else ""
    found = [
        _trade_off([row for row in shown if row.latency_seconds], series, evidence.metric, left_out + without_latency),
        _curves(learning_curves(evidence), series, evidence.metric),
        _splits([row for row in shown if len(row.scores) > 1], series, evidence.metric, left_out),
    ]
    return tuple(drawn for drawn in found if drawn is not None)


def _without_constant(measured: Sequence[Row], metric: str) -> str:
    constant = next((row for row in measured if row.algorithm == CONSTANT), None)
    return "" if constant is None else f" Not drawn: {CONSTANT}, {metric} {constant.score:.3f}."


def _style_of(number: int) -> tuple[int, int]:
    """Return colour and shape; shapes change first where colours begin again."""
    return number % N_SERIES, (number + number // N_SERIES) % _N_SHAPES


def _trade_off(rows: Sequence[Row], series: Mapping[str, int], metric: str, left_out: str) -> Figure | None:
    if not rows:
        return None
    names = [row.algorithm for row in rows]
    right = _WIDTH - chart.width_of(names) - _GAP - 8
    height = max(_HEIGHT, len(rows) * chart.LINE + _TOP + _BELOW + 10)
    bottom = height - _BELOW
    latencies, scores = [row.latency_seconds or 0.0 for row in rows], [row.score or 0.0 for row in rows]
    up = chart.linear_axis(scores, bottom, _TOP)
    left = _beside(up)
    across = chart.log_axis(latencies, left, right)
    places = [(across.at(latency), up.at(score)) for latency, score in zip(latencies, scores, strict=True)]
    parts = [
        chart.horizontal(across, _TOP, bottom, "latency of one row, median (log scale; less is better)",
                         seconds_in_words),
        chart.vertical(up, left, right),
        chart.text(8, 10, f"{metric} (more is better)", style="quiet"),
        _front(rows, places),
        *_labels(places, names, right, _TOP, bottom),
        *(chart.mark(x, y, *_style_of(series[row.algorithm]), is_filled=row.is_on_front)
          for row, (x, y) in zip(rows, places, strict=True)),
    ]  # fmt: skip
    told = "; ".join(
        f"{row.algorithm}: {metric} {row.score:.3f} at {seconds_in_words(row.latency_seconds)}"
        f"{', on the front' if row.is_on_front else ''}"
        for row in rows
    )
    title = "Score against latency"
    caption = f"Filled marks lie on the Pareto front: no other is better in score and latency.{left_out}"
    return Figure(title, chart.drawing("trade-off", title, told + ".", _WIDTH, height, parts), caption)


def _beside(axis: chart.Axis) -> float:
    """Return the pixels that the numbers at the left of a drawing take."""
    return chart.width_of(chart.in_decimals(axis.ticks)) + 16


def _front(rows: Sequence[Row], places: Sequence[tuple[float, float]]) -> str:
    """Return the Pareto front as steps from the fastest to the best."""
    corners = sorted(place for row, place in zip(rows, places, strict=True) if row.is_on_front)
    steps: list[tuple[float, float]] = []
    for x, y in corners:
        if steps:
            steps.append((x, steps[-1][1]))
        steps.append((x, y))
    return chart.path(steps, "front") if len(steps) > 1 else ""


def _labels(
    places: Sequence[tuple[float, float]], names: Sequence[str], right: float, top: float, bottom: float
) -> list[str]:
    """Return names in a column beside the drawing, each with a line to its place."""
    heights = chart.spread([y for _, y in places], top, bottom)
    parts = []
    for (x, y), height, name in zip(places, heights, names, strict=True):
        parts.append(chart.path([(x, y), (right + 6, height), (right + _GAP - 6, height)], "lead"))
        parts.append(chart.text(right + _GAP, height, chart.shortened(name)))
    return parts


def _curves(curves: Mapping[str, Sequence[tuple[int, float]]], series: Mapping[str, int], metric: str) -> Figure | None:
    shown = {name: points for name, points in curves.items() if name in series and len(points) > 1}
    if not shown:
        return None
    right = _WIDTH - chart.width_of(shown) - _GAP - 8
    height = max(_HEIGHT, len(shown) * chart.LINE + _TOP + _BELOW + 10)
    bottom = height - _BELOW
    counts = sorted({n_rows for points in shown.values() for n_rows, _ in points})
    up = chart.linear_axis([score for points in shown.values() for _, score in points], bottom, _TOP)
    left = _beside(up)
    across = replace(chart.log_axis(counts, left, right), ticks=tuple(map(float, counts)))
    placed = {name: [(across.at(n), up.at(score)) for n, score in points] for name, points in shown.items()}
    parts = [
        chart.horizontal(across, _TOP, bottom, "training rows (log scale)", lambda n_rows: f"{n_rows:,.0f}"),
        chart.vertical(up, left, right),
        chart.text(8, 10, f"{metric} (more is better)", style="quiet"),
        *_labels([points[-1] for points in placed.values()], list(placed), right, _TOP, bottom),
    ]
    for name, points in placed.items():
        colour, shape = _style_of(series[name])
        parts.append(chart.path(points, f"stroke s{colour}"))
        parts += [chart.mark(x, y, colour, shape) for x, y in points]
    told = "; ".join(
        f"{name}: " + ", ".join(f"{score:.3f} with {n_rows:,} rows" for n_rows, score in points)
        for name, points in shown.items()
    )
    title = "Learning curves"
    caption = f"{metric} on held-out rows after training on so many rows; a curve that still rises asks for more data."
    return Figure(title, chart.drawing("curves", title, told + ".", _WIDTH, height, parts), caption)


def _splits(rows: Sequence[Row], series: Mapping[str, int], metric: str, left_out: str) -> Figure | None:
    if not rows:
        return None
    left = chart.width_of([row.algorithm for row in rows]) + 16
    bottom = _TOP / 2 + _ROW * len(rows)
    across = chart.linear_axis([score for row in rows for score in row.scores], left + 10, _WIDTH - 30)
    labels = dict(zip(across.ticks, chart.in_decimals(across.ticks), strict=True))
    parts = [
        chart.horizontal(across, 4, bottom, f"{metric} on each held-out part (more is better)", labels.__getitem__)
    ]
    told = []
    for number, row in enumerate(rows):
        y = _TOP / 2 + _ROW * (number + 0.5)
        low, first, middle, last, high = (float(point) for point in np.quantile(row.scores, [0, 0.25, 0.5, 0.75, 1]))
        parts.append(chart.text(left, y, chart.shortened(row.algorithm), "end"))
        parts.append(chart.line(across.at(low), y, across.at(high), y, "axis"))
        width = max(1.0, across.at(last) - across.at(first))
        colour, _ = _style_of(series[row.algorithm])
        box = f'x="{across.at(first):.1f}" y="{y - 7:.1f}" width="{width:.1f}" height="14"'
        parts.append(f'<rect class="hollow s{colour}" {box}/>')
        parts += [chart.line(across.at(score), y - 4, across.at(score), y + 4, f"s{colour}") for score in row.scores]
        parts.append(chart.line(across.at(middle), y - 9, across.at(middle), y + 9, f"stroke s{colour}"))
        told.append(f"{row.algorithm}: {low:.3f} to {high:.3f}, median {middle:.3f}, {len(row.scores)} parts")
    title = "Scores over splits"
    caption = f"Each stroke is one held-out part; boxes hold the middle half, long strokes are medians.{left_out}"
    svg = chart.drawing("splits", title, "; ".join(told) + ".", _WIDTH, bottom + _BELOW, parts)
    return Figure(title, svg, caption)
