"""Where a measured number stands on the scale of levels, and what of it answers a requirement of its own."""

from __future__ import annotations

from typing import Any

import pytest
from made_up_evidence import FAST, evidence, number, scores

from answer_parts import why_out
from small_knowledge import ContentFolder, brief
from whichml.advise.measured_ratings import MeasuredRatings
from whichml.advise.recommendation import Advisor
from whichml.model.statements.evidence import Measurement


def measured(folder: ContentFolder, *told: Measurement, **fields: Any) -> MeasuredRatings:
    """Return what one run tells of the algorithms `one` and `two`."""
    folder.algorithm("one").algorithm("two", family="single-tree")
    folder.algorithm("constant-baseline", role="reference")
    return Advisor.of(folder.knowledge()).assess(brief(**fields), [evidence(*told)]).measured


@pytest.mark.parametrize(
    ("score", "position"),
    [(0.9, 4.0), (0.7, 2.0), (0.55, 0.5), (0.5, 0.0), (0.4, 0.0), (0.51234567, 0.123457)],
)
def test_a_score_has_its_place_between_the_constant_baseline_and_the_best(
    folder: ContentFolder, score: float, position: float
) -> None:
    found = measured(folder, *scores(constant__baseline=0.5, one=score, two=0.9))
    rating = found.ratings["one", "accuracy"]
    assert (rating.low, rating.high, rating.is_measured) == (position, position, True)
    assert found.notices == ()


def test_an_interval_of_scores_has_a_span_inside_the_scale(folder: ContentFolder) -> None:
    told = number("one", "score", 0.7, 0.4, statistic="mean")
    rating = measured(folder, told, *scores(constant__baseline=0.5, two=0.9)).ratings["one", "accuracy"]
    assert (rating.low, rating.high) == (0.0, 4.0)


@pytest.mark.parametrize(("best", "is_told"), [(0.5, False), (0.50001, True)])
def test_accuracy_is_measured_where_anything_beats_the_constant_baseline(
    folder: ContentFolder, best: float, is_told: bool
) -> None:
    found = measured(folder, *scores(constant__baseline=0.5, one=best))
    assert (("one", "accuracy") in found.ratings) is is_told
    assert bool(found.notices) is not is_told


@pytest.mark.parametrize(("score", "is_told"), [(0.5625, False), (0.563, True)])
def test_a_loss_counts_from_a_tenth_of_the_best_way_above_the_baseline(
    folder: ContentFolder, score: float, is_told: bool
) -> None:
    told = number("one", "score-loss-under-noise", 0.0)
    found = measured(folder, *scores(constant__baseline=0.5, one=score, two=1.125), told)
    assert (("one", "robustness") in found.ratings) is is_told


@pytest.mark.parametrize(
    ("loss", "margin", "levels"),
    [(0.016, 0.0, (2, 2)), (0.016, 0.016, (2, 4)), (0.4, 0.0, (0, 0)), (-0.1, 0.0, (4, 4))],
)
def test_a_loss_is_read_as_a_share_of_the_own_way_above_the_baseline(
    folder: ContentFolder, loss: float, margin: float, levels: tuple[int, int]
) -> None:
    told = number("one", "score-loss-under-noise", loss, margin)
    found = measured(folder, *scores(constant__baseline=0.5, one=0.9, two=0.9), told)
    rating = found.ratings["one", "robustness"]
    assert (rating.lowest, rating.highest) == levels
    assert {figure.algorithm for figure in rating.figures} == {"one", "constant-baseline"}


def test_a_number_in_a_unit_keeps_its_interval_and_takes_its_place_between_anchors(folder: ContentFolder) -> None:
    rating = measured(folder, number("one", "row-latency", 0.055, 0.045)).ratings["one", "inference-latency"]
    assert rating.interval == pytest.approx((0.01, 0.1))
    assert (rating.low, rating.high) == (1.5, 2.5)
    assert rating.amount == "10 ms to 100 ms (measured)"
    below = measured(folder, number("one", "row-latency", 0.001, 0.002)).ratings["one", "inference-latency"]
    assert below.low == 0.0, "an interval that reaches below nothing"


