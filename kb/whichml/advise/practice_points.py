"""Points of established practice as tables of situations by subjects, and what of them counts in one brief."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Final, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from whichml.advise.practice_reasons import PracticeReason, PracticeSituation, Situations
from whichml.knowledge.practice import Point

N_DECIMALS: Final = 2
"""To which a sum of points is rounded."""
Subject = TypeVar("Subject", bound=Hashable)


class PointTable(Generic[Subject]):
    """Points as a table of situations by subjects, families spread over their members.

    Attributes
    ----------
    points : ndarray of shape (n_situations, n_subjects)
    has_points : ndarray of the same shape
        Whether a subject, or a family of it, has points of its own in a situation; what is lent it is none.
    column : the number of each subject
    """

    def __init__(
        self,
        points: Mapping[Subject, Sequence[Point]],
        subjects: Mapping[Subject, Sequence[Subject]],
        situations: Situations,
    ) -> None:
        self.situations = situations
        self.column = {name: number for number, name in enumerate(subjects)}
        self._given = points
        self._told: dict[Subject, Mapping[int, int]] = {}
        self._has_own: dict[Subject, bytes] = {}
        columns = {subject: _as_arrays(points[subject]) for subject in points}
        self.points = np.zeros((len(situations), len(subjects)))
        times = np.zeros(self.points.shape, np.intp)
        for name, number in self.column.items():
            for places, heights in (columns[each] for each in subjects[name] if each in columns):
                self.points[places, number] += heights  # each place once: a subject has one point in a situation
                times[places, number] += 1
        self.points = np.where(times > 1, np.round(self.points, N_DECIMALS), self.points)
        self.has_points = times > 0

    def heights(self, name: Subject) -> list[tuple[int, float]]:
        """Return the situations in which a subject has points and how many these are, for or against it.

        Those of the strongest come first.
        """
        numbers = np.flatnonzero(self.has_points[:, self.column[name]])
        heights = np.abs(self.points[numbers, self.column[name]])
        ordered = np.argsort(-heights, kind="stable")
        return list(zip(numbers[ordered].tolist(), heights[ordered].tolist(), strict=True))

    def has_own(self, name: Subject) -> bytes:
        """Return a byte for each situation, 1 where a subject or a family of it has points; sets take 20 times more."""
        if name not in self._has_own:
            self._has_own[name] = self.has_points[:, self.column[name]].tobytes()
        return self._has_own[name]

    def _told_of(self, name: Subject) -> Mapping[int, int]:
        if name not in self._told:  # a family's points count no briefs
            self._told[name] = {point.situation: point.told for point in self._given.get(name, ())}
        return self._told[name]

    def agreed(self, name: Subject, numbers: tuple[int, ...]) -> str:
        """Return in how many of the briefs of a situation answerers agree on a subject, in words.

        What is said of its family alone has no such number: who agreed on the family named several of its members.

        Parameters
        ----------
        numbers : of the situations, which bound the same fields
        """
        told, narrowest = self._told_of(name), self.situations.narrowest_of(numbers)
        if not any(told.get(number, 0) for number in numbers):
            return "as its family"
        n_briefs = self.situations.together(numbers).briefs
        return "" if narrowest is None else f"{told.get(narrowest, 0)} of {n_briefs} briefs"

    def in_situation(self, number: int, names: Sequence[Subject]) -> list[float]:
        """Return the points of some subjects in one situation."""
        return [float(self.points[number, self.column[name]]) for name in names]

    def lend(self, siblings: Mapping[Subject, Sequence[Subject]]) -> None:
        """Give subjects what their siblings have on average, where they have any; that is no point of their own."""
        for name, others in siblings.items():
            if others:
                columns = [self.column[other] for other in others]
                self.points[:, self.column[name]] = self.points[:, columns].mean(axis=1)
                self.has_points[:, self.column[name]] = False


class OptionTable(PointTable[tuple[str, str]]):
    """Points of the options of decisions, counted within the briefs in which somebody takes the decision up."""

    def count_within(self, taken_up: Mapping[str, Sequence[Point]]) -> None:
        """Tell in how many briefs of a situation a decision was taken up, where that was counted."""
        self._decided = {d: {point.situation: point.told for point in points} for d, points in taken_up.items()}

    def agreed(self, name: tuple[str, str], numbers: tuple[int, ...]) -> str:
        """Return in how many briefs that decide it answerers take an option; empty where nobody counted these.

        A share of all briefs would say little: whoever leaves a decision open speaks against none of its options.
        """
        number = self.situations.narrowest_of(numbers)
        decided = 0 if number is None else self._decided.get(name[0], {}).get(number, 0)
        return f"{self._told_of(name).get(number or 0, 0)} of {decided} briefs that decide it" if decided else ""


class PointsHere(Generic[Subject]):
    """The points of a table in the situations that hold in one brief.

    Those that bound the same fields more and less narrowly are one reason, with what they come to in sum: they are
    steps of one line, of which none says anything by itself.

    Parameters
    ----------
    held : the numbers of the situations that hold
    """

    def __init__(self, table: PointTable[Subject], held: Sequence[int]) -> None:
        self._table = table
        self._held = np.array(held, np.intp)

    @cached_property
    def log_odds(self) -> Mapping[Subject, float]:
        """Return the sum of each subject's points."""
        sums = self._table.points[self._held].sum(axis=0).tolist()
        return dict(zip(self._table.column, sums, strict=True))

    @cached_property
    def _groups(self) -> list[tuple[int, ...]]:
        """Return the situations that bound the same fields, in order, and so the groups by their first ones."""
        members: dict[int, list[int]] = {}
        groups = self._table.situations.groups[self._held].tolist()
        for number, group in sorted(zip(self._held.tolist(), groups, strict=True)):
            members.setdefault(group, []).append(number)
        return [tuple(members[group]) for group in sorted(members)]

    @cached_property
    def _nets(self) -> NDArray[np.float64]:
        """Return what each group comes to for each subject by points of its own, by groups and subjects."""
        numbers, first = self._in_a_row
        points = np.where(self._table.has_points[numbers], self._table.points[numbers], 0.0)
        return np.asarray(np.round(np.add.reduceat(points, first, axis=0), N_DECIMALS), np.float64)

    @cached_property
    def _has_points(self) -> NDArray[np.bool_]:
        """Return whether each subject has points of its own in each group, by groups and subjects."""
        numbers, first = self._in_a_row
        found: NDArray[np.bool_] = np.logical_or.reduceat(self._table.has_points[numbers], first, axis=0)
        return found

    @property
    def _in_a_row(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the situations of all groups, one after the other, and the places at which groups begin."""
        numbers = np.array([number for group in self._groups for number in group], np.intp)
        ends = np.cumsum([len(group) for group in self._groups], dtype=np.intp)
        return numbers, np.array([0, *ends[:-1]][: len(ends)], np.intp)

    def strongest(self, name: Subject) -> Iterator[PracticeReason]:
        """Yield the points of a subject, the strongest first."""
        column = self._table.column[name]
        return self._in_order(name, self._nets[:, column], np.flatnonzero(self._has_points[:, column]))

    def strongest_for(self, name: Subject) -> Iterator[PracticeReason]:
        """Yield the points that count for a subject, the strongest first."""
        nets = self._nets[:, self._table.column[name]]
        return self._in_order(name, nets, np.flatnonzero(nets > 0))

    def _in_order(self, name: Subject, nets: NDArray[np.float64], places: NDArray[np.intp]) -> Iterator[PracticeReason]:
        table = self._table
        own = table.has_own(name)
        for place in places[np.argsort(-np.abs(nets[places]), kind="stable")].tolist():
            numbers = self._numbers(place, own)
            situation = table.situations.together(numbers)
            yield PracticeReason(float(nets[place]), situation, partial(table.agreed, name, numbers))

    def ahead(self, name: Subject, other: Subject, least: float) -> Iterator[tuple[float, PracticeSituation]]:
        """Yield by how much situations put a subject before another, from a least gap on, the widest gap first."""
        columns = self._table.column[name], self._table.column[other]
        gaps = self._nets[:, columns[0]] - self._nets[:, columns[1]]
        places = np.flatnonzero(gaps >= least)
        own = (self._table.has_points[:, columns[0]] | self._table.has_points[:, columns[1]]).tobytes()
        for place in places[np.argsort(-gaps[places], kind="stable")].tolist():
            yield float(gaps[place]), self._table.situations.together(self._numbers(place, own))

    def _numbers(self, place: int, own: bytes) -> tuple[int, ...]:
        """Return the situations of a group that are marked, in order."""
        group = self._groups[place]
        return group if len(group) == 1 else tuple(number for number in group if own[number])


def _as_arrays(points: Sequence[Point]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return the situations of points, and how many points they are."""
    return np.array([point.situation for point in points], np.intp), np.array([point.points for point in points])
