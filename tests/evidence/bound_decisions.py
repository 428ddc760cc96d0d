"""How often predictions decide rightly: bounds held against them, beside what experiments then measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from whichml.advise.cost_prediction import predict_costs
from whichml.advise.requirements import SURE_ENOUGH
from whichml.knowledge.cost_models import CostModels
from whichml.model.statements.calibration import Calibration
from whichml.model.statements.conditions import Facts

BOUNDS: Final[Mapping[str, tuple[float, ...]]] = {
    "model-size": (8e3, 1e5, 1e6),
    "inference-latency": (2e-4, 1e-3, 5e-3),
    "inference-throughput": (1e4, 1e5, 1e6),
    "training-time": (0.1, 1.0, 10.0),
    "training-memory": (1e6, 1e7),
}
"""Bounds that are tried, in base units: at most so much, of throughput at least."""


@dataclass(slots=True)
class BoundDecisions:
    """What became of one bound over all tables and algorithms.

    Attributes
    ----------
    n_kept : cases in which the bound was kept, of all n
    n_out, n_out_kept : cases that were excluded, and those of them that kept the bound
    n_met, n_met_broken : cases that were called clear of it, and those of them that broke it
    n_open, n_open_kept : cases in between, and those of them that kept it
    expected : how many of those in between the predictions expect to keep it
    """

    quality: str
    bound: float
    n: int = 0
    n_kept: int = 0
    n_out: int = 0
    n_out_kept: int = 0
    n_met: int = 0
    n_met_broken: int = 0
    n_open: int = 0
    n_open_kept: int = 0
    expected: float = 0.0

    def add(self, chance: float, is_kept: bool) -> None:
        """Count a case by the chance that it was given and by what was measured."""
        self.n += 1
        self.n_kept += is_kept
        if chance >= SURE_ENOUGH:
            self.n_met += 1
            self.n_met_broken += not is_kept
        elif chance <= 1 - SURE_ENOUGH:
            self.n_out += 1
            self.n_out_kept += is_kept
        else:
            self.n_open += 1
            self.n_open_kept += is_kept
            self.expected += chance


@dataclass(frozen=True, slots=True)
class MeasuredCosts:
    """What was measured on one table.

    Attributes
    ----------
    facts : of the table, as a brief would state them, with the rows that were learnt from
    calibration : of the machine that measured
    measured : by quality and algorithm, in base units
    """

    facts: Facts
    calibration: Calibration
    measured: Mapping[str, Mapping[str, float]]


def decisions_on(tables: Iterable[MeasuredCosts], models: CostModels) -> tuple[BoundDecisions, ...]:
    """Return what became of each bound, in the order of `BOUNDS`."""
    found = {(quality, bound): BoundDecisions(quality, bound) for quality, bounds in BOUNDS.items() for bound in bounds}
    for table in tables:
        for (quality, bound), decided in found.items():
            measured = table.measured.get(quality, {})
            predicted = predict_costs(models, quality, table.facts, table.calibration) if measured else {}
            for algorithm, value in measured.items():
                if algorithm in predicted:
                    is_kept = value >= bound if quality == "inference-throughput" else value <= bound
                    decided.add(predicted[algorithm].chance_to_keep(bound), is_kept)
    return tuple(found.values())


def lines_of(decided: Iterable[BoundDecisions]) -> Iterator[str]:
    """Yield the table in Markdown."""
    yield "| bound | cases | keep it | out | of them keep it | clear | of them break it | open | keep it | expected |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for one in decided:
        if one.n:
            yield (
                f"| {one.quality} {one.bound:g} | {one.n} | {one.n_kept / one.n:.0%} "
                f"| {one.n_out} | {_share(one.n_out_kept, one.n_out)} | {one.n_met} "
                f"| {_share(one.n_met_broken, one.n_met)} | {one.n_open} "
                f"| {_share(one.n_open_kept, one.n_open)} | {_share(one.expected, one.n_open)} |"
            )


def _share(count: float, n: int) -> str:
    return f"{count / n:.1%}" if n else "-"
