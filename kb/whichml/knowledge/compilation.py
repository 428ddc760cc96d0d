"""Ontology, facts and packs made into one knowledge base: names resolved, spans placed, nothing left dangling."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from whichml.knowledge import taxonomy as ontology
from whichml.knowledge.base import Algorithm, Claim, Family, Knowledge, Quality, Term
from whichml.knowledge.content import Content
from whichml.knowledge.packs import Names, declared_facts, read_packs, resolve_packs
from whichml.knowledge.reading import FactFiles, Read, cited, read_fact_files
from whichml.model.conditions import ConditionError, Conditions, FieldShape, parse_conditions
from whichml.model.document import Document
from whichml.model.errors import KnowledgeError, Problem, did_you_mean, in_order
from whichml.model.facts import ClaimText, LevelRange, UnitInterval
from whichml.model.fields import shapes_of
from whichml.model.quantity import QuantityError, in_base_unit
from whichml.model.rule import PackText
from whichml.model.scale import TOP, place_quantity, position_of
from whichml.model.vocabulary import LEVEL_ANCHORS, QUALITIES, QualityId, QualityName

Step = str | int


@dataclass(frozen=True, slots=True)
class ContentRead:
    """All content as typed values, before names are resolved."""

    taxonomy: ontology.Taxonomy
    files: FactFiles
    packs: tuple[Read[PackText], ...]
    digest: str


def read_content(content: Content) -> ContentRead:
    """Return what the files of the content say.

    Raises
    ------
    KnowledgeError, RuleError
        With every file that cannot be read.
    """
    return ContentRead(
        ontology.read_taxonomy(content.ontology / "whichml.ttl"),
        read_fact_files(content),
        read_packs(content),
        content.digest,
    )


def compile_content(content: Content, version: str) -> Knowledge:
    """Return the knowledge base that the content states; the errors are those of the two steps."""
    return compile_read(read_content(content), version)


def compile_read(read: ContentRead, version: str) -> Knowledge:
    """Return the knowledge base that the read content states.

    Raises
    ------
    KnowledgeError, RuleError
        With every problem: an unknown name, a unit that does not fit, a condition that cannot be read, a repeated id.
    """
    taxonomy, files = read.taxonomy, read.files
    declared = declared_facts(read.packs)
    shapes = shapes_of(QUALITIES, declared)
    compiler = _Compiler(taxonomy, files, shapes)
    claims = compiler.claims()
    algorithms = compiler.algorithms()
    concern_conditions = compiler.concern_conditions()
    compiler.check_names()
    if compiler.problems:
        raise KnowledgeError(*in_order(compiler.problems))
    names = Names(
        algorithms=files.algorithms,
        families=taxonomy.families,
        qualities=taxonomy.qualities,
        patterns=files.patterns,
        decisions={key: [option.id for option in read.value.options] for key, read in files.decisions.items()},
        sources=files.sources,
    )
    rules, packs = resolve_packs(read.packs, names, shapes)
    return Knowledge(
        version=version,
        digest=read.digest,
        algorithms=algorithms,
        families={
            f.id: Family(f.id, f.label, f.definition, f.parents, taxonomy.ancestors(f.id), f.one_kind)
            for f in taxonomy.families.values()
        },
        qualities={q.id: compiler.quality(q) for q in taxonomy.qualities.values()},
        claims=claims,
        rules=rules,
        packs=packs,
        patterns=_values(files.patterns),
        decisions=_values(files.decisions),
        components=_values(files.components),
        sources=_values(files.sources),
        measured=_values(files.measured),
        declared=declared,
        names={
            term.id: term.label
            for group in (taxonomy.tasks, taxonomy.modalities, taxonomy.components, taxonomy.decisions)
            for term in group.values()
        },
        concern_conditions=concern_conditions,
        tasks=_terms(taxonomy.tasks),
        modalities=_terms(taxonomy.modalities),
    )


def _terms(terms: Mapping[str, ontology.Term]) -> dict[str, Term]:
    return {t.id: Term(t.id, t.label, t.definition, t.example, t.synonyms, t.sources) for t in terms.values()}


def _values(reads: Mapping[str, Read[Any]]) -> dict[str, Any]:
    return {identity: read.value for identity, read in reads.items()}


class _Compiler:
    """Resolves fact files against the ontology and notes what is wrong."""

    def __init__(self, taxonomy: ontology.Taxonomy, files: FactFiles, shapes: Mapping[str, FieldShape]) -> None:
        self.taxonomy = taxonomy
        self.files = files
        self.shapes = shapes
        self.problems: list[Problem] = []

    def claims(self) -> dict[str, Claim]:
        """Return every claim of every algorithm and family by its id."""
        found: dict[str, Claim] = {}
        for read, index, text in self._claim_texts():
            claim = self._claim(read, index, text)
            if claim.id in found:
                self._blame(
                    read.document,
                    ("claims", index),
                    f"this says `{text.quality}` in the scope of {found[claim.id].where} a second time.",
                    "Merge the two claims.",
                )
            found[claim.id] = claim
        return found

    def _claim_texts(self) -> Iterator[tuple[Read[Any], int, ClaimText]]:
        for reads in (self.files.algorithms, self.files.families):
            for read in reads.values():
                for index, text in enumerate(read.value.claims):
                    yield read, index, text

    def _claim(self, read: Read[Any], index: int, text: ClaimText) -> Claim:
        path = ("claims", index)
        self._known(read.document, (*path, "quality"), "quality", text.quality, self.taxonomy.qualities)
        low, high, interval = self._span(read.document, (*path, "level"), text)
        return Claim(
            id=text.identity(read.value.id),
            subject=read.value.id,
            quality=text.quality,
            low=low,
            high=high,
            level=_written_level(text),
            interval=interval,
            applicable=text.level != "not-applicable",
            scope=self._conditions(read.document, (*path, "scope"), text.scope),
            confidence=text.confidence,
            evidence=text.evidence,
            sources=text.sources,
            note=text.note,
            debate=text.debate,
            where=read.where(path),
        )

    def _span(
        self, document: Document, path: tuple[Step, ...], text: ClaimText
    ) -> tuple[float, float, tuple[float, float] | None]:
        level = text.level
        if isinstance(level, UnitInterval):
            return self._unit_span(document, path, text.quality, level)
        if isinstance(level, LevelRange):
            low, high = position_of(level.low), position_of(level.high)
            if low > high:
                self._blame(document, path, f"`low` {level.low} lies above `high` {level.high}.", "Exchange them.")
            return low, high, None
        position = TOP if level == "not-applicable" else position_of(level)
        return position, position, None

    def _unit_span(
        self, document: Document, path: tuple[Step, ...], quality: str, span: UnitInterval
    ) -> tuple[float, float, tuple[float, float] | None]:
        named, anchors = _named(quality), LEVEL_ANCHORS.get(QualityId(quality))
        if named is None or named.dimension is None or anchors is None:
            self._blame(document, path, f"`{quality}` is not measured in a unit.", "Give a level or a range of levels.")
            return 0.0, TOP, None
        try:
            low, high = in_base_unit(span.from_, named.dimension), in_base_unit(span.to, named.dimension)
        except QuantityError as refusal:
            self._blame(document, path, refusal.message, refusal.hint)
            return 0.0, TOP, None
        if low > high:
            self._blame(document, path, f"`from` {span.from_} lies above `to` {span.to}.", "Exchange them.")
        return place_quantity(low, anchors), place_quantity(high, anchors), (low, high)

    def algorithms(self) -> dict[str, Algorithm]:
        """Return the algorithms with all their classes."""
        found: dict[str, Algorithm] = {}
        for identity, read in self.files.algorithms.items():
            facts = read.value
            known = [
                family
                for index, family in enumerate(facts.family)
                if self._known(read.document, ("family", index), "family", family, self.taxonomy.families)
            ]
            for index, task in enumerate(facts.solves):
                self._known(read.document, ("solves", index), "task", task, self.taxonomy.tasks)
            for modality in facts.accepts:
                self._known(read.document, ("accepts", modality), "modality", modality, self.taxonomy.modalities)
            found[identity] = Algorithm(
                facts,
                self.taxonomy.ancestors_of_all(known),
                read.where(),
                self._conditions(read.document, ("candidate_when",), facts.candidate_when),
            )
        return found

    def quality(self, term: ontology.Quality) -> Quality:
        """Return a quality of the ontology with what its fact file says of measuring it."""
        named = QUALITIES.get(QualityId(term.id))
        measured = self.files.qualities.get(term.id)
        return Quality(
            id=term.id,
            name=term.label,
            definition=term.definition,
            better=term.better,
            scale=term.scale,
            unit=named.unit or "" if named else "",
            anchors=LEVEL_ANCHORS.get(QualityId(term.id), ()),
            measured_by=measured.value if measured else None,
        )

    def concern_conditions(self) -> dict[str, tuple[Conditions, ...]]:
        """Return, for each component, the conditions of its concerns in their order."""
        return {
            identity: tuple(
                self._conditions(read.document, ("concerns", index, "when"), concern.when)
                for index, concern in enumerate(read.value.concerns)
            )
            for identity, read in self.files.components.items()
        }

    def check_names(self) -> None:
        """Note every reference to something that no file states."""
        for document, path, ref in cited(self.files):
            self._known(document, path, "source", ref, self.files.sources)
        for identity, family in self.files.families.items():
            self._known(family.document, ("id",), "family", identity, self.taxonomy.families)
        for identity, quality in self.files.qualities.items():
            self._known(quality.document, ("id",), "quality", identity, self.taxonomy.qualities)
            for index, conflict in enumerate(quality.value.conflicts):
                path = ("conflicts", index, "with")
                self._known(quality.document, path, "quality", conflict.with_, self.taxonomy.qualities)
        for pattern in self.files.patterns.values():
            for key, known in (("helps", self.taxonomy.qualities), ("hurts", self.taxonomy.qualities),
                               ("related", self.files.patterns)):  # fmt: skip
                for index, name in enumerate(getattr(pattern.value, key)):
                    kind = "pattern" if key == "related" else "quality"
                    self._known(pattern.document, (key, index), kind, name, known)
        for component in self.files.components.values():
            for index, concern in enumerate(component.value.concerns):
                path = ("concerns", index, "quality")
                self._known(component.document, path, "quality", concern.quality, self.taxonomy.qualities)
            for index, decision in enumerate(component.value.decisions):
                self._known(component.document, ("decisions", index), "decision", decision, self.files.decisions)
        self._check_decisions()

    def _check_decisions(self) -> None:
        for identity, read in self.files.decisions.items():
            if not self._known(read.document, ("id",), "decision", identity, self.taxonomy.decisions):
                continue
            options = {option.id for option in self.taxonomy.decisions[identity].options}
            for index, option in enumerate(read.value.options):
                self._known(read.document, ("options", index, "id"), "option", option.id, options)
            if read.value.default:
                self._known(read.document, ("default", "option"), "option", read.value.default.option, options)

    def _conditions(self, document: Document, path: tuple[Step, ...], written: Mapping[str, Any]) -> Conditions:
        try:
            return parse_conditions(written, self.shapes)
        except ConditionError as refusal:
            hint = did_you_mean(refusal.field, self.shapes) if refusal.field not in self.shapes else None
            self._blame(document, (*path, refusal.field), f"{refusal}.", hint)
            return ()

    def _known(self, document: Document, path: tuple[Step, ...], kind: str, name: str, known: Collection[str]) -> bool:
        if name in known:
            return True
        hint = did_you_mean(name, known) or f"Correct the name, or describe the new {kind} first."
        self._blame(document, path, f"unknown {kind} '{name}'.", hint)
        return False

    def _blame(self, document: Document, path: tuple[Step, ...], message: str, hint: str | None = None) -> None:
        self.problems.append(document.problem(path, message, hint))


def _named(quality: str) -> QualityName | None:
    return QUALITIES.get(QualityId(quality))


def _written_level(text: ClaimText) -> str:
    if isinstance(text.level, UnitInterval):
        return f"{text.level.from_}..{text.level.to}"
    if isinstance(text.level, LevelRange):
        return f"{text.level.low}..{text.level.high}"
    return text.level
