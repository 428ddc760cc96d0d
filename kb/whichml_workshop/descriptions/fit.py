"""The points of words, fitted and written: `python -m whichml_workshop.descriptions.fit`.

It reads all descriptions but those kept aside, and writes `tasks.json` and `data.json` of
`kb/whichml/model/words/described/`, and with whole briefs `whole-tasks.json` and `whole-data.json`. The names of tasks
that briefs may use are descriptions too.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from typing import Final

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.svm import LinearSVC

from whichml.knowledge.content import Content
from whichml.model.values.vocabulary import MODALITIES, TASKS
from whichml.model.words.brief_aliases import ALIASES
from whichml.model.words.word_points import FOLDER, WordPoints, features_of_data, features_of_task
from whichml_workshop.descriptions.fit_whole import fit_whole_data, fit_whole_tasks, points_of_words, training_texts
from whichml_workshop.descriptions.reading import ASIDE, Description, read_descriptions
from whichml_workshop.descriptions.reading import FOLDER as DESCRIPTIONS

STRENGTH: Final = 0.05
"""How little points are shrunk, the `C` of LinearSVC; 0.02 and 0.1 were tried by folds over writers."""
TASK_ALONE: Final = 0.5
"""How much the description of a task counts of what it does as a whole, once more where nothing is told of the data."""
DATA_ALONE: Final = 1.0
"""The same of data, where nothing is told of the task."""
FEWEST: Final = 4
"""How many descriptions a word needs."""
LEAST: Final = 0.045
"""Distances from the boundary below which a word says nothing; 0.036 and three descriptions take a third more room and
read .002 more of the tasks as one could defend."""
LOG_ODDS: Final = 7.0
"""Log-odds of a unit of distance from the boundary: of 4 to 12, by which held-out descriptions are likeliest."""


def fit_tasks(descriptions: Sequence[Description], names: Sequence[str] = TASKS) -> WordPoints:
    """Return the points of words for some tasks."""
    told = [each for each in descriptions if each.wanted]
    whole = [features_of_task(each.wanted, each.data, each.kinds) for each in told]
    alone = [features_of_task(each.wanted, "", ()) for each in told]
    return _fitted(whole, alone, TASK_ALONE, [(each.task,) for each in told], names)


def fit_data(descriptions: Sequence[Description], names: Sequence[str] = MODALITIES) -> WordPoints:
    """Return the points of words for some kinds of data; several may be meant at once."""
    told = [each for each in descriptions if each.data]
    whole = [features_of_data(each.data, each.wanted, each.task) for each in told]
    alone = [features_of_data(each.data, "") for each in told]
    return _fitted(whole, alone, DATA_ALONE, [each.kinds for each in told], names)


def named_tasks() -> list[Description]:
    """Return the names of tasks that briefs may use, as descriptions that tell nothing of the data."""
    names = {name: task for name, task in ALIASES["task"].items() if task in TASKS}
    return [Description(name.replace("-", " "), "", (), task, ()) for name, task in sorted(names.items())]


def _fitted(
    whole: Sequence[Collection[str]],
    alone: Sequence[Collection[str]],
    share: float,
    meant: Sequence[Sequence[str]],
    names: Sequence[str],
) -> WordPoints:
    """Return the points that part each name from all others by a wide margin (Cortes and Vapnik 1995).

    Parameters
    ----------
    whole : what is looked up of each description
    alone : what is looked up where nothing else is told, since a brief may tell no more
    share : how much that counts of the whole
    meant : the names of each
    """
    names_alone = [each for each, other in zip(whole, alone, strict=True) if each == other]  # less is enough of a name
    counted = CountVectorizer(analyzer=sorted, min_df=FEWEST, binary=True).fit([*whole, *names_alone])
    table = sparse.vstack([counted.transform(whole), counted.transform(alone)])
    # what tells nothing else as a whole is there once
    is_more = [float(one != other) for one, other in zip(whole, alone, strict=True)]
    counts = np.asarray([*is_more, *[share] * len(alone)])
    models = []
    for name in names:
        is_meant = [name in each for each in (*meant, *meant)]
        model = LinearSVC(C=STRENGTH, random_state=0, max_iter=5000, tol=1e-6)
        models.append(model.fit(table, is_meant, sample_weight=counts))
    weights = np.vstack([each.coef_ for each in models])
    usual = np.concatenate([each.intercept_ for each in models])
    weights[np.abs(weights) < LEAST] = 0.0
    return points_of_words(names, counted.get_feature_names_out(), weights, usual, LOG_ODDS)


def main() -> int:
    """Fit and write both tables."""
    by_writer = read_descriptions(Content.shipped().root / DESCRIPTIONS)
    learnt = [each for writer, several in by_writer.items() if writer != ASIDE for each in several] + named_tasks()
    FOLDER.mkdir(exist_ok=True)
    texts = training_texts(Content.shipped().root / "tests", learnt)
    for name, found in {
        "tasks": fit_tasks(learnt), "data": fit_data(learnt),
        "whole-tasks": fit_whole_tasks(texts), "whole-data": fit_whole_data(texts),
    }.items():  # fmt: skip
        (FOLDER / f"{name}.json").write_text(found.to_json(), encoding="utf-8")
        sys.stdout.write(f"{name}: {len(found.points)} words\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
