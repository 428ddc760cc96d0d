"""What written levels come to: rising numbers, by the algorithms that were measured, else by a supposed slope."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up_comparisons import group

from small_knowledge import ContentFolder, claim
from whichml.knowledge.base import Knowledge
from whichml_workshop.published.fitting import Frame
from whichml_workshop.published.written import Scale, written_scale

SUPPOSED = 0.7
LEVELS = ("very-low", "low", "medium", "high", "very-high")
NAMES = ("a", "b", "c", "d", "e")


def of_levels(folder: ContentFolder, levels: Mapping[str, str]) -> Knowledge:
    for name, level in levels.items():
        folder.algorithm(name, claim("accuracy", level))
    return folder.knowledge()


def scale_of(knowledge: Knowledge, measured: Mapping[str, float]) -> tuple[Scale, float]:
    """Return the scale where these log-odds were measured in every regime."""
    frame = Frame(tuple(measured), ("one",), {})
    return written_scale(group(), knowledge, frame, np.array([[number] for number in measured.values()]))


def steps(scale: Scale) -> list[float]:
    return np.diff(scale).tolist()


def test_levels_that_were_measured_as_they_are_written_come_to_what_was_measured(folder: ContentFolder) -> None:
    knowledge = of_levels(folder, dict(zip(NAMES, LEVELS, strict=True)))
    scale, spread = scale_of(knowledge, {name: SUPPOSED * place - 1.0 for place, name in enumerate(NAMES)})
    assert scale == pytest.approx([SUPPOSED * place - 1.0 for place in range(5)], abs=1e-3)
    assert spread == 0.5


def test_a_steeper_measurement_makes_a_level_worth_more_and_does_not_decide_alone(folder: ContentFolder) -> None:
    knowledge = of_levels(folder, {"a": "low", "b": "high"})
    (scale, _) = scale_of(knowledge, {"a": -2.0, "b": 2.0})
    assert all(SUPPOSED < step < 2.0 for step in steps(scale))


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(measured=st.lists(st.floats(-4, 4), min_size=5, max_size=5))
def test_a_higher_level_never_comes_to_less_whatever_was_measured(
    five_levels: Knowledge, measured: list[float]
) -> None:
    scale, spread = scale_of(five_levels, dict(zip(NAMES, measured, strict=True)))
    assert min(steps(scale)) >= 0
    assert spread >= 0.5
    assert np.mean(scale) == pytest.approx(np.mean(measured), abs=1e-3)


@pytest.fixture
def five_levels(folder: ContentFolder) -> Knowledge:
    return of_levels(folder, dict(zip(NAMES, LEVELS, strict=True)))


def test_algorithms_that_scatter_around_their_levels_widen_the_spread(five_levels: Knowledge) -> None:
    _, spread = scale_of(five_levels, {"a": 0.0, "b": 3.0, "c": -3.0, "d": 3.0, "e": 0.0})
    assert spread > 1.5


def test_a_group_whose_claims_say_nothing_falls_back_to_the_supposed_slope_around_its_mean(
    folder: ContentFolder,
) -> None:
    knowledge = of_levels(folder, {"a": "not-applicable", "b": "not-applicable"})
    scale, spread = scale_of(knowledge, {"a": 0.6, "b": 0.0})
    assert steps(scale) == pytest.approx([SUPPOSED] * 4)
    assert scale[2] == pytest.approx(0.3)
    assert spread == 1.0


def test_a_group_whose_claims_all_say_one_level_falls_back_to_the_supposed_slope_through_it(
    folder: ContentFolder,
) -> None:
    knowledge = of_levels(folder, {"a": "high", "b": "high"})
    scale, spread = scale_of(knowledge, {"a": 0.6, "b": 0.0})
    assert steps(scale) == pytest.approx([SUPPOSED] * 4)
    assert scale[3] == pytest.approx(0.3)
    assert spread == 1.0


def test_an_algorithm_without_a_claim_does_not_move_the_scale(folder: ContentFolder) -> None:
    knowledge = of_levels(folder, {"a": "low", "b": "high", "c": "not-applicable"})
    two = {"a": -1.0, "b": 1.0}
    assert scale_of(knowledge, {**two, "c": 4.0}) == scale_of(knowledge, two)
