"""The first screen: what to start with, how sure that is, what the brief asked for, and what to do next.

On a terminal thirty lines of eighty columns hold it, whatever the answer: what has no room is counted, never dropped
silently. A page tells the same parts in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import Final

from whichml.advise.turning_facts import TurningFact
from whichml.export.columns import N_SHOWN
from whichml.export.document import PLAIN, Block, Entry, Mark, Paragraph, Section, Table
from whichml.export.further_words import further_in_words
from whichml.export.naming import Naming, headline_of, is_stated, title_of
from whichml.export.other_problems import named_problem
from whichml.export.screen_parts import ScreenParts
from whichml.export.screen_room import N_LINES, ROOMS, ROOMS_OF_APPLICATIONS, WIDTH, cut_names
from whichml.export.words import Words, flat
from whichml.knowledge.base import Knowledge
from whichml.model.format.brief_circumstances import HOLDS
from whichml.model.statements.recommendation import Recommendation

_INDENT: Final = 4
_FEW_FURTHER, _LINES_OF_FEW = 2, 2
"""Up to how many further tasks are told in more than a line each, and in how many."""
_NEXT: Final = Mark("$")
_GAP: Final = Paragraph("")


def first_screen(
    answer: Recommendation,
    knowledge: Knowledge,
    turning: Sequence[TurningFact] = (),
    source: str = "BRIEF",
    left_out: Sequence[str] = (),
    guessed: Sequence[str] = (),
    n_unread: int = 0,
    goes_on: str = "",
) -> Section:
    """Return the first screen of an answer.

    Parameters
    ----------
    turning : facts that would change the first three
    source : what the next command calls the brief
    left_out : what the brief says and nobody read, by its name there
    guessed : what of the brief was taken for one of several meanings, as clauses
    n_unread : how many sentences of a brief in plain words were not read
    goes_on : the next command, where it is not the one that follows from the answer
    """
    name = title_of(answer.brief)
    whole = headline_of(answer.brief, Naming(knowledge))
    title = whole if len(whole) <= WIDTH else cut_names(name, 1)
    blocks: tuple[Block, ...] = ()
    parts = ScreenParts(answer, knowledge, turning=turning)
    for room in ROOMS_OF_APPLICATIONS if _tells_what_decides(answer) else ROOMS:
        screen = parts.in_room(room)
        last = _next(goes_on or screen.next(source), f"# answer {answer.id[:12]}")
        blocks = (*_guesses(screen, guessed), *_unread(screen, left_out, n_unread), *_in_order(screen), last)
        if 1 + sum(map(_n_lines, blocks)) <= N_LINES:
            break
    return Section(title, blocks)


def _tells_what_decides(answer: Recommendation) -> bool:
    """Return whether the work is known, or the brief itself names what decides in it."""
    return answer.application is not None or is_stated(HOLDS, answer.brief)


def _n_lines(block: Block) -> int:
    """Return how many lines of a terminal a block of the first screen takes."""
    if isinstance(block, Table):
        return 1 + len(block.rows)
    if not isinstance(block, Paragraph | Entry):
        return 0
    n_below, indent = (len(block.below), _INDENT) if isinstance(block, Entry) else (0, 0)
    return max(1, len(wrap(_plain(block.words), WIDTH - indent, break_on_hyphens=False))) + n_below


def _plain(words: Words) -> str:
    return "".join(part if isinstance(part, str) else getattr(part, "text", "") for part in flat(words))


def _next(command: Words, note: str) -> Entry:
    """Return the next command with a note behind it, or below it where the line would break within the note.

    Each line can be pasted: the second part of a note that breaks would be a command of its own.
    """
    if len(_plain(command)) + len(note) + 1 <= WIDTH - _INDENT:
        return Entry((command, f"    {note}"), _NEXT)
    return Entry(command, _NEXT, (Entry(note, PLAIN),))


def _guesses(screen: ScreenParts, guessed: Sequence[str]) -> tuple[Block, ...]:
    """Return what says that the answer may be to another question."""
    return tuple(Paragraph(screen.room.names(f"A guess: {guess}. Write which.", 2, 0)) for guess in guessed)


def _unread(screen: ScreenParts, left_out: Sequence[str], n_unread: int) -> tuple[Block, ...]:
    """Return what says that the brief was not read as a whole, before anything is told that stands on the rest."""
    if left_out:
        what = "A fact of the brief is" if len(left_out) == 1 else f"{len(left_out)} facts of the brief are"
        sentences = "a sentence" if n_unread == 1 else f"{n_unread} sentences"
        names = [*left_out, *([sentences] if n_unread else ())]
        return (Paragraph(screen.room.names(f"{what} not read and may change this: {', '.join(names)}.", 2, 0)),)
    if not n_unread:
        return ()
    what = "A sentence of the brief is" if n_unread == 1 else f"{n_unread} sentences of the brief are"
    return (Paragraph(f"{what} not read and may change this."),)


def _in_order(screen: ScreenParts) -> tuple[Block, ...]:
    if not screen.answer.candidates:
        expected = screen.expected() if named_problem(screen.answer) is None else ()
        return (*screen.nothing(), *_further(screen), *screen.by_own_rules(), *expected)
    return (
        *screen.other_problem(),
        *screen.start(),
        *_further(screen),
        *_apart(
            (
                *screen.by_own_rules(),
                *screen.proposed(),
                *screen.points(),
                *screen.judged(),
                *screen.built_and_run(),
                *screen.asked_for(),
            )
        ),
        *_apart(screen.side_by_side(), has_gap=screen.room.has_gaps),
        *_apart(
            (*screen.strengths(), *screen.drawback(), *screen.expected(), *screen.questions()),
            has_gap=screen.room.has_gaps,
        ),
    )


def _further(screen: ScreenParts) -> tuple[Block, ...]:
    """Return what to start with for what else the project asks for, in as many lines as there is room for."""
    further = screen.answer.further
    told = (f"{further_in_words(each, screen.names, f' (--task {each.task})')}." for each in further)
    n_lines = _LINES_OF_FEW if len(further) <= _FEW_FURTHER else 1
    return tuple(Paragraph(screen.room.names(said, n_lines, 0)) for said in told)


def one_line(answer: Recommendation) -> str:
    """Return the answer in one line for scripts: the first three by id, each with its equivalents."""
    if not answer.candidates:
        return "nothing"
    return "; ".join(
        candidate.algorithm + (f" (also {', '.join(candidate.equivalents)})" if candidate.equivalents else "")
        for candidate in answer.candidates[:N_SHOWN]
    )


def _apart(blocks: Iterable[Block], *, has_gap: bool = True) -> tuple[Block, ...]:
    """Return blocks behind an empty line, none where there are none."""
    found = tuple(blocks)
    return (_GAP, *found) if found and has_gap else found
