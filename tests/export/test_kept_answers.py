"""Answers that were kept before they held their requirements are read as if they were made today."""

from __future__ import annotations

import json
from typing import Any

import pytest

from whichml import Brief, KnowledgeBase
from whichml.advise.recommendation import Advisor
from whichml.export.decision_record import to_full_markdown, to_markdown
from whichml.export.kept_answers import read_answer
from whichml.model.statements.recommendation import Recommendation

READ = frozenset({"requirement", "requirements", "scores", "of_siblings", "mistake_because"})
"""Fields that earlier answers had not, and that are read out of their sentences."""
NEW = frozenset({"unsettled", "doubt"})
"""Fields that earlier answers had not, and of which they say nothing."""


def as_kept_before(answer: Recommendation) -> str:
    told = json.loads(answer.to_json())
    brief = told.pop("brief")
    for out in told["excluded"]:
        for reason in out["reasons"]:
            del reason["kind"]
    return json.dumps({**told_without(told, READ | NEW), "brief": brief})


def told_without(told: dict[str, Any], fields: frozenset[str]) -> dict[str, Any]:
    return {name: _without(each, fields) for name, each in told.items() if name not in fields}


def _without(told: Any, fields: frozenset[str]) -> Any:
    if isinstance(told, dict):
        return told_without(told, fields)
    return [_without(each, fields) for each in told] if isinstance(told, list) else told


DEVICE = {
    "task": "multiclass-classification", "data.modality": "audio", "data.rows": 30_000,
    "deployment.target": "microcontroller", "deployment.memory": "128 kB", "deployment.storage": "1 MB",
    "requirements": [
        {"quality": "interpretability", "min": "medium", "priority": "should", "why": "Doctors read it."},
        {"quality": "accuracy", "metric": "macro-f1", "min": 0.8},
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", ["credit-card-fraud", "cancer-prognosis", "device"])
def test_an_answer_of_earlier_versions_is_read_as_it_would_be_made_today(
    name: str, advisor: Advisor, scenarios: dict[str, Brief], knowledge: KnowledgeBase
) -> None:
    today = advisor.recommend(Brief.from_mapping(DEVICE) if name == "device" else scenarios[name])
    answer = Recommendation.model_validate(told_without(json.loads(today.to_json()), NEW))
    kept = as_kept_before(today)
    assert Recommendation.model_validate_json(kept) != answer
    read = read_answer(kept)
    assert {each.kind for out in read.excluded for each in out.reasons} >= {"task", "data", "rule"}
    for field in Recommendation.model_fields:
        assert getattr(read, field) == getattr(answer, field), field
    assert to_markdown(read, knowledge) == to_markdown(answer, knowledge)
    assert to_full_markdown(read, knowledge) == to_full_markdown(answer, knowledge)


def test_an_answer_of_today_is_read_as_it_stands(advisor: Advisor, scenarios: dict[str, Brief]) -> None:
    answer = advisor.recommend(scenarios["credit-card-fraud"])
    assert read_answer(answer.to_json()) == answer
