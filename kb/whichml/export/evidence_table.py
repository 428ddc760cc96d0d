"""Evidence as one row for each candidate: score, differences, times, sizes, and who is beaten by nobody on both.

Scores are compared only where they were taken on the same splits of equally many rows. Whoever was measured on fewer is
told apart from the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from whichml.model.documents.expressions import expression
from whichml.model.statements.evidence import CONSTANT, LINEAR, Evidence, Measurement, Reason
from whichml.model.statements.measures import Measure

Level: TypeAlias = tuple[int, int]
"""Training rows and number of held-out parts: scores of one run that have both in common are on the same splits."""
_SAME_SCORE: Final = 1e-9
"""By how much equal scores may differ: sums of the same folds are rounded in two ways."""
_NOT_TRIED: frozenset[Reason] = frozenset({"not-installed", "not-applicable"})
# as the procedure writes its note: `score by rows: 62: 0.812, 1,250: 0.903`
_SCORE_BY_ROWS = expression(r"([0-9][0-9,]*): (-?[0-9]+\.[0-9]+)")


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured of one candidate; None where nothing was.

    Attributes
    ----------
    score, score_low, score_high : the metric with its 5 and 95 % points: on the splits that are compared, or else on
        the most rows that it was trained on
    scores : on each held-out part
    rows : training rows of that score
    n_splits : how many held-out parts
    is_compared : whether that score is on the splits that are compared
    is_linear_baseline : whether it is what the others are held against
    note : what is said beside that score, such as why it was not measured on more rows
    difference, difference_low, difference_high : beyond the linear baseline, with its interval
    gain, gain_low, gain_high : beyond the constant baseline, with its interval
    latency_seconds, latency_p99_seconds : of one row
    is_on_front : whether no other that is compared is at least as good in score and latency, and better in one
    failures : what went wrong, in words
    not_tried : why it was not tried at all, in words; empty where it was
    """

    algorithm: str
    implementation: str
    score: float | None = None
    score_low: float | None = None
    score_high: float | None = None
    scores: tuple[float, ...] = ()
    rows: int = 0
    n_splits: int = 0
    is_compared: bool = False
    is_linear_baseline: bool = False
    note: str = ""
    difference: float | None = None
    difference_low: float | None = None
    difference_high: float | None = None
    gain: float | None = None
    gain_low: float | None = None
    gain_high: float | None = None
    fit_seconds: float | None = None
    latency_seconds: float | None = None
    latency_p99_seconds: float | None = None
    model_bytes: float | None = None
    peak_bytes: float | None = None
    brier_score: float | None = None
    is_on_front: bool = False
    failures: tuple[str, ...] = ()
    not_tried: str = ""


def rows_of(evidence: Evidence) -> tuple[Row, ...]:
    """Return one row for each candidate: those that are compared, the best score first, then the others.

    The others come with most rows first, and those without a score last. The linear baseline has one row, by its name
    as an algorithm where it was also measured by that.
    """
    names = dict.fromkeys(m.algorithm for m in evidence.measurements)
    names |= dict.fromkeys(failure.algorithm for failure in evidence.failures)
    level, linear = compared_level(evidence), _name_of_linear(evidence)
    rows = [_row(evidence, name, level, linear) for name in names if name != LINEAR or linear == LINEAR]
    rows.sort(key=lambda row: (row.score is None, not row.is_compared, *_order(row), row.algorithm))
    return tuple(replace(row, is_on_front=_is_on_front(row, rows)) for row in rows)


def is_same_score(one: Row, other: Row) -> bool:
    """Tell whether two candidates have the same score, or neither has one."""
    return abs((one.score or 0.0) - (other.score or 0.0)) <= _SAME_SCORE


def compared_level(evidence: Evidence) -> Level | None:
    """Return the splits on which scores are compared, None where there is no score.

    They are those on the most rows that nobody is missing from who was measured on fewer. Who failed on the way, or of
    whom a note says why it was left out, is not missing.
    """
    found: dict[Level, set[str]] = {}
    for one in evidence.measurements:
        if one.measure == "score":
            found.setdefault((one.rows, one.n), set()).add(one.algorithm)
    excused = {failure.algorithm for failure in evidence.failures}
    excused |= {one.algorithm for one in evidence.measurements if one.measure == "score" and one.note}
    levels = sorted(found)
    for place, level in reversed(list(enumerate(levels))):
        before = {name for lower in levels[:place] for name in found[lower]}
        if before - excused <= found[level]:
            return level
    return None


