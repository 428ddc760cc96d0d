"""Cost models, `cost-model/1`: what an implementation costs at a size, with an interval, from measured sweeps.

A model speaks of one measure of one implementation, as the ratio y to the reference work (times) or to a byte (sizes)::

    y = fixed + exp(b0 + b1 log rows + b2 log features + b3 log classes)

An overhead that does not depend on the table and a power law. Intervals are those of the linearised model on the scale
of log y (Seber and Wild 1989, Nonlinear Regression, ch. 5): Student t with the leverage of the point, a variance
between data sets beside that of the sweep, and beyond the sweep's range `EXPONENT_DEVIATION` for the exponents there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from whichml.knowledge.content import COST_MODELS, Content
from whichml.model.errors import KnowledgeError

CostMeasure: TypeAlias = Literal["fit-seconds", "row-latency", "row-latency-p99", "model-bytes", "peak-training-bytes"]
CostTerm: TypeAlias = Literal["one", "rows", "features", "classes"]
CostTask: TypeAlias = Literal["classification", "regression"]

TIMES: frozenset[str] = frozenset({"fit-seconds", "row-latency", "row-latency-p99"})
FITTING: frozenset[str] = frozenset({"fit-seconds", "peak-training-bytes"})
"""Measures of a fit, which reads every row: beyond the sweep their high end grows at least as fast as the rows."""
EXPONENT_DEVIATION = 0.25
"""Standard deviation of an exponent beyond the sweep: what lies e times beyond its range is uncertain by e^0.25."""
_TAIL = 1.6448536269514722  # the 95 % point of the normal distribution


class Stored(BaseModel):
    """A frozen part of the file of models; unknown keys are refused, and numbers are finite."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


@dataclass(frozen=True, slots=True)
class Interval:
    """A 90 % prediction interval in seconds or bytes.

    Attributes
    ----------
    inside : whether the size lies in the range of the sweep, so that nothing is extrapolated
    """

    low: float
    median: float
    high: float
    inside: bool


class CostModel(Stored):
    """What one measure of one implementation is at a size.

    Attributes
    ----------
    terms : what the power law depends on, in the order of `coefficients`; `one` comes first
    fixed : overhead in reference work, or bytes
    inverse : inverse of J'J with the Jacobian J of log y, as rows, for the leverage
    residual_scale : standard deviation of log y around the model, over the sweep
    dof : points of the sweep less the parameters that were fitted
    between_scale : standard deviation of log y between data sets, beyond what the sweep shows
    ranges : lowest and highest rows, features and classes of the sweep; classes 0 for regression
    n : points of the sweep
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
    ranges: Mapping[Literal["rows", "features", "classes"], tuple[float, float]]
    n: int = Field(ge=1)

    def predict(self, rows: float, features: float, classes: float, reference_seconds: float) -> Interval:
        """Return the interval at a size.

        Parameters
        ----------
        classes : not read for regression
        reference_seconds : what the reference work takes on the machine; not read for measures in bytes
        """
        size = {"one": math.e, "rows": rows, "features": features, "classes": classes}
        design = [math.log(max(1.0, size[term])) for term in self.terms]
        varying = math.exp(min(700.0, _product(design, self.coefficients)))
        ratio = self.fixed + varying
        slope = [each * varying / ratio for each in design]
        leverage = _product(slope, [_product(row, slope) for row in self.inverse])
        outside = self._logs_outside(size)
        variance = self.residual_scale**2 * (1.0 + leverage) + self.between_scale**2
        variance += (EXPONENT_DEVIATION * outside) ** 2
        spread = student_quantile(self.dof) * math.sqrt(variance)
        unit = reference_seconds if self.measure in TIMES else 1.0
        middle = math.log(ratio)
        steeper = self._steeper_beyond(rows, slope)
        low, high = (math.exp(min(700.0, end)) for end in (middle - spread, middle + spread + steeper))
        return Interval(low * unit, ratio * unit, high * unit, outside == 0.0)

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
            if high > 0:
                value = max(1.0, size[axis])
                total += max(0.0, math.log(low / value), math.log(value / high))
        return total


class CostModels(Stored):
    """All models, and what they were measured with.

    Attributes
    ----------
    reference_seconds : what the reference work took on the machine of the sweeps, for advice without a calibration
    machine : that machine, in words
    source : id of the work that holds the points
    """

    schema_: Literal["cost-model/1"] = Field(default="cost-model/1", alias="schema")
    reference_seconds: float = Field(gt=0)
    machine: str
    source: str = "cost-sweeps"
    models: tuple[CostModel, ...]

    def to_json(self) -> bytes:
        """Return the models as UTF-8 JSON, one model on a line."""
        head = self.model_dump_json(by_alias=True, exclude={"models"})[:-1]
        lines = ",\n".join(model.model_dump_json() for model in self.models)
        return f'{head},"models":[\n{lines}\n]}}\n'.encode()

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
    path = content.facts / COST_MODELS
    if not path.is_file():
        return None
    try:
        return CostModels.model_validate_json(path.read_bytes())
    except ValidationError as refusal:
        raise KnowledgeError.about(
            f"{content.name_of(path)} holds no cost models that can be read.",
            hint="Write it anew: python -m whichml.probe.sweep --budget 0",
        ) from refusal


def _product(first: Sequence[float], second: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(first, second, strict=True))


def student_quantile(dof: int) -> float:
    """Return the 95 % point of Student's t, to 1 % from three degrees of freedom (Abramowitz and Stegun 26.7.5).

    Examples
    --------
    >>> round(student_quantile(10), 2), round(student_quantile(1000), 2)
    (1.81, 1.65)
    """
    z, n = _TAIL, float(max(1, dof))
    if dof == 1:
        return 6.3138
    if dof == 2:
        return 2.92
    first, second = (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / n + second / n**2 + third / n**3
