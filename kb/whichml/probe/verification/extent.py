"""How much a verification measures: which tables, how many rows of each, which rounds, and for how long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from whichml.evidence.datasets import DataSet, Registry
from whichml.model.documents.errors import ProbeError
from whichml.probe.verification.rounds import N_FOLDS, QUICK_ROUNDS, ROUNDS


class Scope(Enum):
    """How much is measured: which data sets, how many rows of each, which rounds, and how long a round may take."""

    QUICK = "quick"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Extent:
    """What a scope means in figures.

    Attributes
    ----------
    most_rows : of each data set, unless `samples` gives another number for it
    seconds_each : processor time of a round
    n_folds : on which scores are taken
    """

    sets: tuple[DataSet, ...]
    rounds: tuple[str, ...]
    most_rows: int
    seconds_each: float
    seed: int = 0
    n_folds: int = N_FOLDS
    samples: Mapping[str, int] = field(default_factory=dict)

    def rows_of(self, dataset: DataSet) -> int:
        """Return how many rows of a data set are taken at most."""
        return self.samples.get(dataset.id, self.most_rows)


def extent_of(scope: Scope, registry: Registry) -> Extent:
    """Return what a scope means for a registry."""
    if scope is Scope.QUICK:
        chosen = tuple(registry.by_id[identity] for identity in registry.quick)
        return Extent(chosen, QUICK_ROUNDS, most_rows=400, seconds_each=10.0)
    samples = {each.id: each.sample for each in registry.sets if each.sample}
    return Extent(registry.sets, ROUNDS, most_rows=1_000, seconds_each=40.0, samples=samples)


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
