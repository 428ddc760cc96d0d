"""Numbers with decimal commas, with points between thousands, and with words that multiply them."""

from __future__ import annotations

from typing import Any

import pytest

from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError
from whichml.model.replies.typed_answer import value_of
from whichml.model.words.continental_numbers import number_said, with_decimal_points
from whichml.model.words.costs_in_prose import costs_in_prose
from whichml.model.words.prose import read_prose

HEAD = "task: binary-classification\ndata.modality: tabular\n"


def brief(text: str, *, lenient: bool = False) -> Brief:
    return Brief.parse(f"{HEAD}{text}\n".encode(), "a.yaml", lenient=lenient)


def amounts(text: str, *, lenient: bool = False) -> dict[str, Any]:
    found = brief(text, lenient=lenient)
    return {**found.facts(), **{name: each.canonical for name, each in found.foreign_amounts().items()}}


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("rows: 7.250", "data.rows", 7250), ('rows: "7.250"', "data.rows", 7250),
        ("samples: 7.250 scans", "data.rows", 7250),
        ("rows: 2.400.000", "data.rows", 2_400_000), ("rows: 1,4 Mio.", "data.rows", 1_400_000),
        ("deployment.requests_per_day: 20.000", "deployment.requests_per_day", 20_000),
        ("features: 1.024", "data.features", 1024), ("data.minority_share: 3,2 %", "data.minority_share", 0.032),
        ('data.minority_share: "0,04"', "data.minority_share", 0.04),
        ("deployment.memory: 2,5 GB", "deployment.memory", 2_500_000_000),
        ("data.label_time: 1,5 min", "data.label_time", 90.0), ("rows: 4 Millionen", "data.rows", 4_000_000),
        ("rows: 2 Mrd.", "data.rows", 2_000_000_000), ("rows: 6 mln", "data.rows", 6_000_000),
        ("rows: 8 Tsd.", "data.rows", 8000), ("rows: 7 lakh", "data.rows", 700_000),
        ("rows: 2 crore", "data.rows", 20_000_000), ("rows: 12 thsd", "data.rows", 12_000),
        ("rows: 9k", "data.rows", 9000), ("rows: 3M", "data.rows", 3_000_000),
        ("stakes.cost_false_negative: 1.250,50 EUR", "stakes.cost_false_negative", "1250.5 EUR"),
        ("project.budget: 1.200.000 EUR", "project.budget", "1200000 EUR"),
        ("project.budget: 12,50 EUR", "project.budget", "12.5 EUR"),
    ],
)  # fmt: skip
def test_a_number_with_one_reading_is_read_alike_strictly_and_leniently_and_told(
    text: str, field: str, value: object
) -> None:
    assert amounts(text)[field] == value
    assert amounts(text, lenient=True) == amounts(text)
    assert brief(text).readings


@pytest.mark.parametrize(
    ("text", "larger", "smaller"),
    [
        ("project.budget: 80.000 EUR", "80000 EUR", "80 EUR"),
        ("budget_eur: 80.000", "80000", "80"),
        ("stakes: {cost_false_negative: 4.500 CHF}", "4500 CHF", "4.5 CHF"),
        ("data.label_cost: 1.750 €", "1750 €", "1.75 €"),
    ],
)
def test_money_that_could_be_a_thousand_times_as_much_is_refused_with_both_and_leniently_told(
    text: str, larger: str, smaller: str
) -> None:
    with pytest.raises(BriefError) as refusal:
        brief(text)
    (problem,) = refusal.value.problems
    assert f"could be {larger} or {smaller}" in problem.message
    assert problem.where is not None
    told = [each.message for each in brief(text, lenient=True).readings]
    assert any(f"`{larger}`" in each and f"`{smaller}`" in each for each in told)
    assert larger.partition(" ")[0] in str(amounts(text, lenient=True).values())


def test_what_is_left_out_leaves_the_reading_of_another_amount_told() -> None:
    found = brief("project.budget: 80.000 EUR\nnozzles: 3", lenient=True)
    assert [each.left_out for each in found.notices if each.is_left_out] == ["nozzles"]
    assert any("80.000" in each.message for each in found.readings)


