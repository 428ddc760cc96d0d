"""What is known of an answer is measured by what can be seen: a number lies in an interval, a yes or no in none."""

from __future__ import annotations

import pytest

from whichml import Brief
from whichml.advise.recommendation import Advisor

ASKED_FOR_LIMITS = {"quality": "uncertainty-quantification", "min": "medium", "priority": "must"}


@pytest.mark.parametrize(
    ("task", "metric", "said"),
    [
        ("survival-analysis", "refits", "bootstrap samples"),
        ("binary-classification", "refits", "bootstrap samples"),
        ("multiclass-classification", "sets", "hold the true one"),
        ("sequence-labelling", "surest", "surest tenth"),
        ("paired-comparison-rating", "refits", "bootstrap samples"),
        ("recommendation", "surest", "surest tenth"),
        ("clustering", "stay in their group", "comes out again"),
        ("regression", "90 % interval", "fall into the stated interval"),
        ("forecasting", "90 % interval", "fall into the stated interval"),
    ],
)
def test_only_numbers_are_counted_in_intervals(advisor: Advisor, task: str, metric: str, said: str) -> None:
    modality = {"forecasting": "time-series", "sequence-labelling": "text", "recommendation": "interactions"}.get(
        task, "tabular"
    )
    fields = {"task": task, "data.modality": modality, "data.rows": 20_000, "requirements": [ASKED_FOR_LIMITS]}
    plans = advisor.recommend(Brief.from_mapping(fields)).measurements
    (plan,) = (each for each in plans if each.quality == "uncertainty-quantification")
    assert metric in plan.metric
    assert said in plan.procedure
    assert ("interval (fraction)" in plan.metric) is (task in ("regression", "forecasting"))


@pytest.mark.parametrize(("task", "is_told"), [("pattern-mining", False), ("outlier-detection", True)])
def test_what_is_no_answer_to_a_case_has_no_doubt_to_measure(advisor: Advisor, task: str, is_told: bool) -> None:
    fields = {
        "task": task,
        "data.modality": "tabular",
        "data.rows": 20_000,
        "priorities": ["uncertainty-quantification"],
    }
    told = {each.quality for each in advisor.recommend(Brief.from_mapping(fields)).measurements}
    assert ("uncertainty-quantification" in told) is is_told
