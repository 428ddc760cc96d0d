"""Evidence as one HTML page that needs no network: a table to paste, drawings, what failed, and how it was measured."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from whichml.export.amounts import amount_in_words, bytes_in_words, seconds_in_words
from whichml.export.evidence_drawings import Drawing, drawings_of
from whichml.export.evidence_table import Row, rows_of
from whichml.export.foreign_text import in_markdown
from whichml.export.web_page import as_html, html_page, scrollable
from whichml.model.evidence import CONSTANT, LINEAR, Evidence, Measurement
from whichml.model.measures import Measure

__all__ = ["bytes_in_words", "seconds_in_words", "to_html"]

_NOT_MEASURED = "\N{EN DASH}"
_IN_TABLE: frozenset[Measure] = frozenset({
    "score", "score-difference", "fit-seconds", "row-latency", "model-bytes", "peak-training-bytes",
})  # fmt: skip
_CAPTION = "Candidates, the best score first"
_LEGEND = (
    "Scores with their 5 and 95 % points over the held-out parts, differences with a corrected 95 % interval; memory "
    "is what a fit adds. On the front: no other candidate is better in score and latency. "
    f"{_NOT_MEASURED}: not measured."
)


def to_html(evidence: Evidence) -> str:
    """Return the page; names from the data stand in it as text and nothing else."""
    rows, data = rows_of(evidence), evidence.data
    measured = [row for row in rows if row.score is not None or row.fit_seconds is not None]
    title = f"Probe of {as_html(data.name)}"
    parts = [
        f"<h1>{title}</h1>",
        f"<p>{_summary(evidence, rows)}</p>",
        _table(evidence, measured),
        *(_figure(each) for each in drawings_of(evidence)),
        _listed("What failed", [f"{row.algorithm}: {why}" for row in rows for why in row.failures]),
        _further(evidence, [row.algorithm for row in measured]),
        _listed("What to look at in the data", data.notes),
        _listed("What the data tell", [f"{field}: {_told(fact)}" for field, fact in data.facts.items()]),
        _procedure(evidence),
    ]
    return html_page(title, "\n".join(part for part in parts if part))


def _figure(drawn: Drawing) -> str:
    caption = f"<figcaption>{as_html(drawn.caption)}</figcaption>"
    return f"<h2>{as_html(drawn.title)}</h2>\n<figure>{scrollable(drawn.title, drawn.svg)}{caption}</figure>"


def _summary(evidence: Evidence, rows: Iterable[Row]) -> str:
    data = evidence.data
    best = next((row for row in rows if row.score is not None and row.algorithm not in (CONSTANT, LINEAR)), None)
    said = f"{as_html(data.task)}: {data.rows:,} rows, {data.features:,} features, target {as_html(data.target)}."
    if best is None:
        return f"{said} No candidate was measured."
    score = _shown(best.score or 0.0, ".3f")
    said += f" The best measured {as_html(evidence.metric)} is {score}, of {as_html(best.algorithm)}"
    if best.difference is not None:
        said += f", {best.difference:+.3f} beyond the linear baseline"
        if best.difference_low is not None and best.difference_high is not None:
            said += f" ({best.difference_low:+.3f} to {best.difference_high:+.3f})"
    return said + "." + ("" if evidence.complete else " The run ended before everything was measured.")


def _heads(evidence: Evidence) -> tuple[str, ...]:
    return ("candidate", evidence.metric, "beyond linear", "training", "one row, median", "one row, p99", "model",
            "memory", "rows", "on the front")  # fmt: skip


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
    if row.algorithm != LINEAR:
        difference = _spanned(row.difference, row.difference_low, row.difference_high, "+.3f")
    return (
        _spanned(row.score, row.score_low, row.score_high),
        difference,
        *((_NOT_MEASURED if amount is None else words(amount), "") for amount, words in amounts),
        (f"{row.rows:,}" if row.rows else _NOT_MEASURED, ""),
    )


def _table(evidence: Evidence, rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    head = "".join(
        f'<th scope="col"{" class=number" if 0 < n < 9 else ""}>{as_html(h)}</th>'
        for n, h in enumerate(_heads(evidence))
    )
    lines = []
    for row in rows:
        numbers = "".join(
            f'<td class="number">{figure}{f"""<span class="span"> ({span})</span>""" if span else ""}</td>'
            for figure, span in _cells(row)
        )
        front = "yes" if row.is_on_front else ""
        lines.append(f'<tr><th scope="row">{as_html(row.algorithm)}</th>{numbers}<td>{front}</td></tr>')
    body = "\n".join(lines)
    inside = f"<caption>{_CAPTION}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>"
    plain = f"<details><summary>The table as Markdown</summary>\n<pre>{_markdown(evidence, rows)}</pre></details>"
    table = scrollable(_CAPTION, f"<table>\n{inside}\n</table>")
    return f'{table}\n<p class="note">{_LEGEND}</p>\n{plain}'


def _markdown(evidence: Evidence, rows: Sequence[Row]) -> str:
    """Return the table in Markdown, as HTML text."""
    lines = [" | ".join(map(in_markdown, _heads(evidence))), " | ".join(("---", *["---:"] * 8, "---"))]
    for row in rows:
        figures = (f"{figure} ({span})" if span else figure for figure, span in _cells(row))
        lines.append(" | ".join((in_markdown(row.algorithm), *figures, "yes" if row.is_on_front else "")))
    return "\n".join(as_html(f"| {cells} |") for cells in lines)


def _further(evidence: Evidence, names: Sequence[str]) -> str:
    """Return the other measures as a table: one row for each, one column for each candidate that has one."""
    found: dict[tuple[Measure, str], dict[str, Measurement]] = {}
    for one in evidence.measurements:
        if one.measure not in _IN_TABLE:
            found.setdefault((one.measure, one.statistic), {})[one.algorithm] = one
    columns = [name for name in names if any(name in told for told in found.values())]
    if not columns:
        return ""
    head = "".join(f'<th scope="col" class="number">{as_html(name)}</th>' for name in columns)
    lines = []
    for (measure, statistic), told in found.items():
        first = next(iter(told.values()))
        how = ", ".join((*((statistic,) if statistic != "once" else ()), *(("estimated",) if first.estimated else ())))
        label = f'{as_html(measure)}<span class="span">{as_html(how)}</span>'
        amounts = {name: amount_in_words(one.value, one.unit) for name, one in told.items()}
        cells = "".join(f'<td class="number">{amounts.get(name, _NOT_MEASURED)}</td>' for name in columns)
        lines.append(f'<tr><th scope="row">{label}</th>{cells}</tr>')
    body = "\n".join(lines)
    caption = "The page on experiments in the documentation, docs/probes.md, says how each was measured."
    inside = (
        f'<caption>{caption}</caption>\n<thead><tr><th scope="col">measure</th>{head}</tr></thead>\n'
        f"<tbody>\n{body}\n</tbody>"
    )
    heading = "What else was measured"
    return f"<h2>{heading}</h2>\n{scrollable(heading, f'<table>{inside}</table>')}"


def _procedure(evidence: Evidence) -> str:
    machine = evidence.machine
    told = [
        f"Held out: {evidence.splits}; seed {evidence.seed}.",
        f"Machine: {machine.processor}, {machine.n_cores} cores, {bytes_in_words(machine.memory_bytes)}, "
        f"{machine.system}, Python {machine.python}; "
        f"the reference took {seconds_in_words(evidence.reference_seconds)}.",
        "Versions: " + ", ".join(f"{name} {version}" for name, version in sorted(evidence.versions.items())) + ".",
        f"Evidence {evidence.id}, data SHA-256 {evidence.data.digest}.",
    ]
    return _listed("How it was measured", told)


def _listed(heading: str, lines: Iterable[str]) -> str:
    entries = "\n".join(f"<li>{as_html(line)}</li>" for line in lines)
    return f"<h2>{heading}</h2>\n<ul>\n{entries}\n</ul>" if entries else ""


def _told(fact: object) -> str:
    if isinstance(fact, list | tuple):
        return ", ".join(map(str, fact))
    if isinstance(fact, int) and not isinstance(fact, bool):
        return f"{fact:,}"
    return str(fact).lower() if isinstance(fact, bool) else str(fact)


def _spanned(value: float | None, low: float | None, high: float | None, form: str = ".3f") -> tuple[str, str]:
    if value is None:
        return _NOT_MEASURED, ""
    if low is None or high is None or low == high:
        return _shown(value, form), ""
    return _shown(value, form), f"{_shown(low, form)} to {_shown(high, form)}"


def _shown(value: float, form: str) -> str:
    """Return a number without the sign of a rounded nothing."""
    written = format(value, form)
    return written if float(written) else format(0.0, form)
