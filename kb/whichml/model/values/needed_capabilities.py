"""Without which capability an algorithm cannot have much of a quality."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

DETERMINISTIC: Final = "deterministic-with-seed"
NEEDED: Final[Mapping[str, str]] = MappingProxyType({
    "incrementality": "partial-fit",
    "missing-value-handling": "missing-values",
    "categorical-handling": "categorical",
    "sparse-input": "sparse",
    "reproducibility": DETERMINISTIC,
})  # fmt: skip
"""By quality, the capability without which its level cannot be high."""
