"""Points of sweeps as lines of a CSV: appended one by one, so that a sweep can go on where it was ended."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from whichml.model.documents.errors import ProbeError
from whichml_workshop.costs.sweeps import TableShape

GENERATED = "generated"
COLUMNS = ("algorithm", "implementation", "version", "task", "table", "rows", "features", "classes", "measure", "ratio")
EXPERIMENT = "experiment "
"""Before the name of a data set: points of a committed experiment, which fit models where a sweep has none."""
PREPARATION = "preparation"
"""In the place of an algorithm: points of what prepares columns before one."""
TOO_LARGE = ("out-of-time", "out-of-memory")
"""Measures of a point that gave none, beside `refused`; their ratio is the limit in seconds of wall time."""


@dataclass(frozen=True, slots=True)
class SweepPoint:
    """One number about one implementation on one table.

    Attributes
    ----------
    version : of the package that holds it
    task : `classification` or `regression`
    table : `generated`, or the name of a data set
    measure : a measure of cost models, one of `TOO_LARGE`, or `refused`
    ratio : times over the reference of the same run, sizes in bytes
    """

    algorithm: str
    implementation: str
    version: str
    task: str
    table: str
    rows: int
    features: int
    classes: int
    measure: str
    ratio: float

    @property
    def place(self) -> tuple[str, str, str, int, int, int]:
        """Return which implementation was measured on which table."""
        return self.algorithm, self.implementation, self.table, self.rows, self.features, self.classes

    @property
    def shape(self) -> TableShape:
        """Return how large the table was."""
        return TableShape(self.rows, self.features, self.classes)


def read_points(path: Path) -> tuple[SweepPoint, ...]:
    """Return the points of a file; none where there is no file.

    Raises
    ------
    ProbeError
        Where a line is no point.
    """
    if not path.exists():
        return ()
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    if not rows or tuple(rows[0]) != COLUMNS:
        raise ProbeError.about(f"{path.name} does not start with the columns {', '.join(COLUMNS)}.")
    return tuple(_point(path, number, row) for number, row in enumerate(rows[1:], start=2))


def _point(path: Path, number: int, row: list[str]) -> SweepPoint:
    try:
        *names, rows, features, classes, measure, ratio = row
        algorithm, implementation, version, task, table = names
        return SweepPoint(
            algorithm, implementation, version, task, table, int(rows), int(features), int(classes), measure,
            float(ratio),
        )  # fmt: skip
    except ValueError as refusal:
        raise ProbeError.about(f"{path.name}:{number} is no point of a sweep.") from refusal


def append_points(path: Path, points: Iterable[SweepPoint]) -> None:
    """Add points at the end of a file, which is made where there is none."""
    _write(path, points, "a" if path.exists() else "w")


def write_points(path: Path, points: Iterable[SweepPoint]) -> None:
    """Write a file of points anew, in the order of what they are about."""
    _write(path, sorted(points, key=lambda point: (*point.place, point.measure)), "w")


def _write(path: Path, points: Iterable[SweepPoint], mode: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open(mode, encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        if mode == "w":
            writer.writerow(COLUMNS)
        for point in points:
            told = [getattr(point, column) for column in COLUMNS[:-1]]
            writer.writerow([*told, f"{point.ratio:.4g}"])
