"""What a knowledge base is about, each as one immutable value: qualities, algorithms, claims, reductions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Self

from whichml.model.briefs.recognised_application import ApplicationWords
from whichml.model.briefs.recognised_circumstances import CircumstanceWords
from whichml.model.statements.application_facts import ApplicationFacts
from whichml.model.statements.circumstance_facts import CircumstanceFacts
from whichml.model.statements.conditions import Conditions
from whichml.model.statements.evaluation_facts import Aspect, EvaluationFacts, QualityFacts
from whichml.model.statements.facts import (
    AlgorithmFacts,
    Citation,
    Confidence,
    EvidenceKind,
    FactFileValue,
    FormFacts,
    ReductionFacts,
    Situated,
)
from whichml.model.values.vocabulary import Level


@dataclass(frozen=True, slots=True)
class Quality:
    """A quality of the ontology with the way it is measured.

    Attributes
    ----------
    better : whether more or less of it is better
    unit : base unit of its quantities, empty where it has levels alone
    anchors : upper bounds of the levels very-low, low, medium and high in the base unit; empty without a unit
    levels : what shows each level, one sentence each, from very-low to very-high
    """

    id: str
    name: str
    definition: str
    better: str
    scale: str
    unit: str
    anchors: tuple[float, ...]
    measured_by: QualityFacts | None
    levels: Mapping[Level, str]

    @property
    def ranks(self) -> bool:
        """Return whether rules may make it a criterion; a brief may in any case."""
        return self.measured_by is None or self.measured_by.ranks


@dataclass(frozen=True, slots=True)
class Term:
    """A task or a modality of the public vocabulary; `sources` are ids of the works that describe it."""

    id: str
    name: str
    definition: str
    example: str
    synonyms: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """Return what it is, with an example."""
        return f"{self.definition} {self.example}"


@dataclass(frozen=True, slots=True)
class Family:
    """A class of algorithms.

    Attributes
    ----------
    ancestors : itself and all classes above it, nearest first
    one_kind : whether its members work alike, so that one may stand for another
    """

    id: str
    name: str
    definition: str
    parents: tuple[str, ...]
    ancestors: tuple[str, ...]
    one_kind: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """Algorithm or family x quality -> a span of levels, in a scope, with confidence and sources.

    Attributes
    ----------
    low, high : ends of the span as positions on the scale of levels, 0 to 4; both 0 where the quality does not apply
    interval : the same span in the quality's base unit where the claim is in units, else None
    debate, is_inferred, measured_on : as `ClaimText` tells them
    """

    id: str
    subject: str
    quality: str
    low: float
    high: float
    level: str
    interval: tuple[float, float] | None
    applicable: bool
    scope: Conditions
    confidence: Confidence
    evidence: EvidenceKind
    sources: tuple[Citation, ...]
    note: str
    debate: str
    where: str
    is_inferred: bool = False
    measured_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Algorithm:
    """An algorithm with its classes: `ancestors` are all its families, breadth first upward."""

    facts: AlgorithmFacts
    ancestors: tuple[str, ...]
    where: str
    candidate_when: Conditions = ()

    @property
    def id(self) -> str:
        """Return the algorithm's public id."""
        return self.facts.id

    @property
    def names(self) -> tuple[str, ...]:
        """Return its id, and that of what it specialises if anything."""
        general = self.facts.specialises
        return (self.id,) if general is None else (self.id, general)

    @property
    def lineage(self) -> tuple[str, ...]:
        """Return whatever speaks of it: itself, what it specialises, and its families, nearest first."""
        return (*self.names, *self.ancestors)


class ExcludedWhere(NamedTuple):
    """An option of a decision, and the conditions under which a brief leaves no room for it."""

    decision: str
    option: str
    conditions: Conditions


@dataclass(frozen=True, slots=True)
class Reduction:
    """A way to treat one task or modality as another, with the conditions under which it is sound, and usual."""

    facts: ReductionFacts
    when: Conditions
    usual: Conditions
    where: str


@dataclass(frozen=True)
class _Recognised:
    """What briefs are recognised by their words to tell, as it is stated, and where.

    Its facts are made when they are asked for, of the few that are.

    Attributes
    ----------
    stated : the facts as JSON has them, without what says nothing
    """

    stated: Mapping[str, Any]
    where: str

    @classmethod
    def of(cls, facts: FactFileValue, where: str) -> Self:
        """Return it of its facts."""
        return cls(_situations_last(facts.model_dump(mode="json", exclude_defaults=True)), where)

    @property
    def _groups(self) -> tuple[tuple[str, ...], ...]:
        return tuple(map(tuple, self.stated.get("words", ())))


def _situations_last(stated: Any) -> Any:
    """Return facts with what is said of situations behind what holds in them, as files have it.

    An archive tells texts of a file by their place in the knowledge, mostly as the next one.
    """
    if isinstance(stated, list):
        return [_situations_last(each) for each in stated]
    if not isinstance(stated, dict):
        return stated
    is_situated = next(iter(stated), None) in Situated.model_fields
    order = sorted(stated, key=lambda name: is_situated and name in Situated.model_fields)
    return {name: _situations_last(stated[name]) for name in order}


@dataclass(frozen=True)
class KnownApplication(_Recognised):
    """A kind of work."""

    @cached_property
    def facts(self) -> ApplicationFacts:
        """Return the facts."""
        return ApplicationFacts.model_validate(self.stated)

    @property
    def words(self) -> ApplicationWords:
        """Return the words that it is recognised by."""
        told = self.stated
        unless = tuple(told.get("unless", ()))
        return ApplicationWords(told["id"], told["name"], tuple(told["tasks"]), self._groups, unless)


@dataclass(frozen=True)
class KnownCircumstance(_Recognised):
    """Something that projects of any kind tell in passing."""

    @cached_property
    def facts(self) -> CircumstanceFacts:
        """Return the facts."""
        return CircumstanceFacts.model_validate(self.stated)

    @property
    def words(self) -> CircumstanceWords:
        """Return the words that it is recognised by."""
        phrases, denied_by = (tuple(self.stated.get(key, ())) for key in ("phrases", "denied_by"))
        return CircumstanceWords(self.stated["id"], self._groups, phrases, denied_by, self.facts.method is not None)


class SituatedForm(NamedTuple):
    """What practitioners build of an algorithm, with the cases in which they do and those in which they do not."""

    facts: FormFacts
    when: tuple[Conditions, ...]
    unless: tuple[Conditions, ...]


@dataclass(frozen=True, slots=True)
class TaskEvaluation:
    """How solutions of some tasks are judged, with the conditions of each choice in the order of its list.

    Attributes
    ----------
    cases : by the name of a list, for each of its choices the sets of conditions of which one has to hold
    unless : likewise, the sets of conditions of which none may hold
    first_where : sets of conditions of which one has to hold, so that it goes first and says anything
    """

    facts: EvaluationFacts
    cases: Mapping[Aspect, tuple[tuple[Conditions, ...], ...]]
    unless: Mapping[Aspect, tuple[tuple[Conditions, ...], ...]]
    where: str
    first_where: tuple[Conditions, ...] = ()
