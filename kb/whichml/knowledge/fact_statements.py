"""Facts and rules stated in the words of the ontology."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Final, Protocol
from urllib.parse import quote

import pyoxigraph as ox

from whichml.knowledge.fact_triples import DCTERMS, RDF, SKOS, WML, XSD, FactTriples, address, conditions_as_written
from whichml.knowledge.stated_facts import StatedFacts
from whichml.model.statements.application_facts import ApplicationFacts
from whichml.model.statements.circumstance_facts import CircumstanceFacts
from whichml.model.statements.design_facts import ComponentFacts, DecisionFacts, OptionFacts, PatternFacts
from whichml.model.statements.evaluation_facts import QualityFacts
from whichml.model.statements.facts import (
    AlgorithmFacts,
    ClaimText,
    ConditionText,
    FamilyFacts,
    LevelRange,
    MeasuredTable,
    MitigationFacts,
    ReductionFacts,
    Source,
    UnitInterval,
)
from whichml.model.statements.rule import Rule, RulePack
from whichml.model.values.quantity import QuantityError, parse_quantity
from whichml.model.values.vocabulary import LEVELS

_ADVICE: Final = {
    "pattern": WML.Pattern, "anti-pattern": WML.AntiPattern, "practice": WML.Practice, "tactic": WML.Tactic,
}  # fmt: skip


class FamilyClass(Protocol):
    """A family of algorithms, as far as the ontology names it."""

    @property
    def id(self) -> str:
        """Return its id."""

    @property
    def label(self) -> str:
        """Return its label."""

    @property
    def iri(self) -> str:
        """Return the address of its class."""


Families = Mapping[str, FamilyClass]


def fact_triples(facts: StatedFacts, families: Families) -> list[ox.Triple]:
    """Return the facts and rules as triples, some of them more than once; the ontology itself is not part of them.

    References are written as given: one that leads nowhere stays in the graph, for the shapes to find.
    """
    statement = _Statement(facts)
    statement.families(families)
    for source in facts.sources:
        statement.source(source)
    for algorithm in facts.algorithms:
        statement.algorithm(algorithm, families)
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
    for reduction in facts.reductions:
        statement.reduction(reduction, families)
    for mitigation in facts.mitigations:
        statement.mitigation(mitigation, families)
    for pack in facts.packs:
        statement.pack(pack)
    for rule in facts.rules:
        statement.rule(rule)
    for application in facts.applications:
        statement.application(application.facts, application.where)
    for circumstance in facts.circumstances:
        statement.circumstance(circumstance.facts, circumstance.where)
    return statement.triples


class _Statement(FactTriples):
    """The triples of all facts in the making."""

    def __init__(self, facts: StatedFacts) -> None:
        super().__init__(facts.stated_in)
        self._facts = facts

    def families(self, families: Families) -> None:
        for family in families.values():
            subject = self.named("family", family.id, WML.AlgorithmFamily, family.label)
            self.add(subject, WML.describes, ox.NamedNode(family.iri))

    def source(self, source: Source) -> None:
        subject = address("source", source.id)
        self.identify(subject, WML.Source, source.id)
        self.add(subject, DCTERMS.title, ox.Literal(source.title))
        self.texts(subject, WML.hasAuthor, source.authors)
        if source.year is not None:
            self.add(subject, WML.hasYear, ox.Literal(source.year))
        self.texts(subject, WML.hasDoi, [source.doi])
        self.texts(subject, WML.hasUrl, [source.url])
        self.add(subject, WML.hasAccess, address("access", source.access))
        self.place(subject, f"source/{source.id}")

    def algorithm(self, algorithm: AlgorithmFacts, families: Families) -> None:
        subject = self.named("algorithm", algorithm.id, WML.Algorithm, algorithm.name)
        for family in algorithm.family:
            if family in families:
                self.add(subject, RDF.type, ox.NamedNode(families[family].iri))
        self.refer(subject, WML.belongsToFamily, "family", algorithm.family)
        if algorithm.specialises is not None:
            self.refer(subject, WML.specialises, "algorithm", [algorithm.specialises])
        self.texts(subject, SKOS.altLabel, algorithm.synonyms)
        self.texts(subject, DCTERMS.description, [algorithm.description])
        self.texts(subject, WML.shinesWhen, [algorithm.shines])
        self.texts(subject, WML.failsWhen, [algorithm.fails])
        self.texts(subject, WML.hasTrainingComplexity, [algorithm.complexity.training])
        self.texts(subject, WML.hasInferenceComplexity, [algorithm.complexity.inference])
        self.texts(subject, WML.hasSizeComplexity, [algorithm.complexity.size])
        self.refer(subject, WML.hasRole, "role", [algorithm.role])
        self.refer(subject, WML.solves, "task", algorithm.solves)
        for modality, reading in algorithm.accepts.items():
            accepts = WML.acceptsRaw if reading == "raw" else WML.acceptsFeatures
            self.refer(subject, accepts, "modality", [modality])
        for capability, present in algorithm.capabilities.items():
            self.texts(subject, WML.hasCapability if present else WML.lacksCapability, [capability])
        for implementation in algorithm.implementations:
            program = address("implementation", quote(implementation.path))
            self.add(program, RDF.type, WML.Implementation)
            self.add(program, SKOS.prefLabel, ox.Literal(implementation.path))
            self.texts(program, WML.isPackagedIn, [implementation.package])
            self.add(subject, WML.hasImplementation, program)
        self.cite(subject, (*algorithm.sources, *(place for form in algorithm.forms for place in form.sources)))
        self._claims(subject, self._facts.claims_of(algorithm))

    def family(self, family: FamilyFacts) -> None:
        subject = address("family", family.id)
        self.place(subject, f"family/{family.id}")
        self._claims(subject, self._facts.claims_of(family))

    def quality(self, quality: QualityFacts) -> None:
        subject = address("quality", quality.id)
        self.place(subject, f"quality/{quality.id}")
        self.texts(subject, WML.hasMetric, (f"{each.name} [{each.unit}]" for each in quality.metrics))
        self.texts(subject, WML.hasProcedure, [quality.procedure])
        self.add(subject, WML.ranksCandidates, ox.Literal(quality.ranks))
        for conflict in quality.conflicts:
            node = address("conflict", f"{quality.id}.{conflict.with_}")
            self.add(subject, WML.hasConflict, node)
            self.add(node, RDF.type, WML.Conflict)
            self.refer(node, WML.isAbout, "quality", [conflict.with_])
            self.texts(node, DCTERMS.description, [conflict.why])
            self.cite(node, conflict.sources)
            self.refer(subject, WML.conflictsWith, "quality", [conflict.with_])
        for number, name in enumerate(quality.names, start=1):
            node = address("designation", f"{quality.id}.{number}")
            self.add(subject, WML.hasDesignation, node)
            self.add(node, RDF.type, WML.Designation)
            self.texts(node, WML.hasTerm, [name.term])
            self.refer(node, WML.cites, "source", [name.source])
        self.cite(subject, quality.sources)

    def pattern(self, pattern: PatternFacts) -> None:
        subject = self.named("pattern", pattern.id, WML.DesignAdvice, pattern.name)
        self.add(subject, RDF.type, _ADVICE[pattern.kind])
        self.texts(subject, SKOS.altLabel, pattern.synonyms)
        self.texts(subject, WML.hasContext, [pattern.context])
        self.texts(subject, WML.statesProblem, [pattern.problem])
        self.texts(subject, WML.statesSolution, [pattern.solution])
        self.texts(subject, WML.hasConsequence, [pattern.consequences])
        self.weigh(subject, pattern.helps, pattern.hurts)
        self.refer(subject, WML.isRelatedTo, "pattern", pattern.related)
        self.cite(subject, pattern.sources)

    def decision(self, decision: DecisionFacts) -> None:
        subject = address("decision", decision.id)
        self.place(subject, f"decision/{decision.id}")
        self.texts(subject, WML.asks, [decision.question])
        for option in decision.options:
            self._option(subject, decision.id, option)
        if decision.default is not None:
            self.refer(subject, WML.defaultsTo, "option", [f"{decision.id}.{decision.default.option}"])
        self.cite(subject, decision.sources)

    def _option(self, decision: ox.NamedNode, decision_id: str, option: OptionFacts) -> None:
        subject = address("option", f"{decision_id}.{option.id}")
        self.place(subject, f"decision/{decision_id}")
        self.add(decision, WML.hasOption, subject)
        self.texts(subject, WML.hasConsequence, option.consequences)
        self.weigh(subject, option.helps, option.hurts)
        self._options(subject, WML.excludes, option.excludes)
        cases = [" and ".join(conditions_as_written(each)) for each in option.excluded_where]
        self.texts(subject, WML.isExcludedWhere, cases)
        self.cite(subject, option.sources)

    def _options(self, subject: ox.NamedNode, predicate: ox.NamedNode, named: Mapping[str, Iterable[str]]) -> None:
        self.refer(subject, predicate, "option", (f"{of}.{each}" for of, options in named.items() for each in options))

    def component(self, component: ComponentFacts) -> None:
        subject = address("component", component.id)
        self.place(subject, f"component/{component.id}")
        self.refer(subject, WML.concerns, "quality", (concern.quality for concern in component.concerns))
        self.refer(subject, WML.raises, "decision", component.decisions)
        self._options(subject, WML.isAbsentBeside, component.not_with)
        self.cite(subject, component.sources)

    def table(self, table: MeasuredTable) -> None:
        subject = address("measured", table.id)
        self.identify(subject, WML.MeasuredTable, table.id)
        self.add(subject, DCTERMS.title, ox.Literal(table.title))
        self.place(subject, f"measured/{table.id}")
        self.cite(subject, table.sources)

    def reduction(self, reduction: ReductionFacts, families: Families) -> None:
        subject = self.named("reduction", reduction.id, WML.Reduction, reduction.name)
        self.refer(subject, WML.reducesFrom, reduction.kind, [reduction.from_])
        self.refer(subject, WML.reducesTo, reduction.kind, [reduction.to])
        self.refer(address(reduction.kind, reduction.from_), WML.isReducibleTo, reduction.kind, [reduction.to])
        self._applies(subject, reduction.only, families)
        self.texts(subject, WML.statesCondition, conditions_as_written(reduction.when))
        self._described(subject, reduction)

    def mitigation(self, mitigation: MitigationFacts, families: Families) -> None:
        subject = self.named("mitigation", mitigation.id, WML.Mitigation, mitigation.name)
        self.refer(subject, WML.mitigates, "quality", [mitigation.quality])
        self._applies(subject, mitigation.of, families)
        self.refer(subject, WML.follows, "pattern", [mitigation.pattern] if mitigation.pattern else [])
        self._described(subject, mitigation)

    def _applies(self, subject: ox.NamedNode, names: Iterable[str], families: Families) -> None:
        for name in names:
            self.refer(subject, WML.appliesTo, "family" if name in families else "algorithm", [name])

    def _described(self, subject: ox.NamedNode, stated: ReductionFacts | MitigationFacts) -> None:
        self.texts(subject, WML.tellsHow, [stated.how])
        self.texts(subject, WML.hasCost, [stated.cost])
        self.cite(subject, stated.sources)

    def pack(self, pack: RulePack) -> None:
        subject = address("pack", pack.id)
        self.identify(subject, WML.RulePack, pack.id)
        self.add(subject, DCTERMS.title, ox.Literal(pack.title))
        self.add(subject, WML.hasVersion, ox.Literal(pack.version))
        self.add(subject, WML.isStatedIn, ox.Literal(pack.where))

    def rule(self, rule: Rule) -> None:
        subject = address("rule", rule.id)
        self.identify(subject, WML.Rule, rule.id)
        self.add(subject, DCTERMS.title, ox.Literal(rule.title))
        self.add(subject, WML.isStatedIn, ox.Literal(rule.where))
        self.texts(subject, WML.hasStatus, [rule.status])
        self.texts(subject, WML.hasEffect, [rule.effect.kind])
        self.refer(subject, WML.belongsToPack, "pack", [rule.pack])
        self.refer(subject, WML.selects, "algorithm", rule.selector.ids)
        self.refer(subject, WML.selects, "family", rule.selector.families)
        if rule.effect.kind in ("decide", "forbid"):
            relation = WML.favours if rule.effect.kind == "decide" else WML.forbids
            self.refer(subject, relation, "option", [f"{rule.effect.target}.{rule.effect.value}"])
        if rule.effect.kind == "advise":
            self.refer(subject, WML.advises, "pattern", [rule.effect.target])
        self.cite(subject, rule.sources)

    def application(self, application: ApplicationFacts, where: str) -> None:
        subject = address("application", application.id)
        self.identify(subject, WML.Application, application.id)
        self.add(subject, SKOS.prefLabel, ox.Literal(application.name, language="en"))
        self.add(subject, WML.isStatedIn, ox.Literal(where))
        self.refer(subject, WML.isToldAs, "task", application.tasks)
        self.refer(subject, WML.startsWith, "algorithm", dict.fromkeys(lead.algorithm for lead in application.lead))
        self.texts(subject, DCTERMS.description, (point.say for point in application.points))
        self.cite(subject, application.sources)
        # where each point stands is in the pack: a node for each of thousands would double what a query has to open
        self.refer(subject, DCTERMS.source, "source", dict.fromkeys(each.ref for each in application.citations))

    def circumstance(self, circumstance: CircumstanceFacts, where: str) -> None:
        subject = address("circumstance", circumstance.id)
        self.identify(subject, WML.Circumstance, circumstance.id)
        self.add(subject, SKOS.prefLabel, ox.Literal(circumstance.name, language="en"))
        self.add(subject, WML.isStatedIn, ox.Literal(where))
        self.texts(subject, DCTERMS.description, [circumstance.say])
        self.cite(subject, circumstance.sources)

    def _claims(self, subject: ox.NamedNode, claims: Iterable[tuple[str, ClaimText]]) -> None:
        for identity, claim in claims:
            node = address("claim", identity)
            self.add(subject, WML.hasClaim, node)
            self.identify(node, WML.Claim, identity)
            self.place(node, f"claim/{identity}")
            self.refer(node, WML.isAbout, "quality", [claim.quality])
            self.refer(node, WML.hasConfidence, "confidence", [claim.confidence])
            self.refer(node, WML.hasEvidence, "evidence", [claim.evidence])
            self.texts(node, SKOS.scopeNote, [claim.note])
            self.texts(node, SKOS.editorialNote, [claim.debate])
            self._extent(node, claim)
            self._scope(node, identity, claim.scope)
            self.cite(node, claim.sources)

    def _extent(self, node: ox.NamedNode, claim: ClaimText) -> None:
        level = claim.level
        if level == "not-applicable":
            self.add(node, WML.isNotApplicable, ox.Literal(True))
        elif isinstance(level, UnitInterval):
            self.texts(node, WML.startsAt, [level.from_])
            self.texts(node, WML.endsAt, [level.to])
            self._magnitude(node, WML.startsAtMagnitude, level.from_)
            self._magnitude(node, WML.endsAtMagnitude, level.to)
        else:
            low, high = (level.low, level.high) if isinstance(level, LevelRange) else (level, level)
            self.refer(node, WML.hasLowestLevel, "level", [low])
            self.refer(node, WML.hasHighestLevel, "level", [high])
            self.add(node, WML.hasLowestRank, ox.Literal(LEVELS.index(low)))
            self.add(node, WML.hasHighestRank, ox.Literal(LEVELS.index(high)))

    def _magnitude(self, node: ox.NamedNode, relation: ox.NamedNode, text: str) -> None:
        """State a quantity in its base unit; a text that is none is left to the reader of the fact files."""
        with suppress(QuantityError):
            self.add(node, relation, ox.Literal(str(parse_quantity(text).magnitude), datatype=XSD.double))

    def _scope(self, claim: ox.NamedNode, claim_id: str, scope: ConditionText) -> None:
        if scope:
            node = address("scope", claim_id)
            self.add(claim, WML.hasScope, node)
            self.add(node, RDF.type, WML.Scope)
            self.texts(node, WML.statesCondition, conditions_as_written(scope))
