"""A probe as the command line runs it: processes that start early, trials that are kept, progress that is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from whichml.cli.face import say, warn
from whichml.cli.progress import Bar
from whichml.model.errors import ProbeError
from whichml.model.evidence import Evidence, Failure
from whichml.probe.description.described import Described
from whichml.probe.estimators.candidate import Candidate
from whichml.probe.experiments.evidence_store import EvidenceStore, store_path
from whichml.probe.experiments.kept_trials import KeptTrials, this_machine
from whichml.probe.experiments.running import CrewFor, run_probe
from whichml.probe.extra import of_extra
from whichml.probe.machine.properties import memory_for_each
from whichml.probe.workers.cluster import crew_at
from whichml.probe.workers.crew import Crew
from whichml.probe.workers.trial_process import import_ahead


@contextmanager
def early_crew(workers: int, cluster: str | None) -> Iterator[CrewFor]:
    """Yield what makes the crew of a probe; processes of this machine import what they need from now on.

    Parameters
    ----------
    cluster : address of a Dask cluster, whose workers are the crew; None for processes of this machine

    Raises
    ------
    ProbeError
        Where the extra `probe` is not installed.
    """
    of_extra("psutil")
    if cluster is not None:
        yield crew_at(cluster)
        return
    if import_ahead():  # a process to copy: to start one now would wait until it has imported everything
        yield Crew
        return
    with Crew(None, workers, memory_for_each(workers)) as crew:
        yield crew.on


@contextmanager
def kept_trials(store: Path | None, cluster: str | None) -> Iterator[KeptTrials | None]:
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
        opened = EvidenceStore(store or store_path())
    except ProbeError as refusal:
        if store is not None:
            raise
        warn(f"{refusal.problems[0].message} Nothing is kept, and a run that is ended has to begin again.")
        yield None
        return
    with opened:
        yield KeptTrials(opened, this_machine() if cluster is None else f"cluster at {cluster}")


def measure(
    described: Described,
    candidates: Sequence[Candidate],
    failures: Sequence[Failure],
    *,
    budget_seconds: float,
    seed: int,
    workers: int,
    crew_for: CrewFor,
    kept: KeptTrials | None,
) -> Evidence:
    """Return what a probe measures, with its progress on stderr, and a warning where it was ended early."""
    say(f"Measuring {', '.join(candidate.algorithm for candidate in candidates)} beside two baselines.")
    with Bar() as bar:
        evidence = run_probe(
            described, candidates, budget_seconds=budget_seconds, seed=seed, workers=workers, failures=failures,
            on_progress=bar.show, crew_for=crew_for, kept=kept,
        )  # fmt: skip
    if kept and kept.trouble:
        warn(f"{kept.trouble} From then on nothing was kept.")
    if not evidence.complete:
        more = "" if kept is None or kept.trouble else " Without --fresh, the same command goes on from here."
        warn(f"the budget or you ended the run before everything was measured.{more}")
    return evidence


def told_of_kept(kept: KeptTrials | None) -> str:
    """Return how much an earlier run had measured already, as a sentence; empty where it was nothing."""
    if kept is None or not kept.n_taken:
        return ""
    return (
        f"{kept.n_measured:,} experiments run now, {kept.n_taken:,} kept from an earlier run; --fresh measures "
        "everything anew."
    )
