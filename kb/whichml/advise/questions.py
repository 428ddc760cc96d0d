"""What the brief left open: which unknown field could change the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from whichml.advise.justification import JustificationBuilder
from whichml.knowledge.base import Knowledge
from whichml.model.conditions import Condition, Facts, all_hold
from whichml.model.recommendation import OpenQuestion
from whichml.model.rule import Rule
from whichml.rules.selection import RateOf, Selection

N_QUESTIONS = 12
N_LEADERS = 8
"""Whom an exclusion has to touch for a question to matter: nobody asks what could happen to the twentieth choice."""
_DEMAND_PREFIX = ("requirement.", "derived.")


@dataclass(slots=True)
class _Effect:
    """What one unknown field could do; the higher `impact`, the more it matters."""

    impact: float = 0.0
    texts: list[str] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


def open_questions(
    knowledge: Knowledge,
    facts: Facts,
    fired: Sequence[Rule],
    selection: Selection,
    rate: RateOf,
    leaders: Sequence[str],
    graph: JustificationBuilder,
) -> tuple[OpenQuestion, ...]:
    """Return the unknown fields that could change the answer, the weightiest first.

    A field is named where a rule would fire if that one field were known to meet its condition, everything else being
    as it is; a rule that would remove a leading candidate weighs most.

    Parameters
    ----------
    leaders : the candidates, best first
    """
    effects: dict[str, _Effect] = {}
    already = {rule.id for rule in fired}
    for rule, missing in _nearly_firing(knowledge.rules, facts):
        if rule.id in already:
            continue
        impact, text = _effect_of(rule, selection, rate, leaders[:N_LEADERS], facts, knowledge)
        if impact > 0:
            effect = effects.setdefault(_asked_field(missing.field), _Effect())
            effect.impact = max(effect.impact, impact) + 0.01
            effect.texts.append(f"if it {missing.text().removeprefix(missing.field).strip()}: {text}")
            effect.rules.append(rule)
    ordered = sorted(effects.items(), key=lambda item: (-item[1].impact, item[0]))[:N_QUESTIONS]
    return tuple(
        OpenQuestion(
            field=name,
            effect="; ".join(effect.texts[:3]),
            because=tuple(graph.rule(rule) for rule in effect.rules[:3]),
        )
        for name, effect in ordered
    )


_ASKED = {
    "data.training_rows": "data.rows",
    "data.rows_per_feature": "data.features",
    "data.rows_per_series": "data.series",
    "data.minority_rows": "data.minority_share",
    "data.encoded_features": "data.features",
    "deployment.requests_per_second": "deployment.requests_per_day",
}


def _asked_field(name: str) -> str:
    """Return the field to ask for where a computed one is unknown."""
    return _ASKED.get(name, name)


def _nearly_firing(rules: Sequence[Rule], facts: Facts) -> Iterator[tuple[Rule, Condition]]:
    """Yield the rules that one unknown field of the brief keeps from firing, each with its condition on that field.

    Most rules are passed over here in every answer, so the cheapest tests come first.
    """
    for rule in rules:
        missing = None
        for condition in rule.when:
            if condition.field not in facts:
                if missing is not None:
                    break
                missing = condition
        else:
            if (
                missing is not None
                and not missing.field.startswith(_DEMAND_PREFIX)
                and missing.holds(facts) is None
                and all(condition.holds(facts) for condition in rule.when if condition is not missing)
                and not (rule.unless and all_hold(rule.unless, facts) is True)
            ):
                yield rule, missing


def _effect_of(
    rule: Rule,
    selection: Selection,
    rate: RateOf,
    leaders: Sequence[str],
    facts: Facts,
    knowledge: Knowledge,
) -> tuple[float, str]:
    effect = rule.effect
    if effect.kind in ("exclude", "rate", "caution"):
        touched = selection.of(rule, leaders, facts, rate)
        if not touched:
            return 0.0, ""
        names = ", ".join(knowledge.algorithms[a].facts.name for a in touched[:3])
        rest = len(touched) - 3
        named = f"{names} and {rest} more" if rest > 0 else names
        impact = {"exclude": 3.0, "rate": 1.5, "caution": 0.5}[effect.kind]
        if any(algorithm in leaders[:3] for algorithm in touched):
            impact *= 2
        verb = {"exclude": "out", "rate": "rated anew", "caution": "with a caution"}[effect.kind]
        return impact, f"{named} would be {verb} ({rule.title})"
    if effect.kind == "prioritise":
        qualities = [quality for quality, _ in effect.tiers if knowledge.qualities[quality].ranks]
        return (1.2, f"{', '.join(qualities)} would count ({rule.title})") if qualities else (0.0, "")
    if effect.kind == "conclude":
        return 1.0, f"{rule.title}"
    if effect.kind in ("decide", "forbid"):
        verb = "would be chosen" if effect.kind == "decide" else "would be ruled out"
        return 0.8, f"{effect.value} {verb} for {effect.target}"
    return 0.3, f"the pattern {effect.target} would be advised"
