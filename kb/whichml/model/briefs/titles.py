"""What a project is called whose brief gives it no title: in the brief's own words, where these are few."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from whichml.model.briefs.brief_reading import LONGEST_TITLE
from whichml.model.briefs.task_settling import by_last_words
from whichml.model.briefs.understanding import tidy_name
from whichml.model.values.vocabulary import TASKS
from whichml.model.words.brief_aliases import ALIASES, AMBIGUOUS
from whichml.model.words.headings import heading_of
from whichml.model.words.task_names import NO_TASKS

_TELL: Final = ("what", "question", "research_question", "goal")
"""Names of what is to be found out, in the order in which they say what a project is."""
_FEWEST_WORDS: Final = 3
_TITLES: Final = ("title", "name", "project_name", "id", "identifier")


def title_in_words(given: Mapping[str, object]) -> str | None:
    """Return a title that a brief as it is written gives without calling it so; None where it has one, or none.

    A task is one where it is told in words of the project's own: its name alone says nothing of what this one is. Prose
    may begin with a heading.

    Examples
    --------
    >>> title_in_words({"task": "match duplicate addresses", "notes": "Trash talk is fine."})
    'match duplicate addresses'
    >>> title_in_words({"task": "regression", "question": "did the pilot reduce resignations?"})
    'did the pilot reduce resignations?'
    >>> title_in_words({"task": "spam filtering"}), title_in_words({"title": "A", "goal": "less spam at work"})
    (None, None)
    """
    if any(given.get(name) for name in _TITLES):
        return None
    for name in _TELL:
        said = given.get(name)
        if isinstance(said, str) and len(said) <= LONGEST_TITLE and len(said.split()) >= _FEWEST_WORDS:
            return said.strip().rstrip(".")
    heading = heading_of(given).strip().rstrip(".")
    if 0 < len(heading) <= LONGEST_TITLE:
        return heading
    task = given.get("task")
    if not isinstance(task, str) or len(task) > LONGEST_TITLE or len(re.findall(r"\w+", task)) < _FEWEST_WORDS:
        return None
    tidy = tidy_name(task)
    known = (TASKS, ALIASES["task"], AMBIGUOUS["task"], NO_TASKS)
    is_name = any(tidy in names for names in known) or by_last_words("task", tidy) is not None
    return None if is_name else task.strip()
