"""What an interview asks: what limits hard first, then what turns the answer, then what most rules wait for."""

from __future__ import annotations

import json
from typing import Any

import pytest
from made_up_practice import practice, practised

from by_night import by_night
from small_knowledge import ContentFolder, claim, rule
from small_knowledge import brief as smallest
from whichml import Brief, BriefError
from whichml.advise.assessment import Assessment
from whichml.advise.interview import Interview
from whichml.advise.question_choice import Question, question_about
from whichml.advise.recommendation import Advisor
from whichml.advise.turning_causes import first_of
from whichml.advise.turning_facts import TurningFact
from whichml.export.naming import Naming
from whichml.export.question_reasons import hypothesis, reason_of
from whichml.knowledge.base import Knowledge
from whichml.model.documents.document import Plain
from whichml.model.format.brief_fields import FACT_FIELDS
from whichml.model.format.field_relevance import SIZES, does_not_apply, tells_something
from whichml.model.format.tasks_of_fields import NOT_OF_TASKS, TASKS_OF
from whichml.model.statements.conditions import WordTest

HOTEL: dict[str, Plain] = {
    "task": "binary-classification", "data.modality": "tabular", "data.rows": 41_000, "data.labelled_rows": 41_000,
    "data.features": 30, "data.privacy": "personal", "data.residency": "stays-in-organisation",
    "deployment.target": "on-premises", "deployment.interaction": "batch", "deployment.update_cadence": "monthly",
}  # fmt: skip
SEARCH: dict[str, Plain] = {
    "task": "retrieval", "data.modality": "text", "data.items": 380_000, "deployment.target": "on-premises",
    "deployment.interaction": "interactive", "data.residency": "stays-in-organisation",
}  # fmt: skip
EARLY_OF_SEARCH = ["data.privacy", "data.languages", "stakes.explanation"]


KEPT: dict[tuple[int, str], tuple[Advisor, Interview, list[Question]]] = {}
"""Interviews in which nobody knows more, by who asks and what was said, with what they asked so far."""


def questions(advisor: Advisor, said: dict[str, Plain], n_most: int = 60) -> list[Question]:
    """Return what an interview asks where nobody knows more; it goes on where another test had left it."""
    key = id(advisor), json.dumps(said)
    _, interview, found = KEPT.setdefault(key, (advisor, Interview(advisor, Brief.from_mapping(said)), []))
    while len(found) < n_most and (question := interview.question()) is not None:
        found.append(question)
        interview.pass_over(question.field)
    return found[:n_most]


def asked(advisor: Advisor, said: dict[str, Plain], n_most: int = 60) -> list[str]:
    """Return the fields that an interview asks for where nobody knows more."""
    return [question.field for question in questions(advisor, said, n_most)]


def rivals(folder: ContentFolder, *more: dict[str, Any]) -> None:
    """Put two algorithms that do as well into a folder, of which a fast drift rules out the second, and more rules."""
    folder.algorithm("leader", claim("accuracy", "medium"), claim("explainability", "high"))
    folder.algorithm("rival", claim("accuracy", "high"), claim("explainability", "medium"), family="tree-ensemble")
    folder.rules(
        rule("counts", {"prioritise": {"accuracy": "high"}}),
        rule("counts-too", {"prioritise": {"explainability": "high"}}),
        rule("drifts", {"exclude": "it drifts"}, {"data.drift": "fast"}, algorithm={"id": "rival"}),
        *more,
    )


# -- the order -------------------------------------------------------------------------------------------------------


def test_how_far_the_data_may_go_is_asked_once_nothing_that_everybody_knows_turns_the_first(advisor: Advisor) -> None:
    first = asked(advisor, {"task": "retrieval", "data.modality": "text"}, n_most=10)
    place = first.index("data.residency")
    assert first[place : place + 2] == ["data.residency", "data.privacy"]
    assert {"data.rows", "data.items", "data.exact_match"} <= {*first[:place]}


