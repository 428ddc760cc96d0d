"""What the knowledge base states, as values that every face prints as the same JSON.

A list shows an entry for each thing, a view shows one in full. `model_dump(mode="json", by_alias=True)` gives plain
values. Names that the knowledge base does not know raise `KnowledgeError` with the nearest known one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from whichml.export.practice_views import PracticeView, practice_of
from whichml.export.rule_words import effect_as_written, in_words, selector_in_words
from whichml.export.strength_views import StrengthView, strengths_of
from whichml.knowledge.base import Algorithm, Claim, Knowledge, Quality
from whichml.model.errors import KnowledgeError, Problem, did_you_mean, quoted
from whichml.model.facts import (
    Citation,
    Complexity,
    DecisionFacts,
    Implementation,
    PatternFacts,
    QualityFacts,
    Reading,
    Role,
    Source,
)
from whichml.model.rule import EffectKind, Rule, Status
from whichml.model.vocabulary import MODALITIES, TASKS, Level


class View(BaseModel):
    """A frozen value for reading."""

    model_config = ConfigDict(frozen=True)


class AlgorithmEntry(View):
    """An algorithm in a list."""

    id: str
    name: str
    family: tuple[str, ...]
    role: Role
    solves: tuple[str, ...]
    accepts: Mapping[str, Reading]


class ClaimView(View):
    """A claim as it bears on an algorithm or family; `inherited` where it is said of the family in `subject`.

    `low` and `high` are positions on the scale of levels, 0 (very low) to 4 (very high); `interval` is in the
    quality's unit. The scope gives each field its test in words; all of them have to hold.
    """

    id: str
    subject: str
    inherited: bool
    quality: str
    level: str
    low: float
    high: float
    interval: tuple[float, float] | None
    unit: str
    scope: Mapping[str, str]
    confidence: str
    evidence: str
    sources: tuple[Citation, ...]
    note: str
    debate: str
    where: str

    @classmethod
    def of(cls, claim: Claim, owner: str, knowledge: Knowledge) -> Self:
        """Return a claim as it bears on an algorithm or family."""
        return cls(
            id=claim.id,
            subject=claim.subject,
            inherited=claim.subject != owner,
            quality=claim.quality,
            level=claim.level,
            low=claim.low,
            high=claim.high,
            interval=claim.interval,
            unit=knowledge.qualities[claim.quality].unit,
            scope={c.field: c.text().removeprefix(c.field).strip() for c in claim.scope},
            confidence=claim.confidence,
            evidence=claim.evidence,
            sources=claim.sources,
            note=claim.note,
            debate=claim.debate,
            where=claim.where,
        )


class AlgorithmView(AlgorithmEntry):
    """An algorithm with everything that is claimed of it, its families' claims included, and what was measured of it.

    Claims are sorted by quality; of one quality, the most telling comes first. `families` are all classes above it,
    nearest first; `measured` is how its accuracy compared with that of others, by group of tasks and modalities.
    """

    synonyms: tuple[str, ...]
    families: tuple[str, ...]
    candidate_when: tuple[str, ...]
    implementations: tuple[Implementation, ...]
    complexity: Complexity
    capabilities: Mapping[str, bool]
    description: str
    shines: str
    fails: str
    sources: tuple[Citation, ...]
    where: str
    measured: tuple[StrengthView, ...]
    practice: PracticeView | None
    claims: tuple[ClaimView, ...]


class RuleEntry(View):
    """A rule in a list; `effect` is the kind of what follows from it."""

    id: str
    title: str
    status: Status
    pack: str
    effect: EffectKind


class RuleView(RuleEntry):
    """A rule in full: conditions and the algorithms it speaks of in words, `then` as its pack writes it."""

    where: str
    when: tuple[str, ...]
    unless: tuple[str, ...]
    algorithm: tuple[str, ...]
    then: Mapping[str, Any]
    overrides: tuple[str, ...]
    sources: tuple[Citation, ...]
    note: str


class QualityEntry(View):
    """A quality in a list; `unit` is empty where it has levels alone."""

    id: str
    name: str
    better: str
    scale: str
    unit: str


class QualityView(QualityEntry):
    """A quality in full; `anchors` are upper bounds of very-low to high in its unit, `levels` what shows each level."""

    definition: str
    anchors: tuple[float, ...]
    levels: Mapping[Level, str]
    measured_by: QualityFacts | None


class PatternEntry(View):
    """A pattern in a list."""

    id: str
    name: str
    kind: str


class DecisionEntry(View):
    """An architecture decision in a list, with the ids of its options."""

    id: str
    name: str
    question: str
    options: tuple[str, ...]


class SourceEntry(View):
    """A cited work in a list; `access` says how far it was read."""

    id: str
    type: str
    title: str
    authors: tuple[str, ...]
    year: int | None
    access: str


def list_algorithms(
    knowledge: Knowledge, task: str | None = None, family: str | None = None, modality: str | None = None
) -> tuple[AlgorithmEntry, ...]:
    """Return the algorithms that solve the task, belong to the family and accept the modality, by id.

    Parameters
    ----------
    task, family, modality : None does not narrow; a family includes all families below it

    Raises
    ------
    KnowledgeError
        With every unknown name.
    """
    refuse_unknown(("task", task, TASKS), ("family", family, knowledge.families), ("modality", modality, MODALITIES))
    return tuple(
        _entry(algorithm)
        for _, algorithm in sorted(knowledge.algorithms.items())
        if (task is None or task in algorithm.facts.solves)
        and (family is None or family in algorithm.ancestors)
        and (modality is None or modality in algorithm.facts.accepts)
    )


def view_algorithm(knowledge: Knowledge, identity: str) -> AlgorithmView:
    """Return one algorithm in full; KnowledgeError where there is none of that id."""
    refuse_unknown(("algorithm", identity, knowledge.algorithms))
    algorithm = knowledge.algorithms[identity]
    facts = algorithm.facts
    claims = (
        ClaimView.of(claim, identity, knowledge)
        for quality in sorted(knowledge.qualities)
        for claim in knowledge.cells.get((identity, quality), ())
    )
    return AlgorithmView(
        **dict(_entry(algorithm)),
        synonyms=facts.synonyms,
        families=algorithm.ancestors,
        candidate_when=in_words(algorithm.candidate_when),
        implementations=facts.implementations,
        complexity=facts.complexity,
        capabilities=facts.capabilities,
        description=facts.description,
        shines=facts.shines,
        fails=facts.fails,
        sources=facts.sources,
        where=algorithm.where,
        measured=strengths_of(knowledge, identity),
        practice=practice_of(knowledge, identity),
        claims=tuple(claims),
    )


def list_rules(knowledge: Knowledge, pack: str | None = None) -> tuple[RuleEntry, ...]:
    """Return the rules of one pack or of all, in the order in which they take effect.

    Raises
    ------
    KnowledgeError
        Where no pack has that id.
    """
    refuse_unknown(("pack", pack, [pack.id for pack in knowledge.packs]))
    return tuple(_rule_entry(rule) for rule in knowledge.rules if pack is None or rule.pack == pack)


def view_rule(knowledge: Knowledge, identity: str) -> RuleView:
    """Return one rule in full; KnowledgeError where there is none of that id."""
    refuse_unknown(("rule", identity, [rule.id for rule in knowledge.rules]))
    rule = knowledge.rule(identity)
    return RuleView(
        **dict(_rule_entry(rule)),
        where=rule.where,
        when=in_words(rule.when),
        unless=in_words(rule.unless),
        algorithm=selector_in_words(rule.selector),
        then=effect_as_written(rule.effect),
        overrides=rule.overrides,
        sources=rule.sources,
        note=rule.note,
    )


def list_qualities(knowledge: Knowledge) -> tuple[QualityEntry, ...]:
    """Return all qualities by id."""
    return tuple(_quality_entry(quality) for _, quality in sorted(knowledge.qualities.items()))


def view_quality(knowledge: Knowledge, identity: str) -> QualityView:
    """Return one quality in full; KnowledgeError where there is none of that id."""
    refuse_unknown(("quality", identity, knowledge.qualities))
    quality = knowledge.qualities[identity]
    return QualityView(
        **dict(_quality_entry(quality)),
        definition=quality.definition,
        anchors=quality.anchors,
        levels=quality.levels,
        measured_by=quality.measured_by,
    )


def list_patterns(knowledge: Knowledge) -> tuple[PatternEntry, ...]:
    """Return all patterns by id."""
    patterns = sorted(knowledge.patterns.items())
    return tuple(PatternEntry(id=pattern.id, name=pattern.name, kind=pattern.kind) for _, pattern in patterns)


def view_pattern(knowledge: Knowledge, identity: str) -> PatternFacts:
    """Return one pattern in full; KnowledgeError where there is none of that id."""
    refuse_unknown(("pattern", identity, knowledge.patterns))
    return knowledge.patterns[identity]


def list_decisions(knowledge: Knowledge) -> tuple[DecisionEntry, ...]:
    """Return all architecture decisions by id."""
    return tuple(
        DecisionEntry(
            id=decision.id,
            name=decision.name,
            question=decision.question,
            options=tuple(option.id for option in decision.options),
        )
        for _, decision in sorted(knowledge.decisions.items())
    )


def view_decision(knowledge: Knowledge, identity: str) -> DecisionFacts:
    """Return one architecture decision in full; KnowledgeError where there is none of that id."""
    refuse_unknown(("decision", identity, knowledge.decisions))
    return knowledge.decisions[identity]


def list_sources(knowledge: Knowledge) -> tuple[SourceEntry, ...]:
    """Return all cited works by id."""
    shown = set(SourceEntry.model_fields)
    return tuple(
        SourceEntry.model_validate(source.model_dump(include=shown)) for _, source in sorted(knowledge.sources.items())
    )


def view_source(knowledge: Knowledge, identity: str) -> Source:
    """Return one cited work in full; KnowledgeError where there is none of that id."""
    refuse_unknown(("source", identity, knowledge.sources))
    return knowledge.sources[identity]


def refuse_unknown(*given: tuple[str, str | None, Iterable[str]]) -> None:
    """Refuse names that are not among the known ones of their kind, all of them together; None is no name.

    Raises
    ------
    KnowledgeError
        With every unknown name.
    """
    problems = [
        Problem(f"unknown {kind} {quoted(name)}.", hint=did_you_mean(name, known))
        for kind, name, known in given
        if name is not None and name not in set(known)
    ]
    if problems:
        raise KnowledgeError(*problems)


def _entry(algorithm: Algorithm) -> AlgorithmEntry:
    facts = algorithm.facts
    return AlgorithmEntry(
        id=facts.id, name=facts.name, family=facts.family, role=facts.role, solves=facts.solves, accepts=facts.accepts
    )


def _rule_entry(rule: Rule) -> RuleEntry:
    return RuleEntry(id=rule.id, title=rule.title, status=rule.status, pack=rule.pack, effect=rule.effect.kind)


def _quality_entry(quality: Quality) -> QualityEntry:
    return QualityEntry(id=quality.id, name=quality.name, better=quality.better, scale=quality.scale, unit=quality.unit)
