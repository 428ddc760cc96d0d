"""`whichml explain`: why an algorithm stands where it does, or rule by rule what led to an answer."""

from __future__ import annotations

from pathlib import Path

import click

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
from whichml.export.explanation import explain as explained
from whichml.export.explanation_page import explanation_page
from whichml.export.places import with_places
from whichml.export.trace_page import trace_page
from whichml.export.tracing import trace_view
from whichml.knowledge.algorithm_calls import algorithm_called


@click.command()
@brief_argument
@click.argument("name", metavar="[ALGORITHM]", required=False)
@click.option("--algorithm", metavar="ID", help="The algorithm to explain by its id or name, such as kernel-svm.")
@click.option("--trace", "traced", is_flag=True, help="Also which rules fired on which facts, and which nearly did.")
@evidence_option
@calibration_option
@uncalibrated_option
@rules_option
@format_option
def explain(
    brief: str, name: str | None, algorithm: str | None, traced: bool, measured: tuple[Path, ...], machine: Path | None,
    uncalibrated: bool, rules: tuple[Path, ...], form: str,
) -> None:  # fmt: skip
    """Print why an algorithm is recommended, ranks lower, or is out; with --trace, rule by rule."""
    if name is not None and algorithm is not None:
        raise click.UsageError(f"One algorithm is explained at a time: say {name} or --algorithm {algorithm}.")
    algorithm = algorithm if algorithm is not None else name
    if algorithm is None and not traced:
        raise click.UsageError("Say what to explain: --algorithm ID, --trace, or both.")
    read, evidence, calibration = brief_at(brief), evidence_at(measured), calibration_at(machine, uncalibrated)
    answer, knowledge, steps = answer_to(read, rules, evidence, calibration)
    algorithm = (algorithm_called(algorithm, knowledge) or algorithm) if algorithm is not None else None
    answer = with_places(answer, read)
    found = explained(answer, knowledge, algorithm, steps) if algorithm is not None else None
    if traced:
        trace = trace_view(steps, steps.brief, answer.id, algorithm, found)
    if form == "json":
        click.echo(trace.to_json() if traced else found.to_json() if found else b"")
        return
    if found is not None:
        print_document(explanation_page(found, answer))
    if traced:
        print_document(trace_page(trace))
