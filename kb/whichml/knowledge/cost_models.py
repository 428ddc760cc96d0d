"""Cost models, `cost-model/1`: what an implementation costs at a size, with an interval, from measured sweeps.

A model speaks of one measure of one implementation, as the ratio y to the reference work (times) or to a byte (sizes)::

    y = fixed + exp(b0 + b1 log rows + b2 log features + b3 log classes)

An overhead that does not depend on the table and a power law. What is expected is a distribution: that of the
linearised model on the scale of log y (Seber and Wild 1989, Nonlinear Regression, ch. 5), Student t with the leverage
of the point, a variance between data sets beside that of the sweep, for times one between kinds of machines, and beyond
the sweep's range `EXPONENT_DEVIATION` for the exponents there.
"""

import math
from collections.abc import Mapping, Sequence
from functools import cached_property
from operator import mul
from typing import Literal, TypeAlias

from pydantic import Field

from whichml.knowledge.content import COST_MODELS, Content
from whichml.knowledge.spread import Spread, joint_dof, student_quantile
from whichml.knowledge.stored import StoredValue, read_stored

CostMeasure: TypeAlias = Literal[
    "fit-seconds", "row-latency", "row-latency-p99", "batch-row-seconds", "model-bytes", "peak-training-bytes"
]
CostTerm: TypeAlias = Literal["one", "rows", "features", "classes"]
Preparation: TypeAlias = Literal["plain", "scaled", "split"]
"""How columns are prepared: passed on, filled and scaled too, or left to an estimator that splits categories."""
CostTask: TypeAlias = Literal["classification", "regression"]

TIMES: frozenset[str] = frozenset({"fit-seconds", "row-latency", "row-latency-p99", "batch-row-seconds"})
FITTING: frozenset[str] = frozenset({"fit-seconds", "peak-training-bytes"})
"""Measures of a fit, which reads every row: beyond the sweep their high end grows at least as fast as the rows."""
EXPONENT_DEVIATION = 0.4
"""Standard deviation of an exponent beyond the sweep: what lies e times beyond its range is uncertain by e^0.4."""


class CostModel(StoredValue):
    """What one measure of one implementation is at a size.

    Attributes
    ----------
    terms : what the power law depends on, in the order of `coefficients`; `one` comes first
    fixed : overhead in reference work, or bytes
    inverse : inverse of J'J with the Jacobian J of log y, as rows, for the leverage
    residual_scale : standard deviation of log y around the model, over the sweep
    dof : points of the sweep less the parameters that were fitted
    between_scale : standard deviation of log y between data sets, beyond what the sweep shows
    between_dof : points that it rests on
    ranges : lowest and highest rows, features and classes of the sweep; classes 0 for regression
    n : points of the sweep
    preparation : how columns are prepared for the implementation where they are not ready
    """

    algorithm: str
    implementation: str
    task: CostTask
    measure: CostMeasure
    terms: tuple[CostTerm, ...]
    coefficients: tuple[float, ...]
    fixed: float = Field(ge=0)
    inverse: tuple[tuple[float, ...], ...]
    residual_scale: float = Field(ge=0)
    dof: int = Field(ge=1)
    between_scale: float = Field(ge=0, default=0.0)
    between_dof: int = Field(ge=1, default=1)
    ranges: Mapping[Literal["rows", "features", "classes"], tuple[float, float]]
    n: int = Field(ge=1)
    preparation: Preparation = "scaled"

    def predict(
        self, rows: float, features: float, classes: float, reference_seconds: float, doubt: float = 0.0
    ) -> Spread:
        """Return what to expect at a size.

        Parameters
        ----------
        classes : not read for regression
        reference_seconds : what the reference work takes on the machine; not read for measures in bytes
        doubt : standard deviation of log y that lies in the machine
        """
        size = {"one": math.e, "rows": rows, "features": features, "classes": classes}
        design = [math.log(max(1.0, size[term])) for term in self.terms]
        varying = math.exp(min(700.0, _product(design, self.coefficients)))
        ratio = self.fixed + varying
        slope = [each * varying / ratio for each in design]
        leverage = _product(slope, [_product(row, slope) for row in self.inverse])
        outside = self._logs_outside(size)
        within = self.residual_scale**2 * (1.0 + leverage)
        stated = (EXPONENT_DEVIATION * outside) ** 2 + doubt**2
        between = self.between_scale**2
        dof = joint_dof(((within, self.dof), (between, self.between_dof), (stated, math.inf)))
        deviation = math.sqrt(within + between + stated)
        unit = reference_seconds if self.measure in TIMES else 1.0
        steeper = self._steeper_beyond(rows, slope)
        above = deviation + steeper / student_quantile(dof) if steeper else deviation
        return Spread(math.log(ratio * unit), deviation, above, dof, outside)

    def times_beyond(self, rows: float, features: float, classes: float) -> float:
        """Return how many times a size lies beyond the range of the sweep, over all its axes; 1 inside."""
        return math.exp(self._logs_outside({"rows": rows, "features": features, "classes": classes}))

    def _steeper_beyond(self, rows: float, slope: Sequence[float]) -> float:
        """Return what a fit's high end gains, in units of log, where it grows slower than the rows beyond the sweep.

        What looks flat over a sweep may be an overhead that more rows outgrow.
        """
        highest = self.ranges["rows"][1]
        if self.measure not in FITTING or rows <= highest:
            return 0.0
        exponent = 0.0
        if "rows" in self.terms:
            place = self.terms.index("rows")
            exponent = self.coefficients[place] * slope[place] / math.log(rows)
        return max(0.0, 1.0 - exponent) * math.log(rows / highest)

    def _logs_outside(self, size: Mapping[str, float]) -> float:
        """Return how far the size lies beyond the sweep: the sum over its axes, in units of log."""
        total = 0.0
        for axis, (low, high) in self.ranges.items():
            value = max(1.0, size[axis])
            if value > high > 0:
                total += math.log(value / high)
            elif value < low:
                total += math.log(low / value)
        return total


