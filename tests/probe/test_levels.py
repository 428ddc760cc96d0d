"""Measured numbers become levels by a rule: anchors for units, fifths of all measurements for the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whichml.evidence.levels import place_by_rank, place_on_machine, span_over_sets
from whichml.model.values.qualities import QUALITIES
from whichml.model.values.scale import TOP, rank_of
from whichml.model.values.vocabulary import QualityId

pytestmark = pytest.mark.slow("makes up figures by the hundred")
NUMBERS = st.lists(st.floats(-1e6, 1e6).map(lambda number: round(number, 3)), min_size=1, max_size=60)
POSITIONS = st.lists(st.floats(0, TOP), min_size=1, max_size=30)
TIMES = QUALITIES[QualityId("training-time")].anchors


@given(NUMBERS)
def test_a_larger_number_never_stands_lower(numbers: list[float]) -> None:
    among = sorted(numbers)
    placed = [place_by_rank(number, among, "more") for number in among]
    assert placed == sorted(placed)
    assert all(0 <= position <= TOP for position in placed)


@given(NUMBERS)
def test_less_is_the_mirror_of_more(numbers: list[float]) -> None:
    among = sorted(numbers)
    for number in among:
        mirrored = TOP - place_by_rank(number, among, "more")
        assert place_by_rank(number, among, "less") == pytest.approx(mirrored)


@given(NUMBERS, st.floats(0.5, 100).map(lambda number: round(number, 2)))
def test_the_unit_of_what_is_ranked_does_not_matter(numbers: list[float], factor: float) -> None:
    among = sorted(numbers)
    scaled = [number * factor for number in among]
    assert [place_by_rank(n, among, "more") for n in among] == [place_by_rank(n, scaled, "more") for n in scaled]


def test_each_level_holds_a_fifth_of_different_numbers() -> None:
    among = [float(number) for number in range(100)]
    levels = [rank_of(place_by_rank(number, among, "more")) for number in among]
    assert [levels.count(level) for level in range(5)] == [20, 20, 20, 20, 20]


def test_a_rank_among_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="needs other numbers"):
        place_by_rank(1.0, [], "more")


@given(st.floats(1e-4, 1e6), st.floats(1e-4, 10))
def test_a_machine_twice_as_slow_in_both_fits_gives_the_same_position(ratio: float, reference: float) -> None:
    seconds, own_reference = ratio * 2 * reference, 2 * reference
    assert place_on_machine(seconds / own_reference, reference, TIMES) == pytest.approx(
        place_on_machine(ratio, reference, TIMES), abs=1e-5
    )


@given(POSITIONS)
def test_a_span_lies_within_what_was_measured_and_is_in_order(positions: list[float]) -> None:
    span = span_over_sets(positions)
    assert min(positions) - 1e-5 <= span.low <= span.median <= span.high <= max(positions) + 1e-5
    assert span.n_sets == len(positions)


@given(POSITIONS)
def test_the_order_of_the_data_sets_does_not_matter(positions: list[float]) -> None:
    assert span_over_sets(positions) == span_over_sets(positions[::-1])


def test_a_single_odd_data_set_of_eleven_does_not_move_the_ends() -> None:
    assert span_over_sets([2.0] * 10 + [4.0]).high == 2.0
