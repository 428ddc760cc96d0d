"""What an answer says, section by section. A page is a selection of these sections under titles of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from whichml.export.arguments import (
    arguments_of,
    excluded_of,
    near_ties,
    percent,
    requirements_of,
    told_once,
    why_it_counts,
)
from whichml.export.baselines import kept_beside
from whichml.export.chains import no_rival_in_words, parts_beside
from whichml.export.document import (
    BAD,
    CAUTION,
    GOOD,
    ITEM,
    NEUTRAL,
    PLAIN,
    UNKNOWN,
    Block,
    Entry,
    Mark,
    Paragraph,
    Section,
)
from whichml.export.justification_graph import REASONING, JustificationGraph
from whichml.export.lead_reasons import LeadReason, lead_reasons
from whichml.export.mistakes import is_passed_over, limit_of
from whichml.export.naming import Naming
from whichml.export.order_of_patterns import most_asked_first
from whichml.export.order_words import NOT_HIGHEST, against_utility, why_first, why_so_low
from whichml.export.other_problems import by_what, not_by_problem, nothing_chosen, out_by_problem
from whichml.export.own_rules import OwnRules
from whichml.export.rated_words import amount_or_level, behind_name, side_of, spanned
from whichml.export.said_of_families import family_of, limits_of, notes_of
from whichml.export.stated_facts import stated_facts
from whichml.export.sureness import LIMITS_IN_WORDS, distance_in_words, is_doubted, is_near, what_decides
from whichml.export.todays_solution import todays_solution
from whichml.export.words import Cited, CodeSpan, Strong, Words, joined
from whichml.knowledge.base import Knowledge
from whichml.model.statements.architecture import DecisionAnswer
from whichml.model.statements.justification import Node
from whichml.model.statements.recommendation import Candidate, RatedQuality, Reason, Recommendation

N_TOP: Final = 3
Entries = tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Most:
    """How many qualities that speak for, against and neither way a candidate are told in full; the rest is named."""

    good: int
    bad: int
    middling: int


ALL: Final = Most(1000, 1000, 1000)


class AnswerSections:
    """The sections of one answer, each made when it is asked for."""

    def __init__(self, answer: Recommendation, knowledge: Knowledge, most: Most = ALL) -> None:
        self.answer, self.knowledge, self.most = answer, knowledge, most
        self.names = Naming.of(answer, knowledge)
        self.graph = JustificationGraph(answer)

    def facts(self) -> Entries:
        """Return what the brief states, field by field."""
        return tuple(Entry((CodeSpan(name), f": {said}")) for name, said in stated_facts(self.answer))

    def requirements(self) -> Entries:
        """Return the bounds of the brief."""
        return tuple(
            Entry(f"{self.names.required(each)}{each.reason}", Mark(">", "Requirement:"))
            for each in requirements_of(self.answer)
        )

    def application(self) -> Section:
        """Return what decides in the kind of work that the brief is about; nothing where it is none that is known."""
        if (known := self.answer.application) is None:
            return Section("")
        read = self._entry(f"The brief is read as {known.name}.", known.because, PLAIN)
        points = (self._entry(each.text, each.because, CAUTION) for each in known.points)
        return Section(f"What decides in {known.name}", (read, *points))

    def circumstances(self) -> Section:
        """Return what follows from what the brief tells besides, each behind its name or the sentence that tells it."""
        told = (
            self._entry(f"{self.names.circumstance(each)}: {by_what(each)}{each.text}", each.because, CAUTION)
            for each in self.answer.circumstances
        )
        return Section("What follows from what the brief tells", tuple(told))

    def tensions(self) -> Entries:
        """Return where statements of the brief pull apart."""
        return tuple(self._entry(f"Tension: {each.text}", each.because, CAUTION) for each in self.answer.tensions)

    def priorities(self) -> Entries:
        """Return what counts, with its weight and what asked for it."""
        return tuple(
            self._entry(
                f"{self.names.criterion(each)} ({percent(each.weight)} of the weight, {each.tier}): "
                f"{why_it_counts(each, self.graph)}",
                each.because,
                Mark("*", "Priority:"),
            )
            for each in self.answer.priorities
        )  # fmt: skip

    def ranking(self, candidates: Iterable[Candidate]) -> Entries:
        """Return candidates in one line each."""
        return tuple(Entry(self._in_brief(each), Mark(f"{each.rank:>2}")) for each in candidates)

    def _in_brief(self, candidate: Candidate) -> str:
        marks = "".join((", near-tie" * candidate.near_tie, ", Pareto front" * candidate.pareto))
        also = f"; also {self.names.algorithms(candidate.equivalents)}" if candidate.equivalents else ""
        low = why_so_low(candidate, self.answer, self.knowledge)
        is_choice = candidate not in self.answer.outclassed
        leader = None if is_choice else self.answer.candidates[0]
        why = [distance_in_words(candidate, leader)] if leader is not None else []
        if low and leader is not None and is_passed_over(candidate, leader):
            why = [] if is_near(candidate, leader) else ["far behind"]
        parts = {part.algorithm: part for part in parts_beside(self.answer, self.knowledge)} if leader else {}
        if candidate.algorithm in parts:
            why = [no_rival_in_words(parts[candidate.algorithm]), *(f"alone {each}" for each in why)]
        said = "; ".join((*why, *([low] if low else [])))
        return f"{candidate.name}: utility {spanned(candidate.utility)}{marks}{f' ({said})' if said else ''}{also}"

    def outclassed(self) -> Section:
        """Return the candidates that would not be chosen."""
        limits = (Paragraph(LIMITS_IN_WORDS),) if self._tells_mistakes() else ()
        return Section("Possible, but no choice beside these", (*limits, *self.ranking(self.answer.outclassed)))

    def _tells_mistakes(self) -> bool:
        """Return whether the answer tells of anything that some would call it a mistake."""
        chosen, passed = self.answer.candidates, self.answer.outclassed
        return any(is_doubted(each) or is_passed_over(each, chosen[0]) for each in (*chosen[:1], *passed))

    def references(self) -> Section:
        """Return the algorithms that are there to be beaten: what to keep beside the leader, and other references."""
        beside = kept_beside(self.answer, self.knowledge) if self.answer.candidates else None
        kept = (Entry(f"{beside.name}, kept beside the leader: {beside.why}", Mark("=")),) if beside is not None else ()
        entries = (
            self._entry(self.names.algorithm(each.algorithm), each.because, Mark("="))
            for each in self.answer.references
            if each.serves and (beside is None or each.algorithm != beside.algorithm)
        )
        today = todays_solution(self.answer, self.knowledge) if self.answer.candidates else None
        used = (Entry(today.in_words, Mark("=")),) if today is not None else ()
        return Section("What every candidate has to beat", (*used, *kept, *entries))

    def leaders(self) -> tuple[Block, ...]:
        """Return the first candidates with what speaks for and against each, or that there is none."""
        if not self.answer.candidates:
            return tuple(nothing_chosen(self.answer, "Nothing is left. "))
        return tuple(self._in_full(candidate) for candidate in self.answer.candidates[:N_TOP])

    def _in_full(self, candidate: Candidate) -> Section:
        found = arguments_of(candidate)
        unknown = self._qualities(found.unknown)
        blocks = (
            Paragraph(self._standing(candidate)),
            *self._ways(candidate),
            *self._arguments(found.good, GOOD, self.most.good),
            *self._arguments(found.bad, BAD, self.most.bad),
            *self._arguments(found.middling, NEUTRAL, self.most.middling),
            *((Entry(f"Nothing is known here of: {unknown}", UNKNOWN),) if unknown else ()),
            *(self._entry(met.text, met.because, _CLEAR) for met in candidate.met),
            *(self._entry(caution.text, caution.because, _CARE) for caution in candidate.cautions),
        )
        return Section(f"{candidate.name} ({candidate.algorithm})", blocks, f"{candidate.rank}.")

    def _standing(self, candidate: Candidate) -> Words:
        said: list[Words] = [f"Mean utility {spanned(candidate.utility)}"]
        apart = ", apart from what does as well" if candidate.equivalents else ""
        said.append(f"first in {percent(candidate.first_rank_share)} of the draws{apart}")
        said += ["in a near-tie"] if candidate.near_tie else []
        aside = " (practice aside)" if candidate.practice is not None else ""
        said.append("on the Pareto front" if candidate.pareto else f"not on the Pareto front{aside}")
        if candidate.equivalents:
            said.append(f"equivalents: {self.names.algorithms(candidate.equivalents)}")
        parts = parts_beside(self.answer, self.knowledge)
        said += [f"it {no_rival_in_words(part)}" for part in parts if part.algorithm == candidate.algorithm]
        if candidate.form is not None:
            said.append(f"here {candidate.form.text}")
        if candidate.implementations:
            said.append(("implementations: ", joined(", ", map(CodeSpan, candidate.implementations))))
        if candidate.libraries:
            said.append(("elsewhere: ", joined(", ", map(CodeSpan, candidate.libraries))))
        return joined("; ", said), "."

    def _ways(self, candidate: Candidate) -> Iterable[Entry]:
        """Yield through which reductions a candidate is usable, what practice says, and what it is at risk to miss."""
        leader = self.answer.candidates[0]
        for way in candidate.reductions:
            yield self._entry(f"{way.name}: {way.text} {way.cost}", way.because, _REDUCTION)
        if candidate.practice is not None:
            for node in self.graph.nodes(candidate.practice.because):
                is_of_mistake = node.id in candidate.practice.mistake_because
                limit = f"; it loses its place from {percent(limit_of(candidate, leader))} on" if is_of_mistake else ""
                said = f"{node.text.partition(': ')[2]}{limit}"
                yield self._entry(said, (node.id,), BAD if is_of_mistake else side_of(candidate.practice))
        for risk in candidate.risks:
            added = (self._entry(f"add {m.name}: {m.text}", m.because, _ADD) for m in risk.mitigations)
            yield self._entry(f"it is at risk: {risk.text}", risk.because, _RISK, tuple(added))

    def _arguments(self, rated: tuple[RatedQuality, ...], mark: Mark, n_most: int) -> Iterable[Entry]:
        """Yield qualities, the weightiest in full; what was measured is told in full wherever it stands."""
        rated = told_once(rated)
        full = [each for number, each in enumerate(rated) if number < n_most or each.basis]
        yield from (Entry(self.rated(each), mark) for each in full)
        rest = tuple(each for each in rated if each not in full)
        if rest:
            yield Entry(f"also {self._qualities(rest)}", mark)

    def _qualities(self, rated: Iterable[RatedQuality]) -> str:
        """Return the names of qualities, each with its level where it has one."""
        return ", ".join(f"{self.names.criterion(r)} {behind_name(r)}".strip() for r in rated)

    def rated(self, rated: RatedQuality) -> Words:
        """Return a rated quality as a clause, with its weight and the rules, claims and measurements behind it."""
        notes = (note.rstrip(".") for note in notes_of(rated.because, self.graph, self.knowledge))
        doubt = "".join(f"; {each}" for each in filter(None, (rated.doubt, *notes)))
        behind: list[Words] = [
            (
                f"{node.kind} ",
                CodeSpan(node.about),
                " of the family" * bool(family_of(node, self.knowledge)),
            )
            for node in self.graph.backing(rated.because)
        ]
        return (
            f"{self.names.standing(rated, amount_or_level(rated))} ({percent(rated.weight)} of the weight{doubt})",
            (", by ", joined(", ", behind)) if behind else "",
            f"; {rated.basis}" if rated.basis else "",
            self._cite(rated.because),
        )

    def choice(self) -> Paragraph:
        """Return the leader with the reason."""
        beside = {part.algorithm for part in parts_beside(self.answer, self.knowledge) if not part.is_whole}
        leader, near = self.answer.candidates[0], near_ties(self.answer)
        rivals = [each for each in near if each.algorithm not in beside]
        why, against = why_first(self.answer), against_utility(self.answer, self.knowledge)
        because, above_all = (". Its", ". It leads") if why.startswith(NOT_HIGHEST) else (", because its", ",")
        said: list[Words] = [f"Chosen option: “{leader.name}”{because} mean utility of {spanned(leader.utility)} {why}"]
        said += [
            (
                f"{'; ' if number else f'{above_all} above all because '}{each.in_words(self._limits(each))}",
                self._cite(each.because),
            )
            for number, each in enumerate(lead_reasons(self.answer, self.knowledge))
        ]
        if rivals:
            named = self.names.algorithms(tuple(rival.algorithm for rival in rivals))
            said.append(f". It is nearly tied with {named}: {what_decides(self.answer, rivals)}")
        return Paragraph((*said, ".", f" {against}" if against else ""))

    def _limits(self, reason: LeadReason) -> str:
        rated = reason.rated
        return limits_of(rated, self.graph, self.knowledge, cited=True) if rated is not None else ""

    def consequences(self) -> Entries:
        """Return what speaks for the leader, as far as it weighs, and all that speaks against it."""
        found = arguments_of(self.answer.candidates[0])
        return (
            *(Entry(self.rated(rated), GOOD) for rated in told_once(found.good)[:_N_CONSEQUENCES]),
            *(Entry(self.rated(rated), BAD) for rated in told_once(found.bad)),
        )

    def relaxations(self) -> Entries:
        """Return what would have to give so that somebody is left."""
        return tuple(
            Entry(f"Without {' and '.join(each.relax)}: {self.names.algorithms(each.readmits)} would be left.", _GIVES)
            for each in self.answer.relaxations
        )

    def why_not(self) -> Entries:
        """Return the excluded algorithms that solve the task and read the data, and a count of the others."""
        excluded = excluded_of(self.answer, self.knowledge)
        suitable = (
            Entry((f"{self.names.algorithm(e.algorithm)}: ", joined("; ", map(self._reason, e.reasons))), Mark("x"))
            for e in not_by_problem(excluded.suitable)
        )
        unsupported = (
            Entry(f"{self.names.algorithm(each.algorithm)}: not supported, {each.missing} is missing", UNKNOWN)
            for each in self.answer.unsupported
        )
        task = self.names.term(str(self.answer.brief["task"]))
        rest = f"{len(excluded.unsuitable)} more do not solve {task} or do not read these data."
        return (*suitable, *unsupported, *out_by_problem(excluded.suitable), Entry(rest, PLAIN))

    def _reason(self, reason: Reason) -> Words:
        return reason.text, (" (rule ", CodeSpan(reason.rule), ")") if reason.rule else "", self._cite(reason.because)

    def decisions(self) -> Entries:
        """Return the architecture decisions with what speaks for and against each, and those that are left open."""
        open_ = (Entry(f"Not decided: {each.text}", UNKNOWN) for each in self.answer.not_decided)
        return (*map(self._decision, self.answer.decisions), *open_)

    def _decision(self, decision: DecisionAnswer) -> Entry:
        against_others = {rule for other in decision.alternatives for rule in other.against}
        found = self.graph.nodes(decision.for_) or self.graph.nearest(decision.because, REASONING)
        reasons = [node for node in found if node.id not in against_others]
        below = [self._together(reasons, _FOR)] if reasons else []
        below += self._ruled_out(decision)
        below += [self._entry(n.text, (n.id,), _AGAINST) for n in self.graph.nodes(decision.against)]
        if decision.tension:
            below.append(Entry("Tension: rules that leave no choice pull apart here.", CAUTION))
        option = Strong(self.names.option(decision.decision, decision.option))
        name = self.names.decision(decision.decision)
        return Entry((f"{name}: ", option, f" ({decision.strength})"), ITEM, tuple(below))

    def _ruled_out(self, decision: DecisionAnswer) -> Iterable[Entry]:
        """Yield the other options that rules forbid: they leave room for what is chosen, and do not speak for it.

        Where rules ask for what is chosen, what packs of one's own forbid is told alone.
        """
        told = self._of_house if decision.for_ else None
        for other in decision.alternatives:
            if rules := [n for n in self.graph.nodes(other.against) if told is None or n.about in told]:
                yield self._together(rules, _OUT, f"not {self.names.option(decision.decision, other.option)}: ")

    @cached_property
    def _of_house(self) -> frozenset[str]:
        """Return the ids of the rules of packs of one's own."""
        return frozenset(name for pack in self.knowledge.packs if not pack.shipped for name in pack.rules)

    def _together(self, nodes: Sequence[Node], mark: Mark, opening: str = "") -> Entry:
        return self._entry(opening + "; ".join(node.text for node in nodes), [node.id for node in nodes], mark)

    def running_costs(self) -> Entries:
        """Return what predictions cost, hosted beside self-hosted, and from which volume which is cheaper."""
        costs = self.answer.running_costs
        if costs is None:
            return ()
        offers = (self._entry(each.text, each.because, _COST) for each in costs.offers)
        turns = dict.fromkeys(each.text for each in costs.break_even)  # two algorithms may buy the same service
        return (*offers, *(Entry(text, _TURNS) for text in turns))

    def patterns(self) -> Entries:
        """Return the patterns to follow and to avoid, first those that most facts of the brief ask for."""
        return tuple(
            self._entry(f"{_AVOID.get(each.kind, '')}{each.name} ({each.kind}): {each.text}", each.because)
            for each in most_asked_first(self.answer.patterns, self.graph)
        )

    def own(self) -> Entries:
        """Return what packs of one's own say, what of it is not followed, and which shipped rules they set aside."""
        own = OwnRules(self.answer, self.knowledge, self.graph)
        behind = {own.set_aside_in_words(each): each.because for each in self.answer.set_aside}
        behind |= {own.claim_in_words(claim): (f"claim:{claim.id}",) for claim in own.claims}
        return tuple(self._entry(said, behind.get(said, ())) for said in own.clauses())

    def components(self) -> Entries:
        """Return what each component has to care for here."""
        found = []
        for component in self.answer.components:
            behind = (node for concern in component.concerns for node in concern.because)
            concerns = (Entry(f"{self.names.quality(c.quality)}: {c.text}", PLAIN) for c in component.concerns)
            name = Strong(self.names.component(component.component))
            found.append(self._entry(name, behind, ITEM, tuple(concerns)))
        return tuple(found)

    def measurements(self) -> Entries:
        """Return what to measure next, and how."""
        plans = self.answer.measurements
        return tuple(Entry(self.names.measured(plan), below=(Entry(plan.procedure, PLAIN),)) for plan in plans)

    def open_questions(self) -> Entries:
        """Return what the brief leaves open and what the answers would change."""
        asked = self.answer.open_questions
        return tuple(self._entry((CodeSpan(q.field), f": {q.effect}"), q.because, UNKNOWN) for q in asked)

    def _entry(self, words: Words, because: Iterable[str], mark: Mark = ITEM, below: Entries = ()) -> Entry:
        return Entry((words, self._cite(because)), mark, below)

    def _cite(self, because: Iterable[str]) -> Cited:
        return Cited(self.graph.citations(because))


_N_CONSEQUENCES: Final = 6
_AVOID: Final = {"anti-pattern": "avoid: "}
_FOR, _AGAINST, _ADD = Mark("+", "For it:"), Mark("-", "Against it:"), Mark("+")
_RISK, _CARE = Mark("!", "Bad, because"), Mark("!", "Neutral, because it asks for care:")
_GIVES, _CLEAR = Mark("~"), Mark("=", "Good, because it is clear of a must:")
_COST, _TURNS, _OUT = Mark("$"), Mark("="), Mark("x", "Ruled out:")
_REDUCTION = Mark(">", "Neutral, because it takes a reduction:")
