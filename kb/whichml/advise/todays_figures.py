"""How well today's way does, where that was measured: the figures that whatever is advised has to beat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from whichml.model.statements.conditions import Facts, known_number

RECALL: Final = "project.existing_recall"
PRECISION: Final = "project.existing_precision"
ERROR: Final = "project.existing_error"
FIGURES: Final = (RECALL, PRECISION, ERROR)
_OF_NUMBERS: Final = frozenset({"regression", "probabilistic-regression", "forecasting", "survival-analysis"})
"""Tasks of which the error is a mean distance as a share; a time that is told beforehand is a number too."""

_FEW, _NEARLY_ALL = 0.1, 0.99
"""Between which shares a part of a percent is of no matter."""


def todays_figures(facts: Facts) -> str:
    """Return what is known of how well today's way does, as a clause behind its name; empty where nothing is.

    Examples
    --------
    >>> todays_figures({"task": "binary-classification", RECALL: 0.85, PRECISION: 0.825})
    'finds 85 % of what is sought, with 82 % of its reports right'
    >>> todays_figures({"task": "forecasting", ERROR: 0.065})
    'is off by 6.5 % on the mean'
    """
    return figures_in_words(facts.get("task"), {name: known_number(facts, name) for name in FIGURES})


def figures_in_words(task: object, figures: Mapping[str, float | None]) -> str:
    """Return the figures of today's way as a clause behind its name; empty where there are none."""
    recall, precision, error = (figures.get(name) for name in FIGURES)
    told = []
    if recall is not None:
        told.append(f"finds {in_per_cent(recall)} of what is sought")
    if precision is not None:
        right = f"{in_per_cent(precision)} of its reports"
        told.append(f"with {right} right" if told else f"is right in {right}")
    if error is not None:
        wrong = (
            f"off by {in_per_cent(error)} on the mean"
            if task in _OF_NUMBERS
            else f"wrong in {in_per_cent(error)} of its answers"
        )
        told.append(f"and is {wrong}" if told else f"is {wrong}")
    return ", ".join(told)


def in_per_cent(share: float) -> str:
    """Return a share in per cent to two digits, and from ten on to the last one before the point.

    Examples
    --------
    >>> in_per_cent(0.065), in_per_cent(0.85), in_per_cent(0.9982)
    ('6.5 %', '85 %', '99.8 %')
    """
    n_digits = 0 if _FEW <= share <= _NEARLY_ALL else 1
    return f"{100 * share:.{n_digits}f} %".replace(".0 %", " %")
