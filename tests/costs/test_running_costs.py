"""What predictions of hosted and large models cost by the thousand and the month, and where the break-even lies."""

from __future__ import annotations

import pytest
from made_up_prices import (
    MUST,
    SOLVES,
    answered,
    asked,
    both_ways,
    costs_of,
    offer_of,
    price,
    row,
    throughput,
)

from small_knowledge import SOURCE, ContentFolder
from whichml.advise.recommendation import Advisor
from whichml.export.first_screen import first_screen
from whichml.export.markdown import markdown_of
from whichml.model.statements.recommendation import Recommendation


@pytest.fixture
def folder(folder: ContentFolder) -> ContentFolder:
    return both_ways(folder)


# -- amounts ---------------------------------------------------------------------------------------------------------


def test_a_prediction_costs_what_it_reads_and_writes_at_the_prices_found(folder: ContentFolder) -> None:
    told = offer_of(answered(folder, data__text_length=1000, deployment__requests_per_day=1000), "bought")
    read, written = (50 + 1200, 1000 + 2000), (1, 20)  # a prompt of 50 to 1,000 tokens, 1.2 to 2 tokens a word
    low, high = (1000 * (read[end] * 1e-6 + written[end] * 5e-6) for end in (0, 1))
    assert (told.usd_per_thousand.low, told.usd_per_thousand.high) == (
        pytest.approx(low, 0.01),
        pytest.approx(high, 0.01),
    )


def test_a_month_costs_what_its_predictions_do(folder: ContentFolder) -> None:
    told = offer_of(answered(folder, data__text_length=1000, deployment__requests_per_day=1000), "bought")
    assert told.usd_per_month is not None
    assert told.usd_per_month.high == pytest.approx(told.usd_per_thousand.high * 365 / 12, 0.01)


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ({"data__text_length": 100}, {"data__text_length": 5000}),
        ({"data__text_length": 100}, {"data__text_length": 100, "data__languages": 12}),
        ({"data__text_length": 100}, {"data__text_length": 100, "data__mixed_languages": True}),
        ({"data__text_length": 100}, {"data__text_length": 100, "deployment__prediction_unit": "pair"}),
    ],
)
def test_longer_texts_and_more_languages_cost_more(folder: ContentFolder, less: dict, more: dict) -> None:
    cheap, dear = (
        offer_of(answered(folder, deployment__requests_per_day=10**6, **each), algorithm).usd_per_thousand
        for algorithm in ("bought",)
        for each in (less, more)
    )
    assert dear.high > cheap.high


@pytest.mark.parametrize("algorithm", ["bought", "run"])
def test_a_month_never_costs_less_where_there_is_more_to_do(folder: ContentFolder, algorithm: str) -> None:
    months = [
        offer_of(answered(folder, data__text_length=300, deployment__requests_per_day=n), algorithm).usd_per_month
        for n in (10, 10_000, 10_000_000)
    ]
    highs = [month.high for month in months if month is not None]
    assert highs == sorted(highs)
    assert highs[-1] > highs[0]


def test_an_answer_is_as_long_as_the_task_asks(folder: ContentFolder) -> None:
    folder.algorithm("writer", solves=["summarisation", "translation"], accepts={"text": "raw"})
    price(folder, "model", row(million_input_tokens="1 USD", million_output_tokens="5 USD"), of=["bought", "writer"])
    short, long = (
        offer_of(answered(folder, task=task, data__text_length=1000, deployment__requests_per_day=9), "writer")
        for task in ("summarisation", "translation")
    )
    assert long.usd_per_thousand.low > short.usd_per_thousand.low


def test_without_a_volume_a_prediction_is_priced_and_no_month(folder: ContentFolder) -> None:
    answer = answered(folder, data__text_length=100, requirements=[{**MUST, "max": "1 USD"}])
    assert {each.algorithm: each.usd_per_month for each in costs_of(answer).offers} == {"bought": None, "run": None}
    assert "busy all the time" in offer_of(answer, "run").text


def test_a_service_of_ones_own_runs_a_machine_all_the_time_and_a_batch_only_while_it_is_busy(
    folder: ContentFolder,
) -> None:
    few = {"data__text_length": 100, "deployment__requests_per_day": 10}
    live = offer_of(answered(folder, **few, deployment__interaction="online"), "run")
    batch = offer_of(answered(folder, **few, deployment__interaction="batch"), "run")
    assert live.usd_per_month is not None
    assert batch.usd_per_month is not None
    assert live.usd_per_month.low == pytest.approx(730, 0.01)
    assert batch.usd_per_month.high < 0.01
    assert (batch.machines, live.machines and live.machines.high) == (None, 1)


def test_the_busiest_second_says_how_many_machines_it_takes(folder: ContentFolder) -> None:
    busy = {"data__text_length": 500, "deployment__requests_per_day": 10_000}
    told = offer_of(answered(folder, **busy, deployment__peak_requests_per_second=200), "run")
    assert told.machines is not None
    assert (told.machines.low, told.machines.high) == (12, 20)  # 120,000 to 200,000 tokens, 10,000 a machine


