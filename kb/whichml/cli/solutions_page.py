"""What a query finds, on the terminal: a table, a list of triples, or yes or no."""

from __future__ import annotations

from rich import box
from rich.table import Table
from rich.text import Text

from whichml.cli.terminal import Terminal
from whichml.export.foreign_text import on_one_line
from whichml.export.query_results import parts_of
from whichml.knowledge.query import Answer, Solutions, Term, Triples, Verdict
from whichml.knowledge.triples import short_name


def print_answer(answer: Answer) -> None:
    """Print what a query found; addresses are shortened by the declared prefixes."""
    console = Terminal()
    if isinstance(answer, Verdict):
        console.print("yes" if answer.holds else "no")
        return
    columns, rows = _table_of(answer)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        table.add_column(Text(name), overflow="fold")
    for row in rows:
        table.add_row(*(Text(on_one_line(cell)) for cell in row))
    console.print(table)
    console.print(f"{len(rows):,} row{'s' * (len(rows) != 1)}")


def _table_of(answer: Solutions | Triples) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    if isinstance(answer, Solutions):
        return answer.variables, [tuple(_shown(term) for term in row) for row in answer.rows]
    return ("subject", "predicate", "object"), [tuple(_shown(part) for part in triple) for triple in parts_of(answer)]


def _shown(term: Term | None) -> str:
    if term is None:
        return ""
    if term.kind == "uri":
        return short_name(term.value)
    if term.kind == "triple":
        return f"<<( {' '.join(_shown(part) for part in term.parts)} )>>"
    return f"_:{term.value}" if term.kind == "bnode" else term.value
