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
Feedback = Literal["full", "partial", "delayed", "none"]
Relation = Literal["linear", "monotone", "nonlinear"]
Arrival = Literal["batch", "micro-batch", "stream"]
Growth = Literal["static", "slow", "fast"]
Drift = Literal["none", "slow", "fast"]
PrivacyClass = Literal["public", "internal", "personal", "sensitive", "stays-on-device"]
DeploymentTarget = Literal[
    "cloud", "on-premises", "edge-server", "desktop", "browser", "phone", "wearable", "edge-device", "vehicle",
    "microcontroller", "none",
]  # fmt: skip
Connectivity = Literal["always", "intermittent", "never"]
Interaction = Literal["batch", "online", "interactive", "stream", "real-time"]
Accelerator = Literal["none", "gpu", "npu", "tpu"]
UpdateCadence = Literal["never", "yearly", "monthly", "weekly", "daily", "hourly", "per-event"]
Telemetry = Literal["none", "limited", "full"]
Specification = Literal["none", "partial", "complete"]
Explanation = Literal["none", "post-hoc", "full"]
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
    """

    kind: KindOfField
    values: tuple[str, ...] = ()
    ordered: bool = False
    many: bool = False

    @property
    def is_number(self) -> bool:
        """Return whether the fact is a number: a count, a fraction, or a quantity in its base unit."""
        return self.kind in ("count", "fraction", "duration", "bytes", "money")


def _words(literal: object) -> FieldKind:
    return FieldKind("word", get_args(literal))


def _ordered(literal: object) -> FieldKind:
    return FieldKind("word", get_args(literal), ordered=True)


_COUNT: Final = FieldKind("count")
_FRACTION: Final = FieldKind("fraction")
_FLAG: Final = FieldKind("bool")
_LEVEL: Final = FieldKind("level", LEVELS, ordered=True)
_DURATION: Final = FieldKind("duration")
_BYTES: Final = FieldKind("bytes")
_MONEY: Final = FieldKind("money")

BRIEF_FIELDS: Final[Mapping[str, FieldKind]] = MappingProxyType({
    "brief": FieldKind("version"),
    "id": FieldKind("slug"),
    "title": FieldKind("text"),
    "task": _words(Task),
    "data.modality": FieldKind("word", MODALITIES, many=True),
    "data.target": FieldKind("word", get_args(TargetTrait), many=True),
    "data.rows": _COUNT,
    "data.labelled_rows": _COUNT,
    "data.features": _COUNT,
    "data.classes": _COUNT,
    "data.minority_share": _FRACTION,
    "data.missing_share": _FRACTION,
    "data.categorical_cardinality": _COUNT,
    "data.sparse": _FLAG,
    "data.series": _COUNT,
    "data.horizon": _DURATION,
    "data.intermittent": _FLAG,
    "data.exogenous": _FLAG,
    "data.users": _COUNT,
    "data.items": _COUNT,
    "data.cold_start": _FLAG,
    "data.feedback": _words(Feedback),
    "data.groups": _COUNT,
    "data.categorical_features": _COUNT,
    "data.relation": _words(Relation),
    "data.arrival": _ordered(Arrival),
    "data.growth": _ordered(Growth),
    "data.drift": _ordered(Drift),
    "data.label_delay": _DURATION,
    "data.label_quality": _LEVEL,
    "data.monotone_features": _FLAG,
    "data.privacy": _ordered(PrivacyClass),
    "deployment.target": _words(DeploymentTarget),
    "deployment.connectivity": _words(Connectivity),
    "deployment.interaction": _words(Interaction),
    "deployment.requests_per_day": _COUNT,
    "deployment.peak_requests_per_second": _COUNT,
    "deployment.memory": _BYTES,
    "deployment.storage": _BYTES,
    "deployment.accelerator": _words(Accelerator),
    "deployment.energy_limited": _FLAG,
    "deployment.always_on": _FLAG,
    "deployment.experiments_possible": _FLAG,
    "deployment.devices": _COUNT,
    "deployment.update_cadence": _ordered(UpdateCadence),
    "deployment.telemetry": _ordered(Telemetry),
    "project.team_ml_skill": _LEVEL,
    "project.team_size": _COUNT,
    "project.deadline": _DURATION,
    "project.budget": _MONEY,
    "project.domain_experts": _FLAG,
    "project.human_review": _FLAG,
    "project.unit_budget": _MONEY,
    "project.existing_algorithm": FieldKind("algorithm"),
    "project.existing_plateaued": _FLAG,
    "stakes.cost_of_mistakes": _LEVEL,
    "stakes.cost_false_positive": _MONEY,
    "stakes.cost_false_negative": _MONEY,
    "stakes.safety_critical": _FLAG,
    "stakes.adversarial": _FLAG,
    "stakes.regulation": FieldKind("slug", many=True),
    "stakes.protected_groups": _FLAG,
    "stakes.specification": _ordered(Specification),
    "stakes.explanation": _ordered(Explanation),
    "stakes.fallback_possible": _FLAG,
    "requirements": FieldKind("requirements", many=True),
    "priorities": FieldKind("priorities", many=True),
    "evidence": FieldKind("slug", many=True),
    "notes": FieldKind("text"),
})  # fmt: skip
GROUPS: Final[tuple[str, ...]] = ("data", "deployment", "project", "stakes")
FACT_FIELDS: Final[tuple[str, ...]] = tuple(
    path for path in BRIEF_FIELDS if path == "task" or path.split(".")[0] in GROUPS
)


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


def level_index(level: str) -> int:
    """Return the rank of a level, 0 for very-low to 4 for very-high.

    Raises
    ------
    ValueError
        When there is no such level.
    """
    return LEVELS.index(level)


def ordered_values(field: str) -> tuple[str, ...] | None:
    """Return the words of an ordered field, lowest first; None where the field is unknown or has no order.

    Examples
    --------
    >>> ordered_values("data.drift")
    ('none', 'slow', 'fast')
    """
    kind = BRIEF_FIELDS.get(field)
    return kind.values if kind is not None and kind.ordered else None


def quality_level(quality: QualityId, magnitude: float) -> Level | None:
    """Return the level that a magnitude in base units falls into; None where the quality has no anchors.

    Examples
    --------
    >>> quality_level(QualityId("inference-latency"), 0.04)
    'medium'
    """
    anchors = LEVEL_ANCHORS.get(quality)
    if anchors is None:
        return None
    return LEVELS[sum(magnitude > anchor for anchor in anchors)]
