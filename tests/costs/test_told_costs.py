"""How costs are told: offers from the cheapest on, months, machines, break-evens, and the length that is asked for."""

from __future__ import annotations

import pytest
from made_up_prices import MUST, SOLVES, answered, both_ways, costs_of, offer_of, price, row, throughput

from small_knowledge import ContentFolder
from whichml.export.main_points import price_of
from whichml.model.statements.recommendation import Recommendation

MANY = {"data__text_length": 1000, "deployment__requests_per_day": 1000}
READ = "1,200 to 3,000 tokens are read (a prompt of 50 to 1,000, 1000 words) and 1 to 20 written for each prediction"


@pytest.fixture
def folder(folder: ContentFolder) -> ContentFolder:
    return both_ways(folder)


# -- offers ----------------------------------------------------------------------------------------------------------


def test_a_service_is_told_by_the_thousand_and_the_month(folder: ContentFolder) -> None:
    told = offer_of(answered(folder, **MANY), "bought")
    assert told.text == (
        "Bought, a model: 1.3 to 3.1 USD for a thousand predictions, 38 to 94 USD a month; "
        f"{READ}; prices of 2026-11-27."
    )
    assert (told.hosting, told.machines) == ("hosted", None)
    assert (told.usd_per_thousand.low, told.usd_per_thousand.high) == (1.255, 3.1)


def test_a_machine_is_told_by_how_many_run_and_by_what_it_costs_when_busy(folder: ContentFolder) -> None:
    live = offer_of(answered(folder, **MANY, deployment__interaction="online"), "run")
    assert live.text == (
        "Run, run on box: 24 USD for a thousand predictions, 730 USD a month; 1000 words are 1,200 to 2,000 tokens; "
        "one of it runs all the time; prices of 2026-11-27."
    )
    batch = offer_of(answered(folder, **MANY, deployment__interaction="batch"), "run")
    assert "0.033 to 0.056 USD for a thousand predictions, 1 to 1.7 USD a month; 1000 words are" in batch.text
    assert "; paid for while it is busy; prices of" in batch.text
    bounded = [{**MUST, "max": "1 USD"}]
    untold = offer_of(answered(folder, data__text_length=1000, requirements=bounded), "run")
    assert "for a thousand predictions on machines that are busy all the time; 1000 words" in untold.text
    priced = offer_of(answered(folder, data__text_length=1000, requirements=bounded), "bought")
    assert "for a thousand predictions; 1,200 to 3,000 tokens" in priced.text


def test_where_nobody_says_how_predictions_are_asked_for_batches_are_told_beside_a_service(
    folder: ContentFolder,
) -> None:
    untold = offer_of(answered(folder, **MANY), "run").text
    assert (
        "24 USD for a thousand predictions, 730 USD a month if it waits for requests, "
        "but 0.033 to 0.056 USD and 1 to 1.7 USD if it runs for batches alone; 1000 words are"
    ) in untold
    for said in ({"deployment__interaction": "batch"}, {"deployment__peak_requests_per_second": 3}):
        assert "batches alone" not in offer_of(answered(folder, **MANY, **said), "run").text
    assert "batches alone" not in offer_of(answered(folder, **MANY), "bought").text


def test_the_node_of_an_offer_says_what_one_prediction_costs(folder: ContentFolder) -> None:
    answer = answered(folder, **MANY)
    (identity,) = offer_of(answer, "bought").because
    node = answer.justification.node(identity)
    assert identity == "evidence:prices:bought:model"
    assert node.text == f"Bought, a model: 0.0013 to 0.0031 USD a prediction; {READ}; prices of 2026-11-27"
    assert set(node.because) == {"brief:task", "brief:data.text_length"}


def test_a_service_that_is_no_algorithm_is_told_by_its_class_where_it_can_stand_for_one_that_is_shown(
    folder: ContentFolder,
) -> None:
    price(folder, "small-embedding", row(million_input_tokens="0.1 USD"), instead_of=["run", "unknown"])
    price(folder, "for-others", row(million_input_tokens="0.1 USD"), instead_of=["unknown"])
    answer = answered(folder, **MANY)
    assert [each.price for each in costs_of(answer).offers] == ["small-embedding", "model", "box"]
    told = offer_of(answer, "")
    assert told.text.startswith("A small embedding: 0.12 to 0.2 USD for a thousand predictions")
    assert told.because == ("evidence:prices:service:small-embedding",)


def test_offers_are_of_what_the_answer_shows(folder: ContentFolder) -> None:
    folder.algorithm("elsewhere", solves=["regression"], accepts={"text": "raw"})
    price(folder, "model", row(million_input_tokens="1 USD", million_output_tokens="5 USD"), of=["bought", "elsewhere"])
    throughput(folder, "elsewhere-on-box", "elsewhere", "box", 10_000.0)
    assert {each.algorithm for each in costs_of(answered(folder, **MANY)).offers} == {"bought", "run"}


