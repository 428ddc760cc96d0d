"""Names resolved and spans placed: what a claim, an algorithm, a pattern or an option of a text comes to."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final, Protocol

from whichml.knowledge.entities import Algorithm, Claim
from whichml.knowledge.practised_facts import answer_shapes
from whichml.model.documents.document import Document
from whichml.model.documents.errors import Problem, did_you_mean, sharing_a_word
from whichml.model.statements.application_facts import ApplicationFacts
from whichml.model.statements.conditions import Condition, ConditionError, Conditions, FieldShape, parse_conditions
from whichml.model.statements.design_facts import OptionFacts, PatternFacts
from whichml.model.statements.facts import (
    AlgorithmFacts,
    Citation,
    ClaimText,
    ConditionText,
    LevelRange,
    Situated,
    UnitInterval,
)
from whichml.model.values.qualities import QUALITIES
from whichml.model.values.quantity import QuantityError, in_base_unit
from whichml.model.values.scale import TOP, place_quantity, position_of
from whichml.model.values.vocabulary import TASKS, QualityId, QualityName

Path = tuple[str | int, ...]
Ancestors = Callable[[Sequence[str]], tuple[str, ...]]


_NOT_BROUGHT: Final[Mapping[str, str]] = MappingProxyType({
    "family": "families", "quality": "qualities", "task": "tasks", "modality": "modalities", "decision": "decisions",
    "field": "brief",
})  # fmt: skip
"""What a pack may name and not add, and the page of the reference that lists it."""


_BROUGHT: Final[Mapping[str, tuple[str, str]]] = MappingProxyType({
    "algorithm": ("algorithms", "algorithms"),
    "algorithm or family": ("algorithms.md or families", "algorithms"),
    "pattern": ("patterns", "patterns"), "option": ("", "options"), "rule": ("rules", "rules"),
})  # fmt: skip
"""What a pack may bring as well: the page of the reference that lists what there is, and the key for its own.