@pytest.mark.parametrize(
    ("task", "modality", "own"),
    [
        ("forecasting", "time-series", {"data.horizon", "data.series", "data.exogenous", "data.history"}),
        ("binary-classification", "tabular", {"data.labelled_rows", "data.features", "data.rows"}),
        ("recommendation", "interactions", {"data.users", "data.items", "data.cold_start"}),
    ],
)
def test_what_everybody_knows_of_such_a_task_and_its_data_is_asked_before_anything_else(
    advisor: Advisor, task: str, modality: str, own: set[str]
) -> None:
    first = asked(advisor, {"task": task, "data.modality": modality}, 18)
    late = min(first.index(name) for name in ("data.residency", "data.privacy"))
    assert own <= {*first[:late]}


def test_where_no_rule_waits_for_it_nobody_asks_how_far_the_data_may_go(folder: ContentFolder) -> None:
    folder.algorithm("one").rules(
        rule("mind", {"caution": "Mind it."}, {"data.drift": "fast"}, algorithm={"id": "one"})
    )
    assert "data.residency" not in asked(Advisor.of(folder.knowledge()), smallest().as_written())


def test_what_turns_the_answer_comes_before_what_only_rules_wait_for(folder: ContentFolder) -> None:
    folder.algorithm("accurate", claim("accuracy", "high"), family="tree-ensemble")
    folder.algorithm("poorer", claim("accuracy", "medium"))
    folder.rules(
        rule("counts", {"prioritise": {"accuracy": "high"}}),
        *(rule(f"mind-{n}", {"caution": "Mind it."}, {"stakes.safety_critical": True}, algorithm={"id": "accurate"})
          for n in range(9)),
    )  # fmt: skip
    advisor = practised(folder.knowledge(), practice([{}, {"data.drift": "fast"}], {"poorer": {0: 1.5, 1: 3.0}}))
    first, second = asked(advisor, smallest().as_written())[:2]
    assert (first, second) == ("data.drift", "stakes.safety_critical")


def test_what_changes_only_who_stands_beside_the_first_is_asked_though_no_rule_waits_for_it(
    folder: ContentFolder,
) -> None:
    folder.algorithm("first", claim("accuracy", "high"), family="tree-ensemble")
    folder.algorithm("second", claim("accuracy", "high"))
    folder.algorithm("third", claim("accuracy", "high"), family="symbolic")
    folder.algorithm("fourth", claim("accuracy", "high"), family="kernel-method")
    folder.rules(rule("counts", {"prioritise": {"accuracy": "high"}}))
    choices = {"first": {0: 2.6}, "second": {0: 2.2}, "third": {0: 2.1}, "fourth": {0: 2.0, 1: 0.4}}
    advisor = practised(folder.knowledge(), practice([{}, {"data.drift": "fast"}], choices))
    assert asked(advisor, smallest().as_written()) == ["data.drift"]
    alike = practised(folder.knowledge(), practice([{}, {"data.drift": "fast"}], {**choices, "fourth": {0: 2.0}}))
    assert asked(alike, smallest().as_written()) == []


def test_a_field_that_a_rule_reads_of_a_task_tells_something_of_it(advisor: Advisor) -> None:
    read = {
        (task, condition.field)
        for rule in advisor.knowledge.rules
        for of_task in rule.when
        if of_task.field == "task" and isinstance(of_task.test, WordTest)
        for task in of_task.test.allowed
        for condition in (*rule.when, *rule.unless)
    }
    assert len(read) > 300
    read -= {("retrieval", "data.users"), ("retrieval", "data.cold_start")}  # who searches needs no history
    read -= {("forecasting", "stakes.cost_false_negative")}  # it is answered, and costs of a unit are asked for instead
    read -= {(task, "data.events") for task, _ in read if task != "survival-analysis"}  # one rule asks it of all
    assert {(t, f) for t, f in read if t not in TASKS_OF.get(f, {t}) or t in NOT_OF_TASKS.get(f, ())} == set()


