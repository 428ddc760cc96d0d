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
