"""`whichml schema`: the JSON Schemas of what people write, for editors that complete and check YAML."""

from __future__ import annotations

import click

from whichml.model.briefs.brief_schema import brief_schema_text
from whichml.model.statements.pack_schema import pack_schema_text

_TEXTS = {"brief": brief_schema_text, "pack": pack_schema_text}


@click.command("schema")
@click.argument("kind", type=click.Choice(tuple(_TEXTS)))
def print_schema(kind: str) -> None:
    """Print the JSON Schema of a brief or of a rule pack, for editors.

    Example: whichml schema brief > brief.schema.json

    An editor with a YAML language server then completes and checks a brief beside that file whose first line is
    `# yaml-language-server: $schema=brief.schema.json`, without a network; `whichml new` writes this line where the
    file lies there. Other editors take the file in their settings, for JSON or YAML, as the schema of your briefs.
    """
    click.echo(_TEXTS[kind]().encode(), nl=False)
