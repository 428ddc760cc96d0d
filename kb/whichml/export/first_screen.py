"""The first screen: what to start with, how sure that is, what the brief asked for, and what to do next.

Thirty lines of eighty columns hold it, whatever the answer: what has no room is counted, never dropped silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from whichml.advise.turning_facts import TurningFact
from whichml.export.arguments import percent
from whichml.export.baselines import baseline_beside
from whichml.export.document import CAUTION, PLAIN, UNKNOWN, Block, Entry, Mark, Paragraph, Section, Table
from whichml.export.foundations import foundations_of
from whichml.export.justification_graph import JustificationGraph
from whichml.export.main_points import (
    can_be_probed,
    how_sure,
    is_usual,
    level_in_words,
    looked_for,
    main_strengths,
    main_weaknesses,
    price_of,
    profile_rows,
)
from whichml.export.naming import Naming, question_of, title_of
from whichml.export.requirement_status import RequirementStatus, statuses_of
from whichml.export.words import Strong, Words
from whichml.knowledge.base import Knowledge
from whichml.model.recommendation import Candidate, Recommendation

WIDTH: Final = 80
N_SHOWN: Final = 3
_MOST_REQUIREMENTS: Final = 5
_MOST_NAMED: Final = 2
_LABEL: Final = 13
_GIVES: Final = Mark("~")
_FOR, _AGAINST, _NEXT, _OUT = Mark("+"), Mark("-"), Mark("$"), Mark("x")
_SIGNS: Final = {"met": _FOR, "at risk": _AGAINST, "open": UNKNOWN, "ignored": CAUTION}
_GAP: Final = Paragraph("")


def first_screen(
    answer: Recommendation, knowledge: Knowledge, turning: Sequence[TurningFact] = (), source: str = "BRIEF"
) -> Section:
    """Return the first screen of an answer.

    Parameters
    ----------
    turning : facts that would change the first three
    source : what the next command calls the brief
    """
    return _Screen(answer, knowledge).section(turning, source)


def one_line(answer: Recommendation) -> str:
    """Return the answer in one line for scripts: the first three by id, each with its equivalents."""
    if not answer.candidates:
        return "nothing"
    return "; ".join(
        candidate.algorithm + (f" (also {', '.join(candidate.equivalents)})" if candidate.equivalents else "")
        for candidate in answer.candidates[:N_SHOWN]
    )


class _Screen:
    def __init__(self, answer: Recommendation, knowledge: Knowledge) -> None:
        self.answer, self.knowledge = answer, knowledge
        self.names, self.graph = Naming(knowledge), JustificationGraph(answer)

    def section(self, turning: Sequence[TurningFact], source: str) -> Section:
        """Return the whole screen."""
        blocks: tuple[Block, ...]
        if not self.answer.candidates:
            blocks = tuple(self._nothing())
        else:
            leader = self.answer.candidates[0]
            statuses = statuses_of(self.answer, leader, self.graph)
            blocks = (
                *self._start(leader),
                *_apart(self._asked_for(statuses)),
                *_apart(self._side_by_side()),
                *_apart((*self._reasons(leader), *self._expected())),
                *self._questions(turning),
            )
        title = _cut(f"{title_of(self.answer.brief)}: {self._question()}", 1)
        last = (self._next(source), f"    # answer {self.answer.id[:12]}")
        return Section(title, (*blocks, Entry(last, _NEXT)))

    def _question(self) -> str:
        return question_of(self.answer.brief, self.names)

    def _nothing(self) -> Iterator[Block]:
        yield Paragraph(Strong("Nothing on the list meets this brief."))
        for each in self.answer.relaxations[:N_SHOWN]:
            left = self._named(each.readmits)
            yield Entry(_cut(f"Without {' and '.join(each.relax)}: {left} would be left.", 2), _GIVES)
        yield from self._expected()

    def _start(self, leader: Candidate) -> Iterator[Block]:
        general = self.knowledge.general_of.get(leader.algorithm)
        alike = tuple(each for each in leader.equivalents if each != general)
        also = f"; {self._named(alike)} {'does' if len(alike) == 1 else 'do'} as well" if alike else ""
        ways = f", by {leader.reductions[0].name.lower()}" if leader.reductions else ""
        beside = baseline_beside(self.answer, self.knowledge)
        keep = f" Keep {beside.name} beside it: {beside.why}." if beside is not None else ""
        yield Paragraph(("Start with ", Strong(leader.name), _cut(f"{ways}{also}.{keep}", 3, len(leader.name) + 11)))
        yield Paragraph(_cut(f"{how_sure(self.answer)} {foundations_of(leader, self.knowledge, self.graph)}", 2))

    def _asked_for(self, statuses: Sequence[RequirementStatus]) -> Iterator[Block]:
        ordered = sorted(statuses, key=lambda each: (each.priority != "must", each.status == "met"))
        n_shown = len(ordered) if len(ordered) <= _MOST_REQUIREMENTS else _MOST_REQUIREMENTS - 1
        shown = [each for each in statuses if each in ordered[:n_shown]]
        for each in shown:
            estimate = f"; {each.estimate}" if each.estimate else ""
            name = self.names.quality(each.quality)
            said = f"{each.status}: {name} {each.priority} be {each.bound}{estimate}"
            yield Entry(_cut(said, 1, 4), _SIGNS[each.status])
        rest = [each.status for each in statuses if each not in shown]
        if rest:
            counted = ", ".join(f"{rest.count(status)} {status}" for status in _SIGNS if status in rest)
            yield Entry(f"{len(rest)} more requirements: {counted} (--full)", PLAIN)

    def _side_by_side(self) -> Iterator[Block]:
        shown = self.answer.candidates[:N_SHOWN]
        if len(shown) == 1:
            price = price_of(self.answer, shown[0].algorithm)
            if price:
                yield Entry(f"cost of 1,000 predictions: {price}", PLAIN)
            return
        rows = profile_rows(self.answer, shown)
        room = (WIDTH - _LABEL) // len(shown) - 5
        heads = ("", *(f"{number}. {_cut(each.name, 1, WIDTH - room)}" for number, each in enumerate(shown, 1)))
        yield Table(heads, rows, is_compact=True)

    def _reasons(self, leader: Candidate) -> Iterator[Block]:
        practice = leader.practice
        for number, each in enumerate(main_strengths(leader)[:_MOST_NAMED]):
            said = f"{each.basis} ({percent(each.weight)})" if each.basis else level_in_words(each.level)
            yield Entry(_cut(f"{self.names.quality(each.quality).lower()}: {said}", 1 if number else 2, 4), _FOR)
        if practice is not None and is_usual(leader):
            task = self.names.term(str(self.answer.brief["task"]))
            yield Entry(_cut(f"a usual choice for {task} in such a situation ({percent(practice.weight)})", 1, 4), _FOR)
        yield from self._drawback(leader)

    def _drawback(self, leader: Candidate) -> Iterator[Block]:
        """Yield the main thing against the leader: what it is at risk to miss, a weighty weakness, or a caution."""
        if leader.risks:
            risk = leader.risks[0]
            added = f" Add {risk.mitigations[0].name.lower()}." if risk.mitigations else ""
            yield Entry(_cut(f"{risk.text}{added}", 2, 4), _AGAINST)
            return
        weaknesses = main_weaknesses(leader)
        if weaknesses:
            worst = weaknesses[0]
            said = f"{self.names.quality(worst.quality).lower()}: {level_in_words(worst.level)}"
            yield Entry(_cut(said, 1, 4), _AGAINST)
        elif leader.cautions:
            yield Entry(_cut(leader.cautions[0].text, 1, 4), CAUTION)

    def _expected(self) -> Iterator[Block]:
        """Yield why the excluded that a reader would look for are out: those that practice knows best."""
        for each in looked_for(self.answer, self.knowledge)[:_MOST_NAMED]:
            yield Entry(_cut(f"not {self.names.algorithm(each.algorithm)}: {each.reasons[0].text}", 1, 4), _OUT)

    def _questions(self, turning: Sequence[TurningFact]) -> Iterator[Block]:
        first = [candidate.algorithm for candidate in self.answer.candidates[:N_SHOWN]]
        for each in turning[:_MOST_NAMED]:
            new = [name for name in each.first if name not in first]
            if each.first[0] != first[0]:
                then = f"start with {self.names.algorithm(each.first[0])}"
            elif new:
                then = f"{self._named(tuple(new))} would be among the first"
            else:
                then = f"{self._named(tuple(name for name in first if name not in each.first))} would fall behind"
            yield Entry(_cut(f"{each.field}? If {each.said}: {then}.", 1, 4), UNKNOWN)

    def _next(self, source: str) -> Words:
        if can_be_probed(self.answer):
            return f"whichml probe DATA.csv --target COLUMN --brief {source}"
        return f"whichml recommend {source} --full"

    def _named(self, identities: tuple[str, ...]) -> str:
        """Return the names of the first of several algorithms, with a count of the rest."""
        named = self.names.algorithms(identities[:_MOST_NAMED])
        rest = len(identities) - _MOST_NAMED
        return f"{named} and {rest} more" if rest > 0 else named.replace(", ", " and ")


def _apart(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return blocks behind an empty line, none where there are none."""
    found = tuple(blocks)
    return (_GAP, *found) if found else ()


def _cut(text: str, n_lines: int, taken: int = 0) -> str:
    """Return a text that fits so many lines, cut at a word where it is longer.

    Parameters
    ----------
    taken : columns of the first line that are in use
    """
    room = n_lines * WIDTH - taken - 2 * (n_lines - 1) * 4
    if len(text) <= room:
        return text
    return text[: room - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
