"""Constraints in words, second facts under another name of a field, and tables whose rows are linked."""

from __future__ import annotations

import pytest

from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError


def read(task: str, modality: str = "tabular", **told: object) -> Brief:
    data = told.pop("data", {})
    assert isinstance(data, dict)
    return Brief.from_mapping({"task": task, "data": {"modality": modality, **data}, **told})


@pytest.mark.parametrize("task", ["control", "planning", "sequential-decision"])
@pytest.mark.parametrize(
    "constraints",
    [
        ["supply temp >= 72 C", "CO2 cap per month"],
        "pressure stays below 5 bar",
        ["supply temp >= 72 C", {"min. runtime boiler 2": "4 h"}],
        {"skills": "9 kinds", "time_windows": "2h", "parts_on_van": True},
    ],
)
def test_what_an_action_has_to_keep_tells_that_there_are_hard_constraints(task: str, constraints: object) -> None:
    brief = read(task, constraints=constraints)
    assert (brief.data.hard_constraints, brief.requirements) == (True, ())
    assert brief.notes is not None
    assert brief.notes.startswith("constraints: ")


def test_a_bound_on_a_quality_among_constraints_stays_a_requirement() -> None:
    brief = read("control", constraints=["latency < 40 ms", "supply temp >= 72 C"])
    assert [each.quality for each in brief.requirements] == ["inference-latency"]
    assert brief.data.hard_constraints
    (alone,) = read("control", constraints=["latency < 40 ms"]).requirements
    assert alone.quality == "inference-latency"


def test_constraints_that_are_told_to_be_soft_stay_so() -> None:
    brief = read("planning", data={"hard_constraints": False}, constraints=["a driver per van"])
    assert brief.data.hard_constraints is False


def test_constraints_of_what_does_not_act_are_read_with_the_notes_alone() -> None:
    brief = read("regression", constraints=["price may only go down"])
    assert (brief.data.hard_constraints, brief.notes) == (None, "constraints: price may only go down")


@pytest.mark.parametrize(
    ("task", "told"),
    [
        ("regression", {"constraints": ["charm"]}), ("regression", {"constraints": {"charm": "high"}}),
        ("regression", {"constraints": ["latency below 40 furlongs each"]}),
        ("control", {"requirements": ["supply temp above that of the soil"]}),
        ("control", {"constraints": "none"}), ("control", {"constraints": "nine"}),
        ("control", {"constraints": ["latency below 40 furlongs"]}), ("control", {"constraints": {"accuracy": "nine"}}),
    ],
)  # fmt: skip
def test_what_may_be_meant_as_a_bound_is_never_a_constraint_in_words(task: str, told: dict[str, object]) -> None:
    with pytest.raises(BriefError):
        read(task, "tabular", **told)


def test_a_second_fact_under_another_name_of_a_field_is_kept_with_the_notes_where_it_is_none_of_the_field() -> None:
    brief = read("regression", objective="cleared stock at week 16 with best margin")
    assert (brief.task, brief.notes) == ("regression", "objective cleared stock at week 16 with best margin")
    assert not any("read as `task`" in each.message for each in brief.readings)


@pytest.mark.parametrize(
    "told", [{"objective": "classification"}, {"data": {"rows": 5, "samples": 7}}, {"objective": "ranking"}]
)
def test_a_field_that_is_told_otherwise_twice_stays_refused(told: dict[str, object]) -> None:
    with pytest.raises(BriefError, match="twice"):
        read("regression", "tabular", **told)


def test_the_rows_of_tables_that_are_linked_are_counted_together() -> None:
    left, right = {"name": "land register", "rows": "3.2 M"}, {"records": 214000}
    with pytest.raises(BriefError, match="unknown field"):
        read("record-linkage", data={"left": left, "right": {**right, "kept": 1987}})
    brief = read("record-linkage", data={"left": left, "right": right})
    assert brief.data.rows == 3_414_000
    assert any("are read together as `data.rows: 3414000`" in each.message for each in brief.readings)


@pytest.mark.parametrize(
    ("task", "tables"),
    [
        ("regression", {"left": {"rows": 5}, "right": {"rows": 7}}),
        ("record-linkage", {"rows": 9, "left": {"rows": 5}, "right": {"rows": 7}}),
        ("record-linkage", {"left": {"rows": 5, "records": 5}, "right": {"rows": 7}}),
        ("record-linkage", {"left": {"rows": "some"}, "right": {"rows": 7}}),
    ],
)
def test_rows_of_tables_that_may_overlap_are_never_added(task: str, tables: dict[str, object]) -> None:
    with pytest.raises(BriefError):
        read(task, data=tables)


