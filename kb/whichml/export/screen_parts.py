"""The parts of the first screen of one answer, each made in the room that there is for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from itertools import islice, zip_longest
from textwrap import wrap
from typing import Final

from whichml.advise.decision_matrix import PROFILE
from whichml.advise.priorities import PRACTICE
from whichml.advise.strength_ratings import ACCURACY
from whichml.advise.turning_facts import TurningFact
from whichml.export.arguments import percent
from whichml.export.baselines import kept_beside
from whichml.export.built_and_run import built_and_run
from whichml.export.chains import chain_in_words, no_rival_in_words, places_in_words
from whichml.export.columns import N_SHOWN, columns_of
from whichml.export.cost_words import aim_of
from whichml.export.document import CAUTION, PLAIN, UNKNOWN, Block, Entry, Mark, Paragraph, Table
from whichml.export.form_words import form_in_words
from whichml.export.judged_by import judged_by
from whichml.export.justification_graph import JustificationGraph
from whichml.export.labels_at_hand import labels_mislead
from whichml.export.lead_reasons import LeadReason
from whichml.export.main_points import (
    level_with_doubt,
    main_reason,
    main_strengths,
    main_weaknesses,
    of_one_kind,
    price_note,
    profile_rows,
    standing_note,
    standing_rows,
    wins_note,
)
from whichml.export.naming import Naming
from whichml.export.next_step import next_command
from whichml.export.nothing_learnt import NOTHING_LEARNT, WHAT_TO_DO
from whichml.export.other_problems import named_problem, nothing_in_words, told_problem, told_problem_in_words
from whichml.export.own_rules import OwnRules, pulled_apart
from whichml.export.requirement_rows import requirement_rows
from whichml.export.screen_findings import ScreenFindings
from whichml.export.screen_room import TERMINAL, WIDTH, Room
from whichml.export.sureness import doubt_of_solution, is_near
from whichml.export.telling_points import YEAR
from whichml.export.todays_solution import and_what_is_kept
from whichml.export.trivial_scores import trivial_score_of
from whichml.export.turned_words import some_named, turned_in_words, turning_fact_in_words
from whichml.export.weaknesses import is_told_apart, weakness_in_words
from whichml.export.words import Strong, Words
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import Candidate, Exclusion, Recommendation
from whichml.model.words.names_in_sentences import in_sentence

_UNLEARNT_START: Final = "Of models to try then, what fits this brief best by what is claimed: "
_LABEL: Final = 13
_INDENT: Final = 4
_GIVES: Final = Mark("~")
_FOR, _AGAINST, _OUT = Mark("+"), Mark("-"), Mark("x")
_SIGNS: Final = {"met": _FOR, "at risk": _AGAINST, "open": UNKNOWN, "ignored": CAUTION}
_LEAST_OF_POINT: Final = 60
"""From how many letters on the beginning of something to mind tells enough of it."""
_MOST_MORE: Final = 2
"""How many lines more a point may take of which less would tell nothing."""
_LOW: Final = ((frozenset({"very low", "very low–low", "low"}), "at most low"),)
_HIGH: Final = ((frozenset({"high", "high–very high", "very high"}), "at least high"),)
_GOOD_ENOUGH: Final = {"latency": _LOW, "cost": _LOW, "tuning": _LOW, "explanation": _HIGH}
"""Levels of a row that are all good, and how they are told together."""
_LINES_OF_PROBLEM: Final = 3
"""Lines for what is asked for where that is none of the tasks, and for what to do about it."""
_FEWEST_ALIKE: Final = 2
"""Of how many rows that say the same of everybody one line is shorter."""


class ScreenParts:
    """The parts of the first screen of one answer, each made when it is asked for.

    Parameters
    ----------
    room : what there is room for
    turning : facts that would change the first three, as far as somebody tried
    """

    def __init__(
        self, answer: Recommendation, knowledge: Knowledge, room: Room = TERMINAL, turning: Sequence[TurningFact] = ()
    ) -> None:
        self.answer, self.knowledge, self.room, self.turning = answer, knowledge, room, turning
        self.names, self.graph = Naming.of(answer, knowledge), JustificationGraph(answer)
        self._found = ScreenFindings(answer, knowledge, self.graph, turning)

    def in_room(self, room: Room) -> ScreenParts:
        """Return the same parts for other room; what is known of the answer is shared."""
        other = copy(self)
        other.room = room
        return other

    @property
    def leader(self) -> Candidate:
        """Return the first candidate, which has to be there."""
        return self.answer.candidates[0]

    @property
    def shown(self) -> Sequence[Candidate]:
        """Return whom the table shows side by side: where there is little room nobody who is far behind."""
        columns = columns_of(self.answer, self.knowledge)
        if self.room.shows_far:
            return columns
        return tuple(each for each in columns if each in self.answer.candidates or is_near(each, self.leader))

    def nothing(self) -> Iterator[Block]:
        """Yield that nobody is left, and what would have to give so that somebody is, or what to take instead."""
        yield Paragraph(Strong(nothing_in_words(self.answer, self.names)))
        if (problem := named_problem(self.answer)) is not None:
            yield Entry(self._with_source(self._told((problem.text,), _LINES_OF_PROBLEM), problem.because), CAUTION)
        for each in self.answer.relaxations[:N_SHOWN]:
            left = self._named(each.readmits)
            yield Entry(self.room.names(f"Without {' and '.join(each.relax)}: {left} would be left.", 2, 0), _GIVES)

    def other_problem(self) -> Iterator[Block]:
        """Yield that something else than a task may be asked for, where a sentence tells so."""
        problem = told_problem(self.answer)
        if problem is not None:
            yield Paragraph(self._told((told_problem_in_words(problem, self.names),), _LINES_OF_PROBLEM, 0))

    def start(self) -> Iterator[Block]:
        """Yield what to start with and what to keep beside it, then how sure that is."""
        leader = self.leader
        before, after = self._named_solution()
        start = f"{_UNLEARNT_START if self.answer.nothing_learnt else 'Start with '}{before}"
        taken = len(start) + len(leader.name)
        told = and_what_is_kept(
            f"{after}.", self.answer, self.knowledge, lambda text: self._cut(text, self.room.start, taken)
        ) or (f"{after}." if before else ".")  # a place in a solution is never named without what is done there
        if self.answer.nothing_learnt:
            yield Paragraph(Strong(NOTHING_LEARNT))
            yield Paragraph(self._told((WHAT_TO_DO,), 3, 0))
            yield Paragraph((start, Strong(leader.name), told))
            return
        yield Paragraph((start, Strong(leader.name), told))
        sure = self._found.sure
        fits = (each for each in self._found.foundations if self._cut(each, self.room.sure, len(sure) + 1) == each)
        yield Paragraph(f"{sure} {next(fits, '')}".rstrip())
        aim = aim_of(self.answer) or trivial_score_of(self.answer)
        if aim:
            yield Paragraph(self._told((aim,), 3, 0))
        for said in self._found.sums[: self.room.n_sums]:
            yield Paragraph(said)

    def _named_solution(self) -> tuple[str, str]:
        """Return what stands before and behind the leader's name: the solution that it has a place in, and its like."""
        leader, chain = self.leader, self._found.chain
        general = self.knowledge.general_of.get(leader.algorithm)
        form = form_in_words(leader, self.knowledge, self.names)
        alike = tuple(each for each in leader.equivalents if each != general)
        also = f"; {self._named(alike)} {'does' if len(alike) == 1 else 'do'} as well" if alike else ""
        ways = f", by {in_sentence(leader.reductions[0].name)}" if leader.reductions else ""
        if chain is None:
            return "", f"{f', {form}' if form else ''}{ways}{also}"
        named = f". {leader.name} is {form}" if form else ""
        if leader.algorithm == chain.pattern.id:
            return "", f": {places_in_words(chain, self.names)}{also}{named}"
        before, found, after = chain_in_words(chain, self.names).partition(leader.name)
        return (before, f"{after}{also}{named}") if found else ("", f" in {before}{also}{named}")

    def by_own_rules(self) -> Iterator[Entry]:
        """Yield what packs of one's own say, and what was chosen where rules that leave no choice pull apart."""
        room, own = self.room.own, OwnRules(self.answer, self.knowledge, self.graph)
        said = own.in_words(room and room * (WIDTH - 2 * _INDENT))
        if said:
            yield Entry(said if room is None else self._told((said,), room), PLAIN)
        for each in pulled_apart(own):
            yield Entry(self._told((each,)), CAUTION)

    def proposed(self) -> Iterator[Entry]:
        """Yield how what somebody wants or offers stands beside what to start with."""
        for each in self._found.proposals:
            yield Entry(self._told(each.in_words(), self.room.proposal), _OUT if each.is_out else PLAIN)

    def points(self) -> Iterator[Entry]:
        """Yield what to mind above all: patterns and cautions, what is most about this brief first."""
        n_lines, n_long = self.room.point, self.room.n_long
        said = ((each, self._point(each.ways, n_lines + (n < n_long))) for n, each in enumerate(self._found.points))
        for each, told in islice((one for one in said if one[1]), self.room.n_points):
            yield Entry(self._with_source(told, each.said.because), CAUTION)

    def _with_source(self, told: str, because: Iterable[str]) -> str:
        """Return a text with the id of the first work that it rests on, where that takes no line more."""
        cited = self.graph.citations(because)
        named = f"{told} [{cited[0].ref}]" if cited else told
        return named if _n_lines(named) == _n_lines(told) else told

    def judged(self) -> Iterator[Entry]:
        """Yield how solutions are judged here: by which metric, on what held out."""
        said = "" if self.answer.nothing_learnt else judged_by(self.answer, self.graph)
        told = self._cut(said, self.room.judged, _INDENT) if said else ""
        if told:
            yield Entry(told, PLAIN)

    def _point(self, ways: Sequence[str], n_lines: int) -> str:
        """Return the most of a point that so many lines hold; empty where that would lose a date.

        Where nearly nothing of it can be told in so few lines, it has one or two more: what is most about this project
        is not passed over for its length.
        """
        for n_more in range(_MOST_MORE + 1):
            told = max((self._cut(way, n_lines + n_more, _INDENT) for way in ways), key=len)
            is_told = told in ways or len(told) >= _LEAST_OF_POINT
            if is_told and len(YEAR.findall(told)) == len(YEAR.findall(ways[0])):
                return told
        return ""

    def built_and_run(self) -> Iterator[Entry]:
        """Yield who implements the leader in the team's languages, and how it is built and run."""
        if self.leader.libraries:
            yield Entry(self._told((f"library in {'; '.join(self.leader.libraries)}",)), PLAIN)
        n_lines = self.room.n_decided
        if n_lines:
            said = built_and_run(self.answer, self.knowledge, lambda line: self._fitting((line,), n_lines) == line)
            if said:
                yield Entry(said, PLAIN)

    def asked_for(self) -> Iterator[Entry]:
        """Yield how the leader stands to what the brief requires, and to the money that there is."""
        for status, ways in requirement_rows(self.answer, self.knowledge, self.names, self.room.n_requirements):
            yield Entry(self._told(ways, self.room.requirement), PLAIN if status is None else _SIGNS[status])

    def side_by_side(self) -> Iterator[Block]:
        """Yield the first choices beside each other, and few ones beside what they can be compared with."""
        shown = self.shown
        if len(shown) == 1:
            rows = profile_rows(self.answer, shown)
            profile = "; ".join(f"{label} {cell}" for label, cell in rows if cell != "unknown")
            if profile:
                yield Entry(self._told((f"it has: {profile}",), 2), PLAIN)
            return
        width = (WIDTH - _LABEL) // len(shown) - 2
        aside = self._found.aside
        named = (f"({each.rank}. {each.name})" if each in aside else f"{each.rank}. {each.name}" for each in shown)
        names = [self.room.head(name, width) for name in named]
        heads, *further = zip_longest(*names, fillvalue="")
        kept = kept_beside(self.answer, self.knowledge)
        standing = standing_rows(shown, kept.algorithm if kept else "") if self.room.shows_utility else ()
        parting, alike = _parted(profile_rows(self.answer, shown))
        rows = (*standing, *parting)
        yield Table(("", *heads), (*(("", *row) for row in further), *rows), is_compact=True)
        if alike:
            yield Entry(f"alike in {'; '.join(alike)}", PLAIN)
        for note in islice(self._notes(shown), self.room.n_notes):
            yield Entry(note, PLAIN)

    def _notes(self, shown: Sequence[Candidate]) -> Iterator[str]:
        """Yield what to know of the columns: how to read them, and which of them are no choices beside the first."""
        further = standing_note(shown), price_note(self.answer, shown, self.knowledge)
        yield from filter(None, (wins_note(shown), *(further if self.room.explains else ())))
        beside = {part.algorithm: no_rival_in_words(part, "1") for part in self._found.beside}
        if any(each in shown for each in self._found.aside):
            yield "in brackets: no choice here, to compare with"
        for said in dict.fromkeys(beside.values()):
            columns = [str(each.rank) for each in shown if beside.get(each.algorithm) == said]
            if columns:
                yield self._told((f"{'each of ' * (len(columns) > 1)}{' and '.join(columns)} {said}",))
        kind = of_one_kind(shown, self.knowledge)
        if kind is not None:
            family, alike = kind
            *others, last = (str(each.rank) for each in shown if each in alike)
            numbers = f"{', '.join(others)} and {last}"
            yield self._told((f"{numbers} are of one kind ({family})", f"{numbers} are of one kind"))

    def strengths(self) -> Iterator[Entry]:
        """Yield what puts the leader before its best rival, and what else is known to speak for it.

        The table beside it tells the qualities of its rows, and what is only inferred can wait.
        """
        leader, lead = self.leader, self._found.lead
        for reason in filter(self._is_told, lead[:1]):
            told = self._fitting(reason.in_fewer_words(), self.room.lead)
            if told:
                yield Entry(told, _FOR)
        named = {reason.quality for reason in lead[:1]} | (set(PROFILE) if len(self.shown) > 1 else set())
        others = [each for each in main_strengths(leader) if each.quality not in named and not each.doubt]
        for number, each in enumerate(others[: max(not lead, self.room.n_named - len(lead[:1]))]):
            ways = (*((f"{each.basis} ({percent(each.weight)})",) if each.basis else ()), level_with_doubt(each))
            name = in_sentence(self.names.criterion(each))
            yield Entry(self._told(tuple(f"{name}: {said}" for said in ways), 1 if number else 2), _FOR)

    def _is_told(self, reason: LeadReason) -> bool:
        """Return whether a screen tells why the leader goes before its rival.

        Accuracy that was judged is no reason, and of published wins the table tells.
        """
        if reason.quality == PRACTICE:
            return self.room.tells_votes
        return reason.quality != ACCURACY or (bool(self.answer.scores) and not self.answer.nothing_learnt)

    def drawback(self) -> Iterator[Entry]:
        """Yield the main things against the leader: that some would call it a mistake, and what it is at risk to miss.

        Where it is at risk of nothing, a weighty weakness.
        """
        leader = self.leader
        rivals = (*self.answer.candidates[1:], *self.answer.outclassed)
        doubt = doubt_of_solution(self.answer, self.knowledge, self.room.least_doubt)
        if doubt and rivals:  # what is left alone is no mistake beside anything
            yield Entry(doubt, _AGAINST)
        if leader.risks:
            risk = leader.risks[0]
            added = f" Add {in_sentence(risk.mitigations[0].name)}." if risk.mitigations else ""
            yield Entry(self._told((f"{risk.text}{added}", risk.text), 2), _AGAINST)
            return
        shown = set(PROFILE) if len(self.shown) > 1 else set()
        known = [each for each in main_weaknesses(leader) if is_told_apart(each, leader, shown)]
        told = filter(None, (weakness_in_words(each, self.answer, self.knowledge) for each in known))
        for said in islice(told, 1):
            yield Entry(self._told((said,), 2), _AGAINST)

    def expected(self) -> Iterator[Entry]:
        """Yield why the excluded that a reader would look for are out: those that practice knows best."""
        proposed = {each.algorithm for each in self._found.proposals}
        told = (self._out(each) for each in self._found.out if each.algorithm not in proposed)
        for said in islice(filter(None, told), self.room.n_named):
            yield Entry(said, _OUT)

    def _out(self, each: Exclusion) -> str:
        start, reason = f"not {self.names.algorithm(each.algorithm)}: ", main_reason(each)
        why = self._cut(reason.text, self.room.out, _INDENT + len(start))
        if not why:
            return ""
        rule = self.knowledge.rules_by_id.get(reason.rule)
        if rule is not None and rule.pack in self.knowledge.own_packs and rule.sources:
            return f"{start}{why} [{rule.sources[0].ref}]"  # whose word it is, even where that takes a line more
        return self._with_source(f"{start}{why}", reason.because)

    def questions(self) -> Iterator[Entry]:
        """Yield the facts that would change the first candidates, with what would follow."""
        turning = () if labels_mislead(self.answer) else self.turning
        said = (turning_fact_in_words(each, self.turned(each)) for each in turning)
        for each in islice(filter(None, (self._fitting(ways, self.room.fact) for ways in said)), self.room.n_facts):
            yield Entry(each, UNKNOWN)

    def turned(self, fact: TurningFact) -> str:
        """Return what follows from a fact that changes the first candidates, as a clause."""
        return turned_in_words(fact, self.answer, self.names)

    def next(self, source: str) -> Words:
        """Return the command that goes on from here; `source` is what it calls the brief."""
        return next_command(self.answer, source)

    def _named(self, identities: tuple[str, ...]) -> str:
        return some_named(identities, self.names)

    def _cut(self, text: str, n_lines: int, taken: int = 0) -> str:
        """Return what of a text stands on its own in so many lines, of the first of which so much is taken."""
        return self.room.cut(text, n_lines, taken)

    def _fitting(self, ways: Iterable[str], n_lines: int = 1, taken: int = _INDENT) -> str:
        """Return the first of several wordings that fits as a whole; empty where none does."""
        return next((each for each in ways if self._cut(each, n_lines, taken) == each), "")

    def _told(self, ways: Sequence[str], n_lines: int = 1, taken: int = _INDENT) -> str:
        """Return the same of what has to be told: where none fits a clause of one, else its words as far as they do."""
        clauses = max((self._cut(each, n_lines, taken) for each in ways), key=len)
        return self._fitting(ways, n_lines, taken) or clauses or self.room.names(ways[-1], n_lines, taken)


def _n_lines(text: str) -> int:
    return len(wrap(text, WIDTH - _INDENT, break_on_hyphens=False))


def _parted(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """Return the rows that part what stands side by side, and as clauses those that do not, from two on.

    Levels on the good side of a quality that nobody chooses by, such as very low and low latency, part nobody either.
    """
    told = [(row, _alike(row)) for row in rows]
    alike = tuple(said for _, said in told if said)
    if len(alike) < _FEWEST_ALIKE:
        return tuple(rows), ()
    return tuple(row for row, said in told if not said), alike


def _alike(row: tuple[str, ...]) -> str:
    """Return what a row says of everybody, as a clause; empty where its columns differ."""
    label, *cells = row
    if len(set(cells)) == 1:
        return f"{label}: {cells[0]}"
    return next((f"{label}: {said}" for good, said in _GOOD_ENOUGH.get(label, ()) if good.issuperset(cells)), "")
