"""What to know of a candidate beside its place: cautions, requirements kept or at risk, reductions, implementations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final, TypeAlias

from whichml.advise.applicability import AS_IT_IS
from whichml.advise.application_here import ApplicationHere
from whichml.advise.bound_words import amount_of, odds_in_words
from whichml.advise.decision_tensions import LAW
from whichml.advise.justification import JustificationBuilder
from whichml.advise.screening import AlgorithmCaution, Screening, Shortfall
from whichml.knowledge.base import Knowledge
from whichml.model.format.brief_fields import REQUIRED_FIELDS
from whichml.model.statements.conditions import Facts, all_hold, serves
from whichml.model.statements.facts import MitigationFacts
from whichml.model.statements.recommendation import (
    Caution,
    FormHere,
    MetRequirement,
    MitigationAdvice,
    ReductionTold,
    Risk,
    UnsettledRequirement,
)
from whichml.model.statements.regulation_facts import RegulationStatus
from whichml.model.statements.rule import Rule, Selector
from whichml.rules.selection import modalities_of

N_MITIGATIONS: Final = 2
"""How many ways to mend a shortfall an answer names."""
_RARE: Final = 3.0
"""How far a field sets a project apart at the most, as if one in twenty told it: rarer are fields that came late."""

_PROGRAMMING: Final = "project.programming_languages"
_NAMES_OF_LANGUAGES: Final = {
    "matlab": "MATLAB", "sql": "SQL", "csharp": "C#", "cpp": "C++", "javascript": "JavaScript", "php": "PHP",
}  # fmt: skip
"""How languages are written whose ids with a capital are not their names."""

_Commonness: TypeAlias = tuple[int, float, bool]
"""How common what a caution is about is among projects: by kind, by rarity of its facts, and whether it is of all."""
_FAILED, _OWN, _REPLACED, _LAW_ON_SOME, _SHIPPED, _OPEN = range(6)
"""Kinds of cautions, what is most about this brief first."""


@dataclass(frozen=True, slots=True)
class Remarks:
    """The remarks on the candidates of one answer; nodes are made for those that are asked for alone.

    Attributes
    ----------
    rarity : how far each field sets a project apart that tells it; empty where nobody was asked
    """

    screening: Screening
    knowledge: Knowledge
    graph: JustificationBuilder
    facts: Facts
    rarity: Mapping[str, float]
    application: ApplicationHere | None = None
    _of_rules: dict[str, Caution] = field(default_factory=dict)
    _rareness: dict[str, float] = field(default_factory=dict)
    _ways: dict[str, MitigationAdvice] = field(default_factory=dict)

    def met(self, algorithm: str) -> tuple[MetRequirement, ...]:
        """Return which must requirements a candidate is clear of, by numbers of this project."""
        return tuple(
            MetRequirement(
                quality=constraint.quality,
                requirement=constraint.key,
                text=f"{self.knowledge.qualities[constraint.quality].name} is {amount_of(rating)}, "
                f"clear of {constraint.text}{odds_in_words(constraint, rating)}.",
                because=(self.graph.constraint(constraint), self.graph.rating(algorithm, constraint.quality, rating)),
                amount=amount_of(rating),
            )
            for constraint, rating in self.screening.met.get(algorithm, ())
        )

    def unsettled(self, algorithm: str) -> tuple[UnsettledRequirement, ...]:
        """Return which must requirements claims keep without settling them for a candidate."""
        return tuple(
            UnsettledRequirement(
                quality=constraint.quality,
                requirement=constraint.key,
                doubt=doubt,
                because=(self.graph.constraint(constraint), self.graph.rating(algorithm, constraint.quality, rating)),
            )
            for constraint, rating, doubt in self.screening.unsettled.get(algorithm, ())
        )

    def cautions(self, algorithm: str) -> tuple[Caution, ...]:
        """Return what to know before relying on a candidate: what is most about this brief comes first.

        What a pack of one's own asks to mind comes before what any project of the kind has to.
        """
        warnings = self.screening.warnings.get(algorithm, ())
        told = [(self._commonness(each), self._caution(algorithm, each)) for each in warnings]
        return tuple(caution for _, caution in sorted((*told, *self._on_laws()), key=itemgetter(0)))

    def _on_laws(self) -> Iterator[tuple[_Commonness, Caution]]:
        """Yield what has changed about the laws that the brief names, whichever the candidate.

        That another one stands in its place comes before what shipped rules say, which may be of the old one.
        """
        named = self.facts.get(LAW)
        for name in named if isinstance(named, tuple) else ():
            status = self._status_of(name)
            if status is None:
                continue
            node = self.graph.add(
                f"evidence:law:{name}", "evidence", status.text, self.graph.facts((LAW,)), status.sources
            )
            kind = _REPLACED if status.replaced_by else _SHIPPED
            commonness = -1 - min(self.rarity.get(LAW, _RARE), _RARE)
            yield (kind, commonness, True), Caution(text=status.text, because=(node,))

    def _status_of(self, law: str) -> RegulationStatus | None:
        known = self.knowledge.regulations.get(law)
        return known.status if known is not None else None

    def _caution(self, algorithm: str, warning: AlgorithmCaution) -> Caution:
        """Return what to know; what a rule says is the same of every candidate, and made once."""
        rule = warning.rule
        if rule is None:
            bound = warning.constraint.key if warning.constraint is not None else ""
            return Caution(text=warning.text, requirement=bound, because=self._grounds(algorithm, warning))
        if rule.id not in self._of_rules:
            self._of_rules[rule.id] = Caution(text=warning.text, because=(self.graph.rule(rule),))
        return self._of_rules[rule.id]

    def risks(self, algorithm: str) -> tuple[Risk, ...]:
        """Return the must requirements that claims say a candidate misses, each with what could be added to meet it."""
        return tuple(self._risk(algorithm, short) for short in self.screening.shortfalls.get(algorithm, ()))

    def _risk(self, algorithm: str, short: Shortfall) -> Risk:
        constraint = short.constraint
        quality = self.knowledge.qualities[constraint.quality].name
        return Risk(
            quality=constraint.quality,
            requirement=constraint.key,
            text=f"{quality} is {amount_of(short.rating)}, and {constraint.text} is required.",
            mitigations=tuple(self._mitigation(each) for each in self._mitigations(algorithm, constraint.quality)),
            because=(self.graph.constraint(constraint), self.graph.rating(algorithm, constraint.quality, short.rating)),
        )

    def _mitigations(self, algorithm: str, quality: str) -> list[MitigationFacts]:
        """Return what may be added here to an algorithm for a quality: what is meant for it before what is for all.

        Of what is as near to it what gives but a part of the quality is last.
        """
        meant = self.knowledge.algorithms[algorithm].lineage
        found = [m for m in self.knowledge.mitigations_for.get(quality, ()) if self._has_a_place(m)]
        near = {m.id: min((meant.index(s) for s in m.of if s in meant), default=len(meant)) for m in found}
        fitting = [m for m in found if not m.of or near[m.id] < len(meant)]
        return sorted(fitting, key=lambda m: (near[m.id], m.in_part, m.id))[:N_MITIGATIONS]

    def _has_a_place(self, facts: MitigationFacts) -> bool:
        cases = self.knowledge.mitigated_where.get(facts.id)
        return cases is None or any(all_hold(case, self.facts) is True for case in cases)

    def _mitigation(self, facts: MitigationFacts) -> MitigationAdvice:
        if facts.id not in self._ways:
            self._ways[facts.id] = self._described(facts)
        return self._ways[facts.id]

    def _described(self, facts: MitigationFacts) -> MitigationAdvice:
        node = self.graph.add(
            f"advice:mitigation:{facts.id}", "advice", f"{facts.name}: {facts.how}", (), facts.sources
        )
        return MitigationAdvice(
            mitigation=facts.id, name=facts.name, text=facts.how, cost=facts.cost, pattern=facts.pattern or "",
            because=(node,),
        )  # fmt: skip

    def reductions(self, algorithm: str) -> tuple[ReductionTold, ...]:
        """Return through which reductions of the task or the data a candidate is usable here."""
        applicability = self.screening.applicability.get(algorithm)
        return tuple(
            ReductionTold(
                reduction=reduction.facts.id,
                name=reduction.facts.name,
                text=reduction.facts.how,
                cost=reduction.facts.cost,
                because=(self.graph.reduction(reduction),),
            )
            for reduction in (applicability.ways if applicability else ())
        )

    def form(self, algorithm: str) -> FormHere | None:
        """Return what practitioners would build of a candidate here; of a special form it is its own first."""
        known = self.knowledge.algorithms[algorithm]
        of_application = self.application.form(algorithm, self.graph) if self.application is not None else None
        if of_application is not None:
            return of_application
        for name in filter(None, (algorithm, known.facts.specialises)):
            for index, (facts, when, unless) in enumerate(self.knowledge.forms_of.get(name, ())):
                if serves(when, unless, self.facts):
                    because = self.graph.facts(sorted({condition.field for case in when for condition in case}))
                    text = f"{self.graph.name_of(name)} is here {facts.form}"
                    node = self.graph.add(f"evidence:form:{name}:{index}", "evidence", text, because, facts.sources)
                    return FormHere(text=facts.form, because=(node,))
        return None

    def implementations(self, algorithm: str) -> tuple[str, ...]:
        """Return the implementations meant for the task and the data, as the candidate meets them here."""
        seen = self.screening.applicability.get(algorithm, AS_IT_IS).seen(self.facts)
        offered = self.knowledge.algorithms[algorithm].facts.implementations
        return tuple(each.path for each in offered if each.suits(str(seen["task"]), modalities_of(seen)))

    def libraries(self, algorithm: str) -> tuple[str, ...]:
        """Return who implements a candidate in the team's languages but for Python, such as `R: stats::glm, mgcv::gam`.

        What implements the general form, as far as nothing implements the special one, will do for it.
        """
        known = self.facts.get(_PROGRAMMING)
        written = known if isinstance(known, tuple) else ()
        facts = self.knowledge.algorithms[algorithm].facts
        general = self.knowledge.algorithms[facts.specialises].facts if facts.specialises else facts
        libraries = {**general.libraries, **facts.libraries}
        return tuple(
            f"{_NAMES_OF_LANGUAGES.get(each, each.capitalize())}: {', '.join(one.call for one in libraries[each])}"
            for each in written if each in libraries
        )  # fmt: skip

    def _commonness(self, warning: AlgorithmCaution) -> _Commonness:
        """Return how common what a caution is about is among projects: least first, bounds that are open last.

        Trials that failed are of the brief's own table, and rules of one's own of the house. What a law that the brief
        names holds against some candidates and not against others may cost them their place. Any other is about what
        the brief tells of what it asks for: the more facts, and the fewer answered briefs tell them, the more it is
        about this one; what is not known says nothing of it, and what follows is as common as what it follows from. Of
        those that are as common what is said of every algorithm is last. An open bound has a row of its own.
        """
        if warning.breakdowns:
            return _FAILED, 0.0, False
        if warning.rule is None:
            return _OPEN, 0.0, False
        is_of_all = warning.rule.selector == Selector()
        return self._kind_of(warning.rule), -self._rareness_of(warning.rule), is_of_all

    def _kind_of(self, rule: Rule) -> int:
        if rule.pack in self.knowledge.own_packs:
            return _OWN
        is_of_law = bool(self.facts.get(LAW)) and any(condition.field == LAW for condition in rule.when)
        return _LAW_ON_SOME if is_of_law and self._spares_some(rule) else _SHIPPED

    def _spares_some(self, rule: Rule) -> bool:
        """Return whether a rule about algorithms leaves out a candidate that it could speak of."""
        return not set(self.screening.candidates) <= set(self.screening.spoken_of.get(rule.id, ()))

    def _rareness_of(self, rule: Rule) -> float:
        if rule.id not in self._rareness:
            told = {name for each in rule.when for name in self.graph.told_behind(each.field)}
            asked = sorted(told.difference(REQUIRED_FIELDS))  # what every brief says is about none in particular
            self._rareness[rule.id] = sum(1 + min(self.rarity.get(name, _RARE), _RARE) for name in asked)
        return self._rareness[rule.id]

    def _grounds(self, algorithm: str, warning: AlgorithmCaution) -> tuple[str, ...]:
        if warning.breakdowns:
            return tuple(self.graph.breakdown(each) for each in warning.breakdowns)
        if warning.constraint is None:
            return ()
        constraint = warning.constraint
        return self.graph.constraint(constraint), self.graph.rating(algorithm, constraint.quality, warning.rating)
