"""How many intervals of cost models cover what was measured on data sets that did not fit them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from whichml.knowledge.cost_models import CostModel
from whichml_workshop.costs.cost_models import fit_cost_models, with_between_scale
from whichml_workshop.costs.points import EXPERIMENT, GENERATED, SweepPoint


@dataclass(frozen=True, slots=True)
class Coverage:
    """What became of the intervals of one measure, or of one data set.

    Attributes
    ----------
    n : intervals
    covered_share : those that hold the measurement, when the data set took no part in anything
    sweep_share : the same for intervals from the sweep alone, without the variance between data sets
    width_factor : median of the high end over the low end
    below_share, above_share : measurements below and above their interval
    """

    name: str
    n: int
    covered_share: float
    sweep_share: float
    width_factor: float
    below_share: float
    above_share: float


@dataclass(frozen=True, slots=True)
class _Case:
    point: SweepPoint
    low: float
    high: float
    is_covered_by_sweep: bool


def interval_coverage(points: Iterable[SweepPoint]) -> tuple[Coverage, ...]:
    """Return the coverage over everything, by measure and by data set; each set is left out in turn.

    Coefficients come from generated tables alone; the variance between data sets from the other real ones.
    """
    points = tuple(points)
    models = fit_cost_models([point for point in points if point.table == GENERATED])
    names = sorted({point.table for point in points if not point.table.startswith(EXPERIMENT)} - {GENERATED})
    cases = [case for name in names for case in _cases(models, points, name)]
    if not cases:
        return ()
    measures = sorted({case.point.measure for case in cases})
    return (
        _told("all", cases),
        *(_told(measure, [case for case in cases if case.point.measure == measure]) for measure in measures),
        *(_told(name, [case for case in cases if case.point.table == name]) for name in names),
    )


def _cases(models: Sequence[CostModel], points: Sequence[SweepPoint], left_out: str) -> list[_Case]:
    widened = with_between_scale(models, [point for point in points if point.table != left_out])
    by_key = {(m.algorithm, m.implementation, m.task, m.measure): m for m in widened}
    alone = {(m.algorithm, m.implementation, m.task, m.measure): m for m in models}
    cases = []
    for point in points:
        key = point.algorithm, point.implementation, point.task, point.measure
        if point.table != left_out or key not in by_key:
            continue
        told = by_key[key].predict(point.rows, point.features, point.classes, 1.0)
        by_sweep = alone[key].predict(point.rows, point.features, point.classes, 1.0)
        cases.append(_Case(point, told.low, told.high, by_sweep.low <= point.ratio <= by_sweep.high))
    return cases


def _told(name: str, cases: Sequence[_Case]) -> Coverage:
    below = float(np.mean([case.point.ratio < case.low for case in cases])) if cases else math.nan
    above = float(np.mean([case.point.ratio > case.high for case in cases])) if cases else math.nan
    width = float(np.median([case.high / case.low for case in cases])) if cases else math.nan
    by_sweep = float(np.mean([case.is_covered_by_sweep for case in cases])) if cases else math.nan
    return Coverage(name, len(cases), 1.0 - below - above, by_sweep, width, below, above)
