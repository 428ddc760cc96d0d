"""How large a table of an experiment may be."""

from __future__ import annotations

from dataclasses import dataclass

from whichml.model.values.quantity import magnitude_in_words


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
    return magnitude_in_words(n_bytes, "bytes", n_digits=3)
