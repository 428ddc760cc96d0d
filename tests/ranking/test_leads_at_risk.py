"""Who is likely to miss what must hold hands the lead to who misses less, unless that is clearly worse."""

from __future__ import annotations

import pytest

from whichml.advise.ranking import ScoredAlternative, group_siblings

KINDS = [frozenset({kind}) for kind in ("network", "distance", "tree")]


def leader(means: tuple[float, ...], at_risk: dict[str, int], mistakes: tuple[float, ...] = (0.0, 0.0, 0.0)) -> str:
    told = [ScoredAlternative(name, mean, mean, mean, 0.0, True) for name, mean in zip("abc", means, strict=True)]
    return group_siblings(told, KINDS, mistakes=mistakes, at_risk=at_risk)[0].scored.algorithm


def test_without_a_risk_the_best_leads() -> None:
    assert leader((0.7, 0.69, 0.68), {}) == "a"


@pytest.mark.parametrize(("mean", "leads"), [(0.66, "b"), (0.64, "b"), (0.63, "a")])
def test_who_is_at_risk_yields_to_who_misses_nothing_unless_that_is_clearly_worse(mean: float, leads: str) -> None:
    assert leader((0.7, mean, 0.5), {"a": 1}) == leads


def test_where_all_miss_what_must_hold_who_misses_it_by_less_leads() -> None:
    assert leader((0.7, 0.69, 0.66), {"a": 2, "b": 2, "c": 1}) == "c"


def test_who_misses_nothing_goes_before_who_misses_less() -> None:
    assert leader((0.7, 0.69, 0.66), {"a": 2, "b": 1}) == "c"


def test_of_who_miss_as_little_the_better_leads() -> None:
    assert leader((0.7, 0.69, 0.66), {"a": 1}) == "b"


def test_nobody_yields_to_who_misses_as_much_or_is_likelier_a_mistake_and_not_seldom_one() -> None:
    assert leader((0.7, 0.69, 0.68), {"a": 1, "b": 1, "c": 2}) == "a"
    assert leader((0.7, 0.69, 0.68), {"a": 1}, mistakes=(0.0, 0.04, 0.04)) == "a"
    assert leader((0.7, 0.69, 0.68), {"a": 1}, mistakes=(0.0, 0.04, 0.02)) == "c"


@pytest.mark.parametrize(("mean", "mistake", "leads"), [(0.58, 0.05, "b"), (0.57, 0.0, "a"), (0.6, 0.07, "a")])
def test_for_two_levels_it_yields_to_who_is_twice_as_far_behind_and_as_much_more_in_doubt(
    mean: float, mistake: float, leads: str
) -> None:
    assert leader((0.7, mean, 0.4), {"a": 2}, mistakes=(0.0, mistake, 0.0)) == leads
    assert leader((0.7, mean, 0.4), {"a": 1}, mistakes=(0.0, mistake, 0.0)) == "a"
