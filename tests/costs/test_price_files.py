"""Files of prices and throughputs: what is refused, with file and line, and that the shipped ones can be opened."""

from __future__ import annotations

from datetime import date

import pytest
from made_up_prices import both_ways, price, row, throughput

from small_knowledge import ContentFolder
from whichml.advise.consumption import consumed_by_language_model
from whichml.advise.hosting import hosted_offers, own_offers
from whichml.knowledge.base import Knowledge
from whichml.model.documents.errors import KnowledgeError

N_PRICES, N_THROUGHPUTS = 10, 10
TOKENS = {"million_input_tokens": "1 USD", "million_output_tokens": "5 USD"}


def refusal_of(folder: ContentFolder) -> str:
    with pytest.raises(KnowledgeError) as refused:
        folder.knowledge()
    return str(refused.value)


@pytest.mark.parametrize(
    ("changed", "line", "message"),
    [
        ({"million_input_tokens": "1 EUR", "million_output_tokens": "5 USD"}, 9, "'1 EUR' is no price in USD"),
        ({"million_input_tokens": "0 USD", "million_output_tokens": "5 USD"}, 9, "'0 USD' is no price in USD"),
        ({"million_input_tokens": "cheap", "million_output_tokens": "5 USD"}, 9, "is not an amount of money"),
        ({**TOKENS, "dated": "last week"}, 7, "Write the day, the month or the year"),
        ({"hour": "1 USD"}, 1, "a service never is"),
    ],
)
def test_a_wrong_price_is_refused_with_its_line(
    folder: ContentFolder, changed: dict[str, str], line: int, message: str
) -> None:
    price(folder, "model", row(**changed))
    refusal = refusal_of(folder)
    assert f"facts/prices/model.yaml:{line}:" in refusal
    assert message in refusal


def test_rows_of_one_file_are_priced_by_the_same_units(folder: ContentFolder) -> None:
    price(folder, "model", row(**TOKENS), row(image="1 USD"))
    assert "row 2 is priced per image" in refusal_of(folder)


def test_a_throughput_on_a_machine_without_prices_is_refused_with_its_line(folder: ContentFolder) -> None:
    throughput(both_ways(folder), "run-on-box", "run", "bax", 10.0)
    refusal = refusal_of(folder)
    assert "facts/throughputs/run-on-box.yaml:5:" in refusal
    assert "Did you mean 'box'?" in refusal


def test_every_shipped_price_and_throughput_cites_a_source_that_was_read(knowledge: Knowledge) -> None:
    assert (len(knowledge.prices), len(knowledge.throughputs)) == (N_PRICES, N_THROUGHPUTS)
    files = (*knowledge.prices.values(), *knowledge.throughputs.values())
    cited = {citation.ref for facts in files for each in facts.rows for citation in each.sources}
    assert sorted(ref for ref in cited if knowledge.sources[ref].access not in ("whole", "part")) == []


def test_no_shipped_price_is_dated_after_its_source_was_read(knowledge: Knowledge) -> None:
    for facts in knowledge.prices.values():
        for each in facts.rows:
            read = min(knowledge.sources[citation.ref].accessed for citation in each.sources)
            assert each.dated <= read, (facts.id, each.offer)
            assert date.fromisoformat(f"{each.dated}-01-01"[:10])


def test_what_turns_words_and_pixels_into_tokens_has_a_source(knowledge: Knowledge) -> None:
    facts = {
        "task": "question-answering", "data.modality": ("text", "image"), "data.text_length": 100.0,
        "data.image_side": 800.0, "data.languages": 3.0,
    }  # fmt: skip
    told = consumed_by_language_model(facts, finds_passages=True)
    assert told is not None
    refs = {citation.ref for citation in told.sources}
    assert refs == {"openai-tokens", "petrov2023", "agix-image-tokens"}
    assert refs <= set(knowledge.sources)


def test_shipped_prices_put_services_beside_machines_for_text_images_and_sound(knowledge: Knowledge) -> None:
    text = {"task": "text-generation", "data.modality": "text", "data.text_length": 100.0}
    image = {"task": "multiclass-classification", "data.modality": "image"}
    sound = {"task": "speech-to-text", "data.modality": "audio", "data.clip_length": 60.0}
    for facts in (text, image, sound):
        assert hosted_offers(knowledge, facts), facts
        assert own_offers(knowledge, facts), facts
