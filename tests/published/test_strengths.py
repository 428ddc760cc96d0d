"""Strengths: chances on the scale of levels, intervals that widen with what is not known, and the file they lie in."""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_comparisons import SCALE, stored_group, stored_strength

from small_knowledge import ContentFolder
from whichml.knowledge.compilation import compile_content
from whichml.knowledge.content import STRENGTHS, Content
from whichml.knowledge.strengths import (
    LEVEL_CHANCES,
    LogOddsInterval,
    StrengthGroup,
    Strengths,
    confidence_in,
    inverse_logit,
    position_of_chance,
    read_strengths,
)
from whichml.model.documents.errors import KnowledgeError

QUICK = settings(deadline=None, max_examples=60)
CHANCE = st.floats(0, 1)
COEFFICIENT = st.floats(-3, 3)
FILE = "facts/published/strengths.json"


@QUICK
@given(CHANCE, CHANCE)
def test_a_larger_chance_never_stands_lower_on_the_scale(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= position_of_chance(low) <= position_of_chance(high) <= 4
    if high - low > 1e-4:
        assert position_of_chance(low) < position_of_chance(high)


def test_the_ends_of_the_levels_are_at_their_chances() -> None:
    assert [position_of_chance(chance) for chance in (0, *LEVEL_CHANCES, 1)] == [0, 0.5, 1.5, 2.5, 3.5, 4]


@QUICK
@given(st.integers(0, 4), st.floats(0, 1))
def test_between_two_ends_the_position_is_linear_in_the_chance(place: int, share: float) -> None:
    low, high = list(pairwise((0, *LEVEL_CHANCES, 1)))[place]
    below, above = list(pairwise((0, 0.5, 1.5, 2.5, 3.5, 4)))[place]
    expected = below + share * (above - below)
    assert position_of_chance(low + share * (high - low)) == pytest.approx(expected, abs=2e-6)


@QUICK
@given(st.floats(-1e4, 1e4))
def test_chances_of_opposite_log_odds_sum_to_one(log_odds: float) -> None:
    assert inverse_logit(log_odds) + inverse_logit(-log_odds) == pytest.approx(1.0)
    assert abs(log_odds) < 1e-12 or (inverse_logit(log_odds) > 0.5) == (log_odds > 0)


def width(odds: LogOddsInterval) -> float:
    return odds.high - odds.low


@st.composite
def groups(draw: st.DrawFn) -> StrengthGroup:
    """Return a group of one algorithm beside the reference, whose covariance is that of some numbers."""
    factor = np.array(draw(st.lists(st.lists(st.floats(-1, 1), min_size=3, max_size=3), min_size=3, max_size=3)))
    covariance = tuple(tuple(row) for row in (factor @ factor.T).tolist())
    strength = stored_strength("a", *draw(st.tuples(COEFFICIENT, COEFFICIENT, COEFFICIENT)))
    changed = {"covariance": covariance, "between": draw(st.floats(0, 1))}
    return stored_group(strength.model_copy(update=changed), stored_strength("b", 0.0, 0.0, 0.0))


@QUICK
@given(groups(), st.tuples(COEFFICIENT, COEFFICIENT), st.floats(0, 3), st.floats(0, 2), st.floats(0, 2))
def test_an_interval_holds_its_middle_and_widens_with_what_is_not_known(
    group: StrengthGroup, sizes: tuple[float, float], beyond: float, unknown: float, more: float
) -> None:
    strength, design = group.by_algorithm["a"], (1.0, *sizes)
    odds = group.odds(strength, design, (0.0, unknown, unknown), beyond)
    assert odds.low <= odds.middle <= odds.high
    assert odds.beyond == beyond
    for wider in (
        group.odds(strength, design, (0.0, unknown + more, unknown), beyond),
        group.odds(strength, design, (0.0, unknown, unknown), beyond + more),
    ):
        assert wider.middle == odds.middle
        assert width(wider) >= width(odds) - 1e-9


@QUICK
@given(groups(), st.tuples(COEFFICIENT, COEFFICIENT), st.floats(0, 3))
def test_the_variance_of_a_regime_is_that_of_linear_algebra(
    group: StrengthGroup, sizes: tuple[float, float], beyond: float
) -> None:
    strength, design = group.by_algorithm["a"], np.array((1.0, *sizes))
    odds = group.odds(strength, design.tolist(), (0.0, 0.0, 0.0), beyond)
    variance = design @ np.array(strength.covariance) @ design + strength.between**2 + (0.5 * beyond) ** 2
    assert odds.middle == pytest.approx(float(design @ np.array(strength.coefficients)), abs=1e-9)
    assert width(odds) == pytest.approx(2 * 1.64485 * np.sqrt(variance), rel=1e-4, abs=1e-6)


def test_a_regime_inside_the_axes_is_told_from_their_centres() -> None:
    design, unknown, beyond = stored_group().design({"rows": 10_000, "features": 10}, is_regression=False)
    assert design == pytest.approx((1.0, 0.5, 0.0))
    assert (unknown, beyond) == ((0.0, 0.0, 0.0), 0.0)


def test_sizes_outside_are_held_at_the_ends_and_lie_beyond_by_their_factors_of_ten() -> None:
    design, _, beyond = stored_group().design({"rows": 10, "features": 1000}, is_regression=False)
    assert design == pytest.approx((1.0, 2.0 - 3.5, 2.0 - 1.0))
    assert beyond == pytest.approx(1 + 1)


def test_a_size_that_is_unknown_lies_at_the_centre_and_brings_the_spread_of_its_own_axis() -> None:
    group = stored_group()
    told = group.design({"rows": 10**3.5}, is_regression=False)
    assert told == (pytest.approx((1.0, 0.0, 0.0)), (0.0, 0.0, 0.5), 0.0)
    assert group.design({}, is_regression=False) == ((1.0, 0.0, 0.0), (0.0, 0.8, 0.5), 0.0)


def test_a_regression_is_told_by_a_term_of_its_own() -> None:
    strengths = stored_strength("a", 1.0, 0.5), stored_strength("b", 0.0, 0.0)
    group = stored_group(*strengths, terms=("one", "regression"), axes={})
    assert group.design({}, is_regression=True)[0] == (1.0, 1.0)
    assert group.design({}, is_regression=False)[0] == (1.0, 0.0)


def test_ten_million_columns_widen_the_interval_and_leave_the_middle_at_the_end_of_the_axis() -> None:
    group = stored_group()
    at_the_end, far = (
        group.odds(group.by_algorithm["a"], *group.design({"rows": 3000, "features": n}, is_regression=False))
        for n in (100, 10_000_000)
    )
    assert far.middle == at_the_end.middle
    assert far.beyond == pytest.approx(5)
    assert inverse_logit(far.low) < 0.05 < inverse_logit(at_the_end.low)
    assert inverse_logit(at_the_end.high) < 0.95 < inverse_logit(far.high)


def test_a_written_level_comes_to_the_log_odds_of_the_group_and_a_span_reaches_over_its_levels() -> None:
    group = stored_group()
    assert [group.odds_of_written(level, level).middle for level in range(5)] == list(SCALE)
    odds = group.odds_of_written(1, 2.5)
    assert odds.middle == pytest.approx((-0.7 + 0.35) / 2)
    assert width(odds) == pytest.approx(1.05 + width(group.odds_of_written(2, 2)))


@pytest.mark.parametrize(
    ("n_sets", "n_sources", "is_one_level", "said"),
    [
        (100, 2, True, "high"),
        (99, 2, True, "medium"),
        (100, 1, True, "medium"),
        (100, 2, False, "medium"),
        (30, 1, False, "medium"),
        (29, 2, True, "low"),
    ],
)
def test_confidence_asks_for_data_sets_and_for_high_also_two_sources_inside_one_level(
    n_sets: int, n_sources: int, is_one_level: bool, said: str
) -> None:
    assert confidence_in(n_sets, n_sources, is_one_level) == said


def kept_in(folder: ContentFolder, text: bytes) -> Content:
    path = folder.content.facts / STRENGTHS
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text)
    return folder.content


