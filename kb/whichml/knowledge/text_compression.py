"""Text made small for a wheel: xz with the settings that suit text, which any reader of xz takes."""

from __future__ import annotations

import lzma
from typing import Final

TEXT_FILTERS: Final[tuple[dict[str, int], ...]] = (
    {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "lp": 0, "pb": 0},
)
"""A twentieth smaller than what xz takes by itself, in three times the time."""


def made_small(text: bytes, *, is_shipped: bool = False) -> bytes:
    """Return text compressed for `lzma.decompress`; as small as can be where it is shipped, else soon."""
    return lzma.compress(text, filters=TEXT_FILTERS if is_shipped else None)
