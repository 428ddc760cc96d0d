"""A problem that the words under `task` tell and that is none of the tasks, in words and as a field of the brief."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from whichml.model.briefs.understanding import Understanding
from whichml.model.documents.document import Path
from whichml.model.documents.errors import quoted
from whichml.model.format.brief_circumstances import HOLDS
from whichml.model.format.requirement import Finding
from whichml.model.values.vocabulary import TASKS

_TASK: Final[Path] = ("task",)


class NamedProblem(NamedTuple):
    """A problem of its own, with what answers it."""

    id: str
    name: str
    method: str


ProblemIn = Callable[[str], NamedProblem | None]
"""Gives the problem that words tell; None where they tell none."""


def no_problem(words: str) -> NamedProblem | None:
    """Return that words tell no problem, where nobody knows any."""
    return None


def read_problem(problem: NamedProblem, given: str, nested: dict[str, object], found: Understanding) -> None:
    """Let a brief ask for a problem of its own where its task is a guess, and say so; else refuse what is no task.

    Parameters
    ----------
    given : what the brief says under `task`
    nested : the fields in nested form, the task as far as it is known; takes the name of the problem
    found : takes what is to be told
    """
    if nested.get("task") not in TASKS:
        message = f"`task` cannot be {quoted(given)}: none covers {problem.name}, which {problem.method} answers."
        hint = f"Write the task that comes nearest, and `{problem.id}` under `{HOLDS}`."
        found.refuse(_TASK, lambda: Finding(_TASK, message, hint))
        return
    group, _, name = HOLDS.partition(".")
    fields = nested.setdefault(group, {})
    if isinstance(fields, dict) and fields.get(name) is None:
        fields[name] = [problem.id]
        found.tell(_TASK, given, f"{HOLDS}: {problem.id}", " too")