def test_strengths_come_back_byte_for_byte(folder: ContentFolder) -> None:
    kept = Strengths(groups=(stored_group(), stored_group(id="other", axes={}, terms=("one",), strengths=(
        stored_strength("b", 0.0), stored_strength("c", -0.5))))).to_json()  # fmt: skip
    found = read_strengths(kept_in(folder, kept))
    assert found is not None
    assert found.to_json() == kept
    assert [group.id for group in found.groups] == ["made-up", "other"]


def test_the_committed_strengths_come_back_byte_for_byte(content: Content) -> None:
    found = read_strengths(content)
    assert found is not None
    assert found.to_json() == (content.facts / STRENGTHS).read_bytes()
    assert len(found.groups) == len(list((content.facts / "published/groups").glob("*.yaml")))


def test_content_without_strengths_has_none(folder: ContentFolder) -> None:
    assert read_strengths(folder.content) is None


def stored() -> dict[str, object]:
    """Return the made-up strengths as values of JSON."""
    read: dict[str, object] = json.loads(Strengths(groups=(stored_group(),)).to_json())
    return read


def broken(place: tuple[str | int, ...], value: object) -> bytes:
    """Return the made-up strengths with one value exchanged or added."""
    whole = stored()
    at: object = whole
    for step in place[:-1]:
        at = at[step]  # type: ignore[index]
    at[place[-1]] = value  # type: ignore[index]
    return json.dumps(whole).encode()


