"""Which circumstances the prose of a brief tells, each within one sentence of its title, notes or reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Final, NamedTuple

from whichml.model.documents.expressions import expression
from whichml.model.format.brief_fields import BriefFields
from whichml.model.words.recognised_terms import TermIndex

_END: Final = expression(r"(?<=[.!?;])\s+(?=[^a-z\s])|\n+")
"""Where a sentence ends, or a part of one that stands on its own."""


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
        self._known = tuple(known)
        self._index = TermIndex(
            chain.from_iterable((*chain(*each.groups), *each.phrases, *each.denied_by) for each in self._known)
        )
        self._by_first: dict[str, list[int]] = {}
        for number, each in enumerate(self._known):
            for term in dict.fromkeys((*chain(*each.groups[:1]), *each.phrases)):
                self._by_first.setdefault(term, []).append(number)

    def told_in(self, sentences: Iterable[ToldSentence]) -> tuple[RecognisedCircumstance, ...]:
        """Return what sentences tell, those first of which most groups of terms are met, then in the order of telling.

        Each is told once, by the first sentence that uses a term of each of its groups, or one that tells it alone, and
        none that denies it.
        """
        found: dict[int, ToldSentence] = {}
        for sentence in sentences:
            for number in self._told_by(sentence.text):
                found.setdefault(number, sentence)
        order = sorted(found, key=lambda number: -len(self._known[number].groups))
        return tuple(RecognisedCircumstance(self._known[number].id, found[number]) for number in order)

    def _told_by(self, sentence: str) -> Iterator[int]:
        used = self._index.used_in(sentence)
        for number in dict.fromkeys(number for term in used for number in self._by_first.get(term, ())):
            if _is_told(self._known[number], used):
                yield number


def _is_told(circumstance: CircumstanceWords, used: Mapping[str, str]) -> bool:
    groups, said = circumstance.groups, used.keys()
    is_met = bool(groups) and all(not said.isdisjoint(group) for group in groups)
    return (is_met or not said.isdisjoint(circumstance.phrases)) and said.isdisjoint(circumstance.denied_by)


def sentences_of(brief: BriefFields) -> Iterator[ToldSentence]:
    """Yield the sentences of the title, the notes and the reasons of requirements."""
    reasons = sorted((each.why or "", f"/requirements/{n}/why") for n, each in enumerate(brief.requirements))
    for text, pointer in ((brief.title, "/title"), (brief.notes, "/notes"), *reasons):
        yield from (ToldSentence(" ".join(part.split()), pointer) for part in _END.split(text or "") if part.strip())
