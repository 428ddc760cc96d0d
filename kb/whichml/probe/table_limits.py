"""How large a table of an experiment may be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableLimits:
    """What lies beyond is refused before it costs memory.

    Attributes
    ----------
    n_bytes : of the file, and of what is inside a compressed one
    n_columns : the target included
    n_cell_characters : of one cell
    """

    n_bytes: int = 1_000_000_000
    n_columns: int = 10_000
    n_cell_characters: int = 100_000


def in_bytes(n_bytes: int) -> str:
    """Return a number of bytes as people read it.

    Examples
    --------
    >>> in_bytes(2_000_000_000), in_bytes(1_500)
    ('2 GB', '1.5 kB')
    """
    for unit, size in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if n_bytes >= size:
            return f"{n_bytes / size:.3g} {unit}"
    return f"{n_bytes} bytes"
