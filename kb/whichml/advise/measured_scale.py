"""The scores of a run on the scale of accuracy: where it begins and ends, and whether anything beats a constant.

The scale goes from the constant baseline to the best that anybody reached on the same rows. R2 and D2 have no lower
end, so that under a trend the score of a constant says nothing: their scale begins at 0, which is the score of the mean
of the held-out rows, where the constant lies below. Where a run tells the paired differences to the best, these are the
interval of a place on the scale: scores of one split rise and fall together, and their spread is no doubt of an order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from whichml.advise.measured_values import (
    Key,
    MeasuredValue,
    Run,
    Span,
    difference_in_words,
    measured_values_of,
    scores_by_rows,
)
from whichml.model.statements.evidence import CONSTANT, LINEAR, Evidence
from whichml.model.statements.measures import Measure
from whichml.model.values.scale import TOP

LEAST_SKILL: Final = 0.1
"""Of the best way above the constant baseline: the share below which an algorithm's losses are noise over noise."""
FEWEST_SPLITS: Final = 3
"""How many splits an interval needs for it to tell that nothing was learnt: that of two reaches over nearly all."""
FEWEST_OF_A_PART: Final = 5
"""The same where the run ended before all splits were compared, so that more of them would narrow the interval."""
_LEAST_START: Final[Mapping[str, float]] = {"r2": 0.0, "d2-absolute-error": 0.0, "d2-pinball": 0.0}
"""Where the scale begins at the lowest, of metrics that have no lower end."""


def fewest_splits(evidence: Evidence) -> int:
    """Return on how many splits a run has to compare before it may tell that nothing was learnt."""
    return FEWEST_OF_A_PART if evidence.is_of_some_parts else FEWEST_SPLITS


class ScaleEnds(NamedTuple):
    """The scores at both ends of the scale on some rows, and where it starts, which may lie above the constant."""

    constant: MeasuredValue
    best: MeasuredValue
    start: float

    def place(self, score: float) -> float:
        """Return the place of a score, from 0 to the top of the scale."""
        place = TOP * (score - self.start) / (self.best.best - self.start)
        return round(min(TOP, max(0.0, place)), 6)


@dataclass(frozen=True, slots=True)
class Unlearnt:
    """A run in which no candidate beats the constant baseline beyond the interval of their difference.

    Attributes
    ----------
    figures : the scores of all that were compared, and the difference of the best to the constant where it is told
    """

    run: Run
    text: str
    figures: tuple[MeasuredValue, ...]


