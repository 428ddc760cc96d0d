"""The public names: tasks, modalities, fields of the brief and qualities. An id is permanent once it is shipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, NewType, TypeAlias, get_args

AlgorithmId = NewType("AlgorithmId", str)
FamilyId = NewType("FamilyId", str)
QualityId = NewType("QualityId", str)
RuleId = NewType("RuleId", str)
ClaimId = NewType("ClaimId", str)
SourceId = NewType("SourceId", str)
PatternId = NewType("PatternId", str)
DecisionId = NewType("DecisionId", str)
OptionId = NewType("OptionId", str)
ComponentId = NewType("ComponentId", str)
NodeId = NewType("NodeId", str)

Level = Literal["very-low", "low", "medium", "high", "very-high"]
Task = Literal[
    "binary-classification", "multiclass-classification", "multilabel-classification", "regression",
    "probabilistic-regression", "ranking", "recommendation", "retrieval", "forecasting", "survival-analysis",
    "clustering", "outlier-detection", "dimensionality-reduction", "topic-modelling", "pattern-mining",
    "sequence-labelling", "language-modelling", "text-generation", "image-generation", "translation",
    "speech-to-text", "object-detection", "image-segmentation", "pose-estimation", "sequential-decision", "control",
    "deterministic-computation",
]  # fmt: skip
Modality = Literal[
    "tabular", "text", "image", "audio", "video", "time-series", "event-stream", "interactions", "graph",
    "sensor-features",
]  # fmt: skip
TargetTrait = Literal["count", "positive", "heavy-tailed", "bounded", "ordinal"]
Statistic = Literal["mean", "median", "p90", "p95", "p99", "worst-case"]
RequirementKind = Literal["problem", "project", "design"]
RequirementPriority = Literal["must", "should", "could"]
Better = Literal["higher", "lower"]
Scale = Literal["ordinal", "unit", "bool"]
UnitWord = Literal["seconds", "days", "bytes", "joules", "USD", "predictions/second", "rows"]
Dimension = Literal["duration", "bytes", "energy", "money", "rate", "rows", "number"]

LEVELS: Final[tuple[Level, ...]] = get_args(Level)
TASKS: Final[tuple[Task, ...]] = get_args(Task)
MODALITIES: Final[tuple[Modality, ...]] = get_args(Modality)
REQUIREMENT_KINDS: Final[tuple[RequirementKind, ...]] = get_args(RequirementKind)
REQUIREMENT_PRIORITIES: Final[tuple[RequirementPriority, ...]] = get_args(RequirementPriority)
STATISTICS: Final[tuple[Statistic, ...]] = get_args(Statistic)

KindOfField: TypeAlias = Literal[
    "version", "slug", "text", "word", "level", "algorithm", "count", "fraction", "bool", "duration", "bytes", "money",
    "requirements", "priorities",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldKind:
    """What a field of the brief holds.

    Attributes
    ----------
    kind
        The kind of one value.
    values
        The closed list of words for kinds `word` and `level`, lowest first where `ordered`; empty for other kinds.
    ordered
        Whether the words have an order, so that conditions may ask for above, below or between.
    many
        Whether a list may be given: the value is then a tuple, of one when one was given.
    meaning
        What the field says, as a sentence; empty for a kind that no field was declared with yet.
    """

    kind: KindOfField
    values: tuple[str, ...] = ()
    ordered: bool = False
    many: bool = False
    meaning: str = ""

    @property
    def is_number(self) -> bool:
        """Return whether the fact is a number: a count, a fraction, or a quantity in its base unit."""
        return self.kind in ("count", "fraction", "duration", "bytes", "money")


@dataclass(frozen=True, slots=True)
class QualityName:
    """A quality as briefs, claims and rules name it.

    Attributes
    ----------
    better
        Which direction is better. A level says how much there is, whichever direction is better.
    scale
        `ordinal`: five levels, and measurable too where there is a unit; `unit`: measured only; `bool`: has it or not.
    unit
        The unit to show; None where only levels make sense. Magnitudes are kept in base units all the same: seconds,
        bytes, joules, USD, 1/second, rows (so `days` are kept as seconds).
    """

    better: Better
    scale: Scale = "ordinal"
    unit: UnitWord | None = None

    @property
    def dimension(self) -> Dimension | None:
        """Return the dimension of the quality's quantities, or None where only levels make sense."""
        return _DIMENSION_OF[self.unit] if self.unit else None


_DIMENSION_OF: Final[Mapping[UnitWord, Dimension]] = MappingProxyType({
    "seconds": "duration", "days": "duration", "bytes": "bytes", "joules": "energy", "USD": "money",
    "predictions/second": "rate", "rows": "rows",
})  # fmt: skip


