"""Counts, shares and sizes that begin with a clear number, and names listed where a count is asked for."""

from __future__ import annotations

import pytest

from whichml.model.briefs.brief import Brief
from whichml.model.entries.numbers_among_words import number_among_words
from whichml.model.entries.written_values import as_the_format_writes
from whichml.model.words.listed_names import languages_named, names_counted


def facts(
    group: str, name: str, value: object, modality: str = "tabular", task: str = "regression"
) -> dict[str, object]:
    given: dict[str, dict[str, object]] = {"data": {"modality": modality}}
    given.setdefault(group, {})[name] = value
    return dict(Brief.from_mapping({"task": task, **given}, lenient=True).facts())


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("data.labelled_rows", "~450 couples a student compared by hand", 450),
        ("data.labelled_rows", "90 plans outlined by one cartographer", 90),
        ("data.items", "12k pages of manuals", 12000), ("data.rows", "70k scanned pages, some upside down", 70000),
        ("data.rows", "2.5M log lines", 2500000),
        ("data.missing_share", "~7 % overall, soil fields up to 55 %", "7 %"),
        ("data.missing_share", "6 pct, mostly in winter", "6 %"),
        ("data.image_side", "512x768 px crops cut from 12 posters", 768),
        ("data.image_side", "2000 x 1500, from 3 cameras", 2000),
        ("data.minority_share", "mildew 3 %, rot 0.4 %", "0.4 %"),
        ("data.censored_share", '18 % are just "> 100 mg/L"', "18 %"),
        ("data.missing_share", "about 7 % have no reading since 2019", "7 %"),
        ("data.history", "11 years monthly", "11 years"), ("data.history", "26 weeks of hourly logs", "26 weeks"),
        ("data.categorical_cardinality", "postcode (410k), sender id (38k), depot, driver", 410000),
        ("data.categorical_cardinality", "model 2,900, maker 80", 2900),
        ("data.groups", "23 build plates, 6-10 coupons each", 23),
        ("project.team_size", "1 developer, 3 months", 1),
        ("project.team_size", "2 analysts + 1 nurse, half a year", 3),
        ("data.labelled_rows", "none, maybe 200 later", 0), ("data.labelled_rows", "none yet", 0),
        ("data.labelled_rows", "nothing labelled so far; could do 50 a week", 0),
    ],
)  # fmt: skip
def test_a_number_that_begins_a_text_is_read_whatever_follows(field: str, text: str, value: object) -> None:
    found = number_among_words(field, text)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("data.labelled_rows", "none, 500 are with the old vendor"),
        ("data.labelled_rows", "none of them are reliable"),
        ("data.missing_share", "7 %, soil fields up to 55 %"), ("data.missing_share", "7 % are gone, later 30 %"),
        ("data.history", "4 years daily, 2 usable"),
        ("data.categorical_cardinality", "postcode, 12 or 40 depots"), ("data.groups", "23 plates, 12 groups"),
        ("project.team_size", "3 months, 1 developer"),
        ("data.rows", "30 pages each"),
        ("data.minority_share", "mildew 80 %, rot 40 %"),
        ("data.minority_share", "about 3 %, up to 5 %"),
        ("data.rows", "4 pages per contract"), ("data.labelled_rows", "9 h of audio"),
        ("data.labelled_rows", "300 couples, one student found 400"), ("data.image_side", "3000 px, cut to 512x512"),
    ],
)  # fmt: skip
def test_what_may_be_another_number_stays_unread(field: str, text: str) -> None:
    assert number_among_words(field, text) is None
    assert as_the_format_writes(field, text) is None


def test_a_bare_thousand_is_kilohertz_of_a_recording() -> None:
    assert facts("data", "sample_rate", "22.05k", "audio", "speech-to-text")["data.sampling_rate"] == 22_050.0
    assert facts("data", "missing", "4pct")["data.missing_share"] == 0.04


@pytest.mark.parametrize(
    ("data", "fact"),
    [
        ({"labels": "9 h of calls", "clip_length": "5 s"}, 6480),
        ({"labelled_hours": "2 hours", "window": "10 s"}, 720),
        ({"labels": "9 h of calls"}, None), ({"labels": "9 h a week", "clip_length": "5 s"}, None),
        ({"labels": "9 h of 20", "clip_length": "5 s"}, None),
    ],
)  # fmt: skip
def test_hours_of_recordings_are_rows_where_the_length_of_one_is_known(data: dict[str, object], fact: object) -> None:
    given = {"task": "speech-to-text", "data": {"modality": "audio", **data}}
    assert Brief.from_mapping(given, lenient=True).facts().get("data.labelled_rows") == fact


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("fr, nl, some it", 3), ("Danish (plus Norwegian, Swedish ~5%)", 3), ("FR mostly, a bit of EN/NL", 3),
        ("es + pt-br", 2), ("Czech, some with Moravian accent", 1), ("no, da, sv", 3), ("jp and kr", 2),
        ("mostly English, no German", None), ("the ones of the EU", None), ("German (Austria)", None),
    ],
)  # fmt: skip
def test_languages_are_counted_by_their_names(text: str, n: int | None) -> None:
    assert languages_named(text) == n
    if n is not None:
        assert facts("data", "lang", text, "text", "clustering")["data.languages"] == n


@pytest.mark.parametrize(
    ("field", "called", "text", "n"),
    [
        ("data.categorical_features", "categorical", "maker, country of origin, POS terminal", 3),
        ("data.classes", "classes", "ripe, unripe, rotten", 3), ("data.features", "cols", "age, height; weight", 3),
        ("data.features", "inputs", "weather, prices, calendar", None),
        ("data.classes", "classes", "oak, beech, etc.", None),
        ("data.classes", "classes", "many, mostly rare", None), ("data.classes", "classes", "ripe", None),
        ("data.features", "node_features", "kind, x/y, degree", None),
        ("data.categorical_features", "categorical", "maker, 3 codes", None), ("data.rows", "rows", "a, b, c", None),
    ],
)  # fmt: skip
def test_names_are_counted_where_they_are_all_that_is_listed(field: str, called: str, text: str, n: int | None) -> None:
    assert names_counted(field, called, text) == n


def test_names_that_were_counted_are_told() -> None:
    given = {"task": "regression", "data": {"modality": "tabular", "categorical": "maker, country of origin, colour"}}
    brief = Brief.from_mapping(given)
    assert brief.facts()["data.categorical_features"] == 3
    assert any("which is read as `3`, the names that it lists" in each.message for each in brief.notices)


@pytest.mark.parametrize(
    ("name", "value", "field", "fact"),
    [
        ("period", "30 months", "data.history", (2 * 365 + 6 * 30) * 86400.0),
        ("length", "18 years (1.9M points)", "data.history", 18 * 365 * 86400.0),
        ("words", "140 median", "data.text_length", 140), ("size", "640x480 grey", "data.image_side", 640),
        ("action", "5 price steps 0.39 - 0.69 EUR", "data.actions", "discrete"),
    ],
)  # fmt: skip
def test_names_with_what_they_say_tell_the_field(name: str, value: str, field: str, fact: object) -> None:
    assert facts("data", name, value)[field] == fact


@pytest.mark.parametrize(("name", "value"), [("period", "12 months"), ("period", "24 h"), ("years", "2016-2024")])
def test_a_period_that_may_be_a_season_is_no_history(name: str, value: str) -> None:
    assert "data.history" not in facts("data", name, value)
