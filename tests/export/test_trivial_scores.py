"""What has learnt nothing scores something, and a bound that it keeps asks for nothing."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest

from whichml import Brief
from whichml.advise.recommendation import Advisor
from whichml.export.trivial_scores import trivial_score_of

TRUTH = np.arange(1000) < 31  # 3.1 % are positive
SAME = np.full(1000, 0.031)


def said(advisor: Advisor, bound: dict[str, Any], **fields: Any) -> str:
    told = {name.replace("__", "."): value for name, value in fields.items()}
    given = {"task": "binary-classification", "data.modality": "tabular", "data.rows": 14_000, **told}
    return trivial_score_of(advisor.recommend(Brief.from_mapping({**given, "requirements": [bound]})))


@pytest.mark.slow("loads scikit-learn")
@pytest.mark.parametrize(
    ("metric", "bound", "function", "predicted"),
    [
        ("accuracy", {"min": 0.99}, "accuracy_score", SAME > 0.5),
        ("brier-score", {"max": 0.028}, "brier_score_loss", SAME),
        ("log-loss", {"max": 0.1}, "log_loss", SAME),
        ("average-precision", {"min": 0.2}, "average_precision_score", SAME),
    ],
    ids=["accuracy", "brier-score", "log-loss", "average-precision"],
)
def test_a_constant_scores_as_scikit_learn_has_it(
    advisor: Advisor, metric: str, bound: dict[str, float], function: str, predicted: np.ndarray[Any, Any]
) -> None:
    score = getattr(importlib.import_module("sklearn.metrics"), function)(TRUTH, predicted)
    told = said(advisor, {"quality": "accuracy", "metric": metric, **bound}, data__minority_share=0.031)
    assert f"has {metric} {score:.2g}, and at " in told


def test_a_bound_that_a_constant_keeps_asks_for_nothing(advisor: Advisor) -> None:
    bound = {"quality": "accuracy", "metric": "accuracy", "min": 0.95}
    told = said(advisor, bound, data__minority_share=0.031)
    assert told == "Always answering the usual class has accuracy 0.97, so that at least 0.95 asks for nothing."


@pytest.mark.parametrize("fields", [{}, {"task": "multiclass-classification", "data__minority_share": 0.031}])
def test_without_the_share_of_two_classes_nothing_is_said(advisor: Advisor, fields: dict[str, Any]) -> None:
    assert not said(advisor, {"quality": "accuracy", "metric": "accuracy", "min": 0.95}, **fields)
