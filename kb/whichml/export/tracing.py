"""The trace of one answer's rules for people: what fired on which facts and whence, and what nearly fired."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from whichml.advise.computed import computed_facts
from whichml.advise.recommendation import Assessment
from whichml.export.explanation import Explanation
from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import pointer_to
from whichml.model.statements.conditions import FactValue
from whichml.model.statements.fields import fact_in_words
from whichml.model.statements.rule import Effect, EffectKind, Rule
from whichml.model.statements.strata import stratify
from whichml.rules.trace import Activation, MatchedCondition, NearMiss, trace_of


class TracedFact(BaseModel):
    """A condition, what it met and where that comes from; the value is None where nothing is known of the field."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    field: str
    test: str
    value: FactValue | None
    origin: str = ""


class TracedRule(BaseModel):
    """A rule of the trace: where it stands and what follows from it."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    rule: str
    title: str
    pack: str
    where: str
    effect: EffectKind
    says: str


class TracedStep(TracedRule):
    """A rule that fired.

    Attributes
    ----------
    because : its conditions, all of which hold
    unless : the exception that is not known to hold, None where it has none
    brief_says : what the brief itself says of the field that it concludes, where that stands
    silenced_by : rules that override it
    reaches : the algorithms that it speaks of here, None for a rule about the project
    kept_from : the algorithms of which rules that override it keep it, by those rules
    not_followed : why what it advises has no place in the answer; empty where it has, or where nothing is advised
    """

    stratum: int
    because: tuple[TracedFact, ...]
    unless: TracedFact | None = None
    brief_says: FactValue | None = None
    silenced_by: tuple[str, ...] = ()
    reaches: tuple[str, ...] | None = None
    kept_from: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    not_followed: str = ""


class TracedMiss(TracedRule):
    """A rule that one condition of `when`, or its `unless` alone, kept from firing."""

    part: Literal["when", "unless"]
    failed: tuple[TracedFact, ...]


class TraceView(BaseModel):
    """The trace of one answer; with an algorithm, without the rules that say nothing of it."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    schema_: Literal["trace/1"] = Field(default="trace/1", serialization_alias="schema")
    answer: str
    algorithm: str | None
    fired: tuple[TracedStep, ...]
    nearly: tuple[TracedMiss, ...]
    explanation: Explanation | None = None

    def to_json(self) -> bytes:
        """Return the trace as UTF-8 JSON, the same bytes for the same trace."""
        return self.model_dump_json(by_alias=True).encode()


def trace_view(
    assessment: Assessment, brief: Brief, answer: str, algorithm: str | None, explanation: Explanation | None = None
) -> TraceView:
    """Return the trace of an answer.

    Parameters
    ----------
    answer : the answer's id
    algorithm : whom the trace is about; None for all
    explanation : what the answer says of that algorithm
    """
    return _Tracing(assessment, brief, algorithm).view(answer, explanation)