def test_of_two_machines_the_cheaper_one_is_told(folder: ContentFolder) -> None:
    price(folder, "dear-box", row(hour="9 USD"), kind="machine")
    throughput(folder, "run-on-dear-box", "run", "dear-box", 10_000.0)
    assert offer_of(answered(folder, data__text_length=9, deployment__requests_per_day=9), "run").price == "box"


# -- break-even ------------------------------------------------------------------------------------------------------


def test_a_service_is_cheaper_below_the_break_even_and_a_machine_above(folder: ContentFolder) -> None:
    fields = {"data__text_length": 1000}
    (found,) = costs_of(answered(folder, **fields, deployment__requests_per_day=1)).break_even
    assert found.requests_per_day is not None
    below, above = found.requests_per_day.low / 2, 2 * found.requests_per_day.high
    few, many = (answered(folder, **fields, deployment__requests_per_day=round(n)) for n in (below, above))
    assert offer_of(few, "bought").usd_per_month.high < offer_of(few, "run").usd_per_month.low  # type: ignore[union-attr]
    assert offer_of(many, "bought").usd_per_month.low > offer_of(many, "run").usd_per_month.low  # type: ignore[union-attr]


def test_a_machine_that_is_slow_and_dear_never_gets_cheaper(folder: ContentFolder) -> None:
    throughput(folder, "run-on-box", "run", "box", 1.0)
    (found,) = costs_of(answered(folder, data__text_length=1000, deployment__requests_per_day=1000)).break_even
    assert found.requests_per_day is None
    assert "at any volume" in found.text


def test_a_batch_on_machines_of_ones_own_is_cheaper_at_any_volume_or_at_none(folder: ContentFolder) -> None:
    batch = {"data__text_length": 1000, "deployment__requests_per_day": 10, "deployment__interaction": "batch"}
    (found,) = costs_of(answered(folder, **batch)).break_even
    assert found.requests_per_day is not None
    assert found.requests_per_day.high == 1


# -- where it is told ------------------------------------------------------------------------------------------------


def test_nothing_is_told_where_nobody_asks_for_cost_or_volume(folder: ContentFolder) -> None:
    assert answered(folder, data__text_length=100).running_costs is None


@pytest.mark.parametrize("change", [{}, {"data__modality": "tabular"}])
def test_nothing_is_told_of_predictions_whose_length_is_not_known(folder: ContentFolder, change: dict) -> None:
    assert answered(folder, deployment__requests_per_day=10, **change).running_costs is None


@pytest.mark.parametrize("kept", [{"data__residency": "stays-in-organisation"}, {"data__privacy": "stays-on-device"}])
def test_no_service_is_told_where_data_may_not_leave_the_house(folder: ContentFolder, kept: dict) -> None:
    answer = answered(folder, data__text_length=100, deployment__requests_per_day=10, **kept)
    assert [each.hosting for each in costs_of(answer).offers] == ["self-hosted"]


def test_no_machine_is_told_where_the_model_runs_on_devices_of_its_users(folder: ContentFolder) -> None:
    answer = answered(folder, data__text_length=100, deployment__requests_per_day=10, deployment__target="phone")
    assert [each.hosting for each in costs_of(answer).offers] == ["hosted"]


def test_a_service_that_is_no_algorithm_stands_beside_what_it_can_stand_for(folder: ContentFolder) -> None:
    price(folder, "embedding", row(million_input_tokens="0.1 USD"), instead_of=["run"])
    found = costs_of(answered(folder, data__text_length=100, deployment__requests_per_day=10))
    assert [(each.algorithm, each.price) for each in found.offers] == [
        ("", "embedding"), ("bought", "model"), ("run", "box"),
    ]  # fmt: skip
    assert ("", "embedding", "run") in [(each.hosted, each.price, each.self_hosted) for each in found.break_even]


def test_sound_is_priced_by_the_minute_and_images_one_by_one(folder: ContentFolder) -> None:
    for name, task, modality in (("ear", "speech-to-text", "audio"), ("eye", "multiclass-classification", "image")):
        folder.algorithm(name, solves=[task], accepts={modality: "raw"})
    price(folder, "hearing", row(audio_minute="0.01 USD"), of=["ear"])
    price(folder, "seeing", row(image="0.001 USD"), of=["eye"])
    many = {"deployment__requests_per_day": 10}
    sound = {"task": "speech-to-text", "data__modality": "audio", **many}
    by_clip = offer_of(answered(folder, **sound, data__clip_length="3 min"), "ear")
    by_minute = offer_of(answered(folder, **sound, deployment__prediction_unit="minute"), "ear")
    by_image = offer_of(answered(folder, data__modality="image", **many), "eye")
    assert [each.usd_per_thousand.low for each in (by_clip, by_minute, by_image)] == [30, 10, 1]


def test_the_days_of_the_prices_are_told_and_cited(folder: ContentFolder) -> None:
    rows = [row(dated=day, million_input_tokens="1 USD", million_output_tokens="1 USD") for day in ("2024", "2026-03")]
    price(folder, "model", *rows, of=["bought"])
    answer = answered(folder, data__text_length=100, deployment__requests_per_day=10)
    told = offer_of(answer, "bought")
    assert (told.prices_from, told.prices_to) == ("2024", "2026-03")
    assert "prices of 2024 to 2026-03" in told.text
    node = answer.justification.node(told.because[0])
    assert {citation.ref for citation in node.sources} == {SOURCE}
    assert "brief:data.text_length" in node.because


