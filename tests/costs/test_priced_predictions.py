"""Prices as predictions: the chance to keep a bound, which of several offers counts, and the words that say so."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from made_up_prices import TEXTS, both_ways, price, row, throughput

from small_knowledge import ContentFolder
from whichml.advise.hosting import DAYS_PER_MONTH
from whichml.advise.priced_prediction import DEDICATED_SHARE, PricedPrediction, dollars, predict_prices
from whichml.model.statements.conditions import FactValue
from whichml.model.values.interval import Interval

FACTS: Mapping[str, FactValue] = {**TEXTS, "data.modality": ("text",), "data.text_length": 1000.0}
DAILY: Mapping[str, FactValue] = {"deployment.requests_per_day": 10.0}
IDLE = 24 / 10
"""What a prediction costs of ten a day, in USD, on a machine of 1 USD an hour."""


@pytest.fixture
def folder(folder: ContentFolder) -> ContentFolder:
    return both_ways(folder)


def predicted(
    folder: ContentFolder, bound: float = 1.0, more: Mapping[str, FactValue] | None = None
) -> Mapping[str, PricedPrediction]:
    return predict_prices(folder.knowledge(), {**FACTS, **(more or {})}, bound)


# -- chances ---------------------------------------------------------------------------------------------------------


def test_nine_of_ten_cases_lie_in_the_interval_of_a_price(folder: ContentFolder) -> None:
    bought = predicted(folder)["bought"]
    usd = bought.offer.usd
    assert (bought.low, bought.high) == (usd.low, usd.high)
    chances = [bought.chance_to_keep(bound) for bound in (usd.low, usd.middle, usd.high)]
    assert chances == pytest.approx([0.05, 0.5, 0.95], abs=1e-3)


def test_an_idle_machine_is_paid_for_in_three_of_four_live_services_and_shared_in_the_fourth(
    folder: ContentFolder,
) -> None:
    run = predicted(folder, more=DAILY)["run"]
    assert run.chance_to_keep(IDLE / 2) == pytest.approx(1 - DEDICATED_SHARE) == pytest.approx(0.25)
    assert run.chance_to_keep(IDLE) == pytest.approx(1.0)
    assert run.low == run.offer.usd_busy.low
    assert run.high == pytest.approx(IDLE * 365 / 12 / DAYS_PER_MONTH)


def test_a_batch_is_as_dear_as_its_busy_machine(folder: ContentFolder) -> None:
    batch = predicted(folder, more={**DAILY, "deployment.interaction": "batch"})["run"]
    assert (batch.low, batch.high) == (batch.offer.usd_busy.low, batch.offer.usd_busy.high)
    assert batch.chance_to_keep(batch.offer.usd.middle) == pytest.approx(0.5, abs=1e-3)


@pytest.mark.parametrize(
    ("more", "is_predicted"),
    [
        ({}, False),
        ({"deployment.peak_requests_per_second": 5.0}, False),
        (DAILY, True),
        ({"deployment.interaction": "batch"}, True),
    ],
    ids=["live", "a peak alone", "a volume", "a batch"],
)
def test_a_live_service_of_ones_own_needs_a_volume_to_be_predicted(
    folder: ContentFolder, more: Mapping[str, FactValue], is_predicted: bool
) -> None:
    assert ("run" in predicted(folder, more=more)) is is_predicted


def test_a_service_that_is_no_algorithm_is_predicted_for_none(folder: ContentFolder) -> None:
    price(folder, "embedding", row(million_input_tokens="0.1 USD"), instead_of=["run"])
    assert set(predicted(folder)) == {"bought"}


# -- which offer counts ----------------------------------------------------------------------------------------------


def class_of(folder: ContentFolder, identity: str, million: str, *more: str) -> None:
    rows = [row(million_input_tokens=each, million_output_tokens=each) for each in (million, *more)]
    price(folder, identity, *rows, of=["bought"])


@pytest.mark.parametrize("cheap", ["a-class", "z-class"])
def test_of_classes_that_keep_a_bound_alike_the_cheaper_one_counts(folder: ContentFolder, cheap: str) -> None:
    for identity in ("a-class", "z-class"):
        class_of(folder, identity, "0.01 USD" if identity == cheap else "0.02 USD")
    assert predicted(folder, bound=1.0)["bought"].offer.price.id == cheap


def test_the_likeliest_to_keep_a_bound_counts_though_its_middle_is_dearer(folder: ContentFolder) -> None:
    class_of(folder, "steady", "1.1 USD")
    class_of(folder, "wild", "0.1 USD", "9 USD")
    class_of(folder, "model", "90 USD")
    assert predicted(folder, bound=1e4)["bought"].offer.price.id == "wild", "all keep so loose a bound"
    assert predicted(folder, bound=0.005)["bought"].offer.price.id == "steady"


def test_chances_that_differ_by_less_than_one_in_a_billion_are_alike(folder: ContentFolder) -> None:
    folder.algorithm("eye", solves=["multiclass-classification"], accepts={"image": "raw"})
    price(folder, "a-steady-one", row(image="0.002 USD"), of=["eye"])
    price(folder, "cheap-and-wild", row(image="0.0005 USD"), row(image="0.001 USD"), of=["eye"])
    images: Mapping[str, FactValue] = {"data.modality": ("image",)}
    found = predicted(folder, bound=0.002635, more=images)["eye"]
    assert 1e-11 < 1 - found.chance_to_keep(0.002635) < 1e-9
    assert found.offer.price.id == "cheap-and-wild"
    assert predicted(folder, bound=0.0024, more=images)["eye"].offer.price.id == "a-steady-one"


# -- words -----------------------------------------------------------------------------------------------------------


def test_what_is_bought_is_told_with_its_class_and_the_day_of_the_prices(folder: ContentFolder) -> None:
    bought = predicted(folder)["bought"]
    assert (bought.implementation, bought.identity) == ("a model", "bought:cost-per-prediction:usd:model")
    assert bought.text == (
        "0.0013 to 0.0031 USD a prediction are expected; 1,200 to 3,000 tokens are read (a prompt of 50 to 1,000, 1000 "
        "words) and 1 to 20 written for each prediction; prices of 2026-11-27"
    )
    assert (bought.fields, bought.is_time) == (("task", "data.text_length"), False)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (DAILY, "one of it runs all the time"),
        ({**DAILY, "deployment.peak_requests_per_second": 9.0}, "2 of it run all the time"),
        ({**DAILY, "deployment.peak_requests_per_second": 50.0}, "6 to 10 of it run all the time"),
        ({"deployment.interaction": "batch"}, "paid for while it is busy"),
    ],
)
def test_how_many_machines_run_is_told_with_what_is_rented(
    folder: ContentFolder, more: Mapping[str, FactValue], told: str
) -> None:
    run = predicted(folder, more=more)["run"]
    assert run.implementation == "run on box"
    assert f" tokens; {told}; prices of 2026-11-27" in run.text


def test_the_first_and_the_last_day_of_prices_are_told_where_they_differ(folder: ContentFolder) -> None:
    rows = [row(dated=day, million_input_tokens="1 USD", million_output_tokens="1 USD") for day in ("2026-03", "2024")]
    price(folder, "model", *rows, of=["bought"])
    assert predicted(folder)["bought"].text.endswith("; prices of 2024 to 2026-03")


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (0.0, 0.5, "0 to 0.5 USD"),
        (1.0, 1.0, "1 USD"),
        (1.04, 1.23, "1 to 1.2 USD"),
        (9.96, 10.4, "10 USD"),
        (99.0, 120.0, "99 to 120 USD"),
        (0.0999, 1234567.0, "0.1 to 1,200,000 USD"),
    ],
)
def test_money_is_told_to_two_digits(low: float, high: float, told: str) -> None:
    assert dollars(Interval(low, high)) == told


def test_prices_differ_in_what_is_rented_where_two_machines_are_told_apart(folder: ContentFolder) -> None:
    price(folder, "cheap-box", row(hour="0.5 USD"), kind="machine")
    throughput(folder, "run-on-cheap-box", "run", "cheap-box", 10_000.0)
    assert predicted(folder, more=DAILY)["run"].implementation == "run on cheap-box"
