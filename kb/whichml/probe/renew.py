"""The command that measures and writes committed evidence: `python -m whichml.probe.renew`.

It goes on where the last run stopped, and writes `kb/facts/probes/evidence/` and `kb/facts/probes/verdicts.csv`. Data
sets for which no trial has ended yet keep the evidence that they had. With `--rounds` some rounds alone are measured
and written, so that all tables have the most telling ones before any has the others.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from platformdirs import user_cache_path

from whichml.evidence.committed import verdicts_path, write_committed
from whichml.evidence.datasets import Registry, read_registry
from whichml.evidence.verdict_rows import counts_of, to_csv
from whichml.knowledge.compilation import compile_read, read_content
from whichml.knowledge.content import Content
from whichml.model.errors import ProbeError
from whichml.probe.check import current_rows
from whichml.probe.evidence_store import EvidenceStore
from whichml.probe.package_data import data_folder
from whichml.probe.verify_rounds import ROUNDS
from whichml.probe.verifying import Extent, Progress, Scope, extent_of, verify


def store_path() -> Path:
    """Return the usual file of finished trials, in the user's cache."""
    return user_cache_path("whichml") / "trials.sqlite3"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is missing and write evidence and verdicts; return 0, or 2 where it cannot be done."""
    parser = argparse.ArgumentParser(prog="whichml.probe.renew", description=main.__doc__)
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
        with EvidenceStore(wanted.store or store_path()) as store:
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
                on_progress=_tell,
            )
        write_committed(report.evidence, content)
        rows = current_rows(content, compile_read(read_content(content), version="probes"))
    except ProbeError as refusal:
        print(refusal, file=sys.stderr)
        return 2
    verdicts_path(content).write_text(to_csv(rows), encoding="utf-8")
    for finding in report.findings:
        print(finding, file=sys.stderr)
    print(f"{report.n_measured} trials run, {report.n_kept} kept", file=sys.stderr)
    print(", ".join(f"{count} {verdict}" for verdict, count in counts_of(rows).items()))
    return 0


def narrowed_extent(
    scope: Scope,
    registry: Registry,
    sets: Sequence[str] = (),
    rows: int | None = None,
    seconds: float | None = None,
    rounds: Sequence[str] = (),
) -> Extent:
    """Return what a scope means for a registry, cut to some data sets, rows, seconds and rounds.

    Raises
    ------
    ProbeError
        Where the registry has no such data set.
    """
    extent = extent_of(scope, registry)
    unknown = sorted(set(sets) - set(registry.by_id))
    if unknown:
        raise ProbeError.about(
            f"the registry has no data set {', '.join(unknown)}.", hint=f"It has {', '.join(sorted(registry.by_id))}."
        )
    if sets:
        extent = replace(extent, sets=tuple(registry.by_id[name] for name in sets))
    if rounds:
        extent = replace(extent, rounds=tuple(name for name in extent.rounds if name in rounds))
    if rows:
        extent = replace(extent, most_rows=rows, samples={})
    return replace(extent, seconds_each=seconds or extent.seconds_each)


def _tell(progress: Progress) -> None:
    told = f"{progress.dataset}: {progress.n_done} of {progress.n_all}, {progress.algorithm} {progress.round}"
    print(told, file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
