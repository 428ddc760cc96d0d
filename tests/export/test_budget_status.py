"""The money that a project has is told beside the requirements: as at risk, open or ignored, and never passed over."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from printed_documents import printed
from whichml import Brief, KnowledgeBase
from whichml.advise.recommendation import Advisor
from whichml.export.answer_page import answer_page
from whichml.export.budget_status import budgets_of
from whichml.export.decision_record import to_markdown
from whichml.export.first_screen import first_screen

GROUPS = {"task": "clustering", "data.modality": "tabular", "data.rows": 300}


def told(advisor: Advisor, **fields: Any) -> list[str]:
    return [each.ways[0] for each in budgets_of(advisor.recommend(Brief.from_mapping(fields)))]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"project.budget": "500 USD"}, ["open: Budget of 500 USD for building it; people's work is not priced"]),
        ({"project.budget": "500 EUR"}, ["ignored: Budget of 500 EUR for building it; no exchange rate is given"]),
        (
            {"project.budget": "500 EUR", "exchange_rates": {"EUR": 1.1}},
            ["open: Budget of 500 EUR for building it; people's work is not priced"],
        ),
        (
            {"project.unit_budget": "90 USD"},
            ["open: Budget of 90 USD for the hardware of one device; no board is priced here"],
        ),
        ({}, []),
    ],
)
def test_each_budget_has_a_status_and_its_reason(advisor: Advisor, fields: dict[str, Any], said: list[str]) -> None:
    assert told(advisor, **GROUPS, **fields) == said


def test_what_is_rated_of_development_and_training_is_told_of_a_budget(advisor: Advisor) -> None:
    read = {"task": "text-recognition", "data.modality": "image", "data.labelled_rows": 200}
    (said,) = told(advisor, **read, **{"project.budget": "3000 USD"})
    assert "development cost very low" in said
    assert "a training run usually up to 100 USD" in said


def test_a_budget_that_one_training_run_may_take_is_at_risk(advisor: Advisor) -> None:
    answer = advisor.recommend(Brief.from_mapping({**GROUPS, "project.budget": "50 USD"}))
    (leader, *others) = answer.candidates
    costly = tuple(
        replace(each, level="high") if each.quality == "training-cost" else each for each in leader.qualities
    )
    dear = answer.model_copy(update={"candidates": (leader.model_copy(update={"qualities": costly}), *others)})
    (status,) = budgets_of(dear)
    assert status.status == "at risk"
    assert status.ways[0].endswith("one training run usually costs more than 100 USD")


def test_the_screen_the_whole_answer_and_the_record_tell_of_the_budget(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    answer = advisor.recommend(Brief.from_mapping({**GROUPS, "project.budget": "500 USD"}))
    assert "? open: Budget of 500 USD for building it; people's" in printed(first_screen(answer, knowledge))
    for text in (printed(answer_page(answer, knowledge)), to_markdown(answer, knowledge)):
        assert "Budget of 500 USD for building it is open: people's work is not priced" in text


def test_budgets_count_among_the_requirements_that_a_screen_has_no_room_for(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    asked = ("maintainability", "stability", "robustness", "interpretability", "explainability", "generalization")
    bounds = [{"quality": each, "min": "low"} for each in asked]
    answer = advisor.recommend(Brief.from_mapping({**GROUPS, "project.budget": "500 USD", "requirements": bounds}))
    text = printed(first_screen(answer, knowledge))
    n_told = len(re.findall(r"(?:met|at risk|open|ignored): ", text))
    n_counted = int(text.split(" more requirements:")[0].split()[-1])
    assert n_told + n_counted == len(asked) + 1
