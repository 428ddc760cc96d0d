"""An interview without a face: what is said, passed over, refused and taken back."""

from __future__ import annotations

import pytest

from whichml import Brief, BriefError
from whichml.advise.interview import Interview
from whichml.advise.question_choice import question_about
from whichml.advise.recommendation import Advisor
from whichml.model.format.brief_writing import commented_brief


def test_a_field_that_is_passed_over_is_not_asked_again(advisor: Advisor) -> None:
    interview = Interview(advisor, Brief.from_mapping({"task": "regression", "data.modality": "tabular"}))
    asked: list[str] = []
    while (question := interview.question()) is not None and len(asked) < 12:
        asked.append(question.field)
        interview.pass_over(question.field)
    assert len(asked) == len(set(asked)) > 2


def test_what_was_said_is_not_listed_as_unknown_where_somebody_comes_back_to_it_and_knows_no_more(
    advisor: Advisor,
) -> None:
    interview = Interview(advisor, Brief.from_mapping({"task": "regression", "data.modality": "tabular"}))
    interview.pass_over("data.modality")
    assert interview.passed_over == set()
    assert interview.said()["data.modality"] == "tabular"


def test_the_task_and_the_data_have_to_be_known(advisor: Advisor) -> None:
    interview = Interview(advisor)
    with pytest.raises(BriefError, match="`task` has to be known") as refused:
        interview.pass_over("task")
    assert "Choose one of binary-classification, " in str(refused.value)
    assert interview.passed_over == set()


def test_bounds_and_priorities_wait_for_the_task_and_the_data(advisor: Advisor) -> None:
    interview = Interview(advisor)
    interview.answer("task", "regression")
    with pytest.raises(BriefError, match="a bound needs a task and data"):
        interview.require("inference-latency", "max", "40 ms")
    with pytest.raises(BriefError, match="priorities need a task and data"):
        interview.rank(["accuracy"])
    assert interview.said() == {"task": "regression"}


def test_the_task_and_the_data_may_be_told_in_either_order(advisor: Advisor) -> None:
    interview = Interview(advisor)
    interview.answer("data.modality", "text")
    assert interview.brief is None
    asked = interview.question()
    assert asked is not None
    assert (asked.field, asked.turning) == ("task", None)
    interview.answer("task", "regression")
    assert interview.brief == Brief.from_mapping({"task": "regression", "data.modality": ["text"]})
    assert interview.said() == {"task": "regression", "data.modality": "text"}


def test_amounts_stay_in_the_file_as_they_were_typed(advisor: Advisor) -> None:
    interview = Interview(advisor, Brief.from_mapping({"task": "regression", "data.modality": "tabular"}))
    assert interview.answer("deployment.memory", "24 GB on the GPU") == "24 GB"
    interview.answer("data.missing_share", "about 6 %")
    interview.answer("project.budget", "500 EUR")
    interview.require("inference-latency", "max", "40 ms")
    text = commented_brief(interview.said())
    for line in ("  memory: 24 GB", "  missing_share: 6 %", "  budget: 500 EUR", "  max: 40 ms"):
        assert f"\n{line}\n" in text
    again = Interview(advisor, Brief.parse(text.encode(), "brief.yaml"))
    again.answer("data.rows", "20k")
    assert "\n  memory: 24 GB\n" in commented_brief(again.said())


def test_what_was_said_last_is_taken_back_as_if_it_had_not_been_said(advisor: Advisor) -> None:
    interview = Interview(advisor, Brief.from_mapping({"task": "regression", "data.modality": "tabular"}))
    before, asked = interview.said(), interview.question()
    interview.answer("data.rows", "20k")
    interview.pass_over("data.drift")
    assert [interview.take_back(), interview.take_back(), interview.take_back()] == ["data.drift", "data.rows", None]
    assert (interview.said(), interview.question(), interview.passed_over) == (before, asked, set())


def test_an_algorithm_that_nobody_knows_is_refused_at_once_and_not_by_the_check(advisor: Advisor) -> None:
    interview = Interview(advisor, Brief.from_mapping({"task": "regression", "data.modality": "tabular"}))
    interview.answer("project.existing_algorithm", "Random forest")
    with pytest.raises(BriefError, match="unknown algorithm 'our-own-magic'"):
        interview.answer("project.existing_algorithm", "our own magic")
    assert interview.said()["project.existing_algorithm"] == "random-forest"


def test_what_was_tried_is_answered_with_names_of_which_none_may_be_unknown(advisor: Advisor) -> None:
    interview = Interview(advisor, Brief.from_mapping({"task": "regression", "data.modality": "tabular"}))
    interview.answer("project.tried", "XGBoost and random forest")
    with pytest.raises(BriefError, match="unknown algorithm 'our-own-magic'"):
        interview.answer("project.tried", "lasso, our own magic")
    assert interview.said()["project.tried"] == ["xgboost", "random-forest"]


def test_a_refused_answer_changes_nothing(advisor: Advisor) -> None:
    interview = Interview(advisor)
    with pytest.raises(BriefError):
        interview.answer("task", "banana")
    assert interview.said() == {}
    begun = Interview(advisor, Brief.from_mapping({"task": "regression", "data.modality": "tabular"}))
    with pytest.raises(BriefError):
        begun.answer("data.minority_share", "1.5")
    assert begun.said() == {"task": "regression", "data.modality": "tabular"}


def test_a_bound_joins_those_that_are_there_and_a_new_order_replaces_the_old_one(advisor: Advisor) -> None:
    interview = Interview(advisor, Brief.from_mapping({"task": "regression", "data.modality": "tabular"}))
    interview.require("inference-latency", "max", "40 ms", at="p99")
    interview.require("privacy", "min", "high")
    interview.rank(["accuracy", "privacy"])
    interview.rank(["privacy"])
    assert interview.brief is not None
    assert [(r.quality, r.priority, r.at) for r in interview.brief.requirements] == [
        ("inference-latency", "must", "p99"), ("privacy", "must", None),
    ]  # fmt: skip
    assert interview.brief.priorities == (("privacy",),)


@pytest.mark.parametrize(
    ("field", "first_words", "example"),
    [
        ("data.sparse", (), "yes"),
        ("data.drift", ("none", "slow"), "slow"),
    ],
)
def test_a_question_names_the_words_that_may_be_answered_and_an_example(
    field: str, first_words: tuple[str, ...], example: str
) -> None:
    asked = question_about(field)
    assert (asked.words[:2], asked.example, asked.turning) == (first_words, example, None)
    assert asked.meaning != ""
