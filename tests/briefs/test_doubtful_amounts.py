"""Amounts that hardly any project has draw a plain word; those next to them draw none."""

from __future__ import annotations

import pytest

from whichml.model.briefs.brief import Brief

SMALLEST: dict[str, object] = {"task": "binary-classification", "data.modality": "tabular"}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"project.budget": "1 USD"}, "not an hour of work"),
        ({"project.deadline": "1 h"}, "`inference-latency`"),
        ({"project.unit_budget": "0.3 USD", "deployment.target": "edge-device"}, "none is sold for that"),
        ({"deployment.peak_requests_per_second": 100_000_000}, "the largest services"),
        ({"deployment.requests_per_day": 10**13}, "the largest services"),
        (
            {"task": "control", "deployment.control_period": "1 us", "deployment.target": "plc"},
            "hardly acts more often than every 10 us",
        ),
        (
            {"task": "forecasting", "data.sampling_rate": "50 kHz", "data.sampling_interval": "1 s"},
            "`data.sampling_interval` is 1 s, in which 50,000 samples come",
        ),
        ({"data.rows": 50_000, "data.minority_share": 1e-5}, "less than one"),
        ({"data.rows": 50_000, "data.labelled_rows": 90, "data.minority_share": 0.01}, "`data.labelled_rows`"),
        ({"task": "forecasting", "data.history": "3 days", "data.horizon": "14 days"}, "held against what happened"),
        ({"task": "forecasting", "data.history": "14 days", "data.horizon": "2 weeks"}, "held against what happened"),
    ],
)
def test_an_amount_that_hardly_any_project_has_is_told(fields: dict[str, object], words: str) -> None:
    assert [words in notice.message for notice in Brief.from_mapping({**SMALLEST, **fields}).notices] == [True]


@pytest.mark.parametrize(
    "fields",
    [
        {"project.budget": "10 USD"},
        {"project.deadline": "1 day"},
        {"project.unit_budget": "0.3 USD", "deployment.target": "microcontroller"},
        {"project.unit_budget": "0.3 USD"},
        {"deployment.peak_requests_per_second": 10_000_000},
        {"task": "control", "deployment.control_period": "10 us", "deployment.target": "plc"},
        {"task": "control", "deployment.control_period": "1 us", "deployment.target": "fpga"},
        {"data.rows": 50_000, "data.minority_share": 2e-5},
        {"data.rows": 50_000, "data.minority_share": 0.0},
        {"task": "forecasting", "data.history": "15 days", "data.horizon": "14 days"},
        {"task": "forecasting", "data.sampling_rate": "100 kHz", "data.sampling_interval": "10 us"},
    ],
)
def test_an_amount_that_some_project_has_is_not_told(fields: dict[str, object]) -> None:
    assert Brief.from_mapping({**SMALLEST, **fields}).notices == ()


def test_a_small_budget_in_a_currency_of_unknown_worth_is_told_for_that_alone() -> None:
    (notice,) = Brief.from_mapping({**SMALLEST, "project.budget": "1 EUR"}).notices
    assert "currencies are not converted" in notice.message
