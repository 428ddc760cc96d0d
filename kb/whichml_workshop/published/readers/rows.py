"""Rows of compressed raw tables as text, and the numbers in them with what is missing as None."""

from __future__ import annotations

import csv
import gzip
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import TypeAlias

Row: TypeAlias = Mapping[str, str]
"""The cells of one row by the names of their columns."""
_MISSING = frozenset({"", "NA", "nan", "NaN"})


def read_rows(path: Path, separator: str = ",", columns: Sequence[str] | None = None) -> tuple[Row, ...]:
    """Return the rows of a table that gzip compressed.

    Parameters
    ----------
    columns : names of the columns, for a table whose first line is no header
    """
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        return tuple(csv.DictReader(text, fieldnames=columns, delimiter=separator))


def number_in(cell: str) -> float | None:
    """Return the finite number of a cell, or None where there is none.

    Examples
    --------
    >>> number_in("0.5"), number_in("NA"), number_in("")
    (0.5, None, None)
    """
    if cell in _MISSING:
        return None
    number = float(cell)
    return number if math.isfinite(number) else None


def mean_of(cells: Iterable[str]) -> float | None:
    """Return the mean of the numbers in cells, or None where no cell holds one."""
    numbers = [number for number in map(number_in, cells) if number is not None]
    return fmean(numbers) if numbers else None