@pytest.mark.parametrize(
    ("entry", "field", "value"),
    [
        ({"quality": "alerts", "max": "400 per day", "priority": "must"}, "project.cases_per_day", 400),
        ({"quality": "false-alarms", "max": "1 per 8 h shift"}, "stakes.false_alarms_per_day", 1),
        ({"quality": "false-alarms", "max": "1 per 24h"}, "stakes.false_alarms_per_day", 1),
        ({"quality": "citation", "must": "paragraph and version in force"}, "stakes.grounded", True),
    ],
)
def test_what_a_requirement_says_of_a_field_is_put_there(entry: dict[str, object], field: str, value: object) -> None:
    brief = read("binary-classification", requirements=[entry])
    assert (brief.facts()[field], brief.requirements) == (value, ())


def test_a_name_with_its_bound_may_stand_beside_a_priority() -> None:
    for given in ({"rmse": 0.2, "priority": "must"}, [{"rmse": 0.2, "priority": "must"}]):
        (found,) = read("regression", requirement=given).requirements
        assert (found.metric, found.side, found.priority) == ("rmse", "max", "must")


def test_a_text_under_another_key_of_a_requirement_is_its_reason() -> None:
    bounds = {"quality": "inference-latency", "max": "15 s"}
    (wished,) = read("regression", requirements=[{**bounds, "should": "since clerks wait for it"}]).requirements
    assert (wished.priority, wished.why) == ("should", "since clerks wait for it")
    (measured,) = read("regression", requirements=[{**bounds, "measured": "at the counter of the office"}]).requirements
    assert measured.why == "measured at the counter of the office"


def test_what_is_to_fall_from_what_it_is_today_is_a_gain_of_the_project_unless_a_metric_measures_it() -> None:
    brief = read("regression", requirements=[{"quality": "idle-cost", "reduction": "25 %"}])
    assert "changes nothing here" in brief.readings[0].message
    with pytest.raises(BriefError, match="improvement"):
        read("regression", requirements=[{"quality": "rmse", "improvement": "10 %"}])


@pytest.mark.parametrize(
    "entry",
    [
        {"quality": "alerts", "max": "3 per week"}, {"quality": "alerts", "max": "some"},
        {"charm": 3, "priority": "must"},
        {"quality": "inference-latency", "max": "15 s", "colour": "red"}, {"rmse": 0.2, "mae": 0.1, "priority": "must"},
    ],
)  # fmt: skip
def test_an_entry_that_says_no_bound_of_anything_known_stays_refused(entry: dict[str, object]) -> None:
    with pytest.raises(BriefError):
        read("regression", requirements=[entry])


def test_what_a_project_asks_for_in_a_group_of_its_own_stands_for_itself() -> None:
    brief = read("forecasting", "time-series", need={"uncertainty": "yes", "then rank the sites by it": None})
    assert [each.quality for each in brief.requirements] == ["uncertainty-quantification"]
    assert brief.notes == "then rank the sites by it"
    (bound,) = read("binary-classification", metrics={"recall": ">= 0.98"}).requirements
    assert (bound.metric, bound.side) == ("recall", "min")


@pytest.mark.parametrize("told", [{"metrics": {"recall": 0.7}}, {"baseline": {"recall": ">= 0.98"}}])
def test_figures_of_what_is_there_today_are_no_bounds(told: dict[str, object]) -> None:
    with pytest.raises(BriefError, match="unknown field"):
        read("binary-classification", "tabular", **told)


@pytest.mark.parametrize(
    ("task", "modality", "requirement", "field"),
    [
        ("forecasting", "time-series", {"quality": "coherence", "priority": "must"}, "data.hierarchy"),
        ("demand forecasting", "time-series", {"quality": "adds up"}, "data.hierarchy"),
        ("question-answering", "text", {"quality": "sources shown", "priority": "must"}, "stakes.grounded"),
        ("text-generation", "text", {"quality": "traceability"}, "stakes.grounded"),
        ("question-answering", "text", {"quality": "verbatim"}, "stakes.verbatim"),
        ("summarisation", "text", {"quality": "abstain", "priority": "must"}, "stakes.fallback_possible"),
    ],
)
def test_what_a_task_makes_clear_of_a_requirement_is_put_into_its_field(
    task: str, modality: str, requirement: dict[str, str], field: str
) -> None:
    given = {"task": task, "data.modality": modality, "requirements": [requirement]}
    brief = Brief.from_mapping(given)
    assert (brief.facts()[field], brief.requirements) == (True, ())
    elsewhere = Brief.from_mapping({**given, "task": "topic-modelling", "data.modality": "text"}, lenient=True)
    assert field not in elsewhere.facts()


