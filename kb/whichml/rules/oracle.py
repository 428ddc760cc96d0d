"""The rules read one after the other, as a person would: the oracle that the engine is held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from whichml.model.statements.conditions import Facts, FactValue, FieldShape, all_hold
from whichml.model.statements.rule import Rule
from whichml.model.statements.strata import settling_strata
from whichml.rules.firing import Conclusion, FactConflict, Firing, Overriding, settle


class ReadingOrder:
    """In which order rules are read, and who overrides whom: the same for rules that differ in conditions alone."""

    def __init__(self, rules: Sequence[Rule], strata: Sequence[int]) -> None:
        self.settles = settling_strata(rules, strata)
        self.place = {rule.id: index for index, rule in enumerate(rules)}
        self.overriding = Overriding(rules)
        self.of_level: dict[int, list[int]] = {level: [] for level in sorted({*strata})}
        for index, level in enumerate(strata):
            self.of_level[level].append(index)


def run_naively(rules: Sequence[Rule], strata: Sequence[int], shapes: Mapping[str, FieldShape], given: Facts) -> Firing:
    """Return what fires on the given facts, by testing every rule of every stratum in turn."""
    return run_in_order(rules, ReadingOrder(rules, strata), shapes, given)


def run_in_order(
    rules: Sequence[Rule], reading: ReadingOrder, shapes: Mapping[str, FieldShape], given: Facts
) -> Firing:
    """Return what fires on the given facts, by testing every rule in the given order."""
    facts: dict[str, FactValue] = dict(given)
    fired: list[Rule] = []
    conclusions: dict[str, Conclusion] = {}
    conflicts: list[FactConflict] = []
    stated: dict[str, list[tuple[Rule, FactValue]]] = {}
    order, overriding = reading.place, reading.overriding
    for level, places in reading.of_level.items():
        for place in places:
            rule = rules[place]
            if not fires(rule, facts):
                continue
            fired.append(rule)
            concluded = rule.concluded()
            if concluded is not None:
                stated.setdefault(concluded[0], []).append((rule, concluded[1]))
        for field in reading.settles.get(level, ()):
            overridden = overriding.overridden({rule.id for rule in fired})
            counting = [said for said in stated.get(field, ()) if said[0].id not in overridden]
            if not counting:
                continue
            counting.sort(key=lambda said: order[said[0].id])
            conclusion, against = settle(counting, given.get(field), shapes[field])
            conflicts.extend(against)
            if conclusion is not None:
                conclusions[field] = conclusion
                facts[field] = conclusion.value
    fired.sort(key=lambda rule: order[rule.id])
    return Firing(
        tuple(fired), facts, conclusions, tuple(conflicts), overriding.overridden({rule.id for rule in fired})
    )


def fires(rule: Rule, facts: Facts) -> bool:
    """Return whether all of `when` is known to hold and `unless` is not known to hold."""
    if all_hold(rule.when, facts) is not True:
        return False
    return not rule.unless or all_hold(rule.unless, facts) is not True
