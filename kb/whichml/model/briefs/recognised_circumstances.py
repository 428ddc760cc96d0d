"""Which circumstances the prose of a brief tells, each within one sentence of its title, notes or reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from whichml.model.documents.expressions import expression
from whichml.model.format.brief_fields import BriefFields
from whichml.model.words.recognised_terms import TermIndex

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
        for term in self._index.used_in(sentence):
            for part in self._parts[term]:
                number = part >> _N_BITS
                met[number] = met.get(number, 0) | (part & _ALL_BITS)
        for number, bits in sorted(met.items()):
            n_groups = len(self.known[number].groups)
            is_whole = n_groups > 0 and bits >> _N_OWN == (1 << n_groups) - 1
            if (is_whole or bits & _ALONE) and not bits & _DENIED:
                yield number


def sentences_of(brief: BriefFields) -> Iterator[ToldSentence]:
    """Yield the sentences of the title, the notes and the reasons of requirements, of long texts the first."""
    reasons = sorted((each.why or "", f"/requirements/{n}/why") for n, each in enumerate(brief.requirements))
    for text, pointer in ((brief.title, "/title"), (brief.notes, "/notes"), *reasons):
        yield from (
            ToldSentence(" ".join(part.split()), pointer) for part in _END.split((text or "")[:LONGEST]) if part.strip()
        )
