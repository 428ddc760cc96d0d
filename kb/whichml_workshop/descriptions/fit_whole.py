"""The points of words for whole briefs: which task and which kind of data a brief has, in whatever words it is told."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.svm import LinearSVC

from whichml.model.values.vocabulary import MODALITIES, TASKS
from whichml.model.words.brief_words import features_of_brief
from whichml.model.words.word_points import TENTH, WordPoints
from whichml_workshop.descriptions.hurried import LabelledBrief, read_hurried, read_of_panel
from whichml_workshop.descriptions.reading import Description
from whichml_workshop.descriptions.written import PREFIX, read_written

HURRIED, FOR_THIS, WRITTEN, DESCRIBED, OF_PANEL = 6.0, 3.0, 1.0, 1.0, 0.2
"""What counts a hurried brief of somebody who asks, one that was written to be learnt from, where all tasks are as
frequent, one of those that say much of what is not wanted, a description of task and data, and a brief of the panel, of
which there are most. That the third count 3 was tried: it reads fewer briefs rightly of those who just ask."""
STRENGTH: Final = 0.008
STRENGTH_OF_DATA: Final = 0.02
"""How little points are shrunk, the `C` of LinearSVC; half and twice as much were tried by folds over writers."""
FEWEST: Final = 10
"""How many texts a word needs: with 6 the tables take 262 kB in a wheel, with 12 229, and read as many rightly."""
LOG_ODDS: Final = 4.0
"""Log-odds of a unit of distance from the boundary: of 3 to 7, by which held-out briefs are likeliest."""


HOW_OFTEN: Final = 0.8
"""How much of the log-odds of a task without any word is added: of 0 to 1.3, by which most briefs are read rightly."""
_UNSEEN: Final = 3
"""Briefs of each task that are taken for asked beside those that were."""


class Text(NamedTuple):
    """What is learnt of one text: its name, what is looked up of it, what is meant, and how much it counts."""

    name: str
    features: frozenset[str]
    task: str
    kind: str
    counts: float


def training_texts(tests: Path, descriptions: Sequence[Description]) -> list[Text]:
    """Return all that is learnt from.

    Parameters
    ----------
    tests : the folder of the tests, which has the briefs
    descriptions : of tasks and data, which count as briefs that tell no more
    """
    return [*map(text_of_hurried, hurried_briefs(tests)), *texts_beside(tests, descriptions)]


def hurried_briefs(tests: Path) -> tuple[LabelledBrief, ...]:
    """Return the hurried briefs of all that were asked; the parameter is that of `training_texts`."""
    return (*read_hurried(tests), *read_written(tests))


def text_of_hurried(brief: LabelledBrief) -> Text:
    """Return what is learnt of a hurried brief."""
    if brief.name.startswith(PREFIX):
        return _text_of(brief, WRITTEN)
    return _text_of(brief, FOR_THIS if is_for_this(brief) else HURRIED)


def is_for_this(brief: LabelledBrief) -> bool:
    """Return whether a hurried brief was written to be learnt from."""
    return brief.name.startswith(("r", PREFIX))


def texts_beside(tests: Path, descriptions: Sequence[Description]) -> list[Text]:
    """Return what is learnt of the panel and of descriptions; the parameters are those of `training_texts`."""
    of_panel = (_text_of(each, OF_PANEL) for each in read_of_panel(tests / "panel"))
    return [*of_panel, *texts_of_descriptions(descriptions)]


def _text_of(brief: LabelledBrief, counts: float) -> Text:
    return Text(brief.name, frozenset(features_of_brief(brief.given)), brief.task, brief.kinds[0], counts)


def texts_of_descriptions(descriptions: Sequence[Description]) -> list[Text]:
    """Return what is learnt of descriptions that tell what is wanted."""
    told = (each for each in descriptions if each.wanted)
    looked_up = ((each, frozenset(features_of_brief({"": each.wanted, "-": each.data}))) for each in told)
    return [Text("", features, each.task, next(iter(each.kinds), ""), DESCRIBED) for each, features in looked_up]


def fit_whole_tasks(texts: Sequence[Text], names: Sequence[str] = TASKS) -> WordPoints:
    """Return the points of words for some tasks; a task that many ask for is likelier from the start."""
    found = _fitted(texts, [each.features for each in texts], [each.task for each in texts], names, STRENGTH)
    asked = Counter(each.task for each in texts if each.counts == HURRIED)
    shares: dict[str, float] = {
        task: (asked[task] + _UNSEEN) / (asked.total() + _UNSEEN * len(TASKS)) for task in TASKS
    }
    more = (round(HOW_OFTEN * math.log(shares[task]) * TENTH) for task in names)
    return replace(found, usual=tuple(one + other for one, other in zip(found.usual, more, strict=True)))


def fit_whole_data(texts: Sequence[Text], names: Sequence[str] = MODALITIES) -> WordPoints:
    """Return the points of words, and of the task, for some kinds of data, of which one is the main one.

    Briefs that say much of what is not wanted are left out: with them .016 fewer of the panel's are read rightly.
    """
    told = [each for each in texts if each.kind and not each.name.startswith(PREFIX)]
    features = [each.features | {f"task={each.task}"} for each in told]
    return _fitted(told, features, [each.kind for each in told], names, STRENGTH_OF_DATA)


def _fitted(
    texts: Sequence[Text],
    features: Sequence[frozenset[str]],
    meant: Sequence[str],
    names: Sequence[str],
    strength: float,
) -> WordPoints:
    """Return the points that part each name from all others by a wide margin (Cortes and Vapnik 1995)."""
    counted = CountVectorizer(analyzer=sorted, min_df=FEWEST, binary=True)
    table = sparse.csr_matrix(counted.fit_transform(features))
    counts = np.asarray([each.counts for each in texts])
    models = []
    for name in names:
        model = LinearSVC(C=strength, random_state=0, max_iter=5000)
        models.append(model.fit(table, [each == name for each in meant], sample_weight=counts))
    weights = np.vstack([each.coef_ for each in models])
    usual = np.concatenate([each.intercept_ for each in models])
    return points_of_words(names, counted.get_feature_names_out(), weights, usual, LOG_ODDS)


def points_of_words(
    names: Sequence[str],
    words: Sequence[str],
    weights: NDArray[np.float64],
    usual: NDArray[np.float64],
    log_odds: float,
) -> WordPoints:
    """Return the points of words in whole tenths of log-odds, those alone that are not 0.

    Parameters
    ----------
    weights : ndarray of shape (n_names, n_words), distances from the planes that part each name from all others
    usual : the distances of texts without any of the words
    log_odds : what a distance of 1 is worth
    """
    points = _in_tenths(weights, log_odds).T
    return WordPoints(
        tuple(names),
        tuple(_in_tenths(usual, log_odds).tolist()),
        {
            str(word): tuple(int(each) for place in np.flatnonzero(told) for each in (place, told[place]))
            for word, told in zip(words, points, strict=True)
            if told.any()
        },
    )


def _in_tenths(distances: NDArray[np.float64], log_odds: float) -> NDArray[np.int64]:
    return np.round(distances * log_odds * TENTH).astype(np.int64)
