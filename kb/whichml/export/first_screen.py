"""The first screen: what to start with, how sure that is, what the brief asked for, and what to do next.

On a terminal thirty lines of eighty columns hold it, whatever the answer: what has no room is counted, never dropped
silently. A page tells the same parts in full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from textwrap import wrap
from typing import Final

from whichml.advise.turning_facts import TurningFact
from whichml.export.arguments import percent
from whichml.export.baselines import baseline_beside
from whichml.export.chains import chain_in_words, chain_of
from whichml.export.cost_words import aim_of
from whichml.export.document import CAUTION, PLAIN, UNKNOWN, Block, Entry, Mark, Paragraph, Section, Table
from whichml.export.foundations import foundations_of
from whichml.export.justification_graph import JustificationGraph
from whichml.export.main_points import (
    can_be_probed,
    is_usual,
    level_in_words,
    looked_for,
    main_strengths,
    main_weaknesses,
    price_of,
    profile_rows,
)
from whichml.export.naming import Naming, question_of, title_of
from whichml.export.requirement_status import statuses_of
from whichml.export.sureness import how_sure, turns_the_leader
from whichml.export.words import Strong, Words, flat
from whichml.knowledge.base import Knowledge
from whichml.model.names_in_sentences import in_sentence
from whichml.model.recommendation import Candidate, Recommendation

WIDTH: Final = 80
N_LINES: Final = 30
N_SHOWN: Final = 3
_MOST_NAMED: Final = 2
_LABEL: Final = 13
_INDENT: Final = 4
_GIVES: Final = Mark("~")
_FOR, _AGAINST, _NEXT, _OUT = Mark("+"), Mark("-"), Mark("$"), Mark("x")
_SIGNS: Final = {"met": _FOR, "at risk": _AGAINST, "open": UNKNOWN, "ignored": CAUTION}
_GAP: Final = Paragraph("")


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


def _whole(text: str, n_lines: int, taken: int = 0) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Room:
    """What there is room for: so many requirements, so many of each other kind, and how a text is cut to fit.

    Attributes
    ----------
    sure, caution, fact, out : lines of how sure the lead is, of a caution, of a fact that turns it, of what is out
    """

    n_requirements: int
    n_named: int
    cut: Callable[[str, int, int], str]
    sure: int = 2
    caution: int = 1
    fact: int = 1
    out: int = 1


TERMINAL: Final = Room(n_requirements=5, n_named=_MOST_NAMED, cut=_cut)
_ROOMS: Final = (
    replace(TERMINAL, sure=3, caution=3, fact=2, out=2),
    replace(TERMINAL, sure=3, caution=3, fact=2),
    replace(TERMINAL, caution=3, fact=2),
    replace(TERMINAL, caution=2),
    TERMINAL,
)
"""From generous to tight: the first in which all fits is used, so that a caution is cut last."""
PAGE: Final = Room(n_requirements=100, n_named=4, cut=_whole)
"""A page scrolls: it holds whatever a brief may require, and no text is cut."""


def first_screen(
    answer: Recommendation, knowledge: Knowledge, turning: Sequence[TurningFact] = (), source: str = "BRIEF"
) -> Section:
    """Return the first screen of an answer.

    Parameters
    ----------
    turning : facts that would change the first three
    source : what the next command calls the brief
    """
    title = _cut(f"{title_of(answer.brief)}: {question_of(answer.brief, Naming(knowledge))}", 1)
    blocks: tuple[Block, ...] = ()
    for room in _ROOMS:
        screen = ScreenParts(answer, knowledge, room, turning)
        last = (screen.next(source), f"    # answer {answer.id[:12]}")
        blocks = (*_in_order(screen), Entry(last, _NEXT))
        if 1 + sum(map(_n_lines, blocks)) <= N_LINES:
            break
    return Section(title, blocks)


def _n_lines(block: Block) -> int:
    """Return how many lines of a terminal a block of the first screen takes."""
    if isinstance(block, Table):
        return 1 + len(block.rows)
    if not isinstance(block, Paragraph | Entry):
        return 0
    text = "".join(part if isinstance(part, str) else getattr(part, "text", "") for part in flat(block.words))
    return max(1, len(wrap(text, WIDTH - _INDENT * isinstance(block, Entry), break_on_hyphens=False)))


def _in_order(screen: ScreenParts) -> tuple[Block, ...]:
    if not screen.answer.candidates:
        return (*screen.nothing(), *screen.expected())
    return (
        *screen.start(),
        *_apart(screen.asked_for()),
        *_apart(screen.side_by_side()),
        *_apart((*screen.strengths(), *screen.drawback(), *screen.expected())),
        *screen.questions(),
    )


def one_line(answer: Recommendation) -> str:
    """Return the answer in one line for scripts: the first three by id, each with its equivalents."""
    if not answer.candidates:
        return "nothing"
    return "; ".join(
        candidate.algorithm + (f" (also {', '.join(candidate.equivalents)})" if candidate.equivalents else "")
        for candidate in answer.candidates[:N_SHOWN]
    )


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
        self.names, self.graph = Naming(knowledge), JustificationGraph(answer)

    @property
    def leader(self) -> Candidate:
        """Return the first candidate, which has to be there."""
        return self.answer.candidates[0]

    def nothing(self) -> Iterator[Block]:
        """Yield that nobody is left, and what would have to give so that somebody is."""
        yield Paragraph(Strong("Nothing on the list meets this brief."))
        for each in self.answer.relaxations[:N_SHOWN]:
            left = self._named(each.readmits)
            yield Entry(self._cut(f"Without {' and '.join(each.relax)}: {left} would be left.", 2), _GIVES)

    def start(self) -> Iterator[Block]:
        """Yield what to start with and what to keep beside it, then how sure that is."""
        leader = self.leader
        general = self.knowledge.general_of.get(leader.algorithm)
        alike = tuple(each for each in leader.equivalents if each != general)
        also = f"; {self._named(alike)} {'does' if len(alike) == 1 else 'do'} as well" if alike else ""
        ways = f", by {in_sentence(leader.reductions[0].name)}" if leader.reductions else ""
        beside = baseline_beside(self.answer, self.knowledge)
        keep = f" Keep {beside.name} beside it: {beside.why}." if beside is not None else ""
        yield Paragraph(
            ("Start with ", Strong(leader.name), self._cut(f"{ways}{also}.{keep}", 3, len(leader.name) + 11))
        )
        sure = how_sure(self.answer, self.turning)
        yield Paragraph(self._cut(f"{sure} {foundations_of(leader, self.knowledge, self.graph)}", self.room.sure))
        aim = aim_of(self.answer)
        if aim:
            yield Paragraph(self._cut(aim, 2))
        chain = chain_of(self.answer, self.knowledge)
        if chain is not None:
            yield Paragraph(self._cut(chain_in_words(chain, self.names), 2))

    def asked_for(self) -> Iterator[Entry]:
        """Yield how the leader stands to what the brief requires."""
        statuses = statuses_of(self.answer, self.leader, self.graph)
        ordered = sorted(statuses, key=lambda each: (each.priority != "must", each.status == "met"))
        n_most = self.room.n_requirements
        n_shown = len(ordered) if len(ordered) <= n_most else n_most - 1
        shown = [each for each in statuses if each in ordered[:n_shown]]
        for each in shown:
            estimate = f"; {each.estimate}" if each.estimate else ""
            name = self.names.quality(each.quality)
            said = f"{each.status}: {name} {each.priority} be {each.bound}{estimate}"
            yield Entry(self._cut(said, 1, 4), _SIGNS[each.status])
        rest = [each.status for each in statuses if each not in shown]
        if rest:
            counted = ", ".join(f"{rest.count(status)} {status}" for status in _SIGNS if status in rest)
            yield Entry(f"{len(rest)} more requirements: {counted} (--full)", PLAIN)

    def side_by_side(self) -> Iterator[Block]:
        """Yield the first candidates beside each other."""
        shown = self.answer.candidates[:N_SHOWN]
        if len(shown) == 1:
            price = price_of(self.answer, shown[0].algorithm)
            if price:
                yield Entry(f"cost of 1,000 predictions: {price}", PLAIN)
            return
        rows = profile_rows(self.answer, shown)
        taken = WIDTH - ((WIDTH - _LABEL) // len(shown) - 5)
        heads = ("", *(f"{number}. {self._cut(each.name, 1, taken)}" for number, each in enumerate(shown, 1)))
        yield Table(heads, rows, is_compact=True)

    def strengths(self) -> Iterator[Entry]:
        """Yield what speaks for the leader."""
        leader, practice = self.leader, self.leader.practice
        for number, each in enumerate(main_strengths(leader)[: self.room.n_named]):
            said = f"{each.basis} ({percent(each.weight)})" if each.basis else level_in_words(each.level)
            yield Entry(
                self._cut(f"{in_sentence(self.names.quality(each.quality))}: {said}", 1 if number else 2, 4), _FOR
            )
        if practice is not None and is_usual(leader):
            task = self.names.term(str(self.answer.brief["task"]))
            yield Entry(
                self._cut(f"a usual choice for {task} in such a situation ({percent(practice.weight)})", 1, 4), _FOR
            )

    def drawback(self) -> Iterator[Entry]:
        """Yield the main thing against the leader: what it is at risk to miss, a weighty weakness, or a caution."""
        leader = self.leader
        if leader.risks:
            risk = leader.risks[0]
            added = f" Add {in_sentence(risk.mitigations[0].name)}." if risk.mitigations else ""
            yield Entry(self._cut(f"{risk.text}{added}", max(2, self.room.caution), 4), _AGAINST)
            return
        weaknesses = main_weaknesses(leader)
        if weaknesses:
            worst = weaknesses[0]
            said = f"{in_sentence(self.names.quality(worst.quality))}: {level_in_words(worst.level)}"
            yield Entry(self._cut(said, 1, 4), _AGAINST)
        elif leader.cautions:
            yield Entry(self._cut(leader.cautions[0].text, self.room.caution, 4), CAUTION)

    def expected(self) -> Iterator[Entry]:
        """Yield why the excluded that a reader would look for are out: those that practice knows best."""
        for each in looked_for(self.answer, self.knowledge)[: self.room.n_named]:
            said = f"not {self.names.algorithm(each.algorithm)}: {each.reasons[0].text}"
            yield Entry(self._cut(said, self.room.out, 4), _OUT)

    def questions(self) -> Iterator[Entry]:
        """Yield the facts that would change the first candidates, with what would follow."""
        for each in self.turning[: self.room.n_named]:
            said = f"{each.field}? If {each.said}: {self.turned(each)}."
            yield Entry(self._cut(said, self.room.fact, 4), UNKNOWN)

    def turned(self, fact: TurningFact) -> str:
        """Return what follows from a fact that changes the first candidates, as a clause."""
        first = [candidate.algorithm for candidate in self.answer.candidates[:N_SHOWN]]
        new = [name for name in fact.first if name not in first]
        if turns_the_leader(self.leader, (fact,)):
            return f"start with {self.names.algorithm(fact.first[0])}"
        if fact.first[:1] != tuple(first[:1]):
            return f"{self.names.algorithm(fact.first[0])} would be the first of those that do as well"
        if new:
            return f"{self._named(tuple(new))} would be among the first"
        return f"{self._named(tuple(name for name in first if name not in fact.first))} would fall behind"

    def next(self, source: str) -> Words:
        """Return the command that goes on from here; `source` is what it calls the brief."""
        if can_be_probed(self.answer):
            return f"whichml probe DATA.csv --target COLUMN --brief {source}"
        return f"whichml recommend {source} --full"

    def _named(self, identities: tuple[str, ...]) -> str:
        """Return the names of the first of several algorithms, with a count of the rest."""
        named = self.names.algorithms(identities[:_MOST_NAMED])
        rest = len(identities) - _MOST_NAMED
        return f"{named} and {rest} more" if rest > 0 else named.replace(", ", " and ")

    def _cut(self, text: str, n_lines: int, taken: int = 0) -> str:
        return self.room.cut(text, n_lines, taken)


def _apart(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return blocks behind an empty line, none where there are none."""
    found = tuple(blocks)
    return (_GAP, *found) if found else ()
