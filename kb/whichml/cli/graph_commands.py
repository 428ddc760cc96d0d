"""The commands about the graph of ontology and facts: ask it in SPARQL, write all of it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from whichml.cli.terminal import print_document
from whichml.export import linked_data
from whichml.export.result_formats import RESULT_FORMATS
from whichml.export.solutions_page import solutions_page
from whichml.knowledge.loading import built_store
from whichml.knowledge.query import run_query
from whichml.knowledge.query_text import MOST_CHARACTERS
from whichml.model.documents.errors import ExportError, QueryError, quoted

_WRITERS = {each.name: each.write for each in RESULT_FORMATS}


@click.command()
@click.argument("query", metavar="QUERY")
@click.option(
    "--format", "form", type=click.Choice(["table", *sorted(_WRITERS)]), default="table", show_default=True,
    help="How to print it: csv and tsv are for SELECT, json and xml for ASK too, the rest for triples.",
)  # fmt: skip
def sparql(query: str, form: str) -> None:
    """Ask ontology and facts in SPARQL: SELECT, ASK, CONSTRUCT or DESCRIBE.

    QUERY is the text, `@FILE` for a file that holds it, or `-` for standard input. Prefixes such as wml, skos and
    algorithm are declared already. A query may take 5 seconds and return 10,000 rows.
    """
    answer = run_query(_text_of(query), built_store())
    if form == "table":
        print_document(solutions_page(answer))
    else:
        click.echo(_WRITERS[form](answer), nl=False)


@click.command()
@click.option(
    "--format", "form", type=click.Choice(linked_data.FORMS), required=True,
    help="ttl: Turtle; owl: RDF/XML for OWL tools; jsonld: JSON-LD.",
)  # fmt: skip
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="The file to write, else it is printed."
)
def export(form: linked_data.Form, output: Path | None) -> None:
    """Write ontology and facts as one graph."""
    written = linked_data.to_linked_data(built_store(), form)
    if output is None:
        click.echo(written, nl=False)
        return
    try:
        output.write_bytes(written)
    except OSError as refusal:
        raise ExportError.about(f"{quoted(str(output))} cannot be written: {refusal.strerror}.") from None


def _text_of(query: str) -> str:
    if query != "-" and not query.startswith("@"):
        return query
    n_bytes = 4 * MOST_CHARACTERS + 1  # more is refused for its length
    name = "standard input" if query == "-" else query[1:]
    try:
        if query == "-":
            raw = sys.stdin.buffer.read(n_bytes)
        else:
            with Path(query[1:]).open("rb") as file:
                raw = file.read(n_bytes)
        return raw.decode("utf-8-sig") if len(raw) < n_bytes else raw.decode("utf-8", errors="replace")
    except (OSError, ValueError) as refusal:
        reason = refusal.strerror if isinstance(refusal, OSError) else "it is not UTF-8 text"
        raise QueryError.about(f"{quoted(name)} cannot be read: {reason}.", hint="Name a file with @FILE.") from None
