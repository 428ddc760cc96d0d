"""What a model is built with stands on the first screen, in the record and on the page, the most fitting first."""

from __future__ import annotations

import pytest

from printed_documents import printed
from whichml import Brief, KnowledgeBase
from whichml.advise.recommendation import Advisor
from whichml.export.answer_sections import AnswerSections
from whichml.export.built_with import built_with
from whichml.export.decision_record import to_markdown
from whichml.export.first_screen import first_screen
from whichml.export.justification_graph import JustificationGraph
from whichml.export.screen_room import N_LINES
from whichml.model.statements.recommendation import Recommendation
from whichml_server.pages.answer_parts import AnswerParts

PREMIUM = {
    "task": "regression", "data.modality": "tabular", "data.rows": 620_000, "data.zero_share": 0.93,
    "data.drift": "slow",
}  # fmt: skip


@pytest.fixture(scope="module")
def answer(advisor: Advisor) -> Recommendation:
    return advisor.recommend(Brief.from_mapping(PREMIUM))


def shaping(answer: Recommendation, knowledge: KnowledgeBase) -> list[str]:
    return [each.pattern for each in built_with(answer, knowledge, JustificationGraph(answer))]


def test_the_loss_that_zeros_ask_for_is_told_before_any_requirement(
    answer: Recommendation, knowledge: KnowledgeBase
) -> None:
    told = " ".join(printed(first_screen(answer, knowledge)).split())
    assert "with two-part model: one model for zero or not" in told
    assert told.index("with two-part model") < told.index("utility")


def test_the_page_and_the_record_tell_what_the_screen_tells(answer: Recommendation, knowledge: KnowledgeBase) -> None:
    page = "".join(part.html for part in AnswerParts(answer, knowledge).parts())
    record = to_markdown(answer, knowledge)
    assert "with two-part model" in page
    assert "it is built with two-part model" in record


def test_what_shapes_no_model_is_not_told_there(answer: Recommendation, knowledge: KnowledgeBase) -> None:
    told = shaping(answer, knowledge)
    others = {each.pattern for each in answer.patterns if not each.builds}
    assert others
    assert others.isdisjoint(told)


def test_a_pattern_that_more_facts_ask_for_comes_first(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    plans = {
        "task": "binary-classification", "data.modality": "tabular", "data.rows": 20_000, "data.drift": "slow",
        "stakes.cost_of_mistakes": "high", "project.human_review": True,
    }  # fmt: skip
    told = shaping(advisor.recommend(Brief.from_mapping(plans)), knowledge)
    assert told[:2] == ["reject-option", "test-on-later-data"]


def test_of_as_many_facts_what_the_task_asks_for_comes_before_what_any_task_has(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    grant = {
        "task": "treatment-effect-estimation", "data.modality": "tabular", "data.rows": 20_000,
        "data.assignment": "rule", "stakes.protected_groups": True,
    }  # fmt: skip
    told = shaping(advisor.recommend(Brief.from_mapping(grant)), knowledge)
    assert told[:2] == ["regression-discontinuity", "fairness-lens"]


def test_a_screen_with_room_tells_three(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    films = {
        "task": "object-detection", "data.modality": "video", "data.labelled_rows": 80_000,
        "deployment.target": "edge-device",
    }  # fmt: skip
    told = printed(first_screen(advisor.recommend(Brief.from_mapping(films)), knowledge))
    assert told.count("\n  with ") == 3
    assert len(told.splitlines()) <= N_LINES


def test_the_solution_that_the_leader_has_a_place_in_is_not_told_twice(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    search = {
        "task": "retrieval", "data.modality": "text", "data.items": 2_000_000, "data.exact_match": True,
        "deployment.interaction": "interactive",
    }  # fmt: skip
    answer = advisor.recommend(Brief.from_mapping(search))
    told = " ".join(printed(first_screen(answer, knowledge)).split()).lower()
    assert told.count("hybrid search") == 1


def test_a_crowded_screen_leaves_it_out_rather_than_run_over(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    wanted = ("inference-latency", "model-size", "interpretability", "calibration", "fairness-control", "robustness")
    crowded = {
        **PREMIUM, "title": "pure premium of each policy in the old book and in the new one, by cover and by year",
        "requirements": [{"quality": each, "max" if "-" in each and "fair" not in each else "min": "medium"}
                         for each in wanted],
    }  # fmt: skip
    screen = printed(first_screen(advisor.recommend(Brief.from_mapping(crowded)), knowledge))
    assert len(screen.splitlines()) <= N_LINES


def test_a_whole_answer_tells_first_the_patterns_that_are_most_about_its_brief(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    plans = {**PREMIUM, "stakes.cost_of_mistakes": "high", "project.human_review": True, "deployment.target": "cloud"}
    answer = advisor.recommend(Brief.from_mapping({**plans, "deployment.interaction": "online"}))
    graph, sections = JustificationGraph(answer), AnswerSections(answer, knowledge)
    told = [str(each.words) for each in sections.patterns()]
    order = [next(a for a in answer.patterns if f"{a.name} ({a.kind})" in words) for words in told]
    asked = [sum(node.about != "task" for node in graph.facts(each.because)) for each in order]
    assert asked == sorted(asked, reverse=True)
    assert asked[0] > asked[-1]
    assert sorted(each.pattern for each in order) == [each.pattern for each in answer.patterns]
