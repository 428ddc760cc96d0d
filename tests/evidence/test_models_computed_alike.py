"""Models that are called or computed alike are predicted alike, and a slow call is told with what spares it."""

from __future__ import annotations

import pytest
from asked_costs import SIZE, asked, cautions, must, reasons
from made_up_costs import calibrated

from small_knowledge import ContentFolder, brief, constant_cost
from whichml.advise.recommendation import Advisor
from whichml.model.documents.errors import KnowledgeError


def called_slowly(folder: ContentFolder, *algorithms: str) -> ContentFolder:
    """Add sweeps in which a call takes a millisecond, and a row of a batch a microsecond."""
    measures = (("row-latency", 1e-3), ("batch-row-seconds", 1e-6), ("fit-seconds", 1.0))
    return folder.costs(*(constant_cost(name, m, c) for name in algorithms for m, c in measures))


@pytest.mark.parametrize(
    ("family", "remedy"),
    [
        ("linear", "its weights written out as code may keep it"),
        ("tree-ensemble", "its trees compiled to code may keep it"),
    ],
)  # fmt: skip
def test_a_sum_or_a_tree_whose_call_is_too_slow_stays_with_what_spares_the_call(
    folder: ContentFolder, family: str, remedy: str
) -> None:
    called_slowly(folder.algorithm("swept", family=family), "swept")
    answer = asked(folder, must("inference-latency", "100 us"))
    assert answer.top() == ("swept",)
    assert f"in no case, and has to be measured; {remedy}" in cautions(answer, "swept")


@pytest.mark.parametrize(("family", "most"), [("kernel-method", "100 us"), ("linear", "0.5 us")])
def test_what_is_too_slow_without_a_call_or_is_no_sum_is_out_and_told_no_remedy(
    folder: ContentFolder, family: str, most: str
) -> None:
    called_slowly(folder.algorithm("swept", family=family), "swept")
    assert reasons(asked(folder, must("inference-latency", most)), "swept").endswith("it keeps that in no case")


def test_what_computes_like_another_is_held_against_its_prediction_and_not_its_training(folder: ContentFolder) -> None:
    folder.algorithm("swept").algorithm("points", family="glass-box", computes_like="swept")
    called_slowly(folder, "swept")
    latency = asked(folder, must("inference-latency", "100 us"))
    assert "its weights written out as code may keep it" in cautions(latency, "points")
    assert "sweeps" not in cautions(asked(folder, must("training-time", "2 s")), "points")
    assert "(predicted)" not in reasons(asked(folder, must("training-time", "1 ms")), "points")


def test_what_an_algorithm_computes_like_has_to_be_known(folder: ContentFolder) -> None:
    folder.algorithm("points", computes_like="sweptt")
    with pytest.raises(KnowledgeError, match="unknown algorithm 'sweptt'"):
        folder.knowledge()


def test_a_regressor_that_would_score_classes_is_predicted_as_the_regressor_that_it_is(folder: ContentFolder) -> None:
    folder.algorithm("swept").algorithm("regressor", solves=["regression"])
    of_regressor = {"task": "regression", "ranges": {"rows": (1, 1e9), "features": (1, 1e9), "classes": (1, 1)}}
    folder.costs(
        constant_cost("swept", "row-latency", 2.0), constant_cost("swept", "row-latency", 9.0, **of_regressor),
        constant_cost("regressor", "row-latency", 3.0, **of_regressor),
    )  # fmt: skip
    said = brief(**SIZE, requirements=must("inference-latency", "1 s"))
    predicted = Advisor.of(folder.knowledge()).assess(said, calibration=calibrated()).predicted
    amounts = {algorithm: rating.amount for (algorithm, _), rating in predicted.items()}
    assert amounts == {"swept": "2 s to 2 s (predicted)", "regressor": "3 s to 3 s (predicted)"}
