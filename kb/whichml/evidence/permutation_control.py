"""How often a claim would hold of other algorithms too: what it is worth that it holds of its own.

The control is a permutation: algorithms of the evidence take each other's places, the same ones on every table, by
fixed seeds. A wide claim holds of nearly everybody, and that measurements lie inside it then says next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from whichml.evidence.positions import Positions
from whichml.evidence.testable import Pair
from whichml.evidence.verdicts import FEWEST_SETS

N_SWAPS: Final = 100
_FEWEST_TELLING: Final = 20


@dataclass(frozen=True, eq=False)
class PermutedOutcomes:
    """What became of one claim in each permutation.

    Attributes
    ----------
    held : for each permutation 1.0 where the claim held, 0.0 where not, NaN where too few tables could tell
    """

    held: Any

    @property
    def chance(self) -> float | None:
        """Return the share of permutations in which the claim held; None where fewer than 20 can tell."""
        told = self.held[np.isfinite(self.held)]
        return float(told.mean()) if len(told) >= _FEWEST_TELLING else None


class PermutationControl:
    """Positions of algorithms, and a hundred permutations of the algorithms.

    Parameters
    ----------
    positions : by quality, of each algorithm on each data set
    """

    def __init__(self, positions: Positions) -> None:
        pairs = {pair for placed in positions.values() for pair in placed}
        names = sorted({algorithm for algorithm, _ in pairs})
        self._rows = {name: row for row, name in enumerate(names)}
        self._columns = {name: column for column, name in enumerate(sorted({table for _, table in pairs}))}
        self._orders = np.array([np.random.default_rng(seed).permutation(len(names)) for seed in range(N_SWAPS)])
        self._placed = {quality: self._matrix(placed) for quality, placed in positions.items()}

    def _matrix(self, placed: Mapping[Pair, float]) -> Any:
        matrix = np.full((len(self._rows), len(self._columns)), np.nan)
        for (algorithm, table), position in placed.items():
            matrix[self._rows[algorithm], self._columns[table]] = position
        return matrix

    def outcomes(self, quality: str, pairs: Iterable[Pair], accepted: tuple[float, float]) -> PermutedOutcomes:
        """Return in which swaps the middle of the measurements lies between two positions.

        Parameters
        ----------
        pairs : algorithms and data sets that a claim speaks of
        accepted : lowest and highest position, both included
        """
        known = [(self._rows[name], self._columns[table]) for name, table in pairs if name in self._rows
                 and table in self._columns]  # fmt: skip
        if not known:
            return PermutedOutcomes(np.full(N_SWAPS, np.nan))
        rows, columns = (sorted(set(places)) for places in zip(*known, strict=True))
        meant = np.zeros((len(rows), len(columns)), dtype=bool)
        for row, column in known:
            meant[rows.index(row), columns.index(column)] = True
        permuted = self._placed[quality][self._orders[:, rows]][:, :, columns]  # permutations x algorithms x data sets
        of_tables = _medians(np.where(meant, permuted, np.nan), axis=1)
        middles = _medians(of_tables, axis=1)
        is_told = np.isfinite(of_tables).sum(axis=1) >= FEWEST_SETS
        is_inside = (middles >= accepted[0]) & (middles <= accepted[1])
        return PermutedOutcomes(np.where(is_told, is_inside.astype(float), np.nan))


@dataclass(frozen=True, slots=True)
class PermutationCount:
    """How many claims there are of a sort, beside permuted algorithms.

    Attributes
    ----------
    n : with the algorithms that they speak of
    by_chance : on average over the permutations
    share_as_many : share of the permutations with as many, or more
    """

    n: int
    by_chance: float
    share_as_many: float


@dataclass(frozen=True, slots=True)
class QualityControl:
    """How the claims on one quality, or on all, compare with claims on permuted algorithms.

    Attributes
    ----------
    quality : its id; empty for all qualities together
    n_tested : claims that measurements can speak to
    agreeing : those with the middle of the measurements inside
    n_telling : claims that hold of so few others that agreeing with them is evidence
    telling : those of them with the middle of the measurements inside
    """

    quality: str
    n_tested: int
    agreeing: PermutationCount
    n_telling: int
    telling: PermutationCount


def permutation_count(n: int, outcomes: Sequence[PermutedOutcomes]) -> PermutationCount:
    """Return a number of claims beside what permuted algorithms give.

    Parameters
    ----------
    outcomes : of the claims that could be of the sort. A permutation in which too few tables tell of a claim counts
        with that claim's share of the other permutations
    """
    counts = np.zeros(N_SWAPS)
    for each in outcomes:
        counts += np.where(np.isfinite(each.held), each.held, each.chance or 0.0)
    return PermutationCount(n, float(counts.mean()), float((counts >= n).mean()))


def _medians(numbers: Any, axis: int) -> Any:
    """Return medians along an axis without what is NaN; NaN where all is."""
    ordered = np.sort(numbers, axis=axis)  # NaN comes last
    counts = np.isfinite(ordered).sum(axis=axis, keepdims=True)
    below = np.take_along_axis(ordered, np.maximum(counts - 1, 0) // 2, axis)
    above = np.take_along_axis(ordered, np.minimum(counts // 2, numbers.shape[axis] - 1), axis)
    return ((below + above) / 2).squeeze(axis)