def test_of_one_algorithm_the_cheapest_offer_is_told_first_and_of_equals_by_the_id_of_the_price(
    folder: ContentFolder,
) -> None:
    for name, amount in (("z-equal", "1 USD"), ("a-equal", "1 USD"), ("dear", "9 USD"), ("cheap", "0.1 USD")):
        price(folder, name, row(million_input_tokens=amount, million_output_tokens="5 USD"), of=["bought"])
    (folder.root / "facts/prices/model.yaml").unlink()
    found = costs_of(answered(folder, **MANY)).offers
    assert [each.price for each in found if each.algorithm == "bought"] == ["cheap", "a-equal", "z-equal", "dear"]


@pytest.mark.parametrize(
    ("fields", "is_told"),
    [
        ({"deployment__requests_per_day": 10}, True), ({"deployment__peak_requests_per_second": 10}, True),
        ({"requirements": [{**MUST, "max": "1 USD"}]}, True), ({"requirements": [{**MUST, "max": "low"}]}, True),
        ({"requirements": [{"quality": "privacy", "min": "low"}]}, False), ({}, False),
    ],
)  # fmt: skip
def test_costs_are_told_where_a_volume_is_told_or_the_cost_is_bounded(
    folder: ContentFolder, fields: dict[str, object], is_told: bool
) -> None:
    assert (answered(folder, data__text_length=100, **fields).running_costs is not None) is is_told


def test_where_only_one_way_is_known_that_one_is_told_without_a_break_even(folder: ContentFolder) -> None:
    (folder.root / "facts/prices/model.yaml").unlink()
    found = costs_of(answered(folder, **MANY))
    assert ([each.hosting for each in found.offers], found.break_even) == (["self-hosted"], ())


@pytest.mark.parametrize(
    "where", [{"deployment__target": "phone"}, {"deployment__target": "desktop", "deployment__connectivity": "never"}]
)
def test_no_rent_is_told_of_a_device_or_of_what_is_never_connected(
    folder: ContentFolder, where: dict[str, str]
) -> None:
    assert any(offer.hosting == "self-hosted" for offer in costs_of(answered(folder, **MANY)).offers)
    told = answered(folder, **MANY, **where).running_costs
    assert told is None or all(offer.hosting == "hosted" for offer in told.offers)


# -- break-even ------------------------------------------------------------------------------------------------------


def break_even_text(folder: ContentFolder, **fields: object) -> str:
    (found,) = costs_of(answered(folder, **{**MANY, **fields})).break_even
    return found.text


def test_the_volume_from_which_a_machine_gets_cheaper_is_told_as_a_range(folder: ContentFolder) -> None:
    assert break_even_text(folder) == (
        "Run on machines of one's own gets cheaper than a model from somewhere between 7,700 and 19,000 predictions "
        "a day on."
    )


def test_where_both_ends_are_one_a_single_volume_is_told(folder: ContentFolder) -> None:
    price(folder, "hearing", row(audio_minute="0.01 USD"), of=["bought"])
    for name in ("bought", "run"):
        folder.algorithm(name, solves=["speech-to-text"], accepts={"audio": "raw"}, family=_FAMILY[name])
    (folder.root / "facts/prices/model.yaml").unlink()
    throughput(folder, "run-on-box", "run", "box", 10_000.0, counts="audio-seconds")
    sound = {"task": "speech-to-text", "data__modality": "audio", "data__clip_length": "1 min"}
    found = costs_of(answered(folder, **sound, deployment__requests_per_day=10))
    assert [each.text for each in found.break_even] == [
        "Run on machines of one's own gets cheaper than a hearing from 2,400 predictions a day on."
    ]


_FAMILY = {"bought": "linear", "run": "tree-ensemble"}


def test_a_machine_that_is_always_or_never_cheaper_is_told_so(folder: ContentFolder) -> None:
    batch = break_even_text(folder, deployment__interaction="batch")
    assert batch == "Run on machines of one's own is cheaper than a model at any volume."
    throughput(folder, "run-on-box", "run", "box", 1.0)
    assert break_even_text(folder) == "Run on machines of one's own does not get cheaper than a model at any volume."


def test_where_prices_overlap_it_is_told_that_their_middles_decide(folder: ContentFolder) -> None:
    near = [row(million_input_tokens=usd, million_output_tokens="0.01 USD") for usd in ("0.02 USD", "0.2 USD")]
    price(folder, "model", *near, of=["bought"])
    assert break_even_text(folder, deployment__interaction="batch") == (
        "Run on machines of one's own is cheaper than a model at any volume, by the middle of prices that overlap: at "
        "full use 0.033 to 0.056 USD for a thousand against 0.025 to 0.6 USD."
    )
    assert "at any volume, by the middle of prices that overlap: at full use 0.067 to 0.28" in break_even_text(folder)


