"""What more labels, or the trials that are left, cost and how many rounds of learning they allow."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from whichml.export.sum_words import counted, lasting
from whichml.export.told_numbers import ToldNumbers
from whichml.model.values.quantity import Quantity

_TRIALS: Final = "project.trials_left"
_AT_ONCE: Final = "project.trials_at_once"
_DELAY: Final = "data.label_delay"
_DAY: Final = 86_400
_HOUR: Final = 3_600
_N_LABELS: Final = 100
"""Of how many labels it is told how long a person sits over them, where no number of them is set."""


def trials_left(told: ToldNumbers) -> Iterator[str]:
    """Yield in how many rounds the trials that are left can learn from one another, and how long that takes.

    A result that takes days to come sets the pace: one trial after the other, each waits for the one before it.
    """
    left, at_once = told.number(_TRIALS), told.number(_AT_ONCE) or 1.0
    if left is None:
        return
    delay = told.number(_DELAY, "duration")
    waits = delay is not None and delay >= _DAY and told.task == "experiment-selection"
    n_left, n_rounds = f"{counted(left)} trials are left", math.ceil(left / at_once)
    takes = f", {lasting(delay * n_rounds)}, as each result takes {lasting(delay)}" if waits and delay else ""
    if at_once >= left:
        yield f"{n_left} and run at once, so that none learns from another: spread them as a design."
    elif at_once > 1:
        yield f"{n_left}, {counted(at_once)} at once: {counted(n_rounds)} rounds of learning{takes}."
    elif takes:
        yield f"{n_left}: one after the other they take{takes[1:]}, so run them in batches."
    else:
        yield f"{n_left}, each of which can learn from all before it."


def labels_to_come(told: ToldNumbers) -> Iterator[str]:
    """Yield what the trials that are left cost, or how many more labels the budget pays and how long some take."""
    cost, time = told.money("data.label_cost"), told.number("data.label_time", "duration")
    budget, left = told.money("project.budget"), told.number(_TRIALS)
    if left is not None:
        yield from _of_trials(left, cost, time)
        return
    if cost is not None and budget is not None and cost.is_comparable_with(budget):
        n_paid = math.floor(budget.magnitude / cost.magnitude)
        yield f"The whole budget pays {counted(n_paid)} more labels at {cost.readable}."
    if time is not None and time * _N_LABELS >= _HOUR:
        yield f"{_N_LABELS} more labels take a person {counted(time * _N_LABELS / _HOUR)} hours."


def _of_trials(left: float, cost: Quantity | None, time: float | None) -> Iterator[str]:
    """Yield what the trials that are left cost in money and in time of people."""
    parts = []
    if cost is not None:
        parts.append(f"cost {Quantity('', cost.magnitude * left, 'money', cost.currency).readable}")
    if time is not None and time * left >= _HOUR:
        parts.append(f"take people {lasting(time * left)}")
    if parts:
        yield f"The {counted(left)} trials {' and '.join(parts)}."
