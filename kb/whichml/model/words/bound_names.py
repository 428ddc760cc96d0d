"""Names that tell what they bound and on which side: `requirement.latency.max`, `deployment.accuracy.at_least`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from whichml.model.values.metrics import AccuracyMetric
from whichml.model.values.vocabulary import QualityName
from whichml.model.words.brief_aliases import ALIASES

OTHER_SIDES: Final[Mapping[str, str]] = MappingProxyType({
    "minimum": "min", "at_least": "min", "min_value": "min", "lower": "min", "floor": "min",
    "maximum": "max", "at_most": "max", "max_value": "max", "upper": "max", "ceiling": "max", "limit": "max",
})  # fmt: skip
"""What else people call the sides of a bound."""
_SIDES: Final[Mapping[str, str]] = MappingProxyType({**OTHER_SIDES, "min": "min", "max": "max", "is": "is"})
REQUIREMENT_LISTS: Final = frozenset({"requirement", "requirements", "constraint", "constraints"})


class NamedBound(NamedTuple):
    """What a name bounds.

    Attributes
    ----------
    what : as it is called, with its group if it has one
    side : as the format calls it
    is_required : whether the name says that it is a requirement, so that nothing else is called so
    """

    what: str
    side: str
    is_required: bool


def quality_called(tidy: str) -> str:
    """Return the quality or metric of which a tidy name is another name; the name itself where it is of none."""
    return ALIASES["quality"].get(tidy) or ALIASES["metric"].get(tidy) or tidy


def usual_side(quality: QualityName | None, metric: AccuracyMetric | None) -> Literal["min", "max"]:
    """Return the side on which a bound is set as a rule: at least of what is good, at most of what is not."""
    better = quality.better if quality is not None else metric.better if metric is not None else "higher"
    return "min" if better == "higher" else "max"


def bound_named(name: str) -> NamedBound | None:
    """Return what a dotted name bounds; None where its last part is no side of a bound, or it is that alone.

    Examples
    --------
    >>> bound_named("requirement.latency.max")
    NamedBound(what='latency', side='max', is_required=True)
    >>> bound_named("deployment.latency.maximum"), bound_named("requirements.max"), bound_named("latency_max")
    (NamedBound(what='deployment.latency', side='max', is_required=False), None, None)
    """
    what, _, last = name.rpartition(".")
    side = _SIDES.get(last.strip().lower().replace("-", "_"))
    head, _, inner = what.partition(".")
    is_required = head.strip().lower() in REQUIREMENT_LISTS
    if is_required:
        what = inner
    return NamedBound(what, side, is_required) if side is not None and what else None
