"""Which kinds of data a description in a project's own words names, by the cue words in `cues/modalities.txt`.

As with tasks, what is taken for the likeliest is told as a guess by whoever takes it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from whichml.model.cue_table import cue_table
from whichml.model.spoken_numbers import LONGEST
from whichml.model.task_settling import by_last_words
from whichml.model.vocabulary import MODALITIES, Modality, Task

_PARTS: Final = re.compile(r"\s*(?:[+&;/(),\[\]|]|\b(?:and|plus|with|including|incl)\b)\s*")
"""What stands between kinds of data."""
_OF: Final = re.compile(r"\b(?:of|from|in|at|on|per|by|for|via)\b")
"""What stands behind a kind of data and before what it shows."""
_USUAL: Final[Mapping[Task, Modality]] = MappingProxyType({
    **dict.fromkeys(("object-detection", "image-segmentation", "image-generation", "pose-estimation"), "image"),
    **dict.fromkeys(("question-answering", "summarisation", "translation", "text-generation", "topic-modelling",
                     "language-modelling", "sequence-labelling"), "text"),
    **dict.fromkeys(("recommendation", "paired-comparison-rating"), "interactions"),
    **dict.fromkeys(("experiment-selection", "treatment-effect-estimation", "record-linkage", "planning",
                     "deterministic-computation", "survival-analysis"), "tabular"),
    "forecasting": "time-series", "control": "time-series", "speech-to-text": "audio",
})  # fmt: skip
"""The kind of data that nearly all projects of a task have."""


def likeliest_modalities(description: str) -> tuple[Modality, ...]:
    """Return the kinds of data that a description names beside one another; none where no word of it names one.

    Examples
    --------
    >>> likeliest_modalities("vibration + motor current"), likeliest_modalities("clicks and orders")
    (('time-series',), ('interactions',))
    >>> likeliest_modalities("chat transcripts with photos of receipts"), likeliest_modalities("banana")
    (('text', 'image'), ())
    """
    if len(description) > LONGEST:
        return ()
    named = (_of_part(part) for part in _PARTS.split(re.sub(r"[-_]", " ", description.lower())))
    return tuple(dict.fromkeys(each for each in named if each is not None))


def usual_modalities(task: object) -> tuple[Modality, ...]:
    """Return the kind of data that projects of a task usually have; none where several are usual.

    Examples
    --------
    >>> usual_modalities("forecasting"), usual_modalities("clustering")
    (('time-series',), ())
    """
    return tuple(modality for known, modality in _USUAL.items() if known == task)


def _of_part(part: str) -> Modality | None:
    """Return what one part names: by its name, else by the cue that ends last in its first piece that has one."""
    called = by_last_words("modality", re.sub(r"\s+", "-", part.strip()))
    pieces = [] if called is not None else _OF.split(part)
    for piece in pieces:
        spans = [
            (match.end(), match.end() - match.start(), name)
            for pattern, known in cue_table("modalities") for match in pattern.finditer(piece) for name in known
        ]  # fmt: skip
        if spans:
            called = max(spans)[2]
            break
    return next((each for each in MODALITIES if each == called), None)
