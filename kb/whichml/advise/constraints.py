"""What a brief requires, as bounds that ratings can be held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from whichml.advise.requirements import Bound, LevelBound, UnitBound
from whichml.knowledge.entities import Quality
from whichml.model.format.requirement import Requirement, bound_in_words
from whichml.model.statements.conditions import Facts, FactValue
from whichml.model.statements.stated_requirement import OfRequirement, StatedRequirement
from whichml.model.values.quantity import Quantity, in_short_words
from whichml.model.values.vocabulary import LEVELS, Dimension, Statistic


@dataclass(frozen=True, slots=True)
class Constraint(OfRequirement):
    """One requirement of the brief, with the bound that ratings are held against.

    Attributes
    ----------
    requirement : as the answer tells it
    bound : None where no claim can settle it: a metric of its own, or an amount in another currency
    at : the statistic that it speaks of, such as `p99`; empty where it names none
    metric_bound : the bound in its metric, which measurements alone can settle
    only_screens : whether it puts out and warns alone: nothing is weighed by it, and rules read what implies it
    """

    requirement: StatedRequirement
    bound: Bound | None
    at: str = ""
    metric_bound: UnitBound | None = None
    only_screens: bool = False

    @property
    def key(self) -> str:
        """Return its path in the brief, such as `requirements.0` or `deployment.memory`."""
        return self.requirement.id

    @property
    def metric(self) -> str:
        """Return the metric that measures it, or an empty text."""
        return self.requirement.metric

    @property
    def text(self) -> str:
        """Return the bound in words, such as `at most 40 ms (p99)`."""
        return self.requirement.text

    @property
    def excludes(self) -> bool:
        """Return whether missing it puts an algorithm out."""
        return self.priority == "must"

    @property
    def asks_for_measurement(self) -> bool:
        """Return whether it is a bound on a metric, of which claims say nothing."""
        return self.bound is None and self.metric_bound is not None


def is_judged(constraint: Constraint) -> bool:
    """Return whether a constraint bounds a quality by a level, which nobody computes or measured."""
    return isinstance(constraint.bound, LevelBound)


_ACTING: Final = frozenset({"control", "sequential-decision"})
"""Tasks whose every step waits for an action; a plan is made beside the steps that it is carried out in."""


@dataclass(frozen=True, slots=True)
class FieldBudget:
    """What a field of the brief leaves for a quality, as a must requirement would.

    Attributes
    ----------
    at : the statistic that has to keep it
    tasks : of which tasks the field bounds the quality; None for all
    only_screens : as a constraint says it
    """

    quality: str
    dimension: Dimension
    at: Statistic | None = None
    tasks: frozenset[str] | None = None
    only_screens: bool = False


CONTROL_PERIOD: Final = "deployment.control_period"
BUDGETS: Final[Mapping[str, FieldBudget]] = MappingProxyType({
    "deployment.memory": FieldBudget("inference-memory", "bytes"),
    "deployment.storage": FieldBudget("model-size", "bytes"),
    CONTROL_PERIOD: FieldBudget("inference-latency", "duration", "p99", _ACTING, only_screens=True),
})  # fmt: skip
"""Fields of the brief that bound a quality: the model has to fit the device, and its action to come within the step."""


def constraints_of(requirements: Sequence[Requirement], facts: Facts) -> tuple[Constraint, ...]:
    """Return the requirements as constraints, in the brief's order, and after them what other fields leave.

    Such a budget is left out where a must requirement on the same quality is as tight.
    """
    stated = [_demand(index, requirement) for index, requirement in enumerate(requirements)]
    budgets = [
        _budget(field, budget, facts[field])
        for field, budget in BUDGETS.items()
        if field in facts and (budget.tasks is None or facts["task"] in budget.tasks)
    ]
    return (*stated, *(budget for budget in budgets if not any(_implies(constraint, budget) for constraint in stated)))


def _implies(constraint: Constraint, budget: Constraint) -> bool:
    """Return whether keeping a stated constraint keeps a budget too."""
    if not constraint.excludes or constraint.quality != budget.quality or not isinstance(budget.bound, UnitBound):
        return False
    bound = constraint.bound
    return isinstance(bound, UnitBound) and bound.end == "max" and bound.magnitude <= budget.bound.magnitude


def _budget(field: str, budget: FieldBudget, available: FactValue) -> Constraint:
    if isinstance(available, bool | str | tuple):
        raise TypeError(f"{field} is an amount, not {available!r}")
    text = f"at most {in_short_words(available, budget.dimension)}{f' ({budget.at})' if budget.at else ''}"
    stated = StatedRequirement(id=field, quality=budget.quality, priority="must", bound=text, from_device=True)
    return Constraint(stated, UnitBound("max", float(available)), budget.at or "", only_screens=budget.only_screens)


def constraint_facts(constraints: Sequence[Constraint], qualities: Mapping[str, Quality]) -> dict[str, str | float]:
    """Return the bounds of must constraints as facts that rules can read: `requirement.<quality>.min` or `.max`.

    A quality that is measured in a unit gives a number in its base unit, a level then stands for the anchor that ends
    it; any other quality gives the level. Of several bounds on one side the tightest counts.
    """
    found: dict[str, str | float] = {}
    for constraint in constraints:
        if not constraint.excludes or constraint.bound is None or constraint.only_screens:
            continue
        field = f"requirement.{constraint.quality}.{constraint.bound.end}"
        value = _as_fact(constraint.bound, qualities[constraint.quality])
        if value is not None and _is_tighter(value, found.get(field), constraint.bound.end):
            found[field] = value
    return found


def _demand(index: int, requirement: Requirement) -> Constraint:
    side = requirement.side
    limit = {"min": "at least", "max": "at most", None: "be"}[side]
    bound = requirement.bound
    text = f"{limit} {bound.readable if isinstance(bound, Quantity) else bound_in_words(bound)}"
    stated = StatedRequirement(
        id=f"requirements.{index}",
        quality=requirement.quality,
        metric=requirement.metric or "",
        priority=requirement.priority,
        bound=f"{text} ({requirement.at})" if requirement.at else text,
        why=(requirement.why or "").rstrip("."),
        comparable=not (isinstance(bound, Quantity) and bound.is_foreign),
    )
    return Constraint(stated, _bound(requirement), requirement.at or "", _metric_bound(requirement))


def _bound(requirement: Requirement) -> Bound | None:
    side, bound = requirement.side, requirement.bound
    if side is None or requirement.metric is not None or isinstance(bound, bool):
        return None
    if isinstance(bound, Quantity):
        return None if bound.is_foreign else UnitBound(side, bound.magnitude)
    return LevelBound(side, LEVELS.index(bound))


def _metric_bound(requirement: Requirement) -> UnitBound | None:
    side, bound = requirement.side, requirement.bound
    if side is None or requirement.metric is None or not isinstance(bound, Quantity):
        return None
    return UnitBound(side, bound.magnitude)


def _as_fact(bound: Bound, quality: Quality) -> str | float | None:
    if isinstance(bound, UnitBound):
        return bound.magnitude
    if not quality.unit:
        return LEVELS[bound.number]
    if not quality.anchors:
        return None
    rank = bound.number if bound.end == "max" else bound.number - 1
    return quality.anchors[rank] if 0 <= rank < len(quality.anchors) else None


def _is_tighter(value: str | float, known: str | float | None, end: str) -> bool:
    if known is None:
        return True
    first, second = (LEVELS.index(v) if isinstance(v, str) else v for v in (value, known))
    return first > second if end == "min" else first < second
