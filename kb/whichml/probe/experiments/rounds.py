"""Successive halving over rows: how many rows each round has, who goes on, and how long a fit will take.

After Jamieson & Talwalkar 2016, Non-stochastic Best Arm Identification and Hyperparameter Optimization, with rows as
the resource; but only candidates that are clearly worse have to go, whatever their number.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from whichml.probe.experiments.comparison import compare_scores

FIRST_ROWS, GROWTH = 600, 3
_SURE = 0.95
_FEWEST_KEPT, _MOST_KEPT = 3, 6


def rows_of_rounds(n_rows: int) -> tuple[int, ...]:
    """Return the rows of the rounds before the final one, which has all rows.

    Examples
    --------
    >>> rows_of_rounds(10_000)
    (600, 1800)
    >>> rows_of_rounds(1_000)
    ()
    """
    rounds: list[int] = []
    rows = FIRST_ROWS
    while rows <= n_rows / 2:
        rounds.append(rows)
        rows *= GROWTH
    return tuple(rounds)


def those_that_go_on(scores: Mapping[str, Sequence[float]], test_to_train: float) -> tuple[str, ...]:
    """Return who stays after a round, best first.

    The three best always stay. Others stay while the probability that they are worse than the best by more than the
    region of practical equivalence is below 95 %, but never more than the better half, or six.

    Parameters
    ----------
    scores : by name, on the same splits; a candidate with fewer of them was not measured to the end
    """
    ranked = sorted(scores, key=lambda name: (-_mean(scores[name]), name))
    if not ranked:
        return ()
    best = scores[ranked[0]]
    kept = [
        name
        for place, name in enumerate(ranked)
        if place < _FEWEST_KEPT or not is_clearly_worse(scores[name], best, test_to_train)
    ]
    return tuple(kept[: max(_MOST_KEPT, math.ceil(len(ranked) / 2))])


def is_clearly_worse(scores: Sequence[float], best: Sequence[float], test_to_train: float) -> bool:
    """Tell whether scores lie below those of the best by more than chance and the region of equivalence explain."""
    n_common = min(len(scores), len(best))
    if n_common < 2:
        return False
    return compare_scores(scores[:n_common], best[:n_common], test_to_train).worse > _SURE


def is_settled(scores: Mapping[str, Sequence[float]], test_to_train: float) -> bool:
    """Tell whether each candidate is worse than the best, or works alike, with a probability of 95 %.

    Parameters
    ----------
    scores : by name, on the same splits
    """
    best = max(scores, key=lambda name: (_mean(scores[name]), name), default="")
    for name, told in scores.items():
        if name == best:
            continue
        if len(told) < 2:
            return False
        found = compare_scores(told, scores[best], test_to_train)
        if max(found.worse, found.equivalent) <= _SURE:
            return False
    return True


def expected_seconds(seconds_by_rows: Mapping[int, float], n_rows: int) -> float:
    """Return how long a fit on more rows will take: along the power law of the last two rounds, linear at least.

    Examples
    --------
    >>> round(expected_seconds({400: 1.0, 1200: 9.0}, 2400))
    36
    """
    if not seconds_by_rows:
        return 0.0
    known = sorted(seconds_by_rows.items())
    rows, seconds = known[-1]
    power = 1.0
    if len(known) > 1 and known[-2][1] > 0.01:  # shorter times tell of the overhead alone
        power = max(1.0, math.log(seconds / known[-2][1]) / math.log(rows / known[-2][0]))
    return float(seconds * (n_rows / rows) ** power)


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)
