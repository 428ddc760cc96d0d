"""What one prediction reads and writes, by task, data and lengths, and the words and sources that say so."""

from __future__ import annotations

import pytest

from whichml.advise.consumption import (
    Consumption,
    consumed_by_images,
    consumed_by_language_model,
    consumed_by_reading,
    consumed_by_speech,
)
from whichml.model.statements.conditions import FactValue
from whichml.model.values.interval import ONE, Interval

TEXT: dict[str, FactValue] = {"task": "multiclass-classification", "data.modality": ("text",)}
LONG: dict[str, FactValue] = {**TEXT, "data.text_length": 1000.0}
IMAGE: dict[str, FactValue] = {"task": "multiclass-classification", "data.modality": ("image",)}


def found(consumption: Consumption | None) -> Consumption:
    assert consumption is not None
    return consumption


def ends(amount: Interval) -> tuple[float, float]:
    return pytest.approx(amount.low), pytest.approx(amount.high)


def cited(consumption: Consumption) -> list[str]:
    return [citation.ref for citation in consumption.sources]


# -- reading ---------------------------------------------------------------------------------------------------------


def test_an_encoder_reads_the_text_and_writes_nothing() -> None:
    told = found(consumed_by_reading(LONG))
    assert (told.read, told.written) == (Interval(1200, 2000), Interval(0, 0))
    assert told.words == "1000 words are 1,200 to 2,000 tokens"
    assert (told.fields, cited(told)) == (("data.text_length",), ["openai-tokens"])


@pytest.mark.parametrize(
    ("languages", "read", "fields"),
    [
        ({"data.languages": 1}, Interval(1200, 2000), ()),
        ({"data.languages": 2}, Interval(1300, 4000), ("data.languages",)),
        ({"data.mixed_languages": False}, Interval(1200, 2000), ()),
        ({"data.mixed_languages": True}, Interval(1300, 4000), ("data.mixed_languages",)),
        (
            {"data.languages": 3, "data.mixed_languages": True},
            Interval(1300, 4000),
            ("data.languages", "data.mixed_languages"),
        ),
    ],
)
def test_several_languages_take_more_tokens_a_word(
    languages: dict[str, FactValue], read: Interval, fields: tuple[str, ...]
) -> None:
    told = found(consumed_by_reading({**LONG, **languages}))
    assert (told.read, told.fields) == (read, ("data.text_length", *fields))
    assert cited(told) == ["openai-tokens", *(["petrov2023"] if fields else [])]


def test_a_prediction_about_a_pair_reads_two_texts() -> None:
    pair = {**LONG, "deployment.prediction_unit": "pair"}
    assert found(consumed_by_reading(pair)).read == Interval(2400, 4000)
    assert found(consumed_by_reading({**LONG, "deployment.prediction_unit": "row"})).read == Interval(1200, 2000)


def test_an_encoder_that_finds_documents_reads_the_question_whatever_the_length_of_texts() -> None:
    told = found(consumed_by_reading({**TEXT, "task": "retrieval"}))
    assert ends(told.read) == (pytest.approx(9.6), pytest.approx(80))
    assert told.words == "a question of 8 to 40 words is 10 to 80 tokens"
    assert told.fields == ("task",)
    assert found(consumed_by_reading({**LONG, "task": "retrieval"})).read == told.read
    abroad = found(consumed_by_reading({**TEXT, "task": "retrieval", "data.languages": 2}))
    assert (abroad.fields, ends(abroad.read)) == (("task", "data.languages"), (pytest.approx(10.4), pytest.approx(160)))


@pytest.mark.parametrize("task", ["ranking", "question-answering", "translation", "summarisation", "text-generation"])
def test_an_encoder_is_not_asked_where_more_than_one_text_is_read_or_a_text_is_written(task: str) -> None:
    assert consumed_by_reading({**LONG, "task": task}) is None


@pytest.mark.parametrize("task", ["sequence-labelling", "regression", "topic-modelling", "outlier-detection"])
def test_an_encoder_reads_the_text_for_labels_numbers_and_tags(task: str) -> None:
    assert found(consumed_by_reading({**LONG, "task": task})).read == Interval(1200, 2000)


@pytest.mark.parametrize("change", [{"data.modality": ("text", "image")}, {"data.modality": ("tabular",)}])
def test_an_encoder_reads_texts_alone(change: dict[str, FactValue]) -> None:
    assert consumed_by_reading({**LONG, **change}) is None


def test_without_a_length_it_is_not_known_what_an_encoder_reads() -> None:
    assert consumed_by_reading(TEXT) is None


