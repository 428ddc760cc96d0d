"""Names that mean no field where a value or the task says that they mean something else: `language: Kotlin`."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from whichml.model.documents.expressions import expression
from whichml.model.documents.plain_numbers import is_whole
from whichml.model.format.tasks_of_fields import TASKS_OF
from whichml.model.values.vocabulary import TASKS
from whichml.model.words.spoken_words import is_programming_language

_OF_A_TEAM: Final = frozenset({"staff", "headcount"})
"""Words for people, who are as often those that the data are about."""
_LARGEST_TEAM: Final = 100
_BYTES: Final = expression(r"[0-9.,]+\s*[kmgtp]i?b(?:ytes?)?(?![a-z])", re.IGNORECASE)
_REQUESTS: Final = frozenset({"deployment.requests_per_day", "deployment.peak_requests_per_second"})
_OF_SOME_TASKS: Final = frozenset({"answers", "outputs", "users", "user_count"})
"""Names that mean their field only for tasks of which that says something."""
_OF_THE_DATA: Final = frozenset({"data.sampling_interval", "data.sampling_rate"})
_A_RATE: Final = expression(r"[0-9.,]+\s*[kM]?Hz", re.IGNORECASE)
_A_RUN: Final = expression(r"\b(?:batch|runs?|jobs?)\b", re.IGNORECASE)
_NODES: Final = frozenset({"nodes", "vertices", "node_count"})
"""What each of several graphs has so many of, which are no rows then."""
_JOINING: Final = frozenset({"ratings", "reviews", "likes", "stars", "clicks", "purchases", "interactions"})
"""What joins users to items: that there is none of one kind does not say that there are no rows."""
_WORDS: Final = frozenset({"words", "keywords", "commands", "wake_words"})
_INTO_CLASSES: Final = frozenset({"classification", "binary-classification", "multiclass-classification"})


def words_to_spot(called: str, value: object, context: Collection[str]) -> bool:
    """Return whether a count of words is one of those to be told apart in recordings, which are classes.

    Examples
    --------
    >>> words_to_spot("words", 6, ["classification", "audio"]), words_to_spot("words", 6, ["classification", "text"])
    (True, False)
    """
    is_count = isinstance(value, int | list | tuple) and not isinstance(value, bool)
    return called in _WORDS and is_count and _is_of_sounds(context) and not _INTO_CLASSES.isdisjoint(context)


def counts_trials(called: str, value: object, context: Collection[str]) -> bool:
    """Return whether a batch is one of trials that go together, and no way to ask for predictions.

    Examples
    --------
    >>> counts_trials("batch", 8, ["experiment-selection"]), counts_trials("batch", True, ["experiment-selection"])
    (True, False)
    """
    return called == "batch" and "experiment-selection" in context and not isinstance(value, bool)


def lacks_a_kind(called: str, value: object) -> bool:
    """Return whether a fact says that users and items are not joined in one of several ways.

    Examples
    --------
    >>> lacks_a_kind("ratings", "none"), lacks_a_kind("ratings", "3 million"), lacks_a_kind("rows", "none")
    (True, False, False)
    """
    return called in _JOINING and isinstance(value, str) and value.strip().lower() in ("none", "no")


def is_misread(group: str, called: str, field: str, value: object, context: Collection[str]) -> bool:
    """Return whether a name does not mean the field that it often does.

    Parameters
    ----------
    group, called : what the brief calls it, the tidy name without its group
    field : what it means elsewhere
    context : the task and the modalities

    Examples
    --------
    >>> is_misread("deployment", "language", "data.languages", "Kotlin", ["record-linkage"])
    True
    >>> is_misread("deployment", "frequency", "data.sampling_interval", "once per quarter", ["clustering"])
    True
    >>> is_misread("data", "volume", "deployment.requests_per_day", "40 GB/day", ["clustering"])
    True
    >>> is_misread("data", "staff", "project.team_size", 12, []), is_misread("", "staff", "project.team_size", 12, [])
    (True, False)
    >>> is_misread("data", "ratings", "data.rows", "none", ["recommendation"])
    True
    >>> is_misread("", "users", "data.users", 9, ["regression"]), is_misread("", "users", "data.users", 9, ["ranking"])
    (True, False)
    """
    if field == "data.languages":
        return is_programming_language(value)
    if field in _OF_THE_DATA and group == "deployment":  # how often it runs
        return isinstance(value, str) and _A_RATE.fullmatch(value.strip(" ~<>=")) is None
    if field == "deployment.update_cadence" and called == "cadence":
        return isinstance(value, str) and _A_RUN.search(value) is not None
    if field in _REQUESTS:
        return isinstance(value, str) and _BYTES.match(value.strip(" ~<>=")) is not None
    if field == "project.team_size" and called in _OF_A_TEAM:
        is_count = is_whole(value)
        return group not in ("", "project") or (is_count and value >= _LARGEST_TEAM)  # type: ignore[operator]
    if field == "data.text_length" and called in _WORDS:
        return _is_of_sounds(context)
    if field == "data.rows" and lacks_a_kind(called, value):
        return True
    if field == "data.rows" and called in _NODES:
        return isinstance(value, str) and re.search(r"\b(?:each|per|every)\b", value, re.IGNORECASE) is not None
    task = next(iter(context), "")
    return called in _OF_SOME_TASKS and task in TASKS and task not in TASKS_OF.get(field, TASKS)


def _is_of_sounds(context: Collection[str]) -> bool:
    return "audio" in context and "text" not in context
