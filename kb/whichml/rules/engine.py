"""The rule engine: compiled rules on experta, one brief at a time, many threads at once."""

from __future__ import annotations

import queue
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from whichml.model.conditions import Condition, Facts, FactValue, FieldShape, KnownTest, Test
from whichml.model.rule import Rule
from whichml.rules.firing import Conclusion, Dissent, Firing, settle
from whichml.rules.rete import ChangedNodesMatcher, SalienceStrategy, experta
from whichml.rules.strata import concludable_fields, settling_strata, stratify


class Given(experta.Fact):  # type: ignore[misc]
    """The brief's facts, all in one fact: a rule over several fields needs no join."""


class Stage(experta.Fact):  # type: ignore[misc]
    """Present once the stratum `level` may run."""


@lru_cache(maxsize=None)
def settled_fact(field: str) -> Any:
    """Return the fact class that carries a field which rules may conclude; one class per field and process."""
    return type("Settled_" + "".join(c if c.isalnum() else "_" for c in field), (experta.Fact,), {})


@lru_cache(maxsize=None)
def predicate(test: Test) -> Callable[[Any], bool]:
    """Return the test as a function of the value; one object per test, since experta compares predicates by identity."""

    def accepts(value: Any) -> bool:
        return test.accepts(value)

    return accepts


class RuleEngine:
    """Rules compiled once, run for any number of briefs.

    Only the brief's facts enter the working memory; which algorithms a rule speaks of is decided outside. experta's
    engine is not safe to share, so each run takes one from a pool for itself, and drops it after an exception.

    Parameters
    ----------
    rules : the rules, in the order in which their effects are listed
    shapes : how the values of each field compare
    """

    def __init__(self, rules: Sequence[Rule], shapes: Mapping[str, FieldShape]) -> None:
        self.rules = tuple(rules)
        self.strata = stratify(self.rules)
        self._shapes = shapes
        self._settles = settling_strata(self.rules, self.strata)
        self._concludable = concludable_fields(self.rules)
        self._last_stratum = max(self.strata, default=-1)
        self._network = self._compile()
        self._idle: queue.LifoQueue[Any] = queue.LifoQueue()

    def run(self, given: Facts) -> Firing:
        """Return which rules fire on the brief's facts, and what they conclude."""
        try:
            network = self._idle.get_nowait()
        except queue.Empty:
            network = self._network()
        firing = self._run(network, given)
        self._idle.put(network)
        return firing

    def _run(self, network: Any, given: Facts) -> Firing:
        network.fired_now = []
        network.reset()
        facts: dict[str, FactValue] = dict(given)
        network.declare(Given(**{field: value for field, value in given.items() if field not in self._concludable}))
        network.declare(*(settled_fact(f)(value=given[f]) for f in sorted(self._concludable) if f in given))
        fired: list[int] = []
        stated: dict[str, list[tuple[Rule, FactValue]]] = {}
        conclusions: dict[str, Conclusion] = {}
        dissents: list[Dissent] = []
        for level in range(self._last_stratum + 1):
            network.declare(Stage(level=level))
            network.run()
            for index in sorted(network.fired_now):
                concluded = self.rules[index].concluded()
                if concluded is not None:
                    stated.setdefault(concluded[0], []).append((self.rules[index], concluded[1]))
            fired.extend(network.fired_now)
            network.fired_now = []
            for field in self._settles.get(level, ()):
                if field not in stated:
                    continue
                conclusion, against = settle(stated[field], given.get(field), self._shapes[field])
                dissents.extend(against)
                if conclusion is not None:
                    conclusions[field] = conclusion
                    facts[field] = conclusion.value
                    network.declare(settled_fact(field)(value=conclusion.value))
        return Firing(tuple(self.rules[index] for index in sorted(fired)), facts, conclusions, tuple(dissents))

    def _compile(self) -> Any:
        """Return the experta engine class that holds every rule, each with a salience of its own."""
        members: dict[str, Any] = {"__matcher__": ChangedNodesMatcher, "__strategy__": SalienceStrategy}
        for index, rule in enumerate(self.rules):
            patterns = [Stage(level=self.strata[index]), *self._patterns(rule.when)]
            if rule.unless:
                refused = self._patterns(rule.unless)
                patterns.append(experta.NOT(refused[0] if len(refused) == 1 else experta.AND(*refused)))
            salience = len(self.rules) - index
            members[f"rule_{index}"] = experta.Rule(*patterns, salience=salience)(_recorder(index))
        return type("Network", (experta.KnowledgeEngine,), members)

    def _patterns(self, conditions: Sequence[Condition]) -> list[Any]:
        """Return one pattern over the brief's fact and one per field that rules may conclude."""
        absent = [c for c in conditions if isinstance(c.test, KnownTest) and not c.test.wanted]
        present = [c for c in conditions if c not in absent]
        given = {c.field: experta.P(predicate(c.test)) for c in present if c.field not in self._concludable}
        patterns = [Given(**given)] if given else []
        for condition in present:
            if condition.field in self._concludable:
                patterns.append(settled_fact(condition.field)(value=experta.P(predicate(condition.test))))
        for condition in absent:
            anything = experta.W()
            pattern = (
                settled_fact(condition.field)(value=anything)
                if condition.field in self._concludable
                else Given(**{condition.field: anything})
            )
            patterns.append(experta.NOT(pattern))
        return patterns


def _recorder(index: int) -> Callable[[Any], None]:
    def record(network: Any) -> None:
        network.fired_now.append(index)

    return record
