"""What would follow if a rule concluded a fact: the rules that would fire then, through further conclusions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from whichml.model.conditions import Facts, FactValue, all_hold
from whichml.model.rule import Rule


class Consequences:
    """Rules by the fields that they read, made ready to tell which wait for a conclusion alone."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._reading: dict[str, list[int]] = {}
        for number, rule in enumerate(rules):
            for name in dict.fromkeys(condition.field for condition in rule.when):
                self._reading.setdefault(name, []).append(number)

    def of(self, rule: Rule, facts: Facts) -> tuple[int, ...]:
        """Return the numbers of the rules that would fire besides, were a rule to conclude what it does.

        What they conclude in turn is taken as known, and is not told by itself; nor is what the facts say already.
        """
        concluded = rule.concluded()
        known: dict[str, FactValue] = dict(facts)
        new: Mapping[str, FactValue] = dict([concluded] if concluded is not None else [])
        found: dict[int, None] = {}
        while new := {name: value for name, value in new.items() if name not in known}:
            known |= new
            further: dict[str, FactValue] = {}
            for number in dict.fromkeys(each for name in new for each in self._reading.get(name, ())):
                waiting = self._rules[number]
                if number in found or not self._fires(waiting, known):
                    continue
                concluded = waiting.concluded()
                if concluded is None:
                    found[number] = None
                else:
                    further.setdefault(*concluded)
            new = further
        return tuple(found)

    @staticmethod
    def _fires(rule: Rule, facts: Facts) -> bool:
        return all_hold(rule.when, facts) is True and not (rule.unless and all_hold(rule.unless, facts) is True)
