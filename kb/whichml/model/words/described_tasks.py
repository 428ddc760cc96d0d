"""Which tasks a description in a project's own words may mean, by the points of its words.

Whoever takes the likeliest says that it is a guess, and tells what else it could be.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from whichml.model.values.vocabulary import MODALITIES, TASKS, Modality, Task
from whichml.model.words.word_points import chances, features_of_task, word_points, words_of

_IMAGES: Final = frozenset({"image", "video"})
_ONLY_OF: Final[Mapping[str, Collection[str]]] = MappingProxyType({
    **dict.fromkeys(("object-detection", "image-segmentation", "pose-estimation", "text-recognition"), _IMAGES),
    "speech-to-text": ("audio", "video"),
    **dict.fromkeys(("translation", "summarisation", "topic-modelling", "language-modelling"),
                    ("text", "image", "audio")),
})  # fmt: skip
"""Kinds of data of which a task has at least one."""
_TOLD: Final[Mapping[str, Mapping[Task, float]]] = MappingProxyType({
    "data.labelled_rows": {"binary-classification": 0.5, "multiclass-classification": 0.5},
    "data.minority_share": {"binary-classification": 1.5},
    "data.events": {"survival-analysis": 2.0},
    "data.censored_share": {"survival-analysis": 2.5},
    "data.horizon": {"forecasting": 1.5},
    "data.seasonality": {"forecasting": 1.0},
    "data.group_count": {"clustering": 1.5},
    "data.assignment": {"treatment-effect-estimation": 1.5},
    "data.actions": {"treatment-effect-estimation": 1.0, "sequential-decision": 1.0},
    "data.items": {"recommendation": 1.0},
    "project.simulator": {"control": 1.5, "planning": 0.5},
    "deployment.control_period": {"control": 3.0},
    "data.decision_variables": {"planning": 2.5, "control": 0.5},
    "data.hard_constraints": {"planning": 1.0, "control": 1.0},
    "data.candidates": {"ranking": 1.5, "retrieval": 1.0},
})  # fmt: skip
"""How much facts of a brief speak for a task beside the words."""
_LEAST: Final = 0.1
"""The chance from which on a task is told."""
SURE: Final = 0.6
"""The chance from which on a task is told before what single words suggest: nineteen in twenty are meant then."""
_MOST: Final = 3


def most_likely(chance: Mapping[str, float]) -> tuple[Task, ...]:
    """Return at most three tasks that are likely enough to be told, the likeliest first, whatever its chance."""
    order = sorted((task for task in TASKS if task in chance), key=lambda task: (-chance[task], TASKS.index(task)))
    return tuple(task for place, task in enumerate(order[:_MOST]) if not place or chance[task] >= _LEAST)


def chances_of_tasks(
    description: str, modalities: Collection[str] = (), told: Collection[str] = (), data: str = ""
) -> Mapping[str, float]:
    """Return the chance of each task that a description may mean; none where no word of it is known.

    Parameters
    ----------
    modalities : the kinds of data of the brief, as far as they are known, the main one first
    told : names of the fields that the brief tells
    data : the data in the words of the brief

    Examples
    --------
    >>> [most_likely(chances_of_tasks(said))[0] for said in ("dedup customer records", "how long until a pump fails")]
    ['record-linkage', 'survival-analysis']
    >>> chances_of_tasks("zorb")
    {}
    """
    table = word_points("tasks")
    if not table.knows(features_of_task(description, "", ())):
        return {}
    log_odds = table.log_odds(features_of_task(description, data, modalities))
    for name in {*told} & _TOLD.keys():
        for task, points in _TOLD[name].items():
            log_odds[task] += points
    return chances({task: each for task, each in log_odds.items() if is_of(task, modalities)})


def words_for_task(description: str, task: str) -> tuple[str, ...]:
    """Return the words of a description that speak most for a task, at most three.

    Examples
    --------
    >>> words_for_task("how long until the pump fails", "survival-analysis")
    ('until', 'how long', 'until the')
    """
    features = features_of_task(description, "", ())
    table, written = word_points("tasks"), f" {' '.join(words_of(description))} "
    whole = [each for each in table.told(features, task, len(features)) if f" {each} " in written]
    return tuple(each for n, each in enumerate(whole) if not any(each in other for other in whole[:n]))[:_MOST]


def kinds_of(task: str) -> tuple[Modality, ...]:
    """Return the kinds of data of which a task has at least one, in order; none where it may have any."""
    needed = next((kinds for each, kinds in _ONLY_OF.items() if each == task), ())
    return tuple(name for name in MODALITIES if name in needed)


def is_of(task: str, modalities: Collection[str]) -> bool:
    """Return whether a task may have such data."""
    return task not in _ONLY_OF or not modalities or not {*modalities}.isdisjoint(_ONLY_OF[task])
