"""`whichml new`: asks what can change the answer, and writes a brief with what was said."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Final

import click

from whichml.advise.interview import Interview, Question
from whichml.advise.recommendation import Advisor, advisor_for
from whichml.cli.face import say
from whichml.cli.heap import staying
from whichml.cli.terminal import print_document
from whichml.export.first_screen import first_screen
from whichml.export.naming import Naming
from whichml.knowledge.loading import KnowledgeBase
from whichml.model.brief import Brief
from whichml.model.brief_writing import commented_brief, write_brief
from whichml.model.errors import BriefError, quoted

_HELP: Final = "Enter: not known   ?: why this is asked   show: the answer so far   done: that is all"
_BOUND: Final = re.compile(
    r"([a-z-]+)\s*(<=|>=|<|>|max|min|at most|at least)\s*(.+?)\s*(?:\((p\d\d|median|mean|worst-case)\))?\Z"
)
_SIDES: Final = {"<": "max", "<=": "max", "max": "max", "at most": "max"}


@click.command("new")
@click.argument("brief", metavar="BRIEF.yaml", default="brief.yaml", type=click.Path(path_type=Path))
@click.option(
    "--from", "table", type=click.Path(path_type=Path, dir_okay=False), metavar="TABLE",
    help="Begin with what a CSV or Parquet file tells.",
)  # fmt: skip
@click.option("--target", metavar="COLUMN", help="With --from: the column to predict.")
def new_brief(brief: Path, table: Path | None, target: str | None) -> None:
    """Write a brief by answering questions, each the one that could change the recommendation most.

    BRIEF.yaml is written after every answer; one that is there already is gone on with. An answer may be cut short
    where one word fits, and Enter says that something is not known.
    """
    if (target is None) != (table is None):
        raise click.UsageError("--from TABLE and --target COLUMN go together.")
    with staying():
        knowledge = KnowledgeBase.load()
        advisor = advisor_for(knowledge)
    begun = _begun(brief, table, target)
    talk = _Conversation(Interview(advisor, begun), advisor, knowledge, brief)
    try:
        talk.run()
    except (click.Abort, EOFError, KeyboardInterrupt):
        talk.keep()
        if talk.interview.brief is not None:
            say(f"\nWhat was said is kept in {brief}; `whichml new {brief}` goes on.")
        raise click.exceptions.Exit(130) from None


def _begun(path: Path, table: Path | None, target: str | None) -> Brief | None:
    """Return the brief to go on with: that of the file, or what a table tells, or none.

    Raises
    ------
    BriefError
        Where the file is there and holds no brief, or a table is to begin one that is there already.
    """
    if path.exists():
        if table is not None:
            raise BriefError.about(
                f"{quoted(str(path))} is there already.", hint="Name another file for the new brief."
            )
        brief = Brief.load(path)
        click.echo(f"Going on with {path}.")
        return brief
    if table is None or target is None:
        return None
    from whichml.probe.description.brief_of_data import brief_from  # 0.6 s that only tables take
    from whichml.probe.description.describing import describe
    from whichml.probe.reading.tables import read_table

    described = describe(read_table(table), target=target)
    completed = brief_from(described)
    click.echo(f"{table} tells: " + ", ".join(sorted(described.facts)) + ".")
    return Brief.from_mapping(completed.mapping)


class _Conversation:
    def __init__(self, interview: Interview, advisor: Advisor, knowledge: KnowledgeBase, path: Path) -> None:
        self.interview, self.advisor, self.knowledge, self.path = interview, advisor, knowledge, path
        self.names = Naming(knowledge)

    def run(self) -> None:
        """Ask until nothing would change the answer, or enough is said; then bounds, priorities, and the answer."""
        click.echo(f"Each question can change the answer. {_HELP}\n")
        number = 0
        while (question := self.interview.question()) is not None:
            number += 1
            if not self._ask(number, question):
                break
            self.keep()
        if self.interview.brief is None:
            return
        self._ask_bounds()
        self._ask_priorities()
        self.keep()
        click.echo()
        self._show()

    def keep(self) -> None:
        """Write what was said."""
        if self.interview.brief is not None:
            write_brief(self.path, commented_brief(self.interview.said()))

    def _ask(self, number: int, question: Question) -> bool:
        """Ask one question until it is answered or passed over; return whether to go on."""
        click.echo(f"{number}. {question.meaning}")
        if question.words:
            click.echo(
                textwrap.fill(
                    ", ".join(question.words), 78, initial_indent="   ", subsequent_indent="   ", break_on_hyphens=False
                )
            )
        while True:
            given = click.prompt(f"   {question.field}", default="", show_default=False).strip()
            if given in ("done", "quit", "exit") and self.interview.brief is not None:
                return False
            if given in ("?", "why", "help"):
                click.echo(f"   {self._why(question)}")
                continue
            if given == "show":
                self._show()
                continue
            try:
                if given.lower() in ("", "unknown", "skip", "-"):
                    self.interview.pass_over(question.field)
                else:
                    self.interview.answer(question.field, given)
            except BriefError as refusal:
                click.echo(f"   {refusal.problems[0].message}")
                if question.example and not question.words:
                    click.echo(f"   For example: {question.example}")
                continue
            return True

    def _why(self, question: Question) -> str:
        turning = question.turning
        if turning is None:
            return "Everything else depends on it."
        named = self.names.algorithms(turning.first)
        return f"If it were {turning.said}, the first would be {named}."

    def _show(self) -> None:
        brief = self.interview.brief
        if brief is None:
            click.echo("   Nothing can be said before the task and the data are known.")
            return
        answer = self.advisor.recommend(brief)
        print_document(first_screen(answer, self.knowledge, (), str(self.path)))

    def _ask_bounds(self) -> None:
        click.echo(
            "\nBounds that must hold, one at a time, such as `inference-latency max 40 ms (p99)`; Enter: no more"
        )
        while True:
            given = click.prompt("   bound", default="", show_default=False).strip()
            if not given:
                return
            try:
                self.interview.require(*_bound_of(given))
            except BriefError as refusal:
                click.echo("   " + "\n   ".join(str(refusal).splitlines()))

    def _ask_priorities(self) -> None:
        click.echo(
            "\nWhat matters most, in order, such as `accuracy, explainability, inference-latency`; Enter: leave it open"
        )
        while True:
            given = click.prompt("   priorities", default="", show_default=False).strip()
            if not given:
                return
            try:
                self.interview.rank([each.strip() for each in given.split(",") if each.strip()])
            except BriefError as refusal:
                click.echo("   " + "\n   ".join(str(refusal).splitlines()))
                continue
            return


def _bound_of(text: str) -> tuple[str, str, str, str | None]:
    """Return quality, side, amount and statistic of a bound as one types it.

    Raises
    ------
    BriefError
        Where the text is none.
    """
    found = _BOUND.fullmatch(text)
    if found is None:
        raise BriefError.about(
            f"{quoted(text)} is no bound.",
            hint="Write a quality, max or min, and an amount: inference-latency max 40 ms.",
        )
    quality, side, amount, at = found.groups()
    return quality, _SIDES.get(side, "min"), amount, at
