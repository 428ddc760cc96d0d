"""Ratings from measurements: what a project measured itself is nearer to it than any claim or rule.

Three rules turn a number into a span of levels, and all three are this project's own:

* A number in a unit is placed between the anchors of its quality, as a claim in units is, without a margin for doubt.
* Accuracy is relative to what was measured here: 4 x (score - constant baseline) / (best score - constant baseline).
  A score alone says nothing of how well the data can be learnt; its way from a constant answer to the best that
  anybody reached in the same run does, on the same rows and folds and in the same metric. Who was measured on fewer
  rows is held against what the run's best reached on those, and has no accuracy of its own where that is unknown.
  Where nothing beats the constant beyond the interval of their difference, nothing has (`measured_scale`).
* A share, or a loss of score as a share of the algorithm's own way above the constant baseline, is held against steps.

Several runs, and several implementations of an algorithm, are merged into one span that reaches over all of them. What
was worked out rather than measured counts only where nothing was measured, and is widened by a level on both sides.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from whichml.advise.constraints import Constraint
from whichml.advise.measured_scale import RunScores, Unlearnt
from whichml.advise.measured_values import (
    Breakdown,
    MeasuredValue,
    Run,
    Span,
    breakdowns_of,
    hull,
    in_its_unit,
)
from whichml.advise.ratings import Cell, Rating
from whichml.knowledge.base import Knowledge
from whichml.knowledge.entities import Quality
from whichml.model.statements.evidence import LINEAR
from whichml.model.statements.measures import MEASURED_BY, MEASURES, Measure, MeasureForm
from whichml.model.statements.recommendation import SourceRecord
from whichml.model.values.scale import TOP, place_quantity, rank_of, span_text


@dataclass(frozen=True, slots=True)
class MeasuredRatings:
    """All that runs tell of algorithms in one project.

    Attributes
    ----------
    ratings : by algorithm and quality
    asked : what one requirement asks for and the rating of its quality does not tell: another statistic, or a metric;
        by algorithm and the requirement's key
    breakdowns : by algorithm, for those that no run could measure
    records : the runs as works, by the ids that citations name
    notices : what could not be used, and why
    unlearnt : the runs in which nothing beats a constant, where there is no other that was scored
    """

    ratings: Mapping[Cell, Rating] = field(default_factory=dict)
    asked: Mapping[tuple[str, str], Rating] = field(default_factory=dict)
    breakdowns: Mapping[str, tuple[Breakdown, ...]] = field(default_factory=dict)
    records: Mapping[str, SourceRecord] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    unlearnt: tuple[Unlearnt, ...] = ()

    @property
    def doubts(self) -> Mapping[str, str]:
        """Return by quality why what is claimed of it may not hold here."""
        return {"accuracy": "claimed of other data; nothing is shown to be learnt from these"} if self.unlearnt else {}


def measured_ratings(runs: Sequence[Run], knowledge: Knowledge, constraints: Sequence[Constraint]) -> MeasuredRatings:
    """Return what runs tell of the algorithms of a knowledge base, with the statistics that constraints ask for."""
    if not runs:
        return MeasuredRatings()
    known = [RunScores.of(run) for run in runs]
    tails = frozenset(constraint.quality for constraint in constraints if constraint.at == "p99")
    placed = list(_placed(known, knowledge, tails))
    ratings = _merged_by_cell(placed)
    return MeasuredRatings(
        ratings,
        dict(_asked(known, ratings, knowledge, constraints)),
        {a: found for a, found in breakdowns_of(runs).items() if a in knowledge.algorithms},
        {run.ref: run.record for run in runs},
        tuple(_unusable(known, knowledge)),
        tuple(_unlearnt(known)),
    )


def _unlearnt(known: Iterable[RunScores]) -> Iterator[Unlearnt]:
    """Yield that nothing was learnt in each of the runs that scored anything; nothing where one of them did learn."""
    found = [scored.unlearnt() for scored in known if scored.leader is not None]
    if None not in found:
        yield from (each for each in found if each is not None)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A span of levels that figures give to one algorithm's quality."""

    cell: Cell
    low: float
    high: float
    figures: tuple[MeasuredValue, ...]
    interval: Span | None = None
    unit: str = ""
    statistic: str = ""

    @property
    def is_estimated(self) -> bool:
        return any(figure.is_estimated for figure in self.figures)


