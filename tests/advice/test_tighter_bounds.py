"""A bound that gets tighter never brings back what a looser one put out, whatever the quality and what is known."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Final, Literal

from hypothesis import given
from hypothesis import strategies as st
from rated_spans import rated

from small_knowledge import brief
from whichml import KnowledgeBase, recommend
from whichml.advise.ratings import Rating
from whichml.advise.requirements import (
    Bound,
    LevelBound,
    UnitBound,
    is_out_of_reach,
    judge_bound,
    must_satisfaction,
    satisfaction,
)
from whichml.knowledge.entities import Quality
from whichml.model.values.scale import TOP, place_quantity

ENDS: Final = st.sampled_from(("min", "max"))
POSITIONS: Final = st.floats(0.0, TOP)


@cache
def qualities_in_units() -> tuple[Quality, ...]:
    return tuple(each for _, each in sorted(KnowledgeBase.load().qualities.items()) if each.anchors)


@st.composite
def told_in_units(draw: st.DrawFn) -> tuple[Quality, tuple[UnitBound, UnitBound], Rating]:
    """Draw a quality in a unit, a loose and a tight bound on it, and a rating in levels or in the unit."""
    quality = draw(st.sampled_from(qualities_in_units()))
    least, most = quality.anchors[0], quality.anchors[-1]
    near = st.one_of(st.sampled_from(quality.anchors), st.floats(least / 1e4, most * 1e4))
    end = draw(ENDS)
    low, high = sorted((draw(near), draw(near)))
    loose, tight = (high, low) if end == "max" else (low, high)
    if draw(st.booleans()):
        return (
            quality,
            (UnitBound(end, loose), UnitBound(end, tight)),
            rated(*sorted((draw(POSITIONS), draw(POSITIONS)))),
        )
    first, last = sorted((draw(near), draw(near)))
    places = (place_quantity(first, quality.anchors), place_quantity(last, quality.anchors))
    return quality, (UnitBound(end, loose), UnitBound(end, tight)), rated(*places, interval=(first, last))


def how_far_out(bound: Bound, rating: Rating, quality: Quality) -> int:
    """Return 0 for what keeps a bound, 1 for what may, 2 for what misses it, and 3 for what is out for that."""
    verdict = judge_bound(bound, rating, quality)
    if verdict == "missed":
        return 3 if is_out_of_reach(bound, rating, quality) else 2
    return 0 if verdict == "met" else 1


@given(told_in_units())
def test_what_misses_a_bound_in_a_unit_misses_every_tighter_one(
    told: tuple[Quality, tuple[UnitBound, UnitBound], Rating],
) -> None:
    quality, (loose, tight), rating = told
    assert how_far_out(loose, rating, quality) <= how_far_out(tight, rating, quality)


@given(told_in_units())
def test_no_tighter_bound_in_a_unit_satisfies_more(told: tuple[Quality, tuple[UnitBound, UnitBound], Rating]) -> None:
    quality, (loose, tight), rating = told
    before, after = (satisfaction(each, rating.low, rating.high, quality) for each in (loose, tight))
    assert before[0] >= after[0]
    assert before[1] >= after[1]


@given(told_in_units())
def test_no_tighter_must_in_a_unit_is_likelier_kept(told: tuple[Quality, tuple[UnitBound, UnitBound], Rating]) -> None:
    quality, (loose, tight), rating = told
    before, after = (sum(must_satisfaction(each, rating, quality)) for each in (loose, tight))
    assert before >= after - 1e-12


@given(ENDS, st.integers(0, 4), st.integers(0, 4), POSITIONS, POSITIONS)
def test_what_misses_a_level_misses_every_stricter_one(
    end: Literal["min", "max"], one: int, other: int, first: float, last: float
) -> None:
    lower, higher = sorted((one, other))
    loose, tight = (higher, lower) if end == "max" else (lower, higher)
    rating = rated(*sorted((first, last)))
    for quality in qualities_in_units():
        before, after = (how_far_out(LevelBound(end, each), rating, quality) for each in (loose, tight))
        assert before <= after


def test_what_a_second_puts_out_stays_out_below_it() -> None:
    asked = {"data__users": 100_000, "data__items": 5_000, "data__rows": 3_000_000}
    out = [
        {each.algorithm for each in recommend(
            brief(task="recommendation", data__modality="interactions", **asked,
                  requirements=[{"quality": "update-latency", "max": bound}]), KnowledgeBase.load(),
        ).excluded}
        for bound in ("1 s", "900 ms", "10 ms", "1 us")
    ]  # fmt: skip
    assert "linear-autoencoder-recommender" in out[0]
    for looser, tighter in pairwise(out):
        assert looser <= tighter
