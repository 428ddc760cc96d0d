"""A brief as it is read from here on: its numbers as the format writes them, and without what tells nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from whichml.model.briefs.task_lists import without_list_of_tasks
from whichml.model.documents.document import Document
from whichml.model.documents.errors import Problem
from whichml.model.entries.continental_values import continental_values
from whichml.model.entries.untold_values import without_untold
from whichml.model.format.requirement import Finding, Guess


class PlainlyTold(NamedTuple):
    """A brief whose values say one thing each.

    Attributes
    ----------
    given : its fields by any names
    readings : what is told of values that were written otherwise
    problems : what is told of those that could be two
    guesses : what was taken for one of several
    """

    given: Mapping[str, object]
    readings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    guesses: tuple[Guess, ...]


def plainly_told(given: Mapping[str, object], document: Document | None, *, may_guess: bool) -> PlainlyTold:
    """Return a brief without lists of tasks, values that tell nothing, and numbers in another notation.

    Parameters
    ----------
    given : fields by nested or dotted names
    document : the text that they came from; None for a mapping
    may_guess : whether what could be two is taken for one of them
    """
    of_one_task, tasks = without_list_of_tasks(given, may_guess=may_guess)
    told, untold = without_untold(of_one_task)
    numbers = continental_values(told, document, may_guess=may_guess)
    read = tuple(each for each in tasks if isinstance(each, Finding))
    guesses = tuple(each for each in tasks if isinstance(each, Guess))
    return PlainlyTold(numbers.given, (*read, *untold, *numbers.readings), tuple(numbers.problems), guesses)