def test_a_service_is_held_against_every_machine_and_one_for_an_embedding_against_what_it_stands_for(
    folder: ContentFolder,
) -> None:
    folder.algorithm("walk", family="kernel-method", **SOLVES)
    throughput(folder, "walk-on-box", "walk", "box", 5_000.0)
    price(folder, "small-embedding", row(million_input_tokens="0.1 USD"), instead_of=["run"])
    found = costs_of(answered(folder, **MANY)).break_even
    assert [(each.hosted, each.price, each.self_hosted) for each in found] == [
        ("", "small-embedding", "run"), ("bought", "model", "run"), ("bought", "model", "walk"),
    ]  # fmt: skip
    assert found[0].because == ("evidence:prices:service:small-embedding", "evidence:prices:run:box")


# -- what is asked for -----------------------------------------------------------------------------------------------


def asked_for(answer: Recommendation) -> list[tuple[str, str]]:
    return [(each.field, each.effect) for each in answer.open_questions if "is worked out" in each.effect]


def test_the_length_is_asked_for_with_two_algorithms_that_wait_for_it(folder: ContentFolder) -> None:
    folder.algorithm("walk", family="kernel-method", **SOLVES)
    throughput(folder, "walk-on-box", "walk", "box", 5_000.0)
    bound = {"requirements": [{**MUST, "max": "0.01 USD"}]}
    effect = "if it is known: what a prediction by {} costs is worked out and held against the bound"
    assert asked_for(answered(folder, **bound)) == [("data.text_length", effect.format("Bought and Run"))]
    (folder.root / "facts/throughputs/walk-on-box.yaml").unlink()
    (folder.root / "facts/throughputs/run-on-box.yaml").unlink()
    assert asked_for(answered(folder, **bound)) == [("data.text_length", effect.format("Bought"))]


@pytest.mark.parametrize(
    "fields",
    [
        {"requirements": [{**MUST, "max": "low"}]},
        {"requirements": [{"quality": "inference-latency", "max": "1 s"}]},
        {"requirements": [{**MUST, "max": "1 USD"}], "deployment__prediction_unit": "pair"},
        {"requirements": [{**MUST, "max": "1 USD"}], "data__text_length": 9},
        {"requirements": [{**MUST, "max": "1 USD"}], "data__modality": "tabular"},
        {"deployment__requests_per_day": 9},
    ],
    ids=["a level", "another quality", "a unit", "it is told", "no text", "no bound"],
)
def test_the_length_is_asked_for_where_a_bound_in_money_waits_for_it(
    folder: ContentFolder, fields: dict[str, object]
) -> None:
    assert asked_for(answered(folder, **fields)) == []


def test_the_length_of_sound_is_asked_for_by_its_own_field(folder: ContentFolder) -> None:
    folder.algorithm("ear", solves=["speech-to-text"], accepts={"audio": "raw"})
    price(folder, "hearing", row(audio_minute="0.01 USD"), of=["ear"])
    bound = [{**MUST, "max": "1 USD"}]
    ((field, _),) = asked_for(answered(folder, task="speech-to-text", data__modality="audio", requirements=bound))
    assert field == "data.clip_length"


def test_no_length_is_asked_for_where_nobody_sells_what_is_shown(folder: ContentFolder) -> None:
    for path in (*folder.root.glob("facts/prices/model.yaml"), *folder.root.glob("facts/throughputs/*")):
        path.unlink()
    assert asked_for(answered(folder, requirements=[{**MUST, "max": "1 USD"}])) == []


# -- a bound beside several sizes of a service -----------------------------------------------------------------------


def test_a_bound_is_told_by_the_size_that_it_is_judged_by_and_the_table_says_the_same(folder: ContentFolder) -> None:
    price(folder, "grand-model", row(million_input_tokens="90 USD", million_output_tokens="90 USD"), of=["bought"])
    of_both = answered(folder, **MANY)
    assert [each.holds_bound for each in costs_of(of_both).offers if each.algorithm == "bought"] == [False, False]
    bounded = answered(folder, **MANY, requirements=[{**MUST, "max": "0.01 USD"}])
    held = [each.price for each in costs_of(bounded).offers if each.algorithm == "bought" and each.holds_bound]
    assert held == ["model"]
    assert (price_of(of_both, "bought"), price_of(bounded, "bought")) == (
        "1.3\N{EN DASH}270 USD",
        "1.3\N{EN DASH}3.1 USD",
    )
    met = next(each for each in bounded.candidates if each.algorithm == "bought")
    told = [each.amount for each in (*met.qualities, *met.met) if each.amount]
    assert {*told} == {"0.0013 to 0.0031 USD (predicted for a model)"}