class CostModels(StoredValue):
    """All models, and what they were measured with.

    Attributes
    ----------
    reference_seconds : what the reference work took on the machine of the sweeps, for advice without a calibration
    machine : that machine, in words
    preparations : what preparing columns costs, as models of implementations such as `scaled numbers`
    machine_scales : by measure, the standard deviation of the logarithm of a ratio between kinds of machines
    source : id of the work that holds the points
    models : of several implementations of an algorithm the usual one first, as in the algorithm's file
    """

    schema_: Literal["cost-model/1"] = Field(default="cost-model/1", alias="schema")
    reference_seconds: float = Field(gt=0)
    machine: str
    machine_scales: Mapping[CostMeasure, float] = Field(default_factory=dict)
    source: str = "cost-sweeps"
    models: tuple[CostModel, ...]
    preparations: tuple[CostModel, ...] = ()

    def to_json(self) -> bytes:
        """Return the models as UTF-8 JSON, one model on a line."""
        head = self.model_dump_json(by_alias=True, exclude={"models", "preparations"})[:-1]
        models, preparations = (
            ",\n".join(model.model_dump_json() for model in told) for told in (self.models, self.preparations)
        )
        return f'{head},"models":[\n{models}\n],"preparations":[\n{preparations}\n]}}\n'.encode()

    @cached_property
    def by_preparation(self) -> Mapping[tuple[str, str], CostModel]:
        """Return the models of preparing columns by kind, such as `scaled numbers`, and measure."""
        return {(model.implementation, model.measure): model for model in self.preparations}

    @cached_property
    def by_algorithm(self) -> Mapping[tuple[str, str, str], tuple[CostModel, ...]]:
        """Return the models by algorithm, task and measure."""
        found: dict[tuple[str, str, str], list[CostModel]] = {}
        for model in self.models:
            found.setdefault((model.algorithm, model.task, model.measure), []).append(model)
        return {key: tuple(models) for key, models in found.items()}


def read_cost_models(content: Content) -> CostModels | None:
    """Return the models of the content; None where it has none.

    Raises
    ------
    KnowledgeError
        Where the file is there and holds no models.
    """
    return read_stored(
        content, COST_MODELS.as_posix(), CostModels, "cost models", "python -m whichml_workshop.costs.sweep --budget 0"
    )


def _product(first: Sequence[float], second: Sequence[float]) -> float:
    return float(sum(map(mul, first, second)))