@pytest.mark.parametrize("text", ["deployment.memory: 1.536 MB", "data.label_time: 2.750 min"])
def test_a_time_or_memory_with_one_point_keeps_its_decimals_and_is_told(text: str) -> None:
    assert any("with a decimal point" in each.message for each in brief(text).readings)
    assert amounts(text) == amounts(text, lenient=True)


def test_numbers_that_have_decimal_points_alone_stay_as_they_are() -> None:
    given = {
        "task": "regression", "data": {"modality": "tabular", "missing_share": 0.125, "label_cost": "0.125 USD"},
        "requirements": [{"quality": "mae", "max": 2.125}], "exchange_rates": {"EUR": 1.085},
    }  # fmt: skip
    found = Brief.from_mapping(given)
    assert found.data.missing_share == 0.125
    assert found.facts()["data.label_cost"] == 0.125
    assert [getattr(each.bound, "magnitude", None) for each in found.requirements] == [2.125]


def test_the_normal_form_of_money_has_one_reading() -> None:
    given = {"task": "regression", "data": {"modality": "tabular", "label_cost": "1.6250 USD"}}
    normal = Brief.from_mapping(given).normalised()
    again = Brief.from_mapping(normal)
    assert again.normalised() == normal
    assert again.facts()["data.label_cost"] == 1.625


@pytest.mark.parametrize("text", ["rows: 300 mil", "rows: 40 mille", "rows: 3 tys"])
def test_a_word_that_multiplies_elsewhere_is_not_dropped_from_its_number(text: str) -> None:
    with pytest.raises(BriefError, match="takes a count"):
        brief(text)
    assert "data.rows" not in amounts(text, lenient=True)


@pytest.mark.parametrize("text", ["1,5", "1,5e3", "20,00", "1,0000"])
def test_a_count_with_a_decimal_comma_is_not_refused_with_ten_times_as_much(text: str) -> None:
    with pytest.raises(BriefError, match="takes a count") as told:
        Brief.from_mapping({"task": "regression", "data.modality": "tabular", "data.rows": text})
    assert "Write a whole number" in str(told.value)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("4 FTE, 2,5 of them data scientists", 4),
        ("5 people, 1.5 of whom know statistics", 5),
        ("2 data engineers, 1 architect", 3),
    ],
)
def test_half_a_person_of_a_team_adds_nobody(said: str, read: int) -> None:
    found = Brief.from_mapping({"task": "regression", "data.modality": "tabular", "team": said})
    assert found.project.team_size == read


def test_a_comma_between_two_numbers_of_a_list_is_no_decimal_one() -> None:
    assert with_decimal_points("labels 0,1 and 1,2,3 or 12,500 rows") == "labels 0,1 and 1,2,3 or 12,500 rows"


@pytest.mark.parametrize(("text", "number", "read"), [
    ("3.400 tickets", "3.400", "3400"), ("3.400 of them", "3.400", "3.400"), ("1.200.000 rows", "1.200.000", "1200000"),
    ("0,5 s", "0,5", "0.5"), ("2.412 GHz", "2.412", "2.412"),
])  # fmt: skip
def test_a_number_in_a_sentence_is_read_by_what_stands_behind_it(text: str, number: str, read: str) -> None:
    assert number_said(text, number) == read


def test_prose_counts_things_in_thousands_and_leaves_an_amount_of_two_readings_open() -> None:
    found = read_prose([("notes", "We kept 4.300 past inspections.")], "binary-classification", frozenset())
    assert {each.field: each.value for each in found} == {"data.rows": 4300}
    assert [*costs_in_prose("A miss costs 4.300 EUR.", "binary-classification")] == []
    assert [each.amount for each in costs_in_prose("A miss costs 4,30 EUR.", "binary-classification")] == ["4.3 EUR"]


def test_whoever_is_asked_for_money_is_told_both_readings() -> None:
    with pytest.raises(BriefError, match=r"could be 3200 EUR or 3\.2 EUR"):
        value_of("project.budget", "3.200 EUR")
    assert value_of("data.minority_share", "3,5 %") == "3.5 %"
