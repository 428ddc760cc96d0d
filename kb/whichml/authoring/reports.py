"""The findings of a lint as people and programs read them: text, JSON, SARIF 2.1.0, annotations of GitHub."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import Any, Final, Literal
from urllib.parse import quote

from whichml.authoring.linting import LintFinding, LintReport
from whichml.export.escaping import on_one_line
from whichml.model.statements.codes import CODES

ReportFormat = Literal["text", "json", "sarif", "github"]
_SARIF_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_NOWHERE: Final = "(no file)"


def render(report: LintReport, form: ReportFormat, version: str) -> str:
    """Return a report as text of the given form, the same bytes each time; it ends with a line break.

    Parameters
    ----------
    version : the version of whichml, for what names its tool
    """
    return _RENDERERS[form](report, version)


def _as_text(report: LintReport, version: str) -> str:
    lines = []
    for finding in report.findings:
        problem = finding.problem
        where = on_one_line(str(problem.where)) if problem.where else _NOWHERE
        lines.append(f"{where}: {finding.severity} {finding.code}: {on_one_line(problem.message)}")
        lines += [f"    {on_one_line(line)}" for line in (problem.hint or "").splitlines()]
    lines.append(f"{_counted(report.n_errors, 'error')}, {_counted(report.n_warnings, 'warning')}")
    return "\n".join(lines) + "\n"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _as_json(report: LintReport, version: str) -> str:
    findings = []
    for finding in report.findings:
        where = finding.problem.where
        findings.append({
            "code": finding.code,
            "severity": finding.severity,
            "message": finding.problem.message,
            "hint": finding.problem.hint,
            "file": where.name if where else None,
            "line": where.line if where else None,
            "column": where.column if where else None,
            "pointer": finding.problem.pointer,
        })  # fmt: skip
    return _dumped({"schema": "lint/1", "findings": findings})


def _as_sarif(report: LintReport, version: str) -> str:
    rules = [
        {
            "id": code.id,
            "shortDescription": {"text": code.title},
            "help": {"text": f"See docs/lint.md#{code.id.lower()}-{'-'.join(_words(code.title))}."},
            "defaultConfiguration": {"level": code.severity},
        }
        for code in CODES.values()
    ]
    driver = {"name": "whichml", "version": version, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(finding) for finding in report.findings],
    }
    return _dumped({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _words(title: str) -> list[str]:
    return "".join(letter for letter in title.lower() if letter.isalnum() or letter in " -").split()


def _sarif_result(finding: LintFinding) -> dict[str, Any]:
    problem = finding.problem
    text = f"{problem.message}\n{problem.hint}" if problem.hint else problem.message
    stated: dict[str, Any] = {"ruleId": finding.code, "level": finding.severity, "message": {"text": text}}
    if finding.code in CODES:
        stated["ruleIndex"] = list(CODES).index(finding.code)
    if problem.where is not None:
        region = {"startLine": problem.where.line, "startColumn": problem.where.column}
        location = {"artifactLocation": {"uri": _uri(problem.where.name)}, "region": region}
        stated["locations"] = [{"physicalLocation": location}]
    return stated


def _uri(name: str) -> str:
    """Return a file's name as a relative reference, or as an address where it is absolute."""
    path = PurePath(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix().replace("\\", "/"), errors="surrogateescape")


def _as_github(report: LintReport, version: str) -> str:
    lines = []
    for finding in report.findings:
        problem = finding.problem
        properties = {"title": finding.code}
        if problem.where is not None:
            place = {"file": problem.where.name, "line": str(problem.where.line), "col": str(problem.where.column)}
            properties = place | properties
        text = f"{problem.message}\n{problem.hint}" if problem.hint else problem.message
        named = ",".join(f"{key}={_in_property(value)}" for key, value in properties.items())
        lines.append(f"::{finding.severity} {named}::{_in_message(text)}\n")
    return "".join(lines)


def _in_message(text: str) -> str:
    printable = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return printable.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _in_property(text: str) -> str:
    return _in_message(text).replace(":", "%3A").replace(",", "%2C")


def _dumped(value: Mapping[str, object]) -> str:
    return json.dumps(value, indent=2) + "\n"


_RENDERERS: Final[Mapping[ReportFormat, Callable[[LintReport, str], str]]] = MappingProxyType({
    "text": _as_text,
    "json": _as_json,
    "sarif": _as_sarif,
    "github": _as_github,
})  # fmt: skip