def _order(row: Row) -> tuple[float, ...]:
    score = -round(row.score or 0.0, 9)
    return (score,) if row.is_compared else (-row.rows, -row.n_splits, score)


def _name_of_linear(evidence: Evidence) -> str:
    """Return the algorithm that the linear baseline is: the one with the same implementation, or its own name."""
    paths = {m.implementation for m in evidence.measurements if m.algorithm == LINEAR and m.measure == "score"}
    named = {m.algorithm for m in evidence.measurements if m.measure == "score" and m.implementation in paths}
    return min(named - {LINEAR}, default=LINEAR)


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


def _row(evidence: Evidence, algorithm: str, level: Level | None, linear: str) -> Row:
    mine = [m for m in evidence.measurements if m.algorithm == algorithm]
    named = {algorithm, LINEAR} if algorithm == linear else {algorithm}
    failed = [failure for failure in evidence.failures if failure.algorithm in named]
    implementations = [*(m.implementation for m in mine), *(failure.implementation for failure in failed), ""]
    compared = next((m for m in mine if m.measure == "score" and (m.rows, m.n) == level), None)
    score = compared or _last(mine, "score")
    difference, gain = (
        next((m for m in mine if m.measure == measure and _is_of(m, score)), None)
        for measure in ("score-difference", "difference-to-constant")
    )
    return Row(
        algorithm=algorithm,
        implementation=implementations[0],
        score=score.value if score else None,
        score_low=score.low if score else None,
        score_high=score.high if score else None,
        scores=score.values if score else (),
        rows=score.rows if score else 0,
        n_splits=score.n if score else 0,
        is_compared=compared is not None,
        is_linear_baseline=algorithm == linear,
        note=score.note if score else "",
        difference=difference.value if difference else None,
        difference_low=difference.low if difference else None,
        difference_high=difference.high if difference else None,
        gain=gain.value if gain else None,
        gain_low=gain.low if gain else None,
        gain_high=gain.high if gain else None,
        fit_seconds=_value(mine, "fit-seconds"),
        latency_seconds=_value(mine, "row-latency", "median"),
        latency_p99_seconds=_value(mine, "row-latency", "p99"),
        model_bytes=_value(mine, "model-bytes"),
        peak_bytes=_value(mine, "peak-training-bytes"),
        brier_score=_value(mine, "brier-score"),
        failures=tuple(
            dict.fromkeys(f"{f.stage}: {f.reason}, {f.message}" for f in failed if f.reason not in _NOT_TRIED)
        ),
        not_tried="; ".join(dict.fromkeys(each.message for each in failed if each.reason in _NOT_TRIED)),
    )


def _is_of(difference: Measurement, score: Measurement | None) -> bool:
    """Tell whether a difference was taken on the splits of a score; their rows may be rounded in two ways."""
    return score is not None and difference.n == score.n and abs(difference.rows - score.rows) <= 1


def _last(measurements: Iterable[Measurement], measure: Measure, statistic: str = "") -> Measurement | None:
    """Return the measurement on the most rows, the latest of equals."""
    fitting = [m for m in measurements if m.measure == measure and statistic in ("", m.statistic)]
    return max(enumerate(fitting), key=lambda pair: (pair[1].rows, pair[0]))[1] if fitting else None


def _value(measurements: Iterable[Measurement], measure: Measure, statistic: str = "") -> float | None:
    found = _last(measurements, measure, statistic)
    return found.value if found else None


def _is_on_front(row: Row, rows: Sequence[Row]) -> bool:
    if not row.is_compared or row.latency_seconds is None or row.algorithm == CONSTANT:
        return False
    others = [other for other in rows if other.is_compared and other.algorithm not in (CONSTANT, row.algorithm)]
    return not any(_dominates(other, row) or _may_dominate(other, row) for other in others)


def _may_dominate(other: Row, row: Row) -> bool:
    """Tell whether a row has the better score and no latency, so that nobody knows."""
    return other.latency_seconds is None and (other.score or 0.0) > (row.score or 0.0)


def _dominates(other: Row, row: Row) -> bool:
    if other.score is None or other.latency_seconds is None or row.score is None or row.latency_seconds is None:
        return False
    as_good = other.score >= row.score and other.latency_seconds <= row.latency_seconds
    return as_good and (other.score > row.score or other.latency_seconds < row.latency_seconds)
