"""What a starter says of its algorithm holds of the one that is written, and not of the one that it stands for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from whichml import Brief, KnowledgeBase, recommend
from whichml.advise.recommendation import Advisor
from whichml.starter.chosen_algorithm import ChosenAlgorithm, chosen_algorithm
from whichml.starter.measures import checks_of
from whichml.starter.plan import Choice, StarterTask
from whichml.starter.planning import plan_starter
from whichml.starter.table_plan import unnamed_table

pytestmark = pytest.mark.slow("imports learners")
MISSED = "CatBoost has no starter here: it is not installed; install with `pip install catboost`."


def choice_for(knowledge: KnowledgeBase, passed_over: tuple[str, ...]) -> Choice:
    """Return why LightGBM is written for, of an answer that CatBoost leads and LightGBM shares the place of."""
    brief = Brief.from_mapping(
        {"task": "binary-classification", "data.modality": "tabular", "data.rows": 80_000,
         "data.categorical_features": 14, "data.categorical_cardinality": 900}
    )  # fmt: skip
    answer = recommend(brief, knowledge)
    leader = answer.candidates[0]
    if "lightgbm" not in leader.equivalents:
        leader = leader.model_copy(update={"algorithm": "catboost", "name": "CatBoost", "equivalents": ("lightgbm",)})
        answer = answer.model_copy(update={"candidates": (leader,)})
    chosen = chosen_algorithm(answer, knowledge, "binary-classification", None, "lightgbm")
    assert isinstance(chosen, ChosenAlgorithm)
    chosen = replace(chosen, passed_over=passed_over)
    return plan_starter(brief, answer, knowledge, chosen, unnamed_table(None, False, False)).choice("algorithm")


def test_what_stands_for_another_cites_itself_and_says_for_whom_and_how_that_is_installed(
    knowledge: KnowledgeBase,
) -> None:
    found = choice_for(knowledge, (MISSED,))
    assert found.chosen == "LightGBM"
    assert found.why.startswith("it stands for CatBoost: ")
    assert "install with `pip install catboost`; LightGBM itself: " in found.why
    assert found.sources == knowledge.algorithms["lightgbm"].facts.sources[:2]
    assert not found.why.endswith(".")


def test_what_was_asked_for_and_shares_a_place_stands_for_nobody(knowledge: KnowledgeBase) -> None:
    found = choice_for(knowledge, ())
    assert "so both share rank 1 of the answer" in found.why
    assert "stands for" not in found.why
    assert all("catboost" not in each.locator for each in found.sources)


@pytest.mark.parametrize(
    ("task", "fields", "checked", "told"),
    [
        ("regression", {"data.target": "count", "data.zero_share": 0.93}, "mean-poisson-deviance", ""),
        ("regression", {"data.target": "heavy-tailed"}, "median-absolute-error", ""),
        ("binary-classification", {"deployment.top_k": 40}, "", "precision-at-40"),
    ],
)
def test_the_metric_by_which_the_answer_judges_is_worked_out_or_said_not_to_be(
    advisor: Advisor, knowledge: KnowledgeBase, task: StarterTask, fields: dict[str, Any], checked: str, told: str
) -> None:
    asked = {"task": task, "data.modality": "tabular", "data.rows": 20_000, "priorities": ["accuracy"], **fields}
    brief = Brief.from_mapping(asked)
    checks, others = checks_of(brief, advisor.recommend(brief), knowledge, task, None, None)
    assert not checked or checked in {each.measure for each in checks}
    said = [each for each in others if each.startswith("accuracy")]
    assert said == ([f"accuracy: {told}, by which the answer judges, is not worked out here"] if told else [])
