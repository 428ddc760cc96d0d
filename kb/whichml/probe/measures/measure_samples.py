"""Figures that a piece of work brings home, and the measurements that they become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from whichml.model.statements.evidence import Measurement
from whichml.model.statements.measures import MEASURES, METRIC_UNIT, PROCEDURES, Measure, Statistic
from whichml.probe.estimators.candidate_estimator import CandidateEstimator

_MOST_VALUES_KEPT = 30


@dataclass(frozen=True, slots=True)
class MeasureSamples:
    """Repetitions of one measure, in the order in which they were taken.

    Attributes
    ----------
    rows : training rows behind them
    procedure : by which they were taken, where that is another than the catalogue's
    """

    measure: Measure
    values: tuple[float, ...]
    rows: int
    note: str = ""
    procedure: str = ""


def measurements_of(
    candidate: CandidateEstimator,
    figures: Sequence[MeasureSamples],
    metric: str,
    reference: Mapping[Measure, float] | None = None,
) -> tuple[Measurement, ...]:
    """Return the measurements of a candidate, one for each statistic that the catalogue names.

    Figures of one measure are joined in their order, as the folds of a cross-validation are; values that are no finite
    number are left out, and so are figures taken by another procedure than the first.

    Parameters
    ----------
    reference : what the reference estimator took, by measure, for the ratios
    """
    found: list[Measurement] = []
    for measure in dict.fromkeys(figure.measure for figure in figures):
        first = next(figure for figure in figures if figure.measure == measure)
        alike = [each for each in figures if (each.measure, each.procedure) == (measure, first.procedure)]
        values = tuple(value for figure in alike for value in figure.values if np.isfinite(value))
        if not values:
            continue
        form = MEASURES[measure]
        procedure = first.procedure or form.procedure
        base = (reference or {}).get(measure)
        for statistic in form.statistics:
            value = statistic_of(statistic, values)
            found.append(
                Measurement(
                    algorithm=candidate.algorithm,
                    implementation=candidate.implementation,
                    measure=measure,
                    quality=form.quality,
                    unit=metric if form.unit == METRIC_UNIT else form.unit,
                    value=value,
                    low=min(value, float(np.quantile(values, 0.05))),
                    high=max(value, float(np.quantile(values, 0.95))),
                    n=len(values),
                    rows=int(np.median([figure.rows for figure in alike])),
                    statistic=statistic,
                    procedure=procedure,
                    values=values if len(values) <= _MOST_VALUES_KEPT else (),
                    estimated=PROCEDURES[procedure].is_estimate,
                    ratio=value / base if base else None,
                    note="; ".join(dict.fromkeys(figure.note for figure in alike if figure.note)),
                )
            )
    return tuple(found)


def statistic_of(statistic: Statistic, values: Sequence[float]) -> float:
    """Return a statistic of some values; `once` is the median, which of a single value is that value."""
    if statistic == "mean":
        return float(np.mean(values))
    if statistic == "p99":
        return float(np.quantile(values, 0.99))
    return float(np.max(values)) if statistic == "max" else float(np.median(values))
