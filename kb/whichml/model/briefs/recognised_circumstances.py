"""Which circumstances the prose of a brief tells, each within one sentence of its title, notes or reasons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple, Self

from whichml.model.documents.expressions import expression
from whichml.model.format.brief_fields import BriefFields
from whichml.model.words.recognised_terms import TermIndex

_END: Final = expression(r"(?<=[.!?;])\s+(?=[^a-z\s])|\n+")
"""Where a sentence ends, or a part of one that stands on its own."""
_ASKING: Final = frozenset({"/task", "/title"})
"""Where a brief says what it asks for."""
LONGEST: Final = 20_000
"""Letters of a text that are read for what it tells."""


class CircumstanceWords(NamedTuple):
    """A circumstance with the groups of terms that tell it, the terms that tell it alone, and those that deny it.

    `is_problem` says that it is what is asked for: a term tells that alone only where a brief says what it asks for,
    since elsewhere methods are named for many reasons.
    """

    id: str
    groups: tuple[tuple[str, ...], ...]
    phrases: tuple[str, ...]
    denied_by: tuple[str, ...]
    is_problem: bool = False


class ToldSentence(NamedTuple):
    """A sentence of a brief, and where it stands (RFC 6901)."""

    text: str
    pointer: str


class RecognisedCircumstance(NamedTuple):
    """A circumstance with the first sentence that tells it."""

    id: str
    sentence: ToldSentence


class Circumstances:
    """The circumstances of a knowledge base, by the terms that they are recognised by."""

    def __init__(self, known: Iterable[CircumstanceWords]) -> None:
        self.known = tuple(known)
        self._by_first: dict[str, list[int]] = {}
        """By term, the circumstances that it tells alone, or whose first group it meets."""
        for number, each in enumerate(self.known):
            for term in dict.fromkeys((*each.phrases, *chain(*each.groups[:1]))):
                self._by_first.setdefault(term, []).append(number)
        self._index = TermIndex(chain(*((*each.phrases, *chain(*each.groups), *each.denied_by) for each in self.known)))
        self._terms = lru_cache(maxsize=None)(lambda number: _Terms.of(self.known[number]))

    def told_in(self, sentences: Iterable[ToldSentence]) -> tuple[RecognisedCircumstance, ...]:
        """Return what sentences tell, those first of which most groups of terms are met, then in the order of telling.

        Each is told once, by the first sentence that uses a term of each of its groups, or one that tells it alone, and
        none that denies it.
        """
        found: dict[int, ToldSentence] = {}
        for sentence in sentences:
            for number in self._told_by(sentence):
                found.setdefault(number, sentence)
        order = sorted(found, key=lambda number: -len(self.known[number].groups))
        return tuple(RecognisedCircumstance(self.known[number].id, found[number]) for number in order)

    def _told_by(self, sentence: ToldSentence) -> Iterator[int]:
        places = self._index.places_in(sentence.text)
        asks = sentence.pointer in _ASKING
        used = places.keys()
        for number in sorted({number for term in used for number in self._by_first.get(term, ())}):
            terms = self._terms(number)
            named = (asks or not self.known[number].is_problem) and not used.isdisjoint(terms.alone)
            if used.isdisjoint(terms.denying) and (named or terms.meet(places)):
                yield number


class _Terms(NamedTuple):
    """The terms of a circumstance as sets."""

    groups: tuple[frozenset[str], ...]
    alone: frozenset[str]
    denying: frozenset[str]

    @classmethod
    def of(cls, words: CircumstanceWords) -> Self:
        return cls(tuple(map(frozenset, words.groups)), frozenset(words.phrases), frozenset(words.denied_by))

    def meet(self, places: Mapping[str, tuple[range, str]]) -> bool:
        """Return whether each group is met by words of its own."""
        if not self.groups or any(places.keys().isdisjoint(group) for group in self.groups):
            return False
        met = [{places[term][0] for term in places.keys() & group} for group in self.groups]
        return _are_apart(sorted(met, key=len))  # those first that leave least choice: none is tried in vain for long


def _are_apart(groups: Sequence[Collection[range]], taken: tuple[range, ...] = ()) -> bool:
    """Return whether one place of each group can be chosen so that no two of them, nor of those taken, overlap."""
    return not groups or any(
        all(place.stop <= other.start or other.stop <= place.start for other in taken)
        and _are_apart(groups[1:], (*taken, place))
        for place in groups[0]
    )


def sentences_of(brief: BriefFields) -> Iterator[ToldSentence]:
    """Yield the sentences of the title, the notes and the reasons of requirements, of long texts the first."""
    reasons = sorted((each.why or "", f"/requirements/{n}/why") for n, each in enumerate(brief.requirements))
    for text, pointer in ((brief.title, "/title"), (brief.notes, "/notes"), *reasons):
        yield from sentences_in(text or "", pointer)


def sentences_in(text: str, pointer: str) -> Iterator[ToldSentence]:
    """Yield the sentences of a text, of a long one the first."""
    parts = _END.split(text[:LONGEST])
    yield from (ToldSentence(" ".join(part.split()), pointer) for part in parts if part.strip())
