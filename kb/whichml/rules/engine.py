"""The rule engine: compiled rules on experta, one brief at a time, many threads at once."""

from __future__ import annotations

import inspect
import queue
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any, Final

from whichml.model.statements.conditions import Condition, Facts, FactValue, FieldShape, Test
from whichml.model.statements.field_domains import accepts_unknown
from whichml.model.statements.rule import Rule
from whichml.model.statements.strata import concludable_fields, settling_strata, stratify
from whichml.rules.firing import Conclusion, FactConflict, Firing, Overriding, settle
from whichml.rules.rete import ChangedNodesMatcher, SalienceStrategy, experta
from whichml.rules.satisfied_conditions import NumberedConditions, RequiredConditions, RequiredTogether

_OF_RECORDERS: Final = inspect.Signature([inspect.Parameter("network", inspect.Parameter.POSITIONAL_OR_KEYWORD)])


class BriefConditions(experta.Fact):  # type: ignore[misc]
    """What the brief gives: `holds`, the conditions on given fields that are known to hold; declared first of all."""

    comes_first = True


class ActiveStratum(experta.Fact):  # type: ignore[misc]
    """Present once the stratum `level` may run."""


class RuleEngine:
    """Rules compiled once, run for any number of briefs.

    Conditions on fields that only a brief gives are tested once each, however many rules share them. A rule that looks
    at no other field fires at once where they hold, and no conclusion changes that; two in three are such. The others
    are chained by experta: what is known to hold enters the working memory as one fact, and fields that rules conclude
    enter as facts of their own, stratum by stratum. Which algorithms a rule speaks of is decided outside. experta's
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
        self._overriding = Overriding(self.rules)
        self._given = NumberedConditions()
        self._tests: dict[Hashable, Callable[[Any], bool]] = {}
        self._settled = {field: _settled_fact(field) for field in sorted(self._concludable)}
        self._levels = sorted({*self.strata})
        at_once = {index: rule for index, rule in enumerate(self.rules) if self._fires_at_once(rule)}
        self._at_once = RequiredTogether((n, self._asked(rule.when, rule.unless)) for n, rule in at_once.items())
        self._network = self._compile(at_once)
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
        network.reset()
        facts: dict[str, FactValue] = dict(given)
        holds = self._given.holding(given)
        network.fired_now = set(self._at_once.among(holds))
        known = [fact(value=given[field]) for field, fact in self._settled.items() if field in given]
        network.declare(BriefConditions(holds=holds), *known)
        fired: list[int] = []
        stated: dict[str, list[tuple[int, FactValue]]] = {}
        conclusions: dict[str, Conclusion] = {}
        conflicts: list[FactConflict] = []
        so_far: set[str] = set()
        for level in self._levels:
            network.declare(ActiveStratum(level=level))
            network.run()
            for index in network.fired_now:
                so_far.add(self.rules[index].id)
                concluded = self.rules[index].concluded()
                if concluded is not None:
                    stated.setdefault(concluded[0], []).append((index, concluded[1]))
            fired.extend(network.fired_now)
            network.fired_now = set()
            overridden = self._overriding.overridden(so_far)
            for field in self._settles.get(level, ()):
                in_order = [
                    (self.rules[index], value)
                    for index, value in sorted(stated.get(field, ()))
                    if self.rules[index].id not in overridden
                ]
                if not in_order:
                    continue
                conclusion, against = settle(in_order, given.get(field), self._shapes[field])
                conflicts.extend(against)
                if conclusion is not None:
                    conclusions[field] = conclusion
                    facts[field] = conclusion.value
                    network.declare(self._settled[field](value=conclusion.value))
        in_rule_order = tuple(self.rules[index] for index in sorted(fired))
        return Firing(in_rule_order, facts, conclusions, tuple(conflicts), self._overriding.overridden(so_far))

    def _compile(self, at_once: Collection[int]) -> Any:
        """Return the experta engine class that holds every rule but those that fire at once, each with a salience."""
        members: dict[str, Any] = {"__matcher__": ChangedNodesMatcher, "__strategy__": SalienceStrategy}
        for index, rule in enumerate(self.rules):
            if index in at_once:
                continue
            refused_at_once = self._refused_at_once(rule)
            patterns = self._patterns(rule.when, refused_at_once)
            if rule.unless and not refused_at_once:
                refused = self._patterns(rule.unless)
                patterns.append(experta.NOT(refused[0] if len(refused) == 1 else experta.AND(*refused)))
            if self.strata[index] > 0 and self._reads_absence(rule):
                patterns.insert(0, ActiveStratum(level=self.strata[index]))
            salience = len(self.rules) - index
            members[f"rule_{index}"] = experta.Rule(*patterns, salience=salience)(_recorder(index))
        members["get_deffacts"] = _only_the_initial_fact
        return type("Network", (experta.KnowledgeEngine,), members)

    def _fires_at_once(self, rule: Rule) -> bool:
        """Return whether the facts of a brief alone decide whether a rule fires."""
        return bool(rule.when) and not any(c.field in self._concludable for c in (*rule.when, *rule.unless))

    def _asked(self, conditions: Iterable[Condition], refused: Sequence[Condition]) -> RequiredConditions:
        """Return what to ask so that all of some conditions on given fields hold, and not all of some others."""
        asked = self._given.asked(conditions)
        return asked.unless(self._given.asked(refused)) if refused else asked

    def _reads_absence(self, rule: Rule) -> bool:
        """Return whether the rule waits for something not to be concluded, so that it has to wait for its stratum."""
        absent = [c for c in rule.when if accepts_unknown(c.test)]
        return any(c.field in self._concludable for c in (*absent, *rule.unless))

    def _refused_at_once(self, rule: Rule) -> Sequence[Condition]:
        """Return what a rule refuses where that is tested together with what it asks for: both are on given fields."""
        is_given = not any(c.field in self._concludable for c in rule.unless)
        return rule.unless if is_given and any(c.field not in self._concludable for c in rule.when) else ()

    def _patterns(self, conditions: Sequence[Condition], refused: Sequence[Condition] = ()) -> list[Any]:
        """Return one pattern for all conditions on given fields and one for each on a field that rules conclude.

        Parameters
        ----------
        refused : conditions on given fields that must not all hold besides
        """
        asked = self._asked((c for c in conditions if c.field not in self._concludable), refused)
        patterns = []
        if asked.numbers:
            both = self._shared((asked.numbers, asked.refused), asked.are_among)
            patterns.append(BriefConditions(holds=experta.P(both)))
        for condition in conditions:
            if condition.field not in self._concludable:
                continue
            settled = self._settled[condition.field]
            if accepts_unknown(condition.test):
                patterns.append(experta.NOT(settled(value=experta.W())))
            else:
                patterns.append(settled(value=experta.P(self._shared(condition.test, _accepting(condition.test)))))
        return patterns

    def _shared(self, key: Hashable, test: Callable[[Any], bool]) -> Callable[[Any], bool]:
        """Return one function for all equal tests of this engine: experta tells tests apart by identity."""
        return self._tests.setdefault(key, test)


def _settled_fact(field: str) -> Any:
    """Return the fact class that carries a field which rules may conclude."""
    return type("Settled_" + "".join(c if c.isalnum() else "_" for c in field), (experta.Fact,), {})


def _accepting(test: Test) -> Callable[[Any], bool]:
    def accepts(value: Any) -> bool:
        return test.accepts(value)

    return accepts


def _only_the_initial_fact(network: Any) -> list[Callable[[], list[Any]]]:
    """Return what a reset declares; experta would look through all members of the engine for it each time."""
    return [_initial_fact]


def _initial_fact() -> list[Any]:
    return [experta.InitialFact()]


def _recorder(index: int) -> Callable[[Any], None]:
    def record(network: Any) -> None:
        network.fired_now.add(index)  # experta runs a rule once for each condition of `unless` that fails

    record.__signature__ = _OF_RECORDERS  # type: ignore[attr-defined]  # experta asks for that of each rule
    return record
