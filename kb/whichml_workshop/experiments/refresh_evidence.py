"""The command that measures and writes committed evidence: `python -m whichml_workshop.experiments.refresh_evidence`.

It goes on where the last run stopped, and writes `kb/facts/probes/evidence/` and `kb/facts/probes/verdicts.csv`. Data
sets for which no trial has ended yet keep the evidence that they had. With `--rounds` some rounds alone are measured
and written, so that all tables have the most telling ones before any has the others.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from whichml.evidence.datasets import read_registry
from whichml.evidence.verdict_rows import verdict_counts, verdicts_to_csv
from whichml.knowledge.compilation import compile_read, read_content
from whichml.knowledge.content import Content
from whichml.model.documents.errors import ProbeError
from whichml.probe.experiments.evidence_store import EvidenceStore, trial_store_path
from whichml.probe.verification.extent import Scope, narrowed_extent
from whichml.probe.verification.package_data import data_folder
from whichml.probe.verification.rounds import ROUNDS
from whichml.probe.verification.verifying import verify
from whichml_workshop.experiments.check import current_rows
from whichml_workshop.experiments.committed import verdicts_path, write_committed


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is missing and write evidence and verdicts; return 0, or 2 where it cannot be done."""
    parser = argparse.ArgumentParser(
        prog="python -m whichml_workshop.experiments.refresh_evidence", description=main.__doc__
    )
    parser.add_argument("--scope", choices=[scope.value for scope in Scope], default=Scope.FULL.value)
    parser.add_argument("--sets", nargs="*", metavar="ID", help="these data sets of the registry alone")
    parser.add_argument("--rounds", nargs="*", choices=ROUNDS, metavar="ROUND", help=f"of {', '.join(ROUNDS)}")
    parser.add_argument("--rows", type=int, help="most rows of a data set")
    parser.add_argument("--seconds", type=float, help="limit of a round in processor time")
    parser.add_argument("--budget", type=float, help="seconds after which no trial begins")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--store", type=Path, default=None, help="file of finished trials")
    wanted = parser.parse_args(arguments)
    content = Content.shipped()
    try:
        registry = read_registry(content)
        with EvidenceStore(wanted.store or trial_store_path()) as store:
            report = verify(
                compile_read(read_content(content), version="probes"),
                registry,
                store,
                extent=narrowed_extent(
                    Scope(wanted.scope), registry, wanted.sets or (), wanted.rows, wanted.seconds, wanted.rounds or ()
                ),
                folder=data_folder(),
                budget_seconds=wanted.budget,
                workers=wanted.workers,
                on_progress=lambda ended: print(ended, file=sys.stderr),
            )
        write_committed(report.evidence, content)
        rows = current_rows(content, compile_read(read_content(content), version="probes"))
    except ProbeError as refusal:
        print(refusal, file=sys.stderr)
        return 2
    verdicts_path(content).write_text(verdicts_to_csv(rows), encoding="utf-8")
    for finding in report.findings:
        print(finding, file=sys.stderr)
    print(f"{report.n_measured} trials run, {report.n_kept} kept", file=sys.stderr)
    print(", ".join(f"{count} {verdict}" for verdict, count in verdict_counts(rows).items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
