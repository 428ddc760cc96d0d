"""Fitted points as practice keeps them: by subject, in numbered situations, with the briefs that count behind each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from whichml.knowledge.practice import Handicaps, Point, Situation, SubjectPoints
from whichml_workshop.elicited.design import Design, Floats
from whichml_workshop.elicited.situations import When, key_of


class PointTables(NamedTuple):
    """Points with the tables that they were fitted to, and where answerers agree on each algorithm in these."""

    design: Design
    points: Floats
    agreed: NDArray[np.bool_]

    @property
    def subjects(self) -> tuple[str, ...]:
        """Return the algorithms and families that have points, in the order of the columns."""
        return (*self.design.algorithms, *self.design.families)

    def counts(self) -> tuple[Floats, Floats]:
        """Return of each situation how many briefs are in it, and in how many of these they agree on each subject.

        A brief of which several copies are in a situation counts once.
        """
        design = self.design
        firsts = {identity: row for row, identity in reversed([*enumerate(design.briefs)])}
        number = {identity: n for n, identity in enumerate(firsts)}
        place = [number[identity] for identity in design.briefs]
        held = np.asarray(design.held.todense(), dtype=bool)
        agreed = np.concatenate([self.agreed, (self.agreed.astype(float) @ design.spread.T) > 0], axis=1)
        merged = np.zeros((len(firsts), held.shape[1]), dtype=bool)
        np.logical_or.at(merged, place, held)
        return merged.sum(axis=0), merged.T.astype(float) @ agreed[list(firsts.values())]


class PointBook:
    """The situations that points name, numbered as they come up."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._found: list[Situation] = []

    def number(self, when: When, briefs: int) -> int:
        """Return the number of a situation."""
        key = key_of(when)
        if key not in self._numbers:
            self._numbers[key] = len(self._found)
            self._found.append(Situation(when=dict(when), briefs=briefs))
        return self._numbers[key]

    def situations(self) -> tuple[Situation, ...]:
        """Return all that were named, in order."""
        return tuple(self._found)

    def leaning(self, handicaps: Floats, told: Sequence[PointTables]) -> SubjectPoints:
        """Return the points of algorithms and families in all tables, and handicaps in the order of their fields.

        What was fitted beside comes after these and is left out.
        """
        found: dict[str, tuple[Point, ...]] = {}
        for each in told:
            briefs, agreed = each.counts()
            more = self.points(each.subjects, each.design.situations, each.points, agreed, briefs)
            found |= {name: (*found.get(name, ()), *points) for name, points in more.items() if points}
        named = zip(Handicaps.model_fields, handicaps[: len(Handicaps.model_fields)], strict=True)
        return SubjectPoints(
            points={name: found[name] for name in told[0].subjects if name in found},
            handicaps=Handicaps(**{name: round(float(value), 2) for name, value in named}),
        )

    def points(
        self, subjects: Sequence[str], situations: Sequence[When], points: Floats, told: Floats, briefs: Floats
    ) -> dict[str, tuple[Point, ...]]:
        """Return the points of each subject that are none of 0.

        Parameters
        ----------
        points, told : of shape (n_situations, n_subjects)
        briefs : how many briefs are in each situation
        """
        return {
            subject: tuple(
                Point(self.number(situations[int(s)], int(briefs[s])), round(float(points[s, k]), 2), int(told[s, k]))
                for s in np.flatnonzero(points[:, k])
            )
            for k, subject in enumerate(subjects)
        }
