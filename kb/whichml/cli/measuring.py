"""A probe as the command line runs it: processes that start early, trials that are kept, progress that is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from whichml.cli.face import say, warn
from whichml.cli.progress import ProgressBar
from whichml.model.documents.errors import ProbeError
from whichml.model.statements.evidence import Evidence, Failure
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.experiments.evidence_store import EvidenceStore, trial_store_path
from whichml.probe.experiments.progress import ProbeProgress
from whichml.probe.experiments.running import PoolFor, run_probe
from whichml.probe.experiments.trial_cache import TrialCache, this_machine
from whichml.probe.extra import of_extra
from whichml.probe.machine.properties import memory_for_each
from whichml.probe.measures.scores import MetricName
from whichml.probe.workers.cluster_pool import cluster_pool_at
from whichml.probe.workers.trial_process import import_ahead
from whichml.probe.workers.worker_pool import WorkerPool


@contextmanager
def early_pool(workers: int, cluster: str | None) -> Iterator[PoolFor]:
    """Yield what makes the pool of a probe; processes of this machine import what they need from now on.

    Parameters
    ----------
    cluster : address of a Dask cluster, whose workers are the pool; None for processes of this machine

    Raises
    ------
    ProbeError
        Where the extra `probe` is not installed.
    """
    of_extra("psutil")
    if cluster is not None:
        yield cluster_pool_at(cluster)
        return
    if import_ahead():  # a process to copy: to start one now would wait until it has imported everything
        yield WorkerPool
        return
    with WorkerPool(None, workers, memory_for_each(workers)) as pool:
        yield pool.on


@contextmanager
def trial_cache(store: Path | None, cluster: str | None) -> Iterator[TrialCache | None]:
    """Yield the trials that earlier probes kept; None, with a warning, where the usual file cannot be used.

    Parameters
    ----------
    store : the file; None for the usual one
    cluster : address of the cluster that measures, whose times are its own

    Raises
    ------
    ProbeError
        Where the file that was named cannot be used.
    """
    try:
        opened = EvidenceStore(store or trial_store_path())
    except ProbeError as refusal:
        if store is not None:
            raise
        warn(f"{refusal.problems[0].message} Nothing is kept, and a run that is ended has to begin again.")
        yield None
        return
    with opened:
        yield TrialCache(opened, this_machine() if cluster is None else f"cluster at {cluster}")


def measure_with_progress(
    prepared: PreparedDataSet,
    candidates: Sequence[CandidateEstimator],
    failures: Sequence[Failure],
    *,
    budget_seconds: float,
    seed: int,
    workers: int,
    pool_for: PoolFor,
    cache: TrialCache | None,
    further: Sequence[CandidateEstimator] = (),
    metric: MetricName | None = None,
    quantile: float | None = None,
) -> Evidence:
    """Return what a probe measures, with its progress on stderr, and a warning where it was ended early.

    Where time is left at the end, it is said why nothing more would help.
    """
    say(f"Measuring {', '.join(candidate.algorithm for candidate in candidates)} beside two baselines.")
    steps: list[ProbeProgress] = []
    with ProgressBar() as bar:

        def show(step: ProbeProgress) -> None:
            steps[:] = [step]
            bar.show(step)

        evidence = run_probe(
            prepared, candidates, budget_seconds=budget_seconds, seed=seed, workers=workers, failures=failures,
            on_progress=show, pool_for=pool_for, cache=cache, further=further, metric=metric,
            quantile=quantile,
        )  # fmt: skip
    if cache and cache.trouble:
        warn(f"{cache.trouble} From then on nothing was kept.")
    if steps and steps[-1].note:
        say(f"Ended after {min(1.0, steps[-1].share_of_budget):.0%} of the budget: {steps[-1].note}.")
    if not evidence.complete:
        more = "" if cache is None or cache.trouble else " Without --fresh, the same command goes on from here."
        warn(f"the budget or you ended the run before everything was measured.{more}")
    return evidence


def cached_trials_in_words(cache: TrialCache | None) -> str:
    """Return how much an earlier run had measured already, as a sentence; empty where it was nothing."""
    if cache is None or not cache.n_taken:
        return ""
    return (
        f"{cache.n_measured:,} experiments run now, {cache.n_taken:,} kept from an earlier run; --fresh measures "
        "everything anew."
    )
