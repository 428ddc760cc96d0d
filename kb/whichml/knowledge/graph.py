"""State the facts and rules as one RDF graph in the words of the ontology."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, SKOS, XSD, Namespace
from rdflib.term import Node

from whichml.knowledge.reading import FactFiles, Read
from whichml.knowledge.taxonomy import FACTS, Taxonomy
from whichml.knowledge.taxonomy import WML as WML_ADDRESS
from whichml.model.facts import (
    AlgorithmFacts,
    Citation,
    ClaimText,
    ComponentFacts,
    ConditionText,
    DecisionFacts,
    FamilyFacts,
    LevelRange,
    MeasuredTable,
    OptionFacts,
    PatternFacts,
    QualityFacts,
    Source,
    UnitInterval,
)
from whichml.model.quantity import QuantityError, parse_quantity
from whichml.model.rule import Rule, RulePack
from whichml.model.scale import LEVELS

WML = Namespace(WML_ADDRESS)
_ADVICE = {"pattern": WML.Pattern, "anti-pattern": WML.AntiPattern, "practice": WML.Practice, "tactic": WML.Tactic}


@dataclass(frozen=True, slots=True)
class StatedFacts:
    """Everything that the fact files and rule packs state, before it is compiled.

    Attributes
    ----------
    stated_in : where a fact stands, `file:line`, by kind and id such as `algorithm/random-forest`; the kinds are
        source, algorithm, family, claim, quality, pattern, decision, component and measured
    """

    sources: Sequence[Source] = ()
    algorithms: Sequence[AlgorithmFacts] = ()
    families: Sequence[FamilyFacts] = ()
    qualities: Sequence[QualityFacts] = ()
    patterns: Sequence[PatternFacts] = ()
    decisions: Sequence[DecisionFacts] = ()
    components: Sequence[ComponentFacts] = ()
    measured: Sequence[MeasuredTable] = ()
    packs: Sequence[RulePack] = ()
    rules: Sequence[Rule] = ()
    stated_in: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, files: FactFiles, packs: Sequence[RulePack] = (), rules: Sequence[Rule] = ()) -> Self:
        """Return the facts of the fact files with their places, and the rules beside them."""
        kinds: Mapping[str, Mapping[str, Read[Any]]] = {
            "source": files.sources, "algorithm": files.algorithms, "family": files.families,
            "quality": files.qualities, "pattern": files.patterns, "decision": files.decisions,
            "component": files.components, "measured": files.measured,
        }  # fmt: skip
        stated_in = {f"{kind}/{name}": read.where() for kind, reads in kinds.items() for name, read in reads.items()}
        subjects: list[Read[AlgorithmFacts] | Read[FamilyFacts]] = [
            *files.algorithms.values(),
            *files.families.values(),
        ]
        for subject in subjects:
            for index, claim in enumerate(subject.value.claims):
                stated_in[f"claim/{claim.identity(subject.value.id)}"] = subject.where(("claims", index))
        return cls(
            sources=[read.value for read in files.sources.values()],
            algorithms=[read.value for read in files.algorithms.values()],
            families=[read.value for read in files.families.values()],
            qualities=[read.value for read in files.qualities.values()],
            patterns=[read.value for read in files.patterns.values()],
            decisions=[read.value for read in files.decisions.values()],
            components=[read.value for read in files.components.values()],
            measured=[read.value for read in files.measured.values()],
            packs=packs,
            rules=rules,
            stated_in=stated_in,
        )


def address(kind: str, identity: str) -> URIRef:
    """Return the address of a fact.

    Examples
    --------
    >>> str(address("algorithm", "random-forest"))
    'https://whichml.org/facts/algorithm/random-forest'
    """
    return URIRef(f"{FACTS}{kind}/{identity}")


def ontology_graph(path: Path) -> Graph:
    """Return the ontology file as a graph of its own, with short prefixes bound."""
    return Graph().parse(path, format="turtle")


def facts_graph(facts: StatedFacts, taxonomy: Taxonomy) -> Graph:
    """Return the facts and rules as triples; the ontology itself is not part of them.

    References are written as given: one that leads nowhere stays in the graph, for the shapes to find.
    """
    statement = _Statement(facts.stated_in)
    statement.families(taxonomy)
    for source in facts.sources:
        statement.source(source)
    for algorithm in facts.algorithms:
        statement.algorithm(algorithm, taxonomy)
    for family in facts.families:
        statement.family(family)
    for quality in facts.qualities:
        statement.quality(quality)
    for pattern in facts.patterns:
        statement.pattern(pattern)
    for decision in facts.decisions:
        statement.decision(decision)
    for component in facts.components:
        statement.component(component)
    for table in facts.measured:
        statement.table(table)
    for pack in facts.packs:
        statement.pack(pack)
    for rule in facts.rules:
        statement.rule(rule)
    return statement.graph


class _Statement:
    """A graph in the making."""

    def __init__(self, stated_in: Mapping[str, str]) -> None:
        self.graph = Graph()
        self.graph.bind("wml", WML)
        self._stated_in = stated_in

    def families(self, taxonomy: Taxonomy) -> None:
        for family in taxonomy.families.values():
            subject = self._named("family", family.id, WML.AlgorithmFamily, family.label)
            self._add(subject, WML.describes, URIRef(family.iri))

    def source(self, source: Source) -> None:
        subject = address("source", source.id)
        self._identify(subject, WML.Source, source.id)
        self._add(subject, DCTERMS.title, Literal(source.title))
        self._texts(subject, WML.hasAuthor, source.authors)
        if source.year is not None:
            self._add(subject, WML.hasYear, Literal(source.year, datatype=XSD.integer))
        self._texts(subject, WML.hasDoi, [source.doi])
        self._texts(subject, WML.hasUrl, [source.url])
        self._add(subject, WML.hasAccess, address("access", source.access))
        self._place(subject, f"source/{source.id}")

    def algorithm(self, algorithm: AlgorithmFacts, taxonomy: Taxonomy) -> None:
        subject = self._named("algorithm", algorithm.id, WML.Algorithm, algorithm.name)
        for family in algorithm.family:
            if family in taxonomy.families:
                self._add(subject, RDF.type, URIRef(taxonomy.families[family].iri))
        self._refer(subject, WML.belongsToFamily, "family", algorithm.family)
        self._texts(subject, SKOS.altLabel, algorithm.synonyms)
        self._texts(subject, DCTERMS.description, [algorithm.description])
        self._texts(subject, WML.shinesWhen, [algorithm.shines])
        self._texts(subject, WML.failsWhen, [algorithm.fails])
        self._texts(subject, WML.hasTrainingComplexity, [algorithm.complexity.training])
        self._texts(subject, WML.hasInferenceComplexity, [algorithm.complexity.inference])
        self._texts(subject, WML.hasSizeComplexity, [algorithm.complexity.size])
        self._refer(subject, WML.hasRole, "role", [algorithm.role])
        self._refer(subject, WML.solves, "task", algorithm.solves)
        for modality, reading in algorithm.accepts.items():
            accepts = WML.acceptsRaw if reading == "raw" else WML.acceptsFeatures
            self._refer(subject, accepts, "modality", [modality])
        for capability, present in algorithm.capabilities.items():
            self._texts(subject, WML.hasCapability if present else WML.lacksCapability, [capability])
        for implementation in algorithm.implementations:
            program = address("implementation", quote(implementation.path))
            self._add(program, RDF.type, WML.Implementation)
            self._add(program, SKOS.prefLabel, Literal(implementation.path))
            self._texts(program, WML.isPackagedIn, [implementation.package])
            self._add(subject, WML.hasImplementation, program)
        self._cite(subject, algorithm.sources)
        self._claims(subject, algorithm.id, algorithm.claims)

    def family(self, family: FamilyFacts) -> None:
        subject = address("family", family.id)
        self._place(subject, f"family/{family.id}")
        self._claims(subject, family.id, family.claims)

    def quality(self, quality: QualityFacts) -> None:
        subject = address("quality", quality.id)
        self._place(subject, f"quality/{quality.id}")
        self._texts(subject, WML.hasMetric, (f"{each.name} [{each.unit}]" for each in quality.metrics))
        self._texts(subject, WML.hasProcedure, [quality.procedure])
        self._add(subject, WML.ranksCandidates, Literal(quality.ranks))
        for conflict in quality.conflicts:
            node = address("conflict", f"{quality.id}.{conflict.with_}")
            self._add(subject, WML.hasConflict, node)
            self._add(node, RDF.type, WML.Conflict)
            self._refer(node, WML.isAbout, "quality", [conflict.with_])
            self._texts(node, DCTERMS.description, [conflict.why])
            self._cite(node, conflict.sources)
            self._refer(subject, WML.conflictsWith, "quality", [conflict.with_])
        for number, name in enumerate(quality.names, start=1):
            node = address("designation", f"{quality.id}.{number}")
            self._add(subject, WML.hasDesignation, node)
            self._add(node, RDF.type, WML.Designation)
            self._texts(node, WML.hasTerm, [name.term])
            self._refer(node, WML.cites, "source", [name.source])
        self._cite(subject, quality.sources)

    def pattern(self, pattern: PatternFacts) -> None:
        subject = self._named("pattern", pattern.id, WML.DesignAdvice, pattern.name)
        self._add(subject, RDF.type, _ADVICE[pattern.kind])
        self._texts(subject, SKOS.altLabel, pattern.synonyms)
        self._texts(subject, WML.hasContext, [pattern.context])
        self._texts(subject, WML.statesProblem, [pattern.problem])
        self._texts(subject, WML.statesSolution, [pattern.solution])
        self._texts(subject, WML.hasConsequence, [pattern.consequences])
        self._weigh(subject, pattern.helps, pattern.hurts)
        self._refer(subject, WML.isRelatedTo, "pattern", pattern.related)
        self._cite(subject, pattern.sources)

    def decision(self, decision: DecisionFacts) -> None:
        subject = address("decision", decision.id)
        self._place(subject, f"decision/{decision.id}")
        self._texts(subject, WML.asks, [decision.question])
        for option in decision.options:
            self._option(subject, decision.id, option)
        if decision.default is not None:
            self._refer(subject, WML.defaultsTo, "option", [f"{decision.id}.{decision.default.option}"])
        self._cite(subject, decision.sources)

    def _option(self, decision: URIRef, decision_id: str, option: OptionFacts) -> None:
        subject = address("option", f"{decision_id}.{option.id}")
        self._place(subject, f"decision/{decision_id}")
        self._add(decision, WML.hasOption, subject)
        self._texts(subject, WML.hasConsequence, option.consequences)
        self._weigh(subject, option.helps, option.hurts)
        self._cite(subject, option.sources)

    def component(self, component: ComponentFacts) -> None:
        subject = address("component", component.id)
        self._place(subject, f"component/{component.id}")
        self._refer(subject, WML.concerns, "quality", (concern.quality for concern in component.concerns))
        self._refer(subject, WML.raises, "decision", component.decisions)
        self._cite(subject, component.sources)

    def table(self, table: MeasuredTable) -> None:
        subject = address("measured", table.id)
        self._identify(subject, WML.MeasuredTable, table.id)
        self._add(subject, DCTERMS.title, Literal(table.title))
        self._place(subject, f"measured/{table.id}")
        self._cite(subject, table.sources)

    def pack(self, pack: RulePack) -> None:
        subject = address("pack", pack.id)
        self._identify(subject, WML.RulePack, pack.id)
        self._add(subject, DCTERMS.title, Literal(pack.title))
        self._add(subject, WML.hasVersion, Literal(pack.version))
        self._add(subject, WML.isStatedIn, Literal(pack.where))

    def rule(self, rule: Rule) -> None:
        subject = address("rule", rule.id)
        self._identify(subject, WML.Rule, rule.id)
        self._add(subject, DCTERMS.title, Literal(rule.title))
        self._add(subject, WML.isStatedIn, Literal(rule.where))
        self._texts(subject, WML.hasStatus, [rule.status])
        self._texts(subject, WML.hasEffect, [rule.effect.kind])
        self._refer(subject, WML.belongsToPack, "pack", [rule.pack])
        self._refer(subject, WML.selects, "algorithm", rule.selector.ids)
        self._refer(subject, WML.selects, "family", rule.selector.families)
        if rule.effect.kind in ("decide", "forbid"):
            relation = WML.favours if rule.effect.kind == "decide" else WML.forbids
            self._refer(subject, relation, "option", [f"{rule.effect.target}.{rule.effect.value}"])
        if rule.effect.kind == "advise":
            self._refer(subject, WML.advises, "pattern", [rule.effect.target])
        self._cite(subject, rule.sources)

    def _claims(self, subject: URIRef, subject_id: str, claims: Iterable[ClaimText]) -> None:
        for claim in claims:
            node = address("claim", claim.identity(subject_id))
            self._add(subject, WML.hasClaim, node)
            self._identify(node, WML.Claim, claim.identity(subject_id))
            self._place(node, f"claim/{claim.identity(subject_id)}")
            self._refer(node, WML.isAbout, "quality", [claim.quality])
            self._refer(node, WML.hasConfidence, "confidence", [claim.confidence])
            self._refer(node, WML.hasEvidence, "evidence", [claim.evidence])
            self._texts(node, SKOS.scopeNote, [claim.note])
            self._texts(node, SKOS.editorialNote, [claim.debate])
            self._extent(node, claim)
            self._scope(node, claim.identity(subject_id), claim.scope)
            self._cite(node, claim.sources)

    def _extent(self, node: URIRef, claim: ClaimText) -> None:
        level = claim.level
        if level == "not-applicable":
            self._add(node, WML.isNotApplicable, Literal(True))
        elif isinstance(level, UnitInterval):
            self._texts(node, WML.startsAt, [level.from_])
            self._texts(node, WML.endsAt, [level.to])
            self._magnitude(node, WML.startsAtMagnitude, level.from_)
            self._magnitude(node, WML.endsAtMagnitude, level.to)
        else:
            low, high = (level.low, level.high) if isinstance(level, LevelRange) else (level, level)
            self._refer(node, WML.hasLowestLevel, "level", [low])
            self._refer(node, WML.hasHighestLevel, "level", [high])
            self._add(node, WML.hasLowestRank, Literal(LEVELS.index(low), datatype=XSD.integer))
            self._add(node, WML.hasHighestRank, Literal(LEVELS.index(high), datatype=XSD.integer))

    def _magnitude(self, node: URIRef, relation: URIRef, text: str) -> None:
        """State a quantity in its base unit; a text that is none is left to the reader of the fact files."""
        with suppress(QuantityError):
            self._add(node, relation, Literal(parse_quantity(text).magnitude, datatype=XSD.double))

    def _scope(self, claim: URIRef, claim_id: str, scope: ConditionText) -> None:
        if scope:
            node = address("scope", claim_id)
            self._add(claim, WML.hasScope, node)
            self._add(node, RDF.type, WML.Scope)
            self._texts(node, WML.statesCondition, (f"{name}: {_shown(test)}" for name, test in scope.items()))

    def _cite(self, subject: URIRef, citations: Iterable[Citation]) -> None:
        for number, citation in enumerate(citations, start=1):
            node = address("citation", f"{subject.removeprefix(FACTS)}.{number}")
            self._add(subject, WML.hasCitation, node)
            self._add(node, RDF.type, WML.Citation)
            self._refer(node, WML.cites, "source", [citation.ref])
            self._texts(node, WML.hasLocator, [citation.locator])
            self._texts(node, WML.supportsStatement, [citation.supports])

    def _weigh(self, subject: URIRef, helps: Iterable[str], hurts: Iterable[str]) -> None:
        self._refer(subject, WML.helps, "quality", helps)
        self._refer(subject, WML.hurts, "quality", hurts)

    def _named(self, kind: str, identity: str, of_class: URIRef, label: str) -> URIRef:
        subject = address(kind, identity)
        self._identify(subject, of_class, identity)
        self._add(subject, SKOS.prefLabel, Literal(label, lang="en"))
        self._place(subject, f"{kind}/{identity}")
        return subject

    def _identify(self, subject: URIRef, of_class: URIRef, identity: str) -> None:
        self._add(subject, RDF.type, OWL.NamedIndividual)
        self._add(subject, RDF.type, of_class)
        self._add(subject, WML.id, Literal(identity))

    def _place(self, subject: URIRef, key: str) -> None:
        if key in self._stated_in:
            self._add(subject, WML.isStatedIn, Literal(self._stated_in[key]))

    def _refer(self, subject: URIRef, relation: URIRef, kind: str, identities: Iterable[str]) -> None:
        for identity in identities:
            self._add(subject, relation, address(kind, identity))

    def _texts(self, subject: URIRef, relation: URIRef, texts: Iterable[str]) -> None:
        for text in texts:
            if text:
                self._add(subject, relation, Literal(text))

    def _add(self, subject: URIRef, relation: URIRef, target: Node) -> None:
        self.graph.add((subject, relation, target))


def _shown(test: object) -> str:
    """Return a condition's test as text, the same however its mapping was ordered."""
    if isinstance(test, Mapping):
        return ", ".join(f"{operator} {_shown(test[operator])}" for operator in sorted(test))
    if isinstance(test, (list, tuple)):
        return "[" + ", ".join(_shown(each) for each in test) + "]"
    return "true" if test is True else "false" if test is False else "unbounded" if test is None else str(test)
