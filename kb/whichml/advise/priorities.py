"""Which qualities count in this project and how much: the brief's order, then rules, the highest tier winning."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal

from whichml.advise.constraints import Constraint
from whichml.advise.justification import JustificationBuilder
from whichml.advise.requirements import LevelBound
from whichml.knowledge.base import Knowledge
from whichml.model.recommendation import Priority
from whichml.model.rule import Rule

TierName = Literal["stated", "high", "normal", "low", "bound"]
TIER_WEIGHT = {"high": 9.0, "normal": 3.0, "low": 1.0}
ORDER_WEIGHTS = (18.0, 14.0, 11.0, 9.0, 7.0, 5.0)
BOUND_WEIGHT = {"must": 3.0, "should": 9.0, "could": 3.0}
PRACTICE = "established-practice"
PRACTICE_NAME = "Established practice"
"""How an answer calls the criterion of what practice would use, which is no quality."""
ACCURACY_FLOOR = 0.4
ACCURACY_FLOOR_WHERE_LEFT_OUT = 0.3


@dataclass(slots=True)
class Weighing:
    """A quality's weight before it is set against the others, and who asked for it."""

    quality: str
    weight: float
    tier: str
    rules: list[Rule] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One column of the ranking: a quality, or a should or could bound on one (`constraint`)."""

    quality: str
    share: float
    tier: str
    because: tuple[str, ...]
    constraint: Constraint | None = None

    @property
    def name(self) -> str:
        """Return how the answer calls the criterion."""
        return self.quality if self.constraint is None else f"{self.quality} {self.constraint.text}"


def weigh(
    knowledge: Knowledge,
    stated: Sequence[Sequence[str]],
    standing: Sequence[Rule],
    constraints: Sequence[Constraint],
    unsettled: Collection[str],
    graph: JustificationBuilder,
) -> tuple[Criterion, ...]:
    """Return the criteria with their shares of the total weight, the heaviest first.

    Parameters
    ----------
    stated : the brief's own order of qualities, ties as groups
    unsettled : keys of the must constraints that some candidates are known to keep and others are not: who is sure to
        keep a must is the better choice; and of other constraints on a metric that was measured

    Notes
    -----
    Accuracy keeps at least 40 per cent of the total, 30 where the brief orders priorities and leaves it out: an
    algorithm that is wrong more often than another is rarely the better choice for being cheaper. What the brief puts
    before accuracy still weighs more than it, and what it names first weighs as much as an accuracy that it leaves out.

    A quality that does not rank is no criterion on the word of rules: what hardly differs between algorithms only
    takes weight from what does. The brief's own order and bounds count all the same.
    """
    weighings = {name: each for name, each in _by_rules(standing).items() if knowledge.qualities[name].ranks}
    order = "the brief orders its priorities: " + _order(stated)
    for rank, group in enumerate(stated):
        weight = ORDER_WEIGHTS[min(rank, len(ORDER_WEIGHTS) - 1)]
        for quality in group:
            known = weighings.get(quality)
            if known is None or known.weight <= weight:
                weighings[quality] = Weighing(quality, weight, "stated")
    bounds = [d for d in constraints if _is_a_criterion(knowledge, d, unsettled)]
    total = sum(w.weight for w in weighings.values()) + sum(BOUND_WEIGHT[d.priority] for d in bounds)
    scale, accuracy = _with_floor(weighings, total, _floor_within_order(stated, weighings, total))
    criteria = [
        Criterion(
            w.quality,
            accuracy if w.quality == "accuracy" else w.weight * scale,
            w.tier,
            tuple(graph.rule(rule) for rule in w.rules) or (graph.brief("priorities", order),),
        )
        for w in weighings.values()
    ]
    criteria += [
        Criterion(d.quality, BOUND_WEIGHT[d.priority] * scale, "bound", (graph.constraint(d),), d) for d in bounds
    ]
    return tuple(sorted(criteria, key=lambda c: (-c.share, c.quality, c.name)))


def accuracy_floor(stated: Sequence[Sequence[str]]) -> float:
    """Return the least share of the weight that accuracy keeps under the brief's own order of priorities."""
    if not stated or "accuracy" in stated[0]:
        return ACCURACY_FLOOR
    return 0.0 if any("accuracy" in group for group in stated) else ACCURACY_FLOOR_WHERE_LEFT_OUT


