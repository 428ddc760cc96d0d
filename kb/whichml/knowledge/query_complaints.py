"""What the engine says of a text that is no SPARQL, with the place that it means.

The engine notes how far its grammar came, and a word of the grammar counts to its end before it is compared: where
OPTINAL stands it says that OPTIONAL failed eight characters later, and near the end of a text that the text ends too
early. So each text is followed by room for the longest word, and the length of the word is taken off again.
"""

from __future__ import annotations

import re
from typing import Final

from whichml.knowledge import query_text
from whichml.knowledge.triples import PREFIXES
from whichml.model.documents.errors import Place, QueryError, did_you_mean

ROOM: Final = "\n" + " " * 20
"""What stands behind a text, so that each word of the grammar has room."""
_MOST_EXPECTED: Final = 8
_NOT_FOR_HERE: Final = ("SERVICE", "FROM")
_LONGEST_PARTICLE: Final = 2
"""Words such as BY and AS, in whose place nothing else can stand."""
_POSITION: Final = re.compile(r"error at (\d+):(\d+): (?:expected )?(?:one of )?(.*)", re.DOTALL)
_LETTERS: Final = re.compile(r"\[(?:[^\]']|'(?:\\.|[^'])*')*\]")
_WORD: Final = re.compile(r"\w*")


def not_sparql(text: str, complaint: str) -> QueryError:
    """Return the engine's complaint about a text with its place, without its lists of letters."""
    placed = _POSITION.match(complaint)
    if placed is None:
        return QueryError.about(f"this is not SPARQL: {' '.join(complaint.split())}.", hint=None)
    reached, expected = _position(text, int(placed[1]), int(placed[2])), placed[3]
    if "Prefix not found" in expected:
        known = ", ".join(PREFIXES)
        return QueryError.about(
            "this prefix is not declared.", _place(text, reached), hint=f"Declared already: {known}."
        )
    found = [each.strip() for each in _LETTERS.sub("", expected).replace("\n", " ").split(", ")]
    found = [each for each in found if each.strip("|_ ") and each not in _NOT_FOR_HERE]
    told = [each for each in found if " " in each]  # what the engine says in words of its own
    if told:
        return QueryError.about(f"this is not SPARQL: {told[0]}.", _place(text, reached))
    words = [each for each in found if each.isidentifier()]
    if len(words) < len(found) or not words or _LETTERS.search(expected):
        signs = [each for each in found if not each.isidentifier()]
        hint = f"Expected here: {', '.join(signs)}." if 0 < len(signs) <= _MOST_EXPECTED else None
        return QueryError.about("this is not SPARQL.", _place(text, reached), hint=hint)
    start = max(0, reached - min(map(len, words)))
    return QueryError.about("this is not SPARQL.", _place(text, start), hint=_hint_at(text, start, words))


def _hint_at(text: str, start: int, words: list[str]) -> str | None:
    """Return which word of the grammar belongs where something else stands, as far as that can be told."""
    begun = _WORD.match(text, start)
    written = begun.group() if begun is not None else ""
    if all(len(word) <= _LONGEST_PARTICLE for word in words):
        return f"Expected here: {', '.join(words)}."
    return did_you_mean(written, words) if written else None


def _place(text: str, position: int) -> Place:
    return query_text.place_in(text, min(position, len(text.rstrip())))


def _position(text: str, line: int, column: int) -> int:
    """Return how many characters stand before a line and column of the text with its room."""
    start = 0
    for _ in range(line - 1):
        start = (text + ROOM).find("\n", start) + 1
    return start + column - 1
