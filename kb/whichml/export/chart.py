"""The parts of a drawing as SVG: axes with plain numbers, labels apart from each other, a title and a description."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from whichml.export.web_page import as_html

CHARACTER = 7.6  # pixels of a letter at 13 px, wide ones included
LINE = 17.0  # pixels from one line of text to the next
_MOST_CHARACTERS, _LAST_CHARACTERS = 36, 12
_CORNERS: tuple[tuple[tuple[float, float], ...], ...] = (
    ((-4.5, -4.5), (4.5, -4.5), (4.5, 4.5), (-4.5, 4.5)),
    ((0, -6), (6, 0), (0, 6), (-6, 0)),
    ((0, -5.5), (5.5, 4.5), (-5.5, 4.5)),
)
_EQUAL = 1e-5  # closer numbers are drawn as one
_STEPS = (1.0, 2.0, 2.5, 5.0)
_STEPS_OF_A_POWER = ((1.0,), (1.0, 2.0, 5.0), (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0))


@dataclass(frozen=True, slots=True)
class Axis:
    """Where numbers lie along one side of a drawing.

    Attributes
    ----------
    low, high : numbers at the ends
    start, end : pixels of the ends
    ticks : numbers to write, ascending, all between the ends
    is_log : whether distances are ratios; numbers are above 0 then
    """

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]
    is_log: bool = False

    def at(self, number: float) -> float:
        """Return the pixel of a number."""
        if self.is_log:
            share = math.log(number / self.low) / math.log(self.high / self.low)
        else:
            share = (number - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def linear_axis(numbers: Iterable[float], start: float, end: float, n_ticks: int = 4) -> Axis:
    """Return an axis around numbers, a bit wider than they are, with so many ticks or up to some more.

    Equal numbers get room on both sides.
    """
    found = list(numbers)
    low, high = min(found), max(found)
    span = high - low
    if span < _EQUAL * max(1.0, abs(high)):
        span = max(abs(high) * 0.1, 1e-3)
    low, high = low - 0.08 * span, high + 0.08 * span
    return Axis(low, high, start, end, _round_numbers(low, high, n_ticks))


def _round_numbers(low: float, high: float, n_least: int) -> tuple[float, ...]:
    """Return evenly spaced numbers of few digits between two, so many or up to some more."""
    power = 10.0 ** math.floor(math.log10((high - low) / n_least))
    step = max(power * each for each in _STEPS if power * each <= (high - low) / n_least * (1 + 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(float(f"{n * step:.12g}") for n in range(first, last + 1))


def log_axis(numbers: Iterable[float], start: float, end: float) -> Axis:
    """Return a logarithmic axis around numbers above 0, with two ticks at least and round ones where they fit."""
    found = list(numbers)
    low, high = min(found) / 1.25, max(found) * 1.25
    powers = range(math.floor(math.log10(low)), math.floor(math.log10(high)) + 1)
    inside: list[float] = []
    for steps in _STEPS_OF_A_POWER:  # the fewest that are enough
        inside = [tick for power in powers for m in steps if low <= (tick := float(f"{m * 10.0**power:.3g}")) <= high]
        if len(inside) > 2:
            break
    if len(inside) < 2:
        inside = list(_round_numbers(low, high, 2))
    return Axis(low, high, start, end, tuple(sorted(set(inside))), is_log=True)


def spread(wanted: Sequence[float], low: float, high: float, distance: float = LINE) -> list[float]:
    """Return positions near the wanted ones and in their order, at least a distance apart, inside two ends.

    Where there is no room for all, they lie evenly from end to end, closer than asked.

    Examples
    --------
    >>> spread([10.0, 11.0, 50.0], 0.0, 100.0, 10.0)
    [10.0, 20.0, 50.0]
    """
    order = sorted(range(len(wanted)), key=lambda place: (wanted[place], place))
    apart = min(distance, (high - low) / (len(wanted) - 1)) if len(wanted) > 1 else distance
    found = [0.0] * len(wanted)
    last = -math.inf
    for place in order:
        last = max(wanted[place], last + apart, low)
        found[place] = last
    limit = high
    for place in reversed(order):
        found[place] = min(found[place], limit)
        limit = found[place] - apart
    return found


def shortened(name: str) -> str:
    """Return a name that has room beside a drawing: of a long one the beginning and the end.

    Examples
    --------
    >>> len(shortened("x" * 90)), shortened("ridge")
    (36, 'ridge')
    """
    if len(name) <= _MOST_CHARACTERS:
        return name
    return f"{name[: _MOST_CHARACTERS - _LAST_CHARACTERS - 1]}…{name[-_LAST_CHARACTERS:]}"


def width_of(names: Iterable[str]) -> float:
    """Return the pixels that the longest of some names takes."""
    return max((len(shortened(name)) for name in names), default=0) * CHARACTER


def text(x: float, y: float, words: str, anchor: str = "start", style: str = "") -> str:
    """Return a text whose middle height is at y."""
    named = f' class="{style}"' if style else ""
    return f'<text x="{x:.1f}" y="{y + 4.5:.1f}" text-anchor="{anchor}"{named}>{as_html(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, style: str) -> str:
    """Return a straight line."""
    return f'<line class="{style}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def path(points: Sequence[tuple[float, float]], style: str) -> str:
    """Return a line through points."""
    steps = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline class="{style}" points="{steps}"/>'


def mark(x: float, y: float, series: int, shape: int, is_filled: bool = True) -> str:
    """Return the mark of a series: a circle, square, diamond or triangle in its colour, filled or hollow."""
    style = f"f{series}" if is_filled else f"hollow s{series}"
    if shape == 0:
        return f'<circle class="{style}" cx="{x:.1f}" cy="{y:.1f}" r="5"/>'
    corners = _CORNERS[shape - 1]
    points = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)
    return f'<polygon class="{style}" points="{points}"/>'


def horizontal(axis: Axis, top: float, bottom: float, words: str, in_words: Callable[[float], str]) -> str:
    """Return an axis below a drawing, with a grid; ticks that would touch the one before are left unwritten."""
    parts = [line(axis.start, bottom, axis.end, bottom, "axis")]
    last = -math.inf
    for tick in axis.ticks:
        x, label = axis.at(tick), in_words(tick)
        parts.append(line(x, top, x, bottom, "grid"))
        if x - len(label) * CHARACTER / 2 > last:
            parts.append(text(x, bottom + 14, label, "middle"))
            last = x + len(label) * CHARACTER / 2 + 4
    parts.append(text((axis.start + axis.end) / 2, bottom + 34, words, "middle", "quiet"))
    return "".join(parts)


def vertical(axis: Axis, left: float, right: float) -> str:
    """Return an axis at the left of a drawing, with a grid; numbers have as many decimals as they need."""
    parts = [line(left, axis.start, left, axis.end, "axis")]
    for tick, label in zip(axis.ticks, in_decimals(axis.ticks), strict=True):
        parts.append(line(left, axis.at(tick), right, axis.at(tick), "grid"))
        parts.append(text(left - 8, axis.at(tick), label, "end"))
    return "".join(parts)


def in_decimals(ticks: Sequence[float]) -> list[str]:
    """Return numbers with as many decimals as tell all of them apart.

    Examples
    --------
    >>> in_decimals([0.5, 0.75])
    ['0.50', '0.75']
    """
    for n_decimals in range(9):
        written = [f"{tick:.{n_decimals}f}" for tick in ticks]
        if all(math.isclose(float(label), tick, abs_tol=1e-9) for label, tick in zip(written, ticks, strict=True)):
            return written
    return [f"{tick:.6g}" for tick in ticks]


def drawing(identity: str, title: str, description: str, width: float, height: float, parts: Iterable[str]) -> str:
    """Return the SVG element; its description says in words what a reader would see."""
    size = f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"'
    names = f'role="img" aria-labelledby="{identity}-title {identity}-description"'
    head = f'<title id="{identity}-title">{as_html(title)}</title>'
    head += f'<desc id="{identity}-description">{as_html(description)}</desc>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {names}>{head}{"".join(parts)}</svg>'
