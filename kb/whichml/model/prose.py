"""What prose says that a brief's fields leave out: phrases of a table, found word by word in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from whichml.model.denials import DENIALS
from whichml.model.document import Plain
from whichml.model.prose_numbers import number_at, share_at
from whichml.model.prose_table import GAP, SHARE, Element, PhraseTable, Word, phrase_table

MOST_CHARACTERS: Final = 6_000
"""How much of a text is read."""
_LONGEST_GAP: Final = 3
_JOINING: Final = frozenset(
    {"and", "but", "or", "so", "because", "while", "although", "though", "which", "who", "then"}
)
"""Words at which a new clause may begin, which a denial before them does not reach."""
_SENTENCE_ENDS: Final = re.compile(r"[;:!?\n]+|\.(?!\d)")
_WORDS: Final = re.compile(r"\d[\d,]*(?:\.\d+)?|%|[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class ProseReading:
    """A field that prose states.

    Attributes
    ----------
    source : which text says so, such as `notes`
    words : the words of the text that say so
    """

    field: str
    value: Plain
    source: str
    words: str


def read_prose(
    texts: Iterable[tuple[str, str]], task: str, many: frozenset[str], table: PhraseTable | None = None
) -> list[ProseReading]:
    """Return what texts say of fields: one reading for each field, or one for each word of a list.

    The first phrase of the table that is found decides.

    Parameters
    ----------
    texts : each with what messages call it
    many : the fields that take a list of words
    table : None for the one that is shipped
    """
    table = table or phrase_table()
    found: dict[tuple[str, Plain], tuple[int, ProseReading]] = {}
    for source, text in texts:
        for sentence in _SENTENCE_ENDS.split(text[:MOST_CHARACTERS]):
            for number, reading in _in_sentence(sentence, source, task, table):
                key = (reading.field, reading.value if reading.field in many else None)
                if key not in found or number < found[key][0]:
                    found[key] = number, reading
    return [reading for _, reading in sorted(found.values(), key=lambda each: each[0])]


def _in_sentence(sentence: str, source: str, task: str, table: PhraseTable) -> Iterator[tuple[int, ProseReading]]:
    spans = list(_WORDS.finditer(sentence))
    words = [span.group().lower().replace("’", "'") for span in spans]
    denied = False
    for start, word in enumerate(words):
        if word in _JOINING or (start and "," in sentence[spans[start - 1].end() : spans[start].start()]):
            denied = False
        for number, phrase in table.beginning_with(word):
            if (phrase.tasks and task not in phrase.tasks) or (denied and not phrase.denies):
                continue
            match = _match(phrase.elements, words, start, None)
            if match is not None:
                end, amount = match
                said = sentence[spans[start].start() : spans[end - 1].end()]
                yield number, ProseReading(phrase.field, phrase.value_with(amount), source, said)
        denied = denied or word in DENIALS


def _match(
    elements: Sequence[Element], words: Sequence[str], place: int, amount: float | None
) -> tuple[int, float | None] | None:
    """Return where a match of all elements ends, with the first number in it; None where they do not match."""
    if not elements:
        return place, amount
    element, rest = elements[0], elements[1:]
    if isinstance(element, Word):
        if place < len(words) and element.matches(words[place]):
            found = _match(rest, words, place + 1, amount)
            if found is not None:
                return found
        return _match(rest, words, place, amount) if element.may_be_missing else None
    if element == GAP:
        tries = (_match(rest, words, place + width, amount) for width in range(_widest_gap(words, place) + 1))
        return next((found for found in tries if found is not None), None)
    read = share_at(words, place) if element == SHARE else number_at(words, place)
    return _match(rest, words, read[1], read[0] if amount is None else amount) if read is not None else None


def _widest_gap(words: Sequence[str], place: int) -> int:
    """Return how many words may be passed over: none beyond a denial, which turns the meaning."""
    passed = words[place : place + _LONGEST_GAP]
    return next((width for width, word in enumerate(passed) if word in DENIALS), len(passed))
