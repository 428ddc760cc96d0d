"""Fits of practice: few points, each shrunk towards none (Tibshirani 1996), by L-BFGS-B from no points at all.

Three models, all log-linear in the situations that hold: which algorithm is used (a softmax over those that are
usable), which one is called a mistake (a logistic regression), and which option of a decision is taken (a softmax).
The last two are convex; the first is not where an algorithm is called a mistake, since a softmax can push it down by
raising any other, so that its fit is the one that this start leads to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import sparse
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits

from whichml.advise.practice import REACH
from whichml.advise.practice_share import LEAST_SHARE
from whichml_workshop.elicited.design import Design, Floats

_RIDGE: Final = 0.3
_FEWEST_POINTS: Final = 0.06
_NEVER: Final = -1e9
_MOST_STEPS: Final = 200


@dataclass(frozen=True, slots=True)
class FittedPoints:
    """Points of subjects by situation, and the few numbers beside them.

    Attributes
    ----------
    points : ndarray of shape (n_situations, n_algorithms + n_families)
    handicaps : in the order of their fields
    usual : log-odds where nothing speaks
    slope : log-odds of a mistake for a whole unit of utility
    """

    points: Floats
    handicaps: Floats
    usual: float = 0.0
    slope: float = 0.0


Loss = Callable[[Floats], tuple[float, Floats]]


def fit_choices(design: Design, shrinkage: float, known: Floats | None = None) -> FittedPoints:
    """Return what speaks for using an algorithm, beside its utility by qualities.

    The loss is that of naming: each algorithm by the weight with which answerers name it, and against those that they
    call mistakes. Briefs in whose ranking practice has hardly a say are left out.

    Parameters
    ----------
    known : what is known to speak for each algorithm in each brief, which stays as it is; no handicap is fitted beside
    """
    is_fitted = design.shares >= LEAST_SHARE
    counts = design.usable & is_fitted[:, None]
    weights = design.weights[:, None]
    named, out = np.where(counts, weights * design.preferred, 0.0), np.where(counts, weights * design.called_out, 0.0)
    shares = np.where(is_fitted, design.shares, 1.0)
    worth = (2 * REACH * (1 - shares) / shares)[:, None] * design.utility  # as many log-odds as in the ranking
    offset = np.where(design.usable, worth if known is None else worth + known, _NEVER)
    total = named.sum(axis=1, keepdims=True)

    def loss(scores: Floats) -> tuple[float, Floats]:
        shifted = scores + offset
        shifted -= shifted.max(axis=1, keepdims=True)
        share = np.exp(shifted)
        norm = share.sum(axis=1, keepdims=True)
        share /= norm
        value = -(named * np.where(design.usable, shifted - np.log(norm), 0.0)).sum()
        kept = np.clip(1.0 - share, 1e-9, 1.0)
        value -= (out * np.log(kept)).sum()
        pushed = out * share / kept
        return value, share * total - named + pushed - share * pushed.sum(axis=1, keepdims=True)

    points, extra = _fit(design, loss, shrinkage, _beside(design.handicaps, known))
    return FittedPoints(points, extra)


def fit_mistakes(design: Design, shrinkage: float, known: Floats | None = None) -> FittedPoints:
    """Return what speaks for calling an algorithm a mistake, and how much its utility speaks against it.

    Parameters
    ----------
    known : what is known to speak for that, which stays as it is; nothing but points is fitted beside
    """
    usable = design.usable.astype(np.float64)
    counted = usable * design.weights[:, None]
    start = np.zeros(design.usable.shape) if known is None else known

    def loss(added: Floats) -> tuple[float, Floats]:
        scores = added + start
        value = (counted * (np.logaddexp(0.0, scores) - design.mistaken * scores)).sum()
        return value, counted * (1.0 / (1.0 + np.exp(-scores)) - design.mistaken)

    beside = np.concatenate([design.handicaps, design.utility[:, :, None], usable[:, :, None]], axis=2)
    points, extra = _fit(design, loss, shrinkage, _beside(beside, known))
    if known is not None:
        return FittedPoints(points, extra)
    return FittedPoints(points, extra[:-2], usual=float(extra[-1]), slope=float(extra[-2]))


def fitted_scores(design: Design, fitted: FittedPoints) -> Floats:
    """Return what fitted points say of each algorithm in each brief, of shape (n_briefs, n_algorithms).

    Parameters
    ----------
    design : whose situations are those of the points
    """
    n_algorithms = len(design.algorithms)
    by_algorithm = fitted.points[:, :n_algorithms] @ design.lineage + fitted.points[:, n_algorithms:] @ design.spread
    found = design.held @ by_algorithm + design.handicaps @ fitted.handicaps
    return np.asarray(found + fitted.usual + fitted.slope * design.utility)


def _beside(numbers: Floats, known: Floats | None) -> Floats:
    """Return what is fitted beside points: nothing where it is known already."""
    return numbers if known is None else numbers[:, :, :0]


def _fit(design: Design, loss: Loss, shrinkage: float, beside: Floats) -> tuple[Floats, Floats]:
    """Return points and the coefficients of what stands beside them, which are hardly shrunk.

    Themes have points of their own while it is fitted.
    """
    held, spread, lineage = (
        sparse.csr_matrix(sparse.hstack([design.held, design.themes])),
        design.spread,
        design.lineage,
    )
    n_algorithms, n_subjects = len(design.algorithms), len(design.algorithms) + len(design.families)
    n_points, n_beside = held.shape[1] * n_subjects, beside.shape[2]

    def objective(packed: Floats) -> tuple[float, Floats]:
        up, down, extra = packed[:n_points], packed[n_points : 2 * n_points], packed[2 * n_points :]
        points = (up - down).reshape(-1, n_subjects)
        by_algorithm = points[:, :n_algorithms] @ lineage + points[:, n_algorithms:] @ spread
        value, slope = loss(held @ by_algorithm + beside @ extra)
        back = held.T @ slope
        gradient = np.concatenate([back @ lineage.T, back @ spread.T], axis=1).ravel() + _RIDGE * (up - down)
        value += shrinkage * (up + down).sum() + _RIDGE / 2 * ((up - down) ** 2).sum() + _RIDGE / 2 * (extra**2).sum()
        beside_slope = np.einsum("na,nak->k", slope, beside) + _RIDGE * extra
        return value, np.concatenate([gradient + shrinkage, shrinkage - gradient, beside_slope])

    packed = _minimum(objective, 2 * n_points, n_beside)
    points = (packed[:n_points] - packed[n_points : 2 * n_points]).reshape(-1, n_subjects)[: design.held.shape[1]]
    points[np.abs(points) < _FEWEST_POINTS] = 0.0
    return points, packed[2 * n_points :]


@dataclass(frozen=True, slots=True)
class Spoken:
    """Which written rules speak for which options of one decision, brief by brief.

    Attributes
    ----------
    rules : their ids
    speaking : whether each speaks, (n_briefs, n_rules)
    options : for which option each does, (n_rules, n_options), a one in each row
    """

    rules: tuple[str, ...]
    speaking: sparse.csr_matrix
    options: Floats

    @property
    def supported(self) -> Floats:
        """Return whether any rule supports each option, (n_briefs, n_options)."""
        return np.asarray((self.speaking @ self.options > 0).astype(np.float64))


@dataclass(frozen=True, slots=True)
class FittedOptions:
    """What speaks for the options of one decision.

    Attributes
    ----------
    points : ndarray of shape (n_situations, n_options)
    worth : of any rule that speaks for an option
    of_rules : what each rule is worth beyond that, or short of it
    """

    points: Floats
    worth: float
    of_rules: Floats


def fit_options(
    held: sparse.csr_matrix, taken: Floats, spoken: Spoken, shrinkage: float, themes: sparse.csr_matrix | None = None
) -> FittedOptions:
    """Return what speaks for the options of one decision by situation, and what written rules for them are worth.

    Parameters
    ----------
    held : (n_briefs, n_situations)
    taken : how many answerers took each option, (n_briefs, n_options)
    themes : (n_briefs, n_words), fitted beside and left out; None for none
    """
    total = taken.sum(axis=1, keepdims=True)
    n_told = held.shape[1]
    held = held if themes is None else sparse.csr_matrix(sparse.hstack([held, themes]))
    n_situations, n_options = held.shape[1], taken.shape[1]
    n_points, n_rules = n_situations * n_options, len(spoken.rules)
    n_bounded, supported = n_points + n_rules, spoken.supported

    def objective(packed: Floats) -> tuple[float, Floats]:
        numbers, worth = packed[:n_bounded] - packed[n_bounded : 2 * n_bounded], packed[-1]
        points, of_rules = numbers[:n_points].reshape(n_situations, n_options), numbers[n_points:]
        scores = held @ points + worth * supported + spoken.speaking @ (of_rules[:, None] * spoken.options)
        scores -= scores.max(axis=1, keepdims=True)
        share = np.exp(scores)
        norm = share.sum(axis=1, keepdims=True)
        slope = total * share / norm - taken
        value = -(taken * (scores - np.log(norm))).sum()
        by_rule = ((spoken.speaking.T @ slope) * spoken.options).sum(axis=1)
        gradient = np.concatenate([(held.T @ slope).ravel(), by_rule]) + _RIDGE * numbers
        value += shrinkage * packed[:-1].sum() + _RIDGE / 2 * (numbers**2).sum() + _RIDGE / 2 * worth**2
        worth_slope = np.asarray([(slope * supported).sum() + _RIDGE * worth])
        return value, np.concatenate([gradient + shrinkage, shrinkage - gradient, worth_slope])

    packed = _minimum(objective, 2 * n_bounded, 1)
    numbers = packed[:n_bounded] - packed[n_bounded : 2 * n_bounded]
    numbers[np.abs(numbers) < _FEWEST_POINTS] = 0.0
    points = numbers[:n_points].reshape(n_situations, n_options)[:n_told]
    return FittedOptions(points, float(packed[-1]), numbers[n_points:])


def _minimum(objective: Loss, n_bounded: int, n_free: int) -> Floats:
    """Return where an objective is least, its first numbers not below 0.

    One thread: the matrices are small, and the bytes of a fit must not depend on how many threads there are.
    """
    bounds = [(0.0, None)] * n_bounded + [(None, None)] * n_free
    with threadpool_limits(1):
        found = minimize(
            objective, np.zeros(n_bounded + n_free), jac=True, method="L-BFGS-B", bounds=bounds,
            options={"maxiter": _MOST_STEPS},
        )  # fmt: skip
    return np.asarray(found.x)
