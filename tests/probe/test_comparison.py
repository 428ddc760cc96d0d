"""Scores on the same splits are compared without taking them for independent."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_rel

from whichml.model.documents.errors import ProbeError
from whichml.probe.experiments.comparison import compare_scores, corrected_standard_error

pytestmark = pytest.mark.slow("makes up scores by the hundred")
SCORES = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=3, max_size=20)
OURS = [0.91, 0.93, 0.90, 0.94, 0.92, 0.95]
THEIRS = [0.90, 0.91, 0.90, 0.91, 0.91, 0.93]


def test_without_overlap_it_is_the_paired_t_test() -> None:
    found = compare_scores(OURS, THEIRS, 1e-12)
    assert found.p == pytest.approx(ttest_rel(OURS, THEIRS).pvalue)


def test_overlap_multiplies_the_variance_as_nadeau_and_bengio_say() -> None:
    differences = [0.1, 0.2, 0.0, 0.1]
    variance = 0.02 / 3
    assert corrected_standard_error(differences, 0.25) ** 2 == pytest.approx((1 / 4 + 0.25) * variance)


def test_what_a_naive_test_calls_certain_may_be_chance() -> None:
    assert ttest_rel(OURS, THEIRS).pvalue < 0.05 < compare_scores(OURS, THEIRS, 0.5).p


def test_a_large_difference_is_better_and_its_mirror_is_worse() -> None:
    far = [score - 0.3 for score in THEIRS]
    assert compare_scores(OURS, far, 0.25).better > 0.99
    assert compare_scores(far, OURS, 0.25).worse > 0.99


def test_equal_scores_are_equivalent() -> None:
    found = compare_scores(OURS, OURS, 0.25)
    assert (found.p, found.equivalent, found.mean) == (1.0, 1.0, 0.0)


def test_a_difference_without_any_spread_is_certain() -> None:
    found = compare_scores([0.75, 0.75], [0.5, 0.5], 0.25)
    assert (found.better, found.p, found.low) == (1.0, 0.0, 0.25)


@settings(max_examples=60, deadline=None)
@given(SCORES)
def test_probabilities_add_up_and_swapping_mirrors_them(pairs: list[tuple[float, float]]) -> None:
    ours, theirs = zip(*pairs, strict=True)
    one, other = compare_scores(ours, theirs, 0.25), compare_scores(theirs, ours, 0.25)
    assert one.worse + one.equivalent + one.better == pytest.approx(1)
    assert (one.worse, one.better) == pytest.approx((other.better, other.worse), abs=1e-9)
    assert one.low <= one.mean <= one.high
    assert one.p == pytest.approx(other.p)


@settings(max_examples=60, deadline=None)
@given(SCORES, st.floats(0.05, 0.5))
def test_more_overlap_makes_the_interval_wider(pairs: list[tuple[float, float]], ratio: float) -> None:
    ours, theirs = zip(*pairs, strict=True)
    near, far = compare_scores(ours, theirs, ratio), compare_scores(ours, theirs, 2 * ratio)
    assert far.high - far.low >= near.high - near.low
    assert far.p >= near.p - 1e-12


@settings(max_examples=60, deadline=None)
@given(SCORES)
def test_a_wider_region_makes_equivalence_more_probable(pairs: list[tuple[float, float]]) -> None:
    ours, theirs = zip(*pairs, strict=True)
    narrow, wide = (compare_scores(ours, theirs, 0.25, rope=rope).equivalent for rope in (0.01, 0.1))
    assert wide >= narrow - 1e-9


def test_scores_of_other_splits_are_refused() -> None:
    with pytest.raises(ProbeError, match="6 and 5 splits"):
        compare_scores(OURS, THEIRS[:5], 0.25)


def test_probabilities_are_those_of_baycomp() -> None:
    baycomp = pytest.importorskip("baycomp")
    worse, equivalent, better = baycomp.two_on_single(OURS, THEIRS, rope=0.01)  # one run of six folds
    found = compare_scores(THEIRS, OURS, 1 / 5, rope=0.01)
    assert (found.better, found.equivalent, found.worse) == pytest.approx((better, equivalent, worse))
