"""`python -m whichml_workshop.introspection.introspect`: what installed estimators can do, and whether facts agree.

Nothing of scikit-learn is imported here: estimators run in a process of their own.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from whichml.knowledge.compilation import compile_read, read_content
from whichml.knowledge.content import Content
from whichml.knowledge.implementation_paths import scikit_learn_version
from whichml.knowledge.reading import FactFiles, read_fact_files
from whichml.model.documents.errors import Problem, WhichmlError
from whichml_workshop.introspection.comparison import Findings, compare_capabilities, paths_of
from whichml_workshop.introspection.measurement import CAPABILITIES, CapabilityMeasurement
from whichml_workshop.introspection.table import table_text
from whichml_workshop.introspection.worker import SECONDS_EACH, check_installed, measure_paths

TABLE = Path("measured") / "introspection" / "capabilities.csv"
AGREE, CONTRADICT, CANNOT_RUN = 0, 1, 2


def measured_here(files: FactFiles, seconds_each: float = SECONDS_EACH) -> dict[str, CapabilityMeasurement]:
    """Return what every implementation of the fact files shows when it is run, by path.

    Raises
    ------
    ProbeError
        Where scikit-learn is not installed.
    """
    return {found.path: found for found in measure_paths(paths_of(files), seconds_each)}


def main(arguments: Sequence[str] | None = None, content: Content | None = None) -> int:
    """Measure, print, and return 0; 1 where `--check` finds a contradiction, 2 where nothing can be run."""
    asked = _arguments().parse_args(arguments)
    try:
        check_installed()  # before all content is read and compiled for nothing
        shipped = content or Content.shipped()
        read = read_content(shipped) if asked.check else None
        files = read.files if read is not None else read_fact_files(shipped)
        knowledge = compile_read(read, version="introspect") if read is not None else None
        measured = measured_here(files, asked.seconds)
    except WhichmlError as refusal:
        print(refusal, file=sys.stderr)
        return CANNOT_RUN
    if asked.write:
        _write(shipped.facts / TABLE, measured)
    findings = compare_capabilities(files, knowledge, measured) if asked.check else None
    if asked.format == "json":
        print(json.dumps(_as_json(measured, findings), indent=1, ensure_ascii=False))
    else:
        print("\n".join(_as_text(measured, findings)))
    return CONTRADICT if findings and findings.contradictions else AGREE


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m whichml_workshop.introspection.introspect", description=__doc__)
    parser.add_argument("--check", action="store_true", help="hold the fact files against what is measured")
    parser.add_argument("--write", action="store_true", help=f"write kb/facts/{TABLE.as_posix()} anew")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--seconds", type=float, default=SECONDS_EACH, help="time limit of one implementation")
    return parser


def _write(path: Path, measured: Mapping[str, CapabilityMeasurement]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(table_text(measured.values(), scikit_learn_version()), encoding="utf-8")


def _as_text(measured: Mapping[str, CapabilityMeasurement], findings: Findings | None) -> list[str]:
    lines = []
    if findings is None:
        lines = [_line(one) for one in measured.values()]
    else:
        for title, problems in _titled(findings):
            lines += [f"{title}: {problem}" for problem in problems]
        counted = ", ".join(f"{len(problems)} {title}s" for title, problems in _titled(findings))
        lines.append(counted)
    counts = Counter(one.status for one in measured.values())
    statuses = ", ".join(f"{n} {status}" for status, n in sorted(counts.items()))
    return [*lines, f"{len(measured)} implementations with scikit-learn {scikit_learn_version()}: {statuses}"]


def _titled(findings: Findings) -> Sequence[tuple[str, tuple[Problem, ...]]]:
    return (("contradiction", findings.contradictions), ("gap", findings.gaps), ("hint", findings.hints))


def _line(one: CapabilityMeasurement) -> str:
    if not one.is_measured:
        return f"{one.path}: {one.status}"
    has = [name for name in CAPABILITIES if one.capabilities.get(name)]
    return f"{one.path}: {', '.join(has)}"


def _as_json(measured: Mapping[str, CapabilityMeasurement], findings: Findings | None) -> dict[str, object]:
    document: dict[str, object] = {
        "schema": "introspection/1",
        "scikit_learn": scikit_learn_version(),
        "implementations": [asdict(one) for one in measured.values()],
    }
    if findings is not None:
        document |= {f"{title}s": [_problem_as_json(one) for one in found] for title, found in _titled(findings)}
    return document


def _problem_as_json(problem: Problem) -> dict[str, object]:
    where = f"{problem.where.name}:{problem.where.line}" if problem.where else ""
    return {"where": where, "message": problem.message, "hint": problem.hint or ""}


if __name__ == "__main__":
    raise SystemExit(main())
