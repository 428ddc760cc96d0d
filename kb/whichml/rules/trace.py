"""A run told rule by rule: what fired on which facts, and what nearly fired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from whichml.model.statements.conditions import Condition, Facts, FactValue, all_hold
from whichml.model.statements.rule import Rule
from whichml.rules.firing import Firing


@dataclass(frozen=True, slots=True)
class MatchedCondition:
    """A condition and what it met: the value of its field, None where nothing is known of it."""

    condition: Condition
    value: FactValue | None


@dataclass(frozen=True, slots=True)
class Activation:
    """A rule that fired.

    Attributes
    ----------
    position : its place in the order of the rules
    stratum : in which it ran, 0 first
    met : its conditions, all of which hold
    spared : the condition of `unless` that is not known to hold, None where the rule has no `unless`
    overruled : what the brief itself says of the field that the rule concludes, None where it says nothing
    silenced_by : the rules that override it, so that it does not count
    """

    rule: Rule
    position: int
    stratum: int
    met: tuple[MatchedCondition, ...]
    spared: MatchedCondition | None
    overruled: FactValue | None
    silenced_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A rule that a single condition kept from firing.

    Attributes
    ----------
    part : `when`, where `failed` is the one condition that does not hold; `unless`, where `failed` are those that hold
    """

    rule: Rule
    part: Literal["when", "unless"]
    failed: tuple[MatchedCondition, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """What happened in one run.

    Attributes
    ----------
    steps : by stratum, then in the order of the rules
    near_misses : in the order of the rules
    """

    steps: tuple[Activation, ...]
    near_misses: tuple[NearMiss, ...]


def trace_of(rules: Sequence[Rule], strata: Sequence[int], firing: Firing, given: Facts) -> Trace:
    """Return the trace of a run.

    Parameters
    ----------
    rules, strata : the compiled rules and the stratum of each
    firing : the outcome of the run
    given : the facts that it started from
    """
    fired = {rule.id for rule in firing.fired}
    steps = [
        _step(rule, position, strata[position], firing, given)
        for position, rule in enumerate(rules)
        if rule.id in fired
    ]
    steps.sort(key=lambda step: step.stratum)
    near = [miss for rule in rules if rule.id not in fired and (miss := near_miss(rule, firing.facts)) is not None]
    return Trace(tuple(steps), tuple(near))


def _step(rule: Rule, position: int, stratum: int, firing: Firing, given: Facts) -> Activation:
    facts = firing.facts
    spared = next((c for c in rule.unless if c.holds(facts) is not True), None)
    concluded = rule.concluded()
    return Activation(
        rule=rule,
        position=position,
        stratum=stratum,
        met=tuple(MatchedCondition(c, facts.get(c.field)) for c in rule.when),
        spared=MatchedCondition(spared, facts.get(spared.field)) if spared else None,
        overruled=given.get(concluded[0]) if concluded else None,
        silenced_by=firing.overridden.get(rule.id, ()),
    )


def near_miss(rule: Rule, facts: Facts) -> NearMiss | None:
    """Return what alone keeps a rule from firing; None where it fires, or where more than one thing would change."""
    failing = [condition for condition in rule.when if condition.holds(facts) is not True]
    blocked = bool(rule.unless) and all_hold(rule.unless, facts) is True
    if len(failing) == 1 and not blocked:
        return NearMiss(rule, "when", (MatchedCondition(failing[0], facts.get(failing[0].field)),))
    if not failing and blocked:
        return NearMiss(rule, "unless", tuple(MatchedCondition(c, facts.get(c.field)) for c in rule.unless))
    return None