@pytest.mark.slow("asks most of an interview")
@pytest.mark.parametrize(
    ("said", "n_most", "wanted"),
    [
        (HOTEL, 30, {"stakes.safety_critical", "data.minority_share", "stakes.cost_of_mistakes", "stakes.regulation",
                     "stakes.explanation", "project.team_ml_skill", "deployment.top_k", "project.cases_per_day",
                     "data.label_origin"}),
        (HOTEL, 50, {"stakes.cost_false_positive", "stakes.cost_false_negative", "project.human_review"}),
        (SEARCH, 38, {"stakes.safety_critical", "stakes.regulation", "data.languages", "data.clicks",
                      "data.exact_match", "deployment.requests_per_day"}),
        (SEARCH, 44, {"project.human_review", "deployment.top_k"}),
    ],
)  # fmt: skip
def test_what_decisions_and_cautions_depend_on_is_asked_in_good_time(
    advisor: Advisor, said: dict[str, Plain], n_most: int, wanted: set[str]
) -> None:
    assert wanted - {*asked(advisor, said, n_most)} == set()


@pytest.mark.slow("asks a whole interview")
def test_an_interview_ends_while_fields_are_left_from_which_little_follows(advisor: Advisor) -> None:
    interview = Interview(advisor, Brief.from_mapping(HOTEL))
    interview.passed_over.update(asked(advisor, HOTEL))
    assert interview.question() is None
    left = {*interview.open_fields()} - interview.passed_over
    assert {"deployment.storage", "deployment.peak_requests_per_second"} <= left


@pytest.mark.slow("asks a whole interview")
def test_what_changes_the_first_is_asked_first_and_what_changes_nobody_has_its_place_after_it(advisor: Advisor) -> None:
    interview, stages = Interview(advisor, Brief.from_mapping(SEARCH), EARLY_OF_SEARCH), []
    while (question := interview.question()) is not None and len(stages) < 60:
        stages.append((question.leaves, question.turning is not None))
        interview.pass_over(question.field)
    order = ["nobody", "the first", "the first three"]
    assert stages == sorted(stages, key=lambda stage: order.index(stage[0]))
    assert {stage for stage in stages if stage[0] != "the first"} == {("nobody", True), ("the first three", False)}
    assert {("the first", True), ("the first", False)} <= {*stages}


def test_where_the_first_is_safe_what_many_rules_wait_for_comes_before_one_who_stands_beside_it(
    folder: ContentFolder,
) -> None:
    rivals(
        folder,
        *(rule(f"mind-{n}", {"caution": "Mind it."}, {"stakes.safety_critical": True}, algorithm={"id": "leader"})
          for n in range(9)),
    )  # fmt: skip
    interview, found = Interview(Advisor.of(folder.knowledge()), smallest()), []
    while (question := interview.question()) is not None:
        found.append((question.field, question.leaves, question.keeps_first))
        interview.pass_over(question.field)
    assert found == [("stakes.safety_critical", "the first", False), ("data.drift", "the first", True)]


@pytest.mark.slow("answers time and again")
def test_a_question_passed_over_leaves_the_order_of_the_others(advisor: Advisor) -> None:
    brief = Brief.from_mapping(SEARCH)
    going_on, asked_before = Interview(advisor, brief), list[str]()
    for _ in range(12):
        question = going_on.question()
        assert question is not None
        assert question == Interview(advisor, brief, asked_before).question()
        asked_before.append(question.field)
        going_on.pass_over(question.field)


def test_what_only_a_device_would_turn_is_still_to_come_while_the_target_is_open(folder: ContentFolder) -> None:
    rivals(
        folder,
        rule("dear", {"exclude": "it takes too much"}, {"deployment.energy_limited": True}, algorithm={"id": "leader"}),
    )
    interview = Interview(Advisor.of(folder.knowledge()), smallest())
    asked_for: list[tuple[str, str]] = []
    while (question := interview.question()) is not None:
        asked_for.append((question.field, question.leaves))
        interview.pass_over(question.field)
    assert asked_for[:3] == [
        ("deployment.target", "nobody"), ("deployment.energy_limited", "nobody"), ("data.drift", "the first"),
    ]  # fmt: skip
    assert interview.passed_over_and_turning("the first") == ("deployment.energy_limited",)
    assert {*interview.passed_over_and_turning("the first three")} == {"data.drift", "deployment.energy_limited"}


