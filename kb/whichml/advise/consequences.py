"""What would follow if a rule concluded a fact: the rules that would fire then, through further conclusions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from whichml.model.statements.conditions import Facts, FactValue
from whichml.model.statements.rule import Rule
from whichml.rules.satisfied_conditions import NumberedConditions


class Consequences:
    """Rules by the fields that they read, made ready to tell which wait for a conclusion alone."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules
        self.conditions = NumberedConditions()
        self._asked = [self.conditions.asked(rule.when).numbers for rule in rules]
        self._refused = [self.conditions.asked(rule.unless).numbers for rule in rules]
        self._reading: dict[str, list[int]] = {}
        for number, rule in enumerate(rules):
            for name in dict.fromkeys(condition.field for condition in rule.when):
                self._reading.setdefault(name, []).append(number)

    def on(self, facts: Facts) -> BriefConsequences:
        """Return what tells consequences in one brief."""
        return BriefConsequences(self, facts)

    def firing(self, name: str, held: frozenset[int]) -> list[int]:
        """Return the numbers of the rules that read a field and fire where these conditions hold."""
        return [
            number
            for number in self._reading.get(name, ())
            if self._asked[number] <= held and not (self._refused[number] and self._refused[number] <= held)
        ]


class BriefConsequences:
    """What would follow in one brief if a rule concluded a fact."""

    def __init__(self, consequences: Consequences, facts: Facts) -> None:
        self._consequences = consequences
        self._facts = facts
        self._held = consequences.conditions.holding(facts).numbers

    def of(self, rule: Rule) -> tuple[int, ...]:
        """Return the numbers of the rules that would fire besides, were a rule to conclude what it does.

        What they conclude in turn is taken as known, and is not told by itself; nor is what the facts say already.
        """
        concluded = rule.concluded()
        held, known = self._held, {*self._facts}
        new: Mapping[str, FactValue] = dict([concluded] if concluded is not None else [])
        found: dict[int, None] = {}
        while new := {name: value for name, value in new.items() if name not in known}:
            for name, value in new.items():
                held = self._consequences.conditions.holding_besides(held, name, value)
            known |= new.keys()
            further: dict[str, FactValue] = {}
            for number in dict.fromkeys(each for name in new for each in self._consequences.firing(name, held)):
                concluded = self._consequences.rules[number].concluded()
                if concluded is None:
                    found[number] = None
                else:
                    further.setdefault(*concluded)
            new = further
        return tuple(found)
