"""Two estimators scored on the same splits: how they differ, how sure that is, and whether it matters.

Scores of a cross-validation are correlated, since training sets overlap; a plain t-test takes them for independent and
finds differences that are not there. Both tests below correct for it in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from whichml.model.documents.errors import ProbeError

ROPE = 0.01
_FEWEST_SPLITS = 2


@dataclass(frozen=True, slots=True)
class ScoreDifference:
    """How a candidate's score differs from that of another estimator, over the same splits.

    Attributes
    ----------
    mean : candidate minus other, in units of the score
    low, high : interval of the mean at the stated confidence
    p : two-sided, of the hypothesis that the mean is 0
    worse, equivalent, better : posterior probabilities that the candidate is worse by more than the region of practical
        equivalence, within it, or better by more; they add up to 1
    n_splits : how many splits both were scored on
    """

    mean: float
    low: float
    high: float
    p: float
    worse: float
    equivalent: float
    better: float
    n_splits: int


def compare_scores(
    candidate: Sequence[float],
    other: Sequence[float],
    test_to_train: float,
    *,
    rope: float = ROPE,
    confidence: float = 0.95,
) -> ScoreDifference:
    """Return how two estimators differ by their scores on the same splits.

    The interval and `p` are those of the corrected resampled t-test: the variance of the mean is
    ``(1/n + n_test/n_train) s^2`` with ``s^2`` the sample variance of the n differences, and the statistic is held
    against Student's t with n - 1 degrees of freedom (Nadeau & Bengio 2003, Inference for the Generalization Error,
    Machine Learning 52, doi:10.1023/A:1024068626366; over repeated cross-validation Bouckaert & Frank 2004,
    doi:10.1007/978-3-540-24775-3_3).

    The probabilities are those of the Bayesian correlated t-test: under the usual improper prior the mean follows the
    same Student distribution around the observed mean, with correlation ``rho = n_test / (n_train + n_test)``, for
    which ``rho / (1 - rho) = n_test / n_train`` (Corani & Benavoli 2015, A Bayesian approach for comparing
    cross-validated algorithms on multiple data sets, Machine Learning 100, doi:10.1007/s10994-015-5486-z).

    Parameters
    ----------
    candidate, other : scores in the order of the splits, higher is better
    test_to_train : test rows divided by training rows, the mean over the splits
    rope : half the width of the region of practical equivalence, in units of the score

    Raises
    ------
    ProbeError
        Where the scores do not belong to the same splits, or are fewer than two.
    """
    if len(candidate) != len(other) or len(candidate) < _FEWEST_SPLITS:
        raise ProbeError.about(
            f"Scores on {len(candidate)} and {len(other)} splits cannot be compared.",
            hint="Give the scores of both on the same splits, two or more of them.",
        )
    if test_to_train <= 0 or rope < 0:
        raise ProbeError.about("The ratio of test to training rows must be above 0, and the region not below 0.")
    differences = np.asarray(candidate, dtype=float) - np.asarray(other, dtype=float)
    mean = float(differences.mean())
    error = corrected_standard_error(differences.tolist(), test_to_train)
    if error < 1e-12:  # every split says the same: nothing is left to doubt
        worse, better = float(mean < -rope), float(mean > rope)
        return ScoreDifference(
            mean, mean, mean, float(abs(mean) < 1e-12), worse, 1 - worse - better, better, len(differences)
        )
    return _of_student(mean, error, len(differences), rope, confidence)


def corrected_standard_error(differences: Sequence[float], test_to_train: float) -> float:
    """Return the standard error of the mean of correlated differences (Nadeau & Bengio 2003, corrected resampled t).

    Examples
    --------
    >>> round(corrected_standard_error([0.0, 0.1, 0.2, 0.1], 0.25), 4)
    0.0577
    """
    values = np.asarray(differences, dtype=float)
    return float(np.sqrt((1 / len(values) + test_to_train) * values.var(ddof=1)))


def _of_student(mean: float, error: float, n_splits: int, rope: float, confidence: float) -> ScoreDifference:
    from scipy.stats import t as student  # an extra, and slow to import

    freedom = n_splits - 1
    half = float(student.ppf((1 + confidence) / 2, freedom)) * error
    p = float(2 * student.sf(abs(mean) / error, freedom))
    worse = float(student.cdf((-rope - mean) / error, freedom))
    better = float(student.sf((rope - mean) / error, freedom))
    equivalent = max(0.0, 1 - worse - better)
    return ScoreDifference(mean, mean - half, mean + half, p, worse, equivalent, better, n_splits)