@pytest.mark.slow("asks interviews to the end")
@pytest.mark.parametrize(
    ("task", "modality"),
    [
        ("binary-classification", "audio"),
        by_night("outlier-detection", "time-series"),
        by_night("regression", "tabular"),
    ],
)
def test_whom_no_question_to_come_could_change_none_changes(advisor: Advisor, task: str, modality: str) -> None:
    said: dict[str, Plain] = {"task": task, "data.modality": modality}
    first = first_of(Assessment(advisor, Brief.from_mapping(said)))
    left: list[str] = []
    for question in questions(advisor, said, n_most=len(FACT_FIELDS)):
        turned = question.turning.first if question.turning is not None else first
        assert turned[:1] == first[:1] or "the first" not in left
        assert question.turning is None or "the first three" not in left
        left.append(question.leaves)
    assert 20 < len(left) < len(FACT_FIELDS)


@pytest.mark.parametrize(
    ("said", "early"),
    [
        ({"task": "forecasting", "data.modality": "time-series"}, ["stakes.cost_too_high", "stakes.cost_too_low"]),
        ({"task": "retrieval", "data.modality": "text"}, ["data.languages"]),
        ({"task": "outlier-detection", "data.modality": "time-series", "deployment.target": "microcontroller"},
         ["deployment.memory", "deployment.battery_life"]),
    ],
)  # fmt: skip
def test_what_such_a_project_turns_on_is_asked_early(
    advisor: Advisor, said: dict[str, Plain], early: list[str]
) -> None:
    order = asked(advisor, said, 24)
    place = order.index("data.privacy") + 1
    assert order[place : place + len(early)] == early


# -- what makes sense ------------------------------------------------------------------------------------------------

DEVICES = {
    "deployment.clock", "deployment.battery_life", "deployment.uplink_per_day", "deployment.devices",
    "deployment.energy_limited", "project.unit_budget",
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "passed_over", "is_asked"),
    [
        ({}, (), False),
        ({"deployment.target": "phone"}, (), True),
        ({"deployment.target": "cloud"}, (), False),
        ({}, ("deployment.target",), True),
    ],
)
def test_what_a_device_can_hold_is_asked_for_once_the_target_is_told_to_be_one_or_not_known(
    folder: ContentFolder, said: dict[str, Plain], passed_over: tuple[str, ...], is_asked: bool
) -> None:
    small = rule("small", {"exclude": "it takes too much"}, {"deployment.energy_limited": True})
    advisor = Advisor.of(folder.algorithm("one").rules(small).knowledge())
    given = Brief.from_mapping({**smallest().as_written(), **said})
    question = Interview(advisor, given, passed_over).question()
    assert (question is not None and question.field == "deployment.energy_limited") is is_asked


@pytest.mark.slow("asks four briefs to the last question")
def test_hardware_is_asked_for_where_the_target_is_a_device_and_after_it(advisor: Advisor) -> None:
    phone = {"task": "binary-classification", "data.modality": "audio", "deployment.target": "phone"}
    assert not DEVICES.isdisjoint(asked(advisor, phone))
    assert DEVICES.isdisjoint(asked(advisor, {**phone, "deployment.target": "cloud"}))
    assert DEVICES.isdisjoint(asked(advisor, HOTEL))
    untold = asked(advisor, {"task": "binary-classification", "data.modality": "audio"})
    assert untold.index("deployment.target") < min(untold.index(name) for name in DEVICES if name in untold)


