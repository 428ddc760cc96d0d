"""What written levels of accuracy come to on the scale of a group, by the algorithms that were measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from whichml.advise.ratings import RatedCells, Ratings
from whichml.knowledge.base import Knowledge
from whichml.model.statements.conditions import FactValue
from whichml.model.values.scale import TOP
from whichml_workshop.published.fitting import Fitted, Frame
from whichml_workshop.published.groups import GroupText
from whichml_workshop.published.scopes import USUAL_FEATURES, USUAL_ROWS

_SERIES = 1_000.0
_LEAST_SPREAD = 0.5
_UNTOLD_SPREAD = 1.0
"""The least spread where all measured algorithms are written at one level, or at none."""
_SUPPOSED_SLOPE, _SLOPE_DEVIATION, _SCATTER = 0.7, 0.35, 0.7
Scale = tuple[float, float, float, float, float]


def written_scale(group: GroupText, knowledge: Knowledge, frame: Frame, against: Fitted) -> tuple[Scale, float]:
    """Return the log-odds that the five levels come to, and the standard deviation around them.

    A straight line through the measured algorithms in some usual regimes. A level is supposed to be worth 0.7 before
    anything is measured, give or take half of that, so that a few algorithms do not decide what words mean. Where
    nothing is written of any of them, the middle level is their mean.

    Parameters
    ----------
    against : coefficients against the reference, of shape (n_algorithms, n_terms)
    """
    written, measured, n_regimes = [], [], 0
    cells = RatedCells(knowledge)
    for facts in _regimes(group):
        n_regimes += 1
        ratings = Ratings(cells, facts)
        sizes = {"rows": float(facts["data.training_rows"]), "features": USUAL_FEATURES}  # type: ignore[arg-type]
        design = frame.design(str(facts["task"]), sizes)
        for number, name in enumerate(frame.algorithms):
            rating = ratings.of(name, "accuracy")
            if rating is not None and rating.applicable:
                written.append((rating.low + rating.high) / 2)
                measured.append(float(against[number] @ design))
    if not written:
        written, measured = [TOP / 2], [float(against[:, 0].mean())]
    slope = _slope(np.array(written), np.array(measured), n_regimes)
    start = float(np.mean(measured)) - slope * float(np.mean(written))
    spread = float(np.std(np.array(measured) - start - slope * np.array(written)))
    if len(set(written)) < 2:
        spread = max(_UNTOLD_SPREAD, spread)
    levels = [round(start + slope * level, 4) for level in range(5)]
    return (levels[0], levels[1], levels[2], levels[3], levels[4]), round(max(_LEAST_SPREAD, spread), 4)


def _slope(written: Any, measured: Any, n_regimes: int) -> float:
    """Return the posterior mean of the slope; algorithms count once, in however many regimes they stand."""
    centred = written - written.mean()
    weight = float(centred @ centred) / n_regimes / _SCATTER**2
    told = float(centred @ (measured - measured.mean())) / n_regimes / _SCATTER**2
    return max(0.0, (told + _SUPPOSED_SLOPE / _SLOPE_DEVIATION**2) / (weight + 1 / _SLOPE_DEVIATION**2))


def _regimes(group: GroupText) -> Iterable[Mapping[str, FactValue]]:
    for task in group.tasks:
        for rows in USUAL_ROWS:
            yield {
                "task": task, "data.modality": (group.measured_on[0],), "data.rows": rows, "data.training_rows": rows,
                "data.features": USUAL_FEATURES, "data.rows_per_feature": rows / USUAL_FEATURES, "data.series": _SERIES,
            }  # fmt: skip
