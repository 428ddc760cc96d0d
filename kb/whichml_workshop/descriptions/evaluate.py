"""How many descriptions are read as they are meant: `python -m whichml_workshop.descriptions.evaluate`.

Each writer's descriptions are read with the points of all other writers, and those kept aside with the points of all.
It is the points alone that are held against what is meant, not the names that a brief is looked through for before.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final, NamedTuple

from whichml.knowledge.content import Content
from whichml.model.words.word_points import WordPoints, features_of_data, features_of_task
from whichml_workshop.descriptions.evaluate_points import likeliest
from whichml_workshop.descriptions.evaluate_whole import whole_figures
from whichml_workshop.descriptions.fit import fit_data, fit_tasks, named_tasks
from whichml_workshop.descriptions.reading import ASIDE, FOLDER, WORDS, Description, read_descriptions

HEAD: Final = (
    "| writer | descriptions | task as meant | or defensible | among three | kind of data |\n|---|---|---|---|---|---|"
)


class ReadingFigures(NamedTuple):
    """Shares of descriptions.

    Attributes
    ----------
    task : whose likeliest task is the one that is meant
    defensible : whose likeliest task is meant, or one could defend it
    among_three : of which that is true of one of the three likeliest
    data : whose likeliest kind of data is among those that are meant, of those that tell data
    """

    task: float
    defensible: float
    among_three: float
    data: float


def reading_figures(tasks: WordPoints, data: WordPoints, descriptions: Sequence[Description]) -> ReadingFigures:
    """Return how these descriptions are read."""
    wanted = [each for each in descriptions if each.wanted]
    found = [(each, likeliest(tasks, features_of_task(each.wanted, each.data, each.kinds))) for each in wanted]
    n = len(found)
    told = [
        (each, likeliest(data, features_of_data(each.data, each.wanted, each.task))[0])
        for each in descriptions
        if each.data
    ]
    return ReadingFigures(
        sum(names[0] == each.task for each, names in found) / n,
        sum(names[0] in (each.task, *each.also) for each, names in found) / n,
        sum(not {each.task, *each.also}.isdisjoint(names) for each, names in found) / n,
        sum(name in each.kinds for each, name in told) / max(1, len(told)),
    )


def _row(name: str, descriptions: Sequence[Description], learnt: Sequence[Description]) -> str:
    found = reading_figures(fit_tasks([*learnt, *named_tasks()]), fit_data(learnt), descriptions)
    return f"| {name} | {len(descriptions)} | {' | '.join(f'{each:.3f}' for each in found)} |"


def main() -> int:
    """Print the figures of each writer."""
    by_writer = read_descriptions(Content.shipped().root / FOLDER)
    sys.stdout.write(f"Descriptions, each writer read with the points of the others\n\n{HEAD}\n")
    for name, descriptions in by_writer.items():
        if name == WORDS:
            continue
        others = [each for writer in by_writer if writer not in (name, ASIDE) for each in by_writer[writer]]
        sys.stdout.write(_row(name, descriptions, others) + "\n")
    learnt = [each for writer, several in by_writer.items() if writer != ASIDE for each in several]
    told = whole_figures(Content.shipped().root / "tests", [*learnt, *named_tasks()])
    sys.stdout.write(f"\nHurried briefs, read whole with the points of other writers\n\n{told}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
