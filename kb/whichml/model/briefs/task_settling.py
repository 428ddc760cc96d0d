"""What a task is whose name means several, where the data of a brief tell which."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

from whichml.model.documents.expressions import expression
from whichml.model.documents.plain_numbers import is_number
from whichml.model.entries.numbers_among_words import number_among_words
from whichml.model.entries.written_values import as_the_format_writes
from whichml.model.values.vocabulary import MODALITIES, TASKS
from whichml.model.words.brief_aliases import ALIASES, AMBIGUOUS, Vocabulary
from whichml.model.words.denials import TIDY_DENIALS
from whichml.model.words.task_names import TASK_BY_DATA, TASKS_BY_CENSORING, TASKS_BY_LABELS

_MOST_WORDS: Final = 6
"""Words of a name of which the last ones may be a name; whoever writes more describes."""
_NAMED: Final[Mapping[str, frozenset[str]]] = {"task": frozenset(TASKS), "modality": frozenset(MODALITIES)}
_BESIDE: Final = expression(r"\s*[/;|()]\s*|\s+[-–—]+\s+|\s*[:,]\s+")
"""What stands between two names of one task."""
_BEHIND: Final = expression(
    r"\s+(?:of|for|on|in|at|from|with|to|by|per|across|among|between|using|over|under|inside|within|during|based on)\s+"
)
"""What stands between the name of a task and what it is done with."""
_SEVERAL_LABELS: Final = expression(
    r"(?:^|-)multi-?label-(?:[a-z]+-){0,3}(?:classification|classifier|tagging|labell?ing|prediction)s?\Z"
)
"""Names of a classification with several labels at once, whatever it is of."""
_BY_ITS_DATA: Final = frozenset({"segmentation", "counting", "extraction"})
"""Last words of names, such as `lung-segmentation`, that mean another task for other data."""


def by_last_words(vocabulary: Literal["task", "modality"], name: str) -> str | None:
    """Return what a name, or else its last words, mean; None where that is nothing or several, or something denies it.

    Examples
    --------
    >>> by_last_words("task", "visual-anomaly-detection"), by_last_words("modality", "thermal-images")
    ('outlier-detection', 'image')
    >>> by_last_words("task", "multi-label-text-classification")
    'multilabel-classification'
    >>> by_last_words("task", "no-forecast"), by_last_words("task", "visual-quality-control")
    (None, None)
    """
    words = name.split("-")
    if len(words) > _MOST_WORDS or not TIDY_DENIALS.isdisjoint(words):
        return None
    if vocabulary == "task" and _SEVERAL_LABELS.search(name):
        return "multilabel-classification"
    for end in ("-".join(words[start:]) for start in range(len(words))):
        if end in AMBIGUOUS[vocabulary]:
            return None
        meant = end if end in _NAMED[vocabulary] else ALIASES[vocabulary].get(end)
        if meant is not None:
            return meant
    return None


def by_its_parts(given: str) -> tuple[str, ...]:
    """Return what the parts of a text mean as tasks, or else what stands in it before `of`, `for` and the like.

    None where no part names a task, or something in the text denies it.

    Examples
    --------
    >>> by_its_parts("uplift / did it work?"), by_its_parts("anomaly detection on gearboxes of robots")
    (('treatment-effect-estimation',), ('outlier-detection',))
    >>> by_its_parts("translation / summarisation"), by_its_parts("clustering without labels")
    (('translation', 'summarisation'), ())
    """
    if not TIDY_DENIALS.isdisjoint(re.findall(r"[a-z]+", given.lower().replace("'", ""))):
        return ()
    parts = [part for part in _BESIDE.split(given.strip()) if part]
    named = [by_last_words("task", _joined(part)) for part in parts] if len(parts) > 1 else []
    if not any(named):
        named = [by_last_words("task", _joined(_BEHIND.split(part, maxsplit=1)[0])) for part in parts]
    return tuple(dict.fromkeys(each for each in named if each is not None))


def _joined(words: str) -> str:
    """Return words in lower case, joined by hyphens."""
    return "-".join(re.findall(r"[a-z0-9&]+", words.lower()))


def by_its_data(task: str, modality: str | None) -> str | None:
    """Return what a task means for the one modality of a brief, where others mean something else by it.

    Examples
    --------
    >>> by_its_data("segmentation", "image"), by_its_data("lung-segmentation", "image"), by_its_data("ranking", "text")
    ('image-segmentation', 'image-segmentation', None)
    """
    end = task.rpartition("-")[2]
    is_known = task in TASK_BY_DATA or task in ALIASES["task"] or task in TASKS
    name = end if end in _BY_ITS_DATA and not is_known else task
    return TASK_BY_DATA.get(name, {}).get(modality or "")


def by_its_labels(task: str, data: Mapping[str, object]) -> str | None:
    """Return what a task is that is solved with labels or without them, where it is told whether there are some.

    What has not happened yet to some cases is a matter of time.

    Examples
    --------
    >>> by_its_labels("fraud-detection", {"labelled_rows": "20k"}), by_its_labels("fraud-detection", {"rows": 10})
    ('binary-classification', None)
    """
    censoring = ("censored_share", "events", "open_cases")
    if task in TASKS_BY_CENSORING and any(data.get(name) is not None for name in censoring):
        return "survival-analysis"
    if task not in TASKS_BY_LABELS:
        return None
    given = data.get("labelled_rows")
    rows = as_the_format_writes("data.labelled_rows", given) if isinstance(given, str) else given
    has_labels = any(data.get(name) is not None for name in ("minority_share", "label_delay", "label_quality"))
    is_counted = is_number(rows)
    if is_counted and rows == 0:
        return "outlier-detection"
    n_classes = classes_told(data)
    many = n_classes is not None and n_classes > 2
    solved = "multiclass-classification" if many else "binary-classification"
    return solved if is_counted or (has_labels and given is None) else None


def classes_told(data: Mapping[str, object]) -> float | None:
    """Return how many classes the fields of the data tell, as they are or in words; None where they do not.

    Examples
    --------
    >>> classes_told({"classes": "8 power tools + nothing"}), classes_told({"classes": ["ham", "spam"]})
    (8, 2)
    >>> classes_told({"classes": "several"}), classes_told({})
    (None, None)
    """
    given = data.get("classes")
    if isinstance(given, str):
        among = number_among_words("data.classes", given)
        given = as_the_format_writes("data.classes", given) or (among.value if among is not None else None)
    elif isinstance(given, list | tuple):
        given = as_the_format_writes("data.classes", given)
    return given if is_number(given) else None


def choices_of(vocabulary: Vocabulary, name: str) -> tuple[str, ...] | None:
    """Return what a name could stand for by itself or by its last words; None where it is no such name.

    Examples
    --------
    >>> choices_of("task", "price-optimisation"), choices_of("modality", "simulation-output")
    (('regression', 'sequential-decision'), ('tabular', 'sensor-features'))
    >>> choices_of("task", "toxicity-property-prediction"), choices_of("task", "clustering")
    (('regression', 'binary-classification', 'multilabel-classification'), None)
    """
    words = name.split("-")
    ends = ("-".join(words[start:]) for start in range(len(words)))
    return next((AMBIGUOUS[vocabulary][end] for end in ends if end in AMBIGUOUS[vocabulary]), None)
