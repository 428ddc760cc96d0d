"""The steps towards one answer, each made once and when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from whichml.advise.applicability import AS_IT_IS
from whichml.advise.application_here import ApplicationHere
from whichml.advise.circumstances_here import circumstances_told
from whichml.advise.computed import computed_facts
from whichml.advise.constraints import Constraint, constraint_facts, constraints_of, is_judged
from whichml.advise.decision_matrix import DecisionMatrix, RankedMatrix
from whichml.advise.decisions import ResolvedDecisions, decide
from whichml.advise.evaluation import BriefEvaluation
from whichml.advise.evidence_selection import select_evidence
from whichml.advise.exclusive_options import without_place
from whichml.advise.guidance import advice_not_followed, advise_patterns
from whichml.advise.justification import JustificationBuilder
from whichml.advise.leader_facts import leader_facts
from whichml.advise.measured_ratings import measured_ratings
from whichml.advise.other_names import other_names
from whichml.advise.other_problem import OtherProblem
from whichml.advise.pattern_places import PatternPlaces
from whichml.advise.practice import State
from whichml.advise.practice_justification import CandidatePractice, OptionPractice
from whichml.advise.practice_share import LEAST_SHARE, TELLS_NO_SITUATION, how_much_told, practice_share
from whichml.advise.predictions import predicted_for
from whichml.advise.prepared_knowledge import PreparedKnowledge
from whichml.advise.priorities import Criterion, weigh, weights_told
from whichml.advise.questions import Lead, SettledSoFar
from whichml.advise.ratings import Rating, Ratings
from whichml.advise.remarks import Remarks
from whichml.advise.running_costs import length_to_ask_for, running_costs
from whichml.advise.said_in_prose import said_in_prose
from whichml.advise.screener import Screener
from whichml.advise.screening import Screening, excluded
from whichml.advise.set_aside import SettingAside
from whichml.advise.through_reductions import ruled_out, unkept
from whichml.advise.unsettled_constraints import measured_in_metrics, unsettled
from whichml.knowledge.entities import Algorithm, Reduction
from whichml.knowledge.practised_facts import (
    TOLD,
    asked_facts,
    option_of,
    told_to_practice,
)
from whichml.model.briefs.brief import Brief
from whichml.model.format.law_scope import SAID
from whichml.model.statements.architecture import Advice, AdviceNotFollowed, SetAside
from whichml.model.statements.calibration import Calibration
from whichml.model.statements.conditions import Facts
from whichml.model.statements.evidence import Evidence
from whichml.model.statements.practice_told import PracticeTold
from whichml.model.statements.recommendation import (
    Candidate,
    CircumstanceTold,
    Exclusion,
    OpenQuestion,
    RatedQuality,
    Reason,
)
from whichml.model.statements.running_costs import RunningCosts
from whichml.model.words.names_in_sentences import in_sentence

N_CHOICES = 3
"""How many of different kind stay choices where only what was measured counts: three and a probe beat one guess."""
MEASURED_FIELDS = frozenset({
    "task", "data.modality", "data.rows", "data.labelled_rows", "data.features", "data.classes", "data.series",
    "data.categorical_features", "data.users", "data.items",
})  # fmt: skip
"""What a brief may tell without leaving what others measured: sizes, and whether columns are categorical."""


class Assessment:
    """The steps towards one answer, each made once, when it or a step after it is asked for.

    Attributes
    ----------
    firing : which rules fire, and the facts that stand in the end
    constraints : the brief's requirements, and after them what its device can hold
    asked : what the brief asks of qualities, as facts
    evidence_selection : the runs of experiments that it stands on
    calibration : of the project's machine
    """

    def __init__(
        self,
        prepared: PreparedKnowledge,
        brief: Brief,
        evidence: Sequence[Evidence] = (),
        calibration: Calibration | None = None,
    ) -> None:
        self.knowledge = prepared.knowledge
        self.selection = prepared.selection
        self.source_records = prepared.source_records
        self.brief = brief
        self.evidence_selection = select_evidence(brief, evidence)
        self._given = given = brief.facts()
        self.constraints = constraints_of(brief.requirements, given)
        foreign = brief.foreign_amounts()
        computed = computed_facts(given, foreign)
        bounds = constraint_facts(self.constraints, self.knowledge.qualities)
        start = {**given, **{name: fact.value for name, fact in computed.items()}, **bounds}
        self.firing = prepared.run_rules(start)
        self.asked = asked_facts([each for each in self.constraints if not each.only_screens], brief.priorities)
        asked = {
            name: tuple(d for d in self.constraints if d.quality == name.removeprefix("asked.")) for name in self.asked
        }
        self.graph = JustificationBuilder(
            self.knowledge, {**given, **{name: amount.readable for name, amount in foreign.items()}}, computed,
            self.firing, {**self._bounds(bounds), **asked}, prepared.shared_nodes,
        )  # fmt: skip
        self.measured = measured_ratings(self.evidence_selection.runs, self.knowledge, self.constraints)
        self.predicted = predicted_for(self.constraints, self.knowledge, start, calibration)
        self.calibration = (
            calibration if any(r.prediction and r.prediction.is_time for r in self.predicted.values()) else None
        )
        self._questions = prepared.questions
        self.strengths = prepared.strengths.in_regime(self.firing.facts, [each.metric for each in self.constraints])
        self.application = ApplicationHere.of(self.knowledge, brief, self.firing.facts)
        self.problem = OtherProblem.of(self.knowledge, brief)
        self.n_told = how_much_told(brief, given)
        self.practised_facts = {**told_to_practice(self.firing.facts), **self.asked, TOLD: self.n_told}
        established = self.application.established if self.application is not None else ()
        self.practice = prepared.practice.in_brief(self.practised_facts, established)
        self._ratings = Ratings(
            prepared.cells, self.firing.facts, self.measured.ratings, self.measured.asked, self.predicted,
            self.strengths,
        )  # fmt: skip
        self._reachable = prepared.reach.in_brief(self.firing.facts, self._unkept)

    def _unkept(self, reductions: Sequence[Reduction]) -> frozenset[str]:
        """Return which reductions need in front what misses a must of the brief, or leave what a rule puts out."""
        missed = unkept(reductions, self.constraints, self._ratings, self.knowledge.qualities)
        return missed | ruled_out(reductions, self.firing.standing)

    @cached_property
    def _screened(self) -> tuple[Screening, Ratings]:
        """Return the screening, and the ratings as it leaves them."""
        standing = self.firing.standing
        screener = Screener(
            self.knowledge, self.firing.facts, self._ratings, standing, self.selection, self.constraints, self.graph,
            self._reachable, self.practice, self.measured.breakdowns, self.application,
            self.problem,
        )  # fmt: skip
        return screener.screen(), self._ratings

    @property
    def screening(self) -> Screening:
        """Return which algorithms stay candidates, and why the others do not."""
        return self._screened[0]

    @property
    def ratings(self) -> Ratings:
        """Return the ratings after screening: rules have moved them, and reductions are seen through."""
        return self._screened[1]

    @property
    def exclusions(self) -> Mapping[str, Exclusion]:
        """Return why an algorithm is out of the answer: after screening, or since it is told under another name."""
        return {**self.screening.exclusions, **self._told_otherwise}

    def rating(self, algorithm: str, quality: str) -> Rating | None:
        """Return a rating as measured or as rules moved it, or None where nothing is claimed in a scope that fits."""
        return self.ratings.of(algorithm, quality)

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """Return which qualities count and how much, the heaviest first."""
        still_open = unsettled(self.screening) | measured_in_metrics(self.constraints, self.measured)
        return weigh(
            self.knowledge, self.brief.priorities, self.firing.standing, self.constraints, still_open, self.graph
        )

    @cached_property
    def order(self) -> RankedMatrix:
        """Return the candidates in their order, before anything is told of them."""
        screening = self.screening
        says_little = self.practice is None or practice_share(self._n_beyond_sizes) < LEAST_SHARE
        n_choices = N_CHOICES if self.strengths is not None and says_little else 1
        return self._field.order(self._listed, screening, self._other_names, n_choices, self.practised)

    def chance_of_mistake(self, algorithm: str) -> float:
        """Return the chance that practice calls what is ranked a mistake; 0 where it has no say."""
        worth = self.order.worth
        if self.practised is None or algorithm not in worth:
            return 0.0
        return self.practised.chance_of_mistake(algorithm, worth[algorithm])

    @property
    def _listed(self) -> Sequence[str]:
        """Return what is ranked: candidates, and references unless they are too inaccurate to be candidates here.

        Where no candidate is left, all references are ranked.
        """
        screening = self.screening
        if self.practised is None:
            return screening.candidates
        left_out = screening.unranked if screening.candidates else set()
        return [*screening.candidates, *(each for each in screening.references if each not in left_out)]

    @cached_property
    def _other_names(self) -> Mapping[str, str]:
        """Return, for each algorithm that is another one under another name here, that other."""
        return other_names(self.knowledge, str(self.firing.facts["task"]), self._listed, self.screening)

    @cached_property
    def ranked(self) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
        """Return the candidates that nothing outclasses, best first, and those that are outclassed."""
        screening = self.screening
        rarity = self.practice.rarity if self.practice is not None else {}
        remarks = Remarks(screening, self.knowledge, self.graph, self.firing.facts, rarity, self.application)
        return self._field.described(self.order, remarks, self.practised)

    @cached_property
    def _told_otherwise(self) -> Mapping[str, Exclusion]:
        """Return the candidates that have no place since the answer tells them under the name of what they are here."""
        names = {name: own for name, own in self._other_names.items() if name in self.screening.candidates}
        if not names:
            return {}
        shown = {name for each in self.order.alternatives for name in (each.scored.algorithm, *each.equivalents)}
        found = {}
        for algorithm, own in names.items():
            if own in shown and algorithm not in shown:
                name = in_sentence(self.knowledge.algorithms[own].facts.name)
                reason = Reason(text=f"here it is {name}, which the answer tells by that name", kind="other-name")
                grounds = (self.graph.about(algorithm), self.graph.about(own))
                found[algorithm] = excluded(self.graph, algorithm, reason, grounds)
        return found

    def rated(self, algorithm: str) -> tuple[RatedQuality, ...]:
        """Return how any algorithm stands in every criterion, also one that is out; its nodes join the graph."""
        return self._field.rated(algorithm)

    def practice_of(self, algorithm: str) -> PracticeTold | None:
        """Return what established practice says of any algorithm here; None where it has no say."""
        if self.practice is None or not self.practice_share:
            return None
        states, practised = {algorithm: self.state_of(algorithm)}, self.practised
        if practised is None:
            practice = CandidatePractice(self.practice, states, self.graph, self.practice_share)
        else:
            practice = replace(practised, states=states)
        return practice.told(algorithm, self._field.worth([algorithm])[algorithm])

    @property
    def worth(self) -> dict[str, float]:
        """Return the expected utility of all candidates and references by their qualities alone."""
        return self._field.worth([*self.screening.candidates, *self.screening.references])

    @property
    def _field(self) -> DecisionMatrix:
        of_here = self.practice_share, self.measured.doubts
        return DecisionMatrix(self.knowledge, self.ratings, self.criteria, self.graph, *of_here)

    @cached_property
    def _n_beyond_sizes(self) -> int | None:
        """Return how much the brief tells beyond sizes; None where nothing was measured of its regime."""
        known = self.strengths
        if known is None or self._given.get("data.labelled_rows") == 0:  # nobody measured without
            return None
        told = {*self._given} - MEASURED_FIELDS - TELLS_NO_SITUATION
        n_judged = sum(is_judged(constraint) for constraint in self.constraints)
        n_beyond = len(told) + len(self.brief.priorities) + n_judged
        return n_beyond if n_beyond or known.is_of_told_size else None  # what was measured is of some size

    @cached_property
    def practice_share(self) -> float:
        """Return the share of all weight that established practice has; 0 where nobody was asked about the task."""
        if self.practice is None or not self.practice.knows_task:
            return 0.0
        is_measured = any(quality == "accuracy" for _, quality in self.measured.ratings)
        is_known_work = self.application is not None and self.application.lead is not None
        return practice_share(None if is_known_work else self._n_beyond_sizes, is_measured=is_measured)

    @cached_property
    def circumstances(self) -> tuple[CircumstanceTold, ...]:
        """Return what follows from what the brief tells in passing."""
        return circumstances_told(self.knowledge, self.brief, self.answer_facts, self.graph)

    @cached_property
    def practised(self) -> CandidatePractice | None:
        """Return what established practice says of the candidates; None where it has no say."""
        if self.practice is None or not self.practice_share:
            return None
        states = {
            algorithm: self.state_of(algorithm)
            for algorithm in (*self.screening.candidates, *self.screening.references)
        }
        practice = CandidatePractice.of(self.practice, states, self.graph, self.practice_share)
        return practice if self.application is None else practice.led_by(self.application, self.worth)

    def state_of(self, algorithm: str) -> State:
        """Return in which state an algorithm is usable here."""
        screening = self.screening
        return State.of(
            screening.applicability.get(algorithm, AS_IT_IS).without_usual(self.firing.facts),
            algorithm in screening.references,
            tuple(each.levels for each in screening.shortfalls.get(algorithm, ())),
        )

    @cached_property
    def evaluation(self) -> BriefEvaluation:
        """Return how solutions of the task are judged here."""
        return BriefEvaluation(self.knowledge, self._led_facts, self.graph)

    @cached_property
    def decided(self) -> ResolvedDecisions:
        """Return the decisions in the order of their ids, where rules collide, and what is left open."""
        if self.practice is None:
            return decide(self.knowledge, self.firing.standing, self.graph, facts=self._led_facts)
        leader = self._leader
        families, leaders = (leader.ancestors, leader.names) if leader else ((), ())
        options = OptionPractice(self.practice, leaders, families, self.graph)
        return decide(self.knowledge, self.firing.standing, self.graph, options, self._led_facts)

    @property
    def _leader(self) -> Algorithm | None:
        leader = next(iter(self.order.shortlist), None)
        return self.knowledge.algorithms[leader] if leader else None

    @cached_property
    def _led_facts(self) -> Facts:
        """Return the facts with who leads the answer, and what conditions ask of it."""
        leader = self._leader
        if leader is None:
            return self.firing.facts
        return {**self.firing.facts, **leader_facts(self.knowledge, leader, self.rating)}

    @cached_property
    def answer_facts(self) -> Facts:
        """Return the facts with who leads the answer and what is decided."""
        return {**self._led_facts, **{option_of(each.decision): each.option for each in self.decided.answers}}

    @cached_property
    def patterns(self) -> tuple[Advice, ...]:
        """Return the patterns that rules advise, in the order of their ids."""
        return advise_patterns(self.knowledge, self.firing.standing, self.pattern_places, self.graph)

    @property
    def not_followed(self) -> tuple[AdviceNotFollowed, ...]:
        """Return what packs of the house advise and has no place in the answer."""
        return advice_not_followed(self.knowledge, self.firing.standing, self.pattern_places, self.graph)

    @cached_property
    def pattern_places(self) -> PatternPlaces:
        """Return which patterns have no place in the answer."""
        return PatternPlaces(self.knowledge, self.answer_facts, self.decided.answers)

    @property
    def set_aside(self) -> tuple[SetAside, ...]:
        """Return the rules that came with whichml and do not count, since a pack of the house says so."""
        parts = self.firing, self.screening, self.ratings, self.selection, self.graph
        return SettingAside(self.knowledge, *parts).found()

    @cached_property
    def known(self) -> Mapping[str, object]:
        """Return the facts with what the prose says of trades and countries, by which it is judged what may be so."""
        return {**self.firing.facts, SAID: said_in_prose(self.brief)}

    @cached_property
    def questions(self) -> tuple[OpenQuestion, ...]:
        """Return the unknown fields that could change the answer, the weightiest first."""
        leaders, facts = [candidate.algorithm for candidate in self.ranked[0]], self.firing.facts
        priced = length_to_ask_for(self.knowledge, facts, leaders, self.constraints, self.graph)
        rate = self.ratings.of
        return (*priced, *self._questions.open_questions(facts, rate, leaders, self.graph, self._settled, self.known))

    @property
    def _settled(self) -> SettledSoFar:
        """Return what of the answer no rule would change by firing."""
        weights = weights_told(self.brief.priorities, self.firing.standing, self.knowledge)
        decided = {answer.decision: answer.option for answer in self.decided.answers}
        return SettledSoFar(
            decided,
            fixed={answer.decision for answer in self.decided.answers if answer.strength == "must"},
            no_place=without_place(self.knowledge, self.answer_facts, decided),
            absent=self.pattern_places.absent,
            overridden={name for rule in self.firing.standing if not rule.is_selective for name in rule.overrides},
            lead=Lead.of([*self.ranked[0], *self.ranked[1]], weights, self.practice_share),
        )

    @cached_property
    def running_costs(self) -> RunningCosts | None:
        """Return what predictions of the candidates cost, hosted beside self-hosted; None where nobody asks."""
        shown = {name for group in self.ranked for c in group for name in (c.algorithm, *c.equivalents)}
        return running_costs(self.knowledge, self.firing.facts, shown, self.constraints, self.graph)

    def _bounds(self, names: Iterable[str]) -> Mapping[str, tuple[Constraint, ...]]:
        """Return, for each bound that rules can read, the requirements behind it."""
        found = {}
        for name in names:
            _, quality, end = name.split(".")
            found[name] = tuple(
                d for d in self.constraints if d.excludes and d.quality == quality and d.bound and d.bound.end == end
            )
        return found
