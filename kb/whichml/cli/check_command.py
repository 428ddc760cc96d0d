"""`whichml check`: validates a brief alone, and says what was read in it and what is missing most."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from whichml.advise.recommendation import advisor_for, recommend_with_steps
from whichml.advise.turning_facts import CHECKED, turning_facts
from whichml.cli.brief_options import brief_argument, read_brief
from whichml.cli.face import say
from whichml.cli.heap import staying
from whichml.cli.options import rules_option
from whichml.cli.terminal import print_document
from whichml.export.check_page import check_page
from whichml.knowledge.loading import KnowledgeBase
from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError, quoted
from whichml.model.format.brief_writing import commented_brief

_MOST_FACTS: Final = 3
"""How many facts are told that would turn the answer, before others that rules wait for."""


@click.command("check")
@brief_argument
@click.option(
    "--write", "output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Write what was read as a brief with comments, to correct and to go on with; a new file.",
)  # fmt: skip
@rules_option
def check_brief(brief: str, output: Path | None, rules: tuple[Path, ...]) -> None:
    """Print what was read in a brief: its facts in base units, what was understood, and what is unknown.

    A brief that cannot be used is refused with every problem, its place and what would be right, as everywhere. With
    --lenient and --write a text in plain words becomes a brief that every command takes.
    """
    read = read_brief(brief)
    with staying():
        knowledge = KnowledgeBase.load(rules=rules)
    answer, steps = recommend_with_steps(read, knowledge)
    read = steps.brief  # in the names of the knowledge
    advisor = advisor_for(knowledge)
    turning = (
        turning_facts(advisor, read, before=steps, n_most=_MOST_FACTS, audience=CHECKED) if answer.candidates else ()
    )
    print_document(check_page(read, answer, knowledge, turning))
    if output is not None:
        _write(read, output)


def _write(brief: Brief, path: Path) -> None:
    """Write a brief as it was understood.

    Raises
    ------
    BriefError
        Where the file exists, or cannot be written.
    """
    text = commented_brief(brief.as_written())
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise BriefError.about(f"{quoted(str(path))} exists.", hint="Name a new file.") from None
    except OSError as refusal:
        raise BriefError.about(f"{quoted(str(path))} cannot be written: {refusal.strerror}.") from None
    say(f"wrote {path}; next: whichml recommend {path}")
