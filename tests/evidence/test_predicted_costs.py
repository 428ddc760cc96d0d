"""Costs that models expect: clear of a bound, over it, or to be measured; measurements go before, claims beside."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_evidence import evidence, number, scores

from small_knowledge import MODALITY, ContentFolder, brief, claim, constant_cost
from whichml import Recommendation
from whichml.advise.cost_prediction import LEEWAY, UNCALIBRATED_FACTOR, Prediction, measure_of, predict_costs
from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml.knowledge.cost_models import CostModel, CostModels
from whichml.model.calibration import Calibration
from whichml.model.conditions import FactValue
from whichml.model.errors import KnowledgeError
from whichml.model.evidence import Machine

SIZE = {"data__rows": 5000, "data__features": 20}
FACTS: dict[str, FactValue] = {"task": "binary-classification", "data.training_rows": 5000.0, "data.features": 20.0}
HERE = Machine(system="Linux", processor="Made-up", n_cores=2, memory_bytes=8 * 10**9, python="3.11")


def must(quality: str, most: str, **more: Any) -> list[dict[str, Any]]:
    return [{"quality": quality, "max": most, "priority": "must", "kind": "problem", **more}]


def calibrated(seconds: float = 1.0) -> Calibration:
    return Calibration(reference_seconds=seconds, machine=HERE, spread=1.0, n=5)


def asked(folder: ContentFolder, requirements: list[dict[str, Any]], **fields: Any) -> Recommendation:
    """Return the answer for a project on a machine as fast as that of the sweeps."""
    said = brief(**{**SIZE, "requirements": requirements, **fields})
    return Advisor.of(folder.knowledge()).recommend(said, calibration=calibrated())


def reasons(answer: Recommendation, algorithm: str) -> str:
    return " ".join(r.text for e in answer.excluded if e.algorithm == algorithm for r in e.reasons)


def cautions(answer: Recommendation, algorithm: str) -> str:
    return " ".join(c.text for each in answer.candidates if each.algorithm == algorithm for c in each.cautions)


def fit(folder: ContentFolder, seconds: float, scale: float = 0.0) -> ContentFolder:
    return folder.algorithm("swept").costs(constant_cost("swept", "fit-seconds", seconds, scale))


def test_an_algorithm_that_is_clear_of_a_bound_is_a_candidate_without_a_caution(folder: ContentFolder) -> None:
    answer = asked(fit(folder, 10.0), must("training-time", "11 s"))
    assert answer.top() == ("swept",)
    assert cautions(answer, "swept") == ""
    (met,) = answer.candidates[0].met
    assert met.text == "Training time is 10 s to 10 s (predicted), clear of at most 11 s."
    assert {answer.justification.node(node).kind for node in met.because} == {"brief", "rating"}


def test_an_algorithm_that_is_over_a_bound_with_all_leeway_is_out_and_the_sweep_is_cited(folder: ContentFolder) -> None:
    answer = asked(fit(folder, 10.0 * LEEWAY["fit-seconds"]), must("training-time", "9 s"))
    assert "training time is 2.7 min to 2.7 min (predicted), and at most 9 s is required" in reasons(answer, "swept")
    expected = answer.justification.node("evidence:costs:swept:fit-seconds")
    assert [citation.ref for citation in expected.sources] == ["made-up"]
    assert "made.up.swept" in expected.sources[0].locator
    assert set(expected.because) == {"brief:task", "derived:data.training_rows", "brief:data.features"}
    assert [relaxation.relax for relaxation in answer.relaxations] == [("training-time at most 9 s",)]


def test_what_is_over_a_bound_as_it_comes_and_may_keep_it_otherwise_has_to_be_measured(folder: ContentFolder) -> None:
    answer = asked(fit(folder, 10.0), must("training-time", "9 s"))
    assert answer.top() == ("swept",)
    assert "10 s to 10 s (predicted); whether it keeps at most 9 s has to be measured" in cautions(answer, "swept")
    assert answer.measurements[0].quality == "training-time"


def test_a_bound_inside_the_interval_has_to_be_measured(folder: ContentFolder) -> None:
    answer = asked(fit(folder, 10.0, scale=0.5), must("training-time", "10 s"))
    assert "has to be measured" in cautions(answer, "swept")


@given(cost=st.floats(1e-3, 1e5), scale=st.floats(0.0, 2.0), bound=st.floats(1e-3, 1e5), factor=st.floats(1.0, 100.0))
def test_a_looser_bound_is_never_judged_more_harshly(cost: float, scale: float, bound: float, factor: float) -> None:
    told = only(predict_costs(models(constant_cost("swept", "fit-seconds", cost, scale)), "fit-seconds", FACTS))

    def harshness(most: float) -> int:
        return 0 if told.high <= most else 2 if told.least >= most else 1

    assert told.least <= told.low <= told.high
    assert harshness(bound * factor) <= harshness(bound)


def test_a_measurement_goes_before_a_prediction(folder: ContentFolder) -> None:
    advisor = Advisor.of(fit(folder, 10.0 * LEEWAY["fit-seconds"]).knowledge())
    measured = evidence(*scores(swept=0.9, constant__baseline=0.5), number("swept", "fit-seconds", 2.0))
    said = brief(**SIZE, requirements=must("training-time", "9 s"))
    answer = advisor.recommend(said, [measured], calibrated())
    assert [met.text for met in answer.candidates[0].met] == [
        "Training time is 2 s (measured), clear of at most 9 s."
    ]  # fmt: skip
    assert advisor.recommend(said, [], calibrated()).top() == ()


def test_where_a_prediction_settles_nothing_claims_do(folder: ContentFolder) -> None:
    slow = claim("training-time", "very-high")
    folder.algorithm("swept", slow).costs(constant_cost("swept", "fit-seconds", 10.0))
    assert "training time is very-high" in reasons(asked(folder, must("training-time", "9 s")), "swept")
    assert asked(folder, must("training-time", "11 s")).top() == ("swept",)


def test_a_claim_that_keeps_the_bound_is_not_doubted_by_a_wide_prediction(folder: ContentFolder) -> None:
    quick = claim("training-time", "very-low")
    folder.algorithm("swept", quick).costs(constant_cost("swept", "fit-seconds", 100.0, scale=3.0))
    assert cautions(asked(folder, must("training-time", "1 hour")), "swept") == ""


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
    law = models(constant_cost("swept", "fit-seconds", 10.0, 0.2))
    sure, unsure = (only(predict_costs(law, "fit-seconds", FACTS, each)) for each in (calibrated(), None))
    assert (unsure.low, unsure.high) == (sure.low / UNCALIBRATED_FACTOR, sure.high * UNCALIBRATED_FACTOR)


def test_a_model_that_stores_rows_may_be_too_large_and_a_tree_can_always_be_cut(folder: ContentFolder) -> None:
    folder.algorithm("hoarder", family="instance-based").algorithm("shrub", family="single-tree")
    folder.costs(*(constant_cost(name, "model-bytes", 1e9) for name in ("hoarder", "shrub")))
    answer = asked(folder, must("model-size", "1 MB"))
    assert "1 GB to 1 GB (predicted)" in reasons(answer, "hoarder")
    assert answer.top() == ("shrub",)


def test_an_accelerator_may_be_faster_than_any_core_that_was_timed(folder: ContentFolder) -> None:
    fit(folder, 1e6)
    assert asked(folder, must("training-time", "9 s")).top() == ()
    assert asked(folder, must("training-time", "9 s"), deployment__accelerator="gpu").top() == ("swept",)


@pytest.mark.parametrize(("target", "is_out"), [("cloud", True), ("desktop", True), ("phone", False)])
def test_the_latency_on_a_small_device_is_not_predicted(folder: ContentFolder, target: str, is_out: bool) -> None:
    folder.algorithm("swept").costs(constant_cost("swept", "row-latency", 1e4))
    answer = asked(folder, must("inference-latency", "10 ms"), deployment__target=target)
    assert bool(reasons(answer, "swept")) is is_out


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


# -- sizes ------------------------------------------------------------------------------------------------------------


def models(*chosen: CostModel) -> CostModels:
    return CostModels(reference_seconds=1.0, machine="a made-up machine", models=chosen)


def only(predicted: Any) -> Prediction:
    (found,) = predicted.values()
    assert isinstance(found, Prediction)
    return found


def growing(**more: Any) -> CostModel:
    """Return a model whose cost is rows times features times classes, in reference work."""
    ones = tuple(tuple(float(a == b) for a in range(4)) for b in range(4))
    return constant_cost(
        "swept", "fit-seconds", 0.0, terms=("one", "rows", "features", "classes"), coefficients=(0.0, 1.0, 1.0, 1.0),
        inverse=ones, **more,
    )  # fmt: skip


def test_costs_are_those_of_the_projects_rows_features_and_classes() -> None:
    told = only(predict_costs(models(growing()), "fit-seconds", FACTS, calibrated(0.02)))
    assert told.low == pytest.approx(5000 * 20 * 2 * 0.02)
    assert told.high == pytest.approx(told.low)


@pytest.mark.parametrize(
    "change",
    [
        {"task": "clustering"},
        {"data.training_rows": "many"},
        {"data.features": 0.0},
        {"data.sparse": True},
        {"data.modality": ("text",)},
        {"data.modality": (MODALITY, "image")},
    ],
)
def test_where_facts_are_missing_or_data_are_no_dense_table_nothing_is_said(change: dict[str, FactValue]) -> None:
    assert predict_costs(models(growing()), "fit-seconds", {**FACTS, **change}) == {}


def test_nothing_is_said_of_qualities_that_no_sweep_measures() -> None:
    assert measure_of("interpretability") is None
    assert predict_costs(models(growing()), "model-bytes", FACTS) == {}


def test_the_cheapest_implementation_counts() -> None:
    alone = only(predict_costs(models(growing()), "fit-seconds", FACTS))
    dear = growing(implementation="Dear").model_copy(update={"fixed": 1e9})
    both = only(predict_costs(models(dear, growing()), "fit-seconds", FACTS))
    assert (both.low, both.high) == (alone.low, alone.high)
    assert both.implementations == ("Dear", "made.up.swept")


def test_columns_that_may_be_spread_out_raise_the_high_end_alone() -> None:
    plain = only(predict_costs(models(growing()), "fit-seconds", FACTS))
    spread = only(predict_costs(models(growing()), "fit-seconds", {**FACTS, "data.encoded_features": 200.0}))
    assert (spread.low, spread.high) == pytest.approx((plain.low, 10 * plain.high))


def test_classes_that_nobody_counted_widen_the_interval() -> None:
    facts = {**FACTS, "task": "multiclass-classification"}
    uncounted, counted = (
        only(predict_costs(models(growing()), "fit-seconds", each)) for each in (facts, {**facts, "data.classes": 5.0})
    )
    assert (uncounted.low, uncounted.high) == pytest.approx((0.6 * counted.low, 2 * counted.high))


def test_far_beyond_its_sweep_no_model_is_believed() -> None:
    narrow = {"rows": (100, 1000), "features": (1, 1e9), "classes": (2, 10)}
    law = models(growing(ranges=narrow))
    near, far = ({**FACTS, "data.training_rows": 1000.0 * times} for times in (9, 11))
    assert not only(predict_costs(law, "fit-seconds", near)).is_inside
    assert predict_costs(law, "fit-seconds", far) == {}


def test_shipped_models_are_of_sensible_sizes(knowledge: Knowledge) -> None:
    assert knowledge.costs is not None
    assert len({model.algorithm for model in knowledge.costs.models}) >= 40
    told = predict_costs(knowledge.costs, "model-bytes", FACTS)["logistic-regression"]
    assert 100 < told.low < told.high < 100_000


def test_more_rows_never_make_a_shipped_fit_clearly_cheaper(knowledge: Knowledge) -> None:
    assert knowledge.costs is not None
    for rows in np.geomspace(100, 1e6, 9):
        few, many = (
            predict_costs(knowledge.costs, "fit-seconds", {**FACTS, "data.training_rows": n}) for n in (rows, 10 * rows)
        )
        assert [name for name in set(few) & set(many) if many[name].high < few[name].low] == []


def test_predicting_needs_neither_scikit_learn_nor_scipy() -> None:
    program = (
        "import sys; from whichml.knowledge.content import Content; import whichml.knowledge.cost_models as c; "
        "from whichml.advise.cost_prediction import predict_costs; m = c.read_cost_models(Content.shipped()); "
        "f = {'task': 'regression', 'data.rows': 1000, 'data.features': 9}; "
        "print(len(predict_costs(m, 'fit-seconds', f)) > 10, 'sklearn' in sys.modules, 'scipy' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[2]
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"PYTHONPATH": f"{root}/kb"}
    )
    assert told.stdout.split() == ["True", "False", "False"]
