"""What a service and a rented machine ask for a prediction: volume, load, machines, months, and the break-even."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from made_up_prices import SOLVES, TEXTS, both_ways, price, row, throughput

from small_knowledge import ContentFolder
from whichml.advise.hosting import DAYS_PER_MONTH, Offer, Usage, break_even, hosted_offers, own_offers
from whichml.knowledge.base import Knowledge
from whichml.model.statements.conditions import FactValue
from whichml.model.values.interval import Interval

FACTS: Mapping[str, FactValue] = {**TEXTS, "data.modality": ("text",), "data.text_length": 1000.0}
DAILY = {"deployment.requests_per_day": 8640.0}  # one in ten seconds
HOUR = 24 * 365 / 12
"""Hours in a month, and so the USD that a machine of 1 USD an hour asks for it."""


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """Return an algorithm that is bought by the token, and one that is run on a machine of 1 USD an hour."""
    return both_ways(ContentFolder(tmp_path_factory.mktemp("priced"))).knowledge()


def own(knowledge: Knowledge, **fields: FactValue) -> Offer:
    """Return the one offer of a machine; two underscores stand for the dot."""
    (offer,) = own_offers(knowledge, {**FACTS, **{name.replace("__", "."): value for name, value in fields.items()}})
    return offer


def close(low: float, high: float) -> object:
    return pytest.approx((low, high))


def ends(amount: Interval | None) -> tuple[float, float]:
    assert amount is not None
    return amount.low, amount.high


# -- volume ----------------------------------------------------------------------------------------------------------


def test_without_a_peak_two_to_five_times_the_average_load_is_borne() -> None:
    usage = Usage.of({**FACTS, **DAILY})
    assert (usage.per_day, ends(usage.peak_per_second)) == (8640, close(0.2, 0.5))
    assert (usage.is_live, usage.fields) == (True, ("deployment.requests_per_day",))


def test_a_peak_goes_before_the_average() -> None:
    usage = Usage.of({**DAILY, "deployment.peak_requests_per_second": 7.0, "deployment.interaction": "batch"})
    assert usage.peak_per_second == Interval(7, 7)
    assert not usage.is_live
    assert usage.fields == (
        "deployment.requests_per_day", "deployment.peak_requests_per_second", "deployment.interaction",
    )  # fmt: skip


def test_where_no_volume_is_told_none_is_taken() -> None:
    assert Usage.of({"deployment.interaction": "online"}) == Usage(None, None, True, ("deployment.interaction",))


# -- machines --------------------------------------------------------------------------------------------------------


def test_a_prediction_on_a_busy_machine_costs_its_share_of_the_hour(knowledge: Knowledge) -> None:
    offer = own(knowledge)
    busy = close(1200 / 10_000 / 3600, 2000 / 10_000 / 3600)  # 1,200 to 2,000 tokens at 10,000 a second
    assert ends(offer.usd) == ends(offer.usd_busy) == busy
    assert (offer.usd_per_month, offer.machines) == (None, None)


def test_a_live_service_pays_for_one_machine_all_month_however_few_ask(knowledge: Knowledge) -> None:
    offer = own(knowledge, deployment__requests_per_day=10.0)
    assert offer.machines == Interval(1, 1)
    assert ends(offer.usd_per_month) == close(HOUR, HOUR)
    assert ends(offer.usd) == close(HOUR / (10 * DAYS_PER_MONTH), HOUR / (10 * DAYS_PER_MONTH))
    assert offer.usd_busy.high < offer.usd.low


@pytest.mark.parametrize(("peak", "machines"), [(5.0, (1, 1)), (5.1, (1, 2)), (9.0, (2, 2)), (50.0, (6, 10))])
def test_as_many_machines_run_as_the_peak_keeps_busy(
    knowledge: Knowledge, peak: float, machines: tuple[int, int]
) -> None:
    offer = own(knowledge, deployment__requests_per_day=10.0, deployment__peak_requests_per_second=peak)
    assert ends(offer.machines) == machines
    assert ends(offer.usd_per_month) == close(machines[0] * HOUR, machines[1] * HOUR)


def test_a_peak_without_a_volume_makes_no_month(knowledge: Knowledge) -> None:
    offer = own(knowledge, deployment__peak_requests_per_second=50.0)
    assert (offer.usd_per_month, offer.machines, offer.usd) == (None, None, offer.usd_busy)


def test_a_batch_pays_for_busy_hours_alone(knowledge: Knowledge) -> None:
    offer = own(knowledge, deployment__requests_per_day=1000.0, deployment__interaction="batch")
    assert offer.usd == offer.usd_busy
    month = 1000 * DAYS_PER_MONTH
    assert ends(offer.usd_per_month) == close(offer.usd.low * month, offer.usd.high * month)
    assert (offer.machines, offer.depends_on_volume) == (None, False)


def test_a_machine_of_several_units_costs_as_many_hours(folder: ContentFolder) -> None:
    both_ways(folder)
    throughput(folder, "run-on-box", "run", "box", 10_000.0, units=8)
    assert ends(own(folder.knowledge()).usd) == close(8 * 1200 / 10_000 / 3600, 8 * 2000 / 10_000 / 3600)


def test_prices_and_throughputs_reach_from_the_lowest_to_the_highest_that_was_found(folder: ContentFolder) -> None:
    both_ways(folder)
    price(folder, "box", row(hour="4 USD"), row(hour="1 USD"), row(hour="2 USD"), kind="machine")
    assert ends(own(folder.knowledge()).usd) == close(1200 / 10_000 / 3600, 4 * 2000 / 10_000 / 3600)


def test_a_token_that_is_read_counts_an_eighth_to_a_quarter_of_one_that_is_written(folder: ContentFolder) -> None:
    both_ways(folder)
    throughput(folder, "run-on-box", "run", "box", 10_000.0, counts="written-tokens")
    written = 1 + (50 + 1200) / 8, 20 + (1000 + 2000) / 4
    assert ends(own(folder.knowledge()).usd) == close(written[0] / 10_000 / 3600, written[1] / 10_000 / 3600)


@pytest.mark.parametrize(
    ("counts", "facts", "amount"),
    [
        ("images", {"data.modality": ("image",)}, 1.0),
        ("audio-seconds", {"data.modality": ("audio",), "data.clip_length": 90.0}, 90.0),
    ],
)
def test_a_machine_may_count_images_or_seconds_of_sound(
    folder: ContentFolder, counts: str, facts: dict[str, FactValue], amount: float
) -> None:
    both_ways(folder)
    throughput(folder, "run-on-box", "run", "box", 100.0, counts=counts)
    (offer,) = own_offers(folder.knowledge(), {**FACTS, **facts})
    assert ends(offer.usd) == close(amount / 100 / 3600, amount / 100 / 3600)


@pytest.mark.parametrize(
    ("target", "is_rented"),
    [(None, True), ("cloud", True), ("on-premises", True), ("edge-server", True), ("browser", False), ("none", False)],
)
def test_machines_are_rented_where_the_model_runs_on_servers(
    knowledge: Knowledge, target: str | None, is_rented: bool
) -> None:
    facts = {name: value for name, value in FACTS.items() if name != "deployment.target"}
    facts |= {} if target is None else {"deployment.target": target}
    assert bool(own_offers(knowledge, facts)) is is_rented


@pytest.mark.parametrize(("accelerator", "is_rented"), [(None, True), ("gpu", True), ("none", False)])
def test_no_machine_with_a_gpu_is_rented_where_the_brief_says_that_there_is_none(
    folder: ContentFolder, accelerator: str | None, is_rented: bool
) -> None:
    both_ways(folder).algorithm("other", **SOLVES)
    price(folder, "gpu-box", row(hour="1 USD"), kind="machine", accelerator="gpu")
    throughput(folder, "other-on-gpu-box", "other", "gpu-box", 100.0)
    facts = FACTS if accelerator is None else {**FACTS, "deployment.accelerator": accelerator}
    priced = {offer.algorithm for offer in own_offers(folder.knowledge(), facts)}
    assert priced == {"run", *(["other"] if is_rented else [])}


def test_the_cheapest_machine_counts_for_each_algorithm_wherever_it_stands_in_the_order(folder: ContentFolder) -> None:
    both_ways(folder).algorithm("other", **SOLVES)
    for name, hourly in (("a-dear-box", "9 USD"), ("z-cheap-box", "0.5 USD")):
        price(folder, name, row(hour=hourly), kind="machine")
        throughput(folder, f"run-on-{name}", "run", name, 10_000.0)
        throughput(folder, f"other-on-{name}", "other", name, 10_000.0)
    found = own_offers(folder.knowledge(), FACTS)
    assert sorted((offer.algorithm, offer.price.id) for offer in found) == [
        ("other", "z-cheap-box"), ("run", "z-cheap-box"),
    ]  # fmt: skip


# -- services --------------------------------------------------------------------------------------------------------


def test_a_service_asks_for_what_is_read_and_written_at_each_offer_of_its_class(folder: ContentFolder) -> None:
    both_ways(folder)
    rows = [row(million_input_tokens=each, million_output_tokens="10 USD") for each in ("2 USD", "1 USD")]
    price(folder, "model", *rows, of=["bought"])
    (offer,) = hosted_offers(folder.knowledge(), {**FACTS, **DAILY})
    assert ends(offer.usd) == close(1250 * 1e-6 + 1 * 1e-5, 3000 * 2e-6 + 20 * 1e-5)
    month = 8640 * DAYS_PER_MONTH
    assert ends(offer.usd_per_month) == close(offer.usd.low * month, offer.usd.high * month)
    assert (offer.is_hosted, offer.depends_on_volume, offer.usd_busy) == (True, False, offer.usd)


def test_a_service_that_only_reads_asks_for_the_text_alone(folder: ContentFolder) -> None:
    both_ways(folder)
    price(folder, "model", row(million_input_tokens="1 USD"), of=["bought"])
    (offer,) = hosted_offers(folder.knowledge(), FACTS)
    assert (ends(offer.usd), offer.usd_per_month) == (close(0.0012, 0.002), None)


def test_what_answers_from_documents_reads_passages_and_others_the_whole_text(folder: ContentFolder) -> None:
    both_ways(folder).algorithm("retrieval-augmented-generation", **SOLVES)
    prices = row(million_input_tokens="1 USD", million_output_tokens="1 USD")
    price(folder, "model", prices, of=["bought", "retrieval-augmented-generation"])
    low = {o.algorithm: o.consumption.read.low for o in hosted_offers(folder.knowledge(), FACTS)}
    assert low == pytest.approx({"bought": 50 + 1200, "retrieval-augmented-generation": 50 + 308 * 1.2})


@pytest.mark.parametrize(
    ("kept", "is_told"),
    [
        ({"data.privacy": "stays-on-device"}, False),
        ({"data.privacy": "personal"}, True),
        ({"data.residency": "no-hosted-models"}, False),
        ({"data.residency": "stays-in-organisation"}, False),
        ({"data.residency": "stays-on-device"}, False),
        ({"data.residency": "stays-in-region"}, True),
    ],
)
def test_services_are_told_unless_data_are_kept_in(
    knowledge: Knowledge, kept: dict[str, FactValue], is_told: bool
) -> None:
    assert bool(hosted_offers(knowledge, {**FACTS, **kept})) is is_told
    assert own_offers(knowledge, {**FACTS, **kept}) != (), "machines of one's own may be in the house"


# -- break-even ------------------------------------------------------------------------------------------------------


def compared(folder: ContentFolder, hosted: str, hourly: str, **fields: FactValue) -> Interval | None:
    """Return the break-even of an embedding at a price for a million tokens and a machine at one for the hour."""
    both_ways(folder)
    price(folder, "model", row(million_input_tokens=hosted), of=["bought"])
    price(folder, "box", row(hour=hourly), kind="machine")
    throughput(folder, "run-on-box", "run", "box", 10_000.0, units=2)
    knowledge = folder.knowledge()
    (service,) = hosted_offers(knowledge, FACTS)
    return break_even(service, own(knowledge, **fields))


def test_the_break_even_is_a_day_of_the_machine_over_the_price_of_the_service(folder: ContentFolder) -> None:
    found = compared(folder, "1 USD", "0.5 USD")  # 24 USD a day, and 0.0012 to 0.002 USD for a prediction
    assert ends(found) == close(24 / 0.002, 24 / 0.0012)


@pytest.mark.parametrize(
    ("hourly", "fields", "is_ever"),
    [
        ("5.6 USD", {}, True),
        ("5.8 USD", {}, False),
        ("17.9 USD", {"deployment__interaction": "batch"}, True),
        ("18.1 USD", {"deployment__interaction": "batch"}, False),
    ],
    ids=["live with room", "live without", "busy and cheaper", "busy and dearer"],
)
def test_a_machine_needs_room_for_the_peak_to_get_cheaper_and_a_batch_does_not(
    folder: ContentFolder, hourly: str, fields: dict[str, FactValue], is_ever: bool
) -> None:
    # two units that read 10,000 tokens a second cost as much as the service, 36 USD an hour, at 18 USD a unit; a peak
    # takes the square root of 2 x 5 of that
    found = compared(folder, "1 USD", hourly, **fields)
    assert (found is not None) is is_ever
    assert found is None or not fields or found == Interval(1, 1)


# -- what cites them -------------------------------------------------------------------------------------------------


def test_an_offer_names_what_the_brief_had_to_say_for_it(knowledge: Knowledge) -> None:
    (service,) = hosted_offers(knowledge, {**FACTS, **DAILY})
    assert service.fields == ("task", "data.text_length")
    assert own(knowledge, deployment__requests_per_day=10.0).fields == (
        "data.text_length", "deployment.requests_per_day",
    )  # fmt: skip


def test_sources_that_the_knowledge_has_are_cited_once_and_others_left_out(folder: ContentFolder) -> None:
    both_ways(folder)
    throughput(folder, "run-on-box", "run", "box", 10_000.0, counts="written-tokens")
    offer = own(folder.knowledge())
    every = [c.ref for c in offer.cited({"made-up", "lane2026", "openai-tokens"})]
    assert every == ["made-up", "lane2026", "openai-tokens"]
    assert [c.ref for c in offer.cited({"made-up"})] == ["made-up"]
    (service,) = hosted_offers(folder.knowledge(), FACTS)
    assert [c.ref for c in service.cited({"made-up", "lane2026"})] == ["made-up"]
