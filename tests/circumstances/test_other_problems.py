"""What is asked for and is none of the tasks: nothing is ranked where a brief names it, and what does it is told."""

from __future__ import annotations

from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printed_documents import printed
from whichml import Brief, BriefError, KnowledgeBase, RuleError
from whichml.advise.recommendation import recommend
from whichml.export.answer_page import answer_page
from whichml.export.decision_record import full_record
from whichml.export.first_screen import first_screen, one_line
from whichml.export.justification_graph import JustificationGraph
from whichml.export.screen_room import N_LINES
from whichml.export.short_record import ShortRecord
from whichml.knowledge.algorithm_calls import known_names
from whichml.knowledge.packs import parse_pack
from whichml.model.statements.recommendation import Recommendation
from whichml.model.values.vocabulary import TASKS

PACK: Final = """
rulepack: {id: bells, version: 1, title: Bells, license: CC0-1.0}
circumstances:
  - id: bells-order
    name: an order in which all bells ring once
    method: change ringing
    words: [[ring, rung], [the changes, in any order]]
    phrases: [order of bells]
    say: "Take a method of the tower, and let the tenor hold."
    sources: [{ref: zinkevich, locator: Rule 1, supports: rules}]
  - id: bells-frost
    name: frost in the tower
    phrases: [frost*]
    say: "Leave out the nights of frost."
    sources: [{ref: zinkevich, locator: Rule 5, supports: test}]
"""
NAMED: Final = {"project.circumstances": ["bells-frost", "bells-order"]}
TOLD: Final = {"notes": "There is frost. We have to ring the changes."}


@pytest.fixture(scope="module")
def belfry(knowledge: KnowledgeBase) -> KnowledgeBase:
    return KnowledgeBase.joined(knowledge, [parse_pack(PACK.encode(), "bells.yaml")])


def brief_of(belfry: KnowledgeBase, *, lenient: bool = False, **fields: Any) -> Brief:
    told = {"task": "regression", "data.modality": "tabular", "data.rows": 4000, **fields}
    return Brief.from_mapping(told, known_names(belfry), lenient=lenient)


def answer_of(belfry: KnowledgeBase, **fields: Any) -> Recommendation:
    return recommend(brief_of(belfry, **fields), belfry)


def screen_of(answer: Recommendation, belfry: KnowledgeBase) -> str:
    return printed(first_screen(answer, belfry))


def test_nothing_is_ranked_where_a_brief_names_what_is_none_of_the_tasks(belfry: KnowledgeBase) -> None:
    answer = answer_of(belfry, **NAMED)
    assert answer.candidates == answer.outclassed == answer.references == answer.relaxations == ()
    reasons = {reason.text for out in answer.excluded for reason in out.reasons if reason.kind == "other-problem"}
    assert reasons == {"what is asked for is an order in which all bells ring once, and change ringing does that"}
    assert one_line(answer) == "nothing"


def test_what_is_none_of_the_tasks_is_told_first_with_its_method_and_its_source(belfry: KnowledgeBase) -> None:
    answer = answer_of(belfry, **NAMED)
    first, second = answer.circumstances
    assert (first.circumstance, first.method, second.method) == ("bells-order", "change ringing", "")
    assert [each.ref for each in JustificationGraph(answer).citations(first.because)] == ["zinkevich"]
    screen = " ".join(screen_of(answer, belfry).split())
    assert "does what is asked for (an order in which all bells ring once): change ringing does." in screen
    assert "Take a method of the tower, and let the tenor hold. [zinkevich]" in screen
    assert "Start with" not in screen


def test_a_sentence_that_tells_it_moves_no_candidate_and_is_told_before_what_to_start_with(
    belfry: KnowledgeBase,
) -> None:
    answer = answer_of(belfry, **TOLD)
    assert answer.top() == answer_of(belfry, notes="There is frost.").top() != ()
    screen = " ".join(screen_of(answer, belfry).split())
    doubt = "If that is what is asked for, change ringing does it and nothing below."
    assert screen.index(f"A sentence tells of an order in which all bells ring once. {doubt}") > -1
    assert screen.index(doubt) < screen.index("Start with")
    assert screen.count("ring once") == 1


