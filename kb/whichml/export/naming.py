"""What people call the things that an answer names by id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from whichml.advise.constraints import CONTROL_PERIOD
from whichml.advise.priorities import PRACTICE, PRACTICE_NAME
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import (
    CircumstanceTold,
    Measurement,
    Priority,
    RatedQuality,
    Recommendation,
)
from whichml.model.statements.stated_requirement import StatedRequirement
from whichml.model.values.metrics import metric_name
from whichml.model.words.names_in_sentences import in_sentence

_UNTITLED: Final = "Untitled project"


@dataclass(frozen=True, slots=True)
class Naming:
    """Names by id; an id that this knowledge no longer has stands for itself.

    Attributes
    ----------
    requirements : of the answer whose parts are named, by their ids
    """

    knowledge: Knowledge
    requirements: Mapping[str, StatedRequirement] = field(default_factory=dict)

    @classmethod
    def of(cls, answer: Recommendation, knowledge: Knowledge) -> Self:
        """Return the names of what an answer tells."""
        return cls(knowledge, {each.id: each for each in answer.requirements})

    def algorithm(self, identity: str) -> str:
        """Return the name of an algorithm."""
        found = self.knowledge.algorithms.get(identity)
        return found.facts.name if found else identity

    def subject(self, identity: str) -> str:
        """Return the name of an algorithm or a family."""
        family = self.knowledge.families.get(identity)
        return family.name if family else self.algorithm(identity)

    def kind(self, identity: str) -> str:
        """Return the name of an algorithm within a sentence, such as `a form of transformer`, up to its first comma."""
        return in_sentence(self.algorithm(identity)).partition(",")[0]

    def algorithms(self, identities: tuple[str, ...]) -> str:
        """Return the names of several algorithms in their order."""
        return ", ".join(self.algorithm(identity) for identity in identities)

    def quality(self, identity: str) -> str:
        """Return the name of a quality."""
        found = self.knowledge.qualities.get(identity)
        return found.name if found else PRACTICE_NAME if identity == PRACTICE else identity

    def circumstance(self, told: CircumstanceTold) -> str:
        """Return the sentence that tells a circumstance; where the brief names it, its name."""
        return f"“{told.said}”" if told.said else self.named_circumstance(told)

    def named_circumstance(self, told: CircumstanceTold) -> str:
        """Return the name of a circumstance, whether a sentence tells it or not."""
        known = self.knowledge.circumstances.get(told.circumstance)
        return known.facts.name if known is not None else told.circumstance

    def bounded(self, required: StatedRequirement) -> str:
        """Return the name of what a requirement bounds: its quality, or the metric of it."""
        return metric_name(required.metric) if required.metric else self.quality(required.quality)

    def criterion(self, criterion: RatedQuality | Priority) -> str:
        """Return the name of a criterion: of a quality, or of what is bounded with the bound behind it."""
        required = self.requirements.get(criterion.requirement)
        if required is None:
            return self.quality(criterion.quality)
        field = f" ({required.id})" if required.from_device else ""
        return f"{self.bounded(required)} {required.bound}{field}"

    def required(self, required: StatedRequirement) -> str:
        """Return a requirement as a sentence, such as `Inference latency must be at most 40 ms`.

        Nobody who wrote a time between actions wrote a bound on latency, so that the field is told behind it.
        """
        field = f", by {required.id.partition('.')[2]}" if required.id == CONTROL_PERIOD else ""
        return f"{self.bounded(required)} {required.priority} be {required.bound}{field}"

    def measured(self, plan: Measurement) -> str:
        """Return what to measure: a metric with its bound, else a quality, the metric that tells it and its bound."""
        required = self.requirements.get(plan.requirement)
        if required is not None and required.metric:
            return f"{self.bounded(required)} {required.bound}"
        return f"{self.quality(plan.quality)}: {', '.join(filter(None, (plan.metric, plan.bound)))}"

    def standing(self, rated: RatedQuality, level: str) -> str:
        """Return a criterion with its level as a clause, such as `privacy, asked for at least high, is medium`."""
        required = self.requirements.get(rated.requirement)
        if required is None:
            return f"{in_sentence(self.quality(rated.quality))} is {level}"
        return f"{in_sentence(self.quality(required.quality))}, asked for {required.text}, is {level}"

    def decision(self, identity: str) -> str:
        """Return the name of an architecture decision."""
        found = self.knowledge.decisions.get(identity)
        return found.name if found else identity

    def option(self, decision: str, identity: str) -> str:
        """Return the name of an option of a decision."""
        found = self.knowledge.decisions.get(decision)
        options = found.options if found else ()
        return next((option.name for option in options if option.id == identity), identity)

    def component(self, identity: str) -> str:
        """Return the name of a component."""
        found = self.knowledge.components.get(identity)
        return found.name if found else identity

    def term(self, identity: str) -> str:
        """Return the name of a task or a modality, in lower case for use inside a sentence."""
        return in_sentence(self.knowledge.names.get(identity, identity))


def title_of(brief: Mapping[str, object]) -> str:
    """Return what a brief calls its project: its title, else its id, the task on its data, or a placeholder."""
    said = str(brief.get("title") or brief.get("id") or "")
    if said:
        return said
    task = str(brief.get("task") or "").replace("-", " ")
    kinds = " and ".join(each.replace("-", " ") for each in modalities_of_brief(brief))
    return f"{task.capitalize()} on {kinds} data" if task and kinds else _UNTITLED


def is_stated(field: str, brief: Mapping[str, object]) -> bool:
    """Return whether a normalised brief says anything of a field such as `data.rows`."""
    section, _, name = field.partition(".")
    given = brief.get(section)
    return name in given if isinstance(given, Mapping) else not name and given is not None


def modalities_of_brief(brief: Mapping[str, object]) -> tuple[str, ...]:
    """Return the modalities of a normalised brief."""
    return words_stated("data.modality", brief)


def words_stated(field: str, brief: Mapping[str, object]) -> tuple[str, ...]:
    """Return what a normalised brief says of a field that takes a word or several, in its order; empty for nothing."""
    group, _, name = field.partition(".")
    fields = brief.get(group)
    given = fields.get(name) if isinstance(fields, Mapping) else None
    return tuple(map(str, given)) if isinstance(given, list | tuple) else (str(given),) if given else ()


def question_of(brief: Mapping[str, object], naming: Naming) -> str:
    """Return what the brief asks for, such as `binary classification on tabular data`."""
    modalities = " and ".join(naming.term(modality) for modality in modalities_of_brief(brief))
    return f"{naming.term(str(brief.get('task', '')))} on {modalities} data"


def headline_of(brief: Mapping[str, object], naming: Naming) -> str:
    """Return what a brief calls its project and asks for; what it asks for alone where it has no name, once."""
    asked = question_of(brief, naming)
    named = brief.get("title") or brief.get("id")
    return f"{named}: {asked}" if named else asked
