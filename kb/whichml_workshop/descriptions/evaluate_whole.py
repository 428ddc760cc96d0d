"""How many hurried briefs are read as they are meant, by points that were fitted without those of their writers.

Those of newcomers are learnt from and not told: what they say of task and data stands among the descriptions too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from whichml.model.words.brief_words import features_of_brief
from whichml_workshop.descriptions.evaluate_points import likeliest
from whichml_workshop.descriptions.fit_whole import (
    Text,
    fit_whole_data,
    fit_whole_tasks,
    hurried_briefs,
    is_for_this,
    text_of_hurried,
    texts_beside,
)
from whichml_workshop.descriptions.hurried import LabelledBrief
from whichml_workshop.descriptions.reading import Description
from whichml_workshop.descriptions.written import PREFIX

N_FOLDS: Final = 4
_OF_A_WRITER: Final = {"r": 70, "panel": 40}
"""How many numbers apart the first briefs of two writers are."""
HEAD: Final = (
    "| briefs | of them | task as meant | or defensible | among three | kind of data |\n|---|---|---|---|---|---|"
)


def whole_figures(tests: Path, descriptions: Sequence[Description]) -> str:
    """Return the figures of each group of hurried briefs as a table.

    Parameters
    ----------
    tests : the folder of the tests, which has the briefs
    descriptions : that are learnt from as well
    """
    briefs = hurried_briefs(tests)
    beside = texts_beside(tests, descriptions)
    held: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    for fold in range(N_FOLDS):
        aside = [each for each in briefs if _fold(each) == fold]
        names = {each.name for each in aside}
        of_others = [text for text in beside if text.name not in names]  # the panel has some of them, put into fields
        texts = [*(text_of_hurried(each) for each in briefs if each.name not in names), *of_others]
        for each, scores in zip(aside, _scores(aside, texts), strict=True):
            held[group_of(each)].append(scores)
    return "\n".join((HEAD, *(_row(group, scores) for group, scores in sorted(held.items()))))


def _row(group: str, scores: Sequence[tuple[float, ...]]) -> str:
    shares = (sum(each) / len(scores) for each in zip(*scores, strict=True))
    return f"| {group} | {len(scores)} | {' | '.join(f'{each:.3f}' for each in shares)} |"


def group_of(brief: LabelledBrief) -> str:
    """Return for what a hurried brief was written."""
    return "written to be learnt from" if is_for_this(brief) else "of the panel"


def _fold(brief: LabelledBrief) -> int:
    """Return the fold of a brief, all of one writer in one; -1 where it is learnt from in each."""
    if brief.name.startswith(PREFIX):
        return ord(brief.name.removeprefix(PREFIX)[0]) % N_FOLDS
    if brief.name.startswith("r"):
        return int(brief.name.removeprefix("r")) // _OF_A_WRITER["r"] % N_FOLDS
    return int(brief.name) // _OF_A_WRITER["panel"] % N_FOLDS if brief.name.isdigit() else -1


def _scores(aside: Sequence[LabelledBrief], texts: Sequence[Text]) -> list[tuple[float, ...]]:
    """Return of each brief whether its task is as meant, defensible and among three, and its kind of data right."""
    tasks, data = fit_whole_tasks(texts), fit_whole_data(texts)
    scores = []
    for each in aside:
        features = features_of_brief(each.given)
        named = likeliest(tasks, features)
        kind = likeliest(data, features | {f"task={named[0]}"})[0]
        meant = {each.task, *each.also}
        found = (named[0] == each.task, named[0] in meant, not meant.isdisjoint(named), kind in each.kinds)
        scores.append(tuple(map(float, found)))
    return scores