def test_one_modality_may_be_told_without_a_list() -> None:
    assert found(consumed_by_reading({**LONG, "data.modality": "text"})).read == Interval(1200, 2000)


# -- images and sound ------------------------------------------------------------------------------------------------


def test_images_are_taken_one_by_one_and_nothing_else_is() -> None:
    told = found(consumed_by_images(IMAGE))
    assert (told.images, told.words, told.fields) == (ONE, "one image for each prediction", ("data.modality",))
    assert found(consumed_by_images({**IMAGE, "data.image_side": 1500.0})) == told
    assert consumed_by_images({**IMAGE, "data.modality": ("image", "text")}) is None


def test_a_large_image_is_cut_into_tiles_of_256_to_1024_pixels_unless_it_may_be_shrunk() -> None:
    large = found(consumed_by_images({**IMAGE, "data.image_side": 2048.0}))
    assert large.images == Interval(1, 64)
    assert (large.words, large.fields) == (
        "1 to 64 tiles of 256 to 1024 pixels for each prediction",
        ("data.modality", "data.image_side"),
    )
    assert found(consumed_by_images({**IMAGE, "data.image_side": 10_000.0})).images.low == 1
    slide = found(consumed_by_images({**IMAGE, "data.image_side": 102_400.0}))
    assert slide.images == Interval(5000, 160_000)


def test_a_language_model_reads_all_pixels_of_what_nobody_shrinks() -> None:
    shrunk, whole = (
        found(consumed_by_language_model({**IMAGE, "data.image_side": side}, finds_passages=False))
        for side in (10_000.0, 15_000.0)
    )
    assert shrunk.read.high == 1000 + 1600
    assert "an image)" in shrunk.words
    assert (whole.read.low, whole.read.high) == (50 + 150_000, 1000 + 300_000)
    assert "an image in tiles)" in whole.words


def test_sound_is_a_minute_where_predictions_are_made_by_the_minute_else_as_long_as_its_clip() -> None:
    speech: dict[str, FactValue] = {"task": "speech-to-text", "data.modality": ("audio",)}
    by_minute: dict[str, FactValue] = {**speech, "deployment.prediction_unit": "minute"}
    clip = found(consumed_by_speech({**speech, "data.clip_length": 90.0}))
    assert (clip.audio_seconds, clip.words, clip.fields) == (
        90,
        "90 seconds of sound for each prediction",
        ("data.clip_length",),
    )
    for length in ({}, {"data.clip_length": 240.0}):
        minute = found(consumed_by_speech({**by_minute, **length}))
        assert (minute.audio_seconds, minute.words) == (60, "a minute of sound for each prediction")
        assert minute.fields == ("deployment.prediction_unit",)
    assert consumed_by_speech(speech) is None
    assert consumed_by_speech({**by_minute, "data.modality": ("video",)}) is None


# -- language models -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("task", "written"),
    [
        ("binary-classification", (1, 20)),
        ("multiclass-classification", (1, 20)),
        ("multilabel-classification", (2, 40)),
        ("regression", (1, 20)),
        ("outlier-detection", (1, 20)),
        ("topic-modelling", (5, 60)),
        ("sequence-labelling", (120, 3000)),
        ("translation", (960, 3200)),
        ("summarisation", (60, 600)),
    ],
)
def test_a_language_model_reads_a_prompt_and_the_text_and_writes_what_the_task_asks_for(
    task: str, written: tuple[float, float]
) -> None:
    told = found(consumed_by_language_model({**LONG, "task": task}, finds_passages=False))
    assert told.read == Interval(1250, 3000)
    assert ends(told.written) == written
    assert told.fields == ("task", "data.text_length")
    assert cited(told) == ["openai-tokens"]


def test_what_is_read_and_written_is_told_with_what_it_is_made_of() -> None:
    told = found(consumed_by_language_model(LONG, finds_passages=False))
    assert told.words == (
        "1,200 to 3,000 tokens are read (a prompt of 50 to 1,000, 1000 words) and 1 to 20 written for each prediction"
    )


def test_a_text_that_is_generated_is_as_long_as_the_typical_one_and_the_prompt_is_all_that_is_read() -> None:
    told = found(consumed_by_language_model({**LONG, "task": "text-generation"}, finds_passages=False))
    assert (told.read, ends(told.written)) == (Interval(50, 1000), (600, 3000))
    assert told.words.startswith("50 to 1,000 tokens are read (a prompt of 50 to 1,000) and 600 to 3,000 written")
    assert told.fields == ("task", "data.text_length")


