"""Which circumstances the prose of a brief tells, each within one sentence of its title, notes or reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from whichml.model.documents.expressions import expression
from whichml.model.format.brief_fields import BriefFields
from whichml.model.words.recognised_terms import TermIndex

Span: TypeAlias = tuple[int, int]
"""The numbers of the first of some words, and of that behind the last."""
_END: Final = expression(r"(?<=[.!?;])\s+(?=[^a-z\s])|\n+")
"""Where a sentence ends, or a part of one that stands on its own."""
LONGEST: Final = 20_000
"""Letters of a text that are read for what it tells."""
_DENIED, _ALONE, _N_OWN = 1, 2, 2
"""Bits that say that a sentence denies a circumstance, or tells it by one term alone, before those of its groups."""
_N_BITS: Final = 16
_ALL_BITS: Final = (1 << _N_BITS) - 1


class CircumstanceWords(NamedTuple):
    """A circumstance with the groups of terms that tell it, the terms that tell it alone, and those that deny it."""

    id: str
    groups: tuple[tuple[str, ...], ...]
    phrases: tuple[str, ...]
    denied_by: tuple[str, ...]


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
        self._parts: dict[str, list[int]] = {}
        """By term, what it is a part of: the number of a circumstance, and below that the bit of it that it sets."""
        for number, each in enumerate(self.known):
            bits = (_DENIED, _ALONE, *(1 << (_N_OWN + place) for place in range(len(each.groups))))
            for bit, terms in zip(bits, (each.denied_by, each.phrases, *each.groups), strict=True):
                for term in dict.fromkeys(terms):
                    self._parts.setdefault(term, []).append(number << _N_BITS | bit)
        self._index = TermIndex(self._parts)

    def told_in(self, sentences: Iterable[ToldSentence]) -> tuple[RecognisedCircumstance, ...]:
        """Return what sentences tell, those first of which most groups of terms are met, then in the order of telling.

        Each is told once, by the first sentence that uses a term of each of its groups, or one that tells it alone, and
        none that denies it.
        """
        found: dict[int, ToldSentence] = {}
        for sentence in sentences:
            for number in self._told_by(sentence.text):
                found.setdefault(number, sentence)
        order = sorted(found, key=lambda number: -len(self.known[number].groups))
        return tuple(RecognisedCircumstance(self.known[number].id, found[number]) for number in order)

    def _told_by(self, sentence: str) -> Iterator[int]:
        met: dict[int, int] = {}
        places = self._index.places_in(sentence)
        for term in places:
            for part in self._parts[term]:
                number = part >> _N_BITS
                met[number] = met.get(number, 0) | (part & _ALL_BITS)
        for number, bits in sorted(met.items()):
            n_groups = len(self.known[number].groups)
            is_whole = n_groups > 0 and bits >> _N_OWN == (1 << n_groups) - 1
            if not bits & _DENIED and (bits & _ALONE or (is_whole and self._is_told(number, places))):
                yield number

    def _is_told(self, number: int, places: Mapping[str, tuple[range, str]]) -> bool:
        """Return whether each group of a circumstance is met by other words."""
        groups = self.known[number].groups
        met = [{(places[term][0].start, places[term][0].stop) for term in group if term in places} for group in groups]
        return _are_apart(met, ())


def _are_apart(groups: Sequence[Iterable[Span]], taken: tuple[Span, ...]) -> bool:
    """Return whether one span of each group can be chosen so that no two of them, nor of those taken, overlap."""
    if not groups:
        return True
    return any(
        all(end <= start or stop <= begin for start, stop in taken) and _are_apart(groups[1:], (*taken, (begin, end)))
        for begin, end in sorted(groups[0])
    )


def sentences_of(brief: BriefFields) -> Iterator[ToldSentence]:
    """Yield the sentences of the title, the notes and the reasons of requirements, of long texts the first."""
    reasons = sorted((each.why or "", f"/requirements/{n}/why") for n, each in enumerate(brief.requirements))
    for text, pointer in ((brief.title, "/title"), (brief.notes, "/notes"), *reasons):
        yield from (
            ToldSentence(" ".join(part.split()), pointer) for part in _END.split((text or "")[:LONGEST]) if part.strip()
        )
