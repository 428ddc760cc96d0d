"""A quality that counts by itself and by a bound is named once, with both weights."""

from __future__ import annotations

from whichml.export.arguments import told_once
from whichml.model.statements.recommendation import RatedQuality


def rated(quality: str, level: str, weight: float, requirement: str = "") -> RatedQuality:
    return RatedQuality(quality, level, 0.2, 0.3, weight, (f"of {quality}",), requirement=requirement)


def test_a_bound_stands_for_its_quality_at_the_first_place_of_both_with_both_weights() -> None:
    plain, bound = rated("security", "low", 0.05), rated("security at least medium", "low", 0.02, "r1")
    other = rated("privacy", "low", 0.03)
    first, second = told_once((plain, other, bound))
    assert (first.quality, first.requirement, first.weight) == ("security at least medium", "r1", 0.07)
    assert first.because == ("of security at least medium", "of security")
    assert second == other


def test_what_is_rated_otherwise_or_bounded_twice_stays_as_it_is() -> None:
    plain, bound = rated("latency", "low", 0.05), rated("latency at most 1 s", "medium", 0.02, "r1")
    assert told_once((plain, bound)) == (plain, bound)
    two = (rated("latency at most 1 s", "low", 0.03, "r1"), rated("latency at most 2 s (p99)", "low", 0.02, "r2"))
    assert told_once(two) == two
    assert [each.weight for each in told_once((*two, plain))] == [0.08, 0.02]
