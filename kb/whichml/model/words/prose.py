"""What prose says that a brief's fields leave out: phrases of a table, found word by word in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from whichml.model.documents.document import Plain
from whichml.model.documents.expressions import expression
from whichml.model.words.continental_numbers import number_said
from whichml.model.words.denials import DENIALS
from whichml.model.words.prose_numbers import number_at, ranges_in, share_at
from whichml.model.words.prose_table import GAP, SHARE, Element, PhrasePart, PhraseTable, Word, phrase_tables

MOST_CHARACTERS: Final = 6_000
"""How much of a text is read."""
_LONGEST_GAP: Final = 3
_FEWEST_WORDS: Final = 4
_JOINING: Final = frozenset(
    {"and", "but", "or", "so", "because", "while", "although", "though", "which", "who", "then"}
)
"""Words at which a new clause may begin, which a denial before them does not reach."""
_DASH: Final = expression(r"\s*[-\u2010-\u2015]\s*")
_REACHING: Final = frozenset({"data.horizon"})
"""Fields of which the upper end of a range is meant; of others neither end is read, since either may be wrong."""
SENTENCE_ENDS: Final = expression(r"[;:!?\n]+|\.(?!\d)")
_WORDS: Final = expression(r"[1-9]\d{0,2}(?:\.\d{3}){2,3}(?![\d.])|\d[\d,]*(?:\.\d+)?|%|[^\W\d_]+(?:['’][^\W\d_]+)?")


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
    texts: Iterable[tuple[str, str]], task: str, many: frozenset[str], *tables: PhraseTable
) -> list[ProseReading]:
    """Return what texts say of fields: one reading for each field, or one for each word of a list.

    The first phrase of the table that is found decides.

    Parameters
    ----------
    texts : each with what messages call it
    many : the fields that take a list of words
    tables : none for those that are shipped
    """
    found: dict[tuple[str, Plain], tuple[int, ProseReading]] = {}
    for source, text in texts:
        for sentence in SENTENCE_ENDS.split(text[:MOST_CHARACTERS]):
            for number, reading in _in_sentence(sentence, source, task, tables or phrase_tables(task)):
                key = (reading.field, reading.value if reading.field in many else None)
                if key not in found or number < found[key][0]:
                    found[key] = number, reading
    return [reading for _, reading in sorted(found.values(), key=lambda each: each[0])]


class ReadSentence(NamedTuple):
    """A sentence, and the words of it by which something is read."""

    text: str
    taken: tuple[str, ...]

    @property
    def is_unread(self) -> bool:
        """Return whether it says something, and nothing is read of it."""
        return not self.taken and len(_WORDS.findall(self.text)) >= _FEWEST_WORDS


def sentences_read(text: str, task: str, *tables: PhraseTable) -> Iterator[ReadSentence]:
    """Yield the sentences of a text with what phrases of the table find in each.

    Parameters
    ----------
    tables : none for those that are shipped
    """
    n_read = len(SENTENCE_ENDS.split(text[:MOST_CHARACTERS]))  # what stands behind is not read at all
    used = tables or phrase_tables(task)
    for number, part in enumerate(SENTENCE_ENDS.split(text)):
        sentence = part.strip()
        found = _in_sentence(sentence, "", task, used) if number < n_read else ()
        yield ReadSentence(sentence, tuple(reading.words for _, reading in found))


def _in_sentence(
    sentence: str, source: str, task: str, tables: Iterable[PhraseTable]
) -> Iterator[tuple[int, ProseReading]]:
    spans = list(_WORDS.finditer(sentence))
    words = [_plain_word(sentence, span) for span in spans]
    phrases = [
        phrase for table in tables for phrase in table.found_by(words) if not phrase.tasks or task in phrase.tasks
    ]
    if not phrases:
        return
    denied, (lower, upper) = _denied(sentence, spans, words), _ends_of_ranges(sentence, spans, words)
    exact, reaching = _Said(words, denied, lower | upper), _Said(words, denied, lower)
    for phrase in phrases:
        said = reaching if phrase.field in _REACHING else exact
        found = [said.anywhere(part) for part in phrase.parts]
        if all((each is None) == part.is_absent for each, part in zip(found, phrase.parts, strict=True)):
            there = [each for each in found if each is not None]
            amount = next((match.amount for _, match in there if match.amount is not None), None)
            begin, end = min(at for at, _ in there), max(match.end for _, match in there)
            text = sentence[spans[begin].start() : spans[end - 1].end()]
            yield phrase.line, ProseReading(phrase.field, phrase.value_with(amount), source, text)


def _plain_word(sentence: str, span: re.Match[str]) -> str:
    """Return a word in lower case, and a number without points between thousands and with no decimal comma."""
    word = span.group()
    return number_said(sentence[span.start() :], word) if word[0].isdigit() else word.lower().replace("’", "'")


def _denied(sentence: str, spans: Sequence[re.Match[str]], words: Sequence[str]) -> list[bool]:
    """Return of each word whether a denial before it in its clause reaches it."""
    denied: list[bool] = []
    reaches = False
    for place, word in enumerate(words):
        if word in _JOINING or (place and "," in sentence[spans[place - 1].end() : spans[place].start()]):
            reaches = False
        denied.append(reaches)
        reaches = reaches or word in DENIALS
    return denied


def _ends_of_ranges(
    sentence: str, spans: Sequence[re.Match[str]], words: Sequence[str]
) -> tuple[frozenset[int], frozenset[int]]:
    """Return the places of words that are a lower end of a range, and of those that are an upper one."""
    between = [sentence[one.end() : other.start()] for one, other in pairwise(spans)]
    found = list(ranges_in(words, [False, *(_DASH.fullmatch(each) is not None for each in between)]))
    return (
        frozenset(place for lower, _ in found for place in lower),
        frozenset(place for _, upper in found for place in upper),
    )


class _Match(NamedTuple):
    """Where a part of a phrase ends, and the first number in it."""

    end: int
    amount: float | None


@dataclass(frozen=True, slots=True)
class _Said:
    """The words of a sentence, of each whether it is denied, and the places of those that tell no number alone."""

    words: Sequence[str]
    denied: Sequence[bool]
    unread: frozenset[int]

    def at(self, place: int, part: PhrasePart) -> _Match | None:
        """Return the match of a part that begins at a place, None where it does not stand there or is denied.

        What may not stand there may not be denied either.
        """
        if self.denied[place] and not part.denies and not part.is_absent:
            return None
        match = self._match(part.elements, place, None)
        return _Match(*match) if match is not None else None

    def anywhere(self, part: PhrasePart) -> tuple[int, _Match] | None:
        """Return the first match of a part, with its place."""
        tries = ((place, self.at(place, part)) for place in range(len(self.words)))
        return next(((place, match) for place, match in tries if match is not None), None)

    def _match(self, elements: Sequence[Element], place: int, amount: float | None) -> tuple[int, float | None] | None:
        """Return where a match of all elements ends, with the first number in it; None where they do not match."""
        if not elements:
            return place, amount
        element, rest, words = elements[0], elements[1:], self.words
        if isinstance(element, Word):
            if place < len(words) and element.matches(words[place]):
                found = self._match(rest, place + 1, amount)
                if found is not None:
                    return found
            return self._match(rest, place, amount) if element.may_be_missing else None
        if element == GAP:
            tries = (self._match(rest, place + width, amount) for width in range(_widest_gap(words, place) + 1))
            return next((found for found in tries if found is not None), None)
        read = share_at(words, place) if element == SHARE else number_at(words, place)
        if read is None or not self.unread.isdisjoint(range(place, read[1])):
            return None
        return self._match(rest, read[1], read[0] if amount is None else amount)


def _widest_gap(words: Sequence[str], place: int) -> int:
    """Return how many words may be passed over: none beyond a denial, which turns the meaning."""
    passed = words[place : place + _LONGEST_GAP]
    return next((width for width, word in enumerate(passed) if word in DENIALS), len(passed))
