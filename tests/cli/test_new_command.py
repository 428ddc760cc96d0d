"""`whichml new` asks what can change the answer, and writes a brief that keeps what was said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from small_knowledge import ROOT
from whichml import Brief, BriefError
from whichml.advise.interview import Interview, Question, question_about
from whichml.advise.recommendation import Advisor
from whichml.model.brief_writing import commented_brief, write_brief


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "brief.yaml"


def typed(*lines: str) -> bytes:
    return ("\n".join(lines) + "\n").encode()


@pytest.fixture
def third(advisor: Advisor) -> Question:
    """Return what is asked once it is known that texts are to be put into classes."""
    brief = Brief.from_mapping({"task": "multiclass-classification", "data.modality": "text"})
    question = Interview(advisor, brief).question()
    assert question is not None
    return question


def test_what_was_answered_stands_in_the_brief_with_its_meaning_above(run: Any, path: Path, third: Question) -> None:
    talk = run("new", path, stdin=typed("multiclass", "text", third.example, "done", "", ""))
    assert talk.exit_code == 0
    brief = Brief.load(path)
    assert (brief.task, brief.data.modality) == ("multiclass-classification", ("text",))
    assert third.field in brief.facts()
    assert f"# {third.meaning[:40]}" in path.read_text("utf-8")
    assert "Start with " in talk.stdout


def test_a_nonsense_answer_is_explained_and_asked_again(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("banana", "clustering", "tabular", "done", "", ""))
    assert "`task` cannot be 'banana'." in talk.stdout
    assert Brief.load(path).task == "clustering"


def test_a_word_that_several_fit_is_asked_for_again_with_those(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("multi", "multil", "text", "done", "", ""))
    assert "'multi' may be multiclass-classification or multilabel-classification: write one of them." in talk.stdout
    assert Brief.load(path).task == "multilabel-classification"


def test_why_a_question_is_asked_is_told_with_what_the_answer_would_turn(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("multiclass", "text", "?", "done", "", ""))
    assert " the first would be " in talk.stdout


def test_the_answer_so_far_is_shown_on_demand(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("clustering", "tabular", "show", "done", "", ""))
    assert talk.stdout.count("Start with ") == 2


def test_an_interview_that_is_cut_off_keeps_what_was_said_and_goes_on_from_there(
    run: Any, path: Path, third: Question
) -> None:
    cut = run("new", path, stdin=typed("multiclass", "text", third.example))
    assert cut.exit_code == 130
    assert "goes on" in cut.stderr
    said = Brief.load(path)
    assert third.field in said.facts()
    again = run("new", path, stdin=typed("done", "", ""))
    assert again.exit_code == 0
    assert again.stdout.startswith(f"Going on with {path}.")
    assert f"   {third.field}" not in again.stdout
    assert Brief.load(path) == said


def test_bounds_and_priorities_are_asked_at_the_end_and_refused_with_a_reason(run: Any, path: Path) -> None:
    last = (
        "inference-latency max 40 ms (p99)",
        "soon",
        "swiftness max high",
        "",
        "accuracy, nonsense",
        "accuracy, explainability",
    )
    talk = run("new", path, stdin=typed("regression", "tabular", "done", *last))
    brief = Brief.load(path)
    (bound,) = brief.requirements
    assert (bound.quality, str(bound.max), bound.at, bound.priority) == (
        "inference-latency",
        str(bound.max),
        "p99",
        "must",
    )
    assert brief.priorities == (("accuracy",), ("explainability",))
    assert "'soon' is no bound." in talk.stdout
    assert "unknown quality 'swiftness'" in talk.stdout
    assert "unknown quality 'nonsense'" in talk.stdout


def test_a_table_begins_the_brief_with_what_it_tells(run: Any, path: Path) -> None:
    table = ROOT / "tests/data/breast_cancer.csv"
    talk = run("new", path, "--from", table, "--target", "diagnosis", stdin=typed("done", "", ""))
    assert talk.exit_code == 0, talk.output
    brief = Brief.load(path)
    assert (brief.task, brief.data.rows) == ("binary-classification", 569)


def test_a_file_that_is_no_brief_is_not_overwritten(run: Any, path: Path) -> None:
    path.write_text("no: brief\n")
    assert run("new", path, stdin=typed("clustering")).exit_code == 2
    assert path.read_text() == "no: brief\n"
    path.write_text("task: clustering\ndata: {modality: tabular}\n")
    table = ROOT / "tests/data/breast_cancer.csv"
    refused = run("new", path, "--from", table, "--target", "diagnosis", stdin=typed("done"))
    assert refused.exit_code == 2
    assert "is there already" in refused.stderr


def test_a_field_that_is_passed_over_is_not_asked_again(advisor: Advisor) -> None:
    interview = Interview(advisor, Brief.from_mapping({"task": "regression", "data.modality": "tabular"}))
    asked: list[str] = []
    while (question := interview.question()) is not None and len(asked) < 12:
        asked.append(question.field)
        interview.pass_over(question.field)
    assert len(asked) == len(set(asked)) > 2


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


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(
    st.fixed_dictionaries(
        {"task": st.just("clustering"), "data.modality": st.sampled_from(["tabular", "text"])},
        optional={
            "title": st.text(min_size=1, max_size=40).filter(lambda text: text.isprintable() and text.strip()),
            "data.rows": st.integers(0, 10**9), "stakes.explanation": st.sampled_from(["none", "full"]),
            "data.missing_share": st.floats(0, 1), "project.human_review": st.booleans(),
        },
    )
)  # fmt: skip
def test_a_commented_brief_is_read_back_as_it_was_said(fields: dict[str, Any]) -> None:
    brief = Brief.from_mapping(fields)
    assert Brief.parse(commented_brief(fields).encode(), "brief.yaml") == brief


def test_a_brief_is_written_whole_or_not_at_all(path: Path) -> None:
    path.write_text("old\n")
    with pytest.raises(UnicodeEncodeError):
        write_brief(path, "new \ud800\n")
    assert path.read_text() == "old\n"
