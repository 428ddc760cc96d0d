"""Beside a general name it is told what practitioners would build of it here."""

from __future__ import annotations

from typing import Any, Final

import pytest

from printed_documents import printed
from whichml import Brief, KnowledgeBase
from whichml.advise.recommendation import Advisor
from whichml.export.decision_record import to_markdown
from whichml.export.first_screen import first_screen
from whichml.export.justification_graph import JustificationGraph
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import Recommendation

CLAIMS: Final = {"task": "regression", "data.modality": "tabular", "data.rows": 40_000, "stakes.explanation": "full"}
LONGEST: Final = 90
"""How many letters a form has at the most, so that it fits beside the name of its algorithm."""


def answer_to(advisor: Advisor, **fields: Any) -> Recommendation:
    return advisor.recommend(Brief.from_mapping({**CLAIMS, **{f"data.{name}": each for name, each in fields.items()}}))


def form_of(answer: Recommendation, algorithm: str) -> str:
    found = next(each for each in (*answer.candidates, *answer.outclassed) if each.algorithm == algorithm)
    return found.form.text if found.form is not None else ""


@pytest.mark.parametrize(
    ("fields", "form"),
    [
        ({"target": "count"}, "a Poisson regression, negative binomial where counts scatter more"),
        ({"target": "heavy-tailed"}, "a Gamma regression with a log link"),
        ({"target": "heavy-tailed", "zero_share": 0.8}, "a Tweedie regression with a log link"),
        ({}, ""),
    ],
)
def test_the_form_of_an_algorithm_follows_what_the_brief_says(
    advisor: Advisor, fields: dict[str, Any], form: str
) -> None:
    assert form_of(answer_to(advisor, **fields), "generalized-linear-model") == form


def test_the_screen_and_the_record_name_the_form_of_the_leader(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    answer = answer_to(advisor, target="count")
    leader = answer.candidates[0]
    assert leader.form is not None
    told = f"{leader.name}, here {leader.form.text}"
    assert told in " ".join(printed(first_screen(answer, knowledge)).split())
    assert f"here {leader.form.text}" in to_markdown(answer, knowledge)


def test_a_form_rests_on_the_facts_that_bring_it_up_and_on_a_source(advisor: Advisor) -> None:
    answer = answer_to(advisor, target="count")
    form = answer.candidates[0].form
    assert form is not None
    graph = JustificationGraph(answer)
    assert {each.about for each in graph.facts(form.because)} == {"task", "data.target"}
    assert graph.citations(form.because)


def test_forms_are_short_and_never_hidden_by_one_before_them(knowledge: Knowledge) -> None:
    assert knowledge.forms_of
    for name, forms in knowledge.forms_of.items():
        assert all(len(each.facts.form) <= LONGEST and each.facts.form[-1] != "." for each in forms), name
        always = [n for n, each in enumerate(forms) if not each.when and not each.unless]
        assert not always or always == [len(forms) - 1], name


@pytest.mark.parametrize("algorithm", ["logistic-regression", "decision-tree", "explainable-boosting-machine"])
@pytest.mark.parametrize(
    ("fields", "is_told"),
    [
        ({"data.modality": "time-series"}, True),
        ({"data.modality": "time-series", "deployment.target": "microcontroller"}, False),
        ({"data.modality": ["time-series", "tabular"]}, False),
        ({"data.modality": "sensor-features"}, False),
    ],
)
def test_what_reads_columns_is_told_with_the_features_of_a_series(
    advisor: Advisor, algorithm: str, fields: dict[str, Any], is_told: bool
) -> None:
    pumps = {"task": "binary-classification", "data.labelled_rows": 6000, "stakes.explanation": "full", **fields}
    form = form_of(advisor.recommend(Brief.from_mapping(pumps)), algorithm)
    assert form.startswith("on catch22 features of each channel") is is_told


@pytest.mark.parametrize(("rows", "is_told"), [(100, True), (290, True), (300, False), (None, False)])
def test_a_logistic_regression_on_few_cases_is_shrunk(advisor: Advisor, rows: int | None, is_told: bool) -> None:
    rare = {"task": "binary-classification", "data.modality": "tabular", "data.minority_share": 0.1}
    told = rare if rows is None else {**rare, "data.labelled_rows": rows}
    assert ("Firth" in form_of(advisor.recommend(Brief.from_mapping(told)), "logistic-regression")) is is_told
