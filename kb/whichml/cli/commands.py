"""The commands that answer a brief: recommend and export; others are imported where they run."""

from __future__ import annotations

import logging
import shlex
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import click

from whichml.advise.recommendation import advisor_for
from whichml.advise.turning_facts import turning_facts
from whichml.cli.brief_options import (
    answer_to,
    asked_besides,
    brief_argument,
    brief_at,
    calibration_at,
    calibration_option,
    evidence_at,
    evidence_option,
    is_lenient,
    left_out,
    name_for_record,
    uncalibrated_option,
)
from whichml.cli.face import Face, log_to_stderr
from whichml.cli.options import rules_option
from whichml.cli.other_readings import guesses
from whichml.cli.terminal import print_document, print_paged
from whichml.export.answer_page import answer_page
from whichml.export.first_screen import first_screen, one_line
from whichml.export.formats import ANSWER_FORMATS, answer_formats_by_name
from whichml.export.next_step import next_command
from whichml.export.record_details import RecordDetails
from whichml.knowledge.base import Knowledge
from whichml.knowledge.loading import VERSION
from whichml.model.statements.evidence import Evidence

_ELSEWHERE = {
    "compare": ("whichml.cli.compare_command", "compare"),
    "explain": ("whichml.cli.explain_command", "explain"),
    "check": ("whichml.cli.check_command", "check_brief"),
    "form": ("whichml.cli.form_command", "print_form"),
    "kb": ("whichml.cli.knowledge_commands", "kb"),
    "new": ("whichml.cli.new_command", "new_brief"),
    "schema": ("whichml.cli.schema_command", "print_schema"),
    "serve": ("whichml.cli.serve_command", "serve"),
    "rules": ("whichml.cli.rules_commands", "rules_group"),
    "store": ("whichml.cli.store_command", "store_group"),
    "starter": ("whichml.cli.starter_command", "starter"),
    **{
        name: ("whichml.cli.probe_commands", name.replace("-", "_"))
        for name in ("probe", "verify", "machine-profile", "calibrate")
    },
}
"""Commands whose imports would make every answer wait for a tenth of a second."""


@click.group(cls=Face, elsewhere=_ELSEWHERE, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="whichml")
@click.option("--verbose", is_flag=True, help="Log what happens, defects in full, on stderr.")
def whichml(verbose: bool) -> None:
    """Which machine-learning algorithm fits a project, and why, with citations.

    BRIEF is a YAML or JSON file that says what the project knows and needs, or the name of a shipped scenario such as
    lane-marking; `-` reads it from standard input.
    """
    log_to_stderr(logging.DEBUG if verbose else logging.WARNING)


@whichml.command()
@brief_argument
@evidence_option
@calibration_option
@uncalibrated_option
@rules_option
@click.option("--full", is_flag=True, help="Print all of it: every reason, exclusion, decision and source.")
@click.option(
    "--short", is_flag=True, help="Print one line for scripts: the first three by id, in brackets what does as well."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", *answer_formats_by_name()]), default="text",
    show_default=True, help="How to print it; all but text and json as `whichml export` prints it.",
)  # fmt: skip
def recommend(
    brief: str, measured: tuple[Path, ...], machine: Path | None, uncalibrated: bool, rules: tuple[Path, ...],
    full: bool, short: bool, form: str,
) -> None:  # fmt: skip
    """Print which algorithm to start with and why, on one screen; with --full, all that stands behind it."""
    document = answer_formats_by_name().get(form)
    if short + (full and document is None) + (form != "text") > 1:
        raise click.UsageError(
            "Choose one of --full, --short and --format; --full goes with what `whichml export` prints."
        )
    read, evidence, calibration = brief_at(brief), evidence_at(measured), calibration_at(machine, uncalibrated)
    answer, knowledge, steps = answer_to(read, rules, evidence, calibration)
    if form == "json":
        click.echo(answer.to_json())
        return
    if short:
        click.echo(one_line(answer))
        return
    tells_turning = answer.candidates and (document is None or document.tells_turning)
    turning = turning_facts(advisor_for(knowledge), read, evidence, calibration, before=steps) if tells_turning else ()
    if document is not None:
        besides = asked_besides(measured, machine, uncalibrated)
        details = RecordDetails(None, turning, name_for_record(brief, rules), besides)
        click.echo(document.written(answer, knowledge, details, full=full).encode(), nl=False)
    elif full:
        print_paged(answer_page(answer, knowledge, turning))
    else:
        packs = (part for pack in rules for part in ("--rules", str(pack)))
        named = shlex.join(("BRIEF" if brief == "-" else brief, *packs))
        guessed = guesses(read, answer, knowledge, evidence, calibration)
        lenient = f"whichml check --lenient {named} --write brief.yaml" if is_lenient() else ""
        n_unread = sum(notice.n_unread for notice in read.notices) if lenient else 0
        goes_on = lenient or next_command(
            answer, named, [shlex.quote(str(each)) for each in measured], _installs(evidence, knowledge)
        )
        print_document(first_screen(answer, knowledge, turning, named, left_out(read), guessed, n_unread, goes_on))


@whichml.command()
@brief_argument
@click.option(
    "--format", "form", type=click.Choice([*answer_formats_by_name()]), default=ANSWER_FORMATS[0].name,
    show_default=True, help=f"{'; '.join(f'{each.heading}: {each.about}' for each in ANSWER_FORMATS)}.",
)  # fmt: skip
@click.option("--full", is_flag=True, help="All that the answer says behind the two pages to paste.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="The day that the record bears; without it, none.")
@evidence_option
@calibration_option
@uncalibrated_option
@rules_option
def export(
    brief: str, form: str, full: bool, date: datetime | None, measured: tuple[Path, ...], machine: Path | None,
    uncalibrated: bool, rules: tuple[Path, ...],
) -> None:  # fmt: skip
    """Print the answer as a document to keep: two pages to paste, or with --full all of it."""
    read, evidence, calibration = brief_at(brief), evidence_at(measured), calibration_at(machine, uncalibrated)
    answer, knowledge, steps = answer_to(read, rules, evidence, calibration)
    chosen = answer_formats_by_name()[form]
    tells_turning = answer.candidates and chosen.tells_turning
    turning = turning_facts(advisor_for(knowledge), read, evidence, calibration, before=steps) if tells_turning else ()
    besides = asked_besides(measured, machine, uncalibrated)
    details = RecordDetails(date.date() if date else None, turning, name_for_record(brief, rules), besides)
    click.echo(chosen.written(answer, knowledge, details, full=full).encode(), nl=False)


def _installs(evidence: Sequence[Evidence], knowledge: Knowledge) -> Mapping[str, str]:
    """Return what installs the algorithms that runs did not try since they were not installed, by id."""
    return {
        failure.algorithm: f"pip install {each.package}"
        for told in evidence
        for failure in told.failures
        if failure.reason == "not-installed" and failure.algorithm in knowledge.algorithms
        for each in knowledge.algorithms[failure.algorithm].facts.implementations
        if each.path == failure.implementation
    }
