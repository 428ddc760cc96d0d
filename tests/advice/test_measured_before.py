"""What was measured before and is known to come moves the answer, and briefs that say nothing of it keep theirs."""

from __future__ import annotations

from typing import Any

import pytest

from whichml import Brief, KnowledgeBase, Recommendation
from whichml.advise.interview import Interview
from whichml.advise.recommendation import Advisor
from whichml.export.document import Section
from whichml.export.markdown import markdown_of
from whichml.export.screen_parts import ScreenParts

ALARMS = {"task": "binary-classification", "data.modality": "tabular", "data.rows": 50_000}
NUMBERS = {"task": "regression", "data.modality": "tabular", "data.rows": 5_000}
ADDED = (
    "data.random_labels", "data.new_labels_per_day", "data.tolerance", "data.measuring_error", "data.known_shift",
    "data.late_entry", "data.repeated_events", "data.history_share", "data.values_without_place", "data.reading_error",
    "data.label_agreement", "project.existing_recall", "project.existing_precision", "project.existing_error",
    "project.trials_left", "project.trials_at_once", "stakes.cost_ratio",
)  # fmt: skip


def answer_to(advisor: Advisor, **fields: Any) -> Recommendation:
    return advisor.recommend(Brief.from_mapping(fields))


def measured(answer: Recommendation) -> str:
    return next(each.procedure for each in answer.measurements if each.quality == "accuracy")


def test_figures_of_today_stand_on_the_screen_and_beside_what_is_measured(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    answer = answer_to(advisor, **ALARMS, **{"project.existing_recall": 0.85, "project.existing_precision": 0.82})
    shown = markdown_of(Section("", tuple(ScreenParts(answer, knowledge).start())))
    assert "Keep what runs today beside it" in shown.replace("\n", " ")
    assert "To beat:" in shown
    assert "what is in use today, which finds 85 % of what is sought, with 82 % of its reports right" in measured(
        answer
    )
    assert "heuristic-benchmark" in {each.pattern for each in answer.patterns}


def test_figures_of_a_named_way_stand_behind_its_name(advisor: Advisor) -> None:
    fields = {**ALARMS, "project.existing_algorithm": "logistic-regression", "project.existing_precision": 0.4}
    answer = answer_to(advisor, **fields)
    assert answer.baseline is not None
    assert answer.baseline.why == "it is what is in use today, and is right in 40 % of its reports"
    assert "logistic regression, which is in use today and is right in 40 % of its reports" in measured(answer)


def test_a_number_with_a_tolerance_is_judged_by_the_share_within_it(advisor: Advisor) -> None:
    def metric(**fields: Any) -> str:
        answer = answer_to(advisor, **NUMBERS, **fields)
        return next(each.metric for each in answer.measurements if each.quality == "accuracy")

    assert (metric(**{"data.tolerance": 80}), metric()) == ("within-tolerance", "mae")


@pytest.mark.parametrize("task", ["binary-classification", "regression", "forecasting", "survival-analysis",
                                  "recommendation", "experiment-selection", "sequence-labelling"])  # fmt: skip
def test_no_answer_asks_for_what_would_only_add_to_it(advisor: Advisor, task: str) -> None:
    modality = {"forecasting": "time-series", "recommendation": "interactions", "sequence-labelling": "text"}
    answer = answer_to(advisor, **{"task": task, "data.modality": modality.get(task, "tabular")})
    assert not {each.field for each in answer.open_questions} & set(ADDED)


@pytest.mark.parametrize(
    ("task", "modality", "field"),
    [
        ("survival-analysis", "tabular", "data.late_entry"),
        ("forecasting", "time-series", "data.known_shift"),
        ("experiment-selection", "tabular", "project.trials_at_once"),
        ("recommendation", "interactions", "data.history_share"),
    ],
)
def test_an_interview_may_ask_for_what_would_add_to_an_answer(
    advisor: Advisor, task: str, modality: str, field: str
) -> None:
    brief = Brief.from_mapping({"task": task, "data.modality": modality})
    assert field in Interview(advisor, brief).open_fields()
