"""`whichml new`: asks what can change the answer, and writes a brief with what was said."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from whichml.advise.interview import Interview, fields_begun
from whichml.advise.recommendation import advisor_for
from whichml.cli.conversation import Conversation
from whichml.cli.face import say
from whichml.cli.heap import staying
from whichml.cli.prompts import LEAVING, Quit, typed_at
from whichml.cli.wrapped_text import wrapped
from whichml.evidence.leakage_notes import leakage_notes
from whichml.knowledge.loading import KnowledgeBase
from whichml.model.briefs.brief import Brief
from whichml.model.documents.document import Plain, read_document
from whichml.model.documents.errors import BriefError, did_you_mean, quoted
from whichml.model.format.brief_fields import REQUIRED_FIELDS
from whichml.model.format.brief_writing import fields_not_known
from whichml.model.format.told_by_table import ToldByTable, told_by_table

_MOST_SHOWN: Final = 12
"""How many columns of a table are listed."""


@click.command("new")
@click.argument("brief", metavar="BRIEF.yaml", default="brief.yaml", type=click.Path(path_type=Path))
@click.option(
    "--from", "table", type=click.Path(path_type=Path, dir_okay=False), metavar="TABLE",
    help="Begin with what a CSV or Parquet file tells.",
)  # fmt: skip
@click.option("--target", metavar="COLUMN", help="With --from: the column to predict; asked for where it is left out.")
@click.option("--group", metavar="COLUMN", help="With --from: rows with the same value belong together; no feature.")
def new_brief(brief: Path, table: Path | None, target: str | None, group: str | None) -> None:
    """Write a brief by answering questions, each the one that could change the recommendation most.

    BRIEF.yaml is written after every answer; one that is there already is gone on with. Answers are read in your own
    words, and what was understood is echoed. Enter says that something is not known, `?` explains, `back` goes back.
    What a table tells is marked as such in the head of the file, and gives way to what a probe finds.
    """
    for option, column in (("--target", target), ("--group", group)):
        if column is not None and table is None:
            raise click.UsageError(f"{option} COLUMN is one of a table: --from TABLE names it.")
    _refuse_unwritable(brief)
    with staying():
        knowledge = KnowledgeBase.load()
        advisor = advisor_for(knowledge)
    try:
        begun, told = _begun(brief, table, target, group)
    except (Quit, click.Abort, EOFError, KeyboardInterrupt):
        say("\nNothing is kept: no column was named.")
        raise click.exceptions.Exit(130) from None
    interview = Interview(advisor, begun, _not_known(brief), _fields_begun(brief) or {})
    talk = Conversation(interview, advisor, knowledge, brief, told)
    try:
        talk.run()
    except Quit:
        _leave(talk)
    except (click.Abort, EOFError, KeyboardInterrupt):
        _leave(talk)
        raise click.exceptions.Exit(130) from None


def _leave(talk: Conversation) -> None:
    """Keep what was said, and say where it is."""
    talk.keep()
    if talk.interview.brief is not None:
        say(f"\nWhat was said is kept in {talk.path}; `whichml new {talk.path}` goes on.")
    elif talk.path.exists():
        is_all = _fields_begun(talk.path) is not None
        kept = f"What was said is kept in {talk.path}; `whichml new {talk.path}` goes on."
        say(f"\n{kept}" if is_all else f"\n{talk.path} holds what was said before.")
    else:
        say("\nNothing is kept: nothing was said.")


def _refuse_unwritable(path: Path) -> None:
    """Refuse a file that no brief can be written to, before the first question.

    Raises
    ------
    BriefError
        Where its folder is missing or takes no files, or it is a folder itself.
    """
    folder, hint = path.parent, "Make the folder, or name a file in one that is there."
    if not folder.is_dir():
        what = "is no folder" if folder.exists() else "is not there"
        raise BriefError.about(f"the folder {quoted(str(folder))} {what}.", hint=hint)
    if path.is_dir():
        raise BriefError.about(f"{quoted(str(path))} is a folder.", hint="Name a file in it, such as brief.yaml.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise BriefError.about(f"no file can be written to the folder {quoted(str(folder))}.",
                               hint="Name a file in a folder of your own.")  # fmt: skip


def _begun(
    path: Path, table: Path | None, target: str | None, group: str | None
) -> tuple[Brief | None, ToldByTable | None]:
    """Return the brief to go on with, that of the file, or what a table tells, or none; and what a table told of it.

    Raises
    ------
    BriefError
        Where the file is there and holds no brief, or a table is to begin one that is there already.
    """
    if path.exists():
        told = told_by_table(path.read_text("utf-8"))
        if table is not None and (told is None or told.table != table.name):
            raise BriefError.about(
                f"{quoted(str(path))} is there already, and was not begun with {table.name}.",
                hint="Name another file for the new brief, or go on with this one without --from.",
            )
        brief = Brief.load(path) if _fields_begun(path) is None else None
        click.echo(f"Going on with {path}.")
        return brief, told
    if table is None:
        return None, None
    from whichml.probe.description.brief_of_data import brief_from  # 0.6 s that only tables take
    from whichml.probe.description.column_kinds import named
    from whichml.probe.description.describing import describe
    from whichml.probe.description.hints import group_hints
    from whichml.probe.reading.tables import read_table

    read = read_table(table)
    column = target or _asked_column(table, [str(name) for name in read.frame.columns])
    described = describe(read, target=column, group=group)
    completed = brief_from(described)
    click.echo(f"{table} tells: " + ", ".join(sorted(described.facts)) + ".")
    if described.possible_groups:
        click.echo(wrapped(f"Rows may belong together by {named(described.possible_groups)}: with --group COLUMN it is "
                           "no feature, and none is held out in part."))  # fmt: skip
    said = {*group_hints(described.possible_groups)}  # with the option of this command
    for note in (note for note in described.notes if note not in said):
        click.echo(wrapped(note))
    if leakage_notes(described.notes):
        click.echo(wrapped(f"The {described.facts['data.features']} features of the brief count what is named as "
                           "leakage; take such a column out of the table where it is not known in time."))  # fmt: skip
    counts = {name: value for name, value in described.facts.items() if name not in REQUIRED_FIELDS}
    return Brief.from_mapping(completed.mapping), ToldByTable.of(table.name, counts)


def _fields_begun(path: Path) -> dict[str, Plain] | None:
    """Return what a file says that was left before the task and the data were known; None where it is none."""
    try:
        return fields_begun(read_document(path.read_bytes(), str(path)).mapping)
    except (OSError, BriefError):
        return None


def _asked_column(table: Path, columns: Sequence[str]) -> str:
    """Return the column to predict, as somebody names it."""
    shown = columns if len(columns) <= _MOST_SHOWN else (*columns[: _MOST_SHOWN - 1], "...", columns[-1])
    click.echo(f"Which column of {table} is to be predicted? Enter takes the last one.")
    click.echo(wrapped(f"Its {len(columns)} columns: {', '.join(shown)}"))
    by_name = {name.strip().lower(): name for name in reversed(columns)}
    while True:
        typed = typed_at("column")
        found = typed if typed in columns else by_name.get(typed.lower()) if typed else columns[-1]
        if found is not None:
            return found
        hint = did_you_mean(typed, columns) or f"Where nothing is predicted, begin without a table. {LEAVING}"
        click.echo(wrapped(f"It has no column {quoted(typed)}. {hint}"))


def _not_known(path: Path) -> tuple[str, ...]:
    """Return the fields that were asked for in vain when the file was written."""
    return fields_not_known(path.read_text("utf-8")) if path.exists() else ()
