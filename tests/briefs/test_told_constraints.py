"""Constraints in words, second facts under another name of a field, and tables whose rows are linked."""

from __future__ import annotations

import pytest

from whichml.model.brief import Brief
from whichml.model.errors import BriefError


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
