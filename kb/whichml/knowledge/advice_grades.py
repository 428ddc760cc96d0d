"""What readers of many projects gave each piece of advice: how much it was worth where it was told.

Readers graded, brief by brief, each thing to mind that an answer told: 3 decides here, 2 is right and useful, 1 is true
but beside the matter, 0 is wrong here. A piece that few of them saw is worth what its kind is, the nearer the fewer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from pydantic import Field

from whichml.knowledge.stored import StoredValue

Kind = Literal["application", "caution", "circumstance", "law", "lead", "named", "pattern"]
"""Where advice comes from: what decides in an application or why it starts with its leader, a rule that warns,
something told in passing or named by the brief, the state of a law, a pattern."""
BEST: Final = 3
"""The grade of what decides; the worst is 0."""
_OF_KIND: Final = 2
"""As how many grades it counts that a piece is of a kind; 1 or 4 put first what is worth as much in unseen briefs."""


class Piece(NamedTuple):
    """A piece of advice: the kind that it is of, and its id there."""

    kind: Kind
    name: str

    @property
    def graded_as(self) -> str:
        """Return by which name its grades are kept: a point of an application by its place among the points of that.

        Each is told in too few projects to have grades of its own; packs have the most decisive ones first.
        """
        return self.name.rpartition(":")[2] if self.kind == "application" else self.name


class MeanGrade(StoredValue):
    """What readers gave on average, 0..3, and how often they graded."""

    graded: int = Field(gt=0)
    mean: float = Field(ge=0, le=BEST)


class AdviceGrades(StoredValue):
    """What readers gave, by kind and by piece.

    Attributes
    ----------
    briefs : in how many projects advice was graded
    kinds : what a kind of advice was given
    points : the same of the pattern, circumstance or rule of each id, and of each place among the points of
        applications; what nobody graded is left out
    """

    briefs: int = Field(gt=0)
    kinds: Mapping[Kind, MeanGrade]
    points: Mapping[Kind, Mapping[str, MeanGrade]]

    def expected(self, piece: Piece) -> float:
        """Return the grade to be expected of a piece of advice in a project that nobody graded, 0..3."""
        of_kind = self.kinds.get(piece.kind)
        usual = of_kind.mean if of_kind is not None else BEST / 2
        own = self.points.get(piece.kind, {}).get(piece.graded_as)
        return usual if own is None else (own.graded * own.mean + _OF_KIND * usual) / (own.graded + _OF_KIND)
