"""The forms in which every face shows what the knowledge base states: an entry in a list, and one thing in full.

`model_dump(mode="json", by_alias=True)` gives plain values. What has no form here is shown as its facts are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from whichml.export.kinds import View
from whichml.export.practice_views import PracticeView
from whichml.export.strength_views import StrengthView
from whichml.model.statements.evaluation_facts import QualityFacts
from whichml.model.statements.facts import Citation, Complexity, FormFacts, Implementation, Reading, Role
from whichml.model.statements.regulation_facts import RegulationStatus
from whichml.model.statements.rule import EffectKind, Status
from whichml.model.values.vocabulary import Level


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


class AlgorithmView(AlgorithmEntry):
    """An algorithm with everything that is claimed of it, its families' claims included, and what was measured of it.

    Claims are sorted by quality; of one quality, the most telling comes first. `families` are all classes above it,
    nearest first; `measured` is how its accuracy compared with that of others, by group of tasks and modalities.
    """

    synonyms: tuple[str, ...]
    families: tuple[str, ...]
    candidate_when: tuple[str, ...]
    implementations: tuple[Implementation, ...]
    forms: tuple[FormFacts, ...]
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


class FamilyEntry(View):
    """A family of algorithms in a list, with the families directly above it."""

    id: str
    name: str
    parents: tuple[str, ...]


class FamilyView(FamilyEntry):
    """A family with all its algorithms and everything claimed of it, what it inherits included."""

    definition: str
    ancestors: tuple[str, ...]
    algorithms: tuple[str, ...]
    claims: tuple[ClaimView, ...]


class TermEntry(View):
    """A task or modality in a list."""

    id: str
    name: str
    definition: str


class TaskView(TermEntry):
    """A task with the algorithms that solve it; `sources` are ids of the works that describe it."""

    example: str
    synonyms: tuple[str, ...]
    algorithms: tuple[str, ...]
    sources: tuple[str, ...]


class ModalityView(TermEntry):
    """A modality with the algorithms that accept it, and whether they read it raw or as features."""

    example: str
    synonyms: tuple[str, ...]
    algorithms: Mapping[str, Reading]
    sources: tuple[str, ...]


class ComponentEntry(TermEntry):
    """A component of a system in a list."""


class ApplicationEntry(View):
    """A kind of work in a list, with the tasks by which teams tell it."""

    id: str
    name: str
    tasks: tuple[str, ...]


class ApplicationView(ApplicationEntry):
    """A kind of work with how practice does it and what decides, in words.

    `words` are groups of terms, of each of which a brief uses one; `beside` is what to keep beside whatever is built.
    """

    words: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...]
    starts_with: tuple[str, ...]
    beside: str
    mistakes: tuple[str, ...]
    points: tuple[str, ...]
    where: str
    sources: tuple[Citation, ...]


class CircumstanceEntry(View):
    """Something that projects tell in passing, in a list."""

    id: str
    name: str


class CircumstanceView(CircumstanceEntry):
    """Something that projects tell in passing, with what follows from it, in words.

    `words` are groups of terms, of each of which a sentence uses one; `phrases` are terms that tell it alone, and
    `denied_by` are those of sentences that tell something else. `method` is what answers it where it is none of the
    tasks.
    """

    words: tuple[tuple[str, ...], ...]
    phrases: tuple[str, ...]
    denied_by: tuple[str, ...]
    say: str
    method: str | None
    where: str
    sources: tuple[Citation, ...]


class OptionView(View):
    """An option of an architecture decision, with the rules that speak for it and against it."""

    id: str
    name: str
    decision: str
    definition: str
    consequences: tuple[str, ...]
    helps: tuple[str, ...]
    hurts: tuple[str, ...]
    sources: tuple[Citation, ...]
    favoured_by: tuple[str, ...]
    forbidden_by: tuple[str, ...]


class RegulationEntry(View):
    """A law or norm in a list."""

    id: str
    name: str
    meaning: str


class RegulationView(RegulationEntry):
    """A law or norm that a brief may name, with what has changed about it and the rules that ask for it."""

    status: RegulationStatus | None
    rules: tuple[str, ...]
    sources: tuple[Citation, ...]


class PackEntry(View):
    """A pack of rules in a list."""

    id: str
    title: str
    version: str


class PackView(PackEntry):
    """A pack of rules, in the order in which its file has them."""

    where: str
    rules: tuple[str, ...]
