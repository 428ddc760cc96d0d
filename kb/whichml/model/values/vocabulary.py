"""The public names: tasks, modalities, fields of the brief and qualities. An id is permanent once it is shipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, NewType, TypeAlias, get_args

AlgorithmId = NewType("AlgorithmId", str)
QualityId = NewType("QualityId", str)

Level = Literal["very-low", "low", "medium", "high", "very-high"]
Task = Literal[
    "binary-classification", "multiclass-classification", "multilabel-classification", "regression",
    "probabilistic-regression", "ranking", "recommendation", "retrieval", "forecasting", "survival-analysis",
    "clustering", "outlier-detection", "dimensionality-reduction", "topic-modelling", "pattern-mining",
    "sequence-labelling", "language-modelling", "text-generation", "image-generation", "translation",
    "speech-to-text", "object-detection", "image-segmentation", "pose-estimation", "sequential-decision", "control",
    "deterministic-computation", "treatment-effect-estimation", "record-linkage", "paired-comparison-rating",
    "experiment-selection", "question-answering", "summarisation", "change-point-detection", "planning",
    "text-recognition", "data-synthesis",
]  # fmt: skip
Modality = Literal[
    "tabular", "text", "image", "audio", "video", "time-series", "event-stream", "interactions", "graph",
    "sensor-features",
]  # fmt: skip
TargetTrait = Literal["count", "positive", "heavy-tailed", "bounded", "ordinal", "multi-output"]
RuledOut = Literal["neural-networks", "deep-learning", "language-models", "closed-models", "ensembles"]
MadeFor = Literal["software-tests", "known-truth", "stand-in", "training-examples", "scenarios"]
ReleasedTo = Literal["team", "organisation", "partners", "public"]
ProgrammingLanguage = Literal["python", "r", "julia", "matlab", "sql", "java", "csharp", "cpp", "javascript", "other"]
Statistic = Literal["mean", "median", "p90", "p95", "p99", "worst-case"]
RequirementKind = Literal["problem", "project", "design"]
RequirementPriority = Literal["must", "should", "could"]
Better = Literal["higher", "lower"]
Scale = Literal["ordinal", "unit", "bool"]
UnitWord = Literal["seconds", "days", "bytes", "joules", "USD", "predictions/second", "rows"]
Dimension = Literal["duration", "bytes", "energy", "money", "rate", "frequency", "rows", "number"]

LEVELS: Final[tuple[Level, ...]] = get_args(Level)
TASKS: Final[tuple[Task, ...]] = get_args(Task)
SINGLE_LABEL: Final[frozenset[Task]] = frozenset({"binary-classification", "multiclass-classification"})
"""Classification in which each case is of one class."""
CLASSIFICATION: Final[frozenset[Task]] = SINGLE_LABEL | {"multilabel-classification"}
REGRESSION: Final[frozenset[Task]] = frozenset({"regression", "probabilistic-regression"})
NUMERIC_PREDICTION: Final[frozenset[Task]] = REGRESSION | {"forecasting"}
"""Tasks whose answer is a number."""
MODALITIES: Final[tuple[Modality, ...]] = get_args(Modality)
REQUIREMENT_KINDS: Final[tuple[RequirementKind, ...]] = get_args(RequirementKind)
REQUIREMENT_PRIORITIES: Final[tuple[RequirementPriority, ...]] = get_args(RequirementPriority)
STATISTICS: Final[tuple[Statistic, ...]] = get_args(Statistic)

KindOfField: TypeAlias = Literal[
    "version", "slug", "text", "word", "level", "algorithm", "application", "circumstance", "count", "fraction", "bool",
    "duration", "bytes", "money", "frequency", "requirements", "priorities", "rates",
]  # fmt: skip


_DIMENSION_OF_KIND: Final[Mapping[KindOfField, Dimension]] = MappingProxyType(
    {"duration": "duration", "bytes": "bytes", "money": "money", "frequency": "frequency"}
)


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
    fractional
        Whether a count may have a fraction, as one in a time may: 0.1 in a day is one in ten days.
    """

    kind: KindOfField
    values: tuple[str, ...] = ()
    ordered: bool = False
    many: bool = False
    meaning: str = ""
    fractional: bool = False

    @property
    def is_number(self) -> bool:
        """Return whether the fact is a number: a count, a fraction, or a quantity in its base unit."""
        return self.kind in ("count", "fraction") or self.dimension is not None

    @property
    def dimension(self) -> Dimension | None:
        """Return the dimension of the field's amounts; None where it holds no amounts with units."""
        return _DIMENSION_OF_KIND.get(self.kind)


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
    anchors
        Upper bounds of very-low, low, medium and high in base units, very-high lies beyond; empty where there are none.
    """

    better: Better
    scale: Scale = "ordinal"
    unit: UnitWord | None = None
    anchors: tuple[float, ...] = ()

    @property
    def dimension(self) -> Dimension | None:
        """Return the dimension of the quality's quantities, or None where only levels make sense."""
        return DIMENSION_OF_UNIT[self.unit] if self.unit else None


DIMENSION_OF_UNIT: Final[Mapping[str, Dimension]] = MappingProxyType({
    "seconds": "duration", "days": "duration", "bytes": "bytes", "joules": "energy", "USD": "money",
    "predictions/second": "rate", "1/second": "rate", "rows": "rows",
})  # fmt: skip
