"""A table that a trial process holds: sent to it once, when it is ready, and not with every piece of work.

So a process can start before the table is read, and nobody waits for its imports until there is work for it.
"""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from whichml.probe.measures.fold_context import EstimatorTable
from whichml.probe.workers.trial_process import Work

_held: list[EstimatorTable] = []
"""In a trial process: the table that it was sent last, alone."""


def hold(_nothing: Any, table: EstimatorTable, modules: Sequence[str]) -> None:
    """Hold a table in this process for the work that follows, and import what takes long to import.

    Parameters
    ----------
    modules : names; one that is not installed is left to the work that needs it
    """
    _held[:] = [table]
    for name in modules:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


@dataclass(frozen=True, eq=False)
class OnResidentTable:
    """A piece of work on the table that its process holds; an object of it goes to that process."""

    work: Work

    def __call__(self, _nothing: Any, *arguments: Any) -> Any:
        """Return what the work returns of the table."""
        return self.work(_held[0], *arguments)