GROUP = ("groups", 0)
STRENGTH = (*GROUP, "strengths", 0)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe",
        b'{"schema":"strength/1"',
        broken(("schema",), "strength/2"),
        broken((*GROUP, "weight"), 2),
        broken((*GROUP, "written_spread"), -1),
        broken((*GROUP, "terms", 1), "colour"),
        broken((*STRENGTH, "between"), float("nan")),
        broken((*STRENGTH, "coefficients"), [1.0, 0.5]),
        broken((*STRENGTH, "covariance"), [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]),
        broken((*STRENGTH, "covariance", 2), [0.0, 1.0]),
        broken((*GROUP, "axes"), {}),
        broken((*GROUP, "reference"), "c"),
    ],
    ids=[
        "empty", "no text", "torn", "another schema", "unknown key", "spread below nothing", "unknown term",
        "no number", "coefficient missing", "row missing", "row too short", "axes missing", "reference not compared",
    ],
)  # fmt: skip
def test_a_broken_file_of_strengths_is_refused_with_its_name_and_the_command_that_makes_it(
    folder: ContentFolder, text: bytes
) -> None:
    with pytest.raises(KnowledgeError) as refusal:
        read_strengths(kept_in(folder, text))
    (problem,) = refusal.value.problems
    assert problem.message.startswith(f"{FILE} holds no strengths")
    assert problem.hint == "Write it anew: python -m whichml_workshop.published.fit"


def test_the_strengths_are_good_before_they_are_broken(folder: ContentFolder) -> None:
    assert read_strengths(kept_in(folder, json.dumps(stored()).encode())) is not None


@pytest.fixture
def known(folder: ContentFolder) -> ContentFolder:
    return folder.algorithm("a").algorithm("b")


def test_strengths_of_known_algorithms_and_sources_are_part_of_the_knowledge(known: ContentFolder) -> None:
    kept = Strengths(groups=(stored_group(),))
    assert compile_content(kept_in(known, kept.to_json()), "test").strengths == kept


@pytest.mark.parametrize(
    ("strength", "named"),
    [
        (stored_strength("a-forest", 1.0, 0.0, 0.0), "algorithm 'a-forest'"),
        (
            stored_strength("a", 1.0, 0.0, 0.0).model_copy(
                update={"backing": (stored_strength("a").backing[0].model_copy(update={"source": "rumour"}),)}
            ),
            "source 'rumour'",
        ),
    ],
    ids=["algorithm", "source"],
)
def test_strengths_that_name_what_no_file_states_are_refused(
    known: ContentFolder, strength: object, named: str
) -> None:
    whole = Strengths(groups=(stored_group(strength, stored_strength("b", 0.0, 0.0, 0.0)),))  # type: ignore[arg-type]
    with pytest.raises(KnowledgeError) as refusal:
        compile_content(kept_in(known, whole.to_json()), "test")
    assert f"{FILE} names the {named}, which no file states." in str(refusal.value)
    assert "python -m whichml_workshop.published.fit" in str(refusal.value)
