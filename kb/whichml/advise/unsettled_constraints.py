"""Which constraints of a brief still tell candidates apart after screening, so that the order asks for them too."""

from __future__ import annotations

from collections.abc import Iterable

from whichml.advise.constraints import Constraint
from whichml.advise.measured_ratings import MeasuredRatings
from whichml.advise.screening import Screening


def unsettled(screening: Screening) -> frozenset[str]:
    """Return the musts that tell candidates apart: settled for some and not for others, or kept by chance."""
    candidates = set(screening.candidates)
    still_open = {key: candidates & set(algorithms) for key, algorithms in screening.open_constraints.items()}
    for algorithm, shortfalls in screening.shortfalls.items():
        for each in shortfalls if algorithm in candidates else ():
            still_open.setdefault(each.constraint.key, set()).add(algorithm)
    return frozenset(
        key
        for key, algorithms in still_open.items()
        if algorithms and (len(algorithms) < len(candidates) or key in screening.graded_constraints)
    )


def measured_in_metrics(constraints: Iterable[Constraint], measured: MeasuredRatings) -> frozenset[str]:
    """Return the should and could constraints on a metric that was measured of some algorithm."""
    keys = {key for _, key in measured.asked}
    return frozenset(d.key for d in constraints if d.asks_for_measurement and not d.excludes and d.key in keys)
