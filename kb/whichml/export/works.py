"""Cited works as people write them: in full for a list of references, short for a line."""

from __future__ import annotations

from collections.abc import Mapping

from whichml.model.facts import Citation, Source
from whichml.model.recommendation import SourceRecord

Work = Source | SourceRecord
_N_AUTHORS = 3
_UNREAD = {
    "recalled": "stated from memory, not read again",
    "summary": "read in somebody else's summary",
    "abstract": "read as an abstract",
}


def authors_in_words(source: Work) -> str:
    """Return up to three authors, `and others` for the rest."""
    named = ", ".join(source.authors[:_N_AUTHORS])
    return f"{named} and others" if len(source.authors) > _N_AUTHORS else named


def title_line(source: Work) -> str:
    """Return authors, year and title."""
    year = str(source.year) if source.year is not None else "no year"
    return f"{authors_in_words(source)} ({year}). {source.title.rstrip('.')}."


def address_of(source: Work) -> str:
    """Return where the work can be opened: by DOI where it has one."""
    return f"https://doi.org/{source.doi}" if source.doi else source.url


def reading_of(source: Work) -> str:
    """Return a caution about how far the work was read, or an empty text."""
    return _UNREAD.get(source.access, "")


class References:
    """The works cited so far in one document, numbered from 1 in the order of their first mention."""

    def __init__(self, sources: Mapping[str, SourceRecord]) -> None:
        self._sources = sources
        self._places: dict[str, dict[Citation, None]] = {}

    def cite(self, citations: tuple[Citation, ...]) -> str:
        """Return the numbers of the cited works, such as `[1, 4]`, and remember the places; empty without any."""
        numbers: list[int] = []
        for citation in citations:
            self._places.setdefault(citation.ref, {})[citation] = None
            numbers.append(list(self._places).index(citation.ref) + 1)
        shown = ", ".join(str(number) for number in dict.fromkeys(sorted(numbers)))
        return f"[{shown}]" if shown else ""

    def works(self) -> tuple[tuple[str, SourceRecord | None, tuple[Citation, ...]], ...]:
        """Return id, work and cited places of every reference in the order of the numbers."""
        return tuple((ref, self._sources.get(ref), tuple(places)) for ref, places in self._places.items())