def _placed(known: Iterable[RunScores], knowledge: Knowledge, tails: frozenset[str]) -> Iterator[_Placed]:
    for scored in known:
        for (algorithm, measure), figure in scored.figures.items():
            if algorithm not in knowledge.algorithms:
                continue
            form = MEASURES[measure]
            if measure == "score":
                yield from _by_score(algorithm, scored)
            elif form.quality and form.is_in_unit and figure.unit == form.unit:
                quality = knowledge.qualities[form.quality]
                yield _in_unit(figure, quality, "p99" if quality.id in tails and figure.has("p99") else "")
            elif form.quality and form.steps:
                yield from _by_steps(figure, knowledge.qualities[form.quality], form, form.steps, scored)


def _by_score(algorithm: str, scored: RunScores) -> Iterator[_Placed]:
    found = scored.accuracy(algorithm)
    if found is not None:
        (low, high), figures = found
        yield _Placed((algorithm, "accuracy"), low, high, figures)


def _in_unit(figure: MeasuredValue, quality: Quality, at: str) -> _Placed:
    low, high = figure.span(at or None)
    ends = [place_quantity(max(0.0, each), quality.anchors) for each in (low, high)]
    return _Placed((figure.algorithm, quality.id), ends[0], ends[1], (figure,), (low, high), figure.unit, at)


def _by_steps(
    figure: MeasuredValue, quality: Quality, form: MeasureForm, steps: Sequence[float], scored: RunScores
) -> Iterator[_Placed]:
    low, high = figure.span()
    figures: tuple[MeasuredValue, ...] = (figure,)
    if form.better == "more":
        low, high = 1.0 - high, 1.0 - low
    elif form.is_loss and figure.unit != "share":
        above = scored.skill(figure.algorithm)
        if above is None:
            return
        skill, score, constant = above
        low, high, figures = low / skill, high / skill, (figure, score, constant)
    worst, best = (TOP - sum(each > bound for bound in steps) for each in (high, low))
    if quality.better == "lower":
        worst, best = TOP - best, TOP - worst
    yield _Placed((figure.algorithm, quality.id), worst, best, figures)


def _merged_by_cell(placed: Iterable[_Placed]) -> dict[Cell, Rating]:
    found: dict[Cell, list[_Placed]] = {}
    for each in placed:
        found.setdefault(each.cell, []).append(each)
    return {cell: _merged(found[cell]) for cell in sorted(found)}


def _merged(placed: Sequence[_Placed]) -> Rating:
    certain = [each for each in placed if not each.is_estimated]
    merged = certain or placed
    low, high = min(each.low for each in merged), max(each.high for each in merged)
    figures = tuple({f.identity: f for each in merged for f in each.figures}.values())
    if not certain:
        return _rating(max(0.0, low - 1.0), min(TOP, high + 1.0), figures)
    intervals = [each.interval for each in merged if each.interval is not None]
    if len(intervals) < len(merged):
        return _rating(low, high, figures)
    interval = min(first for first, _ in intervals), max(last for _, last in intervals)
    statistic = merged[0].statistic if len({each.statistic for each in merged}) == 1 else ""
    return _rating(low, high, figures, interval, _amount(interval, merged[0].unit, statistic))


def _rating(
    low: float, high: float, figures: tuple[MeasuredValue, ...], interval: Span | None = None, amount: str = "",
    level: str = "", stands_for: str = "",
) -> Rating:  # fmt: skip
    """Return a rating whose span is no wider than what was measured."""
    shown = level or span_text(low, high)
    return Rating(
        low, high, low, high, rank_of(low), rank_of(high), shown, interval,
        figures=figures, amount=amount, stands_for=stands_for,
    )  # fmt: skip


def _asked(
    known: Sequence[RunScores], ratings: Mapping[Cell, Rating], knowledge: Knowledge, constraints: Iterable[Constraint]
) -> Iterator[tuple[tuple[str, str], Rating]]:
    for constraint in constraints:
        made = (
            _in_metric(known, constraint)
            if constraint.asks_for_measurement
            else _at_statistic(known, constraint, knowledge)
        )
        for algorithm, rating in made.items():
            usual = ratings.get((algorithm, constraint.quality))
            if algorithm in knowledge.algorithms and (usual is None or usual.interval != rating.interval):
                yield (algorithm, constraint.key), rating


