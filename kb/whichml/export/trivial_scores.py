"""What an answer that has learnt nothing scores, where that follows from how frequent the rare class is."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from whichml.model.statements.recommendation import Recommendation
from whichml.model.values.metrics import METRICS

_USUAL, _SHARE, _BY_LOT = "always answering the usual class", "answering {share} for every case", "drawing by lot"


class _Trivial(NamedTuple):
    """What scores without having learnt anything, and how well for a share of the rare class."""

    way: str
    score: Callable[[float], float]


_SCORES: Final[Mapping[str, _Trivial]] = {
    "accuracy": _Trivial(_USUAL, lambda share: 1 - share),
    "error-rate": _Trivial(_USUAL, lambda share: share),
    "brier-score": _Trivial(_SHARE, lambda share: share * (1 - share)),
    "log-loss": _Trivial(_SHARE, lambda share: -share * math.log(share) - (1 - share) * math.log(1 - share)),
    "average-precision": _Trivial(_BY_LOT, lambda share: share),
}


def trivial_score_of(answer: Recommendation) -> str:
    """Return what a required measure comes to without learning, and whether that is enough; empty where nothing tells.

    Of two classes, the rarer with a share of *p*, always answering the usual class is right in 1 - *p*, and answering
    *p* for every case has a mean squared error of *p* (1 - *p*) and the entropy of *p* as mean logarithmic loss. Where
    the rarer class is what is looked for, an order drawn by lot has a precision of *p* at each recall.
    """
    data = answer.brief.get("data")
    share = data.get("minority_share") if isinstance(data, Mapping) else None
    if answer.brief.get("task") != "binary-classification" or not isinstance(share, int | float) or not 0 < share < 1:
        return ""
    for required in answer.brief.get("requirements", ()):
        metric = required.get("metric")
        bound = next((required[side] for side in ("min", "max") if side in required), None)
        if isinstance(metric, str) and metric in _SCORES and isinstance(bound, int | float):
            return _said(metric, _SCORES[metric], float(share), float(bound))
    return ""


def _said(metric: str, trivial: _Trivial, share: float, bound: float) -> str:
    score, is_less_better = trivial.score(share), METRICS[metric].better == "lower"
    way = trivial.way.format(share=f"{100 * share:.2g} %")
    asked = f"at {'most' if is_less_better else 'least'} {bound:g}"
    is_enough = score <= bound if is_less_better else score >= bound
    end = f"so that {asked} asks for nothing" if is_enough else f"and {asked} is asked"
    return f"{way[0].upper()}{way[1:]} has {metric} {score:.2g}, {end}."