def test_the_tail_is_rated_where_a_requirement_speaks_of_it_and_every_implementation_has_it(
    folder: ContentFolder,
) -> None:
    told = number("one", "row-latency", 0.004), number("one", "row-latency", 0.02, statistic="p99")
    tail = [{**FAST, "at": "p99", "priority": "should"}]
    assert measured(folder, *told).ratings["one", "inference-latency"].interval == (0.004, 0.004)
    rating = measured(folder, *told, requirements=tail).ratings["one", "inference-latency"]
    assert (rating.interval, rating.amount) == ((0.02, 0.02), "20 ms (measured, p99)")
    other = number("one", "row-latency", 0.005, implementation="other.One")
    rating = measured(folder, *told, other, requirements=tail).ratings["one", "inference-latency"]
    assert (rating.interval, rating.amount) == ((0.004, 0.005), "4 ms to 5 ms (measured)")


def test_what_a_requirement_asks_for_is_rated_beside_the_quality_where_it_differs(folder: ContentFolder) -> None:
    told = number("one", "row-latency", 0.004), number("one", "row-latency", 0.02, statistic="max")
    found = measured(folder, *told, requirements=[FAST, {**FAST, "at": "worst-case"}])
    assert set(found.asked) == {("one", "requirements.1")}
    rating = found.asked["one", "requirements.1"]
    assert (rating.interval, rating.stands_for) == ((0.02, 0.02), "worst-case")
    assert rating.amount == "20 ms (measured, worst-case)"


@pytest.mark.parametrize(
    ("metric", "measure"),
    [
        ("roc-auc", "score"),
        ("accuracy", "accuracy-share"),
        ("expected-calibration-error", "calibration-error"),
        ("ece", "calibration-error"),
        ("recall", None),
    ],
)
def test_a_metric_of_the_brief_is_the_score_of_the_run_or_what_is_always_called_so(
    folder: ContentFolder, metric: str, measure: str | None
) -> None:
    told = (number("one", "score", 0.91, statistic="mean"), number("one", "accuracy-share", 0.92),
            number("one", "calibration-error", 0.03))  # fmt: skip
    asked = [{"quality": "accuracy", "metric": metric, "max": 0.5}]
    found = measured(folder, *told, requirements=asked).asked
    figures = [figure.measure for rating in found.values() for figure in rating.figures]
    assert figures == ([measure] if measure else [])


def test_what_nobody_knows_is_not_rated(folder: ContentFolder) -> None:
    told = number("odd", "row-latency", 0.004), number("one", "row-latency", 0.004), *scores(odd=0.9)
    found = measured(folder, *told, requirements=[{**FAST, "at": "p99"}])
    assert set(found.ratings) == {("one", "inference-latency")}
    assert set(found.asked) == {("one", "requirements.0")}


def test_an_estimate_is_held_against_no_requirement_of_its_own(folder: ContentFolder) -> None:
    told = number("one", "accuracy-share", 0.9, estimated=True)
    asked = [{"quality": "accuracy", "metric": "accuracy", "min": 0.5}]
    assert measured(folder, told, requirements=asked).asked == {}


def behind(name: str, value: float, margin: float, **more: Any) -> Measurement:
    """Return a paired difference to the best."""
    return number(name, "difference-to-best", value, margin, statistic="mean", **more)


def test_who_may_be_as_good_as_the_best_by_the_paired_interval_is_not_ruled_out(folder: ContentFolder) -> None:
    told = scores(constant__baseline=0.01, one=0.024, two=0.055)
    near = measured(folder, *told, behind("one", -0.031, 0.1)).ratings["one", "accuracy"]
    assert (near.low, near.high) == (0.0, 4.0)


