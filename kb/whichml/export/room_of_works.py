"""The works that a record to paste has room for: few, short, and those first that somebody read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from whichml.export.bibliography import UNREAD
from whichml.export.citations import title_line
from whichml.export.justification_graph import JustificationGraph
from whichml.export.words import Cited
from whichml.knowledge.base import Knowledge
from whichml.model.documents.expressions import expression
from whichml.model.statements.facts import Citation
from whichml.model.statements.recommendation import Recommendation

_MOST_PLACES, _MOST_WORKS, _WORDS_OF_WORKS = 2, 10, 162
"""Places that one statement cites, works that the record cites, and the words that all of them take."""
_WORDS_OF_ONE: Final = 46
"""Words of a work that is cited even where no words are left, for what nobody should overlook."""
_WORDS_AROUND: Final = 3  # an address and the number of a work
_WORD: Final = expression(r"[a-z]+[0-9]+|[a-z]{3,}")
_COMMON: Final = frozenset(
    "the and for are not but its that this with from than has have all any was what where which each".split()  # noqa: SIM905
)
"""Words that tell nothing of what a text is about."""


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower())) - _COMMON


class RoomOfWorks:
    """The works that one record cites so far, and the words that these and what is told in their room take."""

    def __init__(self, answer: Recommendation, knowledge: Knowledge, graph: JustificationGraph) -> None:
        self._sources, self._graph = answer.sources, graph
        self._practice = knowledge.practice.source if knowledge.practice is not None else ""
        own = (rule for rule in knowledge.rules if rule.pack in knowledge.own_packs) if knowledge.own_packs else ()
        self._own = frozenset(place.ref for rule in own for place in rule.sources)
        self._places: dict[str, Citation] = {}
        self._n_words = 0

    def take(self, text: str) -> None:
        """Take the words of a text that is told in the room of works."""
        self._n_words += len(text.split())

    def cite(self, because: Iterable[str], n_least: int = 0, said: str = "") -> Cited:
        """Return the places to cite for a statement: those that are cited already, else such as somebody read.

        Places that speak of a rival are cited where there is no other, and so are those that share hardly a word with
        what is said where others share many: they support another part of it. What rules of one's own cite, such as the
        policy of the house, comes first and is never left out for others.

        Parameters
        ----------
        n_least : how many are cited even where no words are left for works, if they take few
        said : the statement as the record tells it; empty where any of its places will do
        """
        told = self._graph.citations(because)
        found = [place for place in told if not place.is_of_rival] or told
        shared = {place: self._shared(place, said) for place in found}
        most = max(shared.values(), default=0)
        found = [place for place in found if 2 * shared[place] > most or not most or place.ref in self._own]
        known = [place for place in found if self._places.get(place.ref) == place]
        fresh = [place for place in found if place.ref not in self._places]
        fresh.sort(key=lambda place: (*self._comes_late(place), -shared[place]))
        cited = known[:_MOST_PLACES]
        for place in fresh:
            is_own = place.ref in self._own and not cited
            if len(cited) >= _MOST_PLACES or (len(self._places) >= _MOST_WORKS and not is_own):
                break
            if place.ref in self._places:
                continue
            n_words = len(f"{place.locator} {place.supports}".split()) + self._words_of_work(place.ref)
            is_due = (is_own or len(cited) < n_least) and n_words <= _WORDS_OF_ONE
            if is_due or self._n_words + n_words <= _WORDS_OF_WORKS:
                self._places[place.ref] = place
                self._n_words += n_words
                cited.append(place)
        return Cited(tuple(cited))

    def _shared(self, place: Citation, said: str) -> int:
        """Return how many words a place, or the title of its work, has in common with a statement."""
        source = self._sources.get(place.ref)
        told = f"{place.supports} {source.title if source is not None else ''}"
        return len(_words(told) & _words(said))

    def _comes_late(self, place: Citation) -> tuple[bool, bool]:
        return place.ref not in self._own, self._is_unread(place)

    def _is_unread(self, place: Citation) -> bool:
        source = self._sources.get(place.ref)
        return source is None or source.access in UNREAD

    def _words_of_work(self, ref: str) -> int:
        """Return how many words a work takes, with its note where the record prints that."""
        source = self._sources.get(ref)
        if source is None:
            return 1
        note = source.note if ref == self._practice else ""
        return len(f"{title_line(source)} {source.container} {note}".split()) + _WORDS_AROUND
