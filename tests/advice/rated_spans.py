"""Ratings that say no more than from where to where they reach."""

from __future__ import annotations

from whichml.advise.ratings import Rating
from whichml.model.values.scale import rank_of, span_text


def rated(low: float, high: float, interval: tuple[float, float] | None = None) -> Rating:
    return Rating(low, high, low, high, rank_of(low), rank_of(high), span_text(low, high), interval)
