"""Evidence as one row for each candidate: score, differences, times, sizes, and who is beaten by nobody on both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from whichml.model.evidence import CONSTANT, Evidence, Measurement
from whichml.model.measures import Measure

# as the procedure writes its note: `score by rows: 62: 0.812, 1,250: 0.903`
_SCORE_BY_ROWS = re.compile(r"([0-9][0-9,]*): (-?[0-9]+\.[0-9]+)")


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured of one candidate; None where nothing was.

    Attributes
    ----------
    score, score_low, score_high : the metric on all rows that it was trained on, with its 5 and 95 % points
    scores : on each held-out part
    rows : training rows of that score
    difference, difference_low, difference_high : beyond the linear baseline, with its interval
    latency_seconds, latency_p99_seconds : of one row
    is_on_front : whether no other candidate is at least as good in score and latency, and better in one
    failures : what went wrong, in words
    """

    algorithm: str
    implementation: str
    score: float | None = None
    score_low: float | None = None
    score_high: float | None = None
    scores: tuple[float, ...] = ()
    rows: int = 0
    difference: float | None = None
    difference_low: float | None = None
    difference_high: float | None = None
    fit_seconds: float | None = None
    latency_seconds: float | None = None
    latency_p99_seconds: float | None = None
    model_bytes: float | None = None
    peak_bytes: float | None = None
    brier_score: float | None = None
    is_on_front: bool = False
    failures: tuple[str, ...] = ()


def rows_of(evidence: Evidence) -> tuple[Row, ...]:
    """Return one row for each candidate, the best score first, those without one last."""
    names = dict.fromkeys(m.algorithm for m in evidence.measurements)
    names |= dict.fromkeys(failure.algorithm for failure in evidence.failures)
    rows = [_row(evidence, name) for name in names]
    rows.sort(key=lambda row: (row.score is None, -(row.score or 0.0), row.algorithm))
    return tuple(replace(row, is_on_front=_is_on_front(row, rows)) for row in rows)


def learning_curves(evidence: Evidence) -> Mapping[str, Sequence[tuple[int, float]]]:
    """Return, for each candidate, its scores by training rows, few rows first.

    They are those of the procedure `learning-curve`, all on the same held-out rows, where its notes tell them; else
    those of the rounds on samples.
    """
    curves: dict[str, dict[int, float]] = {}
    for measurement in evidence.measurements:
        if measurement.measure == "score":
            curves.setdefault(measurement.algorithm, {})[measurement.rows] = measurement.value
    for measurement in evidence.measurements:
        if measurement.measure == "rows-to-nine-tenths" and (told := _SCORE_BY_ROWS.findall(measurement.note)):
            curves[measurement.algorithm] = {int(n.replace(",", "")): float(score) for n, score in told}
    return {name: sorted(points.items()) for name, points in curves.items()}


def _row(evidence: Evidence, algorithm: str) -> Row:
    mine = [m for m in evidence.measurements if m.algorithm == algorithm]
    failed = [failure for failure in evidence.failures if failure.algorithm == algorithm]
    implementations = [*(m.implementation for m in mine), *(failure.implementation for failure in failed), ""]
    score, difference = _last(mine, "score"), _last(mine, "score-difference")
    return Row(
        algorithm=algorithm,
        implementation=implementations[0],
        score=score.value if score else None,
        score_low=score.low if score else None,
        score_high=score.high if score else None,
        scores=score.values if score else (),
        rows=score.rows if score else 0,
        difference=difference.value if difference else None,
        difference_low=difference.low if difference else None,
        difference_high=difference.high if difference else None,
        fit_seconds=_value(mine, "fit-seconds"),
        latency_seconds=_value(mine, "row-latency", "median"),
        latency_p99_seconds=_value(mine, "row-latency", "p99"),
        model_bytes=_value(mine, "model-bytes"),
        peak_bytes=_value(mine, "peak-training-bytes"),
        brier_score=_value(mine, "brier-score"),
        failures=tuple(f"{failure.stage}: {failure.reason}, {failure.message}" for failure in failed),
    )


def _last(measurements: Iterable[Measurement], measure: Measure, statistic: str = "") -> Measurement | None:
    """Return the measurement on the most rows, the latest of equals."""
    fitting = [m for m in measurements if m.measure == measure and statistic in ("", m.statistic)]
    return max(enumerate(fitting), key=lambda pair: (pair[1].rows, pair[0]))[1] if fitting else None


def _value(measurements: Iterable[Measurement], measure: Measure, statistic: str = "") -> float | None:
    found = _last(measurements, measure, statistic)
    return found.value if found else None


def _is_on_front(row: Row, rows: Sequence[Row]) -> bool:
    if row.score is None or row.latency_seconds is None or row.algorithm == CONSTANT:
        return False
    return not any(_dominates(other, row) for other in rows if other.algorithm != CONSTANT)


def _dominates(other: Row, row: Row) -> bool:
    if other.score is None or other.latency_seconds is None or row.score is None or row.latency_seconds is None:
        return False
    as_good = other.score >= row.score and other.latency_seconds <= row.latency_seconds
    return as_good and (other.score > row.score or other.latency_seconds < row.latency_seconds)