def test_forecasts_that_match_their_totals_are_told_by_the_task_and_by_levels() -> None:
    data = {"modality": "time-series", "series": 90}
    assert Brief.from_mapping({"task": "hierarchical forecasting", "data": data}).data.hierarchy is True
    assert Brief.from_mapping({"task": "forecasting", "data": data}).data.hierarchy is None
    told = {"task": "forecasting", "data": {**data, "levels": "district / region / country"}}
    assert Brief.from_mapping(told, lenient=True).data.hierarchy is True


@pytest.mark.parametrize(
    ("requirement", "quality", "bound"),
    [
        ({"quality": "turnaround", "max": "2 min per board"}, "inference-latency", "2 min"),
        ({"quality": "latency", "max": "30 s for each letter"}, "inference-latency", "30 s"),
        ({"quality": "cost", "max": "0.02 EUR per page"}, "cost-per-prediction", "0.02 EUR"),
    ],
)
def test_a_bound_for_one_case_is_read_without_the_case(requirement: dict[str, str], quality: str, bound: str) -> None:
    given = {"task": "regression", "data.modality": "tabular", "requirements": [requirement]}
    (read,) = Brief.from_mapping(given).requirements
    assert (read.quality, getattr(read.bound, "text", read.bound)) == (quality, bound)


def test_an_amount_in_a_time_is_no_bound_for_one_case() -> None:
    monthly = {"quality": "cost", "max": "9 EUR per month"}
    given = {"task": "regression", "data.modality": "tabular", "requirements": [monthly]}
    assert Brief.from_mapping(given, lenient=True).requirements == ()


@pytest.mark.parametrize(
    ("group", "name", "value"),
    [
        ("stakes", "false negative", "avg 640 eur, and the load is late"), ("stakes", "wrong_answer", "engine damage"),
        ("stakes", "wrong miss", "high"), ("data", "noise", "0.3-0.5 log units between labs"),
        ("deployment", "cadence", "a result per minute is enough"),
        ("project", "budget", "30 000 letters a year, 0.85 eur each"), ("project", "budget", "72 further mixtures"),
    ],
)  # fmt: skip
def test_what_mistakes_bring_and_what_counts_no_money_is_read_with_the_notes(group: str, name: str, value: str) -> None:
    data = {"modality": "tabular", **({name: value} if group == "data" else {})}
    given = {"task": "binary-classification", "data": data, **({} if group == "data" else {group: {name: value}})}
    brief = Brief.from_mapping(given, lenient=True)
    assert value in str(brief.notes)
    assert not any(notice.is_left_out for notice in brief.notices)


@pytest.mark.parametrize("budget", ["5000 euros", "5000", "20 thousand dollars a year", "500 coins"])
def test_a_budget_that_may_be_money_is_never_taken_for_things(budget: str) -> None:
    given = {"task": "regression", "data.modality": "tabular", "project.budget": budget}
    assert Brief.from_mapping(given, lenient=True).notes is None


def test_what_stands_behind_a_time_to_answer_goes_into_the_notes() -> None:
    given = {"task": "regression", "data.modality": "tabular", "deployment": {"latency": "90 ms p99 for approvals"}}
    brief = Brief.from_mapping(given)
    assert [(each.quality, getattr(each.bound, "text", ""), each.at) for each in brief.requirements] == [
        ("inference-latency", "90 ms", "p99")
    ]
    assert brief.notes == "latency: for approvals"
    unhurried = Brief.from_mapping({"task": "regression", "data.modality": "tabular", "latency": "overnight is fine"})
    assert unhurried.requirements == ()


@pytest.mark.parametrize(
    ("task", "asked", "hard", "soft"),
    [
        ("control", {"quality": "supply at the farthest customer", "min": "65 C", "priority": "must"}, True, None),
        ("planning", {"quality": "empty kilometres a week", "max": 400}, True, None),
        ("planning", {"quality": "empty kilometres a week", "max": 400, "priority": "should"}, None, True),
        ("regression", {"quality": "supply at the farthest customer", "min": "65 C", "priority": "must"}, None, None),
    ],
)
def test_a_bound_on_what_only_the_project_knows_is_a_constraint_of_what_acts(
    task: str, asked: dict[str, object], hard: bool | None, soft: bool | None
) -> None:
    told = {"task": task, "data": {"modality": "tabular"}, "requirements": [asked]}
    brief = Brief.from_mapping(told, lenient=True)
    assert (brief.data.hard_constraints, brief.data.soft_constraints) == (hard, soft)
    assert str(asked["quality"]) in str(brief.notes)


def test_a_bound_of_the_projects_own_does_not_undo_what_the_brief_says_of_constraints() -> None:
    asked = {"quality": "supply at the farthest customer", "min": "65 C"}
    told = {"task": "control", "data": {"modality": "tabular", "hard_constraints": False}, "requirements": [asked]}
    assert Brief.from_mapping(told, lenient=True).data.hard_constraints is False
