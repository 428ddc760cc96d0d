"""What facts a brief could give: for given conditions few states that stand for all, and whether rules fire there.

A field counts as independent of every other. So what cannot happen here cannot happen at all, and what can happen here
needs a brief that gives all these facts at once. Two values of a field that no test tells apart stand for each other,
so that the states over a few rules are few, however many briefs there are.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from whichml.knowledge.base import Knowledge
from whichml.model.format.brief_fields import BRIEF_FIELDS, REQUIRED_FIELDS
from whichml.model.statements.conditions import Condition, Conditions, Facts, FactValue, FieldShape
from whichml.model.statements.field_domains import FieldDomain, tests_by_field
from whichml.model.statements.rule import Rule
from whichml.rules.oracle import fires

MOST_STATES: Final = 200_000


@dataclass(frozen=True, slots=True)
class StateSpace:
    """The facts over which rules are asked whether they fire.

    Attributes
    ----------
    shapes : how the values of each field compare
    concluded : the values that rules conclude, by field
    only_concluded : fields that no brief gives
    """

    shapes: Mapping[str, FieldShape]
    concluded: Mapping[str, frozenset[FactValue]] = field(default_factory=dict)
    only_concluded: Collection[str] = ()

    @classmethod
    def of(cls, knowledge: Knowledge) -> StateSpace:
        """Return the facts that briefs and the rules of a knowledge base can give."""
        concluded: dict[str, set[FactValue]] = {}
        for said in (rule.concluded() for rule in knowledge.rules):
            if said is not None:
                concluded.setdefault(said[0], set()).add(said[1])
        frozen = {name: frozenset(values) for name, values in concluded.items()}
        return cls(knowledge.shapes, frozen, frozenset(knowledge.declared) - BRIEF_FIELDS.keys())

    def domain(self, name: str) -> FieldDomain:
        """Return what a field can hold."""
        return FieldDomain(
            self.shapes[name],
            may_be_unknown=name not in REQUIRED_FIELDS,
            is_given=name not in self.only_concluded,
            concluded=self.concluded.get(name, frozenset()),
        )

    def states(self, required: Conditions, considered: Conditions) -> Iterator[Facts] | None:
        """Return every state over the fields named where all that is required holds; None where they are too many.

        Parameters
        ----------
        considered : further conditions whose outcomes are told apart
        """
        wanted, all_tests = tests_by_field(required), tests_by_field((*required, *considered))
        choices = [self.domain(name).accepted(wanted.get(name, ()), tests) for name, tests in all_tests.items()]
        n_states = math.prod(len(values) for values in choices)
        return _assignments(tuple(all_tests), choices) if n_states <= MOST_STATES else None

    def can_hold(self, condition: Condition) -> bool:
        """Return whether some value of its field, or that it is unknown, makes a condition true."""
        return self.domain(condition.field).overlap(condition.test)

    def can_fire(self, *rules: Rule) -> bool | None:
        """Return whether rules fire, all in the same state; None where that cannot be told."""
        required = tuple(condition for rule in rules for condition in rule.when)
        states = self.states(required, tuple(condition for rule in rules for condition in rule.unless))
        return None if states is None else any(all(fires(rule, state) for rule in rules) for state in states)

    def can_differ(self, one: Rule, other: Rule) -> bool | None:
        """Return whether a state makes one of two rules fire and not the other; None where that cannot be told."""
        states = self.states((), (*one.when, *one.unless, *other.when, *other.unless))
        return None if states is None else any(fires(one, state) != fires(other, state) for state in states)

    def fires_whenever(self, one: Rule, *others: Rule) -> bool | None:
        """Return whether one rule fires in every state where the others do; None where that cannot be told."""
        required = tuple(condition for other in others for condition in other.when)
        unless = tuple(condition for other in others for condition in other.unless)
        states = self.states(required, (*unless, *one.when, *one.unless))
        if states is None:
            return None
        return all(fires(one, state) for state in states if all(fires(other, state) for other in others))


def _assignments(names: tuple[str, ...], choices: Collection[tuple[FactValue | None, ...]]) -> Iterator[Facts]:
    for values in product(*choices):
        yield {name: value for name, value in zip(names, values, strict=True) if value is not None}
