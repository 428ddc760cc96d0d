"""How fast this machine is: the time of a fixed piece of work, which all measured times are ratios to.

The work needs NumPy alone, so that the core can calibrate without scikit-learn. Times of estimators scale by three
things that differ between machines, so it does about equally much of each: arithmetic on matrices (Newton steps of a
logistic regression), sorting and scanning of columns (the search of a tree for its best split), and plain Python (a
perceptron over rows in the interpreter, which is what a library costs around a single prediction).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from whichml.model.documents.errors import ProbeError
from whichml.model.statements.calibration import Calibration
from whichml.probe.machine.properties import machine_here

_ROWS, _FEATURES = 2_000, 20
_NEWTON_STEPS, _SORTED_COLUMNS, _INTERPRETED_ROWS = 15, 20, 1_000
_BLOCK_ROWS = 250  # products of blocks this small stay on one thread in every common BLAS
_FEWEST_REPETITIONS = 5


def profile_machine(seconds: float = 3.0, clock: Callable[[], float] = time.process_time) -> Calibration:
    """Return how long the reference work takes here.

    Parameters
    ----------
    seconds : for how long the work is repeated, at least five times
    clock : tells seconds; processor time by default, which other programs on the machine disturb least

    Raises
    ------
    ProbeError
        Where `seconds` is not positive.
    """
    if not seconds > 0:
        raise ProbeError.about(f"seconds is {seconds:g}, and has to be above 0.", hint="3 seconds are enough.")
    _reference_work()  # the first run also loads code
    started, timed = clock(), [timed_reference(clock)]
    while len(timed) < _FEWEST_REPETITIONS or clock() - started < seconds:
        timed.append(timed_reference(clock))
    low, middle, high = (float(point) for point in np.quantile(timed, [0.05, 0.5, 0.95]))
    return Calibration(reference_seconds=middle, machine=machine_here(), spread=high / low, n=len(timed))


def timed_reference(clock: Callable[[], float] = time.process_time) -> float:
    """Return the seconds that the reference work takes this once."""
    _tables()
    started = clock()
    _reference_work()
    return clock() - started


@cache
def _tables() -> tuple[Any, Any]:
    draws = np.random.default_rng(0)
    columns = draws.normal(size=(_ROWS, _FEATURES))
    return columns, (columns @ draws.normal(size=_FEATURES) + draws.normal(size=_ROWS) > 0).astype(float)


def _reference_work() -> float:
    """Return a number that depends on all of the work, so that none of it may be left out."""
    columns, target = _tables()
    return _newton(columns, target) + _split_search(columns, target) + _perceptron(columns, target)


def _newton(columns: Any, target: Any) -> float:
    weights = np.zeros(_FEATURES)
    blocks = [(columns[at : at + _BLOCK_ROWS], target[at : at + _BLOCK_ROWS]) for at in range(0, _ROWS, _BLOCK_ROWS)]
    for _ in range(_NEWTON_STEPS):
        curvature, slope = np.eye(_FEATURES), -weights
        for block, wanted in blocks:
            shares = 1.0 / (1.0 + np.exp(-np.clip(block @ weights, -30, 30)))
            curvature += (block * (shares * (1.0 - shares))[:, None]).T @ block
            slope += block.T @ (wanted - shares)
        weights += np.linalg.solve(curvature, slope)
    return float(weights.sum())


def _split_search(columns: Any, target: Any) -> float:
    best, sizes = 0.0, np.arange(1, _ROWS)
    for index in range(_SORTED_COLUMNS):
        below = np.cumsum(target[np.argsort(columns[:, index], kind="stable")])
        gain = below[:-1] ** 2 / sizes + (below[-1] - below[:-1]) ** 2 / (_ROWS - sizes)
        best = max(best, float(gain.max()))
    return best


def _perceptron(columns: Any, target: Any) -> float:
    rows = [dict(enumerate(row)) for row in columns[:_INTERPRETED_ROWS].tolist()]
    weights = dict.fromkeys(range(_FEATURES), 0.0)
    for row, wanted in zip(rows, target.tolist(), strict=False):
        told = sum(weights[name] * value for name, value in row.items()) > 0
        if told != bool(wanted):
            step = 1.0 if wanted else -1.0
            for name, value in row.items():
                weights[name] += step * value
    return sum(weights.values())
