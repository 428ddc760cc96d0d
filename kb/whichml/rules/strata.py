"""In which order rules may conclude: strata computed from what each rule reads and writes.

A rule that reads a field runs after every rule that concludes it, so that a conclusion is complete before anybody
relies on it or on its absence (Apt, Blair, Walker 1988, stratified programs, without recursion).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from whichml.model.errors import Problem, RuleError
from whichml.model.rule import Rule


def fields_read(rule: Rule) -> frozenset[str]:
    """Return the fields that the rule's conditions name."""
    return frozenset(condition.field for condition in (*rule.when, *rule.unless))


def concludable_fields(rules: Iterable[Rule]) -> frozenset[str]:
    """Return the fields that some rule concludes."""
    return frozenset(concluded[0] for rule in rules if (concluded := rule.concluded()) is not None)


def stratify(rules: Sequence[Rule]) -> tuple[int, ...]:
    """Return each rule's stratum, 0 first.

    Raises
    ------
    RuleError
        Where rules conclude in a circle: none of them could run first.
    """
    writers: dict[str, list[int]] = {}
    for index, rule in enumerate(rules):
        concluded = rule.concluded()
        if concluded is not None:
            writers.setdefault(concluded[0], []).append(index)
    strata: dict[int, int] = {}
    path: list[int] = []

    def stratum(index: int) -> int:
        if index in strata:
            return strata[index]
        if index in path:
            raise _circle([rules[i] for i in path[path.index(index) :]])
        path.append(index)
        below = [stratum(w) for field in sorted(fields_read(rules[index])) for w in writers.get(field, ())]
        path.pop()
        strata[index] = 1 + max(below) if below else 0
        return strata[index]

    return tuple(stratum(index) for index in range(len(rules)))


def settling_strata(rules: Sequence[Rule], strata: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return, for each stratum, the fields whose last writer runs in it: there their value is settled."""
    last: dict[str, int] = {}
    for rule, stratum in zip(rules, strata, strict=True):
        concluded = rule.concluded()
        if concluded is not None:
            last[concluded[0]] = max(last.get(concluded[0], 0), stratum)
    settled: dict[int, tuple[str, ...]] = {}
    for field in sorted(last):
        settled[last[field]] = (*settled.get(last[field], ()), field)
    return settled


def _circle(rules: Sequence[Rule]) -> RuleError:
    names = " -> ".join(rule.id for rule in (*rules, rules[0]))
    problem = Problem(
        f"rules conclude in a circle: {names}",
        hint=f"Remove one of the fields that {rules[0].id} reads ({rules[0].where}).",
    )
    return RuleError(problem)