def test_who_is_behind_the_best_by_the_whole_paired_interval_is_ruled_out_below_medium(folder: ContentFolder) -> None:
    folder.algorithm("one").algorithm("two", family="single-tree").algorithm("constant-baseline", role="reference")
    told = scores(constant__baseline=0.5, one=0.65, two=0.9)

    def of(margin: float) -> list[str]:
        run = evidence(*told, behind("one", -0.25, margin))
        return why_out(Advisor.of(folder.knowledge()).recommend(brief(), [run]), "one")

    assert of(0.0) == ["its accuracy is at best low here"]
    assert of(0.01) == of(0.049) == ["its accuracy stays below medium here"]
    assert of(0.05) == []


def test_a_single_split_rules_nobody_out(folder: ContentFolder) -> None:
    folder.algorithm("one").algorithm("two", family="single-tree").algorithm("constant-baseline", role="reference")
    told = [
        number(name, "score", value, statistic="mean", n=1)
        for name, value in (("constant-baseline", 0.5), ("one", 0.55), ("two", 0.9))
    ]
    answer = Advisor.of(folder.knowledge()).recommend(brief(), [evidence(*told)])
    assert why_out(answer, "one") == []


def test_the_best_is_as_sure_as_what_comes_nearest_to_it_lets_it_be(folder: ContentFolder) -> None:
    told = scores(constant__baseline=0.5, one=0.8, two=0.9)
    found = measured(folder, *told, behind("one", -0.1, 0.2)).ratings
    assert (found["two", "accuracy"].low, found["two", "accuracy"].high) == (3.2, 4.0)
    assert (found["one", "accuracy"].low, found["one", "accuracy"].high) == (1.0, 4.0)
    sure = measured(folder, *told, behind("one", -0.1, 0.05)).ratings["two", "accuracy"]
    assert (sure.low, sure.high) == (4.0, 4.0)


def test_a_difference_of_other_splits_is_no_interval_of_a_score(folder: ContentFolder) -> None:
    told = scores(constant__baseline=0.5, one=0.7, two=0.9)
    rating = measured(folder, *told, behind("one", -0.2, 0.2, n=3)).ratings["one", "accuracy"]
    assert (rating.low, rating.high) == (2.0, 2.0)


@pytest.mark.parametrize(("score", "position"), [(-0.786, 0.0), (-0.019, 0.0), (0.257, 2.0), (0.514, 4.0)])
def test_under_a_trend_a_loss_is_not_accurate_however_far_a_constant_falls(
    folder: ContentFolder, score: float, position: float
) -> None:
    folder.algorithm("one").algorithm("two", family="single-tree")
    folder.algorithm("constant-baseline", role="reference")
    told = evidence(*scores(constant__baseline=-21.8, one=score, two=0.514), task="regression", metric="r2")
    found = Advisor.of(folder.knowledge()).assess(brief(task="regression"), [told]).measured
    rating = found.ratings["one", "accuracy"]
    assert (rating.low, rating.high) == (position, position)


def test_where_all_do_worse_than_the_mean_of_held_out_rows_accuracy_rests_on_claims(folder: ContentFolder) -> None:
    folder.algorithm("one").algorithm("constant-baseline", role="reference")
    told = evidence(*scores(constant__baseline=-21.8, one=-0.3), task="regression", metric="r2")
    found = Advisor.of(folder.knowledge()).assess(brief(task="regression"), [told]).measured
    assert ("one", "accuracy") not in found.ratings
    assert found.unlearnt == ()
    assert "nothing scores above 0" in found.notices[0]


def test_a_fold_that_fell_far_below_is_not_hidden_by_differences_that_count_it_as_less(folder: ContentFolder) -> None:
    folder.algorithm("one").algorithm("two", family="single-tree")
    folder.algorithm("constant-baseline", role="reference")
    told = evidence(
        *scores(constant__baseline=-9.4, one=-1078.0, two=0.16), behind("one", -0.01, 0.02), task="regression",
        metric="r2",
    )  # fmt: skip
    found = Advisor.of(folder.knowledge()).assess(brief(task="regression"), [told]).measured
    assert (found.ratings["one", "accuracy"].low, found.ratings["one", "accuracy"].high) == (0.0, 4.0)
