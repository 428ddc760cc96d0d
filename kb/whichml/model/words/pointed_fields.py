"""Fields to which words of a sentence point that does not say what they are: what to ask of it, and nothing to read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from whichml.model.words.phrase_texts import phrase_text
from whichml.model.words.prose import read_prose
from whichml.model.words.prose_table import PhraseTable, parse_phrases

REQUIREMENTS: Final = "requirements"
"""In the place of a field: what a bound on a quality says."""


class PointedField(NamedTuple):
    """A field that a sentence points to, and how a brief would write it, with a value that is an example."""

    field: str
    entry: str
    value: str = ""


def fields_pointed_at(sentence: str, task: str) -> Iterator[PointedField]:
    """Yield the fields to which the words of a sentence point, those before others that are told apart more surely.

    Examples
    --------
    >>> next(fields_pointed_at("A check showed 12 % of the labels wrong", "regression")).entry
    'data.label_quality: medium'
    >>> list(fields_pointed_at("The land office has its own maps", "clustering"))
    []
    """
    for reading in read_prose([("", sentence)], task, frozenset(), pointers()):
        shown = str(reading.value).lower() if isinstance(reading.value, bool) else str(reading.value)
        shown = f"[{{{shown}}}]" if reading.field == REQUIREMENTS else shown
        yield PointedField(reading.field, f"{reading.field}: {shown}", shown)


@lru_cache(maxsize=1)
def pointers() -> PhraseTable:
    """Return the table of words that point to fields."""
    return PhraseTable(parse_phrases(phrase_text("pointers")))
