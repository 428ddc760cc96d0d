"""By which rule a program chooses the probability from which on a class counts as found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from whichml.model.briefs.brief import Brief
from whichml.model.values.quantity import Quantity
from whichml.model.values.vocabulary import REQUIREMENT_PRIORITIES

SIDES: Final = {"min": "at least", "max": "at most"}
RATES: Final[Mapping[str, tuple[str, str]]] = {
    "recall": ("tp", "positives"),
    "false-negative-rate": ("positives - tp", "positives"),
    "precision": ("tp", "tp + fp"),
    "specificity": ("negatives - fp", "negatives"),
    "false-positive-rate": ("fp", "negatives"),
    "negative-predictive-value": ("negatives - fp", "negatives - fp + positives - tp"),
    "f1": ("2 * tp", "tp + fp + positives"),
    "macro-f1": (
        "tp / (tp + fp + positives) + (negatives - fp) / (2 * negatives + positives - fp - tp)",
        "1",
    ),
    "accuracy": ("tp + negatives - fp", "positives + negatives"),
    "balanced-accuracy": ("tp / positives + (negatives - fp) / negatives", "2"),
    "matthews-correlation": (
        "tp / positives - fp / negatives",
        "np.sqrt((tp + fp) / positives * (positives + negatives - tp - fp) / negatives)",
    ),
    "cohen-kappa": (
        "2.0 * (tp * negatives - fp * positives)",
        "(tp + fp) * negatives + positives * (positives + negatives - tp - fp)",
    ),
}
"""Rates that move with the threshold: how many of how many, in true and false positives among both classes."""
_OTHER_SIDES: Final[Mapping[str, str]] = {
    "recall": "precision", "false-negative-rate": "precision", "precision": "recall", "specificity": "recall",
    "false-positive-rate": "recall", "negative-predictive-value": "specificity",
}  # fmt: skip
"""Rates that some constant answer makes perfect, and what has to suffer for that."""
_BOTH_SIDES: Final[Mapping[str, str]] = {
    "error-rate": "accuracy", "micro-f1": "accuracy",
    **{name: name for name in (
        "f1", "macro-f1", "accuracy", "balanced-accuracy", "matthews-correlation", "cohen-kappa",
    )},
}  # fmt: skip
"""Scores that are best at a threshold of their own, and the rate that is highest there."""


@dataclass(frozen=True, slots=True)
class ThresholdRule:
    """What a threshold has to keep, as rate, side and bound with the weightiest first, and which rate is then best."""

    kept: tuple[tuple[str, str, float], ...]
    best: str

    @property
    def words(self) -> str:
        """Return the rule as a clause."""
        if not self.kept:
            return f"the highest {self.best}"
        held = " and ".join(f"{rate} {side} {bound:g}" for rate, side, bound in self.kept)
        return f"the highest {self.best} among those that keep {held}"


def threshold_rule(brief: Brief) -> ThresholdRule | None:
    """Return the rule that the bounds of a brief ask for; None where none of them moves with the threshold."""
    kept: list[tuple[str, str, float]] = []
    best = ""
    for requirement in sorted(brief.requirements, key=lambda each: REQUIREMENT_PRIORITIES.index(each.priority)):
        metric, side, bound = requirement.metric, SIDES.get(requirement.side or ""), requirement.bound
        if metric is None or side is None or not isinstance(bound, Quantity):
            continue
        if metric in _OTHER_SIDES:
            kept.append((metric, side, bound.magnitude))
        best = best or _BOTH_SIDES.get(metric, "")
    if not kept and not best:
        return None
    return ThresholdRule(tuple(kept), best or _OTHER_SIDES[kept[0][0]])
