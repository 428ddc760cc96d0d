"""Data and evidence on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from whichml.cli.terminal import Page
from whichml.export.evidence_report import bytes_in_words, seconds_in_words
from whichml.export.evidence_table import Row, rows_of
from whichml.model.evidence import Evidence
from whichml.probe.description.described import Described

if TYPE_CHECKING:
    from whichml.evidence.verdict_rows import VerdictRow
    from whichml.probe.verification.verifying import VerifyReport

_MOST_ROWS = 40


def print_description(described: Described, notes: Sequence[str], page: Page) -> None:
    """Print what the data tell of the project, and what a person should look at."""
    page.title(f"{described.name}: {described.task}, target {described.target_name}")
    for field, value in described.facts.items():
        shown = ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
        page.line(f"{field}: {shown}", 1)
    for note in (*described.notes, *notes):
        page.line(note, 1, "!")
    page.blank()


def print_evidence(evidence: Evidence, kept: str, page: Page) -> None:
    """Print the candidates, the best score first, then what failed and how it was measured.

    Parameters
    ----------
    kept : how much of it an earlier run measured, as a sentence; empty where it was nothing
    """
    page.heading(f"Measured {evidence.metric}")
    for row in rows_of(evidence):
        if row.score is not None:
            _print_row(row, evidence.metric, page)
    failed = [(row.algorithm, why) for row in rows_of(evidence) for why in row.failures]
    if failed:
        page.heading("Failed")
    for algorithm, why in failed:
        page.line(f"{algorithm}: {why}", 1, "x")
    page.blank()
    page.line(f"Held out: {evidence.splits}; seed {evidence.seed}. Evidence {evidence.id}.")
    if kept:
        page.line(kept)


def _print_row(row: Row, metric: str, page: Page) -> None:
    front = "; no other is better in score and latency" if row.is_on_front else ""
    page.line(f"{row.algorithm}: {metric} {row.score:.3f}{_span(row.score_low, row.score_high)}{front}", 1, "*")
    if row.difference is not None:
        span = _span(row.difference_low, row.difference_high, "+.3f")
        page.line(f"beyond the linear baseline: {row.difference:+.3f}{span}", 3)
    figures = [
        f"training {seconds_in_words(row.fit_seconds)}",
        f"one row {seconds_in_words(row.latency_seconds)} (p99 {seconds_in_words(row.latency_p99_seconds)})",
        f"model {bytes_in_words(row.model_bytes)}",
        f"memory {bytes_in_words(row.peak_bytes)}",
    ]
    page.line("; ".join(figures) + f"; on {row.rows:,} rows", 3)


def _span(low: float | None, high: float | None, form: str = ".3f") -> str:
    return "" if low is None or high is None or low == high else f" ({low:{form}} to {high:{form}})"


def print_verdicts(report: VerifyReport, page: Page) -> None:
    """Print what was measured of each claim that was tested, contradicted ones first, then the counts."""
    marks = {"contradicted": "x", "narrowed": "~", "confirmed": "+", "open": "?"}
    for verdict, mark in marks.items():
        rows = [row for row in report.rows if row.verdict == verdict]
        if rows:
            page.heading(f"{verdict} ({len(rows)})")
        for row in rows[:_MOST_ROWS]:
            page.line(_verdict_line(row), 1, mark)
        if len(rows) > _MOST_ROWS:
            page.line(f"{len(rows) - _MOST_ROWS} more; --format csv has all.", 1)
    page.blank()
    counts = ", ".join(f"{count:,} {verdict}" for verdict, count in report.counts.items())
    page.line(f"{counts}; {report.n_measured} experiments run now, {report.n_kept} kept from before.", style="bold")
    telling = [row for row in report.rows if row.tells_apart]
    page.line(
        f"Confirmed means that measurements agree. {len(telling):,} claims would hold of a third of other algorithms "
        f"at most, so that agreeing is evidence: {sum(row.is_verified for row in telling):,} of them agree."
    )
    if not report.complete:
        page.line("The budget ended the run before everything was measured; the next one goes on.")


def _verdict_line(row: VerdictRow) -> str:
    measured = "nothing" if row.measured is None else f"{row.measured.level} on {row.measured.n_sets} data sets"
    debate = f"; debate: {row.debate}" if row.debate else ""
    return f"{row.claim}: written {row.written}, measured {measured} ({row.where}){debate}"
