"""What the cases beside a pack see of each rule: firing and silent, each condition both ways, each threshold held."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from whichml.authoring.case_runs import CaseRun
from whichml.knowledge.base import Knowledge
from whichml.model.documents.plain_numbers import is_number
from whichml.model.statements.conditions import Condition, FactValue, FieldShape, NumberTest
from whichml.model.statements.field_domains import bounds_of
from whichml.model.statements.rule import Rule

Part = Literal["when", "unless"]
NEAR = 0.1
"""How far from a threshold a value may lie and still hold it, as a share of the threshold."""


@dataclass(frozen=True, slots=True)
class ConditionCoverage:
    """Which of its three outcomes a condition has over the cases of its pack."""

    part: Part
    condition: Condition
    seen_true: bool
    seen_false: bool
    seen_unknown: bool


@dataclass(frozen=True, slots=True)
class ThresholdCoverage:
    """Whether a case that names the rule lies near a threshold, where its condition holds and where it does not.

    A value exactly at the threshold counts for the side on which it falls.
    """

    part: Part
    field: str
    value: float
    inside: bool
    outside: bool

    @property
    def is_held(self) -> bool:
        """Return whether there are cases near it on both sides."""
        return self.inside and self.outside


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """What the cases see of one rule.

    Attributes
    ----------
    fires : whether a case that expects it to fire sees it firing
    silent : whether a case that expects it to be silent sees it silent; a rule without conditions never is
    """

    rule: str
    pack: str
    where: str
    fires: bool
    silent: bool
    conditions: tuple[ConditionCoverage, ...]
    thresholds: tuple[ThresholdCoverage, ...]


def rule_coverage(knowledge: Knowledge, runs_by_pack: Mapping[str, Sequence[CaseRun]]) -> tuple[RuleCoverage, ...]:
    """Return what the cases of each pack see of its rules, in the order of the knowledge base's rules.

    Parameters
    ----------
    runs_by_pack : cases on that knowledge, by the id of the pack that they stand beside; rules of other packs are left
        out
    """
    rules = [rule for rule in knowledge.rules if rule.pack in runs_by_pack]
    seen = {pack: _Seen(runs) for pack, runs in runs_by_pack.items()}
    return tuple(_coverage(rule, seen[rule.pack], knowledge.shapes) for rule in rules)


class _Seen:
    """The cases of one pack, and the few values that each field has over all of them."""

    def __init__(self, runs: Sequence[CaseRun]) -> None:
        self.runs = runs
        self._values: dict[str, Collection[FactValue | None]] = {}

    def values(self, field: str) -> Collection[FactValue | None]:
        """Return each value that the field has in some case, once; None where it is unknown."""
        if field not in self._values:
            values = (run.facts.get(field) for run in self.runs)
            self._values[field] = {(type(value), value): value for value in values}.values()
        return self._values[field]


def _is_near(value: FactValue | None, threshold: float, shape: FieldShape) -> bool:
    """Return whether a known number lies within a tenth of a threshold; of a count, the next whole number does too."""
    if not is_number(value):
        return False
    margin = abs(threshold) * NEAR or NEAR
    if shape.whole:
        margin = max(margin, 1.0)
    return abs(value - threshold) <= margin * (1 + 1e-9)


def conditions_by_part(rule: Rule) -> Iterator[tuple[Part, Condition]]:
    """Yield the conditions of a rule with the part in which each stands."""
    yield from (("when", condition) for condition in rule.when)
    yield from (("unless", condition) for condition in rule.unless)


def _coverage(rule: Rule, seen: _Seen, shapes: Mapping[str, FieldShape]) -> RuleCoverage:
    naming = [s for s in seen.runs if rule.id in s.case.expect.fires or rule.id in s.case.expect.silent]
    return RuleCoverage(
        rule=rule.id,
        pack=rule.pack,
        where=rule.where,
        fires=any(rule.id in s.case.expect.fires and rule.id in s.fired for s in naming),
        silent=any(rule.id in s.case.expect.silent and rule.id not in s.fired for s in naming),
        conditions=tuple(_condition_coverage(part, condition, seen) for part, condition in conditions_by_part(rule)),
        thresholds=tuple(
            _threshold_coverage(part, condition, threshold, naming, shapes[condition.field])
            for part, condition in conditions_by_part(rule)
            if isinstance(condition.test, NumberTest)
            for threshold in bounds_of(condition.test)
        ),
    )


def _condition_coverage(part: Part, condition: Condition, seen: _Seen) -> ConditionCoverage:
    values = seen.values(condition.field)
    held = {condition.holds({} if value is None else {condition.field: value}) for value in values}
    return ConditionCoverage(part, condition, True in held, False in held, seen_unknown=None in values)


def _threshold_coverage(
    part: Part, condition: Condition, threshold: float, naming: Sequence[CaseRun], shape: FieldShape
) -> ThresholdCoverage:
    near = [s for s in naming if _is_near(s.facts.get(condition.field), threshold, shape)]
    held = {condition.holds(s.facts) for s in near}
    return ThresholdCoverage(part, condition.field, threshold, True in held, False in held)
