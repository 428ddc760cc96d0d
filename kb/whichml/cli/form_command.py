"""`whichml form`: a blank brief for a task or for any, with every field that tells something of such a project."""

from __future__ import annotations

import click

from whichml.knowledge.form_names import names_for_forms
from whichml.knowledge.loading import KnowledgeBase
from whichml.model.briefs.blank_brief import blank_brief, blank_brief_of_any
from whichml.model.briefs.brief import Brief
from whichml.model.values.vocabulary import TASKS


@click.command("form")
@click.argument("task", metavar="[TASK]", required=False)
@click.argument("modality", metavar="[MODALITY]...", nargs=-1)
def print_form(task: str | None, modality: tuple[str, ...]) -> None:
    """Print a blank brief to fill in: what may be told of such a project, with meanings and examples.

    Whoever reads a description, a colleague or a chat model, enters what it says; `whichml check` refuses what cannot
    be. Without a task all tasks and all fields are told, so that a chat model that gets it beside your description
    can choose.

    Example: whichml form clustering tabular > brief.yaml
    """
    knowledge = KnowledgeBase.load()
    to_name = names_for_forms(knowledge)
    if task is None:
        tasks = {name: knowledge.tasks[name].in_words for name in TASKS}
        click.echo(blank_brief_of_any(tasks, to_name).encode(), nl=False)
        return
    if not modality:
        raise click.UsageError("Missing argument 'MODALITY...': name the kinds of data, such as `tabular`.")
    given = Brief.from_mapping({"task": task, "data": {"modality": list(modality)}})
    click.echo(blank_brief(given, to_name).encode(), nl=False)
