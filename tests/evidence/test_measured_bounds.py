"""A bound is held against what a project measured, as the number that it is."""

from __future__ import annotations

import pytest
from made_up_evidence import FAST, answer_of, counting, evidence, number, scores

from answer_parts import why_out
from small_knowledge import ContentFolder, brief, claim
from whichml.advise.recommendation import Advisor


def test_a_measured_number_beyond_a_must_excludes_with_the_number(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("inference-latency", "very-low")).algorithm("two")
    answer = answer_of(folder, evidence(number("one", "row-latency", 0.03, 0.01)), requirements=[FAST])
    assert why_out(answer, "one") == [
        "its inference latency is 20 ms to 40 ms (measured), and at most 10 ms is required"
    ]  # fmt: skip


def test_a_measured_number_excludes_where_a_claim_that_misses_a_must_by_as_little_is_a_risk(
    folder: ContentFolder,
) -> None:
    folder.algorithm("one", claim("inference-latency", {"from": "11 ms", "to": "12 ms"}))
    claimed = answer_of(folder, requirements=[FAST])
    assert (claimed.top(), [risk.quality for risk in claimed.candidates[0].risks]) == (("one",), ["inference-latency"])
    answer = answer_of(folder, evidence(number("one", "row-latency", 0.011)), requirements=[FAST])
    assert why_out(answer, "one") == ["its inference latency is 11 ms (measured), and at most 10 ms is required"]


def test_a_claim_that_excludes_is_overturned_by_a_measurement_within_the_bound(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("inference-latency", {"from": "1 s", "to": "2 s"}))
    assert why_out(answer_of(folder, requirements=[FAST]), "one") != []
    answer = answer_of(folder, evidence(number("one", "row-latency", 0.004)), requirements=[FAST])
    assert answer.top() == ("one",)
    assert answer.candidates[0].cautions == ()


def test_a_measured_interval_that_reaches_over_the_bound_is_open(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("inference-latency", {"from": "1 s", "to": "2 s"}))
    answer = answer_of(folder, evidence(number("one", "row-latency", 0.01, 0.005)), requirements=[FAST])
    caution = answer.candidates[0].cautions[0].text
    assert caution == (
        "Inference latency is 5 ms to 15 ms (measured); whether it keeps at most 10 ms is not settled by that."
    )


@pytest.mark.parametrize(
    ("at", "out"), [(None, False), ("median", False), ("p95", None), ("p99", True), ("worst-case", True)]
)
def test_a_bound_is_held_against_the_statistic_that_it_names(
    folder: ContentFolder, at: str | None, out: object
) -> None:
    folder.algorithm("one")
    told = evidence(number("one", "row-latency", 0.004), number("one", "row-latency", 0.02, statistic="p99"))
    answer = answer_of(folder, told, requirements=[{**FAST, **({"at": at} if at else {})}])
    assert bool(why_out(answer, "one")) is bool(out)
    if out is None:
        assert "4 ms to 20 ms (measured, p95)" in answer.candidates[0].cautions[0].text


def test_two_bounds_on_one_quality_each_look_at_their_own_statistic(folder: ContentFolder) -> None:
    folder.algorithm("one")
    told = evidence(number("one", "row-latency", 0.004), number("one", "row-latency", 0.02, statistic="p99"))
    met = [{**FAST, "at": "median"}, {"quality": "inference-latency", "max": "30 ms", "at": "p99"}]
    assert answer_of(folder, told, requirements=met).top() == ("one",)
    missed = [{"quality": "inference-latency", "max": "3 ms", "at": "median"}, met[1]]
    assert why_out(answer_of(folder, told, requirements=missed), "one") == [
        "its inference latency is 4 ms (measured, median), and at most 3 ms (median) is required"
    ]


def test_a_median_alone_never_meets_a_bound_on_the_tail(folder: ContentFolder) -> None:
    folder.algorithm("one")
    told = evidence(number("one", "row-latency", 0.001))
    answer = answer_of(folder, told, requirements=[{**FAST, "at": "p99"}])
    assert "at least 1 ms (measured, p99)" in answer.candidates[0].cautions[0].text


def test_a_bound_on_the_metric_of_the_run_is_checked_with_the_score(folder: ContentFolder) -> None:
    folder.algorithm("one").algorithm("two").algorithm("three")
    told = evidence(*scores(one=0.95, two=0.7))
    bound = {"quality": "accuracy", "metric": "roc-auc", "min": 0.9}
    answer = answer_of(folder, told, requirements=[bound])
    assert why_out(answer, "two") == ["its accuracy is 0.7 roc-auc (measured), and roc-auc at least 0.9 is required"]
    assert answer.top(1) == ("one",)
    assert why_out(answer, "three") == []
    assert why_out(answer_of(folder, told, requirements=[{**bound, "metric": "recall"}]), "two") == []


def test_a_should_on_a_metric_weighs_once_it_was_measured(folder: ContentFolder) -> None:
    counting(folder.algorithm("one").algorithm("two", family="instance-based"))
    told = evidence(*scores(one=0.7, two=0.95))
    bound = {"quality": "accuracy", "metric": "roc-auc", "min": 0.9, "priority": "should"}
    answer = answer_of(folder, told, requirements=[bound])
    name = "accuracy roc-auc at least 0.9"
    assert name in [priority.quality for priority in answer.priorities]
    assert answer.top(1) == ("two",)
    reached = {
        c.algorithm: next((r.low, r.high) for r in c.qualities if r.quality == name)
        for c in (*answer.candidates, *answer.outclassed)
    }
    assert reached == {"one": (0.0, 0.0), "two": (1.0, 1.0)}


def test_a_should_is_held_against_the_number_and_not_its_level(folder: ContentFolder) -> None:
    counting(folder.algorithm("one").algorithm("two", family="instance-based"))
    told = evidence(number("one", "row-latency", 0.045), number("two", "row-latency", 0.06))
    bound = {"quality": "inference-latency", "max": "50 ms", "priority": "should"}
    answer = answer_of(folder, told, requirements=[bound])
    goodness = {
        c.algorithm: next(r.high for r in c.qualities if r.quality.endswith("50 ms"))
        for c in (*answer.candidates, *answer.outclassed)
    }
    assert goodness == {"one": 1.0, "two": 0.5}


def test_a_must_on_a_metric_is_open_only_for_whom_nobody_measured(folder: ContentFolder) -> None:
    for name in ("one", "two", "three"):
        folder.algorithm(name)
    asked = brief(requirements=[{"quality": "accuracy", "metric": "roc-auc", "min": 0.8}])
    assessment = Advisor.of(folder.knowledge()).assess(asked, (evidence(*scores(one=0.95, two=0.9)),))
    assert assessment.screening.open_constraints == {"requirements.0": ["three"]}
    assert sorted(assessment.screening.met) == ["one", "two"]


def test_a_must_on_a_metric_that_some_are_measured_to_keep_tells_the_others_apart(folder: ContentFolder) -> None:
    folder.algorithm("one").algorithm("two")
    asked = [{"quality": "accuracy", "metric": "roc-auc", "min": 0.8}]
    names = {
        n: [p.quality for p in answer_of(folder, *runs, requirements=asked).priorities]
        for n, runs in enumerate(((), (evidence(*scores(one=0.95)),), (evidence(*scores(one=0.95, two=0.9)),)))
    }
    assert names == {0: [], 1: ["accuracy roc-auc at least 0.8"], 2: []}
