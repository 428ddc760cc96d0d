"""Trials on the workers of a Dask cluster, in the place of processes of this machine.

Each worker keeps a trial process of its own, so that an estimator that crashes, hangs or takes all memory ends that
process and no worker. Times are those of the workers: a cluster of unlike machines gives times that cannot be compared.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import threading
from collections.abc import Callable, Iterator
from typing import Any, Final

from whichml.knowledge.extras import how_to_install
from whichml.model.documents.errors import ProbeError, quoted
from whichml.model.statements.evidence import Stage
from whichml.probe.measures.fold_context import EstimatorTable
from whichml.probe.workers.trial_process import TrialProcess, Work, WorkFailure, WorkReturned
from whichml.probe.workers.worker_pool import Trial, TrialPool

_SECONDS_TO_CONNECT: Final = 10
_here = threading.local()
"""On a worker: the trial process of each of its threads, by the key of the table that it was started with."""


class ClusterPool:
    """The workers of a Dask cluster, used as a `WorkerPool` is.

    Parameters
    ----------
    address : of the scheduler, such as `tcp://10.0.0.1:8786`
    memory_bytes : address space that each trial may take

    Raises
    ------
    ProbeError
        Where Dask is not installed, nobody answers at the address, or the cluster has no worker.
    """

    def __init__(self, address: str, table: EstimatorTable, memory_bytes: int | None) -> None:
        self._client = _connected(address)
        self.n_workers = sum(self._client.nthreads().values())
        if not self.n_workers:
            self._client.close()
            raise ProbeError.about(f"the cluster at {quoted(address)} has no worker.", hint="Start one: dask worker.")
        self._memory_bytes = memory_bytes
        self._table = self._client.scatter(table, broadcast=True, hash=False)

    def __enter__(self) -> ClusterPool:
        return self

    def __exit__(self, *_error: object) -> None:
        self._client.close()

    def alone(self, work: Work, *arguments: Any, seconds: float) -> WorkReturned | WorkFailure:
        """Return what one piece of work came to."""
        return self._told(self._begun(work, arguments, seconds, "fit"))

    def run(self, trials: Iterator[Trial]) -> Iterator[tuple[Trial, WorkReturned | WorkFailure]]:
        """Yield each trial with what became of it, in the order in which they end.

        Parameters
        ----------
        trials : the next one is taken when a worker is free, so that it may depend on what came before
        """
        from distributed import wait  # an extra, and slow to import

        busy: dict[Any, Trial] = {}
        is_exhausted = False
        try:
            while True:
                while not is_exhausted and len(busy) < self.n_workers:
                    trial = next(trials, None)
                    if trial is None:
                        is_exhausted = True
                    else:
                        arguments = (trial.candidate, trial.fold, trial.seed)
                        busy[self._begun(trial.work, arguments, trial.seconds, trial.stage)] = trial
                if not busy:
                    return
                with self._client.as_current():
                    done = wait(list(busy), return_when="FIRST_COMPLETED").done
                for future in done:
                    yield busy.pop(future), self._told(future)
        finally:
            self._client.cancel(list(busy))

    def _begun(self, work: Work, arguments: tuple[Any, ...], seconds: float, stage: Stage) -> Any:
        return self._client.submit(
            _on_worker, self._table, self._memory_bytes, work, arguments, seconds, stage, pure=False, retries=1
        )

    @staticmethod
    def _told(future: Any) -> WorkReturned | WorkFailure:
        """Return what became of a trial; a worker that is lost twice takes it along."""
        try:
            outcome: WorkReturned | WorkFailure = future.result()
        except Exception as failure:
            message = f"Its worker was lost: {type(failure).__name__}."
            return WorkFailure("fit", "crash", message)
        return outcome


def cluster_pool_at(address: str) -> Callable[[EstimatorTable, int, int | None], TrialPool]:
    """Return what makes a pool of the cluster at an address; its number of workers is the cluster's own."""

    def pool(table: EstimatorTable, n_workers: int, memory_bytes: int | None) -> TrialPool:
        return ClusterPool(address, table, memory_bytes)

    return pool


def _connected(address: str) -> Any:
    try:
        from distributed import Client  # an extra, and slow to import
    except ModuleNotFoundError:
        hint = f"Install what it takes: {how_to_install('dask')}."
        raise ProbeError.about("Dask is not installed.", hint=hint) from None
    try:
        return Client(address, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as failure:
        message = f"no Dask scheduler answers at {quoted(address)}: {type(failure).__name__}."
        raise ProbeError.about(message, hint="Give the address that `dask scheduler` prints.") from None


def _on_worker(
    table: EstimatorTable,
    memory_bytes: int | None,
    work: Work,
    arguments: tuple[Any, ...],
    seconds: float,
    stage: Stage,
) -> WorkReturned | WorkFailure:
    """Do a piece of work in the trial process of this thread, which is started anew for another table."""
    kept: TrialProcess | None = getattr(_here, "process", None)
    if kept is None or _here.table is not table:
        if kept is not None:
            kept.end()
        kept = TrialProcess(table, memory_bytes)
        _here.process, _here.table = kept, table
    with _may_have_children():
        return kept.run(work, *arguments, seconds=seconds, stage=stage)


@contextlib.contextmanager
def _may_have_children() -> Iterator[None]:
    """Let a worker start a process: Dask runs its workers as daemons, which Python forbids to have children."""
    settings: dict[str, Any] = multiprocessing.current_process()._config  # type: ignore[attr-defined]
    was_daemon = settings.get("daemon")
    settings["daemon"] = False
    try:
        yield
    finally:
        settings["daemon"] = was_daemon
