"""Which kinds of data a description in a project's own words names, by the points of its words.

As with tasks, what is taken for the likeliest is told as a guess by whoever takes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from whichml.model.values.vocabulary import MODALITIES, Modality, Task
from whichml.model.words.word_points import features_of_data, word_points

_USUAL: Final[Mapping[Task, Modality]] = MappingProxyType({
    **dict.fromkeys(("object-detection", "image-segmentation", "image-generation", "pose-estimation",
                     "text-recognition"), "image"),
    **dict.fromkeys(("question-answering", "summarisation", "translation", "text-generation", "topic-modelling",
                     "language-modelling", "sequence-labelling"), "text"),
    **dict.fromkeys(("recommendation", "paired-comparison-rating"), "interactions"),
    **dict.fromkeys(("experiment-selection", "treatment-effect-estimation", "record-linkage", "planning",
                     "deterministic-computation", "survival-analysis", "data-synthesis"), "tabular"),
    "forecasting": "time-series", "control": "time-series", "speech-to-text": "audio",
})  # fmt: skip
"""The kind of data that nearly all projects of a task have."""
_MOST: Final = 3


def likeliest_modalities(data: str, description: str = "", task: str = "") -> tuple[Modality, ...]:
    """Return the kinds of data that are named beside one another, the main one first; none where no word is known.

    Parameters
    ----------
    data : the data in the words of the brief
    description : what is to be done with them
    task : its name, as far as it is known

    Examples
    --------
    >>> likeliest_modalities("photos of receipts"), likeliest_modalities("zorbs")
    (('image',), ())
    """
    table = word_points("data")
    if not table.knows(features_of_data(data, "")):
        return ()
    log_odds = table.log_odds(features_of_data(data, description, task))
    order = sorted(MODALITIES, key=lambda name: (-log_odds[name], MODALITIES.index(name)))
    return tuple(name for place, name in enumerate(order[:_MOST]) if not place or log_odds[name] > 0)


def usual_modalities(task: object) -> tuple[Modality, ...]:
    """Return the kind of data that projects of a task usually have; none where several are usual.

    Examples
    --------
    >>> usual_modalities("forecasting"), usual_modalities("clustering")
    (('time-series',), ())
    """
    return tuple(modality for known, modality in _USUAL.items() if known == task)