def _floor_within_order(stated: Sequence[Sequence[str]], weighings: dict[str, Weighing], total: float) -> float:
    """Return the floor of accuracy, no higher than the share that it leaves to what the brief orders before it."""
    floor, accuracy = accuracy_floor(stated), weighings.get("accuracy")
    if accuracy is None or not stated or accuracy.tier == "stated":
        return floor
    first = max(weighings[quality].weight for quality in stated[0])
    others = total - accuracy.weight
    return min(floor, first / (others + first))


def _by_rules(standing: Sequence[Rule]) -> dict[str, Weighing]:
    found: dict[str, Weighing] = {}
    for rule in standing:
        if rule.effect.kind != "prioritise":
            continue
        for quality, tier in rule.effect.tiers:
            weight = TIER_WEIGHT[tier]
            known = found.get(quality)
            if known is None or weight > known.weight:
                found[quality] = Weighing(quality, weight, tier, [rule])
            elif weight == known.weight:
                known.rules.append(rule)
    return found


def _is_a_criterion(knowledge: Knowledge, constraint: Constraint, unsettled: Collection[str]) -> bool:
    if constraint.excludes or constraint.asks_for_measurement:
        return constraint.key in unsettled
    return isinstance(constraint.bound, LevelBound) or (
        constraint.bound is not None and bool(knowledge.qualities[constraint.quality].anchors)
    )


def _with_floor(weighings: dict[str, Weighing], total: float, floor: float) -> tuple[float, float]:
    """Return the factor from weight to share for all but accuracy, and accuracy's share."""
    known = weighings.get("accuracy")
    if known is None or total <= 0:
        return (1.0 / total if total else 0.0), 0.0
    share = max(known.weight / total, floor)
    others = total - known.weight
    if others <= 0:
        return 0.0, 1.0
    return (1.0 - share) / others, share


def _order(stated: Sequence[Sequence[str]]) -> str:
    return " > ".join(" = ".join(group) for group in stated)


def as_priorities(
    criteria: Sequence[Criterion], knowledge: Knowledge, graph: JustificationBuilder, practice: float
) -> tuple[Priority, ...]:
    """Return the criteria as the answer lists them, each with a node of its own.

    Parameters
    ----------
    practice : the share of the whole weight that established practice has; the criteria share the rest
    """
    found = _of_qualities(criteria, knowledge, graph, 1.0 - practice)
    if not practice or knowledge.practice is None:
        return found
    text = f"what answerers of {knowledge.practice.briefs} briefs would use has {practice:.0%} of the weight"
    told = graph.add("evidence:practice", "evidence", text, (), (knowledge.practice.citation,))
    node = graph.add(f"priority:{PRACTICE}", "priority", f"Established practice counts here ({practice:.0%})", (told,))
    return (Priority(quality=PRACTICE, weight=round(practice, 4), tier="practice", because=(node,)), *found)


def _of_qualities(
    criteria: Sequence[Criterion], knowledge: Knowledge, graph: JustificationBuilder, of_all: float
) -> tuple[Priority, ...]:
    return tuple(
        Priority(
            quality=criterion.name,
            weight=round(criterion.share * of_all, 4),
            tier=criterion.tier,
            because=(
                graph.add(
                    f"priority:{criterion.name}",
                    "priority",
                    f"{knowledge.qualities[criterion.quality].name} counts here ({criterion.tier}, "
                    f"{criterion.share * of_all:.0%} of the weight)",
                    criterion.because,
                ),
            ),
        )
        for criterion in criteria
    )
