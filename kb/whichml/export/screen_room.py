"""How much of a first screen has room: lines of a terminal, and what of a text fits them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from textwrap import wrap
from typing import Final

from whichml.export.sureness import WORTH_TELLING
from whichml.export.whole_clauses import whole_clauses

WIDTH: Final = 80
N_LINES: Final = 30
_MOST_NAMED: Final = 2
_MOST_POINTS: Final = 6
_MOST_OF_APPLICATION: Final = 8
"""Of the points of work that is known, how many a first screen tells at most."""
_MANY_POINTS: Final = 7
"""From so many on they have the room of the empty lines, which tell nothing."""
_LEAST_TOLD: Final = 20
_LINES_OF_NAMES: Final = 2
_MOST_LINES_OF_NAMES: Final = 3
"""Of a name above a column, where lines are wanted elsewhere, and where they are not."""
_WAITING: Final = frozenset({
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "no", "not", "of", "on", "or", "per", "than", "that",
    "the", "to", "under", "up", "usually", "with", "without",
})  # fmt: skip
"""Words behind which nobody stops."""


def cut_to_fit(text: str, n_lines: int, taken: int = 0) -> str:
    """Return a text that fits so many lines, else what of its beginning stands on its own; empty where nothing does.

    Parameters
    ----------
    taken : columns of the first line that are in use
    """
    return whole_clauses(text, _letters_in(n_lines, taken))


def cut_names(text: str, n_lines: int, taken: int = 0) -> str:
    """Return names, or the words of a project, that fit so many lines: cut behind a word where they are longer.

    Nothing of them is told where hardly a word would fit.
    """
    room = _letters_in(n_lines, taken)
    if len(text) <= room:
        return text
    if room < _LEAST_TOLD:
        return ""
    return f"{_ended(text[: room - 1].rsplit(' ', 1)[0])}…"


def _letters_in(n_lines: int, taken: int) -> int:
    return n_lines * WIDTH - taken - 2 * (n_lines - 1) * 4


def _ended(text: str) -> str:
    """Return the beginning of a text without a bracket that is left open, or a word or number that waits for more."""
    while text.count("(") > text.count(")"):
        text = text[: text.rindex("(")]
    words = text.rstrip(" ,;:").split(" ")
    while len(words) > 1 and (words[-1].lower() in _WAITING or words[-1][-1:].isdigit()):
        words.pop()
    return " ".join(words).rstrip(" ,;:")


def _in_lines(text: str, width: int, n_most: int = _LINES_OF_NAMES) -> tuple[str, ...]:
    """Return a text on a few lines of a width, ended behind a word where it is longer."""
    lines = wrap(text, width, break_long_words=False, break_on_hyphens=False)
    if len(lines) > n_most:
        lines = [*lines[: n_most - 1], f"{_ended(lines[n_most - 1])}…"]
    return tuple(line if len(line) <= width else f"{line[: width - 1]}…" for line in lines)


def _in_more_lines(text: str, width: int) -> tuple[str, ...]:
    return _in_lines(text, width, _MOST_LINES_OF_NAMES)


def _in_one_line(text: str, width: int) -> tuple[str, ...]:
    return (text,)


def _whole(text: str, n_lines: int, taken: int = 0) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Room:
    """What there is room for: so many requirements, so many of each other kind, and how a text is cut to fit.

    Attributes
    ----------
    cut : what of a text is told in so many lines, of the first of which so much is taken; empty where nothing of it is
    names : the same of names and of a project's own words, some of which are always told
    head : how a name above a column is written in its width
    n_points : patterns and cautions to mind above all
    start, sure, point, fact, out : lines of what to start with, of how sure the lead is, of something to mind, of a
        fact that turns it, of what is out
    n_long : how many of the first points have a line more than the others
    requirement : lines of a requirement that is open although all that is claimed keeps it
    lead : lines of what puts the leader before its rival
    own : lines of what packs of one's own say; None tells all
    proposal : lines of how something that is proposed stands
    n_sums : sums of the brief's numbers
    judged : lines of how solutions are judged
    n_decided : lines of how it is built and run
    explains : whether there is a line for what the row on mistakes tells
    shows_far : whether what is far behind stands beside an only choice
    tells_votes : whether counts of answered briefs stand among the reasons, of which how sure it is tells the share
    least_doubt : the share of answerers who call the leader a mistake from which that is told
    n_notes : lines of what to know of the columns
    has_gaps : whether empty lines part more than the table from the rest
    shows_utility : whether there are rows for utility and mistakes, of which the first lines and the notes tell as well
    """

    n_requirements: int
    n_named: int
    cut: Callable[[str, int, int], str]
    names: Callable[[str, int, int], str]
    head: Callable[[str, int], tuple[str, ...]]
    n_facts: int = _MOST_NAMED
    n_points: int = _MOST_POINTS
    start: int = 3
    sure: int = 2
    point: int = 2
    n_long: int = 0
    fact: int = 1
    out: int = 1
    requirement: int = 1
    lead: int = 1
    own: int | None = 2
    proposal: int = 2
    n_sums: int = 1
    judged: int = 2
    n_decided: int = 2
    explains: bool = True
    shows_far: bool = True
    tells_votes: bool = True
    least_doubt: float = WORTH_TELLING
    n_notes: int = 9
    has_gaps: bool = True
    shows_utility: bool = True


TERMINAL: Final = Room(n_requirements=5, n_named=_MOST_NAMED, cut=cut_to_fit, names=cut_names, head=_in_lines)
_ROOMY: Final = replace(
    TERMINAL, lead=2, requirement=2, start=4, sure=3, point=4, judged=3, fact=2, out=2, n_sums=2, head=_in_more_lines
)
_FULL: Final = replace(_ROOMY, point=3, out=1, start=3, sure=2, head=_in_lines)
_SHORT: Final = replace(
    _FULL,
    lead=1,
    n_named=1,
    n_facts=1,
    explains=False,
    shows_far=False,
    tells_votes=False,
    n_points=5,
    least_doubt=0.15,
)
_PLAIN: Final = replace(_SHORT, sure=1, judged=2, n_decided=1, shows_utility=False, n_notes=1, has_gaps=False)
_TIGHT: Final = replace(_PLAIN, fact=1, point=2, n_requirements=4, n_sums=1, requirement=1, n_points=4)
_TIGHTER: Final = replace(_TIGHT, start=2, n_points=2, n_sums=0)
ROOMS: Final = (
    replace(_ROOMY, own=3, start=5, sure=4),
    _ROOMY,
    replace(_ROOMY, point=3, out=1),
    _FULL,
    replace(_FULL, lead=1, n_named=1),
    replace(_FULL, lead=1, n_named=1, n_facts=1),
    _SHORT,
    replace(_SHORT, n_decided=1),
    replace(_SHORT, n_decided=1, shows_utility=False),
    replace(_SHORT, n_decided=1, shows_utility=False, n_notes=1),
    _PLAIN,
    replace(_PLAIN, fact=1, n_requirements=4),
    *(replace(_PLAIN, point=2, n_long=n) for n in (4, 3, 2, 1)),
    replace(_PLAIN, point=2),
    replace(_PLAIN, point=2, fact=1, n_requirements=4),
    replace(_TIGHT, n_points=5),
    *(replace(_TIGHT, n_long=n) for n in (3, 2, 1)),
    _TIGHT,
    replace(_TIGHT, n_points=3),
    replace(_TIGHT, start=2, n_points=3),
    replace(_TIGHT, start=2, n_points=2),
    _TIGHTER,
    replace(_TIGHTER, n_decided=0),
    replace(_TIGHTER, n_decided=0, judged=1),
    replace(_TIGHTER, n_decided=0, judged=0),
    replace(_TIGHTER, n_decided=0, judged=0, n_points=1),
    replace(_TIGHTER, n_decided=0, judged=0, n_points=1, own=1),
    replace(_TIGHTER, n_decided=0, judged=0, n_points=1, own=1, n_requirements=3),
    replace(_TIGHTER, n_decided=0, judged=0, n_points=1, own=1, n_requirements=2),
    replace(_TIGHTER, n_decided=0, judged=0, n_points=0, own=1, n_requirements=2),
)
"""From generous to tight: the first in which all fits is used, so that what to mind is cut last, its reasons first."""
_KNOWN_WORK: Final = replace(_PLAIN, point=2, judged=1, n_decided=0, n_sums=1, requirement=1)
_KNOWN_TIGHT: Final = replace(_KNOWN_WORK, start=2, n_requirements=4)
ROOMS_OF_APPLICATIONS: Final = (
    *(replace(_KNOWN_WORK, n_points=n, has_gaps=n < _MANY_POINTS) for n in range(_MOST_OF_APPLICATION, 5, -1)),
    *(replace(_KNOWN_TIGHT, n_points=n) for n in (7, 6, 5)),
    *(replace(_KNOWN_TIGHT, n_points=n, n_sums=0) for n in (5, 4, 3)),
    *ROOMS[ROOMS.index(_TIGHT) :],
)
"""The same of an answer to work that is known: what decides in it has the room of what every project needs."""
PAGE: Final = Room(
    n_requirements=100,
    n_named=4,
    n_facts=4,
    n_points=9,
    cut=_whole,
    names=_whole,
    head=_in_one_line,
    own=None,
    n_sums=9,
)
"""A page scrolls: it holds whatever a brief may require, and no text is cut."""
