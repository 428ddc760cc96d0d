"""Which tasks a description in a project's own words speaks of, by the cue words in `cues/tasks.txt`.

How much a word speaks for a task is our reading. It only orders what a description may mean: whoever takes the
likeliest says that it is a guess.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from whichml.model.cue_table import cue_table
from whichml.model.spoken_numbers import LONGEST
from whichml.model.vocabulary import TASKS, Task

_IMAGES: Final = frozenset({"image", "video"})
_ONLY_OF: Final[Mapping[Task, Collection[str]]] = MappingProxyType({
    **dict.fromkeys(("object-detection", "image-segmentation", "image-generation", "pose-estimation"), _IMAGES),
    "speech-to-text": ("audio", "video"),
    **dict.fromkeys(("translation", "summarisation", "topic-modelling", "language-modelling"),
                    ("text", "image", "audio")),
    "sequence-labelling": ("text", "image", "video", "time-series", "event-stream"),
    "forecasting": ("time-series", "tabular", "event-stream", "interactions", "sensor-features", "graph"),
    "survival-analysis": ("time-series", "tabular", "event-stream", "image", "sensor-features", "text"),
    "record-linkage": ("tabular", "text", "image", "interactions"),
    "control": ("time-series", "sensor-features", "image", "video", "tabular", "event-stream"),
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
    "data.items": {"recommendation": 1.0},
    "data.simulator": {"control": 0.7},
})  # fmt: skip
"""How much facts of a brief speak for a task beside the words."""
_LEAST: Final = 0.9
"""What the words have to weigh for a task."""
_NEAR: Final = 0.5
"""What part of the weight of the likeliest another must have to be told beside it."""
_HEAD: Final = 1.3
"""How much more the word counts that a description begins with, mostly what is to be done."""
_MOST: Final = 4
_SAYS_ELSE: Final = (
    (re.compile(r"\b(quality|version|source|access|cost|infection|pest|border|disease) controls?\b"), r"\1 check"),
    (re.compile(r"\bmatch (result|report|day|outcome|statistic)s?\b"), r"game \1"),
    (re.compile(r"\bside effects?\b"), "adverse reactions"),
    (re.compile(r"\b(test|search|sound|special|visual) effects?\b"), r"\1"),
)  # fmt: skip
"""Words that speak of something else beside others, with what is read in their place."""


def likeliest_tasks(description: str, modalities: Collection[str] = (), told: Collection[str] = ()) -> tuple[Task, ...]:
    """Return the tasks that a description speaks of, the likeliest first; none where no word of it speaks of one.

    Parameters
    ----------
    modalities : the kinds of data of the brief, as far as they are known
    told : names of the fields that the brief tells

    Examples
    --------
    >>> likeliest_tasks("dedup customer records")[0], likeliest_tasks("visual quality control", ["image"])[0]
    ('record-linkage', 'binary-classification')
    >>> likeliest_tasks("banana")
    ()
    """
    if len(description) > 2 * LONGEST:
        return ()
    plain = re.sub(r"[-_]", " ", description.lower())
    for pattern, other in _SAYS_ELSE:
        plain = pattern.sub(other, plain)
    weights: dict[str, float] = {}
    for pattern, known in cue_table("tasks"):
        found = pattern.search(plain)
        for task, weight in known.items() if found is not None else ():
            weights[task] = weights.get(task, 0.0) + weight * (_HEAD if found and found.start() == 0 else 1.0)
    for name in sorted({*told} & _TOLD.keys()) if weights else ():
        for task, weight in _TOLD[name].items():
            weights[task] = weights.get(task, 0.0) + weight
    usable: dict[Task, float] = {task: weights[task] for task in TASKS if task in weights and _fits(task, modalities)}
    least = max(_LEAST, _NEAR * max(usable.values(), default=0.0))
    order = sorted(usable, key=lambda task: (-usable[task], TASKS.index(task)))
    return tuple(task for task in order if usable[task] >= least)[:_MOST]


def _fits(task: Task, modalities: Collection[str]) -> bool:
    return not modalities or task not in _ONLY_OF or not {*modalities}.isdisjoint(_ONLY_OF[task])
