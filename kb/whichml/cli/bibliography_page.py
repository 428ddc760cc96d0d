"""The cited works on the terminal: all of them, or those that nobody read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from whichml.cli.terminal import Page
from whichml.export.bibliography import CitedWork
from whichml.export.works import address_of, title_line

_READING = {
    "whole": "read in full",
    "part": "read in part",
    "abstract": "read as an abstract",
    "summary": "read in somebody else's summary",
    "recalled": "stated from memory, not read again",
    "measured": "our own measurement",
}


def print_works(works: Iterable[CitedWork], page: Page) -> None:
    """Print each work with how far it was read and how much cites it."""
    for work in works:
        _print_head(work, page)
        page.line(f"cited by {_counted(work.claims, work.rules)}", 2)


def print_debts(works: Sequence[CitedWork], page: Page) -> None:
    """Print the works that nobody read, each with the claims and rules that stand on such works alone."""
    claims = {claim for work in works for claim in work.claims_alone}
    rules = {rule for work in works for rule in work.rules_alone}
    page.title(f"{len(works)} works were not read; {_counted(claims, rules)} stand on such works alone.")
    for work in works:
        page.blank()
        _print_head(work, page)
        page.line(f"cited by {_counted(work.claims, work.rules)}", 2)
        for kind, names in (("claims", work.claims_alone), ("rules", work.rules_alone)):
            if names:
                page.line(f"{kind} that cite nothing read: {', '.join(names)}", 2, "!")


def _print_head(work: CitedWork, page: Page) -> None:
    source = work.source
    page.line(f"{title_line(source)} {address_of(source)} ({_READING[source.access]})", 0, f"[{source.id}]")


def _counted(claims: Iterable[str], rules: Iterable[str]) -> str:
    counts = ((len(list(claims)), "claim"), (len(list(rules)), "rule"))
    return " and ".join(f"{count} {name}{'s' * (count != 1)}" for count, name in counts)
