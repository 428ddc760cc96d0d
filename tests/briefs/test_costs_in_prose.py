"""What notes say that mistakes cost, of numbers that are too high or too low, and of misses and false alarms."""

from __future__ import annotations

import pytest

from whichml import Brief
from whichml.model.words.costs_in_prose import costs_in_prose

HIGH, LOW = "stakes.cost_too_high", "stakes.cost_too_low"
ALARM, MISS = "stakes.cost_false_positive", "stakes.cost_false_negative"


@pytest.mark.parametrize(
    ("task", "notes", "told"),
    [
        (
            "forecasting", "Flowers that are thrown away cost 1.20 EUR a stem, lost sales 3 EUR.",
            {HIGH: "1.2 EUR", LOW: "3 EUR"},
        ),
        ("regression", "We lose €40 where the estimate is too low.", {LOW: "40 EUR"}),
        (
            "binary-classification", "A missed leak costs 12k USD while a needless visit is 90 USD.",
            {MISS: "12000 USD", ALARM: "90 USD"},
        ),
        ("outlier-detection", "False alarms: 2,500 CHF each. Undetected ones: 80 000 CHF.",
         {ALARM: "2500 CHF", MISS: "80000 CHF"}),
    ],
)  # fmt: skip
def test_a_clause_with_one_kind_of_mistake_and_one_amount_tells_its_cost(
    task: str, notes: str, told: dict[str, str]
) -> None:
    assert {each.field: each.amount for each in costs_in_prose(notes, task)} == told
    brief = Brief.from_mapping({"task": task, "data.modality": "tabular", "notes": notes}, in_words=True)
    stakes = brief.normalised()["stakes"]
    assert {f"stakes.{name}" for name in stakes} == {*told}
    assert all(any(field in notice.message for notice in brief.notices) for field in told)


@pytest.mark.parametrize(
    ("task", "notes"),
    [
        ("forecasting", "Waste cost 40k EUR a year, too much is baked."),  # of all of them
        ("forecasting", "Too much or too little costs 3 EUR."),
        ("forecasting", "Too little between 3 EUR and 9 EUR."),
        ("forecasting", "Nobody knows what a stock-out costs, 5 EUR perhaps."),
        ("forecasting", "Too many shops, each sells for 900 EUR per day."),
        ("binary-classification", "A missed case is worse than 20 false alarms."),
        ("clustering", "A missed group costs 20 EUR."),
        ("binary-classification", "The budget for missed letters is 900 EUR."),
    ],
)
def test_what_may_be_another_amount_is_no_cost_of_a_mistake(task: str, notes: str) -> None:
    assert [*costs_in_prose(notes, task)] == []


def test_a_cost_that_a_field_tells_is_not_read_of_the_notes() -> None:
    given = {"task": "forecasting", "data.modality": "time-series", "stakes": {"cost_too_low": "7 EUR"}}
    brief = Brief.from_mapping({**given, "notes": "A stock-out costs 9 EUR."})
    assert brief.normalised()["stakes"] == Brief.from_mapping(given).normalised()["stakes"]


def test_a_sentence_that_tells_a_cost_is_not_called_unread() -> None:
    notes = "Surplus costs 35 ct a piece."
    brief = Brief.from_mapping({"task": "forecasting", "data.modality": "time-series", "notes": notes})
    assert not any("hold more than is read" in notice.message for notice in brief.notices)
