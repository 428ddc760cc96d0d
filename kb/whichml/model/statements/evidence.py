"""Evidence, `evidence/1`: what an experiment measured, on which data and machine, with unit and procedure."""

import hashlib
from collections.abc import Mapping
from typing import Any, Literal

import rfc8785
from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

from whichml.model.statements.facts import Slug
from whichml.model.statements.measures import Measure, Statistic

CONSTANT, LINEAR = "constant-baseline", "linear-baseline"
"""What every candidate is held against."""
Stage = Literal["make", "fit", "predict", "measure"]
_HOW_COLUMNS_WERE_USED = ("group", "order", "dropped", "positive")
Reason = Literal["error", "crash", "time", "memory", "not-installed", "not-applicable"]


class EvidencePart(BaseModel):
    """A frozen part of evidence; unknown keys are refused, and numbers are finite."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", allow_inf_nan=False)


class Machine(EvidencePart):
    """Where it was measured; times of two machines are compared through `reference_seconds` of their evidence."""

    system: str
    processor: str
    n_cores: int = Field(ge=1)
    memory_bytes: int = Field(ge=0)
    python: str


class Measurement(EvidencePart):
    """One number about one implementation.

    Attributes
    ----------
    implementation : import path of the estimator, as the fact files write it
    quality : the quality of the ontology that it speaks of; None for what stands beside it
    unit : `share`, `seconds`, `bytes`, `joules`, `rows`, `1/second`, or the name of the metric for scores
    value : the statistic of the repetitions
    low, high : 5 % and 95 % points of the repetitions, or the interval that the procedure states
    values : the single repetitions in their order, empty where there are too many to keep
    n : how many repetitions
    rows : training rows
    estimated : whether it was worked out rather than measured
    ratio : value over that of the reference estimator in the same run; None where that says nothing
    procedure : id of the procedure that docs/probes.md describes
    """

    algorithm: Slug
    implementation: str
    measure: Measure
    quality: Slug | None
    unit: str
    value: float
    low: float
    high: float
    n: int = Field(ge=1)
    rows: int = Field(ge=0)
    statistic: Statistic
    procedure: Slug
    values: tuple[float, ...] = ()
    estimated: bool = False
    ratio: float | None = None
    note: str = ""


class Failure(EvidencePart):
    """A candidate that could not be measured, or not any further; a finding, not the end of a run."""

    algorithm: Slug
    implementation: str
    stage: Stage
    reason: Reason
    message: str
    rows: int = Field(ge=0)


class DataDescription(EvidencePart):
    """The data of an experiment: names and counts, never rows.

    Attributes
    ----------
    digest : SHA-256 of the file or of the generated table
    facts : fields of a brief that the data tell, such as `data.rows`
    package, licence : for data sets that come with a package
    group, order : the columns by which rows were held out; empty where they were held out otherwise
    dropped : columns that nobody was to learn from, as asked
    positive : of two classes the one to be found, as asked; empty for the rarer one
    """

    name: str
    digest: str
    task: Slug
    target: str
    rows: int = Field(ge=0)
    features: int = Field(ge=0)
    facts: Mapping[str, Any] = Field(default_factory=dict)
    package: str = ""
    licence: str = ""
    notes: tuple[str, ...] = ()
    group: str = ""
    order: str = ""
    dropped: tuple[str, ...] = ()
    positive: str = ""

    @model_serializer(mode="wrap")
    def _written(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Leave out how columns were used where nothing was asked for, so that older evidence keeps its id."""
        written: dict[str, Any] = write(self)
        return {name: value for name, value in written.items() if value or name not in _HOW_COLUMNS_WERE_USED}


class Evidence(EvidencePart):
    """All that one run measured.

    Attributes
    ----------
    metric : the score that candidates are compared by; higher is better
    quantile : that they were to learn, and `d2-pinball` scores; None where it was the mean
    splits : how rows were held out, in words
    reference_seconds : what the reference fit of `procedure` `reference` took on this machine in this run
    measured_on : the day, as text; no part of the id
    complete : False where the budget or the user ended the run before all was measured
    """

    schema_: Literal["evidence/1"] = Field(default="evidence/1", alias="schema")
    data: DataDescription
    machine: Machine
    versions: Mapping[str, str]
    metric: str
    quantile: float | None = Field(default=None, gt=0, lt=1)
    splits: str
    seed: int
    reference_seconds: float = Field(gt=0)
    measurements: tuple[Measurement, ...] = ()
    failures: tuple[Failure, ...] = ()
    complete: bool = True
    measured_on: str = ""

    @model_serializer(mode="wrap")
    def _written(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Leave out the quantile where there is none, so that older evidence keeps its id."""
        written: dict[str, Any] = write(self)
        return {name: value for name, value in written.items() if value is not None or name != "quantile"}

    @property
    def id(self) -> str:
        """Return 32 digits of the SHA-256 of the canonical JSON (RFC 8785), without the day."""
        plain = self.model_dump(mode="json", by_alias=True, exclude={"measured_on"})
        return hashlib.sha256(rfc8785.dumps(plain)).hexdigest()[:32]

    @property
    def is_of_some_parts(self) -> bool:
        """Return whether the run ended before all held-out parts of all rows were compared."""
        return not self.complete and ("compared" in self.splits or " of a sample of " in self.splits)

    def to_json(self) -> bytes:
        """Return the evidence as UTF-8 JSON, the same bytes for the same evidence."""
        return self.model_dump_json(by_alias=True, indent=1).encode()