@dataclass(frozen=True)
class _Tracing:
    assessment: Assessment
    brief: Brief
    algorithm: str | None

    def view(self, answer: str, explanation: Explanation | None) -> TraceView:
        firing, rules = self.assessment.firing, self.assessment.knowledge.rules
        trace = trace_of(rules, stratify(rules), firing, self._given)
        return TraceView(
            answer=answer,
            algorithm=self.algorithm,
            fired=tuple(self._step(step) for step in trace.steps if self._is_about(step.rule)),
            nearly=tuple(self._miss(miss) for miss in trace.near_misses if self._would_touch(miss.rule)),
            explanation=explanation,
        )

    @cached_property
    def _given(self) -> Mapping[str, FactValue]:
        """Return what the run started from: what stands in the end and no rule concluded."""
        firing = self.assessment.firing
        return {field: value for field, value in firing.facts.items() if field not in firing.conclusions}

    def _is_about(self, rule: Rule) -> bool:
        """Return whether a rule belongs in the trace: of one algorithm, decisions and patterns say nothing."""
        if self.algorithm is None:
            return True
        if rule.is_selective:
            return self._selects(rule, self.algorithm)
        return rule.effect.kind in ("conclude", "prioritise")

    def _would_touch(self, rule: Rule) -> bool:
        if self.algorithm is None:
            return True
        return rule.is_selective and self._selects(rule, self.algorithm)

    def _selects(self, rule: Rule, algorithm: str) -> bool:
        assessment = self.assessment
        return bool(assessment.selection.of(rule, (algorithm,), assessment.firing.facts, assessment.rating))

    def _step(self, step: Activation) -> TracedStep:
        reach = self.assessment.screening.spoken_of.get(step.rule.id, ()) if step.rule.is_selective else None
        if reach is not None and self.algorithm is not None:
            reach = tuple(each for each in reach if each == self.algorithm)
        return TracedStep(
            **_described(step.rule),
            stratum=step.stratum,
            because=tuple(self._fact(cited) for cited in step.met),
            unless=self._fact(step.spared) if step.spared else None,
            brief_says=step.overruled,
            silenced_by=step.silenced_by,
            reaches=reach,
            kept_from=self._kept_from(step.rule) if step.rule.is_selective and not step.silenced_by else {},
            not_followed=self._not_followed(step.rule),
        )

    def _kept_from(self, rule: Rule) -> Mapping[str, tuple[str, ...]]:
        """Return the algorithms of the answer of which overriding rules keep a rule, by those rules."""
        screening = self.assessment.screening
        here = (self.algorithm,) if self.algorithm else (*screening.candidates, *screening.references)
        meant = self.assessment.selection.of(rule, here, self.assessment.firing.facts, self.assessment.rating)
        found = {}
        for other in self.assessment.firing.standing:
            if rule.id in other.overrides and other.is_selective:
                kept = tuple(each for each in screening.spoken_of.get(other.id, ()) if each in meant)
                found.update({other.id: kept} if kept else {})
        return found

    def _not_followed(self, rule: Rule) -> str:
        return self.assessment.pattern_places.why_not(rule) if rule.effect.kind == "advise" else ""

    def _miss(self, miss: NearMiss) -> TracedMiss:
        failed = tuple(self._fact(cited) for cited in miss.failed)
        return TracedMiss(**_described(miss.rule), part=miss.part, failed=failed)

    def _fact(self, cited: MatchedCondition) -> TracedFact:
        field = cited.condition.field
        test = cited.condition.text().removeprefix(field).strip()
        origin = self._origin(field) if cited.value is not None else ""
        return TracedFact(field=field, test=test, value=cited.value, origin=origin)

    def _origin(self, field: str) -> str:
        """Return where a fact comes from: a place in the brief, other fields of it, a requirement, or rules."""
        conclusion = self.assessment.firing.conclusions.get(field)
        if conclusion is not None:
            return f"concluded by {', '.join(conclusion.rules)}"
        if field in self._computed:
            return f"computed from {', '.join(self._computed[field])}"
        if field.startswith("requirement."):
            return "required by the brief"
        place = self.brief.place_of(field)
        return f"{place.name}:{place.line}" if place else pointer_to(field.split("."))

    @cached_property
    def _computed(self) -> Mapping[str, tuple[str, ...]]:
        return {
            name: tuple(fact.from_fields)
            for name, fact in computed_facts(self.brief.facts(), self.brief.foreign_amounts()).items()
        }


def _described(rule: Rule) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "title": rule.title,
        "pack": rule.pack,
        "where": rule.where,
        "effect": rule.effect.kind,
        "says": effect_text(rule.effect),
    }


def effect_text(effect: Effect) -> str:
    """Return what a rule does when it fires, as the rest of a sentence that begins with the rule."""
    if effect.kind == "conclude":
        return f"concludes that {effect.target} is {fact_in_words(effect.target, effect.value)}"
    if effect.kind == "exclude":
        return f"excludes: {effect.value}"
    if effect.kind == "rate":
        low, high = effect.span or ("very-low", "very-high")
        return f"rates {effect.target} {low if low == high else f'{low}..{high}'}"
    if effect.kind == "prioritise":
        return "prioritises " + ", ".join(f"{quality} ({tier})" for quality, tier in effect.tiers)
    if effect.kind == "caution":
        return f"warns: {effect.value}"
    if effect.kind == "decide":
        return f"supports {effect.value} for {effect.target} ({effect.strength})"
    if effect.kind == "forbid":
        return f"forbids {effect.value} for {effect.target}"
    return f"advises {effect.target}"
