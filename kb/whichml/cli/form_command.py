"""`whichml form`: a blank brief for a task, with every field that tells something of such a project."""

from __future__ import annotations

import click

from whichml.model.briefs.blank_brief import blank_brief
from whichml.model.briefs.brief import Brief


@click.command("form")
@click.argument("task", metavar="TASK")
@click.argument("modality", metavar="MODALITY", nargs=-1, required=True)
def print_form(task: str, modality: tuple[str, ...]) -> None:
    """Print a blank brief to fill in: what may be told of such a project, with meanings and examples.

    Whoever reads a description, a colleague or a chat model, enters what it says; `whichml check` refuses what cannot
    be.

    Example: whichml form clustering tabular > brief.yaml
    """
    given = Brief.from_mapping({"task": task, "data": {"modality": list(modality)}})
    click.echo(blank_brief(given).encode(), nl=False)
