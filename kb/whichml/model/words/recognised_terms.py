"""Which of many terms a text uses, each a word or a phrase of which words may have any ending."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple, Self

from whichml.model.documents.expressions import expression

_WORD: Final = expression(r"[^\W_]+(?:['.&-][^\W_]+)*")
_STEM: Final = 5
"""Letters in which forms of one word are mostly alike."""
_ANYWHERE: Final = frozenset({
    "about", "above", "after", "again", "against", "alone", "along", "among", "another", "around", "before", "behind",
    "below", "between", "beyond", "could", "every", "first", "given", "least", "model", "models", "never", "often",
    "other", "others", "project", "rather", "shall", "should", "since", "still", "their", "them", "themselves", "there",
    "these", "those", "though", "through", "under", "until", "where", "whether", "which", "while", "whole", "whose",
    "within", "without", "would", "years",
})  # fmt: skip
_SHORTEST: Final = 2
"""Letters of the shortest beginning of a word that a term may give."""


class _OtherWord(NamedTuple):
    """A word of a term: how far it stands from the longest one, how it begins, and whether that is all of it."""

    offset: int
    begins: str
    is_whole: bool


class _Term(NamedTuple):
    """A term, how many words it has, the place of the longest of them, which the fewest texts say, and the others."""

    text: str
    n_words: int
    anchor: int
    others: tuple[_OtherWord, ...]

    @classmethod
    def of(cls, text: str) -> Self:
        words = text.split(" ")
        anchor = words.index(max(words, key=len))
        others = (
            _OtherWord(place - anchor, word.removesuffix("*"), not word.endswith("*"))
            for place, word in enumerate(words)
            if place != anchor
        )
        return cls(text, len(words), anchor, tuple(others))


def words_said(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case, and behind each compound with a hyphen its parts.

    Examples
    --------
    >>> words_said("Root-cause of 12 alarms.")
    ('root-cause', 'root', 'cause', 'of', '12', 'alarms')
    """
    found: list[str] = []
    for word in _WORD.findall(text.lower()):
        found.append(word)
        if "-" in word:
            found.extend(word.split("-"))
    return tuple(found)


def stems_of(text: str) -> frozenset[str]:
    """Return how the longer words of a text begin, those left out that any text uses.

    Examples
    --------
    >>> sorted(stems_of("Which tests were ordered, and orders"))
    ['order', 'tests']
    """
    return frozenset(word[:_STEM] for word in words_said(text) if len(word) >= _STEM and word not in _ANYWHERE)


class TermIndex:
    """Terms by their longest words, so that a text is read once whatever their number."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._whole: dict[str, list[str]] = {}
        self._begun: dict[str, list[str]] = {}
        self._term = lru_cache(maxsize=None)(_Term.of)  # of ten thousands a text asks for some hundreds
        for text in dict.fromkeys(terms):
            longest = max(text.split(" "), key=len) if " " in text else text
            by_anchor = self._begun if longest[-1:] == "*" else self._whole
            by_anchor.setdefault(longest.rstrip("*"), []).append(text)
        self._lengths = sorted({len(word) for word in self._begun if len(word) >= _SHORTEST})

    def used_in(self, text: str) -> Mapping[str, str]:
        """Return the terms that a text uses, each with the words that it uses it by, in the order of the text.

        Examples
        --------
        >>> dict(TermIndex(["alarm*", "root cause*", "noc"]).used_in("The root causes of an alarm"))
        {'root cause*': 'root causes', 'alarm*': 'alarm'}
        """
        return {term: said for term, (_, said) in self.places_in(text).items()}

    def places_in(self, text: str) -> Mapping[str, tuple[range, str]]:
        """Return the same, each with the numbers of the words that it was first used by."""
        words = words_said(text)
        found: dict[str, tuple[range, str]] = {}
        anchored: dict[str, list[_Term]] = {}
        for place, word in enumerate(words):
            if word not in anchored:
                anchored[word] = self._anchored_at(word)
            for term in anchored[word]:
                if term.text not in found and (said := _said(term, words, place)):
                    start = place - term.anchor
                    found[term.text] = (range(start, start + term.n_words), said)
        return dict(sorted(found.items(), key=lambda item: item[1][0].start))

    def _anchored_at(self, word: str) -> list[_Term]:
        """Return the terms of whose longest word this is one."""
        begun, found = self._begun, [*self._whole.get(word, ())]
        for n_letters in self._lengths:
            if n_letters > len(word):
                break
            found += begun.get(word[:n_letters], ())
        return list(map(self._term, found))


def _said(term: _Term, words: Sequence[str], place: int) -> str:
    """Return the words by which a text uses a term whose longest word it says at a place; empty where it does not."""
    start = place - term.anchor
    if start < 0 or start + term.n_words > len(words):
        return ""
    for offset, begins, is_whole in term.others:
        word = words[place + offset]
        if word != begins and (is_whole or not word.startswith(begins)):
            return ""
    return " ".join(words[start : start + term.n_words])
