"""Conditions, selectors and effects of rules, in words or as packs write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from whichml.knowledge.base import Knowledge
from whichml.model.statements.conditions import Condition, WordTest
from whichml.model.statements.rule import Effect, Selector

_HAD_BEFORE: Final = MappingProxyType({
    "itself": "is the algorithm in production",
    "siblings": "is the algorithm in production, or a sibling of it",
    "tried": "is one of those that the brief says were tried and did not do",
    "proposed": "is one of those that the brief says are proposed",
})  # fmt: skip


def conditions_in_words(conditions: Iterable[Condition]) -> tuple[str, ...]:
    """Return conditions as words, in their order."""
    return tuple(condition.text() for condition in conditions)


def selector_in_words(selector: Selector) -> tuple[str, ...]:
    """Return the tests that an algorithm has to pass, in words; none where the rule speaks of all."""
    named = [f"{kind} is {' or '.join(ids)}" for kind, ids in _named(selector) if ids]
    excepted = [
        f"{kind} is not {' or '.join(ids)}"
        for kind, ids in (("id", selector.except_ids), ("family", selector.except_families))
        if ids
    ]
    excepted += [f"{name} is not known to be {str(wanted).lower()}" for name, wanted in selector.except_capability]
    traits = [f"{kind} is {trait}" for kind, trait in (("role", selector.role), ("reads", selector.reads)) if trait]
    existing = [_HAD_BEFORE[selector.existing]] if selector.existing else []
    capabilities = [f"{name} is {str(wanted).lower()}" for name, wanted in selector.capability]
    qualities = conditions_in_words(Condition(quality, test) for quality, test in selector.qualities)
    return (*([" or ".join(named)] if named else []), *excepted, *traits, *existing, *capabilities, *qualities)


def _named(selector: Selector) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("id", selector.ids), ("family", selector.families)


def rules_on_regulation(knowledge: Knowledge) -> Mapping[str, tuple[str, ...]]:
    """Return the rules that ask for each law or norm, by its id."""
    found: dict[str, list[str]] = {}
    for rule in knowledge.rules:
        tests = [each.test for each in (*rule.when, *rule.unless) if each.field == "stakes.regulation"]
        for name in sorted({word for test in tests if isinstance(test, WordTest) for word in test.allowed}):
            found.setdefault(name, []).append(rule.id)
    return {name: tuple(rules) for name, rules in found.items()}


def effect_as_written(effect: Effect) -> dict[str, Any]:
    """Return an effect in the form in which packs write it."""
    if effect.kind == "rate":
        assert effect.span is not None
        low, high = effect.span
        return {"rate": {effect.target: low if low == high else {"low": low, "high": high}}}
    if effect.kind == "prioritise":
        return {"prioritise": dict(effect.tiers)}
    if effect.kind == "advise":
        return {"advise": effect.target}
    if effect.kind in ("exclude", "caution"):
        return {effect.kind: effect.value}
    strength = {"strength": effect.strength} if effect.kind == "decide" else {}
    return {effect.kind: {effect.target: effect.value}, **strength}
