"""Which requirements a leader meets, which stay open, and by which numbers that is told."""

from __future__ import annotations

import pytest

from printed_documents import printed
from small_knowledge import ROOT
from whichml import Brief, KnowledgeBase
from whichml.advise.recommendation import Advisor
from whichml.export.first_screen import first_screen
from whichml.export.justification_graph import JustificationGraph
from whichml.export.requirement_status import statuses_of

PANEL = sorted((ROOT / "tests/panel/briefs").glob("*.yaml"))[::12][:100]


def test_a_requirement_is_met_where_the_leader_keeps_it_and_open_where_nothing_is_known(
    advisor: Advisor, scenarios: dict[str, Brief]
) -> None:
    answer = advisor.recommend(scenarios["credit-card-fraud"])
    found = {each.bound: each.status for each in statuses_of(answer, answer.candidates[0], JustificationGraph(answer))}
    assert found == {
        "at most 0.001 USD": "met", "at most 3 s (p99)": "met", "at least 100/s": "met", "recall at least 0.8": "open",
    }  # fmt: skip


@pytest.mark.slow("answers many briefs")
def test_a_must_that_is_open_for_everybody_is_not_met(advisor: Advisor) -> None:
    for path in PANEL:
        answer = advisor.recommend(Brief.load(path))
        for candidate in answer.candidates[:1]:
            doubted = {node for caution in candidate.cautions for node in caution.because}
            graph = JustificationGraph(answer)
            open_bounds = {
                node.text.partition(" be ")[2].partition(", because ")[0]
                for node in graph.nodes(each for each in doubted if each.startswith("brief:requirements."))
            }
            for status in statuses_of(answer, candidate, graph):
                assert status.status != "met" or status.bound not in open_bounds, path.name


def test_a_bound_is_told_with_the_numbers_by_which_it_is_met(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    told = {"task": "summarisation", "data": {"modality": "text", "text_length": 400, "rows": 5000},
            "deployment": {"interaction": "batch", "requests_per_day": 1500},
            "requirements": [{"quality": "cost-per-prediction", "max": "0.02 USD"}]}  # fmt: skip
    answer = advisor.recommend(Brief.from_mapping(told))
    assert answer.candidates[0].algorithm == "hosted-large-language-model"
    (met,) = answer.candidates[0].met
    (row,) = statuses_of(answer, answer.candidates[0], JustificationGraph(answer))
    assert (row.status, met.amount.startswith(row.estimate)) == ("met", True)
    assert row.estimate in printed(first_screen(answer, knowledge))
