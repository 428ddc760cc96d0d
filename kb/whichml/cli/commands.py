"""The commands about briefs: recommend, explain, export and serve."""

from __future__ import annotations

import logging
import sys
from datetime import datetime
from pathlib import Path

import click

from whichml.advise.recommendation import recommend as recommended
from whichml.cli.answer_page import AnswerPage
from whichml.cli.explanation_page import ExplanationPage
from whichml.cli.face import Face, log_to_stderr, warn
from whichml.cli.knowledge_commands import kb
from whichml.cli.terminal import Page
from whichml.export.explanation import explain as explained
from whichml.export.markdown import to_markdown
from whichml.export.places import with_places
from whichml.knowledge.base import Knowledge
from whichml.knowledge.loading import VERSION, KnowledgeBase
from whichml.model.brief import Brief
from whichml.model.document import BRIEF_LIMITS
from whichml.model.errors import WhichmlError
from whichml.model.recommendation import Recommendation

_SERVER_PACKAGES = ("whichml_server", "flask", "werkzeug", "waitress")
brief_argument = click.argument("brief", metavar="BRIEF")
format_option = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print it."
)


@click.group(cls=Face, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="whichml")
@click.option("--verbose", is_flag=True, help="Log what happens, defects in full, on stderr.")
def whichml(verbose: bool) -> None:
    """Which machine-learning algorithm fits a project, and why, with citations.

    BRIEF is a YAML or JSON file that says what the project knows and needs; `-` reads it from standard input.
    """
    log_to_stderr(logging.DEBUG if verbose else logging.WARNING)


@whichml.command()
@brief_argument
@format_option
def recommend(brief: str, form: str) -> None:
    """Print which algorithms fit, why, and what follows."""
    answer, knowledge = answer_to(read_brief(brief))
    if form == "json":
        click.echo(answer.to_json())
    else:
        AnswerPage(answer, knowledge, Page()).print()


@whichml.command()
@brief_argument
@click.option("--algorithm", required=True, metavar="ID", help="The algorithm to explain, such as kernel-svm.")
@format_option
def explain(brief: str, algorithm: str, form: str) -> None:
    """Print why an algorithm is recommended, ranks lower, or is out."""
    read = read_brief(brief)
    answer, knowledge = answer_to(read)
    answer = with_places(answer, read)
    found = explained(answer, knowledge, algorithm)
    if form == "json":
        click.echo(found.to_json())
    else:
        ExplanationPage(found, answer, Page()).print()


@whichml.command()
@brief_argument
@click.option(
    "--format", "form", type=click.Choice(["markdown"]), default="markdown", show_default=True,
    help="markdown: a decision record (MADR 4.0).",
)  # fmt: skip
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="The day that the record bears; without it, none.")
def export(brief: str, form: str, date: datetime | None) -> None:
    """Print the answer as a document to keep."""
    answer, knowledge = answer_to(read_brief(brief))
    writers = {"markdown": to_markdown}
    click.echo(writers[form](answer, knowledge, date.date() if date else None).encode(), nl=False)


@whichml.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port to listen on.")
@click.option("--store", type=click.Path(path_type=Path), help="Where answers are kept; without it, a usual place.")
def serve(host: str, port: int, store: Path | None) -> None:
    """Answer over HTTP."""
    try:
        from whichml_server import serve as serve_over_http  # Flask is an extra, and slow to import
    except ModuleNotFoundError as cause:
        if (cause.name or "").partition(".")[0] not in _SERVER_PACKAGES:
            raise
        raise WhichmlError.about(
            f"the server cannot start: the package {cause.name} is not installed.",
            hint="Install it with `pip install 'whichml[server]'`.",
        ) from None
    serve_over_http(host, port, store)


def answer_to(brief: Brief) -> tuple[Recommendation, Knowledge]:
    """Return the answer to a brief, and the knowledge that gave it."""
    knowledge = KnowledgeBase.load()
    return recommended(brief, knowledge), knowledge


def read_brief(path: str) -> Brief:
    """Return the brief in a file or, for `-`, on standard input; notices go to stderr."""
    if path == "-":
        brief = Brief.parse(sys.stdin.buffer.read(BRIEF_LIMITS.n_bytes + 1), "standard input")
    else:
        brief = Brief.load(path)
    for notice in brief.notices:
        warn(str(notice))
    return brief


whichml.add_command(kb)
