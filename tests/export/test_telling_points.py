"""What to mind above all stands on the first screen, in the record and on the page, what is worth most first."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from printed_documents import printed
from whichml import Brief, KnowledgeBase
from whichml.advise.recommendation import Advisor
from whichml.export.answer_sections import AnswerSections
from whichml.export.decision_record import to_markdown
from whichml.export.document import Section
from whichml.export.first_screen import first_screen
from whichml.export.justification_graph import JustificationGraph
from whichml.export.screen_parts import ScreenParts
from whichml.export.screen_room import N_LINES
from whichml.export.telling_points import telling_points
from whichml.knowledge.advice_grades import AdviceGrades, MeanGrade
from whichml.model.statements.architecture import Advice
from whichml.model.statements.recommendation import Recommendation
from whichml.model.values.metrics import METRICS, judged_with
from whichml_server.pages.answer_parts import AnswerParts

PREMIUM = {
    "task": "regression", "data.modality": "tabular", "data.rows": 620_000, "data.zero_share": 0.93,
    "data.drift": "slow",
}  # fmt: skip


@pytest.fixture(scope="module")
def answer(advisor: Advisor) -> Recommendation:
    return advisor.recommend(Brief.from_mapping(PREMIUM))


def told_by(answer: Recommendation, knowledge: KnowledgeBase) -> list[str]:
    points = telling_points(answer, knowledge, JustificationGraph(answer))
    return [each.said.pattern if isinstance(each.said, Advice) else each.said.text for each in points]


def test_the_loss_that_zeros_ask_for_is_told_before_the_choices_stand_side_by_side(
    answer: Recommendation, knowledge: KnowledgeBase
) -> None:
    told = " ".join(printed(first_screen(answer, knowledge)).split())
    assert "Two-part model: learn by one model whether the value is above zero" in told
    assert told.index("Two-part model") < told.index("accuracy")


def test_the_page_and_the_record_tell_what_the_screen_tells(answer: Recommendation, knowledge: KnowledgeBase) -> None:
    page = "".join(part.html for part in AnswerParts(answer, knowledge).parts())
    record = to_markdown(answer, knowledge)
    assert "Two-part model: learn by one model" in page
    assert "it is built with two-part model" in record


PLANS = {
    "task": "binary-classification", "data.modality": "tabular", "data.rows": 20_000, "data.drift": "slow",
    "data.missing_share": "20 %", "stakes.cost_of_mistakes": "high", "project.human_review": True,
}  # fmt: skip


def with_grades(knowledge: KnowledgeBase, grades: AdviceGrades | None) -> KnowledgeBase:
    assert knowledge.advised is not None
    return replace(knowledge, advised=knowledge.advised.model_copy(update={"grades": grades}))


def test_what_few_answers_say_comes_before_what_many_say(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    told = told_by(advisor.recommend(Brief.from_mapping(PLANS)), with_grades(knowledge, None))
    of_all = next(each for each in told if "came later" in each)
    assert max(told.index("missing-indicators"), told.index("reject-option")) < told.index(of_all)


def test_what_readers_gave_more_comes_before_what_few_answers_say(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    answer = advisor.recommend(Brief.from_mapping(PLANS))
    ungraded = told_by(answer, with_grades(knowledge, None))
    wanted = next(each for each in ungraded if "came later" in each)
    points = telling_points(answer, with_grades(knowledge, None), JustificationGraph(answer))
    piece = next(each.piece for each in points if wanted in (each.ways[0], getattr(each.said, "text", "")))
    many, few = MeanGrade(graded=90, mean=3.0), MeanGrade(graded=90, mean=1.2)
    grades = AdviceGrades(briefs=90, kinds={"pattern": few, "caution": few}, points={piece.kind: {piece.name: many}})
    assert ungraded.index(wanted) > 0
    assert told_by(answer, with_grades(knowledge, grades))[0] == wanted


def test_what_readers_found_beside_the_matter_is_left_to_the_whole_answer(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    answer = advisor.recommend(Brief.from_mapping(PLANS))
    poor = AdviceGrades(briefs=90, kinds={}, points={"pattern": {"missing-indicators": MeanGrade(graded=90, mean=0.2)}})
    assert "missing-indicators" in told_by(answer, with_grades(knowledge, None))
    assert "missing-indicators" not in told_by(answer, with_grades(knowledge, poor))
    assert "missing-indicators" in {each.pattern for each in answer.patterns}


def test_without_counts_every_point_is_told_all_the_same(answer: Recommendation, knowledge: KnowledgeBase) -> None:
    uncounted = replace(knowledge, advised=None)
    assert {*told_by(answer, with_grades(knowledge, None))} <= {*told_by(answer, uncounted)}


def test_a_threshold_that_is_told_is_not_advised_once_more(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    cards = {
        "task": "binary-classification", "data.modality": "tabular", "data.rows": 20_000,
        "stakes.cost_false_positive": "10 USD", "stakes.cost_false_negative": "300 USD",
    }  # fmt: skip
    answer = advisor.recommend(Brief.from_mapping(cards))
    assert "threshold-from-costs" in {each.pattern for each in answer.patterns}
    assert "threshold-from-costs" not in told_by(answer, knowledge)
    assert "Act from a probability of" in printed(first_screen(answer, knowledge))


def test_a_pattern_and_a_caution_on_the_same_facts_are_one_point(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    grafts = {
        "task": "survival-analysis", "data.modality": "tabular", "data.rows": 22_000, "data.events": 9_800,
        "data.classes": 2,
    }  # fmt: skip
    answer = advisor.recommend(Brief.from_mapping(grafts))
    assert "competing-risks" in {each.pattern for each in answer.patterns}
    told = told_by(answer, knowledge)
    assert any("another kind of event" in each for each in told)
    assert "competing-risks" not in told


def test_a_law_whose_year_has_no_room_is_not_told_by_half(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    triage = {
        "task": "binary-classification", "data.modality": "tabular", "data.rows": 9_000,
        "stakes.regulation": ["eu-ai-act-high-risk"],
    }  # fmt: skip
    answer = advisor.recommend(Brief.from_mapping(triage))
    assert any("2027" in each.text for each in answer.candidates[0].cautions)
    told = " ".join(printed(first_screen(answer, knowledge)).split())
    assert ("start later than it first said" in told) == ("2 December 2027" in told)


def test_the_solution_that_the_leader_has_a_place_in_is_not_told_twice(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    search = {
        "task": "retrieval", "data.modality": "text", "data.items": 2_000_000, "data.exact_match": True,
        "data.worded_queries": True, "deployment.interaction": "interactive",
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


def test_the_screen_says_by_what_and_on_what_solutions_are_judged(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    loans = {
        "task": "binary-classification", "data.modality": "tabular", "data.rows": 14_200,
        "data.minority_share": "8 %", "data.drift": "slow",
    }  # fmt: skip
    told = " ".join(printed(first_screen(advisor.recommend(Brief.from_mapping(loans)), knowledge)).split())
    assert "judged by average precision: train on earlier rows and test on later ones" in told
    assert told.count("on earlier rows") == 1
    assert "train on the past and test on what came later" not in told


def test_a_point_names_the_work_that_it_rests_on(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    grafts = {"task": "survival-analysis", "data.modality": "tabular", "data.rows": 22_000, "data.events": 9_800}
    answer = advisor.recommend(Brief.from_mapping(grafts))
    points = printed(Section("", tuple(ScreenParts(answer, knowledge).points())))
    named = re.findall(r"\[([a-z0-9-]+)\]", points)
    assert named
    assert {*named} <= {*knowledge.sources}


def test_what_helps_to_keep_an_open_requirement_comes_before_what_is_as_common(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    routes = {
        "task": "multiclass-classification", "data.modality": "text", "data.labelled_rows": 84_000,
        "data.classes": 62, "data.languages": ["fi", "sv", "en"], "stakes.fallback_possible": True,
    }  # fmt: skip
    bound = {"requirements": [{"metric": "coverage", "min": 0.7}]}
    free, asked = (advisor.recommend(Brief.from_mapping(each)) for each in (routes, routes | bound))
    before, after = (told_by(each, knowledge) for each in (free, asked))
    assert after.index("reject-option") < before.index("reject-option")
    points = telling_points(asked, knowledge, JustificationGraph(asked))
    assert all(each.worth >= 2.0 for each in points[: after.index("reject-option") + 1])


def test_a_metric_that_can_be_had_at_will_is_judged_with_its_counterpart(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    claims = {
        "task": "binary-classification", "data.modality": "tabular", "data.rows": 14_200,
        "requirements": [{"quality": "accuracy", "metric": "recall", "min": 0.9}],
    }  # fmt: skip
    answer = advisor.recommend(Brief.from_mapping(claims))
    told = " ".join(printed(first_screen(answer, knowledge)).split())
    plan = next(each for each in answer.measurements if each.metric == "recall")
    assert "judged by recall with precision" in told
    assert "Recall can be had at will alone: tell precision beside it" in plan.procedure


def test_every_counterpart_of_a_metric_is_another_metric() -> None:
    pairs = {name: judged_with(name) for name in METRICS if judged_with(name)}
    assert pairs["precision"] == "recall"
    assert all(pair in METRICS and pair != name for name, pair in pairs.items())


def test_a_short_line_on_the_test_does_not_hide_a_long_point_that_shares_two_words(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    fields = {
        "task": "binary-classification", "data.modality": "tabular", "data.rows": 18_600,
        "data.label_origin": "chosen-cases", "data.drift": "slow", "data.label_delay": "12 months",
        "stakes.protected_groups": True, "stakes.cost_of_mistakes": "high",
    }  # fmt: skip
    answer = advisor.recommend(Brief.from_mapping(fields))
    told = printed(first_screen(answer, knowledge))
    assert "Labels drawn by lot" in told
    assert "train on earlier rows and test on later ones" in told
    assert "Train on the past" not in told