@pytest.mark.parametrize("task", ["text-generation", "translation", "multiclass-classification"])
def test_without_a_length_it_is_not_known_what_a_language_model_takes(task: str) -> None:
    assert consumed_by_language_model({**TEXT, "task": task}, finds_passages=False) is None


@pytest.mark.parametrize("task", ["ranking", "retrieval"])
def test_a_language_model_reads_every_candidate_that_it_puts_into_an_order(task: str) -> None:
    few: dict[str, FactValue] = {**LONG, "task": task, "data.candidates": 10.0}
    told = found(consumed_by_language_model(few, finds_passages=False))
    assert (told.read, told.written) == (Interval(12_050, 21_000), Interval(10, 200))
    assert "10 candidates of 1000 words" in told.words
    assert told.fields == ("task", "data.text_length", "data.candidates")
    assert consumed_by_language_model({**LONG, "task": task}, finds_passages=False) is None


def test_candidates_count_only_where_they_are_compared() -> None:
    told = found(consumed_by_language_model({**LONG, "data.candidates": 10.0}, finds_passages=False))
    assert told.read == Interval(1250, 3000)


@pytest.mark.parametrize(
    ("length", "passages"), [(None, (3 * 100, 10 * 300)), (200.0, (3 * 100, 10 * 200)), (50.0, (3 * 50, 10 * 50))]
)
def test_a_question_is_answered_from_passages_no_longer_than_the_texts(
    length: float | None, passages: tuple[float, float]
) -> None:
    facts: dict[str, FactValue] = {**TEXT, "task": "question-answering"}
    told = found(consumed_by_language_model(facts if length is None else {**facts, "data.text_length": length}, False))
    low, high = passages
    assert ends(told.read) == (pytest.approx(50 + (low + 8) * 1.2), pytest.approx(1000 + (high + 40) * 2))
    assert told.written == Interval(30, 400)
    assert told.fields == (("task",) if length is None else ("task", "data.text_length"))


def test_passages_are_told_with_their_length() -> None:
    told = found(consumed_by_language_model({**TEXT, "task": "question-answering"}, finds_passages=False))
    assert "3 to 10 passages of 100 to 300 words, a question" in told.words


def test_who_finds_passages_reads_them_for_any_task() -> None:
    told = found(consumed_by_language_model(LONG, finds_passages=True))
    assert ends(told.read) == (pytest.approx(50 + 308 * 1.2), pytest.approx(1000 + 3040 * 2))


@pytest.mark.parametrize(
    ("side", "tokens"), [(300.0, (60, 120)), (1000.0, (500 * 1000 / 750, 1000 * 1000 / 750)), (4000.0, (1600, 1600))]
)
def test_an_image_takes_a_token_for_750_pixels_up_to_a_most(side: float, tokens: tuple[float, float]) -> None:
    told = found(consumed_by_language_model({**IMAGE, "data.image_side": side}, finds_passages=False))
    assert ends(told.read) == (pytest.approx(50 + tokens[0]), pytest.approx(1000 + tokens[1]))
    assert "a prompt of 50 to 1,000, an image" in told.words
    assert (told.fields, cited(told)) == (("task", "data.image_side"), ["agix-image-tokens"])


def test_objects_are_written_down_for_an_image() -> None:
    told = found(
        consumed_by_language_model(
            {**IMAGE, "task": "object-detection", "data.image_side": 300.0}, finds_passages=False
        )
    )
    assert told.written == Interval(20, 300)


def test_texts_with_images_take_both_and_both_have_to_be_known() -> None:
    both: dict[str, FactValue] = {**LONG, "data.modality": ("text", "image"), "data.image_side": 300.0}
    told = found(consumed_by_language_model(both, finds_passages=False))
    assert ends(told.read) == (pytest.approx(50 + 1200 + 60), pytest.approx(1000 + 2000 + 120))
    assert cited(told) == ["openai-tokens", "agix-image-tokens"]
    for unknown in ("data.text_length", "data.image_side"):
        assert consumed_by_language_model({k: v for k, v in both.items() if k != unknown}, finds_passages=False) is None


@pytest.mark.parametrize(
    "change", [{"data.modality": ("text", "tabular")}, {"data.modality": ()}, {"task": "forecasting"}]
)
def test_a_language_model_is_for_texts_and_images_and_for_tasks_whose_answers_are_known(
    change: dict[str, FactValue],
) -> None:
    assert consumed_by_language_model({**LONG, **change}, finds_passages=False) is None


def test_no_amount_is_told_as_less_than_one() -> None:
    told = found(consumed_by_reading({**TEXT, "data.text_length": 0.5}))
    assert told.words == "0.5 words are 1 tokens"
