"""What was read of a brief in other words than those of its format, what is refused, and what is a guess."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from whichml.model.briefs.brief_reading import MOST_PROBLEMS
from whichml.model.documents.document import Path, path_in_words
from whichml.model.documents.errors import quoted
from whichml.model.documents.expressions import expression
from whichml.model.format.requirement import Finding, Guess

LONGEST_NAME: Final = 80
"""Letters beyond which nothing is looked up as a name."""
_IN_BRACKETS: Final = expression(r"(?<=\w)\s+\([^()]*\)\s*\Z")


@dataclass(slots=True)
class Understanding:
    """What was read as something else than it says, and what could be read in several ways.

    Attributes
    ----------
    readings : what was understood, each to be told
    refused : paths of what is ambiguous, or no word of the format
    problems : what is wrong there, for the first of them
    names : of the requirements, where they are given by names
    guesses : what was taken for the likeliest of several, each with what is open
    """

    readings: list[Finding] = field(default_factory=list)
    refused: set[Path] = field(default_factory=set)
    problems: list[Finding] = field(default_factory=list)
    names: tuple[str, ...] = ()
    guesses: list[Guess] = field(default_factory=list)

    def refuse(self, path: Path, finding: Callable[[], Finding]) -> None:
        """Note that what stands at a path is refused; as soon as enough is told, no more is worked out."""
        self.refused.add(path)
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(finding())

    def refuse_as_several(self, path: Path, given: str, choices: tuple[str, ...]) -> None:
        """Note that what stands at a path could mean several things."""
        message = f"`{path_in_words(path)}` cannot be {quoted(given)}: that could mean several things."
        self.refuse(path, lambda: Finding(path, message, f"Write one of {', '.join(choices)}."))

    def tell(self, path: Path, given: str, meant: str, reason: str = "") -> None:
        """Note as what something was read."""
        message = f"`{path_in_words(path)}` says {quoted(given)}, which is read as `{meant}`{reason}."
        self.readings.append(Finding(path, message))

    def guess(self, path: Path, given: str, choices: tuple[str, ...], words: tuple[str, ...] = ()) -> str:
        """Return the first of what something could mean, the likeliest, and note that it is a guess, by these words."""
        first, *others = choices
        named = path_in_words(path)
        several = ", which could mean several things" if others else ""
        by = f" by {', '.join(f'`{word}`' for word in words)}" if words else ""
        message = f"`{named}` says {quoted(given)}{several}: taken as `{first}`{by}."
        open_still = f" and could be {' or '.join(others)}" if others else ""
        hint = f"Write one of {', '.join(choices)}." if others else f"Write `{named}: {first}`, or what it is instead."
        instead = tuple(others) if path == ("task",) else ()
        self.guesses.append(Guess(Finding(path, message, hint), f"`{named}` is taken as {first}{open_still}", instead))
        return first


def tidy_name(word: str) -> str:
    """Return a word in lower case, its parts joined by hyphens, without what stands in brackets behind it.

    Examples
    --------
    >>> tidy_name("Land_cover mapping (2020)")
    'land-cover-mapping'
    """
    word = _IN_BRACKETS.sub("", word)
    return re.sub(r"[\s_/.:-]+", "-", word.strip().lower().replace("@", "-at-")).strip("-")