# -- bounds ----------------------------------------------------------------------------------------------------------


def verdicts(answer: Recommendation) -> dict[str, str]:
    """Return by algorithm whether it is out, clear of the bound, or open."""
    out = {exclusion.algorithm: "out" for exclusion in answer.excluded}
    ranked = {c.algorithm: "clear" if c.met else "open" for c in (*answer.candidates, *answer.outclassed)}
    return {**out, **ranked}


@pytest.mark.parametrize(("most", "verdict"), [("1e-7 USD", "out"), ("0.004 USD", "open"), ("1 USD", "clear")])
def test_a_bound_on_the_cost_is_held_against_prices(folder: ContentFolder, most: str, verdict: str) -> None:
    answer = answered(folder, data__text_length=1000, requirements=[{**MUST, "max": most}])
    assert verdicts(answer)["bought"] == (verdict if verdict != "open" else "clear")
    near = answered(folder, data__text_length=1000, requirements=[{**MUST, "max": "0.002 USD"}])
    assert verdicts(near)["bought"] == "open"


def test_a_live_service_of_ones_own_is_not_held_against_a_bound_without_a_volume(folder: ContentFolder) -> None:
    bound = {"data__text_length": 1000, "requirements": [{**MUST, "max": "1 USD"}]}
    assert verdicts(answered(folder, **bound))["run"] == "open"
    assert verdicts(answered(folder, **bound, deployment__requests_per_day=10_000))["run"] == "clear"


def test_an_idle_machine_alone_puts_nobody_out_since_it_may_be_shared(folder: ContentFolder) -> None:
    rare = {"data__text_length": 1000, "deployment__requests_per_day": 1}
    assert verdicts(answered(folder, **rare, requirements=[{**MUST, "max": "1 USD"}]))["run"] == "open"


def test_of_several_classes_the_one_counts_that_is_likeliest_to_keep_the_bound(folder: ContentFolder) -> None:
    price(folder, "cheap", row(million_input_tokens="0.01 USD", million_output_tokens="0.01 USD"), of=["bought"])
    answer = answered(folder, data__text_length=1000, requirements=[{**MUST, "max": "0.0001 USD"}])
    (met,) = next(c for c in (*answer.candidates, *answer.outclassed) if c.algorithm == "bought").met
    assert any("usd:cheap" in node for node in met.because)


def test_without_prices_answers_stay_as_they_were(folder: ContentFolder) -> None:
    for path in (*folder.root.glob("facts/prices/*"), *folder.root.glob("facts/throughputs/*")):
        path.unlink()
    answer = answered(folder, data__text_length=100, requirements=[{**MUST, "max": "0.0000001 USD"}])
    assert answer.running_costs is None
    assert verdicts(answer) == {"bought": "open", "run": "open"}


def test_an_algorithm_that_nobody_states_yet_is_no_fault(folder: ContentFolder) -> None:
    throughput(folder, "later-on-box", "later", "box", 10.0)
    answer = answered(folder, data__text_length=100, deployment__requests_per_day=10)
    assert {each.algorithm for each in costs_of(answer).offers} == {"bought", "run"}
    assert SOLVES["solves"] == ["multiclass-classification"]


# -- what is asked, and the first screen -----------------------------------------------------------------------------


def test_a_bound_on_the_cost_asks_for_the_length_that_prices_wait_for(folder: ContentFolder) -> None:
    bound = {"requirements": [{**MUST, "max": "0.01 USD"}]}
    asked_for = [each.field for each in answered(folder, **bound).open_questions]
    assert asked_for[:1] == ["data.text_length"]
    assert "data.text_length" not in [q.field for q in answered(folder, **bound, data__text_length=9).open_questions]
    assert "data.text_length" not in [q.field for q in answered(folder).open_questions]


def test_the_first_screen_tells_prices_in_the_place_of_levels(folder: ContentFolder) -> None:
    for n_candidates in (2, 1):
        knowledge = folder.knowledge()
        answer = Advisor.of(knowledge).recommend(asked(data__text_length=100, deployment__requests_per_day=10))
        assert len(answer.candidates) == n_candidates
        assert "cost of 1,000" in markdown_of(first_screen(answer, knowledge))
        (folder.root / "facts/algorithms/run.yaml").unlink(missing_ok=True)


def test_several_classes_of_one_service_are_told_from_the_cheapest_to_the_dearest(folder: ContentFolder) -> None:
    for name, amount in (("a-dear-one", "9 USD"), ("z-cheap-one", "0.1 USD")):
        price(folder, name, row(million_input_tokens=amount, million_output_tokens=amount), of=["bought"])
    found = costs_of(answered(folder, data__text_length=100, deployment__requests_per_day=10)).offers
    assert [each.price for each in found if each.algorithm == "bought"] == ["z-cheap-one", "model", "a-dear-one"]
