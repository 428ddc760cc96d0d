"""Priorities that are given each with its weight or level, as a list."""

from __future__ import annotations

import math
from collections.abc import Mapping

from whichml.model.documents.plain_numbers import is_number
from whichml.model.values.vocabulary import LEVELS


def listed_by_weight(given: Mapping[str, object]) -> list[object] | None:
    """Return the names of a mapping by their weights or levels, the highest first, what weighs as much in a list."""
    ranks: dict[float, list[str]] = {}
    for name, weight in given.items():
        tidy = weight.strip().lower().replace(" ", "-") if isinstance(weight, str) else weight
        rank = LEVELS.index(tidy) if isinstance(tidy, str) and tidy in LEVELS else weight
        if not is_number(rank) or not math.isfinite(rank):
            return None
        ranks.setdefault(float(rank), []).append(str(name))
    return [names[0] if len(names) == 1 else names for _, names in sorted(ranks.items(), reverse=True)]