_HIGHER: Final = QualityName("higher")
_LOWER: Final = QualityName("lower")

QUALITIES: Final[Mapping[QualityId, QualityName]] = MappingProxyType({
    QualityId("accuracy"): _HIGHER,
    QualityId("calibration"): _HIGHER,
    QualityId("uncertainty-quantification"): _HIGHER,
    QualityId("correctness-guarantee"): _HIGHER,
    QualityId("class-imbalance-handling"): _HIGHER,
    QualityId("nonlinearity"): _HIGHER,
    QualityId("extrapolation"): _HIGHER,
    QualityId("feature-capacity"): _HIGHER,
    QualityId("data-need"): QualityName("lower", "ordinal", "rows"),
    QualityId("data-quality-sensitivity"): _LOWER,
    QualityId("missing-value-handling"): _HIGHER,
    QualityId("categorical-handling"): _HIGHER,
    QualityId("sparse-input"): _HIGHER,
    QualityId("feature-engineering-need"): _LOWER,
    QualityId("incrementality"): _HIGHER,
    QualityId("update-latency"): QualityName("lower", "ordinal", "seconds"),
    QualityId("training-time"): QualityName("lower", "ordinal", "seconds"),
    QualityId("training-memory"): QualityName("lower", "ordinal", "bytes"),
    QualityId("training-energy"): QualityName("lower", "ordinal", "joules"),
    QualityId("training-cost"): QualityName("lower", "ordinal", "USD"),
    QualityId("training-scalability"): _HIGHER,
    QualityId("model-size"): QualityName("lower", "ordinal", "bytes"),
    QualityId("inference-latency"): QualityName("lower", "ordinal", "seconds"),
    QualityId("inference-predictability"): _HIGHER,
    QualityId("inference-throughput"): QualityName("higher", "ordinal", "predictions/second"),
    QualityId("inference-memory"): QualityName("lower", "ordinal", "bytes"),
    QualityId("inference-energy"): QualityName("lower", "ordinal", "joules"),
    QualityId("cost-per-prediction"): QualityName("lower", "ordinal", "USD"),
    QualityId("hardware-need"): _LOWER,
    QualityId("offline-operation"): _HIGHER,
    QualityId("interpretability"): _HIGHER,
    QualityId("explainability"): _HIGHER,
    QualityId("editability"): _HIGHER,
    QualityId("robustness"): _HIGHER,
    QualityId("outlier-robustness"): _HIGHER,
    QualityId("reproducibility"): _HIGHER,
    QualityId("stability"): _HIGHER,
    QualityId("security"): _HIGHER,
    QualityId("privacy"): _HIGHER,
    QualityId("training-data-retention"): _LOWER,
    QualityId("fairness-control"): _HIGHER,
    QualityId("tuning-effort"): _LOWER,
    QualityId("development-cost"): QualityName("lower", "ordinal", "USD"),
    QualityId("time-to-release"): QualityName("lower", "ordinal", "days"),
    QualityId("skills-need"): _LOWER,
    QualityId("maintainability"): _HIGHER,
    QualityId("monitorability"): _HIGHER,
    QualityId("generalization"): _HIGHER,
    QualityId("availability"): _HIGHER,
})  # fmt: skip

LEVEL_ANCHORS: Final[Mapping[QualityId, tuple[float, float, float, float]]] = MappingProxyType({
    QualityId("accuracy"): (0.5, 0.75, 0.9, 0.97),
    QualityId("inference-latency"): (0.001, 0.01, 0.1, 1.0),
    QualityId("inference-throughput"): (1.0, 100.0, 10_000.0, 1e6),
    QualityId("model-size"): (10_000.0, 1e6, 1e8, 1e9),
    QualityId("inference-memory"): (10_000.0, 1e6, 1e8, 1e9),
    QualityId("training-memory"): (1e7, 1e9, 1e10, 1e11),
    QualityId("training-time"): (1.0, 60.0, 3600.0, 86_400.0),
    QualityId("training-energy"): (1000.0, 100_000.0, 1e7, 1e9),
    QualityId("training-cost"): (0.01, 1.0, 100.0, 10_000.0),
    QualityId("inference-energy"): (0.001, 0.1, 10.0, 1000.0),
    QualityId("cost-per-prediction"): (1e-06, 0.0001, 0.01, 1.0),
    QualityId("update-latency"): (1.0, 60.0, 3600.0, 86_400.0),
    QualityId("data-need"): (100.0, 1000.0, 100_000.0, 1e7),
})  # fmt: skip
"""Upper bounds of very-low, low, medium and high in base units; very-high lies beyond. Accuracy is a share (0..1)."""