@dataclass(frozen=True, slots=True)
class RunScores:
    """The figures of a run, with its scores by the rows that they were taken on.

    Attributes
    ----------
    scores : by rows and algorithm
    leader : the best score on the most rows that anything but a constant was scored on; None where nothing was
    """

    run: Run
    figures: Mapping[Key, MeasuredValue]
    scores: Mapping[int, Mapping[str, MeasuredValue]]
    leader: MeasuredValue | None

    @classmethod
    def of(cls, run: Run) -> RunScores:
        """Return the scores of a run."""
        figures = measured_values_of(run)
        scores = scores_by_rows(run, figures)
        most = max((rows for rows, told in scores.items() if told.keys() - {CONSTANT}), default=0)
        return cls(run, figures, scores, _best(scores.get(most, {})))

    @property
    def constant(self) -> MeasuredValue | None:
        """Return the score of the constant baseline on the rows of the leader."""
        return self.scores[self.leader.rows].get(CONSTANT) if self.leader else None

    def unlearnt(self) -> Unlearnt | None:
        """Return that nothing beats the constant on the rows of the leader; None where something does, or may."""
        leader, constant = self.leader, self.constant
        if leader is None or constant is None:
            return None
        told = self.scores[leader.rows]
        gains = [gain for name in told if (gain := self._difference(name, "difference-to-constant", leader.rows))]
        if gains and min(map(min, (gain.repetitions for gain in gains))) < fewest_splits(self.run.evidence):
            return None
        if any(gain.span()[0] > 0 for gain in gains) or (not gains and leader.best > constant.best):
            return None
        nearest = max(gains, key=lambda gain: (gain.best, gain.algorithm != LINEAR), default=None)
        how = "scores better than the constant baseline"
        if nearest is not None:
            how = (f"beats the constant baseline beyond the interval of their difference; {nearest.algorithm} comes "
                   f"nearest, by {difference_in_words(nearest)}")  # fmt: skip
        also = (nearest,) if nearest is not None else ()
        return Unlearnt(self.run, f"nothing {how}", (*told.values(), *also))

    def ends(self, rows: int) -> ScaleEnds | None:
        """Return the ends of the scale on so many rows.

        None where the baseline or the leader of the run has no score there, where the best is not above the start of
        the scale, or where nothing was learnt.
        """
        told = self.scores.get(rows, {})
        constant, best = told.get(CONSTANT), _best(told)
        if constant is None or best is None or self.leader is None or self.leader.algorithm not in told:
            return None
        start = max(constant.best, _LEAST_START.get(self.run.evidence.metric, constant.best))
        return ScaleEnds(constant, best, start) if best.best > start and self.unlearnt() is None else None

    def score(self, algorithm: str) -> MeasuredValue | None:
        """Return the score of an algorithm on the most rows that any of its implementations was scored on."""
        usual = self.figures.get((algorithm, "score"))
        return self.scores[usual.rows][algorithm] if usual else None

    def accuracy(self, algorithm: str) -> tuple[Span, tuple[MeasuredValue, ...]] | None:
        """Return between which places of the scale an algorithm lies, and the figures that tell it; None if none do.

        Where no paired difference to the best is told, the spread of its scores stands in.
        """
        score = self.score(algorithm)
        ends = self.ends(score.rows) if score else None
        if score is None or ends is None:
            return None
        best, behind = ends.best.best, self._difference(algorithm, "difference-to-best", score.rows)
        rivals = list(self._differences_to_best(score.rows))
        if behind is not None:
            low, high = (ends.place(best + each) for each in behind.span())
            low = min(low, ends.place(score.best))  # differences do not tell how far below -1 an R2 fell
        elif score.best >= best and rivals:
            above = max(0.0, *(rival.span()[1] for rival in rivals))  # by so much another may be better
            low, high = TOP * (best - ends.start) / (best - ends.start + above), TOP
        else:
            low, high = (ends.place(each) for each in score.span())
        told = (score, ends.constant, ends.best, *((behind,) if behind is not None else ()))
        return (round(low, 6), high), tuple({figure.identity: figure for figure in told}.values())

    def skill(self, algorithm: str) -> tuple[float, MeasuredValue, MeasuredValue] | None:
        """Return how far a score is above the start, with the baseline's; None where that is next to nothing."""
        score = self.score(algorithm)
        ends = self.ends(score.rows) if score else None
        if score is None or ends is None:
            return None
        skill = score.best - ends.start
        is_any = skill > LEAST_SKILL * (ends.best.best - ends.start)
        return (skill, score, ends.constant) if is_any else None

    def _differences_to_best(self, rows: int) -> Iterator[MeasuredValue]:
        for name in self.scores.get(rows, {}):
            found = self._difference(name, "difference-to-best", rows)
            if found is not None:
                yield found

    def _difference(self, algorithm: str, measure: Measure, rows: int) -> MeasuredValue | None:
        """Return a paired difference that was taken on the splits of a score on so many rows; None where none was."""
        found, score = self.figures.get((algorithm, measure)), self.scores[rows].get(algorithm)
        if found is None or score is None or abs(found.rows - rows) > 1:  # each rounds them by itself
            return None
        return found if found.repetitions == score.repetitions else None


def _best(told: Mapping[str, MeasuredValue]) -> MeasuredValue | None:
    return max((score for name, score in told.items() if name != CONSTANT), key=lambda score: score.best, default=None)
