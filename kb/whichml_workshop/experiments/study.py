"""`python -m whichml_workshop.experiments.study`: scores and costs of all algorithms on some ninety tables.

The tables of `datasets.yaml` and of `study_sets.yaml`, at most 3,000 rows of each, three folds, default settings.
Trials stream into a store, so that a run goes on where it was ended; what is not measured yet is left out.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from whichml.evidence.datasets import DataSet, Registry, read_registry
from whichml.knowledge.compilation import compile_content
from whichml.knowledge.content import Content
from whichml.knowledge.store import cache_folder
from whichml.model.documents.errors import WhichmlError
from whichml.probe.experiments.evidence_store import EvidenceStore
from whichml.probe.verification.extent import Extent
from whichml.probe.verification.package_data import data_folder
from whichml.probe.verification.rounds import QUICK_ROUNDS
from whichml.probe.verification.verifying import verify
from whichml_workshop.experiments.study_results import RESULTS, results_of

DONE, CANNOT_RUN = 0, 2
_MOST_ROWS: Final = 3_000
_SECONDS_EACH: Final = 12.0
_N_FOLDS: Final = 3
_LARGE_CELLS: Final = 40_000
_TOO_SLOW: Final = frozenset({"adaptive-random-forest", "gaussian-process", "label-propagation"})
"""Algorithms that take most of the limit on most tables and say little for it."""
_PROTOCOL: Final = (
    f"at most {_MOST_ROWS} rows, {_N_FOLDS} folds, default settings, {_SECONDS_EACH:g} s of processor time a round"
)


def sets_of(registry: Registry, further: Registry) -> tuple[DataSet, ...]:
    """Return the tables of both registries, the small ones first and in an order that chance decides.

    So a run that is ended early has measured a fair sample.
    """
    sets = {each.id: each for each in (*registry.sets, *further.sets)}.values()

    def place(each: DataSet) -> tuple[bool, str]:
        large = min(each.rows, _MOST_ROWS) * each.features > _LARGE_CELLS
        return large, hashlib.sha256(each.id.encode()).hexdigest()

    return tuple(sorted(sets, key=place))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what the store lacks and write the results; return 0, or 2 where that cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m whichml_workshop.experiments.study", description=__doc__)
    parser.add_argument("--budget", type=float, help="seconds after which no trial begins; 0 writes what there is")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--store", type=Path, default=cache_folder() / "study.sqlite3")
    wanted = parser.parse_args(arguments)
    content = Content.shipped()
    try:
        registry = read_registry(content)
        knowledge = compile_content(content, version="study")
        extent = Extent(
            sets_of(registry, read_registry(content, "study_sets")), QUICK_ROUNDS, _MOST_ROWS, _SECONDS_EACH,
            n_folds=_N_FOLDS,
        )  # fmt: skip
        with EvidenceStore(wanted.store) as store:
            report = verify(
                knowledge, registry, store, extent=extent, folder=data_folder(), budget_seconds=wanted.budget,
                workers=wanted.workers, algorithms=sorted(set(knowledge.algorithms) - _TOO_SLOW),
                on_progress=lambda ended: print(ended, file=sys.stderr),
            )  # fmt: skip
        results = results_of(report.evidence, _PROTOCOL)
    except WhichmlError as refusal:
        print(refusal, file=sys.stderr)
        return CANNOT_RUN
    (content.facts / RESULTS).write_bytes(results.to_json())
    for finding in report.findings:
        print(finding, file=sys.stderr)
    print(f"{len(results.sets)} tables; {report.n_measured} trials run, {report.n_kept} kept")
    return DONE


if __name__ == "__main__":
    sys.exit(main())