def _in_metric(known: Iterable[RunScores], constraint: Constraint) -> dict[str, Rating]:
    """Return, by algorithm, what was measured in a requirement's own metric."""
    found: dict[str, list[MeasuredValue]] = {}
    for scored in known:
        measure = _measure_of(constraint.metric, scored.run)
        for (algorithm, measured), figure in scored.figures.items():
            if measured == measure and not figure.is_estimated:
                found.setdefault(algorithm, []).append(figure)
    rated = {}
    for algorithm, figures in found.items():
        interval = _reach(figures)
        amount = _amount(interval, constraint.metric, "")
        rated[algorithm] = _rating(0.0, TOP, tuple(figures), interval, amount, amount, constraint.metric)
    return rated


def _measure_of(metric: str, run: Run) -> Measure | None:
    """Return the measure that is a metric of the brief: the run's own score, or one that is always called so."""
    if metric == "-".join(run.evidence.metric.lower().replace("_", " ").split()):
        return "score"
    named: Mapping[str, Measure] = {
        "accuracy": "accuracy-share", "brier-score": "brier-score", "log-loss": "log-loss",
        "expected-calibration-error": "calibration-error",
    }  # fmt: skip
    return named.get(metric)


def _at_statistic(known: Iterable[RunScores], constraint: Constraint, knowledge: Knowledge) -> dict[str, Rating]:
    """Return, by algorithm, the interval of the statistic that a requirement in a unit speaks of."""
    quality = knowledge.qualities[constraint.quality]
    form = MEASURED_BY.get(quality.id)
    if quality.better != "lower" or form is None or not form.is_in_unit or constraint.bound is None:
        return {}
    found: dict[str, list[MeasuredValue]] = {}
    for scored in known:
        for (algorithm, measured), figure in scored.figures.items():
            if measured == form.id and figure.unit == form.unit and not figure.is_estimated:
                found.setdefault(algorithm, []).append(figure)
    rated = {}
    for algorithm, figures in found.items():
        interval = _reach(figures, constraint.at or None)
        low, high = (place_quantity(max(0.0, each), quality.anchors) for each in interval)
        amount = _amount(interval, form.unit, constraint.at)
        rated[algorithm] = _rating(low, high, tuple(figures), interval, amount, stands_for=constraint.at or "typical")
    return rated


def _reach(figures: Iterable[MeasuredValue], at: str | None = None) -> Span:
    return hull(figure.span(at) for figure in figures)


def _amount(interval: Span, unit: str, statistic: str) -> str:
    """Return a measured interval in words."""
    low, high = (in_its_unit(each, unit) if math.isfinite(each) else "" for each in interval)
    said = f"at least {low}" if not high else low if low == high else f"{low} to {high}"
    return f"{said} (measured{f', {statistic}' if statistic else ''})"


def _unusable(known: Iterable[RunScores], knowledge: Knowledge) -> Iterator[str]:
    for scored in known:
        name = f"{scored.run.ref} ({scored.run.data_name})"
        strangers = sorted({a for a, _ in scored.figures} - set(knowledge.algorithms) - {LINEAR})
        if strangers:
            yield f"{name} measured algorithms that are not known here: {', '.join(strangers)}."
        if scored.leader is not None and scored.constant is None:
            yield f"{name} has no score of the constant baseline, so that accuracy rests on claims."
        elif (unlearnt := scored.unlearnt()) is not None:
            yield f"{name}: {unlearnt.text}, so that accuracy rests on claims."
        elif scored.leader is not None and scored.ends(scored.leader.rows) is None:
            yield (f"{name}: nothing scores above 0, as the mean of the held-out rows would, so that accuracy rests on "
                   "claims.")  # fmt: skip
        for (algorithm, measure), figure in scored.figures.items():
            form = MEASURES[measure]
            if form.is_in_unit and figure.unit != form.unit:
                yield f"{name}: {measure} of {algorithm} is not in {form.unit} and is not used."
