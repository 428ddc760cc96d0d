"""Print what a probe gains from a second process, what it costs beside its own work, and how soon it first answers.

    make bench

One probe is run with one process, with two, and on a cluster of two workers, from the same seed and to its end; the run
with one process is the baseline. Nothing here asserts a time.

in use : share of the processes' time after the reference in which they worked. Where others keep the cores busy it
    tells more than the speed-up does, which then is that of the machine
overhead : seconds on the clock after the reference was measured, less those in which a trial process worked, of the run
    with one process; as a share of that work, and of the fits alone. What comes before (processes import, the
    reference) is start-up
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from timed_trials import Spent, TimedCrew

from whichml import KnowledgeBase
from whichml.model.statements.evidence import Evidence
from whichml.probe.description.describing import describe
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.estimators.implementations import candidates_for
from whichml.probe.experiments.evidence_store import EvidenceStore
from whichml.probe.experiments.progress import ProbeProgress
from whichml.probe.experiments.running import PoolFor, run_probe
from whichml.probe.experiments.trial_cache import TrialCache
from whichml.probe.reading.tables import read_table
from whichml.probe.workers.cluster_pool import cluster_pool_at
from whichml.probe.workers.worker_pool import WorkerPool

ALGORITHMS = ("random-forest", "hist-gradient-boosting", "logistic-regression")
N_ROWS, N_COLUMNS = 2_000, 20
N_ROWS_OF_THE_FIRST_ANSWER, N_COLUMNS_OF_THE_FIRST_ANSWER = 10_000, 30
SECONDS = 600.0


@dataclass(frozen=True)
class Timed:
    """One run: its processes, seconds until the reference was measured, from then to the end, and inside its trials."""

    n_processes: int
    start_up: float
    measuring: float
    spent: Spent
    evidence: Evidence


def write_table(path: Path, n_rows: int, n_columns: int) -> None:
    """Write a table of two classes: numbers, one column in eight made of categories, a target that follows some."""
    random = np.random.default_rng(0)
    numbers = random.normal(size=(n_rows, n_columns))
    signal = numbers[:, 0] + numbers[:, 1] * numbers[:, 2] + np.sin(numbers[:, 3]) + random.normal(size=n_rows) * 0.5
    lines = [",".join([*(f"x{place}" for place in range(n_columns)), "late"])]
    for row, late in zip(numbers, signal > 0, strict=True):
        cells = [f"{cell:.4f}" if place % 8 < 7 else f"kind {int(cell * 3)}" for place, cell in enumerate(row)]
        lines.append(",".join([*cells, "yes" if late else "no"]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def timed_run(
    prepared: PreparedDataSet, candidates: tuple[CandidateEstimator, ...], folder: Path, workers: int, pool_for: PoolFor
) -> Timed:
    """Return how long a probe takes that keeps its trials, as the command does."""
    spent, stamps = Spent(), [time.perf_counter()]

    def told(step: ProbeProgress) -> None:
        if step.stage == "reference":
            stamps.append(time.perf_counter())

    def timed_crew(*arguments: Any) -> TimedCrew:
        return TimedCrew(pool_for(*arguments), spent)

    with EvidenceStore(Path(tempfile.mkdtemp(dir=folder)) / "trials.sqlite3") as store:
        evidence = run_probe(
            prepared, candidates, budget_seconds=SECONDS, workers=workers, on_progress=told, pool_for=timed_crew,
            cache=TrialCache(store),
        )  # fmt: skip
    stamps.append(time.perf_counter())
    return Timed(workers, stamps[1] - stamps[0], stamps[2] - stamps[1], spent, evidence)


def on_cluster(run: Callable[[PoolFor], Timed]) -> Timed | None:
    """Return how long a probe takes on a cluster of two workers of this machine; None where Dask is not installed."""
    try:
        from distributed import LocalCluster
    except ModuleNotFoundError:
        return None
    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        return run(cluster_pool_at(cluster.scheduler_address))


def seconds_to_first_answer(folder: Path) -> float | None:
    """Return the seconds from the start of `whichml probe` until it tells how all candidates did on a first sample."""
    table = folder / "first.csv"
    write_table(table, N_ROWS_OF_THE_FIRST_ANSWER, N_COLUMNS_OF_THE_FIRST_ANSWER)
    whichml = str(Path(sys.executable).with_name("whichml"))
    command = [
        whichml, "probe", str(table), "--target", "late", "--workers", "2", "--store", str(folder / "first.sqlite3"),
    ]  # fmt: skip
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        for line in running.stderr:
            if line.startswith("All tried on"):
                seconds = time.perf_counter() - started
                running.terminate()
                return seconds
    return None


def print_runs(runs: dict[str, Timed]) -> None:
    """Print one line for each run, the first one as the baseline."""
    base = next(iter(runs.values()))
    print(f"{'':24}{'start-up s':>12}{'measuring s':>13}{'speed-up':>10}{'work s':>9}{'fits s':>9}{'in use':>9}")
    for name, run in runs.items():
        print(
            f"{name:24}{run.start_up:12.1f}{run.measuring:13.1f}{base.measuring / run.measuring:10.2f}"
            f"{run.spent.work:9.1f}{run.spent.fits:9.1f}{run.spent.work / run.n_processes / run.measuring:9.0%}"
        )
    overhead = base.measuring - base.spent.work
    print(
        f"overhead with one process: {overhead:.2f} s in {base.spent.n_trials} trials, "
        f"{overhead / base.spent.work:.1%} of the work, {overhead / base.spent.fits:.1%} of the fits"
    )


def main() -> None:
    """Measure and print everything."""
    knowledge = KnowledgeBase.load()
    print(f"\nA probe of {', '.join(ALGORITHMS)} and two baselines on {N_ROWS:,} rows x {N_COLUMNS} columns;")
    print(f"{os.cpu_count()} cores, of which {os.getloadavg()[0]:.1f} were busy before (load average of a minute).")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_table(folder / "table.csv", N_ROWS, N_COLUMNS)
        prepared = describe(read_table(folder / "table.csv"), "late")
        candidates, _ = candidates_for(knowledge, ALGORITHMS, prepared.task, prepared.kinds)

        def run(pool_for: PoolFor, workers: int = 2) -> Timed:
            return timed_run(prepared, candidates, folder, workers, pool_for)

        runs = {"one process": run(WorkerPool, 1), "two processes": run(WorkerPool)}
        clustered = on_cluster(run)
        if clustered is not None:
            runs["cluster of two workers"] = clustered
        print_runs(runs)
        seconds = seconds_to_first_answer(folder)
    reference = runs["one process"].evidence.reference_seconds
    size = f"{N_ROWS_OF_THE_FIRST_ANSWER:,} x {N_COLUMNS_OF_THE_FIRST_ANSWER}"
    if seconds is None:
        print(f"whichml probe gave no answer on {size}")
    else:
        print(f"first answer of `whichml probe` on {size}: {seconds:.1f} s, {seconds / reference:,.0f} reference fits")


if __name__ == "__main__":
    main()
