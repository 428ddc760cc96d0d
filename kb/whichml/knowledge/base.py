"""The knowledge base as one immutable value: what the advice stands on."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from whichml.knowledge.advice_counts import AdviceCounts
from whichml.knowledge.cost_models import CostModels
from whichml.knowledge.entities import (
    Algorithm,
    Claim,
    ExcludedWhere,
    Family,
    KnownApplication,
    KnownCircumstance,
    Quality,
    Reduction,
    SituatedForm,
    TaskEvaluation,
    Term,
)
from whichml.knowledge.practice import Practice
from whichml.knowledge.practised_facts import answer_shapes, capability_of_leader, level_of_leader
from whichml.knowledge.strengths import Strengths
from whichml.model.briefs.recognised_application import Applications, ApplicationWords
from whichml.model.briefs.recognised_circumstances import Circumstances, CircumstanceWords
from whichml.model.statements.conditions import Conditions, FieldShape, parse_conditions
from whichml.model.statements.design_facts import ComponentFacts, DecisionFacts, PatternFacts
from whichml.model.statements.evaluation_facts import ASPECTS, EvaluationFacts
from whichml.model.statements.facts import (
    ConditionText,
    MeasuredTable,
    MitigationFacts,
    ReductionFacts,
    Source,
)
from whichml.model.statements.fields import shapes_of
from whichml.model.statements.option_conflicts import Incompatibility, incompatibilities
from whichml.model.statements.price_facts import PriceFacts, ThroughputFacts
from whichml.model.statements.regulation_facts import RegulationFacts
from whichml.model.statements.rule import DerivedText, Rule, RulePack
from whichml.model.values.qualities import QUALITIES


@dataclass(frozen=True, eq=False)
class Knowledge:
    """Everything that an answer may stand on, frozen; `without` gives one that lacks some of it.

    Attributes
    ----------
    digest : SHA-256 of the content, part of every answer's id
    declared : the facts that packs may conclude beyond the brief's own fields
    names : labels of tasks, modalities and options by id, for sentences
    costs : what implementations cost at a size; None where nobody swept any
    strengths : how often algorithms beat one another, by regime; None where nobody compared any
    reducible, judged : what is stated of treating one task or modality as another, and of judging solutions, with where
    regulations : laws and norms that a brief may name, by id
    mitigations : what to add to an algorithm that falls short in a quality, by id
    practice : what answerers of many briefs have in common; None where nobody was asked
    advised : how common each piece of advice is in answers to the same briefs; None where nobody counted
    prices, throughputs : of hosted models and rented machines, and how much these get done, by id
    applications : kinds of work that many teams bring, by id
    circumstances : what projects of any kind tell in passing, by id
    superseded : the rules that came with whichml and that a pack which did not supersedes, by id
    """

    version: str
    digest: str
    algorithms: Mapping[str, Algorithm]
    families: Mapping[str, Family]
    qualities: Mapping[str, Quality]
    claims: Mapping[str, Claim]
    rules: tuple[Rule, ...]
    packs: tuple[RulePack, ...]
    patterns: Mapping[str, PatternFacts]
    decisions: Mapping[str, DecisionFacts]
    components: Mapping[str, ComponentFacts]
    sources: Mapping[str, Source]
    measured: Mapping[str, MeasuredTable]
    declared: Mapping[str, DerivedText]
    names: Mapping[str, str] = field(default_factory=dict)
    tasks: Mapping[str, Term] = field(default_factory=dict)
    modalities: Mapping[str, Term] = field(default_factory=dict)
    costs: CostModels | None = None
    strengths: Strengths | None = None
    reducible: Mapping[str, tuple[ReductionFacts, str]] = field(default_factory=dict)
    judged: Mapping[str, tuple[EvaluationFacts, str]] = field(default_factory=dict)
    mitigations: Mapping[str, MitigationFacts] = field(default_factory=dict)
    regulations: Mapping[str, RegulationFacts] = field(default_factory=dict)
    practice: Practice | None = None
    advised: AdviceCounts | None = None
    prices: Mapping[str, PriceFacts] = field(default_factory=dict)
    throughputs: Mapping[str, ThroughputFacts] = field(default_factory=dict)
    superseded: Mapping[str, Rule] = field(default_factory=dict)
    applications: Mapping[str, KnownApplication] = field(default_factory=dict)
    circumstances: Mapping[str, KnownCircumstance] = field(default_factory=dict)

    @cached_property
    def shapes(self) -> Mapping[str, FieldShape]:
        """Return how the values of each field that conditions may name compare."""
        return shapes_of(QUALITIES, self.declared)

    @cached_property
    def _answer_shapes(self) -> Mapping[str, FieldShape]:
        options = {d.id: [o.id for o in d.options] for d in self.decisions.values()}
        return {**self.shapes, **answer_shapes(options, self._capabilities)}

    @cached_property
    def _capabilities(self) -> frozenset[str]:
        """Return the capabilities that some algorithm is said to have or to lack."""
        return frozenset(name for each in self.algorithms.values() for name in each.facts.capabilities)

    def cases(self, written: Sequence[ConditionText]) -> tuple[Conditions, ...]:
        """Return sets of conditions, which may be about an answer in the making."""
        return tuple(map(self._conditions, written))

    def _conditions(self, written: ConditionText) -> Conditions:
        return parse_conditions(written, self._answer_shapes)

    @cached_property
    def concern_conditions(self) -> Mapping[str, tuple[Conditions, ...]]:
        """Return the conditions of the concerns of each component."""
        return {each.id: self.cases([c.when for c in each.concerns]) for each in self.components.values()}

    @cached_property
    def options_excluded_where(self) -> tuple[ExcludedWhere, ...]:
        """Return where options have no place."""
        return tuple(
            ExcludedWhere(decision.id, option.id, conditions)
            for decision in self.decisions.values()
            for option in decision.options
            for conditions in self.cases(option.excluded_where)
        )

    @cached_property
    def reductions(self) -> Mapping[str, Reduction]:
        """Return the reductions by id."""
        return {
            identity: Reduction(facts, self._conditions(facts.when), self._conditions(facts.usual), where)
            for identity, (facts, where) in self.reducible.items()
        }

    @cached_property
    def evaluations(self) -> Mapping[str, TaskEvaluation]:
        """Return how solutions of each task are judged, by id, what goes first in some cases before all others."""
        return {
            identity: TaskEvaluation(
                facts,
                {aspect: tuple(self.cases(choice.when) for choice in facts.listed(aspect)) for aspect in ASPECTS},
                {aspect: tuple(self.cases(choice.unless) for choice in facts.listed(aspect)) for aspect in ASPECTS},
                where,
                self.cases(facts.first_where),
            )
            for identity, (facts, where) in sorted(self.judged.items(), key=lambda item: not item[1][0].first_where)
        }  # fmt: skip

    @cached_property
    def forms_of(self) -> Mapping[str, tuple[SituatedForm, ...]]:
        """Return what practitioners build of each algorithm, with where and where not, by algorithm."""
        return {
            each.id: tuple(SituatedForm(f, self.cases(f.when), self.cases(f.unless)) for f in each.facts.forms)
            for each in self.algorithms.values()
            if each.facts.forms
        }

    @cached_property
    def recognisable(self) -> Applications:
        """Return the applications by the words that briefs are recognised by."""
        return _recognisable(tuple(each.words for each in self.applications.values()))

    @cached_property
    def tellable(self) -> Circumstances:
        """Return the circumstances by the words that sentences are recognised by."""
        return _tellable(tuple(each.words for each in self.circumstances.values()))

    @cached_property
    def absent_where(self) -> Mapping[str, tuple[Conditions, ...]]:
        """Return where components and patterns have no place, by id: the two share none."""
        named: list[ComponentFacts | PatternFacts] = [*self.components.values(), *self.patterns.values()]
        cases = {each.id: (*self.cases(each.not_where), *self.unfit_leaders.get(each.id, ())) for each in named}
        return {identity: found for identity, found in cases.items() if found}

    @cached_property
    def unfit_leaders(self) -> Mapping[str, tuple[Conditions, ...]]:
        """Return the conditions in which whoever leads an answer lacks what a pattern needs, by pattern."""
        return {
            each.id: self.cases([{capability_of_leader(name): not wanted} for name, wanted in each.needs.items()])
            for each in self.patterns.values()
            if each.needs
        }

    @cached_property
    def nothing_to_decide(self) -> Mapping[str, tuple[Conditions, ...]]:
        """Return where there is nothing to decide, by decision."""
        return {each.id: self.cases(each.not_where) for each in self.decisions.values() if each.not_where}

    @cached_property
    def mitigated_where(self) -> Mapping[str, tuple[Conditions, ...]]:
        """Return where each mitigation can be added that is not for every brief, by id."""
        return {each.id: self.cases(each.where) for each in self.mitigations.values() if each.where}

    @cached_property
    def measured_otherwise(self) -> Mapping[str, tuple[tuple[Conditions, ...], ...]]:
        """Return where each other way to measure a quality is taken, by quality."""
        known = {q.id: q.measured_by.otherwise for q in self.qualities.values() if q.measured_by is not None}
        return {quality: tuple(self.cases(each.when) for each in ways) for quality, ways in known.items()}

    @cached_property
    def asked_of_leader(self) -> tuple[str, ...]:
        """Return the qualities of which some condition asks how much the leader of an answer has."""
        return tuple(quality for quality in QUALITIES if level_of_leader(quality) in self._asked_of_answers)

    @cached_property
    def capabilities_asked_of_leader(self) -> tuple[str, ...]:
        """Return the capabilities of which some condition asks whether the leader of an answer has them."""
        asked = (name for name in self._capabilities if capability_of_leader(name) in self._asked_of_answers)
        return tuple(sorted(asked))

    @cached_property
    def _asked_of_answers(self) -> frozenset[str]:
        """Return the fields that conditions on answers in the making name."""
        of_choices = (cases for each in self.evaluations.values() for aspect in each.cases.values() for cases in aspect)
        sets = [
            *(conditions for cases in of_choices for conditions in cases),
            *(conditions for each in self.evaluations.values() for conditions in each.first_where),
            *(conditions for each in self.concern_conditions.values() for conditions in each),
            *(each.conditions for each in self.options_excluded_where),
            *(conditions for cases in self.absent_where.values() for conditions in cases),
            *(conditions for cases in self.nothing_to_decide.values() for conditions in cases),
            *(conditions for ways in self.measured_otherwise.values() for cases in ways for conditions in cases),
        ]
        return frozenset(condition.field for conditions in sets for condition in conditions)

    @cached_property
    def incompatibilities(self) -> tuple[Incompatibility, ...]:
        """Return which options exclude one another, in the order in which that is settled."""
        return incompatibilities(self.decisions)

    @cached_property
    def claims_of(self) -> Mapping[str, tuple[Claim, ...]]:
        """Return the claims by subject (algorithm or family)."""
        found: dict[str, list[Claim]] = {}
        for claim in self.claims.values():
            found.setdefault(claim.subject, []).append(claim)
        return {subject: tuple(claims) for subject, claims in found.items()}

    @cached_property
    def general_of(self) -> Mapping[str, str]:
        """Return, for each algorithm that is a special form of another, that other."""
        found = {a.id: a.facts.specialises for a in self.algorithms.values()}
        return {special: general for special, general in found.items() if general is not None}

    @cached_property
    def mitigations_for(self) -> Mapping[str, tuple[MitigationFacts, ...]]:
        """Return by quality what may be added to an algorithm for it."""
        qualities = {each.quality for each in self.mitigations.values()}
        return {q: tuple(each for each in self.mitigations.values() if each.quality == q) for q in qualities}

    @cached_property
    def of_some_data(self) -> frozenset[str]:
        """Return the sources that study some kinds of data and no others, by their ids."""
        return frozenset(identity for identity, source in self.sources.items() if source.studies)

    @cached_property
    def kinds_of(self) -> Mapping[str, frozenset[str]]:
        """Return the families of one kind that each algorithm is filed under: its siblings may stand for it."""
        return {
            a.id: frozenset(f for f in a.facts.family if f in self.families and self.families[f].one_kind)
            for a in self.algorithms.values()
        }

    @cached_property
    def all_kinds_of(self) -> Mapping[str, frozenset[str]]:
        """Return all families of one kind that each algorithm belongs to, also above those that it is filed under."""
        one_kind = frozenset(f.id for f in self.families.values() if f.one_kind)
        return {a.id: one_kind.intersection(a.lineage) for a in self.algorithms.values()}

    @cached_property
    def cells(self) -> Mapping[tuple[str, str], tuple[Claim, ...]]:
        """Return, for each algorithm and quality with any claim, its claims with the most telling first.

        The claim with more conditions in its scope comes first, then the one of the nearer subject: the algorithm
        before what it specialises, that before its families, and a family before those above it.
        """
        found: dict[tuple[str, str], list[tuple[int, int, Claim]]] = {}
        for algorithm in self.algorithms.values():
            for distance, subject in enumerate(algorithm.lineage):
                for claim in self.claims_of.get(subject, ()):
                    found.setdefault((algorithm.id, claim.quality), []).append((-len(claim.scope), distance, claim))
        return {
            cell: tuple(claim for _, _, claim in sorted(claims, key=lambda c: (c[0], c[1], c[2].id)))
            for cell, claims in found.items()
        }

    def without(self, *, claims: Collection[str] = (), rules: Collection[str] = ()) -> Knowledge:
        """Return a knowledge base that lacks these claims and rules; everything else is shared."""
        removed = " ".join((self.digest, *sorted(claims), "/", *sorted(rules)))
        return replace(
            self,
            digest=hashlib.sha256(removed.encode()).hexdigest(),
            claims={identity: claim for identity, claim in self.claims.items() if identity not in claims},
            rules=tuple(rule for rule in self.rules if rule.id not in rules),
        )

    def rule(self, identity: str) -> Rule:
        """Return the rule of that id; KeyError where there is none."""
        return self.rules_by_id[identity]

    @cached_property
    def own_packs(self) -> frozenset[str]:
        """Return the packs of rules that do not come with the program, by their ids."""
        return frozenset(pack.id for pack in self.packs if not pack.shipped)

    @cached_property
    def rules_by_id(self) -> Mapping[str, Rule]:
        """Return all rules by their ids."""
        return {rule.id: rule for rule in self.rules}


@lru_cache(maxsize=2)
def _recognisable(known: tuple[ApplicationWords, ...]) -> Applications:
    """Return the applications by their words; shared with further packs, and whatever else leaves them as they are."""
    return Applications(known)


@lru_cache(maxsize=2)
def _tellable(known: tuple[CircumstanceWords, ...]) -> Circumstances:
    """Return the circumstances by their words, shared likewise."""
    return Circumstances(known)
