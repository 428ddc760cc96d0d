"""What somebody wants or offers is told with how it stands: on the first screen, in the whole answer and the record."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from whichml import Brief, BriefError, KnowledgeBase, Recommendation
from whichml.advise.recommendation import Advisor
from whichml.export.answer_page import answer_page
from whichml.export.document import Section
from whichml.export.first_screen import first_screen
from whichml.export.main_points import main_reason
from whichml.export.markdown import markdown_of
from whichml.export.proposals import MOST_TOLD, proposals_of
from whichml.export.proposed_kinds import algorithms_of_kind
from whichml.export.short_record import ShortRecord
from whichml.knowledge.algorithm_calls import known_names
from whichml.model.format.brief_algorithms import MOST_NAMED

CHURN = {"task": "binary-classification", "data.modality": "tabular", "data.rows": 20_000, "data.features": 30}
SALES = {
    "task": "forecasting", "data.modality": "time-series", "data.series": 3_000, "data.horizon": "14 days",
    "data.sampling_interval": "1 day", "data.history": "3 years", "data.exogenous": True,
}  # fmt: skip


def proposing(advisor: Advisor, knowledge: KnowledgeBase, given: object, **more: Any) -> Recommendation:
    return advisor.recommend(Brief.from_mapping({**CHURN, "project.proposed": given, **more}, known_names(knowledge)))


def told(answer: Recommendation, knowledge: KnowledgeBase) -> dict[str, str]:
    return {each.algorithm: each.in_words()[0] for each in proposals_of(answer, knowledge)}


def in_lines(section: Section) -> str:
    return " ".join(markdown_of(section).split())


def test_what_is_proposed_and_leads_is_told_to_be_right(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    leader = advisor.recommend(Brief.from_mapping(CHURN)).candidates[0]
    answer = proposing(advisor, knowledge, leader.algorithm)
    assert answer.candidates[0].algorithm == leader.algorithm
    assert told(answer, knowledge) == {leader.algorithm: f"{leader.name}, as proposed: it is what to start with"}


def test_what_is_proposed_and_is_out_is_told_with_the_reason_and_once(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    answer = proposing(advisor, knowledge, "gaussian-process")
    reason = next(main_reason(each).text for each in answer.excluded if each.algorithm == "gaussian-process")
    assert told(answer, knowledge) == {"gaussian-process": f"not Gaussian process, as proposed: {reason}"}
    assert in_lines(first_screen(answer, knowledge)).count("aussian process") == 1


def test_what_was_made_for_something_else_is_told_to_be_so(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    said = told(proposing(advisor, knowledge, "arima"), knowledge)
    assert said == {"arima": "not ARIMA, as proposed: it is not made for binary classification on tabular data"}


def test_what_is_proposed_and_behind_is_told_with_how_far_and_by_what_the_brief_asks_for(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    last = advisor.recommend(Brief.from_mapping(CHURN)).outclassed[-1]
    unasked, asked = (proposing(advisor, knowledge, last.algorithm, priorities=p) for p in ([], ["accuracy"]))
    assert last.algorithm in {each.algorithm for each in asked.outclassed}
    assert told(unasked, knowledge)[last.algorithm] == f"{last.name}, as proposed: far behind"
    assert told(asked, knowledge)[last.algorithm] == f"{last.name}, as proposed: far behind; it loses by accuracy"


def test_of_a_kind_that_is_proposed_the_first_that_has_a_place_is_told(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    behind = told(proposing(advisor, knowledge, "deep learning"), knowledge)["deep-learning"]
    leading = told(proposing(advisor, knowledge, ["boosting"], **{"data.rows": 9_000_000}), knowledge)["ensembles"]
    assert behind.startswith("Deep learning, as proposed: of them ")
    assert leading.endswith(" is what to start with")


def test_a_kind_of_which_nothing_is_made_for_the_question_is_told_to_be_none_of_its_answers(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    said = told(proposing(advisor, knowledge, "LLM"), knowledge)["language-models"]
    wanted = "none that whichml knows is made for binary classification on tabular data"
    assert said == f"not language models, as proposed: {wanted}"


def test_a_kind_is_out_for_what_excludes_one_of_it(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    only_rules = {"project.ruled_out": ["neural-networks"]}
    answer = proposing(advisor, knowledge, "deep-learning", **only_rules)
    assert "the project rules" in told(answer, knowledge)["deep-learning"]


def test_kinds_are_the_algorithms_that_a_house_may_rule_out(knowledge: KnowledgeBase) -> None:
    assert {"random-forest", "stacking"} <= algorithms_of_kind("ensembles", knowledge)
    assert not {"random-forest"} & algorithms_of_kind("deep-learning", knowledge)


def test_what_is_in_use_or_was_tried_is_named_and_no_kind(knowledge: KnowledgeBase) -> None:
    with pytest.raises(BriefError, match="deep-learning"):
        Brief.from_mapping({**CHURN, "project.tried": "deep-learning"}, known_names(knowledge))


def test_what_the_answer_tells_by_another_name_is_told_by_that(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    named = {"project.proposed": "lightgbm", **SALES}
    answer = advisor.recommend(Brief.from_mapping(named, known_names(knowledge)))
    (said,) = told(answer, knowledge).values()
    assert "boosted trees on lag features" in said
    assert not said.startswith("not ")


def test_what_is_but_a_part_of_the_leader_is_not_told_to_lead_by_itself(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    trial = {
        "task": "treatment-effect-estimation", "data.modality": "tabular", "data.assignment": "random",
        "data.labelled_rows": 420_000, "data.minority_share": 0.04, "data.feedback": "full",
        "data.label_delay": "4 weeks", "deployment.experiments_possible": True,
        "deployment.update_cadence": "monthly", "project.deadline": "3 months", "project.proposed": "xgboost",
    }  # fmt: skip
    answer = advisor.recommend(Brief.from_mapping(trial, known_names(knowledge)))
    assert answer.candidates[0].algorithm == "uplift-meta-learner"
    wanted = "only by effect as the difference of two regressions, as in uplift meta-learner, which leads"
    assert told(answer, knowledge) == {"xgboost": f"XGBoost, as proposed: {wanted}"}


def test_of_a_kind_that_is_out_one_that_is_made_for_the_task_is_told(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    readable = {"requirement.interpretability.min": "high"}
    answer = proposing(advisor, knowledge, "deep-learning", **{"stakes.explanation": "full", **readable})
    assert "of them deep network for tables is out" in told(answer, knowledge)["deep-learning"]


def test_who_is_offered_something_is_told_to_run_it_beside_the_simplest(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    answer = proposing(advisor, knowledge, "multilayer-perceptron")
    offered = next(
        each for each in (*answer.candidates, *answer.outclassed) if each.algorithm == "multilayer-perceptron"
    )
    assert any(each.text.startswith("Run it beside the simplest that fits") for each in offered.cautions)


def test_screen_page_and_record_tell_what_is_proposed(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    answer = proposing(advisor, knowledge, ["xgb", "arima"])
    record = Section("", ShortRecord(answer, knowledge).sections())
    for section in (first_screen(answer, knowledge), answer_page(answer, knowledge), record):
        assert "ARIMA, as proposed" in in_lines(section)
        assert "XGBoost, as proposed" in in_lines(section)


def test_without_a_proposal_nobody_is_told_of_one(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    answer = advisor.recommend(Brief.from_mapping(CHURN))
    assert told(answer, knowledge) == {}
    assert "proposed" not in in_lines(first_screen(answer, knowledge))


def test_a_screen_of_many_proposals_keeps_to_its_lines(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    many = sorted(knowledge.algorithms)[:MOST_NAMED]
    screen = in_lines(first_screen(proposing(advisor, knowledge, many), knowledge))
    assert screen.count("as proposed") == MOST_TOLD


@pytest.mark.parametrize("order", [*permutations(("XGB", "Random Forest", "lgbm"))])
def test_names_in_any_order_are_one_brief(knowledge: KnowledgeBase, order: tuple[str, ...]) -> None:
    brief = Brief.from_mapping({**CHURN, "project.proposed": [*order]}, known_names(knowledge))
    assert brief.project.proposed == ("lightgbm", "random-forest", "xgboost")


@pytest.mark.parametrize("name", ["proposed", "vendor_proposal", "project.proposals", "suggested_algorithms"])
def test_the_field_has_other_names(knowledge: KnowledgeBase, name: str) -> None:
    brief = Brief.from_mapping({**CHURN, name: ["xgb", "rf"]}, known_names(knowledge))
    assert brief.project.proposed == ("random-forest", "xgboost")


@pytest.mark.parametrize(
    "words", ["a deep network for 60,000 euros, said to be right in 94 %", "their own system. price unknown"]
)
def test_a_sentence_on_what_is_proposed_is_read_with_the_notes(knowledge: KnowledgeBase, words: str) -> None:
    brief = Brief.from_mapping({**CHURN, "project.proposed": words}, known_names(knowledge))
    assert brief.project.proposed is None
    assert words in (brief.notes or "")


def test_nobody_is_asked_what_is_proposed(advisor: Advisor) -> None:
    answer = advisor.recommend(Brief.from_mapping(CHURN))
    assert "project.proposed" not in {each.field for each in answer.open_questions}


def test_a_kept_answer_tells_of_a_proposal_that_the_knowledge_no_longer_has(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    answer = advisor.recommend(Brief.from_mapping({"project.proposed": "lightgbm", **SALES}, known_names(knowledge)))
    others = {name: each for name, each in knowledge.algorithms.items() if name != "lightgbm"}
    (said,) = told(answer, replace(knowledge, algorithms=others)).values()
    assert said.startswith("not ")
