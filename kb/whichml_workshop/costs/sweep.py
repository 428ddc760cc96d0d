"""`python -m whichml_workshop.costs.sweep`: costs measured at many sizes, and cost models fitted to them.

A sweep goes on where it was ended: what the file of points holds is not measured again.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

from whichml.knowledge.content import COST_MODELS, Content
from whichml.knowledge.cost_models import CostModels, read_cost_models
from whichml.knowledge.reading import read_fact_files
from whichml.model.documents.errors import WhichmlError
from whichml.probe.machine.profiling import profile_machine
from whichml.probe.workers.trial_process import TrialProcess
from whichml_workshop.costs.cost_models import (
    FEWEST_POINTS,
    fit_cost_models,
    fit_preparations,
    machine_scales_of,
    usual_first,
)
from whichml_workshop.costs.coverage import Coverage, interval_coverage
from whichml_workshop.costs.estimators import SweptImplementation, is_binary_alone, swept_implementations
from whichml_workshop.costs.evidence_points import TOLD_BY_EXPERIMENTS, points_of
from whichml_workshop.costs.measuring import Outcome, costs_within
from whichml_workshop.costs.points import (
    EXPERIMENT,
    GENERATED,
    PREPARATION,
    TOO_LARGE,
    SweepPoint,
    append_points,
    read_points,
    write_points,
)
from whichml_workshop.costs.preparation import sweep_preparations
from whichml_workshop.costs.sweeps import SweepTable, SweptTask, is_beyond, make_table, plan
from whichml_workshop.costs.tables import NamedTable, real_tables
from whichml_workshop.experiments.committed import read_committed

Measuring: TypeAlias = Callable[[str, SweptTask, SweepTable, float], tuple[Outcome, str]]
"""From implementation, task, table and seconds of processor time to costs or a refusal, and what was said of it."""
POINTS_FILE = Path("probes") / "sweeps.csv"
OTHER_MACHINE = Path("probes") / "sweeps_elsewhere.csv"
"""Points of another machine, which tell how far ratios move between machines."""
DONE, CANNOT_RUN = 0, 2
_SECONDS_BESIDE_THE_FIT: Final = 10.0
_MEMORY_BYTES: Final = 6 * 2**30  # so that a kernel matrix does not take the machine


class Sweep:
    """A file of points, and the measuring of what it lacks.

    Parameters
    ----------
    path : the file of points
    limit_seconds : processor time that a fit may take; a table that is larger in every way is then not tried
    budget_seconds : after how long no further point of one implementation is begun
    """

    def __init__(self, path: Path, limit_seconds: float, budget_seconds: float) -> None:
        self._path = path
        self._limit_seconds = limit_seconds
        self._budget_seconds = budget_seconds
        self._points = list(read_points(path))
        self._lock = threading.Lock()

    def measure(self, swept: SweptImplementation, tables: Iterable[NamedTable], measuring: Measuring) -> None:
        """Measure one implementation on the tables in their order, and append what came out to the file."""
        started = time.monotonic()
        for named in tables:
            if time.monotonic() - started > self._budget_seconds:
                break
            if self._is_known(swept, named) or self._is_out_of_reach(swept, named):
                continue
            seconds = self._limit_seconds + _SECONDS_BESIDE_THE_FIT
            table = named.table or make_table(named.shape)
            found, said = measuring(swept.implementation, swept.task, table, seconds)
            if isinstance(found, str):
                print(f"{swept.implementation}, {named.name}, {named.shape.rows} rows: {found}. {said}", flush=True)
                found = {found: seconds}
            self._keep(swept, named, found)

    def _of(self, swept: SweptImplementation) -> list[SweepPoint]:
        mine = swept.algorithm, swept.implementation, swept.task
        return [p for p in self._points if (p.algorithm, p.implementation, p.task) == mine]

    def _is_known(self, swept: SweptImplementation, named: NamedTable) -> bool:
        shape = named.shape
        place = named.name, shape.rows, shape.features, shape.classes
        return any(place == (p.table, p.rows, p.features, p.classes) for p in self._of(swept))

    def _is_out_of_reach(self, swept: SweptImplementation, named: NamedTable) -> bool:
        slow = [p for p in self._of(swept) if p.measure in TOO_LARGE]
        return any(is_beyond(named.shape, p.shape) for p in slow)

    def _keep(self, swept: SweptImplementation, named: NamedTable, costs: Mapping[str, float]) -> None:
        shape = named.shape
        points = [
            SweepPoint(
                swept.algorithm, swept.implementation, swept.version, swept.task, named.name,
                shape.rows, shape.features, shape.classes, measure, ratio,
            )
            for measure, ratio in costs.items()
        ]  # fmt: skip
        with self._lock:
            append_points(self._path, points)
            self._points += points


def tables_for(swept: SweptImplementation, real: Sequence[NamedTable], n_points: int) -> list[NamedTable]:
    """Return the real and the generated tables for one implementation, small before large."""
    binary = is_binary_alone(swept.implementation)
    shapes = plan(swept.task, n_points)
    if binary:
        shapes = tuple(replace(shape, classes=2) for shape in shapes)
    fitting = [one for one in real if one.shape.task == swept.task and (one.shape.classes == 2 or not binary)]
    tables = [*fitting, *(NamedTable(GENERATED, None, shape) for shape in shapes)]
    return sorted(tables, key=lambda named: named.shape.rows * named.shape.features)


def main(arguments: Sequence[str] | None = None) -> int:
    """Sweep, fit, print the coverage, and return 0; 2 where nothing can be run."""
    asked = _arguments().parse_args(arguments)
    try:
        content = Content.shipped()
        path = content.facts / POINTS_FILE
        if asked.budget > 0:
            _sweep(content, path, asked)
        elsewhere = read_points(content.facts / OTHER_MACHINE)
        points = _with_experiments(content, read_points(path))
        models = _models_of(content, points, elsewhere, is_swept_here=asked.budget > 0)
    except WhichmlError as refusal:
        print(refusal, file=sys.stderr)
        return CANNOT_RUN
    write_points(path, points)
    (content.facts / COST_MODELS).write_bytes(models.to_json())
    print(f"{len(models.models)} models of {len({model.algorithm for model in models.models})} algorithms")
    print("\n".join(_lines(interval_coverage(points))))
    return DONE


def _models_of(
    content: Content, points: Sequence[SweepPoint], elsewhere: Sequence[SweepPoint], is_swept_here: bool
) -> CostModels:
    """Return the fitted models; the machine is this one where it swept, else the one that the file names."""
    facts = [read.value for read in read_fact_files(content).algorithms.values()]
    fitted = {
        "models": usual_first(fit_cost_models(points), facts),
        "preparations": fit_preparations(points),
        "machine_scales": machine_scales_of(points, elsewhere),
    }
    former = None if is_swept_here else read_cost_models(content)
    if former is not None:
        return former.model_copy(update=fitted)
    here = profile_machine()
    machine = f"{here.machine.processor}, {here.machine.system}, Python {here.machine.python}"
    return CostModels(reference_seconds=here.reference_seconds, machine=machine, **fitted)  # type: ignore[arg-type]


def _with_experiments(content: Content, points: Sequence[SweepPoint]) -> tuple[SweepPoint, ...]:
    """Return the points with those of committed experiments, for what a sweep cannot tell and for what it lacks."""
    former = read_cost_models(content)
    if former is None:
        return tuple(points)
    swept = [p for p in points if not p.table.startswith(EXPERIMENT) and p.algorithm not in TOLD_BY_EXPERIMENTS]
    counts = Counter((p.implementation, p.task, p.measure) for p in swept if p.table == GENERATED)
    known = {(p.implementation, p.task) for p in swept}
    told = tuple(points_of(read_committed(content), fit_preparations(swept), former.reference_seconds))
    batches = [p for p in told if (p.implementation, p.task) in known and p.measure == "batch-row-seconds"]
    lacking = [p for p in batches if counts[p.implementation, p.task, p.measure] < FEWEST_POINTS]
    return (*swept, *lacking, *(p for p in told if p.algorithm in TOLD_BY_EXPERIMENTS))


def _lines(found: Iterable[Coverage]) -> Iterable[str]:
    """Yield the coverage as a table of Markdown."""
    yield "| what | intervals | covered | from the sweep alone | below | above | high over low |"
    yield "|---|---|---|---|---|---|---|"
    for one in found:
        yield (
            f"| {one.name} | {one.n} | {one.covered_share:.1%} | {one.sweep_share:.1%} | {one.below_share:.1%} "
            f"| {one.above_share:.1%} | {one.width_factor:.2g} |"
        )


def _sweep(content: Content, path: Path, asked: argparse.Namespace) -> None:
    facts = [read.value for read in read_fact_files(content).algorithms.values()]
    wanted = [s for s in swept_implementations(facts) if not asked.only or s.algorithm in asked.only]
    sweep, real = Sweep(path, asked.limit, asked.budget), real_tables(content, asked.registry)
    if not asked.only and not any(point.algorithm == PREPARATION for point in read_points(path)):
        append_points(path, sweep_preparations(asked.points))
    waiting = iter(wanted)
    lock = threading.Lock()

    def work() -> None:
        with TrialProcess(None, _MEMORY_BYTES) as process:
            while True:
                with lock:
                    swept = next(waiting, None)
                if swept is None:
                    return
                sweep.measure(swept, tables_for(swept, real, asked.points), partial(costs_within, process))

    with ThreadPoolExecutor(asked.jobs) as pool:
        for job in [pool.submit(work) for _ in range(asked.jobs)]:
            job.result()


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m whichml_workshop.costs.sweep", description=__doc__)
    parser.add_argument("--only", nargs="*", default=(), help="algorithms to sweep; all by default")
    parser.add_argument("--points", type=int, default=16, help="generated tables of each implementation")
    parser.add_argument("--limit", type=float, default=20.0, help="processor seconds that a fit may take")
    parser.add_argument("--budget", type=float, default=60.0, help="seconds of one implementation; 0 only fits")
    parser.add_argument("--jobs", type=int, default=1, help="implementations measured side by side")
    parser.add_argument("--registry", action="store_true", help="also the data sets of the registry, which are fetched")
    return parser


if __name__ == "__main__":
    sys.exit(main())
