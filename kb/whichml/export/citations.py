"""Cited works as people write them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from whichml.export.document import PLAIN, Block, Entry, Work, Works, citations_in
from whichml.export.words import Address, CodeSpan, Words
from whichml.model.statements.facts import Citation, Source
from whichml.model.statements.recommendation import SourceRecord

AnyWork = Source | SourceRecord
_N_AUTHORS = 3
_N_AUTHORS_IN_LISTS = 2
READING = {
    "recalled": "stated from memory, not read again",
    "summary": "read in somebody else's summary",
    "abstract": "read as an abstract",
    "part": "read in part",
    "whole": "read in full",
    "measured": "our own measurement",
}
"""How far a work was read, in words."""
_UNREAD = ("recalled", "summary", "abstract")


def authors_in_words(source: AnyWork) -> str:
    """Return up to three authors, `and others` for the rest."""
    named = ", ".join(source.authors[:_N_AUTHORS])
    return f"{named} and others" if len(source.authors) > _N_AUTHORS else named


def title_line(source: AnyWork) -> str:
    """Return authors, year and title."""
    return _title_behind(authors_in_words(source), source)


def short_line(source: AnyWork) -> str:
    """Return the first of several authors, year and title, for a list of very many works."""
    named = source.authors if len(source.authors) <= _N_AUTHORS_IN_LISTS else (f"{source.authors[0]} and others",)
    return _title_behind(", ".join(named), source)


def _title_behind(authors: str, source: AnyWork) -> str:
    year = str(source.year) if source.year is not None else "no year"
    return f"{authors} ({year}). {source.title.rstrip('.')}."


def address_of(source: AnyWork) -> str:
    """Return where the work can be opened: by DOI where it has one."""
    return f"https://doi.org/{source.doi}" if source.doi else source.url


def in_full(source: AnyWork) -> Words:
    """Return a work with where it appeared, where it can be opened, and a caution where it was not read."""
    container = f" {source.container}." if source.container else ""
    unread = f" ({READING[source.access]})" if source.access in _UNREAD else ""
    return title_line(source), container, " ", Address(address_of(source)), unread


def works_cited(blocks: Iterable[Block], sources: Mapping[str, SourceRecord], noted: Collection[str] = ()) -> Works:
    """Return the works that blocks cite, with the places in them, in the order of their first mention.

    Parameters
    ----------
    noted : ids of the works of which it is told what limits them
    """
    places: dict[str, dict[Citation, None]] = {}
    for citation in citations_in(blocks):
        places.setdefault(citation.ref, {})[citation] = None
    return Works(tuple(
        Work(
            ref,
            _work_of(ref, sources),
            (*(Entry(f"{place.locator}: {place.supports}") for place in cited), *_note_of(ref, sources, noted)),
        )
        for ref, cited in places.items()
    ))  # fmt: skip


def _note_of(ref: str, sources: Mapping[str, SourceRecord], noted: Collection[str]) -> tuple[Entry, ...]:
    note = sources[ref].note if ref in noted and ref in sources else ""
    return (Entry(f"Note: {note}"),) if note else ()


def places(citations: Iterable[Citation]) -> tuple[Entry, ...]:
    """Return cited places, each behind the id of its work."""
    return tuple(Entry(f"[{each.ref}] {each.locator}: {each.supports}", PLAIN) for each in citations)


def places_in_full(citations: Iterable[Citation], sources: Mapping[str, SourceRecord]) -> tuple[Entry, ...]:
    """Return cited places, each before its work in full; a work that is not among the sources stands with its id."""
    return tuple(Entry((f"{each.locator}: {each.supports} ", _work_of(each.ref, sources)), PLAIN) for each in citations)


def _work_of(ref: str, sources: Mapping[str, SourceRecord]) -> Words:
    return in_full(sources[ref]) if ref in sources else CodeSpan(ref)