def test_a_sentence_is_believed_no_more_where_the_brief_says_that_it_does_not_hold(belfry: KnowledgeBase) -> None:
    answer = answer_of(belfry, **TOLD, **{"project.no_circumstances": ["bells-order"]})
    assert "bells-order" not in {each.circumstance for each in answer.circumstances}
    assert "change ringing" not in screen_of(answer, belfry)


def test_a_name_alone_tells_it_only_where_a_brief_says_what_it_asks_for(belfry: KnowledgeBase) -> None:
    titled, noted = (
        answer_of(belfry, title="The order of bells"),
        answer_of(belfry, notes="The order of bells is long."),
    )
    assert [each.circumstance for each in titled.circumstances] == ["bells-order"]
    assert noted.circumstances == ()


def test_what_else_is_asked_for_is_answered_beside_it(belfry: KnowledgeBase) -> None:
    answer = answer_of(belfry, **NAMED, **{"project.further_tasks": ["clustering"]})
    (further,) = answer.further
    assert further.choices
    assert f"start with {further.choices[0].name}" in " ".join(screen_of(answer, belfry).split())


def test_page_and_records_say_what_does_it(belfry: KnowledgeBase) -> None:
    named, told = answer_of(belfry, **NAMED), answer_of(belfry, **TOLD)
    page = " ".join(printed(answer_page(named, belfry)).split())
    assert "what is asked for is none of the tasks" in page
    assert "that would solve the task: what is asked for is an order" in page
    assert page.count("and change ringing does that") == 1
    assert "change ringing" in printed(full_record(named, belfry))
    short = ShortRecord(named, belfry)
    assert short.title().endswith(": change ringing")
    sections = " ".join(" ".join(map(printed, short.sections())).split())
    assert "No option is chosen: what is asked for is none of the tasks." in sections
    doubtful = " ".join(" ".join(map(printed, ShortRecord(told, belfry).sections())).split())
    assert "change ringing does it and nothing below" in doubtful


def test_words_under_task_that_tell_it_are_refused_with_what_does_it(belfry: KnowledgeBase) -> None:
    with pytest.raises(BriefError) as refusal:
        brief_of(belfry, task="an order of bells for Sunday")
    assert "which change ringing answers" in str(refusal.value)
    assert "`bells-order` under `project.circumstances`" in str(refusal.value)
    with pytest.raises(BriefError, match="which change ringing answers"):
        brief_of(belfry, task="bells-order")
    assert brief_of(belfry, task="forecasting").task == "forecasting"


def test_read_leniently_such_words_are_a_guess_that_asks_for_it(belfry: KnowledgeBase) -> None:
    brief = brief_of(belfry, task="predict the order of bells for Sunday", lenient=True)
    assert brief.project.circumstances == ("bells-order",)
    assert recommend(brief, belfry).candidates == ()
    frost = brief_of(
        belfry, task="predict the order of bells for Sunday", lenient=True, **{"project.circumstances": ["bells-frost"]}
    )
    assert frost.project.circumstances == ("bells-frost",)


@pytest.mark.parametrize("condition", ["when: {data.rows: {above: 100}}", "unless: {data.drift: none}"])
def test_what_is_none_of_the_tasks_is_none_whatever_else_holds(condition: str) -> None:
    text = PACK.replace("    phrases: [order", f"    {condition}\n    phrases: [order")
    with pytest.raises(RuleError, match="leave out `when` and `unless`"):
        parse_pack(text.encode(), "bells.yaml")


@pytest.mark.slow("writes a screen of each problem")
@given(data=st.data())
def test_the_first_screen_has_room_for_any_problem_beside_any_task(data: st.DataObject, belfry: KnowledgeBase) -> None:
    known = sorted(name for name, each in belfry.circumstances.items() if each.facts.method)
    problem, task = data.draw(st.sampled_from(known)), data.draw(st.sampled_from(TASKS))
    fields = {"task": task, "title": "Bells", "project.circumstances": [problem]}
    answer = answer_of(belfry, **fields)
    screen = screen_of(answer, belfry)
    assert len(screen.splitlines()) <= N_LINES
    assert str(belfry.circumstances[problem].facts.method) in " ".join(screen.split())
    assert answer.candidates == ()
