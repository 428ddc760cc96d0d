"""Data, evidence and verdicts as pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from whichml.export.amounts import bytes_in_words, seconds_in_words
from whichml.export.document import CAUTION, PLAIN, Entry, Mark, Paragraph, Section
from whichml.export.evidence_report import headline, shown, why_apart
from whichml.export.evidence_table import Row, rows_of
from whichml.export.learnt_quantile import quantile_in_words
from whichml.export.nothing_learnt import no_gain_in_words
from whichml.export.words import Strong
from whichml.model.statements.evidence import Evidence
from whichml.probe.description.prepared_data_set import PreparedDataSet

if TYPE_CHECKING:
    from whichml.evidence.verdict_rows import VerdictRow
    from whichml.probe.verification.verifying import VerifyReport

_MOST_ROWS = 40
_BRACKETS = "In brackets: of scores the 5 % and 95 % points over those parts, of differences the interval of 95 %."


def description_page(prepared: PreparedDataSet, notes: Sequence[str]) -> Section:
    """Return what the data tell of the project, and what a person should look at."""
    facts = (
        Entry(f"{field}: {', '.join(map(str, value)) if isinstance(value, list | tuple) else value}", PLAIN)
        for field, value in prepared.facts.items()
    )
    sought = () if prepared.task != "binary-classification" else (Entry(_sought_in_words(prepared), PLAIN),)
    cautions = (Entry(note, CAUTION) for note in (*prepared.notes, *notes))
    return Section(f"{prepared.name}: {prepared.task}, target {prepared.target_name}", (*facts, *sought, *cautions))


def _sought_in_words(prepared: PreparedDataSet) -> str:
    """Return which of two classes is to be found, and how to name the other."""
    if prepared.positive:
        return f"class to be found: {prepared.positive}"
    n_of_second = int(prepared.target.sum())
    rarer = prepared.classes[1 if 2 * n_of_second < prepared.n_rows else 0]
    return f"class to be found: {rarer}, the rarer one; --positive names the other"


def evidence_page(evidence: Evidence, kept: str, budget_seconds: float | None = None) -> Section:
    """Return the candidates that are compared, the best score first, those that are not, and how it was measured.

    Parameters
    ----------
    kept : how much of it an earlier run measured, as a sentence; empty where it was nothing
    budget_seconds : that the run had; None where nobody knows
    """
    rows = rows_of(evidence)
    compared = [_row(row, evidence.metric, "") for row in rows if row.is_compared]
    apart = [_row(r, evidence.metric, why_apart(r, rows)) for r in rows if r.score is not None and not r.is_compared]
    not_tried = (Entry(f"{row.algorithm}: {row.not_tried}", PLAIN) for row in rows if row.not_tried)
    failed = (Entry(f"{row.algorithm}: {why}", Mark("x")) for row in rows for why in row.failures)
    how = Paragraph(f"Held out: {evidence.splits}; seed {evidence.seed}. {_BRACKETS} Evidence {evidence.id}.")
    said = headline(rows, evidence.metric, bool(evidence.data.order))
    unlearnt, quantile = no_gain_in_words(evidence, rows, budget_seconds), quantile_in_words(evidence, rows)
    first = (
        *((Paragraph(Strong(unlearnt)),) if unlearnt else ()),
        *((Paragraph(Strong(said)),) if said else ()),
        *((Paragraph(quantile),) if quantile else ()),
    )
    return Section(
        "",
        (
            Section(f"Measured {evidence.metric}", (*first, *compared)),
            Section("Not compared", tuple(apart)),
            Section("Not tried", tuple(not_tried)),
            Section("Failed", tuple(failed)),
            Section("", (how, *((Paragraph(kept),) if kept else ()))),
        ),
    )


def _row(row: Row, metric: str, why: str) -> Entry:
    front = "; no other is better in score and latency" if row.is_on_front else ""
    front = "; is the linear baseline" + front if row.is_linear_baseline else front
    p99 = f" (p99 {seconds_in_words(row.latency_p99_seconds)})"
    told = (
        (row.fit_seconds, f"training {seconds_in_words(row.fit_seconds)}"),
        (row.latency_seconds, f"one row {seconds_in_words(row.latency_seconds)}{p99}"),
        (row.model_bytes, f"model {bytes_in_words(row.model_bytes)}"),
        (row.peak_bytes, f"memory {bytes_in_words(row.peak_bytes)}"),
    )
    figures = [*(words for amount, words in told if amount is not None), f"on {row.rows:,} rows"]
    below = [Entry("; ".join(figures), PLAIN)]
    if row.difference is not None:
        span = _span(row.difference_low, row.difference_high, "+.3f")
        below.insert(0, Entry(f"beyond the linear baseline: {shown(row.difference, '+.3f')}{span}", PLAIN))
    if row.gain is not None:
        span = _span(row.gain_low, row.gain_high, "+.3f")
        below.insert(0, Entry(f"beyond the constant: {shown(row.gain, '+.3f')}{span}", PLAIN))
    if why:
        below.insert(0, Entry(why, PLAIN))
    score = f"{row.algorithm}: {metric} {shown(row.score or 0.0)}{_span(row.score_low, row.score_high)}{front}"
    return Entry(score, below=tuple(below))


def _span(low: float | None, high: float | None, form: str = ".3f") -> str:
    return "" if low is None or high is None or low == high else f" ({shown(low, form)} to {shown(high, form)})"


def verdicts_page(report: VerifyReport) -> Section:
    """Return what was measured of each claim that was tested, contradicted ones first, then the counts."""
    counts = ", ".join(f"{count:,} {verdict}" for verdict, count in report.counts.items())
    n_telling = sum(row.tells_apart for row in report.rows)
    n_agreeing = sum(row.is_verified for row in report.rows if row.tells_apart)
    said = [
        Paragraph(Strong(f"{counts}; {report.n_measured} experiments run now, {report.n_kept} kept from before.")),
        Paragraph(
            f"Confirmed means that measurements agree. {n_telling:,} claims would hold of a third of other algorithms "
            f"at most, so that agreeing is evidence: {n_agreeing:,} of them agree."
        ),
    ]
    if not report.complete:
        said.append(Paragraph("The budget ended the run before everything was measured; the next one goes on."))
    return Section("", (*_verdicts(report), Section("", tuple(said))))


def _verdicts(report: VerifyReport) -> Iterable[Section]:
    for verdict, sign in (("contradicted", "x"), ("narrowed", "~"), ("confirmed", "+"), ("open", "?")):
        rows = [row for row in report.rows if row.verdict == verdict]
        entries = [Entry(_verdict_line(row), Mark(sign)) for row in rows[:_MOST_ROWS]]
        if len(rows) > _MOST_ROWS:
            entries.append(Entry(f"{len(rows) - _MOST_ROWS} more; --format csv has all.", PLAIN))
        yield Section(f"{verdict} ({len(rows)})", tuple(entries))


def _verdict_line(row: VerdictRow) -> str:
    measured = "nothing" if row.measured is None else f"{row.measured.level} on {row.measured.n_sets} data sets"
    debate = f"; debate: {row.debate}" if row.debate else ""
    return f"{row.claim}: written {row.written}, measured {measured} ({row.where}){debate}"
