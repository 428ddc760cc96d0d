"""Evidence as one HTML page that needs no network: a table to paste, drawings, what failed, and how it was measured."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from whichml.export.evidence_drawings import drawings_of
from whichml.export.evidence_table import CONSTANT, LINEAR, Row, rows_of
from whichml.export.foreign_text import on_one_line
from whichml.model.evidence import Evidence

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff }
main { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100%; font-size: .9rem } caption { text-align: left; padding: .3rem 0 }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #ccc; vertical-align: top }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums }
svg { max-width: 100%; height: auto } .scroll { overflow-x: auto } .note { color: #444 }
""".strip()


def to_html(evidence: Evidence) -> str:
    """Return the page; names from the data stand in it as text and nothing else.

    Raises
    ------
    ExportError
        Where matplotlib is not installed.
    """
    rows, data = rows_of(evidence), evidence.data
    title = f"Probe of {_text(data.name)}"
    parts = [
        f"<h1>{title}</h1>",
        f"<p>{_summary(evidence, rows)}</p>",
        _table(evidence, rows),
        *(f"<h2>{_text(name)}</h2>\n<figure>{svg}</figure>" for name, svg in drawings_of(evidence).items()),
        _listed("What failed", [f"{row.algorithm}: {why}" for row in rows for why in row.failures]),
        _listed("What to look at in the data", data.notes),
        _procedure(evidence),
    ]
    body = "\n".join(part for part in parts if part)
    return html_page(title, body)


def html_page(title: str, body: str) -> str:
    """Return a whole page; title and body are HTML already."""
    head = (
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{_STYLE}\n</style>"
    )
    whole = f"<head>\n{head}\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>"
    return f'<!doctype html>\n<html lang="en">\n{whole}\n</html>\n'


def _summary(evidence: Evidence, rows: Iterable[Row]) -> str:
    data = evidence.data
    best = next((row for row in rows if row.score is not None and row.algorithm not in (CONSTANT, LINEAR)), None)
    said = f"{data.task}: {data.rows:,} rows, {data.features:,} features, target {_text(data.target)}."
    if best is None:
        return f"{said} No candidate was measured."
    said += f" The best measured {_text(evidence.metric)} is {best.score:.3f}, of {_text(best.algorithm)}"
    if best.difference is not None:
        said += f", {best.difference:+.3f} beyond the linear baseline"
        if best.difference_low is not None and best.difference_high is not None:
            said += f" ({best.difference_low:+.3f} to {best.difference_high:+.3f})"
    return said + "." + ("" if evidence.complete else " The run ended before everything was measured.")


def _table(evidence: Evidence, rows: Iterable[Row]) -> str:
    heads = (
        "candidate",
        evidence.metric,
        "beyond linear",
        "training",
        "one row, median",
        "one row, p99",
        "model",
        "memory",
        "front",
    )
    head = "".join(
        f'<th scope="col"{" class=number" if 0 < n < 8 else ""}>{_text(h)}</th>' for n, h in enumerate(heads)
    )
    lines = []
    for row in rows:
        cells = (
            _spanned(row.score, row.score_low, row.score_high),
            _spanned(row.difference, row.difference_low, row.difference_high, "+.3f"),
            seconds_in_words(row.fit_seconds),
            seconds_in_words(row.latency_seconds),
            seconds_in_words(row.latency_p99_seconds),
            bytes_in_words(row.model_bytes),
            bytes_in_words(row.peak_bytes),
        )
        numbers = "".join(f'<td class="number">{cell}</td>' for cell in cells)
        front = "yes" if row.is_on_front else ""
        lines.append(f'<tr><th scope="row">{_text(row.algorithm)}</th>{numbers}<td>{front}</td></tr>')
    caption = "Each score with its 5 and 95 % points; front: no other candidate is better in score and latency."
    body = "\n".join(lines)
    inside = f"<caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>"
    return f'<div class="scroll"><table>\n{inside}\n</table></div>'


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
    entries = "\n".join(f"<li>{_text(line)}</li>" for line in lines)
    return f"<h2>{heading}</h2>\n<ul>\n{entries}\n</ul>" if entries else ""


def _spanned(value: float | None, low: float | None, high: float | None, form: str = ".3f") -> str:
    if value is None:
        return "not measured"
    if low is None or high is None or low == high:
        return format(value, form)
    return f"{value:{form}} ({low:{form}} to {high:{form}})"


def seconds_in_words(seconds: float | None) -> str:
    """Return a duration with three digits and a unit that fits."""
    if seconds is None:
        return "not measured"
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


def bytes_in_words(n_bytes: float | None) -> str:
    """Return an amount of memory with three digits and a decimal unit that fits."""
    if n_bytes is None:
        return "not measured"
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if n_bytes >= size:
            return f"{n_bytes / size:.3g} {unit}"
    return f"{n_bytes:.0f} B"


def _text(text: str) -> str:
    return escape(on_one_line(text))
