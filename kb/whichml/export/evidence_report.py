"""Evidence as one HTML page that needs no network: a table to paste, drawings, what failed, and how it was measured."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from whichml.export.amounts import amount_in_words, bytes_in_words, seconds_in_words
from whichml.export.document import Entry, Paragraph, Section, Table
from whichml.export.evidence_drawings import drawings_of
from whichml.export.evidence_table import Row, is_same_score, rows_of
from whichml.export.learnt_quantile import quantile_in_words
from whichml.export.nothing_learnt import no_gain_in_words
from whichml.export.web_page import html_of
from whichml.export.words import Aside, Words
from whichml.model.documents.plain_numbers import is_whole
from whichml.model.statements.evidence import CONSTANT, LINEAR, Evidence, Measurement
from whichml.model.statements.measures import LEAST_COUNTED, Measure

_NOT_MEASURED = "\N{EN DASH}"
_IN_TABLE: frozenset[Measure] = frozenset({
    "score", "score-difference", "difference-to-constant", "difference-to-best", "fit-seconds", "row-latency",
    "model-bytes", "peak-training-bytes",
})  # fmt: skip
_CAPTION = "Candidates, the best score first"
_APART_CAPTION = "Not compared: measured on other splits, or on fewer rows, than those above"
_LEGEND = (
    "All on the same splits of equally many rows. Scores with their 5 and 95 % points over the held-out parts, "
    "differences with a corrected 95 % interval; memory is what a fit adds. On the front: no other candidate is better "
    f"in score and latency. {_NOT_MEASURED}: not measured."
)


def to_html(evidence: Evidence, ranking: Section | None = None, budget_seconds: float | None = None) -> str:
    """Return the page; names from the data stand in it as text and nothing else.

    Parameters
    ----------
    ranking : what the answer to the project's brief makes of the evidence; None where it was not asked
    budget_seconds : that the run had; None where nobody knows
    """
    return html_of(evidence_report(evidence, ranking, budget_seconds))


def evidence_report(evidence: Evidence, ranking: Section | None = None, budget_seconds: float | None = None) -> Section:
    """Return the report as a document."""
    rows, data = rows_of(evidence), evidence.data
    measured = [row for row in rows if row.score is not None or row.fit_seconds is not None]
    apart = [row for row in measured if not row.is_compared]
    compared = [row for row in measured if row.is_compared]
    unlearnt, quantile = no_gain_in_words(evidence, rows, budget_seconds), quantile_in_words(evidence, rows)
    blocks = (
        Paragraph(_summary(evidence, rows)),
        *((Paragraph(quantile),) if quantile else ()),
        *((Paragraph(unlearnt),) if unlearnt else ()),
        *((_table(evidence, compared, _CAPTION), Paragraph(Aside(_LEGEND))) if compared else ()),
        *((_table(evidence, apart, _APART_CAPTION),) if apart else ()),
        _listed("Why they are not compared", (f"{row.algorithm}: {why_apart(row, rows)}." for row in apart)),
        *((ranking,) if ranking else ()),
        *(Section(each.title, (each,)) for each in drawings_of(evidence)),
        _listed("Not tried", (f"{row.algorithm}: {row.not_tried}" for row in rows if row.not_tried)),
        _listed("What failed", (f"{row.algorithm}: {why}" for row in rows for why in row.failures)),
        Section("What else was measured", tuple(_further(evidence, [row.algorithm for row in measured]))),
        _listed("What to look at in the data", data.notes),
        _listed("What the data tell", (f"{field}: {_told(fact)}" for field, fact in data.facts.items())),
        _listed("How it was measured", _procedure(evidence)),
    )
    return Section(f"Probe of {data.name}", blocks)


def headline(rows: Sequence[Row], metric: str, is_forward: bool = False) -> str:
    """Return who has the best score of those that are compared, and on which splits; empty where nobody is.

    Where folds of less than -1 count as -1 in the differences, that is said, since the scores then differ by more.

    Parameters
    ----------
    rows : as `rows_of` returns them
    is_forward : whether rows were held out in their order in time, so that later parts were learnt for from more rows
    """
    compared = [row for row in rows if row.is_compared]
    best = next((row for row in compared if row.algorithm not in (CONSTANT, LINEAR)), None)
    if best is None:
        return ""
    tied = [row for row in compared if row.algorithm != CONSTANT and is_same_score(row, best)]
    said = f"The best measured {metric} is {shown(best.score or 0.0)}, of {_tied_in_words(best, tied)}"
    if best.difference is not None and not any(row.is_linear_baseline for row in tied):
        span = _span_in_words(best.difference_low, best.difference_high)
        said += f", {shown(best.difference, '+.3f')} beyond the linear baseline{span}"
    if best.gain is not None and best.gain_low is not None and best.gain_high is not None:
        span = _span_in_words(best.gain_low, best.gain_high)
        said += f", {shown(best.gain, '+.3f')} beyond the constant{span}"
    capped = _capped_in_words(compared, metric)
    return f"{said}. {len(compared)} are compared, each {_trained_in_words(best, is_forward)}.{capped}"


def _tied_in_words(best: Row, tied: Sequence[Row]) -> str:
    """Return who has the best score, all of them where it is several, and whether one is the linear baseline."""
    names = [row.algorithm for row in tied if row.algorithm != LINEAR]
    linear = next((row.algorithm for row in tied if row.is_linear_baseline), None)
    if len(names) > 1:
        alike = f"{', '.join(names[:-1])} and {names[-1]} alike"
        return alike if linear is None else f"{alike}, of which {linear} is the linear baseline"
    if linear is None:
        return best.algorithm
    which = "which is the linear baseline" if linear == best.algorithm else "as of the linear baseline"
    return f"{best.algorithm}, {which}"


def _trained_in_words(best: Row, is_forward: bool) -> str:
    """Return what each score was learnt from and taken on, and that one part alone tells nothing of chance."""
    if best.n_splits == 1:
        alone = "which shows nothing beyond chance; a larger budget measures more"
        return f"trained on {best.rows:,} rows and scored on a single held-out part, {alone}"
    on = f"scored on the same {best.n_splits} held-out parts"
    if is_forward:
        return f"{on}, and trained for each on the rows before it, {best.rows:,} in the middle"
    return f"trained on {best.rows:,} rows and {on}"


def _capped_in_words(compared: Sequence[Row], metric: str) -> str:
    """Return that low scores of folds count as more in differences, where some are so low."""
    least = LEAST_COUNTED.get(metric)
    if least is None or not any(min(row.scores, default=least) < least for row in compared):
        return ""
    return (
        f" In differences a part whose {metric} is below {least:.0f} counts as {least:.0f}: it has no lower end, and "
        "one part would decide. So they are not those between the scores that are shown."
    )


def _span_in_words(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f" ({shown(low, '+.3f')} to {shown(high, '+.3f')})"


def why_apart(row: Row, rows: Sequence[Row]) -> str:
    """Return why a score is not compared with others, as a clause.

    Parameters
    ----------
    rows : all of them, as `rows_of` returns them
    """
    others = next((other for other in rows if other.is_compared), None)
    parts = "1 part" if row.n_splits == 1 else f"{row.n_splits} parts"
    where = f"measured on {row.rows:,} rows and {parts}"
    if others is not None:
        where += f", the others on {others.rows:,} and {others.n_splits}"
    return "; ".join((where, *((row.note,) if row.note else ()), *(each.rstrip(".") for each in row.failures[:1])))


def _summary(evidence: Evidence, rows: Sequence[Row]) -> str:
    data = evidence.data
    said = f"{data.task}: {data.rows:,} rows, {data.features:,} features, target {data.target}."
    found = headline(rows, evidence.metric, bool(data.order))
    if not found:
        return f"{said} No candidate was measured."
    return f"{said} {found}" + ("" if evidence.complete else " The run ended before everything was measured.")


def _heads(evidence: Evidence) -> tuple[str, ...]:
    return ("candidate", evidence.metric, "beyond linear", "beyond constant", "training", "one row, median",
            "one row, p99", "model", "memory", "rows", "on the front")  # fmt: skip


def _cells(row: Row) -> tuple[tuple[str, str], ...]:
    """Return the figures of a row behind its name, each with its interval or nothing."""
    amounts = (
        (row.fit_seconds, seconds_in_words),
        (row.latency_seconds, seconds_in_words),
        (row.latency_p99_seconds, seconds_in_words),
        (row.model_bytes, bytes_in_words),
        (row.peak_bytes, bytes_in_words),
    )
    difference = ("is the baseline", "")
    if not row.is_linear_baseline:
        difference = _spanned(row.difference, row.difference_low, row.difference_high, "+.3f")
    return (
        _spanned(row.score, row.score_low, row.score_high),
        difference,
        ("is the constant", "")
        if row.algorithm == CONSTANT
        else _spanned(row.gain, row.gain_low, row.gain_high, "+.3f"),
        *((_NOT_MEASURED if amount is None else words(amount), "") for amount, words in amounts),
        (f"{row.rows:,}" if row.rows else _NOT_MEASURED, ""),
    )


def _table(evidence: Evidence, rows: Iterable[Row], caption: str) -> Table:
    lines: list[tuple[Words, ...]] = []
    for row in rows:
        figures: list[Words] = [(figure, Aside(f" ({span})") if span else "") for figure, span in _cells(row)]
        lines.append((row.algorithm, *figures, "yes" if row.is_on_front else ""))
    return Table(_heads(evidence), tuple(lines), caption, range(1, 10), is_to_paste=True)


def _further(evidence: Evidence, names: Iterable[str]) -> Iterable[Table]:
    """Yield the other measures as a table: one row for each, one column for each candidate that has one."""
    found: dict[tuple[Measure, str], dict[str, Measurement]] = {}
    for one in evidence.measurements:
        if one.measure not in _IN_TABLE:
            found.setdefault((one.measure, one.statistic), {})[one.algorithm] = one
    columns = [name for name in names if any(name in measured for measured in found.values())]
    rows: list[tuple[Words, ...]] = []
    for (measure, statistic), measured in found.items():
        first = next(iter(measured.values()))
        how = ", ".join((*((statistic,) if statistic != "once" else ()), *(("estimated",) if first.estimated else ())))
        amounts = {name: amount_in_words(one.value, one.unit) for name, one in measured.items()}
        label = (measure, Aside(f" ({how})") if how else "")
        rows.append((label, *(amounts.get(name, _NOT_MEASURED) for name in columns)))
    if columns:
        caption = "The page on experiments in the documentation, docs/probes.md, says how each was measured."
        yield Table(("measure", *columns), tuple(rows), caption, range(1, len(columns) + 1))


def _procedure(evidence: Evidence) -> Iterable[str]:
    machine = evidence.machine
    yield f"Held out: {evidence.splits}; seed {evidence.seed}."
    yield (
        f"Machine: {machine.processor}, {machine.n_cores} cores, {bytes_in_words(machine.memory_bytes)}, "
        f"{machine.system}, Python {machine.python}; "
        f"the reference took {seconds_in_words(evidence.reference_seconds)}."
    )
    yield "Versions: " + ", ".join(f"{name} {version}" for name, version in sorted(evidence.versions.items())) + "."
    yield f"Evidence {evidence.id}, data SHA-256 {evidence.data.digest}."


def _listed(heading: str, lines: Iterable[str]) -> Section:
    return Section(heading, tuple(map(Entry, lines)))


def _told(fact: object) -> str:
    if isinstance(fact, list | tuple):
        return ", ".join(map(str, fact))
    if is_whole(fact):
        return f"{fact:,}"
    return str(fact).lower() if isinstance(fact, bool) else str(fact)


def _spanned(value: float | None, low: float | None, high: float | None, form: str = ".3f") -> tuple[str, str]:
    if value is None:
        return _NOT_MEASURED, ""
    if low is None or high is None or low == high:
        return shown(value, form), ""
    return shown(value, form), f"{shown(low, form)} to {shown(high, form)}"


def shown(value: float, form: str = ".3f") -> str:
    """Return a number without the sign of a rounded nothing."""
    written = format(value, form)
    return written if float(written) else format(0.0, form)