@pytest.mark.parametrize(
    ("field", "modalities", "target", "privacy", "applies"),
    [
        ("deployment.battery_life", ["tabular"], "edge-server", None, False),
        ("deployment.uplink_per_day", ["tabular"], "desktop", None, False),
        ("deployment.uplink_per_day", ["tabular"], "edge-device", None, True),
        ("deployment.battery_life", ["tabular"], None, None, True),
        ("deployment.clock", ["tabular"], None, None, False),
        ("deployment.clock", ["tabular"], "phone", None, False),
        ("deployment.clock", ["tabular"], "microcontroller", None, True),
        ("stakes.protected_groups", ["time-series"], None, None, False),
        ("stakes.protected_groups", ["time-series"], None, "sensitive", True),
        ("stakes.protected_groups", ["tabular"], None, "internal", False),
        ("stakes.protected_groups", ["tabular"], None, None, True),
        ("data.rows", ["tabular"], "cloud", "public", True),
    ],
)
def test_nobody_is_asked_for_what_cannot_apply(
    field: str, modalities: list[str], target: str | None, privacy: str | None, applies: bool
) -> None:
    assert does_not_apply(field, modalities, target, privacy) is not applies


def test_what_cannot_apply_is_not_asked_for_and_can_be_told_still(folder: ContentFolder) -> None:
    small = rule("small", {"exclude": "it takes too much"}, {"deployment.energy_limited": True})
    advisor = Advisor.of(folder.algorithm("one").rules(small).knowledge())
    server = Brief.from_mapping({**smallest().as_written(), "deployment.target": "edge-server"})
    interview = Interview(advisor, server)
    assert interview.question() is None
    assert interview.answer("deployment.energy_limited", "yes") is True


@pytest.mark.parametrize(
    ("field", "task", "modalities", "is_told"),
    [
        ("deployment.control_period", "control", ["sensor-features"], True),
        ("deployment.control_period", "sequential-decision", ["tabular"], False),
        ("data.categorical_cardinality", "retrieval", ["text", "tabular"], False),
        ("data.missing_share", "retrieval", ["text", "tabular"], False),
        ("data.missing_share", "regression", ["tabular"], True),
        ("data.sparse", "binary-classification", ["text"], False),
        ("data.sparse", "binary-classification", ["tabular"], True),
    ],
)
def test_a_field_is_asked_for_where_it_tells_something(
    field: str, task: str, modalities: list[str], is_told: bool
) -> None:
    assert tells_something(field, task, modalities) is is_told


# -- why -------------------------------------------------------------------------------------------------------------


def test_a_hypothetical_is_said_in_words() -> None:
    assert hypothesis(TurningFact("data.sparse", False, "false", ())) == "if no"
    assert hypothesis(TurningFact("project.deadline", "2 weeks", "about 2 weeks", ())) == "if it were about 2 weeks"
    law = hypothesis(TurningFact("stakes.regulation", ["hipaa"], "hipaa", ()))
    assert law.startswith("if a law applied such as Health Insurance")


def test_the_reason_names_the_heaviest_rules_by_their_titles(knowledge: Knowledge, advisor: Advisor) -> None:
    said = {"task": "object-detection", "data.modality": "image"}
    question = Interview(advisor, Brief.from_mapping(said), SIZES).question()
    assert question is not None
    assert question.waits is not None
    told = reason_of(question, Naming(knowledge))
    title = question.waits.rules[0].title
    assert f"For instance: {title[:1].lower()}{title[1:]}; " in told
    untried, heading = question_about("data.rows"), question_about("title")
    assert reason_of(untried, Naming(knowledge)) == "Whether it changes the answer shows when you do."
    assert reason_of(heading, Naming(knowledge)) == "It heads every record of the answer, and changes none."


def test_an_answer_that_tells_another_field_is_refused_with_what_it_tells(advisor: Advisor) -> None:
    interview = Interview(advisor, Brief.from_mapping({"task": "binary-classification", "data.modality": "tabular"}))
    with pytest.raises(BriefError, match=r"It tells 'data\.residency: stays-in-organisation'"):
        interview.answer("data.privacy", "must not leave the hospital")
    assert "data.residency" not in interview.said()
    assert interview.answer("data.residency", "must not leave the hospital") == "stays-in-organisation"
