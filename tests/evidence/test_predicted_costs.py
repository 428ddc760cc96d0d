"""Costs that models expect: a bound is held against the chance to keep it; measurements go before, claims after."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from asked_costs import SIZE, asked, cautions, must, reasons
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_costs import FACTS, calibrated, models, only
from made_up_evidence import evidence, number, scores

from small_knowledge import ContentFolder, brief, claim, constant_cost
from whichml.advise.cost_prediction import PREPARED_SHARE, Prediction, predict_costs
from whichml.advise.devices import UNCALIBRATED
from whichml.advise.ratings import Rating
from whichml.advise.recommendation import Advisor
from whichml.advise.requirements import UnitBound, judge_bound
from whichml.model.documents.errors import KnowledgeError


def fit(folder: ContentFolder, seconds: float, scale: float = 0.0) -> ContentFolder:
    return folder.algorithm("swept").costs(constant_cost("swept", "fit-seconds", seconds, scale))


def test_an_algorithm_that_is_clear_of_a_bound_is_a_candidate_without_a_caution(folder: ContentFolder) -> None:
    answer = asked(fit(folder, 10.0), must("training-time", "11 s"))
    assert answer.top() == ("swept",)
    assert cautions(answer, "swept") == ""
    (met,) = answer.candidates[0].met
    assert met.text == (
        "Training time is 10 s to 10 s (predicted), clear of at most 11 s; as it comes it keeps that in every case."
    )
    assert {answer.justification.node(node).kind for node in met.because} == {"brief", "rating"}


@pytest.mark.parametrize(
    ("requirement", "is_predicted"),
    [
        ({"quality": "training-time", "max": "11 s"}, True), ({"quality": "training-time", "min": "9 s"}, False),
        ({"quality": "training-time", "max": "low"}, False), ({"quality": "inference-latency", "max": "1 s"}, False),
        ({"quality": "training-time", "max": "11 s", "priority": "could"}, True),
        ({"quality": "inference-throughput", "min": "1 /s"}, True),
        ({"quality": "inference-throughput", "max": "1 /s"}, False),
    ],
)  # fmt: skip
def test_costs_are_predicted_for_bounds_in_a_unit_on_the_side_where_it_costs(
    folder: ContentFolder, requirement: dict[str, Any], is_predicted: bool
) -> None:
    folder.algorithm("swept").algorithm("unswept", family="tree-ensemble")
    folder.costs(constant_cost("swept", "fit-seconds", 10.0), constant_cost("swept", "batch-row-seconds", 0.1))
    said = brief(**SIZE, requirements=[requirement])
    predicted = Advisor.of(folder.knowledge()).assess(said, calibration=calibrated()).predicted
    assert set(predicted) == ({("swept", "requirements.0")} if is_predicted else set())


def test_an_algorithm_that_breaks_a_bound_in_most_cases_is_out_and_the_sweep_is_cited(folder: ContentFolder) -> None:
    answer = asked(fit(folder, 10.0, scale=0.3), must("training-time", "6 s"))
    text = reasons(answer, "swept")
    assert "training time is 6.1 s to 16 s (predicted), and at most 6 s is required" in text
    assert "as it comes it keeps that in 4 of 100 cases" in text
    expected = answer.justification.node("evidence:costs:swept:training-time:fit-seconds:made.up.swept")
    assert [citation.ref for citation in expected.sources] == ["made-up"]
    assert "made.up.swept" in expected.sources[0].locator
    assert set(expected.because) == {"brief:task", "derived:data.training_rows", "brief:data.features"}
    assert [relaxation.relax for relaxation in answer.relaxations] == [("training-time at most 6 s",)]


def test_what_keeps_a_bound_by_chance_stays_with_the_chance_in_a_caution_and_is_measured(folder: ContentFolder) -> None:
    answer = asked(fit(folder, 10.0, scale=0.5), must("training-time", "11 s"))
    assert answer.top() == ("swept",)
    assert "as it comes it keeps at most 11 s in 6 of 10 cases, and has to be measured" in cautions(answer, "swept")
    assert answer.measurements[0].quality == "training-time"


def test_who_is_sure_to_keep_a_must_goes_before_the_more_accurate_who_may_break_it(folder: ContentFolder) -> None:
    folder.algorithm("sharp", claim("accuracy", "high")).algorithm("blunt", claim("accuracy", "medium"))
    folder.costs(constant_cost("sharp", "fit-seconds", 10.0, 0.5), constant_cost("blunt", "fit-seconds", 1.0, 0.1))
    assert asked(folder, must("training-time", "1 hour"), priorities=["accuracy"]).top()[0] == "sharp"
    risky = asked(folder, must("training-time", "9 s"), priorities=["accuracy"])
    assert risky.top()[0] == "blunt"
    behind = next(each for each in (*risky.candidates, *risky.outclassed) if each.algorithm == "sharp")
    (chance,) = (q for q in behind.qualities if q.quality == "training-time at most 9 s")
    assert chance.low == chance.high == pytest.approx(0.417, abs=0.01)


@pytest.mark.parametrize("qualities", [["accuracy"], ["accuracy", "privacy"]])
def test_the_utility_of_who_may_break_a_must_counts_as_often_as_it_keeps_it(
    folder: ContentFolder, qualities: list[str]
) -> None:
    folder.algorithm("sharp", claim("accuracy", "high")).costs(constant_cost("sharp", "fit-seconds", 10.0, 0.5))
    (sharp,) = asked(folder, must("training-time", "9 s"), priorities=qualities).candidates
    chance = next(rated.low for rated in sharp.qualities if rated.quality == "training-time at most 9 s")
    by_qualities = sum(rated.weight * (rated.low + rated.high) / 2 for rated in sharp.qualities)
    assert sharp.utility.mean == pytest.approx(chance * by_qualities, abs=1e-3)


def test_chances_of_two_musts_are_multiplied_and_what_is_not_known_of_one_is_kept_in_half_of_the_cases(
    folder: ContentFolder,
) -> None:
    folder.algorithm("swept").algorithm("unswept", family="tree-ensemble")
    law = constant_cost("swept", "fit-seconds", 10.0, 0.5), constant_cost("swept", "peak-training-bytes", 1e6, 0.5)
    both = [*must("training-time", "9 s"), *must("training-memory", "900 kB")]
    answer = asked(folder.costs(*law), both, priorities=["accuracy"])
    for candidate in (*answer.candidates, *answer.outclassed):
        kept = {rated.quality: (rated.low + rated.high) / 2 for rated in candidate.qualities}
        of_musts = [kept[name] for name in ("training-time at most 9 s", "training-memory at most 900 kB")]
        if candidate.algorithm == "unswept":
            assert of_musts == [0.5, 0.5]
        by_qualities = sum(rated.weight * kept[rated.quality] for rated in candidate.qualities)
        assert candidate.utility.mean == pytest.approx(of_musts[0] * of_musts[1] * by_qualities, abs=1e-3)


def told_of(cost: float, scale: float) -> Prediction:
    return only(predict_costs(models(constant_cost("swept", "fit-seconds", cost, scale)), "training-time", FACTS))


@settings(deadline=None)
@given(cost=st.floats(1e-3, 1e5), scale=st.floats(0.0, 2.0), bound=st.floats(1e-3, 1e5), factor=st.floats(1.0, 100.0))
def test_a_looser_bound_is_never_less_likely_to_be_kept(cost: float, scale: float, bound: float, factor: float) -> None:
    told = told_of(cost, scale)
    assert 0.0 <= told.chance_to_keep(bound) <= told.chance_to_keep(bound * factor) <= 1.0
    assert told.low <= told.high


@settings(deadline=None)
@given(cost=st.floats(1e-3, 1e5), scale=st.floats(0.0, 2.0), bound=st.floats(1e-3, 1e5))
def test_a_prediction_keeps_a_bound_or_breaks_it_or_leaves_it_open(cost: float, scale: float, bound: float) -> None:
    told = told_of(cost, scale)
    rating = Rating(0.0, 4.0, 0.0, 4.0, 0, 4, "any", (told.low, told.high), prediction=told)
    verdict = judge_bound(UnitBound("max", bound), rating, None)  # type: ignore[arg-type]
    chance = told.chance_to_keep(bound)
    assert verdict == ("met" if chance >= 0.9 else "missed" if chance <= 1 - 0.9 else "open")


def test_a_measurement_goes_before_a_prediction(folder: ContentFolder) -> None:
    advisor = Advisor.of(fit(folder, 100.0).knowledge())
    measured = evidence(*scores(swept=0.9, constant__baseline=0.5), number("swept", "fit-seconds", 2.0))
    said = brief(**SIZE, requirements=must("training-time", "9 s"))
    answer = advisor.recommend(said, [measured], calibrated())
    assert [met.text for met in answer.candidates[0].met] == ["Training time is 2 s (measured), clear of at most 9 s."]
    assert advisor.recommend(said, [], calibrated()).top() == ()


def test_a_prediction_goes_before_claims_and_where_nothing_is_predicted_claims_count(folder: ContentFolder) -> None:
    slow = claim("training-time", "very-high")
    folder.algorithm("swept", slow).costs(constant_cost("swept", "fit-seconds", 10.0))
    assert asked(folder, must("training-time", "11 s")).top() == ("swept",)
    unsized = Advisor.of(folder.knowledge()).recommend(brief(requirements=must("training-time", "11 s")))
    assert "training time is very-high" in reasons(unsized, "swept")


def test_times_are_those_of_the_calibrated_machine(folder: ContentFolder) -> None:
    advisor = Advisor.of(fit(folder, 10.0).knowledge())
    said = brief(**SIZE, requirements=must("training-time", "9 s"))
    fast, slow = (advisor.recommend(said, calibration=calibrated(seconds)) for seconds in (0.5, 100.0))
    assert (fast.top(), slow.top()) == (("swept",), ())
    assert fast.id != slow.id
    assert any("calibrated machine" in notice for notice in fast.notices)


def test_an_answer_without_predicted_times_does_not_depend_on_the_machine(folder: ContentFolder) -> None:
    folder.algorithm("swept").costs(constant_cost("swept", "model-bytes", 1e6))
    advisor = Advisor.of(folder.knowledge())
    said = brief(**SIZE, requirements=must("model-size", "2 MB"))
    assert advisor.recommend(said, calibration=calibrated()).to_json() == advisor.recommend(said).to_json()


def test_without_a_calibration_times_reach_further_on_both_sides() -> None:
    law = models(constant_cost("swept", "fit-seconds", 10.0))
    sure, unsure = (only(predict_costs(law, "training-time", FACTS, each)) for each in (calibrated(), None))
    assert sure.low == pytest.approx(sure.high)
    assert (unsure.low, unsure.high) == pytest.approx((10 / UNCALIBRATED.reach, 10 * UNCALIBRATED.reach), rel=0.01)


def test_a_machine_that_was_never_calibrated_may_be_three_times_faster_or_slower(folder: ContentFolder) -> None:
    advisor = Advisor.of(fit(folder, 10.0).knowledge())
    verdicts = {}
    for most in ("29 s", "31 s", "9 s", "3 s"):
        said = brief(**SIZE, requirements=must("training-time", most))
        sure, unsure = advisor.recommend(said, calibration=calibrated()), advisor.recommend(said)
        verdicts[most] = [
            ("out" if a.excluded else "may miss" if cautions(a, "swept") else "keeps") for a in (sure, unsure)
        ]
    assert verdicts == {
        "31 s": ["keeps", "keeps"], "29 s": ["keeps", "keeps"], "9 s": ["out", "may miss"], "3 s": ["out", "out"],
    }  # fmt: skip
    told = only(predict_costs(models(constant_cost("swept", "fit-seconds", 10.0)), "training-time", FACTS))
    assert (told.low, told.high) == pytest.approx((10 / 3, 30), rel=0.01)
    assert "on a machine up to 3 times faster or slower than a made-up machine" in told.text


def test_the_spread_between_machines_widens_times_and_not_sizes() -> None:
    both = constant_cost("swept", "fit-seconds", 10.0), constant_cost("swept", "model-bytes", 10.0)
    law = models(*both).model_copy(update={"machine_scales": {"fit-seconds": 0.2}})
    time, size = (only(predict_costs(law, q, FACTS, calibrated())) for q in ("training-time", "model-size"))
    assert time.high / time.low == pytest.approx(np.exp(2 * 1.645 * 0.2), rel=0.01)
    assert size.high == pytest.approx(size.low)


def test_a_model_that_is_too_large_as_it_comes_is_out_and_of_trees_it_is_told_what_may_help(
    folder: ContentFolder,
) -> None:
    folder.algorithm("hoarder", family="instance-based").algorithm("shrub", family="single-tree")
    folder.costs(*(constant_cost(name, "model-bytes", 1e9) for name in ("hoarder", "shrub")))
    answer = asked(folder, must("model-size", "1 MB"))
    assert answer.top() == ()
    remedy = "fewer or shallower trees may fit, at a price in accuracy"
    assert "1 GB to 1 GB (predicted)" in reasons(answer, "hoarder")
    assert remedy not in reasons(answer, "hoarder")
    assert remedy in reasons(answer, "shrub")


def test_an_accelerator_may_be_faster_than_any_core_that_was_timed(folder: ContentFolder) -> None:
    fit(folder, 100.0)
    assert asked(folder, must("training-time", "9 s")).top() == ()
    told = asked(folder, must("training-time", "9 s"), deployment__accelerator="gpu")
    assert "in 5 of 10 cases" in cautions(told, "swept")


@pytest.mark.parametrize(
    ("target", "most", "verdict"),
    [
        ("cloud", "2 ms", "met"), ("edge-device", "1 ms", "out"), ("phone", "1 ms", "met"),
        ("microcontroller", "1 ms", "out"), ("microcontroller", "1 s", "met"), ("microcontroller", "40 ms", "open"),
    ],
)  # fmt: skip
def test_latency_on_a_device_is_that_of_a_server_times_a_factor(
    folder: ContentFolder, target: str, most: str, verdict: str
) -> None:
    folder.algorithm("swept", family="kernel-method")
    folder.costs(*(constant_cost("swept", m, c) for m, c in (("row-latency", 1e-3), ("batch-row-seconds", 1e-4))))
    answer = asked(folder, must("inference-latency", most), deployment__target=target)
    found = "out" if reasons(answer, "swept") else "open" if cautions(answer, "swept") else "met"
    assert found == verdict


def test_learners_in_plain_python_say_nothing_of_translated_models() -> None:
    law = models(constant_cost("swept", "batch-row-seconds", 1.0, implementation="river.tree.Swept"))
    assert predict_costs(law, "inference-latency", {**FACTS, "deployment.target": "phone"}) == {}
    assert only(predict_costs(law, "inference-throughput", FACTS)).is_rate


def test_a_least_throughput_is_held_against_rows_in_batches(folder: ContentFolder) -> None:
    folder.algorithm("swept").costs(constant_cost("swept", "batch-row-seconds", 1e-3))
    asks = [{"quality": "inference-throughput", "min": "900 /s", "priority": "must", "kind": "problem"}]
    (met,) = asked(folder, asks).candidates[0].met
    assert "1000/s to 1000/s (predicted), clear of at least 900/s" in met.text
    asks[0]["min"] = "1100 /s"
    assert "and at least 1100/s is required" in reasons(asked(folder, asks), "swept")


@pytest.mark.parametrize(("least", "chance"), [(0.0, 1.0), (0.4, 1.0), (0.5, 1.0), (0.6, 0.0), (2.0, 0.0)])
def test_a_row_in_two_seconds_keeps_a_least_throughput_of_half_a_row(least: float, chance: float) -> None:
    told = only(predict_costs(models(constant_cost("swept", "batch-row-seconds", 2.0)), "inference-throughput", FACTS,
                              calibrated()))  # fmt: skip
    assert (told.chance_to_keep(least), told.low, told.high) == (chance, pytest.approx(0.5), pytest.approx(0.5))


def test_memory_at_use_follows_the_size_of_the_model_but_not_where_models_stay_in_flash() -> None:
    law = models(constant_cost("swept", "model-bytes", 1e6))
    told = only(predict_costs(law, "inference-memory", FACTS))
    assert 1e6 < told.low < 2e6 < told.high < 5e6
    assert predict_costs(law, "inference-memory", {**FACTS, "deployment.target": "microcontroller"}) == {}


@pytest.mark.parametrize(("memory", "is_written_out"), [(8e3, True), (9.9e6, True), (1e7, False), (4e9, False)])
def test_a_device_with_less_memory_than_python_takes_runs_a_model_that_is_written_out(
    memory: float, is_written_out: bool
) -> None:
    law = models(constant_cost("swept", "model-bytes", 1e3))
    told = only(predict_costs(law, "inference-memory", {**FACTS, "deployment.target": "edge-device",
                                                       "deployment.memory": memory}))  # fmt: skip
    assert (told.chance_to_keep(8e3) > 0.9) is is_written_out


@pytest.mark.parametrize("quality", ["inference-memory", "model-size"])
def test_a_model_written_out_for_a_device_takes_less_than_python_keeps(quality: str) -> None:
    law = models(constant_cost("swept", "model-bytes", 1e6))
    told = only(predict_costs(law, quality, {**FACTS, "deployment.target": "plc"}))
    assert 1e5 < told.low < 5e5 < told.high < 3e6
    tiny = only(predict_costs(models(constant_cost("swept", "model-bytes", 1e3)), quality,
                              {**FACTS, "deployment.target": "plc"}))  # fmt: skip
    assert tiny.chance_to_keep(3e3) > 0.9, "nothing comes on top for a request"


@pytest.mark.parametrize(
    ("family", "quality", "most", "bytes_kept", "is_in"),
    [
        ("single-tree", "model-size", "10 kB", 5e4, True),
        ("single-tree", "model-size", "10 kB", 2e5, False),
        ("linear", "model-size", "10 kB", 5e4, False),
        ("single-tree", "inference-memory", "30 kB", 5e4, True),
        ("single-tree", "inference-memory", "30 kB", 1.6e5, False),
        ("single-tree", "inference-memory", "19 kB", 1e4, False),
    ],
)
def test_what_can_be_cut_to_size_stays_unless_it_lies_far_beyond_the_bound(
    folder: ContentFolder, family: str, quality: str, most: str, bytes_kept: float, is_in: bool
) -> None:
    folder.algorithm("swept", family=family).costs(constant_cost("swept", "model-bytes", bytes_kept))
    asks = [{"quality": quality, "max": most, "priority": "must", "kind": "problem"}]
    found = asked(folder, asks)
    assert ([c.algorithm for c in found.candidates] == ["swept"]) is is_in
    told = [caution.text for c in found.candidates for caution in c.cautions]
    assert any("fewer or shallower trees may fit" in text for text in told) is is_in


def test_preparing_columns_adds_its_cost_where_columns_are_not_ready() -> None:
    law = models(constant_cost("swept", "row-latency", 1.0))
    before = constant_cost("preparation", "row-latency", 4.0, implementation="scaled categories")
    law = law.model_copy(update={"preparations": (before,)})
    ready, mixed = FACTS, {**FACTS, "data.categorical_features": 2.0}
    assert only(predict_costs(law, "inference-latency", ready, calibrated())).high == pytest.approx(1.0)
    told = only(predict_costs(law, "inference-latency", mixed, calibrated()))
    assert (told.low, told.high) == pytest.approx((1.0, 5.0))
    assert told.chance_to_keep(2.0) == pytest.approx(1 - PREPARED_SHARE)


def test_a_bound_on_the_tail_is_held_against_the_tail(folder: ContentFolder) -> None:
    folder.algorithm("swept")
    folder.costs(constant_cost("swept", "row-latency", 0.01), constant_cost("swept", "row-latency-p99", 1e4))
    assert asked(folder, must("inference-latency", "20 ms")).top() == ("swept",)
    assert asked(folder, must("inference-latency", "20 ms", at="p99")).top() == ()
    assert asked(folder, must("inference-latency", "20 ms", at="p95")).top() == ()


def test_of_the_worst_case_no_sweep_tells(folder: ContentFolder) -> None:
    folder.algorithm("swept").costs(constant_cost("swept", "row-latency-p99", 0.001))
    answer = asked(folder, must("inference-latency", "20 ms", at="worst-case"))
    assert answer.candidates[0].met == ()
    assert "has to be measured" in cautions(answer, "swept")


def test_cost_models_of_unknown_algorithms_or_works_are_refused(folder: ContentFolder) -> None:
    folder.algorithm("known").costs(constant_cost("unknown", "fit-seconds", 1.0))
    with pytest.raises(KnowledgeError, match="names the algorithm 'unknown', which no file states"):
        folder.knowledge()


def test_the_digest_of_knowledge_covers_its_cost_models(folder: ContentFolder) -> None:
    folder.algorithm("swept")
    before = folder.knowledge().digest
    assert folder.costs(constant_cost("swept", "fit-seconds", 1.0)).knowledge().digest != before
