"""What is claimed of a family is told as such wherever one of it is recommended by it."""

from __future__ import annotations

import re

import pytest

from printed_documents import printed
from whichml import Brief, KnowledgeBase, Recommendation
from whichml.advise.recommendation import Advisor
from whichml.export.answer_page import answer_page
from whichml.export.decision_record import decision_record
from whichml.export.explanation import explain
from whichml.export.explanation_page import explanation_page
from whichml.export.justification_graph import JustificationGraph
from whichml.export.markdown import markdown_of
from whichml.export.said_of_families import families_behind, family_of


@pytest.fixture(scope="module")
def answer(advisor: Advisor, scenarios: dict[str, Brief]) -> Recommendation:
    return advisor.recommend(scenarios["credit-card-fraud"])


def test_a_node_says_that_its_claim_is_made_of_a_family(answer: Recommendation, knowledge: KnowledgeBase) -> None:
    claims = {node.id.removeprefix("claim:"): node for node in answer.justification.nodes if node.kind == "claim"}
    inherited = {name for name in claims if knowledge.claims[name].subject in knowledge.families}
    assert 0 < len(inherited) < len(claims)
    for name, node in claims.items():
        assert (" (family): " in node.text) is (name in inherited), node.text
        assert bool(family_of(node, knowledge)) is (name in inherited)


def test_a_statement_is_of_a_family_only_where_nothing_behind_it_is_of_the_algorithm(
    answer: Recommendation, knowledge: KnowledgeBase
) -> None:
    graph = JustificationGraph(answer)
    said = {each.quality: families_behind(each.because, graph, knowledge) for each in answer.candidates[0].qualities}
    assert said["incrementality"] == " (of the family Boosting)"
    assert said["categorical-handling"] == ""
    assert said["accuracy"] == ""


def test_the_whole_answer_the_record_and_the_reasons_of_one_say_what_is_of_a_family(
    answer: Recommendation, advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    assert answer.candidates[0].algorithm == "lightgbm"
    whole = " ".join(printed(answer_page(answer, knowledge)).split())
    assert "by claim boosting.incrementality of the family [" in whole
    of_itself = set(re.findall(r"by claim ([a-z-]+)\.[a-z-]+ \[", whole))
    assert of_itself
    assert of_itself.isdisjoint(knowledge.families)
    data = {"modality": "tabular", "rows": 40_000, "features": 60, "missing_share": 0.2}
    told = {"title": "Which customers will cancel", "task": "binary-classification", "data": data}
    small = advisor.recommend(Brief.from_mapping(told))
    assert re.search(r"\(of the family Histogram Boosting\) \[\d+\]", markdown_of(decision_record(small, knowledge)))
    reasons = printed(explanation_page(explain(answer, knowledge, "lightgbm"), answer))
    assert "claim Boosting (family): incrementality is very-low" in " ".join(reasons.split())
