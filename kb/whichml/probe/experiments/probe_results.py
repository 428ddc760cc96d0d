"""All figures of a run as measurements: folds joined in their order, the last round in full, differences told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from whichml.model.statements.evidence import Measurement
from whichml.model.statements.measures import LEAST_COUNTED, MEASURES, Measure
from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.experiments.comparison import compare_scores
from whichml.probe.measures.measure_samples import MeasureSamples, measurements_of

_FEWEST_SPLITS = 2
"""How many splits all rows need to be compared on where a sample was: one has no difference with an interval."""
_KEPT_OF_EARLIER_ROUNDS: tuple[Measure, ...] = ("score", "fit-seconds")


@dataclass(frozen=True, eq=False)
class TrialResult:
    """What one trial brought, and what the reference estimator took in the run that the trial was part of."""

    figures: tuple[MeasureSamples, ...]
    reference: Mapping[Measure, float]

    @property
    def shares(self) -> tuple[MeasureSamples, ...]:
        """Return the figures that have a reference, divided by it."""
        return tuple(
            replace(figure, values=tuple(value / base for value in figure.values))
            for figure in self.figures
            if (base := self.reference.get(figure.measure))
        )


@dataclass(frozen=True, eq=False)
class ProbeResults:
    """Figures by candidate, group and fold; grows while a run goes on.

    Attributes
    ----------
    ratios : test rows over training rows by fold of each group that holds folds, in the order of the rounds
    notes : what is said beside the scores of a group, such as why it was the last one of a candidate
    left : who did not take part in a group to its end; its folds do not cut those that the others share
    """

    candidates: tuple[CandidateEstimator, ...]
    metric: str
    found: dict[tuple[str, str], dict[int, TrialResult]] = field(default_factory=dict)
    ratios: dict[str, tuple[float, ...]] = field(default_factory=dict)
    notes: dict[tuple[str, str], str] = field(default_factory=dict)
    left: set[tuple[str, str]] = field(default_factory=set)

    def add(
        self,
        algorithm: str,
        group: str,
        place: int,
        figures: Sequence[MeasureSamples],
        reference: Mapping[Measure, float],
    ) -> None:
        """Keep what one trial brought.

        Parameters
        ----------
        reference : what the reference estimator took in the same run, by measure
        """
        self.found.setdefault((algorithm, group), {})[place] = TrialResult(tuple(figures), reference)

    def values(self, algorithm: str, group: str, measure: Measure) -> dict[int, float]:
        """Return the value of each fold of a group, by the fold's number, in ascending order."""
        by_place = self.found.get((algorithm, group), {})
        return {
            place: figure.values[0]
            for place, brought in sorted(by_place.items())
            for figure in brought.figures
            if figure.measure == measure
        }

    def shared_folds(self, group: str) -> frozenset[int]:
        """Return the folds on which everybody was scored who takes part in a group; only they can be compared."""
        names = [one.algorithm for one in self.candidates if (one.algorithm, group) not in self.left]
        scored = [frozenset(found) for name in names if (found := self.values(name, group, "score"))]
        return frozenset.intersection(*scored) if scored else frozenset()

    def scores(self, algorithm: str, group: str) -> dict[int, float]:
        """Return the scores on the folds of a group that are compared, by the fold's number, in ascending order."""
        shared = self.shared_folds(group)
        found = self.values(algorithm, group, "score")
        return {place: score for place, score in found.items() if place in shared}

    def ratio(self, group: str, places: Iterable[int] | None = None) -> float:
        """Return test rows over training rows, the mean over the folds that are compared, or over those given."""
        ratios = self.ratios[group]
        chosen = sorted(self.shared_folds(group) if places is None else places) or range(len(ratios))
        return float(np.mean([ratios[place] for place in chosen]))

    def last_group(self, algorithm: str) -> str:
        """Return the latest round that a candidate has a score in, empty where it has none."""
        groups = [group for group in self.ratios if self.scores(algorithm, group)]
        return groups[-1] if groups else ""

    def compared_group(self) -> str:
        """Return the latest round that nobody of the rounds before it is missing from without a reason."""
        groups = [group for group in self.ratios if self.shared_folds(group)]
        for number, group in reversed(list(enumerate(groups))):
            before = [(one.algorithm, earlier) for earlier in groups[:number] for one in self.candidates]
            waiting = {name for name, earlier in before if self.scores(name, earlier)}
            gone = {name for name, earlier in before if (name, earlier) in self.notes}
            gone |= {name for name, at in self.left if at in (*groups[:number], group)}
            if all(self.scores(name, group) for name in waiting - gone):
                return group
        return ""

    def best(self) -> tuple[str, float | None]:
        """Return who has the highest mean score of those that are compared; baselines count."""
        group = self.compared_group()
        scores = {one.algorithm: self.scores(one.algorithm, group) for one in self.candidates}
        means = {name: sum(told.values()) / len(told) for name, told in scores.items() if told}
        if not means:
            return "", None
        name = max(means, key=lambda one: (means[one], one))
        return name, means[name]

    def leave(self, algorithm: str, group: str) -> None:
        """Note that a candidate takes no part in a group any more."""
        self.left.add((algorithm, group))

    def forget(self, algorithm: str) -> None:
        """Leave out all that was measured of a candidate."""
        for key in [key for key in self.found if key[0] == algorithm]:
            del self.found[key]

    def forget_folds(self, group: str, first: int) -> None:
        """Leave out the folds of a group from a number on."""
        for (_, of), by_place in self.found.items():
            for place in [place for place in by_place if of == group and place >= first]:
                del by_place[place]

    def forget_begun(self, group: str) -> None:
        """Leave out a round that was begun alone, where an earlier one tells how much is chance."""
        earlier = list(self.ratios)[: list(self.ratios).index(group)] if group in self.ratios else []
        is_begun = len(self.shared_folds(group)) < _FEWEST_SPLITS <= len(self.ratios.get(group, ()))
        if is_begun and any(len(self.shared_folds(one)) >= _FEWEST_SPLITS for one in earlier):
            for key in [key for key in self.found if key[1] == group]:
                del self.found[key]

    def measurements(
        self, linear: str, constant: str, twins: Mapping[str, str] | None = None
    ) -> tuple[Measurement, ...]:
        """Return all measurements, by candidate, then in the order of the rounds and of the other work.

        Parameters
        ----------
        linear, constant : the baselines
        twins : algorithms that are a baseline by another name, with that baseline; they get its measurements
        """
        told: list[Measurement] = []
        for candidate in self.candidates:
            told += self._of_rounds(candidate)
            told += self._differences(candidate, linear, constant)
            others = [group for name, group in self.found if name == candidate.algorithm and group not in self.ratios]
            for group in sorted(others):
                told += self._told(candidate, group)
        for twin, baseline in (twins or {}).items():
            told += [one.model_copy(update={"algorithm": twin}) for one in told if one.algorithm == baseline]
        return tuple(told)

    def _of_rounds(self, candidate: CandidateEstimator) -> list[Measurement]:
        told: list[Measurement] = []
        last = self.last_group(candidate.algorithm)
        for group in self.ratios:
            note = self.notes.get((candidate.algorithm, group), "")
            for found in self._told(candidate, group):
                if group == last or found.measure in _KEPT_OF_EARLIER_ROUNDS:
                    told.append(found.model_copy(update={"note": note}) if note and found.measure == "score" else found)
        return told

    def _told(self, candidate: CandidateEstimator, group: str) -> list[Measurement]:
        """Return a group's measurements, each repetition beside the reference of the run that it was taken in."""
        brought = self._in_order(candidate.algorithm, group)
        shares = measurements_of(candidate, [share for one in brought for share in one.shares], self.metric)
        ratios = {(share.measure, share.statistic): share.value for share in shares}
        figures = [figure for one in brought for figure in one.figures]
        return [
            found.model_copy(update={"ratio": ratios.get((found.measure, found.statistic))})
            for found in measurements_of(candidate, figures, self.metric)
        ]

    def _in_order(self, algorithm: str, group: str) -> list[TrialResult]:
        """Return what the trials of a group brought, of a round those on the folds that are compared."""
        by_place = self.found.get((algorithm, group), {})
        places = set(by_place) if group not in self.ratios else self.shared_folds(group)
        return [brought for place, brought in sorted(by_place.items()) if place in places]

    def _differences(self, candidate: CandidateEstimator, linear: str, constant: str) -> Iterator[Measurement]:
        """Yield the differences to the linear baseline, to the constant and to the best, on folds that both have."""
        name, compared = candidate.algorithm, self.compared_group()
        group = compared if self.scores(name, compared) else self.last_group(name)
        yield from self._difference(candidate, linear, group, "score-difference")
        if name != constant:
            yield from self._difference(candidate, constant, group, "difference-to-constant")
            best = self._best_of(group, constant)
            yield from self._difference(candidate, best, group, "difference-to-best")

    def _best_of(self, group: str, constant: str) -> str:
        """Return who has the highest mean score of a group, empty where nobody but the constant has one."""
        scores = {one.algorithm: self.scores(one.algorithm, group) for one in self.candidates}
        means = {name: float(np.mean(list(told.values()))) for name, told in scores.items() if told}
        return max(means.keys() - {constant}, key=lambda name: (means[name], name), default="")

    def _difference(
        self, candidate: CandidateEstimator, other: str, group: str, measure: Measure
    ) -> Iterator[Measurement]:
        """Yield the difference to another in a group, on the folds that both were scored on, if two or more."""
        own, others = (self.scores(name, group) for name in (candidate.algorithm, other))
        common = [place for place in own if place in others]
        if candidate.algorithm == other or len(common) < 2:
            return
        least = LEAST_COUNTED.get(self.metric, -np.inf)
        told, held_against = ([max(least, scores[place]) for place in common] for scores in (own, others))
        found = compare_scores(told, held_against, self.ratio(group, common))
        form = MEASURES[measure]
        brought = self._in_order(candidate.algorithm, group)
        rows = [figure.rows for one in brought for figure in one.figures if figure.measure == "score"]
        note = (
            f"to {other}; p = {found.p:.3g}; probabilities of worse, equivalent and better: "
            f"{found.worse:.3f}, {found.equivalent:.3f}, {found.better:.3f}"
        )
        yield Measurement(
            algorithm=candidate.algorithm,
            implementation=candidate.implementation,
            measure=measure,
            quality=form.quality,
            unit=self.metric,
            value=found.mean,
            low=found.low,
            high=found.high,
            n=found.n_splits,
            rows=int(np.median(rows)),
            statistic="mean",
            procedure=form.procedure,
            values=tuple(a - b for a, b in zip(told, held_against, strict=True)),
            note=note,
        )
