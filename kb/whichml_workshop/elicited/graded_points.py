"""What readers gave the things to mind that answers tell: `python -m whichml_workshop.elicited.graded_points`.

Readers (language models, each alone with briefs, what whichml would start with, and what it tells to mind in no order)
graded point by point; `tests/panel/graded_points.csv` holds what they gave. For some briefs others had named
circumstances before, the weightiest first (`named_circumstances.csv`). The command answers the graded briefs, takes the
order of points from grades of other briefs, and prints what the first five are worth, beside the order that goes by how
seldom a point is told.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import Final, NamedTuple, get_args

import numpy as np

from whichml.advise.recommendation import Advisor
from whichml.export.justification_graph import JustificationGraph
from whichml.export.telling_points import telling_points
from whichml.knowledge.advice_grades import BEST, AdviceGrades, Kind, MeanGrade, Piece
from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import Content
from whichml.knowledge.loading import KnowledgeBase
from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import KnowledgeError
from whichml_workshop.elicited.fit import PANEL
from whichml_workshop.elicited.panel import read_panel

GRADED: Final = "graded_points.csv"
NAMED: Final = "named_circumstances.csv"
_COLUMNS: Final = ["brief", "kind", "piece", "grade", "reader"]
_KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
_NAMELESS: Final = frozenset({"lead"})
"""Kinds of advice of which each piece is told in so few projects that only the kind is known."""
N_FOLDS: Final = 6
N_FIRST: Final = 5
"""About as many points as a first screen has room for."""
_WRONG, _USEFUL, _DECIDES = 0.5, 1.75, 2.5
"""Grades, on average of those who read a point, below or from which it is wrong, useful or decisive."""


class GradedPoint(NamedTuple):
    """What one reader gave one piece of advice in one brief, 0..3."""

    brief: str
    piece: Piece
    grade: int
    reader: str


def read_graded(panel: Path) -> tuple[GradedPoint, ...]:
    """Return what readers gave, in the order of the file.

    Raises
    ------
    KnowledgeError
        With the line of what is no grade of a point.
    """
    path = panel / GRADED
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        if next(rows, None) != _COLUMNS:
            raise KnowledgeError.about(f"{path.name}:1: the columns are not {', '.join(_COLUMNS)}.")
        return tuple(_point(row, f"{path.name}:{rows.line_num}") for row in rows)


def _point(row: Sequence[str], where: str) -> GradedPoint:
    if len(row) != len(_COLUMNS):
        raise KnowledgeError.about(f"{where}: {len(row)} fields, where {len(_COLUMNS)} are expected.")
    brief, kind, name, grade, reader = row
    if grade not in map(str, range(BEST + 1)):
        raise KnowledgeError.about(f"{where}: the grade {grade!r} is none of 0 to {BEST}.")
    for known in _KINDS:
        if kind == known:
            return GradedPoint(brief, Piece(known, name), int(grade), reader)
    raise KnowledgeError.about(f"{where}: {kind!r} is no kind of advice; these are: {', '.join(_KINDS)}.")


def grades_of(graded: Iterable[GradedPoint]) -> AdviceGrades:
    """Return what pieces of advice and their kinds were given on average."""
    found = tuple(graded)
    kinds: dict[Kind, list[int]] = {}
    pieces: dict[Kind, dict[str, list[int]]] = {}
    for each in found:
        kind = each.piece.kind
        kinds.setdefault(kind, []).append(each.grade)
        if kind not in _NAMELESS:
            pieces.setdefault(kind, {}).setdefault(each.piece.graded_as, []).append(each.grade)
    return AdviceGrades(
        briefs=len({each.brief for each in found}),
        kinds={kind: _mean(kinds[kind]) for kind in sorted(kinds)},
        points={kind: {name: _mean(pieces[kind][name]) for name in sorted(pieces[kind])} for kind in sorted(pieces)},
    )


def _mean(grades: Sequence[int]) -> MeanGrade:
    return MeanGrade(graded=len(grades), mean=round(fmean(grades), 3))


@dataclass(frozen=True)
class Worth:
    """What the first points of answers are worth: the mean grade, and how many of an answer are wrong and so on."""

    mean: float
    wrong: float
    useful: float
    decisive: float

    @classmethod
    def of(cls, first: Sequence[Sequence[float]]) -> Worth:
        """Return it of the grades of the first points, answer by answer; an answer without any is left out."""
        told = [grades for grades in first if grades]

        def counted(is_so: Callable[[float], bool]) -> float:
            return fmean(sum(map(is_so, grades)) for grades in told)

        return cls(
            fmean(map(fmean, told)),
            counted(lambda grade: grade < _WRONG),
            counted(lambda grade: grade >= _USEFUL),
            counted(lambda grade: grade >= _DECIDES),
        )

    def __str__(self) -> str:
        return f"{self.mean:.2f} | {self.wrong:.2f} | {self.useful:.2f} | {self.decisive:.2f}"


def read_named(panel: Path) -> dict[str, tuple[str, ...]]:
    """Return the circumstances that others named for a brief, the weightiest first."""
    with (panel / NAMED).open(encoding="utf-8", newline="") as file:
        return {brief: tuple(named) for brief, *named in csv.reader(file)}


def naming(brief: Brief, named: Sequence[str]) -> Brief:
    """Return a brief that names circumstances beside what it says."""
    return brief.model_copy(update={"project": brief.project.model_copy(update={"circumstances": tuple(named)})})


def evaluate(briefs_of: Mapping[str, Brief], graded: Sequence[GradedPoint], knowledge: Knowledge) -> dict[str, Worth]:
    """Return what the first points are worth that grades of other briefs put first, and those that are told seldom.

    Points that nobody graded, since the answer has changed meanwhile, are passed over.

    Parameters
    ----------
    briefs_of : the briefs to answer, of which each was graded
    """
    given: dict[str, dict[Piece, list[int]]] = {}
    for each in graded:
        if each.brief in briefs_of:
            given.setdefault(each.brief, {}).setdefault(each.piece, []).append(each.grade)
    briefs = np.random.default_rng(1).permutation(sorted(given)).tolist()
    advisor = Advisor.of(knowledge)
    answers = {brief: advisor.recommend(briefs_of[brief]) for brief in briefs}
    advised = knowledge.advised
    assert advised is not None

    def first(brief: str, grades: AdviceGrades | None) -> list[float]:
        answer = answers[brief]
        judged = replace(knowledge, advised=advised.model_copy(update={"grades": grades}))
        points = telling_points(answer, judged, JustificationGraph(answer))
        known = (given[brief].get(each.piece) for each in points)
        return [fmean(grades) for grades in known if grades is not None][:N_FIRST]

    by_grades: list[list[float]] = []
    for number in range(N_FOLDS):
        fold = frozenset(briefs[number::N_FOLDS])
        others = grades_of(each for each in graded if each.brief not in fold)
        by_grades += [first(brief, others) for brief in briefs if brief in fold]
    return {
        "by grades of other briefs": Worth.of(by_grades),
        "by how seldom they are told": Worth.of([first(brief, None) for brief in briefs]),
    }


def main() -> int:
    """Print what the first points of answers are worth."""
    folder, knowledge = Content.shipped().root / PANEL, KnowledgeBase.load()
    graded, panel, named = read_graded(folder), read_panel(folder), read_named(folder)
    told = {brief: panel.briefs[brief] for brief in sorted({each.brief for each in graded})}
    names = {brief: naming(told[brief], ids) for brief, ids in named.items()}
    lines = [f"The first {N_FIRST} things to mind, by {len(graded):,} grades", ""]
    lines += ["| briefs | order | mean grade | wrong | useful | decisive |", "|---|---|---:|---:|---:|---:|"]
    for label, briefs in ((f"{len(told)} as told", told), (f"{len(names)} that name what decides", names)):
        found = evaluate(briefs, graded, knowledge)
        lines += [f"| {label} | {name} | {worth} |" for name, worth in found.items()]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
