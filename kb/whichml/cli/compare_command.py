"""`whichml compare`: two algorithms for one brief, or two briefs, side by side."""

from __future__ import annotations

import os
from pathlib import Path

import click

from whichml.advise.recommendation import advisor_for
from whichml.cli.brief_options import (
    answer_to,
    brief_argument,
    brief_at,
    calibration_at,
    calibration_option,
    evidence_at,
    evidence_option,
    uncalibrated_option,
)
from whichml.cli.options import format_option, rules_option
from whichml.cli.terminal import print_document
from whichml.export.brief_comparison import compare_briefs
from whichml.export.comparison import compare_algorithms
from whichml.export.comparison_page import algorithms_page, briefs_page
from whichml.knowledge.algorithm_calls import algorithm_called
from whichml.knowledge.content import Content
from whichml.model.documents.errors import BriefError, quoted


@click.command()
@brief_argument
@click.argument("others", metavar="ALGORITHM ALGORITHM | BRIEF", nargs=-1, required=True)
@evidence_option
@calibration_option
@uncalibrated_option
@rules_option
@format_option
def compare(
    brief: str, others: tuple[str, ...], measured: tuple[Path, ...], machine: Path | None, uncalibrated: bool,
    rules: tuple[Path, ...], form: str,
) -> None:  # fmt: skip
    """Print how two algorithms differ for a brief, or two briefs in their answers, and what makes the difference."""
    if len(others) > 2:
        raise click.UsageError("Name two algorithms behind one brief, or two briefs.")
    if len(others) == 1:
        if measured or machine:
            raise click.UsageError("--evidence and --calibration go with two algorithms, not with two briefs.")
        _compare_briefs(brief, others[0], rules, form)
        return
    read, evidence, calibration = brief_at(brief), evidence_at(measured), calibration_at(machine, uncalibrated)
    answer, knowledge, steps = answer_to(read, rules, evidence, calibration)
    advisor = advisor_for(knowledge)
    one, other = (algorithm_called(each, knowledge) or each for each in others)
    compared = compare_algorithms(advisor, answer, steps, (one, other), evidence, calibration)
    if form == "json":
        click.echo(compared.to_json())
    else:
        print_document(algorithms_page(compared))


def _compare_briefs(one: str, other: str, rules: tuple[Path, ...], form: str) -> None:
    if one == other == "-":
        raise click.UsageError("Only one of the briefs can be read from standard input.")
    answer, knowledge, steps = answer_to(brief_at(one), rules)
    if other in knowledge.algorithms and not os.path.lexists(other) and other not in Content.shipped().scenarios:
        raise BriefError.about(
            f"{quoted(other)} is an algorithm, and one alone.",
            hint=f"Name a second one: whichml compare {one} {other} ALGORITHM.",
        )
    beside, _, steps_beside = answer_to(brief_at(other), rules)
    names = _called(one), _called(other)
    compared = compare_briefs(advisor_for(knowledge), (steps, steps_beside), (answer, beside), names)
    if form == "json":
        click.echo(compared.to_json())
    else:
        print_document(briefs_page(compared, knowledge))


def _called(given: str) -> str:
    """Return what a page calls a brief: the name of its file, or of its scenario."""
    return "standard input" if given == "-" else Path(given).stem
