"""Which unknown fields rules wait for, and how much would follow if they were known.

The weight of a field is the sum of what the rules that wait for it would do. A rule counts by its effect; what it
concludes counts by the rules that wait for that; one that speaks of this task or modality counts double, since only
such a project is asked; and one that waits for two fields counts a quarter for each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from whichml.knowledge.base import Knowledge
from whichml.model.format.brief_fields import FACT_FIELDS
from whichml.model.statements.conditions import Condition, Facts, all_hold
from whichml.model.statements.fields import SHARES_OF_COSTS
from whichml.model.statements.rule import EffectKind, Rule
from whichml.rules.satisfied_conditions import HeldButFew
from whichml.rules.selection import RateOf, Selection

ASKED_FOR: Final[Mapping[str, str]] = {
    "data.training_rows": "data.rows",
    "data.rows_per_feature": "data.features",
    "data.events_per_feature": "data.features",
    "data.rows_per_series": "data.series",
    "data.minority_rows": "data.minority_share",
    "data.encoded_features": "data.features",
    "deployment.requests_per_second": "deployment.requests_per_day",
    "project.rounds_left": "project.trials_left",
}
"""The field to ask for where a computed one is unknown."""
_WEIGHT: Final[Mapping[EffectKind, float]] = {
    "exclude": 3.0, "rate": 1.5, "prioritise": 1.2, "decide": 0.8, "forbid": 0.8, "caution": 0.8, "conclude": 0.5,
    "advise": 0.3,
}  # fmt: skip
_OF_THE_TASK: Final = frozenset({"task", "data.modality"})
_FOR_ITS_TASK: Final = 2.0
_OF_TWO: Final = 0.25
_DERIVED: Final = "derived."


class WaitingField(NamedTuple):
    """A field that rules wait for.

    Attributes
    ----------
    weight : of all that would follow, the heavier the more
    rules : those that wait for it alone, the heaviest first
    """

    field: str
    weight: float
    rules: tuple[Rule, ...]


class WaitingFields:
    """The rules of a knowledge base, made ready to tell which fields of a brief they wait for."""

    def __init__(self, knowledge: Knowledge, selection: Selection) -> None:
        self._rules = knowledge.rules
        self._qualities = knowledge.qualities
        self._selection = selection
        self._held_but_few = HeldButFew((rule.when for rule in knowledge.rules), n_most=2)

    def fields(
        self, facts: Facts, fired: Collection[str], rate: RateOf, leaders: Sequence[str]
    ) -> tuple[WaitingField, ...]:
        """Return the unknown fields that rules wait for, the heaviest first.

        Parameters
        ----------
        fired : ids of rules that have fired
        leaders : whom a rule has to touch, of those that speak of algorithms
        """
        waiting = list(self._waiting(facts, fired, rate, leaders))
        followed: dict[str, list[tuple[Condition, float]]] = {}
        for _, weight, lacked in waiting:
            if len(lacked) == 1 and lacked[0].field.startswith(_DERIVED):
                followed.setdefault(lacked[0].field, []).append((lacked[0], weight))
        weights: dict[str, float] = {}
        alone: dict[str, list[tuple[float, Rule]]] = {}
        for rule, weight, lacked in waiting:
            if any(condition.field.startswith(_DERIVED) for condition in lacked):
                continue
            concluded = rule.concluded()
            if concluded is not None:
                weight += sum(more for test, more in followed.get(concluded[0], ()) if test.test.accepts(concluded[1]))
            for name, share in _asked_for(lacked, facts):
                weights[name] = weights.get(name, 0.0) + weight * share
                if len(lacked) == 1:
                    alone.setdefault(name, []).append((weight, rule))
        found = (
            WaitingField(name, weight, _heaviest_first(alone.get(name, [])))
            for name, weight in weights.items()
            if name in FACT_FIELDS
        )
        return tuple(sorted(found, key=lambda waits: (-waits.weight, waits.field)))

    def _waiting(
        self, facts: Facts, fired: Collection[str], rate: RateOf, leaders: Sequence[str]
    ) -> Iterator[tuple[Rule, float, tuple[Condition, ...]]]:
        for number, lacked in self._held_but_few.on(facts):
            rule = self._rules[number]
            if rule.id in fired or any(condition.field.startswith("requirement.") for condition in lacked):
                continue
            if len({ASKED_FOR.get(condition.field, condition.field) for condition in lacked}) < len(lacked):
                continue
            if rule.is_selective and not self._selection.of(rule, leaders, facts, rate):
                continue
            if rule.effect.kind == "prioritise" and not any(self._qualities[q].ranks for q, _ in rule.effect.tiers):
                continue
            if rule.unless and all_hold(rule.unless, facts) is True:
                continue
            is_own = any(condition.field in _OF_THE_TASK for condition in rule.when)
            yield rule, _WEIGHT[rule.effect.kind] * (_FOR_ITS_TASK if is_own else 1.0), lacked


def _asked_for(lacked: Sequence[Condition], facts: Facts) -> Iterator[tuple[str, float]]:
    """Yield the fields to ask for where conditions are unknown, each with its share of what follows from them."""
    of_each = 1.0 if len(lacked) == 1 else _OF_TWO
    for condition in lacked:
        costs = [cost for cost in SHARES_OF_COSTS.get(condition.field, ()) if cost not in facts]
        for cost in costs:  # neither says anything without the other, and whoever knows one knows both
            yield cost, of_each
        if condition.field not in SHARES_OF_COSTS:
            yield ASKED_FOR.get(condition.field, condition.field), of_each


def _heaviest_first(rules: list[tuple[float, Rule]]) -> tuple[Rule, ...]:
    return tuple(rule for _, rule in sorted(rules, key=lambda each: (-each[0], each[1].id)))
