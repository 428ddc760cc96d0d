"""The cited works as a page: all of them, or those that nobody read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from whichml.export.bibliography import CitedSource
from whichml.export.citations import READING, address_of, title_line
from whichml.export.document import CAUTION, PLAIN, Entry, Paragraph, Section, Work, Works
from whichml.export.words import Strong


def bibliography_page(works: Iterable[CitedSource]) -> Section:
    """Return each work with how far it was read and how much cites it."""
    return Section("", (Works(tuple(map(_work, works))),))


def debts_page(works: Sequence[CitedSource]) -> Section:
    """Return the works that nobody read, each with the claims and rules that stand on such works alone."""
    claims = {claim for work in works for claim in work.claims_alone}
    rules = {rule for work in works for rule in work.rules_alone}
    said = f"{len(works)} works were not read; {_counted(claims, rules)} stand on such works alone."
    sections = (Section("", (Works((_work(work, _alone(work)),)),)) for work in works)
    return Section("", (Paragraph(Strong(said)), *sections))


def _alone(work: CitedSource) -> Iterable[Entry]:
    for kind, ids in (("claims", work.claims_alone), ("rules", work.rules_alone)):
        if ids:
            yield Entry(f"{kind} that cite nothing read: {', '.join(ids)}", CAUTION)


def _work(work: CitedSource, below: Iterable[Entry] = ()) -> Work:
    source = work.source
    said = f"{title_line(source)} {address_of(source)} ({READING[source.access]})"
    return Work(source.id, said, (Entry(f"cited by {_counted(work.claims, work.rules)}", PLAIN), *below))


def _counted(claims: Iterable[str], rules: Iterable[str]) -> str:
    counts = ((len(list(claims)), "claim"), (len(list(rules)), "rule"))
    return " and ".join(f"{count} {name}{'s' * (count != 1)}" for count, name in counts)
