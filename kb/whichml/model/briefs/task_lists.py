"""A task that is written as a list: its only entry, the one that all may be, or the first and what else is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from whichml.model.briefs.understanding import LONGEST_NAME, tidy_name
from whichml.model.documents.errors import shown_in_short
from whichml.model.format.brief_tasks import FURTHER_TASKS
from whichml.model.format.requirement import Finding, Guess
from whichml.model.values.vocabulary import TASKS
from whichml.model.words.brief_aliases import ALIASES, AMBIGUOUS

_MOST: Final = 5


def without_list_of_tasks(
    given: Mapping[str, object], *, may_guess: bool
) -> tuple[Mapping[str, object], tuple[Finding | Guess, ...]]:
    """Return a brief whose task is a text, as far as one is clear or may be guessed, and what is told or guessed.

    Several that are named clearly are the task and, in their order, what else the project asks for.

    Parameters
    ----------
    may_guess : whether the first of several tasks is taken where not all are clear; else they stay a list

    Examples
    --------
    >>> without_list_of_tasks({"task": ["segmentation", "clustering"]}, may_guess=False)[0]
    {'task': 'clustering'}
    >>> without_list_of_tasks({"task": ["clustering", "regression"]}, may_guess=False)[0]
    {'task': 'clustering', 'project.further_tasks': ['regression']}
    """
    listed = given.get("task")
    if not isinstance(listed, list | tuple) or not 0 < len(listed) <= _MOST:
        return given, ()
    if not all(isinstance(each, str) and len(each) <= LONGEST_NAME for each in listed):
        return given, ()
    names = [str(each) for each in listed]
    shared = set[str].intersection(*({*_may_be(each)} for each in names))
    written = f"`task: [{shown_in_short(', '.join(names))}]`"
    if len(names) == 1 or len(shared) == 1:
        task = names[0] if len(names) == 1 else shared.pop()
        reason = "" if len(names) == 1 else ", which each of them may be"
        return {**given, "task": task}, (Finding(("task",), f"{written} is read as `{task}`{reason}."),)
    clear = [_may_be(each) for each in names]
    if all(len(each) == 1 for each in clear) and not _tells_further(given):
        first, *rest = dict.fromkeys(task for each in clear for task in each)
        told = f"{written} is read as `task: {first}` and `{FURTHER_TASKS}: [{', '.join(rest)}]`."
        return {**given, "task": first, FURTHER_TASKS: rest}, (Finding(("task",), told),)
    first, *others = dict.fromkeys(task for each in names for task in _may_be(each)) or ("",)
    if not may_guess or not first:
        return given, ()
    finding = Finding(("task",), f"{written} lists several: taken as `{first}`.", "Write a brief for each.")
    open_still = f" and could be {' or '.join(others)}" if others else ""
    return {**given, "task": first}, (Guess(finding, f"`task` is taken as {first}{open_still}", tuple(others)),)


def _tells_further(given: Mapping[str, object]) -> bool:
    project = given.get("project")
    return FURTHER_TASKS in given or (isinstance(project, Mapping) and "further_tasks" in project)


def _may_be(name: str) -> tuple[str, ...]:
    tidy = tidy_name(name)
    meant = tidy if tidy in TASKS else ALIASES["task"].get(tidy)
    return (meant,) if meant is not None else AMBIGUOUS["task"].get(tidy, ())
