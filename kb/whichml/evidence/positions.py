"""From evidence to positions on the scale of levels, for each algorithm, quality and data set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from whichml.evidence.datasets import ReferenceMachine, ReferenceTimes
from whichml.evidence.levels import place_by_rank, place_on_machine
from whichml.evidence.testable import Pair
from whichml.model.statements.evidence import CONSTANT, Evidence, Measurement
from whichml.model.statements.measures import MEASURED_BY, Measure, MeasureForm
from whichml.model.values.qualities import QUALITIES
from whichml.model.values.scale import TOP, place_quantity
from whichml.model.values.vocabulary import QualityId

BATCH_ROWS = 1_000
FEWEST_RANKED = 5
Positions: TypeAlias = Mapping[str, Mapping[Pair, float]]
_LEAST_SKILL = 0.1


def positions_of(evidence: Sequence[Evidence], machine: ReferenceMachine) -> Positions:
    """Return by quality where each algorithm stands on each data set.

    What goes by rank is ranked on each data set by itself, so that hard and easy tables count alike; a data set with
    fewer than five algorithms ranks none.

    Parameters
    ----------
    evidence : one for each data set; where a measure was taken of several implementations, the first counts
    machine : whose times stand for everybody's
    """
    return {quality: dict(_placed(quality, form, evidence, machine)) for quality, form in MEASURED_BY.items()}


def reference_figures(times: ReferenceTimes) -> Mapping[Measure, float]:
    """Return what the reference estimator takes by measure, for ratios and back; an update compares with a fit."""
    return {
        "fit-seconds": times.fit_seconds,
        "update-seconds": times.fit_seconds,
        "row-latency": times.row_seconds,
        "batch-latency": times.batch_seconds,
        "throughput": BATCH_ROWS / times.batch_seconds,
    }


def numbers_by_algorithm(form: MeasureForm, evidence: Evidence) -> Mapping[str, float]:
    """Return by algorithm its number of a measure on one data set; times and rates as ratios.

    A loss of score is given as a share of the algorithm's own skill, its score above that of the constant baseline,
    so that data sets and metrics can be compared; it is left out where that skill is below a tenth of the best one.
    """
    found: dict[str, float] = {}
    for measurement in evidence.measurements:
        if measurement.measure == form.id and measurement.statistic != "p99":
            number = measurement.ratio if form.basis == "reference" else measurement.value
            if number is not None:
                found.setdefault(measurement.algorithm, number)
    if form.is_loss:
        skills = _skills(evidence)
        enough = max(_LEAST_SKILL * max(skills.values(), default=0.0), 1e-9)
        return {name: loss / skills[name] for name, loss in found.items() if skills.get(name, 0.0) > enough}
    return found


def _placed(
    quality: str, form: MeasureForm, evidence: Sequence[Evidence], machine: ReferenceMachine
) -> Iterator[tuple[Pair, float]]:
    fitting = [each for each in evidence if form.fits(each.data.facts)]
    numbers = {each.data.name: numbers_by_algorithm(form, each) for each in fitting}
    anchors = QUALITIES[QualityId(quality)].anchors
    for each in fitting:
        skills = _skills(each) if form.basis == "share-of-best" else {}
        best = max(skills.values(), default=0.0)
        reference = reference_figures(machine.times_for(each.data.task)).get(form.id, 0.0)
        ranked = sorted(numbers[each.data.name].values())
        if form.basis == "rank" and len(ranked) < FEWEST_RANKED:
            continue
        for algorithm, number in numbers[each.data.name].items():
            pair = (algorithm, each.data.name)
            if form.basis == "rank":
                yield pair, place_by_rank(number, ranked, form.direction)
            elif form.basis == "share":
                yield pair, _along_the_scale(number)
            elif form.basis == "kept-skill":
                yield pair, _along_the_scale(1 - number)
            elif form.basis == "own-unit":
                yield pair, place_quantity(number, anchors)
            elif form.basis == "reference":
                yield pair, place_on_machine(number, reference, anchors)
            elif best > 0:
                yield pair, place_quantity(max(0.0, skills[algorithm]) / best, anchors)


def _along_the_scale(share: float) -> float:
    return round(TOP * min(1.0, max(0.0, share)), 6)


def _skills(evidence: Evidence) -> Mapping[str, float]:
    """Return by algorithm its score above that of the constant baseline; empty where there is no such score."""
    scores: dict[str, Measurement] = {}
    for measurement in evidence.measurements:
        if measurement.measure == "score":
            scores.setdefault(measurement.algorithm, measurement)
    if CONSTANT not in scores:
        return {}
    return {name: found.value - scores[CONSTANT].value for name, found in scores.items()}
