"""The decision record to paste: two printed pages with the sections of MADR, in the words of the first screen.

Lists have a most, texts of the brief a length, and references a number, so that no answer makes it longer; whatever has
no room is counted or stands in the full record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from whichml.advise.doubts import TRANSLATED
from whichml.advise.practice import REACH
from whichml.advise.priorities import PRACTICE
from whichml.advise.ranking import LIKELY_MISTAKE
from whichml.advise.recommendation import N_OPTIONS
from whichml.export.arguments import percent, quality_of, requirements_of, told_once, why_it_counts
from whichml.export.baselines import kept_beside
from whichml.export.brief_sums import telling_sums
from whichml.export.budget_status import budgets_of
from whichml.export.chains import chain_in_words, chain_of, parts_beside
from whichml.export.cost_words import aim_of
from whichml.export.cut_texts import cut_to_sentences, cut_to_words
from whichml.export.document import BAD, GOOD, NEUTRAL, PLAIN, Block, Entry, Mark, Paragraph, Section, Table
from whichml.export.explanation import Comparison, compare_with_leader
from whichml.export.field_values import value_in_words
from whichml.export.form_words import form_in_words
from whichml.export.foundations import foundations_of
from whichml.export.further_words import further_in_words
from whichml.export.gaps_in_reading import gaps_in_reading
from whichml.export.justification_graph import JustificationGraph
from whichml.export.lead_reasons import LeadReason, lead_reasons, no_reason_in_words
from whichml.export.main_points import (
    can_be_probed,
    compared_rows,
    level_in_words,
    main_strengths,
    main_weaknesses,
    price_of,
    wins_note,
)
from whichml.export.measured_scores import MeasuredScores
from whichml.export.naming import Naming, question_of, title_of
from whichml.export.nothing_learnt import WHAT_TO_DO, unlearnt_in_words
from whichml.export.order_words import against_utility, why_so_low
from whichml.export.other_problems import nothing_chosen, nothing_in_words, perhaps_another, what_instead
from whichml.export.own_rules import OwnRules
from whichml.export.proposals import told_as_no_option
from whichml.export.record_details import NO_DETAILS, RecordDetails
from whichml.export.record_of_decisions import LENGTH_OF_OWN, decided_with_it, said_by_own
from whichml.export.room_of_works import RoomOfWorks
from whichml.export.said_of_families import limits_of, notes_of
from whichml.export.solution_status import standing_of
from whichml.export.stated_facts import money_as_given
from whichml.export.sureness import distance_in_words, how_sure
from whichml.export.telling_points import minded_in_words, telling_points
from whichml.export.todays_solution import todays_solution
from whichml.export.trivial_scores import trivial_score_of
from whichml.export.turned_words import turned_in_words
from whichml.export.words import Cited, CodeSpan, Strong, Words, joined
from whichml.knowledge.base import Knowledge
from whichml.model.documents.expressions import expression
from whichml.model.format.brief_fields import GROUPS
from whichml.model.statements.recommendation import Candidate, Measurement, RatedQuality, Recommendation
from whichml.model.words.names_in_sentences import in_sentence

_MOST_FACTS, _MOST_REQUIREMENTS, _MOST_PRIORITIES, _MOST_SUMS = 12, 6, 3, 2
_MOST_REASONS, _MOST_WEAKNESSES, _MOST_POINTS, _MOST_PLANS, _MOST_QUESTIONS, _MOST_TURNING = 3, 2, 3, 3, 3, 2
_MOST_TENSIONS: Final = 2
_WORDS_OF_TITLE, _WORDS_OF_NOTES, _WORDS_OF_REASON, _WORDS_OF_VALUE = 20, 8, 14, 6
_WORDS_OF_POINT, _WORDS_OF_NOTE, _WORDS_OF_PROCEDURE = 21, 8, 10
"""How many words of a text are told before it is cut."""
_WORDS_OF_LEAD: Final = 12
"""Words of why the leader leads that every record has; more of them are told in the room of works."""
_SPAN: Final = expression(r"(?<=\w)\.\.(?=\w)")
_UNKNOWN: Final = "Not known yet, and able to change this: "
_NOTICEABLE: Final = 0.004
"""The utility from which a difference between two options is worth telling."""


def _worth_considering(answer: Recommendation) -> tuple[Candidate, ...]:
    """Return the choices, and after them what is behind unless most would call it a mistake."""
    behind = (each for each in answer.outclassed if each.practice is None or each.practice.mistake < LIKELY_MISTAKE)
    return (*answer.candidates, *behind)


class ShortRecord:
    """The parts of one record."""

    def __init__(self, answer: Recommendation, knowledge: Knowledge, details: RecordDetails = NO_DETAILS) -> None:
        self.answer, self.knowledge, self.details = answer, knowledge, details
        self.names, self.graph = Naming.of(answer, knowledge), JustificationGraph(answer)
        self.own = OwnRules(answer, knowledge, self.graph)
        self.options = _worth_considering(answer)[:N_OPTIONS] if answer.candidates else ()
        self.leader = answer.candidates[0] if answer.candidates else None
        self.lead = lead_reasons(answer, knowledge) if answer.candidates else ()
        self.baseline = kept_beside(answer, knowledge) if answer.candidates else None
        self.today = todays_solution(answer, knowledge) if answer.candidates else None
        self.measured = MeasuredScores(answer, self.graph)
        self._works = RoomOfWorks(answer, knowledge, self.graph)
        self._cite = self._works.cite
        for each in (self.own.in_words(LENGTH_OF_OWN), *answer.assumptions):
            self._works.take(each)

    def title(self) -> str:
        """Return the problem and the solution found."""
        solution = self.leader.name if self.leader else what_instead(self.answer)
        solution = "nothing is shown to be learnt yet" if self.answer.nothing_learnt and self.leader else solution
        return f"{cut_to_words(title_of(self.answer.brief), _WORDS_OF_TITLE)}: {solution}"

    def sections(self) -> tuple[Section, ...]:
        """Return the sections in MADR's order, up to the pros and cons."""
        outcome = tuple(self._outcome())  # made first: what it rests on is cited before all else
        considered, drivers = tuple(self._considered()), tuple(self._drivers())
        return (
            Section("Context and Problem Statement", tuple(self._context())),
            Section("Decision Drivers", drivers),
            Section("Considered Options", considered),
            Section("Decision Outcome", outcome),
            Section("Pros and Cons of the Options", tuple(self._beside())),
        )

    def _context(self) -> Iterator[Block]:
        brief = self.answer.brief
        title, question = cut_to_words(title_of(brief), _WORDS_OF_TITLE), question_of(brief, self.names)
        yield Paragraph(f"The project “{title}” needs {question}. Which algorithm should it start with, and why?")
        yield from (*gaps_in_reading(self.answer), *perhaps_another(self.answer, self.names))
        if brief.get("notes"):
            yield Paragraph(f"Notes: {cut_to_words(str(brief['notes']), _WORDS_OF_NOTES)}")
        for group in GROUPS:
            fields = brief.get(group)
            if isinstance(fields, Mapping):
                said = [
                    f"{name.replace('_', ' ')} {self._value(f'{group}.{name}', each)}" for name, each in fields.items()
                ]
                yield Entry(f"{group.capitalize()}: {_first_of(said, _MOST_FACTS, '; ')}.")

    def _value(self, field: str, given: object) -> str:
        return cut_to_words(money_as_given(self.answer, field) or value_in_words(field, given), _WORDS_OF_VALUE)

    def _drivers(self) -> Iterator[Block]:
        required = requirements_of(self.answer)
        for each in sorted(required, key=lambda each: each.priority != "must")[:_MOST_REQUIREMENTS]:
            reason = f" ({cut_to_words(each.why, _WORDS_OF_REASON)})" if each.why else ""
            yield Entry(f"{self.names.required(each)}{reason}", Mark(">", "Requirement:"))
        n_more = len(required) - _MOST_REQUIREMENTS
        if n_more > 0:
            yield Entry(f"The brief has {n_more} more requirement{'s' * (n_more > 1)}.", PLAIN)
        for priority in [p for p in self.answer.priorities if not p.requirement][:_MOST_PRIORITIES]:
            why = cut_to_words(why_it_counts(priority, self.graph), _WORDS_OF_REASON)
            if priority.quality == PRACTICE:  # whose weight stands before it already
                why = why.partition(" has ")[0]
            yield Entry(
                (f"{self.names.criterion(priority)}, {percent(priority.weight)} of the weight: {why}",
                 self._cite(priority.because)),
                Mark("*", "Priority:"),
            )  # fmt: skip
        aims = *(each.in_full for each in budgets_of(self.answer)), aim_of(self.answer), trivial_score_of(self.answer)
        yield from (Entry(said, PLAIN) for said in (*aims, *telling_sums(self.answer)[:_MOST_SUMS]) if said)
        # that practice overrides a rule begins with what it decides, and is told in the whole answer
        pulls = [each for each in self.answer.tensions if not "".join(each.because[:1]).startswith("decision:")]
        for tension in pulls[:_MOST_TENSIONS]:
            yield Entry(f"Tension: {_point(tension.text)}")

    def _considered(self) -> Iterator[Block]:
        for number, each in enumerate(self.options, 1):
            told = self.measured.score(each.algorithm) or "not measured"
            measured = f"; {told}" if self.measured else ""
            yield Entry((Strong(each.name), self._place_of(each), measured), Mark(f"{number}."))
        scored, places = self.measured.constant()
        if scored:
            yield Entry(("To beat: ", Strong("a constant prediction"), f"; {scored}", Cited(places)), Mark("="))
        if self.today is not None:
            yield Entry(("Baseline: ", Strong(self.today.name), self.today.why), Mark("="))
        if self.baseline is not None:
            yield Entry(("Baseline: ", Strong(self.baseline.name), f", because {self.baseline.why}"), Mark("="))
        if not self.options:
            yield Entry(nothing_in_words(self.answer, self.names))
        yield from told_as_no_option(self.answer, self.knowledge, self._cite, _point)
        behind = [each for each in (*self.answer.candidates, *self.answer.outclassed) if each not in self.options]
        better = next((each for each in behind if each.utility.mean > self.options[-1].utility.mean), None)
        scored = f", not by utility alone ({better.name} has more and {self._why_no_option(better)})" if better else ""
        after = f"{len(behind)} more come{'s' * (len(behind) == 1)} after these{scored}; " if behind else ""
        yield Entry(f"{after}{len(self.answer.excluded)} algorithms are out.")

    def _why_no_option(self, better: Candidate) -> str:
        """Return why something of more utility is no option, as a clause: its place, or that it may be a mistake."""
        why = why_so_low(better, self.answer, self.knowledge)
        return f"stands {why}" if why else f"is no choice: {distance_in_words(better, self.answer.candidates[0])}"

    def _place_of(self, option: Candidate) -> str:
        """Return what belongs to an option: what does as well, what it takes, and why it is no choice if it is none."""
        general = self.knowledge.general_of.get(option.algorithm)
        same = [self.names.algorithm(each) for each in option.equivalents if each != general]
        kind = form_in_words(option, self.knowledge, self.names) if option == self.leader else ""
        form = f", {kind}" if kind else ""
        self._works.take(form)
        alike = f"{form}; {_first_of(same, 3, ', ')} would do as well" if same else form
        ways = f", by {in_sentence(option.reductions[0].name)}" if option.reductions else ""
        if self.leader is None or option not in self.answer.outclassed:
            return f"{ways}{alike}"
        return f"{ways}{alike}; possible, but {distance_in_words(option, self.leader)}"

    def _outcome(self) -> Iterator[Block]:
        if self.leader is None:
            yield from nothing_chosen(self.answer)
            yield from said_by_own(self.own, self.details.reader)
            for each in self.answer.relaxations[:N_OPTIONS]:
                left = _first_of([self.names.algorithm(one) for one in each.readmits], 3, ", ")
                yield Entry(f"Without {' and '.join(each.relax)}: {left} would be left.", Mark("~"))
        else:
            yield Paragraph(self._choice(self.leader))
            yield from decided_with_it(self.answer, self.names, self.own, self.details.reader)
            yield from (Entry(f"{further_in_words(each, self.names)}.", PLAIN) for each in self.answer.further)
            yield Section("Consequences", tuple(self._consequences(self.leader)))
        yield Section("Confirmation", tuple(self._confirmation()))

    def _choice(self, leader: Candidate) -> Words:
        kept = " and ".join(each.name for each in (self.today, self.baseline) if each is not None)
        keep = f" Keep {kept} beside it." if kept else ""
        basis = foundations_of(leader, self.answer, self.knowledge, self.graph)
        sure = how_sure(self.answer, self.details.turning, parts_beside(self.answer, self.knowledge))
        chain = chain_of(self.answer, self.knowledge)
        whole = f" The whole solution is {chain_in_words(chain, self.names)}." if chain is not None else ""
        because, against = joined("; ", self._why(leader)), against_utility(self.answer, self.knowledge)
        sure = f"{against} {sure}" if against else sure
        if self.answer.nothing_learnt:
            return (
                f"No option is chosen yet. {unlearnt_in_words(self.answer)} {WHAT_TO_DO} Of models to try then, "
                f"“{leader.name}” fits this brief best by what is claimed, because ", because, f".{whole}",
            )  # fmt: skip
        return f"Chosen option: “{leader.name}”, because ", because, f". {sure} {basis}{keep}{whole}"

    def _why(self, leader: Candidate) -> Iterator[Words]:
        """Yield why the leader leads: what was measured here, and what parts it from its best rival."""
        scored = self.measured.beside(leader.algorithm)
        if scored:
            yield scored, Cited(self.measured.places(leader.algorithm))
        for each in self.lead:
            if not (scored and each.quality == "accuracy"):
                yield self._led(each)
        if not scored and not self.lead:
            yield no_reason_in_words(self.answer, self.knowledge)

    def _led(self, reason: LeadReason) -> Words:
        cited = self._cite(reason.because)
        self._works.take(" ".join(reason.text.split()[_WORDS_OF_LEAD:]))
        return reason.in_words(self._limits(reason.rated, cited) if reason.rated is not None else ""), cited

    def _limits(self, rated: RatedQuality, cited: Cited, *, noted: bool = True) -> str:
        """Return what limits a rated quality: doubts, or what claims say of themselves, in the room of works."""
        limits = limits_of(rated, self.graph, self.knowledge, bool(cited.citations))
        notes = notes_of(rated.because, self.graph, self.knowledge)
        if not noted or rated.doubt or rated.basis or not notes:
            return limits
        note = cut_to_sentences(notes[0], _WORDS_OF_NOTE).rstrip(".")
        self._works.take(note)
        return f"{limits[:-1]}; {note})" if limits else f" ({note})"

    def _reasons(self, leader: Candidate) -> Iterator[Words]:
        """Yield what else speaks for the leader, beside what parts it from its rival."""
        told = {each.quality for each in self.lead}
        if self.measured.beside(leader.algorithm):
            told.add("accuracy")
        yield from (self._strength(each) for each in main_strengths(leader) if each.quality not in told)

    def _strength(self, rated: RatedQuality, *, noted: bool = True) -> Words:
        name, notes = self.names.criterion(rated), notes_of(rated.because, self.graph, self.knowledge)
        said = cut_to_sentences(notes[0], _WORDS_OF_NOTE) if noted and notes else ""
        cited = self._works.cite(rated.because, said=said)
        if rated.basis:
            return f"it {rated.basis} ({in_sentence(name)})", cited
        return f"{in_sentence(name)} is {level_in_words(rated.level)}{self._limits(rated, cited, noted=noted)}", cited

    def _weakness(self, rated: RatedQuality) -> Words:
        if rated.basis:
            name = in_sentence(self.names.criterion(rated))
            return f"it {rated.basis.replace(' on ', ' on only ', 1)} ({name})", self._cite(rated.because)
        if TRANSLATED in rated.doubt:  # what is written of it may be praise, and cannot be cited for the contrary
            name = in_sentence(self.names.criterion(rated))
            return f"{name} is {level_in_words(rated.level)}{limits_of(rated, self.graph, self.knowledge, cited=False)}"
        return self._strength(rated, noted=False)  # what limits it takes nothing from what speaks against the leader

    def _quality_of(self, requirement: str) -> str:
        return next((each.quality for each in self.answer.requirements if each.id == requirement), "")

    def _consequences(self, leader: Candidate) -> Iterator[Block]:
        for reason in islice(self._reasons(leader), _MOST_REASONS):
            yield Entry(reason, GOOD)
        for risk in leader.risks[:_MOST_WEAKNESSES]:
            added = f"; add {in_sentence(risk.mitigations[0].name)}" if risk.mitigations else ""
            said = f"it is at risk: {_point(risk.text)}{added}"
            yield Entry((said, self._cite(risk.because)), BAD)
        at_risk = {self._quality_of(risk.requirement) for risk in leader.risks[:_MOST_WEAKNESSES]}
        weaknesses = (each for each in told_once(main_weaknesses(leader)) if quality_of(each) not in at_risk)
        for weakness in islice(weaknesses, _MOST_WEAKNESSES):
            yield Entry(self._weakness(weakness), BAD)
        for way in leader.reductions[:1]:
            said = f"it takes a detour, {in_sentence(way.name)}: {_point(way.cost)}"
            yield Entry((said, self._cite(way.because)), NEUTRAL)
        for point in telling_points(self.answer, self.knowledge, self.graph)[:_MOST_POINTS]:
            minded = minded_in_words(point, _point)
            self._works.take(" ".join(minded.split()[_WORDS_OF_POINT:]))
            yield Entry((minded, self._works.cite(point.said.because, n_least=1, said=minded)), NEUTRAL)
        price = price_of(self.answer, leader.algorithm)
        if price:
            yield Entry(f"1,000 predictions cost {price}", NEUTRAL)

    def _confirmation(self) -> Iterator[Block]:
        for plan in self._plans()[:_MOST_PLANS] if self.leader else ():
            how = cut_to_sentences(plan.procedure, _WORDS_OF_PROCEDURE)
            yield Entry(f"{self.names.measured(plan)}. {how}")
        left = [each.algorithm for each in self.options if self.measured and not self.measured.score(each.algorithm)]
        if can_be_probed(self.answer) and (left or not self.measured):
            named = "".join(f" --algorithm {each}" for each in left)
            measured = CodeSpan(f"whichml probe DATA.csv --target COLUMN --brief {self.details.source}{named}")
            which = "those that were not measured, once they are installed," if left else "the options"
            yield Entry((measured, f" measures {which} on data of the project."))
        yield from self._unknown()

    def _unknown(self) -> Iterator[Block]:
        """Yield what is not known yet: the facts that would change the first options, with what would follow."""
        turning = self.details.turning[:_MOST_TURNING] if self.leader is not None else ()
        told = [
            (CodeSpan(fact.field), f" (if {fact.said}, {turned_in_words(fact, self.answer, self.names)})")
            for fact in turning
        ]
        if told:
            yield Entry((_UNKNOWN, joined("; ", told), "."))
        named = {fact.field for fact in turning}
        asked = [CodeSpan(each.field) for each in self.answer.open_questions if each.field not in named]
        if asked:
            start = "Open too, for the rest of the answer: " if told else _UNKNOWN
            yield Entry((start, joined(", ", asked[:_MOST_QUESTIONS]), "."))

    def _plans(self) -> list[Measurement]:
        """Return what to measure: first what is at risk, then what is open, then the rest in the answer's order."""
        open_ = {
            each.requirement.id: {"at risk": 0, "open": 1}.get(each.status, 3)
            for each in (standing_of(self.answer, self.leader, self.knowledge) if self.leader else ())
        }
        return sorted(
            self.answer.measurements,
            key=lambda plan: open_.get(plan.requirement, 2 if plan.quality == "accuracy" else 3),
        )

    def _beside(self) -> Iterator[Block]:
        """Yield the options side by side, and what keeps the others from being first."""
        if self.options:
            heads = ("", *(each.name for each in self.options))
            kept = self.baseline.algorithm if self.baseline else ""
            rows = (*compared_rows(self.answer, self.options, kept), *self._requirement_rows())
            yield Table(heads, rows)
            note = wins_note(self.options)
            if note:
                yield Paragraph(f"{note[0].upper()}{note[1:]}.")
        for option in self.options[1:]:
            yield Entry((Strong(option.name), f" {self._why_behind(option)}"))

    def _requirement_rows(self) -> Iterator[tuple[str, ...]]:
        """Yield each requirement with how every option stands to it."""
        by_option = [
            {f"{self.names.bounded(each.requirement)} {each.requirement.bound}": each.in_words for each in statuses}
            for statuses in (standing_of(self.answer, each, self.knowledge) for each in self.options)
        ]
        for bound in sorted(by_option[0], key=lambda bound: by_option[0][bound] == "met")[:_MOST_REQUIREMENTS]:
            yield (bound, *(str(statuses.get(bound, "open")) for statuses in by_option))

    def _why_behind(self, option: Candidate) -> str:
        assert self.leader is not None
        compared = [
            c for c in compare_with_leader(option, self.leader, self.names)
            if not c.requirement and "unknown" not in (c.level, c.leader_level)  # unknown is no defeat
        ]  # fmt: skip
        lost = [c for c in compared if c.difference <= -_NOTICEABLE][:2]
        gained = [c for c in reversed(compared) if c.difference >= _NOTICEABLE][:1]
        said = [_beside_leader(c) for c in (*lost, *gained)]
        behind = f"falls behind in {' and '.join(said[: len(lost)])}" if lost else "is hardly behind in anything"
        return f"{behind}; it is ahead in {said[-1]}." if gained else f"{behind}."


def _beside_leader(compared: Comparison) -> str:
    """Return a quality with the levels of an option and the leader; of practice, by how much it leans to either."""
    name = in_sentence(compared.name)
    if compared.quality == PRACTICE:  # a place on a scale that moves with the best one is no share of anything
        apart = 2 * REACH * abs(compared.difference) / compared.weight if compared.weight else 0.0
        return f"{name} (by {apart:.1f} in log-odds)"
    if compared.level == compared.leader_level:
        return name
    return f"{name} ({level_in_words(compared.level)} against {level_in_words(compared.leader_level)})"


def _point(text: str) -> str:
    """Return a sentence of the answer as a clause, its spans in words."""
    return cut_to_sentences(_SPAN.sub(" to ", text), _WORDS_OF_POINT).rstrip(".")


def _first_of(said: Sequence[str], n_most: int, between: str) -> str:
    return between.join(said[:n_most]) + (f" and {len(said) - n_most} more" if len(said) > n_most else "")
