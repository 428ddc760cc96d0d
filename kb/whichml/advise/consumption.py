"""What one prediction reads and writes, from the facts of a brief and from assumptions that are said.

Lengths of prompts, passages and answers are this project's assumptions, as ranges; how words and pixels turn into
tokens has a source.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from whichml.model.statements.conditions import Facts, positive_number
from whichml.model.statements.facts import Citation
from whichml.model.values.interval import NONE, ONE, Interval

TOKENS_PER_WORD: Final = Interval(1.2, 2.0)
"""From plain English, whose rule of thumb is four tokens for three words, to a language that takes more."""
TOKENS_PER_WORD_ABROAD: Final = Interval(1.3, 4.0)
"""Where texts come in several languages: some take several times as many tokens as English."""
PROMPT_TOKENS: Final = Interval(50, 1000)
"""Instructions and examples that a language model reads before the text."""
PASSAGES: Final = Interval(3, 10)
"""How many passages are put before a language model that answers from documents."""
PASSAGE_WORDS: Final = Interval(100, 300)
QUESTION_WORDS: Final = Interval(8, 40)
PIXELS_PER_TOKEN: Final = 750.0
MOST_IMAGE_TOKENS: Final = 1600.0
HEIGHT_PER_WIDTH: Final = Interval(0.5, 1.0)
"""How long the shorter side of an image is."""
UNCUT_SIDE: Final = 1500.0
"""Up to which side images are read whole: beyond it rules advise tiles."""
SLIDE_SIDE: Final = 10_000.0
"""Beyond which side, in slides of tissue and mosaics of aerial pictures, nobody shrinks an image to be read whole."""
TILE_SIDE: Final = Interval(256.0, 1024.0)
"""How many pixels a tile is wide and high: an assumption."""
_TILE_PIXELS: Final = TILE_SIDE.times(TILE_SIDE)
WRITTEN_TOKENS: Final[Mapping[str, Interval]] = MappingProxyType({
    "binary-classification": Interval(1, 20), "multiclass-classification": Interval(1, 20),
    "multilabel-classification": Interval(2, 40), "regression": Interval(1, 20), "outlier-detection": Interval(1, 20),
    "ranking": Interval(10, 200), "retrieval": Interval(10, 200), "question-answering": Interval(30, 400),
    "topic-modelling": Interval(5, 60), "object-detection": Interval(20, 300),
    "text-recognition": Interval(10, 1500),
})  # fmt: skip
"""Tokens of an answer whose length does not depend on the text: a label, an order, an answer of some sentences.

