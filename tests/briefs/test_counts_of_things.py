"""Counts of things, and energy, processors and bounds, under names that no field has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError
from whichml.model.entries.counts_of_things import things_counted


def read(task: str = "binary-classification", **told: object) -> Brief:
    data = told.pop("data", {})
    assert isinstance(data, dict)
    return Brief.from_mapping({"task": task, "data": {"modality": "tabular", **data}, **told})


@pytest.mark.parametrize(
    ("task", "told", "field", "value"),
    [
        ("regression", {"n": 312, "p": 1130}, "data.rows", 312),
        ("regression", {"n": 312, "p": 1130}, "data.features", 1130),
        ("regression", {"n_isolates": 1140}, "data.rows", 1140),
        ("outlier-detection", {"lines_per_second": "350k"}, "deployment.peak_requests_per_second", 350_000),
        ("binary-classification", {"parcels_per_hour": 50}, "deployment.requests_per_day", 1200),
        ("binary-classification", {"permits_per_week": 70}, "deployment.requests_per_day", 10),
        ("outlier-detection", {"robots": 64}, "data.groups", 64),
        ("ranking", {"new_items_per_day": "25k"}, "data.cold_start", True),
        ("recommendation", {"cold_items": "50 new/month"}, "data.cold_start", True),
        ("regression", {"targets": ["protein", "moisture"]}, "data.target", ("multi-output",)),
    ],
)
def test_what_is_counted_is_read_where_it_is_sure(
    task: str, told: dict[str, object], field: str, value: object
) -> None:
    brief = read(task, data=told)
    assert brief.facts()[field] == value
    assert any(f"`{field}" in each.message for each in brief.readings)


@pytest.mark.parametrize(
    ("task", "told"),
    [
        ("planning", {"stops_per_day": 220}), ("forecasting", {"trips_per_day": 12_000}), ("planning", {"robots": 12}),
        ("binary-classification", {"alerts_raised_per_week": 70}), ("regression", {"n_species": 800}),
        ("retrieval", {"n_judgments": 61_000}), ("regression", {"n_reactors": 12}),
        ("regression", {"rows": 9000, "n_isolates": 1140}),
        ("regression", {"isolates": 114}), ("regression", {"new_items_per_day": 5}),
        ("recommendation", {"cold_items": 0}), ("binary-classification", {"new_cases_per_week": 40}),
        ("binary-classification", {"parcels_per_hour": "many"}), ("binary-classification", {"targets": ["a", "b"]}),
        ("binary-classification", {"weeks": 156}), ("regression", {"treated": 4000, "rows": 9000}),
    ],
)  # fmt: skip
def test_what_may_count_something_else_is_never_read_as_a_number(task: str, told: dict[str, object]) -> None:
    with pytest.raises(BriefError, match="unknown field"):
        read(task, data=told)


@given(st.integers(2, 10**9), st.sampled_from(["hour", "day", "week", "month", "year", "second"]))
def test_a_rate_is_as_many_a_day_as_its_period_holds(n: int, period: str) -> None:
    days = {"hour": 24, "day": 1, "week": 1 / 7, "month": 1 / 30, "year": 1 / 365}
    counted = things_counted(f"data.parcels_per_{period}", f"parcels_per_{period}", n, ["ranking"], {})
    if period == "second":
        assert counted is not None
        assert dict(counted.fields) == {"deployment.peak_requests_per_second": n}
    elif (a_day := round(n * days[period])) > 0:
        assert counted is not None
        assert dict(counted.fields) == {"deployment.requests_per_day": a_day}
    else:
        assert counted is None


@pytest.mark.parametrize(
    ("told", "is_short", "life"),
    [
        ({"battery": "2x AA"}, True, None),
        ({"battery": "2x AA", "lifetime": "5 days"}, True, 432_000.0),
        ({"power_budget": "3 mW average"}, True, None),
        ({"power": "< 10 mW"}, True, None),
    ],
)
def test_a_battery_or_hardly_any_power_says_that_energy_is_short(
    told: dict[str, object], is_short: bool, life: float | None
) -> None:
    facts = read(deployment=told).facts()
    assert facts.get("deployment.energy_limited", False) is is_short
    assert facts.get("deployment.battery_life") == life


@pytest.mark.parametrize("told", [{"battery": "400 MWh"}, {"lifetime": "3 years"}, {"power": "15 W"}])
def test_much_energy_and_a_life_without_a_battery_stay_refused(told: dict[str, object]) -> None:
    with pytest.raises(BriefError, match="unknown field"):
        read(deployment=told)


@pytest.mark.parametrize(
    "told",
    [
        {"deployment": {"cores": 32}}, {"deployment": {"cpu": "4 cores"}}, {"deployment": {"npu": "none"}},
        {"latency": "minutes are ok"}, {"latency": "irrelevant, can run for months"},
        {"training_time": "does not matter"},
    ],
)  # fmt: skip
def test_what_nothing_is_chosen_by_is_said_to_change_nothing(told: dict[str, object]) -> None:
    brief = read("binary-classification", **told)
    assert "changes nothing here" in brief.readings[0].message
    assert brief.facts() == read().facts()
    assert brief.requirements == ()


def test_the_rest_of_a_bound_told_as_a_fact_is_read_with_the_notes() -> None:
    brief = read(latency="60ms p99 @ 3k qps, cpu serving")
    (found,) = brief.requirements
    assert (found.quality, getattr(found.bound, "text", None), found.at) == ("inference-latency", "60ms", "p99")
    assert brief.notes == "latency: 3k qps, cpu serving"


def test_a_share_of_the_treated_that_is_told_by_their_count_is_enough_or_too_small() -> None:
    brief = read("treatment-effect-estimation", data={"rows": 61_000, "treated": 38_000})
    assert "changes nothing here: enough rows are treated" in brief.readings[0].message
    with pytest.raises(BriefError, match="unknown field"):
        read("treatment-effect-estimation", data={"rows": 61_000, "treated": 380})


@pytest.mark.parametrize(
    ("task", "told", "field", "value"),
    [
        ("outlier-detection", {"data": {"confirmed_leaks": 6}}, "data.labelled_rows", 6),
        ("outlier-detection", {"data": {"failures_seen": 0}}, "data.labelled_rows", 0),
        ("question-answering", {"data": {"eval_questions": 600}}, "data.labelled_rows", 600),
        ("speech-to-text", {"data": {"code_switching": True}}, "data.mixed_languages", True),
        ("control", {"replan": "15 min"}, "deployment.control_period", 900.0),
        ("forecasting", {"deployment": {"runtime": "nightly batch"}}, "deployment.interaction", "batch"),
        ("outlier-detection", {"max_alerts": "20 per day"}, "project.cases_per_day", 20),
        ("outlier-detection", {"project": {"alerts": "max 400 per day"}}, "project.cases_per_day", 400),
        ("regression", {"deployment": {"wakeups": "every 15 min on a coin cell"}}, "deployment.energy_limited", True),
    ],
)  # fmt: skip
def test_what_a_project_tells_of_its_task_under_other_names_is_read(
    task: str, told: dict[str, object], field: str, value: object
) -> None:
    assert read(task, **told).facts()[field] == value


@pytest.mark.parametrize(
    ("task", "told"),
    [
        ("regression", {"confirmed_leaks": 6}), ("outlier-detection", {"known_regimes": 4}),
        ("outlier-detection", {"leaks_per_house": 2}), ("planning", {"replan": "15 min"}),
        ("outlier-detection", {"backup": "nightly"}), ("outlier-detection", {"max_alerts": "few"}),
    ],
)  # fmt: skip
def test_what_is_told_of_something_else_is_not(task: str, told: dict[str, object]) -> None:
    with pytest.raises(BriefError, match="unknown field"):
        read(task, data=told)


def test_what_a_project_is_to_gain_changes_nothing_as_a_fact_too() -> None:
    assert "changes nothing here" in read("regression", energy_savings="10 %").readings[0].message


@pytest.mark.parametrize("said", ["not critical but below 1 s", "no matter what, 20 ms"])
def test_a_bound_that_is_told_is_never_said_to_change_nothing(said: str) -> None:
    with pytest.raises(BriefError, match="unknown field"):
        read(latency=said)


def test_what_a_project_is_not_about_is_not_read_as_if_it_were() -> None:
    brief = read(out_of_scope=["scoring on a microcontroller without a network", "German texts"])
    assert (brief.facts(), brief.notes) == (read().facts(), None)
    assert "changes nothing here" in brief.readings[0].message


@pytest.mark.parametrize(("said", "n"), [("20 a week", 3), ("1 a week", 1 / 7), (0.2, 0.2), ("2 a day", 2), (50, 50)])
def test_people_may_manage_less_than_one_case_a_day(said: object, n: float) -> None:
    assert read(project={"cases_per_day": said}).project.cases_per_day == pytest.approx(n)
