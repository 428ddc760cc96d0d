"""Values under the names of fields that mean something else there: shares of the other class, trials, web pages."""

from __future__ import annotations

import pytest

from lenient_briefs import notes_of, read_leniently
from whichml.model.briefs.brief import Brief
from whichml.model.words.drift_in_words import drift_told


def read(task: str = "binary-classification", modality: str = "tabular", **groups: object) -> Brief:
    return read_leniently(task, modality, **groups)


@pytest.mark.parametrize(
    ("name", "value"),
    [("base_rate", "91 % renew"), ("positive_rate", 0.91), ("prevalence", "91%"), ("event_rate", "91 % of the loans")],
)
def test_more_than_half_in_the_positive_class_leaves_the_rest_to_the_other(name: str, value: object) -> None:
    brief = read(data={name: value})
    assert brief.facts()["data.minority_share"] == pytest.approx(0.09)
    assert any("the share of the other class" in each.message for each in brief.notices)


@pytest.mark.parametrize(
    ("name", "value"),
    [("minority_share", 0.91), ("minority_class_share", 0.91), ("anomaly_rate", 0.91), ("positive_rate", 0.2)],
)
def test_other_shares_stay_as_they_are_told(name: str, value: object) -> None:
    assert read(data={name: value}).facts()["data.minority_share"] == value


@pytest.mark.parametrize(
    ("value", "n"), [("48 moth species", 48), ("about 30 topics, several at once", 30), ("12 kinds", 12)]
)
def test_labels_that_are_kinds_are_classes_and_no_labelled_rows(value: str, n: int) -> None:
    facts = read("multilabel-classification", "audio", data={"labels": value, "rows": 7000}).facts()
    assert facts["data.classes"] == n
    assert "data.labelled_rows" not in facts


@pytest.mark.parametrize(
    "value",
    ["300 species each with a photo", "900 known classes, none for oddities", "300 drawings", "300 of 12 species"],
)
def test_labels_of_things_are_labelled_rows_or_unread(value: str) -> None:
    facts = read("multiclass-classification", "image", data={"labels": value, "rows": 7000}).facts()
    assert "data.classes" not in facts


@pytest.mark.parametrize(
    "value", ["once per quarter", "nightly", "twice a week", "daily", "every Monday", "1st of the month"]
)
def test_how_often_it_runs_is_no_interval_of_the_data(value: str) -> None:
    facts = read(deployment={"frequency": value}).facts()
    assert "data.sampling_interval" not in facts
    assert facts["deployment.interaction"] == "batch"


def test_how_often_it_runs_goes_to_the_notes_where_the_way_is_told() -> None:
    brief = read(deployment={"mode": "batch", "frequency": "once per season"})
    assert "frequency: once per season" in notes_of(brief)
    assert read("forecasting", "time-series", data={"frequency": "daily"}).facts()["data.sampling_interval"] == 86400
    assert "data.sampling_interval" not in read(deployment={"schedule": "every minute"}).facts()


@pytest.mark.parametrize("value", ["40 more runs, 5 a day", "about 200 experiments", "25 further lab trials"])
def test_a_number_of_trials_is_no_money(value: str) -> None:
    brief = read("experiment-selection", budget=value)
    assert "project.budget" not in brief.facts()
    assert value in notes_of(brief)
    assert any("counts trials and no money" in each.message for each in brief.notices)


def test_a_positive_share_of_several_classes_stays_as_it_is() -> None:
    facts = read("multiclass-classification", data={"positive_rate": 0.91, "classes": 5}).facts()
    assert facts["data.minority_share"] == 0.91


def test_money_for_trials_is_money() -> None:
    assert read("experiment-selection", budget="4000 USD, some 40 runs").facts()["project.budget"] > 0  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("yes, strong - spammers adapt within days", "fast"), ("scammers react within two weeks", "fast"),
        ("new slang every week", "fast"), ("yes", "slow"), ("yes, a little", "slow"), ("yes, over years", "slow"),
        ("yes, but not within weeks", "slow"), ("new models every few years", None), ("no", None), ("weekly", None),
        ("every week, since ten years", None),
    ],
)  # fmt: skip
def test_drift_within_days_or_weeks_is_fast(text: str, word: str | None) -> None:
    assert drift_told(text) == word


@pytest.mark.parametrize("value", ["internal web page", "an intranet dashboard", "web app for the planners"])
def test_a_page_on_which_results_are_seen_says_not_where_a_model_runs(value: str) -> None:
    brief = read(deployment={"target": value})
    assert "deployment.target" not in brief.facts()
    assert value in notes_of(brief)


@pytest.mark.parametrize("value", ["browser", "in the browser", "client-side"])
def test_a_model_in_a_browser_runs_there(value: str) -> None:
    assert read(deployment={"target": value}).facts()["deployment.target"] == "browser"


def test_what_is_offline_and_sends_later_is_connected_at_times() -> None:
    told = {"device": "tablet", "offline": True, "also": "uploads to the server every day back at the depot"}
    assert read(deployment=told).facts()["deployment.connectivity"] == "intermittent"
    assert read(deployment={"offline": True}).facts()["deployment.connectivity"] == "never"
    never = {"connectivity": "never", "also": "uploads to the server every day"}
    assert read(deployment=never).facts()["deployment.connectivity"] == "never"


@pytest.mark.parametrize(
    ("value", "word"),
    [("none on the lake, wifi in the harbour", "intermittent"), ("none", "never"), ("flaky", "intermittent"),
     ("no network at sea, and no wifi", None), ("LoRa, a few bytes", "intermittent")],
)  # fmt: skip
def test_a_network_in_one_place_is_there_at_times(value: str, word: str | None) -> None:
    found = read(deployment={"connectivity": value}).facts().get("deployment.connectivity")
    assert found == word or (word is None and found in (None, "never"))


@pytest.mark.parametrize("value", ["all", "every urgent case", "each report"])
def test_people_who_look_at_all_cases_review(value: str) -> None:
    assert read(project={"human_review": value}).facts()["project.human_review"] is True
    assert "project.human_review" not in read(project={"human_review": "some cases"}).facts()


def test_clicks_that_are_counted_are_recorded() -> None:
    assert read("ranking", "text", data={"clicks": "~5k a week"}).facts()["data.clicks"] is True
