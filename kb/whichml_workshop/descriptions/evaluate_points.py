"""What points of words make of a text."""

from __future__ import annotations

from typing import Final

from whichml.model.words.word_points import WordPoints

_SEVERAL: Final = 3


def likeliest(table: WordPoints, features: set[str]) -> list[str]:
    """Return the three names for which most speaks."""
    log_odds = table.log_odds(features)
    return sorted(log_odds, key=lambda name: (-log_odds[name], table.names.index(name)))[:_SEVERAL]