Options are named at once, as each decision has a few.
"""


_DESCRIBED_IN: Final[Mapping[str, str]] = MappingProxyType({
    "source": "kb/facts/sources", "algorithm": "kb/facts/algorithms", "pattern": "kb/facts/patterns",
    **dict.fromkeys(("family", "quality", "task", "modality"), "ontology/whichml.ttl"),
    **dict.fromkeys(("decision", "option"), "ontology/whichml.ttl and kb/facts/decisions"),
})  # fmt: skip
"""Where content describes what texts name."""


@dataclass(frozen=True, slots=True)
class SymbolTable:
    """What a text may name; `decisions` have their options, `rules` are all that were ever given an id."""

    algorithms: Collection[str]
    families: Collection[str]
    tasks: Collection[str]
    modalities: Collection[str]
    qualities: Collection[str]
    patterns: Collection[str]
    decisions: Mapping[str, Collection[str]]
    sources: Collection[str]
    capabilities: Collection[str] = ()
    rules: Collection[str] = ()


@dataclass(slots=True)
class Resolver:
    """Resolves the parts of texts and notes what is wrong with them.

    Parameters
    ----------
    ancestors : from families to them and all above them, breadth first
    coded : whether problems carry the codes of rule packs
    """

    names: SymbolTable
    shapes: Mapping[str, FieldShape]
    ancestors: Ancestors
    coded: bool = False
    problems: list[Problem] = field(default_factory=list)
    _of_answer: Resolver | None = field(default=None, init=False, repr=False, compare=False)

    def blame(self, document: Document, path: Path, message: str, hint: str | None = None, code: str = "") -> None:
        """Note a problem."""
        self.problems.append(document.problem(path, message, hint, code=code if self.coded else ""))

    def known(self, document: Document, path: Path, kind: str, name: str, known: Collection[str]) -> bool:
        """Return whether a name is known; note a problem where it is not."""
        if name in known:
            return True
        hint = did_you_mean(name, known) or self._where_to_look(kind, name, known)
        if kind == "family" and name in self.names.algorithms:
            hint = f"It is an algorithm: write `id: {name}`."
        self.blame(document, path, f"unknown {kind} '{name}'.", hint, "RP202")
        return False

    def _where_to_look(self, kind: str, name: str, known: Collection[str]) -> str:
        """Return what to name instead: what shares a word, and where all are listed if a pack cannot add one."""
        if not self.coded:
            place = _DESCRIBED_IN.get(kind, "")
            return f"Correct the name, or describe the new {kind} {f'in {place} ' if place else ''}first."
        if kind in _BROUGHT:
            listed, key = _BROUGHT[kind]
            named = ", ".join(known) if kind == "option" else f"docs/reference/{listed}.md"
            return f"Name one of {named}, or bring it under `{key}:` of the pack."
        if kind not in _NOT_BROUGHT:
            return f"Correct the name, or describe the new {kind} first."
        alike, listed = sharing_a_word(name, known), _NOT_BROUGHT[kind]
        near = f"There is {', '.join(alike)}. " if alike else ""
        longer = [each for each in sorted(self.names.algorithms) if kind == "family" and name in each]
        if longer:
            return f"No family is called so; algorithms are: write `id: [{', '.join(longer[:3])}]`."
        return f"{near}A pack brings no {kind} of its own: name one of docs/reference/{listed}.md."

    def conditions(self, document: Document, path: Path, written: Mapping[str, Any]) -> Conditions:
        """Return the conditions of a mapping, none where one cannot be read; each that cannot is noted."""
        found: list[Condition] = []
        n_before = len(self.problems)
        for field_ in sorted(written):
            try:
                found += parse_conditions({field_: written[field_]}, self.shapes)
            except ConditionError as refusal:
                near = did_you_mean(refusal.field, self.shapes) if refusal.kind == "field" else None
                hint = refusal.hint or near
                self.blame(document, (*path, refusal.field), f"{refusal}.", hint, CODE_OF_CONDITION[refusal.kind])
        return tuple(found) if len(self.problems) == n_before else ()

    def cases(self, document: Document, path: Path, written: Sequence[ConditionText]) -> None:
        """Note what cannot be read of sets of conditions, one alone or a list of them, which may be about an answer."""
        for index, each in enumerate(written):
            listed = (*path, index)
            self._about_answers().conditions(document, listed if listed in document.positions else path, each)

    def _about_answers(self) -> Resolver:
        """Return who reads conditions about an answer too; made once, as tens of thousands of conditions ask for it."""
        if self._of_answer is None:
            of_leaders = answer_shapes(self.names.decisions, self.names.capabilities)
            self._of_answer = replace(self, shapes={**self.shapes, **of_leaders})
        return self._of_answer

    def citations(self, document: Document, path: Path, citations: Sequence[Citation]) -> None:
        """Note every citation of a work that nobody describes."""
        for index, citation in enumerate(citations):
            self.known(document, (*path, index, "ref"), "source", citation.ref, self.names.sources)

    def claim(self, document: Document, path: Path, identity: str, subject: str, text: ClaimText) -> Claim:
        """Return a claim with its span placed on the scale of levels."""
        self.known(document, (*path, "quality"), "quality", text.quality, self.names.qualities)
        low, high, interval = self._span(document, (*path, "level"), text)
        for index, task in enumerate(text.measured_on):
            self.known(document, (*path, "measured_on", index), "task", task, TASKS)
        return Claim(
            id=identity,
            subject=subject,
            quality=text.quality,
            low=low,
            high=high,
            level=_written_level(text),
            interval=interval,
            applicable=text.level != "not-applicable",
            scope=self.conditions(document, (*path, "scope"), text.scope),
            confidence=text.confidence,
            evidence=text.evidence,
            sources=text.sources,
            note=text.note,
            debate=text.debate,
            where=where(document, path),
            is_inferred=text.is_inferred,
            measured_on=text.measured_on,
        )

    def _span(self, document: Document, path: Path, text: ClaimText) -> tuple[float, float, tuple[float, float] | None]:
        level = text.level
        if isinstance(level, UnitInterval):
            return self._unit_span(document, path, text.quality, level)
        if isinstance(level, LevelRange):
            low, high = position_of(level.low), position_of(level.high)
            if low > high:
                message = f"`low` {level.low} lies above `high` {level.high}."
                self.blame(document, path, message, "Exchange them.", "RP204")
            return low, high, None
        position = TOP if level == "not-applicable" else position_of(level)
        return position, position, None

    def _unit_span(
        self, document: Document, path: Path, quality: str, span: UnitInterval
    ) -> tuple[float, float, tuple[float, float] | None]:
        named = named_quality(quality)
        if named is None or named.dimension is None or not named.anchors:
            message = f"`{quality}` is not measured in a unit."
            self.blame(document, path, message, "Give a level or a range of levels.", "RP205")
            return 0.0, TOP, None
        try:
            low, high = in_base_unit(span.from_, named.dimension), in_base_unit(span.to, named.dimension)
        except QuantityError as refusal:
            self.blame(document, path, refusal.message, refusal.hint, "RP205")
            return 0.0, TOP, None
        if low > high:
            message = f"`from` {span.from_} lies above `to` {span.to}."
            self.blame(document, path, message, "Exchange them.", "RP204")
        return place_quantity(low, named.anchors), place_quantity(high, named.anchors), (low, high)

    def algorithm(self, document: Document, path: Path, facts: AlgorithmFacts) -> Algorithm:
        """Return an algorithm with all its classes; its claims are stated apart, as `claim` resolves them."""
        known = [
            family
            for index, family in enumerate(facts.family)
            if self.known(document, (*path, "family", index), "family", family, self.names.families)
        ]
        for index, task in enumerate(facts.solves):
            self.known(document, (*path, "solves", index), "task", task, self.names.tasks)
        for modality in facts.accepts:
            self.known(document, (*path, "accepts", modality), "modality", modality, self.names.modalities)
        meant = (*facts.solves, *facts.accepts)
        for index, implementation in enumerate(facts.implementations):
            for place, name in enumerate(implementation.for_):
                at = (*path, "implementations", index, "for", place)
                self.known(document, at, "task or modality of the algorithm", name, meant)
        for index, form in enumerate(facts.forms):
            self.cases(document, (*path, "forms", index, "when"), form.when)
            self.cases(document, (*path, "forms", index, "unless"), form.unless)
        if facts.specialises is not None:
            self.known(document, (*path, "specialises"), "algorithm", facts.specialises, self.names.algorithms)
        candidate_when = self.conditions(document, (*path, "candidate_when"), facts.candidate_when)
        alone = facts.model_copy(update={"claims": ()})
        return Algorithm(alone, self.ancestors(known), where(document, path), candidate_when)

    def application(self, document: Document, path: Path, facts: ApplicationFacts) -> None:
        """Note what of an application names nothing that is known, or cannot be read."""
        for index, task in enumerate(facts.tasks):
            self.known(document, (*path, "tasks", index), "task", task, self.names.tasks)
        self.citations(document, (*path, "sources"), facts.sources)
        if facts.beside is not None:
            self.situated(document, (*path, "beside"), facts.beside)
        parts: Mapping[str, Sequence[Situated]] = {
            "lead": facts.lead, "mistakes": facts.mistakes, "points": facts.points,
        }  # fmt: skip
        for key, several in parts.items():
            for index, each in enumerate(several):
                self.situated(document, (*path, key, index), each)
        for index, lead in enumerate(facts.lead):
            self.known(
                document, (*path, "lead", index, "algorithm"), "algorithm", lead.algorithm, self.names.algorithms
            )
        for index, mistake in enumerate(facts.mistakes):
            for place, name in enumerate(mistake.algorithm):
                at = (*path, "mistakes", index, "algorithm", place)
                self.known(document, at, "algorithm", name, self.names.algorithms)

    def situated(self, document: Document, path: Path, told: Situated) -> None:
        """Note what of something that is said of some situations names nothing that is known, or cannot be read."""
        self.cases(document, (*path, "when"), told.when)
        self.cases(document, (*path, "unless"), told.unless)
        self.citations(document, (*path, "sources"), told.sources)

    def pattern(self, document: Document, path: Path, facts: PatternFacts) -> None:
        """Note every quality, pattern and field that a pattern names and nobody knows."""
        for key, kind, known in (
            ("helps", "quality", self.names.qualities),
            ("hurts", "quality", self.names.qualities),
            ("related", "pattern", self.names.patterns),
        ):
            for index, name in enumerate(getattr(facts, key)):
                self.known(document, (*path, key, index), kind, name, known)
        for name in facts.needs:
            self.known(document, (*path, "needs", name), "capability", name, self.names.capabilities)
        self.cases(document, (*path, "not_where"), facts.not_where)

    def options(self, document: Document, path: Path, named: Mapping[str, Sequence[str]]) -> None:
        """Note every decision and option that is named and nobody knows."""
        for decision, options in named.items():
            at = (*path, decision)
            if self.known(document, at, "decision", decision, self.names.decisions):
                for index, option in enumerate(options):
                    self.known(document, (*at, index), "option", option, self.names.decisions[decision])

    def option(self, document: Document, path: Path, decision: str, facts: OptionFacts) -> None:
        """Note what an option excludes, and what says that it has no place, and nobody knows."""
        self.options(document, (*path, "excludes"), facts.excludes)
        if decision in facts.excludes:
            message = "the options of one decision exclude one another anyway."
            self.blame(document, (*path, "excludes", decision), message, "Name other decisions.", "RP204")
        self.cases(document, (*path, "excluded_where"), facts.excluded_where)


CODE_OF_CONDITION = {"field": "RP201", "operator": "RP203", "value": "RP204", "unit": "RP205"}


def where(document: Document, path: Path) -> str:
    """Return `file:line` of a part of a document."""
    place = document.place(path)
    return f"{place.name}:{place.line}"


def named_quality(quality: str) -> QualityName | None:
    """Return the quality of the public vocabulary, None where it has none of that id."""
    return QUALITIES.get(QualityId(quality))


class HasParents(Protocol):
    """A family of algorithms, as far as its place among the others goes."""

    @property
    def parents(self) -> Sequence[str]:
        """Return the ids of the families directly above it."""


def above(known: Mapping[str, HasParents], families: Sequence[str]) -> tuple[str, ...]:
    """Return several families and all families above them, breadth first from all of them at once."""
    found = dict.fromkeys(families)
    waiting = deque(found)
    while waiting:
        for parent in known[waiting.popleft()].parents:
            if parent not in found:
                found[parent] = None
                waiting.append(parent)
    return tuple(found)


def _written_level(text: ClaimText) -> str:
    if isinstance(text.level, UnitInterval):
        return f"{text.level.from_}..{text.level.to}"
    if isinstance(text.level, LevelRange):
        return f"{text.level.low}..{text.level.high}"
    return text.level
