"""Which qualities count in this project and how much: the brief's order, then rules, the highest tier winning."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from whichml.advise.constraints import Constraint
from whichml.advise.justification import JustificationBuilder
from whichml.advise.requirements import LevelBound
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import Priority
from whichml.model.statements.rule import Rule

TIER_WEIGHT = {"high": 9.0, "normal": 3.0, "low": 1.0}
ORDER_WEIGHTS = (18.0, 14.0, 11.0, 9.0, 7.0, 5.0)
BOUND_WEIGHT = {"must": 3.0, "should": 9.0, "could": 3.0}
PRACTICE = "established-practice"
PRACTICE_NAME = "Use by language models"
"""How an answer calls the criterion of what practice would use, which is no quality."""
ACCURACY_FLOOR = 0.4
"""The least share of the weight that accuracy keeps where the brief puts nothing before it."""
FLOOR_STEP = 0.3
"""How much larger that share is for each quality that the brief puts before accuracy; together they keep it."""
HIGHEST_FLOOR = 0.8


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
    Accuracy keeps at least 40 per cent of the total: an algorithm that is wrong more often than another is rarely the
    better choice for being cheaper. What the brief orders before accuracy keeps 30 per cent more for each, at most 80,
    together with it and in their order. Where the brief leaves accuracy out, it counts as what is ordered first.

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
    shares, scale = _shares(weighings, sum(BOUND_WEIGHT[d.priority] for d in bounds), stated)
    criteria = [
        Criterion(
            w.quality,
            shares[w.quality],
            w.tier,
            tuple(graph.rule(rule) for rule in w.rules) or (graph.brief("priorities", order),),
        )
        for w in weighings.values()
    ]
    criteria += [
        Criterion(d.quality, BOUND_WEIGHT[d.priority] * scale, "bound", (graph.constraint(d),), d) for d in bounds
    ]
    return tuple(sorted(criteria, key=lambda c: (-c.share, c.quality, c.name)))


def weights_told(stated: Sequence[Sequence[str]], standing: Sequence[Rule], knowledge: Knowledge) -> dict[str, float]:
    """Return the weight of each quality that the brief orders or rules make count, before any is set against others."""
    weights = {name: each.weight for name, each in _by_rules(standing).items() if knowledge.qualities[name].ranks}
    for rank, group in enumerate(stated):
        for quality in group:
            weights[quality] = max(weights.get(quality, 0.0), ORDER_WEIGHTS[min(rank, len(ORDER_WEIGHTS) - 1)])
    return weights


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
        return constraint.key in unsettled and not constraint.only_screens
    return isinstance(constraint.bound, LevelBound) or (
        constraint.bound is not None and bool(knowledge.qualities[constraint.quality].anchors)
    )


def _shares(
    weighings: Mapping[str, Weighing], of_bounds: float, stated: Sequence[Sequence[str]]
) -> tuple[dict[str, float], float]:
    """Return the share of each quality in the total weight, and the share that a weight of 1 has elsewhere."""
    weights = {name: each.weight for name, each in weighings.items()}
    together = _kept_together(stated, weights)
    if together and not any("accuracy" in group for group in stated):
        weights["accuracy"] = max(weights[name] for name in together)
    total = sum(weights.values()) + of_bounds
    if total <= 0:
        return weights, 0.0
    kept = sum(weights[name] for name in together)
    share = min(HIGHEST_FLOOR, ACCURACY_FLOOR + FLOOR_STEP * (len(together) - 1)) if together else 0.0
    if kept >= share * total:
        return {name: weight / total for name, weight in weights.items()}, 1 / total
    others = (1 - share) / (total - kept) if total > kept else 0.0
    inside = (share if others else 1.0) / kept
    return {n: weight * (inside if n in together else others) for n, weight in weights.items()}, others


def _kept_together(stated: Sequence[Sequence[str]], weights: Mapping[str, float]) -> frozenset[str]:
    """Return accuracy with what the brief orders before it, or orders first where it leaves accuracy out."""
    if "accuracy" not in weights:
        return frozenset()
    place = next((n for n, group in enumerate(stated) if "accuracy" in group), min(1, len(stated)))
    return frozenset({"accuracy", *(name for group in stated[:place] for name in group)})


def _order(stated: Sequence[Sequence[str]]) -> str:
    return " > ".join(" = ".join(group) for group in stated)


def as_priorities(
    criteria: Sequence[Criterion], knowledge: Knowledge, graph: JustificationBuilder, practice: float, task: str
) -> tuple[Priority, ...]:
    """Return the criteria as the answer lists them, each with a node of its own.

    Parameters
    ----------
    practice : the share of the whole weight that established practice has; the criteria share the rest
    task : of the brief, whose answered briefs are counted apart
    """
    found = _of_qualities(criteria, knowledge, graph, 1.0 - practice)
    if not practice or knowledge.practice is None:
        return found
    n_briefs = knowledge.practice.briefs_of(task)
    of = f"{n_briefs:,} of them of this task" if n_briefs else "none of them counted for this task"
    text = (
        f"what language models, not human experts, would use has {practice:.0%} of the weight, learnt from "
        f"{knowledge.practice.briefs:,} briefs, {of}"
    )
    told = graph.add("evidence:practice", "evidence", text, (), (knowledge.practice.citation,))
    node = graph.add(f"priority:{PRACTICE}", "priority", f"Established practice counts here ({practice:.0%})", (told,))
    return (Priority(quality=PRACTICE, weight=round(practice, 4), tier="practice", because=(node,)), *found)


def _of_qualities(
    criteria: Sequence[Criterion], knowledge: Knowledge, graph: JustificationBuilder, of_all: float
) -> tuple[Priority, ...]:
    return tuple(
        Priority(
            quality=criterion.name,
            requirement=criterion.constraint.key if criterion.constraint is not None else "",
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
