"""Cases tried on a knowledge base: which expectations come true, and why the others do not.

A case is about the rules of packs: what it expects of decisions is held against what rules decide without practice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from whichml.advise.decisions import decide
from whichml.advise.ratings import Rating
from whichml.advise.recommendation import Advisor, Assessment
from whichml.authoring.cases import Case
from whichml.knowledge.algorithm_calls import known_names
from whichml.model.briefs.brief import Brief, check_names
from whichml.model.briefs.recognised_application import NO_APPLICATION
from whichml.model.statements.conditions import ConditionError, Conditions, Facts, all_hold
from whichml.model.statements.fields import concluded_number
from whichml.model.statements.rule import Rule
from whichml.model.values.scale import span_text
from whichml.model.values.vocabulary import LEVELS


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """A case with a sentence for each of its expectations that does not come true."""

    case: Case
    missed: tuple[str, ...]

    @property
    def is_met(self) -> bool:
        """Return whether everything came true."""
        return not self.missed


class CaseRun:
    """A case on its way through an advisor; each step is made when an expectation asks for it.

    Parameters
    ----------
    like : another case with the same brief on its way through the same advisor, whose steps serve for both
    """

    def __init__(self, advisor: Advisor, case: Case, like: CaseRun | None = None) -> None:
        self._advisor = advisor
        self._like = like
        self.case = case

    @cached_property
    def assessment(self) -> Assessment:
        """Return the steps towards the answer to the case's brief."""
        return self._like.assessment if self._like is not None else self._advisor.assess(self._brief)

    @cached_property
    def _brief(self) -> Brief:
        """Return the case's brief as an answer reads it: with the kind of work that its words tell."""
        return check_names(self.case.brief, known_names(self._advisor.knowledge))

    @property
    def facts(self) -> Facts:
        """Return the facts that stand in the end."""
        return self.assessment.firing.facts

    @cached_property
    def fired(self) -> frozenset[str]:
        """Return the ids of the rules that fire."""
        if self._like is not None:
            return self._like.fired
        return frozenset(rule.id for rule in self.assessment.firing.fired)

    @cached_property
    def decided_by_rules(self) -> Mapping[str, str]:
        """Return the option of each decision as rules alone come to it: cases test a pack, and not what is usual."""
        if self._like is not None:
            return self._like.decided_by_rules
        assessment = self.assessment
        decided = decide(assessment.knowledge, assessment.firing.standing, assessment.graph)
        return {answer.decision: answer.option for answer in decided.answers}

    @cached_property
    def missed(self) -> tuple[str, ...]:
        """Return a sentence for each expectation that does not come true."""
        expect = self.case.expect
        found = [*self._missed_application(), *self._missed_circumstances(), *self._missed_rules()]
        found += self._missed_facts()
        if expect.excludes or expect.keeps:
            found += self._missed_exclusions()
        if expect.cautions or expect.spares:
            found += self._missed_cautions()
        if expect.rates:
            found += self._missed_rates()
        if expect.decides or expect.forbids:
            found += self._missed_decisions()
        found += self._missed_advice()
        return tuple(found)

    def _missed_application(self) -> Iterator[str]:
        wanted = self.case.expect.application
        if wanted is not None:
            found = self.assessment.brief.project.application or NO_APPLICATION
            if found != wanted:
                yield f"the brief is read as {found} instead of {wanted}"

    def _missed_circumstances(self) -> Iterator[str]:
        expect = self.case.expect
        if not (expect.circumstances or expect.no_circumstances):
            return
        told = {each.circumstance: each.said for each in self.assessment.circumstances}
        yield from (f"no sentence tells {name}" for name in expect.circumstances if name not in told)
        yield from (f"“{told[name]}” tells {name}" for name in expect.no_circumstances if name in told)

    def _missed_rules(self) -> Iterator[str]:
        for rule in self.case.expect.fires:
            if rule not in self.fired:
                yield f"rule {rule} does not fire{self._reason(rule)}"
        for rule in self.case.expect.silent:
            if rule in self.fired:
                yield f"rule {rule} fires"

    def _reason(self, rule: str) -> str:
        """Return why a rule is silent, after a colon; nothing where no rule in force has that id."""
        try:
            known = self._advisor.knowledge.rule(rule)
        except KeyError:
            return ": no rule in force has that id"
        return f": {silence_of(known, self.facts)}"

    def _missed_facts(self) -> Iterator[str]:
        for field, value in self.case.expect.concludes.items():
            found = self.facts.get(field)
            if found != self._in_base_unit(field, value):
                yield f"{field} is {_shown(found)} instead of {_shown(value)}"

    def _in_base_unit(self, field: str, value: str | bool | int | float) -> str | bool | int | float:
        """Return what a fact should be; a quantity, such as `30 days`, as facts have it."""
        shape = self._advisor.knowledge.shapes[field]
        if shape.to_number is None or not isinstance(value, str):
            return value
        with suppress(ConditionError):  # it is then told as what the fact is not
            return concluded_number(shape, value)
        return value

    def _missed_exclusions(self) -> Iterator[str]:
        expect, exclusions = self.case.expect, self.assessment.exclusions
        excluded = {algorithm: {reason.rule for reason in out.reasons} for algorithm, out in exclusions.items()}
        of_the_case = {r.id for r in self.assessment.firing.fired if r.effect.kind == "exclude"} & set(expect.fires)
        for algorithm in expect.excludes:
            if algorithm not in excluded:
                yield f"{algorithm} is not excluded"
            elif of_the_case and not excluded[algorithm] & of_the_case:
                yield f"{algorithm} is excluded, and not by a rule that `fires` names"
        for algorithm in expect.keeps:
            if algorithm in excluded:
                by = sorted(excluded[algorithm] - {""})
                reason = exclusions[algorithm].reasons[0].text
                yield f"{algorithm} is excluded by {', '.join(by)}" if by else f"{algorithm} is excluded: {reason}"

    def _missed_cautions(self) -> Iterator[str]:
        expect, warnings = self.case.expect, self.assessment.screening.warnings
        by = {of: {each.rule.id for each in all_of_it if each.rule} for of, all_of_it in warnings.items()}
        for algorithm in expect.cautions:
            cautioning = by.get(algorithm, set())
            if cautioning.isdisjoint(expect.fires):
                others = f"; {', '.join(sorted(cautioning))} caution it" if cautioning else ""
                yield f"no rule that `fires` names cautions {algorithm}{others}"
        for algorithm in expect.spares:
            if found := by.get(algorithm, set()) & set(expect.fires):
                yield f"{', '.join(sorted(found))} cautions {algorithm}"

    def _missed_rates(self) -> Iterator[str]:
        for algorithm, levels in self.case.expect.rates.items():
            for quality, wanted in levels.items():
                rating = self.assessment.rating(algorithm, quality)
                ends = wanted.split("..")
                span = (LEVELS.index(ends[0]), LEVELS.index(ends[-1]))
                if rating is None or not rating.applicable or (rating.lowest, rating.highest) != span:
                    yield f"{quality} of {algorithm} is {_level(rating)} instead of {wanted}"

    def _missed_decisions(self) -> Iterator[str]:
        expect = self.case.expect
        for decision, option in expect.decides.items():
            found = self.decided_by_rules.get(decision, "undecided")
            if found != option:
                yield f"{decision} is {found} instead of {option}"
        effects = [rule.effect for rule in self.assessment.firing.standing if rule.effect.kind == "forbid"]
        forbidden = {(effect.target, str(effect.value)) for effect in effects}
        for decision, option in expect.forbids.items():
            if (decision, option) not in forbidden:
                yield f"no rule forbids {option} for {decision}"

    def _missed_advice(self) -> Iterator[str]:
        expect = self.case.expect
        if expect.advises:
            advised = {advice.pattern for advice in self.assessment.patterns}
            yield from (f"{pattern} is not advised" for pattern in expect.advises if pattern not in advised)
        if expect.prioritises:
            tiers = {c.quality: c.tier for c in self.assessment.criteria if c.constraint is None}
            for quality, tier in expect.prioritises.items():
                if tiers.get(quality) != tier:
                    ranks = self._advisor.knowledge.qualities[quality].ranks
                    idle = "" if ranks else "; its file says `ranks: false`"
                    yield f"{quality} counts {tiers.get(quality, 'for nothing')} instead of {tier}{idle}"
        if expect.asks:
            asked = {question.field for question in self.assessment.questions}
            yield from (f"{field} is not asked for" for field in expect.asks if field not in asked)


