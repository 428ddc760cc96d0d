"""What a query finds as a page: a table, a list of triples, or yes or no."""

from __future__ import annotations

from collections.abc import Iterable

from whichml.export.document import Paragraph, Section, Table
from whichml.export.query_results import terms_of_triples
from whichml.knowledge.query import Answer, BooleanResult, RdfTerm, Solutions
from whichml.knowledge.triples import short_name


def solutions_page(answer: Answer) -> Section:
    """Return what a query found; addresses are shortened by the declared prefixes."""
    if isinstance(answer, BooleanResult):
        return Section("", (Paragraph("yes" if answer.holds else "no"),))
    heads: tuple[str, ...] = ("subject", "predicate", "object")
    found: Iterable[tuple[RdfTerm | None, ...]]
    if isinstance(answer, Solutions):
        heads, found = answer.variables, answer.rows
    else:
        found = terms_of_triples(answer)
    rows = tuple(tuple(map(_shown, row)) for row in found)
    return Section("", (Table(heads, rows), Paragraph(f"{len(rows):,} row{'s' * (len(rows) != 1)}")))


def _shown(term: RdfTerm | None) -> str:
    if term is None:
        return ""
    if term.kind == "uri":
        return short_name(term.value)
    if term.kind == "triple":
        return f"<<( {' '.join(_shown(part) for part in term.parts)} )>>"
    return f"_:{term.value}" if term.kind == "bnode" else term.value
