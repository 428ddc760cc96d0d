"""Screens algorithms for a brief: by task, data, accuracy, rules and must requirements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from whichml.advise.applicability import Applicability, OpenReductions
from whichml.advise.application_here import ApplicationHere
from whichml.advise.bound_words import amount_of, has_room, odds_in_words, what_is_open
from whichml.advise.constraints import Constraint
from whichml.advise.doubts import doubt_of_bound
from whichml.advise.justification import JustificationBuilder
from whichml.advise.measured_values import Breakdown
from whichml.advise.other_problem import OtherProblem
from whichml.advise.practice import BriefPractice, State
from whichml.advise.ratings import Rating, Ratings
from whichml.advise.requirements import (
    SELDOM_KEPT,
    Bound,
    held_against,
    is_out_of_reach,
    judge_bound,
    levels_short,
    share_kept,
)
from whichml.advise.screening import AlgorithmCaution, Screening, ScreeningFindings, Shortfall, excluded
from whichml.advise.through_reductions import ThroughReductions
from whichml.knowledge.base import Knowledge
from whichml.model.statements.conditions import Facts, all_hold
from whichml.model.statements.recommendation import Reason, Unsupported
from whichml.model.statements.rule import Rule
from whichml.model.values.scale import nearest_level, position_of
from whichml.model.words.names_in_sentences import in_sentence
from whichml.rules.selection import Selection, modalities_of

MEDIUM = position_of("medium")
LEAST_THROUGH = -1.0
"""The log-odds of being used from which an algorithm is considered that needs a reduction of the task or the data."""


@dataclass(slots=True)
class Screener:
    """Screens the algorithms of a knowledge base for one brief.

    Attributes
    ----------
    breakdowns : by algorithm, the runs in which no trial of it could be measured
    reachable : what can be used for the task on the data
    practice : what established practice says here; None where it has no say
    application : the kind of work that the brief is about; None where it is none that is known
    problem : what is asked for where that is none of the tasks; None where it is one
    """

    knowledge: Knowledge
    facts: Facts
    ratings: Ratings
    standing: Sequence[Rule]
    selection: Selection
    constraints: Sequence[Constraint]
    graph: JustificationBuilder
    reachable: OpenReductions
    practice: BriefPractice | None
    breakdowns: Mapping[str, tuple[Breakdown, ...]] = field(default_factory=dict)
    application: ApplicationHere | None = None
    problem: OtherProblem | None = None
    found: ScreeningFindings = field(default_factory=ScreeningFindings)

    def screen(self) -> Screening:
        """Return the screening after all steps: task and data, ratings moved by rules, accuracy, rules, constraints."""
        suitable = self._suitable()
        spoken_of = self._spoken_of(suitable)
        for rule in self.standing:
            if rule.effect.kind == "rate":
                self._move_ratings(rule, spoken_of[rule.id])
        if any(rule.effect.kind == "rate" for rule in self.standing):
            spoken_of = self._spoken_of(suitable)  # selectors may test the qualities that were just moved
        self.found.spoken_of = spoken_of
        known = [algorithm for algorithm in suitable if self._is_accurate_enough(algorithm)]
        for rule in self.standing:
            if rule.effect.kind == "exclude":
                self._exclude_by_rule(rule, spoken_of[rule.id])
        self._exclude_by_application(known)
        self._exclude_by_problem(known)
        for constraint in self.constraints:
            if constraint.excludes:
                self._hold_against(constraint, known)
        self._part_references([a for a in known if a not in self.found.exclusions])
        for rule in self.standing:
            if rule.effect.kind == "caution":
                self._caution(rule, spoken_of[rule.id])
        for algorithm, broken in self.breakdowns.items():
            text = "Every trial of it broke down on this project's data; see what it lacked before you rely on it."
            self._warn(algorithm, AlgorithmCaution(text, breakdowns=broken))
        return self.found.screening()

    def _suitable(self) -> list[str]:
        """Return the algorithms that solve the task and read the data; the others are excluded for that."""
        found = []
        self.found.exclusions.update(self.reachable.unsuitable)
        self.found.unsuitable.update(self.reachable.unsuitable)
        self.graph.take(self.reachable.nodes, self.reachable.fields)
        for algorithm, applicability in self.reachable.usable.items():
            if self._is_used(algorithm, applicability):
                found.append(algorithm)
                if applicability.ways:
                    self.found.applicability[algorithm] = applicability
                    ways = tuple(each for each in applicability.ways if each.facts.needs or each.facts.limits)
                    through = ThroughReductions(ways, self.ratings, self.knowledge.qualities) if ways else None
                    self.ratings.see_through(algorithm, applicability.seen(self.facts), through)
            else:
                self._exclude_unused(algorithm, applicability)
        return found

    def _is_used(self, algorithm: str, applicability: Applicability) -> bool:
        """Return whether an algorithm is used here: as it is, or through reductions where practice uses it so."""
        if not applicability.reductions:
            return True
        state = State.of(applicability.without_usual(self.facts))
        if self.practice is None:
            return False
        return algorithm in self.practice.established or self.practice.log_odds(algorithm, state) > LEAST_THROUGH

    def _exclude_unused(self, algorithm: str, applicability: Applicability) -> None:
        """Exclude an algorithm that fits the task and the data through reductions alone which practice does not take.

        Where nobody was asked what practice does, it is told to be unable and no more.
        """
        through = applicability.reductions if self.practice is not None else ()
        told = self.reachable.told(self.knowledge.algorithms[algorithm], through)
        self.found.exclusions[algorithm] = told.exclusion
        self.found.unsuitable.add(algorithm)
        self.graph.take({node.id: node for node in told.nodes}, (told.field,))

    def _spoken_of(self, suitable: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """Return, for each standing rule about algorithms, those that it speaks of after overrides.

        A rule that is itself overridden for an algorithm overrides nobody there, so whoever overrides goes first.
        """
        found = {
            rule.id: self.selection.of(rule, suitable, self.facts, self.ratings.of)
            for rule in self.standing
            if rule.is_selective
        }
        for overrider in self.selection.overriders_first:
            if overrider.id not in found:
                continue
            gone = frozenset(found[overrider.id])
            for other in overrider.overrides:
                if other in found:
                    found[other] = tuple(a for a in found[other] if a not in gone)
        return found

    def _move_ratings(self, rule: Rule, algorithms: Iterable[str]) -> None:
        low, high = (position_of(level) for level in rule.effect.span or ("very-low", "very-high"))
        for algorithm in algorithms:
            self.ratings.move(algorithm, rule.effect.target, low, high, rule.id)

    def _is_accurate_enough(self, algorithm: str) -> bool:
        rating = self.ratings.of(algorithm, "accuracy")
        if rating is None:
            missing = (
                f"an accuracy claim for {self.facts['task']} on {', '.join(modalities_of(self.facts))} in this regime"
            )
            self.found.unsupported.append(Unsupported(algorithm=algorithm, missing=missing))
            return False
        at_best = self._accuracy_at_best(algorithm, rating)
        facts = self.knowledge.algorithms[algorithm].facts
        if at_best is not None and at_best < MEDIUM and facts.role != "candidate":
            self.found.unranked.update([algorithm] if facts.candidate_when else [])
        elif at_best is not None and at_best < MEDIUM:
            reason = Reason(text=f"its accuracy {_at_best_in_words(at_best)} here", kind="accuracy")
            self.found.too_inaccurate.add(algorithm)
            self._exclude(algorithm, reason, [self.graph.rating(algorithm, "accuracy", rating)])
            return False
        return True

    def _accuracy_at_best(self, algorithm: str, rating: Rating) -> float | None:
        """Return the highest level that rules, else claims, give an accuracy; None where others measured it instead.

        The ranking tells how far behind an algorithm is that was compared; a place on that scale excludes nobody. Nor
        does a single split of the project's own rows, which has no interval.
        """
        if rating.figures and all(each.repetitions == (1,) for each in rating.figures):
            return None
        if rating.ruled is not None:
            return rating.ruled[1]
        if rating.strength is None:
            return rating.high
        written = self.ratings.written(algorithm, "accuracy") if rating.strength.strength is None else None
        return written.high if written is not None else None

    def _exclude_by_rule(self, rule: Rule, algorithms: Iterable[str]) -> None:
        unsupported = {u.algorithm for u in self.found.unsupported}
        touched = [algorithm for algorithm in algorithms if algorithm not in unsupported]
        if not touched:
            return
        node, reason = self.graph.rule(rule), Reason(text=str(rule.effect.value), kind="rule", rule=rule.id)
        for algorithm in touched:
            self._exclude(algorithm, reason, [node, *self._selecting_ratings(rule, algorithm)])
            self.found.barriers.setdefault(algorithm, []).append(node)

    def _exclude_by_application(self, algorithms: Sequence[str]) -> None:
        """Exclude what cannot do it in the application that the brief is about."""
        if (application := self.application) is None:
            return
        for algorithm, because, index in application.mistakes():
            if algorithm in algorithms:
                node = application.mistake_node(index, self.graph)
                self._exclude(algorithm, Reason(text=because, kind="application"), [node, self.graph.about(algorithm)])
                self.found.barriers.setdefault(algorithm, []).append(node)

    def _exclude_by_problem(self, algorithms: Sequence[str]) -> None:
        """Exclude every algorithm where what is asked for is none of the tasks, whatever would have to give."""
        if (problem := self.problem) is not None:
            node = problem.node(self.graph)
            for algorithm in algorithms:
                self._exclude(algorithm, problem.reason, [node, self.graph.about(algorithm)])

    def _selecting_ratings(self, rule: Rule, algorithm: str) -> list[str]:
        tested = [quality for quality, _ in rule.selector.qualities]
        nodes = [self.graph.rating(algorithm, quality, self.ratings.of(algorithm, quality)) for quality in tested]
        return nodes or [self.graph.about(algorithm)]

    def _hold_against(self, constraint: Constraint, algorithms: Sequence[str]) -> None:
        bound = constraint.bound
        if bound is None:
            measured = [a for a in algorithms if self.ratings.measured_for(a, constraint.key)]
            self.found.open_constraints[constraint.key] = sorted(set(algorithms) - set(measured))
            algorithms, bound = measured, constraint.metric_bound
        if bound is None:
            return
        quality = self.knowledge.qualities[constraint.quality]
        for algorithm in algorithms:
            rating = held_against(self.ratings, algorithm, quality, constraint.key, bound)
            verdict = judge_bound(bound, rating, quality)
            if verdict == "missed" and rating is not None and not is_out_of_reach(bound, rating, quality):
                short = Shortfall(constraint, rating, levels_short(bound, rating, quality))
                self.found.shortfalls.setdefault(algorithm, []).append(short)
            elif verdict == "missed":
                self._exclude_by_constraint(constraint, algorithm, rating)
            elif verdict == "met" and rating is not None and rating.amount:
                self.found.met.setdefault(algorithm, []).append((constraint, rating))
            elif verdict == "met" and rating is not None:
                if doubt := doubt_of_bound(constraint, rating, self.ratings.task_of(algorithm)):
                    self.found.unsettled.setdefault(algorithm, []).append((constraint, rating, doubt))
            elif verdict == "open" and (rating is None or rating.applicable):
                self._leave_open(constraint, bound, algorithm, rating)

    def _exclude_by_constraint(self, constraint: Constraint, algorithm: str, rating: Rating | None) -> None:
        required = self.graph.constraint(constraint)
        rated = self.graph.rating(algorithm, constraint.quality, rating)
        name = in_sentence(self.knowledge.qualities[constraint.quality].name)
        text = f"its {name} is {amount_of(rating)}, and {constraint.text} is required"
        text += odds_in_words(constraint, rating)
        reason = Reason(text=text, kind="requirement", requirement=constraint.key)
        self._exclude(algorithm, reason, [required, rated])
        self.found.barriers.setdefault(algorithm, []).append(required)

    def _leave_open(self, constraint: Constraint, bound: Bound, algorithm: str, rating: Rating | None) -> None:
        """Note a constraint that an algorithm may keep or not, with how likely it does; warn unless there is room."""
        self.found.open_constraints.setdefault(constraint.key, []).append(algorithm)
        kept = share_kept(bound, rating) if rating is not None else None
        if kept is not None or (rating is not None and rating.prediction is not None):
            self.found.graded_constraints.add(constraint.key)
        if kept is not None and kept <= SELDOM_KEPT:
            self.found.doubtful[algorithm] = self.found.doubtful.get(algorithm, 0) + 1
        if not has_room(constraint, rating, self.knowledge.algorithms[algorithm].lineage):
            name = self.knowledge.qualities[constraint.quality].name
            text = f"{name} is {amount_of(rating)}; {what_is_open(constraint, rating)}."
            self._warn(algorithm, AlgorithmCaution(text, constraint=constraint, rating=rating))

    def _part_references(self, remaining: Iterable[str]) -> None:
        for algorithm in remaining:
            found = self.knowledge.algorithms[algorithm]
            specified = bool(found.candidate_when) and all_hold(found.candidate_when, self.facts) is True
            if found.facts.role == "reference" and not specified:
                self.found.references.append(algorithm)
            else:
                self.found.candidates.append(algorithm)

    def _caution(self, rule: Rule, algorithms: Iterable[str]) -> None:
        for algorithm in algorithms:
            self._warn(algorithm, AlgorithmCaution(str(rule.effect.value), rule=rule))

    def _warn(self, algorithm: str, warning: AlgorithmCaution) -> None:
        self.found.warnings.setdefault(algorithm, []).append(warning)

    def _exclude(self, algorithm: str, reason: Reason, because: Sequence[str]) -> None:
        former = self.found.exclusions.get(algorithm)
        self.found.exclusions[algorithm] = excluded(self.graph, algorithm, reason, because, former)


def _at_best_in_words(at_best: float) -> str:
    """Return the highest place that an accuracy below medium has, as a verb and a level that lies below medium too."""
    nearest = nearest_level(at_best)
    return "stays below medium" if nearest == "medium" else f"is at best {nearest}"
