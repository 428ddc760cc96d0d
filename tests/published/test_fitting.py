"""Strengths are fitted so that known ones are found again, no study drowns another, and two sources back a slope."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_comparisons import SCALE, compared, counted, drawn, fitted_bytes, group, two_studies, won

from by_night import only_by_night
from small_knowledge import ROOT
from whichml.knowledge.strengths import inverse_logit
from whichml.model.documents.errors import KnowledgeError
from whichml_workshop.published.comparisons import Material
from whichml_workshop.published.fitting import (
    FEWEST_SETS,
    backing_of,
    fit_group,
    fit_strengths,
    frame_of,
    spread_between,
    strength_group,
)

pytestmark = pytest.mark.slow("fits strengths")

STRENGTHS = {"a": 1.5, "b": 0.5, "c": -0.5, "d": -1.5}
PROGRAM = """
import sys
from made_up_comparisons import fitted_bytes, two_studies
sys.stdout.buffer.write(fitted_bytes(two_studies()))
"""


def fitted(material: Material, reference: str = "b") -> Mapping[str, float]:
    """Return the constants of a fit without slopes, against the reference."""
    text = group(reference=reference)
    found = fit_group(text, material, n_resamples=0)
    return {name: float(found.against[number, 0]) for name, number in found.frame.index.items()}


def slopes(material: Material) -> Mapping[str, float]:
    """Return the slopes by rows against the reference."""
    found = fit_group(group(terms=["rows"]), material, n_resamples=0)
    return {name: float(found.against[number, 1]) for name, number in found.frame.index.items()}


@settings(deadline=None, max_examples=12)
@given(st.permutations(["a", "b", "c", "d"]), st.integers(0, 1000))
def test_the_order_of_known_strengths_is_found_again(order: list[str], seed: int) -> None:
    strengths = dict(zip(order, STRENGTHS.values(), strict=True))
    found = fitted(Material(drawn("one", 150, strengths, seed=seed)))
    assert sorted(found, key=lambda name: -found[name]) == order


def test_the_log_odds_of_known_strengths_are_found_again() -> None:
    found = fitted(Material(drawn("one", 1500, STRENGTHS)))
    assert found["b"] == 0
    assert found == pytest.approx({name: number - 0.5 for name, number in STRENGTHS.items()}, abs=0.2)


def test_two_algorithms_of_one_study_get_the_log_odds_of_their_wins() -> None:
    found = fitted(Material(won(300, "a", "b") + won(100, "b", "a")))
    assert inverse_logit(found["a"]) == pytest.approx(0.75, abs=0.005)


def test_a_tie_counts_as_half_a_win_and_half_a_loss() -> None:
    rest = won(10, "a", "c") + won(10, "c", "b")
    ties = tuple(compared(f"tie-{i}", {"a": 1.0, "b": 0.9999}) for i in range(20))
    halves = won(10, "a", "b") + won(10, "b", "a")
    assert fitted(Material(rest + ties)) == pytest.approx(fitted(Material(rest + halves)), abs=1e-3)
    assert fitted(Material(ties))["a"] == pytest.approx(0, abs=1e-3)


def test_a_data_set_at_two_settings_weighs_as_much_as_one_at_one() -> None:
    one = won(30, "a", "b") + won(10, "b", "a")
    twice = tuple(
        type(each)(each.study, each.source, each.data, each.task, each.modality, each.sizes, each.scores * 2)
        for each in one
    )
    assert fitted(Material(twice)) == pytest.approx(fitted(Material(one)), abs=1e-3)


def test_counted_wins_tell_the_same_as_the_data_sets_that_they_count() -> None:
    told = won(120, "a", "b") + won(40, "b", "a") + tuple(compared(f"tie-{i}", {"a": 0.0, "b": 0.0}) for i in range(80))
    wins = counted("one", {("a", "b"): (120, 40, 80)})
    found = fitted(Material((), (wins,)))
    assert found == pytest.approx(fitted(Material(told)), abs=0.01)
    assert inverse_logit(found["a"]) == pytest.approx(160 / 240, abs=0.01)


def test_a_study_of_a_thousand_data_sets_weighs_twice_as_much_as_one_of_twenty() -> None:
    found = fitted(Material(won(1000, "a", "b", "large") + won(20, "b", "a", "small")))
    large, small = 1000 / 1020, 20 / 40
    assert inverse_logit(found["a"]) == pytest.approx(large / (large + small), abs=0.01)


def test_a_slope_that_two_studies_share_stays() -> None:
    material = Material(
        drawn("one", 150, {"a": 0, "b": 0, "c": 0}, {"a": 1.5}, seed=1)
        + drawn("two", 150, {"a": 0, "b": 0, "c": 0}, {"a": 1.0}, seed=2)
    )
    assert slopes(material)["a"] > 0.5


def test_a_slope_of_one_study_alone_is_dropped_so_that_all_algorithms_share_one() -> None:
    material = Material(drawn("one", 300, {"a": 0, "b": 0, "c": 0}, {"a": 1.5}))
    assert set(slopes(material).values()) == {0.0}


def test_a_slope_that_two_studies_dispute_is_dropped() -> None:
    three = {"a": 0.0, "b": 0.0, "c": 0.0}
    up, down = drawn("one", 150, three, {"a": 2.5}, seed=1), drawn("two", 150, three, {"a": -1.0}, seed=2)
    assert set(slopes(Material(up + down)).values()) == {0.0}


def test_the_same_material_gives_the_same_bytes() -> None:
    assert fitted_bytes(two_studies()) == fitted_bytes(two_studies())


@only_by_night
def test_another_process_with_another_hash_seed_gives_the_same_bytes() -> None:
    paths = os.pathsep.join(str(path) for path in (ROOT / "kb", Path(__file__).parent))
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM], env={**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": paths},
        capture_output=True, check=True,
    )  # fmt: skip
    assert told.stdout == fitted_bytes(two_studies())


@pytest.mark.parametrize("terms", [[], ["rows", "classes", "regression"]], ids=["constant", "terms"])
def test_wins_alone_can_be_fitted(terms: list[str]) -> None:
    wins = counted("three", {("a", "b"): (20, 0, 0), ("a", "c"): (20, 0, 0), ("b", "c"): (20, 0, 0)})
    found = fit_group(group(terms=terms), Material((), (wins,)), n_resamples=2)
    constants = found.against[:, 0]
    assert np.isfinite(found.against).all()
    assert constants[0] > constants[1] == 0 > constants[2]


def test_an_algorithm_that_wins_every_pair_gets_a_finite_strength() -> None:
    found = fitted(Material(won(50, "a", "b")))
    assert 2 < found["a"] < 10


def test_a_study_that_adds_wins_moves_the_strengths_that_data_sets_gave() -> None:
    told = won(20, "a", "b") + won(20, "b", "a")
    wins = counted("two", {("a", "b"): (40, 0, 0)})
    assert fitted(Material(told, (wins,)))["a"] > fitted(Material(told))["a"] + 0.5


def test_an_algorithm_on_fewer_than_five_data_sets_gets_no_strength() -> None:
    told = won(10, "a", "b") + won(FEWEST_SETS - 1, "few", "b") + won(FEWEST_SETS, "enough", "b")
    wins = counted("two", {("a", "counted"): (2, 2, 0), ("a", "well-counted"): (2, 2, 1)})
    assert frame_of(group(), Material(told, (wins,))).algorithms == ("a", "b", "enough", "well-counted")


@pytest.mark.parametrize(
    "material",
    [Material(()), Material(won(9, "a", "c")), Material(won(9, "a", "c") + won(4, "a", "b"))],
    ids=["nothing", "without it", "on four data sets"],
)
def test_studies_that_do_not_compare_the_reference_are_refused(material: Material) -> None:
    with pytest.raises(KnowledgeError, match="the studies of 'made-up' do not compare its reference with others"):
        fit_group(group(), material)


def test_a_study_without_a_pair_of_algorithms_that_count_is_no_hindrance() -> None:
    known = drawn("one", 20, {"a": 1.0, "b": 0.0, "c": 0.0}) + drawn("two", 20, {"a": 1.0, "b": 0.0, "c": 0.0}, seed=3)
    lonely = tuple(compared(f"lonely-{i}", {"a": 1.0, f"rare-{i}": 0.0}, "lonely", rows=10.0**i) for i in range(1, 7))
    rare = tuple(compared(f"rare-{i}", {"x": 1.0, f"rare-{i}": 0.0}, "rare", rows=10.0**i) for i in range(1, 5)) * 2
    text = group(terms=["rows"])
    for material in (Material(known + lonely), Material(known + rare)):
        found = fit_group(text, material, n_resamples=2)
        assert strength_group(text, material, found, SCALE, 0.5).by_algorithm["a"].coefficients[0] > 0


def test_the_bootstrap_doubts_few_data_sets_more_than_many() -> None:
    few, many = (
        fit_group(group(), Material(drawn("one", n, STRENGTHS)), n_resamples=20).resamples[:, 0, 0].std()
        for n in (20, 320)
    )
    assert few > 2 * many > 0


def between(material: Material) -> float:
    text = group()
    found = fit_group(text, material, n_resamples=10)
    return spread_between(found.frame, material, found.resamples)


def test_sources_that_differ_leave_more_doubt_than_sources_that_agree() -> None:
    one = drawn("one", 120, STRENGTHS, seed=1)
    alike = Material(one + drawn("two", 120, STRENGTHS, seed=2))
    turned = Material(one + drawn("two", 120, {name: -number for name, number in STRENGTHS.items()}, seed=2))
    assert between(alike) < 0.3 < 1.0 < between(turned)


def test_one_source_alone_is_supposed_to_differ_from_others_by_half_a_unit_of_log_odds() -> None:
    assert between(Material(drawn("one", 2000, STRENGTHS))) == pytest.approx(0.5, abs=0.02)


def test_the_reference_has_no_doubt_and_the_others_have_that_of_their_group() -> None:
    text, material = group(terms=["rows"]), two_studies()
    kept = strength_group(text, material, fit_group(text, material, n_resamples=5), SCALE, 0.5)
    b = kept.by_algorithm["b"]
    assert (b.coefficients, b.covariance, b.between) == ((0.0, 0.0), ((0.0, 0.0), (0.0, 0.0)), 0.0)
    assert len({each.between for each in kept.strengths if each.algorithm != "b"}) == 1
    assert kept.by_algorithm["a"].coefficients[1] > 0.5
    assert (kept.written, kept.written_spread, kept.terms) == (SCALE, 0.5, ("one", "rows"))


def test_what_a_group_says_of_a_study_is_kept_with_the_strengths() -> None:
    text, material = group(caveats={"one": "some were tuned longer"}), two_studies()
    kept = strength_group(text, material, fit_group(text, material, n_resamples=2), SCALE, 0.5)
    assert kept.caveats == {"one": "some were tuned longer"}


def test_a_covariance_is_that_of_the_resamples() -> None:
    text, material = group(terms=["rows"]), two_studies()
    found = fit_group(text, material, n_resamples=12)
    kept = strength_group(text, material, found, SCALE, 0.5)
    for number, name in enumerate(found.frame.algorithms):
        expected = np.cov(found.resamples[:, number, :].T)
        assert np.array(kept.by_algorithm[name].covariance) == pytest.approx(expected, abs=2e-5)


def test_backing_tells_data_sets_and_the_share_of_pairs_won_by_study() -> None:
    told = (
        compared("x", {"a": 1.0, "b": 0.5, "c": 0.0}, "one"),
        compared("y", {"a": 0.2, "b": 0.2, "c": 1.0}, "one"),
        compared("z", {"b": 0.0, "c": 1.0}, "one"),
        compared("x", {"a": 0.0, "b": 1.0}, "two"),
    )
    wins = counted("three", {("a", "b"): (3, 1, 2), ("b", "c"): (3, 1, 0)})
    backing = backing_of(Material(told, (wins,)), "a")
    assert [(each.study, each.sets, each.wins) for each in backing] == [
        ("one", 2, 0.625),
        ("three", 6, pytest.approx(4 / 6, abs=1e-4)),
        ("two", 1, 0.0),
    ]
    assert {each.source for each in backing} == {f"source-of-{name}" for name in ("one", "two", "three")}
    (counted_alone,) = backing_of(Material((), (wins,)), "c")
    assert (counted_alone.sets, counted_alone.wins) == (4, 0.25)


def test_axes_are_the_quantiles_of_the_logarithms() -> None:
    told = tuple(compared(str(i), {"a": 1.0, "b": 0.0}, rows=10 ** (1 + i / 20)) for i in range(101))
    axis = frame_of(group(terms=["rows"]), Material(told)).axes["rows"]
    assert (axis.low, axis.centre, axis.high) == pytest.approx((1.25, 3.5, 5.75))
    assert axis.spread == pytest.approx(float(np.std([1 + i / 20 for i in range(101)])), abs=1e-4)


def test_a_frame_describes_a_data_set_like_the_strengths_that_come_of_it() -> None:
    text, material = group(terms=["rows", "regression"]), two_studies()
    found = fit_group(text, material, n_resamples=2)
    kept = strength_group(text, material, found, SCALE, 0.5)
    for rows in (1.0, 300.0, 3e4, 1e9):
        for task in ("binary-classification", "regression"):
            design, _, _ = kept.design({"rows": rows}, task == "regression")
            assert design == pytest.approx(found.frame.design(task, {"rows": rows}).tolist())


def test_unknown_classes_are_two_where_a_task_has_two_and_else_in_the_middle() -> None:
    told = tuple(compared(str(i), {"a": 1.0, "b": 0.0}, classes=4.0 * 2**i) for i in range(5))
    frame = frame_of(group(terms=["classes"]), Material(told))
    middle = math.log10(16)
    assert frame.design("binary-classification", {})[1] == pytest.approx(frame.axes["classes"].low - middle, abs=1e-3)
    assert frame.design("multiclass-classification", {})[1] == 0


def test_a_fit_tells_of_pairs_alone_so_that_strengths_sum_to_nothing() -> None:
    material = Material(drawn("one", 40, STRENGTHS))
    assert fit_strengths(frame_of(group(), material), material)[:, 0].sum() == pytest.approx(0, abs=1e-3)
