"""In which order rules may conclude: strata computed from what each rule reads, writes and overrides.

A rule that reads a field runs after every rule that concludes it, so that a conclusion is complete before anybody
relies on it or on its absence (Apt, Blair, Walker 1988, stratified programs, without recursion). Who overrides a
rule has a say in what that rule concludes, and so runs before the readers too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Literal

from whichml.model.documents.errors import Place, Problem, RuleError
from whichml.model.documents.parse_context import step_of
from whichml.model.statements.rule import Rule


class CircleError(RuleError):
    """Rules that wait for each other in a circle; `rules` has their ids."""

    rules: frozenset[str] = frozenset()


def fields_read(rule: Rule) -> frozenset[str]:
    """Return the fields that the rule's conditions name."""
    return frozenset(condition.field for condition in (*rule.when, *rule.unless))


def concludable_fields(rules: Iterable[Rule]) -> frozenset[str]:
    """Return the fields that some rule concludes."""
    return frozenset(concluded[0] for rule in rules if (concluded := rule.concluded()) is not None)


def overriders_first(rules: Sequence[Rule]) -> tuple[str, ...]:
    """Return the ids of the rules that override or are overridden, each after everybody who overrides it.

    Raises
    ------
    CircleError
        Where rules override each other in a circle.
    """
    return _replacers_first(rules, "overrides")


def in_force(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Return the rules that run: those that are neither deprecated nor superseded by one that is not deprecated.

    Raises
    ------
    CircleError
        Where rules supersede each other in a circle.
    """
    live = tuple(rule for rule in rules if rule.status != "deprecated")
    _replacers_first(live, "supersedes")
    superseded = {other for rule in live for other in rule.supersedes}
    return tuple(rule for rule in live if rule.id not in superseded)


def _replacers_first(rules: Sequence[Rule], relation: Literal["overrides", "supersedes"]) -> tuple[str, ...]:
    known = {rule.id: rule for rule in rules}
    graph: dict[str, list[str]] = {}
    for rule in rules:
        for other in getattr(rule, relation):
            if other in known:
                graph.setdefault(other, []).append(rule.id)
    try:
        return tuple(TopologicalSorter(graph).static_order())
    except CycleError as cycle:
        verb = relation.removesuffix("s")
        raise _circle([known[identity] for identity in reversed(cycle.args[1][:-1])], verb, "RP303") from None


def _concerned(rules: Sequence[Rule]) -> Mapping[str, tuple[int, ...]]:
    """Return, for each field, the rules with a say in it: those that conclude it, and whoever overrides one of them."""
    overriders: dict[str, list[int]] = {}
    for index, rule in enumerate(rules):
        for other in rule.overrides:
            overriders.setdefault(other, []).append(index)
    found: dict[str, dict[int, None]] = {}
    for index, rule in enumerate(rules):
        concluded = rule.concluded()
        if concluded is None:
            continue
        say = found.setdefault(concluded[0], {})
        waiting = [index]
        while waiting:
            one = waiting.pop()
            if one not in say:
                say[one] = None
                waiting.extend(overriders.get(rules[one].id, ()))
    return {field: tuple(sorted(say)) for field, say in found.items()}


def stratify(rules: Sequence[Rule]) -> tuple[int, ...]:
    """Return each rule's stratum, 0 first.

    Raises
    ------
    CircleError
        Where rules conclude in a circle, so that none of them could run first, or override in one.
    """
    overriders_first(rules)
    concerned = _concerned(rules)
    below = {
        index: [writer for field in sorted(fields_read(rule)) for writer in concerned.get(field, ())]
        for index, rule in enumerate(rules)
    }
    strata: dict[int, int] = {}
    try:
        for index in TopologicalSorter(below).static_order():
            strata[index] = 1 + max((strata[writer] for writer in below[index]), default=-1)
    except CycleError as cycle:
        raise _circle([rules[index] for index in reversed(cycle.args[1][:-1])], "conclude", "RP302") from None
    return tuple(strata[index] for index in range(len(rules)))


def settling_strata(rules: Sequence[Rule], strata: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return, for each stratum, the fields settled in it: there the last rule with a say in them has run."""
    settled: dict[int, tuple[str, ...]] = {}
    for field, say in sorted(_concerned(rules).items()):
        last = max(strata[index] for index in say)
        settled[last] = (*settled.get(last, ()), field)
    return settled


def _circle(rules: Sequence[Rule], verb: str, code: str) -> CircleError:
    first = min(range(len(rules)), key=lambda index: rules[index].id)
    ordered = [*rules[first:], *rules[:first]]
    names = " -> ".join(rule.id for rule in (*ordered, ordered[0]))
    removable = "fields that it reads" if verb == "conclude" else f"rules that it {verb}s"
    hint = f"Remove one of the {removable}."
    problem = Problem(f"rules {verb} in a circle: {names}.", place_of(ordered[0]), hint=hint, code=code)
    refusal = CircleError(problem)
    refusal.rules = frozenset(rule.id for rule in rules)
    return refusal


def place_of(rule: Rule) -> Place:
    """Return where a rule stands."""
    name, _, line = rule.where.rpartition(":")
    number = step_of(line)
    return Place(name or rule.where, number if isinstance(number, int) else 1, 1)
