"""Written claims on accuracy, time and size that a measurement contradicts.

Measurements go before claims, so that a claim which says otherwise misleads whoever reads it. It stands only where a
regime in its scope bears it out, or where it names the debate:

* Accuracy: its levels, as the group's `written` scale translates them, and the 90 % interval of the measured strength
  share no log-odds in any regime of its scope, and at least `FEWEST_SETS` data sets stand behind the strength. A regime
  that a group is silent in, or that lies beyond what was measured, speaks against nobody.
* Training time, inference latency and model size in units: its interval shares nothing with the 90 % interval of the
  cost models at any size of its scope. Of several implementations the span over all counts.

A claim of a family is held against each measured algorithm below it, in the regimes where it is the one that counts
there: where no claim is nearer or of a narrower scope.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from whichml.advise.cost_prediction import FARTHEST, UNCALIBRATED_FACTOR
from whichml.advise.devices import serving_factor
from whichml.advise.measured_values import in_its_unit
from whichml.advise.ratings import RatedCells, Ratings
from whichml.advise.strength_ratings import ACCURACY, StrengthIndex
from whichml.knowledge.base import Knowledge
from whichml.knowledge.cost_models import TIMES, CostMeasure, CostModels, CostTask
from whichml.knowledge.entities import Algorithm, Claim
from whichml.knowledge.strengths import LogOddsInterval, StrengthGroup, inverse_logit
from whichml.model.statements.conditions import Facts, FactValue
from whichml_workshop.published.scopes import regimes_of

FEWEST_SETS: Final = 30
"""On fewer data sets a strength does not speak against a claim."""
MEASURES: Final[dict[str, CostMeasure]] = {
    "training-time": "fit-seconds",
    "inference-latency": "row-latency",
    "model-size": "model-bytes",
}
"""The qualities whose claims in units are held against cost models."""
_TASKS: Final[dict[str, CostTask]] = {
    "binary-classification": "classification",
    "multiclass-classification": "classification",
    "regression": "regression",
}
_DENSE: Final = ("tabular", "sensor-features")
_COLUMNS: Final = (5.0, 20.0, 100.0)
_USUAL_CLASSES: Final = {"binary-classification": 2.0, "multiclass-classification": 5.0}
_REMEDY: Final = (
    "Correct the level with the measurement as a source, narrow the scope, delete the claim, or mark it with `debate:` "
    "and say why."
)


@dataclass(frozen=True, slots=True)
class ContradictedClaim:
    """A claim beside the measurement that it cannot stand with, both in words.

    Attributes
    ----------
    algorithm : whose measurement it is; the claim may be that of a family above it
    """

    claim: Claim
    algorithm: str
    written: str
    measured: str

    def __str__(self) -> str:
        said = f"{self.claim.where}: `{self.claim.quality}` of {self.claim.subject} is {self.claim.level}"
        return f"{said}{self.written}; measured of {self.algorithm}: {self.measured}.\n{_REMEDY}"


def find_contradicted_claims(knowledge: Knowledge) -> tuple[ContradictedClaim, ...]:
    """Return every claim that a measurement contradicts and that marks no debate, by place and algorithm."""
    cells = RatedCells(knowledge)
    found = [*_against_strengths(knowledge, cells), *_against_cost_models(knowledge, cells)]
    return tuple(sorted(found, key=lambda each: (_place(each.claim), each.algorithm)))


def _against_strengths(knowledge: Knowledge, cells: RatedCells) -> Iterator[ContradictedClaim]:
    strengths = StrengthIndex(knowledge)
    for group in knowledge.strengths.groups if knowledge.strengths is not None else ():
        for strength in group.strengths:
            if strength.n_sets < FEWEST_SETS:
                continue
            algorithm = knowledge.algorithms[strength.algorithm]
            for claim in _undebated(knowledge, algorithm, ACCURACY):
                told = [
                    odds
                    for facts in regimes_of(claim.scope, algorithm, group.tasks, group.modalities)
                    if _counts(claim, cells, facts, algorithm)
                    and (odds := _measured_odds(strengths, group, facts, algorithm))
                ]
                said = group.odds_of_written(claim.low, claim.high)
                if told and all(_are_apart((said.low, said.high), (odds.low, odds.high)) for odds in told):
                    nearest = min(told, key=lambda odds: max(odds.low - said.high, said.low - odds.high))
                    name = knowledge.algorithms[group.reference].facts.name.lower()
                    studies = ", ".join(each.study for each in strength.backing)
                    yield ContradictedClaim(
                        claim, algorithm.id, f", which comes to a chance to beat {name} of {_chances(said)}",
                        f"{_chances(nearest)} on {strength.n_sets} data sets of {studies} (group {group.id})",
                    )  # fmt: skip


def _measured_odds(
    strengths: StrengthIndex, group: StrengthGroup, facts: Facts, algorithm: Algorithm
) -> LogOddsInterval | None:
    """Return the measured log-odds in a regime; None where the group is silent or hardly measured."""
    regime = strengths.in_regime(facts)
    if regime is None or regime.group is not group or regime.beyond > 0:
        return None
    rating = regime.rating(algorithm.id, None)
    return rating.strength.odds if rating is not None and rating.strength is not None else None


def _chances(odds: LogOddsInterval) -> str:
    return f"{inverse_logit(odds.low):.0%} to {inverse_logit(odds.high):.0%}"


def _against_cost_models(knowledge: Knowledge, cells: RatedCells) -> Iterator[ContradictedClaim]:
    if knowledge.costs is None:
        return
    swept = {model.algorithm for model in knowledge.costs.models}
    for name in sorted(swept & set(knowledge.algorithms)):
        algorithm = knowledge.algorithms[name]
        for quality, measure in MEASURES.items():
            for claim in _undebated(knowledge, algorithm, quality):
                if claim.interval is None:
                    continue
                told = [
                    interval
                    for facts in regimes_of(claim.scope, algorithm, _TASKS, _DENSE, _COLUMNS)
                    if _counts(claim, cells, facts, algorithm)
                    and (interval := _predicted(knowledge.costs, measure, facts, algorithm))
                ]
                if told and all(_are_apart(claim.interval, interval) for interval in told):
                    unit = knowledge.qualities[quality].unit
                    low, high = (min(each[0] for each in told), max(each[1] for each in told))
                    span = f"{in_its_unit(low, unit, 2)} to {in_its_unit(high, unit, 2)}"
                    yield ContradictedClaim(
                        claim, name, "", f"{span} over the sizes of its scope, {knowledge.costs.source}"
                    )


def _predicted(
    costs: CostModels, measure: CostMeasure, facts: Facts, algorithm: Algorithm
) -> tuple[float, float] | None:
    """Return the span over all implementations at a size; None where nobody swept any, or not nearly as far.

    Sweeps ran on a server core: they tell no time of another place that the scope of a claim names.
    """
    if measure in TIMES and serving_factor(facts) is not None:
        return None
    task = str(facts["task"])
    sizes = (_number(facts["data.training_rows"]), _number(facts["data.features"]), _classes(facts))
    models = [
        model
        for model in costs.by_algorithm.get((algorithm.id, _TASKS[task], measure), ())
        if model.times_beyond(*sizes) <= FARTHEST
    ]
    if not models:
        return None
    told = [model.predict(*sizes, costs.reference_seconds) for model in models]
    factor = UNCALIBRATED_FACTOR if measure in TIMES else 1.0
    return min(each.low for each in told) / factor, max(each.high for each in told) * factor


def _classes(facts: Facts) -> float:
    told = facts.get("data.classes")
    return _USUAL_CLASSES.get(str(facts["task"]), 0.0) if told is None else _number(told)


def _number(value: FactValue) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _undebated(knowledge: Knowledge, algorithm: Algorithm, quality: str) -> Iterable[Claim]:
    claims = knowledge.cells.get((algorithm.id, quality), ())
    return (claim for claim in claims if claim.applicable and not claim.debate)


def _counts(claim: Claim, cells: RatedCells, facts: Facts, algorithm: Algorithm) -> bool:
    """Return whether a claim is among those that rate an algorithm in a regime."""
    rating = Ratings(cells, facts).written(algorithm.id, claim.quality)
    return rating is not None and claim in rating.claims


def _are_apart(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[1] < other[0] or other[1] < one[0]


def _place(claim: Claim) -> tuple[str, int]:
    path, _, line = claim.where.rpartition(":")
    return path, int(line) if line.isdigit() else 0
