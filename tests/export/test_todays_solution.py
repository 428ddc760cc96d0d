"""What a project uses today, as its notes or a field tell, is named among what stands beside the leader."""

from __future__ import annotations

import pytest

from printed_documents import printed
from whichml import Brief, Recommendation
from whichml.advise.recommendation import Advisor
from whichml.export.answer_page import answer_page
from whichml.export.baselines import baseline_beside
from whichml.export.decision_record import to_markdown
from whichml.export.first_screen import first_screen
from whichml.export.todays_solution import and_what_is_kept, todays_solution
from whichml.knowledge.base import Knowledge


@pytest.fixture(scope="module")
def answer(advisor: Advisor) -> Recommendation:
    told = {"task": "binary-classification", "data": {"modality": "tabular", "rows": 80_000}}
    return advisor.recommend(Brief.from_mapping(told))


def with_notes(answer: Recommendation, notes: str) -> Recommendation:
    return answer.model_copy(update={"brief": {**answer.brief, "notes": notes}})


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        ("current: 40 hand-written rules. metric: euros", "what runs today (40 hand-written rules)"),
        ("Spare parts. current solution: moving average in Excel", "what runs today (moving average in Excel)"),
        ("now: lgbm on 40 features, trained weekly", "what runs today (lgbm on 40 features)"),
        ("Today limits on order spectra, hand tuned", "what runs today (limits on order spectra)"),
        ("Currently, a rule of thumb.", "what runs today (a rule of thumb)"),
        (f"current: {'a very long story ' * 4}", "what runs today"),
        ("Weather at hand. A bought forecast runs today and has to be beaten.", "what runs today (a bought forecast)"),
        (
            "Bids. We have a large logistic regression in production today.",
            "what runs today (a large logistic regression)",
        ),
        ("Limits set by hand are used at present.", "what runs today (Limits set by hand)"),
        ("A spreadsheet is in use, off by 12 MW.", "what runs today (a spreadsheet)"),
        ("Two colleagues type it now. SAP.", "who does it today (two colleagues)"),
        ("Operators check them by hand today", "who does it today (Operators)"),
        ("The sensor is in use for brakes.", ""),
        ("We want to use it now.", ""),
        ("A team has to review them today.", ""),
        ("Nothing is in use.", ""),
        ("Nothing runs today.", ""),
        ("A truck runs each hour of today.", ""),
        ("The sensor is used for brakes.", ""),
        ("current: none", ""),
        ("Today nobody looks at them.", ""),
        ("Now we want to use it on the next block", ""),
        ("The currently best ideas are many", ""),
        ("", ""),
    ],
)
def test_notes_tell_what_runs_today(answer: Recommendation, knowledge: Knowledge, notes: str, expected: str) -> None:
    found = todays_solution(with_notes(answer, notes), knowledge)
    assert (found.name if found is not None else "") == expected


def test_what_is_kept_is_told_by_its_whole_name_or_not_at_all(answer: Recommendation, knowledge: Knowledge) -> None:
    kept = baseline_beside(answer, knowledge)
    assert kept is not None
    said = "Start with this."
    whole = f"{said} Keep {kept.name} beside it: {kept.why}."
    short = f"{said} Keep {kept.name} beside it"

    def in_letters(n: int) -> str:
        return and_what_is_kept(said, answer, knowledge, lambda text: text if len(text) <= n else f"{text[: n - 1]}…")

    assert in_letters(len(whole)) == whole
    assert in_letters(len(short) + 9) == f"{whole[: len(short) + 8]}…"
    assert in_letters(len(short)) == said
    assert in_letters(len(said) + 9) == said


def test_what_is_in_use_is_told_once(answer: Recommendation, knowledge: Knowledge) -> None:
    def used(name: str) -> str:
        brief = {**answer.brief, "project": {"existing_algorithm": name}}
        found = todays_solution(answer.model_copy(update={"brief": brief}), knowledge)
        return found.name if found is not None else ""

    assert answer.baseline is not None
    assert used(answer.baseline.algorithm) == ""
    assert used(answer.candidates[0].algorithm) == "what runs today (as it is set up)"
    assert used("arima") == "what runs today (ARIMA)"


def test_screen_record_and_whole_answer_name_what_runs_today(answer: Recommendation, knowledge: Knowledge) -> None:
    told = with_notes(answer, "current: 40 hand-written rules")
    assert told.baseline is not None
    said = (
        "Keep what runs today (40 hand-written rules) beside it, measured on the same rows, and logistic regression: "
    )
    assert said in " ".join(printed(first_screen(told, knowledge)).split())
    assert "what runs today (40 hand-written rules), measured on the same rows" in printed(answer_page(told, knowledge))
    assert "Keep what runs today (40 hand-written rules) and " in to_markdown(told, knowledge)


@pytest.mark.parametrize(
    ("room", "ending"),
    [
        (500, "."),
        (120, "same rows, and logistic regression."),
        (95, "same rows."),
        (60, "rules) beside it."),
        (20, "…"),
    ],
)
def test_where_there_is_little_room_what_runs_today_is_told_first(
    answer: Recommendation, knowledge: Knowledge, room: int, ending: str
) -> None:
    told = with_notes(answer, "current: hand-written rules")
    cut = and_what_is_kept("A.", told, knowledge, lambda text: text if len(text) <= room else f"{text[: room - 1]}…")
    assert cut.endswith(ending)
    assert len(cut) <= room


@pytest.mark.parametrize(
    ("task", "compared"),
    [
        ("control", "in turns of shifts or days drawn by lot"),
        ("sequential-decision", "in turns of shifts or days drawn by lot"),
        ("planning", "on the same past cases"),
        ("regression", "measured on the same rows"),
    ],
)
def test_no_old_rows_tell_what_another_way_to_act_would_have_done(
    advisor: Advisor, knowledge: Knowledge, task: str, compared: str
) -> None:
    notes = "Today: a foreman sets it by a printed table."
    answer = advisor.recommend(Brief.from_mapping({"task": task, "data.modality": "tabular", "notes": notes}))
    today = todays_solution(answer, knowledge)
    assert today is not None
    assert today.why == f", {compared}"


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({}, "A. It runs already: does it still get better?"),
        ({"existing_plateaued": False}, "A. It runs already."),
    ],
)
def test_who_is_to_start_with_what_runs_is_told_so_and_asked_for_its_limit(
    answer: Recommendation, knowledge: Knowledge, known: dict[str, bool], said: str
) -> None:
    brief = {**answer.brief, "project": {"existing_algorithm": answer.candidates[0].algorithm, **known}}
    led = answer.model_copy(update={"brief": brief})
    cut = and_what_is_kept("A.", led, knowledge, lambda text: text if len(text) <= len(said) else "…")
    assert cut == said


def test_who_runs_the_general_form_is_not_told_that_the_special_one_which_leads_runs_already(
    advisor: Advisor, knowledge: Knowledge
) -> None:
    rare = {"task": "forecasting", "data.modality": "time-series", "data.intermittent": True, "data.series": 48_000}
    answer = advisor.recommend(Brief.from_mapping({**rare, "project.existing_algorithm": "exponential-smoothing"}))
    assert "exponential-smoothing" in answer.candidates[0].equivalents
    today = todays_solution(answer, knowledge)
    assert today is None or (today.in_short == () and "exponential smoothing" in today.name)
    said = and_what_is_kept("A.", answer, knowledge, lambda text: text)
    assert "runs already" not in said
    assert "exponential smoothing" in said
