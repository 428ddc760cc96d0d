"""Which of many terms a text uses, each a word or a phrase of which words may have any ending."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

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


_Term: TypeAlias = tuple[str, tuple[str, ...]]
"""A term, and its words but for the first."""


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
    """Terms by their first words, so that a text is read once whatever their number."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._whole: dict[str, list[_Term]] = {}
        self._begun: dict[str, list[_Term]] = {}
        for term in dict.fromkeys(terms):
            first, *rest = term.split(" ")
            by_first = self._begun if first.endswith("*") else self._whole
            by_first.setdefault(first.rstrip("*"), []).append((term, tuple(rest)))
        self._lengths = sorted({len(first) for first in self._begun if len(first) >= _SHORTEST})

    def used_in(self, text: str) -> Mapping[str, str]:
        """Return the terms that a text uses, each with the words that it uses it by, in the order of the text.

        Examples
        --------
        >>> dict(TermIndex(["alarm*", "root cause*", "noc"]).used_in("The root causes of an alarm"))
        {'root cause*': 'root causes', 'alarm*': 'alarm'}
        """
        words = words_said(text)
        found: dict[str, str] = {}
        beginning: dict[str, list[_Term]] = {}
        for place, word in enumerate(words):
            if word not in beginning:
                beginning[word] = self._beginning_with(word)
            for term, rest in beginning[word]:
                said = words[place + 1 : place + 1 + len(rest)]
                if term not in found and len(said) == len(rest) and all(map(_is_said, rest, said)):
                    found[term] = " ".join((word, *said))
        return found

    def _beginning_with(self, word: str) -> list[_Term]:
        """Return the terms of whose first word this is one."""
        begun, found = self._begun, [*self._whole.get(word, ())]
        for n_letters in self._lengths:
            if n_letters > len(word):
                break
            found += begun.get(word[:n_letters], ())
        return found


def _is_said(term: str, word: str) -> bool:
    return word.startswith(term[:-1]) if term.endswith("*") else word == term