What stands in an image is anything from a number plate to a page, which alone takes some 300 to 1,500.
"""
WRITTEN_SHARE: Final[Mapping[str, Interval]] = MappingProxyType({
    "sequence-labelling": Interval(0.1, 1.5), "translation": Interval(0.8, 1.6), "summarisation": Interval(0.05, 0.3),
    "text-generation": Interval(0.5, 1.5),
})  # fmt: skip
"""Length of an answer as a share of the text; a text that is generated is as long as the typical one."""
_READ_ALONE: Final = frozenset({*WRITTEN_TOKENS, "sequence-labelling"}) - {"ranking", "question-answering"}
"""Tasks for which an encoder reads the text, or the question, and nothing else."""
_COMPARED: Final = frozenset({"ranking", "retrieval"})
"""Tasks for which a language model has to read all candidates."""
_OF_TOKENS: Final = Citation(
    ref="openai-tokens", locator="rules of thumb", supports="100 tokens are some 75 words; other languages take more"
)
_OF_LANGUAGES: Final = Citation(
    ref="petrov2023", locator="abstract", supports="the same text takes up to 15 times as many tokens elsewhere"
)
_OF_IMAGES: Final = Citation(
    ref="agix-image-tokens", locator="description", supports="one token for 750 pixels, about 1,600 at the most"
)


@dataclass(frozen=True, slots=True)
class Consumption:
    """What one prediction takes of a model.

    Attributes
    ----------
    read, written : tokens of a language model
    images : how many, tiles of large ones counted each
    audio_seconds : seconds of sound
    fields : what the brief had to say for it
    words : the amounts and assumptions, as a clause
    """

    fields: tuple[str, ...]
    words: str
    read: Interval = NONE
    written: Interval = NONE
    images: Interval = NONE
    audio_seconds: float = 0.0
    sources: tuple[Citation, ...] = ()


def consumed_by_reading(facts: Facts) -> Consumption | None:
    """Return the tokens of a text alone, as an encoder reads it; None where its length is not known or it writes."""
    words = positive_number(facts, "data.text_length")
    task = str(facts.get("task"))
    if modalities_in(facts) != {"text"} or task not in _READ_ALONE:
        return None
    ratio, fields, sources = _tokens_per_word(facts)
    if task == "retrieval":
        read = ratio.times(QUESTION_WORDS)
        told = f"a question of {_counted(QUESTION_WORDS)} words is {_counted(read)} tokens"
        return Consumption(("task", *fields), told, read=read, sources=sources)
    if words is None:
        return None
    read = ratio.times(Interval(words, words)).times(_texts(facts))
    told = f"{words:g} words are {_counted(read)} tokens"
    return Consumption(("data.text_length", *fields), told, read=read, sources=sources)


def consumed_by_images(facts: Facts) -> Consumption | None:
    """Return one image for each prediction, or as many tiles as a large one is cut into; None where data are no images.

    An image whose details may not matter is shrunk, and then is one; nobody shrinks one of `SLIDE_SIDE` pixels.
    """
    if modalities_in(facts) != {"image"}:
        return None
    side = positive_number(facts, "data.image_side")
    if side is None or side <= UNCUT_SIDE:
        return Consumption(("data.modality",), "one image for each prediction", images=ONE)
    tiles = Interval(side * side, side * side).times(HEIGHT_PER_WIDTH).over(_TILE_PIXELS)
    counted = Interval(max(1.0, tiles.low) if side > SLIDE_SIDE else 1.0, tiles.high)
    told = f"{_counted(counted)} tiles of {TILE_SIDE.low:g} to {TILE_SIDE.high:g} pixels for each prediction"
    return Consumption(("data.modality", "data.image_side"), told, images=counted)


def consumed_by_speech(facts: Facts) -> Consumption | None:
    """Return the seconds of sound for each prediction; None where nothing tells how long it is."""
    if modalities_in(facts) != {"audio"}:
        return None
    if facts.get("deployment.prediction_unit") == "minute":
        return Consumption(("deployment.prediction_unit",), "a minute of sound for each prediction", audio_seconds=60.0)
    seconds = positive_number(facts, "data.clip_length")
    if seconds is None:
        return None
    told = f"{seconds:g} seconds of sound for each prediction"
    return Consumption(("data.clip_length",), told, audio_seconds=seconds)


def consumed_by_language_model(facts: Facts, finds_passages: bool) -> Consumption | None:
    """Return what a language model reads and writes for each prediction; None where that is not known.

    Parameters
    ----------
    finds_passages : whether passages of documents are put before it rather than a whole text
    """
    task, told = str(facts.get("task")), modalities_in(facts)
    if not told or told - {"text", "image"} or (task not in WRITTEN_TOKENS and task not in WRITTEN_SHARE):
        return None
    text = _text_tokens(facts)
    given = [_given_text(facts, text, finds_passages or task == "question-answering")] if "text" in told else []
    given += [_given_image(facts)] if "image" in told else []
    known = [each for each in given if each is not None]
    share = WRITTEN_SHARE.get(task)
    if len(known) < len(given) or (share is not None and text is None):
        return None
    read = PROMPT_TOKENS
    for each in known:
        read = read.plus(each.read)
    written = WRITTEN_TOKENS[task] if share is None or text is None else share.times(text.read)
    parts = ", ".join((f"a prompt of {_counted(PROMPT_TOKENS)}", *(each.words for each in known if each.words)))
    fields = ("task", *(field for each in (*known, *([text] if share and text else [])) for field in each.fields))
    return Consumption(
        tuple(dict.fromkeys(fields)),
        f"{_counted(read)} tokens are read ({parts}) and {_counted(written)} written for each prediction",
        read=read,
        written=written,
        sources=tuple(dict.fromkeys(citation for each in known for citation in each.sources)),
    )


def _text_tokens(facts: Facts) -> Consumption | None:
    """Return the tokens of the typical text; None where its length is not known."""
    words = positive_number(facts, "data.text_length")
    if words is None:
        return None
    ratio, fields, sources = _tokens_per_word(facts)
    read = ratio.times(Interval(words, words)).times(_texts(facts))
    return Consumption(("data.text_length", *fields), f"{words:g} words", read=read, sources=sources)


def _given_text(facts: Facts, text: Consumption | None, finds_passages: bool) -> Consumption | None:
    """Return what of texts is put before a language model; None where that is not known."""
    ratio, fields, sources = _tokens_per_word(facts)
    if finds_passages:
        words = positive_number(facts, "data.text_length") or PASSAGE_WORDS.high
        each = Interval(min(words, PASSAGE_WORDS.low), min(words, PASSAGE_WORDS.high))
        read = PASSAGES.times(each).plus(QUESTION_WORDS).times(ratio)
        named = (*fields, *(() if text is None else ("data.text_length",)))
        return Consumption(named, f"3 to 10 passages of {_counted(each)} words, a question", read=read, sources=sources)
    if facts.get("task") == "text-generation":
        return Consumption(fields, "", sources=sources) if text is not None else None
    if text is None or facts.get("task") not in _COMPARED:
        return text
    candidates = positive_number(facts, "data.candidates")
    if candidates is None:
        return None
    read = text.read.times(Interval(candidates, candidates))
    words_told = f"{candidates:g} candidates of {text.words}"
    return Consumption((*text.fields, "data.candidates"), words_told, read=read, sources=sources)


def _given_image(facts: Facts) -> Consumption | None:
    """Return the tokens of an image; None where its size is not known."""
    side = positive_number(facts, "data.image_side")
    if side is None:
        return None
    is_tiled = side > SLIDE_SIDE
    most = math.inf if is_tiled else MOST_IMAGE_TOKENS
    read = Interval.around(min(most, side * side * h / PIXELS_PER_TOKEN) for h in (HEIGHT_PER_WIDTH.low, 1.0))
    words = "an image in tiles" if is_tiled else "an image"
    return Consumption(("data.image_side",), words, read=read, sources=(_OF_IMAGES,))


def modalities_in(facts: Facts) -> set[str]:
    """Return what data are."""
    told = facts.get("data.modality", ())
    return set(told) if isinstance(told, tuple) else {str(told)}


def _tokens_per_word(facts: Facts) -> tuple[Interval, tuple[str, ...], tuple[Citation, ...]]:
    several = ["data.languages"] if (positive_number(facts, "data.languages") or 1) > 1 else []
    several += ["data.mixed_languages"] if facts.get("data.mixed_languages") is True else []
    if several:
        return TOKENS_PER_WORD_ABROAD, tuple(several), (_OF_TOKENS, _OF_LANGUAGES)
    return TOKENS_PER_WORD, (), (_OF_TOKENS,)


def _texts(facts: Facts) -> Interval:
    """Return how many texts one prediction is about."""
    return Interval(2, 2) if facts.get("deployment.prediction_unit") == "pair" else ONE


def _counted(amount: Interval) -> str:
    low, high = (f"{float(f'{each:.2g}'):,.0f}" for each in (max(1.0, amount.low), max(1.0, amount.high)))
    return low if low == high else f"{low} to {high}"