def runs_of(advisor: Advisor, cases_by_pack: Mapping[str, Sequence[Case]]) -> dict[str, tuple[CaseRun, ...]]:
    """Return the cases of packs on their way through an advisor; those that share a brief share its steps."""
    run = sharing_runs(advisor)
    return {pack: tuple(map(run, cases)) for pack, cases in cases_by_pack.items()}


def sharing_runs(advisor: Advisor) -> Callable[[Case], CaseRun]:
    """Return what sends a case on its way through an advisor, with the steps of one before that shares its brief."""
    first: dict[int, CaseRun] = {}  # by the brief's identity, which holds as long as the run that has it

    def run(case: Case) -> CaseRun:
        found = CaseRun(advisor, case, first.get(id(case.brief)))
        first.setdefault(id(case.brief), found)
        return found

    return run


def silence_of(rule: Rule, facts: Facts) -> str:
    """Return in words which conditions keep a rule from firing on the facts that stand in the end."""
    failing = _unmet(rule.when, facts)
    if failing:
        return ", ".join(failing)
    if rule.unless and all_hold(rule.unless, facts) is True:
        return "its exception holds, " + " and ".join(condition.text() for condition in rule.unless)
    return "its conditions hold in the end, and did not when its turn came"


def _unmet(conditions: Conditions, facts: Facts) -> list[str]:
    found = []
    for condition in conditions:
        held = condition.holds(facts)
        if held is None:
            found.append(f"{condition.field} is unknown")
        elif not held:
            asked = condition.text().removeprefix(f"{condition.field} is ")
            found.append(f"{condition.field} is {_shown(facts.get(condition.field))} instead of {asked}")
    return found


def _level(rating: Rating | None) -> str:
    if rating is None:
        return "unknown"
    return span_text(rating.low, rating.high) if rating.applicable else "not applicable"


def _shown(value: object) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
