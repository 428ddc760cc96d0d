"""Topics whose headings are given are measured as classes; others by their words."""

from __future__ import annotations

import pytest

from whichml import Brief
from whichml.advise.recommendation import Advisor


@pytest.mark.parametrize(("fields", "metric"), [({"data.classes": 18}, "macro-f1"), ({}, "topic-coherence")])
def test_headings_that_are_given_are_judged_as_classes_and_not_by_their_words(
    advisor: Advisor, fields: dict[str, int], metric: str
) -> None:
    told = {"task": "topic-modelling", "data.modality": "text", "priorities": ["accuracy"], **fields}
    answer = advisor.recommend(Brief.from_mapping(told))
    plan = next(each for each in answer.measurements if each.quality == "accuracy")
    assert plan.metric == metric
    assert ("the same heading" in plan.procedure) == bool(fields)
