"""Cost models fitted to the points of sweeps: an overhead and a power law, least squares on the scale of logarithms."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast, get_args

import numpy as np

from whichml.knowledge.cost_models import FITTING, TIMES, CostMeasure, CostModel, CostTask, CostTerm
from whichml.model.documents.errors import ProbeError
from whichml.model.statements.facts import AlgorithmFacts
from whichml_workshop.costs.points import EXPERIMENT, GENERATED, PREPARATION, SweepPoint
from whichml_workshop.costs.preparation import preparation_of

FEWEST_POINTS = 6
_AXES: tuple[CostTerm, ...] = ("rows", "features", "classes")
_OVERHEAD_SHARES = (0.0, 0.3, 0.6, 0.8, 0.9, 0.96, 0.99)
_LEAST_LOG_RANGE = 0.5
_ENOUGH_POINTS, _USUAL_POINTS = 12, 3
_READ_BY_EVERY_FIT: tuple[CostTerm, ...] = ("rows", "features")
_SUPPOSED_SCALE = 0.3
# what exponents are before anything is measured, as mean and standard deviation: for rows, features and classes
_SUPPOSED: Mapping[CostMeasure, Mapping[CostTerm, tuple[float, float]]] = {
    "fit-seconds": {"rows": (1.0, 0.3), "features": (0.8, 0.5), "classes": (0.5, 0.5)},
    "row-latency": {"rows": (0.1, 0.3), "features": (0.1, 0.3), "classes": (0.1, 0.3)},
    "row-latency-p99": {"rows": (0.1, 0.3), "features": (0.1, 0.3), "classes": (0.1, 0.3)},
    "batch-row-seconds": {"rows": (0.2, 0.3), "features": (0.4, 0.4), "classes": (0.3, 0.4)},
    "model-bytes": {"rows": (0.5, 0.5), "features": (0.5, 0.5), "classes": (0.5, 0.5)},
    "peak-training-bytes": {"rows": (1.0, 0.3), "features": (0.9, 0.3), "classes": (0.2, 0.3)},
}
_STEPS = 25
# a model or a fit never gets cheaper by more rows, and memory holds all columns
_MONOTONE: Mapping[CostMeasure, frozenset[CostTerm]] = {
    "fit-seconds": frozenset({"rows"}),
    "row-latency": frozenset({"rows"}),
    "row-latency-p99": frozenset({"rows"}),
    "batch-row-seconds": frozenset({"rows"}),
    "model-bytes": frozenset({"rows"}),
    "peak-training-bytes": frozenset({"rows", "features"}),
}
_PRIOR_POINTS = 4.0
_FEWEST_SHARED = 3
_LEAST_SCALE = 0.05
"""Clocks, releases and types of labels move every cost by some percent, however well a formula fits the sweep."""


@dataclass(frozen=True, eq=False, slots=True)
class _Fit:
    terms: tuple[CostTerm, ...]
    coefficients: Any
    fixed: float
    inverse: Any
    squares: float
    criterion: float
    dof: int


def fit_cost_models(points: Iterable[SweepPoint]) -> tuple[CostModel, ...]:
    """Return a model for each measure of each implementation with enough generated points.

    Points of real data sets fit no coefficient; they tell how much costs differ between data sets of one size. Only
    what has points of experiments and no sweep is fitted to those.
    """
    points = tuple(point for point in points if point.algorithm != PREPARATION)
    models = []
    swept, tried = (grouped(points, wanted) for wanted in (_is_generated, _is_experiment))
    for key, mine in {**tried, **{key: mine for key, mine in swept.items() if len(mine) >= FEWEST_POINTS}}.items():
        if len(mine) >= FEWEST_POINTS:
            fitted = fit_cost_model(mine, *key)
            models.append(fitted.model_copy(update={"preparation": preparation_of(key[1])}))
    return with_between_scale(models, points)


def _is_generated(table: str) -> bool:
    return table == GENERATED


def _is_experiment(table: str) -> bool:
    return table.startswith(EXPERIMENT)


def usual_first(models: Iterable[CostModel], facts: Iterable[AlgorithmFacts]) -> tuple[CostModel, ...]:
    """Return models by algorithm, and those of one algorithm in the order in which its file names implementations."""
    place = {(one.id, each.path): number for one in facts for number, each in enumerate(one.implementations)}

    def order(model: CostModel) -> tuple[str, float]:
        return model.algorithm, place.get((model.algorithm, model.implementation), math.inf)

    return tuple(sorted(models, key=order))


def fit_preparations(points: Iterable[SweepPoint]) -> tuple[CostModel, ...]:
    """Return a model for each measure of each kind of preparing columns."""
    chosen = [point for point in points if point.algorithm == PREPARATION]
    return tuple(
        fit_cost_model(mine, *key) for key, mine in grouped(chosen, _is_generated).items() if len(mine) >= FEWEST_POINTS
    )


def grouped(
    points: Iterable[SweepPoint], is_wanted: Any
) -> dict[tuple[str, str, CostTask, CostMeasure], list[SweepPoint]]:
    """Return the measured points of wanted tables by algorithm, implementation, task and measure, in order."""
    found: dict[tuple[str, str, CostTask, CostMeasure], list[SweepPoint]] = {}
    for point in points:
        if point.measure in get_args(CostMeasure) and is_wanted(point.table) and point.ratio > 0:
            task, measure = cast(CostTask, point.task), cast(CostMeasure, point.measure)
            found.setdefault((point.algorithm, point.implementation, task, measure), []).append(point)
    return dict(sorted(found.items()))


def fit_cost_model(
    points: Sequence[SweepPoint], algorithm: str, implementation: str, task: CostTask, measure: CostMeasure
) -> CostModel:
    """Return the model of some points of one measure: terms and overhead with the least corrected criterion of Akaike.

    A term is left out where the sweep does not vary it, where it would make costs fall with rows (for memory with
    features, too), or where twelve points or more show that it does not help; fewer points are no reason to think that
    costs do not grow, and every fit reads all rows and features. Exponents are damped towards what is supposed before
    anything is measured.

    Raises
    ------
    ProbeError
        Where there are fewer than six points.
    """
    if len(points) < FEWEST_POINTS:
        raise ProbeError.about(f"{implementation} has {len(points)} points of {measure}; six are the fewest.")
    logs = {axis: np.log([max(1, getattr(point, axis)) for point in points]) for axis in _AXES}
    ratios = np.array([point.ratio for point in points])
    varied = [axis for axis in _AXES if np.ptp(logs[axis]) > _LEAST_LOG_RANGE]
    fits = []
    for chosen in (terms for size in range(len(varied) + 1) for terms in itertools.combinations(varied, size)):
        design = np.column_stack([np.ones(len(ratios)), *(logs[axis] for axis in chosen)])
        supposed = [_SUPPOSED[measure][axis] for axis in chosen]
        for share in _OVERHEAD_SHARES if chosen else (0.0,):
            fit = _fitted(("one", *chosen), design, ratios, share * float(ratios.min()), supposed)
            if fit is not None and _is_monotone(fit, measure):
                fits.append(fit)
    is_enough = len(points) >= _ENOUGH_POINTS
    kept = _READ_BY_EVERY_FIT if measure in FITTING else ()
    kept = kept if is_enough else _AXES
    best = min(fits, key=lambda fit: (-len({*kept} & {*fit.terms}), fit.criterion))
    scale, dof = _scatter(best, is_enough)
    return CostModel(
        algorithm=algorithm,
        implementation=implementation,
        task=task,
        measure=measure,
        terms=best.terms,
        coefficients=_rounded(best.coefficients),
        fixed=float(f"{best.fixed:.5g}"),
        inverse=tuple(_rounded(row) for row in best.inverse),
        residual_scale=scale,
        dof=dof,
        ranges={axis: _range_of(points, axis) for axis in _AXES},  # type: ignore[misc]
        n=len(points),
    )


def _scatter(fit: _Fit, is_enough: bool) -> tuple[float, int]:
    """Return the residual scale and its degrees of freedom; few points are joined by three of the usual scatter."""
    usual = 0 if is_enough else _USUAL_POINTS
    dof = fit.dof + usual
    scale = math.sqrt((fit.squares + usual * _SUPPOSED_SCALE**2) / dof)
    return max(_LEAST_SCALE, float(f"{scale:.5g}")), dof


def _fitted(
    terms: tuple[CostTerm, ...], design: Any, ratios: Any, fixed: float, supposed: Sequence[tuple[float, float]]
) -> _Fit | None:
    """Return the least squares of log y for one overhead; None where no points are to spare.

    Damped twice: by the scatter that is usual, then by the scatter that the first fit leaves.
    """
    n, n_parameters = len(ratios), design.shape[1] + (fixed > 0)
    if n - n_parameters < 1:
        return None
    means, deviations = np.array([(0.0, np.inf), *supposed]).T
    scale, wanted = _SUPPOSED_SCALE, np.log(ratios)
    coefficients = None
    for _ in range(2):
        damping = np.diag((scale / deviations) ** 2)
        coefficients = _solved(design, wanted, fixed, damping, means, coefficients)
        varying = np.exp(design @ coefficients)
        squares = float(np.sum((wanted - np.log(fixed + varying)) ** 2))
        scale = max(_LEAST_SCALE, math.sqrt(squares / (n - n_parameters)))
    slopes = design * (varying / (fixed + varying))[:, None]
    inverse = np.linalg.inv(slopes.T @ slopes + damping + 1e-9 * np.eye(len(damping)))
    k = n_parameters + 1
    criterion = n * math.log(max(squares, n * _LEAST_SCALE**2 / 25) / n) + 2 * k + 2 * k * (k + 1) / max(1, n - k - 1)
    return _Fit(terms, coefficients, fixed, inverse, squares, criterion, n - n_parameters)


def _solved(design: Any, wanted: Any, fixed: float, damping: Any, means: Any, start: Any) -> Any:
    """Return the coefficients with the least damped squares, by Gauss-Newton steps that are halved until they help."""
    coefficients = start
    if coefficients is None:
        varying = np.log(np.maximum(np.exp(wanted) - fixed, 1e-12))
        coefficients = np.linalg.solve(design.T @ design + damping, design.T @ varying + damping @ means)
    squares = _squares(design, coefficients, fixed, wanted, damping, means)
    for _ in range(_STEPS):
        varying = np.exp(design @ coefficients)
        slopes = design * (varying / (fixed + varying))[:, None]
        rest = wanted - np.log(fixed + varying)
        gradient = slopes.T @ rest - damping @ (coefficients - means)
        step, size = np.clip(np.linalg.lstsq(slopes.T @ slopes + damping, gradient, rcond=None)[0], -2, 2), 1.0
        while size > 1e-3 and _squares(design, coefficients + size * step, fixed, wanted, damping, means) > squares:
            size /= 2
        if size <= 1e-3:
            break
        coefficients = coefficients + size * step
        former, squares = squares, _squares(design, coefficients, fixed, wanted, damping, means)
        if former - squares < 1e-9 * (1 + squares):
            break
    return coefficients


def _squares(design: Any, coefficients: Any, fixed: float, wanted: Any, damping: Any, means: Any) -> float:
    rest = wanted - np.log(fixed + np.exp(np.clip(design @ coefficients, -700, 700)))
    return float(rest @ rest + (coefficients - means) @ damping @ (coefficients - means))


def _is_monotone(fit: _Fit, measure: CostMeasure) -> bool:
    falling = {term for term, slope in zip(fit.terms, fit.coefficients, strict=True) if term != "one" and slope < 0}
    return not falling & _MONOTONE[measure]


def _rounded(numbers: Iterable[float]) -> tuple[float, ...]:
    return tuple(float(f"{number:.6g}") for number in numbers)


def _range_of(points: Sequence[SweepPoint], axis: str) -> tuple[float, float]:
    values = [float(getattr(point, axis)) for point in points]
    return min(values), max(values)


def with_between_scale(models: Iterable[CostModel], points: Iterable[SweepPoint]) -> tuple[CostModel, ...]:
    """Return the models with what costs differ by between data sets, told by points of real ones.

    The excess of squared residuals over the variance that a model states, as a mean over all models of a measure, of
    tables inside the range of the sweep, since beyond it the variance of exponents is stated and not estimated; each
    model's own excess is drawn towards it as if four data sets of the mean kind had been seen with it.
    """
    models = tuple(models)
    real = grouped(points, lambda table: not _is_generated(table))
    excesses = {
        _key(model): [max(-1.0, excess_of(model, p)) for p in real.get(_key(model), ()) if _is_inside(model, p)]
        for model in models
    }
    means: dict[tuple[str, str], float] = {}
    for task, measure in {(model.task, model.measure) for model in models}:
        pooled = [e for key, each in excesses.items() if key[2:] == (task, measure) for e in each]
        means[task, measure] = max(0.0, float(np.mean(pooled))) if pooled else 0.0
    widened = []
    for model in models:
        own, mean = excesses[_key(model)], means[model.task, model.measure]
        variance = (_PRIOR_POINTS * mean + sum(own)) / (_PRIOR_POINTS + len(own))
        scale = float(f"{math.sqrt(max(0.0, variance)):.5g}")
        dof = int(_PRIOR_POINTS) + len(own)
        widened.append(model.model_copy(update={"between_scale": scale, "between_dof": dof}))
    return tuple(widened)


def _is_inside(model: CostModel, point: SweepPoint) -> bool:
    return model.times_beyond(point.rows, point.features, point.classes) <= 1.0


def _key(model: CostModel) -> tuple[str, str, CostTask, CostMeasure]:
    return model.algorithm, model.implementation, model.task, model.measure


def machine_scales_of(here: Iterable[SweepPoint], elsewhere: Iterable[SweepPoint]) -> dict[CostMeasure, float]:
    """Return by measure of time how far ratios to the reference work move from one machine to another.

    The root of the mean square, over implementations, of the median logarithm of what a table cost there over here.
    A measure that only one of the machines has moves as the latency of a row does.
    """
    known = {(point.place, point.measure): point.ratio for point in here}
    moved: dict[tuple[str, str], list[float]] = {}
    for point in elsewhere:
        ratio = known.get((point.place, point.measure))
        if ratio and point.measure in TIMES:
            moved.setdefault((point.measure, point.implementation), []).append(math.log(point.ratio / ratio))
    medians: dict[str, list[float]] = {}
    for (measure, _), logs in moved.items():
        if len(logs) >= _FEWEST_SHARED:
            medians.setdefault(measure, []).append(float(np.median(logs)))
    scales = {m: float(f"{np.sqrt(np.mean(np.square(logs))):.3g}") for m, logs in sorted(medians.items())}
    if "row-latency" in scales:
        scales["batch-row-seconds"] = scales["row-latency"]
    return cast(dict[CostMeasure, float], scales)


def excess_of(model: CostModel, point: SweepPoint) -> float:
    """Return by how much a squared residual, on the scale of logs, exceeds the variance that the sweep alone gives."""
    told = model.predict(point.rows, point.features, point.classes, 1.0)
    within = told.below**2 - model.between_scale**2
    return math.log(point.ratio / told.median) ** 2 - within
